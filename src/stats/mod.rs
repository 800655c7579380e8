//! Statistics of simulation results: estimates and their errors.
//!
//! Pure functions of numbers. Uncertainty has two forms: the spread of possible outcomes
//! ([`quantile`], [`survival`]) and the error of a mean over replications ([`interval`],
//! [`paired`]). An event that did not happen within a run is a censored observation, a type of its
//! own: never a number.
//!
//! | question | file |
//! | --- | --- |
//! | mean and spread of replications | [`moments`] |
//! | confidence interval of a mean or a quantile | [`interval`] |
//! | share of n runs, with its error | [`proportion`] |
//! | sufficient number of replications | [`replications`] |
//! | which of two plans is better, with common random numbers | [`paired`] |
//! | the same for independent runs | [`welch`] |
//! | multiple comparisons | [`multiple`] |
//! | best of several plans, and the replications needed to select it | [`selection`] |
//! | quantiles over replications | [`quantile`] |
//! | share of variance by uncertain input | [`sensitivity`] |
//! | time to an event that some runs never reach | [`survival`] |
//! | time to an event that another event may prevent | [`competing_risks`] |
//! | depth, duration and loss of a disruption | [`resilience`] |
//! | service: filled, how fast, in full and on time | [`service`] |
//! | average of a quantity over time | [`time_average`] |
//! | length of the warm-up | [`warm_up`] |
//!
//! Knows nothing of lines, sites, scenarios or files. Every value that is not finite, every share
//! or confidence outside its range and every sample that is too small is a [`StatsError`].
#![cfg_attr(
    test,
    allow(clippy::float_cmp, reason = "expected values are chosen so that they come out without rounding")
)]

pub mod competing_risks;
pub mod critical_value;
mod error;
pub mod interval;
pub mod moments;
pub mod multiple;
pub mod paired;
pub mod proportion;
pub mod quantile;
pub mod replications;
pub mod resilience;
pub mod selection;
pub mod sensitivity;
pub mod service;
pub mod survival;
pub mod time_average;
pub mod warm_up;
pub mod welch;

