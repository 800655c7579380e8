//! Lanes: from timetables to instants.
//!
//! A departure on a holiday of the lane's calendar does not happen; goods wait for the next.

use super::calendar::Timeline;
use super::names::Names;
use super::random_stream::streams;
use super::{BuildError, sampler};
use crate::model::{Lane, SiteGroup};
use crate::scenario::Scenario;
use crate::scenario::network::calendar::Calendar;
use crate::scenario::network::lane::{Departures, Lane as LaneSpec};
use crate::units::{DAY, IndexVec, Instant, SiteGroupId, WEEK};

pub(crate) fn lanes(
    scenario: &Scenario,
    names: &Names<'_>,
    timeline: &Timeline,
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
) -> Result<Vec<Lane>, BuildError> {
    let lane = |spec: &LaneSpec| {
        let to = names.group(&spec.to);
        Ok(Lane {
            from: names.group(&spec.from),
            to,
            departures: departures(spec, names, timeline),
            cut_off: spec.cut_off,
            capacity: spec.capacity,
            transit: sampler("lanes", &spec.name, &spec.transit)?,
            needs: names.needs(&spec.needs),
            streams: streams("lane", &spec.stream, site_groups[to].count),
        })
    };
    scenario.lanes.iter().map(lane).collect()
}

fn departures(lane: &LaneSpec, names: &Names<'_>, timeline: &Timeline) -> Option<Vec<Instant>> {
    let calendar = names.calendar(lane.calendar.as_deref());
    match lane.departs.as_ref()? {
        Departures::Week(week) => Some(instants(week, calendar, timeline)),
        Departures::Every { interval, from } => {
            let holidays = timeline.holidays(calendar);
            let works = |at: &Instant| !holidays.contains(&(at / DAY).cast_signed());
            let first = Instant::at(timeline.instant(*from) % *interval);
            Some(first.every(*interval, timeline.end).filter(works).collect())
        }
    }
}

/// Departures of a lane after Monday midnight of a normal week; empty where goods depart when they
/// are ready. With an interval that does not divide a week, each week begins with the first
/// departure that falls into it.
pub(crate) fn of_week(lane: &LaneSpec, timeline: &Timeline) -> Vec<Instant> {
    match &lane.departs {
        None => Vec::new(),
        Some(Departures::Week(week)) => week.clone(),
        Some(Departures::Every { interval, from }) => {
            let monday = timeline.monday();
            let since = timeline.instant(*from).signed() - monday;
            let first = since.rem_euclid(interval.signed()).cast_unsigned();
            Instant::from_micros(first).every(*interval, Instant::at(WEEK)).collect()
        }
    }
}

/// Instants of a weekly timetable up to the end of the run, without the holidays of a calendar.
pub(crate) fn instants(
    departs: &[Instant],
    calendar: Option<&Calendar>,
    timeline: &Timeline,
) -> Vec<Instant> {
    let holidays = timeline.holidays(calendar);
    let end = timeline.end.signed();
    let mut instants = Vec::new();
    let mut monday = timeline.monday();
    while monday < end {
        for &departs in departs {
            let instant = monday + departs.signed();
            if (0..end).contains(&instant) && !holidays.contains(&instant.div_euclid(DAY.signed())) {
                instants.push(Instant::from_micros(instant.cast_unsigned()));
            }
        }
        monday += WEEK.signed();
    }
    instants
}
