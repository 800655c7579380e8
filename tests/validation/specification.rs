//! Specification of a case in the scenario language: its time scale, its distributions, and the
//! metrics of the run that answer it.
//!
//! **Time scale.** A run costs by its days as well as by its lines, so a case whose run would be
//! longer than [`LONGEST_RUN`] days has its day written as an hour, a minute or a second, whichever
//! is the first that is short enough. Rates are written per scaled time, and what comes out is
//! scaled back; the model is the same. A case with a time of day in it keeps its time. A period or
//! an abstract time counts as a day. Constant times are whole microseconds.

use super::case::{Expected, Tried, number, number_in, text_in};
use std::fmt::Write as _;
use toml::{Table, Value};

/// Longest run in days, if it can be helped.
const LONGEST_RUN: f64 = 1_000.0;

/// Microseconds of an hour.
const HOUR: f64 = 3.6e9;

/// Microseconds of a day.
pub const DAY: f64 = 24.0 * HOUR;

/// The begin of every run: a Monday.
pub const START: jiff::civil::DateTime = jiff::civil::datetime(2025, 1, 6, 0, 0, 0, 0);

/// A scenario, and what its run must be requested each expected value that it answers.
#[derive(Debug)]
pub struct Specification {
    pub text: String,
    /// Number of the expected value, and how it is read.
    pub readings: Vec<(usize, Reading)>,
}

/// How an expected value is read from the metrics of replications.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Factors of metrics; they are added up.
    pub terms: Vec<(f64, Name)>,
    pub over: Over,
    /// Whether it is a quantile of a histogram.
    pub histogram: bool,
}

/// The metric of a replication: what is observed and its metric, and the order class or `all`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    pub name: String,
    pub class: String,
}

/// What is taken of the numbers of replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Over {
    /// Their mean.
    Mean,
    /// Their standard deviation.
    Spread,
    /// A quantile of them.
    Quantile(f64),
    /// Whether their mean is over 0 by more than three standard errors.
    Growth,
}

impl Reading {
    /// A metric as it stands.
    pub fn of(name: Name) -> Self {
        Self::times(1.0, name)
    }

    /// A metric in other units.
    pub fn times(factor: f64, name: Name) -> Self {
        Reading { terms: vec![(factor, name)], over: Over::Mean, histogram: false }
    }

    /// A sum of metrics.
    pub fn sum(terms: Vec<(f64, Name)>) -> Self {
        Reading { terms, over: Over::Mean, histogram: false }
    }

    pub fn over(self, over: Over) -> Self {
        Reading { over, ..self }
    }

    pub fn histogram(self) -> Self {
        Reading { histogram: true, ..self }
    }
}

impl Name {
    pub fn new(look: &str, metric: &str, class: &str) -> Self {
        Name { name: format!("{look}.{metric}"), class: class.to_owned() }
    }
}

/// How long the time of a case is in the scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// Of one.
    scale: f64,
}

/// Hours of a unit of time in a case.
pub fn hours(unit: &str) -> Tried<f64> {
    Ok(match unit {
        "us" => 1.0 / HOUR,
        "ms" => 1e3 / HOUR,
        "s" => 1.0 / 3600.0,
        "min" => 1.0 / 60.0,
        "h" | "hour" | "hours" => 1.0,
        // A period, or a time without a name, counts as a day.
        "day" | "days" | "time" | "period" | "periods" => 24.0,
        "week" | "weeks" => 168.0,
        _ => match unit.split_whitespace().next() {
            // "time (stage 4 to stage 1)"
            Some(first) if first != unit => return hours(first),
            _ => return Err(format!("the harness does not know the time `{unit}`").into()),
        },
    })
}

/// The time in a unit such as `lines/h` or `money/piece/day`.
pub fn per(unit: &str) -> Tried<f64> {
    let (_, time) = unit.rsplit_once('/').ok_or_else(|| format!("`{unit}` is no rate"))?;
    hours(time)
}

impl Clock {
    /// True time.
    pub const TRUE: Clock = Clock { scale: 1.0 };

    /// For a run of a number of hours.
    pub fn for_run(run: f64) -> Self {
        let day = 24.0;
        let scale =
            [1.0, 1.0 / 24.0, 1.0 / 1_440.0].into_iter().find(|scale| run * scale <= LONGEST_RUN * day);
        Clock { scale: scale.unwrap_or(1.0 / 86_400.0) }
    }

    /// Hours of a case in microseconds of the scenario.
    pub fn micros(self, hours: f64) -> f64 {
        hours * self.scale * HOUR
    }

    /// A length of time of the case, rounded to microseconds.
    pub fn time(self, hours: f64) -> String {
        format!("{:.0} us", self.micros(hours))
    }

