//! Observations: a close look at one thing, beyond the metrics that every run has.
//!
//! ```toml
//! [observe.picking]
//! process = "pick"
//! site = "gplc"                           # where several sites list the process
//! above = ["20 lines", "50 lines"]        # share of time with more than so many there
//! given = ["breakdown"]                   # means over the time that these failures are up, and down, or in each phase
//! at = [2025-01-06T12:00:00]              # what is there at these moments, just before anything of them
//! daily_at = ["06:00", "12:00"]           # its mean over the counted days at these times of day
//! each = "1 h"                            # its mean over all multiples of this from the end of the warm-up on
//! cleared = { from = 2025-01-07T08:00:00, at_most = "10 lines" }
//!
//! [observe.shelves]
//! stock = "gplc"                          # its levels, and what is asked of it
//! within = ["1 day"]                      # share of lines complete so long after they are asked
//!
//! [observe.lorries]
//! lane = "to_europe"
//! above = ["200 lines"]                   # share of time with more than so many under way
//!
//! [observe.repairs]
//! orders = "uk_workshops"                 # how long the orders of a demand are open
//! ```
//!
//! What may be looked at is one of [`What`]; which keys go with which stands once, in `KEYS`.

use super::Scenario;
use super::network::calendar::clock_text;
use super::stock::Stock;
use super::syntax::diagnostic::{Fault, Place};
use super::syntax::moment::moment_text;
use super::syntax::quantity::{duration_text, lines_text};
use super::syntax::reader::{Fields, Item, Reader, kind, listed};
use super::syntax::tree::Value;
use super::syntax::writer::{Writer, braces, quoted};
use crate::units::{DAY, Micros};
use jiff::civil::DateTime;

/// A close look at one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Observe {
    /// Name: its metrics begin with it.
    pub name: String,
    /// What is looked at.
    pub what: What,
    /// Share of time with more than so many there.
    pub above: Vec<u32>,
    /// Failures by whose states means are told apart.
    pub given: Vec<String>,
    /// Moments.
    pub at: Vec<Micros>,
    /// Times of day.
    pub daily_at: Vec<Micros>,
    /// Multiples of this from the end of the warm-up on.
    pub each: Option<Micros>,
    /// Share of lines complete so long after they are asked.
    pub within: Vec<Micros>,
    /// When so few are there.
    pub cleared: Option<Cleared>,
}

/// What can be looked at.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A process, at the sites of one table.
    Process {
        /// The process.
        process: String,
        /// The site table; `None`: the only one that lists it.
        site: Option<String>,
    },
    /// A lane.
    Lane(String),
    /// The stock of the sites of a table.
    Stock(String),
    /// The orders of a demand.
    Orders(String),
}

/// The first instant from `from` on at which at most so many are there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cleared {
    /// Not before.
    pub from: Micros,
    /// So many lines are few enough.
    pub at_most: u32,
}

/// What is looked at, by its key.
const THINGS: [&str; 4] = ["process", "lane", "stock", "orders"];

/// The other keys, and what each goes with.
const KEYS: [(&str, &[&str]); 8] = [
    ("site", &["process"]),
    ("above", &["process", "lane"]),
    ("given", &["process"]),
    ("at", &["process", "lane", "stock"]),
    ("daily_at", &["process", "lane", "stock"]),
    ("each", &["process", "lane", "stock"]),
    ("within", &["stock"]),
    ("cleared", &["process"]),
];

pub(super) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Observe {
    let what = reader.looked_at(&mut fields);
    let above = fields.take("above").map(|item| reader.numbers_of_lines(item)).unwrap_or_default();
    let given = fields.take("given");
    let given = reader.references(given, kind("failures"));
    let at = fields.take("at").map(|item| reader.instants(item)).unwrap_or_default();
    let daily_at = fields.take("daily_at").map(|item| reader.times_of_day(item)).unwrap_or_default();
    let each = fields.take("each").and_then(|item| reader.some_time(item, "\"1 h\""));
    let within = fields.take("within").map(|item| reader.waits(item)).unwrap_or_default();
    let cleared = fields.take("cleared").and_then(|item| reader.cleared(item));
    fields.finish(reader);
    Observe { name: name.to_owned(), what, above, given, at, daily_at, each, within, cleared }
}

