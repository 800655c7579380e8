//! Quantile: the value below which a given share of a sample lies.
//!
//! Two definitions, with different results: type 7 interpolates linearly between neighbouring
//! values (for smooth bands); type 1 is always one of the values (the smallest that at least the
//! share q does not exceed, as service targets are defined).
//!
//! ```text
//! values 10 20 30 40, q = 0.5:   type 7 → 25     type 1 → 20
//! ```
//!
//! Knows nothing of censored values: a quantile of times that some runs never reached is in
//! [`survival`](super::survival).

use super::StatsError;
use super::error::{all_finite, at_least, share};

/// A sample in ascending order, all values finite, at least one.
#[derive(Debug, Clone, PartialEq)]
pub struct Sorted(Vec<f64>);

impl Sorted {
    /// Sorts the values.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] without a value, [`StatsError::NotFinite`] for a NaN or an infinity.
    pub fn new(values: impl IntoIterator<Item = f64>) -> Result<Self, StatsError> {
        let mut values: Vec<f64> = values.into_iter().collect();
        at_least(1, values.len())?;
        all_finite(&values)?;
        values.sort_by(f64::total_cmp);
        Ok(Self(values))
    }

    /// The values, ascending.
    pub fn values(&self) -> &[f64] {
        &self.0
    }

    /// Type 7: with h = (n − 1) q, the ordered values interpolated linearly at the position h. The
    /// default of most spreadsheets and of numpy.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] if `q` is not from 0 to 1.
    ///
    /// Source: R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American
    /// Statistician 50 (1996) 361–365, definition 7.
    pub fn quantile_linear(&self, q: f64) -> Result<f64, StatsError> {
        share("quantile", q)?;
        let h = (self.0.len() - 1) as f64 * q;
        let below = h.floor();
        let lower = self.0[below as usize];
        let upper = self.0[h.ceil() as usize];
        let part = h - below;
        // Weighted rather than lower + part × (upper − lower), whose difference may overflow.
        Ok(if part == 0.0 { lower } else { lower * (1.0 - part) + upper * part })
    }

    /// Type 6: with h = (n + 1) q, the ordered values interpolated linearly at the rank h; `None`
    /// where h is under 1 or over n. The share of next values under it is q on average, whatever
    /// the distribution: the quantile of a prediction interval.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] if `q` is not from 0 to 1.
    ///
    /// Source: Hyndman and Fan 1996 (see [`Self::quantile_linear`]), definition 6; S. S. Wilks,
    /// Annals of Mathematical Statistics 12 (1941) 91.
    pub fn quantile_of_next(&self, q: f64) -> Result<Option<f64>, StatsError> {
        share("quantile", q)?;
        let n = self.0.len() as f64;
        let h = (n + 1.0) * q;
        // 10 × 0.9 may be a little more than 9 in floating point.
        let rounding = 4.0 * f64::EPSILON * (n + 1.0);
        if h < 1.0 - rounding || h > n + rounding {
            return Ok(None);
        }
        let h = h.clamp(1.0, n);
        let (below, part) = (h.floor(), h - h.floor());
        let lower = self.0[below as usize - 1];
        let upper = self.0[h.ceil() as usize - 1];
        Ok(Some(if part == 0.0 { lower } else { lower * (1.0 - part) + upper * part }))
    }

    /// Type 1: the order statistic ⌈n q⌉, the smallest value that at least the share `q` of the
    /// values does not exceed; for q = 0 the smallest value.
    ///
    /// # Errors
    /// [`StatsError::OutOfRange`] if `q` is not from 0 to 1.
    ///
    /// Source: Hyndman and Fan 1996 (see [`Self::quantile_linear`]), definition 1.
    pub fn quantile_inverse_cdf(&self, q: f64) -> Result<f64, StatsError> {
        share("quantile", q)?;
        let n = self.0.len();
        // 100 × 0.07 is a little more than 7 in floating point; a rank must not slip for that.
        let rounding = 4.0 * f64::EPSILON * n as f64;
        let rank = (n as f64 * q - rounding).ceil().max(1.0) as usize;
        Ok(self.0[rank - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tens() -> Sorted {
        Sorted::new([40.0, 10.0, 30.0, 20.0]).unwrap()
    }

    #[test]
    fn type_7_lies_on_the_line_between_neighbours() {
        for (q, expected) in [(0.0, 10.0), (0.5, 25.0), (0.25, 17.5), (1.0, 40.0)] {
            assert_eq!(tens().quantile_linear(q), Ok(expected), "q = {q}");
        }
    }

    #[test]
    fn type_6_needs_enough_values_on_either_side() {
        // Ranks 5 q of four values: 2.5 at one half, 1 at 0.2, under 1 and over 4 nothing.
        for (q, expected) in
            [(0.5, Some(25.0)), (0.2, Some(10.0)), (0.8, Some(40.0)), (0.1, None), (0.9, None)]
        {
            assert_eq!(tens().quantile_of_next(q), Ok(expected), "q = {q}");
        }
        let nine = Sorted::new((1..=9).map(f64::from)).unwrap();
        assert_eq!((nine.quantile_of_next(0.1), nine.quantile_of_next(0.9)), (Ok(Some(1.0)), Ok(Some(9.0))));
    }

    #[test]
    fn type_1_is_always_one_of_the_values() {
        for (q, expected) in [(0.0, 10.0), (0.25, 10.0), (0.26, 20.0), (0.5, 20.0), (0.75, 30.0), (1.0, 40.0)]
        {
            assert_eq!(tens().quantile_inverse_cdf(q), Ok(expected), "q = {q}");
        }
    }

    #[test]
    fn a_rank_does_not_slip_by_rounding() {
        // The 7 % quantile of 1 to 100 is 7, although 100 x 0.07 is 7.000000000000001 in floating
        // point.
        let hundred = Sorted::new((1..=100).map(f64::from)).unwrap();
        for percent in 1_u32..=100 {
            assert_eq!(hundred.quantile_inverse_cdf(f64::from(percent) / 100.0), Ok(f64::from(percent)));
        }
    }

    #[test]
    fn one_value_is_all_its_quantiles() {
        let one = Sorted::new([3.0]).unwrap();
        assert_eq!((one.quantile_linear(0.9), one.quantile_inverse_cdf(0.9)), (Ok(3.0), Ok(3.0)));
    }

    #[test]
    fn odd_samples_and_shares_are_errors() {
        assert_eq!(Sorted::new([]), Err(StatsError::TooFew { needed: 1, received: 0 }));
        assert!(matches!(Sorted::new([1.0, f64::NAN]), Err(StatsError::NotFinite { index: 1, .. })));
        assert!(matches!(Sorted::new([f64::INFINITY]), Err(StatsError::NotFinite { index: 0, .. })));
        for q in [-0.1, 1.1, f64::NAN] {
            assert!(tens().quantile_linear(q).is_err() && tens().quantile_inverse_cdf(q).is_err());
        }
    }
}
