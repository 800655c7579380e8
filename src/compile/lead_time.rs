//! Planned lead time: the time from an order to its arrival on hand, without queues.
//!
//! ```text
//! order ─► source: outbound work ─► wait for departure ─► transit ─► own inbound work ─► on hand
//! order ─► supplier: lead time ──────────────────────────────────► own inbound work ─► on hand
//! ```
//!
//! One order is followed through the calendars and timetables of a week without holidays, each step
//! taking its mean, from every review of that week (from every hour of it, with continuous review);
//! the lead time is the mean over them. A source without stock stands for its own first source.
//! Queues are left out, and so are shortages at the source.

use super::calendar::{Timeline, factors_of_week, work_within};
use super::lane::of_week;
use super::names::Names;
use crate::model::{Lane, Process, RouteLeg, SiteGroup, Stock};
use crate::scenario::Scenario;
use crate::scenario::network::process::WorkUnit;
use crate::units::{CapacityFactor, Duration, IndexVec, Instant, ProcessId, SiteGroupId, WEEK};

/// Parts of the model that are compiled before levels are set.
#[derive(Clone, Copy)]
pub(crate) struct Routing<'a> {
    pub(crate) site_groups: &'a IndexVec<SiteGroupId, SiteGroup>,
    pub(crate) processes: &'a [Process],
    pub(crate) lanes: &'a [Lane],
    pub(crate) routes: &'a [Option<RouteLeg>],
}

/// Network that a lead time is computed from.
pub(crate) struct Network<'a> {
    routing: Routing<'a>,
    /// Capacity factor of each process over a normal week.
    weeks: Vec<Vec<(Instant, CapacityFactor)>>,
    /// Departures of each lane over a normal week; empty: goods depart when they are ready.
    timetables: Vec<Vec<Instant>>,
    /// Instants at which the lorries of each supplier group arrive in a normal week; empty: each
    /// line arrives alone.
    deliveries: IndexVec<SiteGroupId, &'a [Instant]>,
    /// Mean pieces of a line.
    pieces: f64,
}

impl<'a> Network<'a> {
    pub(crate) fn new(
        scenario: &'a Scenario,
        names: &Names<'_>,
        timeline: &Timeline,
        routing: Routing<'a>,
        pieces: f64,
    ) -> Self {
        let week = |calendar: &Option<String>| factors_of_week(names.calendar(calendar.as_deref()));
        Self {
            routing,
            weeks: scenario.processes.iter().map(|process| week(&process.calendar)).collect(),
            timetables: scenario.lanes.iter().map(|lane| of_week(lane, timeline)).collect(),
            deliveries: names
                .group_order
                .iter()
                .map(|&site| scenario.sites[site].deliveries.as_ref().map_or(&[][..], |supply| &supply.at))
                .collect(),
            pieces,
        }
    }

    /// Mean lead time of the orders that a site group places at these instants of a normal week,
    /// from Monday midnight on.
    pub(crate) fn lead_time(&self, group: SiteGroupId, orders: &[Instant]) -> Duration {
        let sum: f64 = orders
            .iter()
            .map(|&ordered| self.on_hand(group, ordered.as_micros_f64()) - ordered.as_micros_f64())
            .sum();
        Duration::from_micros((sum / orders.len().max(1) as f64).round() as u64)
    }

    /// Instant at which an order placed at `ordered` is on hand.
    fn on_hand(&self, group: SiteGroupId, ordered: f64) -> f64 {
        let arrived = self.stocked_source(group).map_or(ordered, |source| {
            let above = &self.routing.site_groups[source];
            if let Some(lead_time) = &above.lead_time {
                return self.delivered(source, ordered + lead_time.mean(), lead_time.constant().is_some());
            }
            let outbound = above.before_stock.iter().chain(&above.after_stock);
            let ready = outbound.fold(ordered, |at, &process| self.processed(process, at));
            self.transported(source, group, ready)
        });
        self.routing.site_groups[group]
            .inbound
            .iter()
            .fold(arrived, |at, &process| self.processed(process, at))
    }

    /// Instant at which goods of a supplier arrive: with its next lorry. Where lead times vary,
    /// they are ready at any time of the week.
    fn delivered(&self, supplier: SiteGroupId, ready: f64, constant: bool) -> f64 {
        let timetable = self.deliveries[supplier];
        let Some(&first) = timetable.first() else { return ready };
        if constant {
            return departure(timetable, ready).unwrap_or(ready);
        }
        let next = timetable.iter().skip(1).chain([&first]);
        let gaps = timetable
            .iter()
            .zip(next)
            .map(|(&from, &to)| (to + WEEK - from - Duration::MICROSECOND) % WEEK + Duration::MICROSECOND);
        ready + gaps.map(|gap| gap.as_micros_f64().powi(2)).sum::<f64>() / (2.0 * WEEK.as_micros_f64())
    }

