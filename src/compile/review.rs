//! Reviews: the instants at which a site compares its position with its levels.
//!
//! Reviews at an interval of elapsed time count from the first at or after `start`; those of every
//! working day are on each working day of the scenario's calendar at their time of day.

use super::calendar::{Timeline, WorkingDays};
use crate::scenario::stock::{FirstReview, Review, ReviewInterval};
use crate::units::{DAY, Duration, HOUR, Instant, WEEK};

/// Instants before the end; `None`: continuous review.
pub(crate) fn reviews(review: Review, days: &WorkingDays, timeline: &Timeline) -> Option<Vec<Instant>> {
    let Review::Periodic { every, first } = review else { return None };
    let instants = match every {
        ReviewInterval::Elapsed(every) => {
            let every = every.max(Duration::MICROSECOND);
            let first = first_from_start(every, first, timeline);
            Instant::at(first % every).every(every, timeline.end).collect()
        }
        ReviewInterval::WorkingDay => (0..timeline.days())
            .filter(|&day| days.holds(timeline, day))
            .map(|day| Instant::midnight(day.cast_unsigned()) + time_of_day(first))
            .filter(|&instant| instant < timeline.end)
            .collect(),
    };
    Some(instants)
}

/// First review at or after `start`, in engine time.
fn first_from_start(every: Duration, first: FirstReview, timeline: &Timeline) -> Instant {
    match first {
        FirstReview::Instant(instant) => timeline.instant(instant),
        FirstReview::TimeOf(at) => {
            let period = if every.is_multiple_of(WEEK) { WEEK } else { DAY };
            let at_some_time = timeline.monday() + at.signed();
            let wait = (at_some_time - timeline.start.signed()).rem_euclid(period.signed());
            timeline.start + Duration::from_micros(wait.cast_unsigned())
        }
    }
}

fn time_of_day(first: FirstReview) -> Duration {
    match first {
        FirstReview::TimeOf(at) => at,
        // A review on working days has no first instant.
        FirstReview::Instant(_) => Duration::ZERO,
    }
}

/// Mean time between reviews; 0 for continuous review.
pub(crate) fn interval(review: Review, days: &WorkingDays) -> f64 {
    match review {
        Review::Continuous => 0.0,
        Review::Periodic { every: ReviewInterval::Elapsed(every), .. } => every.as_micros_f64(),
        Review::Periodic { every: ReviewInterval::WorkingDay, .. } => WEEK.as_micros_f64() / days.per_week(),
    }
}

/// Instants of reviews after a Monday midnight, over four weeks without holidays; for continuous
/// review every full hour of a week.
pub(crate) fn in_a_normal_week(review: Review, days: &WorkingDays, timeline: &Timeline) -> Vec<Instant> {
    const HOURS_OF_A_WEEK: u64 = 168;
    match review {
        Review::Continuous => (0..HOURS_OF_A_WEEK).map(|hour| Instant::at(hour * HOUR)).collect(),
        Review::Periodic { every: ReviewInterval::Elapsed(every), first } => {
            let every = every.max(Duration::MICROSECOND);
            let since_monday = first_from_start(every, first, timeline).signed() - timeline.monday();
            let first = Instant::from_micros(since_monday.rem_euclid(every.signed()).cast_unsigned());
            let reviews = (4 * WEEK / every).clamp(1, 4 * HOURS_OF_A_WEEK);
            (0..reviews).map(|k| first + k * every).collect()
        }
        Review::Periodic { every: ReviewInterval::WorkingDay, first } => {
            days.weekdays().map(|weekday| Instant::midnight(weekday as u64) + time_of_day(first)).collect()
        }
    }
}
