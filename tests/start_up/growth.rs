//! Growth of start-up: twice the input takes at most about twice the allocations, freed ones
//! included. An array copied, sorted or collected again for each of many elements would take four
//! times as many.

use crate::allocator::{Taken, taken};
use crate::network::Network;
use gplc::compile::build;
use gplc::scenario::read_text;
use gplc::simulation::Simulation;

/// How much more twice as much may take.
const TWICE: f64 = 2.1;

const NETWORK: Network = Network { parts: 4_000, pdcs: 8, retailers: 40, weeks: 26, steady: true };

/// What was taken since: how often, and how many bytes.
fn since(before: Taken) -> [f64; 2] {
    let now = taken();
    [now.times - before.times, now.in_all - before.in_all].map(|count| count as f64)
}

/// What it takes to read a scenario, to build its model, and to put the network into its state at
/// the start.
fn start_up(text: &str) -> [[f64; 2]; 3] {
    let begin = taken();
    let read = read_text("network.toml", text, &[]).expect("no error");
    let reading = since(begin);
    let begin = taken();
    let compiled = build(&read.scenario).expect("it can run");
    let building = since(begin);
    let begin = taken();
    Simulation::new(&compiled.model, 0, ()).expect("it is not too long");
    [reading, building, since(begin)]
}

#[track_caller]
fn assert_twice(what: &str, once: &str, twice: &str) {
    let steps = ["reading", "building", "starting"];
    for ((step, once), twice) in steps.iter().zip(start_up(once)).zip(start_up(twice)) {
        for ((unit, once), twice) in ["times", "bytes"].iter().zip(once).zip(twice) {
            assert!(twice <= TWICE * once, "{step} twice the {what} takes {twice} {unit}, not {once}");
        }
    }
}

#[test]
fn start_up_is_linear_in_parts_sites_and_weeks() {
    for steady in [true, false] {
        let network = Network { steady, ..NETWORK };
        for (what, twice) in [
            ("parts", Network { parts: 2 * network.parts, ..network }),
            ("retailers", Network { retailers: 2 * network.retailers, ..network }),
            ("distribution centres", Network { pdcs: 2 * network.pdcs, ..network }),
            ("weeks", Network { weeks: 2 * network.weeks, ..network }),
        ] {
            assert_twice(what, &network.text(), &twice.text());
        }
    }
}

#[test]
fn reading_is_linear_in_assumed_values() {
    // The class is written out in other words, and so stays as it was written.
    let text = |pdcs| {
        let text = Network { pdcs, ..NETWORK }.text();
        text.replace("transit = \"1 day\"", "transit = \"1 day\" # assumed")
            .replace("backorder_class = { daily = \"100%\" }", "class = \"daily\" # assumed")
    };
    assert_twice("assumed values", &text(8), &text(16));
}
