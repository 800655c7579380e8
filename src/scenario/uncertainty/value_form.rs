//! Value form: the unit and notation shared by all values of an uncertain value.
//!
//! A value is a bare number, a number with text before and after it (`£9`, `6 weeks`), or a date
//! with or without a time. Internally each is one number: the bare number, the number of the
//! quantity, or seconds since the year 0.

use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::quantity::split;
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::tree::Value;
use crate::scenario::syntax::writer::quoted;
use jiff::SignedDuration;
use jiff::civil::DateTime;
use toml::value::Datetime;

/// Largest integer written without a decimal point.
const MAX_INTEGER: f64 = 1e15;

/// Units of a metric; values in other units are reported "as written".
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

/// Units with a plural.
const PLURALS: [(&str, &str); 4] =
    [("week", "weeks"), ("day", "days"), ("piece", "pieces"), ("line", "lines")];

/// Notation of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueForm {
    /// A bare number.
    Number,
    /// A number with text before and after it.
    Quantity {
        /// Text before: a currency sign, or empty.
        before: String,
        /// Text after: a unit, or empty.
        after: String,
    },
    /// A date; its number is the seconds since the year 0.
    Moment {
        /// True if it has no time.
        date: bool,
    },
}

/// A value as a number and its form.
pub(crate) struct FormedValue {
    pub(crate) number: f64,
    pub(crate) form: ValueForm,
}

impl<'t> Reader<'t> {
    /// Numbers of values that have the same form, and that form.
    pub(crate) fn formed_values(&mut self, items: &[Item<'t>]) -> Option<(ValueForm, Vec<f64>)> {
        let before = self.errors();
        let values: Vec<Option<FormedValue>> = items.iter().map(|item| self.formed_value(*item)).collect();
        if self.errors() > before {
            return None;
        }
        let values: Vec<FormedValue> = values.into_iter().flatten().collect();
        // The last is the largest, so its unit is the plural: "1 week", "6 weeks".
        let form = values.last().map_or(ValueForm::Number, |last| last.form.clone());
        for (value, item) in values.iter().zip(items) {
            if !value.form.is_like(&form) {
                let other = items.last().expect("one of them has another form");
                self.report(
                    ScenarioError::at(item.place(), "the values of a distribution have different units", {
                        value.form.label()
                    })
                    .and(other.place(), form.label())
                    .help("write all values in one unit, in the form that the key itself has"),
                );
                return None;
            }
        }
        Some((form, values.into_iter().map(|value| value.number).collect()))
    }

    fn formed_value(&mut self, item: Item<'t>) -> Option<FormedValue> {
        let value = match &item.node.value {
            Value::Whole(Some(number)) => {
                Some(FormedValue { number: *number as f64, form: ValueForm::Number })
            }
            Value::Number(number) if number.is_finite() => {
                Some(FormedValue { number: *number, form: ValueForm::Number })
            }
            Value::Text(text) => parse_quantity(text),
            Value::Moment(_) => {
                let moment = self.moment(item)?;
                let date = matches!(item.node.value, Value::Moment(Datetime { time: None, .. }));
                let since = moment.duration_since(DateTime::ZERO).as_secs();
                Some(FormedValue { number: since as f64, form: ValueForm::Moment { date } })
            }
            _ => None,
        };
        if value.is_none() {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("expected a quantity, a number or a date, found {}", item.node.kind()),
                    "a value of the distribution",
                )
                .help("use the form of the key itself, for instance \"20%\", 240 or 2025-09-25"),
            );
        }
        value
    }
}

/// A number with the text before and after it.
pub(crate) fn parse_quantity(text: &str) -> Option<FormedValue> {
    let text = text.trim();
    let sign = text.chars().next().filter(|sign| "£€$".contains(*sign));
    let before = sign.map_or(String::new(), String::from);
    let (number, after) = split(&text[before.len()..])?;
    let form = ValueForm::Quantity { before, after: after.to_owned() };
    Some(FormedValue { number: number.times(1, 0), form })
}

