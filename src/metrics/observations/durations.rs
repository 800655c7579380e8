//! Durations: times of many lines, with exact mean and deviation, and quantiles from a histogram.
//!
//! Sums are integer microseconds, so that neither order nor number of the lines makes a difference.

use super::HOURS;
use crate::metrics::histogram::Histogram;
use crate::units::Duration;

/// Sums of times \[microseconds\].
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct DurationSums {
    count: u64,
    sum: u128,
    squares: u128,
    most: Duration,
}

impl DurationSums {
    #[inline]
    pub(crate) fn add(&mut self, time: Duration) {
        self.count += 1;
        let micros = u128::from(time.as_micros());
        self.sum += micros;
        self.squares += micros * micros;
        self.most = self.most.max(time);
    }

    pub(crate) fn merge(&mut self, other: &DurationSums) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
        self.most = self.most.max(other.most);
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Mean \[h\].
    pub(crate) fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64 / HOURS)
    }

    /// Standard deviation of these lines, not of a population \[h\].
    pub(crate) fn deviation(&self) -> Option<f64> {
        let count = u128::from(self.count);
        let middle = self.sum.checked_div(count)?;
        // The squares about an integer close to the mean are small integers, so nothing cancels.
        // Intermediate overflow wraps back.
        let about = self
            .squares
            .wrapping_add(count.wrapping_mul(middle * middle))
            .wrapping_sub(self.sum.wrapping_mul(2 * middle));
        let rest = (self.sum - count * middle) as f64 / self.count as f64;
        let variance = about as f64 / self.count as f64 - rest * rest;
        Some(variance.max(0.0).sqrt() / HOURS)
    }

    /// Longest time \[h\].
    pub(crate) fn most(&self) -> Option<f64> {
        (self.count > 0).then(|| self.most.as_micros_f64() / HOURS)
    }
}

/// Times with quantiles.
#[derive(Debug, Clone, Default)]
pub(crate) struct DurationStatistics {
    pub(crate) sums: DurationSums,
    histogram: Histogram,
}

impl DurationStatistics {
    #[inline]
    pub(crate) fn add(&mut self, time: Duration) {
        self.sums.add(time);
        self.histogram.add(time.as_micros());
    }

    pub(crate) fn merge(&mut self, other: &DurationStatistics) {
        self.sums.merge(&other.sums);
        self.histogram.merge(&other.histogram);
    }

    /// Quantile \[h\].
    pub(crate) fn quantile(&self, p: f64) -> Option<f64> {
        self.histogram.quantile(p).map(|time| time / HOURS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::YEAR;

    #[test]
    fn times_that_differ_by_a_microsecond_in_a_hundred_years_have_their_deviation() {
        let mut sums = DurationSums::default();
        (0..100_000).for_each(|_| sums.add(100 * YEAR));
        assert_eq!(sums.deviation(), Some(0.0));
        (0..100_000).for_each(|_| sums.add(100 * YEAR + Duration::from_micros(2)));
        assert_eq!(sums.deviation(), Some(1.0 / HOURS));
        let mean = (100 * YEAR + Duration::from_micros(1)).as_micros_f64() / HOURS;
        assert!(sums.mean().is_some_and(|found| (found / mean - 1.0).abs() < 1e-15));
        assert_eq!((DurationSums::default().mean(), DurationSums::default().deviation()), (None, None));
    }
}
