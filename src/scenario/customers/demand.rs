//! Demand: the order lines of customers and workshops at the sites of one group.
//!
//! Orders arrive with an intensity by weekday and hour. Each has one or more lines, and each line
//! an order class, a part and a number of pieces.
//!
//! ```toml
//! [demand.uk_workshops]
//! site = "uk_retailers"
//! lines = "70 per working day each"      # `in all` instead of `each`: for all sites of the group
//! arrivals = "poisson"                   # or "even": constant gaps
//! from = 2025-01-06T12:00:00             # start of the demand
//! until = 2025-03-01                     # end of the demand
//! backlog = "50 lines"                   # open at each site at the start of the run
//! lines_per_order = { geometric = "2 lines" }
//! classes = { vor = "5%", daily = "95%" }
//! backorder_class = { vor = "25%", daily = "75%" } # where workshops take from a retailer's shelf
//! weekdays = { mon = 1.15, tue = 1.05, wed = 1.0, thu = 1.0, fri = 0.8 }
//! hours = "peak before 16:00"            # or "even", or 24 weights
//! calendar = "uk_days"                   # no demand on its holidays
//! parts = { fast = "60%", slow = "40%" } # by default the shares of the segments
//! pieces = { poisson = "10 pieces" }     # by default those of the segments; 0 pieces: no line
//! variation = { week_cv = "6%" }         # common to all sites, see `variation.rs`
//! jobs = { off_road = "30%" }            # orders are repairs of cars, see `repair_job.rs`
//! needs = ["order_entry"]                # orders are held while one is down
//! when_down = { on_paper = "80%", lost = "20%" } # see `outage_response.rs`
//! ```

use super::class_shares::{ClassOfBackorders, Shares};
use super::demand_profile::{HourWeights, WeekdayWeights};
use super::outage_response::{OutageBehaviour, WhenDown};
use super::repair_job::RepairJobs;
use super::variation::Variation;
use crate::distributions::Distribution;
use crate::registers::key::{Key, Schema, Table};
use crate::registers::table::table;
use crate::scenario::network::calendar::Calendar;
use crate::scenario::network::order_class::OrderClass;
use crate::scenario::network::part::Segment;
use crate::scenario::network::site::Site;
use crate::scenario::network::system::System;
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::distribution::{self, Support};
use crate::scenario::syntax::forms::{
    Inline, LineDistribution, Lines, Name, Names, OneOf, StreamName, Word, quantity_of,
};
use crate::scenario::syntax::quantity::rate_text;
use crate::scenario::syntax::reader::{Fields, Item, Reader, kind};
use crate::scenario::syntax::tree;
use crate::scenario::syntax::value::{Context, Entries, Keys, Thing, Value, Written, texts};
use crate::scenario::syntax::writer::quoted;
use crate::units::{Instant, Per, Rate};
use serde_json::Value as Json;

/// Sequence of orders at a given intensity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrivals {
    /// Independent customers: a Poisson process.
    Poisson,
    /// Constant gaps: an order whenever the integral of the intensity has grown by one; the first
    /// after one gap, or at `from`.
    Even,
}

impl Word for Arrivals {
    const WORDS: &'static [(&'static str, Self)] =
        &[("poisson", Arrivals::Poisson), ("even", Arrivals::Even)];
}

/// Order class of the lines that a retailer's shelf cannot fill.
#[derive(Debug, Clone, PartialEq)]
pub enum BackorderClass {
    /// Order class and share of lines; shares add up to 1.
    Shares(Vec<(String, f64)>),
    /// By the car of the job.
    ByCar {
        /// Order class of the parts of a car that cannot be driven.
        off_road: String,
        /// Order class of all other parts.
        otherwise: String,
    },
}

impl BackorderClass {
    /// Order classes that lines may have, each with its share: 0 where the car decides.
    fn classes(&self) -> Vec<(String, f64)> {
        match self {
            BackorderClass::Shares(shares) => shares.clone(),
            BackorderClass::ByCar { off_road, otherwise } => {
                vec![(off_road.clone(), 0.0), (otherwise.clone(), 0.0)]
            }
        }
    }
}