    /// First source that holds stock or delivers; sources that only pass lines on are skipped.
    fn stocked_source(&self, group: SiteGroupId) -> Option<SiteGroupId> {
        let mut source = *self.routing.site_groups[group].sources.first()?;
        while matches!(self.routing.site_groups[source].stock, Stock::None)
            && self.routing.site_groups[source].lead_time.is_none()
        {
            let Some(&next) = self.routing.site_groups[source].sources.first() else { break };
            source = next;
        }
        Some(source)
    }

    /// Instant at which a process has finished one line.
    fn processed(&self, process: ProcessId, at: f64) -> f64 {
        let units = match self.routing.processes[usize::from(process)].per {
            WorkUnit::Piece => self.pieces,
            WorkUnit::Line | WorkUnit::Delivery => 1.0,
        };
        let spec = &self.routing.processes[usize::from(process)];
        let work = spec.work.mean() * units + spec.work_per_line.as_micros_f64();
        // Lines that skip the process lose no time.
        at + (finish(&self.weeks[usize::from(process)], at, work) - at) * spec.visited()
    }

    /// Instant at which goods arrive at `to` that are ready at `from`.
    fn transported(&self, from: SiteGroupId, to: SiteGroupId, ready: f64) -> f64 {
        let (mut place, mut at) = (from, ready);
        while place != to {
            let Some(hop) = self.routing.routes[place.index() * self.routing.site_groups.len() + to.index()]
            else {
                break;
            };
            if let Some(lane) = hop.lane {
                let spec = &self.routing.lanes[usize::from(lane)];
                let departs =
                    departure(&self.timetables[usize::from(lane)], at + spec.cut_off.as_micros_f64());
                at = departs.unwrap_or(at) + spec.transit.mean();
            }
            place = hop.to;
        }
        at
    }
}

/// First departure at or after an instant.
fn departure(timetable: &[Instant], at: f64) -> Option<f64> {
    let week = WEEK.as_micros_f64();
    let monday = (at / week).floor() * week;
    let next =
        timetable.iter().map(|&departs| monday + departs.as_micros_f64()).find(|&departs| departs >= at);
    next.or_else(|| timetable.first().map(|&departs| monday + week + departs.as_micros_f64()))
}

/// Instant at which work that begins at `at` is finished, by the capacity factors of a week that
/// repeats.
fn finish(week: &[(Instant, CapacityFactor)], at: f64, work: f64) -> f64 {
    let of_week = work_within(week, Instant::at(WEEK));
    if of_week <= 0.0 {
        return at;
    }
    let weeks = (work / of_week).floor();
    let mut left = work - weeks * of_week;
    let mut monday = (at / WEEK.as_micros_f64()).floor() * WEEK.as_micros_f64();
    let mut now = at;
    loop {
        let ends = week.iter().skip(1).map(|step| step.0).chain([Instant::at(WEEK)]);
        for (step, end) in week.iter().zip(ends) {
            let end = monday + end.as_micros_f64();
            let speed = f64::from(step.1);
            if end <= now || speed <= 0.0 {
                now = now.max(end);
                continue;
            }
            if left <= (end - now) * speed {
                return now + left / speed + weeks * WEEK.as_micros_f64();
            }
            left -= (end - now) * speed;
            now = end;
        }
        monday += WEEK.as_micros_f64();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{DAY, HOUR};

    fn hours(count: f64) -> f64 {
        count * HOUR.as_micros_f64()
    }

    #[test]
    fn work_that_does_not_fit_into_a_shift_resumes_in_the_next() {
        // Open 8–16 h on Monday at 50 %, and on Tuesday 8–16 h at 100 %: 6 h of work from Monday
        // noon takes the 4 open hours of Monday (2 h of work) and 4 h of Tuesday.
        let week = [
            (Instant::ORIGIN, CapacityFactor::STOPPED),
            (Instant::at(8 * HOUR), CapacityFactor::from_ppm(500_000)),
            (Instant::at(16 * HOUR), CapacityFactor::STOPPED),
            (Instant::at(32 * HOUR), CapacityFactor::NOMINAL),
            (Instant::at(40 * HOUR), CapacityFactor::STOPPED),
        ];
        assert!((finish(&week, hours(12.0), hours(6.0)) - hours(36.0)).abs() < 1.0);
        // A week holds 12 h of work: 12 h more end a week later.
        assert!((finish(&week, hours(12.0), hours(18.0)) - hours(36.0 + 168.0)).abs() < 1.0);
        // No work after the last shift of the week is finished when the next begins.
        assert!((finish(&week, hours(100.0), 0.0) - hours(168.0 + 8.0)).abs() < 1.0);
    }

    #[test]
    fn goods_that_miss_the_last_departure_of_a_week_take_the_first_of_the_next() {
        let timetable = [1, 3].map(Instant::midnight);
        assert_eq!(departure(&timetable, DAY.as_micros_f64()), Some(DAY.as_micros_f64()));
        assert_eq!(departure(&timetable, DAY.as_micros_f64() + 1.0), Some(3.0 * DAY.as_micros_f64()));
        assert_eq!(departure(&timetable, 4.0 * DAY.as_micros_f64()), Some(8.0 * DAY.as_micros_f64()));
        assert_eq!(departure(&[], 5.0), None);
    }
}
