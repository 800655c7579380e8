//! Order-to-fill time: waits of customers, over all lines wanted in a window, lost and open lines
//! included.
//!
//! Quantiles are the times by which 50, 90 and 99 % of the lines wanted on the days of a window are
//! filled, in days from the first want (Aalen–Johansen): a line that is cancelled, lost or bought
//! elsewhere is never filled, and one open at the end of the run is censored at its age. Where a
//! quantile is not reached, it is later than all that was followed. The mean is that of the time
//! for which a line is open, followed to the end of the run at most (restricted mean).
//!
//! Each is given for all customer lines and by class. Times are precise to 1 %. The metrics are of
//! one replication, and so have both kinds of interval; [`Pooled`] is of the lines of all
//! replications together, whose integer counts add up exactly.
//!
//! Assumes that the instant of a want within its window says nothing about its wait: a line wanted
//! late in a window is followed less long.

use super::summary::MetricSummary;
use super::window::Window;
use crate::metrics::order_cohort::{Ages, Cohorts, Stretch};
use crate::metrics::{MetricValue, Outcome, ReplicationResult};
use crate::registers::metrics::{Cell, Censored, Dim, Metric, cell, ids};
use crate::stats::competing_risks::{CompetingTally, CumulativeIncidence};
use crate::stats::survival::Reached;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Quantiles, with their metrics.
const QUANTILES: [(f64, Metric<Censored>); 3] =
    [(0.5, ids::ORDER_TO_FILL_P50), (0.9, ids::ORDER_TO_FILL_P90), (0.99, ids::ORDER_TO_FILL_P99)];

/// Order-to-fill times of the lines of all replications, by window and class.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderToFillTimes {
    windows: Vec<Window>,
    /// All classes together (`None`), and each class with lines, in order of first appearance.
    classes: Vec<Option<usize>>,
    /// By class and window.
    ages: Vec<Vec<Ages>>,
}

/// Order-to-fill times of the lines of all replications together.
#[derive(Debug, Clone, PartialEq)]
pub struct Pooled {
    /// Window in which they were first wanted.
    pub window: Window,
    /// Number of the order class; `None`: all together.
    pub class: Option<usize>,
    /// Lines wanted, all replications together.
    pub lines: u64,
    /// Number of them cancelled, lost or bought elsewhere.
    pub lost: u64,
    /// Number of them open at the end of their run.
    pub open: u64,
    /// P50, P90 and P99 of the order-to-fill time \[days\].
    pub quantiles: [Reached; 3],
    /// P10 and P90 over replications of each of them; `None` with fewer than two.
    pub bands: [Option<(Reached, Reached)>; 3],
    /// Mean time for which a line is open, followed to the end of its run at most \[days\].
    pub restricted_mean: f64,
}

impl Pooled {
    /// Share of the lines that were never filled.
    pub fn share_not_filled(&self) -> f64 {
        (self.lost + self.open) as f64 / self.lines as f64
    }
}

impl OrderToFillTimes {
    /// Without replications.
    pub fn new(windows: Vec<Window>) -> Self {
        OrderToFillTimes { windows, classes: Vec::new(), ages: Vec::new() }
    }

    /// Adds the lines of a replication.
    pub fn add(&mut self, observations: &ReplicationResult) {
        for (class, ages) in by_window(&self.windows, &observations.cohorts) {
            let place = self.classes.iter().position(|known| *known == class).unwrap_or_else(|| {
                self.classes.push(class);
                self.ages.push(vec![Ages::default(); self.windows.len()]);
                self.classes.len() - 1
            });
            self.ages[place].iter_mut().zip(&ages).for_each(|(sum, ages)| sum.merge(ages));
        }
    }

    /// Rows by window, and within it by class, where there were lines; `rows` have the spread over
    /// replications.
    pub fn pooled(&self, rows: &[MetricSummary]) -> Vec<Pooled> {
        let mut pooled = Vec::new();
        for (place, window) in self.windows.iter().enumerate() {
            for (&class, ages) in self.classes.iter().zip(&self.ages) {
                let ages = &ages[place];
                let Some((quantiles, restricted_mean)) = times(ages) else { continue };
                pooled.push(Pooled {
                    window: window.clone(),
                    class,
                    lines: ages.lines(),
                    lost: ages.lost.total(),
                    open: ages.censored.total(),
                    quantiles,
                    bands: QUANTILES.map(|(_, metric)| band(rows, metric, cell_of(window, class))),
                    restricted_mean,
                });
            }
        }
        pooled
    }
}

/// P10 and P90 of a quantile over replications.
fn band(rows: &[MetricSummary], quantile: Metric<Censored>, cell: Cell) -> Option<(Reached, Reached)> {
    let key = quantile.at(cell);
    let row = rows.iter().find(|row| row.key == key)?;
    row.p10.zip(row.p90).filter(|_| row.values + row.censored > 1)
}