/// Orders of customers at the sites of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Name.
    pub name: String,
    /// Requested site group: a site with stock fills lines, one without passes them to its source.
    pub site: String,
    /// Mean order lines.
    pub lines: Rate,
    /// True if `lines` is for each site of the group, false if for all together.
    pub each: bool,
    /// Lines of one order, by one customer at one instant; constant 1 by default.
    pub lines_per_order: Distribution,
    /// Sequence of the orders.
    pub arrivals: Arrivals,
    /// Start, as an instant after `start`; `None`: from the first instant of the run.
    pub from: Option<Instant>,
    /// End, as an instant after `start`; `None`: the end of the run.
    pub until: Option<Instant>,
    /// Lines ordered at each site at `start`, besides the arrivals.
    pub backlog: u32,
    /// Order class and share of lines; shares add up to 1.
    pub classes: Vec<(String, f64)>,
    /// Order classes of the lines that a retailer's shelf cannot fill; `None`: `classes`.
    pub backorder_class: Option<BackorderClass>,
    /// Cars behind the orders, where each order is a repair.
    pub jobs: Option<RepairJobs>,
    /// Weight of each weekday, Monday first.
    pub weekdays: [f64; 7],
    /// Weight of each hour of the day.
    pub hours: [f64; 24],
    /// Variation common to all sites; `None`: none.
    pub variation: Option<Variation>,
    /// Calendar on whose holidays nothing is ordered.
    pub calendar: Option<String>,
    /// Segment and share of lines; shares add up to 1. `None`: the shares of the segments.
    pub parts: Option<Vec<(String, f64)>>,
    /// Pieces of a line; a line of none is not ordered. `None`: the pieces of its segment.
    pub pieces: Option<Distribution>,
    /// Systems without which orders are held.
    pub needs: Vec<String>,
    /// Behaviour of customers while one of them is down; `None`: all orders are held, and entered
    /// when it is back.
    pub when_down: Option<OutageBehaviour>,
    /// Name of its random stream; its own name by default.
    pub stream: String,
}

pub(crate) const EACH: &str = "each";
pub(crate) const IN_ALL: &str = "in all";
const WORKING_WEEK: [f64; 7] = [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0];

table! {
    /// Order lines of customers and workshops at the sites of one group.
    pub(crate) struct DemandKeys<'t> in "demand.NAME" ("demand", "demands") {
        /// Site group that the customers order from; no supplier.
        site: String as Name<Site> = required, eg "uk_retailers";
        /// Mean order lines: `each` site of the group (the default), or `in all`.
        lines: (Rate, bool) as LinesRate = required, eg "70 lines/working day each";
        /// Sequence of the orders: a Poisson process, or constant gaps.
        arrivals: Arrivals as OneOf<Arrivals> = "poisson", eg "even";
        /// Start of the demand, at `start` or later.
        from: Instant as Instant = optional, example "2025-01-06T12:00:00", absent "the start of the run";
        /// End of the demand, after `from`.
        until: Instant as Instant = optional, example "2025-03-01", absent "the end of the run";
        /// Lines open at each site at the start of the run, besides the arrivals.
        backlog: u32 as Lines = optional, eg "50 lines", range (1, 10_000_000), absent "no lines";
        /// Lines of one order, by one customer at one instant.
        lines_per_order: Distribution as LineDistribution = "1 line", eg { geometric = "2 lines" };
        /// Order class of all lines.
        class: String as Name<OrderClass> = optional, eg "daily", alternative "class";
        /// Shares of the order classes, which add up to 100 %.
        classes: Vec<(String, f64)> as Shares<OrderClass> = optional, eg { vor = "5%", daily = "95%" },
            alternative "classes";
        /// Order class of lines that a retailer's shelf cannot fill: shares, or by the car of the
        /// job.
        backorder_class: BackorderClass as ClassOfBackorders = optional, eg { vor = "25%", daily = "75%" },
            alternative "backorder_class", displaces_only true, formerly ["when_lacking"],
            absent "`classes`";
        /// Cars behind the orders, where each order is a repair.
        jobs: RepairJobs as Inline<RepairJobs> = optional, eg { off_road = "30%" },
            absent "orders are no repairs";
        /// Weights of the weekdays, `mon` to `sun`; a day left out has 0.
        weekdays: [f64; 7] as WeekdayWeights = optional,
            eg { mon = 1.15, tue = 1.05, wed = 1.0, thu = 1.0, fri = 0.8 },
            absent "Monday to Friday alike for a rate by working day, else all days";
        /// Weights of the hours of a day.
        hours: [f64; 24] as HourWeights = "even", eg "peak before 16:00";
        /// Random factors by week and day, common to all sites.
        variation: Variation as Inline<Variation> = optional, eg { week_cv = "6%" }, absent "no variation";
        /// Calendar on whose holidays nothing is ordered.
        calendar: String as Name<Calendar> = optional, eg "uk_days", absent "no holidays";
        /// Shares of the segments, which add up to 100 %.
        parts: Vec<(String, f64)> as Shares<Segment> = optional, eg { fast = "60%", slow = "40%" },
            absent "the shares of the segments";
        /// Pieces of a line; a line of 0 pieces is not ordered.
        pieces: Distribution as PiecesOrNone = optional, eg { poisson = "10 pieces" },
            absent "the pieces of its segment";
        /// Systems without which orders are held.
        needs: Vec<String> as Names<System> = [], eg ["order_entry"];
        /// Behaviour of customers while one of these systems is down.
        when_down: OutageBehaviour as WhenDown = optional, eg { on_paper = "80%", lost = "20%" },
            absent "all orders are held, and entered when the system is back";
        /// Name of its random numbers.
        stream: String as StreamName = optional, eg "old_name", absent "its own name";
    }
}

