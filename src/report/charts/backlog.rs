//! Backlog: the outbound backlog of the centre by date, in total and by stage, over the capacity
//! strips.

use super::{ChartEntry, ChartInput, MakeResultChart, labelled_band, peak_callout, series_callouts};
use crate::analysis::fluid::fluid;
use crate::experiment::chart_series::{ChartSeries, DailyByReplication, most_often};
use crate::experiment::clearance_day::Clearable;
use crate::experiment::headline::Headline;
use crate::model::Model;
use crate::registers::metrics::{Dim, Key, ids};
use crate::report::drawing::{BacklogChart, Chart, Ribbon};
use crate::report::wording::stage_name;

pub(crate) const CHART: ChartEntry<MakeResultChart> =
    ChartEntry { files: ["backlog.svg", "backlog.png"], shows, chart };

/// True for the backlog of all stages together.
pub(crate) fn shows_total(key: Key, headline: &Headline) -> bool {
    key == ids::BACKLOG.at(headline.site_cell())
}

fn shows(key: Key, headline: &Headline) -> bool {
    (key.is(ids::BACKLOG) || key.is(ids::BOTTLENECK)) && key.cell.without(Dim::Stage) == headline.site_cell()
}

fn chart(input: &ChartInput<'_>) -> Option<Box<dyn Chart>> {
    let ChartInput { model, labels, headline, series, .. } = *input;
    let site = headline.site.as_str();
    let backlog = series.daily(ids::BACKLOG, headline.site_cell())?;
    let mut total = labelled_band("all stages", backlog.band());
    total.callouts = series_callouts(input, Clearable::Backlog, &total.median);
    let stages = series.keys().filter_map(|key| {
        key.label(Dim::Stage).filter(|_| key.is(ids::BACKLOG) && shows(key, headline))?;
        let stage = stage_name(headline.names.name(key.cell, Dim::Stage));
        let daily = series.daily(ids::BACKLOG, key.cell)?;
        let mut band = labelled_band(stage, daily.band());
        band.callouts = peak_callout(headline, &band.median, false).into_iter().collect();
        Some(band)
    });
    let normal = model.flows.lines_served.get(headline.group).filter(|lines| **lines > 0.0);
    Some(Box::new(BacklogChart {
        title: labels.title.clone(),
        subtitle: format!("Outbound backlog of {site}, all order classes, at the end of each day"),
        dates: headline.windows.dates.clone(),
        unit: "lines".to_owned(),
        parts: "Backlog by stage".to_owned(),
        stages: stages.collect(),
        total,
        fluid: fluid_backlog(model, headline.windows.days()),
        second_axis: normal.map(|&lines| ("days of normal flow".to_owned(), lines)),
        strips: input.strips(),
        ribbon: bottleneck(series, headline),
        note: input.note_with_strips(),
    }))
}

/// The stage that was the bottleneck in most runs, by day; `None` without such series.
fn bottleneck(series: &ChartSeries, headline: &Headline) -> Option<Ribbon> {
    let here = series.keys().filter(|key| key.is(ids::BOTTLENECK) && shows(*key, headline));
    let (things, daily): (Vec<String>, Vec<DailyByReplication<'_>>) = here
        .filter_map(|key| {
            let stage = stage_name(headline.names.name(key.cell, Dim::Stage)).to_owned();
            Some((stage, series.daily(ids::BOTTLENECK, key.cell)?))
        })
        .unzip();
    (!things.is_empty()).then(|| Ribbon {
        label: "bottleneck".to_owned(),
        legend: "stage with most lines waiting, in most runs:".to_owned(),
        days: most_often(&daily, headline.windows.days()),
        things,
    })
}

/// The fluid answer on the same days; `None` without a centre.
fn fluid_backlog(model: &Model, days: usize) -> Option<Vec<f64>> {
    model.centre()?;
    Some(fluid(model).backlog).filter(|backlog| backlog.len() == days)
}