fn cell_of(window: &Window, class: Option<usize>) -> Cell {
    let cell = cell(&[(Dim::Window, window.label)]);
    class.map_or(cell, |class| cell.with(Dim::Class, class))
}

/// The metrics of a replication.
pub(super) fn metrics(windows: &[Window], observations: &ReplicationResult) -> Vec<MetricValue> {
    let mut values = Vec::new();
    let classes = by_window(windows, &observations.cohorts);
    for (place, window) in windows.iter().enumerate() {
        for (class, ages) in &classes {
            let Some((quantiles, mean)) = times(&ages[place]) else { continue };
            let cell = cell_of(window, *class);
            for ((_, metric), quantile) in QUANTILES.into_iter().zip(quantiles) {
                let outcome = match quantile {
                    Reached::At(days) => Outcome::Value(days),
                    Reached::Not { by } => Outcome::LaterThan(by),
                };
                values.push(MetricValue::censored(metric, cell, outcome));
            }
            values.push(MetricValue::scalar(ids::ORDER_TO_FILL_MEAN, cell, Some(mean)));
        }
    }
    values
}

/// Ages by window, of all customer lines and by class; with a single class only of all. Each window
/// consists of complete stretches.
fn by_window(windows: &[Window], cohorts: &[Cohorts]) -> Vec<(Option<usize>, Vec<Ages>)> {
    let window = |cohorts: &Cohorts, window: &Window| {
        let mut ages = Ages::default();
        for Stretch { days, ages: of_stretch } in &cohorts.stretches {
            let (from, to) = (days.start.max(window.days.start), days.end.min(window.days.end));
            if from < to {
                assert!(
                    (from..to) == *days,
                    "days {days:?} were recorded together, and {window:?} begins or ends in them"
                );
                ages.merge(of_stretch);
            }
        }
        ages
    };
    let classes: Vec<(Option<usize>, Vec<Ages>)> = cohorts
        .iter()
        .map(|one| (Some(one.class), windows.iter().map(|days| window(one, days)).collect::<Vec<_>>()))
        .filter(|(_, ages)| ages.iter().any(|ages| ages.lines() > 0))
        .collect();
    let mut all = vec![Ages::default(); windows.len()];
    for (_, ages) in &classes {
        all.iter_mut().zip(ages).for_each(|(sum, ages)| sum.merge(ages));
    }
    let several = classes.len() > 1;
    std::iter::once((None, all)).chain(classes.into_iter().filter(|_| several)).collect()
}

