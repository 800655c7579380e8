//! Uncertain values: what nobody knows, drawn once a replication from a stated distribution.
//!
//! ```toml
//! [uncertain.orders]
//! set = "demand.uk_workshops.lines"      # any key of this scenario that holds a quantity, a number or a moment
//! triangular = ["60 per working day each", "70 per working day each", "90 per working day each"]
//! # or uniform = ["60 …", "90 …"], lognormal = { median = "6 weeks", p90 = "16 weeks" },
//! # one_of = ["1 week", "3 weeks"], table = [["1 week", 0.8], ["3 weeks", 0.2]]
//! ```
//!
//! The values are written as the key itself would be, all with the same unit. What is drawn is put in the place of
//! the stated value before the scenario is read, so every key can be uncertain and nothing else knows of it. When
//! a scenario is read, the ends and the middle of each distribution are tried in the same way: a value that its
//! key refuses is a mistake before anything runs.
//!
//! Knows nothing of random numbers, or of how a value is put in its place (`in_place.rs`).

use super::distribution::Distribution;
use super::in_place::with_values;
use super::mistake::{Fault, Place};
use super::quantity::split;
use super::reader::{Fields, Item, Reader, nearest_of, shown};
use super::tree::{Node, Table, Value};
use super::write::{Writer, quoted};
use jiff::SignedDuration;
use jiff::civil::DateTime;
use toml::value::Datetime;

/// The 90 % and the 99.9 % quantile of the standard normal distribution.
const Z_90: f64 = 1.281_551_565_544_600_4;
const Z_999: f64 = 3.090_232_306_167_813_5;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Keys that all replications must share.
const COMMON: [&str; 5] = ["horizon", "replications", "seed", "start", "warm_up"];

/// Keys of a distribution, of which one stands.
const KINDS: [&str; 5] = ["lognormal", "one_of", "table", "triangular", "uniform"];

/// Units that a measure can tell; others are told as they are written.
const UNITS: [&str; 20] = [
    "%",
    "us",
    "ms",
    "s",
    "min",
    "h",
    "days",
    "weeks",
    "working days",
    "pieces",
    "lines",
    "lines/h",
    "lines/day",
    "lines/working day",
    "lines/h per head",
    "pieces/h",
    "£",
    "€",
    "$",
    "cars",
];

/// A value that is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertain {
    /// Name.
    pub name: String,
    /// Keys from the top to each value that it stands for, joined by dots; all of them get the same value.
    pub set: Vec<String>,
    /// How its values are written.
    pub form: Form,
    /// Whether only whole numbers may stand at its key.
    pub whole: bool,
    /// What it may be, in the unit of [`Self::form`].
    pub range: Range,
    /// Name by which it draws: its own unless said.
    pub stream: String,
}

/// What an uncertain value may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Range {
    /// Smallest, most likely, largest.
    Triangular([f64; 3]),
    /// Smallest and largest, all between them alike.
    Uniform([f64; 2]),
    /// Half are under the median, nine in ten under `p90`.
    Lognormal {
        /// Median.
        median: f64,
        /// The 90 % quantile.
        p90: f64,
    },
    /// Values and weights of any positive scale.
    Table(Vec<(f64, f64)>),
    /// Values, each as likely.
    OneOf(Vec<f64>),
}

/// How a value is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A bare number.
    Number,
    /// A number with the words before and after it.
    Quantity {
        /// Before: a currency sign, or nothing.
        before: String,
        /// After: a unit, or nothing.
        after: String,
    },
    /// A moment; its number is that of seconds since the year 0.
    Moment {
        /// Whether it is a date alone.
        date: bool,
    },
}

/// A value of a distribution as it was written.
struct Written {
    number: f64,
    form: Form,
}

pub(super) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Uncertain {
    let help = "the key of a value, for instance `set = \"processes.pick.people\"`";
    let set = fields.need(reader, "set", help);
    let set = set.map(|item| reader.paths_of_values(item)).unwrap_or_default();
    let said: Vec<Item<'t>> = KINDS.into_iter().filter_map(|kind| fields.take(kind)).collect();
    let read = match said[..] {
        [item] => reader.uncertain_distribution(item),
        [one, other, ..] => {
            reader.both_said(other, one, "leave one of them out");
            None
        }
        [] => {
            reader.fault(
                Fault::at(fields.at, format!("{} has no distribution", fields.what), "needs what it may be")
                    .help(format!(
                        "one of {}, for instance `uniform = [\"20%\", \"60%\"]`",
                        KINDS.join(", ")
                    )),
            );
            None
        }
    };
    let stream = reader.stream(&mut fields, name);
    fields.finish(reader);
    let (form, range) = read.unwrap_or((Form::Number, Range::OneOf(Vec::new())));
    Uncertain { name: name.to_owned(), set, form, whole: false, range, stream }
}

