//! Order of events at one instant.
//!
//! | rank | kind of event | order within the rank |
//! | ---: | --- | --- |
//! | 0 | records at midnight | |
//! | 1 | changes of capacity: calendars, disruptions, failures, restart phases (which evaluate their gates), the daily reset of caps | by kind, then name |
//! | 2 | ends of service | downstream sites first, then name, number, step |
//! | 3 | arrivals of goods: from suppliers, from lanes, returned by customers | by name, number |
//! | 4 | demand: acts of impatient customers, then new orders, then deferred orders | by name, number |
//! | 5 | stock reviews | downstream sites first, then name, number |
//! | 6 | departures | by name, number |
//!
//! An actor is a thing together with a rank, and has at most one next event. Actors are numbered in
//! the order of this table, and the smallest pending (time, number) is always next, even if its
//! rank is earlier than that of the event just handled. Anything that a handler completes without
//! delay happens inside the handler. So the order of events depends neither on the order in which
//! code scheduled them nor on the order of tables in a file.

use crate::model::{Lane, Model, PhaseEnd, Stock};
use crate::units::{
    DisruptionId, FailureId, IndexVec, PhaseId, ProcessId, SiteGroupId, SiteId, StationId, StreamId,
};

/// A thing that acts, together with the rank of its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Actor {
    /// The record of the day that ends.
    Record,
    /// A change of a process's capacity by its calendar.
    Calendar(ProcessId),
    /// Start or end of a disruption.
    Disruption(DisruptionId),
    /// Stop or repair of a failure, or its next phase.
    Failure(FailureId),
    /// The next evaluation of the conditions by which phases end, before they have been false.
    EndConditions,
    /// Start, ramp step or end of a restart phase.
    Phase(PhaseId),
    /// The daily reset of caps.
    CapReset,
    /// The earliest end of service at a station.
    Service(StationId),
    /// The earliest delivery of a supplier group.
    Supply(SiteGroupId),
    /// The earliest arrival on a lane.
    Arrival(u32),
    /// The earliest arrival of pieces that customers return, by rule of impatience.
    CustomerReturn(u16),
    /// The earliest act of impatient customers, by rule of impatience.
    Impatience(u16),
    /// The next order of a demand stream, or the entry of its held orders.
    Demand(StreamId),
    /// The next deferred order of a demand stream.
    DeferredOrder(StreamId),
    /// The next stock review of a site.
    Review(SiteId),
    /// The next departure on a lane.
    Departure(u32),
}

/// All actors that can act, in the order of events at one instant.
///
/// Actors that never act get no number: the event queue is as deep as there are actors.
#[derive(Debug, Clone)]
pub(super) struct Actors {
    all: Vec<Actor>,
    calendars: Vec<Option<u32>>,
    disruptions: u32,
    failures: u32,
    end_conditions: Option<u32>,
    phases: u32,
    cap_reset: Option<u32>,
    service: u32,
    supplies: IndexVec<SiteGroupId, Option<u32>>,
    arrivals: u32,
    customer_returns: u32,
    impatience: u32,
    demands: u32,
    deferred_orders: u32,
    reviews: IndexVec<SiteId, Option<u32>>,
    departures: Vec<Option<u32>>,
}

