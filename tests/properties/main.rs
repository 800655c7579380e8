//! Properties that hold for every scenario, tested on random scenarios that use every key of the
//! language.
//!
//! One file a family of properties. All choices are drawn from a fixed seed, so that a test always
//! tries the same.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails where it stands, and says what it saw"
)]

mod capacity;
mod capacity_composition;
mod cohort_windows;
mod common_random_numbers;
mod conservation;
mod equivalent_scenarios;
mod every_key;
mod idle_elements;
mod littles_law;
mod replications;
mod reproducible_bytes;
mod scenario;
mod stages;
mod stock_balance;
#[path = "../support/mod.rs"]
mod support;
mod unlimited_capacity;
mod work_conservation;

use proptest::prelude::ProptestConfig;
use proptest::test_runner::{RngAlgorithm, RngSeed};

pub(crate) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(20_250_831),
        ..ProptestConfig::default()
    }
}
