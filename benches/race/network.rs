//! Model C, hand-written: a centre, 10 PDCs, 200 retailers, 1,000 parts, a slow pick line
//! (`scenarios/bench/network.toml`).
//!
//! Counts lines, picks, receipts of PDCs, supplies and reviews.

use crate::event_queue::{EventQueue, Random};
use std::collections::VecDeque;

/// Events of a replication of the scenario.
pub(crate) const EVENTS: f64 = 11.28e6;

const PARTS: usize = 1_000;
const PDCS: usize = 10;
const RETAILERS: usize = 200;
const LINES_A_DAY: f64 = 100.0;
const TRANSPORT: f64 = 1.0;
const LEAD_TIME: f64 = 14.0;
/// Delay of the centre's review after that of the PDCs, and lead of the pick line's change before
/// it.
const LATER: f64 = 0.01;
const DAYS: usize = 365;

enum Event {
    Line(u16),
    Picked,
    Receipt { pdc: u8, part: u16, pieces: i32 },
    Supply { part: u16, pieces: i32 },
    Record,
    ReviewOfPdcs,
    ReviewOfCentre,
}

/// A part on a shelf; `W` identifies a waiting requester.
#[derive(Clone)]
struct Shelf<W> {
    on_hand: i32,
    on_order: i32,
    owed: i32,
    level: i32,
    waiting: VecDeque<(W, i32)>,
}

impl<W> Shelf<W> {
    fn new(level: i32) -> Self {
        Shelf { on_hand: level, on_order: 0, owed: 0, level, waiting: VecDeque::new() }
    }

    fn request(&mut self, requester: W, pieces: i32) -> bool {
        if self.waiting.is_empty() && self.on_hand >= pieces {
            self.on_hand -= pieces;
            return true;
        }
        self.owed += pieces;
        self.waiting.push_back((requester, pieces));
        false
    }

    fn receive(&mut self, pieces: i32, mut serve: impl FnMut(W, i32)) {
        self.on_hand += pieces;
        self.on_order -= pieces;
        while self.waiting.front().is_some_and(|&(_, pieces)| pieces <= self.on_hand) {
            if let Some((requester, pieces)) = self.waiting.pop_front() {
                self.on_hand -= pieces;
                self.owed -= pieces;
                serve(requester, pieces);
            }
        }
    }

    fn review(&mut self) -> i32 {
        let lacks = self.level - (self.on_hand + self.on_order - self.owed);
        self.on_order += lacks;
        lacks
    }
}

/// Popularity of parts: weight 1/k, by an alias table (Walker 1977).
struct Parts {
    share: Vec<f64>,
    keep: Vec<f64>,
    alias: Vec<u16>,
}

impl Parts {
    fn new() -> Self {
        let total: f64 = (1..=PARTS).map(|k| 1.0 / k as f64).sum();
        let share: Vec<f64> = (1..=PARTS).map(|k| 1.0 / k as f64 / total).collect();
        let mut keep: Vec<f64> = share.iter().map(|share| share * PARTS as f64).collect();
        let mut alias: Vec<u16> = (0..PARTS as u16).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..PARTS).partition(|&part| keep[part] < 1.0);
        while let (Some(low), Some(&high)) = (small.pop(), large.last()) {
            alias[low] = high as u16;
            keep[high] -= 1.0 - keep[low];
            if keep[high] < 1.0 {
                large.pop();
                small.push(high);
            }
        }
        Parts { share, keep, alias }
    }

    /// A part, and 1 + geometric pieces, 1.5 on average.
    fn line(&self, random: &mut Random) -> (u16, i32) {
        let place = random.uniform() * PARTS as f64;
        let slot = place as usize;
        let part = if place - slot as f64 <= self.keep[slot] { slot as u16 } else { self.alias[slot] };
        let mut pieces = 1;
        while random.uniform() < 1.0 / 3.0 {
            pieces += 1;
        }
        (part, pieces)
    }

    /// Mean plus two standard deviations of the demand of `lines` lines a day over `days` days.
    fn levels(&self, lines: f64, days: f64) -> Vec<i32> {
        let level = |share: &f64| {
            let mean = lines * share * days;
            (1.5 * mean + 2.0 * (3.0 * mean).sqrt()).ceil() as i32
        };
        self.share.iter().map(level).collect()
    }
}

/// Pick queue; one line is picked at a time.
struct PickLine(VecDeque<(u8, u16, i32)>);

