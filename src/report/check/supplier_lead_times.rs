//! Supplier lead times: when lead times of suppliers elapse slower or faster than normal.
//!
//! The fluid answer does not take them into account.

use super::CheckInput;
use super::format::percent;
use crate::scenario::network::site::SiteKind;
use crate::units::{HOUR, Instant};

/// A stretch of time with the speed at its two ends.
struct LeadTimeChange {
    from: Instant,
    until: Instant,
    first: f64,
    last: f64,
}

/// A line for each stretch of time in which lead times of a supplier do not elapse at 100 %.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let groups = input.model.site_groups.iter_ids();
    let suppliers = groups.filter(|(_, group)| group.kind == SiteKind::Supplier).map(|(id, _)| id);
    let mut lines = String::new();
    for supplier in suppliers {
        let name = &input.labels.site_groups[usize::from(supplier)];
        for stretch in stretches(&input.plan.supplier(supplier), input.model.times.end) {
            let speed = if stretch.first.to_bits() == stretch.last.to_bits() {
                percent(stretch.first)
            } else {
                format!("{} rising to {}", percent(stretch.first), percent(stretch.last))
            };
            let (from, until) = (input.moment(stretch.from), input.moment(stretch.until));
            let line = format!("{from}  {name}: lead times elapse at {speed} of normal speed, until {until}");
            lines.push_str(&input.style.wrap(&line, 2));
            lines.push('\n');
        }
    }
    lines
}

/// Stretches at other than normal speed; the steps of a ramp (an hour or less each) are one.
fn stretches(speeds: &[(Instant, f64)], end: Instant) -> Vec<LeadTimeChange> {
    let ends = speeds.iter().skip(1).map(|step| step.0).chain([end]);
    let mut stretches: Vec<LeadTimeChange> = Vec::new();
    for (&(from, speed), until) in speeds.iter().zip(ends) {
        if from >= until || (speed - 1.0).abs() < 1e-9 {
            continue;
        }
        let step = until - from <= HOUR;
        match stretches.last_mut() {
            Some(before) if step && before.until == from && before.first > 0.0 => {
                (before.until, before.last) = (until, speed);
            }
            _ => stretches.push(LeadTimeChange { from, until, first: speed, last: speed }),
        }
    }
    stretches
}
