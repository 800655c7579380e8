//! Quantities with units: durations, shares, rates, pieces, money.
//!
//! `"48 h"` and `"2 days"` are the same quantity: values are computed from the decimal digits
//! exactly and
//! rounded once, so that the unit someone likes changes no bit of a result.

use super::diagnostic::{Place, ScenarioError};
use super::reader::{Item, Reader, nearest, shown};
use super::tree::Value;
use crate::registers::key::Key;
use crate::scenario::register::tables;
use crate::units::{CapacityFactor, DAY, Duration, HOUR, MINUTE, Per, Rate, SECOND, Share, Span, WEEK, YEAR};

/// Longest duration: beyond it microseconds are no longer exact in a double.
pub(crate) const LONGEST: Duration = Duration::from_micros(200 * YEAR.as_micros());

/// Most lines that a key counts.
const MOST_LINES: f64 = 1e7;

/// Units of time, longest first: word, plural, microseconds.
const TIMES: [(&str, &str, Duration); 7] = [
    ("week", "weeks", WEEK),
    ("day", "days", DAY),
    ("h", "h", HOUR),
    ("min", "min", MINUTE),
    ("s", "s", SECOND),
    ("ms", "ms", Duration::from_micros(1_000)),
    ("us", "us", Duration::MICROSECOND),
];

/// What people write, and what is meant.
const OTHER_WORDS: [(&str, &str); 15] = [
    ("hour", "h"),
    ("hours", "h"),
    ("hr", "h"),
    ("hrs", "h"),
    ("minute", "min"),
    ("minutes", "min"),
    ("mins", "min"),
    ("m", "min"),
    ("second", "s"),
    ("seconds", "s"),
    ("sec", "s"),
    ("d", "days"),
    ("w", "weeks"),
    ("pcs", "pieces"),
    ("percent", "%"),
];

const TIME_WORDS: [&str; 9] = ["us", "ms", "s", "min", "h", "day", "days", "week", "weeks"];
const SPAN_WORDS: [&str; 11] =
    ["us", "ms", "s", "min", "h", "day", "days", "week", "weeks", "working day", "working days"];

/// A decimal number as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: i128,
    decimals: u32,
}

impl Decimal {
    /// The number times a whole factor, through a power of ten, rounded once.
    pub(crate) fn times(self, factor: u64, through_ten_to: u32) -> f64 {
        let Some(product) = self.digits.checked_mul(i128::from(factor)) else { return f64::INFINITY };
        format!("{product}e-{}", self.decimals + through_ten_to).parse().unwrap_or(f64::INFINITY)
    }

    fn negative(self) -> bool {
        self.digits < 0
    }
}

/// A number and what follows it. `None` where there is no number.
pub(crate) fn split(text: &str) -> Option<(Decimal, &str)> {
    let text = text.trim();
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = unsigned.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(unsigned.len());
    let (number, unit) = unsigned.split_at(end);
    let (whole, broken) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || broken.contains('.') || number.ends_with('.') || number.len() > 25 {
        return None;
    }
    let digits: i128 = format!("{whole}{broken}").parse().ok()?;
    let decimals = u32::try_from(broken.len()).ok()?;
    Some((Decimal { digits: if negative { -digits } else { digits }, decimals }, unit.trim()))
}

/// Microseconds of a unit of time.
fn time_unit(word: &str) -> Option<Duration> {
    TIMES.iter().find(|(one, many, _)| word == *one || word == *many).map(|(_, _, micros)| *micros)
}

/// A number of a unit of time in microseconds.
pub(crate) fn in_micros(number: Decimal, unit: &str) -> Option<f64> {
    time_unit(unit).map(|micros| number.times(micros.as_micros(), 0))
}

fn is_working_day(unit: &str) -> bool {
    matches!(unit, "working day" | "working days")
}

