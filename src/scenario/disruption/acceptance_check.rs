//! Checks of a phase: repeated until one passes, before anything comes back; what failed may undo earlier phases.
//!
//! ```toml
//! check = { chance = "90%", takes = "1 day", again_after = "2 days" }
//! check = { chance = "70%", takes = "1 day", if_it_fails = { chance = "20%", rolls_back = ["order_entry"] } }
//! ```

use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::distribution::{Distribution, Of};
use crate::scenario::syntax::quantity::share_text;
use crate::scenario::syntax::reader::{Fields, Item, Reader, kind};
use crate::scenario::syntax::writer::{braces, quoted};

/// A check that is repeated until it passes.
#[derive(Debug, Clone, PartialEq)]
pub struct AcceptanceCheck {
    /// Chance that one check passes, over 0.
    pub chance: f64,
    /// How long a check takes.
    pub takes: Distribution,
    /// Repair after a check that failed, before the next.
    pub again_after: Option<Distribution>,
    /// What a check that fails may undo.
    pub roll_back: Option<RollBack>,
}

/// Phases that a failed check may undo.
#[derive(Debug, Clone, PartialEq)]
pub struct RollBack {
    /// Chance that a check that failed undoes them.
    pub chance: f64,
    /// The phases.
    pub phases: Vec<String>,
}

impl<'t> Reader<'t> {
    /// A check; whether what it rolls back lies before it is checked across tables.
    pub(crate) fn phase_check(&mut self, written: Item<'t>) -> Option<AcceptanceCheck> {
        let table = self.table(written, "{ chance = \"90%\", takes = \"1 day\" }")?;
        let mut fields = Fields::new(table, written.at, "`check`");
        let chance = fields.need(self, "chance", "that it passes, for instance `chance = \"90%\"`");
        let chance = chance.and_then(|item| self.some_chance(item, "a check that never passes has no end"));
        let takes_item = fields.need(self, "takes", "how long it takes, for instance `takes = \"1 day\"`");
        let takes = takes_item.and_then(|item| self.distribution(item, Of::Time));
        if let (Some(item), Some(Distribution::Constant(time))) = (takes_item, &takes)
            && *time <= 0.0
        {
            self.fault(
                Fault::at(item.place(), "a check must take some time", "no time at all")
                    .help("for instance `takes = \"1 h\"`"),
            );
        }
        let again_after = fields.take("again_after").map(|item| self.distribution(item, Of::Time));
        let roll_back = fields.take("if_it_fails").map(|item| self.roll_back(item));
        fields.finish(self);
        let given = |read: Option<Option<Distribution>>| match read {
            Some(None) => None,
            Some(read) => Some(read),
            None => Some(None),
        };
        let roll_back = match roll_back {
            Some(read) => Some(read?),
            None => None,
        };
        Some(AcceptanceCheck { chance: chance?, takes: takes?, again_after: given(again_after)?, roll_back })
    }

    fn roll_back(&mut self, written: Item<'t>) -> Option<RollBack> {
        let table = self.table(written, "{ chance = \"20%\", rolls_back = [\"order_entry\"] }")?;
        let mut fields = Fields::new(table, written.at, "`if_it_fails`");
        let chance = fields.need(self, "chance", "that it undoes them, for instance `chance = \"20%\"`");
        let chance = chance.and_then(|item| self.some_chance(item, "what never happens is left out"));
        let phases = fields.need(self, "rolls_back", "for instance `rolls_back = [\"order_entry\"]`");
        let before = self.faults();
        let names = self.references(phases, kind("restart"));
        if let Some(item) = phases
            && names.is_empty()
            && self.faults() == before
        {
            self.fault(Fault::at(item.place(), "`rolls_back` is empty", "names nothing"));
        }
        fields.finish(self);
        Some(RollBack { chance: chance?, phases: names })
    }

    /// A chance over 0.
    fn some_chance(&mut self, item: Item<'t>, why: &str) -> Option<f64> {
        let chance = self.share(item, "\"90%\"")?;
        if chance > 0.0 {
            return Some(chance);
        }
        self.fault(
            Fault::at(item.place(), format!("`{}` must be over 0 %", item.key), "no chance").help(why),
        );
        None
    }
}

impl AcceptanceCheck {
    /// The check as TOML that reads back to the same.
    pub(crate) fn toml(&self) -> String {
        let share = |chance: f64| quoted(&share_text(chance));
        let mut entries = vec![("chance", share(self.chance)), ("takes", self.takes.text(Of::Time))];
        entries.extend(self.again_after.as_ref().map(|again| ("again_after", again.text(Of::Time))));
        entries.extend(self.roll_back.as_ref().map(|roll_back| {
            let names: Vec<String> = roll_back.phases.iter().map(|name| quoted(name)).collect();
            let names = format!("[{}]", names.join(", "));
            ("if_it_fails", braces([("chance", share(roll_back.chance)), ("rolls_back", names)]))
        }));
        braces(entries)
    }
}
