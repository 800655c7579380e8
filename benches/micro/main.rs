//! Micro-benchmarks of the hot paths, and of one whole replication: `cargo bench --bench micro`.
//!
//! Words after `--` select benchmarks by name, such as `event_queue` or `replication`.

mod event_queue;
mod random_streams;
mod replication;
#[path = "../runs/mod.rs"]
mod runs;
mod shelf;
mod small;
mod station_queue;

fn main() {
    divan::main();
}
