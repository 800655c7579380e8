//! Failures, compared with hand calculation and against exact values of theory.
//!
//! Theory is asserted to lie in the 99.9 % interval of independent replications with a fixed seed:
//! each such assertion would fail by chance for one seed in a thousand.

use crate::support::symbols::value_of;
use crate::support::{DAY, HOUR, HistoryRecorder, MINUTE, Micros, START, agrees, compiled, interval, run};
use gplc::compile::CompiledModel;
use gplc::metrics::{ReplicationResult, run_replication};
use gplc::model::Model;
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::line::{Line, LineKind};
use gplc::units::Instant;

/// A centre with everything on hand and one picker; `rest` says how lines come and what fails.
fn picker(horizon: &str, process: &str, rest: &str) -> Model {
    compiled(&picking(horizon, process, rest)).model
}

/// The same as a text.
fn picking(horizon: &str, process: &str, rest: &str) -> String {
    format!(
        r#"{START}
horizon = "{horizon}"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[processes.pick]
{process}
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[demand.customers]
site = "centre"
class = "daily"
{rest}
"#
    )
}

/// Minutes after midnight at which the lines of 1:00, 2:00, … are shipped; each takes half an hour.
fn shipped(rest: &str) -> Vec<Micros> {
    let rest = format!("lines = \"1 lines/h\"\narrivals = \"even\"\n{rest}");
    let model = picker("1 day", "servers = 1\ntime = \"30 min\"", &rest);
    let histories = HistoryRecorder::of_customers(&model, 0);
    histories.iter().filter_map(|history| history.shipped.map(|shipped| shipped / MINUTE)).collect()
}

#[test]
fn a_failure_stops_its_target_repeatedly() {
    // Stops from 5:00 to 7:00, and 5 h after the repair, from 12:00 to 14:00.
    let seen = shipped("[failures.belt]\nstrikes = [\"pick\"]\nup = \"5 h\"\ndown = \"2 h\"");
    assert_eq!(seen[..12], [90, 150, 210, 270, 450, 480, 510, 540, 570, 630, 690, 870]);
}

#[test]
fn a_failure_by_working_time_counts_only_working_time() {
    // 135 minutes of work: the lines of 1:00 to 4:00 and half of that of 5:00, which has 15 minutes
    // left at 7:15.
    let failure = "[failures.belt]\nstrikes = [\"pick\"]\nup = \"135 min\"\ndown = \"2 h\"\n";
    let seen = shipped(&format!("{failure}while_working = true"));
    assert_eq!(seen[..8], [90, 150, 210, 270, 450, 480, 510, 540]);
    // At any time it stops at 2:15, when that of 2:00 has 15 minutes left, until 4:15.
    assert_eq!(shipped(failure)[..3], [90, 270, 300]);
}

#[test]
fn a_failure_multiplies_with_a_disruption_and_no_phase_ends_it() {
    // Half speed from 2:00, half of that from 3:00, half speed again from 4:00: the line of 2:00
    // takes an hour; of that of 3:00 a quarter of an hour is done at 4:00, and the other takes half
    // an hour.
    let seen = shipped(
        "[failures.belt]\nstrikes = [\"pick\"]\nup = \"3 h\"\ndown = \"9 h\"\nto = \"50%\"\n\
         [disruptions.attack]\nfrom = 2025-01-06T02:00:00\ntakes_down = [\"pick\"]\nto = \"50%\"\n\
         [restart.back]\nfrom = 2025-01-06T04:00:00\nbrings_back = [\"pick\"]",
    );
    assert_eq!(seen[..3], [90, 180, 270]);
}

#[test]
fn phases_of_capacity_cycle_for_ever() {
    // Half speed from 5:00, stopped from 6:40 and normal from 8:00 on: the line of 5:00 takes an
    // hour; of that of 6:00 20 minutes are done at 6:40, and 10 after 8:00. Half speed again from
    // 13:00.
    let seen = shipped(
        "[failures.weather]\nstrikes = [\"pick\"]\nphases = [\n\
         { name = \"normal\", to = \"100%\", lasts = \"5 h\" },\n\
         { name = \"degraded\", to = \"50%\", lasts = \"100 min\" },\n\
         { name = \"stopped\", to = \"0%\", lasts = \"80 min\" },\n]",
    );
    assert_eq!(seen[..13], [90, 150, 210, 270, 360, 490, 520, 550, 580, 630, 690, 750, 840]);
}

#[test]
fn a_full_start_begins_with_the_first_phase_and_phases_may_exceed_nominal_speed() {
    // Half speed up to 2:30, when half of the line of 2:00 is left: 6 minutes at 250 %; then 12
    // minutes a line.
    let seen = shipped(
        "[failures.help]\nstrikes = [\"pick\"]\nphases = [{ name = \"alone\", to = \"50%\", lasts = \"150 min\" }, \
         { name = \"helped\", to = \"250%\", lasts = \"2 days\" }]",
    );
    assert_eq!(seen[..4], [120, 156, 192, 252]);
}

/// A picker at any time of its failure `weather`, specified by some keys.
fn weather(horizon: &str, keys: &str) -> CompiledModel {
    let rest = format!(
        "lines = \"8 lines/h\"\n[failures.weather]\nstrikes = [\"pick\"]\n{keys}\n\
         [observe.picking]\nprocess = \"pick\"\ngiven = [\"weather\"]"
    );
    let text = picking(horizon, "servers = 1\ntime = { exponential = \"5 min\" }", &rest);
    crate::support::compiled(&text.replace("start_from = \"full\"", "initialisation = \"1 h\""))
}

