//! Policies of a restart phase: what processes take, how much of it, and what goes first, for a time.
//!
//! ```toml
//! [restart.vor_only]
//! from = 2025-09-25T06:00:00
//! accept_only = { release = ["vor"] }                   # what else waits keeps its place
//! cap = { release = { uk_pdc = "500 lines/day" } }      # at most so many lines for each of these sites
//! discipline = { release = "earliest_due_date" }
//! for = "3 weeks"
//! ```

use crate::scenario::customers::demand::{EACH, IN_ALL};
use crate::scenario::network::discipline::QueueDiscipline;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::{Fields, Item, Reader, item, kind};
use crate::scenario::syntax::writer::{Writer, braces, quoted};
use crate::units::{DAY, Per};

/// What a phase does to processes while it lasts; each list by name of process.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Policy {
    /// Order classes that a process takes.
    pub accept_only: Vec<(String, Vec<String>)>,
    /// The most lines for a site that a process takes a day.
    pub cap: Vec<(String, Vec<Cap>)>,
    /// What goes first.
    pub discipline: Vec<(String, QueueDiscipline)>,
}

/// The most lines a calendar day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// Site table that the lines are for.
    pub site: String,
    /// Lines, 1 or more.
    pub lines: u32,
    /// Whether for each site of the table, or for all together.
    pub each: bool,
}

/// The keys of a phase that set a policy, as they are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written<'t> {
    accept_only: Option<Item<'t>>,
    cap: Option<Item<'t>>,
    rule: Option<Item<'t>>,
}

impl<'t> Written<'t> {
    pub(crate) fn take(fields: &mut Fields<'t>) -> Self {
        let [accept_only, cap, rule] = ["accept_only", "cap", "discipline"].map(|key| fields.take(key));
        Written { accept_only, cap, rule }
    }

    /// One of them, if any is written.
    pub(crate) fn any(self) -> Option<Item<'t>> {
        self.accept_only.or(self.cap).or(self.rule)
    }
}

impl<'t> Reader<'t> {
    pub(crate) fn policy(&mut self, written: Written<'t>) -> Policy {
        let classes = "{ release = [\"vor\"] }";
        let caps = "{ release = { uk_pdc = \"500 lines/day\" } }";
        Policy {
            accept_only: self.by_process(written.accept_only, classes, Self::accepted),
            cap: self.by_process(written.cap, caps, Self::caps),
            discipline: self.by_process(written.rule, "{ release = \"earliest_due_date\" }", Self::rule),
        }
    }

