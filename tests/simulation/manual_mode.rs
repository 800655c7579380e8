//! Manual mode while a system is down: speed, errors and re-entry.

use crate::support::Micros;
use crate::support::{HOUR, HistoryRecorder, LineHistory, MINUTE, START, compiled, daily, observed};
use gplc::compile::CompiledModel;
use gplc::metrics::ReplicationResult;
use gplc::registers::metrics::{Daily, Metric, ids};

const SECOND: Micros = 1_000_000;

/// A centre that has everything, a picker of a line a minute that needs a system, which is down
/// from a minute after midnight on, and evenly spaced daily lines.
fn picker(horizon: &str, manual: &str, lines: &str, until: &str, rest: &str) -> CompiledModel {
    compiled(&format!(
        r#"{START}
horizon = "{horizon}"
[parts.part]
count = 1
share = "100%"
[classes.vor]
priority = 1
[classes.daily]
priority = 2
[systems.wms]
[processes.pick]
rate = "60 lines/h"
needs = ["wms"]
manual = {manual}
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[demand.customers]
site = "centre"
lines = "{lines}"
arrivals = "even"
class = "daily"
[disruptions.attack]
from = 2025-01-06T00:01:00
takes_down = ["wms"]
until = {until}
{rest}
"#
    ))
}

/// Minute of the order and second of the shipment.
fn seen(histories: &[LineHistory]) -> Vec<(Micros, Option<Micros>)> {
    histories
        .iter()
        .map(|history| (history.ordered / MINUTE, history.shipped.map(|at| at / SECOND)))
        .collect()
}

/// A daily series of integers.
fn series(observed: &ReplicationResult, metric: Metric<Daily>) -> Vec<u64> {
    daily(observed, metric, "site=centre process=pick").iter().map(|&value| value as u64).collect()
}

#[test]
fn a_process_works_manually_at_its_rate_until_the_system_is_restored() {
    // A line each 20 min, 1 min of work: 10 min at 10 %. The line of 2:00 has 30 s of its minute
    // left when the system is back at 2:05.
    let compiled = picker("2 days", "{ rate = \"10%\" }", "3 lines/h", "2025-01-06T02:05:00", "");
    let histories = HistoryRecorder::of_customers(&compiled.model, 0);
    let took: Vec<Micros> = histories.iter().take(7).map(|history| history.time_to_ship() / SECOND).collect();
    assert_eq!(took, [600, 600, 600, 600, 600, 330, 60]);
}

#[test]
fn manual_work_is_re_entered_by_the_same_people_in_turn() {
    // A line each 2 min, 2 min each manually at 50 %. When the system is back at 0:21 those of 0:02
    // to 0:18 were done manually: nine; that of 0:20 has 30 s left. From 0:21:30 the nine are
    // re-entered, 90 s each, before the daily lines that came later; but the urgent line of 0:30
    // goes before the rest, from 0:30:30, so they take until 0:36:00.
    let manual = "{ rate = \"50%\", reentry = \"90 s/line\" }";
    let urgent =
        "[demand.urgent]\nsite = \"centre\"\nlines = \"2 lines/h\"\narrivals = \"even\"\nclass = \"vor\"\n";
    let compiled = picker("2 days", manual, "30 lines/h", "2025-01-06T00:21:00", urgent);
    let histories = HistoryRecorder::of_customers(&compiled.model, 0);
    let (urgent, daily): (Vec<LineHistory>, Vec<LineHistory>) =
        histories.into_iter().partition(|history| history.class == 0);
    let minutes = |minutes: Micros, seconds: Micros| Some(minutes * 60 + seconds);
    assert_eq!(seen(&urgent)[0], (30, minutes(31, 30)));
    let manual = (1..=9).map(|line| (2 * line, minutes(2 * line + 2, 0)));
    let half = [(20, minutes(21, 30))];
    // 0:21:30 + 9 · 1:30 + 1:00 = 0:36:00, then one a minute.
    let later = (0..8).map(|line| (22 + 2 * line, minutes(37 + line, 0)));
    assert_eq!(seen(&daily[..18]), manual.chain(half).chain(later).collect::<Vec<_>>());
}

#[test]
fn manual_work_that_is_complete_when_the_system_returns_is_re_entered_with_the_rest() {
    // A line each 2 min, 2 min each manually at 50 %, and the system is back at 0:20, when that of
    // 0:18 is complete: nine were done manually. Their re-entry takes 9 · 90 s, to 0:33:30, and the
    // line of 0:20 follows, then one a minute.
    let manual = "{ rate = \"50%\", reentry = \"90 s/line\" }";
    let compiled = picker("2 days", manual, "30 lines/h", "2025-01-06T00:20:00", "");
    let histories = HistoryRecorder::of_customers(&compiled.model, 0);
    let manual = (1..=9).map(|line| (2 * line, Some((2 * line + 2) * 60)));
    let later = (0..8).map(|line| (20 + 2 * line, Some((34 + line) * 60 + 30)));
    assert_eq!(seen(&histories[..17]), manual.chain(later).collect::<Vec<_>>());
    let observed = observed(&compiled);
    assert_eq!(series(&observed, ids::MANUAL_WORK), [9, 0]);
    assert_eq!(series(&observed, ids::REENTRY_QUEUE), [0, 0]);
}

