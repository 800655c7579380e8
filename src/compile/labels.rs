//! Labels: the names of the elements of a model, id by id.

use super::names::Names;
use super::observation;
use crate::model::Labels;
use crate::scenario::Scenario;

/// Markets of the demands, each once, in the order of the demands.
pub(super) fn markets(scenario: &Scenario) -> Vec<&str> {
    let mut markets = Vec::new();
    for demand in &scenario.demand {
        let site = scenario.sites.iter().find(|site| site.name == demand.site);
        if let Some(market) = site.map(|site| site.market.as_str()).filter(|one| !markets.contains(one)) {
            markets.push(market);
        }
    }
    markets
}

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
        markets: markets(scenario).into_iter().map(str::to_owned).collect(),
        demands: scenario.demand.iter().map(|demand| demand.name.clone()).collect(),
        disruptions: scenario.disruptions.iter().map(|disruption| disruption.name.clone()).collect(),
        phases: scenario.restart.iter().map(|phase| phase.name.clone()).collect(),
        windows: scenario.windows.iter().map(|window| window.name.clone()).collect(),
        observations: observation::labels(scenario),
    }
}
