//! Lanes: transport from one site to another by timetable.
//!
//! ```toml
//! [lanes.to_europe]
//! from = "gplc"
//! to = "europe_pdc"
//! departs = "tue,thu 18:00"         # or { every = "4 h" }; left out: at once
//! cut_off = "2 h"                   # what is ready so long before a departure goes with it
//! capacity = "20 lines"             # most lines of one departure; the rest waits for the next
//! calendar = "uk_days"              # no departure on its holidays
//! transit = { gamma = { mean = "6 days", cv = 0.3 } }
//! needs = ["wms"]                   # nothing departs while one is down
//! ```

use super::calendar::{clock_text, days_text};
use crate::scenario::disruption::moment_text;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::distribution::{Distribution, Of};
use crate::scenario::syntax::quantity::{DAY, Micros, WEEK, duration_text};
use crate::scenario::syntax::reader::{Fields, Item, Reader, kind, shown};
use crate::scenario::syntax::tree::Value;
use crate::scenario::syntax::writer::{Writer, braces, quoted};
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// Transport from one site table to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// Name.
    pub name: String,
    /// Site table it leaves from.
    pub from: String,
    /// Site table it goes to.
    pub to: String,
    /// When it departs.
    pub departs: Departs,
    /// How long before a departure a consignment must be ready.
    pub cut_off: Micros,
    /// Most lines of one departure from a site; `None`: all that is ready goes.
    pub capacity: Option<u32>,
    /// Calendar on whose holidays nothing departs.
    pub calendar: Option<String>,
    /// Time on the way, in microseconds; one draw a departure and destination.
    pub transit: Distribution,
    /// Systems without which nothing departs.
    pub needs: Vec<String>,
    /// Name by which it draws: its own unless said.
    pub stream: String,
}

/// When a lane departs.
#[derive(Debug, Clone, PartialEq)]
pub enum Departs {
    /// As soon as something is ready.
    AtOnce,
    /// Instants after Monday midnight, in order.
    Week(Vec<Micros>),
    /// Again and again.
    Every {
        /// Time between two departures.
        interval: Micros,
        /// Instant after `start` of one of them.
        from: Micros,
    },
}

impl Departs {
    /// Departures a week; 0 where it departs at once.
    pub fn per_week(&self) -> f64 {
        match self {
            Departs::AtOnce => 0.0,
            Departs::Week(departs) => departs.len() as f64,
            Departs::Every { interval, .. } => WEEK as f64 / *interval as f64,
        }
    }
}

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Lane {
    let from = fields.need(reader, "from", "the site that it leaves from");
    let from = from.and_then(|item| reader.reference(item, kind("sites"))).unwrap_or_default();
    let to = fields.need(reader, "to", "the site that it goes to");
    let to = to.and_then(|item| reader.reference(item, kind("sites"))).unwrap_or_default();
    let written = fields.take("departs");
    let departs = written.and_then(|item| reader.departs(item)).unwrap_or(Departs::AtOnce);
    let [capacity, cut_off] = ["capacity", "cut_off"].map(|key| fields.take(key));
    for item in [capacity, cut_off].into_iter().flatten().filter(|_| written.is_none()) {
        let message = format!("`{}` needs `departs`", item.key);
        reader.fault(
            Fault::at(item.at, message, "nothing departs by timetable")
                .help("a lane without `departs` takes everything at once"),
        );
    }
    let cut_off = cut_off.and_then(|item| reader.duration(item, "\"2 h\"")).unwrap_or(0);
    let capacity = capacity.and_then(|item| reader.whole_lines(item, 1, "\"20 lines\""));
    let calendar = fields.take("calendar").and_then(|item| reader.reference(item, kind("calendars")));
    let transit = fields.take("transit").and_then(|item| reader.distribution(item, Of::Time));
    let transit = transit.unwrap_or(Distribution::Constant(0.0));
    let needs = fields.take("needs");
    let needs = reader.references(needs, kind("systems"));
    let stream = reader.stream(&mut fields, name);
    fields.finish(reader);
    Lane { name: name.to_owned(), from, to, departs, cut_off, capacity, calendar, transit, needs, stream }
}

