//! Writing: a distribution as TOML that reads back to the same.

use super::Support;
use crate::distributions::Distribution;

impl Distribution {
    /// The distribution as TOML that reads back to the same.
    pub(crate) fn text(&self, support: Support) -> String {
        let value = |value: f64| support.write(value);
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
