//! Warnings of results: what the runs show to be other than it was meant, or too uncertain to
//! judge.

use super::wording::{Wording, counted};
use crate::experiment::chart_series::ChartSeries;
use crate::experiment::headline::Headline;
use crate::experiment::pipeline::RunSummary;
use crate::experiment::summary::MetricSummary;
use crate::experiment::trend::growth;
use crate::registers::metrics::{Cell, Dim, ids};

/// Largest half-width of a confidence interval that passes: of a number as a share of it, of a
/// share in absolute terms.
const PRECISE_NUMBER: f64 = 0.1;
const PRECISE_SHARE: f64 = 0.02;

/// Warnings of a run, a clause each.
pub fn result_warnings(run: &RunSummary, wording: &Wording) -> Vec<String> {
    let mut warnings = phases_that_never_came(&run.rows, wording);
    warnings.extend(horizon_too_short(&run.rows));
    warnings.extend(trend(&run.headline, &run.chart_series));
    warnings.extend(too_few_replications(&run.rows, wording));
    warnings
}

/// Phases that came in no run.
fn phases_that_never_came(rows: &[MetricSummary], wording: &Wording) -> Vec<String> {
    let never =
        rows.iter().filter(|row| row.key.is(ids::PHASE_IN_EFFECT) && row.values == 0 && row.censored > 0);
    never
        .map(|row| {
            let phase = wording.names().name(row.key.cell, Dim::Phase);
            format!("phase `{phase}` never came, in {}", counted(row.censored, "run"))
        })
        .collect()
}

/// Open demand that most runs do not clear.
fn horizon_too_short(rows: &[MetricSummary]) -> Option<String> {
    let key = ids::OPEN_DEMAND_CLEARANCE_DAY.at(Cell::TOTAL);
    let row = rows.iter().find(|row| row.key == key)?;
    (row.censored > row.values).then(|| {
        format!(
            "open demand is cleared in {} of {} by the end: a longer `horizon` would show when",
            row.values,
            counted(row.values + row.censored, "run")
        )
    })
}

/// Growth of open demand or of the outbound backlog in normal operation.
fn trend(headline: &Headline, series: &ChartSeries) -> Vec<String> {
    let site = headline.site_cell();
    let backlog = format!("the outbound backlog of {}", headline.site);
    [(ids::OPEN_DEMAND, Cell::TOTAL, "open demand"), (ids::BACKLOG, site, backlog.as_str())]
        .into_iter()
        .filter_map(|(metric, cell, name)| {
            let (from, to) = growth(headline, series, metric, cell)?;
            Some(format!(
                "{name} grows in normal operation, from {from:.0} lines in its first half to {to:.0} in its second: the \
                 network is not in a steady state, and what is normal is not known"
            ))
        })
        .collect()
}

/// The main metric whose interval is widest against what is precise, with the replications needed.
fn too_few_replications(rows: &[MetricSummary], wording: &Wording) -> Option<String> {
    let main = |row: &&MetricSummary| {
        let total = [Dim::Class, Dim::Market].iter().all(|&dim| row.key.label(dim).is_none());
        let longest = wording.names().name(row.key.cell, Dim::Window);
        total
            && (row.key.is(ids::OPEN_DEMAND_PEAK)
                || row.key.is(ids::VOR_DAYS) && row.key.label(Dim::Site).is_none()
                || row.key.is(ids::SHIPPED_ON_TIME) && ["from_onset", "whole_run"].contains(&longest))
    };
    let excess = |row: &MetricSummary| {
        let (mean, half_width) = row.mean.zip(row.half_width)?;
        let share = row.key.is(ids::SHIPPED_ON_TIME);
        let allowed = if share { PRECISE_SHARE } else { PRECISE_NUMBER * mean.abs() };
        (allowed > 0.0 && half_width > allowed).then(|| (half_width / allowed, share))
    };
    let (row, (excess, share)) = rows
        .iter()
        .filter(main)
        .filter_map(|row| Some((row, excess(row)?)))
        .reduce(|worst, one| if one.1.0 > worst.1.0 { one } else { worst })?;
    let needed = (f64::from(row.values) * excess * excess).ceil();
    let title = wording.metric_title(row.key);
    let title = title.split(" [").next().unwrap_or_default().to_owned();
    let (is, would) = if share {
        (
            format!("{:.1} points", excess * PRECISE_SHARE * 100.0),
            format!("{:.0} points", PRECISE_SHARE * 100.0),
        )
    } else {
        (format!("{:.0} %", excess * PRECISE_NUMBER * 100.0), format!("{:.0} %", PRECISE_NUMBER * 100.0))
    };
    Some(format!(
        "the confidence interval of {title} is ± {is} after {}: some {needed:.0} would give ± {would}",
        counted(row.values, "replication")
    ))
}
