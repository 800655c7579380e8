//! Process: a step of work with limited capacity. Each site that lists one has its own.
//!
//! ```toml
//! [processes.pick]
//! people = 240
//! productivity = "24 lines/h per head"    # or servers and time; or rate = "60000 lines/day"
//! calendar = "two_shifts"
//! needs = ["wms"]
//! manual = { rate = "10%", reentry = "90 s/line" }   # without its systems
//! per = "line"
//! discipline = "priority"
//! queue_capacity = "10 lines"             # an arrival that finds more lines waiting is rejected
//! preempts = ["vor"]                      # these classes take the servers of less urgent ones
//! ```

use super::calendar::Calendar;
use super::discipline::{Discipline, QueueDiscipline};
use super::order_class::OrderClass;
use super::service_time::{ServiceTime, ServiceTimeForm};
use super::system::System;
use crate::distributions::Distribution;
use crate::registers::key::{Key, Range, Schema, Table};
use crate::registers::table::table;
use crate::scenario::disruption::manual_mode::ManualMode;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{
    Count, Inline, Lines, Name, Names, OneOf, ShareInMillionths, StreamName, Word, text_of,
};
use crate::scenario::syntax::quantity::rate_text;
use crate::scenario::syntax::reader::{Fields, Item, Reader};
use crate::scenario::syntax::tree;
use crate::scenario::syntax::value::{Context, Entries, Keys, Thing, Value, Written};
use crate::scenario::syntax::writer::quoted;
use crate::units::{Duration, Rate, Share};
use serde_json::Value as Json;

/// Step of work with limited capacity.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    /// Name.
    pub name: String,
    /// Speed.
    pub capacity: Capacity,
    /// Unit of work.
    pub per: WorkUnit,
    /// Share of the passing work that goes through the process; the rest bypasses it.
    pub routing_share: Share,
    /// Per delivery: time for each of its lines on top of the time for the delivery
    ///.
    pub time_per_line: Duration,
    /// Order in which it serves what waits.
    pub discipline: QueueDiscipline,
    /// Order classes whose lines, on finding all servers busy, take the server of a less urgent
    /// line.
    pub preempts: Vec<String>,
    /// Most lines that may wait beside those in service; customers' lines beyond are rejected.
    /// `None`: no limit.
    pub queue_capacity: Option<u32>,
    /// Working hours; `None`: always.
    pub calendar: Option<String>,
    /// Systems without which it stops, or works in manual mode.
    pub needs: Vec<String>,
    /// Manual mode; `None`: it stops without its systems.
    pub manual: Option<ManualMode>,
    /// Name of its random numbers.
    pub stream: String,
}

table! {
    /// Step of work with limited capacity: `people` and `productivity`, or `servers` and `time`, or
    /// a `rate`; with none of them it takes no time and has no limit.
    pub(crate) struct ProcessKeys<'t> in "processes.NAME" ("process", "processes") {
        /// People at work during a shift; with 0 the process stops.
        people: u32 as Count<u32> = optional, eg 240, range (0, 1_000_000), alternative "people";
        /// Rate of one person, in the unit that `per` names.
        productivity: WorkRate as Productivity = optional, eg "24 lines/h per head", alternative "people";
        /// Number of servers.
        servers: u32 as Count<u32> = optional, eg 4, range (1, 1_000_000), alternative "servers",
            absent "no limit";
        /// Service time of one unit of work.
        time: ServiceTime as ServiceTimeForm = optional, eg "15 min", alternative "servers";
        /// Rate of the whole process, in the unit that `per` names.
        rate: WorkRate as ProcessRate = optional, eg "60000 lines/working day", alternative "rate";
        /// Unit of work.
        per: WorkUnit as OneOf<WorkUnit> = "line", eg "delivery";
        /// Share of the passing work that goes through an inbound or outbound process; the rest
        /// bypasses it.
        routing_share: Share as ShareInMillionths = "100%", eg "15%", quiet true, formerly ["visits"];
        /// Time for each line of a delivery, on top of `time`; with `per = "delivery"` only.
        time_per_line: Duration as Duration = "0 s", eg "2 min", quiet true;
        /// Order in which the process serves what waits for it.
        discipline: QueueDiscipline as Discipline = "priority", eg "earliest_due_date", formerly ["rule"];
        /// Order classes whose lines take the server of a less urgent line when all servers are
        /// busy; with the discipline `priority` only.
        preempts: Vec<String> as Names<OrderClass> = [], eg ["vor"], quiet true, formerly ["pre_empts"];
        /// Most lines that may wait beside those in service; customers' lines beyond are rejected.
        /// Before stock is allocated only, and not with `preempts`.
        queue_capacity: u32 as Lines = optional, eg "10 lines", absent "no limit", formerly ["room"];
        /// Working hours.
        calendar: String as Name<Calendar> = optional, eg "two_shifts", absent "always";
        /// Systems without which it stops, or works in manual mode.
        needs: Vec<String> as Names<System> = [], eg ["wms"];
        /// Manual mode: work without the systems that it needs.
        manual: ManualMode as Inline<ManualMode> = optional, eg { rate = "10%", reentry = "90 s/line" },
            formerly ["by_hand"], absent "it stops";
        /// Name of its random numbers.
        stream: String as StreamName = own_name, eg "old_name";
    }
}