/// Says where two uncertain values stand for one.
pub(super) fn check(reader: &mut Reader<'_>, all: &[Uncertain]) {
    for (k, one) in all.iter().enumerate() {
        let place = |name: &str, set: &str| reader.place_in_list(&["uncertain", name, "set"], set);
        let twice = one.set.iter().find_map(|set| {
            all[..k].iter().find(|earlier| earlier.set.contains(set)).map(|first| (set.clone(), first))
        });
        let Some((set, first)) = twice else { continue };
        if let (Some(here), Some(there)) = (place(&one.name, &set), place(&first.name, &set)) {
            reader.fault(
                Fault::at(here, format!("two uncertain values set `{}`", shown(&set)), "this one too")
                    .and(there, "set here")
                    .help("leave one of them out"),
            );
        }
    }
}

impl<'t> Reader<'t> {
    /// The path of a value that can be uncertain, or a list of them.
    fn paths_of_values(&mut self, item: Item<'t>) -> Vec<String> {
        let Value::List(list) = &item.node.value else {
            return self.path_of_value(item).into_iter().collect();
        };
        let items: Vec<Item<'t>> = list.iter().map(|node| item.inner(node)).collect();
        self.each_once(&items);
        if items.is_empty() {
            self.fault(
                Fault::at(item.place(), "`set` is empty", "stands for nothing")
                    .help("name the key of a value, for instance `set = \"processes.pick.people\"`"),
            );
        }
        items.into_iter().filter_map(|item| self.path_of_value(item)).collect()
    }

    /// The path of a value that can be uncertain, its keys joined by dots.
    fn path_of_value(&mut self, item: Item<'t>) -> Option<String> {
        let written = self.text(item, "\"processes.pick.people\"")?;
        let keys: Vec<&str> = written.split('.').map(str::trim).collect();
        let refused = |message: String, label: &str, help: String| {
            Some(Fault::at(item.place(), message, label).help(help))
        };
        let fault = if let [one] = keys[..]
            && COMMON.contains(&one)
        {
            refused(
                format!("`{one}` cannot be uncertain"),
                "must be the same in all replications",
                "compare two scenarios instead".to_owned(),
            )
        } else if keys[0] == "observe" {
            refused(
                "what is looked at cannot be uncertain".to_owned(),
                "must be the same in all replications",
                "it changes no run".to_owned(),
            )
        } else if keys[0] == "uncertain" {
            refused(
                "an uncertain value cannot stand for a value of another".to_owned(),
                "not a value of the scenario itself",
                "name a key of another table".to_owned(),
            )
        } else {
            match find(self.tree, &keys) {
                Ok(node) if is_value(node) => None,
                Ok(node) => refused(
                    format!("`{}` is no value that can be uncertain", shown(written)),
                    &format!("this is {}", node.kind()),
                    "a quantity such as \"6 weeks\", a number or a moment can be".to_owned(),
                ),
                Err((depth, known)) => {
                    let above = keys[..depth].join(".");
                    let heading = if depth == 0 {
                        "tables and keys of this scenario".to_owned()
                    } else if known.is_empty() {
                        format!("keys that are written in `{}`", shown(&above))
                    } else {
                        format!("written in `{}`", shown(&above))
                    };
                    refused(
                        format!("there is no `{}` in this scenario", shown(&keys[..=depth].join("."))),
                        "nothing is written there",
                        nearest_of(keys[depth], &known, &heading),
                    )
                }
            }
        };
        if let Some(fault) = fault {
            self.fault(fault);
            return None;
        }
        Some(keys.join("."))
    }

    fn uncertain_distribution(&mut self, item: Item<'t>) -> Option<(Form, Range)> {
        match item.key {
            "triangular" => {
                self.written_corners(item).map(|(form, corners)| (form, Range::Triangular(corners)))
            }
            "uniform" => self.written_corners(item).map(|(form, corners)| (form, Range::Uniform(corners))),
            "lognormal" => self.written_lognormal(item),
            "table" => self.written_rows(item),
            _ => {
                let items = self.list(item, "[\"1 week\", \"3 weeks\"]");
                let (form, values) = self.written_values(&items)?;
                let values = self.not_none(item, values)?;
                Some((form, Range::OneOf(values)))
            }
        }
    }

    fn not_none<T>(&mut self, item: Item<'t>, values: Vec<T>) -> Option<Vec<T>> {
        if values.is_empty() {
            self.fault(Fault::at(item.place(), format!("`{}` needs 1 value or more", item.key), "no value"));
            return None;
        }
        Some(values)
    }

