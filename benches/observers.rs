//! What it costs to look: one replication with all default metrics against one with none.

mod runs;

use divan::Bencher;
use divan::counter::ItemsCount;
use gplc::simulation::Simulation;
use runs::{NETWORK, NORMAL, OBSERVED, OUTAGE, QUEUE, Run, TWO_ECHELON, replicate};

fn main() {
    divan::main();
}

/// Events per second with all that every run records.
#[divan::bench(args = [QUEUE, TWO_ECHELON, NETWORK, NORMAL, OBSERVED, OUTAGE], sample_count = 20, sample_size = 1)]
fn default_metrics(bencher: Bencher<'_, '_>, run: Run) {
    let compiled = run.build();
    bencher.counter(ItemsCount::new(replicate(&compiled).counts.events)).bench_local(|| replicate(&compiled));
}

/// Events per second with nobody watching.
#[divan::bench(args = [QUEUE, TWO_ECHELON, NETWORK, NORMAL, OBSERVED, OUTAGE], sample_count = 20, sample_size = 1)]
fn no_metrics(bencher: Bencher<'_, '_>, run: Run) {
    let compiled = run.build();
    let events = replicate(&compiled).counts.events;
    bencher.counter(ItemsCount::new(events)).bench_local(|| {
        Simulation::new(&compiled.model, 0, ())
            .and_then(|simulation| simulation.run(|| false))
            .expect("it runs")
            .1
    });
}
