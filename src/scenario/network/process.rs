//! Processes: steps with limited capacity. Each site that lists one has its own.
//!
//! ```toml
//! [processes.pick]
//! people = 240
//! productivity = "24 lines/h per head"    # or servers = 4, time = { .. }, see `work_time.rs`; or rate = "60000 lines/day"
//! calendar = "two_shifts"
//! needs = ["wms"]
//! manual = { rate = "10%", reentry = "90 s/line" }   # without them, see `by_hand.rs`
//! per = "line"
//! discipline = "priority"                    # what goes first, see `rule.rs`
//! queue_capacity = "10 lines"                       # who finds more waiting is turned away, see `room.rs`
//! preempts = ["vor"]                     # lines of these classes take the servers of less urgent ones
//! ```

use super::discipline::QueueDiscipline;
use super::service_time::ServiceTime;
use crate::scenario::disruption::manual_mode::ManualMode;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::distribution::Distribution;
use crate::scenario::syntax::forms::Named;
use crate::scenario::syntax::quantity::{duration_text, rate_text, share_text};
use crate::scenario::syntax::reader::{Fields, Item, Reader, kind};
use crate::scenario::syntax::writer::Writer;
use crate::units::{Micros, Rate, Share};

/// A step with limited capacity.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    /// Name.
    pub name: String,
    /// How fast it works.
    pub capacity: Capacity,
    /// What one piece of work is.
    pub per: WorkUnit,
    /// Share of what comes by that goes through it; the others pass by.
    pub routing_share: Share,
    /// Per delivery: time for each line of it, in microseconds, on top of the time for the delivery.
    pub time_per_line: Micros,
    /// What goes first of all that waits for it.
    pub discipline: QueueDiscipline,
    /// Order classes of which a line that finds all servers busy takes the server of a less urgent one.
    pub preempts: Vec<String>,
    /// Lines that may wait besides those in service; customers' lines beyond are turned away. `None`: no limit.
    pub queue_capacity: Option<u32>,
    /// Working hours; `None`: always.
    pub calendar: Option<String>,
    /// Systems it needs: without them it stands still, or works by hand.
    pub needs: Vec<String>,
    /// How it works without them; `None`: not at all.
    pub manual: Option<ManualMode>,
    /// Name by which it draws: its own unless said.
    pub stream: String,
}

/// How fast a process works at level 100 %.
#[derive(Debug, Clone, PartialEq)]
pub enum Capacity {
    /// Heads that work one at a time each. `people` and `productivity`.
    People {
        /// Heads at work during a shift; with 0 the process stands still.
        people: u32,
        /// Work units a head does: per time.
        productivity: Rate,
    },
    /// Servers that take a time for each. `servers` and `time`.
    Servers {
        /// How many work side by side; `None`: no limit.
        servers: Option<u32>,
        /// Time for one.
        time: ServiceTime,
    },
    /// One server with constant work. `rate`.
    ///
    /// Per working day: spread over the hours of the fullest day of the process's calendar.
    Rate(Rate),
}

/// What one piece of work of a process is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkUnit {
    /// A consignment of a line, whatever its pieces.
    Line,
    /// Each piece.
    Piece,
    /// All that one lorry or parcel brings: consignments that arrive together at one instant on one lane or
    /// from one supplier.
    Delivery,
}

impl Named for Process {
    const IN: &'static str = "processes";
}

/// What work units are called in a rate, in the order of [`UNITS`].
const THINGS: [[&str; 2]; 3] = [["line", "lines"], ["piece", "pieces"], ["delivery", "deliveries"]];
const UNITS: [(&str, WorkUnit); 3] =
    [("line", WorkUnit::Line), ("piece", WorkUnit::Piece), ("delivery", WorkUnit::Delivery)];
