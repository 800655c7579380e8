//! Failures: names become indices; up and down are two phases.

use super::names::Names;
use super::random_stream::stream;
use super::{BuildError, sampler};
use crate::distributions::Distribution;
use crate::model::{CapacityTarget, Failure, FailurePhase};
use crate::scenario::Scenario;
use crate::scenario::disruption::failure::{Failure as FailureSpec, FailureCycle};
use crate::units::CapacityFactor;

pub(crate) fn failures(scenario: &Scenario, names: &Names<'_>) -> Result<Vec<Failure>, BuildError> {
    let failure = |spec: &FailureSpec| {
        let targets: Vec<CapacityTarget> = spec.strikes.iter().map(|target| names.target(target)).collect();
        let process = targets.iter().find_map(|target| match target {
            CapacityTarget::Process(process) => Some(*process),
            CapacityTarget::System(_) | CapacityTarget::Site(_) | CapacityTarget::Lane(_) => None,
        });
        let phase = |(to, lasts): (CapacityFactor, &Distribution)| {
            Ok(FailurePhase { to, lasts: sampler("failures", &spec.name, lasts)? })
        };
        let (phases, while_working): (Vec<_>, bool) = match &spec.cycle {
            FailureCycle::UpDown { up, down, to, while_working } => {
                (vec![(CapacityFactor::NOMINAL, up), (*to, down)], *while_working)
            }
            FailureCycle::Phases(phases) => {
                (phases.iter().map(|phase| (phase.to, &phase.lasts)).collect(), false)
            }
        };
        Ok(Failure {
            phases: phases.into_iter().map(phase).collect::<Result<_, BuildError>>()?,
            while_working: process.filter(|_| while_working),
            stream: stream("failure", &spec.stream, 0),
            targets,
        })
    };
    scenario.failures.iter().map(failure).collect()
}
