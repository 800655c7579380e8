//! Distributions as a scenario states them, in the base unit of what is drawn (microseconds,
//! pieces, lines).
//!
//! `"5 days"` (constant), `{ exponential = "5 days" }`, `{ lognormal = { median = "6 weeks", p90 =
//! "16 weeks" } }`, `{ gamma = { mean = "2 days", cv = 0.4 } }`, `{ triangular = ["1 day", "2
//! days", "5 days"] }`, ...

use super::diagnostic::ScenarioError;
use super::forms::{self, quantity_of};
use super::quantity::time_text;
use super::reader::{Fields, Item, Reader};
use super::tree::{Table, Value};
use super::writer::quoted;
use crate::distributions::Distribution;
use serde_json::{Map, Value as Json, json};
use std::path::Path;

/// The 90 % quantile of the standard normal distribution.
pub(crate) const Z_90: f64 = 1.281_551_565_544_600_4;

/// Most values that a distribution lists.
const MOST_VALUES: usize = 1_000_000;

/// What a distribution is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// Lengths of time.
    Time,
    /// Pieces of a line: whole, at least 1.
    Pieces,
    /// Pieces of a line that is not ordered when it has none: whole, from 0.
    PiecesOrNone,
    /// Lines of an order: whole, at least 1.
    Lines,
}

impl Of {
    fn example(self) -> &'static str {
        match self {
            Of::Time => "\"5 days\"",
            Of::Pieces | Of::PiecesOrNone => "\"3 pieces\"",
            Of::Lines => "\"2 lines\"",
        }
    }

    fn words(self) -> [&'static str; 2] {
        match self {
            Of::Time => ["day", "days"],
            Of::Pieces | Of::PiecesOrNone => ["piece", "pieces"],
            Of::Lines => ["line", "lines"],
        }
    }

    /// The smallest whole number that may be drawn.
    fn least(self) -> f64 {
        f64::from(u8::from(matches!(self, Of::Pieces | Of::Lines)))
    }

    /// Distributions that may be drawn from.
    fn allowed(self) -> &'static [&'static str] {
        match self {
            Of::Time => &TIMES,
            Of::Pieces | Of::Lines => &NUMBERS,
            Of::PiecesOrNone => &NUMBERS_OR_NONE,
        }
    }

    /// A value as a text that reads back to the same.
    fn write(self, value: f64) -> String {
        match self {
            Of::Time => quoted(&time_text(value)),
            Of::Pieces | Of::PiecesOrNone | Of::Lines => {
                let number = value.to_string();
                quoted(&format!("{number} {}", self.words()[usize::from(number != "1")]))
            }
        }
    }
}

const TIMES: [&str; 9] = [
    "empirical",
    "exponential",
    "gamma",
    "geometric",
    "lognormal",
    "table",
    "triangular",
    "uniform",
    "weibull",
];
const NUMBERS: [&str; 4] = ["empirical", "geometric", "logarithmic", "table"];
const FROM_ZERO: [&str; 2] = ["poisson", "negative_binomial"];
const NUMBERS_OR_NONE: [&str; 6] =
    ["empirical", "geometric", "logarithmic", "negative_binomial", "poisson", "table"];

