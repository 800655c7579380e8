//! Manual ordering while a system is down, compared with hand calculation.

use crate::support::{DAY, HOUR, HistoryRecorder, MINUTE, START, compiled};
use gplc::model::Model;

/// A depot whose reviews need `orders`, down from `from` to `until`, supplied by a centre that has
/// everything.
fn depot(parts: u32, stock: &str, lines: &str, from: &str, until: &str) -> Model {
    let text = format!(
        r#"{START}
horizon = "10 days"
[parts.part]
count = {parts}
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[systems.orders]
[sites.centre]
kind = "centre"
stock = "unlimited"
[sites.depot]
kind = "pdc"
supplied_by = ["centre"]
stock = {{ level = "40 pieces", needs = ["orders"], {stock} }}
[lanes.to_depot]
from = "centre"
to = "depot"
transit = "1 h"
[demand.customers]
site = "depot"
lines = "{lines}"
arrivals = "even"
class = "daily"
[disruptions.attack]
from = 2025-01-{from}
takes_down = ["orders"]
until = 2025-01-{until}
"#
    );
    compiled(&text).model
}

/// Lines that the depot ordered: when, part and pieces.
fn ordered(model: &Model) -> Vec<(u64, u32, u32)> {
    let lines = HistoryRecorder::of(model, 0).into_iter().filter(|line| line.replenishment);
    lines.map(|line| (line.ordered, line.part, line.pieces)).collect()
}

#[test]
fn manual_orders_replenish_the_emptiest_shelves_at_the_rate() {
    // Reviews each day at 12:00, 8 parts, 2 lines a working day manually, spread over its 24 hours:
    // 2 from noon to noon of working days. Down from Wednesday evening to the next; all else is
    // ordered at the return. Single pieces: what a shelf lacks are the customers since it was last
    // ordered, and all levels are alike.
    let stock = "review = { every = \"1 day\", at = \"12:00\" }, manual_orders = \"2 lines/working day\"";
    let model = depot(8, stock, "2 lines/h", "08T20:00:00", "15T20:00:00");
    let customers = HistoryRecorder::of_customers(&model, 0);
    let mut lacks = [0_u32; 8];
    let mut expected = Vec::new();
    let mut seen = 0;
    // Thursday to Wednesday: days 3 to 9. At Saturday's noon half of Friday has passed since the
    // review before, at Sunday's nothing of a working day, at Monday's half of Monday.
    let may_write = |day: u64| match day {
        3 | 4 | 8 | 9 => Some(2),
        5 | 7 => Some(1),
        6 => Some(0),
        _ => None,
    };
    for day in 0..10 {
        let mut review = |at: u64, most: Option<usize>| {
            while customers.get(seen).is_some_and(|line| line.ordered <= at) {
                lacks[customers[seen].part as usize] += 1;
                seen += 1;
            }
            let mut shelves: Vec<u32> = (0..8).filter(|&part| lacks[part as usize] > 0).collect();
            shelves.sort_by_key(|&part| (std::cmp::Reverse(lacks[part as usize]), part));
            shelves.truncate(most.unwrap_or(8));
            if most.is_none() {
                shelves.sort_unstable();
            }
            for part in shelves {
                expected.push((at, part, std::mem::take(&mut lacks[part as usize])));
            }
        };
        review(day * DAY + 12 * HOUR, may_write(day));
        if day == 9 {
            review(day * DAY + 20 * HOUR, None);
        }
    }
    assert_eq!(ordered(&model), expected);
}

#[test]
fn a_continuous_review_orders_manually_as_soon_as_the_quota_allows() {
    // A piece every ten minutes, and a line each half hour manually, down from 1:05 to 3:05. What
    // is requested at 1:10 is written immediately; then 3 pieces at 1:40, 2:10 and 2:40, and those
    // of 2:50 and 3:00 when the system is back.
    let stock = "manual_orders = \"48 lines/day\"";
    let model = depot(1, stock, "6 lines/h", "06T01:05:00", "06T03:05:00");
    let seen: Vec<(u64, u32)> =
        ordered(&model).iter().map(|&(at, _, pieces)| (at / MINUTE, pieces)).take(14).collect();
    let before = [10, 20, 30, 40, 50, 60].map(|minute| (minute, 1));
    let down = [(70, 1), (100, 3), (130, 3), (160, 3), (185, 2)];
    let after = [190, 200, 210].map(|minute| (minute, 1));
    assert_eq!(seen, [&before[..], &down[..], &after[..]].concat());
}

#[test]
fn without_manual_ordering_reviews_wait_for_the_system() {
    let model = depot(1, "review = \"continuous\"", "6 lines/h", "06T01:05:00", "06T03:05:00");
    let seen: Vec<(u64, u32)> =
        ordered(&model).iter().map(|&(at, _, pieces)| (at / MINUTE, pieces)).skip(6).take(2).collect();
    assert_eq!(seen, [(185, 12), (190, 1)]);
}
