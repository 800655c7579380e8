//! Comparison: open demand of several plans by date, with a table of peaks and clearance dates.

use super::aligned::AlignedResults;
use super::clearance::{curve_of, date_text, name_of};
use super::strips::phase_note;
use super::{ChartEntry, ChartInput, MakeComparisonChart, labelled_band};
use crate::experiment::band::Band;
use crate::experiment::clearance_day::Clearable;
use crate::experiment::headline::Headline;
use crate::registers::metrics::{Cell, Daily, Key, Metric, ids};
use crate::report::drawing::{Chart, ComparisonChart, Strip};
use crate::report::wording::with_separators;

pub(crate) const CHART: ChartEntry<MakeComparisonChart> =
    ChartEntry { files: ["comparison.svg", "comparison.png"], shows, chart };

fn shows(key: Key, headline: &Headline) -> bool {
    super::clearance::shows(key, headline)
}

fn chart(results: &[ChartInput<'_>]) -> Option<Box<dyn Chart>> {
    let first = results.first()?;
    let aligned = AlignedResults::of(results);
    let bands: Vec<_> = (0..)
        .zip(results)
        .filter_map(|(plan, input)| {
            let total = input.series.daily(ids::OPEN_DEMAND, Cell::TOTAL)?.band();
            let part = |values: &[f64]| aligned.part(plan, values);
            let band = Band { median: part(&total.median), p10: part(&total.p10), p90: part(&total.p90) };
            Some(labelled_band(&aligned.names[plan], band))
        })
        .collect();
    let strips: Vec<(String, Vec<Strip>)> = (0..)
        .zip(results)
        .map(|(plan, input)| (aligned.names[plan].clone(), aligned.strips(plan, input.strips())))
        .collect();
    let spread = phase_note(strips.iter().flat_map(|(_, strips)| strips));
    (!bands.is_empty()).then(|| -> Box<dyn Chart> {
        Box::new(ComparisonChart {
            title: aligned.title(),
            subtitle: "Open demand: lines that customers want and have not received, at the end of each day"
                .to_owned(),
            dates: aligned.dates.clone(),
            unit: "lines".to_owned(),
            results: bands,
            facts: facts(results),
            strips,
            note: spread + &first.note(),
        })
    })
}

/// Columns of the table of facts; a column without any value is left out.
fn facts(results: &[ChartInput<'_>]) -> Vec<(String, Vec<String>)> {
    let each = |of: &dyn Fn(&ChartInput<'_>) -> Option<String>| -> Vec<String> {
        results.iter().map(|input| of(input).unwrap_or_default()).collect()
    };
    // Of the median curve, as the chart draws it.
    let peak = |metric: Metric<Daily>, input: &ChartInput<'_>| {
        let (most, _) = input.headline.peak(&input.series.daily(metric, Cell::TOTAL)?.band().median)?;
        Some(with_separators(&format!("{most:.0}")))
    };
    let cleared = |what: Clearable, input: &ChartInput<'_>| {
        name_of(what, input.headline, input.series)?;
        Some(match curve_of(what, input.headline, input.series) {
            Some(clearance) => date_text(&clearance, input.headline),
            None => "nothing to clear".to_owned(),
        })
    };
    let mut facts = vec![
        ("peak [lines]".to_owned(), each(&|input| peak(ids::OPEN_DEMAND, input))),
        ("peak cars off the road".to_owned(), each(&|input| peak(ids::CARS_OFF_ROAD, input))),
    ];
    if results.iter().all(|input| input.headline.windows.onset.is_some()) {
        for what in [Clearable::OpenDemand, Clearable::UrgentDemand] {
            let name = results.first().and_then(|first| name_of(what, first.headline, first.series));
            if let Some(name) = name {
                facts.push((format!("clearance, {name}"), each(&|input| cleared(what, input))));
            }
        }
    }
    facts.retain(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    facts
}
