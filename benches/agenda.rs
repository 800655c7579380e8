//! What the next event costs, by number of actors.

use gplc::engine::event_queue::EventQueue;
use gplc::engine::random::{Draws, Purpose};
use rand::RngExt as _;

const EVENTS: u64 = 100_000;

fn main() {
    divan::main();
}

/// Events per second on an agenda of so many actors (demand streams, processes, lanes). Should hardly fall with
/// size: the agenda holds one event an actor, however many lines wait.
#[divan::bench(args = [200, 2_000, 20_000])]
fn next_event(bencher: divan::Bencher<'_, '_>, actors: usize) {
    let filled = || {
        let mut agenda = EventQueue::new(actors, 1 << 40).expect("short enough for so many actors");
        for actor in 0..actors as u32 {
            agenda.set(actor, gap(u64::from(actor)));
        }
        agenda
    };
    bencher.counter(divan::counter::ItemsCount::new(EVENTS)).with_inputs(filled).bench_local_values(
        |mut agenda| {
            for event in 0..EVENTS {
                let (now, actor) = agenda.next().expect("every actor acts again");
                agenda.set(actor, now + gap(event));
            }
            agenda
        },
    );
}

/// A keyed gap of up to a second.
fn gap(ordinal: u64) -> u64 {
    Draws::new(1, 0).generator(7, ordinal, Purpose(1)).random_range(1..1_000_000)
}
