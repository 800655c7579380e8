//! Comparison of clearance: probability of clearance by date, of several plans.

use super::aligned::Together;
use super::clearance::{Subject, curve};
use super::{OfSeveral, Registered, Shown};
use crate::experiment::clearance_day::Backlogged;
use crate::report::drawing::{Chart, CurvePanel, PanelsChart, Scale};
use crate::report::wording::clearance_definition;

pub(crate) const PICTURE: Registered<OfSeveral> = Registered {
    files: ["comparison-clearance.svg", "comparison-clearance.png"],
    keeps: super::clearance::keeps,
    chart,
};

fn chart(results: &[Shown<'_>]) -> Option<Box<dyn Chart>> {
    let first = results.first()?;
    let together = Together::of(results);
    let mut panels = Vec::new();
    let mut never = Vec::new();
    for subject in [Backlogged::All, Backlogged::MostUrgent].map(Subject::Lines) {
        let Some(heading) = subject.name(first.headline, first.kept) else { continue };
        let mut curves = Vec::new();
        for (plan, shown) in
            results.iter().enumerate().filter(|(_, shown)| shown.headline.windows.onset.is_some())
        {
            let Some(clearance) = subject.clearance(shown.headline, shown.kept) else {
                never.push(format!("plan {}, {heading}", plan + 1));
                continue;
            };
            let mut curve = curve(&together.numbered(plan), plan, &clearance, shown.headline, false);
            let part = |values: &[f64]| together.part(plan, values);
            curve.band.median = part(&curve.band.median);
            (curve.band.p10, curve.band.p90) = (part(&curve.band.p10), part(&curve.band.p90));
            for cross in &mut curve.crosses {
                cross.day = together.day(plan, cross.day);
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
        _ => format!(" Nothing to clear, as never above the limit: {}.", never.join(", ")),
    };
    (!panels.is_empty()).then(|| -> Box<dyn Chart> {
        Box::new(PanelsChart {
            title: together.title(),
            subtitle: format!("Probability of clearance of the backlog of {} by date", first.headline.site),
            dates: together.dates.clone(),
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