/// Speed of a process at its nominal capacity.
#[derive(Debug, Clone, PartialEq)]
pub enum Capacity {
    /// People, each with one unit at a time. `people` and `productivity`.
    People {
        /// People at work during a shift; with 0 the process stops.
        people: u32,
        /// Rate of one person \[work units\].
        productivity: Rate,
    },
    /// Servers with a service time. `servers` and `time`.
    Servers {
        /// Number of servers; `None`: no limit.
        servers: Option<u32>,
        /// Time for one unit of work.
        time: ServiceTime,
    },
    /// One server with constant work. `rate`.
    ///
    /// Per working day: spread over the hours of the fullest day of the process's calendar.
    Rate(Rate),
}

/// Unit of work of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkUnit {
    /// A consignment of a line, whatever its pieces.
    Line,
    /// Each piece.
    Piece,
    /// A lorry or parcel: consignments that arrive at the same instant on one lane or from one
    /// supplier.
    Delivery,
}

/// The words of each unit in a rate.
const THINGS: [[&str; 2]; 3] = [["line", "lines"], ["piece", "pieces"], ["delivery", "deliveries"]];

const UNLIMITED: Capacity =
    Capacity::Servers { servers: None, time: ServiceTime::Alike(Distribution::Constant(0.0)) };

impl Word for WorkUnit {
    const WORDS: &'static [(&'static str, Self)] =
        &[("line", WorkUnit::Line), ("piece", WorkUnit::Piece), ("delivery", WorkUnit::Delivery)];
}

/// A rate of units of work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WorkRate {
    rate: Rate,
    unit: WorkUnit,
}

/// A rate of a process.
pub(crate) struct ProcessRate;

/// A rate of one person: `"24 lines/h per head"`.
pub(crate) struct Productivity;

impl Value for ProcessRate {
    type Of = WorkRate;
    const RANGE: Option<Range> =
        Some(Range { least: 0, above: true, most: 1_000_000_000_000_000, below: false });

    fn form() -> String {
        "rate".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<WorkRate> {
        reader.work_rate(item, &[], key)
    }

    fn write(value: &WorkRate, _: Context) -> String {
        quoted(&rate_text(value.rate, value.unit.things()))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        text_of(&rate_pattern(""))
    }
}

impl Value for Productivity {
    type Of = WorkRate;
    const RANGE: Option<Range> = ProcessRate::RANGE;

    fn form() -> String {
        "rate per head".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<WorkRate> {
        reader.work_rate(item, &["per head"], key)
    }

    fn write(value: &WorkRate, _: Context) -> String {
        quoted(&format!("{} per head", rate_text(value.rate, value.unit.things())))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        text_of(&rate_pattern("(per head)?\\s*"))
    }
}

/// Pattern of a rate of lines, pieces or deliveries.
fn rate_pattern(end: &str) -> String {
    format!(
        r"\s*\+?[0-9]+(\.[0-9]+)?\s*(lines?|pieces?|delivery|deliveries)?\s*(/|per )\s*(ms|us|s|min|h|days?|weeks?|working days?|year)\s*{end}"
    )
}

impl Thing for Process {
    const TABLE: &'static Table = ProcessKeys::TABLE;