impl<'t> Reader<'t> {
    /// A distribution: one value, or a table with the one key that names it.
    pub(crate) fn distribution(&mut self, item: Item<'t>, of: Of) -> Option<Distribution> {
        let Value::Table(table) = &item.node.value else {
            return self.drawn(item, of).map(Distribution::Constant);
        };
        let allowed = of.allowed();
        let names = allowed.join(", ");
        let mut kinds = table.entries.iter().filter(|entry| {
            TIMES.contains(&entry.key.as_str())
                || NUMBERS.contains(&entry.key.as_str())
                || FROM_ZERO.contains(&entry.key.as_str())
        });
        let Some(entry) = kinds.next() else {
            let (place, message, help) = match table.entries.first() {
                Some(entry) => (
                    entry.at,
                    format!("unknown distribution `{}`", super::reader::shown(&entry.key)),
                    super::reader::nearest_of(&entry.key, allowed, "distributions here"),
                ),
                None => (
                    item.place(),
                    format!("`{}` names no distribution", item.key),
                    format!("distributions here: {names}"),
                ),
            };
            self.report(ScenarioError::at(place, message, "here").help(help));
            return None;
        };
        if let Some(second) = kinds.next() {
            self.report(
                ScenarioError::at(second.at, format!("`{}` names two distributions", item.key), "the second")
                    .and(entry.at, "the first")
                    .help("leave one of them out"),
            );
            return None;
        }
        let kind = entry.key.as_str();
        if !allowed.contains(&kind) {
            let (why, help) = if FROM_ZERO.contains(&kind) && of.least() > 0.0 {
                ("can draw 0", format!("whole numbers from 1 are needed; distributions here: {names}"))
            } else if of == Of::Time {
                ("draws whole numbers, not times", format!("distributions here: {names}"))
            } else {
                (
                    "draws broken numbers",
                    format!("whole numbers from {} are needed; distributions here: {names}", of.least()),
                )
            };
            self.report(
                ScenarioError::at(entry.at, format!("`{kind}` cannot be used for `{}`", item.key), why)
                    .help(help),
            );
            return None;
        }
        let value = super::reader::item(entry);
        let mut outer = Fields::new(table, item.at, format!("`{}`", item.key));
        for known in TIMES.iter().chain(&NUMBERS).chain(&FROM_ZERO) {
            outer.take(known);
        }
        let read = match kind {
            "exponential" => self.mean_over(value, of, 0.0).map(|mean| Distribution::Exponential { mean }),
            "poisson" => self.mean_from_none(value, of).map(|mean| Distribution::Poisson { mean }),
            "geometric" if of == Of::Time => self.by_two(value, of, kind),
            "geometric" => self.mean_over(value, of, 0.0).map(|mean| Distribution::Geometric { mean }),
            "logarithmic" => self.mean_over(value, of, 1.0).map(|mean| Distribution::Logarithmic { mean }),
            "triangular" => self.corners::<3>(value, of).map(|[low, mode, high]| Distribution::Triangular {
                low,
                mode,
                high,
            }),
            "uniform" => self.corners::<2>(value, of).map(|[low, high]| Distribution::Uniform { low, high }),
            "table" => self.rows(value, of).map(|rows| Distribution::Table { rows }),
            "empirical" => {
                let unit = outer.take("unit");
                self.observed(value, unit, of).map(|values| Distribution::Empirical { values })
            }
            _ => self.by_two(value, of, kind),
        };
        outer.finish(self);
        read
    }

    /// Pieces of a line that may be none, but not always.
    pub(crate) fn pieces_or_none(&mut self, item: Item<'t>) -> Option<Distribution> {
        let read = self.distribution(item, Of::PiecesOrNone)?;
        let nothing = match &read {
            Distribution::Constant(value) => *value <= 0.0,
            Distribution::Table { rows } => rows.iter().all(|(value, _)| *value <= 0.0),
            Distribution::Empirical { values } => values.iter().all(|value| *value <= 0.0),
            _ => false,
        };
        if nothing {
            let error =
                ScenarioError::at(item.place(), format!("`{}` is always 0", item.key), "nothing is ordered");
            self.report(error.help("a line of no pieces is not ordered; some must have pieces"));
        }
        Some(read).filter(|_| !nothing)
    }

