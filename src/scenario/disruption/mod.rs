//! Disruptions: what goes down, when, and how far.
//!
//! ```toml
//! [disruptions.attack]
//! from = 2025-08-31T20:00:00
//! takes_down = ["identity", "order_entry", "wms"]
//! to = "0%"                               # unless said
//! delay = { suppliers = "150%" }          # their lead times take so much longer
//! until = 2025-09-25                      # left out: until a restart phase brings it back
//! ```

pub mod acceptance_check;
pub mod failure;
pub mod gate;
pub mod manual_mode;
pub mod policy;
pub mod recurring_phase;
pub mod restart;

use super::syntax::diagnostic::{Fault, Place};
use super::syntax::quantity::level_text;
use super::syntax::reader::{Fields, Item, Reader, kind, listed};
use super::syntax::tree::{Entry, Value};
use super::syntax::writer::{Writer, braces, quoted};
use crate::units::{CapacityFactor, Micros};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

/// Takes targets down to a level from a moment on.
#[derive(Debug, Clone, PartialEq)]
pub struct Disruption {
    /// Name.
    pub name: String,
    /// Instant, after `start`.
    pub from: Micros,
    /// Systems, processes, sites (all their processes) and lanes.
    pub takes_down: Vec<CapacityTarget>,
    /// Level that is left of what it takes down.
    pub to: CapacityFactor,
    /// Suppliers, and how long their lead times take, of what they take else.
    pub delay: Vec<(CapacityTarget, CapacityFactor)>,
    /// Instant at which it ends by itself.
    pub until: Option<Micros>,
}

/// What can be taken down, brought back or boosted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CapacityTarget {
    /// A system by name.
    System(String),
    /// A process by name, at every site that lists it.
    Process(String),
    /// All processes of a site table; of suppliers, their lead times.
    Site(String),
    /// A lane: at 0 % it does not depart.
    Lane(String),
}

/// Longest delay, in percent of the usual lead time.
const LONGEST_DELAY: u32 = 10_000;

/// Tables of what can be taken down.
const TABLES: [&str; 4] = ["systems", "processes", "sites", "lanes"];

pub(super) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Disruption {
    let from = fields.need(reader, "from", "for instance `from = 2025-08-31T20:00:00`");
    let begin = from.and_then(|item| reader.instant(item));
    let delay = fields.take("delay");
    let down = match delay {
        Some(_) => fields.take("takes_down"),
        None => fields.need(reader, "takes_down", "for instance `takes_down = [\"wms\"]`"),
    };
    let takes_down = down.map(|item| reader.targets(item)).unwrap_or_default();
    let delay = delay.map(|item| reader.delay(item, &takes_down)).unwrap_or_default();
    let most = "a disruption leaves at most 100 %; more than normal is the `boost` of a restart phase";
    let to = fields.take("to");
    if !delay.is_empty() {
        reader.needs_beside(to, down, "takes_down");
    }
    let to = to.and_then(|item| reader.level(item, 100, most)).unwrap_or(CapacityFactor::STOPPED);
    let written = fields.take("until");
    let until = written.and_then(|item| reader.instant(item));
    reader.in_order(from.zip(begin), written.zip(until));
    fields.finish(reader);
    Disruption { name: name.to_owned(), from: begin.unwrap_or(0), takes_down, to, delay, until }
}

impl CapacityTarget {
    /// The target in a table by its name.
    fn of(table: &str, name: &str) -> Self {
        let name = name.to_owned();
        match table {
            "systems" => Self::System(name),
            "processes" => Self::Process(name),
            "sites" => Self::Site(name),
            _ => Self::Lane(name),
        }
    }

    /// The name in full: `processes.pick`.
    pub(super) fn full_name(&self) -> String {
        match self {
            Self::System(name) => format!("systems.{name}"),
            Self::Process(name) => format!("processes.{name}"),
            Self::Site(name) => format!("sites.{name}"),
            Self::Lane(name) => format!("lanes.{name}"),
        }
    }
}

