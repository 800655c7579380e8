//! Reviews: the instants at which a site compares its position with its levels.
//!
//! Reviews at an interval of elapsed time count from the first at or after `start`; those of every
//! working day are on each working day of the scenario's calendar at their time of day.

use super::calendar::{Timeline, WorkingDays};
use crate::scenario::stock::{FirstReview, Review, ReviewInterval};
use crate::units::{DAY, Micros, WEEK};

/// Instants before the end; `None`: continuous review.
pub(crate) fn reviews(review: Review, days: &WorkingDays, timeline: &Timeline) -> Option<Vec<Micros>> {
    let Review::Periodic { every, first } = review else { return None };
    let instants = match every {
        ReviewInterval::Elapsed(every) => {
            let every = every.max(1);
            let first = first_from_start(every, first, timeline);
            (first % every..timeline.end).step_by(every as usize).collect()
        }
        ReviewInterval::WorkingDay => (0..timeline.days())
            .filter(|&day| days.holds(timeline, day))
            .map(|day| day.cast_unsigned() * DAY + time_of_day(first))
            .filter(|&instant| instant < timeline.end)
            .collect(),
    };
    Some(instants)
}

/// First review at or after `start`, in engine time.
fn first_from_start(every: Micros, first: FirstReview, timeline: &Timeline) -> Micros {
    match first {
        FirstReview::Instant(instant) => timeline.start.saturating_add(instant),
        FirstReview::TimeOf(at) => {
            let period = if every.is_multiple_of(WEEK) { WEEK } else { DAY };
            let at_some_time = timeline.monday() + at.cast_signed();
            let wait = (at_some_time - timeline.start.cast_signed()).rem_euclid(period.cast_signed());
            timeline.start + wait.cast_unsigned()
        }
    }
}

fn time_of_day(first: FirstReview) -> Micros {
    match first {
        FirstReview::TimeOf(at) => at,
        // A review on working days has no first instant.
        FirstReview::Instant(_) => 0,
    }
}

/// Mean time between reviews; 0 for continuous review.
pub(crate) fn interval(review: Review, days: &WorkingDays) -> f64 {
    match review {
        Review::Continuous => 0.0,
        Review::Periodic { every: ReviewInterval::Elapsed(every), .. } => every as f64,
        Review::Periodic { every: ReviewInterval::WorkingDay, .. } => WEEK as f64 / days.per_week(),
    }
}

/// Instants of reviews after a Monday midnight, over four weeks without holidays; for continuous
/// review every full hour of a week.
pub(crate) fn in_a_normal_week(review: Review, days: &WorkingDays, timeline: &Timeline) -> Vec<Micros> {
    const HOURS_OF_A_WEEK: u64 = 168;
    match review {
        Review::Continuous => (0..HOURS_OF_A_WEEK).map(|hour| hour * (WEEK / HOURS_OF_A_WEEK)).collect(),
        Review::Periodic { every: ReviewInterval::Elapsed(every), first } => {
            let every = every.max(1);
            let since_monday = first_from_start(every, first, timeline).cast_signed() - timeline.monday();
            let first = since_monday.rem_euclid(every.cast_signed()).cast_unsigned();
            let reviews = (4 * WEEK / every).clamp(1, 4 * HOURS_OF_A_WEEK);
            (0..reviews).map(|k| first + k * every).collect()
        }
        Review::Periodic { every: ReviewInterval::WorkingDay, first } => {
            days.weekdays().map(|weekday| weekday as u64 * DAY + time_of_day(first)).collect()
        }
    }
}
