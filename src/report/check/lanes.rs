//! Lanes: timetable, capacity and mean transit time of each.

use super::CheckInput;
use super::format::{counted_with_separators as counted, integer, time};
use crate::report::text_table::{NONE, TextTable};
use crate::units::Duration;

/// A row for each lane; capacities only if any lane has one.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let heads = ["lane", "from", "to", "departures\n/ week", "mean\ntransit", "capacity"];
    let limited = input.scenario.lanes.iter().any(|lane| lane.capacity.is_some());
    let heads = if limited { &heads[..] } else { &heads[..5] };
    let mut table = TextTable::new(heads, &[0, 1, 2], input.style);
    for (lane, spec) in input.model.lanes.iter().zip(&input.scenario.lanes) {
        let departures = match &spec.departs {
            None => "when ready".to_owned(),
            Some(timetable) => integer(timetable.per_week()),
        };
        let capacity = spec.capacity.map_or(NONE.into(), |capacity| counted(capacity as usize, "line"));
        let transit = time(Duration::from_micros(lane.transit.mean() as u64));
        table.row(vec![spec.name.clone(), spec.from.clone(), spec.to.clone(), departures, transit, capacity]);
    }
    table.into_text()
}