    /// A length of time in the words in which a scenario is written down again.
    pub fn words(self, hours: f64) -> String {
        let micros = self.micros(hours).round() as u64;
        let units = [
            ("week", "weeks", 604_800_000_000),
            ("day", "days", 86_400_000_000),
            ("h", "h", 3_600_000_000),
            ("min", "min", 60_000_000),
            ("s", "s", 1_000_000),
            ("ms", "ms", 1_000),
            ("us", "us", 1),
        ];
        let fits = units.into_iter().find(|(_, _, unit)| micros > 0 && micros.is_multiple_of(*unit));
        let (one, many, unit) = fits.unwrap_or(("s", "s", 1_000_000));
        let count = micros / unit;
        format!("{count} {}", if count == 1 { one } else { many })
    }

    /// The mean of times, which may be broken.
    fn mean(self, hours: f64) -> String {
        format!("{} us", decimal(self.micros(hours)))
    }

    /// A integer of days of the scenario that is at least so long, in microseconds.
    pub fn whole_days(self, hours: f64) -> u64 {
        ((self.micros(hours) / DAY - 1e-9).ceil() * DAY).max(0.0) as u64
    }

    /// A integer of a number of hours that is at least so long, in microseconds.
    pub fn whole(self, hours: f64, of: f64) -> u64 {
        let of = self.micros(of).round();
        ((self.micros(hours) / of - 1e-9).ceil() * of).max(0.0) as u64
    }

    /// A rate per hour of the case.
    pub fn rate(self, per_hour: f64, of: &str) -> String {
        // Of the units that scenarios have, the one that keeps the most digits.
        let per_second = per_hour / self.scale / 3600.0;
        let (factor, unit) = if per_second < 1e-3 { (86_400.0, "day") } else { (1.0, "s") };
        format!("{} {of}/{unit}", decimal(per_second * factor))
    }

    /// An instant of the case as a moment.
    pub fn moment(self, hours: f64) -> String {
        moment(self.micros(hours).round() as i64)
    }

    /// Hours of the scenario in hours of the case.
    pub fn hours_back(self) -> f64 {
        1.0 / self.scale
    }

    /// A rate per day of the scenario in one per hour of the case.
    pub fn rate_back(self) -> f64 {
        self.scale / 24.0
    }

    /// A metric in hours in the unit that is expected.
    pub fn in_unit(self, expected: &Expected) -> Tried<f64> {
        Ok(self.hours_back() / hours(&expected.unit)?)
    }

    /// A metric per day in the unit that is expected.
    pub fn per_unit(self, expected: &Expected) -> Tried<f64> {
        Ok(self.rate_back() * per(&expected.unit)?)
    }

    /// A distribution of times; its own unit, or that of who holds it.
    pub fn distribution(self, table: &Table, unit: &str) -> Tried<String> {
        let unit = table.get("unit").and_then(Value::as_str).unwrap_or(unit);
        let one = hours(unit)?;
        let number = |name| number_in(table, name);
        let mean = || Ok::<_, super::case::Trouble>(self.mean(number("mean")? * one));
        let list = |name: &str| -> Tried<Vec<f64>> {
            let list =
                table.get(name).and_then(Value::as_array).ok_or_else(|| format!("no list `{name}`"))?;
            list.iter().map(super::case::number).collect()
        };
        let Some(kind) = table.get("distribution").and_then(Value::as_str) else {
            // A number alone is constant.
            return Ok(format!("\"{}\"", self.time(number("value")? * one)));
        };
        Ok(match kind {
            "constant" => format!("\"{}\"", self.time(number("mean").or_else(|_| number("value"))? * one)),
            "exponential" => format!("{{ exponential = \"{}\" }}", mean()?),
            "lognormal" | "gamma" => {
                format!("{{ {kind} = {{ mean = \"{}\", cv = {} }} }}", mean()?, number("cv")?)
            }
            "erlang" => {
                let cv = number("phases")?.sqrt().recip();
                format!("{{ gamma = {{ mean = \"{}\", cv = {cv} }} }}", mean()?)
            }
            "weibull" => {
                format!("{{ weibull = {{ mean = \"{}\", shape = {} }} }}", mean()?, number("shape")?)
            }
            "triangular" => {
                let [low, mode, high] = ["lowest", "mode", "highest"].map(number);
                let times = [low?, mode?, high?].map(|time| self.mean(time * one));
                format!("{{ triangular = {times:?} }}")
            }
            "uniform" => {
                let times = [number("lowest")?, number("highest")?].map(|time| self.mean(time * one));
                format!("{{ uniform = {times:?} }}")
            }
            "table" => rows(&list("values")?, &list("probabilities")?, |value| self.time(value * one)),
            other => {
                return Err(format!("the harness does not know the distribution `{other}` of times").into());
            }
        })
    }
}

