//! Daily differences: main daily series of a plan minus those of the first plan, replication by
//! replication, on the dates that both have.

use super::pipeline::RunSummary;
use crate::registers::metrics::{Dim, Key, ids};
use jiff::civil::Date;
use std::ops::Range;

/// Difference of one series in one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct DailyDifference {
    /// Number of the replication.
    pub replication: u32,
    /// The series, with the labels of the first plan.
    pub key: Key,
    /// A value for each common date; NaN where one of the two has none.
    pub values: Vec<f64>,
}

/// True for the series of which differences are taken: in total, and by class.
pub fn is_compared_daily(key: Key) -> bool {
    let main =
        [ids::OPEN_DEMAND, ids::SHIPPED_ON_TIME_DAILY, ids::CARS_WAITING, ids::CARS_OFF_ROAD, ids::BACKLOG];
    main.iter().any(|&metric| key.is(metric))
        && [Dim::Stage, Dim::Age, Dim::Market].iter().all(|&dim| key.label(dim).is_none())
}

/// Dates that all plans have, from the first of them on.
pub fn common_dates(plans: &[&RunSummary]) -> Vec<Date> {
    let dates = |plan: &RunSummary| plan.compared_headline().windows.dates.clone();
    let in_all = |date: &Date| plans.iter().all(|plan| plan.compared_headline().windows.dates.contains(date));
    plans.first().map(|first| dates(first)).unwrap_or_default().into_iter().filter(in_all).collect()
}

/// Differences of a plan from the first on these dates, in order of replication and series.
pub fn daily_differences(first: &RunSummary, plan: &RunSummary, dates: &[Date]) -> Vec<DailyDifference> {
    let (from, to) = (&first.compared_headline().names, &plan.compared_headline().names);
    let [ours, theirs] = [first, plan].map(|plan| part(plan, dates));
    let mut differences = Vec::new();
    for (run, &replication) in first.chart_series.replications.iter().enumerate() {
        let Some(other) = plan.chart_series.replications.iter().position(|&one| one == replication) else {
            continue;
        };
        for key in first.chart_series.keys().filter(|&key| is_compared_daily(key)) {
            let series = |plan: &RunSummary, run, key, part: &Range<usize>| {
                plan.chart_series
                    .of_key(run, key)
                    .and_then(|values| values.get(part.clone()))
                    .map(<[f64]>::to_vec)
            };
            let own = from.translate(key, to).and_then(|key| series(plan, other, key, &theirs));
            if let Some((own, first)) = own.zip(series(first, run, key, &ours)) {
                let values = own.iter().zip(&first).map(|(own, first)| own - first).collect();
                differences.push(DailyDifference { replication, key, values });
            }
        }
    }
    differences
}

/// Days of a plan that have these dates.
fn part(plan: &RunSummary, dates: &[Date]) -> Range<usize> {
    let own = &plan.compared_headline().windows.dates;
    let first = dates.first().and_then(|date| own.iter().position(|one| one == date)).unwrap_or(0);
    first..first + dates.len()
}
