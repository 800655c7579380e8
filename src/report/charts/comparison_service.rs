//! Comparison of service: on-time shipment by class over time, of several plans, and the paired
//! difference of each plan from the first with its confidence band.

use super::aligned::AlignedResults;
use super::{ChartEntry, ChartInput, MakeComparisonChart, labelled_band};
use crate::experiment::band::{Band, mean_by_day, mean_interval_by_day};
use crate::experiment::headline::Headline;
use crate::registers::metrics::{Dim, Key, cell, ids};
use crate::report::drawing::{Chart, CurvePanel, PanelCurve, PanelsChart, Scale};

pub(crate) const CHART: ChartEntry<MakeComparisonChart> =
    ChartEntry { files: ["comparison-service.svg", "comparison-service.png"], shows, chart };

/// Days over which a curve is averaged, so that weekdays do not show.
const WEEK: usize = 7;

fn shows(key: Key, _: &Headline) -> bool {
    key.is(ids::SHIPPED_ON_TIME_DAILY)
}

fn chart(results: &[ChartInput<'_>]) -> Option<Box<dyn Chart>> {
    let first = results.first()?;
    let aligned = AlignedResults::of(results);
    let mut panels = Vec::new();
    for (class, name) in first.headline.classes.iter().enumerate() {
        let by_plan: Vec<Option<Vec<Vec<f64>>>> = (0..)
            .zip(results)
            .map(|(plan, input)| weekly(&aligned, plan, input, class, &first.headline.classes))
            .collect();
        if by_plan.iter().all(Option::is_none) {
            continue;
        }
        let mut curves = Vec::new();
        let mut differences = Vec::new();
        for (plan, runs) in by_plan.iter().enumerate() {
            let Some(runs) = runs else { continue };
            let slices: Vec<&[f64]> = runs.iter().map(Vec::as_slice).collect();
            let mean = Band { median: mean_by_day(&slices), ..Band::default() };
            curves.push(PanelCurve {
                band: labelled_band(&aligned.numbered(plan), mean),
                colour: plan,
                ..PanelCurve::default()
            });
            let Some(reference) = by_plan[0].as_ref().filter(|_| plan > 0) else { continue };
            let paired: Vec<Vec<f64>> = runs
                .iter()
                .zip(reference)
                .map(|(own, first)| own.iter().zip(first).map(|(own, first)| own - first).collect())
                .collect();
            let slices: Vec<&[f64]> = paired.iter().map(Vec::as_slice).collect();
            differences.push(PanelCurve {
                band: labelled_band(&aligned.numbered(plan), mean_interval_by_day(&slices)),
                colour: plan,
                ..PanelCurve::default()
            });
        }
        panels.push(CurvePanel {
            heading: name.clone(),
            remark: "on-time shipment, mean of 7 days".to_owned(),
            scale: Scale::Shares,
            height: 190.0,
            curves,
        });
        if !differences.is_empty() {
            panels.push(CurvePanel {
                heading: String::new(),
                remark: format!("{name}: difference from plan 1"),
                scale: Scale::Differences,
                height: 130.0,
                curves: differences,
            });
        }
    }
    (!panels.is_empty()).then(|| -> Box<dyn Chart> {
        Box::new(PanelsChart {
            title: aligned.title(),
            subtitle: "On-time shipment by the day on which a line was first wanted".to_owned(),
            dates: aligned.dates.clone(),
            panels,
            strips: Vec::new(),
            note: format!(
                "Line: mean over runs, of the 7 days up to a date. Difference: mean over replications with the same \
                 demand, with its confidence band at 95 % on any one day, for up to three plans. {}",
                first.note()
            ),
        })
    })
}

/// On-time shipment of a class in each replication of a plan, as means of 7 days on the common
/// dates; `None` without such lines. Classes have the names of the first plan.
fn weekly(
    aligned: &AlignedResults,
    plan: usize,
    input: &ChartInput<'_>,
    class: usize,
    classes: &[String],
) -> Option<Vec<Vec<f64>>> {
    let own = input.headline.classes.iter().position(|name| *name == classes[class])?;
    let at = cell(&[(Dim::Class, own)]);
    let runs: Vec<Vec<f64>> = (0..input.series.replications.len())
        .map(|run| {
            let daily = input.series.of(run, ids::SHIPPED_ON_TIME_DAILY, at).unwrap_or_default();
            let daily = aligned.part(plan, daily);
            (0..daily.len())
                .map(|day| {
                    let days = &daily[(day + 1).saturating_sub(WEEK)..=day];
                    let known: Vec<f64> = days.iter().copied().filter(|share| !share.is_nan()).collect();
                    if known.is_empty() || daily[day..].iter().all(|share| share.is_nan()) {
                        f64::NAN
                    } else {
                        known.iter().sum::<f64>() / known.len() as f64
                    }
                })
                .collect()
        })
        .collect();
    runs.iter().any(|run| run.iter().any(|share| !share.is_nan())).then_some(runs)
}
