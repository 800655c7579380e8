//! Clearance: probability by date that the backlog is cleared, for all lines, the most urgent
//! class, old lines and cars.

use super::{ChartEntry, ChartInput, MakeResultChart, ages, backlog, open_demand, short_date};
use crate::experiment::Reached;
use crate::experiment::chart_series::ChartSeries;
use crate::experiment::clearance::ClearanceCurve;
use crate::experiment::clearance_day::{Clearable, OLD};
use crate::experiment::headline::Headline;
use crate::metrics::Outcome;
use crate::registers::metrics::{Cell, Dim, Key, ids};
use crate::report::drawing::{Callout, Chart, CurvePanel, LabelledBand, PanelCurve, PanelsChart, Scale};
use crate::report::wording::{clearance_definition, counted};

pub(crate) const CHART: ChartEntry<MakeResultChart> =
    ChartEntry { files: ["clearance.svg", "clearance.png"], shows, chart };

/// Name of a quantity that can be cleared; `None` if the scenario has none.
pub(crate) fn name_of(what: Clearable, headline: &Headline, series: &ChartSeries) -> Option<String> {
    headline.clearable(what, |metric, cell| {
        (0..series.replications.len()).find_map(|run| series.of(run, metric, cell))
    })?;
    let (site, urgent) = (&headline.site, headline.classes.first().map_or("", String::as_str));
    Some(match what {
        Clearable::OpenDemand => "open demand".to_owned(),
        Clearable::UrgentDemand => format!("open demand, {urgent}"),
        Clearable::Cars => "cars waiting for parts".to_owned(),
        Clearable::Backlog => format!("outbound backlog of {site}"),
        Clearable::UrgentBacklog => format!("outbound backlog of {site}, {urgent}"),
        Clearable::OldBacklog => format!("outbound backlog of {site}, open {OLD} days or longer"),
    })
}

/// Probability of clearance of a quantity; `None` if no run had anything to clear.
pub(crate) fn curve_of(what: Clearable, headline: &Headline, series: &ChartSeries) -> Option<ClearanceCurve> {
    let outcomes: Vec<Outcome> = (0..series.replications.len())
        .filter_map(|run| headline.clearance_of(what, |metric, cell| series.of(run, metric, cell)))
        .collect();
    ClearanceCurve::of(&outcomes, headline.windows.onset?, headline.windows.days())
}

/// "29 Sep", "29 Sep (8 of 10 runs)", "in 3 of 10 runs": the Kaplan–Meier median, where it is
/// reached.
pub(crate) fn date_text(clearance: &ClearanceCurve, headline: &Headline) -> String {
    let onset = headline.windows.onset.unwrap_or(0) as f64;
    let runs = format!("{} of {}", clearance.cleared, counted(clearance.runs(), "run"));
    match clearance.half {
        Reached::Not { .. } => format!("in {runs}"),
        Reached::At(days) if clearance.later == 0 => short_date(headline, onset + days),
        Reached::At(days) => format!("{} ({runs})", short_date(headline, onset + days)),
    }
}

pub(crate) fn shows(key: Key, headline: &Headline) -> bool {
    let urgent = ids::BACKLOG.at(headline.site_cell().with(Dim::Class, 0));
    let cars = ids::CARS_WAITING.at(Cell::TOTAL);
    open_demand::shows(key, headline)
        || ages::shows(key, headline)
        || backlog::shows_total(key, headline)
        || key == urgent
        || key == cars
}

fn chart(input: &ChartInput<'_>) -> Option<Box<dyn Chart>> {
    let ChartInput { labels, headline, series, .. } = *input;
    headline.windows.onset?;
    let mut never = Vec::new();
    let mut panels = Vec::new();
    for what in Clearable::ALL {
        let Some(name) = name_of(what, headline, series) else { continue };
        match curve_of(what, headline, series) {
            Some(clearance) => panels.push(CurvePanel {
                heading: name,
                remark: runs(&clearance),
                scale: Scale::Shares,
                height: 120.0,
                curves: vec![curve("", 0, &clearance, headline, true)],
            }),
            None => never.push(name),
        }
    }
    let never = match never.len() {
        0 => String::new(),
        _ => format!(" Nothing to clear: {}.", never.join(", ")),
    };
    (!panels.is_empty()).then(|| -> Box<dyn Chart> {
        Box::new(PanelsChart {
            title: labels.title.clone(),
            subtitle: "Probability of clearance by date".to_owned(),
            dates: headline.windows.dates.clone(),
            panels,
            strips: input.strips(),
            note: format!(
                "Kaplan–Meier over runs, with 95 % confidence band (log–log). Cross: runs not cleared by their end. \
                 {}{never} {}",
                clearance_definition(),
                input.note_with_strips()
            ),
        })
    })
}

/// Number of runs in which it was cleared.
pub(crate) fn runs(clearance: &ClearanceCurve) -> String {
    let later = match clearance.later {
        0 => String::new(),
        later => format!("; not cleared by the end in {later}"),
    };
    let nothing = match clearance.nothing {
        0 => String::new(),
        nothing => format!("; nothing to clear in {nothing} (left out)"),
    };
    format!("cleared in {} of {}{later}{nothing}", clearance.cleared, counted(clearance.runs(), "run"))
}

/// The curve of a clearance; with its median date and number of runs not cleared if `annotated`.
pub(crate) fn curve(
    label: &str,
    colour: usize,
    of: &ClearanceCurve,
    headline: &Headline,
    annotated: bool,
) -> PanelCurve {
    let onset = headline.windows.onset.unwrap_or(0);
    let half = match of.half {
        Reached::At(days) if annotated => {
            let day = onset as f64 + days;
            let value = of.probability.get(day.round() as usize).copied().unwrap_or(0.5);
            Some(Callout { day: day + 1.0, value, text: format!("median {}", short_date(headline, day)) })
        }
        _ => None,
    };
    let crosses = of.ends.iter().map(|&(day, runs)| Callout {
        day: day as f64 + 1.0,
        value: of.probability.get(day).copied().filter(|value| value.is_finite()).unwrap_or(0.0),
        text: if annotated { format!("{} not cleared", counted(runs, "run")) } else { String::new() },
    });
    PanelCurve {
        crosses: crosses.collect(),
        band: LabelledBand {
            label: label.to_owned(),
            median: of.probability.clone(),
            p10: of.lower.clone(),
            p90: of.upper.clone(),
            callouts: half.into_iter().collect(),
        },
        colour,
        steps: true,
        thin: false,
    }
}
