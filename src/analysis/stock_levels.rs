//! Stock levels: the order-up-to level of a shelf \[pieces\].
//!
//! A level is given in pieces; by a *cover*, the mean demand of a time rounded up; by a *fill
//! rate*, the smallest level at which that share of the requested pieces is expected to be filled
//! immediately; by a *ready rate*, the smallest level at which a piece is on hand at that share of
//! instants; or by a *cycle service level*, the mean demand and the number of standard deviations
//! that the normal distribution needs for that share of order cycles without a shortage.
//!
//! The expected fill rate with level S is 1 − (B(L + R) − B(L)) / (mean demand of R), where B(t) =
//! E[(X(t) − S)⁺] is the expected shortage against a demand of length t, L the lead time and R the
//! time between reviews; with continuous review it is the limit for small R, P(X(L) < S) where each
//! customer requests one piece. X(t) is taken as negative binomial with the mean and variance of
//! the compound Poisson demand (Poisson where the variance is no larger). Where lead times are
//! random and independent the number outstanding depends on their mean alone (Palm's theorem), so L
//! is a mean.
//!
//! The ready rate with level S is P(X(L + R) ≤ S − 1), the share of instants just before a delivery
//! of a review, or with continuous review of all instants, at which a piece is on hand. Single
//! pieces requested at random see it as their fill rate.
//!
//! In lots of Q the position after an order is uniform over R + 1 … R + Q, so the fill rate is the
//! mean of those with these positions as levels.
//!
//! Demand at a site above others is that of all customers below: base-stock sites pass demand on
//! piece for piece. Lumps in the orders from below, and shortages at the source above, are left
//! out.
//!
//! Sources: C. C. Sherbrooke, "METRIC", Oper. Res. 16 (1968) 122–141, and Optimal Inventory
//! Modeling of Systems (2nd ed. 2004), ch. 2–3; E. A. Silver, D. F. Pyke & D. J. Thomas, Inventory
//! and Production Management in Supply Chains (4th ed. 2017), ch. 6–7; P. H. Zipkin, Foundations of
//! Inventory Management (2000), ch. 6; S. Axsäter, Inventory Control (3rd ed. 2015), ch. 5 (ready
//! rate, lots; the normal rule).

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::gamma::ln_gamma;
use std::collections::VecDeque;

/// Level by the normal rule, not rounded: `mean + z · deviation`, z being the `target`
/// quantile of the standard normal distribution.
///
/// `mean` and `deviation` are the mean and the standard deviation of the demand over the time that
/// the level covers (lead time and time between reviews), in any unit; the level is in the same.
/// `target`, the share of order cycles without a shortage, is over 0 and below 1; at 0.5 the level
/// is the mean.
///
/// Source: S. Axsäter, Inventory Control (3rd ed. 2015), section 5.4; E. A. Silver, D. F. Pyke & D.
/// J. Thomas, Inventory and Production Management in Supply Chains (4th ed. 2017), section 6.7.
/// Assumes that the demand is normal.
///
/// ```
/// # use gplc::analysis::stock_levels::normal_level;
/// assert!((normal_level(5.0, 12.5_f64.sqrt(), 0.95) - 10.815_435_768).abs() < 1e-9);
/// ```
pub fn normal_level(mean: f64, deviation: f64, target: f64) -> f64 {
    mean + Normal::standard().inverse_cdf(target) * deviation
}

/// Demand that the stock of one shelf must cover.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cover {
    /// Mean pieces in the lead time L.
    pub(crate) in_lead_time: f64,
    /// Mean pieces between two reviews, R; 0 for continuous review.
    pub(crate) between_reviews: f64,
    /// Variance of demand divided by its mean.
    pub(crate) ratio: f64,
}

/// Smallest level that is at least the mean demand.
pub(crate) fn level_for_cover(mean: f64) -> Option<u32> {
    // A mean that is an integer but for rounding stays it.
    let level = (mean * (1.0 - 1e-12)).ceil();
    (level <= f64::from(u32::MAX)).then_some(level as u32)
}

/// Smallest level with which the fill rate is expected to reach `target`; `None` if none does.
pub(crate) fn level_for_fill_rate(target: f64, cover: Cover) -> Option<u32> {
    let (low, high) = cover.horizons();
    if high <= 0.0 {
        return Some(0);
    }
    if target >= 1.0 {
        return None;
    }
    let mut shortages = (Shortage::new(low, cover.ratio), Shortage::new(high, cover.ratio));
    let begin = shortages.0.level.min(shortages.1.level);
    shortages = (shortages.0.at(begin), shortages.1.at(begin));
    let last = cover.last_level(high);
    while shortages.1.level <= last {
        let fill_rate = 1.0 - (shortages.1.expected - shortages.0.expected) / (high - low);
        if fill_rate >= target - 1e-12 {
            return Some(shortages.1.level as u32);
        }
        shortages.0.raise();
        shortages.1.raise();
    }
    None
}

