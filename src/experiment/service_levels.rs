//! Service levels of one replication: ratios over the lines wanted in a window or week.
//!
//! Each is a sum of daily counts over a sum of daily counts, in total, by class, by market, and by
//! both where there are several. Days of which not all lines can be judged by the end of the
//! shortest run of a comparison are left out, in numerator and denominator.

use super::headline::Headline;
use super::window::Window;
use crate::metrics::{MetricValue, ReplicationResult, Terms};
use crate::registers::metrics::{Cell, Daily, Dim, Metric, Ratio, cell, ids};
use std::ops::Range;

/// Days over which a ratio can be judged.
#[derive(Debug, Clone, Copy)]
enum Judged {
    /// Those whose promise has passed.
    ByPromise,
    /// Those whose limit of the fill rates has passed.
    ByFillLimit,
    /// All.
    All,
}

/// A ratio of two daily series.
struct ServiceLevel {
    metric: Metric<Ratio>,
    part: Metric<Daily>,
    of: Metric<Daily>,
    judged: Judged,
}

/// All service levels.
const LEVELS: [ServiceLevel; 5] = [
    ServiceLevel {
        metric: ids::SHIPPED_ON_TIME,
        part: ids::LINES_SHIPPED_ON_TIME,
        of: ids::LINES_DUE,
        judged: Judged::ByPromise,
    },
    ServiceLevel {
        metric: ids::DELIVERED_ON_TIME,
        part: ids::LINES_DELIVERED_ON_TIME,
        of: ids::LINES_DUE,
        judged: Judged::ByPromise,
    },
    ServiceLevel {
        metric: ids::FACING_FILL_RATE,
        part: ids::LINES_FILLED_BY_FACING_SITE,
        of: ids::WANTED_LINES,
        judged: Judged::ByFillLimit,
    },
    ServiceLevel {
        metric: ids::SYSTEM_FILL_RATE,
        part: ids::LINES_FILLED_BY_SYSTEM,
        of: ids::WANTED_LINES,
        judged: Judged::ByFillLimit,
    },
    ServiceLevel {
        metric: ids::LOST_SHARE,
        part: ids::LOST_LINES,
        of: ids::WANTED_LINES,
        judged: Judged::All,
    },
];

/// The service levels of a replication.
pub(super) fn metrics(headline: &Headline, result: &ReplicationResult) -> Vec<MetricValue> {
    let mut values = Vec::new();
    for window in &headline.windows.all {
        for (at, cells) in cells(headline, result) {
            let at = at.with(Dim::Window, window.label);
            for level in &LEVELS {
                let terms = cells.iter().map(|&cell| terms(headline, result, level, cell, window)).sum();
                values.push(MetricValue::ratio(level.metric, at, terms));
            }
            let late: f64 = cells
                .iter()
                .filter_map(|&cell| {
                    let daily = result.series(ids::LATE_LINE_DAYS_DAILY, cell)?;
                    let days = judged(headline, Judged::ByPromise, cell, window);
                    Some(daily[days].iter().filter(|value| value.is_finite()).sum::<f64>())
                })
                .sum();
            // The sum of nothing is −0.
            values.push(MetricValue::scalar(ids::LATE_LINE_DAYS, at, Some(late + 0.0)));
        }
    }
    values.extend(by_week(headline, result));
    values
}

/// On-time shipment of all lines wanted in a calendar week, by the Monday of the week.
fn by_week(headline: &Headline, result: &ReplicationResult) -> Vec<MetricValue> {
    let (_, cells) = cells(headline, result).swap_remove(0);
    if cells.is_empty() {
        return Vec::new();
    }
    let on_time = &LEVELS[0];
    let days = headline.windows.days();
    let mut values = Vec::new();
    let mut first = 0;
    for week in 0..headline.names.all(Dim::Week).len() {
        let after = (first + 1..days).find(|&day| headline.windows.weekday(day) == 0).unwrap_or(days);
        let window = Window { label: week, days: first..after };
        let terms = cells.iter().map(|&cell| terms(headline, result, on_time, cell, &window)).sum();
        values.push(MetricValue::ratio(on_time.metric, cell(&[(Dim::Week, week)]), terms));
        first = after;
    }
    values
}

/// Cells to report, each with the cells of daily series that it sums: in total, by class, by
/// market, and by market and class.
fn cells(headline: &Headline, result: &ReplicationResult) -> Vec<(Cell, Vec<Cell>)> {
    let known = |at: &Cell| result.series(ids::WANTED_LINES, *at).is_some();
    let of_market = |market: Option<usize>| -> Vec<Cell> {
        let classes = (0..headline.classes.len()).map(|class| {
            let at = cell(&[(Dim::Class, class)]);
            market.map_or(at, |market| at.with(Dim::Market, market))
        });
        classes.filter(known).collect()
    };
    let markets = headline.names.all(Dim::Market).len();
    let mut all = Vec::new();
    for market in std::iter::once(None).chain((0..markets).filter(|_| markets > 1).map(Some)) {
        let classes = of_market(market);
        let at = market.map_or(Cell::TOTAL, |market| cell(&[(Dim::Market, market)]));
        if market.is_none() || !classes.is_empty() {
            all.push((at, classes.clone()));
        }
        if classes.len() > 1 {
            all.extend(classes.into_iter().map(|class| (class, vec![class])));
        }
    }
    all
}

/// Days of a window that can be judged for a class.
fn judged(headline: &Headline, judged: Judged, at: Cell, window: &Window) -> Range<usize> {
    let windows = &headline.windows;
    let known = match judged {
        Judged::All => windows.days(),
        Judged::ByFillLimit => windows.filled,
        Judged::ByPromise => {
            at.label(Dim::Class).and_then(|class| windows.judged.get(class)).copied().unwrap_or(0)
        }
    };
    window.days.start.min(known)..window.days.end.min(known)
}

/// Sums over the days of a window that can be judged.
fn terms(
    headline: &Headline,
    result: &ReplicationResult,
    level: &ServiceLevel,
    at: Cell,
    window: &Window,
) -> Terms {
    let (Some(part), Some(of)) = (result.series(level.part, at), result.series(level.of, at)) else {
        return Terms::ZERO;
    };
    let days = judged(headline, level.judged, at, window);
    let known = days.filter(|&day| part[day].is_finite() && of[day].is_finite());
    known.map(|day| Terms { numerator: part[day], denominator: of[day] }).sum()
}
