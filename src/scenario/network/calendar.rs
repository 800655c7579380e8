//! Calendars: on which days and hours work is done, and how fast.
//!
//! ```toml
//! [calendars.two_shifts]
//! shifts = ["mon-fri 06:00-14:00", "mon-fri 14:00-22:00", "sat 06:00-12:00 at 50%"]
//! holidays = [2025-08-25, 2025-12-25]
//! ```

use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::forms::Named;
use crate::scenario::syntax::quantity::{level_text, split};
use crate::scenario::syntax::reader::{Fields, Item, Reader, shown};
use crate::scenario::syntax::tree::Value;
use crate::scenario::syntax::writer::Writer;
use crate::units::{CapacityFactor, DAY, HOUR, MINUTE, Micros, SECOND};
use jiff::civil::Date;

/// Names of the weekdays, Monday first.
pub(crate) const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Weekdays, in patterns.
pub(crate) const WEEKDAYS_PATTERN: &str = concat!(
    "(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?",
    r"(\s*,\s*(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?)*"
);

/// Working hours by weekday, with holidays.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Name.
    pub name: String,
    /// Shifts; where two overlap, the larger level holds.
    pub shifts: Vec<Shift>,
    /// Days on which no shift begins, in order.
    pub holidays: Vec<Date>,
}

impl Named for Calendar {
    const IN: &'static str = "calendars";
}

/// One shift on some weekdays.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// Weekdays on which it begins, Monday first.
    pub days: [bool; 7],
    /// Begin after midnight.
    pub from: Micros,
    /// End after midnight of the day of its begin: more than 24 h when it ends on the next day.
    pub to: Micros,
    /// Speed in it.
    pub level: CapacityFactor,
}

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Calendar {
    let example = "[\"mon-fri 06:00-14:00\"]";
    let mut shifts = Vec::new();
    if let Some(item) = fields.need(reader, "shifts", &format!("for instance `shifts = {example}`")) {
        let before = reader.faults();
        for item in reader.list(item, example) {
            shifts.extend(reader.shift(item));
        }
        if shifts.is_empty() && reader.faults() == before {
            reader.fault(
                Fault::at(item.place(), format!("calendar `{name}` has no shift"), "an empty list")
                    .help(format!("for instance `shifts = {example}`")),
            );
        }
    }
    let mut holidays = Vec::new();
    if let Some(item) = fields.take("holidays") {
        for item in reader.list(item, "[2025-12-25]") {
            holidays.extend(reader.date(item));
        }
    }
    fields.finish(reader);
    holidays.sort_unstable();
    holidays.dedup();
    Calendar { name: name.to_owned(), shifts, holidays }
}

impl Calendar {
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.texts("shifts", self.shifts.iter().map(shift_text));
        let holidays: Vec<String> = self.holidays.iter().map(Date::to_string).collect();
        writer.bare("holidays", format!("[{}]", holidays.join(", ")));
    }
}

fn shift_text(shift: &Shift) -> String {
    let to = if shift.to > DAY { shift.to - DAY } else { shift.to };
    let times = format!("{} {}-{}", days_text(shift.days), clock_text(shift.from), clock_text(to));
    if shift.level == CapacityFactor::NOMINAL {
        times
    } else {
        format!("{times} at {}", level_text(shift.level))
    }
}

/// `mon-fri,sun`: runs of three days and more are drawn together.
pub(crate) fn days_text(days: [bool; 7]) -> String {
    let mut parts = Vec::new();
    let mut day = 0;
    while day < 7 {
        let run = days[day..].iter().take_while(|on| **on).count();
        match run {
            0 => {}
            1 | 2 => parts.extend(WEEKDAYS[day..day + run].iter().map(|day| (*day).to_owned())),
            _ => parts.push(format!("{}-{}", WEEKDAYS[day], WEEKDAYS[day + run - 1])),
        }
        day += run.max(1);
    }
    parts.join(",")
}

/// Hours, minutes and seconds as a time after midnight.
fn clock_of(text: &str) -> Option<Micros> {
    let mut parts = text.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some() || hour.is_empty() || hour.len() > 2 {
        return None;
    }
    let whole = |text: &str| {
        Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?.parse::<Micros>().ok()
    };
    let under_60 =
        |text: &str| Some(text).filter(|text| text.len() == 2).and_then(whole).filter(|number| *number < 60);
    let (second, broken) = match second {
        Some(second) => {
            second.split_once('.').map_or((second, None), |(whole, broken)| (whole, Some(broken)))
        }
        None => ("00", None),
    };
    let micros = match broken {
        Some(broken) if (1..=6).contains(&broken.len()) => whole(&format!("{broken:0<6}"))?,
        Some(_) => return None,
        None => 0,
    };
    Some(whole(hour)? * HOUR + under_60(minute)? * MINUTE + under_60(second)? * SECOND + micros)
}

