//! The pictures of results: what the charts show, taken from an experiment and its model.
//!
//! One result: `backlog.svg` and `backlog.png`. Several: `comparison.svg` and `comparison.png`. All that a picture
//! shows comes from the daily backlogs and the resolved scenario, so it can be drawn again from recorded results,
//! byte for byte.

use super::chart::{BacklogChart, Band, Callout, ChartError, ComparisonChart, Format, Strip, StripPiece};
use super::words::{counted, with_separators};
use crate::experiment::band::{self, Backlogs};
use crate::experiment::headline::Headline;
use crate::experiment::restoration::{Cause, Piece, Restoration};
use crate::model::fluid::fluid;
use crate::model::{Labels, Model, Target};
use crate::observe::Days;
use crate::scenario::quantity::DAY;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Names of the files of one result's picture.
pub const BACKLOG_FILES: [&str; 2] = ["backlog.svg", "backlog.png"];
/// Names of the files of the picture of several results.
pub const COMPARISON_FILES: [&str; 2] = ["comparison.svg", "comparison.png"];

/// Width of a drawing, and of a picture made of pixels, which is for print too [pixels].
const FORMATS: [(Format, u32); 2] = [(Format::Svg, 900), (Format::Png, 1800)];

/// One result to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The model that was run.
    pub model: &'a Model,
    /// What things are called in it.
    pub labels: &'a Labels,
    /// What its headline is about.
    pub headline: &'a Headline,
    /// Its backlogs.
    pub backlogs: &'a Backlogs,
    /// Replications that were asked for; fewer are there if it was stopped.
    pub asked: u32,
}

/// The picture of one result, in both formats, in the order of [`BACKLOG_FILES`].
///
/// # Errors
/// [`ChartError`] if the series do not belong to the model.
pub fn backlog(shown: Shown<'_>) -> Result<[Vec<u8>; 2], ChartError> {
    let Shown { model, labels, headline, backlogs, .. } = shown;
    let total = labelled("all places", backlogs.total(), shown.callouts());
    let places = backlogs.places.iter().enumerate().map(|(place, name)| {
        let band = backlogs.place(place);
        let callout = peak_of_place(backlogs.peak_at(place, headline), &band.median, headline);
        labelled(name, band, callout)
    });
    let table = labels.tables.iter().position(|name| *name == headline.site);
    let normal = table.and_then(|table| model.flows.lines_served.get(table)).filter(|lines| **lines > 0.0);
    let chart = BacklogChart {
        title: labels.title.clone(),
        subtitle: format!("Outbound backlog of {}, all order classes, at the end of each day", headline.site),
        dates: headline.windows.dates.clone(),
        unit: "lines".to_owned(),
        places: places.collect(),
        total,
        fluid: fluid_backlog(model, headline.windows.days()),
        second_axis: normal.map(|&lines| ("days of normal flow".to_owned(), lines)),
        strips: strips(model, labels),
        note: shown.note(),
    };
    both(|format, width| chart.draw(format, width))
}