    /// Values of one form.
    fn written_values(&mut self, items: &[Item<'t>]) -> Option<(Form, Vec<f64>)> {
        let before = self.faults();
        let written: Vec<Option<Written>> = items.iter().map(|item| self.written_value(*item)).collect();
        if self.faults() > before {
            return None;
        }
        let written: Vec<Written> = written.into_iter().flatten().collect();
        // The last is the largest, so its unit is the plural: "1 week", "6 weeks".
        let form = written.last().map_or(Form::Number, |last| last.form.clone());
        for (value, item) in written.iter().zip(items) {
            if !value.form.is_like(&form) {
                let other = items.last().expect("one of them has another form");
                self.fault(
                    Fault::at(item.place(), "the values of a distribution have one unit", value.form.told())
                        .and(other.place(), form.told())
                        .help("write all values in the same unit, as the key itself would be written"),
                );
                return None;
            }
        }
        Some((form, written.into_iter().map(|value| value.number).collect()))
    }

    fn written_value(&mut self, item: Item<'t>) -> Option<Written> {
        let written = match &item.node.value {
            Value::Whole(Some(number)) => Some(Written { number: *number as f64, form: Form::Number }),
            Value::Number(number) if number.is_finite() => {
                Some(Written { number: *number, form: Form::Number })
            }
            Value::Text(text) => quantity(text),
            Value::Moment(_) => {
                let moment = self.moment(item)?;
                let date = matches!(item.node.value, Value::Moment(Datetime { time: None, .. }));
                let since = moment.duration_since(DateTime::ZERO).as_secs();
                Some(Written { number: since as f64, form: Form::Moment { date } })
            }
            _ => None,
        };
        if written.is_none() {
            self.fault(
                Fault::at(item.place(), "a value of a distribution is a quantity, a number or a moment", {
                    format!("this is {}", item.node.kind())
                })
                .help("write it as the key itself would be written, for instance \"20%\", 240 or 2025-09-25"),
            );
        }
        written
    }

    /// So many values in rising order.
    fn written_corners<const N: usize>(&mut self, item: Item<'t>) -> Option<(Form, [f64; N])> {
        let example = if N == 3 { "[\"20%\", \"30%\", \"60%\"]" } else { "[\"20%\", \"60%\"]" };
        let before = self.faults();
        let items = self.list(item, example);
        if self.faults() > before {
            return None;
        }
        let (form, values) = self.written_values(&items)?;
        let rising = values.is_sorted() && values.first() < values.last();
        match <[f64; N]>::try_from(values) {
            Ok(corners) if rising => Some((form, corners)),
            _ => {
                let message = format!("`{}` must be {N} values in rising order", item.key);
                let help = format!("for instance `{} = {example}`", item.key);
                self.fault(Fault::at(item.place(), message, "not so").help(help));
                None
            }
        }
    }

    fn written_lognormal(&mut self, item: Item<'t>) -> Option<(Form, Range)> {
        let example = "{ median = \"6 weeks\", p90 = \"16 weeks\" }";
        let table = self.table(item, example)?;
        let mut fields = Fields::new(table, item.at, "`lognormal`");
        let help = format!("for instance `lognormal = {example}`");
        let median = fields.need(self, "median", &help);
        let p90 = fields.need(self, "p90", &help);
        fields.finish(self);
        let (median_item, p90_item) = median.zip(p90)?;
        let (form, values) = self.written_values(&[median_item, p90_item])?;
        let [median, p90] = values[..] else { return None };
        if matches!(form, Form::Moment { .. }) {
            self.fault(
                Fault::at(item.place(), "a moment cannot be lognormal", "moments have no zero")
                    .help("write `triangular`, `uniform`, `table` or `one_of`"),
            );
            return None;
        }
        if median <= 0.0 || p90 <= median {
            self.fault(
                Fault::at(
                    p90_item.place(),
                    "`p90` must be over `median`, and `median` over 0",
                    "not over the median",
                )
                .and(median_item.place(), "the median"),
            );
            return None;
        }
        Some((form, Range::Lognormal { median, p90 }))
    }

    fn written_rows(&mut self, item: Item<'t>) -> Option<(Form, Range)> {
        let example = "[[\"1 week\", 0.8], [\"3 weeks\", 0.2]]";
        let before = self.faults();
        let (mut values, mut weights) = (Vec::new(), Vec::new());
        for row in self.list(item, example) {
            let parts = self.list(row, example);
            let [value, weight] = parts[..] else {
                self.fault(
                    Fault::at(row.place(), "a row of a table is a value and a weight", "not two things")
                        .help(format!("for instance `table = {example}`")),
                );
                continue;
            };
            values.push(value);
            weights.extend(self.positive(weight));
        }
        if self.faults() > before {
            return None;
        }
        let (form, values) = self.written_values(&values)?;
        let values = self.not_none(item, values)?;
        Some((form, Range::Table(values.into_iter().zip(weights).collect())))
    }
}

/// The value at a path, or how many keys of it are there and the keys that follow them.
pub(super) fn find<'t>(tree: &'t Table, keys: &[&str]) -> Result<&'t Node, (usize, Vec<&'t str>)> {
    let (mut table, last) = (tree, keys.len() - 1);
    for (depth, key) in keys.iter().enumerate() {
        let known = || table.entries.iter().map(|entry| entry.key.as_str()).collect();
        let Some(entry) = table.get(key) else {
            return Err((depth, known()));
        };
        if depth == last {
            return Ok(&entry.node);
        }
        match entry.node.table() {
            Some(below) => table = below,
            None => return Err((depth + 1, Vec::new())),
        }
    }
    unreachable!("a path has a last key")
}

