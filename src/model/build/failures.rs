//! Failures: names become indices.

use super::names::Names;
use super::stream::stream;
use super::{BuildError, sampler};
use crate::model::{Failure, Target};
use crate::scenario::Scenario;
use crate::scenario::failure::Failure as Stated;

pub(super) fn failures(scenario: &Scenario, names: &Names<'_>) -> Result<Vec<Failure>, BuildError> {
    let failure = |stated: &Stated| {
        let targets: Vec<Target> = stated.strikes.iter().map(|target| names.target(target)).collect();
        let process = targets.iter().find_map(|target| match target {
            Target::Process(process) => Some(*process),
            Target::System(_) | Target::Site(_) | Target::Lane(_) => None,
        });
        Ok(Failure {
            to: stated.to,
            up: sampler("failures", &stated.name, &stated.up)?,
            down: sampler("failures", &stated.name, &stated.down)?,
            while_working: process.filter(|_| stated.while_working),
            stream: stream("failure", &stated.stream, 0),
            targets,
        })
    };
    scenario.failures.iter().map(failure).collect()
}
