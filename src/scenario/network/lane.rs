//! Lanes: transport from one site to another by timetable.
//!
//! ```toml
//! [lanes.to_europe]
//! from = "gplc"
//! to = "europe_pdc"
//! departs = "tue,thu 18:00"         # or { every = "4 h" }; left out: immediately
//! cut_off = "2 h"                   # what is ready so long before a departure goes with it
//! capacity = "20 lines"             # most lines of one departure; the rest waits for the next
//! calendar = "uk_days"              # no departure on its holidays
//! transit = { gamma = { mean = "6 days", cv = 0.3 } }
//! needs = ["wms"]                   # nothing departs while one is down
//! ```

use super::calendar::{Calendar, WEEKDAYS_PATTERN, clock_text, days_text};
use super::site::Site;
use super::system::System;
use crate::distributions::Distribution;
use crate::registers::key::{Key, Schema, Table};
use crate::registers::table::table;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{
    CLOCK, Inline, Lines, Name, Names, StreamName, TimeDistribution, list_of, schema_of, text_of,
};
use crate::scenario::syntax::quantity::LONGEST;
use crate::scenario::syntax::reader::{Item, Reader, shown};
use crate::scenario::syntax::tree;
use crate::scenario::syntax::value::{Context, Keys, Value, texts};
use crate::scenario::syntax::writer::quoted;
use crate::units::{DAY, Duration, Instant, WEEK};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

table! {
    /// Transport from one site group to another by timetable.
    pub struct Lane in "lanes.NAME" ("lane", "lanes") {
        /// Site group that it leaves from.
        from: String as Name<Site> = required, eg "gplc";
        /// Site group that it goes to; `from` supplies it, directly or through others.
        to: String as Name<Site> = required, eg "europe_pdc";
        /// Timetable of the departures, or the interval between them.
        departs: Option<Departures> as Timetable = optional, eg "tue,thu 18:00",
            absent "as soon as goods are ready";
        /// Goods that are ready this long before a departure still go with it.
        cut_off: Duration as Duration = "0 s", eg "2 h", needs ["departs"];
        /// Most lines of one departure from a site; the rest waits for the next.
        capacity: Option<u32> as Lines = optional, eg "20 lines", range (1, 10_000_000),
            needs ["departs"], absent "no limit";
        /// Calendar on whose holidays nothing departs.
        calendar: Option<String> as Name<Calendar> = optional, eg "uk_days", absent "departs every day";
        /// Transit time: one draw per departure and destination.
        transit: Distribution as TimeDistribution = "0 s", eg { gamma = { mean = "6 days", cv = 0.3 } };
        /// Systems without which nothing departs.
        needs: Vec<String> as Names<System> = [], eg ["wms"];
        /// Name of its random numbers.
        stream: String as StreamName = own_name, eg "old_name";
    }
}

/// Departures of a lane.
#[derive(Debug, Clone, PartialEq)]
pub enum Departures {
    /// Instants after Monday midnight, in order.
    Week(Vec<Instant>),
    /// At a constant interval.
    Every {
        /// Time between two departures.
        interval: Duration,
        /// Instant after `start` of one of them.
        from: Instant,
    },
}

impl Departures {
    /// Departures a week.
    pub fn per_week(&self) -> f64 {
        match self {
            Departures::Week(instants) => instants.len() as f64,
            Departures::Every { interval, .. } => WEEK.as_micros_f64() / (*interval).as_micros_f64(),
        }
    }
}

table! {
    /// Departures at a constant interval.
    pub(crate) struct Every in "lanes.NAME.departs" {
        /// Time between two departures.
        every: Duration as Duration = required, eg "4 h", above (0, LONGEST.as_micros() as i128);
        /// Moment of one of the departures.
        from: Option<Instant> as Instant = optional, example "2025-06-02T06:00:00", absent "`start`";
    }
}

/// A timetable, a list of them, or an interval.
pub(crate) struct Timetable;

