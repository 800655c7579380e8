//! Model A, hand-written: one server, arrivals at rate 0.9, service at rate 1. Two events a
//! customer.

use crate::event_queue::{EventQueue, Random};
use std::collections::VecDeque;
use std::hint::black_box;

/// Events of a replication of `scenarios/bench/queue.toml`: 201 weeks of 54 lines an hour, two
/// events a line.
pub(crate) const EVENTS: f64 = 2.0 * 54.0 * 24.0 * 7.0 * 201.0;

const CUSTOMERS: u64 = 4_000_000;

enum Event {
    Arrival,
    Departure,
}

/// Runs the model; returns its number of events.
pub(crate) fn run() -> u64 {
    let mut random = Random::new();
    let mut queue = EventQueue::new();
    let mut waiting = VecDeque::new();
    let (mut arrived, mut in_system) = (0, 0.0);
    queue.at(random.exponential(1.0 / 0.9), Event::Arrival);
    while let Some((now, event)) = queue.next() {
        match event {
            Event::Arrival => {
                arrived += 1;
                if arrived < CUSTOMERS {
                    queue.at(now + random.exponential(1.0 / 0.9), Event::Arrival);
                }
                waiting.push_back(now);
                if waiting.len() == 1 {
                    queue.at(now + random.exponential(1.0), Event::Departure);
                }
            }
            Event::Departure => {
                in_system += now - waiting.pop_front().unwrap_or(now);
                if !waiting.is_empty() {
                    queue.at(now + random.exponential(1.0), Event::Departure);
                }
            }
        }
    }
    let mean = in_system / CUSTOMERS as f64;
    assert!((9.0..11.0).contains(black_box(&mean)), "the mean time in the system is 10, not {mean}");
    2 * CUSTOMERS
}