/// The picture of several results, in both formats, in the order of [`COMPARISON_FILES`]. The first is the one
/// that the others are compared with.
///
/// # Errors
/// [`ChartError`] if there is no result, or series do not belong to their model.
pub fn comparison(results: &[Shown<'_>]) -> Result<[Vec<u8>; 2], ChartError> {
    let first = results.first().ok_or(ChartError::NoResults)?;
    let dates = common_dates(results);
    let titles = different_titles(results);
    let bands = results.iter().zip(&titles).map(|(shown, title)| {
        let from = dates.first().and_then(|date| shown.headline.windows.dates.iter().position(|d| d == date));
        let days = from.unwrap_or(0)..from.unwrap_or(0) + dates.len();
        let total = shown.backlogs.total();
        let part = |values: &[f64]| values.get(days.clone()).unwrap_or_default().to_vec();
        let band = band::Band { median: part(&total.median), p10: part(&total.p10), p90: part(&total.p90) };
        labelled(title, band, Vec::new())
    });
    let chart = ComparisonChart {
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
            .map(|(shown, title)| {
                let strips = strips(shown.model, shown.labels);
                (title.clone(), moved(strips, shift(shown, &dates)))
            })
            .collect(),
        note: first.note(),
    };
    both(|format, width| chart.draw(format, width))
}

fn both(draw: impl Fn(Format, u32) -> Result<Vec<u8>, ChartError>) -> Result<[Vec<u8>; 2], ChartError> {
    let [svg, png] = FORMATS.map(|(format, width)| draw(format, width));
    Ok([svg?, png?])
}

impl Shown<'_> {
    /// What a picture says at its foot.
    fn note(&self) -> String {
        let done = self.backlogs.replications.len() as u32;
        let replications = if done == self.asked {
            counted(done, "replication")
        } else {
            format!("{done} of {}", counted(self.asked, "replication"))
        };
        format!("{replications}, seed {}, gplc {}", self.model.seed, env!("CARGO_PKG_VERSION"))
    }

    /// The peak and the clearance, on the curve of the whole backlog.
    fn callouts(&self) -> Vec<Callout> {
        let (headline, backlogs) = (self.headline, self.backlogs);
        let Some(onset) = headline.windows.onset else { return Vec::new() };
        let total = backlogs.total();
        let mut callouts = Vec::new();
        if let (Some((lines, day)), Some(at)) =
            (backlogs.peak(headline), headline.peak(&total.median).map(|(value, day)| (day, value)))
        {
            let text =
                format!("peak {} lines, {}", with_separators(&format!("{lines:.0}")), short(headline, day));
            callouts.push(Callout { day: at.0 as f64 + 1.0, value: at.1, text });
        }
        if let Some(cleared) = backlogs.clearance(headline) {
            let day = onset as f64 + cleared.mean;
            let place = (day.round() as usize).min(total.median.len().saturating_sub(1));
            let runs = match cleared.later {
                0 => String::new(),
                later => format!(" ({} of {} runs)", cleared.values, cleared.values + later),
            };
            callouts.push(Callout {
                day: place as f64 + 1.0,
                value: total.median.get(place).copied().unwrap_or(0.0),
                text: format!("cleared {}{runs}", short(headline, day)),
            });
        }
        callouts
    }
}

/// The backlog by arithmetic, of the same days; none without a centre.
fn fluid_backlog(model: &Model, days: usize) -> Option<Vec<f64>> {
    model.centre()?;
    Some(fluid(model).backlog).filter(|backlog| backlog.len() == days)
}

/// The mean peak of a place, told at the highest point of its curve.
fn peak_of_place(peak: Option<(f64, f64)>, median: &[f64], headline: &Headline) -> Vec<Callout> {
    let highest = headline.peak(median);
    let callout =
        peak.filter(|(lines, _)| *lines >= 1.0).zip(highest).map(|((lines, _), (value, day))| Callout {
            day: day as f64 + 1.0,
            value,
            text: format!("peak {}", with_separators(&format!("{lines:.0}"))),
        });
    callout.into_iter().collect()
}

/// `29 Sep` for a day of the run.
fn short(headline: &Headline, day: f64) -> String {
    let date =
        headline.windows.dates.first().and_then(|first| first.checked_add((day.round() as i64).days()).ok());
    date.map_or(String::new(), |date| date.strftime("%-d %b").to_string())
}

fn labelled(label: &str, band: band::Band, callouts: Vec<Callout>) -> Band {
    let band::Band { median, p10, p90 } = band;
    Band { label: label.to_owned(), median, p10, p90, callouts }
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

/// What was down, ramping up or boosted: a row for each target, in the order in which they stand in the model.
fn strips(model: &Model, labels: &Labels) -> Vec<Strip> {
    let first = Days::of(model).first as f64;
    let day = |instant: u64| instant as f64 / DAY as f64 - first;
    let piece = |piece: &Piece| StripPiece {
        from: day(piece.from),
        to: day(piece.to),
        level_from: piece.level_from,
        level_to: piece.level_to,
        text: match piece.cause {
            Cause::Disruption(_) if piece.level_from <= 0.0 && piece.level_to <= 0.0 => "down".to_owned(),
            Cause::Disruption(number) => labels.disruptions.get(number).cloned().unwrap_or_default(),
            Cause::Phase(number) => labels.phases.get(number).cloned().unwrap_or_default(),
        },
    };
    Restoration::of(model)
        .targets
        .iter()
        .map(|levels| Strip {
            label: name(labels, levels.target).to_owned(),
            pieces: levels.pieces.iter().map(piece).collect(),
        })
        .collect()
}

fn name(labels: &Labels, target: Target) -> &str {
    let (names, number) = match target {
        Target::System(number) => (&labels.systems, number),
        Target::Process(number) => (&labels.processes, number),
        Target::Site(number) => (&labels.tables, number),
        Target::Lane(number) => (&labels.lanes, number),
    };
    names.get(usize::from(number)).map_or("", String::as_str)
}
