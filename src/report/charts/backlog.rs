//! Backlog: the outbound backlog of the centre by date, in total and by stage, over the capacity
//! strips.

use super::{ChartEntry, ChartInput, MakeResultChart, labelled_band, short_date};
use crate::analysis::fluid::fluid;
use crate::experiment::chart_series::{ChartSeries, DailyByReplication, most_often};
use crate::experiment::headline::Headline;
use crate::model::Model;
use crate::registers::metrics::{Dim, Key, ids};
use crate::report::drawing::{BacklogChart, Callout, Chart, Ribbon};
use crate::report::wording::{stage_name, with_separators};

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
    total.callouts = callouts(headline, &backlog, &total.median);
    let stages = series.keys().filter_map(|key| {
        key.label(Dim::Stage).filter(|_| key.is(ids::BACKLOG) && shows(key, headline))?;
        let stage = stage_name(headline.names.name(key.cell, Dim::Stage));
        let daily = series.daily(ids::BACKLOG, key.cell)?;
        let mut band = labelled_band(stage, daily.band());
        band.callouts = peak_of_place(daily.peak(headline), &band.median, headline);
        Some(band)
    });
    let normal = model.flows.lines_served.get(headline.group).filter(|lines| **lines > 0.0);
    Some(Box::new(BacklogChart {
        title: labels.title.clone(),
        subtitle: format!("Outbound backlog of {site}, all order classes, at the end of each day"),
        dates: headline.windows.dates.clone(),
        unit: "lines".to_owned(),
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

/// Peak and clearance, on the curve of the total backlog.
fn callouts(headline: &Headline, backlog: &DailyByReplication<'_>, median: &[f64]) -> Vec<Callout> {
    let Some(onset) = headline.windows.onset else { return Vec::new() };
    let mut callouts = Vec::new();
    if let (Some((lines, day)), Some(at)) =
        (backlog.peak(headline), headline.peak(median).map(|(value, day)| (day, value)))
    {
        let text = format!(
            "mean peak {} lines, {}",
            with_separators(&format!("{lines:.0}")),
            short_date(headline, day)
        );
        callouts.push(Callout { day: at.0 as f64 + 1.0, value: at.1, text });
    }
    if let Some(cleared) = backlog.clearance(headline) {
        let day = onset as f64 + cleared.mean;
        let place = (day.round() as usize).min(median.len().saturating_sub(1));
        let runs = match cleared.later {
            0 => String::new(),
            later => format!(" ({} of {} runs)", cleared.values, cleared.values + later),
        };
        callouts.push(Callout {
            day: place as f64 + 1.0,
            value: median.get(place).copied().unwrap_or(0.0),
            text: format!("mean clearance {}{runs}", short_date(headline, day)),
        });
    }
    callouts
}

/// The fluid answer on the same days; `None` without a centre.
fn fluid_backlog(model: &Model, days: usize) -> Option<Vec<f64>> {
    model.centre()?;
    Some(fluid(model).backlog).filter(|backlog| backlog.len() == days)
}

/// The mean peak of a stage, at the highest point of its curve.
fn peak_of_place(peak: Option<(f64, f64)>, median: &[f64], headline: &Headline) -> Vec<Callout> {
    let highest = headline.peak(median);
    let callout =
        peak.filter(|(lines, _)| *lines >= 1.0).zip(highest).map(|((lines, _), (value, day))| Callout {
            day: day as f64 + 1.0,
            value,
            text: format!("mean peak {}", with_separators(&format!("{lines:.0}"))),
        });
    callout.into_iter().collect()
}
