//! Outage responses of customers, in cases with hand-calculated results.

use crate::support::{
    DAY, HOUR, HistoryRecorder, LineHistory, MINUTE, START, compiled, daily, observed, run, value,
};
use gplc::model::Model;
use gplc::registers::metrics::ids;
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::line::Line;
use gplc::units::Instant;

/// A shop that requests a centre which has everything, a line at each full hour from 1:00 on;
/// `order_entry` is down from 2:30 to `back`. `down` is the demand's `when_down`, `rest` whole
/// tables.
fn text(lines: &str, back: &str, down: &str, rest: &str) -> String {
    format!(
        r#"{START}
horizon = "6 days"
[parts.part]
count = 50
share = "100%"
pieces = {{ geometric = "3 pieces" }}
[classes.vor]
priority = 1
[classes.daily]
priority = 2
[systems.order_entry]
[sites.centre]
kind = "centre"
stock = "unlimited"
order_desk = ["key_in"]
[processes.key_in]
servers = 1
time = "30 min"
[sites.shop]
kind = "retailer"
supplied_by = ["centre"]
[demand.customers]
site = "shop"
lines = "{lines}"
arrivals = "even"
class = "daily"
when_down = {{ of = "order_entry", {down} }}
[demand.others]
site = "centre"
lines = "1 lines/week"
class = "daily"
arrivals = "even"
when_down = {{ of = "order_entry", on_paper = "100%", entered_by = "key_in" }}
[disruptions.attack]
from = 2025-01-06T02:30:00
takes_down = ["order_entry"]
until = 2025-01-06T{back}
{rest}
"#
    )
}

fn model(lines: &str, back: &str, down: &str) -> Model {
    compiled(&text(lines, back, down, "")).model
}

/// When the first lines were ordered and filled, in minutes.
fn minutes(model: &Model, lines: usize) -> Vec<(u64, u64)> {
    let histories = HistoryRecorder::of_customers(model, 0);
    let minutes = |history: &LineHistory| (history.ordered / MINUTE, history.filled.unwrap() / MINUTE);
    histories.iter().take(lines).map(minutes).collect()
}

#[test]
fn lines_on_paper_are_entered_by_an_order_desk_before_they_request_stock() {
    // The lines of 3:00, 4:00 and 5:00 are on paper. From 5:30 on the one clerk enters them, 30 min
    // each, while the customers of 6:00 and 7:00 order for themselves.
    let down = "on_paper = \"100%\", entered_by = \"key_in\"";
    let model = model("1 lines/h", "05:30:00", down);
    let expected = [(60, 60), (120, 120), (180, 360), (240, 390), (300, 420), (360, 360), (420, 420)];
    assert_eq!(minutes(&model, 7), expected);
}

#[test]
fn without_an_order_desk_all_lines_on_paper_are_entered_immediately() {
    let expected = [(60, 60), (120, 120), (180, 330), (240, 330), (300, 330), (360, 360)];
    assert_eq!(minutes(&model("1 lines/h", "05:30:00", "on_paper = \"100%\""), 6), expected);
}

#[test]
fn an_order_desk_stops_while_its_system_is_down() {
    // Down again from 5:50 to 7:00: 20 min of the first are done by then, 10 are left at 7:00; then
    // 30 min each. What came at 6:00 is on paper behind, and what comes at 7:00 finds the system
    // back.
    let again = "[disruptions.again]\nfrom = 2025-01-06T05:50:00\ntakes_down = [\"order_entry\"]\nuntil = 2025-01-06T07:00:00";
    let down = "on_paper = \"100%\", entered_by = \"key_in\"";
    let model = compiled(&text("1 lines/h", "05:30:00", down, again)).model;
    let expected = [(60, 60), (120, 120), (180, 430), (240, 460), (300, 490), (360, 520), (420, 420)];
    assert_eq!(minutes(&model, 7), expected);
}

