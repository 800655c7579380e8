//! Time-weighted level: an integer level from the end of the warm-up to the end of the run.
//!
//! The level at an instant is its value before the first change at or after that instant. A value
//! that lasts for no time (one arrives and another leaves at one instant) is not seen by peak and
//! clearance. Integrals are integers, exact at all lengths.
//!
//! Knows nothing of the meaning of the level.

use super::HOURS;
use crate::metrics::Days;
use crate::model::Times;
use crate::model::observation::Observation;
use crate::units::{DAY, Duration, Instant};

/// An integer level and its statistics.
#[derive(Debug, Clone)]
pub(crate) struct TimeWeightedLevel<'m> {
    observation: &'m Observation,
    /// Present value.
    value: u64,
    /// Instant from which the present value is uncounted; not before the end of the warm-up.
    since: Instant,
    /// Integrals over the counted time of the level and of its square.
    area: u128,
    squares: u128,
    peak: u64,
    /// Instant at which the peak was reached.
    peak_at: Instant,
    /// Time above each limit of [`Observation::above`].
    above: Vec<Duration>,
    /// By failure of [`Observation::given`].
    given: Vec<ByState>,
    /// Instant at which the level was first small enough.
    cleared: Option<Instant>,
    samples: Samples,
}

/// The level by state of a failure.
#[derive(Debug, Clone, Default)]
struct ByState {
    state: usize,
    /// Time in each state, and the integral of the level over it.
    states: Vec<(Duration, u128)>,
}

/// Levels sampled at instants.
#[derive(Debug, Clone)]
struct Samples {
    counted_from: Instant,
    days: Days,
    end: Instant,
    /// The next instant of any kind, or [`Instant::NEVER`].
    next: Instant,
    /// By moment that has passed: the level and the integral up to it.
    moments: Vec<(u64, u128)>,
    /// By time of day: days that have passed, and the sum of the level.
    daily: Vec<(u64, u128)>,
    /// Multiples that have passed, and the sum of the level.
    each: (u64, u128),
}

impl Samples {
    /// The next instant of each kind.
    fn moment(&self, observation: &Observation) -> Instant {
        observation.at.get(self.moments.len()).map_or(Instant::NEVER, |&at| at)
    }

    fn daily(&self, observation: &Observation, number: usize) -> Instant {
        let day = self.days.first as u64 + self.daily[number].0;
        if day >= self.days.end as u64 {
            return Instant::NEVER;
        }
        Instant::at(day * DAY + observation.daily_at[number])
    }

    fn each(&self, observation: &Observation) -> Instant {
        let next = observation.each.map(|each| self.counted_from + (self.each.0 + 1) * each);
        next.filter(|&next| next <= self.end).unwrap_or(Instant::NEVER)
    }

    fn set_next(&mut self, observation: &Observation) {
        let daily = (0..self.daily.len()).map(|number| self.daily(observation, number));
        self.next = daily.fold(self.moment(observation).min(self.each(observation)), Instant::min);
    }
}

impl<'m> TimeWeightedLevel<'m> {
    /// A level of 0.
    pub(crate) fn new(observation: &'m Observation, times: &Times, days: Days) -> Self {
        let mut samples = Samples {
            counted_from: times.counted_from,
            days,
            end: times.end,
            next: Instant::NEVER,
            moments: Vec::new(),
            daily: vec![(0, 0); observation.daily_at.len()],
            each: (0, 0),
        };
        samples.set_next(observation);
        TimeWeightedLevel {
            observation,
            value: 0,
            since: times.counted_from,
            area: 0,
            squares: 0,
            peak: 0,
            peak_at: times.counted_from,
            above: vec![Duration::ZERO; observation.above.len()],
            given: vec![ByState::default(); observation.given.len()],
            cleared: None,
            samples,
        }
    }

    /// Present value.
    pub(crate) fn value(&self) -> u64 {
        self.value
    }

    /// Sets the value.
    #[inline]
    pub(crate) fn set(&mut self, now: Instant, value: u64) {
        self.advance(now);
        self.value = value;
    }

    /// Changes the value by `by`.
    #[inline]
    pub(crate) fn change(&mut self, now: Instant, by: i64) {
        self.set(now, self.value.wrapping_add_signed(by));
    }

    /// Adds to the initial value, before anything happens.
    pub(crate) fn add_initial(&mut self, more: u64) {
        self.value += more;
    }

    /// Puts a failure of [`Observation::given`], by its place there, into a state.
    pub(crate) fn set_state(&mut self, now: Instant, given: usize, state: u8) {
        self.advance(now);
        self.given[given].state = usize::from(state);
    }

    /// Counts the time up to `now`.
    #[inline]
    pub(crate) fn advance(&mut self, now: Instant) {
        if now >= self.samples.next {
            self.sample(now);
        }
        if now > self.since {
            self.count(now);
        }
    }

    #[inline]
    fn count(&mut self, now: Instant) {
        let (value, lasted) = (u128::from(self.value), now - self.since);
        let area = value * u128::from(lasted.as_micros());
        self.area += area;
        self.squares += area * value;
        if self.value > self.peak {
            (self.peak, self.peak_at) = (self.value, self.since);
        }
        for (above, &limit) in self.above.iter_mut().zip(&self.observation.above) {
            if self.value > u64::from(limit) {
                *above += lasted;
            }
        }
        for given in &mut self.given {
            if given.state >= given.states.len() {
                given.states.resize(given.state + 1, (Duration::ZERO, 0));
            }
            let (time, of_state) = &mut given.states[given.state];
            *time += lasted;
            *of_state += area;
        }
        if let Some((from, at_most)) = self.observation.cleared
            && self.cleared.is_none()
            && now > from
            && self.value <= u64::from(at_most)
        {
            self.cleared = Some(self.since.max(from));
        }
        self.since = now;
    }

