//! Sites: the centre, distribution centres, retailers, suppliers. One table may stand for many alike.
//!
//! ```toml
//! [sites.gplc]
//! kind = "centre"
//! supplied_by = ["suppliers"]
//! inbound = ["unload", "put_away"]
//! outbound = ["release", "pick", "pack", "dispatch"]
//! order_desk = ["key_in"]                       # clerical work, in no flow of goods
//! stock = { fill_rate = "95%", review = { every = "1 working day", at = "05:00" } }
//!
//! [sites.uk_retailers]
//! kind = "retailer"
//! count = 140
//! supplied_by = ["uk_pdc"]
//! ```

use super::lane::timetable_texts;
use crate::scenario::stock::Stock;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::distribution::{Distribution, Of};
use crate::scenario::syntax::forms::Named;
use crate::scenario::syntax::reader::{Fields, Item, Reader, kind};
use crate::scenario::syntax::writer::{Writer, braces, quoted};
use crate::units::Micros;

/// A place, or many alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: SiteKind,
    /// How many such sites; above 1 they are `name[0]`, `name[1]`, …
    pub count: u32,
    /// Where it orders: the first source first. What a source cannot give in full goes to the next; at the
    /// last it waits.
    pub supplied_by: Vec<String>,
    /// Processes of what comes in, in this order, before it is on hand.
    pub inbound: Vec<String>,
    /// Processes of what goes out before stock is taken, in this order.
    pub before_stock: Vec<String>,
    /// Processes of what goes out after stock is taken, in this order.
    pub after_stock: Vec<String>,
    /// Processes of clerical work, in no flow of goods.
    pub order_desk: Vec<String>,
    /// What it holds; `None`: nothing, lines are passed on to its source.
    pub stock: Option<Stock>,
    /// Of a supplier: from the order to the arrival at the site that ordered, in microseconds.
    pub lead_time: Option<Distribution>,
    /// Of a supplier: when lorries come and how much each takes; `None`: each line comes alone, when it is ready.
    pub deliveries: Option<Deliveries>,
    /// Of a supplier: systems without which its lead times stand still (invoicing: nobody is paid).
    pub needs: Vec<String>,
    /// Name by which it draws: its own unless said.
    pub stream: String,
}

impl Named for Site {
    const IN: &'static str = "sites";
}

/// Lorries of a supplier: what is ready when they come is loaded, in order, so many lines on each.
#[derive(Debug, Clone, PartialEq)]
pub struct Deliveries {
    /// Instants after Monday midnight at which they come, in order.
    pub at: Vec<Micros>,
    /// Most lines on one lorry.
    pub lines: u32,
}

/// What a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SiteKind {
    /// The global parts logistics centre.
    Centre,
    /// A parts distribution centre.
    Pdc,
    /// A retailer with its workshop.
    Retailer,
    /// A supplier: unlimited, delivers after its lead time.
    Supplier,
}

const KINDS: [(&str, SiteKind); 4] = [
    ("centre", SiteKind::Centre),
    ("pdc", SiteKind::Pdc),
    ("retailer", SiteKind::Retailer),
    ("supplier", SiteKind::Supplier),
];

/// Most sites of one table.
const MOST_SITES: i128 = 100_000;

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Site {
    let written_kind = fields.need(reader, "kind", "one of `centre`, `pdc`, `retailer` and `supplier`");
    let said = written_kind.and_then(|item| reader.choice(item, &KINDS));
    let count = fields.take("count").and_then(|item| reader.count(item, 1, MOST_SITES)).unwrap_or(1);
    let [supplied_by, inbound, outbound, order_desk, stock, lead_time, deliveries, needs] =
        ["supplied_by", "inbound", "outbound", "order_desk", "stock", "lead_time", "deliveries", "needs"]
            .map(|key| fields.take(key));
    if said == Some(SiteKind::Supplier) {
        for item in [supplied_by, inbound, outbound, order_desk, stock].into_iter().flatten() {
            reader.not_of_a_supplier(item, written_kind);
        }
        if lead_time.is_none() {
            reader.fault(
                Fault::at(fields.at, format!("supplier `{name}` has no `lead_time`"), "needs `lead_time`")
                    .help("for instance `lead_time = { lognormal = { median = \"6 weeks\", p90 = \"16 weeks\" } }`"),
            );
        }
    } else if said.is_some() {
        let transit = "what is on the way between sites takes the `transit` of a lane";
        let system = "say which process, lane or `stock` of the site `needs` the system";
        let lorries = "between sites a lane's `departs` says when lorries go";
        for (item, help) in [(lead_time, transit), (deliveries, lorries), (needs, system)] {
            let Some(item) = item else { continue };
            let message = format!("`{}` belongs to suppliers alone", item.key);
            let fault = Fault::at(item.at, message, "not of a supplier").help(help);
            reader.fault(match written_kind {
                Some(written) => fault.and(written.place(), "what this site is"),
                None => fault,
            });
        }
    }
    let supplied_by = reader.references(supplied_by, kind("sites"));
    let inbound = reader.references(inbound, kind("processes"));
    let order_desk = reader.references(order_desk, kind("processes"));
    let (before_stock, after_stock) = outbound.map(|item| reader.outbound(item)).unwrap_or_default();
    let stock = stock.and_then(|item| reader.stock(item));
    let lead_time = lead_time.and_then(|item| reader.distribution(item, Of::Time));
    let deliveries = deliveries.and_then(|item| reader.deliveries(item));
    let needs = reader.references(needs, kind("systems"));
    let stream = reader.stream(&mut fields, name);
    fields.finish(reader);
    Site {
        name: name.to_owned(),
        // A kind that is not known is a mistake already: a centre gives rise to no more.
        kind: said.unwrap_or(SiteKind::Centre),
        count,
        supplied_by,
        inbound,
        before_stock,
        after_stock,
        order_desk,
        stock,
        lead_time,
        deliveries,
        needs,
        stream,
    }
}

