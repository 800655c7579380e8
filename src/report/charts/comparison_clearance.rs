//! Comparison of clearance: probability of clearance by date, of several plans.

use super::aligned::AlignedResults;
use super::clearance::{curve, curve_of, name_of};
use super::{ChartEntry, ChartInput, MakeComparisonChart};
use crate::experiment::clearance_day::Clearable;
use crate::report::drawing::{Chart, CurvePanel, PanelsChart, Scale};
use crate::report::wording::clearance_definition;

pub(crate) const CHART: ChartEntry<MakeComparisonChart> = ChartEntry {
    files: ["comparison-clearance.svg", "comparison-clearance.png"],
    shows: super::clearance::shows,
    chart,
};

fn chart(results: &[ChartInput<'_>]) -> Option<Box<dyn Chart>> {
    let first = results.first()?;
    let aligned = AlignedResults::of(results);
    let mut panels = Vec::new();
    let mut never = Vec::new();
    for what in [Clearable::OpenDemand, Clearable::UrgentDemand, Clearable::Backlog] {
        let Some(heading) = name_of(what, first.headline, first.series) else { continue };
        let mut curves = Vec::new();
        for (plan, input) in
            results.iter().enumerate().filter(|(_, input)| input.headline.windows.onset.is_some())
        {
            let Some(clearance) = curve_of(what, input.headline, input.series) else {
                never.push(format!("plan {}, {heading}", plan + 1));
                continue;
            };
            let mut curve = curve(&aligned.numbered(plan), plan, &clearance, input.headline, false);
            let part = |values: &[f64]| aligned.part(plan, values);
            curve.band.median = part(&curve.band.median);
            (curve.band.p10, curve.band.p90) = (part(&curve.band.p10), part(&curve.band.p90));
            for cross in &mut curve.crosses {
                cross.day = aligned.day(plan, cross.day);
            }
            curves.push(curve);
        }
        if !curves.is_empty() {
            panels.push(CurvePanel {
                heading,
                remark: String::new(),
                scale: Scale::Shares,
                height: 260.0,
                curves,
            });
        }
    }
    let never = match never.len() {
        0 => String::new(),
        _ => format!(" Nothing to clear: {}.", never.join(", ")),
    };
    (!panels.is_empty()).then(|| -> Box<dyn Chart> {
        Box::new(PanelsChart {
            title: aligned.title(),
            subtitle: "Probability of clearance by date".to_owned(),
            dates: aligned.dates.clone(),
            panels,
            strips: Vec::new(),
            note: format!(
                "Kaplan–Meier over runs; 95 % confidence bands (log–log) for up to three plans. Cross: runs not cleared \
                 by their end. {}{never} {}",
                clearance_definition(),
                first.note()
            ),
        })
    })
}
