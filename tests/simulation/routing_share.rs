//! Routing share: processes that only a share of lines visits, such as a count of misplaced goods.

use crate::support::{DAY, HOUR, HistoryRecorder, LineHistory, START, compiled, reads_back};

/// A shop behind `count`, a day for each line and no limit, whose customers order from makers at
/// each full hour; what they request comes 4 h later and is put away in an hour.
fn text(visits: &str, rest: &str) -> String {
    format!(
        r#"{START}
horizon = "50 days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[processes.put_away]
time = "1 h"
[processes.count]
time = "1 day"
{visits}
[sites.makers]
kind = "supplier"
lead_time = "4 h"
[sites.shop]
kind = "retailer"
supplied_by = ["makers"]
inbound = ["put_away", "count"]
[demand.customers]
site = "shop"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
{rest}
"#
    )
}

/// The lines of the first 45 days, all of which are filled by the end.
fn filled(text: &str) -> Vec<LineHistory> {
    let histories = HistoryRecorder::of_customers(&compiled(text).model, 0);
    histories.into_iter().take_while(|history| history.ordered < 45 * DAY).collect()
}

/// Whether each line was counted: it then takes a day longer than the 5 h to its place.
fn counted(histories: &[LineHistory]) -> Vec<bool> {
    let of = |history: &LineHistory| match history.time_to_fill() {
        time if time == 5 * HOUR => false,
        time if time == 5 * HOUR + DAY => true,
        time => panic!("{time} is neither"),
    };
    histories.iter().map(of).collect()
}

#[test]
fn only_a_share_of_consignments_visits_the_count_and_the_others_skip_it() {
    // 1,079 lines, each counted with 15 %: the share lies within 4 standard deviations, 4 · √(0.15
    // · 0.85 / 1,079) = 0.0435; by chance it would not for one seed in 15,000.
    let counted = counted(&filled(&text("routing_share = \"15%\"", "")));
    let share = counted.iter().filter(|counted| **counted).count() as f64 / counted.len() as f64;
    assert_eq!(counted.len(), 1_079);
    assert!((share - 0.15).abs() < 0.0435, "{share}");
}

#[test]
fn shares_of_0_and_100_per_cent_route_nothing_or_everything() {
    assert!(counted(&filled(&text("", ""))).iter().all(|counted| *counted));
    assert!(counted(&filled(&text("routing_share = \"100%\"", ""))).iter().all(|counted| *counted));
    assert!(!counted(&filled(&text("routing_share = \"0%\"", ""))).iter().any(|counted| *counted));
}

#[test]
fn routing_of_a_line_does_not_depend_on_other_events() {
    // The same lines are misplaced where the shares are the same, whatever the day: makers a day
    // late, from the second day on, change no draw. With a larger share the same lines are, and
    // more.
    let some = counted(&filled(&text("routing_share = \"15%\"", "")));
    let more = counted(&filled(&text("routing_share = \"40%\"", "")));
    assert!(some.iter().zip(&more).all(|(some, more)| *more || !some));
    let stop = "[disruptions.strike]\nfrom = 2025-01-07\ntakes_down = [\"makers\"]\nuntil = 2025-01-08\n";
    let late = filled(&text("routing_share = \"15%\"", stop));
    let came: Vec<bool> = late.iter().take(19).map(|history| history.time_to_fill() > DAY).collect();
    assert_eq!(came, some[..19], "those that were there before the strike");
    let after: Vec<bool> = late.iter().skip(60).map(|history| history.time_to_fill() > DAY).collect();
    assert_eq!(after, some[60..60 + after.len()], "those that were ordered after it");
}

#[test]
fn outbound_processes_can_be_skipped_too() {
    // A check of an hour before the stock and packing of two hours after it, for a half of the
    // lines each.
    let text = format!(
        r#"{START}
horizon = "50 days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[processes.credit]
time = "1 h"
routing_share = "50%"
[processes.pick]
time = "10 min"
[processes.gift_wrap]
time = "2 h"
routing_share = "50%"
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["credit", "stock", "pick", "gift_wrap"]
[demand.customers]
site = "centre"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
"#
    );
    let histories = filled(&text);
    let lines = |hours: u64| {
        histories.iter().filter(|history| history.time_to_fill() == hours * HOUR + HOUR / 6).count() as f64
    };
    let shares = [0, 1, 2, 3].map(|hours| lines(hours) / histories.len() as f64);
    // A quarter each, of 1,079 lines: 4 standard deviations are 0.053.
    assert!(shares.iter().all(|share| (share - 0.25).abs() < 0.053), "{shares:?}");
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{shares:?}");
}

#[test]
fn utilisation_counts_only_lines_routed_through_the_process() {
    // 24 lines an elapsed day are 33.6 a working day.
    let model = compiled(&text("routing_share = \"15%\"", "")).model;
    let shop = model.site_groups.ids().find(|&group| !model.site_groups[group].inbound.is_empty()).unwrap();
    let units = &model.flows.work_units[shop];
    let (count, put_away) =
        (usize::from(model.site_groups[shop].inbound[1]), usize::from(model.site_groups[shop].inbound[0]));
    assert!((units[put_away] - 33.6).abs() < 1e-6, "{units:?}");
    assert!((units[count] - 33.6 * 0.15).abs() < 1e-6, "{units:?}");
}

#[test]
fn routing_shares_read_back_unchanged() {
    let read = reads_back(&text("routing_share = \"12.5%\"", ""));
    assert!(read.resolved.contains("routing_share = \"12.5%\""), "{}", read.resolved);
}