#[test]
fn the_order_desk_nearest_to_the_customer_enters() {
    // The shop has a desk of its own, with two clerks of the same kind: what is on paper is done by
    // 6:00 and 6:30.
    let down = "on_paper = \"100%\", entered_by = \"own\"";
    let text = text("1 lines/h", "05:30:00", down, "[processes.own]\nservers = 2\ntime = \"30 min\"\n")
        .replace("order_desk = [\"key_in\"]", "order_desk = [\"key_in\", \"own\"]")
        .replace("kind = \"retailer\"", "kind = \"retailer\"\norder_desk = [\"own\"]");
    let model = compiled(&text).model;
    assert_eq!(minutes(&model, 5)[2..], [(180, 360), (240, 360), (300, 390)]);
    let shop = model.site_groups.iter().position(|table| !table.sources.is_empty()).unwrap();
    let entry = model.demands[0].when_down.as_ref().unwrap().entered_by.unwrap();
    assert_eq!((entry.group.index(), entry.place), (shop, 0));
}

#[test]
fn a_deferred_line_is_ordered_unchanged_when_its_customer_returns() {
    // Over no time at all: those of 3:00, 4:00 and 5:00 order at 5:30, what they would have ordered
    // anyway.
    let requests = |model: &Model| -> Vec<(u64, u32, u32, u64)> {
        let mut lines = HistoryRecorder::of_customers(model, 0);
        lines.retain(|line| line.ordered < 8 * HOUR);
        lines.sort_by_key(|line| line.ordinal);
        lines.iter().map(|line| (line.ordinal, line.part, line.pieces, line.ordered / MINUTE)).collect()
    };
    let deferred = requests(&model("1 lines/h", "05:30:00", "deferred = \"100%\", deferred_over = \"0 s\""));
    let held = requests(&model("1 lines/h", "02:31:00", "on_paper = \"100%\""));
    let same = |lines: &[(u64, u32, u32, u64)]| lines.iter().map(|l| (l.0, l.1, l.2)).collect::<Vec<_>>();
    assert_eq!(same(&deferred), same(&held));
    assert_eq!(deferred.iter().map(|line| line.3).collect::<Vec<_>>(), [60, 120, 330, 330, 330, 360, 420]);
}

#[test]
fn deferred_customers_return_spread_over_the_given_time_and_alike_in_every_plan() {
    // 10 lines a minute from 2:30 on; the system is back at 12:30 or at 14:30. Each who puts a line
    // off returns the same time after the return, evenly between 0 and 10 h: the mean of 6,000 of
    // them is 5 h ± 0.12 h at 99.9 % (10 h / √12 / √6000 · 3.29).
    let after = |back: &str, at: u64| -> Vec<(u64, u64)> {
        let model = model("600 lines/h", back, "deferred = \"100%\", deferred_over = \"10 h\"");
        let mut lines = HistoryRecorder::of_customers(&model, 0);
        lines.retain(|line| line.ordinal >= 1_500 && line.ordinal < 7_499);
        lines.sort_by_key(|line| line.ordinal);
        lines.iter().map(|line| (line.ordinal, line.ordered - at)).collect()
    };
    let early = after("12:30:00", 12 * HOUR + 30 * MINUTE);
    assert_eq!(early, after("14:30:00", 14 * HOUR + 30 * MINUTE));
    assert_eq!(early.len(), 5_999);
    assert!(early.iter().all(|line| line.1 < 10 * HOUR));
    let mean = early.iter().map(|line| line.1 as f64).sum::<f64>() / early.len() as f64 / HOUR as f64;
    println!("back after {mean:.3} h on average");
    assert!((mean - 5.0).abs() < 0.123);
}

/// What customers did, by name of the observer's event, with the class.
#[derive(Default)]
struct Fates {
    ordered: u64,
    deferred: u64,
    returned: u64,
    elsewhere: u64,
    lost: u64,
}

impl Observer for Fates {
    fn ordered(&mut self, _: Instant, _: &Line) {
        self.ordered += 1;
    }
    fn deferred(&mut self, _: Instant, _: &Line) {
        self.deferred += 1;
    }
    fn deferral_ended(&mut self, _: Instant, _: &Line) {
        self.returned += 1;
    }
    fn demand_lost(
        &mut self,
        _: Instant,
        _: &Line,
        fate: gplc::scenario::customers::outage_response::OutageResponse,
    ) {
        if fate == gplc::scenario::customers::outage_response::OutageResponse::Lost {
            self.lost += 1;
        } else {
            self.elsewhere += 1;
        }
    }
}