impl<'t> Reader<'t> {
    fn looked_at(&mut self, fields: &mut Fields<'t>) -> What {
        let said: Vec<Item<'t>> = THINGS.into_iter().filter_map(|key| fields.take(key)).collect();
        let site = fields.take("site");
        if let [first, second, ..] = said[..] {
            self.both_said(second, first, "an observation is of one thing: write one for each");
        }
        let Some(&first) = said.first() else {
            let things: Vec<String> = THINGS.iter().map(|key| format!("`{key}`")).collect();
            let things: Vec<&str> = things.iter().map(String::as_str).collect();
            self.fault(
                Fault::at(
                    fields.at,
                    format!("{} looks at nothing", fields.what),
                    format!("needs {}", listed(&things, "or")),
                )
                .help("for instance `process = \"pick\"`"),
            );
            return What::Process { process: String::new(), site: None };
        };
        for (key, with) in KEYS {
            if let Some(item) = fields.take(key).filter(|_| !with.contains(&first.key)) {
                self.fault(
                    Fault::at(item.at, format!("`{key}` means nothing with `{}`", first.key), "leave it out")
                        .and(first.at, "what is looked at"),
                );
            }
        }
        let mut named = |table| self.reference(first, kind(table)).unwrap_or_default();
        match first.key {
            "lane" => What::Lane(named("lanes")),
            "stock" => What::Stock(named("sites")),
            "orders" => What::Orders(named("demand")),
            _ => What::Process {
                process: named("processes"),
                site: site.and_then(|item| self.reference(item, kind("sites"))),
            },
        }
    }

    fn numbers_of_lines(&mut self, list: Item<'t>) -> Vec<u32> {
        let items = self.list(list, "[\"20 lines\"]");
        let read = items
            .into_iter()
            .filter_map(|item| Some((self.whole_lines(item, 0, "[\"20 lines\"]")?, item.place())));
        let read: Vec<(u32, Place)> = read.collect();
        self.each_value_once(&read, |lines| lines_text(*lines))
    }

    fn instants(&mut self, list: Item<'t>) -> Vec<Micros> {
        let items = self.list(list, "[2025-01-06T12:00:00]");
        let read = items.into_iter().filter_map(|item| Some((self.instant(item)?, item.place())));
        let read: Vec<(Micros, Place)> = read.collect();
        let start = self.start.unwrap_or_default();
        self.each_value_once(&read, |instant| moment_text(start, *instant))
    }

    fn times_of_day(&mut self, list: Item<'t>) -> Vec<Micros> {
        let items = self.list(list, "[\"06:00\"]");
        let mut read = Vec::new();
        for item in items {
            let time = self.text(item, "[\"06:00\"]").and_then(|text| self.clock(item, text.trim()));
            if time == Some(DAY) {
                self.fault(
                    Fault::at(item.place(), "24:00 is 00:00 of the next day", "here").help("write 00:00"),
                );
            } else {
                read.extend(time.map(|time| (time, item.place())));
            }
        }
        self.each_value_once(&read, |time| clock_text(*time))
    }

    fn waits(&mut self, list: Item<'t>) -> Vec<Micros> {
        let items = self.list(list, "[\"1 day\"]");
        let read =
            items.into_iter().filter_map(|item| Some((self.duration(item, "\"1 day\"")?, item.place())));
        let read: Vec<(Micros, Place)> = read.collect();
        self.each_value_once(&read, |wait| duration_text(*wait))
    }

    /// Values in ascending order; says which stand there twice.
    fn each_value_once<T: Copy + Ord>(&mut self, read: &[(T, Place)], text: impl Fn(&T) -> String) -> Vec<T> {
        for (k, (value, place)) in read.iter().enumerate() {
            if let Some((_, first)) = read[..k].iter().find(|(earlier, _)| earlier == value) {
                self.fault(
                    Fault::at(*place, format!("`{}` is listed twice", text(value)), "here again")
                        .and(*first, "listed here"),
                );
            }
        }
        let mut values: Vec<T> = read.iter().map(|(value, _)| *value).collect();
        values.sort_unstable();
        values
    }

    fn cleared(&mut self, written: Item<'t>) -> Option<Cleared> {
        let table = self.table(written, "{ from = 2025-01-07T08:00:00, at_most = \"10 lines\" }")?;
        let mut fields = Fields::new(table, written.at, "`cleared`");
        let from = fields.need(self, "from", "for instance `from = 2025-01-07T08:00:00`");
        let from = from.and_then(|item| self.instant(item));
        let at_most = fields.need(self, "at_most", "for instance `at_most = \"10 lines\"`");
        let at_most = at_most.and_then(|item| self.whole_lines(item, 0, "\"10 lines\""));
        fields.finish(self);
        Some(Cleared { from: from?, at_most: at_most? })
    }
}

/// Says which observations look for something where it is not, or when nothing is counted.
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
            && counted > 0
        {
            let message = format!("`each` of {} is longer than what is counted", duration_text(every));
            let label = format!("{} are counted", duration_text(counted));
            reader.fault(Fault::at(place, message, label).help("the run less its warm-up"));
        }
    }
}

