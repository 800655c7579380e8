//! Lanes: capacity and times of departures, and transit times in steps.

use crate::support::Micros;
use crate::support::{HOUR, HistoryRecorder, START, agrees, compiled, observed, reads_back};
use gplc::distributions::Distribution;
use gplc::distributions::Sampler;
use rand::SeedableRng;
use rand_xoshiro::SplitMix64;

/// A line every full hour, from 01:00 on, that a lane takes to the customer.
fn shipped(lane: &str) -> Vec<Micros> {
    let model = compiled(&format!(
        "{START}horizon = \"1 day\"\n[parts.a]\ncount = 1\nshare = \"100%\"\n[classes.daily]\npriority = 1\n\
         [sites.centre]\nkind = \"centre\"\nstock = \"unlimited\"\n\
         [sites.shop]\nkind = \"retailer\"\nsupplied_by = [\"centre\"]\n\
         [lanes.road]\nfrom = \"centre\"\nto = \"shop\"\n{lane}\n\
         [demand.all]\nsite = \"shop\"\nlines = \"1 line/h\"\narrivals = \"even\"\nclass = \"daily\"\n"
    ))
    .model;
    HistoryRecorder::of_customers(&model, 0)
        .iter()
        .filter_map(|history| history.shipped)
        .map(|at| at / HOUR)
        .collect()
}

#[test]
fn a_departure_takes_what_fits_in_order_and_the_rest_leads_the_next() {
    // Of 1, 2, 3, 4 o'clock (demand comes before departures) three go at 4; of the one left and
    // four more, three at 8.
    let lane = "departs = { every = \"4 h\" }\ncapacity = \"3 lines\"";
    assert_eq!(shipped(lane)[..9], [4, 4, 4, 8, 8, 8, 12, 12, 12]);
    // With room for five nothing is left behind.
    assert_eq!(shipped(&lane.replace('3', "5"))[..9], [4, 4, 4, 4, 8, 8, 8, 8, 12]);
}

#[test]
fn an_interval_continues_across_midnight_in_both_directions() {
    // At 2, 7, 12, 17 and 22 o'clock.
    let lane = "departs = { every = \"5 h\", from = 2025-01-06T02:00:00 }";
    assert_eq!(shipped(lane)[..13], [2, 2, 7, 7, 7, 7, 7, 12, 12, 12, 12, 12, 17]);
    // Before the moment given the interval reaches back.
    let late = "departs = { every = \"5 h\", from = 2025-01-06T17:00:00 }";
    assert_eq!(shipped(late), shipped(lane));
}

#[test]
fn a_capacity_also_limits_a_weekly_timetable() {
    let lane = "departs = \"mon 03:00,06:00,09:00\"\ncapacity = \"2 lines\"";
    assert_eq!(shipped(lane), [3, 3, 6, 6, 9, 9]);
}

/// A depot that orders each piece that is taken from a centre with everything on hand; lorries on
/// every fourth hour.
fn depot(horizon: &str, capacity: &str, customers: &str, pieces: u32) -> String {
    format!(
        r#"{START}
horizon = "{horizon}"
[parts.part]
count = 1
share = "100%"
pieces = "{pieces} pieces"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.centre]
kind = "centre"
stock = "unlimited"
[sites.depot]
kind = "pdc"
supplied_by = ["centre"]
stock = {{ level = "1000000 pieces" }}
[lanes.to_depot]
from = "centre"
to = "depot"
departs = "mon-sun 00:00,04:00,08:00,12:00,16:00,20:00"
{capacity}
[demand.customers]
site = "depot"
lines = "{customers}"
class = "daily"
"#
    )
}

/// Hours at which what the depot ordered arrived, in the order in which it did.
fn arrivals(capacity: &str) -> Vec<Micros> {
    let text = depot("1 day", capacity, "2 lines/h\"\narrivals = \"even", 1);
    let histories = HistoryRecorder::of(&compiled(&text).model, 0);
    let ordered = histories.iter().filter(|history| history.replenishment);
    ordered.filter_map(|history| history.filled).map(|at| at / HOUR).collect()
}

#[test]
fn lines_left_by_a_departure_wait_for_the_next() {
    // A line every half hour from 0:30 on: 8 are ready at 4:00 (that of 4:00 too), 8 more every
    // four hours. Without a limit all 8 go; a lorry of 6 takes the first 6 and leaves 2 behind at
    // 4:00, 4 at 8:00, and so on.
    let all = arrivals("");
    assert_eq!(all, [4, 8, 12, 16, 20].into_iter().flat_map(|hour| vec![hour; 8]).collect::<Vec<_>>());
    let six = arrivals("capacity = \"6 lines\"");
    assert_eq!(six, [4, 8, 12, 16, 20].into_iter().flat_map(|hour| vec![hour; 6]).collect::<Vec<_>>());
}

#[test]
fn departures_of_limited_capacity_leave_the_queue_of_bailey() {
    // 4 lines an hour, a lorry of 20 every 4 hours, so A is Poisson with mean 16 and n → (n − 20)⁺
    // + A: of a day, the mean left behind is 0.573 986 (Bailey, J. R. Stat. Soc. B 16 (1954) 80–87;
    // roots and direct solution), so that the mean wait is 2 h + 4 h · 0.573 986 / 16 = 2.143 496
    // h.
    let model = compiled(&depot("60 weeks", "capacity = \"20 lines\"", "4 lines/h", 1)).model;
    let waits = (0..40).map(|replication| {
        let histories = HistoryRecorder::of(&model, replication);
        let ordered = histories.iter().filter(|history| history.replenishment && history.filled.is_some());
        let waits: Vec<Micros> = ordered.map(crate::support::LineHistory::time_to_fill).collect();
        waits.iter().sum::<Micros>() as f64 / waits.len() as f64 / HOUR as f64
    });
    agrees("wait for a lorry of 20 lines", waits, 2.143_496);
}

#[test]
fn lane_capacities_read_back_unchanged() {
    let text = depot("2 weeks", "capacity = \"20 lines\"", "4.9 lines/h", 3);
    observed(&compiled(&text));
    reads_back(&text);
}

#[test]
fn transit_steps_are_integers_with_the_given_mean() {
    // 40,000 draws of a mean of 3 steps (variance 3 × 2): four standard errors of the mean are
    // 0.049 steps, which chance passes in one of 16,000 seeds. P(1 step) = 1/3: four standard
    // errors are 0.0094.
    let stated = Distribution::GeometricSteps { mean: 6.0, step: 2.0 };
    let sampler = Sampler::new(&stated).unwrap();
    assert!((sampler.mean() - 6.0).abs() < 1e-12 && (sampler.variance() - 24.0).abs() < 1e-9);
    let mut random = SplitMix64::seed_from_u64(7);
    let steps: Vec<u64> = (0..40_000).map(|_| sampler.draw_time(&mut random).as_micros()).collect();
    assert!(steps.iter().all(|time| time % 2 == 0 && *time >= 2));
    let mean = steps.iter().sum::<u64>() as f64 / 40_000.0;
    assert!((mean - 6.0).abs() < 2.0 * 0.049, "{mean}");
    let ones = steps.iter().filter(|time| **time == 2).count() as f64 / 40_000.0;
    assert!((ones - 1.0 / 3.0).abs() < 0.0094, "{ones}");
}
