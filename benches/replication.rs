//! What a user waits for: one replication of the shipped normal quarter, cut to a fortnight of counted days.

use gplc::{model, observe, scenario};
use std::path::Path;

fn main() {
    divan::main();
}

/// Events per second of one replication with all default metrics; the start in the steady state included.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn normal_fortnight(bencher: divan::Bencher<'_, '_>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/normal.toml");
    let short = ["horizon=\"4 weeks\"".to_owned(), "warm_up=\"2 weeks\"".to_owned()];
    let read = scenario::read(&path, &short).expect("the shipped scenario is right");
    let built = model::build::build(&read.scenario).expect("it can be built");
    let replicate = || observe::observe(&built.model, &built.labels, 0, || false).expect("it runs");
    bencher.counter(divan::counter::ItemsCount::new(replicate().counts.events)).bench_local(replicate);
}
