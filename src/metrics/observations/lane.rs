//! Observation of a lane: lines that wait to depart, lines in transit, and departures.
//!
//! The goods that a site sends of one line at one time are one line here: parts of a line that are
//! sent separately count each. Where several sites send on the lane, each has a lane of its own:
//! levels are those of one, the mean over all of them; waits and departures are counted over all.
//! Goods that join in the warm-up are left out of the waits.
//!
//! ```text
//! joins ──► waits to depart ──► departure ──► in transit ──► arrives
//!                                   └─ left behind: waits for the next
//! ```

use super::durations::DurationStatistics;
use super::emit::Emitter;
use super::time_weighted::{Levels, TimeWeightedLevel};
use crate::metrics::Days;
use crate::model::Model;
use crate::model::observation::Observation;
use crate::registers::metrics::ids;
use crate::units::{Instant, LaneId, SiteId};

/// A lane from all sites of a group.
#[derive(Debug)]
pub(crate) struct LaneObservation<'m> {
    lane: LaneId,
    /// First sending site.
    first: SiteId,
    counted_from: Instant,
    end: Instant,
    /// By sending site.
    in_transit: Vec<TimeWeightedLevel<'m>>,
    waiting: Vec<TimeWeightedLevel<'m>>,
    waits: DurationStatistics,
    /// Departures of the timetable; `None` without one.
    departures: Option<DepartureCounts>,
}

/// Departures and their sums.
#[derive(Debug, Clone, Copy, Default)]
struct DepartureCounts {
    count: u64,
    taken: u64,
    left: u64,
    /// Departures that left lines behind.
    left_some: u64,
}

impl<'m> LaneObservation<'m> {
    /// An observation without goods.
    pub(crate) fn new(model: &'m Model, observation: &'m Observation, lane: LaneId) -> Self {
        let stated = &model.lanes[lane];
        let from = &model.site_groups[stated.from];
        let levels =
            vec![TimeWeightedLevel::new(observation, &model.times, Days::of(model)); from.count as usize];
        LaneObservation {
            lane,
            first: from.first,
            counted_from: model.times.counted_from,
            end: model.times.end,
            in_transit: levels.clone(),
            waiting: levels,
            waits: DurationStatistics::default(),
            departures: stated.departures.as_ref().map(|_| DepartureCounts::default()),
        }
    }

    /// Place of a site among the sending sites, if the lane is the observed one.
    #[inline]
    fn place(&self, lane: LaneId, site: SiteId) -> Option<usize> {
        (lane == self.lane).then(|| site.index() - self.first.index())
    }

    /// Goods become ready to depart.
    #[inline]
    pub(crate) fn joins(&mut self, now: Instant, lane: LaneId, site: SiteId) {
        if let Some(place) = self.place(lane, site) {
            self.waiting[place].change(now, 1);
        }
    }

    /// Goods ready since `joined` depart.
    #[inline]
    pub(crate) fn departs(&mut self, now: Instant, lane: LaneId, site: SiteId, joined: Instant) {
        if let Some(place) = self.place(lane, site) {
            self.waiting[place].change(now, -1);
            if joined >= self.counted_from {
                self.waits.add(now - joined);
            }
        }
    }

    /// Counts a departure of the timetable.
    pub(crate) fn departure(&mut self, now: Instant, lane: LaneId, taken: u32, left: u32) {
        if let Some(departures) = self.departures.as_mut().filter(|_| lane == self.lane)
            && now >= self.counted_from
        {
            departures.count += 1;
            departures.taken += u64::from(taken);
            departures.left += u64::from(left);
            departures.left_some += u64::from(left > 0);
        }
    }

    /// Changes the number of lines in transit.
    #[inline]
    pub(crate) fn in_transit(&mut self, now: Instant, lane: LaneId, site: SiteId, lines: i64) {
        if let Some(place) = self.place(lane, site) {
            self.in_transit[place].change(now, lines);
        }
    }

    pub(crate) fn end(&mut self, now: Instant) {
        self.in_transit.iter_mut().chain(&mut self.waiting).for_each(|level| level.advance(now));
    }

    pub(crate) fn emit(&self, out: &mut Emitter<'_>) {
        let counted = self.end - self.counted_from;
        let [in_transit, waiting] = [&self.in_transit, &self.waiting].map(|all| Levels { all, counted });
        out.scalar(ids::LINES_IN_TRANSIT, in_transit.mean());
        out.scalar(ids::LINES_IN_TRANSIT_SD, in_transit.variance().map(f64::sqrt));
        out.above_limits(ids::LINES_IN_TRANSIT_TIME_ABOVE, &in_transit);
        out.at_instants(ids::LINES_IN_TRANSIT, &in_transit, |lines| lines);
        out.scalar(ids::LINES_AWAITING_DEPARTURE, waiting.mean());
        out.scalar(ids::DEPARTURE_WAIT, self.waits.sums.mean());
        out.scalar(ids::DEPARTURE_WAIT_P90, self.waits.quantile(0.9));
        if let Some(DepartureCounts { count, taken, left, left_some }) = self.departures {
            let mut per_departure = |metric, sum: u64| out.ratio(metric, sum as f64, count as f64);
            per_departure(ids::LINES_PER_DEPARTURE, taken);
            per_departure(ids::LINES_BEFORE_DEPARTURE, taken + left);
            per_departure(ids::LINES_LEFT_BEHIND, left);
            per_departure(ids::LEFT_BEHIND_PROBABILITY, left_some);
        }
    }
}
