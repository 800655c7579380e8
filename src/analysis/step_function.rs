//! Step functions of time: a series that is constant between its instants.

use crate::units::Instant;

/// A series that is constant between its instants: instant and value from then on; the first at 0.
pub type StepFunction = Vec<(Instant, f64)>;

/// Value of a series at an instant.
pub fn value_at(series: &[(Instant, f64)], instant: Instant) -> f64 {
    let next = series.partition_point(|step| step.0 <= instant);
    series[next.saturating_sub(1)].1
}

/// Last instant up to this one at which something was up, by a series of 1 and 0.
pub(crate) fn last_up(up: &[(Instant, f64)], instant: Instant) -> Instant {
    let step = up.partition_point(|step| step.0 <= instant) - 1;
    if up[step].1 > 0.0 { instant } else { up[step].0 }
}

/// Two series joined value by value.
pub fn combine(
    one: &[(Instant, f64)],
    other: &[(Instant, f64)],
    join: impl Fn(f64, f64) -> f64,
) -> StepFunction {
    let instants = one.iter().chain(other).map(|step| step.0).collect();
    from_values(instants, |instant| join(value_at(one, instant), value_at(other, instant)))
}

/// A series by its value at these instants.
pub(super) fn from_values(mut instants: Vec<Instant>, mut value: impl FnMut(Instant) -> f64) -> StepFunction {
    instants.sort_unstable();
    instants.dedup();
    without_repeats(instants.into_iter().map(|instant| (instant, value(instant))))
}

/// A series without steps that change nothing.
pub(super) fn without_repeats(steps: impl Iterator<Item = (Instant, f64)>) -> StepFunction {
    let mut series: StepFunction = Vec::new();
    for step in steps {
        if series.last().is_none_or(|last| last.1.to_bits() != step.1.to_bits()) {
            series.push(step);
        }
    }
    series
}

/// A series read at instants in ascending order.
pub(super) struct Cursor<'a> {
    series: &'a [(Instant, f64)],
    next: usize,
}

impl<'a> Cursor<'a> {
    /// At the beginning of a series.
    pub(super) fn new(series: &'a [(Instant, f64)]) -> Self {
        Self { series, next: 0 }
    }

    /// Value at an instant, which is not before the one read last.
    pub(super) fn value_at(&mut self, instant: Instant) -> f64 {
        while self.series.get(self.next).is_some_and(|step| step.0 <= instant) {
            self.next += 1;
        }
        self.series[self.next.max(1) - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;

    #[test]
    fn a_value_holds_from_its_instant_until_the_next() {
        let at = Instant::from_micros;
        let series = [(at(0), 1.0), (at(10), 0.0), (at(20), 0.5)];
        let values = [0, 9, 10, 19, 20, 99].map(|micros| value_at(&series, at(micros)));
        assert_near(&values, &[1.0, 1.0, 0.0, 0.0, 0.5, 0.5]);
        let mut cursor = Cursor::new(&series);
        let values = [0, 9, 10, 10, 99].map(|micros| cursor.value_at(at(micros)));
        assert_near(&values, &[1.0, 1.0, 0.0, 0.0, 0.5]);
    }

    #[test]
    fn steps_that_change_nothing_are_left_out_of_a_combination() {
        let at = Instant::from_micros;
        let one = [(at(0), 1.0), (at(10), 2.0)];
        let other = [(at(0), 1.0), (at(5), 2.0), (at(10), 1.0)];
        let sum = combine(&one, &other, |one, other| one + other);
        assert_eq!(sum, [(at(0), 2.0), (at(5), 3.0)]);
    }

    #[test]
    fn what_is_down_was_last_up_when_it_went_down() {
        let at = Instant::from_micros;
        let up = [(at(0), 1.0), (at(10), 0.0), (at(20), 1.0)];
        let last = [5, 10, 19, 20, 30].map(|micros| last_up(&up, at(micros)));
        assert_eq!(last, [5, 10, 10, 20, 30].map(at));
    }
}
