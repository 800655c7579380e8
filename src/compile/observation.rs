//! What is looked at closely: names become indices, moments instants.

use super::calendar::Timeline;
use super::names::Names;
use crate::model::ObservationLabels;
use crate::model::observation::{Observation, ObservationSubject};
use crate::scenario::Scenario;
use crate::scenario::disruption::failure::FailureCycle;
use crate::scenario::observation::{Observe, What};

pub(crate) fn observations(scenario: &Scenario, names: &Names<'_>, timeline: &Timeline) -> Vec<Observation> {
    let watched = |stated: &Observe| match &stated.what {
        What::Process { process, .. } => {
            let table = stated.table_of_process(scenario);
            let table = table.expect("a process of a scenario that was read is listed by a site");
            ObservationSubject::Process { group: names.table(table), process: names.process(process) }
        }
        What::Lane(lane) => ObservationSubject::Lane(names.lane(lane)),
        What::Stock(site) => ObservationSubject::Stock(names.table(site)),
        What::Orders(demand) => ObservationSubject::Orders(names.demand(demand)),
    };
    let watch = |stated: &Observe| Observation {
        what: watched(stated),
        above: stated.above.clone(),
        given: names.failures(&stated.given),
        at: stated.at.iter().map(|&at| timeline.start.saturating_add(at)).collect(),
        daily_at: stated.daily_at.clone(),
        each: stated.each,
        within: stated.within.clone(),
        cleared: stated.cleared.map(|cleared| (timeline.start.saturating_add(cleared.from), cleared.at_most)),
    };
    scenario.observe.iter().map(watch).collect()
}

pub(crate) fn labels(scenario: &Scenario) -> Vec<ObservationLabels> {
    let states = |failure: &String| {
        let stated = scenario.failures.iter().find(|stated| stated.name == *failure);
        let states = match stated.map(|stated| &stated.cycle) {
            Some(FailureCycle::Phases(phases)) => phases.iter().map(|phase| phase.name.clone()).collect(),
            Some(FailureCycle::UpDown { .. }) | None => vec!["up".to_owned(), "down".to_owned()],
        };
        (failure.clone(), states)
    };
    let labels = |stated: &Observe| ObservationLabels {
        name: stated.name.clone(),
        given: stated.given.iter().map(states).collect(),
        at: stated.at_texts(scenario.start),
        daily_at: stated.daily_at_texts(),
        within: stated.within_texts(),
        each: stated.each_text(),
    };
    scenario.observe.iter().map(labels).collect()
}
