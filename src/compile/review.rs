//! Reviews: the instants at which a site compares its position with its levels.
//!
//! `every` elapsed time counts from the Monday midnight at or before `start` plus `at`; `every`
//! working day is each working day of the scenario's calendar at that time of day.

use super::calendar::{Timeline, WorkingDays};
use crate::scenario::stock::{Review, ReviewInterval};
use crate::units::{DAY, Micros, WEEK};

/// Instants before the end; `None`: continuous review.
pub(crate) fn reviews(review: Review, days: &WorkingDays, timeline: &Timeline) -> Option<Vec<Micros>> {
    let Review::Periodic { every, at } = review else { return None };
    let instants = match every {
        ReviewInterval::Elapsed(every) => {
            let every = every.max(1);
            // The initialisation has an integer number of weeks, but not always of intervals: count
            // from the Monday of `start`.
            let monday = timeline.monday() + (timeline.start / WEEK * WEEK).cast_signed();
            let first = (monday + at.cast_signed()).rem_euclid(every.cast_signed()).cast_unsigned();
            (first..timeline.end).step_by(every as usize).collect()
        }
        ReviewInterval::WorkingDay => (0..timeline.days())
            .filter(|&day| days.holds(timeline, day))
            .map(|day| day.cast_unsigned() * DAY + at)
            .filter(|&instant| instant < timeline.end)
            .collect(),
    };
    Some(instants)
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
pub(crate) fn in_a_normal_week(review: Review, days: &WorkingDays) -> Vec<Micros> {
    const HOURS_OF_A_WEEK: u64 = 168;
    match review {
        Review::Continuous => (0..HOURS_OF_A_WEEK).map(|hour| hour * (WEEK / HOURS_OF_A_WEEK)).collect(),
        Review::Periodic { every: ReviewInterval::Elapsed(every), at } => {
            let reviews = (4 * WEEK / every.max(1)).clamp(1, 4 * HOURS_OF_A_WEEK);
            (0..reviews).map(|k| at + k * every).collect()
        }
        Review::Periodic { every: ReviewInterval::WorkingDay, at } => {
            days.weekdays().map(|weekday| weekday as u64 * DAY + at).collect()
        }
    }
}
