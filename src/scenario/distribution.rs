//! Distributions as a scenario states them, in the base unit of what is drawn (microseconds, pieces, lines).
//!
//! `"5 days"` (constant), `{ exponential = "5 days" }`, `{ lognormal = { median = "6 weeks", p90 = "16 weeks" } }`,
//! `{ gamma = { mean = "2 days", cv = 0.4 } }`, `{ triangular = ["1 day", "2 days", "5 days"] }`, ...

/// A distribution of times or of whole numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Distribution {
    /// Always this.
    Constant(f64),
    /// Exponential with this mean.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// Lognormal by the median of the variable and the standard deviation of its natural logarithm.
    Lognormal {
        /// Median of the variable itself.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Gamma: shape 1/cv², scale mean·cv².
    Gamma {
        /// Mean.
        mean: f64,
        /// Standard deviation / mean.
        cv: f64,
    },
    /// Triangular.
    Triangular {
        /// Smallest.
        low: f64,
        /// Most likely.
        mode: f64,
        /// Largest.
        high: f64,
    },
    /// Uniform.
    Uniform {
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
    },
    /// Weibull by its mean and shape.
    Weibull {
        /// Mean.
        mean: f64,
        /// Shape k: 1 is the exponential.
        shape: f64,
    },
    /// These values with these weights.
    Table {
        /// Value and weight (any positive scale).
        rows: Vec<(f64, f64)>,
    },
    /// One of these observed values, each as likely.
    Empirical {
        /// What was observed.
        values: Vec<f64>,
    },
    /// Whole numbers: geometric on 1, 2, 3, … with this mean.
    Geometric {
        /// Mean, at least 1.
        mean: f64,
    },
    /// Whole numbers: Poisson.
    Poisson {
        /// Mean.
        mean: f64,
    },
    /// Whole numbers on 0, 1, 2, …: negative binomial by mean and variance/mean (over 1).
    NegativeBinomial {
        /// Mean.
        mean: f64,
        /// Variance divided by mean.
        ratio: f64,
    },
    /// Whole numbers on 1, 2, 3, …: logarithmic with this mean.
    Logarithmic {
        /// Mean, over 1.
        mean: f64,
    },
}
