//! Backlog: the outbound backlog of the centre by date, in total and by stage, over the capacity
//! strips.

use super::{ChartEntry, ChartInput, MakeResultChart, labelled_band, short_date};
use crate::analysis::fluid::fluid;
use crate::experiment::chart_series::{ChartSeries, Daily, most_often};
use crate::experiment::headline::Headline;
use crate::metrics::Key;
use crate::model::Model;
use crate::report::drawing::{BacklogChart, Callout, Chart, Ribbon};
use crate::report::wording::with_separators;

pub(crate) const CHART: ChartEntry<MakeResultChart> =
    ChartEntry { files: ["backlog.svg", "backlog.png"], shows, chart };

/// Name of the series of the outbound backlog; a stage follows after a dot.
pub(crate) const BACKLOG: &str = "backlog";

/// Name of the series of the bottleneck: 1 for the stage that was it on a day, else 0.
const BOTTLENECK: &str = "bottleneck";

/// True for the backlog of all stages together.
pub(crate) fn keeps_total(key: &Key, headline: &Headline) -> bool {
    key.name == BACKLOG && shows(key, headline)
}

fn shows(key: &Key, headline: &Headline) -> bool {
    if key.name == BOTTLENECK && key.site == headline.site {
        return true;
    }
    let of_a_stage = |rest: &str| rest.is_empty() || rest.starts_with('.');
    key.site == headline.site && key.class == "all" && key.name.strip_prefix(BACKLOG).is_some_and(of_a_stage)
}

fn chart(input: &ChartInput<'_>) -> Option<Box<dyn Chart>> {
    let ChartInput { model, labels, headline, series, .. } = *input;
    let site = headline.site.as_str();
    let backlog = series.daily(BACKLOG, site, "all")?;
    let mut total = labelled_band("all stages", backlog.band());
    total.callouts = callouts(headline, &backlog, &total.median);
    let stages = series.keys().filter_map(|key| {
        let place = key.name.strip_prefix("backlog.").filter(|_| shows(key, headline))?;
        let daily = series.daily(&key.name, site, "all")?;
        let mut band = labelled_band(place, daily.band());
        band.callouts = peak_of_place(daily.peak(headline), &band.median, headline);
        Some(band)
    });
    let table = labels.site_groups.iter().position(|name| *name == headline.site);
    let normal = table.and_then(|table| model.flows.lines_served.get(table)).filter(|lines| **lines > 0.0);
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
    let here = series.keys().filter(|key| key.name == BOTTLENECK && key.site == headline.site);
    let (things, daily): (Vec<String>, Vec<Daily<'_>>) = here
        .filter_map(|key| Some((key.class.clone(), series.daily(&key.name, &key.site, &key.class)?)))
        .unzip();
    (!things.is_empty()).then(|| Ribbon {
        label: BOTTLENECK.to_owned(),
        legend: "stage with most lines waiting, in most runs:".to_owned(),
        days: most_often(&daily, headline.windows.days()),
        things,
    })
}

/// Peak and clearance, on the curve of the total backlog.
fn callouts(headline: &Headline, backlog: &Daily<'_>, median: &[f64]) -> Vec<Callout> {
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
