//! Site group: the centre, a distribution centre, retailers, suppliers; one table may stand for
//! many.
//!
//! ```toml
//! [sites.gplc]
//! kind = "centre"
//! supplied_by = ["suppliers"]
//! inbound = ["unload", "put_away"]
//! outbound = ["release", "pick", "pack", "dispatch"]
//! order_desk = ["key_in"]                 # clerical work, outside the flow of goods
//! stock = { fill_rate = "95%", review = { every = "1 working day", at = "05:00" } }
//!
//! [sites.uk_retailers]
//! kind = "retailer"
//! count = 140
//! supplied_by = ["uk_pdc"]
//! ```

use super::lane::{timetable_schema, timetables};
use super::process::Process;
use super::system::System;
use crate::distributions::Distribution;
use crate::registers::key::{Key, Schema, Table};
use crate::registers::table::table;
use crate::scenario::stock::Stock;
use crate::scenario::stock::policy::StockForm;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{
    Count, Inline, Names, OneOf, StreamName, Text, TimeDistribution, Word, list_of, names,
};
use crate::scenario::syntax::reader::{Fields, Item, Reader, kind};
use crate::scenario::syntax::value::{Context, Entries, Keys, Thing, Value, Written, texts};
use crate::scenario::syntax::writer::quoted;
use crate::units::Instant;
use serde_json::{Value as Json, json};

/// Site group: one site, or several alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Name.
    pub name: String,
    /// Role.
    pub kind: SiteKind,
    /// Number of sites; above 1 they are `name[0]`, `name[1]`, …
    pub count: u32,
    /// Sources, in order. A line that a source cannot fill goes to the next; at the last it waits.
    pub supplied_by: Vec<String>,
    /// Processes of inbound deliveries before they are on hand, in order.
    pub inbound: Vec<String>,
    /// Processes of outbound lines before stock is taken, in order.
    pub before_stock: Vec<String>,
    /// Processes of outbound lines after stock is taken, in order.
    pub after_stock: Vec<String>,
    /// Processes of clerical work, outside the flow of goods.
    pub order_desk: Vec<String>,
    /// Stock; `None`: none, lines are passed on to its source.
    pub stock: Option<Stock>,
    /// Of a supplier: from the order to the arrival at the site that ordered \[microseconds\].
    pub lead_time: Option<Distribution>,
    /// Of a supplier: the lorries that deliver; `None`: each line arrives alone when it is ready.
    pub deliveries: Option<Deliveries>,
    /// Of a supplier: systems without which its lead times stop (invoicing: suppliers are not
    /// paid).
    pub needs: Vec<String>,
    /// Market of the customers at its sites: they are reported together.
    pub market: String,
    /// Name of its random numbers.
    pub stream: String,
}

table! {
    /// Lorries of a supplier: at each time they load what is ready, in order.
    pub struct Deliveries in "sites.NAME.deliveries" {
        /// Timetable of the arrivals.
        at: Vec<Instant> as WeekTimetable = required, eg "mon-fri 06:00,14:00";
        /// Most lines on one lorry.
        lines: u32 as Count<u32> = required, eg 40, range (1, 1_000_000);
    }
}

/// Role of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SiteKind {
    /// The global parts logistics centre.
    Centre,
    /// A parts distribution centre.
    Pdc,
    /// A retailer with its workshop.
    Retailer,
    /// A supplier: unlimited stock, delivered after its lead time.
    Supplier,
}

