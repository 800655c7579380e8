//! Preemption: urgent lines that take the server of less urgent ones.

use crate::support::Micros;
use crate::support::symbols::value_of;
use crate::support::{
    HOUR, HistoryRecorder, LineHistory, MINUTE, START, agrees, compiled, observed, reads_back,
};
use std::fmt::Write as _;

/// A centre with everything on hand, a picker that needs a system, and more.
fn text(horizon: &str, process: &str, rest: &str) -> String {
    format!(
        r#"{START}
horizon = "{horizon}"
[parts.part]
count = 1
share = "100%"
[classes.vor]
priority = 1
promise = "1 h"
[classes.daily]
priority = 2
promise = "2 h"
[classes.stock]
priority = 3
[systems.wms]
[processes.pick]
{process}
needs = ["wms"]
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
{rest}
"#
    )
}

/// One line each, of these classes, at these minutes.
fn lines(lines: &[(&str, u64)]) -> String {
    let mut text = String::new();
    for (number, (class, minute)) in lines.iter().enumerate() {
        write!(
            text,
            "[demand.d{number}]\nsite = \"centre\"\nlines = \"1 line/week\"\narrivals = \"even\"\n\
             class = \"{class}\"\nfrom = 2025-01-06T{:02}:{:02}:00\n",
            minute / 60,
            minute % 60
        )
        .unwrap();
    }
    text
}

/// Minute at which each line is shipped, in the order in which they were ordered.
fn shipped(process: &str, requested: &[(&str, u64)], rest: &str) -> Vec<Micros> {
    let model = compiled(&text("1 day", process, &(lines(requested) + rest))).model;
    let histories = HistoryRecorder::of_customers(&model, 0);
    assert_eq!(histories.len(), requested.len());
    histories.iter().map(|history| history.shipped.unwrap() / MINUTE).collect()
}

const BY_CLASS: &str = "time = { vor = \"10 min\", daily = \"30 min\" }\npreempts = [\"vor\"]\nservers = 1";

#[test]
fn a_preempted_line_keeps_the_work_done() {
    // Begun at 60, interrupted at 70 for 10 minutes; 20 of its 30 minutes are left at 80. Without
    // preemption the urgent line would go from 90 to 100.
    assert_eq!(shipped(BY_CLASS, &[("daily", 60), ("vor", 70)], ""), [100, 80]);
    let waits = BY_CLASS.replace("preempts = [\"vor\"]\n", "");
    assert_eq!(shipped(&waits, &[("daily", 60), ("vor", 70)], ""), [90, 100]);
}

#[test]
fn a_preempted_line_counts_as_waiting() {
    // The same: of 24 hours the daily line is there for 40 minutes, 10 of them interrupted; the
    // server is busy for 40.
    let observed_text = lines(&[("daily", 60), ("vor", 70)]) + "[observe.picking]\nprocess = \"pick\"\n";
    let seen = observed(&compiled(&text("1 day", BY_CLASS, &observed_text)));
    let minutes = |name: &str, class: &str| {
        let found = value_of(&seen, &format!("picking.{name}"), class).outcome.value();
        (found.unwrap() * 24.0 * 60.0).round() as u64
    };
    assert_eq!((minutes("L", "daily"), minutes("Lq", "daily")), (40, 10));
    assert_eq!((minutes("L", "vor"), minutes("Lq", "vor")), (10, 0));
    assert_eq!(minutes("utilisation", "all"), 40);
    // From its coming to the first begin of its work a line did not wait.
    assert_eq!(minutes("Wq", "daily"), 0);
}

#[test]
fn only_named_classes_preempt_and_only_less_urgent_lines() {
    // Daily lines do not preempt: the one of 65 waits for the stock line, which takes 60 minutes.
    let process = "servers = 1\npreempts = [\"vor\"]\ntime = { vor = \"10 min\", daily = \"10 min\", stock = \"60 min\" }";
    assert_eq!(shipped(process, &[("stock", 60), ("daily", 65)], ""), [120, 130]);
    // Nor does an urgent line interrupt another.
    assert_eq!(shipped(process, &[("vor", 60), ("vor", 65), ("stock", 66)], ""), [70, 80, 140]);
}

