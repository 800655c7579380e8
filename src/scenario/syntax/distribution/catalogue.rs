//! Catalogue: every form of a distribution, with its keys, its meaning and an example.
//!
//! The reader, the schema, the reference page and the random scenarios of the tests use this list.

use super::Support;

/// A form of a distribution: a constant, or a table with the key that names it.
#[derive(Debug)]
pub struct DistributionForm {
    /// The key that names it; empty for a constant.
    pub name: &'static str,
    /// Keys of its value, or beside its name.
    pub keys: &'static [&'static str],
    /// What can be sampled from it.
    pub supports: &'static [Support],
    /// Its value as TOML.
    pub example: &'static str,
    /// Definition in a sentence.
    pub meaning: &'static str,
    /// The whole form with values for a network of a few days; `THING` stands for the unit of a
    /// count. Empty: none without a file.
    sample: &'static str,
}

/// All forms.
pub static FORMS: [DistributionForm; 20] = [
    form("", &[], &TIME, r#""5 days""#, "Always this.", r#""3 h""#),
    form("", &[], &COUNTS, r#""3 pieces""#, "Always this.", r#""1 THING""#),
    form("exponential", &[], &TIME, r#""5 days""#, "By its mean.", r#"{ exponential = "2 h" }"#),
    form(
        "lognormal",
        &["median", "p90"],
        &TIME,
        r#"{ median = "6 weeks", p90 = "16 weeks" }"#,
        "By its P50 and P90; the standard deviation of the logarithm is ln(p90 / median) / 1.2816.",
        r#"{ lognormal = { median = "2 h", p90 = "9 h" } }"#,
    ),
    form(
        "lognormal",
        &["mean", "cv"],
        &TIME,
        r#"{ mean = "2 days", cv = 0.4 }"#,
        "By mean and coefficient of variation of the variable itself, not of its logarithm.",
        r#"{ lognormal = { mean = "2 h", cv = 0.5 } }"#,
    ),
    form(
        "lognormal",
        &["median", "sigma"],
        &TIME,
        r#"{ median = "6 weeks", sigma = 0.77 }"#,
        "By its median and the standard deviation of the logarithm.",
        r#"{ lognormal = { median = "1 h", sigma = 0.6 } }"#,
    ),
    form(
        "gamma",
        &["mean", "cv"],
        &TIME,
        r#"{ mean = "2 days", cv = 0.4 }"#,
        "By mean and coefficient of variation (standard deviation / mean).",
        r#"{ gamma = { mean = "3 h", cv = 0.7 } }"#,
    ),
    form(
        "weibull",
        &["mean", "shape"],
        &TIME,
        r#"{ mean = "2 days", shape = 1.5 }"#,
        "By mean and shape; shape 1 is the exponential distribution.",
        r#"{ weibull = { mean = "2 h", shape = 1.5 } }"#,
    ),
    form(
        "triangular",
        &[],
        &TIME,
        r#"["1 day", "2 days", "5 days"]"#,
        "By minimum, mode and maximum.",
        r#"{ triangular = ["1 h", "2 h", "6 h"] }"#,
    ),
    form(
        "uniform",
        &[],
        &TIME,
        r#"["1 day", "5 days"]"#,
        "By minimum and maximum.",
        r#"{ uniform = ["10 min", "5 h"] }"#,
    ),
    form(
        "geometric",
        &["mean", "step"],
        &TIME,
        r#"{ mean = "25 days", step = "1 day" }"#,
        "On 1, 2, 3, … steps: the time for which a state lasts that may change in each period.",
        r#"{ geometric = { mean = "3 h", step = "30 min" } }"#,
    ),
    form(
        "geometric",
        &[],
        &COUNTS,
        r#""3 pieces""#,
        "On 1, 2, 3, …, by its mean of 1 or more.",
        r#"{ geometric = "2.5 THINGs" }"#,
    ),
    form(
        "logarithmic",
        &[],
        &COUNTS,
        r#""3 pieces""#,
        "On 1, 2, 3, …, by its mean over 1.",
        r#"{ logarithmic = "2 THINGs" }"#,
    ),
    form(
        "poisson",
        &[],
        &COUNTS_FROM_0,
        r#""10 pieces""#,
        "On 0, 1, 2, …, by its mean.",
        r#"{ poisson = "1.5 THINGs" }"#,
    ),
    form(
        "negative_binomial",
        &["mean", "variance_to_mean"],
        &COUNTS_FROM_0,
        r#"{ mean = "2 pieces", variance_to_mean = 2.5 }"#,
        "On 0, 1, 2, …, by its mean and variance / mean, which is over 1.",
        r#"{ negative_binomial = { mean = "2 THINGs", variance_to_mean = 2.5 } }"#,
    ),
    form(
        "table",
        &[],
        &TIME,
        r#"[["1 day", 0.8], ["5 days", 0.2]]"#,
        "Values and their weights, of any positive scale.",
        r#"{ table = [["1 h", 3], ["8 h", 1]] }"#,
    ),
    form(
        "table",
        &[],
        &COUNTS,
        r#"[["1 piece", 0.5], ["2 pieces", 0.5]]"#,
        "Values and their weights, of any positive scale.",
        r#"{ table = [["1 THING", 2], ["6 THINGs", 1]] }"#,
    ),
    form(
        "empirical",
        &[],
        &TIME,
        r#"["1 day", "3 days"]"#,
        "Observed values, all equally likely.",
        r#"{ empirical = ["1 h", "2 h", "20 h"] }"#,
    ),
    form(
        "empirical",
        &[],
        &COUNTS,
        r#"["1 piece", "3 pieces"]"#,
        "Observed values, all equally likely.",
        r#"{ empirical = ["2 THINGs", "3 THINGs"] }"#,
    ),
    form(
        "empirical",
        &["unit"],
        &ALL,
        r#""times.csv", unit = "days""#,
        "Observed values of a file with one number per row, relative to the file that names it; \
         `unit` is their unit.",
        "",
    ),
];

const TIME: [Support; 1] = [Support::Time];
const COUNTS: [Support; 3] = [Support::Pieces, Support::PiecesOrNone, Support::Lines];
const COUNTS_FROM_0: [Support; 1] = [Support::PiecesOrNone];
const ALL: [Support; 4] = [Support::Time, Support::Pieces, Support::PiecesOrNone, Support::Lines];

const fn form(
    name: &'static str,
    keys: &'static [&'static str],
    supports: &'static [Support],
    example: &'static str,
    meaning: &'static str,
    sample: &'static str,
) -> DistributionForm {
    DistributionForm { name, keys, supports, example, meaning, sample }
}

impl DistributionForm {
    /// The whole form as TOML.
    pub fn written(&self) -> String {
        if self.name.is_empty() {
            self.example.to_owned()
        } else {
            format!("{{ {} = {} }}", self.name, self.example)
        }
    }
}

/// Names of the distributions of this support, in alphabetical order.
pub(crate) fn names(support: Support) -> Vec<&'static str> {
    sorted(FORMS.iter().filter(|form| form.supports.contains(&support)))
}

/// Names of all distributions, in alphabetical order.
pub(crate) fn all_names() -> Vec<&'static str> {
    sorted(FORMS.iter())
}

fn sorted(forms: impl Iterator<Item = &'static DistributionForm>) -> Vec<&'static str> {
    let mut names: Vec<&str> = forms.map(|form| form.name).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The value of the first form of this name, as TOML.
pub(super) fn example_of(name: &str, support: Support) -> &'static str {
    let form = FORMS.iter().find(|form| form.name == name && form.supports.contains(&support));
    form.map_or("", |form| form.example)
}

/// One distribution of each form, as TOML.
pub(crate) fn samples(support: Support) -> Vec<String> {
    let forms = FORMS.iter().filter(|form| form.supports.contains(&support) && !form.sample.is_empty());
    forms.map(|form| form.sample.replace("THING", support.words()[0])).collect()
}
