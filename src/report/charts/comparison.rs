//! Comparison: backlogs of several plans by date, with a table of peaks and clearance dates.

use super::aligned::Together;
use super::backlog::{BACKLOG, keeps_total};
use super::cars::OFF_ROAD;
use super::clearance::Subject;
use super::strips::spread_in_words;
use super::{OfSeveral, Registered, Shown, labelled, short};
use crate::experiment::band::Band;
use crate::experiment::clearance::Clearance;
use crate::experiment::clearance_day::Backlogged;
use crate::experiment::headline::Headline;
use crate::metrics::Key;
use crate::report::drawing::{Chart, ComparisonChart, Strip};
use crate::report::wording::{counted, with_separators};

pub(crate) const PICTURE: Registered<OfSeveral> =
    Registered { files: ["comparison.svg", "comparison.png"], keeps, chart };

fn keeps(key: &Key, headline: &Headline) -> bool {
    keeps_total(key, headline) || super::clearance::keeps(key, headline)
}

fn chart(results: &[Shown<'_>]) -> Option<Box<dyn Chart>> {
    let first = results.first()?;
    let together = Together::of(results);
    let bands: Vec<_> = (0..)
        .zip(results)
        .filter_map(|(plan, shown)| {
            let total = shown.kept.daily(BACKLOG, &shown.headline.site, "all")?.band();
            let part = |values: &[f64]| together.part(plan, values);
            let band = Band { median: part(&total.median), p10: part(&total.p10), p90: part(&total.p90) };
            Some(labelled(&together.names[plan], band))
        })
        .collect();
    let strips: Vec<(String, Vec<Strip>)> = (0..)
        .zip(results)
        .map(|(plan, shown)| (together.names[plan].clone(), together.strips(plan, shown.strips())))
        .collect();
    let spread = spread_in_words(strips.iter().flat_map(|(_, strips)| strips));
    (!bands.is_empty()).then(|| -> Box<dyn Chart> {
        Box::new(ComparisonChart {
            title: together.title(),
            subtitle: format!(
                "Outbound backlog of {}, all order classes, at the end of each day",
                first.headline.site
            ),
            dates: together.dates.clone(),
            unit: "lines".to_owned(),
            results: bands,
            facts: facts(results),
            strips,
            note: spread + &first.note(),
        })
    })
}

/// Columns of the table of facts; a column without any value is left out.
fn facts(results: &[Shown<'_>]) -> Vec<(String, Vec<String>)> {
    let each = |of: &dyn Fn(&Shown<'_>) -> Option<String>| -> Vec<String> {
        results.iter().map(|shown| of(shown).unwrap_or_default()).collect()
    };
    let peak = |name: &str, site: Option<&str>, shown: &Shown<'_>| {
        let site = site.unwrap_or(&shown.headline.site);
        let (most, _) = shown.kept.daily(name, site, "all")?.peak(shown.headline)?;
        Some(with_separators(&format!("{most:.0}")))
    };
    let cleared = |what: Backlogged, shown: &Shown<'_>| {
        let subject = Subject::Lines(what);
        subject.name(shown.headline, shown.kept)?;
        Some(match subject.clearance(shown.headline, shown.kept) {
            Some(clearance) => in_words(&clearance, shown.headline),
            None => "nothing to clear".to_owned(),
        })
    };
    let urgent = Subject::Lines(Backlogged::MostUrgent);
    let urgent =
        results.first().and_then(|first| urgent.name(first.headline, first.kept)).unwrap_or_default();
    let mut facts = vec![
        ("peak [lines]".to_owned(), each(&|shown| peak(BACKLOG, None, shown))),
        ("peak cars off the road".to_owned(), each(&|shown| peak(OFF_ROAD, Some("all"), shown))),
    ];
    if results.iter().all(|shown| shown.headline.windows.onset.is_some()) {
        facts.push(("clearance, all classes".to_owned(), each(&|shown| cleared(Backlogged::All, shown))));
        facts.push((format!("clearance, {urgent}"), each(&|shown| cleared(Backlogged::MostUrgent, shown))));
    }
    facts.retain(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    facts
}

/// "29 Sep", "29 Sep (8 of 10 runs)", "in 0 of 10 runs".
fn in_words(clearance: &Clearance, headline: &Headline) -> String {
    let onset = headline.windows.onset.unwrap_or(0) as f64;
    let runs = format!("{} of {}", clearance.cleared, counted(clearance.runs(), "run"));
    match clearance.mean {
        None => format!("in {runs}"),
        Some(mean) if clearance.later == 0 => short(headline, onset + mean),
        Some(mean) => format!("{} ({runs})", short(headline, onset + mean)),
    }
}