table! {
    /// Site, or a group of sites alike: centre, distribution centre, retailer or supplier.
    pub(crate) struct SiteKeys<'t> in "sites.NAME" ("site", "sites") {
        /// Role of the site.
        kind: SiteKind as OneOf<SiteKind> = required, eg "pdc";
        /// Number of sites alike.
        count: u32 as Count<u32> = 1, eg 140, range (1, 100_000);
        /// Sources, in order; a line that one cannot fill goes to the next, and waits at the last.
        supplied_by: Vec<String> as Names<Site> = optional, eg ["gplc"], absent "none";
        /// Processes of inbound deliveries before they are on hand, in order.
        inbound: Vec<String> as Names<Process> = optional, eg ["unload", "put_away"], absent "none";
        /// Processes of outbound lines, in order; the word `stock` marks where stock is taken, by
        /// default after a first process called `release`, else first.
        outbound: Outbound as OutboundForm = optional, eg ["release", "stock", "pick"], absent "none";
        /// Processes of clerical work, outside the flow of goods.
        order_desk: Vec<String> as Names<Process> = optional, eg ["key_in"], formerly ["desk"],
            absent "none";
        /// Stock that the site holds.
        stock: Stock as StockForm = optional, eg { cover = "6 weeks" },
            absent "lines are passed on to its source";
        /// Lead time of a supplier, from the order to the arrival.
        lead_time: Distribution as TimeDistribution = optional,
            eg { lognormal = { median = "6 weeks", p90 = "16 weeks" } }, absent "required at suppliers";
        /// Lorries of a supplier.
        deliveries: Deliveries as Inline<Deliveries> = optional,
            eg { at = "mon-fri 06:00,14:00", lines = 40 }, formerly ["loads"],
            absent "each line arrives alone";
        /// Systems without which the lead times of a supplier stop.
        needs: Vec<String> as Names<System> = optional, eg ["supplier_invoicing"], absent "none";
        /// Market of the customers at its sites: those of one market are reported together.
        market: String as Text = own_name, eg "uk";
        /// Name of its random numbers.
        stream: String as StreamName = own_name, eg "old_name";
    }
}

impl Word for SiteKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("centre", SiteKind::Centre),
        ("pdc", SiteKind::Pdc),
        ("retailer", SiteKind::Retailer),
        ("supplier", SiteKind::Supplier),
    ];
}

/// Processes before and after stock is taken.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Outbound {
    before_stock: Vec<String>,
    after_stock: Vec<String>,
}

/// A list of processes, and where stock is taken.
pub(crate) struct OutboundForm;

impl Value for OutboundForm {
    type Of = Outbound;

    fn form() -> String {
        "list of processes, and `\"stock\"`".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<Outbound> {
        let (before_stock, after_stock) = reader.outbound(item);
        Some(Outbound { before_stock, after_stock })
    }

    fn write(value: &Outbound, _: Context) -> String {
        let stock = "stock".to_owned();
        let all = value.before_stock.iter().chain([&stock]).chain(&value.after_stock);
        list_of(all.map(|name| quoted(name)))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "type": "array", "items": names(), "uniqueItems": true })
    }
}

/// A timetable, or a list of them, as instants after Monday midnight.
pub(crate) struct WeekTimetable;

impl Value for WeekTimetable {
    type Of = Vec<Instant>;

    fn form() -> String {
        "timetable or list of timetables".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""mon-fri 06:00,14:00""#, r#"["tue 04:30", "fri 09:00"]"#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<Vec<Instant>> {
        Some(reader.departures(item)).filter(|instants| !instants.is_empty())
    }

    fn write(value: &Vec<Instant>, _: Context) -> String {
        timetables(value)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        let one = timetable_schema();
        json!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }] })
    }
}

impl Thing for Site {
    const TABLE: &'static Table = SiteKeys::TABLE;