/// Smallest level with which the ready rate reaches `target`; `None` if none does.
pub(crate) fn level_for_ready_rate(target: f64, cover: Cover) -> Option<u32> {
    let mean = cover.in_lead_time + cover.between_reviews;
    if mean <= 0.0 {
        return Some(0);
    }
    let mut short = Shortage::new(mean, cover.ratio);
    let last = cover.last_level(mean);
    while short.level <= last {
        if short.up_to >= target - 1e-12 {
            return Some(short.level as u32 + 1);
        }
        short.raise();
    }
    None
}

/// Smallest level that is at least that of the normal rule.
pub(crate) fn level_for_cycle_service(target: f64, cover: Cover) -> Option<u32> {
    let mean = cover.in_lead_time + cover.between_reviews;
    level_for_cover(normal_level(mean, (mean * cover.ratio).sqrt(), target).max(0.0))
}

/// Smallest reorder point with lots of a number of pieces with which the fill rate is expected to
/// reach `target`; `None` if none does. It is negative, down to −`lot`, where less than the fill
/// rate of 0 is enough: an order is then placed only once that number of pieces is backordered.
pub(crate) fn reorder_point_for_fill_rate(target: f64, cover: Cover, lot: u32) -> Option<i64> {
    let (low, high) = cover.horizons();
    if high <= 0.0 {
        return Some(0);
    }
    let mut shortages = (Shortage::new(low, cover.ratio), Shortage::new(high, cover.ratio));
    let begin = shortages.0.level.min(shortages.1.level);
    shortages = (shortages.0.at(begin), shortages.1.at(begin));
    let last = cover.last_level(high) + f64::from(lot);
    // Fill rates with the highest positions so far as levels; with all lower ones it is 0.
    let mut positions: VecDeque<f64> = VecDeque::new();
    let mut sum = 0.0;
    while shortages.1.level < last {
        shortages.0.raise();
        shortages.1.raise();
        let fill_rate = (1.0 - (shortages.1.expected - shortages.0.expected) / (high - low)).clamp(0.0, 1.0);
        positions.push_back(fill_rate);
        sum += fill_rate;
        if positions.len() > lot as usize {
            sum -= positions.pop_front().unwrap_or(0.0);
        }
        if sum >= (target - 1e-12) * f64::from(lot) {
            return Some(shortages.1.level as i64 - i64::from(lot));
        }
    }
    None
}

/// Expected fill rate with a level.
pub(crate) fn expected_fill_rate(level: u32, cover: Cover) -> f64 {
    let (low, high) = cover.horizons();
    if level == 0 {
        return 0.0;
    }
    if high <= 0.0 {
        return 1.0;
    }
    let expected = |mean: f64| {
        let mut shortage = Shortage::new(mean, cover.ratio);
        if f64::from(level) < shortage.level {
            return mean - f64::from(level);
        }
        while shortage.level < f64::from(level) {
            shortage.raise();
        }
        shortage.expected
    };
    (1.0 - (expected(high) - expected(low)) / (high - low)).clamp(0.0, 1.0)
}

impl Cover {
    /// Level that practically no demand with this mean exceeds.
    fn last_level(self, mean: f64) -> f64 {
        f64::from(u32::MAX).min(mean + 200.0 * (mean * self.ratio).sqrt() + 10_000.0)
    }

    /// Mean demands between which the shortage is compared: L and L + R, or L a little either way.
    fn horizons(self) -> (f64, f64) {
        const LITTLE: f64 = 1e-4;
        if self.between_reviews > 0.0 {
            (self.in_lead_time, self.in_lead_time + self.between_reviews)
        } else {
            (self.in_lead_time * (1.0 - LITTLE), self.in_lead_time * (1.0 + LITTLE))
        }
    }
}

/// Expected shortage E[(X − S)⁺] against demand X, walked up from a low level S.
#[derive(Debug, Clone, Copy)]
struct Shortage {
    /// S.
    level: f64,
    /// E[(X − S)⁺].
    expected: f64,
    /// P(X = S).
    probability: f64,
    /// P(X ≤ S).
    up_to: f64,
    /// Level below which demand practically never lies: nine standard deviations under the mean.
    begin: f64,
    /// P(X = x + 1)/P(X = x) = (a + b x)/(x + 1), as for every Poisson and negative binomial.
    a: f64,
    b: f64,
    mean: f64,
}

impl Shortage {
    /// At the level below which demand practically never lies.
    fn new(mean: f64, ratio: f64) -> Self {
        let (a, b) = if ratio > 1.0 { (mean / ratio, 1.0 - 1.0 / ratio) } else { (mean, 0.0) };
        let begin = (mean - 9.0 * (mean * ratio.max(1.0)).sqrt()).floor().max(0.0);
        Self { level: begin, expected: 0.0, probability: 0.0, up_to: 0.0, begin, a, b, mean }.at(begin)
    }

