//! Demand with begin and end, lumpy demand and initial backlogs, compared with hand calculation and
//! exact values.
//!
//! Theory is asserted to lie in the 99.9 % interval of independent replications with a fixed seed:
//! each such assertion would fail by chance for one seed in a thousand.

use crate::support::{
    DAY, HOUR, HistoryRecorder, LineHistory, MINUTE, Micros, START, agrees, compiled, daily, observed,
    reads_back, run,
};
use gplc::model::Model;
use gplc::registers::metrics::ids;
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::line::{Line, LineKind};
use gplc::simulation::view::View;
use gplc::units::{Instant, SiteGroupId, SiteId};

const SECOND: Micros = 1_000_000;

/// A centre with everything on hand and nothing to do, and the specification of the demand.
fn customers(days: u32, demand: &str) -> Model {
    compiled(&text(days, demand)).model
}

fn text(days: u32, demand: &str) -> String {
    format!(
        r#"{START}
horizon = "{days} days"
[parts.part]
count = 5
share = "100%"
pieces = {{ geometric = "2 pieces" }}
[classes.daily]
priority = 1
[sites.centre]
kind = "centre"
stock = "unlimited"
[demand.customers]
site = "centre"
class = "daily"
{demand}
"#
    )
}

fn ordered(days: u32, demand: &str) -> Vec<Micros> {
    HistoryRecorder::of(&customers(days, demand), 0).iter().map(|history| history.ordered).collect()
}

#[test]
fn even_orders_arrive_at_multiples_of_their_gap_without_drift() {
    // A gap of 1/7 day is no integer number of microseconds: order k comes at k/7 days, to the
    // nearest.
    let orders = ordered(8_000, "lines = \"7 lines/day\"\narrivals = \"even\"");
    assert_eq!(orders.len(), 7 * 8_000 - 1);
    for (k, &at) in (1..).zip(&orders) {
        assert_eq!(at, (2 * k * DAY + 7) / 14, "order {k}");
    }
    // Of 300 s the same holds, and of one every week, whose rate has no short binary fraction.
    let orders = ordered(2_000, "lines = \"12 lines/h\"\narrivals = \"even\"");
    assert!((1..).zip(&orders).all(|(k, &at)| at == k * 5 * MINUTE));
    let orders = ordered(3_000, "lines = \"1 line/week\"\narrivals = \"even\"");
    assert!((1..).zip(&orders).all(|(k, &at)| at == k * 7 * DAY));
}

#[test]
fn an_even_gap_interrupted_by_a_weekend_resumes_after_it() {
    // An order every 16 working hours: a third of a working day is left of the eighth gap on Friday
    // night.
    let orders = ordered(14, "lines = \"1.5 lines/working day\"\narrivals = \"even\"");
    assert_eq!(orders[6..9], [4 * DAY + 16 * HOUR, 7 * DAY + 8 * HOUR, 8 * DAY]);
}

#[test]
fn a_demand_begins_with_its_first_even_order_and_ends_before_its_end() {
    // From 08:00 on every 90 s, and no more at 09:00: 40 orders.
    let hour = "lines = \"40 lines/h\"\narrivals = \"even\"\nfrom = 2025-01-07T08:00:00\nuntil = 2025-01-07T09:00:00";
    let expected: Vec<Micros> = (0..40).map(|k| DAY + 8 * HOUR + k * 90 * SECOND).collect();
    assert_eq!(ordered(3, hour), expected);
    // From the start itself on.
    let at_start = "lines = \"40 lines/h\"\narrivals = \"even\"\nfrom = 2025-01-06";
    assert_eq!(ordered(1, at_start)[..3], [0, 90 * SECOND, 180 * SECOND]);
    // Without a begin one gap later.
    assert_eq!(ordered(1, "lines = \"40 lines/h\"\narrivals = \"even\"")[0], 90 * SECOND);
}

#[test]
fn a_demand_that_begins_outside_ordering_hours_orders_first_when_they_begin() {
    // From Saturday on, one order a working day: the first on Monday as it begins.
    let weekend = "lines = \"1 line/working day\"\narrivals = \"even\"\nfrom = 2025-01-11T10:00:00";
    assert_eq!(ordered(14, weekend)[..2], [7 * DAY, 8 * DAY]);
}

#[test]
fn random_orders_arrive_only_between_begin_and_end() {
    // 4,000 orders expected: within 4.4 standard deviations, one false alarm in 100,000.
    let orders =
        ordered(30, "lines = \"400 lines/day\"\nfrom = 2025-01-11T12:00:00\nuntil = 2025-01-21T12:00:00");
    assert!(orders.iter().all(|at| (5 * DAY + DAY / 2..15 * DAY + DAY / 2).contains(at)));
    assert!((orders.len() as f64 - 4_000.0).abs() < 4.4 * 4_000_f64.sqrt(), "{}", orders.len());
}