impl<'t> Reader<'t> {
    /// Timetables, or an interval.
    fn departs(&mut self, item: Item<'t>) -> Option<Departs> {
        if let Value::Table(table) = &item.node.value {
            return self.every(Fields::new(table, item.at, format!("`{}`", item.key)));
        }
        Some(self.departures(item)).filter(|week| !week.is_empty()).map(Departs::Week)
    }

    fn every(&mut self, mut fields: Fields<'t>) -> Option<Departs> {
        let every = fields.need(self, "every", "for instance `departs = { every = \"4 h\" }`");
        let interval = every.and_then(|item| self.some_time(item, "\"4 h\""));
        let from = fields.take("from").map(|item| self.instant(item));
        fields.finish(self);
        Some(Departs::Every { interval: interval?, from: from.unwrap_or(Some(0))? })
    }

    /// One timetable or a list of them, as instants of the week.
    pub(crate) fn departures(&mut self, item: Item<'t>) -> Vec<Micros> {
        let items = match &item.node.value {
            Value::List(list) => list.iter().map(|node| item.inner(node)).collect(),
            _ => vec![item],
        };
        if items.is_empty() {
            let help = match item.key {
                "departs" => "leave it out to depart at once".to_owned(),
                key => format!("for instance `{key} = \"mon-fri 06:00\"`"),
            };
            self.fault(
                Fault::at(item.place(), format!("`{}` names no departure", item.key), "empty").help(help),
            );
        }
        let mut departs: Vec<Micros> =
            items.into_iter().filter_map(|item| self.timetable(item)).flatten().collect();
        departs.sort_unstable();
        departs.dedup();
        departs
    }

    fn timetable(&mut self, item: Item<'t>) -> Option<Vec<Micros>> {
        let example = "\"tue,thu 18:00\"";
        let text = self.text(item, example)?.trim();
        let Some((days, times)) = text.rsplit_once(' ') else {
            self.fault(
                Fault::at(
                    item.place(),
                    format!("`{}` is not a timetable", shown(text)),
                    "weekdays and a time belong here",
                )
                .help(format!("for instance `{} = {example}`", item.key)),
            );
            return None;
        };
        let days = self.weekdays(item, days)?;
        let mut departs = Vec::new();
        for time in times.split(',') {
            let time = self.clock(item, time)?;
            if time == DAY {
                self.fault(
                    Fault::at(item.place(), "a departure cannot be at 24:00", "here")
                        .help("write 00:00 of the next day"),
                );
                return None;
            }
            departs.extend((0..7).filter(|day| days[*day as usize]).map(|day: Micros| day * DAY + time));
        }
        Some(departs)
    }
}

/// Instants of the week as texts that read back to the same, one for each time of day.
pub(crate) fn timetable_texts(departs: &[Micros]) -> Vec<String> {
    let mut by_time: BTreeMap<Micros, [bool; 7]> = BTreeMap::new();
    for departure in departs {
        by_time.entry(departure % DAY).or_default()[(departure / DAY) as usize % 7] = true;
    }
    by_time.into_iter().map(|(time, days)| format!("{} {}", days_text(days), clock_text(time))).collect()
}

impl Lane {
    pub(crate) fn write(&self, writer: &mut Writer, start: DateTime) {
        writer.text("from", &self.from);
        writer.text("to", &self.to);
        match &self.departs {
            Departs::AtOnce => {}
            Departs::Week(departs) => writer.texts("departs", timetable_texts(departs)),
            Departs::Every { interval, from } => {
                let (every, from) = (quoted(&duration_text(*interval)), moment_text(start, *from));
                writer.bare("departs", braces([("every", every), ("from", from)]));
            }
        }
        if self.departs != Departs::AtOnce {
            writer.text("cut_off", &duration_text(self.cut_off));
            if let Some(capacity) = self.capacity {
                writer.text("capacity", &crate::scenario::observation::lines_text(capacity));
            }
        }
        writer.name("calendar", self.calendar.as_ref());
        writer.bare("transit", self.transit.text(Of::Time));
        writer.names("needs", &self.needs);
        writer.stream(&self.stream, &self.name);
    }
}
