//! Lanes: what a departure takes, and when the next one is.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails where it stands, and says what it saw"
)]

mod support;

use gplc::engine::Time;
use gplc::model::distribution::Sampler;
use gplc::scenario::distribution::Distribution;
use rand::SeedableRng;
use rand_xoshiro::SplitMix64;
use support::{Diary, HOUR, START, built};

/// A line every full hour, from 01:00 on, that a lane takes to the customer.
fn shipped(lane: &str) -> Vec<Time> {
    let model = built(&format!(
        "{START}horizon = \"1 day\"\n[parts.a]\ncount = 1\nshare = \"100%\"\n[classes.daily]\npriority = 1\n\
         [sites.centre]\nkind = \"centre\"\nstock = \"unlimited\"\n\
         [sites.shop]\nkind = \"retailer\"\nsupplied_by = [\"centre\"]\n\
         [lanes.road]\nfrom = \"centre\"\nto = \"shop\"\n{lane}\n\
         [demand.all]\nsite = \"shop\"\nlines = \"1 line/h\"\narrivals = \"even\"\nclass = \"daily\"\n"
    ))
    .model;
    Diary::of_customers(&model, 0).iter().filter_map(|story| story.shipped).map(|at| at / HOUR).collect()
}

#[test]
fn a_departure_takes_what_fits_in_order_and_the_rest_goes_first_with_the_next() {
    // Of 1, 2, 3, 4 o'clock (demand comes before departures) three go at 4; of the one left and four more, three at 8.
    let lane = "departs = { every = \"4 h\" }\ncapacity = \"3 lines\"";
    assert_eq!(shipped(lane)[..9], [4, 4, 4, 8, 8, 8, 12, 12, 12]);
    // With room for five nothing is left behind.
    assert_eq!(shipped(&lane.replace('3', "5"))[..9], [4, 4, 4, 4, 8, 8, 8, 8, 12]);
}

#[test]
fn an_interval_goes_on_over_midnight_from_the_moment_given_and_back() {
    // At 2, 7, 12, 17 and 22 o'clock.
    let lane = "departs = { every = \"5 h\", from = 2025-01-06T02:00:00 }";
    assert_eq!(shipped(lane)[..13], [2, 2, 7, 7, 7, 7, 7, 12, 12, 12, 12, 12, 17]);
    // Before the moment given the interval reaches back.
    let late = "departs = { every = \"5 h\", from = 2025-01-06T17:00:00 }";
    assert_eq!(shipped(late), shipped(lane));
}

#[test]
fn a_capacity_also_holds_for_a_timetable_of_the_week() {
    let lane = "departs = \"mon 03:00,06:00,09:00\"\ncapacity = \"2 lines\"";
    assert_eq!(shipped(lane), [3, 3, 6, 6, 9, 9]);
}

#[test]
fn steps_are_whole_and_of_the_mean_that_is_given() {
    // 40,000 draws of a mean of 3 steps (variance 3 × 2): four standard errors of the mean are 0.049 steps, which chance
    // passes in one of 16,000 seeds. P(1 step) = 1/3: four standard errors are 0.0094.
    let stated = Distribution::GeometricSteps { mean: 6.0, step: 2.0 };
    let sampler = Sampler::new(&stated).unwrap();
    assert!((sampler.mean() - 6.0).abs() < 1e-12 && (sampler.variance() - 24.0).abs() < 1e-9);
    let mut random = SplitMix64::seed_from_u64(7);
    let steps: Vec<u64> = (0..40_000).map(|_| sampler.draw_time(&mut random)).collect();
    assert!(steps.iter().all(|time| time % 2 == 0 && *time >= 2));
    let mean = steps.iter().sum::<u64>() as f64 / 40_000.0;
    assert!((mean - 6.0).abs() < 2.0 * 0.049, "{mean}");
    let ones = steps.iter().filter(|time| **time == 2).count() as f64 / 40_000.0;
    assert!((ones - 1.0 / 3.0).abs() < 0.0094, "{ones}");
}
