//! Input distribution: the values that an uncertain value may take, and their probabilities.
//!
//! Its numbers are in the unit of a [`ValueForm`]. A lognormal distribution is given by its median
//! and its 90 % quantile, both of the value itself, not of its logarithm.

use super::UncertainValue;
use super::value_form::ValueForm;
use crate::distributions::Distribution;
use crate::registers::key::{Key, Schema};
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::distribution::Z_90;
use crate::scenario::syntax::forms::list_of;
use crate::scenario::syntax::reader::{Fields, Item, Reader};
use crate::scenario::syntax::value::{Context, Value};
use crate::scenario::syntax::writer::braces;
use serde_json::{Value as Json, json};

/// Distribution of an uncertain value.
#[derive(Debug, Clone, PartialEq)]
pub enum InputDistribution {
    /// Smallest, most likely and largest value.
    Triangular([f64; 3]),
    /// Smallest and largest value; all values between them are equally likely.
    Uniform([f64; 2]),
    /// Lognormal by two quantiles.
    Lognormal {
        /// Median.
        median: f64,
        /// The 90 % quantile.
        p90: f64,
    },
    /// Values and their weights, which need not add up to 1.
    Table(Vec<(f64, f64)>),
    /// Equally likely values.
    OneOf(Vec<f64>),
}

impl InputDistribution {
    /// Keys of the distributions, of which exactly one is given.
    pub(crate) const KEYS: [&str; 5] = ["lognormal", "one_of", "table", "triangular", "uniform"];

    /// The distribution to sample from.
    fn to_distribution(&self) -> Distribution {
        match self {
            &Self::Triangular([low, mode, high]) => Distribution::Triangular { low, mode, high },
            &Self::Uniform([low, high]) => Distribution::Uniform { low, high },
            Self::Lognormal { median, p90 } => {
                Distribution::Lognormal { median: *median, sigma: (p90 / median).ln() / Z_90 }
            }
            Self::Table(rows) => Distribution::Table { rows: rows.clone() },
            Self::OneOf(values) => Distribution::Empirical { values: values.clone() },
        }
    }

    /// The value of its key as TOML.
    fn toml(&self, form: &ValueForm) -> String {
        let list = |values: &[f64]| list_of(values.iter().map(|value| form.toml(*value)));
        match self {
            Self::Triangular(corners) => list(corners),
            Self::Uniform(corners) => list(corners),
            Self::Lognormal { median, p90 } => {
                braces([("median", form.toml(*median)), ("p90", form.toml(*p90))])
            }
            Self::Table(rows) => {
                list_of(rows.iter().map(|(value, weight)| format!("[{}, {weight:?}]", form.toml(*value))))
            }
            Self::OneOf(values) => list(values),
        }
    }
}

/// The value of a key of a distribution, which the name of the key determines.
pub(crate) struct InputForm;

impl Value for InputForm {
    type Of = (ValueForm, InputDistribution);
    const WHOLE: bool = true;

    fn form() -> String {
        "distribution of values in the form of the key that is set".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<Self::Of> {
        reader.input_distribution(item)
    }

    fn write((form, distribution): &Self::Of, _: Context) -> String {
        distribution.toml(form)
    }

    fn schema(key: &Key, _: Schema) -> Json {
        // A date of TOML is a text to editors.
        let value = json!({ "type": ["number", "string"] });
        let list = |least: usize, most: Option<usize>| {
            let mut list = json!({ "type": "array", "items": value, "minItems": least });
            if let Some(most) = most {
                list["maxItems"] = most.into();
            }
            list
        };
        match key.name {
            "triangular" => list(3, Some(3)),
            "uniform" => list(2, Some(2)),
            "lognormal" => json!({
                "type": "object",
                "properties": { "median": value, "p90": value },
                "required": ["median", "p90"],
                "additionalProperties": false,
            }),
            "table" => json!({
                "type": "array",
                "items": {
                    "type": "array",
                    "prefixItems": [value, { "type": "number", "exclusiveMinimum": 0 }],
                    "minItems": 2,
                    "maxItems": 2,
                },
                "minItems": 1,
            }),
            _ => list(1, None),
        }
    }
}

impl UncertainValue {
    /// Distribution of its numbers, before rounding.
    pub fn sampling_distribution(&self) -> Distribution {
        self.distribution.to_distribution()
    }

