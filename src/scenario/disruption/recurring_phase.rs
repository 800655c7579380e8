//! Recurring phases: levels that a failure passes through for ever, in the order of a list.
//!
//! ```toml
//! [failures.weather]
//! strikes = ["pick"]
//! phases = [                              # in place of `up`, `down` and `to`
//!     { name = "normal", to = "100%", lasts = { exponential = "8 h" } },
//!     { name = "degraded", to = "40%", lasts = { exponential = "2 h" } },
//! ]
//! ```

use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::distribution::{Distribution, Of};
use crate::scenario::syntax::quantity::level_text;
use crate::scenario::syntax::reader::{Fields, Item, Reader};
use crate::scenario::syntax::tree::Value;
use crate::scenario::syntax::writer::{braces, quoted};
use crate::units::CapacityFactor;

/// A part of the cycle of a failure.
#[derive(Debug, Clone, PartialEq)]
pub struct RecurringPhase {
    /// Name, by which results are told apart.
    pub name: String,
    /// Level that is left while it lasts.
    pub to: CapacityFactor,
    /// How long it lasts.
    pub lasts: Distribution,
}

const EXAMPLE: &str = "[{ name = \"normal\", to = \"100%\", lasts = \"8 h\" }, \
                       { name = \"degraded\", to = \"40%\", lasts = { exponential = \"2 h\" } }]";

/// Most phases of a failure.
const MOST: usize = 100;

impl<'t> Reader<'t> {
    /// The phases of a failure.
    pub(crate) fn recurring_phases(&mut self, item: Item<'t>) -> Vec<RecurringPhase> {
        let Value::List(list) = &item.node.value else {
            self.wrong_form(item, "a list of tables", EXAMPLE);
            return Vec::new();
        };
        let items: Vec<Item<'t>> = list.iter().map(|node| item.inner(node)).collect();
        let expected = match items.len() {
            0 | 1 => Some("expected 2 phases or more, for one has none to pass to".to_owned()),
            many if many > MOST => Some(format!("expected {MOST} phases or less")),
            _ => None,
        };
        if let Some(expected) = expected {
            let label = format!("{} listed", items.len());
            let help = format!("for instance `phases = {EXAMPLE}`");
            self.fault(Fault::at(item.place(), expected, label).help(help));
        }
        let mut names: Vec<Item<'t>> = Vec::new();
        let phases: Vec<RecurringPhase> =
            items.into_iter().filter_map(|item| self.recurring_phase(item, &mut names)).collect();
        self.each_once(&names);
        phases
    }

    fn recurring_phase(&mut self, item: Item<'t>, names: &mut Vec<Item<'t>>) -> Option<RecurringPhase> {
        let Some(table) = item.node.table() else {
            self.wrong_form(item, "a list of tables", EXAMPLE);
            return None;
        };
        let mut fields = Fields::new(table, item.place(), "a phase of a failure");
        let name_item = fields.need(self, "name", "for instance `name = \"degraded\"`");
        let name = name_item.and_then(|item| {
            let name = self.text(item, "\"degraded\"")?;
            self.check_name("phase", name, item.place());
            Some(name)
        });
        names.extend(name_item);
        let to = fields.need(self, "to", "for instance `to = \"40%\"`");
        let to = to.and_then(|item| self.level(item, 1000, "a phase runs at most at 1000 %"));
        let lasts = fields.need(self, "lasts", "for instance `lasts = { exponential = \"2 h\" }`");
        let lasts = lasts.and_then(|item| self.lasting(item));
        fields.finish(self);
        Some(RecurringPhase {
            name: name?.to_owned(),
            to: to.unwrap_or(CapacityFactor::NOMINAL),
            lasts: lasts.unwrap_or(Distribution::Constant(0.0)),
        })
    }
}

impl RecurringPhase {
    /// As it stands in the list.
    pub(crate) fn text(&self) -> String {
        braces([
            ("name", quoted(&self.name)),
            ("to", quoted(&level_text(self.to))),
            ("lasts", self.lasts.text(Of::Time)),
        ])
    }
}
