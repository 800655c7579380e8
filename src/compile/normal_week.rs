//! Normal week: working days, open times, departures, deliveries and reviews of a week without
//! holidays.

use super::calendar::{Timeline, WorkingDays, factors_of_week, work_within};
use super::names::Names;
use super::review;
use crate::analysis::mean_flows::NormalWeek;
use crate::scenario::Scenario;
use crate::scenario::network::lane::Departures;
use crate::scenario::stock::Stock;
use crate::units::{Instant, WEEK};

/// Normal week of a scenario.
pub(super) fn normal_week(
    scenario: &Scenario,
    names: &Names<'_>,
    days: &WorkingDays,
    timeline: &Timeline,
) -> NormalWeek {
    let open = |calendar: &Option<String>| {
        work_within(&factors_of_week(names.calendar(calendar.as_deref())), Instant::at(WEEK))
    };
    let review = |&position: &usize| match &scenario.sites[position].stock {
        Some(Stock::BaseStock(held)) => review::interval(held.review, days),
        _ => 0.0,
    };
    let deliveries =
        |&site: &usize| scenario.sites[site].deliveries.as_ref().map_or(0.0, |supply| supply.at.len() as f64);
    NormalWeek {
        working_days: days.per_week(),
        working_day: (0..timeline.days()).map(|day| days.holds(timeline, day)).collect(),
        open: scenario.processes.iter().map(|process| open(&process.calendar)).collect(),
        departures: scenario
            .lanes
            .iter()
            .map(|lane| lane.departs.as_ref().map_or(0.0, Departures::per_week))
            .collect(),
        deliveries: names.group_order.iter().map(deliveries).collect(),
        review_interval: names.group_order.iter().map(review).collect(),
    }
}