impl<'t> Reader<'t> {
    /// A list of targets, not empty.
    pub(super) fn targets(&mut self, item: Item<'t>) -> Vec<CapacityTarget> {
        let before = self.faults();
        let items = self.list(item, "[\"wms\"]");
        if items.is_empty() && self.faults() == before {
            self.fault(Fault::at(item.place(), format!("`{}` is empty", item.key), "names nothing"));
        }
        let mut targets: Vec<(CapacityTarget, Place)> = Vec::new();
        for item in items {
            let target = self.text(item, "[\"wms\"]").and_then(|name| self.target(item.place(), name));
            let Some(target) = target else { continue };
            if let Some((_, first)) = targets.iter().find(|(earlier, _)| *earlier == target) {
                let first = *first;
                let message = format!("`{}` is listed twice", target.full_name());
                self.fault(Fault::at(item.place(), message, "here again").and(first, "listed here"));
            } else {
                targets.push((target, item.place()));
            }
        }
        targets.into_iter().map(|(target, _)| target).collect()
    }

    /// A target by its name, short or in full.
    pub(super) fn target(&mut self, place: Place, name: &str) -> Option<CapacityTarget> {
        if let Some((table, short)) = name.split_once('.') {
            if !TABLES.contains(&table) {
                self.fault(
                    Fault::at(
                        place,
                        format!("unknown table `{}`", super::syntax::reader::shown(table)),
                        "before the point",
                    )
                    .help(super::syntax::reader::nearest_of(
                        table,
                        &TABLES,
                        "tables of targets",
                    )),
                );
                return None;
            }
            if self.name_place(kind(table), short).is_none() {
                self.unknown(place, short, &[kind(table)]);
                return None;
            }
            return Some(CapacityTarget::of(table, short));
        }
        let found: Vec<&str> =
            TABLES.into_iter().filter(|table| self.name_place(kind(table), name).is_some()).collect();
        match found[..] {
            [table] => Some(CapacityTarget::of(table, name)),
            [] => {
                self.unknown(place, name, &TABLES.map(kind));
                None
            }
            _ => {
                let full: Vec<String> = found.iter().map(|table| format!("`{table}.{name}`")).collect();
                let full: Vec<&str> = full.iter().map(String::as_str).collect();
                self.fault(
                    Fault::at(
                        place,
                        format!("`{name}` may be {}", listed(&full, "or")),
                        "two things have this name",
                    )
                    .help("write the name in full"),
                );
                None
            }
        }
    }

    /// Suppliers and how long their lead times take, by name. That each is a supplier is seen when all is read.
    fn delay(&mut self, written: Item<'t>, down: &[CapacityTarget]) -> Vec<(CapacityTarget, CapacityFactor)> {
        let Some(table) = self.table(written, "{ suppliers = \"150%\" }") else { return Vec::new() };
        if table.entries.is_empty() {
            self.fault(Fault::at(written.place(), "`delay` is empty", "names nothing"));
        }
        let mut delays: Vec<(CapacityTarget, CapacityFactor)> = Vec::new();
        for entry in &table.entries {
            match &entry.node.value {
                // `sites.suppliers = ".."` without quotes is a table in a table.
                Value::Table(inner) => {
                    for below in &inner.entries {
                        let name = format!("{}.{}", entry.key, below.key);
                        self.one_delay(&name, below, down, &mut delays);
                    }
                }
                _ => self.one_delay(&entry.key, entry, down, &mut delays),
            }
        }
        delays.sort();
        delays
    }

    fn one_delay(
        &mut self,
        name: &str,
        entry: &'t Entry,
        down: &[CapacityTarget],
        delays: &mut Vec<(CapacityTarget, CapacityFactor)>,
    ) {
        let target = self.target(entry.at, name);
        let item = super::syntax::reader::item(entry);
        let stop = "what delivers nothing goes into `takes_down`";
        let delay = self.level(item, LONGEST_DELAY, stop);
        let Some((target, delay)) = target.zip(delay) else { return };
        if delay < CapacityFactor::NOMINAL {
            let fault = Fault::at(item.place(), "a delay is 100 % or more", "under 100 %");
            self.fault(
                fault.help("\"150%\": what takes 4 weeks takes 6; faster is the `boost` of a restart phase"),
            );
        } else if delays.iter().any(|(earlier, _)| *earlier == target) || down.contains(&target) {
            let message = format!("`{}` is slowed twice", target.full_name());
            self.fault(Fault::at(entry.at, message, "here again"));
        } else {
            delays.push((target, delay));
        }
    }