const NO_LIMIT: Capacity =
    Capacity::Servers { servers: None, time: ServiceTime::Alike(Distribution::Constant(0.0)) };

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Process {
    if name == "stock" {
        reader.fault(
            Fault::at(fields.at, "a process cannot be called `stock`", "this name")
                .help("in `outbound` the word `stock` says where stock is taken"),
        );
    }
    let per = fields.take("per");
    let unit = per.and_then(|item| reader.choice(item, &UNITS)).unwrap_or(WorkUnit::Line);
    let capacity = reader.capacity(&mut fields, per, unit).unwrap_or(NO_LIMIT);
    let routing_share = fields.take("routing_share");
    let most = "what comes by goes through a process once at most";
    let routing_share = routing_share.and_then(|item| reader.whole_share(item, most)).unwrap_or(Share::ALL);
    let per_line = fields.take("time_per_line");
    let time_per_line = per_line.and_then(|item| reader.time_per_line(item, &capacity, unit)).unwrap_or(0);
    let written_rule = fields.take("discipline");
    let discipline = written_rule.and_then(|item| reader.rule(item)).unwrap_or(QueueDiscipline::Priority);
    let written_pre_empts = fields.take("preempts");
    let preempts =
        written_pre_empts.map(|item| reader.preempts(item, unit, &capacity, written_rule, discipline));
    let queue_capacity =
        fields.take("queue_capacity").and_then(|item| reader.room(item, unit, &capacity, written_pre_empts));
    let calendar = fields.take("calendar").and_then(|item| reader.reference(item, kind("calendars")));
    let written = fields.take("needs");
    let needs = reader.references(written, kind("systems"));
    let manual = fields.take("manual").and_then(|item| {
        let nothing_needed = written
            .is_none_or(|list| matches!(&list.node.value, crate::scenario::syntax::tree::Value::List(list) if list.is_empty()));
        if nothing_needed {
            reader.needless(item, name, "needs no system", "name what it needs in `needs`");
        } else if capacity == NO_LIMIT {
            reader.needless(item, name, "takes no time", "say how fast it works, for instance by its `rate`");
        }
        reader.by_hand(item, unit)
    });
    let stream = reader.stream(&mut fields, name);
    fields.finish(reader);
    Process {
        name: name.to_owned(),
        capacity,
        per: unit,
        routing_share,
        time_per_line,
        discipline,
        preempts: preempts.unwrap_or_default(),
        queue_capacity,
        calendar,
        needs,
        manual,
        stream,
    }
}

impl<'t> Reader<'t> {
    /// Says why work by hand means nothing for a process.
    fn needless(&mut self, by_hand: Item<'t>, name: &str, why: &str, help: &str) {
        let message = format!("`manual` means nothing: process `{name}` {why}");
        self.fault(
            Fault::at(by_hand.at, message, "no effect").help(format!("{help}, or leave `manual` out")),
        );
    }

    fn capacity(
        &mut self,
        fields: &mut Fields<'t>,
        per: Option<Item<'t>>,
        unit: WorkUnit,
    ) -> Option<Capacity> {
        let [rate, people, productivity, servers, time] =
            ["rate", "people", "productivity", "servers", "time"].map(|key| fields.take(key));
        let ways = [rate, people.or(productivity), servers.or(time)];
        let mut said = ways.into_iter().flatten();
        if let (Some(first), Some(second)) = (said.next(), said.next()) {
            self.both_said(
                second,
                first,
                "a process has `people` and `productivity`, or `servers` and `time`, or a `rate`",
            );
            return None;
        }
        if let Some(rate) = rate {
            return self.work_rate(rate, per, unit, &[], "\"60000 lines/working day\"").map(Capacity::Rate);
        }
        if people.is_some() || productivity.is_some() {
            let people = match people {
                Some(people) => self.count(people, 0, 1_000_000),
                None => {
                    self.lacks(fields, "people", "heads at work during a shift, for instance `people = 240`")
                }
            };
            let example = "\"24 lines/h per head\"";
            let productivity = match productivity {
                Some(rate) => self.work_rate(rate, per, unit, &["per head"], example),
                None => self.lacks(
                    fields,
                    "productivity",
                    "for instance `productivity = \"24 lines/h per head\"`",
                ),
            };
            let (people, productivity) = people.zip(productivity)?;
            return Some(Capacity::People { people, productivity });
        }
        if servers.is_none() && time.is_none() {
            return Some(NO_LIMIT);
        }
        let limit = match servers {
            Some(servers) => Some(self.servers(servers)?),
            None => None,
        };
        let time = match time {
            Some(time) => self.work_time(time, unit),
            None => self.lacks(fields, "time", "the time for one, for instance `time = \"15 min\"`"),
        };
        Some(Capacity::Servers { servers: limit, time: time? })
    }

