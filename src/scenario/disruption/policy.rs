//! Policies: order classes that processes accept, daily caps and queue disciplines, while a restart
//! phase lasts.
//!
//! ```toml
//! [restart.vor_only]
//! from = 2025-09-25T06:00:00
//! accept_only = { release = ["vor"] }                   # lines of other classes keep their place
//! cap = { release = { uk_pdc = "500 lines/day" } }      # for each of these sites
//! discipline = { release = "earliest_due_date" }
//! for = "3 weeks"
//! ```

use super::by_name::ByName;
use crate::registers::key::{Key, Schema};
use crate::scenario::customers::demand::{EACH, IN_ALL};
use crate::scenario::network::discipline::{Discipline, QueueDiscipline};
use crate::scenario::network::order_class::OrderClass;
use crate::scenario::network::process::Process;
use crate::scenario::network::site::Site;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{Names, text_of};
use crate::scenario::syntax::quantity::lines_text;
use crate::scenario::syntax::reader::{Item, Reader, shown};
use crate::scenario::syntax::value::{Context, Value};
use crate::scenario::syntax::writer::quoted;
use crate::units::{DAY, Per};
use serde_json::Value as Json;

/// Policies of processes while a phase lasts; each list in order of the name of the process.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Policy {
    /// Order classes that a process accepts, in order of name.
    pub accept_only: Vec<(String, Vec<String>)>,
    /// Most lines a day that a process starts for a site group.
    pub cap: Vec<(String, Vec<(String, DailyCap)>)>,
    /// Queue discipline of a process.
    pub discipline: Vec<(String, QueueDiscipline)>,
}

/// Most lines a calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DailyCap {
    /// Lines, at least 1.
    pub lines: u32,
    /// True if for each site of the group, false if for all together.
    pub each: bool,
}

/// Order classes by process.
pub(crate) type AcceptedClasses = ByName<Process, SomeClasses>;

/// Caps by process and site.
pub(crate) type Caps = ByName<Process, ByName<Site, Cap>>;

/// Queue disciplines by process.
pub(crate) type Disciplines = ByName<Process, Discipline>;

/// Names of order classes, at least one.
pub(crate) struct SomeClasses;

impl Value for SomeClasses {
    /// Sorted.
    type Of = Vec<String>;

    fn form() -> String {
        Names::<OrderClass>::form()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Vec<String>> {
        let before = reader.errors();
        let mut classes = Names::<OrderClass>::read(reader, item, key)?;
        if classes.is_empty() && reader.errors() == before {
            reader.report(
                ScenarioError::at(item.place(), format!("`{}` accepts no class", item.key), "names nothing")
                    .help("use a disruption to stop a process"),
            );
        }
        classes.sort();
        (reader.errors() == before).then_some(classes)
    }

    fn write(value: &Vec<String>, context: Context) -> String {
        Names::<OrderClass>::write(value, context)
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        let mut names = Names::<OrderClass>::schema(key, schema);
        names["minItems"] = 1.into();
        names
    }
}

/// A cap: `"500 lines/day"`, with `each` (the default) or `in all`.
pub(crate) struct Cap;

impl Value for Cap {
    type Of = DailyCap;

    fn form() -> String {
        "lines a day".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<DailyCap> {
        let example = "\"500 lines/day\"";
        let (rate, end, _) = reader.rate(item, &[["line", "lines"]], &[EACH, IN_ALL], example)?;
        let refuse = |reader: &mut Reader<'t>, why: &str| {
            let written = shown(item.text().unwrap_or_default());
            reader.report(
                ScenarioError::at(item.place(), format!("`{written}` is not a cap: {why}"), "this cap")
                    .help(format!("for instance `{example}`")),
            );
            None
        };
        let Per::Time(time) = rate.per else {
            return refuse(reader, "caps count calendar days");
        };
        let lines = rate.count * DAY.as_micros_f64() / time.as_micros_f64();
        if lines < 1.0 || lines > f64::from(u32::MAX) || (lines - lines.round()).abs() > 1e-9 {
            return refuse(reader, "expected an integer number of lines a day, at least 1");
        }
        Some(DailyCap { lines: lines.round() as u32, each: end != Some(IN_ALL) })
    }

    fn write(value: &DailyCap, _: Context) -> String {
        quoted(&format!("{}/day {}", lines_text(value.lines), if value.each { EACH } else { IN_ALL }))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        text_of(r"\s*[0-9.]+\s*(lines?)?\s*(/|per )\s*(s|min|h|day|week|year)(\s+(each|in all))?\s*")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read_text;

    #[test]
    fn policies_read_back_from_the_resolved_scenario() {
        const SMALL: &str = include_str!("../../../tests/scenario/small.toml");
        let sets = [
            "restart.overtime.accept_only={ release = [\"vor\", \"daily\"], pick = [\"vor\"] }",
            "restart.overtime.cap={ release = { uk_pdc = \"500 lines/day\", retailers = \"1 line/day in all\" } }",
            "restart.overtime.discipline={ pick = { metered = { new = \"60%\", old_from = \"7 days\" } } }",
        ];
        let read = read_text("small.toml", SMALL, &sets.map(str::to_owned)).expect("a valid scenario");
        let phase = read.scenario.restart.iter().find(|phase| phase.name == "overtime").expect("is there");
        let cap = |site: &str, lines, each| (site.to_owned(), DailyCap { lines, each });
        let release = "release".to_owned();
        assert_eq!(phase.policy.cap, [(release, vec![cap("retailers", 1, false), cap("uk_pdc", 500, true)])]);
        assert_eq!(phase.policy.accept_only[1].1, ["daily", "vor"]);
        let again = read_text("small.toml", &read.resolved, &[]).expect("a valid scenario");
        assert_eq!((again.scenario, again.resolved), (read.scenario, read.resolved));
    }
}
