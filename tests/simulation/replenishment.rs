//! Replenishment by minimum and maximum, and in lots, compared with hand calculation and theory.
//!
//! Theory is asserted to lie in the 99.9 % interval of independent replications with a fixed seed:
//! each such assertion would fail by chance for one seed in a thousand.

use crate::support::{
    DAY, HistoryRecorder, LineHistory, Micros, START, agrees, compiled, interval, reads_back, run,
};
use gplc::model::Model;
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::line::{Line, LineKind};
use gplc::simulation::view::View;
use gplc::units::{Instant, SiteGroupId, SiteId};

/// A centre with ten shelves alike, supplied by suppliers.
fn centre(pieces: &str, stock: &str, days: u32, lines: u32) -> Model {
    shelves(10, pieces, stock, days, lines, START, 4200)
}

fn shelves(parts: u32, pieces: &str, stock: &str, days: u32, lines: u32, head: &str, horizon: u32) -> Model {
    let text = format!(
        r#"{head}
horizon = "{horizon} days"
[parts.part]
count = {parts}
share = "100%"
pieces = {pieces}
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.suppliers]
kind = "supplier"
lead_time = "{days} days"
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = {stock}
[demand.customers]
site = "centre"
lines = "{lines} lines/day"
class = "daily"
"#
    );
    compiled(&text).model
}

/// Day and pieces of the orders of the shop's first 30 days: a line of a number of pieces at each
/// full day from the first on.
fn orders(stock: &str, pieces: &str) -> Vec<(u64, u32)> {
    let text = format!(
        r#"{START}
horizon = "30 days"
[parts.part]
count = 1
share = "100%"
pieces = "{pieces}"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.suppliers]
kind = "supplier"
lead_time = "10 h"
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = {stock}
[demand.customers]
site = "centre"
lines = "1 lines/day"
class = "daily"
arrivals = "even"
"#
    );
    let histories = HistoryRecorder::of(&compiled(&text).model, 0);
    let ours = histories.iter().filter(|history: &&LineHistory| history.replenishment);
    ours.map(|history| (history.ordered / DAY, history.pieces)).collect()
}