impl Thing for Demand {
    const TABLE: &'static Table = <DemandKeys<'static> as Keys>::TABLE;

    fn read<'t>(reader: &mut Reader<'t>, fields: Fields<'t>) -> Self {
        let (name, at, what) = (fields.name.to_owned(), fields.at, fields.what.clone());
        let keys = DemandKeys::read(reader, fields);
        check_keys(reader, &keys, &name, at, &what);
        let (lines, each) = keys.lines.value.unwrap_or((Rate { count: 1.0, per: Per::WorkingDay }, true));
        let default_week = if lines.per == Per::WorkingDay { WORKING_WEEK } else { [1.0; 7] };
        let class = keys.class.value.map(|class| vec![(class, 1.0)]);
        Demand {
            site: keys.site.value.unwrap_or_default(),
            lines,
            each,
            lines_per_order: keys.lines_per_order.value.unwrap_or(Distribution::Constant(1.0)),
            arrivals: keys.arrivals.value.unwrap_or(Arrivals::Poisson),
            from: keys.from.value,
            until: keys.until.value,
            backlog: keys.backlog.value.unwrap_or(0),
            classes: class.or(keys.classes.value).unwrap_or_default(),
            backorder_class: keys.backorder_class.value,
            jobs: keys.jobs.value,
            weekdays: keys.weekdays.value.unwrap_or(default_week),
            hours: keys.hours.value.unwrap_or([1.0; 24]),
            variation: keys.variation.value,
            calendar: keys.calendar.value,
            parts: keys.parts.value,
            pieces: keys.pieces.value,
            needs: keys.needs.value.unwrap_or_default(),
            when_down: keys.when_down.value,
            stream: keys.stream.value.unwrap_or_else(|| name.clone()),
            name,
        }
    }

    fn entries(&self, context: Context) -> Entries {
        let keys = DemandKeys {
            site: Written::of(self.site.clone()),
            lines: Written::of((self.lines, self.each)),
            arrivals: Written::of(self.arrivals),
            from: self.from.into(),
            until: self.until.into(),
            backlog: Some(self.backlog).filter(|&lines| lines > 0).into(),
            lines_per_order: Written::of(self.lines_per_order.clone()),
            class: None.into(),
            classes: Some(self.classes.clone()).filter(|classes| !classes.is_empty()).into(),
            backorder_class: self.backorder_class.clone().into(),
            jobs: self.jobs.clone().into(),
            weekdays: Written::of(self.weekdays),
            hours: Written::of(self.hours),
            variation: self.variation.clone().into(),
            calendar: self.calendar.clone().into(),
            parts: self.parts.clone().into(),
            pieces: self.pieces.clone().into(),
            needs: Written::of(self.needs.clone()),
            when_down: self.when_down.clone().into(),
            stream: Written::of(self.stream.clone()),
        };
        keys.entries(&self.name, context)
    }
}