    fn read<'t>(reader: &mut Reader<'t>, fields: Fields<'t>) -> Self {
        let name = fields.name;
        if name == "stock" {
            reader.report(
                ScenarioError::at(fields.at, "a process cannot be called `stock`", "this name")
                    .help("in `outbound` the word `stock` marks where stock is taken"),
            );
        }
        let table = Heading { at: fields.at, what: fields.what.clone() };
        let keys = ProcessKeys::read(reader, fields);
        let unit = keys.per.value.unwrap_or(WorkUnit::Line);
        let capacity = reader.capacity(&table, &keys, unit).unwrap_or(UNLIMITED);
        reader.check_time_per_line(&keys, &capacity, unit);
        let discipline = keys.discipline.value.unwrap_or(QueueDiscipline::Priority);
        if let Some(item) = keys.preempts.item {
            reader.check_preempts(item, unit, &capacity, keys.discipline.item, discipline);
        }
        if let Some(item) = keys.queue_capacity.item {
            reader.check_queue_capacity(item, unit, &capacity, keys.preempts.item);
        }
        reader.check_manual(&keys, name, &capacity, unit);
        Process {
            name: name.to_owned(),
            capacity,
            per: unit,
            routing_share: keys.routing_share.value.unwrap_or(Share::ALL),
            time_per_line: keys.time_per_line.value.unwrap_or(Duration::ZERO),
            discipline,
            preempts: keys.preempts.value.unwrap_or_default(),
            queue_capacity: keys.queue_capacity.value,
            calendar: keys.calendar.value,
            needs: keys.needs.value.unwrap_or_default(),
            manual: keys.manual.value,
            stream: keys.stream.value.unwrap_or_else(|| name.to_owned()),
        }
    }

    fn entries(&self, context: Context) -> Entries {
        let of = |rate: &Rate| Written::of(WorkRate { rate: *rate, unit: self.per });
        let mut keys = ProcessKeys {
            per: Written::of(self.per),
            routing_share: Written::of(self.routing_share),
            time_per_line: Written::of(self.time_per_line),
            discipline: Written::of(self.discipline),
            preempts: Written::of(self.preempts.clone()),
            queue_capacity: self.queue_capacity.into(),
            calendar: self.calendar.clone().into(),
            needs: Written::of(self.needs.clone()),
            manual: self.manual.clone().into(),
            stream: Written::of(self.stream.clone()),
            ..ProcessKeys::default()
        };
        match &self.capacity {
            Capacity::People { people, productivity } => {
                (keys.people, keys.productivity) = (Written::of(*people), of(productivity));
            }
            Capacity::Servers { servers, time } => {
                (keys.servers, keys.time) = ((*servers).into(), Written::of(time.clone()));
            }
            Capacity::Rate(rate) => keys.rate = of(rate),
        }
        keys.entries(&self.name, context)
    }
}

/// The name of a table and its place, for messages about keys that it lacks.
struct Heading {
    at: crate::scenario::syntax::diagnostic::Place,
    what: String,
}

impl<'t> Reader<'t> {
    fn capacity(&mut self, table: &Heading, keys: &ProcessKeys<'t>, unit: WorkUnit) -> Option<Capacity> {
        let people = keys.people.item.or(keys.productivity.item);
        let servers = keys.servers.item.or(keys.time.item);
        if [keys.rate.item, people, servers].into_iter().flatten().count() > 1 {
            return None;
        }
        if let Some(item) = keys.rate.item {
            let rate = keys.rate.value?;
            return self.rate_in(item, rate, keys.per.item, unit).map(Capacity::Rate);
        }
        if people.is_some() {
            self.check_present(table, "people", keys.people.item);
            self.check_present(table, "productivity", keys.productivity.item);
            let (item, productivity) = (keys.productivity.item?, keys.productivity.value?);
            let productivity = self.rate_in(item, productivity, keys.per.item, unit)?;
            return Some(Capacity::People { people: keys.people.value?, productivity });
        }
        if servers.is_none() {
            return Some(UNLIMITED);
        }
        self.check_present(table, "time", keys.time.item);
        let time = keys.time.value.clone()?;
        if let (ServiceTime::ByClass(_), WorkUnit::Delivery, Some(item)) = (&time, unit, keys.time.item) {
            self.report(
                ScenarioError::at(
                    item.at,
                    "a delivery may hold lines of several order classes",
                    "by order class",
                )
                .help("work per line or per piece, or give one time for all classes"),
            );
            return None;
        }
        if keys.servers.item.is_some() && keys.servers.value.is_none() {
            return None;
        }
        Some(Capacity::Servers { servers: keys.servers.value, time })
    }

