//! Observation: detailed metrics of one element, beyond those of every run.
//!
//! ```toml
//! [observe.picking]
//! process = "pick"
//! site = "gplc"                           # where several sites list the process
//! above = ["20 lines", "50 lines"]        # share of time with more lines there
//! given = ["breakdown"]                   # means while these failures are up, down, in each phase
//! at = [2025-01-06T12:00:00]              # lines there just before any event of these instants
//! daily_at = ["06:00", "12:00"]           # mean over the counted days at these times of day
//! each = "1 h"                            # mean over all multiples of it, after the warm-up
//! cleared = { from = 2025-01-07T08:00:00, at_most = "10 lines" }
//!
//! [observe.shelves]
//! stock = "gplc"                          # its levels and its fill rates
//! within = ["1 day"]                      # share of lines filled within this time of the request
//!
//! [observe.lorries]
//! lane = "to_europe"
//! above = ["200 lines"]                   # share of time with more lines in transit
//!
//! [observe.repairs]
//! orders = "uk_workshops"                 # order-to-fill times of the orders of a demand
//! ```
//!
//! The observed element is one of [`What`].

use super::Scenario;
use super::customers::demand::Demand;
use super::disruption::failure::Failure;
use super::network::calendar::clock_text;
use super::network::lane::Lane;
use super::network::process::Process;
use super::network::site::Site;
use super::stock::Stock;
use super::syntax::diagnostic::{Place, ScenarioError};
use super::syntax::forms::{Inline, Lines, Name, Names, SortedList, TimeOfDay};
use super::syntax::moment::moment_text;
use super::syntax::quantity::{LONGEST, duration_text};
use super::syntax::reader::{Fields, Item, Reader, listed};
use super::syntax::tree::Value;
use super::syntax::value::{Context, Entries, Keys, Thing, Written};
use crate::registers::key::Table;
use crate::registers::table::table;
use crate::units::{DAY, Duration, Instant};
use jiff::civil::DateTime;

/// Observation of one element, beyond the metrics of every run.
#[derive(Debug, Clone, PartialEq)]
pub struct Observe {
    /// Name; its metrics start with it.
    pub name: String,
    /// Observed element.
    pub what: What,
    /// Share of time with more than these numbers of lines.
    pub above: Vec<u32>,
    /// Failures by whose states means are reported.
    pub given: Vec<String>,
    /// Instants.
    pub at: Vec<Instant>,
    /// Times of day.
    pub daily_at: Vec<Duration>,
    /// Interval of instants from the end of the warm-up.
    pub each: Option<Duration>,
    /// Share of lines filled within these times of the request.
    pub within: Vec<Duration>,
    /// Clearance.
    pub cleared: Option<Cleared>,
}

/// Element that can be observed.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A process, at the sites of one group.
    Process {
        /// The process.
        process: String,
        /// The site group; `None`: the only one that lists it.
        site: Option<String>,
    },
    /// A lane.
    Lane(String),
    /// The stock of a site group.
    Stock(String),
    /// The orders of a demand.
    Orders(String),
}

table! {
    /// Clearance: the first instant with at most this number of lines.
    #[derive(Copy)]
    pub struct Cleared in "observe.NAME.cleared" {
        /// Earliest instant of the clearance.
        from: Instant as Instant = required, example "2025-01-07T08:00:00";
        /// Most lines that are still there.
        at_most: u32 as Lines = required, eg "10 lines";
    }
}

table! {
    /// Observation of one element: a process, a lane, a stock or the orders of a demand. It changes
    /// no result.
    pub(crate) struct ObserveKeys<'t> in "observe.NAME" ("observation", "observations") {
        /// Process.
        process: String as Name<Process> = optional, eg "pick", alternative "process";
        /// Site group of the process.
        site: String as Name<Site> = optional, eg "gplc", needs ["process"],
            absent "the only one that lists the process";
        /// Lane.
        lane: String as Name<Lane> = optional, eg "to_europe", alternative "lane";
        /// Site group with levels of stock.
        stock: String as Name<Site> = optional, eg "europe_pdc", alternative "stock";
        /// Demand whose orders are observed.
        orders: String as Name<Demand> = optional, eg "uk_workshops", alternative "orders";
        /// Numbers of lines; the share of time with more is reported.
        above: Vec<u32> as SortedList<Lines> = [], eg ["20 lines", "50 lines"],
            needs ["process", "lane"], quiet true;
        /// Failures by whose states means are reported.
        given: Vec<String> as Names<Failure> = [], eg ["breakdown"], needs ["process"], quiet true;
        /// Instants from the end of the warm-up to the end of the run.
        at: Vec<Instant> as SortedList<Instant> = [], example "[2025-01-06T12:00:00]",
            needs ["process", "lane", "stock"], quiet true;
        /// Times of day; the mean over the counted days is reported.
        daily_at: Vec<Duration> as SortedList<TimeOfDay> = [], eg ["06:00", "12:00"],
            range (0, DAY.as_micros() as i128 - 1), needs ["process", "lane", "stock"], quiet true;
        /// Interval of instants from the end of the warm-up; their mean is reported.
        each: Duration as Duration = optional, eg "1 h", above (0, LONGEST.as_micros() as i128),
            needs ["process", "lane", "stock"], absent "none";
        /// Times after the request; the share of lines filled within each is reported.
        within: Vec<Duration> as SortedList<Duration> = [], eg ["1 day"], needs ["stock"], quiet true;
        /// Clearance: the first instant with at most this number of lines.
        cleared: Cleared as Inline<Cleared> = optional,
            example "{ from = 2025-01-07T08:00:00, at_most = \"10 lines\" }", needs ["process"],
            absent "none";
    }
}

