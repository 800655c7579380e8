//! Calendar: working days and hours, and the capacity factor in each shift.
//!
//! ```toml
//! [calendars.two_shifts]
//! shifts = ["mon-fri 06:00-14:00", "mon-fri 14:00-22:00", "sat 06:00-12:00 at 50%"]
//! holidays = [2025-08-25, 2025-12-25]
//! ```

use crate::registers::key::{Key, Schema};
use crate::registers::table::table;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{CLOCK, list_of, text_of};
use crate::scenario::syntax::quantity::{level_text, split};
use crate::scenario::syntax::reader::{Item, Reader, shown};
use crate::scenario::syntax::tree;
use crate::scenario::syntax::value::{Context, StandIn, Value};
use crate::scenario::syntax::writer::quoted;
use crate::units::{CapacityFactor, DAY, Duration, HOUR, MINUTE, SECOND};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

/// Names of the weekdays, Monday first.
pub(crate) const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Weekdays, in patterns.
pub(crate) const WEEKDAYS_PATTERN: &str = concat!(
    "(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?",
    r"(\s*,\s*(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?)*"
);

table! {
    /// Working hours by weekday, with holidays.
    pub struct Calendar in "calendars.NAME" ("calendar", "calendars") {
        /// Shifts: weekdays, two times, and a capacity factor up to 1000 %. Where two overlap, the
        /// larger factor holds; one whose end is not after its start ends on the next day.
        shifts: Vec<Shift> as Shifts = required,
            eg ["mon-fri 06:00-14:00", "sat 22:00-06:00 at 50%"];
        /// Days on which no shift starts.
        holidays: Vec<Date> as Dates = [], example "[2025-12-25]";
    }
}

/// Shift on some weekdays.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// Weekdays on which it begins, Monday first.
    pub days: [bool; 7],
    /// Begin after midnight.
    pub from: Duration,
    /// End after midnight of the day of its begin: more than 24 h when it ends on the next day.
    pub to: Duration,
    /// Speed in it.
    pub level: CapacityFactor,
}

/// A list of shifts, not empty.
pub(crate) struct Shifts;

impl Value for Shifts {
    type Of = Vec<Shift>;

    fn form() -> String {
        "list of shifts".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Vec<Shift>> {
        let before = reader.errors();
        let items = reader.list(item, key.example);
        let shifts: Vec<Shift> = items.into_iter().filter_map(|item| reader.shift(item)).collect();
        if shifts.is_empty() && reader.errors() == before {
            reader.report(
                ScenarioError::at(item.place(), format!("`{}` has no shift", item.key), "an empty list")
                    .help(format!("for instance `{}`", key.example_line())),
            );
        }
        Some(shifts)
    }

    fn write(value: &Vec<Shift>, _: Context) -> String {
        list_of(value.iter().map(|shift| quoted(&shift_text(shift))))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        let shift = text_of(&format!(
            "\\s*{WEEKDAYS_PATTERN}\\s+{CLOCK}\\s*-\\s*{CLOCK}(\\s+at\\s+[0-9]+(\\.[0-9]+)?\\s*%)?\\s*"
        ));
        json!({ "type": "array", "items": shift, "minItems": 1 })
    }
}

impl StandIn for Shifts {
    fn stand_in() -> Vec<Shift> {
        Vec::new()
    }
}

/// A list of dates, in order.
pub(crate) struct Dates;

impl Value for Dates {
    type Of = Vec<Date>;

    fn form() -> String {
        "list of dates".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Vec<Date>> {
        let items = reader.list(item, key.example);
        let mut dates: Vec<Date> = items.into_iter().filter_map(|item| reader.date(item)).collect();
        dates.sort_unstable();
        dates.dedup();
        Some(dates)
    }

    fn write(value: &Vec<Date>, _: Context) -> String {
        list_of(value.iter().map(Date::to_string))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "type": "array", "items": text_of("[0-9]{4}-[0-9]{2}-[0-9]{2}") })
    }
}

impl StandIn for Dates {
    fn stand_in() -> Vec<Date> {
        Vec::new()
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
fn clock_of(text: &str) -> Option<Duration> {
    let mut parts = text.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next());
    if parts.next().is_some() || hour.is_empty() || hour.len() > 2 {
        return None;
    }
    let whole = |text: &str| {
        Some(text).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?.parse::<u64>().ok()
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
    Some(
        whole(hour)? * HOUR
            + under_60(minute)? * MINUTE
            + under_60(second)? * SECOND
            + Duration::from_micros(micros),
    )
}

/// A time of day as `06:00`, with seconds and what is under a second where there are any.
pub(crate) fn clock_text(time: Duration) -> String {
    let clock = format!("{:02}:{:02}", time / HOUR, time % HOUR / MINUTE);
    let (seconds, micros) = (time % MINUTE / SECOND, (time % SECOND).as_micros());
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
                    self.report(
                        ScenarioError::at(
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
            self.report(
                ScenarioError::at(
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
            self.report(
                ScenarioError::at(item.place(), "a shift cannot begin at 24:00", "here")
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
            self.report(
                ScenarioError::at(item.place(), format!("unknown weekday `{}`", shown(word)), "in this text")
                    .help(help),
            );
        }
        found
    }

    /// A time of day from `00:00` to `24:00`, with seconds (`00:14:24`, `00:14:24.5`) where it
    /// needs them.
    pub(crate) fn clock(&mut self, item: Item<'t>, text: &str) -> Option<Duration> {
        let time = clock_of(text).filter(|time| *time <= DAY);
        if time.is_none() {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("`{}` is not a time of day", shown(text)),
                    "in this text",
                )
                .help("from `00:00` to `24:00`"),
            );
        }
        time
    }

    /// A date without a time.
    fn date(&mut self, item: Item<'t>) -> Option<Date> {
        match &item.node.value {
            tree::Value::Moment(moment) if moment.time.is_none() && moment.offset.is_none() => {
                let date = moment.date?;
                let read = Date::new(
                    date.year.try_into().ok()?,
                    date.month.try_into().ok()?,
                    date.day.try_into().ok()?,
                );
                if read.is_err() {
                    self.report(ScenarioError::at(
                        item.place(),
                        format!("there is no day {date}"),
                        "this date",
                    ));
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
