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

use crate::model::{Model, Stock};

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

/// All actors that may ever act, in the order of events at one instant.
///
/// The fewer there are, the shorter is the way of each event through the agenda.
#[derive(Debug, Clone)]
pub(super) struct Actors {
    all: Vec<Actor>,
    calendars: Vec<Option<u32>>,
    disruptions: u32,
    failures: u32,
    phases: u32,
    turn_of_day: Option<u32>,
    work: u32,
    supplies: Vec<Option<u32>>,
    arrivals: u32,
    sent_back: u32,
    impatience: u32,
    demands: u32,
    returns: u32,
    reviews: Vec<Option<u32>>,
    departures: Vec<Option<u32>>,
}

impl Actors {
    /// Numbers the actors of a model with so many processes at sites, lanes from sites of these lane tables, demand
    /// streams and those of them that customers come back to.
    pub(super) fn new(
        model: &Model,
        processes: usize,
        lanes: &[u16],
        demands: usize,
        returns: usize,
    ) -> Self {
        let mut all = vec![Actor::Record];
        let calendars: Vec<_> = (0..)
            .zip(&model.processes)
            .map(|(number, process)| add_if(&mut all, process.calendar.len() > 1, Actor::Calendar(number)))
            .collect();
        let disruptions = add(&mut all, (0..model.disruptions.len() as u16).map(Actor::Disruption));
        let failures = add(&mut all, (0..model.failures.len() as u16).map(Actor::Failure));
        let phases = add(&mut all, (0..model.phases.len() as u16).map(Actor::Phase));
        let turn_of_day = add_if(&mut all, !model.phases.is_empty(), Actor::TurnOfDay);
        let work = add(&mut all, (0..processes as u32).map(Actor::Work));
        let supplies = (0..)
            .zip(&model.site_groups)
            .map(|(number, table)| {
                add_if(&mut all, table.lead_time.is_some() || table.loads.is_some(), Actor::Supply(number))
            })
            .collect();
        let arrivals = add(&mut all, (0..lanes.len() as u32).map(Actor::Arrival));
        let sent_back = add(&mut all, (0..model.impatience.len() as u16).map(Actor::SentBack));
        let impatience = add(&mut all, (0..model.impatience.len() as u16).map(Actor::Impatience));
        let demands = add(&mut all, (0..demands as u32).map(Actor::Demand));
        let returns = add(&mut all, (0..returns as u32).map(Actor::Return));
        let reviews = (0..)
            .zip(&model.group_of)
            .map(|(site, &table)| {
                let acting = match &model.site_groups[usize::from(table)].stock {
                    Stock::BaseStock(stock) => {
                        stock.reviews.is_some() || stock.by_hand.is_some() || !stock.needs.is_empty()
                    }
                    Stock::None | Stock::Unlimited => false,
                };
                add_if(&mut all, acting, Actor::Review(site))
            })
            .collect();
        // A lane without a timetable departs by itself when it has been down.
        let any_may_be_down =
            !(model.disruptions.is_empty() && model.failures.is_empty() && model.phases.is_empty());
        let departures = (0..)
            .zip(lanes)
            .map(|(state, &lane)| {
                let lane = &model.lanes[usize::from(lane)];
                let acting = lane.departures.is_some() || !lane.needs.is_empty() || any_may_be_down;
                add_if(&mut all, acting, Actor::Departure(state))
            })
            .collect();
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

    /// The number of an actor; `None` if it never acts.
    #[inline(always)]
    pub(super) fn number(&self, actor: Actor) -> Option<u32> {
        match actor {
            Actor::Record => Some(0),
            Actor::Calendar(process) => self.calendars[usize::from(process)],
            Actor::Disruption(disruption) => Some(self.disruptions + u32::from(disruption)),
            Actor::Failure(failure) => Some(self.failures + u32::from(failure)),
            Actor::Phase(phase) => Some(self.phases + u32::from(phase)),
            Actor::TurnOfDay => self.turn_of_day,
            Actor::Work(station) => Some(self.work + station),
            Actor::Supply(table) => self.supplies[usize::from(table)],
            Actor::Arrival(lane) => Some(self.arrivals + lane),
            Actor::SentBack(rule) => Some(self.sent_back + u32::from(rule)),
            Actor::Impatience(rule) => Some(self.impatience + u32::from(rule)),
            Actor::Demand(stream) => Some(self.demands + stream),
            Actor::Return(stream) => Some(self.returns + stream),
            Actor::Review(site) => self.reviews[site as usize],
            Actor::Departure(lane) => self.departures[lane as usize],
        }
    }
}

/// Numbers actors that may all act; the number of the first.
fn add(all: &mut Vec<Actor>, actors: impl Iterator<Item = Actor>) -> u32 {
    let first = all.len() as u32;
    all.extend(actors);
    first
}

/// Numbers an actor if it may ever act.
fn add_if(all: &mut Vec<Actor>, acting: bool, actor: Actor) -> Option<u32> {
    acting.then(|| add(all, std::iter::once(actor)))
}