impl Thing for Observe {
    const TABLE: &'static Table = ObserveKeys::TABLE;

    fn read<'t>(reader: &mut Reader<'t>, fields: Fields<'t>) -> Self {
        let (name, at, heading) = (fields.name, fields.at, fields.what.clone());
        let keys = ObserveKeys::read(reader, fields);
        let nothing = [keys.process.item, keys.lane.item, keys.stock.item, keys.orders.item];
        if nothing.into_iter().flatten().next().is_none() {
            let needed = ObserveKeys::TABLE.alternatives_text();
            reader.report(
                ScenarioError::at(at, format!("{heading} observes nothing"), format!("needs {needed}"))
                    .help("for instance `process = \"pick\"`"),
            );
        }
        let of = |name: Option<String>| name.unwrap_or_default();
        let what = if keys.lane.item.is_some() {
            What::Lane(of(keys.lane.value))
        } else if keys.stock.item.is_some() {
            What::Stock(of(keys.stock.value))
        } else if keys.orders.item.is_some() {
            What::Orders(of(keys.orders.value))
        } else {
            What::Process { process: of(keys.process.value), site: keys.site.value }
        };
        Observe {
            name: name.to_owned(),
            what,
            above: keys.above.value.unwrap_or_default(),
            given: keys.given.value.unwrap_or_default(),
            at: keys.at.value.unwrap_or_default(),
            daily_at: keys.daily_at.value.unwrap_or_default(),
            each: keys.each.value,
            within: keys.within.value.unwrap_or_default(),
            cleared: keys.cleared.value,
        }
    }

    fn entries(&self, context: Context) -> Entries {
        let mut keys = ObserveKeys {
            above: Written::of(self.above.clone()),
            given: Written::of(self.given.clone()),
            at: Written::of(self.at.clone()),
            daily_at: Written::of(self.daily_at.clone()),
            each: self.each.into(),
            within: Written::of(self.within.clone()),
            cleared: self.cleared.into(),
            ..ObserveKeys::default()
        };
        match self.what.clone() {
            What::Process { process, site } => {
                (keys.process, keys.site) = (Written::of(process), site.into());
            }
            What::Lane(lane) => keys.lane = Written::of(lane),
            What::Stock(site) => keys.stock = Written::of(site),
            What::Orders(demand) => keys.orders = Written::of(demand),
        }
        keys.entries(&self.name, context)
    }
}

/// Reports observations of what is not there, and instants that are not counted.
pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for observe in &scenario.observe {
        match &observe.what {
            What::Process { process, site } => {
                at_one_table(reader, scenario, observe, process, site.as_deref());
            }
            What::Stock(site) => has_levels(reader, scenario, observe, site),
            What::Lane(_) | What::Orders(_) => {}
        }
        moments(reader, scenario, observe);
        let counted = scenario.horizon.saturating_sub(scenario.warm_up);
        let each = reader.node(&["observe", &observe.name, "each"]).map(|node| node.place);
        if let (Some(every), Some(place)) = (observe.each.filter(|&every| every > counted), each)
            && counted > Duration::ZERO
        {
            let message = format!("`each` of {} is longer than the counted time", duration_text(every));
            let label = format!("{} are counted", duration_text(counted));
            reader.report(ScenarioError::at(place, message, label).help("the run less its warm-up"));
        }
    }
}

/// Reports instants that are not counted.
fn moments(reader: &mut Reader<'_>, scenario: &Scenario, observe: &Observe) {
    let path = ["observe", observe.name.as_str(), "at"];
    if let Some(Value::List(list)) = reader.node(&path).map(|node| &node.value)
        && list.len() == observe.at.len()
    {
        for node in list {
            let place = node.place;
            // All have been read without an error, in another order.
            if let Some(instant) = reader.instant(Item { key: "at", at: place, node }) {
                within_counted(reader, scenario, instant, place);
            }
        }
    }
    let from = reader.node(&["observe", &observe.name, "cleared", "from"]).map(|node| node.place);
    if let Some((Cleared { from, .. }, place)) = observe.cleared.zip(from) {
        within_counted(reader, scenario, from, place);
    }
}