#[test]
fn the_least_urgent_line_is_preempted_and_resumes_before_its_class() {
    // Two pickers: stock from 60, daily from 65, each of 60 minutes; another stock line waits from
    // 70 on. The urgent line of 75 takes the server of the stock line, which has 45 minutes left at
    // 85 and continues then, to 130; the daily line ends at 125, and only then the other stock line
    // begins.
    let process = "servers = 2\npreempts = [\"vor\"]\ntime = { vor = \"10 min\", daily = \"60 min\", stock = \"60 min\" }";
    let requested = [("stock", 60), ("daily", 65), ("stock", 70), ("vor", 75)];
    assert_eq!(shipped(process, &requested, ""), [130, 125, 185, 85]);
}

#[test]
fn of_several_the_latest_started_is_preempted_and_resumes_at_any_server() {
    // Two pickers with daily lines from 60 and 65; the urgent line of 75, of two hours, takes the
    // second server. The first is free at 120: the interrupted line continues there with its 50
    // minutes, to 170, before that of 80.
    let process = "servers = 2\npreempts = [\"vor\"]\ntime = { vor = \"2 h\", daily = \"60 min\" }";
    let requested = [("daily", 60), ("daily", 65), ("vor", 75), ("daily", 80)];
    assert_eq!(shipped(process, &requested, ""), [120, 170, 195, 230]);
}

#[test]
fn a_preempted_line_may_preempt_and_be_preempted_again() {
    // Stock from 60, daily takes its server at 70, urgent the daily line's at 75: urgent to 85,
    // daily (of 20 minutes, 15 left) to 100, stock (of 60, 50 left) to 150, but another urgent line
    // takes 10 minutes from 110 on: 160.
    let process = "servers = 1\npreempts = [\"vor\", \"daily\"]\ntime = { vor = \"10 min\", daily = \"20 min\", stock = \"1 h\" }";
    let requested = [("stock", 60), ("daily", 70), ("vor", 75), ("vor", 110)];
    assert_eq!(shipped(process, &requested, ""), [160, 100, 85, 120]);
}

#[test]
fn nothing_is_preempted_while_the_process_is_stopped() {
    // Begun at 60, stopped from 70 to 90; the urgent line of 75 takes the server when work
    // continues, at 90, to 100; 20 of 30 minutes are left: 120.
    let stop = "[disruptions.stop]\nfrom = 2025-01-06T01:10:00\nuntil = 2025-01-06T01:30:00\ntakes_down = [\"wms\"]\n";
    assert_eq!(shipped(BY_CLASS, &[("daily", 60), ("vor", 75)], stop), [120, 100]);
    // An interrupted line continues at the speed of the day: at half of it from 70 on the urgent
    // line takes 20 minutes, and what is left of the other 40.
    let slow =
        "[disruptions.slow]\nfrom = 2025-01-06T01:10:00\ntakes_down = [\"processes.pick\"]\nto = \"50%\"\n";
    assert_eq!(shipped(BY_CLASS, &[("daily", 60), ("vor", 70)], slow), [130, 90]);
}

#[test]
fn work_that_ends_at_the_same_instant_is_not_preempted() {
    // The daily line ends at 90, and the urgent one comes then: ends of work go before new orders.
    assert_eq!(shipped(BY_CLASS, &[("daily", 60), ("vor", 90)], ""), [90, 100]);
}