/// Whether a value is of a kind that can be drawn.
pub(super) fn is_value(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => quantity(text).is_some(),
        Value::Whole(_) | Value::Number(_) | Value::Moment(_) => true,
        Value::Truth(_) | Value::List(_) | Value::Table(_) => false,
    }
}

/// A number with what stands before and after it.
fn quantity(text: &str) -> Option<Written> {
    let text = text.trim();
    let sign = text.chars().next().filter(|sign| "£€$".contains(*sign));
    let before = sign.map_or(String::new(), String::from);
    let (number, after) = split(&text[before.len()..])?;
    Some(Written { number: number.times(1, 0), form: Form::Quantity { before, after: after.to_owned() } })
}

/// Units that have a plural.
const PLURALS: [(&str, &str); 4] =
    [("week", "weeks"), ("day", "days"), ("piece", "pieces"), ("line", "lines")];

/// A unit with its last word changed, where it is such a word. A rate per day is no plural of days.
fn changed(
    unit: &str,
    change: impl Fn(&(&'static str, &'static str)) -> (&'static str, &'static str),
) -> String {
    let last = unit.rsplit(' ').next().unwrap_or(unit);
    let known = PLURALS.iter().map(change).find(|(from, _)| *from == last);
    match known {
        Some((from, to)) if !unit.contains("per ") && !unit.contains('/') => {
            format!("{}{to}", &unit[..unit.len() - from.len()])
        }
        _ => unit.to_owned(),
    }
}

/// A unit in the plural, so that "1 week" and "6 weeks" have the same.
fn plural(unit: &str) -> String {
    changed(unit, |&(one, many)| (one, many))
}

/// A unit in the singular.
fn singular(unit: &str) -> String {
    changed(unit, |&(one, many)| (many, one))
}

impl Form {
    fn is_like(&self, other: &Form) -> bool {
        match (self, other) {
            (Form::Quantity { before, after }, Form::Quantity { before: b, after: a }) => {
                before == b && plural(after) == plural(a)
            }
            _ => self == other,
        }
    }

    /// What it is, beside a value.
    fn told(&self) -> String {
        match self {
            Form::Number => "a bare number".to_owned(),
            Form::Quantity { before, after } => match (before.as_str(), after.as_str()) {
                ("", "") => "without a unit".to_owned(),
                ("", unit) => format!("in `{unit}`"),
                (sign, _) => format!("in {sign}"),
            },
            Form::Moment { date: true } => "a date".to_owned(),
            Form::Moment { date: false } => "a date with a time".to_owned(),
        }
    }
}

impl Uncertain {
    /// A number of its unit as it can stand in a scenario: with nine digits that count, whole where it must be,
    /// a moment to the second, a date to the day.
    pub fn rounded(&self, number: f64) -> f64 {
        match self.form {
            Form::Moment { date: true } => (number / DAY).round() * DAY,
            Form::Moment { date: false } => number.round(),
            _ if self.whole => number.round(),
            _ => format!("{number:.8e}").parse().unwrap_or(number),
        }
    }

    /// A number of its unit as it is written in a scenario.
    pub fn text(&self, number: f64) -> String {
        match &self.form {
            Form::Number => format!("{number}"),
            Form::Quantity { before, after } => {
                let after =
                    if number.to_bits() == 1.0_f64.to_bits() { singular(after) } else { after.clone() };
                let gap = if after.starts_with('%') || after.is_empty() { "" } else { " " };
                format!("{before}{number}{gap}{after}")
            }
            Form::Moment { date } => {
                let moment = moment_of(number);
                if *date { moment.date().to_string() } else { moment.to_string() }
            }
        }
    }