#[test]
fn at_or_below_the_minimum_the_position_is_raised_to_the_maximum() {
    // From 9, a line of 2 pieces a day: 7, 5, and on day 3 it is 3, the minimum, so 6; and again
    // each third day.
    let seen = orders(r#"{ min = "3 pieces", max = "9 pieces" }"#, "2 pieces");
    assert_eq!(seen[..3], [(3, 6), (6, 6), (9, 6)]);
    assert_eq!(seen.len(), 9);
    // Observed every fourth day, before the demand of that day counts after it: 3 on day 3, 1 on
    // day 4 at the review.
    let weekly = r#"{ min = "3 pieces", max = "9 pieces", review = { every = "4 days" } }"#;
    // 6 January 2025 is a Monday: the reviews are on days 4, 8, … at midnight, with the line of
    // that midnight.
    assert_eq!(orders(weekly, "2 pieces")[..3], [(4, 8), (8, 8), (12, 8)]);
}

#[test]
fn at_or_below_the_reorder_point_the_fewest_sufficient_lots_are_ordered() {
    // From R + Q = 8, a line of 4 pieces a day: 4 is over 3; 0, one lot: 5; 1, one lot: 6; 2: 7; 3:
    // 8; and again.
    let seen = orders(r#"{ reorder_point = "3 pieces", quantity = "5 pieces" }"#, "4 pieces");
    assert_eq!(seen[..6], [(2, 5), (3, 5), (4, 5), (5, 5), (7, 5), (8, 5)]);
    // Lines of 12 pieces: from 8 to −4, where one lot makes 1 and two make 6; −6: two make 4; −8:
    // three make 7.
    let seen = orders(r#"{ reorder_point = "3 pieces", quantity = "5 pieces" }"#, "12 pieces");
    assert_eq!(seen[..3], [(1, 10), (2, 10), (3, 15)]);
}

/// Pieces on hand over time, pieces filled immediately, and orders; what is before day 200 is left
/// out.
#[derive(Default)]
struct ShelfRecorder {
    requested: u64,
    given: u64,
    orders: u64,
    on_hand: i64,
    since: Micros,
    area: f64,
}

const COUNTED: Micros = 200 * DAY;

impl ShelfRecorder {
    fn change(&mut self, now: Micros, pieces: i64) {
        if now > COUNTED {
            self.area += self.on_hand as f64 * (now - self.since.max(COUNTED)) as f64;
        }
        self.since = now;
        self.on_hand += pieces;
    }

    fn of(model: &Model, replications: u32) -> Vec<ShelfRecorder> {
        (0..replications).map(|replication| run(model, replication, ShelfRecorder::default())).collect()
    }

    fn mean_on_hand(&self) -> f64 {
        self.area / (self.since - COUNTED) as f64
    }

    fn fill(&self) -> f64 {
        self.given as f64 / self.requested as f64
    }

    fn orders_per_day(&self) -> f64 {
        self.orders as f64 / ((self.since - COUNTED) as f64 / DAY as f64)
    }
}

impl Observer for ShelfRecorder {
    fn ordered(&mut self, now: Instant, line: &Line) {
        let now = now.as_micros();
        self.orders += u64::from(line.kind() == LineKind::Replenishment && now >= COUNTED);
    }

    fn first_pick(&mut self, now: Instant, line: &Line, given: u32) {
        let now = now.as_micros();
        if now >= COUNTED {
            self.requested += u64::from(line.pieces);
            self.given += u64::from(given);
        }
    }

    fn stocked(&mut self, now: Instant, _: SiteId, _: u32, pieces: u32) {
        let now = now.as_micros();
        self.change(now, i64::from(pieces));
    }

    fn picked(&mut self, now: Instant, _: SiteId, _: u32, pieces: u32) {
        let now = now.as_micros();
        self.change(now, -i64::from(pieces));
    }

    fn end(&mut self, now: Instant, _: &View<'_>) {
        let now = now.as_micros();
        self.change(now, 0);
    }
}

#[test]
fn lots_agree_with_hadley_and_whitin() {
    // Validation case `i-rq-small` (Hadley & Whitin 1963, ch. 4; Zipkin 2000, section 6.2): 2
    // pieces a day, lead time 5 days, R = 11, Q = 8.
    let stock = r#"{ reorder_point = "11 pieces", quantity = "8 pieces" }"#;
    let seen = ShelfRecorder::of(&centre("\"1 piece\"", stock, 5, 20), 10);
    agrees("fill rate (R,Q)", seen.iter().map(ShelfRecorder::fill), 0.896_511_555);
    agrees("on hand (R,Q)", seen.iter().map(|watch| watch.mean_on_hand() / 10.0), 5.655_736_42);
    agrees("orders a day (R,Q)", seen.iter().map(|watch| watch.orders_per_day() / 10.0), 0.25);
    // Validation case `i-rnq-table`: lines of 1 (0.7) and 3 pieces (0.3), 1.5 a day, lead time 3
    // days, R = 7, Q = 5.
    let stock = r#"{ reorder_point = "7 pieces", quantity = "5 pieces" }"#;
    let pieces = r#"{ table = [["1 piece", 0.7], ["3 pieces", 0.3]] }"#;
    let seen = ShelfRecorder::of(&centre(pieces, stock, 3, 15), 10);
    agrees("fill rate (R,nQ)", seen.iter().map(ShelfRecorder::fill), 0.685_037_177);
    agrees("on hand (R,nQ)", seen.iter().map(|watch| watch.mean_on_hand() / 10.0), 3.490_627_14);
}

#[test]
fn min_max_policies_agree_with_theory_for_continuous_and_weekly_review() {
    // Validation case `i-sS-stuttering`: a line a day of geometric pieces with mean 2, lead time 4
    // days, s = 9, S = 20.
    let stock = r#"{ min = "9 pieces", max = "20 pieces" }"#;
    let pieces = r#"{ geometric = "2 pieces" }"#;
    let seen = ShelfRecorder::of(&centre(pieces, stock, 4, 10), 10);
    agrees("fill rate (s,S)", seen.iter().map(ShelfRecorder::fill), 0.838_059_918);
    agrees("on hand (s,S)", seen.iter().map(|watch| watch.mean_on_hand() / 10.0), 7.817_994_56);
    agrees("orders a day (s,S)", seen.iter().map(|watch| watch.orders_per_day() / 10.0), 1.0 / 6.0);
    // Validation case `i-periodic-sS-weekly`: 1.2 pieces a day, lead time 4 days, s = 9, S = 24.
    let stock = r#"{ min = "9 pieces", max = "24 pieces", review = { every = "7 days" } }"#;
    let seen = ShelfRecorder::of(&centre("\"1 piece\"", stock, 4, 12), 10);
    agrees("fill rate, weekly (s,S)", seen.iter().map(ShelfRecorder::fill), 0.920_778_459);
    agrees("on hand, weekly (s,S)", seen.iter().map(|watch| watch.mean_on_hand() / 10.0), 10.027_857_95);
    agrees(
        "orders a day, weekly (s,S)",
        seen.iter().map(|watch| watch.orders_per_day() / 10.0),
        0.062_563_839,
    );
}

/// Mean over replications of the pieces on hand at each midnight of two weeks.
fn on_hand_at_first(stock: &str, head: &str) -> f64 {
    let model = shelves(40, "\"1 piece\"", stock, 5, 80, head, 15);
    let first = |replication| {
        let look = |now: Micros, view: &View<'_>| {
            let pieces: u32 = view.all_shelves().map(|shelf| shelf.on_hand).sum();
            if now <= 14 * DAY { f64::from(pieces) / 40.0 } else { f64::NAN }
        };
        let seen = run(&model, replication, crate::support::AtMidnight::new(look)).values;
        seen.iter().filter(|value| !value.is_nan()).sum::<f64>() / 14.0
    };
    let seen = interval((0..24).map(first), 0.999);
    println!("{stock}: {:.3} ± {:.3}", seen.mean, seen.half_width);
    assert!(seen.half_width < 0.4);
    seen.mean
}

#[test]
fn lots_start_in_the_steady_state() {
    // The (R,Q) of `i-rq-small` has 5.66 pieces on hand at any time, from full shelves 19 at first.
    // The initialisation of a day cannot bring that about: the lead time is five. What is
    // outstanding at the start counts as ordered at the end of each day, so it comes half a day
    // late, and a day's demand is 2 pieces: one too few for five of 14 days.
    let head = "title = \"Steady\"\nstart = 2025-01-06\ninitialisation = \"1 day\"\n";
    let seen = on_hand_at_first(r#"{ reorder_point = "11 pieces", quantity = "8 pieces" }"#, head);
    assert!((5.3 - seen).abs() < 0.5, "{seen}");
    let full = on_hand_at_first(r#"{ reorder_point = "11 pieces", quantity = "8 pieces" }"#, START);
    assert!(full > 7.0, "{full}");
}

#[test]
fn rules_set_the_levels_of_theory() {
    // Two lines a day, delivered after 2.5 days: Poisson with mean 5 for single pieces; negative
    // binomial with variance 12.5 for pieces with E[D²]/E[D] = 2.5 (1.75 on average, geometric), at
    // 5/1.75/2.5 lines a day. The levels are those of Axsäter, Inventory Control (2015), ch. 5.
    let level = |stock: &str, pieces: &str, lines: &str| {
        let text = format!(
            r#"{START}
horizon = "10 days"
[parts.part]
count = 1
share = "100%"
pieces = {pieces}
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.suppliers]
kind = "supplier"
lead_time = "2.5 days"
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = {{ {stock} }}
[demand.customers]
site = "centre"
lines = "{lines} lines/day"
class = "daily"
"#
        );
        reads_back(&text);
        match &compiled(&text).model.site_groups[SiteGroupId::new(0)].stock {
            gplc::model::Stock::BaseStock(held) => held.level[0],
            _ => panic!("no levels"),
        }
    };
    let single = |stock: &str| level(stock, "\"1 piece\"", "2");
    let several = |stock: &str| level(stock, "{ geometric = \"1.75 pieces\" }", &format!("{}", 2.0 / 1.75));
    for (target, of_single, of_several) in [("90%", 9, 11), ("95%", 10, 13), ("98%", 11, 15)] {
        assert_eq!(single(&format!("ready_rate = \"{target}\"")), of_single, "{target}");
        assert_eq!(several(&format!("ready_rate = \"{target}\"")), of_several, "{target}");
        assert_eq!(single(&format!("fill_rate = \"{target}\"")), of_single, "{target}");
    }
    // 9.531, 10.815 and 12.261 rounded up.
    assert_eq!(several("cycle_service_level = \"90%\""), 10);
    assert_eq!(several("cycle_service_level = \"95%\""), 11);
    assert_eq!(several("cycle_service_level = \"98%\""), 13);
    // The reorder point is 13 with lots of 8 and a mean of 10 in the lead time of 5 days; a level
    // is point and lot.
    let lots = "fill_rate = \"95%\", quantity = \"8 pieces\", planned_lead_time = \"5 days\"";
    assert_eq!(single(lots), 13 + 8);
    // With a review every day and a lead time of a day and a half it is the same 2.5 days that are
    // covered.
    let review = "ready_rate = \"95%\", review = { every = \"1 day\" }, planned_lead_time = \"36 h\"";
    assert_eq!(single(review), 10);
}
