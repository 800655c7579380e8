//! Lanes: timetables written out.
//!
//! A departure that would fall on a holiday of the lane's calendar does not happen; what is ready waits for the
//! next.

use super::calendar::Timeline;
use super::names::Names;
use super::stream::streams;
use super::{BuildError, sampler};
use crate::model::{Lane, SiteTable};
use crate::scenario::Scenario;
use crate::scenario::calendar::Calendar;
use crate::scenario::lane::Lane as Stated;
use crate::scenario::quantity::{DAY, Micros, WEEK};

pub(super) fn lanes(
    scenario: &Scenario,
    names: &Names<'_>,
    timeline: &Timeline,
    tables: &[SiteTable],
) -> Result<Vec<Lane>, BuildError> {
    let lane = |stated: &Stated| {
        let to = names.table(&stated.to);
        Ok(Lane {
            from: names.table(&stated.from),
            to,
            departures: departures(stated, names, timeline),
            cut_off: stated.cut_off,
            capacity: stated.capacity,
            transit: sampler("lanes", &stated.name, &stated.transit)?,
            needs: names.needs(&stated.needs),
            streams: streams("lane", &stated.stream, tables[usize::from(to)].count),
        })
    };
    scenario.lanes.iter().map(lane).collect()
}

fn departures(lane: &Stated, names: &Names<'_>, timeline: &Timeline) -> Option<Vec<Micros>> {
    if lane.departs.is_empty() {
        return None;
    }
    Some(instants(&lane.departs, names.calendar(lane.calendar.as_deref()), timeline))
}

/// A timetable of the week written out up to the end of the run, without the holidays of a calendar.
pub(super) fn instants(departs: &[Micros], calendar: Option<&Calendar>, timeline: &Timeline) -> Vec<Micros> {
    let holidays = timeline.holidays(calendar);
    let end = timeline.end.cast_signed();
    let mut instants = Vec::new();
    let mut monday = timeline.monday();
    while monday < end {
        for &departs in departs {
            let instant = monday + departs.cast_signed();
            if (0..end).contains(&instant) && !holidays.contains(&instant.div_euclid(DAY.cast_signed())) {
                instants.push(instant.cast_unsigned());
            }
        }
        monday += WEEK.cast_signed();
    }
    instants
}