/// A distribution of pieces of a line or lines of an order, from 1 on.
pub fn integers(table: &Table, of: &str) -> Tried<String> {
    let number = |name| number_in(table, name);
    let Some(kind) = table.get("distribution").and_then(Value::as_str) else {
        return Ok(format!("\"{} {of}\"", number("value")?));
    };
    let list = |name: &str| -> Tried<Vec<f64>> {
        let list = table.get(name).and_then(Value::as_array).ok_or_else(|| format!("no list `{name}`"))?;
        list.iter().map(super::case::number).collect()
    };
    Ok(match kind {
        "constant" => format!("\"{} {of}\"", number("mean").or_else(|_| number("value"))?),
        "geometric" | "geometric from 1" => format!("{{ geometric = \"{} {of}\" }}", number("mean")?),
        "logarithmic" => format!("{{ logarithmic = \"{} {of}\" }}", number("mean")?),
        "table" => rows(&list("values")?, &list("probabilities")?, |value| format!("{value} {of}")),
        other => return Err(format!("the harness does not know the distribution `{other}` of {of}").into()),
    })
}

/// Mean of a distribution of integers.
pub fn mean_number(table: &Table) -> Tried<f64> {
    if table.get("distribution").and_then(Value::as_str) != Some("table") {
        return number_in(table, "mean").or_else(|_| number_in(table, "value"));
    }
    let list = |name: &str| -> Tried<Vec<f64>> {
        let list = table.get(name).and_then(Value::as_array).ok_or_else(|| format!("no list `{name}`"))?;
        list.iter().map(number).collect()
    };
    let (values, weights) = (list("values")?, list("probabilities")?);
    let sum: f64 = values.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
    Ok(sum / weights.iter().sum::<f64>())
}

fn rows(values: &[f64], weights: &[f64], word: impl Fn(f64) -> String) -> String {
    let rows: Vec<String> = values
        .iter()
        .zip(weights)
        .map(|(value, weight)| format!("[\"{}\", {weight}]", word(*value)))
        .collect();
    format!("{{ table = [{}] }}", rows.join(", "))
}

/// A number as scenarios read it: without exponent, at most 25 signs.
pub fn decimal(number: f64) -> String {
    let whole = number.abs().max(1.0).log10().floor() as usize + 1;
    let text = format!("{number:.0$}", 22_usize.saturating_sub(whole).min(15));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A share as scenarios read it.
pub fn percent(share: f64) -> String {
    format!("{}%", decimal(share * 100.0))
}

/// A moment a number of microseconds after the start.
pub fn moment(micros: i64) -> String {
    START.saturating_add(jiff::SignedDuration::from_micros(micros)).to_string()
}

/// A name that a scenario can have, from a word of a case.
pub fn name(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect()
}

/// The table of a parameter that is in a list, by the name that it has there.
pub fn named<'a>(table: &'a Table, key: &str) -> Tried<&'a str> {
    text_in(table, key)
}

/// What every scenario here begins with.
#[derive(Debug)]
pub struct Scenario {
    text: String,
}

impl Scenario {
    pub fn new(id: &str, seed: u64, warm_up: u64, run: u64) -> Self {
        let seed = seed >> 1;
        let text = format!(
            "title = {id:?}\nstart = {START}\nstart_from = \"full\"\nhorizon = \"{} us\"\nwarm_up = \"{warm_up} us\"\n\
             seed = {seed}\n",
            warm_up + run
        );
        Scenario { text }
    }

    /// A table with its keys, each a line.
    pub fn table(&mut self, path: &str, keys: &[(&str, String)]) -> &mut Self {
        let _ = writeln!(self.text, "[{path}]");
        for (key, value) in keys {
            let _ = writeln!(self.text, "{key} = {value}");
        }
        self
    }

    /// One part of which lines request a number of pieces.
    pub fn part(&mut self, pieces: Option<String>) -> &mut Self {
        let mut keys = vec![("count", "1".to_owned()), ("share", quoted("100%"))];
        keys.extend(pieces.map(|pieces| ("pieces", pieces)));
        self.table("parts.part", &keys)
    }

    /// Order classes, the most urgent first.
    pub fn classes(&mut self, classes: &[&str]) -> &mut Self {
        for (index, class) in classes.iter().enumerate() {
            self.table(&format!("classes.{class}"), &[("priority", (index + 1).to_string())]);
        }
        self
    }

    pub fn text(self) -> String {
        self.text
    }
}

/// A text in quotes.
pub fn quoted(text: impl AsRef<str>) -> String {
    format!("\"{}\"", text.as_ref())
}

/// A list of texts in quotes.
pub fn listed<T: AsRef<str>>(texts: &[T]) -> String {
    let quoted: Vec<String> = texts.iter().map(quoted).collect();
    format!("[{}]", quoted.join(", "))
}
