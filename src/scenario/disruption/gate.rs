//! Gates: a phase may begin, or its boosts end, only once a backlog is under or over a limit, for a time if said.
//!
//! ```toml
//! gate = { site = "gplc", waiting = "pick", below = "1.2 days of flow", for = "2 working days" }
//! until = { site = "gplc", below = "20000 lines" }          # the whole outbound backlog
//! ```

use crate::scenario::network::site::{Site, SiteKind};
use crate::scenario::stock::Stock;
use crate::scenario::syntax::diagnostic::{Fault, Place};
use crate::scenario::syntax::quantity::{Span, span_text};
use crate::scenario::syntax::reader::{Fields, Item, Reader, kind, nearest_of, shown};
use crate::scenario::syntax::writer::{braces, quoted};

/// A condition on a backlog.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Site, all of its table together.
    pub site: String,
    /// A process of its inbound or outbound, or `stock`; `None`: its whole outbound backlog.
    pub waiting: Option<String>,
    /// On which side of the limit it is met.
    pub side: Side,
    /// The limit.
    pub limit: Limit,
    /// How long it must have been met without a break; `None`: once is enough.
    pub hold: Option<Span>,
}

/// A side of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Fewer than the limit.
    Below,
    /// More than the limit.
    Above,
}

/// So much of a backlog.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
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
            (Some(item), None) => self.limit(item).map(|limit| (Side::Below, limit)),
            (None, Some(item)) => self.limit(item).map(|limit| (Side::Above, limit)),
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
        let (side, limit) = limit?;
        if waiting.is_some() && place.is_none() {
            return None;
        }
        let hold = match held {
            Some(hold) => Some(hold?),
            None => None,
        };
        Some(Gate { site: site?, waiting: place.map(str::to_owned), side, limit, hold })
    }

    fn limit(&mut self, item: Item<'t>) -> Option<Limit> {
        let (number, unit) = self.measured(item, "a number of lines or days of flow", &UNITS, LIMIT)?;
        let many = number.times(1, 0);
        if many > 1e12 {
            self.fault(Fault::at(item.place(), format!("`{}` is too many", item.key), "over 10^12"));
            return None;
        }
        match unit {
            "line" | "lines" => Some(Limit::Lines(many)),
            "day of flow" | "days of flow" => Some(Limit::DaysOfFlow(many)),
            _ => {
                self.wrong_unit(item, unit, &UNITS, LIMIT);
                None
            }
        }
    }

    /// Says where a gate of a phase looks for what can never wait there.
    pub(crate) fn check_gate(&mut self, phase: &str, key: &'static str, gate: &Gate, site: &Site) {
        let place = |reader: &Self, field: &str| -> Option<Place> {
            reader.node(&["restart", phase, key, field]).map(|node| node.place)
        };
        let Some(at_site) = place(self, "site") else { return };
        if site.kind == SiteKind::Supplier {
            self.fault(
                Fault::at(at_site, format!("nothing waits at supplier `{}`", site.name), "a supplier")
                    .help("its lead time runs to the arrival: name a centre, a PDC or a retailer"),
            );
            return;
        }
        let inbound = gate.waiting.as_ref().is_some_and(|waiting| site.inbound.contains(waiting));
        if site.stock.is_none() && !inbound {
            self.fault(
                Fault::at(
                    at_site,
                    format!("site `{}` passes lines on to its source: none waits there", site.name),
                    "holds no stock",
                )
                .help("name the site that is asked, or a process of this site's `inbound`"),
            );
            return;
        }
        let (Some(waiting), Some(at_place)) = (&gate.waiting, place(self, "waiting")) else { return };
        let outbound = || site.before_stock.iter().chain(&site.after_stock);
        if waiting == "stock" {
            if matches!(site.stock, Some(Stock::Unlimited)) {
                self.fault(
                    Fault::at(at_place, format!("no line waits for stock at site `{}`", site.name), "never")
                        .help("its stock is unlimited"),
                );
            }
        } else if !inbound && !outbound().any(|process| process == waiting) {
            let known: Vec<&str> = (site.inbound.iter().chain(outbound()).map(String::as_str))
                .chain(matches!(site.stock, Some(Stock::BaseStock(_))).then_some("stock"))
                .collect();
            let heading = format!("places of site `{}`", site.name);
            self.fault(
                Fault::at(
                    at_place,
                    format!("nothing waits for `{}` at site `{}`", shown(waiting), site.name),
                    "not a place of this site",
                )
                .help(nearest_of(waiting, &known, &heading)),
            );
        }
    }
}

impl Gate {
    /// The gate as TOML that reads back to the same.
    pub(crate) fn toml(&self) -> String {
        let mut entries = vec![("site", quoted(&self.site))];
        entries.extend(self.waiting.as_ref().map(|waiting| ("waiting", quoted(waiting))));
        let limit = match self.limit {
            Limit::Lines(lines) => format!("{lines} lines"),
            Limit::DaysOfFlow(days) => format!("{days} days of flow"),
        };
        let side = match self.side {
            Side::Below => "below",
            Side::Above => "above",
        };
        entries.push((side, quoted(&limit)));
        entries.extend(self.hold.map(|hold| ("for", quoted(&span_text(hold)))));
        braces(entries)
    }
}
