//! Clearance: probability by date that the backlog is cleared, for all lines, the most urgent
//! class, old lines and cars.

use super::{ChartEntry, ChartInput, MakeResultChart, ages, backlog, short_date};
use crate::experiment::Reached;
use crate::experiment::chart_series::ChartSeries;
use crate::experiment::clearance::ClearanceCurve;
use crate::experiment::clearance_day::{BacklogPart, OLD};
use crate::experiment::headline::Headline;
use crate::metrics::Outcome;
use crate::registers::metrics::{Cell, Dim, Key, ids};
use crate::report::drawing::{Callout, Chart, CurvePanel, LabelledBand, PanelCurve, PanelsChart, Scale};
use crate::report::wording::{clearance_definition, counted};

pub(crate) const CHART: ChartEntry<MakeResultChart> =
    ChartEntry { files: ["clearance.svg", "clearance.png"], shows, chart };

/// A backlog that can be cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClearanceSubject {
    /// Lines at the centre.
    Lines(BacklogPart),
    /// Cars waiting for parts.
    Cars,
}

impl ClearanceSubject {
    /// All, in the order of their panels.
    pub(crate) const ALL: [ClearanceSubject; 4] = [
        ClearanceSubject::Lines(BacklogPart::All),
        ClearanceSubject::Lines(BacklogPart::MostUrgent),
        ClearanceSubject::Lines(BacklogPart::Old),
        ClearanceSubject::Cars,
    ];

    /// Its name; `None` if the scenario has none.
    pub(crate) fn name(self, headline: &Headline, series: &ChartSeries) -> Option<String> {
        if matches!(self, ClearanceSubject::Lines(_)) {
            series.daily(ids::BACKLOG, headline.site_cell())?;
        }
        match self {
            ClearanceSubject::Lines(BacklogPart::All) => Some("all classes".to_owned()),
            ClearanceSubject::Lines(BacklogPart::MostUrgent) => {
                let urgent = headline.classes.first().filter(|_| headline.classes.len() > 1)?;
                Some(urgent.clone())
            }
            ClearanceSubject::Lines(BacklogPart::Old) => Some(format!("lines open {OLD} days or longer")),
            ClearanceSubject::Cars => {
                series.daily(ids::CARS_WAITING, Cell::TOTAL).map(|_| "cars waiting for parts".to_owned())
            }
        }
    }

    /// Its probability of clearance; `None` if no run had anything to clear.
    pub(crate) fn clearance(self, headline: &Headline, series: &ChartSeries) -> Option<ClearanceCurve> {
        let outcomes: Vec<Outcome> = (0..series.replications.len())
            .filter_map(|run| match self {
                ClearanceSubject::Lines(part) => {
                    headline.clearance_of(part, |metric, cell| series.of(run, metric, cell))
                }
                ClearanceSubject::Cars => {
                    let cars = series.of(run, ids::CARS_WAITING, Cell::TOTAL);
                    cars.map(|cars| headline.clearance_day(cars, 1.0))
                }
            })
            .collect();
        ClearanceCurve::of(&outcomes, headline.windows.onset?, headline.windows.days())
    }
}

pub(crate) fn shows(key: Key, headline: &Headline) -> bool {
    let urgent = ids::BACKLOG.at(headline.site_cell().with(Dim::Class, 0));
    let cars = ids::CARS_WAITING.at(Cell::TOTAL);
    ages::shows(key, headline) || backlog::shows_total(key, headline) || key == urgent || key == cars
}

fn chart(input: &ChartInput<'_>) -> Option<Box<dyn Chart>> {
    let ChartInput { labels, headline, series, .. } = *input;
    headline.windows.onset?;
    let mut never = Vec::new();
    let mut panels = Vec::new();
    for subject in ClearanceSubject::ALL {
        let Some(name) = subject.name(headline, series) else { continue };
        match subject.clearance(headline, series) {
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
        _ => format!(" Nothing to clear, as never above the limit: {}.", never.join(", ")),
    };
    (!panels.is_empty()).then(|| -> Box<dyn Chart> {
        Box::new(PanelsChart {
            title: labels.title.clone(),
            subtitle: format!("Probability of clearance of the backlog of {} by date", headline.site),
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