    /// A value that can be drawn.
    fn drawn(&mut self, item: Item<'t>, of: Of) -> Option<f64> {
        if of == Of::Time {
            return self.time(item, of.example());
        }
        let many = self.things_of(item, of.words(), of.example())?;
        let least = of.least();
        if many.fract() != 0.0 || many < least {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("`{}` must be whole numbers from {least}", item.key),
                    format!("not a whole number from {least}"),
                )
                .help(format!("for instance {}", of.example())),
            );
            return None;
        }
        Some(many)
    }

    /// The mean of whole numbers from 0, over 0.
    fn mean_from_none(&mut self, item: Item<'t>, of: Of) -> Option<f64> {
        let mean = self.things_of(item, of.words(), of.example())?;
        if mean <= 0.0 {
            self.report(ScenarioError::at(
                item.place(),
                format!("the mean of `{}` must be over 0", item.key),
                "too small",
            ));
        }
        Some(mean).filter(|mean| *mean > 0.0)
    }

    /// A mean, which for whole numbers may be broken, and is over `least`; a whole number is at
    /// least 1.
    fn mean_over(&mut self, item: Item<'t>, of: Of, least: f64) -> Option<f64> {
        let mean = match of {
            Of::Time => self.time(item, of.example())?,
            Of::Pieces | Of::PiecesOrNone | Of::Lines => self.things_of(item, of.words(), of.example())?,
        };
        let allowed = mean > least && (of == Of::Time || mean >= 1.0);
        if !allowed {
            let bound = match (of, least > 0.0) {
                (Of::Time, _) => "over 0",
                (_, true) => "over 1",
                (_, false) => "1 or more",
            };
            self.report(ScenarioError::at(
                item.place(),
                format!("the mean of `{}` must be {bound}", item.key),
                "too small",
            ));
            return None;
        }
        Some(mean)
    }

    /// Values in rising order, of which the last is over the first.
    fn corners<const N: usize>(&mut self, item: Item<'t>, of: Of) -> Option<[f64; N]> {
        let example = if N == 3 { "[\"1 day\", \"2 days\", \"5 days\"]" } else { "[\"1 day\", \"5 days\"]" };
        let before = self.errors();
        let items = self.list(item, example);
        let values: Vec<f64> = items.iter().filter_map(|item| self.drawn(*item, of)).collect();
        if self.errors() > before {
            return None;
        }
        let rising = values.is_sorted() && values.first() < values.last();
        match <[f64; N]>::try_from(values) {
            Ok(corners) if rising => Some(corners),
            _ => {
                let message = format!("`{}` must be {N} values in rising order", item.key);
                let help = format!("for instance `{} = {example}`", item.key);
                self.report(ScenarioError::at(item.place(), message, "not so").help(help));
                None
            }
        }
    }

    fn rows(&mut self, item: Item<'t>, of: Of) -> Option<Vec<(f64, f64)>> {
        let example = format!("[[{}, 0.5], [{}, 0.5]]", of.example(), of.example());
        let before = self.errors();
        let mut rows = Vec::new();
        for row in self.list(item, &example) {
            let parts = self.list(row, &example);
            let [value, weight] = parts[..] else {
                self.report(
                    ScenarioError::at(
                        row.place(),
                        "a row of a table is a value and a weight",
                        "not two things",
                    )
                    .help(format!("for instance `table = {example}`")),
                );
                continue;
            };
            if let (Some(value), Some(weight)) = (self.drawn(value, of), self.positive(weight)) {
                rows.push((value, weight));
            }
        }
        self.some_values(item, rows, before)
    }

    fn some_values<T>(&mut self, item: Item<'_>, values: Vec<T>, before: usize) -> Option<Vec<T>> {
        if self.errors() > before {
            return None;
        }
        if values.is_empty() || values.len() > MOST_VALUES {
            let label = if values.is_empty() { "no value" } else { "too many values" };
            let error = ScenarioError::at(
                item.place(),
                format!("`{}` needs from 1 to a million values", item.key),
                label,
            );
            self.report(error);
            return None;
        }
        Some(values)
    }

    /// Observed values: a list, or a file with one number a line.
    fn observed(&mut self, item: Item<'t>, unit: Option<Item<'t>>, of: Of) -> Option<Vec<f64>> {
        let before = self.errors();
        let Some(path) = item.text() else {
            if let Some(unit) = unit {
                self.report(
                    ScenarioError::at(
                        unit.at,
                        "`unit` belongs to a file of numbers",
                        "the values of a list have their own",
                    )
                    .help("leave `unit` out"),
                );
            }
            let items = self.list(item, &format!("[{}]", of.example()));
            let values = items.into_iter().filter_map(|item| self.drawn(item, of)).collect();
            return self.some_values(item, values, before);
        };
        let Some(unit_item) = unit else {
            self.report(
                ScenarioError::at(item.place(), "the numbers of this file need a unit", "a file of numbers")
                    .help(format!(
                        "for instance `{{ empirical = \"times.csv\", unit = \"{}\" }}`",
                        of.words()[1]
                    )),
            );
            return None;
        };
        let unit = self.text(unit_item, &format!("\"{}\"", of.words()[1]))?;
        let file = &self.files.sources[item.place().source].name;
        let folder =
            if file == "--set" { Path::new("") } else { Path::new(file).parent().unwrap_or(Path::new("")) };
        let path = folder.join(path);
        let (source, text) = self.files.text_of(&path, Some(item.place()))?;
        let mut values = Vec::new();
        let mut from = 0;
        for line in text.split_inclusive('\n') {
            let written = line.trim().trim_start_matches('\u{feff}');
            if !written.is_empty() {
                let place = super::diagnostic::Place { source, from, to: from + line.trim_end().len() };
                values.extend(self.observed_line(unit_item, place, written, unit, of));
                if self.errors() > before + 5 {
                    break;
                }
            }
            from += line.len();
        }
        self.some_values(item, values, before)
    }

    fn observed_line(
        &mut self,
        unit_item: Item<'_>,
        place: super::diagnostic::Place,
        written: &str,
        unit: &str,
        of: Of,
    ) -> Option<f64> {
        let number = super::quantity::split(written)
            .filter(|(number, rest)| rest.is_empty() && number.times(1, 0) >= 0.0);
        let Some((number, _)) = number else {
            self.report(
                ScenarioError::at(
                    place,
                    format!("`{}` is not a number from 0", super::reader::shown(written)),
                    "this line",
                )
                .help("one number a line, without unit; the unit stands in the scenario"),
            );
            return None;
        };
        let value = match of {
            Of::Time => super::quantity::in_micros(number, unit),
            Of::Pieces | Of::PiecesOrNone | Of::Lines => {
                of.words().contains(&unit).then(|| number.times(1, 0))
            }
        };
        let Some(value) = value else {
            self.report(
                ScenarioError::at(
                    unit_item.place(),
                    format!("unknown unit `{}`", super::reader::shown(unit)),
                    "this unit",
                )
                .help(format!("for instance `unit = \"{}\"`", of.words()[1])),
            );
            return None;
        };
        if value > 6.3e15 || (of != Of::Time && (value < of.least() || value.fract() != 0.0)) {
            self.report(ScenarioError::at(
                place,
                format!("`{}` is out of range", super::reader::shown(written)),
                "this line",
            ));
            return None;
        }
        Some(value)
    }

    /// Distributions by two parameters.
    fn by_two(&mut self, item: Item<'t>, of: Of, kind: &str) -> Option<Distribution> {
        let example = match kind {
            "lognormal" => "{ median = \"6 weeks\", p90 = \"16 weeks\" }",
            "weibull" => "{ mean = \"2 days\", shape = 1.5 }",
            "negative_binomial" => "{ mean = \"2 pieces\", variance_to_mean = 2.5 }",
            "geometric" => "{ mean = \"25 days\", step = \"1 day\" }",
            _ => "{ mean = \"2 days\", cv = 0.4 }",
        };
        let table: &'t Table = self.table(item, example)?;
        let mut fields = Fields::new(table, item.at, format!("`{kind}`"));
        let help = format!("for instance `{kind} = {example}`");
        let read = match kind {
            "lognormal" => self.lognormal(&mut fields, of, &help),
            "weibull" => {
                let mean = fields.need(self, "mean", &help).and_then(|item| self.mean_over(item, of, 0.0));
                let shape = fields.need(self, "shape", &help).and_then(|item| self.positive(item));
                mean.zip(shape).map(|(mean, shape)| Distribution::Weibull { mean, shape })
            }
            "geometric" => self.steps(&mut fields, &help),
            "negative_binomial" => {
                let mean = fields.need(self, "mean", &help).and_then(|item| self.mean_from_none(item, of));
                let ratio = fields.need(self, "variance_to_mean", &help);
                let ratio = ratio.and_then(|item| self.positive(item).map(|ratio| (item, ratio)));
                if let Some((item, _)) = ratio.filter(|(_, ratio)| *ratio <= 1.0) {
                    self.report(
                        ScenarioError::at(item.place(), "`variance_to_mean` must be over 1", "not over 1")
                            .help("at 1 it is `poisson`"),
                    );
                    return None;
                }
                mean.zip(ratio).map(|(mean, (_, ratio))| Distribution::NegativeBinomial { mean, ratio })
            }
            _ => {
                let mean = fields.need(self, "mean", &help).and_then(|item| self.mean_over(item, of, 0.0));
                let cv = fields.need(self, "cv", &help).and_then(|item| self.positive(item));
                mean.zip(cv).map(|(mean, cv)| Distribution::Gamma { mean, cv })
            }
        };
        fields.finish(self);
        read
    }

    /// Multiples of a step, whose mean is no less than the step.
    fn steps(&mut self, fields: &mut Fields<'t>, help: &str) -> Option<Distribution> {
        let mean = fields.need(self, "mean", help);
        let step = fields.need(self, "step", help);
        let (mean_item, step_item) = mean.zip(step)?;
        let mean = self.mean_over(mean_item, Of::Time, 0.0);
        let (mean, step) = mean.zip(self.mean_over(step_item, Of::Time, 0.0))?;
        if mean < step {
            self.report(
                ScenarioError::at(
                    mean_item.place(),
                    "the mean must not be less than the step",
                    "less than a step",
                )
                .and(step_item.place(), "the step")
                .help("every value is one step or more"),
            );
            return None;
        }
        Some(Distribution::GeometricSteps { mean, step })
    }

    /// By median and p90, by mean and cv, or by median and the standard deviation of the logarithm.
    fn lognormal(&mut self, fields: &mut Fields<'t>, of: Of, help: &str) -> Option<Distribution> {
        let [median, p90, mean, cv, sigma] =
            ["median", "p90", "mean", "cv", "sigma"].map(|key| fields.take(key));
        match (median, p90, mean, cv, sigma) {
            (Some(median), Some(high), None, None, None) => {
                let (from, to) = (self.mean_over(median, of, 0.0), self.mean_over(high, of, 0.0));
                let (from, to) = from.zip(to)?;
                if to <= from {
                    self.report(
                        ScenarioError::at(high.place(), "`p90` must be over `median`", "not over the median")
                            .and(median.place(), "the median")
                            .help("p90 is the 90 % quantile, median the 50 % quantile"),
                    );
                    return None;
                }
                Some(Distribution::Lognormal { median: from, sigma: (to / from).ln() / Z_90 })
            }
            (None, None, Some(mean), Some(cv), None) => {
                let (mean, cv) = self.mean_over(mean, of, 0.0).zip(self.positive(cv))?;
                // mean = median·exp(σ²/2) and cv² = exp(σ²) − 1.
                let spread = 1.0 + cv * cv;
                Some(Distribution::Lognormal { median: mean / spread.sqrt(), sigma: spread.ln().sqrt() })
            }
            (Some(median), None, None, None, Some(sigma)) => {
                let (median, sigma) = self.mean_over(median, of, 0.0).zip(self.positive(sigma))?;
                Some(Distribution::Lognormal { median, sigma })
            }
            _ => {
                self.report(
                    ScenarioError::at(
                        fields.at,
                        "`lognormal` needs `median` and `p90`, or `mean` and `cv`",
                        "not one of these pairs",
                    )
                    .help(help),
                );
                None
            }
        }
    }
}

