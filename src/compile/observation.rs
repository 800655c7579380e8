//! What is looked at closely: names become indices, moments instants.

use super::calendar::Timeline;
use super::names::Names;
use crate::model::observation::{Watch, WatchLabels, Watched};
use crate::scenario::Scenario;
use crate::scenario::disruption::failure::Course;
use crate::scenario::observation::{Observe, What};

pub(crate) fn watches(scenario: &Scenario, names: &Names<'_>, timeline: &Timeline) -> Vec<Watch> {
    let watched = |stated: &Observe| match &stated.what {
        What::Process { process, .. } => {
            let table = stated.table_of_process(scenario);
            let table = table.expect("a process of a scenario that was read is listed by a site");
            Watched::Process { table: names.table(table), process: names.process(process) }
        }
        What::Lane(lane) => Watched::Lane(names.lane(lane)),
        What::Stock(site) => Watched::Stock(names.table(site)),
        What::Orders(demand) => Watched::Orders(names.demand(demand)),
    };
    let watch = |stated: &Observe| Watch {
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

pub(crate) fn labels(scenario: &Scenario) -> Vec<WatchLabels> {
    let states = |failure: &String| {
        let stated = scenario.failures.iter().find(|stated| stated.name == *failure);
        let states = match stated.map(|stated| &stated.course) {
            Some(Course::Phases(phases)) => phases.iter().map(|phase| phase.name.clone()).collect(),
            Some(Course::Stops { .. }) | None => vec!["up".to_owned(), "down".to_owned()],
        };
        (failure.clone(), states)
    };
    let labels = |stated: &Observe| WatchLabels {
        name: stated.name.clone(),
        given: stated.given.iter().map(states).collect(),
        at: stated.at_texts(scenario.start),
        daily_at: stated.daily_at_texts(),
        within: stated.within_texts(),
        each: stated.each_text(),
    };
    scenario.observe.iter().map(labels).collect()
}