    /// Samples all instants up to `now`, before the events at it.
    #[cold]
    fn sample(&mut self, now: Instant) {
        while self.samples.next <= now {
            let instant = self.samples.next;
            if instant > self.since {
                self.count(instant);
            }
            let (observation, value) = (self.observation, u128::from(self.value));
            let samples = &mut self.samples;
            if samples.moment(observation) == instant {
                samples.moments.push((self.value, self.area));
            }
            for number in 0..samples.daily.len() {
                if samples.daily(observation, number) == instant {
                    samples.daily[number].0 += 1;
                    samples.daily[number].1 += value;
                }
            }
            if samples.each(observation) == instant {
                samples.each.0 += 1;
                samples.each.1 += value;
            }
            samples.set_next(observation);
        }
    }
}

/// Final levels of all sites of a group: statistics are of one site, the mean over all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Levels<'l, 'm> {
    /// One or more levels of one observation.
    pub(crate) all: &'l [TimeWeightedLevel<'m>],
    /// Length of the counted time.
    pub(crate) counted: Duration,
}

impl Levels<'_, '_> {
    /// Mean over the sites.
    fn mean_of(&self, of: impl Fn(&TimeWeightedLevel<'_>) -> f64) -> f64 {
        self.all.iter().map(of).sum::<f64>() / self.all.len() as f64
    }

    fn mean_where(&self, of: impl Fn(&TimeWeightedLevel<'_>) -> Option<f64>) -> Option<f64> {
        let values: Option<Vec<f64>> = self.all.iter().map(of).collect();
        values.map(|values| values.iter().sum::<f64>() / values.len() as f64)
    }

    /// Time average.
    pub(crate) fn mean(&self) -> Option<f64> {
        ratio(self.mean_of(|level| level.area as f64), self.counted)
    }

    /// Standard deviation over time, of all sites together.
    pub(crate) fn deviation(&self) -> Option<f64> {
        let mean = self.mean()?;
        let squares = ratio(self.mean_of(|level| level.squares as f64), self.counted)?;
        Some((squares - mean * mean).max(0.0).sqrt())
    }

    /// Variance over time of one site: mean over the sites.
    pub(crate) fn variance(&self) -> Option<f64> {
        let counted = self.counted.as_micros_f64();
        let variance = |level: &TimeWeightedLevel<'_>| {
            let mean = level.area as f64 / counted;
            (level.squares as f64 / counted - mean * mean).max(0.0)
        };
        (self.counted > Duration::ZERO).then(|| self.mean_of(variance))
    }

    /// Largest level.
    pub(crate) fn peak(&self) -> f64 {
        self.mean_of(|level| level.peak as f64)
    }

    /// Time at which the peak was first reached, in the counted time \[h\].
    pub(crate) fn peak_time(&self) -> f64 {
        self.mean_of(|level| hours(level.peak_at - level.samples.counted_from))
    }

    /// Integral over the counted time \[h\].
    pub(crate) fn area(&self) -> f64 {
        self.mean_of(|level| level.area as f64 / HOURS)
    }

    /// Share of time above a limit of the observation.
    pub(crate) fn share_above(&self, limit: usize) -> Option<f64> {
        ratio(self.mean_of(|level| level.above[limit].as_micros_f64()), self.counted)
    }

    /// Share of time in a state of a failure, and the time average over it.
    pub(crate) fn given(&self, failure: usize, state: usize) -> (Option<f64>, Option<f64>) {
        let of = |level: &TimeWeightedLevel<'_>| {
            level.given[failure].states.get(state).copied().unwrap_or_default()
        };
        // All sites were in the state for the same time.
        let time = self.all.first().map_or(Duration::ZERO, |level| of(level).0);
        (ratio(time.as_micros_f64(), self.counted), ratio(self.mean_of(|level| of(level).1 as f64), time))
    }

    /// Level at a moment of the observation, and the time average up to it.
    pub(crate) fn at(&self, moment: usize) -> (Option<f64>, Option<f64>) {
        let there = self.mean_where(|level| Some(level.samples.moments.get(moment)?.0 as f64));
        let average = self.mean_where(|level| {
            let upto = level.observation.at[moment] - level.samples.counted_from;
            ratio(level.samples.moments.get(moment)?.1 as f64, upto)
        });
        (there, average)
    }

    /// Mean over the counted days at a time of day of the observation.
    pub(crate) fn daily_at(&self, number: usize) -> Option<f64> {
        self.mean_where(|level| mean_of(level.samples.daily[number]))
    }

    /// Mean over all multiples of the interval of the observation.
    pub(crate) fn each(&self) -> Option<f64> {
        self.mean_where(|level| mean_of(level.samples.each))
    }

    /// Time at which the level was small enough, in the counted time \[h\]; `None` where it never
    /// was at one of the sites.
    pub(crate) fn cleared(&self) -> Option<f64> {
        self.mean_where(|level| Some(hours(level.cleared? - level.samples.counted_from)))
    }
}

/// A duration \[h\].
pub(crate) fn hours(time: Duration) -> f64 {
    time.as_micros_f64() / HOURS
}

/// A quotient; `None` of no time.
fn ratio(of: f64, time: Duration) -> Option<f64> {
    (time > Duration::ZERO).then(|| of / time.as_micros_f64())
}

fn mean_of((count, sum): (u64, u128)) -> Option<f64> {
    (count > 0).then(|| sum as f64 / count as f64)
}