#[test]
fn re_entry_waits_while_the_system_is_down_and_is_counted_separately() {
    // The same until 0:21 of the next day. Done manually before midnight: those of 0:02 to 23:56,
    // 718 lines; and of the next day those of 23:58 to 0:18, 11. Re-entry 729 lines takes 18 h 13.5
    // min, less than what is left of the day.
    let manual = "{ rate = \"50%\", reentry = \"90 s/line\" }";
    let compiled = picker("3 days", manual, "30 lines/h", "2025-01-07T00:21:00", "");
    let observed = observed(&compiled);
    assert_eq!(series(&observed, ids::MANUAL_WORK), [718, 11, 0]);
    assert_eq!(series(&observed, ids::REENTRY_QUEUE), [718, 0, 0]);
    assert_eq!(series(&observed, ids::MANUAL_ERRORS), [0; 3]);
    // Lines alone are throughput: the line of 23:58 is done at midnight, which is the next day.
    assert_eq!(series(&observed, ids::THROUGHPUT)[0], 718);
}

#[test]
fn re_entry_interrupted_by_a_second_outage_waits_again() {
    // The nine lines of before; down again from 0:24 to 1:30. Of the re-entry, one was done at
    // 0:23:00; the second, in service since, has 30 s left, a minute manually: it ends at 0:25 and
    // was for nothing. From 1:30:00 on eight are left.
    let manual = "{ rate = \"50%\", reentry = \"90 s/line\" }";
    let again = "[disruptions.again]\nfrom = 2025-01-06T00:24:00\ntakes_down = [\"wms\"]\nuntil = 2025-01-06T01:30:00\n";
    let compiled = picker("2 days", manual, "30 lines/h", "2025-01-06T00:21:00", again);
    let daily = HistoryRecorder::of_customers(&compiled.model, 0);
    // Manually from 0:25:00 on, two minutes each; that of 1:24 is the last that is done manually,
    // at 1:29.
    let manual = daily.iter().filter(|history| (22..=80).contains(&(history.ordered / MINUTE)));
    for (line, history) in (0..).zip(manual) {
        assert_eq!(history.shipped.unwrap() / SECOND, (25 + 2 * (line + 1)) * 60, "line {line}");
    }
    let midnight = observed(&compiled);
    assert_eq!(series(&midnight, ids::REENTRY_QUEUE), [0; 2]);
    // Nine lines, then those of 0:22 to 1:24: 32.
    assert_eq!(series(&midnight, ids::MANUAL_WORK)[0], 41);
}

#[test]
fn erroneous_manual_work_rejoins_the_queue_until_correct() {
    // A line an hour, 10 min manually, one in five wrong: tries are geometric. Of 1,000 lines 200 ±
    // 41.6 need more than one try, and 40 ± 20.4 more than two (99.9 % intervals of binomial
    // shares; fixed seed).
    let manual = "{ rate = \"10%\", errors = \"20%\" }";
    let compiled = picker("6 weeks", manual, "1 lines/h", "2025-02-17T00:00:00", "");
    let histories = HistoryRecorder::of_customers(&compiled.model, 0);
    let tries: Vec<Micros> =
        histories.iter().take(1_000).map(|history| history.time_to_ship() / (10 * MINUTE)).collect();
    assert!(histories.iter().take(1_000).all(|history| history.time_to_ship() % (10 * MINUTE) == 0));
    let more_than = |tries_needed: Micros| tries.iter().filter(|&&tries| tries > tries_needed).count() as f64;
    assert!((more_than(1) - 200.0).abs() < 41.6, "{}", more_than(1));
    assert!((more_than(2) - 40.0).abs() < 20.4, "{}", more_than(2));
    // Every try is done manually, and every one but the last of a line is wrong. Up to five tries
    // are made within the hour, and with this seed no line of the last hour of a day needs more.
    let observed = observed(&compiled);
    let by_day = |metric: Metric<Daily>, day: usize| series(&observed, metric)[day];
    for day in 1..20 {
        let of_day: Vec<&LineHistory> =
            histories.iter().filter(|history| history.ordered / (24 * HOUR) == day as Micros).collect();
        let tried: Micros = of_day.iter().map(|history| history.time_to_ship() / (10 * MINUTE)).sum();
        assert_eq!(by_day(ids::MANUAL_WORK, day), tried);
        assert_eq!(by_day(ids::MANUAL_ERRORS, day), tried - of_day.len() as Micros);
    }
}

#[test]
fn re_entry_takes_its_time_for_every_piece() {
    // The line of 1:00 requests 3 pieces: manually 6 minutes. From 1:20 on it is re-entered, 10
    // minutes a piece; the line of 1:30 is picked when that is done, from 1:50 to 1:53.
    let text = format!(
        "{START}horizon = \"1 day\"\n[systems.wms]\n[classes.daily]\npriority = 1\n\
         [parts.a]\ncount = 1\nshare = \"100%\"\npieces = \"3 pieces\"\n\
         [processes.pick]\nrate = \"60 pieces/h\"\nper = \"piece\"\nneeds = [\"wms\"]\n\
         manual = {{ rate = \"50%\", reentry = \"10 min/piece\" }}\n\
         [sites.centre]\nkind = \"centre\"\nstock = \"unlimited\"\noutbound = [\"pick\"]\n\
         [demand.all]\nsite = \"centre\"\nlines = \"2 lines/h\"\narrivals = \"even\"\nclass = \"daily\"\n\
         from = 2025-01-06T01:00:00\nuntil = 2025-01-06T01:45:00\n\
         [disruptions.attack]\nfrom = 2025-01-06T00:30:00\ntakes_down = [\"wms\"]\nuntil = 2025-01-06T01:20:00\n"
    );
    let shipped = HistoryRecorder::of_customers(&compiled(&text).model, 0)
        .into_iter()
        .map(|history| history.shipped.unwrap());
    assert_eq!(shipped.map(|at| at / MINUTE).collect::<Vec<_>>(), [66, 113]);
}