    /// Values by name of process, in order of name.
    fn by_process<T>(
        &mut self,
        written: Option<Item<'t>>,
        example: &str,
        read: impl Fn(&mut Self, Item<'t>) -> Option<T>,
    ) -> Vec<(String, T)> {
        let Some(written) = written else { return Vec::new() };
        let Some(table) = self.table(written, example) else { return Vec::new() };
        self.names_something(written, table.entries.is_empty(), example);
        let mut values = Vec::new();
        for entry in &table.entries {
            if self.name_place(kind("processes"), &entry.key).is_none() {
                self.unknown(entry.at, &entry.key, &[kind("processes")]);
                continue;
            }
            values.extend(read(self, item(entry)).map(|value| (entry.key.clone(), value)));
        }
        values.sort_by(|a, b| a.0.cmp(&b.0));
        values
    }

    fn names_something(&mut self, written: Item<'t>, empty: bool, example: &str) {
        if empty {
            let message = format!("`{}` is empty", written.key);
            self.fault(
                Fault::at(written.place(), message, "names nothing").help(format!("for instance {example}")),
            );
        }
    }

    fn accepted(&mut self, written: Item<'t>) -> Option<Vec<String>> {
        let before = self.faults();
        let mut classes = self.references(Some(written), kind("classes"));
        if classes.is_empty() && self.faults() == before {
            self.fault(
                Fault::at(
                    written.place(),
                    format!("`{}` takes no class at all", written.key),
                    "names nothing",
                )
                .help("a process that is to stand still is taken down by a disruption"),
            );
        }
        classes.sort();
        (self.faults() == before).then_some(classes)
    }

    fn caps(&mut self, written: Item<'t>) -> Option<Vec<Cap>> {
        let example = "{ uk_pdc = \"500 lines/day\" }";
        let table = self.table(written, example)?;
        self.names_something(written, table.entries.is_empty(), example);
        let mut caps = Vec::new();
        for entry in &table.entries {
            if self.name_place(kind("sites"), &entry.key).is_none() {
                self.unknown(entry.at, &entry.key, &[kind("sites")]);
                continue;
            }
            caps.extend(self.cap(item(entry)));
        }
        caps.sort_by(|a, b| a.site.cmp(&b.site));
        Some(caps)
    }

    fn cap(&mut self, item: Item<'t>) -> Option<Cap> {
        let example = "\"500 lines/day\"";
        let (rate, end, _) = self.rate(item, &[["line", "lines"]], &[EACH, IN_ALL], example)?;
        let Per::Time(time) = rate.per else {
            self.not_a_cap(item, "it counts by calendar day");
            return None;
        };
        let lines = rate.count * DAY as f64 / time as f64;
        if lines < 1.0 || lines > f64::from(u32::MAX) || (lines - lines.round()).abs() > 1e-9 {
            self.not_a_cap(item, "it is a whole number of lines a day, from 1 up");
            return None;
        }
        Some(Cap { site: item.key.to_owned(), lines: lines.round() as u32, each: end != Some(IN_ALL) })
    }

    fn not_a_cap(&mut self, item: Item<'t>, why: &str) {
        let written = item.text().unwrap_or_default();
        let message = format!("`{}` is no cap: {why}", crate::scenario::syntax::reader::shown(written));
        self.fault(Fault::at(item.place(), message, "this cap").help("for instance `\"500 lines/day\"`"));
    }
}

impl Cap {
    fn text(&self) -> String {
        let thing = if self.lines == 1 { "line" } else { "lines" };
        quoted(&format!("{} {thing}/day {}", self.lines, if self.each { EACH } else { IN_ALL }))
    }
}

impl Policy {
    pub(crate) fn write(&self, writer: &mut Writer) {
        let mut write = |key: &str, values: Vec<(&str, String)>| {
            if !values.is_empty() {
                writer.bare(key, braces(values));
            }
        };
        let list = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            format!("[{}]", names.join(", "))
        };
        let caps = |caps: &[Cap]| braces(caps.iter().map(|cap| (cap.site.as_str(), cap.text())));
        write("accept_only", self.accept_only.iter().map(|(name, to)| (name.as_str(), list(to))).collect());
        write("cap", self.cap.iter().map(|(name, to)| (name.as_str(), caps(to))).collect());
        write(
            "discipline",
            self.discipline.iter().map(|(name, rule)| (name.as_str(), rule.text())).collect(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read_text;

    #[test]
    fn policies_are_written_as_they_are_read() {
        const SMALL: &str = include_str!("../../../tests/scenario/small.toml");
        let sets = [
            "restart.overtime.accept_only={ release = [\"vor\", \"daily\"], pick = [\"vor\"] }",
            "restart.overtime.cap={ release = { uk_pdc = \"500 lines/day\", retailers = \"1 line/day in all\" } }",
            "restart.overtime.discipline={ pick = { metered = { new = \"60%\", old_from = \"7 days\" } } }",
        ];
        let read = read_text("small.toml", SMALL, &sets.map(str::to_owned)).expect("no mistake");
        let phase = read.scenario.restart.iter().find(|phase| phase.name == "overtime").expect("is there");
        let cap = |site: &str, lines, each| Cap { site: site.into(), lines, each };
        let release = "release".to_owned();
        assert_eq!(phase.policy.cap, [(release, vec![cap("retailers", 1, false), cap("uk_pdc", 500, true)])]);
        assert_eq!(phase.policy.accept_only[1].1, ["daily", "vor"]);
        let again = read_text("small.toml", &read.resolved, &[]).expect("no mistake");
        assert_eq!((again.scenario, again.resolved), (read.scenario, read.resolved));
    }
}
