//! What a user waits for: one replication of each shipped kind of scenario, cut small.

mod runs;

use divan::Bencher;
use divan::counter::ItemsCount;
use runs::{NETWORK, NORMAL, OBSERVED, OUTAGE, QUEUE, Run, TWO_ECHELON, replicate};

fn main() {
    divan::main();
}

/// Events per second of one replication with all default metrics; the start included.
#[divan::bench(args = [QUEUE, TWO_ECHELON, NETWORK, NORMAL, OBSERVED, OUTAGE], sample_count = 20, sample_size = 1)]
fn replication(bencher: Bencher<'_, '_>, run: Run) {
    let compiled = run.build();
    bencher.counter(ItemsCount::new(replicate(&compiled).counts.events)).bench_local(|| replicate(&compiled));
}
