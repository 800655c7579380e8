//! Queue disciplines, one by one, compared with hand calculation.
//!
//! A picker of a line a minute is stopped from ten minutes after midnight on, while lines come at
//! set times; when it is back, it takes them in the order of its rule.

use crate::support::{HistoryRecorder, LineHistory, MINUTE, Micros, START, compiled};
use gplc::compile::CompiledModel;
use gplc::units::SiteId;

/// A centre that has everything, a picker with a rule that is stopped until an hour and minute of
/// the first day, and more tables.
fn picker(rule: &str, until: &str, rest: &str) -> CompiledModel {
    compiled(&format!(
        r#"{START}
horizon = "3 days"
[parts.a]
count = 1
share = "50%"
[parts.b]
count = 1
share = "50%"
[classes.vor]
priority = 1
promise = "48 h"
[classes.daily]
priority = 2
promise = "47 h"
[classes.stock]
priority = 3
[processes.pick]
rate = "60 lines/h"
discipline = {rule}
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[disruptions.strike]
from = 2025-01-06T00:10:00
takes_down = ["pick"]
until = 2025-01-06T{until}:00
{rest}
"#
    ))
}

/// A demand of evenly spaced lines.
fn demand(name: &str, site: &str, class: &str, lines: &str, more: &str) -> String {
    format!(
        "[demand.{name}]\nsite = \"{site}\"\nclass = \"{class}\"\nlines = \"{lines}\"\narrivals = \"even\"\n{more}\n"
    )
}

/// The first a number of lines in the order in which they were shipped.
fn shipped(compiled: &CompiledModel, lines: usize) -> Vec<LineHistory> {
    let mut histories: Vec<LineHistory> = HistoryRecorder::of(&compiled.model, 0)
        .into_iter()
        .filter(|history| history.shipped.is_some())
        .collect();
    histories.sort_by_key(|history| history.shipped);
    histories.truncate(lines);
    histories
}

/// Order class by number of priority, and minute of the order.
fn classes_and_minutes(histories: &[LineHistory]) -> Vec<(u8, Micros)> {
    histories.iter().map(|history| (history.class, history.ordered / MINUTE)).collect()
}

#[test]
fn class_due_date_or_arrival_decides_the_sequence() {
    // Until 3:30 there are daily lines of 1:00, 2:00 and 3:00, due 47 h later; urgent ones of 1:20
    // and 2:40, due 48 h later; and one of 2:00, after the daily one by the name of its demand,
    // that is promised nothing.
    let lines = demand("daily", "centre", "daily", "1 lines/h", "")
        + &demand("never", "centre", "stock", "0.5 lines/h", "")
        + &demand("vor", "centre", "vor", "0.75 lines/h", "");
    let order = |rule: &str| classes_and_minutes(&shipped(&picker(rule, "03:30", &lines), 6));
    let (vor, daily, stock) = (0, 1, 2);
    let by_class = [(vor, 80), (vor, 160), (daily, 60), (daily, 120), (daily, 180), (stock, 120)];
    assert_eq!(order("\"priority\""), by_class);
    let by_arrival = [(daily, 60), (vor, 80), (daily, 120), (stock, 120), (vor, 160), (daily, 180)];
    assert_eq!(order("\"fcfs\""), by_arrival);
    // Due after 48:00, 49:00, 49:20, 50:00, 50:40, and never.
    let by_due = [(daily, 60), (daily, 120), (vor, 80), (daily, 180), (vor, 160), (stock, 120)];
    assert_eq!(order("\"earliest_due_date\""), by_due);
}

#[test]
fn smallest_orders_go_first() {
    // Three lines at 1:00, two at 1:20 and at 2:40, one at 2:00, and the two lines (a part each)
    // that the review of a depot brings at 3:00.
    let lines = demand("threes", "centre", "vor", "1 lines/h", "lines_per_order = \"3 lines\"\n")
        .replace("1 lines/h", "3 lines/h")
        + &demand("twos", "centre", "vor", "1.5 lines/h", "lines_per_order = \"2 lines\"\n")
        + &demand("ones", "centre", "daily", "0.5 lines/h", "")
        + &demand("a", "depot", "daily", "20 lines/h", "parts = { a = \"100%\" }\n")
        + &demand("b", "depot", "daily", "20 lines/h", "parts = { b = \"100%\" }\n")
        + "[sites.depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\n\
           stock = { level = \"900 pieces\", review = { every = \"1 day\", at = \"03:00\" } }\n";
    let compiled = picker("\"smallest_order_first\"", "03:30", &lines);
    let of_depot = compiled.model.site_groups.iter().position(|table| table.echelon == 0).unwrap();
    let histories = HistoryRecorder::of(&compiled.model, 0);
    let mut picked: Vec<&LineHistory> = histories
        .iter()
        .filter(|history| {
            history.replenishment || compiled.model.group_of[history.destination].index() != of_depot
        })
        .filter(|history| history.shipped.is_some())
        .collect();
    picked.sort_by_key(|history| history.shipped);
    let minutes: Vec<Micros> = picked.iter().take(16).map(|history| history.ordered / MINUTE).collect();
    assert_eq!(minutes, [120, 80, 80, 160, 160, 180, 180, 60, 60, 60, 120, 120, 120, 180, 180, 180]);
}

#[test]
fn sites_are_served_round_robin_in_the_order_of_their_numbers() {
    // A depot with ten lines, one each 20 minutes from 0:20 to 3:20, and two shops with three lines
    // each: turns of three while the shops have some, then the depot alone.
    let lines = demand("depot", "depot", "daily", "3 lines/h", "")
        + &demand("shops", "shops", "vor", "1 lines/h each", "")
        + "[sites.depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\n\
           [sites.shops]\nkind = \"retailer\"\ncount = 2\nsupplied_by = [\"centre\"]\n";
    let histories = shipped(&picker("\"round_robin\"", "03:30", &lines), 16);
    let sites: Vec<u32> = histories.iter().map(|history| history.destination.get()).collect();
    assert_eq!(sites, [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0]);
    // For one site what came first goes first.
    let of_depot: Vec<Micros> = histories
        .iter()
        .filter(|history| history.destination == SiteId::new(0))
        .map(|history| history.ordered / MINUTE)
        .collect();
    assert_eq!(of_depot, (1..=10).map(|line| line * 20).collect::<Vec<Micros>>());
}

#[test]
fn metered_release_divides_starts_between_new_and_old_lines() {
    // A line each half hour, old after 2 h. At 10:00 those of 0:30 to 8:00 are old, and those of
    // 8:30 to 10:00 new (the last comes a minute before its turn). Of seven starts 60 % are 4.2, so
    // four are for new lines: 0.6, 1.2, 1.8, 2.4, 3.0, 3.6, 4.2 reach a integer at the second,
    // fourth, fifth and seventh.
    let lines = demand("daily", "centre", "daily", "2 lines/h", "");
    let rule = "{ metered = { new = \"60%\", old_from = \"2 h\" } }";
    let histories = shipped(&picker(rule, "10:00", &lines), 20);
    let minutes: Vec<Micros> = histories.iter().map(|history| history.ordered / MINUTE).collect();
    let both = [30, 510, 60, 540, 570, 90, 600];
    let rest = (4..=16).map(|line| line * 30);
    assert_eq!(minutes, both.into_iter().chain(rest).collect::<Vec<Micros>>());
}