/// JSON Schema of a distribution: one value, or a table with the key that names it.
pub(crate) fn schema(of: Of) -> Json {
    let value = match of {
        Of::Time => quantity_of(forms::TIMES),
        Of::Pieces | Of::PiecesOrNone => quantity_of("pieces?"),
        Of::Lines => quantity_of("lines?"),
    };
    let number = json!({ "type": "number", "minimum": 0 });
    let list = |least: usize, most: usize| json!({ "type": "array", "items": value, "minItems": least, "maxItems": most });
    let object = |keys: &[(&str, &Json)], required: &[&str]| {
        let properties: Map<String, Json> =
            keys.iter().map(|(key, schema)| ((*key).to_owned(), (*schema).clone())).collect();
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    };
    let row = json!({ "type": "array", "prefixItems": [value, number], "minItems": 2, "maxItems": 2 });
    let of_kind = |kind: &str| match kind {
        "geometric" if of == Of::Time => object(&[("mean", &value), ("step", &value)], &["mean", "step"]),
        "exponential" | "poisson" | "logarithmic" | "geometric" => value.clone(),
        "gamma" => object(&[("mean", &value), ("cv", &number)], &["mean", "cv"]),
        "weibull" => object(&[("mean", &value), ("shape", &number)], &["mean", "shape"]),
        "negative_binomial" => {
            object(&[("mean", &value), ("variance_to_mean", &number)], &["mean", "variance_to_mean"])
        }
        "lognormal" => json!({ "oneOf": [
            object(&[("median", &value), ("p90", &value)], &["median", "p90"]),
            object(&[("mean", &value), ("cv", &number)], &["mean", "cv"]),
            object(&[("median", &value), ("sigma", &number)], &["median", "sigma"]),
        ] }),
        "triangular" => list(3, 3),
        "uniform" => list(2, 2),
        "table" => json!({ "type": "array", "items": row, "minItems": 1 }),
        _ => json!({ "anyOf": [{ "type": "string" }, list(1, MOST_VALUES)] }),
    };
    let unit = json!({ "type": "string" });
    let mut forms = vec![value.clone()];
    for kind in of.allowed() {
        let schema = of_kind(kind);
        let mut keys = vec![(*kind, &schema)];
        if *kind == "empirical" {
            keys.push(("unit", &unit));
        }
        forms.push(object(&keys, &[kind]));
    }
    json!({ "anyOf": forms })
}