#[test]
fn a_line_of_no_pieces_is_not_ordered() {
    // Half of the lines have no pieces, of 2,000 lines within 4.4 standard deviations.
    let some = "lines = \"2 lines/day\"\npieces = { table = [[\"0 pieces\", 1], [\"3 pieces\", 1]] }";
    let model = customers(1_000, &format!("arrivals = \"even\"\n{some}"));
    let lines = HistoryRecorder::of(&model, 0);
    assert!(lines.iter().all(|line| line.pieces == 3));
    assert!((lines.len() as f64 - 1_000.0).abs() < 4.4 * 500_f64.sqrt(), "{}", lines.len());
    // By arithmetic: one line a day that is ordered, and three pieces a day.
    let week = model.flows.working_days_per_week;
    assert!(
        (model.flows.customer_lines[SiteGroupId::new(0)] - 7.0 / week).abs() < 1e-9,
        "{:?}",
        model.flows.customer_lines
    );
    let shelves = "stock = { level = \"9 pieces\", class = \"daily\" }\nsupplied_by = [\"supplier\"]\n[sites.supplier]\nkind = \"supplier\"\nlead_time = \"3 days\"";
    let held = compiled(
        &text(1_000, &format!("arrivals = \"even\"\n{some}")).replace("stock = \"unlimited\"", shelves),
    );
    assert!((held.model.flows.pieces_per_day[SiteGroupId::new(0)].iter().sum::<f64>() - 3.0).abs() < 1e-9);
}

#[test]
fn an_initial_backlog_is_ordered_at_the_start_and_changes_no_other_line() {
    let demand = "lines = \"20 lines/day\"";
    let without: Vec<LineHistory> = HistoryRecorder::of(&customers(10, demand), 0);
    let model = customers(10, &format!("{demand}\nbacklog = \"50 lines\""));
    let (given, others): (Vec<LineHistory>, Vec<LineHistory>) =
        HistoryRecorder::of(&model, 0).into_iter().partition(|line| line.ordered == 0);
    assert_eq!(given.len(), 50);
    assert_eq!(others, without);
    // Drawn as others are: 50 lines of 2 pieces in the mean, standard deviation √(50 · 2) = 10.
    let pieces: u32 = given.iter().map(|line| line.pieces).sum();
    assert!((60..140).contains(&pieces), "{pieces}");
    assert!((0..5).all(|part| given.iter().any(|line| line.part == part)));
}

#[test]
fn an_initial_backlog_precedes_arrivals_and_clears_as_arithmetic_says() {
    // 48 lines at the start and one an hour from then on, 3 an hour done: after k hours 48 − 2 k
    // lines are open and one that has just come; line n of all is done after 20 n minutes, until
    // the picker idles at 24 h.
    let text =
        text(4, "lines = \"1 line/h\"\narrivals = \"even\"\nfrom = 2025-01-06\nbacklog = \"48 lines\"")
            .replace("stock = \"unlimited\"", "stock = \"unlimited\"\noutbound = [\"pick\"]")
            + "[processes.pick]\nrate = \"3 lines/h\"\n";
    let lines = HistoryRecorder::of(&compiled(&text).model, 0);
    for (n, line) in (1..).zip(&lines).take(48 + 24) {
        assert_eq!(line.ordered, if n <= 48 { 0 } else { (n - 49) * HOUR });
        assert_eq!(line.shipped, Some(n * 20 * MINUTE), "line {n}");
    }
    assert_eq!(lines[48 + 24].shipped, Some(24 * HOUR + 20 * MINUTE));
    // The same by the observers: just before the first midnight one line is open, and done at it.
    let seen = observed(&compiled(&text));
    let open = daily(&seen, ids::BACKLOG, "site=centre");
    assert!((open[0] - 1.0).abs() < 1e-9, "{open:?}");
}

#[test]
fn demand_reads_back_unchanged() {
    let demand = "lines = \"2 lines/day\"\narrivals = \"even\"\nfrom = 2025-01-06T12:00:00.5\n\
                  until = 2025-02-01\nbacklog = \"7 lines\"\n\
                  pieces = { negative_binomial = { mean = \"2.5 pieces\", variance_to_mean = 2.5 } }";
    for pieces in [
        demand.to_owned(),
        demand.replace(
            "negative_binomial = { mean = \"2.5 pieces\", variance_to_mean = 2.5 }",
            "poisson = \"0.3 pieces\"",
        ),
    ] {
        let text = text(40, &pieces);
        reads_back(&text);
    }
}

// --- Stock by periods
// ---------------------------------------------------------------------------------------

/// A centre that receives a request for one lump a day at noon, and reviews at midnight.
fn lumps(days: u32, pieces: &str, stock: &str, suppliers: &str, rest: &str) -> Model {
    let text = format!(
        r#"{START}
horizon = "{days} days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.suppliers]
kind = "supplier"
{suppliers}
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = {stock}
[demand.customers]
site = "centre"
class = "daily"
lines = "1 line/day"
arrivals = "even"
from = 2025-01-06T12:00:00
pieces = {pieces}
{rest}
"#
    );
    compiled(&text).model
}