    /// Its unit, for a measure: that of a moment is days from the start.
    pub fn unit(&self) -> &'static str {
        match &self.form {
            Form::Number => "number",
            Form::Quantity { before, after } => {
                let unit = if before.is_empty() { plural(after) } else { before.clone() };
                UNITS.into_iter().find(|known| *known == unit).unwrap_or("as written")
            }
            Form::Moment { .. } => "days from the start",
        }
    }

    /// A number in the unit of [`Self::unit`].
    pub fn measured(&self, number: f64, start: DateTime) -> f64 {
        match self.form {
            Form::Moment { .. } => (number - start.duration_since(DateTime::ZERO).as_secs() as f64) / DAY,
            _ => number,
        }
    }

    /// The distribution of its numbers.
    pub fn distribution(&self) -> Distribution {
        match &self.range {
            &Range::Triangular([low, mode, high]) => Distribution::Triangular { low, mode, high },
            &Range::Uniform([low, high]) => Distribution::Uniform { low, high },
            Range::Lognormal { median, p90 } => {
                Distribution::Lognormal { median: *median, sigma: (p90 / median).ln() / Z_90 }
            }
            Range::Table(rows) => Distribution::Table { rows: rows.clone() },
            Range::OneOf(values) => Distribution::Empirical { values: values.clone() },
        }
    }

    /// Values to be tried: the ends (of what has none the 0.1 % and the 99.9 % quantile) and the most likely;
    /// of a list all.
    fn corners(&self) -> Vec<f64> {
        let corners = match &self.range {
            Range::Triangular(corners) => corners.to_vec(),
            Range::Uniform(corners) => corners.to_vec(),
            Range::Lognormal { median, p90 } => {
                let far = (p90 / median).powf(Z_999 / Z_90);
                vec![median / far, *median, median * far]
            }
            Range::Table(rows) => rows.iter().map(|(value, _)| *value).collect(),
            Range::OneOf(values) => values.clone(),
        };
        corners.into_iter().map(|number| self.rounded(number)).collect()
    }

    /// A broken number that may be drawn, if all that is written of it is whole.
    fn broken(&self) -> Option<f64> {
        let whole = |number: &f64| number.fract() == 0.0;
        match (&self.form, &self.range) {
            (Form::Moment { .. }, _) | (_, Range::Table(_) | Range::OneOf(_)) => None,
            (_, Range::Triangular(corners)) => corners.iter().all(whole).then_some(corners[0] + 0.5),
            (_, Range::Uniform(corners)) => corners.iter().all(whole).then_some(corners[0] + 0.5),
            (_, Range::Lognormal { median, p90 }) => {
                [*median, *p90].iter().all(whole).then_some(median + 0.5)
            }
        }
    }

    /// What it may be, in words: `20% to 60%, most likely 30%`.
    pub fn told(&self) -> String {
        let text = |number: f64| self.text(number);
        match &self.range {
            Range::Triangular([low, mode, high]) => {
                format!("{} to {}, most likely {}", text(*low), text(*high), text(*mode))
            }
            Range::Uniform([low, high]) => format!("{} to {}, all alike", text(*low), text(*high)),
            Range::Lognormal { median, p90 } => {
                format!("half under {}, nine in ten under {}", text(*median), text(*p90))
            }
            Range::Table(rows) => {
                let sum: f64 = rows.iter().map(|(_, weight)| weight).sum();
                let row = |(value, weight): &(f64, f64)| {
                    format!("{} ({:.0} %)", text(*value), weight / sum * 100.0)
                };
                rows.iter().map(row).collect::<Vec<_>>().join(", ")
            }
            Range::OneOf(values) => {
                values.iter().map(|value| text(*value)).collect::<Vec<_>>().join(", ") + ", each as likely"
            }
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        let list = |values: &[f64]| {
            format!("[{}]", values.iter().map(|value| self.toml(*value)).collect::<Vec<_>>().join(", "))
        };
        match &self.set[..] {
            [one] => writer.text("set", one),
            several => writer.names("set", several),
        }
        match &self.range {
            Range::Triangular(corners) => writer.bare("triangular", list(corners)),
            Range::Uniform(corners) => writer.bare("uniform", list(corners)),
            Range::Lognormal { median, p90 } => {
                let [median, p90] = [*median, *p90].map(|value| self.toml(value));
                writer.bare("lognormal", format!("{{ median = {median}, p90 = {p90} }}"));
            }
            Range::Table(rows) => {
                let rows = rows.iter().map(|(value, weight)| format!("[{}, {weight:?}]", self.toml(*value)));
                writer.bare("table", format!("[{}]", rows.collect::<Vec<_>>().join(", ")));
            }
            Range::OneOf(values) => writer.bare("one_of", list(values)),
        }
        writer.stream(&self.stream, &self.name);
    }

    /// A number of its unit as TOML.
    fn toml(&self, number: f64) -> String {
        match self.form {
            Form::Number if number.fract() != 0.0 || number.abs() > 1e15 => format!("{number:?}"),
            Form::Quantity { .. } => quoted(&self.text(number)),
            _ => self.text(number),
        }
    }

    /// A number of its unit as a value of the tree.
    pub(super) fn value(&self, number: f64) -> Value {
        match self.form {
            Form::Number if number.fract() == 0.0 && number.abs() <= 1e15 => {
                Value::Whole(Some(number as i128))
            }
            Form::Number => Value::Number(number),
            Form::Quantity { .. } => Value::Text(self.text(number)),
            Form::Moment { date } => Value::Moment(datetime(moment_of(number), date)),
        }
    }
}