impl Actors {
    /// Numbers the actors of a model with this number of stations.
    pub(super) fn new(model: &Model, stations: usize) -> Self {
        let demand_streams = model.demands.iter().map(|demand| demand.streams.len()).sum::<usize>();
        let any_deferral = model.demands.iter().any(|demand| demand.when_down.is_some());
        let mut all = vec![Actor::Record];
        let calendars: Vec<_> = model
            .processes
            .iter_ids()
            .map(|(id, process)| add_if(&mut all, process.calendar.len() > 1, Actor::Calendar(id)))
            .collect();
        let disruptions = add(&mut all, model.disruptions.ids().map(Actor::Disruption));
        let failures = add(&mut all, model.failures.ids().map(Actor::Failure));
        let any_condition = model.phases.iter().any(|phase| matches!(phase.until, Some(PhaseEnd::Gate(_))));
        let end_conditions = add_if(&mut all, any_condition, Actor::EndConditions);
        let phases = add(&mut all, model.phases.ids().map(Actor::Phase));
        let cap_reset = add_if(&mut all, !model.phases.is_empty(), Actor::CapReset);
        let service = add(&mut all, StationId::first(stations).map(Actor::Service));
        let supplies = model
            .site_groups
            .iter_ids()
            .map(|(number, group)| {
                add_if(
                    &mut all,
                    group.lead_time.is_some() || group.deliveries.is_some(),
                    Actor::Supply(number),
                )
            })
            .collect();
        let lanes: Vec<&Lane> = model.lanes.iter().flat_map(|lane| states_of(lane, model)).collect();
        let arrivals = add(&mut all, (0..lanes.len() as u32).map(Actor::Arrival));
        let customer_returns = add(&mut all, (0..model.impatience.len() as u16).map(Actor::CustomerReturn));
        let impatience = add(&mut all, (0..model.impatience.len() as u16).map(Actor::Impatience));
        let demands = add(&mut all, StreamId::first(demand_streams).map(Actor::Demand));
        let deferred_orders = add(
            &mut all,
            StreamId::first(if any_deferral { demand_streams } else { 0 }).map(Actor::DeferredOrder),
        );
        let reviews = model
            .group_of
            .iter_ids()
            .map(|(site, &group)| {
                let acting = match &model.site_groups[group].stock {
                    Stock::BaseStock(stock) => {
                        stock.reviews.is_some() || stock.manual_orders.is_some() || !stock.needs.is_empty()
                    }
                    Stock::None | Stock::Unlimited => false,
                };
                add_if(&mut all, acting, Actor::Review(site))
            })
            .collect();
        // A lane without a timetable acts only to depart after it was down.
        let can_be_down =
            !(model.disruptions.is_empty() && model.failures.is_empty() && model.phases.is_empty());
        let departures = (0..)
            .zip(lanes)
            .map(|(state, lane)| {
                let acting = lane.departures.is_some() || !lane.needs.is_empty() || can_be_down;
                add_if(&mut all, acting, Actor::Departure(state))
            })
            .collect();
        Actors {
            all,
            calendars,
            disruptions,
            failures,
            end_conditions,
            phases,
            cap_reset,
            service,
            supplies,
            arrivals,
            customer_returns,
            impatience,
            demands,
            deferred_orders,
            reviews,
            departures,
        }
    }

    /// Number of actors.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The actor with this number.
    #[inline]
    pub(super) fn who(&self, number: u32) -> Actor {
        self.all[number as usize]
    }

    /// The number of an actor; `None` if it never acts.
    #[inline(always)]
    pub(super) fn number(&self, actor: Actor) -> Option<u32> {
        match actor {
            Actor::Record => Some(0),
            Actor::Calendar(process) => self.calendars[usize::from(process)],
            Actor::Disruption(disruption) => Some(self.disruptions + u32::from(disruption.get())),
            Actor::Failure(failure) => Some(self.failures + u32::from(failure.get())),
            Actor::EndConditions => self.end_conditions,
            Actor::Phase(phase) => Some(self.phases + u32::from(phase.get())),
            Actor::CapReset => self.cap_reset,
            Actor::Service(station) => Some(self.service + station.get()),
            Actor::Supply(group) => self.supplies[group],
            Actor::Arrival(lane) => Some(self.arrivals + lane),
            Actor::CustomerReturn(rule) => Some(self.customer_returns + u32::from(rule)),
            Actor::Impatience(rule) => Some(self.impatience + u32::from(rule)),
            Actor::Demand(stream) => Some(self.demands + stream.get()),
            Actor::DeferredOrder(stream) => Some(self.deferred_orders + stream.get()),
            Actor::Review(site) => self.reviews[site],
            Actor::Departure(lane) => self.departures[lane as usize],
        }
    }
}

/// Numbers actors that can all act; returns the number of the first.
fn add(all: &mut Vec<Actor>, actors: impl Iterator<Item = Actor>) -> u32 {
    let first = all.len() as u32;
    all.extend(actors);
    first
}

/// One lane for each site that it leaves from.
fn states_of<'m>(lane: &'m Lane, model: &Model) -> impl Iterator<Item = &'m Lane> + use<'m> {
    std::iter::repeat_n(lane, model.site_groups[lane.from].count as usize)
}

/// Numbers an actor if it can act.
fn add_if(all: &mut Vec<Actor>, acting: bool, actor: Actor) -> Option<u32> {
    acting.then(|| add(all, std::iter::once(actor)))
}
