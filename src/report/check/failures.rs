//! Failures: recurring stops and degraded phases, with the mean capacity that remains.

use super::CheckInput;
use super::format::{mean_time, percent, percent_of};
use crate::model::{Failure, FailurePhase};
use crate::scenario::disruption::failure::{Failure as FailureSpec, FailureCycle};

/// A sentence for each failure.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let failures = input.scenario.failures.iter().zip(&input.model.failures);
    failures.map(|(spec, failure)| input.style.wrap(&sentence(input, spec, failure), 2) + "\n").collect()
}

fn sentence(input: &CheckInput<'_>, spec: &FailureSpec, failure: &Failure) -> String {
    // Time between failures that elapses only while the target works is a bound: it is down less
    // often than one that always works.
    let (at_most, at_least) =
        if failure.while_working.is_some() { ("at most ", "at least ") } else { ("", "") };
    let phase = |(number, phase): (usize, &FailurePhase)| {
        let (capacity, lasts) = (percent_of(phase.to), mean_time(&phase.lasts));
        let of_time = format!("({at_most}{} of the time)", percent(failure.share_of_time(phase)));
        match (&spec.cycle, number) {
            (FailureCycle::UpDown { while_working: true, .. }, 0) => {
                format!("up for {lasts} of working time")
            }
            (FailureCycle::UpDown { .. }, 0) => format!("up for {lasts}"),
            (FailureCycle::UpDown { .. }, _) => format!("at {capacity} for {lasts} {of_time}"),
            (FailureCycle::Phases(phases), _) => {
                format!("{} at {capacity} for {lasts} {of_time}", phases[number].name)
            }
        }
    };
    let phases: Vec<String> = failure.phases.iter().enumerate().map(phase).collect();
    format!(
        "{}: {}: {}; mean capacity {at_least}{}",
        spec.name,
        input.names(&failure.targets),
        phases.join(", then "),
        percent(failure.mean_level()),
    )
}
