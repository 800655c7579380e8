//! Queue capacity: processes with a limited queue.

use crate::support::symbols::value_of;
use crate::support::{HistoryRecorder, MINUTE, START, agrees, compiled, observed, reads_back, value};
use gplc::metrics::{ReplicationResult, run_replication};
use gplc::registers::metrics::ids;
use std::fmt::Write as _;

/// A centre with everything on hand, where orders are taken by a process with a room.
fn text(horizon: &str, process: &str, rest: &str) -> String {
    format!(
        r#"{START}
horizon = "{horizon}"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[processes.take]
{process}
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["take", "stock"]
[observe.taking]
process = "take"
{rest}
"#
    )
}

fn lines_at(minutes: &[u64]) -> String {
    let mut text = String::new();
    for (number, minute) in minutes.iter().enumerate() {
        write!(
            text,
            "[demand.d{number}]\nsite = \"centre\"\nlines = \"1 line/week\"\narrivals = \"even\"\n\
             class = \"daily\"\nfrom = 2025-01-06T{:02}:{:02}:00\n",
            minute / 60,
            minute % 60
        )
        .unwrap();
    }
    text
}

/// A metric of the observation.
fn metric(seen: &ReplicationResult, name: &str, class: &str) -> f64 {
    value_of(seen, name, class).outcome.value().unwrap()
}

fn rejected(seen: &ReplicationResult, class: &str) -> f64 {
    value(seen, ids::REJECTED_LINES, &format!("site=centre class={class}")).unwrap()
}

#[test]
fn an_arrival_at_a_full_queue_is_rejected() {
    // Half an hour a line. Without a room: 60 to 90; those of 70 and 75 find the server busy; 95 to
    // 125. With room for one line that of 70 waits until 90 and is done at 120, that of 75 finds
    // the room full, that of 95 waits.
    let requested = lines_at(&[60, 70, 75, 95]);
    let shipped = |room: &str| {
        let process = format!("servers = 1\ntime = \"30 min\"\nqueue_capacity = \"{room}\"");
        let compiled = compiled(&text("1 day", &process, &requested));
        let histories = HistoryRecorder::of_customers(&compiled.model, 0);
        let shipped: Vec<_> = histories.iter().map(|history| history.shipped.map(|at| at / MINUTE)).collect();
        (shipped, observed(&compiled))
    };
    let (none, seen) = shipped("0 lines");
    assert_eq!(none, [Some(90), None, None, Some(125)]);
    assert!((rejected(&seen, "daily") - 2.0).abs() < 1e-9);
    assert!((metric(&seen, "taking.P_blocked", "all") - 0.5).abs() < 1e-9);
    let (one, seen) = shipped("1 line");
    assert_eq!(one, [Some(90), Some(120), None, Some(150)]);
    assert!((metric(&seen, "taking.P_blocked", "daily") - 0.25).abs() < 1e-9);
    // Nothing was lost for want of stock.
    assert!(seen.all_values(ids::LOST_SALES).next().is_none());
}

#[test]
fn replenishment_lines_are_never_rejected() {
    // The depot requests a piece whenever one is taken from its shelf, at 60, 70 and 80; each takes
    // half an hour at the centre. They wait, though there is no room; customers at the depot are
    // filled immediately.
    let mut depot =
        "[sites.depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\nstock = { level = \"5 pieces\" }\n"
            .to_owned();
    depot += &lines_at(&[60, 70, 80]).replace("\"centre\"", "\"depot\"");
    let process = "servers = 1\ntime = \"30 min\"\nqueue_capacity = \"0 lines\"";
    let compiled = compiled(&text("1 day", process, &depot));
    let histories = HistoryRecorder::of(&compiled.model, 0);
    let mut filled: Vec<_> = histories
        .iter()
        .filter(|history| history.replenishment)
        .map(|history| history.filled.unwrap() / MINUTE)
        .collect();
    filled.sort_unstable();
    assert_eq!(filled, [90, 120, 150]);
    assert!(rejected(&observed(&compiled), "stock").abs() < 1e-9);
}

#[test]
fn lines_are_rejected_as_erlang_says() {
    // M/M/4/4, 30 lines an hour of 6 minutes: offered utilisation 3, B(4, 3) = (81/24) / (1 + 3 +
    // 9/2 + 27/6 + 81/24) = 0.206 107; 3 (1 − B) = 2.381 679 in service (Erlang 1917; Gross et al.
    // 2008, Fundamentals of Queueing Theory, section 3.5).
    let process = "servers = 4\ntime = { exponential = \"6 min\" }\nqueue_capacity = \"0 lines\"";
    let demand = "[demand.customers]\nsite = \"centre\"\nlines = \"30 lines/h\"\nclass = \"daily\"\n";
    let compiled = compiled(&text("6 weeks", process, demand));
    let seen: Vec<ReplicationResult> = (0..30)
        .map(|number| run_replication(&compiled.model, &compiled.labels, number, || false).unwrap())
        .collect();
    agrees("rejected in M/M/4/4", seen.iter().map(|seen| metric(seen, "taking.P_blocked", "all")), 0.206_107);
    agrees("number in M/M/4/4", seen.iter().map(|seen| metric(seen, "taking.L", "all")), 2.381_679);
}

#[test]
fn queue_capacities_read_back_unchanged() {
    let process = "servers = 1\ntime = \"30 min\"\nqueue_capacity = \"7 lines\"";
    reads_back(&text("1 day", process, &lines_at(&[60])));
}
