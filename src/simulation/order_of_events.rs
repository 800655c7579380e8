//! The order of events at one instant: the one table that says who comes first.
//!
//! | rank | what | inside the rank |
//! | ---: | --- | --- |
//! | 0 | records at midnight | |
//! | 1 | changes of capacity: calendars, disruptions, failures, restart phases (which look at their gates), the turn of the day for caps | by kind, then name |
//! | 2 | ends of work | downstream sites first, then name, number, step |
//! | 3 | arrivals of goods: from suppliers, from lanes, sent back by customers | by name, number |
//! | 4 | demand: what impatient customers do, then new orders, then customers who come back | by name, number |
//! | 5 | stock reviews | downstream sites first, then name, number |
//! | 6 | departures | by name, number |
//!
//! An actor is a thing and a rank, and has at most one next event. Actors are numbered in the order of this
//! table, and the smallest pending (time, number) is always next, even when its rank is earlier than the one
//! just handled. What a handler completes with no delay happens inside it. So nothing depends on the order in
//! which code scheduled things, or in which tables stand in a file.

use crate::model::Model;

/// Who acts, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Actor {
    /// The record of the day that ends.
    Record,
    /// A calendar's change of a process's level (process table).
    Calendar(u16),
    /// Begin or end of a disruption.
    Disruption(u16),
    /// Stop or repair of a failure, or its next phase.
    Failure(u16),
    /// Start, stair or end of a restart phase.
    Phase(u16),
    /// The turn of the day for caps.
    TurnOfDay,
    /// The earliest end of work of a process at a site.
    Work(u32),
    /// The earliest delivery of a supplier table.
    Supply(u16),
    /// The earliest arrival on a lane.
    Arrival(u32),
    /// The earliest return of what customers send back, by rule of impatience.
    SentBack(u16),
    /// What impatient customers do by a rule.
    Impatience(u16),
    /// The next order of a demand stream, or the entry of those held.
    Demand(u32),
    /// The next customer of a demand stream who comes back.
    Return(u32),
    /// The next stock review of a site.
    Review(u32),
    /// The next departure on a lane.
    Departure(u32),
}

/// All actors, in the order of events at one instant.
#[derive(Debug, Clone)]
pub(super) struct Actors {
    all: Vec<Actor>,
    calendars: u32,
    disruptions: u32,
    failures: u32,
    phases: u32,
    turn_of_day: u32,
    work: u32,
    supplies: u32,
    arrivals: u32,
    sent_back: u32,
    impatience: u32,
    demands: u32,
    returns: u32,
    reviews: u32,
    departures: u32,
}

impl Actors {
    /// Numbers the actors of a model with so many processes at sites, lanes from sites, demand streams and those of
    /// them that customers come back to.
    pub(super) fn new(model: &Model, processes: usize, lanes: usize, demands: usize, returns: usize) -> Self {
        let mut all = vec![Actor::Record];
        let mut add = |group: &mut dyn Iterator<Item = Actor>| {
            let first = all.len() as u32;
            all.extend(group);
            first
        };
        let calendars = add(&mut (0..model.processes.len() as u16).map(Actor::Calendar));
        let disruptions = add(&mut (0..model.disruptions.len() as u16).map(Actor::Disruption));
        let failures = add(&mut (0..model.failures.len() as u16).map(Actor::Failure));
        let phases = add(&mut (0..model.phases.len() as u16).map(Actor::Phase));
        let turn_of_day = add(&mut std::iter::once(Actor::TurnOfDay));
        let work = add(&mut (0..processes as u32).map(Actor::Work));
        let supplies = add(&mut (0..model.tables.len() as u16).map(Actor::Supply));
        let arrivals = add(&mut (0..lanes as u32).map(Actor::Arrival));
        let sent_back = add(&mut (0..model.impatience.len() as u16).map(Actor::SentBack));
        let impatience = add(&mut (0..model.impatience.len() as u16).map(Actor::Impatience));
        let demands = add(&mut (0..demands as u32).map(Actor::Demand));
        let returns = add(&mut (0..returns as u32).map(Actor::Return));
        let reviews = add(&mut (0..model.sites() as u32).map(Actor::Review));
        let departures = add(&mut (0..lanes as u32).map(Actor::Departure));
        Actors {
            all,
            calendars,
            disruptions,
            failures,
            phases,
            turn_of_day,
            work,
            supplies,
            arrivals,
            sent_back,
            impatience,
            demands,
            returns,
            reviews,
            departures,
        }
    }

    /// Number of actors.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Who has this number.
    #[inline]
    pub(super) fn who(&self, number: u32) -> Actor {
        self.all[number as usize]
    }

    /// The number of an actor.
    #[inline]
    pub(super) fn number(&self, actor: Actor) -> u32 {
        match actor {
            Actor::Record => 0,
            Actor::Calendar(process) => self.calendars + u32::from(process),
            Actor::Disruption(disruption) => self.disruptions + u32::from(disruption),
            Actor::Failure(failure) => self.failures + u32::from(failure),
            Actor::Phase(phase) => self.phases + u32::from(phase),
            Actor::TurnOfDay => self.turn_of_day,
            Actor::Work(instance) => self.work + instance,
            Actor::Supply(table) => self.supplies + u32::from(table),
            Actor::Arrival(lane) => self.arrivals + lane,
            Actor::SentBack(rule) => self.sent_back + u32::from(rule),
            Actor::Impatience(rule) => self.impatience + u32::from(rule),
            Actor::Demand(stream) => self.demands + stream,
            Actor::Return(stream) => self.returns + stream,
            Actor::Review(site) => self.reviews + site,
            Actor::Departure(lane) => self.departures + lane,
        }
    }
}