/// The moment so many seconds after the year 0.
fn moment_of(number: f64) -> DateTime {
    DateTime::ZERO.checked_add(SignedDuration::from_secs(number as i64)).unwrap_or(DateTime::MAX)
}

fn datetime(moment: DateTime, date: bool) -> Datetime {
    let time = toml::value::Time {
        hour: moment.hour().cast_unsigned(),
        minute: moment.minute().cast_unsigned(),
        second: Some(moment.second().cast_unsigned()),
        nanosecond: None,
    };
    let day = toml::value::Date {
        year: moment.year().cast_unsigned(),
        month: moment.month().cast_unsigned(),
        day: moment.day().cast_unsigned(),
    };
    Datetime { date: Some(day), time: (!date).then_some(time), offset: None }
}

/// Tries the ends and the middle of each distribution, one at a time, and learns which values must be whole.
/// `tried` says what is wrong with a scenario of a tree.
pub(super) fn try_all(
    reader: &mut Reader<'_>,
    all: &mut [Uncertain],
    mut tried: impl FnMut(&Table) -> Option<(String, Option<String>)>,
) {
    let tree = reader.tree;
    let mut try_one = |one: &Uncertain, number: f64| match with_values(tree, &[(one, number)]) {
        Ok(changed) => tried(&changed),
        Err(why) => Some((why, None)),
    };
    for one in all {
        if let Some(broken) = one.broken() {
            one.whole = try_one(one, broken).is_some() && try_one(one, broken.floor()).is_none();
        }
        for (corner, number) in one.corners().into_iter().enumerate() {
            let Some((why, help)) = try_one(one, number) else { continue };
            let Some(place) = reader.place_of_corner(one, corner) else { continue };
            let set = one.set.first().map_or("", String::as_str);
            let message = format!("`{}` cannot be {}: {why}", shown(set), one.text(number));
            let fault = Fault::at(place, message, "may be drawn here");
            let help = help.unwrap_or_else(|| "draw only what the scenario itself may say".to_owned());
            let fault = match reader.node(&["uncertain", &one.name, "set"]) {
                Some(set) => fault.and(set.place, "stands for this"),
                None => fault,
            };
            reader.fault(fault.help(help));
        }
    }
}

impl Reader<'_> {
    /// Where a value of a distribution is written, or the whole distribution.
    fn place_of_corner(&self, one: &Uncertain, corner: usize) -> Option<Place> {
        let node = KINDS.into_iter().find_map(|key| self.node(&["uncertain", &one.name, key]))?;
        Some(match &node.value {
            Value::List(list) => list.get(corner).map_or(node.place, |value| value.place),
            _ => node.place,
        })
    }
}
#[cfg(test)]
mod tests {
    use crate::scenario::process::Capacity;
    use crate::scenario::{ReadScenario, Scenario, read_text};
    use proptest::prelude::*;

    const SMALL: &str = include_str!("../../tests/scenario/small.toml");

    /// Values of each form, with each distribution, at keys that are written out in other words too.
    const ALL: &str = r#"
[uncertain.people]
set = "processes.pick.people"
triangular = [200, 240, 250]
[uncertain.vor]
set = "demand.workshops.classes.vor"
table = [["5%", 0.8], ["12.5%", 0.2]]
[uncertain.late_deliveries]
set = "sites.suppliers.lead_time.lognormal.p90"
lognormal = { median = "16 weeks", p90 = "20 weeks" }
[uncertain.overtime]
set = "restart.overtime.boost.pick"
one_of = ["110%", "125%"]
[uncertain.order_entry]
set = "restart.order_entry.from"
uniform = [2025-09-20, 2025-10-10]
[uncertain.attack]
set = "disruptions.attack.from"
one_of = [2025-08-31T20:00:00, 2025-09-01T06:30:15]
[uncertain.zipf]
set = "parts.fast.spread.zipf"
uniform = [0.5, 1]
"#;