impl PickLine {
    fn add(&mut self, line: (u8, u16, i32), now: f64, pending: &mut EventQueue<Event>) {
        self.0.push_back(line);
        if self.0.len() == 1 {
            pending.at(now + picking(now), Event::Picked);
        }
    }
}

fn picking(now: f64) -> f64 {
    let speed = match now {
        now if now < 60.0 => 1.0,
        now if now < 90.0 => 0.2,
        _ => 1.3,
    };
    1.0 / (6_000.0 * speed)
}

/// Runs the model; returns its number of events.
pub(crate) fn run() -> u64 {
    let mut random = Random::new();
    let parts = Parts::new();
    let mut pending = EventQueue::new();
    let lines_of_pdc = LINES_A_DAY * (RETAILERS / PDCS) as f64;
    let shelves: Vec<Shelf<f64>> = parts.levels(lines_of_pdc, 3.0).into_iter().map(Shelf::new).collect();
    let mut pdcs = vec![shelves; PDCS];
    let mut centre: Vec<Shelf<u8>> =
        parts.levels(LINES_A_DAY * RETAILERS as f64, 16.0).into_iter().map(Shelf::new).collect();
    let mut pick = PickLine(VecDeque::new());
    let (mut ordered, mut filled, mut waited) = ([0_u32; DAYS + 1], [0_u32; DAYS + 1], 0.0);
    let (mut backlog, mut events) = (Vec::new(), 0);
    for retailer in 0..RETAILERS as u16 {
        pending.at(random.exponential(1.0 / LINES_A_DAY), Event::Line(retailer));
    }
    pending.at(1.0 - LATER, Event::Record);
    pending.at(1.0, Event::ReviewOfPdcs);
    pending.at(1.0 + LATER, Event::ReviewOfCentre);
    while let Some((now, event)) = pending.next()
        && now <= DAYS as f64
    {
        events += 1;
        match event {
            Event::Line(retailer) => {
                pending.at(now + random.exponential(1.0 / LINES_A_DAY), Event::Line(retailer));
                let (part, pieces) = parts.line(&mut random);
                let at_once =
                    pdcs[usize::from(retailer) / (RETAILERS / PDCS)][usize::from(part)].request(now, pieces);
                ordered[now as usize] += 1;
                filled[now as usize] += u32::from(at_once);
            }
            Event::Picked => {
                if let Some((pdc, part, pieces)) = pick.0.pop_front() {
                    pending.at(now + TRANSPORT, Event::Receipt { pdc, part, pieces });
                }
                if !pick.0.is_empty() {
                    pending.at(now + picking(now), Event::Picked);
                }
            }
            Event::Receipt { pdc, part, pieces } => {
                let shelf = &mut pdcs[usize::from(pdc)][usize::from(part)];
                shelf.receive(pieces, |since, _| waited += now - since);
            }
            Event::Supply { part, pieces } => {
                centre[usize::from(part)]
                    .receive(pieces, |pdc, pieces| pick.add((pdc, part, pieces), now, &mut pending));
            }
            Event::Record => {
                backlog.push(pick.0.len());
                pending.at(now + 1.0, Event::Record);
            }
            Event::ReviewOfPdcs => {
                events += PDCS as u64 - 1;
                for (pdc, shelves) in (0..).zip(&mut pdcs) {
                    for (part, shelf) in (0..).zip(shelves) {
                        let pieces = shelf.review();
                        if pieces > 0 && centre[usize::from(part)].request(pdc, pieces) {
                            pick.add((pdc, part, pieces), now, &mut pending);
                        }
                    }
                }
                pending.at(now + 1.0, Event::ReviewOfPdcs);
            }
            Event::ReviewOfCentre => {
                for (part, shelf) in (0..).zip(&mut centre) {
                    let pieces = shelf.review();
                    if pieces > 0 {
                        pending.at(now + LEAD_TIME, Event::Supply { part, pieces });
                    }
                }
                pending.at(now + 1.0, Event::ReviewOfCentre);
            }
        }
    }
    let share = |days: std::ops::Range<usize>| {
        f64::from(filled[days.clone()].iter().sum::<u32>()) / f64::from(ordered[days].iter().sum::<u32>())
    };
    assert!((share(10..60) - 0.993).abs() < 0.003, "days 10 to 60: {}", share(10..60));
    assert!((share(60..100) - 0.131).abs() < 0.01, "days 60 to 100: {}", share(60..100));
    assert!((110_000..117_000).contains(&backlog[89]), "backlog of day 90: {}", backlog[89]);
    assert!(waited > 0.0, "some wait");
    events
}
