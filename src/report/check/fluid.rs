//! Fluid answer: peak and clearance of the centre's backlog by mean rates alone.

use super::CheckInput;
use super::format::{integer, percent};
use crate::analysis::clearance::{Clearance, HOLD, TOLERANCE};
use crate::analysis::fluid::{FluidAnswer, days_of_flow};

/// Normal backlog; with a disruption also its peak and clearance. Empty without a centre.
pub(super) fn section(input: &CheckInput<'_>, answer: &FluidAnswer) -> String {
    let Some(centre) = input.model.centre() else { return String::new() };
    let flow = input.model.flows.lines_served[centre];
    let backlog = |lines: f64| {
        // Rounding may leave a little below zero.
        let lines = lines.max(0.0);
        let days = days_of_flow(lines, flow);
        let number = integer(lines);
        let plural = if number == "1" { "" } else { "s" };
        format!("{number} line{plural} ({days:.1} days of normal flow)")
    };
    let name = &input.labels.site_groups[usize::from(centre)];
    let normal = format!(
        "Mean outbound backlog of {name} in a normal week, with stock always available: {}.",
        backlog(answer.normal)
    );
    let mut sentences = vec![normal];
    if !input.model.disruptions.is_empty() {
        sentences.push(format!("Peak: {} on {}.", backlog(answer.peak), input.day(answer.peak_day)));
        sentences.push(match answer.clearance {
            Clearance::NeverExceeded => "The backlog never exceeds its normal range.".into(),
            Clearance::Cleared(day) => format!(
                "Clearance: {}, after the peak the first of {HOLD} consecutive working days within {} of the weekday's \
                 normal backlog, or twice its square root if that is more.",
                input.day(day),
                percent(TOLERANCE)
            ),
            Clearance::NotCleared => "Clearance: not by the end of the run.".into(),
        });
    }
    sentences.iter().map(|sentence| input.style.wrap(sentence, 0) + "\n").collect()
}