#[test]
fn shares_of_responses_are_those_of_each_class() {
    // 600 lines an hour for 100 hours, a quarter of them vor. Of about 15,000 vor and 45,000 others
    // each share lies within 4.4 standard errors of what is stated: one false alarm in 10,000 for
    // the ten of them.
    let down = "on_paper = \"40%\", deferred = \"30%\", elsewhere = \"10%\", lost = \"rest\", \
        classes = { vor = { on_paper = \"80%\", elsewhere = \"20%\" } }";
    let text = text("600 lines/h", "02:30:01", down, "")
        .replace("until = 2025-01-06T02:30:01", "until = 2025-01-10T06:30:00")
        .replacen("class = \"daily\"", "classes = { vor = \"25%\", daily = \"75%\" }", 1);
    let compiled = compiled(&text);
    let seen = observed(&compiled);
    for (class, shares) in [("vor", [0.8, 0.0, 0.2, 0.0]), ("daily", [0.4, 0.3, 0.1, 0.2])] {
        let counts = [ids::LINES_ON_PAPER, ids::DEFERRALS, ids::ELSEWHERE, ids::LOST]
            .map(|metric| value(&seen, metric, &format!("class={class}")).unwrap());
        let total: f64 = counts.iter().sum();
        println!("{class}: {counts:?}");
        assert!(total > 14_000.0);
        for (count, share) in counts.into_iter().zip(shares) {
            let error = (share * (1.0 - share) / total).sqrt();
            assert!((count / total - share).abs() <= 4.4 * error, "{class}: {counts:?}");
        }
    }
    // Series: on paper and deferred stand at the midnight of the third day, and nothing is on paper
    // on the last.
    let series = |metric| daily(&seen, metric, "");
    assert!(series(ids::ON_PAPER)[2] > 30_000.0 * 0.4);
    assert!(series(ids::ON_PAPER)[5] < 0.5 && series(ids::LOST_DAILY)[5] < 0.5);
    assert!(series(ids::LOST_DAILY)[1] > 1_000.0);
    assert!((series(ids::LOST_DAILY).iter().sum::<f64>() - value(&seen, ids::LOST, "").unwrap()).abs() < 0.5);
}

#[test]
fn a_customer_who_returns_to_a_system_down_again_responds_anew() {
    // 60 lines an hour for 24 h, half deferred and half lost; those who return within 12 h find the
    // system down again half an hour after its return. Every line ends in one way, and about half
    // of those who decide a second time are lost then: of 700, 350 ± 58 at 1 in 100,000.
    let again = "[disruptions.again]\nfrom = 2025-01-07T03:00:00\ntakes_down = [\"order_entry\"]\nuntil = 2025-01-09T00:00:00";
    let down = "deferred = \"50%\", lost = \"50%\", deferred_over = \"12 h\"";
    let text = text("60 lines/h", "02:30:01", down, again)
        .replace("until = 2025-01-06T02:30:01", "until = 2025-01-07T02:30:00");
    let model = compiled(&text).model;
    let fates = run(&model, 0, Fates::default());
    let all = 6 * 24 * 60;
    assert_eq!(fates.ordered + fates.lost + fates.elsewhere, all - 1);
    assert_eq!(fates.deferred, fates.returned);
    println!("ordered {}, deferred {}, lost {}", fates.ordered, fates.deferred, fates.lost);
    // Found it down: 1,440 lines, about 690 of those who returned, and 2,700 of the second time.
    // Half of each.
    let found_down = fates.deferred + fates.lost;
    assert!(found_down > 4_500 && found_down.abs_diff(2 * fates.lost) < 2 * 150);
}

#[test]
fn another_plan_changes_no_response() {
    // Back a day later: customers who found the system down under both plans did the same.
    let ordered = |day: u32| -> Vec<u64> {
        let down = "on_paper = \"50%\", lost = \"50%\"";
        let text = text("60 lines/h", "02:30:01", down, "")
            .replace("until = 2025-01-06T02:30:01", &format!("until = 2025-01-0{day}T02:30:00"));
        let lines = HistoryRecorder::of_customers(&compiled(&text).model, 0);
        lines.iter().filter(|line| line.ordered < DAY).map(|line| line.ordinal).collect()
    };
    let early = ordered(7);
    assert_eq!(early, ordered(8));
    assert!(early.len() > 600 && early.len() < 1_000);
}
