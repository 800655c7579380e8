//! Open demand by date, in total and by place, over the capacity strips: the lines that customers
//! wait for.

use super::{ChartEntry, ChartInput, MakeResultChart, labelled_band, series_callouts};
use crate::experiment::band::Band;
use crate::experiment::clearance_day::Clearable;
use crate::experiment::headline::Headline;
use crate::registers::metrics::{Cell, Dim, Key, ids};
use crate::report::drawing::{BacklogChart, Chart};

pub(crate) const CHART: ChartEntry<MakeResultChart> =
    ChartEntry { files: ["open-demand.svg", "open-demand.png"], shows, chart };

/// Name of a place, and the stages that it sums.
type Place = (&'static str, fn(&str) -> bool);

/// Places of open demand, in the order of flow.
const PLACES: [Place; 5] = [
    ("deferred (estimate)", |stage| stage == "deferred"),
    ("on paper", |stage| stage == "not_entered"),
    ("back-ordered", |stage| stage == "stock"),
    ("workable", |stage| !["deferred", "not_entered", "stock", "loading", "in_transit"].contains(&stage)),
    ("loading, in transit", |stage| stage == "loading" || stage == "in_transit"),
];

pub(crate) fn shows(key: Key, headline: &Headline) -> bool {
    let urgent = Cell::TOTAL.with(Dim::Class, 0);
    key == ids::OPEN_DEMAND.at(Cell::TOTAL)
        || headline.most_urgent().is_some() && key == ids::OPEN_DEMAND.at(urgent)
        || is_of_place(key)
}

/// True for the open demand at one stage, all classes together.
fn is_of_place(key: Key) -> bool {
    (key.is(ids::OPEN_DEMAND_ON_BOOKS) || key.is(ids::OPEN_DEMAND_NOT_ENTERED))
        && key.label(Dim::Stage).is_some()
        && key.label(Dim::Class).is_none()
}

fn chart(input: &ChartInput<'_>) -> Option<Box<dyn Chart>> {
    let ChartInput { labels, headline, series, .. } = *input;
    let lines = series.daily(ids::OPEN_DEMAND, Cell::TOTAL)?;
    let mut total = labelled_band("all places", lines.band());
    total.callouts = series_callouts(input, Clearable::OpenDemand, &total.median);
    let places = PLACES.iter().filter_map(|&(name, holds)| {
        let keys: Vec<Key> = series
            .keys()
            .filter(|&key| is_of_place(key) && holds(headline.names.name(key.cell, Dim::Stage)))
            .collect();
        let runs: Vec<Vec<f64>> = (0..series.replications.len())
            .map(|run| {
                let mut sum = vec![0.0; headline.windows.days()];
                for values in keys.iter().filter_map(|&key| series.of_key(run, key)) {
                    sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
                }
                sum
            })
            .collect();
        let band = Band::of(&runs.iter().map(Vec::as_slice).collect::<Vec<_>>());
        (!keys.is_empty()).then(|| labelled_band(name, band))
    });
    Some(Box::new(BacklogChart {
        title: labels.title.clone(),
        subtitle: "Open demand: lines that customers want and have not received, at the end of each day"
            .to_owned(),
        dates: headline.windows.dates.clone(),
        unit: "lines".to_owned(),
        parts: "By place".to_owned(),
        stages: places.collect(),
        total,
        fluid: None,
        second_axis: None,
        strips: input.strips(),
        ribbon: None,
        note: format!(
            "Deferred: customers who will return to order, an estimate of the model. Back-ordered: waits for stock. \
             Workable: stock is not short, waits for capacity. {}",
            input.note_with_strips()
        ),
    }))
}
