//! How uncertain values are written: paths of values, and numbers with their unit.

use super::{COMMON, Form, Range};
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::split;
use crate::scenario::syntax::reader::{Fields, Item, Reader, nearest_of, shown};
use crate::scenario::syntax::tree::{Node, Table, Value};
use jiff::civil::DateTime;
use toml::value::Datetime;

/// A value of a distribution as it was written.
pub(crate) struct Written {
    pub(crate) number: f64,
    pub(crate) form: Form,
}

impl<'t> Reader<'t> {
    /// The path of a value that can be uncertain, or a list of them.
    pub(crate) fn paths_of_values(&mut self, item: Item<'t>) -> Vec<String> {
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
    pub(crate) fn path_of_value(&mut self, item: Item<'t>) -> Option<String> {
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

    pub(crate) fn uncertain_distribution(&mut self, item: Item<'t>) -> Option<(Form, Range)> {
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

    pub(crate) fn not_none<T>(&mut self, item: Item<'t>, values: Vec<T>) -> Option<Vec<T>> {
        if values.is_empty() {
            self.fault(Fault::at(item.place(), format!("`{}` needs 1 value or more", item.key), "no value"));
            return None;
        }
        Some(values)
    }

    /// Values of one form.
    pub(crate) fn written_values(&mut self, items: &[Item<'t>]) -> Option<(Form, Vec<f64>)> {
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

    pub(crate) fn written_value(&mut self, item: Item<'t>) -> Option<Written> {
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
    pub(crate) fn written_corners<const N: usize>(&mut self, item: Item<'t>) -> Option<(Form, [f64; N])> {
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

    pub(crate) fn written_lognormal(&mut self, item: Item<'t>) -> Option<(Form, Range)> {
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

    pub(crate) fn written_rows(&mut self, item: Item<'t>) -> Option<(Form, Range)> {
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
pub(crate) fn find<'t>(tree: &'t Table, keys: &[&str]) -> Result<&'t Node, (usize, Vec<&'t str>)> {
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
pub(crate) fn is_value(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => quantity(text).is_some(),
        Value::Whole(_) | Value::Number(_) | Value::Moment(_) => true,
        Value::Truth(_) | Value::List(_) | Value::Table(_) => false,
    }
}

/// A number with what stands before and after it.
pub(crate) fn quantity(text: &str) -> Option<Written> {
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
pub(crate) fn changed(
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
pub(crate) fn plural(unit: &str) -> String {
    changed(unit, |&(one, many)| (one, many))
}

/// A unit in the singular.
pub(crate) fn singular(unit: &str) -> String {
    changed(unit, |&(one, many)| (many, one))
}

impl Form {
    pub(crate) fn is_like(&self, other: &Form) -> bool {
        match (self, other) {
            (Form::Quantity { before, after }, Form::Quantity { before: b, after: a }) => {
                before == b && plural(after) == plural(a)
            }
            _ => self == other,
        }
    }

    /// What it is, beside a value.
    pub(crate) fn told(&self) -> String {
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
