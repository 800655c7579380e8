//! Several results: their backlogs over the same dates.

use super::backlog::BACKLOG;
use super::{OfSeveral, Registered, Shown, labelled};
use crate::experiment::band::Band;
use crate::experiment::headline::Headline;
use crate::observe::Key;
use crate::report::chart::{Chart, ComparisonChart, Strip};
use crate::report::words::counted;
use jiff::civil::Date;

pub(super) const PICTURE: Registered<OfSeveral> =
    Registered { files: ["comparison.svg", "comparison.png"], keeps, chart };

fn keeps(key: &Key, headline: &Headline) -> bool {
    key.name == BACKLOG && key.site == headline.site && key.class == "all"
}

/// The first result is the one that the others are compared with.
fn chart(results: &[Shown<'_>]) -> Option<Box<dyn Chart>> {
    let first = results.first()?;
    let dates = common_dates(results);
    let titles = different_titles(results);
    let bands = results.iter().zip(&titles).filter_map(|(shown, title)| {
        let from = dates.first().and_then(|date| shown.headline.windows.dates.iter().position(|d| d == date));
        let days = from.unwrap_or(0)..from.unwrap_or(0) + dates.len();
        let total = shown.kept.daily(BACKLOG, &shown.headline.site, "all")?.band();
        let part = |values: &[f64]| values.get(days.clone()).unwrap_or_default().to_vec();
        let band = Band { median: part(&total.median), p10: part(&total.p10), p90: part(&total.p90) };
        Some(labelled(title, band))
    });
    Some(Box::new(ComparisonChart {
        title: format!("{} compared", counted(results.len() as u32, "plan")),
        subtitle: format!(
            "Outbound backlog of {}, all order classes, at the end of each day",
            first.headline.site
        ),
        dates: dates.clone(),
        unit: "lines".to_owned(),
        results: bands.collect(),
        strips: results
            .iter()
            .zip(&titles)
            .map(|(shown, title)| (title.clone(), moved(shown.strips(), shift(shown, &dates))))
            .collect(),
        note: first.note(),
    }))
}

/// The titles of results; where two are the same, a number follows.
fn different_titles(results: &[Shown<'_>]) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    for shown in results {
        let title = &shown.labels.title;
        let numbered = (2..).map(|number| format!("{title} ({number})"));
        let free = std::iter::once(title.clone()).chain(numbered).find(|title| !titles.contains(title));
        titles.extend(free);
    }
    titles
}

/// The dates that all results have.
fn common_dates(results: &[Shown<'_>]) -> Vec<Date> {
    let dates = |shown: &Shown<'_>| shown.headline.windows.dates.clone();
    let Some(first) = results.first().map(dates) else { return Vec::new() };
    let in_all = |date: &Date| results.iter().all(|shown| shown.headline.windows.dates.contains(date));
    first.into_iter().filter(in_all).collect()
}

/// By how many days a result begins before the dates that are shown.
fn shift(shown: &Shown<'_>, dates: &[Date]) -> f64 {
    let own = &shown.headline.windows.dates;
    dates.first().and_then(|date| own.iter().position(|one| one == date)).map_or(0.0, |days| days as f64)
}

fn moved(mut strips: Vec<Strip>, days: f64) -> Vec<Strip> {
    for piece in strips.iter_mut().flat_map(|strip| &mut strip.pieces) {
        piece.from -= days;
        piece.to -= days;
    }
    strips
}
