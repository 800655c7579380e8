//! Ramp: the gradual return of a target, for simulation, plan and charts.
//!
//! The simulation and the plan rise in steps of at most an hour, each at the mean of the ramp over
//! the step, so that the steps do exactly the work of the straight line. The charts show the line.
//!
//! ```text
//!   to ┤            ╭──────
//!      │        ╭───╯
//!      │    ╭───╯ steps
//! from ┤────╯
//!      └┴───┴───┴───┴──────► time since the return
//! ```

use super::capacity_composition::Factor;
use crate::units::{Duration, HOUR, Instant};

/// Number of steps of a ramp of this length.
pub(crate) fn steps(over: Duration) -> u64 {
    over.div_ceil(HOUR).max(1)
}

/// Start of a step of a ramp, after the return; steps have equal lengths, to the microsecond.
pub(crate) fn step_start(over: Duration, step: u64) -> Duration {
    Duration::from_micros((u128::from(over.as_micros()) * u128::from(step) / u128::from(steps(over))) as u64)
}

/// Factor of a step: the mean of the ramp over it; from the end of the last step on, the factor to
/// which the ramp rises.
pub(crate) fn step_factor<F: Factor>(from: F, to: F, over: Duration, step: u64) -> F {
    let steps = steps(over);
    if step < steps { F::between(from, to, 2 * step + 1, 2 * steps) } else { to }
}

/// Factor of the straight line of a ramp from its return to its end, before or at an instant.
pub(crate) fn line_at(from: f64, to: f64, [returns, ends]: [Instant; 2], instant: Instant) -> f64 {
    if instant >= ends {
        return to;
    }
    let gone = instant.saturating_since(returns).as_micros_f64() / (ends - returns).as_micros_f64();
    from + (to - from) * gone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;
    use crate::units::{CapacityFactor, DAY};

    fn factor(percent: u32) -> CapacityFactor {
        CapacityFactor::from_ppm(percent * 10_000)
    }

    #[test]
    fn a_ramp_does_the_work_of_the_straight_line() {
        // 50 % to 100 % in 3 weeks: 504 steps of an hour whose mean is 75 %.
        let over = 504 * HOUR;
        assert_eq!(steps(over), 504);
        let step = |step| step_factor(factor(50), factor(100), over, step);
        assert_eq!((0..504).map(|number| u64::from(step(number).ppm())).sum::<u64>(), 504 * 750_000);
        assert_eq!((step(0).ppm(), step(504)), (500_496, factor(100)));
    }

    #[test]
    fn a_short_ramp_is_one_step() {
        assert_eq!(steps(HOUR / 2), 1);
        assert_eq!(step_factor(CapacityFactor::STOPPED, factor(100), HOUR / 2, 0), factor(50));
        assert_eq!([0, 1].map(|step| step_start(HOUR / 2, step)), [Duration::ZERO, HOUR / 2]);
    }

    #[test]
    fn each_step_is_the_line_at_its_middle() {
        let (returns, over) = (Instant::at(DAY), 5 * HOUR);
        for step in 0..5 {
            let middle = (step_start(over, step) + step_start(over, step + 1)) / 2;
            assert_near(
                &[step_factor(0.2, 0.9, over, step)],
                &[line_at(0.2, 0.9, [returns, returns + over], returns + middle)],
            );
        }
        assert_near(&[line_at(0.2, 0.9, [returns, returns + over], returns + over)], &[0.9]);
    }
}