fn within_counted(reader: &mut Reader<'_>, scenario: &Scenario, instant: Instant, place: Place) {
    if scenario.warm_up >= scenario.horizon {
        return;
    }
    let [warm_up, end] = [scenario.warm_up, scenario.horizon].map(Instant::at);
    let written = |key: &str| reader.node(&[key]).map(|node| node.place);
    let (what, bound, until) = if instant > end {
        ("after the run ends", written("horizon"), end)
    } else if instant < warm_up {
        ("inside the warm-up, which is not counted", written("warm_up"), warm_up)
    } else {
        return;
    };
    let error = ScenarioError::at(place, format!("this moment is {what}"), "not counted")
        .help("between the end of the warm-up and the end of the run");
    let until = format!("until {}", moment_text(scenario.start, until));
    reader.report(bound.into_iter().fold(error, |error, bound| error.and(bound, until.clone())));
}

/// Reports a process that the observed site does not list, or that several sites list.
fn at_one_table(
    reader: &mut Reader<'_>,
    scenario: &Scenario,
    observe: &Observe,
    process: &str,
    site: Option<&str>,
) {
    let at = |key| reader.node(&["observe", &observe.name, key]).map(|node| node.place);
    let Some(place) = at("process").filter(|_| !process.is_empty()) else { return };
    let tables = tables_of(scenario, process);
    let names: Vec<&str> = tables.iter().map(|&table| scenario.sites[table].name.as_str()).collect();
    let heading = format!("process `{process}` is listed by {}", listed(&names, "and"));
    let error = match (site, at("site")) {
        (Some(site), Some(there)) if !names.contains(&site) && !names.is_empty() => {
            ScenarioError::at(there, format!("site `{site}` does not list process `{process}`"), "not there")
                .help(heading)
        }
        (None, None) if names.len() > 1 => {
            ScenarioError::at(place, format!("several sites list process `{process}`"), "which of them?")
                .help(format!("{heading}: say which, for instance `site = {:?}`", names[0]))
        }
        // Other checks report that no site lists it, and that no such site exists.
        _ => return,
    };
    reader.report(error);
}

/// Reports a site without levels of stock whose stock is observed.
fn has_levels(reader: &mut Reader<'_>, scenario: &Scenario, observe: &Observe, site: &str) {
    let Some(table) = scenario.sites.iter().find(|table| table.name == site) else { return };
    let what = match &table.stock {
        Some(Stock::BaseStock(_)) => return,
        Some(Stock::Unlimited) => "unlimited stock",
        None => "no stock",
    };
    let Some(place) = reader.node(&["observe", &observe.name, "stock"]).map(|node| node.place) else {
        return;
    };
    let error = ScenarioError::at(place, format!("site `{site}` has no levels of stock"), what);
    let kept: Vec<&str> = scenario
        .sites
        .iter()
        .filter(|site| matches!(site.stock, Some(Stock::BaseStock(_))))
        .map(|site| site.name.as_str())
        .collect();
    let help = match kept[..] {
        [] => "no site of this scenario has levels of stock".to_owned(),
        _ => format!("sites with levels of stock: {}", listed(&kept, "and")),
    };
    reader.report(error.help(help));
}

/// Site groups that list a process, in order of name.
fn tables_of(scenario: &Scenario, process: &str) -> Vec<usize> {
    let lists = |table: &usize| {
        let site = &scenario.sites[*table];
        let mut all =
            (site.inbound.iter().chain(&site.before_stock)).chain(&site.after_stock).chain(&site.order_desk);
        all.any(|listed| listed == process)
    };
    (0..scenario.sites.len()).filter(lists).collect()
}

impl Observe {
    /// The site group whose process is observed; `None` where no site lists it.
    pub fn table_of_process<'s>(&'s self, scenario: &'s Scenario) -> Option<&'s str> {
        let What::Process { process, site } = &self.what else { return None };
        let only = || tables_of(scenario, process).first().map(|&table| scenario.sites[table].name.as_str());
        site.as_deref().or_else(only)
    }

    /// Its instants as they are written.
    pub fn at_texts(&self, start: DateTime) -> Vec<String> {
        self.at.iter().map(|&at| moment_text(start, at)).collect()
    }

    /// Its times of day as they are written.
    pub fn daily_at_texts(&self) -> Vec<String> {
        self.daily_at.iter().map(|&time| clock_text(time)).collect()
    }

    /// Its times after the request as they are written.
    pub fn within_texts(&self) -> Vec<String> {
        self.within.iter().map(|&wait| duration_text(wait)).collect()
    }

    /// `each` as it is written.
    pub fn each_text(&self) -> Option<String> {
        self.each.map(duration_text)
    }
}