/// Quantiles and restricted mean \[days\]; `None` without lines.
fn times(ages: &Ages) -> Option<([Reached; 3], f64)> {
    let one = |seconds: f64| CompetingTally { time: seconds / DAY, events: 0, competing: 0, censored: 0 };
    let filled = ages.filled.entries().map(|(seconds, events)| CompetingTally { events, ..one(seconds) });
    let lost = ages.lost.entries().map(|(seconds, competing)| CompetingTally { competing, ..one(seconds) });
    let open = ages.censored.entries().map(|(seconds, censored)| CompetingTally { censored, ..one(seconds) });
    let incidence = CumulativeIncidence::of(filled.chain(lost).chain(open)).ok()?;
    let [half, most, nearly_all] = QUANTILES.map(|(q, _)| incidence.quantile(q).ok());
    Some(([half?, most?, nearly_all?], incidence.mean_time_open()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::headline::tests::names;
    use crate::experiment::replication_metrics::ReplicationMetrics;
    use crate::experiment::summary::summarise;
    use crate::registers::metrics::{Key, MetricId};
    use crate::simulation::Counts;

    const HOUR: u64 = 3_600;
    const DURING: usize = 1;
    const VOR: usize = 0;
    const DAILY: usize = 1;

    /// Lines ordered on a day.
    type Day = [(u64, bool)];

    /// A replication with lines by class and day: age in hours, and true if the line was filled
    /// then.
    fn observations(lines: &[(usize, &[&Day])]) -> ReplicationResult {
        let day = |(day, lines): (usize, &&Day)| {
            let mut ages = Ages::default();
            for &(hours, filled) in *lines {
                let histogram = if filled { &mut ages.filled } else { &mut ages.censored };
                histogram.add(hours * HOUR);
            }
            Stretch { days: day..day + 1, ages }
        };
        let cohorts = lines
            .iter()
            .map(|(class, days)| Cohorts {
                class: *class,
                stretches: days.iter().enumerate().map(day).collect(),
            })
            .collect();
        let empty = ReplicationResult::new(0, names(), Counts { events: 0, ties: 0 });
        ReplicationResult { cohorts, ..empty }
    }

    fn windows() -> Vec<Window> {
        vec![Window { label: 0, days: 0..1 }, Window { label: DURING, days: 1..3 }]
    }

    fn near(reached: Reached, days: f64) -> bool {
        matches!(reached, Reached::At(found) if (found - days).abs() < 0.01 * days)
    }

    #[test]
    fn open_lines_count_as_longer_than_they_were_followed() {
        // Filled after 24, 48 and 96 h, one open after 72 h: the curve is 3/4, 1/2 and then 0 after
        // 96 h, because of the last two one was followed to its end. Area 1 + 3/4 + 2 × 1/2 = 2.75
        // days.
        let one = observations(&[(DAILY, &[&[], &[(24, true), (48, true)], &[(96, true), (72, false)]])]);
        let mut all = OrderToFillTimes::new(windows());
        all.add(&one);
        let [during] = &all.pooled(&[])[..] else { panic!("one window has lines") };
        assert_eq!((during.window.label, during.class, during.lines, during.open), (DURING, None, 4, 1));
        assert!(near(during.quantiles[0], 2.0) && near(during.quantiles[1], 4.0), "{during:?}");
        assert!((during.restricted_mean - 2.75).abs() < 0.03, "{during:?}");
    }

    #[test]
    fn a_quantile_among_the_open_is_not_reached() {
        let stop = observations(&[(DAILY, &[&[(2, true)], &[(24, true), (240, false), (240, false)], &[]])]);
        let found = metrics(&windows(), &stop);
        let outcome = |metric: MetricId, window| {
            let key = Key { metric, cell: cell(&[(Dim::Window, window)]) };
            found.iter().find(|one| one.key == key).map(|one| one.outcome)
        };
        assert!(matches!(outcome(ids::ORDER_TO_FILL_P50.id(), 0), Some(Outcome::Value(_))));
        let Some(Outcome::LaterThan(by)) = outcome(ids::ORDER_TO_FILL_P50.id(), DURING) else {
            panic!("open")
        };
        assert!((by - 10.0).abs() < 0.1, "{by}");
        // A third on the first day, the rest to the tenth: 1 + 9 × 2/3.
        let Some(Outcome::Value(mean)) = outcome(ids::ORDER_TO_FILL_MEAN.id(), DURING) else {
            panic!("a mean")
        };
        assert!((mean - 7.0).abs() < 0.1, "{mean}");
    }

    #[test]
    fn runs_are_pooled_line_by_line_and_by_class() {
        let mut all = OrderToFillTimes::new(windows());
        for hours in [24, 48] {
            all.add(&observations(&[
                (VOR, &[&[(hours, true)], &[], &[]]),
                (DAILY, &[&[(96, true), (120, true)], &[], &[]]),
            ]));
        }
        let pooled = all.pooled(&[]);
        let lines: Vec<(Option<usize>, u64)> = pooled.iter().map(|row| (row.class, row.lines)).collect();
        assert_eq!(lines, [(None, 6), (Some(VOR), 2), (Some(DAILY), 4)]);
        // 1, 2, 4, 4, 5, 5 days: half of them by the third.
        assert!(near(pooled[0].quantiles[0], 4.0) && near(pooled[1].quantiles[0], 1.0), "{pooled:?}");
    }

    #[test]
    fn a_quantile_has_the_band_of_its_replications() {
        // Half of the lines are filled within 1, 2, …, 9 days, run by run; in a tenth run none is,
        // in 10 days. P10 of ten runs is at rank 1.1, P90 at rank 9.9, next to the run that was not
        // followed to its end.
        let mut all = OrderToFillTimes::new(windows());
        let measured: Vec<ReplicationMetrics> = (1..=10)
            .map(|days| {
                let seen = observations(&[(DAILY, &[&[(24 * days, days < 10)], &[], &[]])]);
                all.add(&seen);
                ReplicationMetrics { replication: days as u32, values: metrics(&windows(), &seen) }
            })
            .collect();
        let pooled = all.pooled(&summarise(&measured));
        let Some((low, high)) = pooled[0].bands[0] else { panic!("{pooled:?}") };
        assert!(near(low, 1.1) && matches!(high, Reached::Not { .. }), "{pooled:?}");
        // Without it, the smallest and the largest of nine.
        let Some((low, high)) = all.pooled(&summarise(&measured[..9]))[0].bands[0] else { panic!("a band") };
        assert!(near(low, 1.0) && near(high, 9.0), "{low:?} {high:?}");
        assert_eq!(all.pooled(&summarise(&measured[..8]))[0].bands, [None; 3], "eight runs have no tenth");
    }

    #[test]
    fn a_class_that_nobody_orders_in_has_no_row() {
        let mut all = OrderToFillTimes::new(windows());
        all.add(&observations(&[(VOR, &[&[], &[], &[]]), (DAILY, &[&[(5, true)], &[], &[]])]));
        assert_eq!(all.pooled(&[]).iter().map(|row| row.class).collect::<Vec<_>>(), [None]);
    }
}
