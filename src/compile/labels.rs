//! Labels: the names of the elements of a model, id by id.

use super::names::Names;
use super::observation;
use crate::model::Labels;
use crate::scenario::Scenario;

/// Names of a scenario in the order of their ids.
pub(super) fn labels(scenario: &Scenario, names: &Names<'_>) -> Labels {
    Labels {
        title: scenario.title.clone(),
        name: scenario.name.clone(),
        currency: match scenario.currency {
            '€' => "€",
            '$' => "$",
            _ => "£",
        },
        classes: names.class_order.iter().map(|&class| scenario.classes[class].name.clone()).collect(),
        segments: scenario.parts.iter().map(|segment| segment.name.clone()).collect(),
        systems: scenario.systems.iter().map(|system| system.name.clone()).collect(),
        processes: scenario.processes.iter().map(|process| process.name.clone()).collect(),
        site_groups: names.group_order.iter().map(|&site| scenario.sites[site].name.clone()).collect(),
        lanes: scenario.lanes.iter().map(|lane| lane.name.clone()).collect(),
        demands: scenario.demand.iter().map(|demand| demand.name.clone()).collect(),
        disruptions: scenario.disruptions.iter().map(|disruption| disruption.name.clone()).collect(),
        phases: scenario.restart.iter().map(|phase| phase.name.clone()).collect(),
        observations: observation::labels(scenario),
    }
}