/// Names of all kinds of distributions.
pub(crate) fn kinds() -> Vec<&'static str> {
    TIMES.iter().chain(&NUMBERS).chain(&FROM_ZERO).copied().collect()
}

/// One distribution of each kind, as TOML.
pub(crate) fn samples(of: Of) -> Vec<String> {
    let samples: &[&str] = match of {
        Of::Time => &[
            "\"3 h\"",
            "{ exponential = \"2 h\" }",
            "{ lognormal = { median = \"2 h\", p90 = \"9 h\" } }",
            "{ lognormal = { mean = \"2 h\", cv = 0.5 } }",
            "{ lognormal = { median = \"1 h\", sigma = 0.6 } }",
            "{ gamma = { mean = \"3 h\", cv = 0.7 } }",
            "{ triangular = [\"1 h\", \"2 h\", \"6 h\"] }",
            "{ uniform = [\"10 min\", \"5 h\"] }",
            "{ geometric = { mean = \"3 h\", step = \"30 min\" } }",
            "{ weibull = { mean = \"2 h\", shape = 1.5 } }",
            "{ table = [[\"1 h\", 3], [\"8 h\", 1]] }",
            "{ empirical = [\"1 h\", \"2 h\", \"20 h\"] }",
        ],
        Of::Pieces | Of::PiecesOrNone | Of::Lines => &[
            "\"1 THING\"",
            "{ geometric = \"2.5 THINGs\" }",
            "{ logarithmic = \"2 THINGs\" }",
            "{ table = [[\"1 THING\", 2], [\"6 THINGs\", 1]] }",
            "{ empirical = [\"2 THINGs\", \"3 THINGs\"] }",
        ],
    };
    let mut samples: Vec<String> =
        samples.iter().map(|sample| sample.replace("THING", of.words()[0])).collect();
    if of == Of::PiecesOrNone {
        samples.push("{ poisson = \"1.5 pieces\" }".to_owned());
        samples.push("{ negative_binomial = { mean = \"2 pieces\", variance_to_mean = 2.5 } }".to_owned());
    }
    samples
}