    fn read<'t>(reader: &mut Reader<'t>, fields: Fields<'t>) -> Self {
        let (name, at) = (fields.name, fields.at);
        let keys = SiteKeys::read(reader, fields);
        match keys.kind.value {
            Some(SiteKind::Supplier) => {
                let others = [
                    keys.supplied_by.item,
                    keys.inbound.item,
                    keys.outbound.item,
                    keys.order_desk.item,
                    keys.stock.item,
                ];
                for item in others.into_iter().flatten() {
                    reader.not_of_a_supplier(item, keys.kind.item);
                }
                if keys.lead_time.item.is_none() {
                    let message = format!("supplier `{name}` has no `lead_time`");
                    let key = SiteKeys::TABLE.key("lead_time").map(Key::example_line).unwrap_or_default();
                    reader.report(
                        ScenarioError::at(at, message, "needs `lead_time`")
                            .help(format!("for instance `{key}`")),
                    );
                }
            }
            Some(_) => reader.only_of_a_supplier(&keys),
            None => {}
        }
        let outbound = keys.outbound.value.unwrap_or_default();
        Site {
            name: name.to_owned(),
            // Without a valid kind there is an error already; a centre causes no others.
            kind: keys.kind.value.unwrap_or(SiteKind::Centre),
            count: keys.count.value.unwrap_or(1),
            supplied_by: keys.supplied_by.value.unwrap_or_default(),
            inbound: keys.inbound.value.unwrap_or_default(),
            before_stock: outbound.before_stock,
            after_stock: outbound.after_stock,
            order_desk: keys.order_desk.value.unwrap_or_default(),
            stock: keys.stock.value,
            lead_time: keys.lead_time.value,
            deliveries: keys.deliveries.value,
            needs: keys.needs.value.unwrap_or_default(),
            market: keys.market.value.unwrap_or_else(|| name.to_owned()),
            stream: keys.stream.value.unwrap_or_else(|| name.to_owned()),
        }
    }

    fn entries(&self, context: Context) -> Entries {
        let supplier = self.kind == SiteKind::Supplier;
        let unless_supplier = |names: &[String]| Some(names.to_vec()).filter(|_| !supplier);
        let outbound =
            Outbound { before_stock: self.before_stock.clone(), after_stock: self.after_stock.clone() };
        let order_desk = unless_supplier(&self.order_desk).filter(|list| !list.is_empty());
        let keys = SiteKeys {
            kind: Written::of(self.kind),
            count: Written::of(self.count),
            supplied_by: unless_supplier(&self.supplied_by).into(),
            inbound: unless_supplier(&self.inbound).into(),
            outbound: Some(outbound).filter(|_| !supplier).into(),
            order_desk: order_desk.into(),
            stock: self.stock.clone().into(),
            lead_time: self.lead_time.clone().into(),
            deliveries: self.deliveries.clone().filter(|_| self.lead_time.is_some()).into(),
            needs: Some(self.needs.clone()).filter(|_| self.lead_time.is_some()).into(),
            market: Written::of(self.market.clone()),
            stream: Written::of(self.stream.clone()),
        };
        keys.entries(&self.name, context)
    }
}

impl<'t> Reader<'t> {
    /// Reports a key that a supplier does not have.
    fn not_of_a_supplier(&mut self, item: Item<'t>, kind: Option<Item<'t>>) {
        let error =
            ScenarioError::at(item.at, format!("a supplier has no `{}`", item.key), "not of a supplier");
        let error = error.help("a supplier has unlimited stock and delivers after its `lead_time`");
        self.report(match kind {
            Some(kind) => error.and(kind.place(), "kind of this site"),
            None => error,
        });
    }

    /// Reports keys that only a supplier has.
    fn only_of_a_supplier(&mut self, keys: &SiteKeys<'t>) {
        let transit = "transport between sites takes the `transit` of a lane";
        let system = "name the process, lane or `stock` of the site that `needs` the system";
        let lorries = "between sites, a lane's `departs` is the timetable of the lorries";
        let only =
            [(keys.lead_time.item, transit), (keys.deliveries.item, lorries), (keys.needs.item, system)];
        for (item, help) in only {
            let Some(item) = item else { continue };
            let message = format!("only suppliers have `{}`", item.key);
            let error = ScenarioError::at(item.at, message, "not a supplier").help(help);
            self.report(match keys.kind.item {
                Some(kind) => error.and(kind.place(), "kind of this site"),
                None => error,
            });
        }
    }

    /// Processes before and after stock is taken.
    ///
    /// Without the word `stock`, stock is taken after a first process called `release`, else first.
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
    /// True if workshops take from its own shelf before anything is ordered: a retailer with levels
    /// of
    /// stock.
    pub fn sells_off_the_shelf(&self) -> bool {
        self.kind == SiteKind::Retailer && matches!(self.stock, Some(Stock::BaseStock(_)))
    }
}