    /// The same demand against a level no higher than where it begins.
    fn at(self, level: f64) -> Self {
        let probability = if level < self.begin { 0.0 } else { self.probability_of(level) };
        Self { level, expected: self.mean - level, probability, up_to: probability, ..self }
    }

    /// Next level: the shortage falls by P(X > S).
    fn raise(&mut self) {
        self.expected -= 1.0 - self.up_to;
        self.level += 1.0;
        if self.level > self.begin {
            self.probability *= (self.a + self.b * (self.level - 1.0)) / self.level;
        } else if self.level >= self.begin {
            self.probability = self.probability_of(self.level);
        }
        self.up_to = (self.up_to + self.probability).min(1.0);
    }

    /// P(X = x): Poisson with mean a, or negative binomial with r = a/b and 1 − p = b.
    fn probability_of(&self, x: f64) -> f64 {
        if self.mean <= 0.0 {
            return f64::from(u8::from(x <= 0.0));
        }
        let r = if self.b > 0.0 { self.a / self.b } else { 0.0 };
        let log = if x <= 0.0 {
            // The usual beginning, and far quicker than three logarithms of the gamma function.
            if self.b > 0.0 { r * (-self.b).ln_1p() } else { -self.a }
        } else if self.b > 0.0 {
            ln_gamma(x + r) - ln_gamma(r) - ln_gamma(x + 1.0) + r * (-self.b).ln_1p() + x * self.b.ln()
        } else {
            x * self.a.ln() - self.a - ln_gamma(x + 1.0)
        };
        log.exp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(mean: f64, ratio: f64, target: f64) -> u32 {
        level_for_fill_rate(target, Cover { in_lead_time: mean, between_reviews: 0.0, ratio }).unwrap()
    }

    #[test]
    fn single_pieces_requested_at_random_need_the_levels_of_palms_theorem() {
        // Poisson with mean 5: the fill rate is P(X ≤ S − 1): 0.8666, 0.9319, 0.9682, 0.9863 for S
        // = 8 … 11.
        for (target, expected) in [(0.9, 9), (0.95, 10), (0.98, 11)] {
            assert_eq!(level(5.0, 1.0, target), expected);
        }
        // P(X = 0) with mean 0.05 is 0.9512: one piece gives 95 %, two are needed for 96 %.
        assert_eq!(level(0.05, 1.0, 0.95), 1);
        assert_eq!(level(0.05, 1.0, 0.96), 2);
    }

    #[test]
    fn a_large_level_is_the_normal_quantile_above_the_mean() {
        // Poisson with mean 10⁴, standard deviation 100: P(X < S) ≥ 0.95 at 10,000 + 1.645 · 100 +
        // about 1.
        let level = level(1e4, 1.0, 0.95);
        assert!((10_163..=10_168).contains(&level), "{level}");
    }

    #[test]
    fn lines_of_several_pieces_need_more() {
        // Negative binomial with r = 1 (geometric, p = 1/2): lines come as logarithmic sizes. With
        // S = 1 a piece is filled immediately when it is the first of its line and nothing is
        // outstanding: P(X = 0)/E[D] with E[D] = 1/ln 2, that is 0.3466.
        let cover = Cover { in_lead_time: 1.0, between_reviews: 0.0, ratio: 2.0 };
        assert_eq!(level_for_fill_rate(0.346, cover), Some(1));
        assert_eq!(level_for_fill_rate(0.347, cover), Some(2));
    }

    #[test]
    fn a_piece_is_on_hand_as_often_as_the_target_requires() {
        // Negative binomial with mean 5 and variance 12.5: P(X ≤ S − 1) is 0.8916, 0.9232, 0.9461,
        // 0.9626, 0.9742 and 0.9824 for S = 10 … 15. Poisson with mean 5, of which 2 between
        // reviews: 0.9319 for S = 9.
        let level = |in_lead_time, between_reviews, ratio, target| {
            level_for_ready_rate(target, Cover { in_lead_time, between_reviews, ratio }).unwrap()
        };
        for (target, expected) in [(0.9, 11), (0.95, 13), (0.98, 15)] {
            assert_eq!(level(5.0, 0.0, 2.5, target), expected);
        }
        assert_eq!(level(3.0, 2.0, 1.0, 0.9), 9);
        assert_eq!(level(0.0, 0.0, 1.0, 0.9), 0);
        // Nothing is requested at 95.12 % of instants: one piece is enough for 95 %.
        assert_eq!((level(0.05, 0.0, 1.0, 0.95), level(0.05, 0.0, 1.0, 0.96)), (1, 2));
    }

    #[test]
    fn a_reorder_point_is_the_smallest_that_reaches_the_fill_rate() {
        // Poisson with mean 10, lots of 8: the mean of P(X ≤ y − 1) over the positions y = R + 1 …
        // R + 8 is 0.9598 for R = 13, and under 0.95 for R = 12. Lots of one piece are base stock:
        // S = R + 1.
        let cover = Cover { in_lead_time: 10.0, between_reviews: 0.0, ratio: 1.0 };
        assert_eq!(reorder_point_for_fill_rate(0.95, cover, 8), Some(13));
        let mean = |point: u32| {
            (point + 1..=point + 8).map(|level| expected_fill_rate(level, cover)).sum::<f64>() / 8.0
        };
        assert!((mean(13) - 0.959_839_65).abs() < 1e-6 && mean(12) < 0.95, "{} {}", mean(13), mean(12));
        for target in [0.5, 0.9, 0.99] {
            assert_eq!(
                reorder_point_for_fill_rate(target, cover, 1),
                level_for_fill_rate(target, cover).map(|level| i64::from(level) - 1)
            );
        }
        // Lots of 40 against a mean of 5: a position of y ≥ 20 fills practically all, and the mean
        // of P(X ≤ y − 1) over y = −14 … 25 is (Σ P(X ≤ y − 1), y = 1 … 25)/40 = (25 − 5)/40 = 1/2.
        let cover = Cover { in_lead_time: 5.0, ..cover };
        assert_eq!(reorder_point_for_fill_rate(0.5 - 1e-6, cover, 40), Some(-15));
        assert_eq!(reorder_point_for_fill_rate(0.95, Cover { in_lead_time: 0.0, ..cover }, 5), Some(0));
    }

    #[test]
    fn the_normal_rule_adds_the_standard_deviations_that_the_target_needs() {
        let deviation = 12.5_f64.sqrt();
        for (target, level) in
            [(0.9, 9.530_969_012_184_116), (0.95, 10.815_435_768_383_368), (0.98, 12.261_098_907_811_233)]
        {
            assert!((normal_level(5.0, deviation, target) - level).abs() < 1e-9, "{target}");
        }
        let cover = Cover { in_lead_time: 3.0, between_reviews: 2.0, ratio: 2.5 };
        assert_eq!(level_for_cycle_service(0.95, cover), Some(11));
        assert_eq!(level_for_cycle_service(0.5, cover), Some(5));
        // Far under the mean of a demand that varies much the level is 0.
        assert_eq!(level_for_cycle_service(0.01, cover), Some(0));
    }

    #[test]
    fn the_time_between_reviews_is_covered_on_average_over_it() {
        // No lead time, a review every time with mean demand 1 (Poisson): the fill rate with S =
        // 1 is 1 − E[(X − 1)⁺] = 1 − e⁻¹ = 0.632; with S = 2 it is 1 − (e⁻¹ − (1 − 2e⁻¹)) = 2 −
        // 3e⁻¹ = 0.896.
        let cover = Cover { in_lead_time: 0.0, between_reviews: 1.0, ratio: 1.0 };
        assert_eq!(level_for_fill_rate(0.63, cover), Some(1));
        assert_eq!(level_for_fill_rate(0.64, cover), Some(2));
        assert_eq!(level_for_fill_rate(0.89, cover), Some(2));
        assert_eq!(level_for_fill_rate(0.90, cover), Some(3));
    }

    #[test]
    fn a_long_time_between_reviews_against_a_short_lead_time_is_no_special_case() {
        // Lead time next to nothing, 10,000 pieces between reviews: 95 % are filled from a level of
        // about 9,500 on, since the demand of a review period hardly varies.
        let cover = Cover { in_lead_time: 1.0, between_reviews: 10_000.0, ratio: 1.0 };
        let level = level_for_fill_rate(0.95, cover).unwrap();
        assert!((9_500..=9_510).contains(&level), "{level}");
        assert!((expected_fill_rate(level, cover) - 0.95).abs() < 1e-3);
    }

    #[test]
    fn parts_without_demand_need_no_stock_and_no_level_gives_certainty() {
        let nothing = Cover { in_lead_time: 0.0, between_reviews: 0.0, ratio: 1.0 };
        assert_eq!(level_for_fill_rate(0.95, nothing), Some(0));
        let some = Cover { in_lead_time: 1.0, ..nothing };
        assert_eq!(level_for_fill_rate(1.0, some), None);
    }

    #[test]
    fn a_cover_is_rounded_up_to_pieces() {
        assert_eq!(level_for_cover(0.0), Some(0));
        assert_eq!(level_for_cover(0.01), Some(1));
        assert_eq!(level_for_cover(3.0), Some(3));
        assert_eq!(level_for_cover(3.000_1), Some(4));
        assert_eq!(level_for_cover(1e12), None);
    }
}