    fn all() -> ReadScenario {
        read_text("small.toml", &format!("{SMALL}{ALL}"), &[]).expect("no mistake")
    }

    #[test]
    fn uncertain_values_are_written_out_and_read_back_to_themselves() {
        let first = all();
        let second = read_text("small.toml", &first.resolved, &[]).expect("no mistake");
        assert_eq!(first.scenario, second.scenario);
        assert_eq!(first.resolved, second.resolved);
        let drawn: Vec<f64> = first.scenario.uncertain.iter().map(|one| one.corners()[0]).collect();
        let again = second.with_values(&drawn).expect("it may be");
        assert_eq!(first.with_values(&drawn).expect("it may be"), again);
        assert_ne!(again.sites, first.scenario.sites, "the late deliveries are drawn from what was written");
    }

    /// The small scenario with one uncertain value in the place of its own.
    fn uncertain(written: &str) -> ReadScenario {
        let text = format!("{SMALL}\n[uncertain.one]\n{written}\n");
        match read_text("small.toml", &text, &[]) {
            Ok(read) => read,
            Err(mistakes) => panic!("{}", mistakes.render(100, false)),
        }
    }

    fn with(written: &str, number: f64) -> Scenario {
        uncertain(written).with_values(&[number]).expect("it may be")
    }

    #[test]
    fn a_value_is_put_in_the_place_of_the_stated_one() {
        let scenario = with("set = \"processes.pick.people\"\nuniform = [200, 300]", 271.0);
        assert!(matches!(scenario.processes[1].capacity, Capacity::People { people: 271, .. }));
        assert_eq!(scenario.uncertain, [], "what was drawn is not uncertain any more");
        // From 2 June to 26 September are 116 days.
        let read = uncertain("set = \"restart.order_entry.from\"\nuniform = [2025-09-20, 2025-10-10]");
        let low = read.scenario.uncertain[0].corners()[0];
        let later = read.with_values(&[low + 6.0 * 86_400.0]).expect("it may be");
        assert_eq!(later.restart[0].from, Some(116 * 86_400_000_000));
    }

    #[test]
    fn where_a_key_needs_whole_numbers_whole_ones_are_drawn() {
        let people =
            &uncertain("set = \"processes.pick.people\"\nuniform = [200, 300]").scenario.uncertain[0];
        assert_eq!((people.whole, people.rounded(271.4)), (true, 271.0));
        let weight = "set = \"parts.fast.spread.zipf\"\nuniform = [0, 2]";
        let weight = &uncertain(weight).scenario.uncertain[0];
        assert_eq!((weight.whole, weight.rounded(0.123_456_789_12)), (false, 0.123_456_789));
    }

    #[test]
    fn the_other_shares_keep_their_proportions() {
        // 20 % and 75 % of what the 5 % of vor leave: with 24 % of it 16 % and 60 %.
        let three = SMALL.replace(
            "classes = { vor = \"5%\", daily = \"95%\" }",
            "classes = { vor = \"5%\", stock = \"20%\", daily = \"75%\" }",
        ) + "[uncertain.vor]\nset = \"demand.workshops.classes.vor\"\nuniform = [\"1%\", \"30%\"]\n";
        let read = read_text("small.toml", &three, &[]).expect("no mistake");
        let classes = &read.with_values(&[24.0]).expect("it may be").demand[0].classes;
        let expected = [("daily", 0.60), ("stock", 0.16), ("vor", 0.24)];
        for ((name, share), (expected_name, expected)) in classes.iter().zip(expected) {
            assert_eq!(name, expected_name);
            assert!((share - expected).abs() < 1e-12, "{name}: {share}");
        }
    }