    /// The distribution in words: `20% to 60%, most likely 30%`.
    pub fn description(&self) -> String {
        let text = |number: f64| self.form.text(number);
        match &self.distribution {
            InputDistribution::Triangular([low, mode, high]) => {
                format!("{} to {}, most likely {}", text(*low), text(*high), text(*mode))
            }
            InputDistribution::Uniform([low, high]) => format!("{} to {}, uniform", text(*low), text(*high)),
            InputDistribution::Lognormal { median, p90 } => {
                format!("median {}, P90 {}", text(*median), text(*p90))
            }
            InputDistribution::Table(rows) => {
                let sum: f64 = rows.iter().map(|(_, weight)| weight).sum();
                let row = |(value, weight): &(f64, f64)| {
                    format!("{} ({:.0} %)", text(*value), weight / sum * 100.0)
                };
                rows.iter().map(row).collect::<Vec<_>>().join(", ")
            }
            InputDistribution::OneOf(values) => {
                values.iter().map(|value| text(*value)).collect::<Vec<_>>().join(", ") + ", equally likely"
            }
        }
    }
}

impl<'t> Reader<'t> {
    /// The distribution under one of [`InputDistribution::KEYS`], and the form of its values.
    pub(crate) fn input_distribution(&mut self, item: Item<'t>) -> Option<(ValueForm, InputDistribution)> {
        match item.key {
            "triangular" => {
                self.rising_values(item).map(|(form, corners)| (form, InputDistribution::Triangular(corners)))
            }
            "uniform" => {
                self.rising_values(item).map(|(form, corners)| (form, InputDistribution::Uniform(corners)))
            }
            "lognormal" => self.lognormal_input(item),
            "table" => self.weighted_values(item),
            _ => {
                let items = self.list(item, "[\"1 week\", \"3 weeks\"]");
                let (form, values) = self.formed_values(&items)?;
                let values = self.at_least_one(item, values)?;
                Some((form, InputDistribution::OneOf(values)))
            }
        }
    }

    fn at_least_one<T>(&mut self, item: Item<'t>, values: Vec<T>) -> Option<Vec<T>> {
        if values.is_empty() {
            self.report(ScenarioError::at(
                item.place(),
                format!("`{}` needs 1 value or more", item.key),
                "no value",
            ));
            return None;
        }
        Some(values)
    }

    /// `N` values in rising order.
    fn rising_values<const N: usize>(&mut self, item: Item<'t>) -> Option<(ValueForm, [f64; N])> {
        let example = if N == 3 { "[\"20%\", \"30%\", \"60%\"]" } else { "[\"20%\", \"60%\"]" };
        let before = self.errors();
        let items = self.list(item, example);
        if self.errors() > before {
            return None;
        }
        let (form, values) = self.formed_values(&items)?;
        let found = values.len();
        let are_rising = values.is_sorted() && values.first() < values.last();
        match <[f64; N]>::try_from(values) {
            Ok(corners) if are_rising => Some((form, corners)),
            _ => {
                let message = format!("`{}` needs {N} values in rising order", item.key);
                let label =
                    if found == N { "not in rising order".to_owned() } else { format!("found {found}") };
                let help = format!("for instance `{} = {example}`", item.key);
                self.report(ScenarioError::at(item.place(), message, label).help(help));
                None
            }
        }
    }

    fn lognormal_input(&mut self, item: Item<'t>) -> Option<(ValueForm, InputDistribution)> {
        let example = "{ median = \"6 weeks\", p90 = \"16 weeks\" }";
        let table = self.table(item, example)?;
        let mut fields = Fields::new(table, item.at, "`lognormal`");
        let help = format!("for instance `lognormal = {example}`");
        let median = fields.need(self, "median", &help);
        let p90 = fields.need(self, "p90", &help);
        fields.finish(self);
        let (median_item, p90_item) = median.zip(p90)?;
        let (form, values) = self.formed_values(&[median_item, p90_item])?;
        let [median, p90] = values[..] else { return None };
        if matches!(form, ValueForm::Moment { .. }) {
            self.report(
                ScenarioError::at(item.place(), "a date cannot be lognormal", "dates have no zero")
                    .help("use `triangular`, `uniform`, `table` or `one_of`"),
            );
            return None;
        }
        if median <= 0.0 || p90 <= median {
            self.report(
                ScenarioError::at(
                    p90_item.place(),
                    "`p90` must be above `median`, and `median` above 0",
                    "not above the median",
                )
                .and(median_item.place(), "the median"),
            );
            return None;
        }
        Some((form, InputDistribution::Lognormal { median, p90 }))
    }

    fn weighted_values(&mut self, item: Item<'t>) -> Option<(ValueForm, InputDistribution)> {
        let example = "[[\"1 week\", 0.8], [\"3 weeks\", 0.2]]";
        let before = self.errors();
        let (mut values, mut weights) = (Vec::new(), Vec::new());
        for row in self.list(item, example) {
            let parts = self.list(row, example);
            let [value, weight] = parts[..] else {
                self.report(
                    ScenarioError::at(
                        row.place(),
                        format!("expected a value and a weight, found {} items", parts.len()),
                        "a row of the table",
                    )
                    .help(format!("for instance `table = {example}`")),
                );
                continue;
            };
            values.push(value);
            weights.extend(self.positive(weight));
        }
        if self.errors() > before {
            return None;
        }
        let (form, values) = self.formed_values(&values)?;
        let values = self.at_least_one(item, values)?;
        Some((form, InputDistribution::Table(values.into_iter().zip(weights).collect())))
    }
}