/// A unit with its last word replaced, where that word is in the table. The unit of a rate stays:
/// "per day" is not singular.
fn replace_last_word(
    unit: &str,
    from_to: impl Fn(&(&'static str, &'static str)) -> (&'static str, &'static str),
) -> String {
    let last = unit.rsplit(' ').next().unwrap_or(unit);
    let known = PLURALS.iter().map(from_to).find(|(from, _)| *from == last);
    match known {
        Some((from, to)) if !unit.contains("per ") && !unit.contains('/') => {
            format!("{}{to}", &unit[..unit.len() - from.len()])
        }
        _ => unit.to_owned(),
    }
}

/// A unit in the plural, so that "1 week" and "6 weeks" have the same.
fn plural(unit: &str) -> String {
    replace_last_word(unit, |&(one, many)| (one, many))
}

fn singular(unit: &str) -> String {
    replace_last_word(unit, |&(one, many)| (many, one))
}

impl ValueForm {
    /// True if two forms differ at most in the plural of their unit.
    fn is_like(&self, other: &ValueForm) -> bool {
        match (self, other) {
            (ValueForm::Quantity { before, after }, ValueForm::Quantity { before: b, after: a }) => {
                before == b && plural(after) == plural(a)
            }
            _ => self == other,
        }
    }

    /// The form in words, as the label of a value in a message.
    fn label(&self) -> String {
        match self {
            ValueForm::Number => "a bare number".to_owned(),
            ValueForm::Quantity { before, after } => match (before.as_str(), after.as_str()) {
                ("", "") => "without a unit".to_owned(),
                ("", unit) => format!("in `{unit}`"),
                (sign, _) => format!("in {sign}"),
            },
            ValueForm::Moment { date: true } => "a date".to_owned(),
            ValueForm::Moment { date: false } => "a date with a time".to_owned(),
        }
    }

    /// Unit of the metric of an uncertain value; that of a date is days from the start.
    pub fn unit(&self) -> &'static str {
        match self {
            ValueForm::Number => "number",
            ValueForm::Quantity { before, after } => {
                let unit = if before.is_empty() { plural(after) } else { before.clone() };
                UNITS.into_iter().find(|known| *known == unit).unwrap_or("as written")
            }
            ValueForm::Moment { .. } => "days from the start",
        }
    }

    /// A number in this form, as in a scenario.
    pub fn text(&self, number: f64) -> String {
        match self {
            ValueForm::Number => format!("{number}"),
            ValueForm::Quantity { before, after } => {
                let after =
                    if number.to_bits() == 1.0_f64.to_bits() { singular(after) } else { after.clone() };
                let gap = if after.starts_with('%') || after.is_empty() { "" } else { " " };
                format!("{before}{number}{gap}{after}")
            }
            ValueForm::Moment { date } => {
                let moment = moment_of(number);
                if *date { moment.date().to_string() } else { moment.to_string() }
            }
        }
    }

    /// A number in this form as TOML.
    pub(crate) fn toml(&self, number: f64) -> String {
        match self {
            ValueForm::Number if number.fract() != 0.0 || number.abs() > MAX_INTEGER => {
                format!("{number:?}")
            }
            ValueForm::Quantity { .. } => quoted(&self.text(number)),
            _ => self.text(number),
        }
    }

    /// A number in this form as a value of the tree.
    pub(crate) fn tree_value(&self, number: f64) -> Value {
        match self {
            ValueForm::Number if number.fract() == 0.0 && number.abs() <= MAX_INTEGER => {
                Value::Whole(Some(number as i128))
            }
            ValueForm::Number => Value::Number(number),
            ValueForm::Quantity { .. } => Value::Text(self.text(number)),
            ValueForm::Moment { date } => Value::Moment(datetime(moment_of(number), *date)),
        }
    }
}

/// The date `seconds` after the year 0.
fn moment_of(seconds: f64) -> DateTime {
    DateTime::ZERO.checked_add(SignedDuration::from_secs(seconds as i64)).unwrap_or(DateTime::MAX)
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
