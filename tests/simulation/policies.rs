//! Policies of restart phases: accepted classes, caps and disciplines, for a time.

use crate::support::{AtMidnight, DAY, HistoryRecorder, LineHistory, MINUTE, Micros, START, compiled, run};
use gplc::compile::CompiledModel;
use gplc::simulation::view::View;
use gplc::units::{Instant, SiteId, StationId};

/// A centre that has everything, a picker of a line a minute, and more tables.
fn picker(rest: &str) -> CompiledModel {
    compiled(&format!(
        r#"{START}
horizon = "4 days"
[parts.part]
count = 1
share = "100%"
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
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
{rest}
"#
    ))
}

/// A demand of evenly spaced lines.
fn demand(name: &str, site: &str, class: &str, lines: &str) -> String {
    format!(
        "[demand.{name}]\nsite = \"{site}\"\nclass = \"{class}\"\nlines = \"{lines}\"\narrivals = \"even\"\n"
    )
}

/// Minutes of the order and of the shipment of the lines that were shipped, in order of shipment.
fn shipped<'s>(histories: impl IntoIterator<Item = &'s LineHistory>) -> Vec<(Micros, Micros)> {
    let minutes = |history: &LineHistory| Some((history.ordered / MINUTE, history.shipped? / MINUTE));
    let mut all: Vec<(Micros, Micros)> = histories.into_iter().filter_map(minutes).collect();
    all.sort_by_key(|&(_, shipped)| shipped);
    all
}

#[test]
fn lines_not_accepted_keep_their_place_and_start_immediately_afterwards() {
    // Daily lines each 10 min, urgent ones each 30 min, after the daily one of the same instant,
    // which has the picker then. From 1:05 to 2:05 only urgent ones: the daily ones of 1:10 to 2:00
    // go from 2:05 on, before that of 2:10.
    let vor_only =
        "[restart.vor_only]\nfrom = 2025-01-06T01:05:00\naccept_only = { pick = [\"vor\"] }\nfor = \"1 h\"\n";
    let lines =
        demand("daily", "centre", "daily", "6 lines/h") + &demand("vor", "centre", "vor", "2 lines/h");
    let histories = HistoryRecorder::of_customers(&picker(&(lines + vor_only)).model, 0);
    let of_class = |class| shipped(histories.iter().filter(|history| history.class == class));
    let soon = (1..=6).map(|line| (10 * line, 10 * line + 1));
    let held = (0..6).map(|line| (70 + 10 * line, 126 + line));
    let expected: Vec<(Micros, Micros)> = soon.chain(held).chain([(130, 132), (140, 141)]).collect();
    assert_eq!(of_class(1)[..14], expected);
    assert_eq!(of_class(0)[..5], [(30, 32), (60, 62), (90, 91), (120, 121), (150, 152)]);
}

#[test]
fn lines_held_by_a_policy_count_as_waiting_at_their_stage() {
    // At the first midnight the daily lines of 23:10 to 23:50 are held.
    let vor_only = "[restart.vor_only]\nfrom = 2025-01-06T23:05:00\naccept_only = { pick = [\"vor\"] }\n\
        until = 2025-01-07T01:05:00\n";
    let compiled = picker(&(demand("daily", "centre", "daily", "6 lines/h") + vor_only));
    let waiting =
        |now: Micros, view: &View<'_>| f64::from(view.load(Instant::from_micros(now), StationId::new(0)).0);
    let seen: Vec<i64> =
        run(&compiled.model, 0, AtMidnight::new(waiting)).values.iter().map(|&lines| lines as i64).collect();
    assert_eq!(seen[..2], [5, 0]);
}

#[test]
fn caps_hold_the_excess_until_midnight() {
    // A depot with a line each 10 min, two shops with one each hour. From 0:05 on at most 20 lines
    // a day for the depot and 5 for each shop: the depot's of 0:10 to 3:20 and the shops' of 1:00
    // to 5:00. At midnight the next 30 go in the order in which they came, one a minute; after two
    // days and five minutes all the rest.
    let sites = "[sites.depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\n\
        [sites.shops]\nkind = \"retailer\"\ncount = 2\nsupplied_by = [\"centre\"]\n";
    let lines =
        demand("depot", "depot", "daily", "6 lines/h") + &demand("shops", "shops", "daily", "1 lines/h each");
    let caps = |shops: &str| {
        format!(
            "[restart.few]\nfrom = 2025-01-06T00:05:00\nfor = \"2 days\"\n\
             cap = {{ pick = {{ depot = \"20 lines/day\", shops = \"{shops}\" }} }}\n"
        )
    };
    let histories =
        HistoryRecorder::of_customers(&picker(&format!("{sites}{lines}{}", caps("5 lines/day"))).model, 0);
    let of_site = |site: SiteId| shipped(histories.iter().filter(|history| history.destination == site));
    let count = |site: SiteId, day: Micros| {
        let (begin, end) = (day * DAY / MINUTE, (day + 1) * DAY / MINUTE);
        of_site(site).iter().filter(|(_, at)| *at > begin && *at <= end).count()
    };
    for day in 0..2 {
        assert_eq!([0, 1, 2].map(|site| count(SiteId::new(site), day)), [20, 5, 5], "day {day}");
    }
    assert_eq!(of_site(SiteId::new(0))[19], (200, 201));
    let mut second_day: Vec<(Micros, u32)> = (21..=40).map(|line| (10 * line, 0)).collect();
    second_day.extend([1, 2].into_iter().flat_map(|shop| (6..=10).map(move |hour| (60 * hour, shop))));
    second_day.sort_unstable();
    let mut seen: Vec<&LineHistory> = histories
        .iter()
        .filter(|history| history.shipped.is_some_and(|at| at > DAY && at <= 2 * DAY))
        .collect();
    seen.sort_by_key(|history| history.shipped);
    for (minute, (history, expected)) in (1..).zip(seen.iter().zip(&second_day)) {
        assert_eq!((history.ordered / MINUTE, history.destination.get()), *expected);
        assert_eq!(history.shipped, Some(DAY + minute * MINUTE));
    }
    // The third day begins with 30 again, of which five are done when the caps end; then none is
    // held.
    let open_at = |at: Micros| {
        histories.iter().filter(|history| history.ordered <= at && history.shipped > Some(at)).count()
    };
    assert!(open_at(2 * DAY) > 200);
    assert!(open_at(3 * DAY) <= 3);
    // For both shops together.
    let histories = HistoryRecorder::of_customers(
        &picker(&format!("{sites}{lines}{}", caps("5 lines/day in all"))).model,
        0,
    );
    let of_shops = histories.iter().filter(|history| history.destination > SiteId::new(0));
    let first_day = of_shops.filter(|history| history.shipped.is_some_and(|at| at <= DAY)).count();
    assert_eq!(first_day, 5);
}