/// Says which moments lie where nothing is counted.
fn moments(reader: &mut Reader<'_>, scenario: &Scenario, observe: &Observe) {
    let path = ["observe", observe.name.as_str(), "at"];
    if let Some(Value::List(list)) = reader.node(&path).map(|node| &node.value)
        && list.len() == observe.at.len()
    {
        for node in list {
            let place = node.place;
            // All have been read without a mistake, in another order.
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

fn within_counted(reader: &mut Reader<'_>, scenario: &Scenario, instant: Micros, place: Place) {
    if scenario.warm_up >= scenario.horizon {
        return;
    }
    let written = |key: &str| reader.node(&[key]).map(|node| node.place);
    let (what, bound, until) = if instant > scenario.horizon {
        ("after the run ends", written("horizon"), scenario.horizon)
    } else if instant < scenario.warm_up {
        ("inside the warm-up, which is not counted", written("warm_up"), scenario.warm_up)
    } else {
        return;
    };
    let fault = Fault::at(place, format!("this moment lies {what}"), "not counted")
        .help("between the end of the warm-up and the end of the run");
    let until = format!("until {}", moment_text(scenario.start, until));
    reader.fault(bound.into_iter().fold(fault, |fault, bound| fault.and(bound, until.clone())));
}

/// Says that a process does not stand where it is looked at, or at several tables.
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
    let fault = match (site, at("site")) {
        (Some(site), Some(there)) if !names.contains(&site) && !names.is_empty() => {
            Fault::at(there, format!("site `{site}` does not list process `{process}`"), "not there")
                .help(heading)
        }
        (None, None) if names.len() > 1 => {
            Fault::at(place, format!("several sites list process `{process}`"), "which of them?")
                .help(format!("{heading}: say which, for instance `site = {:?}`", names[0]))
        }
        // That no site lists it, and that no such site exists, is told elsewhere.
        _ => return,
    };
    reader.fault(fault);
}

/// Says that a site whose stock is looked at holds none that could be counted.
fn has_levels(reader: &mut Reader<'_>, scenario: &Scenario, observe: &Observe, site: &str) {
    let Some(table) = scenario.sites.iter().find(|table| table.name == site) else { return };
    let what = match &table.stock {
        Some(Stock::BaseStock(_)) => return,
        Some(Stock::Unlimited) => "it always has everything",
        None => "it holds nothing",
    };
    let Some(place) = reader.node(&["observe", &observe.name, "stock"]).map(|node| node.place) else {
        return;
    };
    let fault = Fault::at(place, format!("site `{site}` has no levels of stock"), what);
    let kept: Vec<&str> = scenario
        .sites
        .iter()
        .filter(|site| matches!(site.stock, Some(Stock::BaseStock(_))))
        .map(|site| site.name.as_str())
        .collect();
    let help = match kept[..] {
        [] => "no site of this scenario has levels of stock".to_owned(),
        _ => format!("levels of stock stand at {}", listed(&kept, "and")),
    };
    reader.fault(fault.help(help));
}

/// Site tables that list a process, in order of name.
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
    /// The site table whose process is looked at; `None` where no site lists it.
    pub fn table_of_process<'s>(&'s self, scenario: &'s Scenario) -> Option<&'s str> {
        let What::Process { process, site } = &self.what else { return None };
        let only = || tables_of(scenario, process).first().map(|&table| scenario.sites[table].name.as_str());
        site.as_deref().or_else(only)
    }

    /// Its moments, as they are written.
    pub fn at_texts(&self, start: DateTime) -> Vec<String> {
        self.at.iter().map(|&at| moment_text(start, at)).collect()
    }

    /// Its times of day, as they are written.
    pub fn daily_at_texts(&self) -> Vec<String> {
        self.daily_at.iter().map(|&time| clock_text(time)).collect()
    }

    /// Its waits, as they are written.
    pub fn within_texts(&self) -> Vec<String> {
        self.within.iter().map(|&wait| duration_text(wait)).collect()
    }

    /// `each`, as it is written.
    pub fn each_text(&self) -> Option<String> {
        self.each.map(duration_text)
    }

    pub(super) fn write(&self, writer: &mut Writer, start: DateTime) {
        match &self.what {
            What::Process { process, site } => {
                writer.text("process", process);
                writer.name("site", site.as_ref());
            }
            What::Lane(lane) => writer.text("lane", lane),
            What::Stock(site) => writer.text("stock", site),
            What::Orders(demand) => writer.text("orders", demand),
        }
        if !self.above.is_empty() {
            writer.texts("above", self.above.iter().map(|&above| lines_text(above)));
        }
        if !self.given.is_empty() {
            writer.names("given", &self.given);
        }
        if !self.at.is_empty() {
            writer.bare("at", format!("[{}]", self.at_texts(start).join(", ")));
        }
        if !self.daily_at.is_empty() {
            writer.texts("daily_at", self.daily_at_texts());
        }
        if let Some(each) = self.each_text() {
            writer.text("each", &each);
        }
        if !self.within.is_empty() {
            writer.texts("within", self.within_texts());
        }
        if let Some(Cleared { from, at_most }) = self.cleared {
            let from = ("from", moment_text(start, from));
            writer.bare("cleared", braces([from, ("at_most", quoted(&lines_text(at_most)))]));
        }
    }
}