    /// Reports a key that another key of its table needs.
    fn check_present(&mut self, table: &Heading, key: &str, item: Option<Item<'t>>) {
        let key = ProcessKeys::TABLE.key(key).filter(|_| item.is_none());
        if let Some(key) = key {
            let message = format!("{} has no `{}`", table.what, key.name);
            self.report(
                ScenarioError::at(table.at, message, format!("needs `{}`", key.name))
                    .help(format!("for instance `{}`", key.example_line())),
            );
        }
    }

    fn check_time_per_line(&mut self, keys: &ProcessKeys<'t>, capacity: &Capacity, unit: WorkUnit) {
        let Some(item) = keys.time_per_line.item else { return };
        let (message, help) = if unit != WorkUnit::Delivery {
            ("`time_per_line` needs a process that works per delivery", "write `per = \"delivery\"` too")
        } else if !matches!(capacity, Capacity::Servers { .. }) {
            ("`time_per_line` needs `time`", "give `servers` and `time` in place of a rate")
        } else {
            return;
        };
        self.report(ScenarioError::at(item.at, message, "no effect").help(help));
    }

    fn check_manual(&mut self, keys: &ProcessKeys<'t>, name: &str, capacity: &Capacity, unit: WorkUnit) {
        let Some(item) = keys.manual.item else { return };
        let no_system = keys
            .needs
            .item
            .is_none_or(|list| matches!(&list.node.value, tree::Value::List(list) if list.is_empty()));
        let why = if no_system {
            Some(("needs no system", "name its systems in `needs`"))
        } else if *capacity == UNLIMITED {
            Some(("takes no time", "specify its speed, for instance its `rate`"))
        } else {
            None
        };
        if let Some((why, help)) = why {
            let message = format!("`manual` has no effect: process `{name}` {why}");
            self.report(
                ScenarioError::at(item.at, message, "no effect")
                    .help(format!("{help}, or leave `manual` out")),
            );
        }
        let reentry = keys.manual.value.as_ref().and_then(|manual| manual.reentry);
        if let Some(reentry) = reentry.filter(|reentry| reentry.unit != unit) {
            let written = item.node.table().and_then(|table| table.get("reentry"));
            let place = written.map_or(item.place(), |entry| entry.node.place);
            let message = format!("`reentry` is per {}", reentry.unit.thing());
            self.report(
                ScenarioError::at(place, message, format!("the process works per {}", unit.thing()))
                    .help(format!("for instance `reentry = \"90 s/{}\"`", unit.thing())),
            );
        }
    }

    /// A rate with the unit that it counts.
    fn work_rate(&mut self, item: Item<'t>, ends: &[&'static str], key: &Key) -> Option<WorkRate> {
        let (rate, _, counted) = self.rate(item, &THINGS, ends, key.example)?;
        let Some(counted) = counted else {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("`{}` names no unit of work", item.key),
                    "no unit of work",
                )
                .help(format!("for instance `{}`", key.example_line())),
            );
            return None;
        };
        Some(WorkRate { rate, unit: WorkUnit::WORDS[counted].1 })
    }

    /// A rate in the unit that the process works per.
    fn rate_in(
        &mut self,
        item: Item<'t>,
        rate: WorkRate,
        per: Option<Item<'t>>,
        unit: WorkUnit,
    ) -> Option<Rate> {
        if rate.unit == unit {
            return Some(rate.rate);
        }
        let (counted, worked) = (rate.unit.things(), unit.thing());
        let message = format!("`{}` counts {counted}, but the process works per {worked}", item.key);
        let error = ScenarioError::at(item.place(), message, format!("counts {counted}"));
        self.report(match per {
            Some(per) => {
                error.and(per.place(), format!("works per {worked}")).help("both must name the same unit")
            }
            None => error.help(format!("write `per = \"{}\"` too", rate.unit.thing())),
        });
        None
    }
}

impl WorkUnit {
    fn things_in_rates(self) -> [&'static str; 2] {
        Self::WORDS
            .iter()
            .zip(THINGS)
            .find(|((_, unit), _)| *unit == self)
            .map_or(THINGS[0], |(_, things)| things)
    }

    /// The noun for one unit: `line`.
    pub fn thing(self) -> &'static str {
        self.things_in_rates()[0]
    }

    /// Its plural: `lines`.
    pub fn things(self) -> &'static str {
        self.things_in_rates()[1]
    }
}