/// The one shelf of a centre, just before every midnight; orders, and the pieces filled
/// immediately. The first 100 days are left out.
#[derive(Default)]
struct Periods {
    days: f64,
    on_hand: f64,
    owed: f64,
    orders: f64,
    requested: f64,
    at_once: f64,
}

impl Observer for Periods {
    fn ordered(&mut self, now: Instant, line: &Line) {
        let now = now.as_micros();
        if now < 100 * DAY {
            return;
        }
        match line.kind() {
            LineKind::Customer => self.requested += f64::from(line.pieces),
            LineKind::Replenishment => self.orders += 1.0,
        }
    }

    fn picked(&mut self, now: Instant, _: SiteId, _: u32, pieces: u32) {
        let now = now.as_micros();
        if now >= 100 * DAY && now % DAY == DAY / 2 {
            self.at_once += f64::from(pieces);
        }
    }

    fn midnight(&mut self, now: Instant, view: &View<'_>) {
        let now = now.as_micros();
        if now <= 100 * DAY {
            return;
        }
        let shelf = view.all_shelves().next().unwrap();
        let on_hand = f64::from(shelf.on_hand);
        self.days += 1.0;
        self.on_hand += on_hand;
        // What is on order at midnight is none where deliveries come immediately.
        self.owed += f64::from((-shelf.position).max(0));
    }
}

fn periods(model: &Model, replications: u32) -> Vec<Periods> {
    (0..replications).map(|replication| run(model, replication, Periods::default())).collect()
}

#[test]
fn a_minimum_and_a_maximum_with_lumps_of_demand_are_as_zheng_and_federgruen_say() {
    // s = 6, S = 40, Poisson demand with mean 10 in a lump after the review, delivery immediately:
    // on hand at the end of a period 16.1059, 0.2564 orders a period, 0.97215 of the pieces
    // immediately (Zheng & Federgruen, Oper. Res. 39 (1991) 654–665, Table I: cost 35.022).
    let stock = "{ min = \"6 pieces\", max = \"40 pieces\", review = { every = \"1 day\" } }";
    let model = lumps(4_100, "{ poisson = \"10 pieces\" }", stock, "lead_time = \"0 s\"", "");
    let runs = periods(&model, 20);
    agrees("on hand", runs.iter().map(|run| run.on_hand / run.days), 16.105_859_602);
    agrees("orders", runs.iter().map(|run| run.orders / run.days), 0.256_394_025);
    agrees("filled immediately", runs.iter().map(|run| run.at_once / run.requested), 0.972_150_244);
    let cost = runs.iter().map(|run| (run.on_hand + 9.0 * run.owed + 64.0 * run.orders) / run.days);
    agrees("cost", cost, 35.021_555_272);
}

#[test]
fn daily_negative_binomial_demand_needs_the_stock_of_theory() {
    // Mean 2, variance 5 a day; every 5 days up to 22, delivered 2 days later: 0.96265 of the
    // pieces immediately, 12.1272 on hand at the end of a day (Silver, Pyke & Thomas 2017, ch. 6).
    let pieces = "{ negative_binomial = { mean = \"2 pieces\", variance_to_mean = 2.5 } }";
    let stock = "{ level = \"22 pieces\", review = { every = \"5 days\" } }";
    let model = lumps(12_600, pieces, stock, "lead_time = \"2 days\"", "");
    let runs = periods(&model, 20);
    agrees("filled immediately", runs.iter().map(|run| run.at_once / run.requested), 0.962_654_210);
    agrees("on hand", runs.iter().map(|run| run.on_hand / run.days), 12.127_194_741);
}

#[test]
fn a_supplier_up_or_down_by_period_leaves_the_stock_of_theory() {
    // A supplier is up or down at each midnight: from up to down with chance 0.04, back with 0.25.
    // Such a chain is what a supplier with exponential times shows at midnights: 1 − exp(−(λ + μ))
    // = 0.29, λ : μ = 0.04 : 0.25, so 1/λ = 21.168455 and 1/μ = 3.386953 days. It delivers by lorry
    // at midnight, when it is up, all that was ordered a second before; 2,000 pieces are requested
    // at noon. With a base stock of 8,000: 5,362.07 on hand at the end of a period, 465.52 owed
    // (Snyder & Shen 2019, Example 9.3).
    let stock = "{ level = \"8000 pieces\", review = { every = \"1 day\", at = \"23:59:59\" } }";
    let suppliers = "lead_time = \"0 s\"\ndeliveries = { at = \"mon-sun 00:00\", lines = 1000 }";
    let failure = "[failures.stop]\nstrikes = [\"suppliers\"]\nup = { exponential = \"21.168455 days\" }\n\
                   down = { exponential = \"3.386953 days\" }";
    let model = lumps(20_100, "\"2000 pieces\"", stock, suppliers, failure);
    let runs = periods(&model, 20);
    agrees("on hand", runs.iter().map(|run| run.on_hand / run.days), 5_362.068_966);
}