/// An alternative of a key that takes a quantity in this unit.
fn key_of_unit(name: &str, unit: &str) -> Option<&'static str> {
    let singular = |word: &str| word.trim_matches('"').trim_end_matches('s').to_owned();
    let unit = singular(unit);
    let tables = tables().into_iter();
    tables.filter_map(|table| table.key(name).map(|key| (table, key))).find_map(|(table, key)| {
        let others = table.keys.iter().filter(|other| {
            !other.alternative.is_empty()
                && !key.alternative.is_empty()
                && other.alternative != key.alternative
        });
        let takes_unit =
            |other: &&Key| other.example.split_whitespace().skip(1).any(|word| singular(word) == unit);
        others.into_iter().find(takes_unit).map(|other| other.name)
    })
}

impl<'t> Reader<'t> {
    /// A number at least 0 with its unit, as texts hold it; `units` are the words that may stand
    /// there.
    pub(crate) fn measured(
        &mut self,
        item: Item<'t>,
        of: &str,
        units: &[&str],
        example: &str,
    ) -> Option<(Decimal, &'t str)> {
        let text = match &item.node.value {
            Value::Text(text) => text,
            Value::Whole(_) | Value::Number(_) => {
                self.report(
                    ScenarioError::at(item.place(), format!("`{}` needs a unit", item.key), "a bare number")
                        .help(format!(
                            "for instance `{} = {example}`; units: {}",
                            item.key,
                            units.join(", ")
                        )),
                );
                return None;
            }
            _ => {
                self.wrong_form(item, of, example);
                return None;
            }
        };
        let Some((number, unit)) = split(text) else {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("`{}` is not {of}", shown(text)),
                    "a number and a unit belong here",
                )
                .help(format!("for instance `{} = {example}`", item.key)),
            );
            return None;
        };
        if number.negative() {
            self.report(
                ScenarioError::at(item.place(), format!("`{}` must not be negative", item.key), "negative")
                    .help("0 or more"),
            );
            return None;
        }
        Some((number, unit))
    }

    /// Says that a unit is none of those that may stand there.
    pub(crate) fn wrong_unit(&mut self, item: Item<'_>, unit: &str, units: &[&str], example: &str) {
        let allowed = format!("units here: {}; for instance `{} = {example}`", units.join(", "), item.key);
        if unit.is_empty() {
            let error = ScenarioError::at(
                item.place(),
                format!("`{}` needs a unit", item.key),
                "a number without unit",
            );
            self.report(error.help(allowed));
            return;
        }
        if let Some(key) = key_of_unit(item.key, unit) {
            let message = format!(
                "expected {} such as `{}`; for {unit} use `{key}`",
                if units.contains(&"day") { "a duration" } else { "a quantity" },
                example.trim_matches('"')
            );
            self.report(ScenarioError::at(item.place(), message, "another unit").help(allowed));
            return;
        }
        let meant = OTHER_WORDS.iter().find(|(word, meant)| *word == unit && units.contains(meant));
        let help = match meant.map(|(_, meant)| *meant).or_else(|| nearest(unit, units)) {
            Some(word) if word != unit => format!("did you mean `{word}`? {allowed}"),
            _ => allowed,
        };
        self.report(
            ScenarioError::at(item.place(), format!("unknown unit `{}`", shown(unit)), "this unit")
                .help(help),
        );
    }

    /// A length of time in microseconds, not rounded.
    pub(crate) fn time(&mut self, item: Item<'t>, example: &str) -> Option<f64> {
        let (number, unit) = self.measured(item, "a duration", &TIME_WORDS, example)?;
        if is_working_day(unit) {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("`{}` cannot be in working days", item.key),
                    "this unit",
                )
                .help(format!("units here: {}", TIME_WORDS.join(", "))),
            );
            return None;
        }
        let Some(micros) = time_unit(unit) else {
            self.wrong_unit(item, unit, &TIME_WORDS, example);
            return None;
        };
        self.not_too_long(item, number.times(micros.as_micros(), 0))
    }

    fn not_too_long(&mut self, item: Item<'_>, micros: f64) -> Option<f64> {
        if micros <= LONGEST.as_micros_f64() {
            return Some(micros);
        }
        self.report(
            ScenarioError::at(item.place(), format!("`{}` is too long", item.key), "over 200 years")
                .help("200 years at most"),
        );
        None
    }

    /// A length of time in whole microseconds.
    pub(crate) fn duration(&mut self, item: Item<'t>, example: &str) -> Option<Duration> {
        self.time(item, example).map(|micros| Duration::from_micros(micros.round() as u64))
    }

    /// Elapsed time or working days, over 0.
    pub(crate) fn span(&mut self, item: Item<'t>, example: &str) -> Option<Span> {
        let (number, unit) = self.measured(item, "a duration", &SPAN_WORDS, example)?;
        let span = if is_working_day(unit) {
            let days = number.times(1, 0);
            self.not_too_long(item, days * DAY.as_micros_f64())?;
            Span::WorkingDays(days)
        } else if let Some(micros) = time_unit(unit) {
            Span::Elapsed(Duration::from_micros(
                self.not_too_long(item, number.times(micros.as_micros(), 0))?.round() as u64,
            ))
        } else {
            self.wrong_unit(item, unit, &SPAN_WORDS, example);
            return None;
        };
        if matches!(span, Span::Elapsed(Duration::ZERO)) || number.digits == 0 {
            self.report(ScenarioError::at(
                item.place(),
                format!("`{}` must be over 0", item.key),
                "no time at all",
            ));
            return None;
        }
        Some(span)
    }

    fn percent(&mut self, item: Item<'t>, example: &str) -> Option<Decimal> {
        let (number, unit) = self.measured(item, "a share in %", &["%"], example)?;
        if unit != "%" {
            self.wrong_unit(item, unit, &["%"], example);
            return None;
        }
        Some(number)
    }

    /// A share from 0 to 1.
    pub(crate) fn share(&mut self, item: Item<'t>, example: &str) -> Option<f64> {
        let share = self.percent(item, example)?.times(1, 2);
        if share > 1.0 {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("`{}` must be between 0 % and 100 %", item.key),
                    "over 100 %",
                )
                .help("a share is from 0 % to 100 %"),
            );
            return None;
        }
        Some(share)
    }

    /// A share in integer millionths.
    pub(crate) fn whole_share(&mut self, item: Item<'t>, help: &str) -> Option<Share> {
        self.ppm(item, 100, help).map(Share::from_ppm)
    }

    /// A capacity factor up to `most` percent.
    pub(crate) fn level(&mut self, item: Item<'t>, most: u32, help: &str) -> Option<CapacityFactor> {
        self.ppm(item, most, help).map(CapacityFactor::from_ppm)
    }

    fn ppm(&mut self, item: Item<'t>, most: u32, help: &str) -> Option<u32> {
        let percent = self.percent(item, "\"50%\"")?;
        if percent.times(1, 0) > f64::from(most) {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("`{}` is at most {most} %", item.key),
                    format!("over {most} %"),
                )
                .help(help),
            );
            return None;
        }
        Some(percent.times(10_000, 0).round() as u32)
    }

    /// An integer number of lines, with their word: at least a minimum.
    pub(crate) fn whole_lines(&mut self, item: Item<'t>, least: u32, example: &str) -> Option<u32> {
        let many = self.things_of(item, ["line", "lines"], example)?;
        let allowed = many.fract() == 0.0 && (f64::from(least)..=MOST_LINES).contains(&many);
        if !allowed {
            let message = format!("`{}` must be whole lines, from {least} to ten million", item.key);
            let error = ScenarioError::at(item.place(), message, "not an allowed number");
            self.report(error.help(format!("for instance `{} = {example}`", item.key)));
        }
        allowed.then_some(many as u32)
    }

    /// An integer number of things, with their word.
    pub(crate) fn things_of(
        &mut self,
        item: Item<'t>,
        words: [&'static str; 2],
        example: &str,
    ) -> Option<f64> {
        let (number, unit) = self.measured(item, &format!("a number of {}", words[1]), &words, example)?;
        if !words.contains(&unit) {
            self.wrong_unit(item, unit, &words, example);
            return None;
        }
        let many = number.times(1, 0);
        if many > 1e9 {
            self.report(ScenarioError::at(
                item.place(),
                format!("`{}` is too many", item.key),
                "over a thousand million",
            ));
            return None;
        }
        Some(many)
    }

    /// Whole pieces.
    pub(crate) fn pieces(&mut self, item: Item<'t>) -> Option<u32> {
        let many = self.things_of(item, ["piece", "pieces"], "\"3 pieces\"")?;
        if many.fract() != 0.0 {
            self.report(ScenarioError::at(
                item.place(),
                format!("`{}` must be whole pieces", item.key),
                "not an integer",
            ));
            return None;
        }
        Some(many as u32)
    }

    /// A sum of money; all of a scenario in one currency.
    pub(crate) fn money(&mut self, item: Item<'t>) -> Option<f64> {
        let text = item.text().unwrap_or_default();
        self.sum_of_money(item, text, "\"£9\"")
    }

    /// Money for a day: `£45/day`.
    pub(crate) fn money_a_day(&mut self, item: Item<'t>) -> Option<f64> {
        let example = "\"£45/day\"";
        let text = item.text().unwrap_or_default().trim();
        let a_day = ["/day", "/ day", " per day"].iter().find_map(|end| text.strip_suffix(end));
        if let (None, Some('£' | '€' | '$')) = (a_day, text.chars().next()) {
            let help = format!("for instance `{} = {example}`", item.key);
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("`{}` must be money for a day", item.key),
                    "no day in it",
                )
                .help(help),
            );
            return None;
        }
        self.sum_of_money(item, a_day.unwrap_or(text), example)
    }

    fn sum_of_money(&mut self, item: Item<'t>, text: &'t str, example: &str) -> Option<f64> {
        let units = ["£", "€", "$"];
        let sign = text.trim().chars().next().filter(|sign| "£€$".contains(*sign));
        let Some(sign) = sign else {
            let (_, unit) = self.measured(item, "a sum of money", &units, example)?;
            self.wrong_unit(item, unit, &units, example);
            return None;
        };
        let (currency, first) = *self.currency.get_or_insert((sign, item.place()));
        if currency != sign {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("two currencies in one scenario: {currency} and {sign}"),
                    "another",
                )
                .and(first, "the first sum of money")
                .help("write all sums in one currency"),
            );
            return None;
        }
        let written = text.trim().trim_start_matches(sign);
        match split(written) {
            Some((number, "")) if !number.negative() && number.times(1, 0) <= 1e12 => {
                Some(number.times(1, 0))
            }
            Some((number, "")) if number.negative() => {
                self.report(ScenarioError::at(
                    item.place(),
                    format!("`{}` must not be negative", item.key),
                    "negative",
                ));
                None
            }
            _ => {
                self.report(
                    ScenarioError::at(
                        item.place(),
                        format!("`{}` is not a sum of money", shown(written)),
                        "after the sign",
                    )
                    .help(format!("for instance `{} = {example}`", item.key)),
                );
                None
            }
        }
    }

    /// A number of `things` per time: `24 lines/h`, `70 per working day`. `ends` are words that may
    /// end it; which
    /// one did is returned beside the rate. With it, the place in `things` of the word that was
    /// counted.
    pub(crate) fn rate(
        &mut self,
        item: Item<'t>,
        things: &[[&'static str; 2]],
        ends: &[&'static str],
        example: &str,
    ) -> Option<(Rate, Option<&'static str>, Option<usize>)> {
        let (number, rest) = self.measured(item, "a rate", &["lines/h", "lines/working day"], example)?;
        let end = ends.iter().copied().find(|end| rest.ends_with(end));
        let rest = end.map_or(rest, |end| rest[..rest.len() - end.len()].trim_end());
        let split = rest
            .split_once('/')
            .or_else(|| rest.split_once(" per "))
            .or_else(|| rest.strip_prefix("per ").map(|time| ("", time)));
        let Some((thing, time)) = split else {
            let error = ScenarioError::at(
                item.place(),
                format!("`{}` needs a rate: a number per time", item.key),
                "no time in it",
            );
            self.report(error.help(format!("for instance `{} = {example}`", item.key)));
            return None;
        };
        let (thing, time) = (thing.trim(), time.trim());
        let counted = things.iter().position(|words| words.contains(&thing));
        if counted.is_none() && !thing.is_empty() {
            let words: Vec<&str> = things.iter().map(|words| words[1]).collect();
            self.wrong_unit(item, thing, &words, example);
            return None;
        }
        let rate = if is_working_day(time) {
            Rate { count: number.times(1, 0), per: Per::WorkingDay }
        } else if let Some(micros) = time_unit(time) {
            // Every unit of time divides a week, so that rates in any of them become the same
            // number.
            Rate { count: number.times(WEEK / micros, 0), per: Per::Time(WEEK) }
        } else if time == "year" {
            // A week does not divide it.
            Rate { count: number.times(1, 0), per: Per::Time(YEAR) }
        } else {
            self.wrong_unit(item, time, &["s", "min", "h", "day", "week", "working day", "year"], example);
            return None;
        };
        if number.digits == 0 || rate.count > 1e15 {
            let error =
                ScenarioError::at(item.place(), format!("`{}` must be over 0", item.key), "out of range");
            self.report(error.help("over 0, and small enough to compute with"));
            return None;
        }
        Some((rate, end, counted))
    }

    /// Says which of two alternatives should go.
    pub(crate) fn both_specified(&mut self, here: Item<'_>, there: Item<'_>, help: &str) {
        self.report(
            ScenarioError::at(
                here.at,
                format!("`{}` and `{}` cannot both stand here", there.key, here.key),
                "or this",
            )
            .and(there.at, "one of these")
            .help(help),
        );
    }
}

/// A list of shares that must add up to 100 %.
pub(crate) fn adds_up(shares: impl Iterator<Item = f64>) -> (f64, bool) {
    let sum: f64 = shares.sum();
    (sum, (sum - 1.0).abs() < 1e-9)
}

/// Says that shares do not add up to 100 %.
pub(crate) fn wrong_sum(place: Place, what: &str, sum: f64) -> ScenarioError {
    ScenarioError::at(
        place,
        format!("{what} add up to {} %, not to 100 %", rounded(sum * 100.0)),
        "one of these",
    )
    .help("all together make 100 %")
}

/// A number with at most four decimals, for messages.
fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

/// Microseconds as a text that reads back to the same number.
pub(crate) fn time_text(micros: f64) -> String {
    for (one, many, unit) in TIMES {
        let text = format!("{}", micros / unit.as_micros_f64());
        let same = split(&text)
            .is_some_and(|(number, _)| number.times(unit.as_micros(), 0).to_bits() == micros.to_bits());
        let short = text.split_once('.').is_none_or(|(_, broken)| broken.is_empty());
        if micros != 0.0 && same && short {
            return format!("{text} {}", if text == "1" { one } else { many });
        }
    }
    if micros == 0.0 { "0 s".to_owned() } else { format!("{micros} us") }
}

/// The same for whole microseconds.
pub(crate) fn duration_text(micros: Duration) -> String {
    time_text(micros.as_micros_f64())
}

/// A span as a text that reads back to the same.
pub(crate) fn span_text(span: Span) -> String {
    match span {
        Span::Elapsed(micros) => duration_text(micros),
        Span::WorkingDays(days) => {
            let number = days.to_string();
            format!("{number} working {}", if number == "1" { "day" } else { "days" })
        }
    }
}

/// A share as a text that reads back to the same.
pub(crate) fn share_text(share: f64) -> String {
    // The decimal point moves in the text, because a multiplication would round.
    let text = format!("{share}");
    let (whole, broken) = text.split_once('.').unwrap_or((&text, ""));
    let (moved, left) = broken.split_at(broken.len().min(2));
    let digits = format!("{whole}{moved:0<2}");
    let digits = digits.trim_start_matches('0');
    let digits = if digits.is_empty() { "0" } else { digits };
    if left.is_empty() { format!("{digits}%") } else { format!("{digits}.{left}%") }
}

/// A level as a text that reads back to the same.
pub(crate) fn level_text(level: CapacityFactor) -> String {
    share_text(f64::from(level))
}

/// A number of lines as a text that reads back to the same.
pub(crate) fn lines_text(lines: u32) -> String {
    if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") }
}

/// A rate as a text that reads back to the same; `thing` is what is counted.
pub(crate) fn rate_text(rate: Rate, thing: &str) -> String {
    match rate.per {
        Per::WorkingDay => format!("{} {thing}/working day", rate.count),
        Per::Time(YEAR) => format!("{} {thing}/year", rate.count),
        Per::Time(per) => {
            let weekly = rate.count * (WEEK.as_micros_f64() / per.as_micros_f64());
            for unit in [HOUR, DAY, MINUTE, SECOND] {
                let text = format!("{}", weekly / (WEEK / unit) as f64);
                let same = split(&text)
                    .is_some_and(|(number, _)| number.times(WEEK / unit, 0).to_bits() == weekly.to_bits());
                let name =
                    TIMES.iter().find(|(_, _, micros)| *micros == unit).map_or("week", |(one, _, _)| one);
                if same && text.len() <= 8 {
                    return format!("{text} {thing}/{name}");
                }
            }
            format!("{weekly} {thing}/week")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{level_text, share_text, split, time_text, time_unit};
    use crate::units::{CapacityFactor, DAY, HOUR, WEEK};
    use proptest::prelude::*;

    fn micros(text: &str) -> f64 {
        let (number, unit) = split(text).expect("a number");
        number.times(time_unit(unit).expect("a unit of time").as_micros(), 0)
    }

    #[test]
    fn the_same_time_in_other_units_is_the_same_number() {
        for (one, other) in [
            ("48 h", "2 days"),
            ("0.7 h", "42 min"),
            ("1.1 weeks", "184.8 h"),
            ("0.1 s", "100 ms"),
            ("90 min", "1.5 h"),
        ] {
            assert_eq!(micros(one).to_bits(), micros(other).to_bits(), "{one} and {other}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "h", ".", "1.", ".5 h", "1.2.3 h", "--1 h", "nan", "inf days", "1e3x", "٣ h"] {
            let read = split(text);
            assert!(read.is_none_or(|(_, unit)| time_unit(unit).is_none()), "{text}: {read:?}");
        }
    }

    #[test]
    fn times_and_levels_are_written_in_the_largest_whole_unit() {
        assert_eq!(time_text(WEEK.as_micros_f64()), "1 week");
        assert_eq!(time_text((2 * DAY).as_micros_f64()), "2 days");
        assert_eq!(time_text(1.5 * HOUR.as_micros_f64()), "90 min");
        assert_eq!(time_text(0.0), "0 s");
        assert_eq!(level_text(CapacityFactor::from_ppm(1_250_000)), "125%");
        assert_eq!(level_text(CapacityFactor::from_ppm(5)), "0.0005%");
    }

    proptest! {
        #[test]
        fn written_times_and_shares_read_back_to_the_same_bits(time in 0.0..6e15_f64, share in 0.0..=1.0_f64) {
            prop_assert_eq!(micros(&time_text(time)).to_bits(), time.to_bits());
            let text = share_text(share);
            let (number, unit) = split(&text).expect("a share");
            prop_assert_eq!(unit, "%");
            prop_assert_eq!(number.times(1, 2).to_bits(), share.to_bits());
        }
    }
}
