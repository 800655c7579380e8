//! Lanes whose departures take only so many lines.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails where it stands, and says what it saw"
)]

mod support;

use gplc::engine::Time;
use gplc::scenario::read_text;
use support::{Diary, HOUR, START, agrees, built, observed};

/// A depot that orders each piece that is taken from a centre with everything on hand; lorries on every fourth hour.
fn text(horizon: &str, capacity: &str, customers: &str, pieces: u32) -> String {
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
fn arrivals(capacity: &str) -> Vec<Time> {
    let text = text("1 day", capacity, "2 lines/h\"\narrivals = \"even", 1);
    let stories = Diary::of(&built(&text).model, 0);
    let ordered = stories.iter().filter(|story| story.replenishment);
    ordered.filter_map(|story| story.filled).map(|at| at / HOUR).collect()
}

#[test]
fn what_a_departure_does_not_take_waits_for_the_next() {
    // A line every half hour from 0:30 on: 8 are ready at 4:00 (that of 4:00 too), 8 more every four hours. Without a
    // limit all 8 go; a lorry of 6 takes the first 6 and leaves 2 behind at 4:00, 4 at 8:00, and so on.
    let all = arrivals("");
    assert_eq!(all, [4, 8, 12, 16, 20].into_iter().flat_map(|hour| vec![hour; 8]).collect::<Vec<_>>());
    let six = arrivals("capacity = \"6 lines\"");
    assert_eq!(six, [4, 8, 12, 16, 20].into_iter().flat_map(|hour| vec![hour; 6]).collect::<Vec<_>>());
}

#[test]
fn lorries_with_room_for_so_many_leave_behind_what_bailey_says() {
    // 4 lines an hour, a lorry of 20 every 4 hours, so A is Poisson with mean 16 and n → (n − 20)⁺ + A: of a day, the mean
    // left behind is 0.573 986 (Bailey, J. R. Stat. Soc. B 16 (1954) 80–87; roots and direct solution), so that the mean
    // wait is 2 h + 4 h · 0.573 986 / 16 = 2.143 496 h.
    let model = built(&text("60 weeks", "capacity = \"20 lines\"", "4 lines/h", 1)).model;
    let waits = (0..40).map(|replication| {
        let stories = Diary::of(&model, replication);
        let ordered = stories.iter().filter(|story| story.replenishment && story.filled.is_some());
        let waits: Vec<Time> = ordered.map(support::Story::time_to_fill).collect();
        waits.iter().sum::<Time>() as f64 / waits.len() as f64 / HOUR as f64
    });
    agrees("wait for a lorry of 20 lines", waits, 2.143_496);
}

#[test]
fn a_capacity_reads_back_to_itself_and_loses_nothing() {
    let text = text("2 weeks", "capacity = \"20 lines\"", "4.9 lines/h", 3);
    observed(&built(&text));
    let read = read_text("case.toml", &text, &[]).unwrap();
    let again = read_text("case.toml", &read.resolved, &[]).unwrap();
    assert_eq!(read.scenario, again.scenario);
    assert_eq!(read.resolved, again.resolved);
}