/// A time of day as `06:00`, with seconds and what is under a second where there are any.
pub(crate) fn clock_text(time: Micros) -> String {
    let clock = format!("{:02}:{:02}", time / HOUR, time % HOUR / MINUTE);
    let (seconds, micros) = (time % MINUTE / SECOND, time % SECOND);
    match (seconds, micros) {
        (0, 0) => clock,
        (_, 0) => format!("{clock}:{seconds:02}"),
        _ => format!("{clock}:{seconds:02}.{}", format!("{micros:06}").trim_end_matches('0')),
    }
}

impl<'t> Reader<'t> {
    fn shift(&mut self, item: Item<'t>) -> Option<Shift> {
        let example = "\"mon-fri 06:00-14:00\"";
        let text = self.text(item, example)?;
        let (times, level) = match text.split_once(" at ") {
            Some((times, level)) => (times, Some(level)),
            None => (text, None),
        };
        let level = match level {
            None => CapacityFactor::NOMINAL,
            Some(written) => {
                let percent = split(written)
                    .filter(|(_, unit)| *unit == "%")
                    .map(|(number, _)| number.times(10_000, 0));
                let Some(level) = percent.filter(|level| (0.0..=10_000_000.0).contains(level)) else {
                    self.fault(
                        Fault::at(
                            item.place(),
                            format!("`{}` is not the level of a shift", shown(written)),
                            "after `at`",
                        )
                        .help("a share of normal speed up to 1000 %, for instance `at 50%`"),
                    );
                    return None;
                };
                CapacityFactor::from_ppm(level.round() as u32)
            }
        };
        let parts = times
            .trim()
            .split_once(' ')
            .and_then(|(days, hours)| Some((days, hours.trim().split_once('-')?)));
        let Some((days, (from, to))) = parts else {
            self.fault(
                Fault::at(
                    item.place(),
                    format!("`{}` is not a shift", shown(text)),
                    "weekdays and two times belong here",
                )
                .help(format!("for instance {example} or \"sat 06:00-12:00 at 50%\"")),
            );
            return None;
        };
        let days = self.weekdays(item, days)?;
        let from = self.clock(item, from.trim())?;
        let end = self.clock(item, to.trim())?;
        // Night shifts end on the next day.
        let to = if end <= from { end + DAY } else { end };
        if from == DAY {
            self.fault(
                Fault::at(item.place(), "a shift cannot begin at 24:00", "here")
                    .help("write 00:00 of the next day"),
            );
            return None;
        }
        Some(Shift { days, from, to, level })
    }

    /// `mon-fri,sun`.
    pub(crate) fn weekdays(&mut self, item: Item<'t>, text: &str) -> Option<[bool; 7]> {
        let mut days = [false; 7];
        for part in text.split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            let first = self.weekday(item, first.trim())?;
            let last = self.weekday(item, last.trim())?;
            let mut day = first;
            days[day] = true;
            while day != last {
                day = (day + 1) % 7;
                days[day] = true;
            }
        }
        Some(days)
    }

    /// Number of a weekday, Monday 0.
    pub(crate) fn weekday(&mut self, item: Item<'t>, word: &str) -> Option<usize> {
        let found = WEEKDAYS.iter().position(|day| *day == word);
        if found.is_none() {
            // The days in full are no near miss by letters.
            let short: String = word.to_lowercase().chars().take(3).collect();
            let help = match WEEKDAYS.iter().find(|day| **day == short) {
                Some(day) => format!("did you mean `{day}`? Weekdays: {}", WEEKDAYS.join(", ")),
                None => format!("weekdays: {}", WEEKDAYS.join(", ")),
            };
            self.fault(
                Fault::at(item.place(), format!("unknown weekday `{}`", shown(word)), "in this text")
                    .help(help),
            );
        }
        found
    }

    /// A time of day from `00:00` to `24:00`, with seconds (`00:14:24`, `00:14:24.5`) where it needs them.
    pub(crate) fn clock(&mut self, item: Item<'t>, text: &str) -> Option<Micros> {
        let time = clock_of(text).filter(|time| *time <= DAY);
        if time.is_none() {
            self.fault(
                Fault::at(item.place(), format!("`{}` is not a time of day", shown(text)), "in this text")
                    .help("from `00:00` to `24:00`"),
            );
        }
        time
    }

    /// A date without a time.
    fn date(&mut self, item: Item<'t>) -> Option<Date> {
        match &item.node.value {
            Value::Moment(moment) if moment.time.is_none() && moment.offset.is_none() => {
                let date = moment.date?;
                let read = Date::new(
                    date.year.try_into().ok()?,
                    date.month.try_into().ok()?,
                    date.day.try_into().ok()?,
                );
                if read.is_err() {
                    self.fault(Fault::at(item.place(), format!("there is no day {date}"), "this date"));
                }
                read.ok()
            }
            _ => {
                self.wrong_form(item, "dates", "[2025-12-25]");
                None
            }
        }
    }
}
