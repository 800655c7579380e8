//! Gates: a phase may begin, or its boosts end, only once a backlog is under or over a limit, for a time if said.
//!
//! ```toml
//! gate = { site = "gplc", waiting = "pick", below = "1.2 days of flow", for = "2 working days" }
//! until = { site = "gplc", below = "20000 lines" }          # the whole outbound backlog
//! ```

use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::span_text;
use crate::scenario::syntax::reader::{Fields, Item, Reader, kind};
use crate::scenario::syntax::writer::{braces, quoted};
use crate::units::Span;

/// A condition on a backlog.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Site, all of its table together.
    pub site: String,
    /// A process of its inbound or outbound, or `stock`; `None`: its whole outbound backlog.
    pub waiting: Option<String>,
    /// On which side of the limit it is met.
    pub bound: Bound,
    /// The limit.
    pub threshold: Threshold,
    /// How long it must have been met without a break; `None`: once is enough.
    pub hold: Option<Span>,
}

/// A side of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Fewer than the limit.
    Below,
    /// More than the limit.
    Above,
}

/// So much of a backlog.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Threshold {
    /// Lines.
    Lines(f64),
    /// Days of the normal flow of the site.
    DaysOfFlow(f64),
}

/// Words of a limit.
const UNITS: [&str; 4] = ["line", "lines", "day of flow", "days of flow"];
const EXAMPLE: &str = "{ site = \"gplc\", waiting = \"pick\", below = \"20000 lines\" }";
const LIMIT: &str = "\"1.2 days of flow\"";

impl<'t> Reader<'t> {
    /// A gate; whether the site has such a place is checked across tables.
    pub(crate) fn gate(&mut self, written: Item<'t>) -> Option<Gate> {
        let table = self.table(written, EXAMPLE)?;
        let mut fields = Fields::new(table, written.at, format!("`{}`", written.key));
        let site = fields.need(self, "site", "the site whose backlog it is, for instance `site = \"gplc\"`");
        let site = site.and_then(|item| self.reference(item, kind("sites")));
        let waiting = fields.take("waiting");
        let place = waiting.and_then(|item| self.text(item, "\"pick\""));
        let [below, above, hold] = ["below", "above", "for"].map(|key| fields.take(key));
        let limit = match (below, above) {
            (Some(below), Some(above)) => {
                self.both_said(above, below, "a gate has one limit: `below` or `above`");
                None
            }
            (Some(item), None) => self.limit(item).map(|limit| (Bound::Below, limit)),
            (None, Some(item)) => self.limit(item).map(|limit| (Bound::Above, limit)),
            (None, None) => {
                self.fault(
                    Fault::at(
                        written.at,
                        format!("`{}` has no limit", written.key),
                        "needs `below` or `above`",
                    )
                    .help("for instance `below = \"1.2 days of flow\"`"),
                );
                None
            }
        };
        let held = hold.map(|item| self.span(item, "\"2 working days\""));
        fields.finish(self);
        let (bound, threshold) = limit?;
        if waiting.is_some() && place.is_none() {
            return None;
        }
        let hold = match held {
            Some(hold) => Some(hold?),
            None => None,
        };
        Some(Gate { site: site?, waiting: place.map(str::to_owned), bound, threshold, hold })
    }

    fn limit(&mut self, item: Item<'t>) -> Option<Threshold> {
        let (number, unit) = self.measured(item, "a number of lines or days of flow", &UNITS, LIMIT)?;
        let many = number.times(1, 0);
        if many > 1e12 {
            self.fault(Fault::at(item.place(), format!("`{}` is too many", item.key), "over 10^12"));
            return None;
        }
        match unit {
            "line" | "lines" => Some(Threshold::Lines(many)),
            "day of flow" | "days of flow" => Some(Threshold::DaysOfFlow(many)),
            _ => {
                self.wrong_unit(item, unit, &UNITS, LIMIT);
                None
            }
        }
    }
}

impl Gate {
    /// The gate as TOML that reads back to the same.
    pub(crate) fn toml(&self) -> String {
        let mut entries = vec![("site", quoted(&self.site))];
        entries.extend(self.waiting.as_ref().map(|waiting| ("waiting", quoted(waiting))));
        let threshold = match self.threshold {
            Threshold::Lines(lines) => format!("{lines} lines"),
            Threshold::DaysOfFlow(days) => format!("{days} days of flow"),
        };
        let bound = match self.bound {
            Bound::Below => "below",
            Bound::Above => "above",
        };
        entries.push((bound, quoted(&threshold)));
        entries.extend(self.hold.map(|hold| ("for", quoted(&span_text(hold)))));
        braces(entries)
    }
}