    /// A date or a date with a time, as it stands.
    pub(super) fn moment(&mut self, item: Item<'t>) -> Option<DateTime> {
        let example = "2025-08-31T20:00:00";
        let Value::Moment(moment) = &item.node.value else {
            self.wrong_form(item, "a date, or a date with a time, without quotes", example);
            return None;
        };
        let Some(date) = moment.date.filter(|_| moment.offset.is_none()) else {
            let (message, label) = if moment.date.is_none() {
                (format!("`{}` needs a date", item.key), "a time alone")
            } else {
                (format!("`{}` must be without a time zone", item.key), "has a time zone")
            };
            self.fault(
                Fault::at(item.place(), message, label)
                    .help(format!("for instance `{} = {example}`", item.key)),
            );
            return None;
        };
        let day = Date::new(date.year.cast_signed(), date.month.cast_signed(), date.day.cast_signed()).ok();
        let time = moment.time.map_or(Some(Time::midnight()), |time| {
            // What is below a microsecond no clock of the run can show.
            let nanos = time.nanosecond.unwrap_or(0) / 1_000 * 1_000;
            let second = time.second.unwrap_or(0).cast_signed();
            Time::new(time.hour.cast_signed(), time.minute.cast_signed(), second, nanos.cast_signed()).ok()
        });
        let read = day.zip(time).map(|(day, time)| day.to_datetime(time));
        if read.is_none() {
            self.fault(Fault::at(item.place(), format!("there is no such moment as {moment}"), "this date"));
        }
        read
    }

    /// A moment as an instant after `start`.
    pub(super) fn instant(&mut self, item: Item<'t>) -> Option<Micros> {
        let moment = self.moment(item)?;
        let start = self.start?;
        let since = moment.duration_since(start).as_micros();
        if let Ok(instant) = Micros::try_from(since) {
            return Some(instant);
        }
        let fault =
            Fault::at(item.place(), format!("`{}` is before the run begins", item.key), "before `start`");
        let fault = match self.node(&["start"]) {
            Some(node) => fault.and(node.place, "the run begins"),
            None => fault,
        };
        self.fault(fault);
        None
    }

    /// Says that an end is not after its begin.
    pub(super) fn in_order(&mut self, from: Option<(Item<'t>, Micros)>, until: Option<(Item<'t>, Micros)>) {
        if let (Some((from, begin)), Some((until, end))) = (from, until)
            && end <= begin
        {
            self.fault(
                Fault::at(until.place(), "`until` must be after `from`", "not after")
                    .and(from.place(), "the begin"),
            );
        }
    }
}

/// An instant after `start` as a date with a time.
pub(super) fn moment_text(start: DateTime, instant: Micros) -> String {
    let since = SignedDuration::from_micros(i64::try_from(instant).unwrap_or(i64::MAX));
    start.checked_add(since).unwrap_or(DateTime::MAX).to_string()
}

impl Disruption {
    pub(super) fn write(&self, writer: &mut Writer, start: DateTime) {
        writer.bare("from", moment_text(start, self.from));
        if !self.takes_down.is_empty() {
            writer.texts("takes_down", self.takes_down.iter().map(CapacityTarget::full_name));
            writer.text("to", &level_text(self.to));
        }
        if !self.delay.is_empty() {
            let delay = self.delay.iter();
            let delay: Vec<(String, String)> = delay
                .map(|(target, delay)| (quoted(&target.full_name()), quoted(&level_text(*delay))))
                .collect();
            writer.bare("delay", braces(delay.iter().map(|(name, delay)| (name.as_str(), delay.clone()))));
        }
        if let Some(until) = self.until {
            writer.bare("until", moment_text(start, until));
        }
    }
}
