//! Lanes.

use super::lookup::{all_read, site_of, supplies};
use crate::scenario::Scenario;
use crate::scenario::network::lane::Departures;
use crate::scenario::network::site::SiteKind;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::Micros;
use crate::scenario::syntax::reader::{Reader, kind};

/// Departures of a lane over a run: more are a slip of units.
const MOST_DEPARTURES: Micros = 10_000_000;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let supply_known = scenario
        .sites
        .iter()
        .all(|site| all_read(reader, ["sites", &site.name, "supplied_by"], site.supplied_by.len()));
    for (k, lane) in scenario.lanes.iter().enumerate() {
        let place = |key| reader.node(&["lanes", &lane.name, key]).map(|node| node.place);
        let (Some(from), Some(to)) = (place("from"), place("to")) else { continue };
        let (Some(source), Some(_)) = (site_of(scenario, &lane.from), site_of(scenario, &lane.to)) else {
            continue;
        };
        if source.kind == SiteKind::Supplier {
            reader.fault(
                Fault::at(from, format!("lane `{}` leaves from a supplier", lane.name), "a supplier")
                    .help("the `lead_time` of a supplier runs to the arrival: leave the lane out"),
            );
        } else if supply_known && !supplies(scenario, &lane.from, &lane.to) {
            let message =
                format!("lane `{}` is never used: `{}` does not supply `{}`", lane.name, lane.from, lane.to);
            let help = if supplies(scenario, &lane.to, &lane.from) {
                "it runs the other way: exchange `from` and `to`".to_owned()
            } else {
                format!("name `{}` in the `supplied_by` of `{}`, or leave the lane out", lane.from, lane.to)
            };
            reader.fault(Fault::at(from, message, "from here").and(to, "to here").help(help));
        }
        if let Some(other) =
            scenario.lanes[..k].iter().find(|other| other.from == lane.from && other.to == lane.to)
        {
            let (Some(here), Some(there)) =
                (reader.name_place(kind("lanes"), &lane.name), reader.name_place(kind("lanes"), &other.name))
            else {
                continue;
            };
            let message = format!("two lanes from `{}` to `{}`", lane.from, lane.to);
            reader.fault(
                Fault::at(here, message, "the second")
                    .and(there, "the first")
                    .help("`departs` may list several timetables"),
            );
        }
    }
}

/// Says where a lane departs too often.
pub(super) fn departures(reader: &mut Reader<'_>, scenario: &Scenario) {
    if scenario.warm_up >= scenario.horizon {
        return;
    }
    for lane in &scenario.lanes {
        let Some(Departures::Every { interval, .. }) = lane.departs else { continue };
        let place = reader.node(&["lanes", &lane.name, "departs", "every"]).map(|node| node.place);
        if let Some(place) = place.filter(|_| scenario.horizon / interval > MOST_DEPARTURES) {
            let fault = Fault::at(place, "over ten million departures in the run", "so often");
            reader.fault(fault.help("leave `departs` out to depart at once"));
        }
    }
}