impl Distribution {
    /// The distribution as TOML that reads back to the same.
    pub(crate) fn text(&self, of: Of) -> String {
        let value = |value: f64| of.write(value);
        match self {
            Self::Constant(constant) => value(*constant),
            Self::Exponential { mean } => format!("{{ exponential = {} }}", value(*mean)),
            Self::Lognormal { median, sigma } => {
                format!("{{ lognormal = {{ median = {}, sigma = {sigma:?} }} }}", value(*median))
            }
            Self::Gamma { mean, cv } => format!("{{ gamma = {{ mean = {}, cv = {cv:?} }} }}", value(*mean)),
            Self::Triangular { low, mode, high } => {
                format!("{{ triangular = [{}, {}, {}] }}", value(*low), value(*mode), value(*high))
            }
            Self::Uniform { low, high } => format!("{{ uniform = [{}, {}] }}", value(*low), value(*high)),
            Self::Weibull { mean, shape } => {
                format!("{{ weibull = {{ mean = {}, shape = {shape:?} }} }}", value(*mean))
            }
            Self::Table { rows } => {
                let rows: Vec<String> =
                    rows.iter().map(|(row, weight)| format!("[{}, {weight:?}]", value(*row))).collect();
                format!("{{ table = [{}] }}", rows.join(", "))
            }
            Self::Empirical { values } => {
                let values: Vec<String> = values.iter().map(|observed| value(*observed)).collect();
                format!("{{ empirical = [{}] }}", values.join(", "))
            }
            Self::Geometric { mean } => format!("{{ geometric = {} }}", value(*mean)),
            Self::GeometricSteps { mean, step } => {
                format!("{{ geometric = {{ mean = {}, step = {} }} }}", value(*mean), value(*step))
            }
            Self::Poisson { mean } => format!("{{ poisson = {} }}", value(*mean)),
            Self::NegativeBinomial { mean, ratio } => {
                format!(
                    "{{ negative_binomial = {{ mean = {}, variance_to_mean = {ratio:?} }} }}",
                    value(*mean)
                )
            }
            Self::Logarithmic { mean } => format!("{{ logarithmic = {} }}", value(*mean)),
        }
    }
}
