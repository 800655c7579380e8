//! Model B, hand-written: a centre and ten depots, one part, one-for-one replenishment. Three
//! events a demand.

use crate::event_queue::{EventQueue, Random};
use std::collections::VecDeque;

/// Events of a replication of `scenarios/bench/two-echelon.toml`: 5,001 days of ten lines an hour,
/// three events a line.
pub(crate) const EVENTS: f64 = 3.0 * 10.0 * 24.0 * 5_001.0;

const UNTIL: f64 = 200_000.0;
const DEPOTS: usize = 10;
const TRANSPORT: f64 = 1.5;
const LEAD_TIME: f64 = 1.25;

enum Event {
    Demand(usize),
    AtCentre,
    AtDepot(usize),
}

struct Depot {
    on_hand: u32,
    waiting: VecDeque<f64>,
    demands: u64,
    filled: u64,
    waited: f64,
}

/// Runs the model; returns its number of events.
pub(crate) fn run() -> u64 {
    let mut random = Random::new();
    let mut queue = EventQueue::new();
    let depot = || Depot { on_hand: 3, waiting: VecDeque::new(), demands: 0, filled: 0, waited: 0.0 };
    let mut depots: Vec<Depot> = (0..DEPOTS).map(|_| depot()).collect();
    let (mut centre, mut owed, mut events) = (12, VecDeque::new(), 0);
    for depot in 0..DEPOTS {
        queue.at(random.exponential(1.0), Event::Demand(depot));
    }
    while let Some((now, event)) = queue.next()
        && now <= UNTIL
    {
        events += 1;
        match event {
            Event::Demand(number) => {
                queue.at(now + random.exponential(1.0), Event::Demand(number));
                let depot = &mut depots[number];
                depot.demands += 1;
                if depot.on_hand > 0 {
                    depot.on_hand -= 1;
                    depot.filled += 1;
                } else {
                    depot.waiting.push_back(now);
                }
                queue.at(now + LEAD_TIME, Event::AtCentre);
                if centre > 0 {
                    centre -= 1;
                    queue.at(now + TRANSPORT, Event::AtDepot(number));
                } else {
                    owed.push_back(number);
                }
            }
            Event::AtCentre => match owed.pop_front() {
                Some(number) => queue.at(now + TRANSPORT, Event::AtDepot(number)),
                None => centre += 1,
            },
            Event::AtDepot(number) => {
                let depot = &mut depots[number];
                match depot.waiting.pop_front() {
                    Some(since) => depot.waited += now - since,
                    None => depot.on_hand += 1,
                }
            }
        }
    }
    let total = |of: fn(&Depot) -> u64| depots.iter().map(of).sum::<u64>() as f64;
    let fill_rate = total(|depot| depot.filled) / total(|depot| depot.demands);
    let waited = depots.iter().map(|depot| depot.waited).sum::<f64>() / total(|depot| depot.demands);
    assert!((fill_rate - 0.7655).abs() < 0.005, "the fill rate is 0.7655, not {fill_rate}");
    assert!((waited - 0.13).abs() < 0.005, "the mean wait is 0.130, not {waited}");
    events
}