#[test]
fn a_cap_resets_once_even_if_another_policy_begins_or_ends_at_midnight() {
    // A depot with a line each 10 min, of which at most 20 a day are picked. At midnight another
    // phase begins, of this process or of another, and ends at the next: on every day it is 20
    // lines.
    let depot =
        "[sites.depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\ninbound = [\"stow\"]\n[processes.stow]\n";
    let lines = demand("depot", "depot", "daily", "6 lines/h");
    let few = "[restart.few]\nfrom = 2025-01-06T00:05:00\ncap = { pick = { depot = \"20 lines/day\" } }\n";
    for other in [
        "discipline = { stow = \"earliest_due_date\" }",
        "discipline = { pick = \"earliest_due_date\" }",
        "accept_only = { pick = [\"daily\"] }",
        "cap = { pick = { depot = \"20 lines/day\" } }",
        "cap = { stow = { depot = \"90 lines/day\" } }",
    ] {
        let other = format!("[restart.other]\nfrom = 2025-01-07\n{other}\nfor = \"1 day\"\n");
        let histories =
            HistoryRecorder::of_customers(&picker(&format!("{depot}{lines}{few}{other}")).model, 0);
        let count = |day: Micros| {
            let within = |at: Micros| at > day * DAY && at <= (day + 1) * DAY;
            histories.iter().filter(|history| history.shipped.is_some_and(within)).count()
        };
        assert_eq!([0, 1, 2, 3].map(count), [20; 4], "{other}");
    }
}

#[test]
fn the_discipline_of_the_latest_phase_applies_and_the_earlier_one_returns() {
    // The picker stands until 3:30; then a line a minute. Until 3:32 oldest due first, until 3:34
    // first come, then the process's own: most urgent class first. Waiting: daily lines of 1:00,
    // 2:00 and 3:00, due 47 h later; urgent ones of 1:20 and 2:40, due 48 h later; one of 2:00,
    // after the daily one, promised nothing.
    let lines = demand("daily", "centre", "daily", "1 lines/h")
        + &demand("never", "centre", "stock", "0.5 lines/h")
        + &demand("vor", "centre", "vor", "0.75 lines/h");
    let plan = "[disruptions.strike]\nfrom = 2025-01-06T00:10:00\ntakes_down = [\"pick\"]\nuntil = 2025-01-06T03:30:00\n\
        [restart.earlier]\nfrom = 2025-01-06T01:10:00\ndiscipline = { pick = \"fcfs\" }\nuntil = 2025-01-06T03:34:00\n\
        [restart.a_later_one]\nfrom = 2025-01-06T01:30:00\ndiscipline = { pick = \"earliest_due_date\" }\nuntil = 2025-01-06T03:32:00\n";
    let histories = HistoryRecorder::of_customers(&picker(&(lines + plan)).model, 0);
    let mut seen: Vec<&LineHistory> = histories.iter().filter(|history| history.shipped.is_some()).collect();
    seen.sort_by_key(|history| history.shipped);
    let order: Vec<(u8, Micros)> =
        seen.iter().take(6).map(|history| (history.class, history.ordered / MINUTE)).collect();
    assert_eq!(order, [(1, 60), (1, 120), (0, 80), (2, 120), (0, 160), (1, 180)]);
}

#[test]
fn a_held_line_starts_when_escalated_to_an_accepted_class() {
    // Only urgent lines, all the time. Daily ones, one an hour, are promised within 47 h and
    // escalated half an hour later: each is picked in the minute that follows, by the picker who
    // stood idle.
    let rest = "[restart.vor_only]\nfrom = 2025-01-06T00:05:00\naccept_only = { pick = [\"vor\"] }\n\
        [impatience.becomes_vor]\nclass = \"daily\"\nlate_by = \"30 min\"\nescalates_to = \"vor\"\n";
    let lines = demand("daily", "centre", "daily", "1 lines/h");
    let histories = HistoryRecorder::of_customers(&picker(&(lines + rest)).model, 0);
    let expected: Vec<(Micros, Micros)> = (1..=48).map(|hour| (60 * hour, 60 * hour + 2851)).collect();
    assert_eq!(shipped(&histories), expected);
}
