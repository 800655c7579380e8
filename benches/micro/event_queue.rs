//! Event queue: the next event, by number of actors.

use gplc::engine::event_queue::EventQueue;
use gplc::engine::random::{Draws, Purpose};
use gplc::units::{Duration, Instant};
use rand::RngExt as _;

const EVENTS: u64 = 100_000;

/// Events per second of an event queue with `actors` actors (demand streams, stations, lanes).
/// Should hardly fall with size: the queue holds one event per actor, however many lines wait.
#[divan::bench(args = [200, 2_000, 20_000])]
fn next_event(bencher: divan::Bencher<'_, '_>, actors: usize) {
    let filled = || {
        let mut queue =
            EventQueue::new(actors, Instant::from_micros(1 << 40)).expect("the run is short enough");
        for actor in 0..actors as u32 {
            queue.set(actor, Instant::from_micros(gap(u64::from(actor))));
        }
        queue
    };
    bencher.counter(divan::counter::ItemsCount::new(EVENTS)).with_inputs(filled).bench_local_values(
        |mut queue| {
            for event in 0..EVENTS {
                let (now, actor) = queue.next().expect("every actor has a next event");
                queue.set(actor, now + Duration::from_micros(gap(event)));
            }
            queue
        },
    );
}

/// Time between events of an actor, drawn by key: up to a second [microseconds].
fn gap(ordinal: u64) -> u64 {
    Draws::new(1, 0).generator(7, ordinal, Purpose(1)).random_range(1..1_000_000)
}
