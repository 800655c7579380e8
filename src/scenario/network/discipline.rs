//! Rules of what goes first of all that waits for a process: the one list of them.
//!
//! ```toml
//! [processes.release]
//! discipline = "earliest_due_date"                     # or "priority" (unless said), "fcfs", ..
//! [processes.pick]
//! discipline = { metered = { new = "60%", old_from = "7 days" } }
//! ```

use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::{duration_text, share_text};
use crate::scenario::syntax::reader::{Fields, Item, Reader, nearest_of, shown};
use crate::scenario::syntax::writer::{braces, quoted};
use crate::units::{Micros, Share};

/// What goes first. Among equals: what came to the process first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueueDiscipline {
    /// The most urgent order class.
    Priority,
    /// What came to the process first.
    Fcfs,
    /// What is promised for the earliest instant; what has no promise goes last.
    EarliestDueDate,
    /// What was ordered together with the fewest lines.
    SmallestOrderFirst,
    /// The sites that the lines are for, by turns.
    RoundRobin,
    /// Of what comes in: what carries a part that lines wait for at the site's shelf.
    BackordersFirst,
    /// New and old lines by shares.
    Metered(Metered),
}

/// Shares of the starts while new and old lines wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metered {
    /// Share of new lines, in millionths; old ones have the rest.
    pub new: Share,
    /// A line is old from so long after its order on.
    pub old_from: Micros,
}

const WORDS: [(&str, QueueDiscipline); 6] = [
    ("priority", QueueDiscipline::Priority),
    ("fcfs", QueueDiscipline::Fcfs),
    ("earliest_due_date", QueueDiscipline::EarliestDueDate),
    ("smallest_order_first", QueueDiscipline::SmallestOrderFirst),
    ("round_robin", QueueDiscipline::RoundRobin),
    ("backorders_first", QueueDiscipline::BackordersFirst),
];
const METERED: &str = "{ metered = { new = \"60%\", old_from = \"7 days\" } }";

impl<'t> Reader<'t> {
    /// A rule: a word, or `{ metered = .. }`.
    pub(crate) fn rule(&mut self, item: Item<'t>) -> Option<QueueDiscipline> {
        if let Some(table) = item.node.table() {
            let mut fields = Fields::new(table, item.place(), "a rule");
            let metered = fields.need(self, "metered", &format!("for instance `{} = {METERED}`", item.key));
            let rule = metered.and_then(|item| self.metered(item));
            fields.finish(self);
            return rule.map(QueueDiscipline::Metered);
        }
        let Some(text) = item.text() else {
            self.wrong_form(item, "a rule", "\"earliest_due_date\"");
            return None;
        };
        let found = WORDS.iter().find(|(word, _)| *word == text).map(|(_, rule)| *rule);
        if found.is_none() {
            let words: Vec<&str> = WORDS.iter().map(|(word, _)| *word).chain(["metered"]).collect();
            let help = match text {
                "metered" => format!("write `{} = {METERED}`", item.key),
                _ => nearest_of(text, &words, "rules"),
            };
            let message = if text == "metered" {
                "`metered` needs its shares".to_owned()
            } else {
                format!("unknown rule `{}`", shown(text))
            };
            self.fault(Fault::at(item.place(), message, "not a rule").help(help));
        }
        found
    }

    fn metered(&mut self, item: Item<'t>) -> Option<Metered> {
        let table = self.table(item, "{ new = \"60%\", old_from = \"7 days\" }")?;
        let mut fields = Fields::new(table, item.at, "`metered`");
        let new = fields.need(
            self,
            "new",
            "the share of new lines while old ones wait too, for instance `new = \"60%\"`",
        );
        let new = new.and_then(|item| self.whole_share(item, "a share is at most 100 %"));
        let old_from =
            fields.need(self, "old_from", "the age of an old line, for instance `old_from = \"7 days\"`");
        let old_from = old_from.and_then(|item| self.some_time(item, "\"7 days\""));
        fields.finish(self);
        Some(Metered { new: new?, old_from: old_from? })
    }
}

impl QueueDiscipline {
    /// The rule as it is written.
    pub(crate) fn text(self) -> String {
        if let QueueDiscipline::Metered(metered) = self {
            let shares = braces([
                ("new", quoted(&share_text(f64::from(metered.new)))),
                ("old_from", quoted(&duration_text(metered.old_from))),
            ]);
            return braces([("metered", shares)]);
        }
        let word = WORDS.iter().find(|(_, rule)| *rule == self).map_or("priority", |(word, _)| word);
        quoted(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read_text;

    #[test]
    fn every_rule_is_written_as_it_is_read() {
        const SMALL: &str = include_str!("../../../tests/scenario/small.toml");
        let metered =
            QueueDiscipline::Metered(Metered { new: Share::from_ppm(625_000), old_from: 90 * 60_000_000 });
        for rule in WORDS.iter().map(|(_, rule)| *rule).chain([metered]) {
            let set = format!("processes.unload.discipline={}", rule.text());
            let read = read_text("small.toml", SMALL, &[set]).expect("no mistake");
            assert_eq!(read.scenario.processes[3].discipline, rule);
            let again = read_text("small.toml", &read.resolved, &[]).expect("no mistake");
            assert_eq!((again.scenario, again.resolved), (read.scenario, read.resolved));
        }
    }
}
