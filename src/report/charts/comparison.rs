//! Comparison: backlogs of several plans by date, with a table of peaks and clearance dates.

use super::aligned::AlignedResults;
use super::backlog::shows_total;
use super::clearance::ClearanceSubject;
use super::strips::phase_note;
use super::{ChartEntry, ChartInput, MakeComparisonChart, labelled_band, short_date};
use crate::experiment::band::Band;
use crate::experiment::clearance::ClearanceCurve;
use crate::experiment::clearance_day::BacklogPart;
use crate::experiment::headline::Headline;
use crate::registers::metrics::{Cell, Daily, Key, Metric, ids};
use crate::report::drawing::{Chart, ComparisonChart, Strip};
use crate::report::wording::{counted, with_separators};

pub(crate) const CHART: ChartEntry<MakeComparisonChart> =
    ChartEntry { files: ["comparison.svg", "comparison.png"], shows, chart };

fn shows(key: Key, headline: &Headline) -> bool {
    shows_total(key, headline) || super::clearance::shows(key, headline)
}

fn chart(results: &[ChartInput<'_>]) -> Option<Box<dyn Chart>> {
    let first = results.first()?;
    let aligned = AlignedResults::of(results);
    let bands: Vec<_> = (0..)
        .zip(results)
        .filter_map(|(plan, input)| {
            let total = input.series.daily(ids::BACKLOG, input.headline.site_cell())?.band();
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
            subtitle: format!(
                "Outbound backlog of {}, all order classes, at the end of each day",
                first.headline.site
            ),
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
    let peak = |metric: Metric<Daily>, cell: Cell, input: &ChartInput<'_>| {
        let (most, _) = input.series.daily(metric, cell)?.peak(input.headline)?;
        Some(with_separators(&format!("{most:.0}")))
    };
    let cleared = |what: BacklogPart, input: &ChartInput<'_>| {
        let subject = ClearanceSubject::Lines(what);
        subject.name(input.headline, input.series)?;
        Some(match subject.clearance(input.headline, input.series) {
            Some(clearance) => clearance_text(&clearance, input.headline),
            None => "nothing to clear".to_owned(),
        })
    };
    let urgent = ClearanceSubject::Lines(BacklogPart::MostUrgent);
    let urgent =
        results.first().and_then(|first| urgent.name(first.headline, first.series)).unwrap_or_default();
    let mut facts = vec![
        (
            "mean peak [lines]".to_owned(),
            each(&|input| peak(ids::BACKLOG, input.headline.site_cell(), input)),
        ),
        (
            "mean peak cars off the road".to_owned(),
            each(&|input| peak(ids::CARS_OFF_ROAD, Cell::TOTAL, input)),
        ),
    ];
    if results.iter().all(|input| input.headline.windows.onset.is_some()) {
        facts.push((
            "mean clearance, all classes".to_owned(),
            each(&|input| cleared(BacklogPart::All, input)),
        ));
        facts.push((
            format!("mean clearance, {urgent}"),
            each(&|input| cleared(BacklogPart::MostUrgent, input)),
        ));
    }
    facts.retain(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    facts
}

/// "29 Sep", "29 Sep (8 of 10 runs)", "in 0 of 10 runs".
fn clearance_text(clearance: &ClearanceCurve, headline: &Headline) -> String {
    let onset = headline.windows.onset.unwrap_or(0) as f64;
    let runs = format!("{} of {}", clearance.cleared, counted(clearance.runs(), "run"));
    match clearance.mean {
        None => format!("in {runs}"),
        Some(mean) if clearance.later == 0 => short_date(headline, onset + mean),
        Some(mean) => format!("{} ({runs})", short_date(headline, onset + mean)),
    }
}
