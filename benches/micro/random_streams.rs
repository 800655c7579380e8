//! Random streams: a keyed draw, which finds the generator of a thing and draws from it.

use divan::black_box;
use divan::counter::ItemsCount;
use gplc::engine::random::{Draws, Purpose};
use rand::RngExt as _;
use rand_distr::Exp1;

const DRAWS: u64 = 100_000;

/// Uniform numbers per second.
#[divan::bench]
fn uniform(bencher: divan::Bencher<'_, '_>) {
    let draws = black_box(Draws::new(1, 0));
    bencher.counter(ItemsCount::new(DRAWS)).bench_local(|| {
        (0..DRAWS).map(|ordinal| draws.generator(7, ordinal, Purpose(1)).random::<f64>()).sum::<f64>()
    });
}

/// Exponential numbers per second.
#[divan::bench]
fn exponential(bencher: divan::Bencher<'_, '_>) {
    let draws = black_box(Draws::new(1, 0));
    bencher.counter(ItemsCount::new(DRAWS)).bench_local(|| {
        (0..DRAWS).map(|ordinal| draws.generator(7, ordinal, Purpose(1)).sample::<f64, _>(Exp1)).sum::<f64>()
    });
}