    #[test]
    fn what_customers_do_while_a_system_is_down_adds_up_whichever_share_is_drawn() {
        let shares = |when_down: &str| {
            let text = SMALL.replace("hours = \"peak before 16:00\"", &format!("when_down = {when_down}"))
                + "[uncertain.later]\nset = \"demand.workshops.when_down.deferred\"\nuniform = [\"0%\", \"60%\"]\n";
            let read = read_text("small.toml", &text, &[]).expect("no mistake");
            let demand = read.with_values(&[55.0]).expect("it may be").demand.remove(0);
            demand.when_down.expect("it is written").fates.shares
        };
        // On paper, deferred, elsewhere, lost: 45 % are left for 40 : 10 : 40, or for what is the rest alone.
        for (written, expected) in [
            (
                "{ of = \"identity\", on_paper = \"40%\", deferred = \"10%\", elsewhere = \"10%\", lost = \"40%\" }",
                [0.2, 0.55, 0.05, 0.2],
            ),
            (
                "{ of = \"identity\", on_paper = \"40%\", deferred = \"10%\", lost = \"rest\" }",
                [0.4, 0.55, 0.0, 0.05],
            ),
        ] {
            let found = shares(written);
            let same = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-9);
            assert!(same, "{found:?}");
        }
    }

    #[test]
    fn two_uncertain_shares_leave_the_rest_to_the_others() {
        let text = SMALL.replace(
            "classes = { vor = \"5%\", daily = \"95%\" }",
            "classes = { vor = \"5%\", stock = \"20%\", daily = \"75%\" }",
        ) + "[uncertain.a]\nset = \"demand.workshops.classes.vor\"\nuniform = [\"1%\", \"30%\"]\n\
             [uncertain.b]\nset = \"demand.workshops.classes.stock\"\nuniform = [\"1%\", \"80%\"]\n";
        let read = read_text("small.toml", &text, &[]).expect("no mistake");
        let daily =
            |values: [f64; 2]| read.with_values(&values).map(|scenario| scenario.demand[0].classes[0].1);
        assert!((daily([10.0, 30.0]).expect("it may be") - 0.6).abs() < 1e-12);
        let refused = daily([30.0, 75.0]).expect_err("they make 105 %");
        assert_eq!(refused, "the shares cannot make 100 %: 0% is left for demand.workshops.classes.daily");
    }

    #[test]
    fn one_draw_may_stand_for_several_values() {
        let text = "set = [\"processes.pick.people\", \"parts.fast.count\"]\nuniform = [200, 300]";
        let scenario = with(text, 271.0);
        assert!(matches!(scenario.processes[1].capacity, Capacity::People { people: 271, .. }));
        assert_eq!(scenario.parts[0].count, 271);
        let read = uncertain(text);
        let again = read_text("small.toml", &read.resolved, &[]).expect("no mistake");
        assert_eq!(again.scenario.uncertain, read.scenario.uncertain);
    }

    #[test]
    fn the_other_things_that_customers_do_keep_their_proportions() {
        let down = "[demand.workshops.when_down]\nof = \"identity\"\non_paper = \"60%\"\nlost = \"40%\"\n";
        let text = format!(
            "{SMALL}{down}[uncertain.x]\nset = \"demand.workshops.when_down.lost\"\n\
             uniform = [\"10%\", \"90%\"]\n"
        );
        let read = read_text("small.toml", &text, &[]).expect("no mistake");
        let drawn = read.with_values(&[10.0]).expect("it may be");
        let when_down = drawn.demand[0].when_down.as_ref().expect("it is written");
        assert!(format!("{when_down:?}").contains("0.9"), "{when_down:?}");
    }

    #[test]
    fn setting_it_to_false_removes_it() {
        let sets = ["uncertain.people=false".to_owned()];
        let read = read_text("small.toml", &format!("{SMALL}{ALL}"), &sets).expect("no mistake");
        assert!(read.scenario.uncertain.iter().all(|one| one.name != "people"));
        assert_eq!(read.scenario.uncertain.len(), 6);
    }

    #[test]
    fn what_it_may_be_is_told_in_its_own_unit() {
        let read = all();
        let told: Vec<String> = read.scenario.uncertain.iter().map(super::Uncertain::told).collect();
        assert_eq!(
            told,
            [
                "2025-08-31T20:00:00, 2025-09-01T06:30:15, each as likely",
                "half under 16 weeks, nine in ten under 20 weeks",
                "2025-09-20 to 2025-10-10, all alike",
                "110%, 125%, each as likely",
                "200 to 250, most likely 240",
                "5% (80 %), 12.5% (20 %)",
                "0.5 to 1, all alike",
            ]
        );
    }

    proptest! {
        #[test]
        fn a_drawn_number_reads_back_as_it_is_written(number in 1e-9..1e12_f64) {
            let form = super::Form::Quantity { before: String::new(), after: "%".to_owned() };
            let range = super::Range::OneOf(vec![1.0]);
            let share = super::Uncertain { name: "x".into(), set: vec!["y".into()], form, whole: false, range, stream: "x".into() };
            let rounded = share.rounded(number);
            let back = super::quantity(&share.text(rounded)).expect("a quantity");
            prop_assert_eq!(back.number.to_bits(), rounded.to_bits());
            prop_assert!((rounded / number - 1.0).abs() < 1e-8);
        }
    }
}
