//! Whole replications of shipped scenarios, cut small: with all default metrics, and with none.

use super::runs::{NETWORK, NORMAL, OBSERVED, OUTAGE, QUEUE, Run, TWO_ECHELON, replicate};
use divan::Bencher;
use divan::counter::ItemsCount;
use gplc::simulation::Simulation;

/// Events per second with all default metrics and the observations of the scenario.
#[divan::bench(args = [QUEUE, TWO_ECHELON, NETWORK, NORMAL, OBSERVED, OUTAGE], sample_count = 20, sample_size = 1)]
fn default_metrics(bencher: Bencher<'_, '_>, run: Run) {
    let compiled = run.build();
    bencher.counter(ItemsCount::new(replicate(&compiled).counts.events)).bench_local(|| replicate(&compiled));
}

/// Events per second without observers.
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
