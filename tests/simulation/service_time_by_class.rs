//! Service times by order class.

use crate::support::{
    HOUR, HistoryRecorder, LineHistory, MINUTE, Micros, START, agrees, compiled, reads_back,
};
use gplc::model::Model;
use gplc::units::{ProcessId, SiteGroupId};

/// A centre with everything on hand, one process, and customers of two classes.
fn text(horizon: &str, process: &str, demand: &str) -> String {
    format!(
        r#"{START}
horizon = "{horizon}"
[parts.part]
count = 1
share = "100%"
[classes.vor]
priority = 1
[classes.daily]
priority = 2
[classes.stock]
priority = 3
[processes.pick]
{process}
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
{demand}
"#
    )
}

const EVENLY: &str = r#"
[demand.a]
site = "centre"
lines = "2 lines/h"
arrivals = "even"
class = "daily"
[demand.b]
site = "centre"
lines = "1 line/h"
arrivals = "even"
class = "vor"
"#;

#[test]
fn each_class_takes_its_own_time() {
    // Daily lines take 20 minutes and come at 0:30, 1:00 and so on; urgent ones take 10 and come on
    // the hour, just after the daily one: 1:00 to 1:20 and 1:20 to 1:30.
    let text = text(
        "1 day",
        r#"servers = 1
time = { vor = "10 min", daily = "20 min" }"#,
        EVENLY,
    );
    let model = compiled(&text).model;
    let histories = HistoryRecorder::of_customers(&model, 0);
    let shipped = |class: u8| -> Vec<Micros> {
        let of_class = histories.iter().filter(|history| history.class == class);
        of_class.filter_map(|history| history.shipped).take(3).map(|at| at / MINUTE).collect()
    };
    assert_eq!(shipped(1), [50, 80, 110]);
    assert_eq!(shipped(0), [90, 150, 210]);
}

#[test]
fn mean_work_is_weighted_by_the_classes_that_arrive() {
    // One line in three takes 10 minutes, the others 20: 50/3 minutes a line.
    let process = |time: &str| format!("servers = 1\ntime = {time}");
    let by_class =
        compiled(&text("1 day", &process(r#"{ vor = "10 min", daily = "20 min" }"#), EVENLY)).model;
    let alike = compiled(&text("1 day", &process("\"1000 s\""), EVENLY)).model;
    let capacity = |model: &Model| model.flows.capacity[SiteGroupId::new(0)][0];
    assert!((by_class.processes[ProcessId::new(0)].work.mean() - 1_000_000_000.0).abs() < 1.0);
    assert!((capacity(&by_class) / capacity(&alike) - 1.0).abs() < 1e-9);
}

#[test]
fn replenishment_lines_count_in_the_class_mix() {
    // The depot orders a piece for each that is requested: as many lines of class stock as
    // customers order here themselves.
    let network = r#"
[sites.depot]
kind = "pdc"
supplied_by = ["centre"]
stock = { level = "5 pieces" }
[demand.below]
site = "depot"
lines = "2 lines/h"
class = "daily"
[demand.here]
site = "centre"
lines = "2 lines/h"
class = "vor"
"#;
    let process = "servers = 1\ntime = { vor = \"10 min\", stock = \"20 min\" }";
    let model = compiled(&text("1 day", process, network)).model;
    assert!((model.processes[ProcessId::new(0)].work.mean() / MINUTE as f64 - 15.0).abs() < 1e-9);
}

#[test]
fn urgent_lines_with_their_own_service_time_wait_as_cobham_says() {
    // 3 urgent lines an hour of exponential work, mean 6 minutes, and 4 daily ones of constant 6
    // minutes: loads 0.3 and 0.4. Work in service met: W₀ = (3 · 2 · 0.1² + 4 · 0.1²) / 2 = 0.05 h;
    // urgent lines wait 0.05 / 0.7 = 0.071 429 h, daily ones 0.05 / (0.7 · 0.3) = 0.238 095 h
    // (Cobham, Oper. Res. 2 (1954) 70–76).
    let demand = r#"
[demand.customers]
site = "centre"
lines = "7 lines/h"
classes = { vor = "42.857142857142857%", daily = "57.142857142857143%" }
"#;
    let process = "servers = 1\ntime = { vor = { exponential = \"6 min\" }, daily = \"6 min\" }";
    let model = compiled(&text("22 weeks", process, demand)).model;
    let runs: Vec<Vec<LineHistory>> =
        (0..60).map(|replication| HistoryRecorder::of_customers(&model, replication)).collect();
    let wait = |class: u8| {
        runs.iter().map(move |histories| {
            let done: Vec<&LineHistory> = histories
                .iter()
                .filter(|history| history.class == class && history.shipped.is_some())
                .collect();
            let waited: f64 = done.iter().map(|history| (history.time_to_ship() - history.work) as f64).sum();
            waited / done.len() as f64 / HOUR as f64
        })
    };
    agrees("wait of urgent lines", wait(0), 0.071_429);
    agrees("wait of daily lines", wait(1), 0.238_095);
}

#[test]
fn service_times_by_class_read_back_unchanged() {
    let process =
        "servers = 1\ntime = { vor = { lognormal = { mean = \"2 min\", cv = 1 } }, daily = \"1 min\" }";
    let text = text("1 day", process, EVENLY);
    reads_back(&text);
}