#[test]
fn two_phases_draw_as_up_and_down() {
    let stops =
        "up = { exponential = \"5 h\" }\ndown = { gamma = { mean = \"2 h\", cv = 0.5 } }\nto = \"30%\"";
    let phases = "phases = [{ name = \"fine\", to = \"100%\", lasts = { exponential = \"5 h\" } }, \
                  { name = \"foul\", to = \"30%\", lasts = { gamma = { mean = \"2 h\", cv = 0.5 } } }]";
    let [stops, phases] = [stops, phases].map(|keys| HistoryRecorder::of(&weather("9 days", keys).model, 0));
    assert!(stops == phases && stops.len() > 1_000);
}

#[test]
fn at_a_steady_start_each_phase_is_as_likely_as_it_is_long() {
    // 6 h, 3 h and 1 h: of the first 30 minutes of a run as of any others, and of 40 days.
    let keys = "phases = [{ name = \"calm\", to = \"100%\", lasts = { exponential = \"6 h\" } }, \
                { name = \"windy\", to = \"60%\", lasts = { uniform = [\"2 h\", \"4 h\"] } }, \
                { name = \"storm\", to = \"0%\", lasts = \"1 h\" }]";
    for (horizon, replications) in [("30 min", 4_000), ("40 days", 40)] {
        let compiled = weather(horizon, keys);
        let seen: Vec<_> = (0..replications)
            .map(|replication| {
                run_replication(&compiled.model, &compiled.labels, replication, || false).unwrap()
            })
            .collect();
        for (phase, share) in [("calm", 0.6), ("windy", 0.3), ("storm", 0.1)] {
            let name = format!("picking.time_share[weather.{phase}]");
            let value = |seen: &ReplicationResult| value_of(seen, &name, "all").outcome.value().unwrap();
            let interval = interval(seen.iter().map(value), 0.999);
            println!(
                "{name} of {horizon}: {:.4} ± {:.4} against {share}",
                interval.mean, interval.half_width
            );
            assert!(interval.contains(share) && interval.half_width < 0.03, "{name}: {interval:?}");
        }
    }
}

/// Time from order to shipment, and pieces filled immediately; what is before day 10 is left out.
#[derive(Default)]
struct ShelfRecorder {
    lines: u64,
    hours: f64,
    requested: u64,
    given: u64,
}

const COUNTED: Micros = 10 * DAY;

impl Observer for ShelfRecorder {
    fn shipped(&mut self, now: Instant, line: &Line) {
        if line.ordered >= Instant::from_micros(COUNTED) {
            self.lines += 1;
            self.hours += (now - line.ordered).as_micros_f64() / HOUR as f64;
        }
    }

    fn first_pick(&mut self, now: Instant, line: &Line, given: u32) {
        let now = now.as_micros();
        if now >= COUNTED && line.kind() == LineKind::Customer {
            self.requested += u64::from(line.pieces);
            self.given += u64::from(given);
        }
    }
}

fn watch(model: &Model, replications: u32) -> Vec<ShelfRecorder> {
    (0..replications).map(|replication| run(model, replication, ShelfRecorder::default())).collect()
}

/// That theory lies in the interval, which is so narrow that an error of 5 % would be seen.
#[track_caller]
fn takes(what: &str, seen: &[ShelfRecorder], hours: f64) {
    let interval = interval(seen.iter().map(|seen| seen.hours / seen.lines as f64), 0.999);
    println!("{what}: {:.5} ± {:.5} against {hours}", interval.mean, interval.half_width);
    assert!(interval.contains(hours) && interval.half_width < 0.04 * hours, "{what}: {interval:?}");
}

#[test]
fn a_queue_with_server_failures_has_the_time_of_theory() {
    // Validation case `q-breakdown-any-time` (Avi-Itzhak & Naor 1963): 30 lines an hour, a minute
    // each, up 2 h, down 0.4 h, both exponential: 0.216 667 h from the order to the end.
    let time = "servers = 1\ntime = { exponential = \"1 min\" }";
    let fails = |lines: u32, down: &str| {
        format!(
            "lines = \"{lines} lines/h\"\n[failures.belt]\nstrikes = [\"pick\"]\n\
             up = {{ exponential = \"2 h\" }}\ndown = {{ exponential = \"{down}\" }}\n"
        )
    };
    let model = picker("160 days", time, &fails(30, "24 min"));
    takes("any time", &watch(&model, 60), 0.216_667);
    // Validation case `q-breakdown-while-working`: 36 lines an hour, down 0.3 h, and only while it
    // works: 0.148 925 h.
    let model = picker("160 days", time, &(fails(36, "18 min") + "while_working = true\n"));
    takes("while working", &watch(&model, 60), 0.148_924_73);
}

#[test]
fn a_shelf_with_supply_interruptions_fills_as_theory_says() {
    // Validation case `i-supplier-stops`: what is ordered while the supply is down sets out when it
    // is up again, and takes 3 days; up 30 days, down 4, exponential; 2 lines a day of a piece, S =
    // 14: 0.948 951 of the pieces immediately. From a steady start: the share of time that it is
    // down is right from the begin.
    let text = r#"title = "Stops"
start = 2025-01-06
horizon = "6060 days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.maker]
kind = "centre"
stock = "unlimited"
[sites.shop]
kind = "pdc"
supplied_by = ["maker"]
stock = { level = "14 pieces" }
[lanes.to_shop]
from = "maker"
to = "shop"
transit = "3 days"
[failures.strike]
strikes = ["lanes.to_shop"]
up = { exponential = "30 days" }
down = { exponential = "4 days" }
[demand.customers]
site = "shop"
lines = "2 lines/day"
class = "daily"
"#;
    let seen = watch(&compiled(text).model, 60);
    agrees(
        "filled immediately",
        seen.iter().map(|seen| seen.given as f64 / seen.requested as f64),
        0.948_951_089,
    );
}