impl Value for Timetable {
    type Of = Departures;
    const TABLE: Option<&'static Table> = Some(Every::TABLE);

    fn form() -> String {
        "timetable, list of timetables, or `{ every, from }`".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[
            r#""mon-fri 18:00""#,
            r#"["mon,wed 06:00", "sat 12:00"]"#,
            r#""mon-sun 09:00""#,
            r#"{ every = "4 h" }"#,
            r#"{ every = "5 h", from = 2025-01-06T02:00:00 }"#,
            r#"{ every = "90 min", from = 2025-01-06T00:20:00 }"#,
        ])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Departures> {
        if item.node.table().is_some() {
            let every = <Inline<Every> as Value>::read(reader, item, key)?;
            return Some(Departures::Every {
                interval: every.every,
                from: every.from.unwrap_or(Instant::ORIGIN),
            });
        }
        Some(reader.departures(item)).filter(|week| !week.is_empty()).map(Departures::Week)
    }

    fn write(value: &Departures, context: Context) -> String {
        match value {
            Departures::Week(instants) => timetables(instants),
            Departures::Every { interval, from } => {
                Inline::<Every>::write(&Every { every: *interval, from: Some(*from) }, context)
            }
        }
    }

    fn schema(_: &Key, schema: Schema) -> Json {
        let one = timetable_schema();
        json!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }, schema_of(Every::TABLE, schema)] })
    }
}

/// Schema of one timetable: weekdays and times.
pub(crate) fn timetable_schema() -> Json {
    text_of(&format!("\\s*{WEEKDAYS_PATTERN}\\s+{CLOCK}(\\s*,\\s*{CLOCK})*\\s*"))
}

/// Instants of the week as a list of timetables in TOML.
pub(crate) fn timetables(instants: &[Instant]) -> String {
    list_of(timetable_texts(instants).iter().map(|text| quoted(text)))
}

impl<'t> Reader<'t> {
    /// One timetable or a list of them, as instants of the week.
    pub(crate) fn departures(&mut self, item: Item<'t>) -> Vec<Instant> {
        let items = match &item.node.value {
            tree::Value::List(list) => list.iter().map(|node| item.inner(node)).collect(),
            _ => vec![item],
        };
        if items.is_empty() {
            let help = match item.key {
                "departs" => "leave it out to depart as soon as goods are ready".to_owned(),
                key => format!("for instance `{key} = \"mon-fri 06:00\"`"),
            };
            self.report(
                ScenarioError::at(item.place(), format!("`{}` names no departure", item.key), "empty")
                    .help(help),
            );
        }
        let mut departs: Vec<Instant> =
            items.into_iter().filter_map(|item| self.timetable(item)).flatten().collect();
        departs.sort_unstable();
        departs.dedup();
        departs
    }

    fn timetable(&mut self, item: Item<'t>) -> Option<Vec<Instant>> {
        let example = "\"tue,thu 18:00\"";
        let text = self.text(item, example)?.trim();
        let Some((days, times)) = text.rsplit_once(' ') else {
            self.report(
                ScenarioError::at(
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
                self.report(
                    ScenarioError::at(item.place(), "a departure cannot be at 24:00", "here")
                        .help("write 00:00 of the next day"),
                );
                return None;
            }
            departs.extend(
                (0..7).filter(|day| days[*day as usize]).map(|day: u64| Instant::midnight(day) + time),
            );
        }
        Some(departs)
    }
}

/// Instants of the week as texts that read back to the same, one for each time of day.
pub(crate) fn timetable_texts(departs: &[Instant]) -> Vec<String> {
    let mut by_time: BTreeMap<Duration, [bool; 7]> = BTreeMap::new();
    for departure in departs {
        by_time.entry(departure % DAY).or_default()[(departure / DAY) as usize % 7] = true;
    }
    by_time.into_iter().map(|(time, days)| format!("{} {}", days_text(days), clock_text(time))).collect()
}