    /// Time for each line of a delivery.
    fn time_per_line(&mut self, item: Item<'t>, capacity: &Capacity, unit: WorkUnit) -> Option<Micros> {
        let time = self.duration(item, "\"2 min\"")?;
        let (message, help) = if unit != WorkUnit::Delivery {
            ("`time_per_line` is of a process that works per delivery", "write `per = \"delivery\"` too")
        } else if !matches!(capacity, Capacity::Servers { .. }) {
            ("`time_per_line` needs `time`", "a rate says all: give `servers` and `time` instead")
        } else {
            return Some(time);
        };
        self.fault(Fault::at(item.at, message, "has no meaning here").help(help));
        None
    }

    fn servers(&mut self, item: Item<'t>) -> Option<u32> {
        if let crate::scenario::syntax::tree::Value::Whole(Some(number)) = item.node.value
            && number < 1
        {
            self.fault(
                Fault::at(
                    item.place(),
                    format!("expected 1 server or more, received {number}"),
                    "out of range",
                )
                .help("leave `servers` out for no limit"),
            );
            return None;
        }
        self.count(item, 1, 1_000_000)
    }

    fn lacks<T>(&mut self, fields: &Fields<'t>, key: &str, help: &str) -> Option<T> {
        self.fault(
            Fault::at(fields.at, format!("{} has no `{key}`", fields.what), format!("needs `{key}`"))
                .help(help),
        );
        None
    }

    /// A rate of the things that the process works on.
    fn work_rate(
        &mut self,
        item: Item<'t>,
        per: Option<Item<'t>>,
        unit: WorkUnit,
        ends: &[&'static str],
        example: &str,
    ) -> Option<Rate> {
        let (rate, _, counted) = self.rate(item, &THINGS, ends, example)?;
        let Some(counted) = counted else {
            self.fault(
                Fault::at(
                    item.place(),
                    format!("`{}` does not say what is counted", item.key),
                    "so many of what?",
                )
                .help(format!("for instance `{} = {example}`", item.key)),
            );
            return None;
        };
        if UNITS[counted].1 == unit {
            return Some(rate);
        }
        let worked = UNITS.iter().find(|(_, each)| *each == unit).map_or("line", |(word, _)| word);
        let message =
            format!("`{}` counts {}, but the process works per {worked}", item.key, THINGS[counted][1]);
        let fault = Fault::at(item.place(), message, format!("counts {}", THINGS[counted][1]));
        self.fault(match per {
            Some(per) => {
                fault.and(per.place(), format!("works per {worked}")).help("both must name the same")
            }
            None => fault.help(format!("write `per = \"{}\"` too", UNITS[counted].0)),
        });
        None
    }
}

impl WorkUnit {
    fn things_in_rates(self) -> [&'static str; 2] {
        UNITS.iter().zip(THINGS).find(|((_, unit), _)| *unit == self).map_or(THINGS[0], |(_, things)| things)
    }

    /// What one unit is called.
    pub fn thing(self) -> &'static str {
        self.things_in_rates()[0]
    }

    /// What several are called.
    pub fn things(self) -> &'static str {
        self.things_in_rates()[1]
    }
}

impl Process {
    pub(crate) fn write(&self, writer: &mut Writer) {
        let thing = self.per.things();
        match &self.capacity {
            Capacity::People { people, productivity } => {
                writer.bare("people", people);
                writer.text("productivity", &format!("{} per head", rate_text(*productivity, thing)));
            }
            Capacity::Servers { servers, time } => {
                if let Some(servers) = servers {
                    writer.bare("servers", servers);
                }
                writer.bare("time", time.text());
            }
            Capacity::Rate(rate) => writer.text("rate", &rate_text(*rate, thing)),
        }
        writer.text("per", self.per.thing());
        if self.routing_share != Share::ALL {
            writer.text("routing_share", &share_text(f64::from(self.routing_share)));
        }
        if self.time_per_line > 0 {
            writer.text("time_per_line", &duration_text(self.time_per_line));
        }
        writer.bare("discipline", self.discipline.text());
        if !self.preempts.is_empty() {
            writer.names("preempts", &self.preempts);
        }
        if let Some(lines) = self.queue_capacity {
            writer.text("queue_capacity", &crate::scenario::syntax::quantity::lines_text(lines));
        }
        writer.name("calendar", self.calendar.as_ref());
        writer.names("needs", &self.needs);
        if let Some(manual) = &self.manual {
            writer.bare("manual", manual.text());
        }
        writer.stream(&self.stream, &self.name);
    }
}