/// Checks the rules between keys of one demand.
fn check_keys<'t>(reader: &mut Reader<'t>, keys: &DemandKeys<'t>, name: &str, at: Place, what: &str) {
    if keys.class.item.or(keys.classes.item).or(keys.backorder_class.item).is_none() {
        let known = reader.names(kind("classes")).join(", ");
        reader.report(
            ScenarioError::at(at, format!("{what} has no `classes`"), "needs `classes` or `class`")
                .help(format!("for instance `class = \"daily\"`; order classes of this scenario: {known}")),
        );
    }
    reader.in_order(keys.from.item.zip(keys.from.value), keys.until.item.zip(keys.until.value));
    let variation = keys.variation.item.filter(|item| {
        let table = item.node.table();
        table.is_some_and(|table| table.get("week_cv").is_none() && table.get("day_cv").is_none())
    });
    if let Some(item) = variation {
        reader.report(
            ScenarioError::at(item.at, "`variation` has no size", "needs `week_cv` or `day_cv`")
                .help("for instance `variation = { week_cv = \"6%\" }`"),
        );
    }
    let Some(item) = keys.when_down.item else { return };
    let needs_none = keys
        .needs
        .item
        .is_none_or(|item| matches!(&item.node.value, tree::Value::List(list) if list.is_empty()));
    let names_system = item.node.table().is_none_or(|table| table.get("of").is_some());
    if needs_none && !names_system {
        let known = reader.names(kind("systems")).join(", ");
        reader.report(
            ScenarioError::at(item.at, "`when_down` names no system", "while which system is down?").help(
                format!(
                    "name it in `of`, or in the `needs` of the demand; systems of this scenario: {known}"
                ),
            ),
        );
    }
    if let Some(behaviour) = &keys.when_down.value {
        let class = keys.class.value.iter().map(String::as_str);
        let classes = keys.classes.value.iter().flatten().map(|(class, _)| class.as_str());
        let of_backorders =
            keys.backorder_class.value.as_ref().map(BackorderClass::classes).unwrap_or_default();
        let of_backorders = of_backorders.iter().map(|(class, _)| class.as_str());
        let ordered: Vec<&str> = class.chain(classes).chain(of_backorders).collect();
        classes_are_ordered(reader, name, behaviour, &ordered);
    }
}

/// Reports the classes of `when_down` in which no customer of the demand orders.
fn classes_are_ordered(reader: &mut Reader<'_>, name: &str, behaviour: &OutageBehaviour, ordered: &[&str]) {
    if ordered.is_empty() {
        return;
    }
    let table = reader.node(&["demand", name, "when_down", "classes"]).and_then(|node| node.table());
    for (class, _) in behaviour.classes.iter().filter(|(class, _)| !ordered.contains(&class.as_str())) {
        if let Some(entry) = table.and_then(|table| table.get(class)) {
            reader.report(
                ScenarioError::at(
                    entry.at,
                    format!("demand `{name}` has no lines of class `{class}`"),
                    "no effect",
                )
                .help("remove it, or give the class a share in `classes`"),
            );
        }
    }
}

impl Demand {
    /// True if it may have lines of an order class, including those that a shelf cannot fill, or if
    /// its classes have an error.
    pub(crate) fn may_order(&self, class: &str) -> bool {
        let of_backorders = self.backorder_class.as_ref().map(BackorderClass::classes).unwrap_or_default();
        let mut all = self.classes.iter().chain(&of_backorders).peekable();
        all.peek().is_none() || all.any(|(name, _)| name == class)
    }
}

/// A rate of order lines, with true for `each` (the default) and false for `in all`.
pub(crate) struct LinesRate;

impl Value for LinesRate {
    type Of = (Rate, bool);

    fn form() -> String {
        "rate of lines".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""25 lines/day""#, r#""30 per working day each""#, r#""2 lines/h in all""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<(Rate, bool)> {
        let (rate, end, _) = reader.rate(item, &[["line", "lines"]], &[EACH, IN_ALL], key.example)?;
        Some((rate, end != Some(IN_ALL)))
    }

    fn write((rate, each): &(Rate, bool), _: Context) -> String {
        quoted(&format!("{} {}", rate_text(*rate, "lines"), if *each { EACH } else { IN_ALL }))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of(r"(lines?\s*)?(/|per )\s*(s|min|h|day|week|working day|year)(\s+(each|in all))?")
    }
}

/// A distribution of pieces that may be 0, but not always.
pub(crate) struct PiecesOrNone;

impl Value for PiecesOrNone {
    type Of = Distribution;
    const WHOLE: bool = true;

    fn form() -> String {
        "distribution of pieces".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<Distribution> {
        reader.pieces_or_none(item)
    }

    fn write(value: &Distribution, _: Context) -> String {
        value.text(Support::PiecesOrNone)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        distribution::schema(Support::PiecesOrNone)
    }

    fn samples(_: &Key) -> Vec<String> {
        distribution::samples(Support::PiecesOrNone)
    }
}
