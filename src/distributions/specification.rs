//! Specification of a distribution: its kind and parameters, in the base unit of a draw
//! (microseconds, pieces, lines).

/// Kind and parameters of a distribution of times or of integers.
#[derive(Debug, Clone, PartialEq)]
pub enum Distribution {
    /// Constant.
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
    /// Values with weights.
    Table {
        /// Value and weight (any positive scale).
        rows: Vec<(f64, f64)>,
    },
    /// Observed values, equally likely.
    Empirical {
        /// Observed values.
        values: Vec<f64>,
    },
    /// Integers: geometric on 1, 2, 3, … with this mean.
    Geometric {
        /// Mean, at least 1.
        mean: f64,
    },
    /// Times: a number of steps, geometric on 1, 2, 3, …, with this mean of the time.
    GeometricSteps {
        /// Mean, at least a step.
        mean: f64,
        /// Time that every value is a multiple of, over 0.
        step: f64,
    },
    /// Integers: Poisson.
    Poisson {
        /// Mean.
        mean: f64,
    },
    /// Integers on 0, 1, 2, …: negative binomial by mean and variance/mean (over 1).
    NegativeBinomial {
        /// Mean.
        mean: f64,
        /// Variance divided by mean.
        ratio: f64,
    },
    /// Integers on 1, 2, 3, …: logarithmic with this mean.
    Logarithmic {
        /// Mean, over 1.
        mean: f64,
    },
}