#[test]
fn patience_ends_when_service_begins_also_of_a_line_that_is_preempted() {
    // The daily line is promised by 180, and its customer would leave at 240 if it waited; the
    // urgent one holds the server from 70 on for five hours. When it is done, at 370, the daily
    // line has 20 minutes left; the line of 300 is worked on from 390 to 420.
    let rest = "[impatience.tired]\nclass = \"daily\"\nlate_by = \"1 h\"\ncancels = true\n";
    let process = "servers = 1\npreempts = [\"vor\"]\ntime = { vor = \"5 h\", daily = \"30 min\" }";
    // A line without stock may be cancelled while it waits: at a process before stock.
    let text = text("1 day", process, &(lines(&[("daily", 60), ("vor", 70), ("daily", 300)]) + rest))
        .replace(r#"outbound = ["pick"]"#, r#"outbound = ["pick", "stock"]"#);
    let model = compiled(&text).model;
    let histories = HistoryRecorder::of_customers(&model, 0);
    assert_eq!((histories[0].cancelled, histories[0].shipped), (None, Some(390 * MINUTE)));
    assert_eq!(histories[2].shipped, Some(420 * MINUTE));
    observed(&compiled(&text));
}

#[test]
fn a_preempted_line_that_is_escalated_resumes_before_its_new_class() {
    // The daily line (30 minutes, 20 left) is urgent from 240 on; the urgent ones of 70 and 80 take
    // 5 hours each. The first is done at 370; then the escalated line continues, and only then the
    // one of 80.
    let rest = "[impatience.tired]\nclass = \"daily\"\nlate_by = \"1 h\"\nescalates_to = \"vor\"\n";
    let process = "servers = 1\npreempts = [\"vor\"]\ntime = { vor = \"5 h\", daily = \"30 min\" }";
    assert_eq!(shipped(process, &[("daily", 60), ("vor", 70), ("vor", 80)], rest), [390, 370, 690]);
}

#[test]
fn pieces_lines_and_work_balance_when_all_features_meet_at_one_process() {
    // Conservation is checked every day: preemption by three servers at 95 % load, work manually
    // with errors and re-keying, stops, lines that are escalated and cancelled, pieces one by one,
    // two steps.
    let rest = r#"
[impatience.escalate]
class = "daily"
late_by = "20 min"
share = "30%"
escalates_to = "vor"
[impatience.cancel]
class = "daily"
late_by = "30 min"
share = "50%"
cancels = true
[failures.wms]
strikes = ["wms"]
up = { exponential = "8 h" }
down = { exponential = "30 min" }
[demand.customers]
site = "centre"
lines = "28 lines/h"
classes = { vor = "20%", daily = "50%", stock = "30%" }
"#;
    let process = r#"servers = 3
per = "piece"
time = { vor = { exponential = "6 min" }, daily = { exponential = "6 min" }, stock = { gamma = { mean = "6 min", cv = 2 } } }
preempts = ["vor", "daily"]
manual = { rate = "60%", errors = "20%", reentry = "20 s/piece" }"#;
    for outbound in [r#"["pick", "stock"]"#, r#"["stock", "pick"]"#] {
        let text = text("4 weeks", process, rest).replace(r#"["pick"]"#, outbound);
        let compiled = compiled(&text);
        let seen = observed(&compiled);
        assert!(seen.counts.events > 20_000, "{}", seen.counts.events);
    }
}

#[test]
fn preemptive_queues_have_the_length_of_theory() {
    // M/M/1, preemptive resume, 2 urgent and 5 daily lines an hour at 10 an hour: urgent lines see
    // nothing of the others, 0.1 / (1 − 0.2) = 0.125 h in the system; daily ones 0.1 / ((1 − 0.2)(1
    // − 0.7)) = 0.416 667 h (Miller, Oper. Res. 8 (1960) 399–403; Gross et al. 2008, Fundamentals
    // of Queueing Theory, section 3.4).
    let demand = r#"
[demand.customers]
site = "centre"
lines = "7 lines/h"
classes = { vor = "28.571428571428571%", daily = "71.428571428571429%" }
"#;
    let process = "servers = 1\ntime = { exponential = \"6 min\" }\npreempts = [\"vor\"]";
    let model = compiled(&text("22 weeks", process, demand)).model;
    let runs: Vec<Vec<LineHistory>> =
        (0..80).map(|replication| HistoryRecorder::of_customers(&model, replication)).collect();
    let stay = |class: u8| {
        runs.iter().map(move |histories| {
            let done: Vec<Micros> = histories
                .iter()
                .filter(|history| history.class == class && history.shipped.is_some())
                .map(LineHistory::time_to_ship)
                .collect();
            done.iter().sum::<Micros>() as f64 / done.len() as f64 / HOUR as f64
        })
    };
    agrees("stay of urgent lines", stay(0), 0.125);
    agrees("stay of daily lines", stay(1), 0.416_667);
}

#[test]
fn preemption_reads_back_unchanged() {
    let text = text("1 day", BY_CLASS, &lines(&[("daily", 60), ("vor", 70)]));
    let read = reads_back(&text);
    assert!(read.resolved.contains("preempts = [\"vor\"]"));
}
