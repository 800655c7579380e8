//! Memory: of a network when it is ready, while its model is compiled, and per day of its run.

use crate::allocator::{forget_the_most, taken};
use crate::network::Network;
use gplc::compile::build;
use gplc::experiment::window::Windows;
use gplc::metrics::run_replication_by_window;
use gplc::model::Stock;
use gplc::scenario::read_text;
use gplc::simulation::Simulation;

/// A network of half a million shelves.
const LARGE: Network = Network { parts: 20_000, pdcs: 12, retailers: 10, weeks: 4, steady: false };

#[test]
fn a_shelf_takes_25_bytes_and_compilation_allocates_no_excess() {
    let read = read_text("large.toml", &LARGE.text(), &[]).expect("no error");
    let begin = taken();
    forget_the_most();
    let compiled = build(&read.scenario).expect("it can run");
    let building = taken();
    let simulation = Simulation::new(&compiled.model, 0, ()).expect("it is not too long");
    let ready = taken();
    drop(simulation);

    let shelves: f64 = compiled
        .model
        .site_groups
        .iter()
        .map(|table| match &table.stock {
            Stock::BaseStock(stock) => f64::from(table.count) * stock.level.len() as f64,
            Stock::None | Stock::Unlimited => 0.0,
        })
        .sum();
    let model = (building.held - begin.held) as f64 / shelves;
    let run = (ready.held - building.held) as f64 / shelves;
    let building = (building.most - begin.held) as f64 / shelves;
    // A level and a mean demand by table and part; on hand, position, queue and the mark for the
    // next review by shelf.
    assert!(model < 14.0, "{model} bytes a shelf in the model");
    assert!(run < 13.0, "{run} bytes a shelf in the run");
    // What building took and gave back, an allocator need not give back to the system.
    assert!(building < model + run, "{building} bytes a shelf while the model is built");
}

/// What a replication of a number of weeks takes at the most [bytes], reported as those of a run
/// are, and its daily series.
fn observed(weeks: u32) -> (u64, usize) {
    let small = Network { parts: 100, pdcs: 2, retailers: 2, weeks, steady: false };
    let read = read_text("small.toml", &small.text(), &[]).expect("no error");
    let compiled = build(&read.scenario).expect("it can run");
    let stretches = Windows::of(&compiled.model, &compiled.labels).stretches();
    let begin = taken();
    forget_the_most();
    let seen = run_replication_by_window(&compiled.model, &compiled.labels, 0, &stretches, || false)
        .expect("it runs");
    (taken().most - begin.held, seen.series.len())
}

#[test]
fn a_day_takes_less_than_its_daily_series_twice() {
    // They go into files, a number a day; while they are put together the counts that they are made
    // of are there too.
    let (short, _) = observed(8);
    let (long, series) = observed(108);
    let a_day = (long - short) as f64 / 700.0;
    assert!(a_day < 2.0 * 8.0 * series as f64, "{a_day} bytes a day for {series} daily series");
}