pub use error::StatsError;

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::interval::{mean_interval, quantile_interval};
    use super::moments::Moments;
    use super::paired::PairedDifference;
    use super::proportion::Proportion;
    use super::quantile::Sorted;
    use super::resilience::{Hold, Reference, WorseWhen, clearance, resilience};
    use super::survival::{CensoredTime, KaplanMeier};
    use super::time_average::LevelOverTime;
    use super::warm_up::mser_5;
    use super::welch::WelchDifference;

    fn all_finite(values: impl IntoIterator<Item = f64>) -> bool {
        values.into_iter().all(f64::is_finite)
    }

    /// Any number, or a common one.
    fn number() -> impl Strategy<Value = f64> {
        prop_oneof![any::<f64>(), -1e3..1e3_f64, (0_i32..3).prop_map(f64::from)]
    }

    proptest! {
        #[test]
        fn every_sample_gives_an_error_or_a_finite_number(
            values in vec(number(), 0..30),
            q in number(),
            confidence in prop_oneof![number(), 0.001..0.999_f64],
        ) {
            if let Ok(interval) =
                Moments::of(values.iter().copied()).and_then(|moments| mean_interval(&moments, confidence))
            {
                prop_assert!(all_finite([interval.mean, interval.half_width]), "{interval:?}");
            }
            if let Ok(sorted) = Sorted::new(values.iter().copied()) {
                prop_assert!(all_finite(sorted.quantile_linear(q)) && all_finite(sorted.quantile_inverse_cdf(q)));
                if let Ok(interval) = quantile_interval(&sorted, q, confidence) {
                    prop_assert!((confidence - 1e-9..=1.0).contains(&interval.coverage), "{interval:?}");
                }
            }
            if let Ok(warm_up) = mser_5(&values) {
                prop_assert!(all_finite([warm_up.statistic, warm_up.mean_after_truncation]), "{warm_up:?}");
            }
        }

        #[test]
        fn all_pairs_give_an_error_or_a_finite_number(pairs in vec((number(), number()), 0..20)) {
            let (first, second): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            if let Ok(paired) = PairedDifference::of(&first, &second) {
                prop_assert!(all_finite(paired.correlation) && all_finite(paired.variance_saved), "{paired:?}");
                prop_assert!(all_finite(paired.p_value), "{paired:?}");
            }
            let moments = |values: Vec<f64>| Moments::of(values);
            if let (Ok(first), Ok(second)) = (moments(first), moments(second))
                && let Ok(welch) = WelchDifference::of(&first, &second)
            {
                let interval = welch.interval(0.95).expect("0.95 is a confidence");
                prop_assert!(all_finite([interval.mean, interval.half_width]), "{welch:?}");
            }
        }

        #[test]
        fn every_daily_series_gives_an_error_or_a_finite_number(
            series in vec(number(), 0..20),
            onset in 0_usize..20,
            normal in number(),
            tolerance in number(),
            hold in 0_usize..5,
            higher in any::<bool>(),
        ) {
            let hold = if hold == 4 { Hold::RestOfSeries } else { Hold::Days(hold) };
            let worse_when = if higher { WorseWhen::Higher } else { WorseWhen::Lower };
            let reference = Reference { onset, normal, tolerance, worse_when, hold };
            if let Ok(measured) = resilience(&series, &reference) {
                prop_assert!(all_finite([measured.area, measured.excess_area, measured.time_to_recover.time]));
                if let Some(shares) = measured.against_normal {
                    prop_assert!(all_finite([shares.performance_loss, shares.overshoot, shares.resilience]));
                }
            }
            let _no_panic = clearance(&series, onset, normal, hold);
        }

        #[test]
        fn all_times_give_an_error_or_a_share(
            runs in vec((number(), any::<bool>()), 0..20),
            at in number(),
            share in number(),
        ) {
            let runs: Vec<CensoredTime> =
                runs.into_iter().map(|(time, happened)| CensoredTime { time, happened }).collect();
            if let Ok(curve) = KaplanMeier::of(&runs) {
                prop_assert!(curve.survival(at).is_none_or(|s| (0.0..=1.0).contains(&s)));
                prop_assert!(all_finite(curve.standard_error(at)) && all_finite(curve.restricted_mean(at)));
                let _no_panic = (curve.quantile(share), curve.at_risk(at));
                if let Ok(Some(interval)) = curve.log_log_interval(at, 0.95) {
                    prop_assert!(0.0 <= interval.lower && interval.upper <= 1.0, "{interval:?}");
                }
            }
            let mut level = LevelOverTime::starting(0.0, share).ok();
            for (instant, run) in runs.iter().enumerate() {
                if let Some(level) = &mut level {
                    let _taken_or_not = level.change(instant as f64, run.time);
                }
            }
            if let Some(Ok(average)) = level.map(|level| level.ending(at)) {
                prop_assert!(all_finite([average.mean, average.variance, average.maximum]), "{average:?}");
            }
        }

        #[test]
        fn an_interval_of_a_share_contains_it_and_stays_inside_zero_and_one(
            (successes, trials) in (1_u32..5_000).prop_flat_map(|trials| (0..=trials, Just(trials))),
            confidence in 0.001..0.999_999_f64,
        ) {
            let proportion = Proportion::new(successes, trials).expect("no more successes than trials");
            for interval in [proportion.wilson(confidence), proportion.clopper_pearson(confidence)] {
                let interval = interval.expect("a confidence inside 0 and 1");
                prop_assert!(interval.lower >= 0.0 && interval.upper <= 1.0, "{interval:?}");
                // Wilson's limits of a share near 0 or 1 round to it at the smallest confidences.
                prop_assert!(interval.lower <= proportion.share() + 1e-12, "{interval:?}");
                prop_assert!(interval.upper >= proportion.share() - 1e-12, "{interval:?}");
            }
        }
    }
}
