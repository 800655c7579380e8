//! Memory: what a network takes when it is ready, and while its model is built.

use crate::allocator::{forget_the_most, taken};
use crate::network::Network;
use gplc::model::Stock;
use gplc::model::build::build;
use gplc::scenario::read_text;
use gplc::simulation::Simulation;

/// A network of half a million shelves.
const LARGE: Network = Network { parts: 20_000, pdcs: 12, retailers: 10, weeks: 4, steady: false };

#[test]
fn a_shelf_takes_some_25_bytes_and_building_needs_no_more_than_what_stays() {
    let read = read_text("large.toml", &LARGE.text(), &[]).expect("no mistake");
    let begin = taken();
    forget_the_most();
    let built = build(&read.scenario).expect("it can run");
    let building = taken();
    let simulation = Simulation::new(&built.model, 0, ()).expect("it is not too long");
    let ready = taken();
    drop(simulation);

    let shelves: f64 = built
        .model
        .tables
        .iter()
        .map(|table| match &table.stock {
            Stock::BaseStock(stock) => f64::from(table.count) * stock.level.len() as f64,
            Stock::None | Stock::Unlimited => 0.0,
        })
        .sum();
    let model = (building.held - begin.held) as f64 / shelves;
    let run = (ready.held - building.held) as f64 / shelves;
    let building = (building.most - begin.held) as f64 / shelves;
    // A level and a mean demand by table and part; on hand, position, queue and the mark for the next review by shelf.
    assert!(model < 14.0, "{model} bytes a shelf in the model");
    assert!(run < 13.0, "{run} bytes a shelf in the run");
    // What building took and gave back, an allocator need not give back to the system.
    assert!(building < model + run, "{building} bytes a shelf while the model is built");
}
