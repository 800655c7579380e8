//! Lanes: each carries goods, none is defined twice, and timetables have a sane number of
//! departures.
//!
//! - A lane leaves from a site that supplies its destination, and not from a supplier, whose
//!   `lead_time` includes the transport.
//! - Two sites have at most one lane in each direction.

use super::lookup::{all_read, site_of, supplies};
use crate::scenario::Scenario;
use crate::scenario::network::lane::{Departures, Lane};
use crate::scenario::network::site::{Site, SiteKind};
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::{Reader, kind};

/// Maximum number of departures of a lane in a run: more are most likely a wrong unit.
const MAX_DEPARTURES: u64 = 10_000_000;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let supply_is_read = scenario
        .sites
        .iter()
        .all(|site| all_read(reader, ["sites", &site.name, "supplied_by"], site.supplied_by.len()));
    for (k, lane) in scenario.lanes.iter().enumerate() {
        let sites = site_of(scenario, &lane.from).zip(site_of(scenario, &lane.to));
        let Some((source, _)) = sites.filter(|_| has_both_ends(reader, lane)) else { continue };
        follows_supply(reader, scenario, lane, source, supply_is_read);
        let earlier = scenario.lanes[..k].iter().find(|other| other.from == lane.from && other.to == lane.to);
        if let Some(earlier) = earlier {
            report_second_lane(reader, earlier, lane);
        }
    }
}

fn has_both_ends(reader: &Reader<'_>, lane: &Lane) -> bool {
    ["from", "to"].iter().all(|key| reader.node(&["lanes", &lane.name, key]).is_some())
}

fn follows_supply(
    reader: &mut Reader<'_>,
    scenario: &Scenario,
    lane: &Lane,
    source: &Site,
    supply_is_read: bool,
) {
    let place = |key| reader.node(&["lanes", &lane.name, key]).map(|node| node.place);
    let (Some(from), Some(to)) = (place("from"), place("to")) else { return };
    if source.kind == SiteKind::Supplier {
        reader.report(
            ScenarioError::at(from, format!("lane `{}` leaves from a supplier", lane.name), "a supplier")
                .help("the `lead_time` of a supplier includes the transport; remove the lane"),
        );
    } else if supply_is_read && !supplies(scenario, &lane.from, &lane.to) {
        let message =
            format!("lane `{}` is never used: `{}` does not supply `{}`", lane.name, lane.from, lane.to);
        let help = if supplies(scenario, &lane.to, &lane.from) {
            format!("`{}` supplies `{}`: exchange `from` and `to`", lane.to, lane.from)
        } else {
            format!("name `{}` in the `supplied_by` of `{}`, or remove the lane", lane.from, lane.to)
        };
        reader.report(ScenarioError::at(from, message, "from here").and(to, "to here").help(help));
    }
}

fn report_second_lane(reader: &mut Reader<'_>, earlier: &Lane, lane: &Lane) {
    let place = |lane: &Lane| reader.name_place(kind("lanes"), &lane.name);
    let (Some(here), Some(there)) = (place(lane), place(earlier)) else { return };
    let message = format!("two lanes from `{}` to `{}`", lane.from, lane.to);
    reader.report(
        ScenarioError::at(here, message, "the second")
            .and(there, "the first")
            .help("`departs` may list several timetables"),
    );
}

/// Reports lanes whose interval gives more than [`MAX_DEPARTURES`] in the run.
pub(super) fn check_departures(reader: &mut Reader<'_>, scenario: &Scenario) {
    if scenario.warm_up >= scenario.horizon {
        return;
    }
    for lane in &scenario.lanes {
        let Some(Departures::Every { interval, .. }) = lane.departs else { continue };
        let place = reader.node(&["lanes", &lane.name, "departs", "every"]).map(|node| node.place);
        if let Some(place) = place.filter(|_| scenario.horizon / interval > MAX_DEPARTURES) {
            reader.report(
                ScenarioError::at(place, "more than 10 million departures in the run", "too often")
                    .help("leave `departs` out to depart as soon as goods are ready"),
            );
        }
    }
}
