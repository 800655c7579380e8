//! Cumulative rate: lines at a rate that changes in steps, and their number up to an instant.

use crate::units::Instant;

/// Lines at a rate over time, from the beginning of the run on.
#[derive(Debug, Clone, PartialEq)]
pub struct CumulativeRate {
    /// Rate [lines per microsecond]: instant and rate from then on; the first at 0.
    pub rate: Vec<(Instant, f64)>,
    /// Lines before each step of `rate`.
    pub before: Vec<f64>,
}

impl CumulativeRate {
    /// Lines at this rate.
    pub fn new(rate: Vec<(Instant, f64)>) -> Self {
        let mut before = vec![0.0];
        for pair in rate.windows(2) {
            before.push(before[before.len() - 1] + pair[0].1 * (pair[1].0 - pair[0].0).as_micros_f64());
        }
        Self { rate, before }
    }

    /// Lines from the beginning of the run to an instant.
    pub fn up_to(&self, instant: Instant) -> f64 {
        let step = self.rate.partition_point(|step| step.0 <= instant) - 1;
        self.before[step] + self.rate[step].1 * (instant - self.rate[step].0).as_micros_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_accumulate_at_the_rate_of_each_step() {
        let lines = CumulativeRate::new(vec![
            (Instant::ORIGIN, 2.0),
            (Instant::from_micros(10), 0.0),
            (Instant::from_micros(20), 1.0),
        ]);
        for (instant, expected) in [(0, 0.0), (5, 10.0), (10, 20.0), (15, 20.0), (21, 21.0)] {
            assert!((lines.up_to(Instant::from_micros(instant)) - expected).abs() < 1e-9, "at {instant}");
        }
    }
}