impl<'t> Reader<'t> {
    fn not_of_a_supplier(&mut self, item: Item<'t>, said: Option<Item<'t>>) {
        let fault = Fault::at(item.at, format!("a supplier has no `{}`", item.key), "not of a supplier");
        let fault = fault.help("a supplier gives everything and delivers after its `lead_time`");
        self.fault(match said {
            Some(said) => fault.and(said.place(), "what this site is"),
            None => fault,
        });
    }

    fn deliveries(&mut self, item: Item<'t>) -> Option<Deliveries> {
        let table = self.table(item, "{ at = \"mon-fri 06:00,14:00\", lines = 40 }")?;
        let mut fields = Fields::new(table, item.at, "`deliveries`");
        let at = fields.need(self, "at", "when lorries come, for instance `at = \"mon-fri 06:00,14:00\"`");
        let at = at.map(|item| self.departures(item)).filter(|at| !at.is_empty());
        let lines = fields.need(self, "lines", "the most lines on one lorry, for instance `lines = 40`");
        let lines = lines.and_then(|item| self.count(item, 1, 1_000_000));
        fields.finish(self);
        Some(Deliveries { at: at?, lines: lines? })
    }

    /// Processes before and after stock is taken.
    ///
    /// Where the word `stock` does not stand, stock is taken after a first process named `release`, else first.
    fn outbound(&mut self, item: Item<'t>) -> (Vec<String>, Vec<String>) {
        let items = self.list(item, "[\"pick\"]");
        self.each_once(&items);
        let taken = items.iter().position(|item| item.text() == Some("stock"));
        let released = usize::from(items.first().is_some_and(|item| item.text() == Some("release")));
        let mut names = |items: &[Item<'t>]| -> Vec<String> {
            items
                .iter()
                .filter(|item| item.text() != Some("stock"))
                .filter_map(|item| self.reference(*item, kind("processes")))
                .collect()
        };
        let split = taken.unwrap_or(released);
        (names(&items[..split]), names(&items[split..]))
    }
}

impl Site {
    /// Whether workshops take from its own shelf before anything is ordered: a retailer that holds stock.
    pub fn sells_off_the_shelf(&self) -> bool {
        self.kind == SiteKind::Retailer && matches!(self.stock, Some(Stock::BaseStock(_)))
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.text(
            "kind",
            KINDS.iter().find(|(_, kind)| *kind == self.kind).map_or("centre", |(word, _)| word),
        );
        writer.bare("count", self.count);
        if self.kind != SiteKind::Supplier {
            writer.names("supplied_by", &self.supplied_by);
            writer.names("inbound", &self.inbound);
            let stock = "stock".to_owned();
            let outbound = self.before_stock.iter().chain([&stock]).chain(&self.after_stock);
            writer.texts("outbound", outbound.cloned());
            if !self.order_desk.is_empty() {
                writer.names("order_desk", &self.order_desk);
            }
        }
        if let Some(stock) = &self.stock {
            stock.write(writer);
        }
        if let Some(lead_time) = &self.lead_time {
            writer.bare("lead_time", lead_time.text(Of::Time));
            if let Some(deliveries) = &self.deliveries {
                let at: Vec<String> =
                    timetable_texts(&deliveries.at).iter().map(|text| quoted(text)).collect();
                let at = format!("[{}]", at.join(", "));
                writer.bare("deliveries", braces([("at", at), ("lines", deliveries.lines.to_string())]));
            }
            writer.names("needs", &self.needs);
        }
        writer.stream(&self.stream, &self.name);
    }
}
