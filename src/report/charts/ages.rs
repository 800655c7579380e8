//! The backlog by age: how old the lines are that are open, as a stack over dates.

use super::{OfOne, Registered, Shown};
use crate::experiment::headline::Headline;
use crate::metrics::Key;
use crate::metrics::backlog::{AGE_BANDS, age_band};
use crate::report::drawing::{Chart, StackChart};

pub(crate) const PICTURE: Registered<OfOne> = Registered { files: ["ages.svg", "ages.png"], keeps, chart };

/// Beginning of the names of the series; the age band follows, and a place where it is of one place only.
const AGE: &str = "backlog_age.";

pub(crate) fn keeps(key: &Key, headline: &Headline) -> bool {
    let of_all_places = |rest: &str| !rest.contains('.');
    key.site == headline.site && key.class == "all" && key.name.strip_prefix(AGE).is_some_and(of_all_places)
}

fn chart(shown: &Shown<'_>) -> Option<Box<dyn Chart>> {
    let Shown { labels, headline, kept, .. } = *shown;
    let site = headline.site.as_str();
    // The oldest at the bottom: how much of it there is can be read off the scale.
    let layers: Option<Vec<(String, Vec<f64>)>> = (0..AGE_BANDS.len())
        .rev()
        .map(|band| {
            let daily = kept.daily(&format!("{AGE}{}", age_band(band)), site, "all")?;
            Some((in_words(band), daily.mean()))
        })
        .collect();
    Some(Box::new(StackChart {
        title: labels.title.clone(),
        subtitle: format!(
            "Outbound backlog of {site} by age, all order classes, at the end of each day; mean of all runs"
        ),
        dates: headline.windows.dates.clone(),
        unit: "lines".to_owned(),
        legend: "days since order".to_owned(),
        layers: layers?,
        strips: shown.strips(),
        note: shown.note_with_strips(),
    }))
}

fn in_words(band: usize) -> String {
    match AGE_BANDS[band] {
        (from, usize::MAX) => format!("{from} and more"),
        (0, to) => format!("less than {to}"),
        (from, to) => format!("{from} to under {to}"),
    }
}
