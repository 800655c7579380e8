//! Backlog by age: open lines by age band, stacked, by date.

use super::{ChartEntry, ChartInput, MakeResultChart};
use crate::experiment::AGE_BANDS;
use crate::experiment::headline::Headline;
use crate::registers::metrics::{Dim, Key, ids};
use crate::report::drawing::{Chart, StackChart};

pub(crate) const CHART: ChartEntry<MakeResultChart> =
    ChartEntry { files: ["ages.svg", "ages.png"], shows, chart };

pub(crate) fn shows(key: Key, headline: &Headline) -> bool {
    key.is(ids::BACKLOG)
        && key.label(Dim::Age).is_some()
        && key.cell.without(Dim::Age) == headline.site_cell()
}

fn chart(input: &ChartInput<'_>) -> Option<Box<dyn Chart>> {
    let ChartInput { labels, headline, series, .. } = *input;
    let site = headline.site.as_str();
    // The oldest at the bottom, where its size can be read off the scale.
    let layers: Option<Vec<(String, Vec<f64>)>> = (0..AGE_BANDS.len())
        .rev()
        .map(|band| {
            let daily = series.daily(ids::BACKLOG, headline.site_cell().with(Dim::Age, band))?;
            Some((age_name(band), daily.mean()))
        })
        .collect();
    Some(Box::new(StackChart {
        title: labels.title.clone(),
        subtitle: format!(
            "Outbound backlog of {site} by age, all order classes, at the end of each day; mean over runs"
        ),
        dates: headline.windows.dates.clone(),
        unit: "lines".to_owned(),
        legend: "age [days]".to_owned(),
        layers: layers?,
        strips: input.strips(),
        note: input.note_with_strips(),
    }))
}

fn age_name(band: usize) -> String {
    match AGE_BANDS[band] {
        (from, usize::MAX) => format!("{from} or more"),
        (0, to) => format!("under {to}"),
        (from, to) => format!("{from} to under {to}"),
    }
}
