//! Lost sales, compared with hand calculation and the exact loss formula.

#![allow(clippy::float_cmp, reason = "counts are exact")]

use crate::support::{DAY, HOUR, HistoryRecorder, START, agrees, compiled, run, value};
use gplc::metrics::run_replication;
use gplc::registers::metrics::{Metric, Scalar, ids};
use gplc::simulation::observer::{LossReason, Observer};
use gplc::simulation::orders::line::Line;
use gplc::units::Instant;

/// A centre with one part, supplied in `lead_time`, and customers who request a number of pieces;
/// `rest` adds sites.
fn text(stock: &str, lead_time: &str, pieces: &str, demand: &str, rest: &str) -> String {
    format!(
        r#"{START}
{rest}
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
lead_time = "{lead_time}"
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = {stock}
[demand.customers]
class = "daily"
{demand}
"#
    )
}

/// A metric of the centre, over one replication.
fn metric(text: &str, metric: Metric<Scalar>) -> f64 {
    let compiled = compiled(text);
    let seen = run_replication(&compiled.model, &compiled.labels, 0, || false).unwrap();
    value(&seen, metric, "site=centre class=daily").unwrap()
}

const HOURLY: &str = "site = \"centre\"\nlines = \"1 lines/h\"\narrivals = \"even\"";

#[test]
fn a_shortage_is_lost_and_orders_nothing() {
    // 3 pieces, a line of 2 at each full hour from 1:00 to 23:00, 10 h from the order to the goods.
    // 1:00 gets 2, 2:00 the third piece, and loses one; 3:00 to 10:00 lose both. At 11:00 the 2
    // pieces ordered at 1:00 are there, at 12:00 the one of 2:00; so again until 20:00, and from
    // 21:00 on. Lines that lose: 9 + 9 + 2; pieces 17 + 17 + 3.
    let lost = text(
        "{ level = \"3 pieces\", shortage = \"lost_sale\" }",
        "10 h",
        "2 pieces",
        HOURLY,
        "horizon = \"1 day\"",
    );
    assert_eq!([metric(&lost, ids::LOST_SALES), metric(&lost, ids::LOST_PIECES)], [20.0, 37.0]);
    let histories = HistoryRecorder::of(&compiled(&lost).model, 0);
    let filled = histories.iter().filter(|history| history.is_customer() && history.filled.is_some());
    assert_eq!(filled.map(|history| history.ordered / HOUR).collect::<Vec<_>>(), [1, 2, 11, 12, 21, 22]);
    let orders = histories.iter().filter(|history| history.replenishment);
    let orders: Vec<_> = orders.map(|history| (history.ordered / HOUR, history.pieces)).collect();
    assert_eq!(orders, [(1, 2), (2, 1), (11, 2), (12, 1), (21, 2), (22, 1)]);
}

#[test]
fn a_line_that_ships_complete_is_lost_completely() {
    // As above, but the third piece is of no use to the line of 2:00: it loses both, and that piece
    // stays.
    let stock = "{ level = \"3 pieces\", supply = \"whole\", shortage = \"lost_sale\" }";
    let lost = text(stock, "10 h", "2 pieces", HOURLY, "horizon = \"1 day\"");
    assert_eq!([metric(&lost, ids::LOST_SALES), metric(&lost, ids::LOST_PIECES)], [20.0, 40.0]);
}

#[test]
fn replenishment_lines_wait_even_if_customers_do_not() {
    // The centre holds nothing and its customers would not wait; the depot's line of an hour is
    // supplied 10 h later.
    let depot = "horizon = \"1 day\"\n[sites.depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\nstock = { level = \"9 pieces\" }";
    let demand = "site = \"depot\"\nlines = \"1 lines/h\"\narrivals = \"even\"";
    let waits = text("{ level = \"0 pieces\", shortage = \"lost_sale\" }", "10 h", "1 piece", demand, depot);
    assert_eq!(metric(&waits, ids::LOST_SALES), 0.0);
    let histories = HistoryRecorder::of(&compiled(&waits).model, 0);
    let depots = compiled(&waits)
        .model
        .site_groups
        .iter()
        .find(|table| table.count == 1 && table.echelon == 0)
        .unwrap()
        .first;
    let requested = histories.iter().filter(|history| history.replenishment && history.destination == depots);
    let filled: Vec<_> =
        requested.filter_map(|history| history.filled.map(|filled| filled - history.ordered)).collect();
    assert_eq!(filled, [10 * HOUR; 13]);
}

#[test]
fn lost_sales_agree_with_erlangs_loss_formula() {
    // Validation case `i-lost-sales` (Erlang 1917): 1.2 lines a day of a piece, 5 days from the
    // order to the goods, S = 8: 0.146 250 940 lost a day, 0.878 124 216 filled immediately. 99.9 %
    // intervals, fixed seed.
    let stock = "{ level = \"8 pieces\", shortage = \"lost_sale\" }";
    let demand = "site = \"centre\"\nlines = \"1.2 lines/day\"";
    let case = text(stock, "5 days", "1 piece", demand, "horizon = \"8060 days\"");
    let model = compiled(&case).model;
    let seen: Vec<ShelfRecorder> =
        (0..60).map(|replication| run(&model, replication, ShelfRecorder::default())).collect();
    agrees("lost a day", seen.iter().map(|seen| seen.lost / 8_000.0), 0.146_250_940);
    agrees("filled immediately", seen.iter().map(|seen| seen.given / seen.requested), 0.878_124_216);
}

/// Pieces requested, filled immediately and lost, from day 60 on.
#[derive(Default)]
struct ShelfRecorder {
    requested: f64,
    given: f64,
    lost: f64,
}

impl Observer for ShelfRecorder {
    fn first_pick(&mut self, now: Instant, line: &Line, given: u32) {
        let now = now.as_micros();
        if now >= 60 * DAY {
            self.requested += f64::from(line.pieces);
            self.given += f64::from(given);
        }
    }

    fn lost(&mut self, now: Instant, _: &Line, pieces: u32, _: LossReason) {
        let now = now.as_micros();
        if now >= 60 * DAY {
            self.lost += f64::from(pieces);
        }
    }
}
