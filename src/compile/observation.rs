//! Observations: names become ids, moments become instants.

use super::calendar::Timeline;
use super::names::Names;
use crate::model::ObservationLabels;
use crate::model::observation::{Observation, ObservationSubject};
use crate::scenario::Scenario;
use crate::scenario::disruption::failure::FailureCycle;
use crate::scenario::observation::{Observe, What};

pub(crate) fn observations(scenario: &Scenario, names: &Names<'_>, timeline: &Timeline) -> Vec<Observation> {
    let subject = |spec: &Observe| match &spec.what {
        What::Process { process, .. } => {
            let group = spec.table_of_process(scenario);
            let group = group.expect("a process of a scenario that was read is listed by a site");
            ObservationSubject::Process { group: names.group(group), process: names.process(process) }
        }
        What::Lane(lane) => ObservationSubject::Lane(names.lane(lane)),
        What::Stock(site) => ObservationSubject::Stock(names.group(site)),
        What::Orders(demand) => ObservationSubject::Orders(names.demand(demand)),
    };
    let observation = |spec: &Observe| Observation {
        what: subject(spec),
        above: spec.above.clone(),
        given: names.failures(&spec.given),
        at: spec.at.iter().map(|&at| timeline.instant(at)).collect(),
        daily_at: spec.daily_at.clone(),
        each: spec.each,
        within: spec.within.clone(),
        cleared: spec.cleared.map(|cleared| (timeline.instant(cleared.from), cleared.at_most)),
    };
    scenario.observe.iter().map(observation).collect()
}

pub(crate) fn labels(scenario: &Scenario) -> Vec<ObservationLabels> {
    let states = |failure: &String| {
        let spec = scenario.failures.iter().find(|spec| spec.name == *failure);
        let states = match spec.map(|spec| &spec.cycle) {
            Some(FailureCycle::Phases(phases)) => phases.iter().map(|phase| phase.name.clone()).collect(),
            Some(FailureCycle::UpDown { .. }) | None => vec!["up".to_owned(), "down".to_owned()],
        };
        (failure.clone(), states)
    };
    let labels = |spec: &Observe| ObservationLabels {
        name: spec.name.clone(),
        given: spec.given.iter().map(states).collect(),
        at: spec.at_texts(scenario.start),
        daily_at: spec.daily_at_texts(),
        within: spec.within_texts(),
        each: spec.each_text(),
    };
    scenario.observe.iter().map(labels).collect()
}
