//! Observations of processes: every number compared with hand calculation or theory.
//!
//! Theory is asserted to lie in the 99.9 % interval of independent replications with a fixed seed:
//! each such assertion would fail by chance for one seed in a thousand.

use crate::support::{START, agrees, compiled, observed, reads_back, symbols};
use gplc::compile::CompiledModel;
use gplc::metrics::Outcome;
use gplc::metrics::{ReplicationResult, run_replication};
use gplc::registers::metrics::Dim;

/// A centre with everything on hand and one process, `pick`, that is observed as `picking`.
fn picking(top: &str, process: &str, rest: &str) -> CompiledModel {
    compiled(&format!(
        r#"{START}
{top}
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
    ))
}

/// The value of a metric of an observation, of one class or all.
#[track_caller]
fn value_of(observations: &ReplicationResult, name: &str, class: &str) -> Option<f64> {
    symbols::value_of(observations, name, class).outcome.value()
}

#[track_caller]
fn are(observations: &ReplicationResult, class: &str, expected: &[(&str, f64)]) {
    for &(name, value) in expected {
        let found = value_of(observations, &format!("picking.{name}"), class);
        let near = found.is_some_and(|found| (found - value).abs() <= 1e-9 * value.abs().max(1.0));
        assert!(near, "{name} of {class}: {found:?}, not {value}");
    }
}

/// A line every 4 hours, the first at 04:00, that takes one picker 6 hours.
fn every_four_hours(top: &str, observe: &str) -> CompiledModel {
    let rest = format!(
        "lines = \"6 lines/day\"\narrivals = \"even\"\n[observe.picking]\nprocess = \"pick\"\n{observe}"
    );
    picking(top, "servers = 1\ntime = \"6 h\"", &rest)
}

#[test]
fn every_number_of_a_process_matches_hand_calculation() {
    // Lines come at 4, 8, 12, 16 and 20 h; their work begins at 4, 10, 16 and 22 h and ends at 10,
    // 16 and 22 h. There are 0 from 0 h, 1 from 4 h, 2 from 8 h, 1 from 10 h, 2 from 12 h, 3 from
    // 20 h, 2 from 22 h to 24 h. At 16 h one goes as another comes: there are 2 all the time.
    let compiled = every_four_hours(
        "horizon = \"1 day\"",
        "above = [\"2 lines\", \"1 line\"]\nat = [2025-01-06T16:00:00, 2025-01-07]\ndaily_at = [\"20:00\"]\n\
         each = \"6 h\"\ncleared = { from = 2025-01-06T09:00:00, at_most = \"1 line\" }",
    );
    let seen = observed(&compiled);
    for class in ["all", "daily"] {
        let root = f64::sqrt;
        are(
            &seen,
            class,
            &[
                ("L", 36.0 / 24.0),
                ("Lq", 16.0 / 24.0),
                ("sd_N", root(72.0 / 24.0 - 1.5 * 1.5)),
                ("W", 8.0),
                ("W_max", 10.0),
                ("Wq", 3.0),
                ("sd_Wq", root(5.0)),
                ("P_wait", 0.75),
                ("completion_time", 6.0),
                ("lines_per_day", 5.0),
                ("peak", 3.0),
                ("peak_time", 20.0),
                ("area", 36.0),
                ("P_N_above[1]", 14.0 / 24.0),
                ("P_N_above[2]", 2.0 / 24.0),
                ("N_at[2025-01-06T16:00:00]", 2.0),
                ("L_average[2025-01-06T16:00:00]", 18.0 / 16.0),
                ("N_at[2025-01-07T00:00:00]", 2.0),
                ("L_average[2025-01-07T00:00:00]", 1.5),
                ("N_at[20:00]", 2.0),
                ("N_at[6 h]", (1.0 + 1.0 + 2.0 + 2.0) / 4.0),
                ("clearance", 10.0),
            ],
        );
        // From a histogram: of 6, 8 and 10 h, and of 0, 2, 4 and 6 h.
        for (name, value) in
            [("W_p50", 8.0), ("W_p90", 10.0), ("W_p99", 10.0), ("Wq_p90", 6.0), ("Wq_p99", 6.0)]
        {
            let found = value_of(&seen, &format!("picking.{name}"), class).unwrap();
            assert!((found / value - 1.0).abs() < 0.01, "{name}: {found}, not {value}");
        }
    }
    are(&seen, "all", &[("utilisation", 20.0 / 24.0), ("work_load", 1.0), ("availability", 1.0)]);
    let mut keys = symbols::keys_of(&seen, "picking");
    assert!(keys.all(|key| seen.names.name(key.cell, Dim::Site) == "centre"));
}

#[test]
fn lines_ordered_in_the_warm_up_count_only_as_present() {
    // As above, on the second day: the line of 4k h has its work from 6k − 2 h to 6k + 4 h. Those
    // of 24, 28 and 32 h wait 10, 12 and 14 h; those of 24 and 28 h are done after 16 and 18 h.
    // There are 3 from 24 h, 4 from 32 h, 3 from 34 h, 4 from 36 h, 5 from 44 h, 4 from 46 h.
    let compiled = every_four_hours(
        "horizon = \"2 days\"\nwarm_up = \"1 day\"",
        "at = [2025-01-07T09:00:00]\neach = \"1 day\"\ndaily_at = [\"00:00\", \"21:00\"]\n\
         cleared = { from = 2025-01-07T06:00:00, at_most = \"3 lines\" }",
    );
    are(
        &observed(&compiled),
        "all",
        &[
            ("L", 88.0 / 24.0),
            ("W", 17.0),
            ("Wq", 12.0),
            ("P_wait", 1.0),
            ("lines_per_day", 6.0),
            ("utilisation", 1.0),
            ("peak", 5.0),
            ("peak_time", 20.0),
            ("area", 88.0),
            ("N_at[2025-01-07T09:00:00]", 4.0),
            ("L_average[2025-01-07T09:00:00]", (3.0 * 8.0 + 4.0) / 9.0),
            ("N_at[00:00]", 2.0),
            ("N_at[21:00]", 5.0),
            ("N_at[1 day]", 4.0),
            // Hours from the end of the warm-up: there are 3 at 06:00 already.
            ("clearance", 6.0),
        ],
    );
}

#[test]
fn a_clearance_after_the_run_is_censored() {
    let compiled = every_four_hours(
        "horizon = \"1 day\"",
        "cleared = { from = 2025-01-06T12:00:00, at_most = \"1 line\" }",
    );
    let seen = observed(&compiled);
    assert_eq!(value_of(&seen, "picking.clearance", "all"), None);
    let outcome = symbols::value_of(&seen, "picking.clearance", "all").outcome;
    assert_eq!(outcome, Outcome::LaterThan(24.0));
}

#[test]
fn a_run_may_end_within_a_day() {
    let seen = observed(&every_four_hours("horizon = \"5 h\"", "each = \"2 h\""));
    are(&seen, "all", &[("area", 1.0), ("L", 0.2), ("N_at[2 h]", 0.0), ("lines_per_day", 24.0 / 5.0)]);
}

#[test]
fn means_are_split_by_the_state_of_a_failure() {
    // Stops from 5:00 to 7:00, from 12:00 to 14:00 and from 19:00 to 21:00. A line comes every hour
    // and takes half an hour: during a stop there is 1 in its first hour and there are 2 in its
    // second.
    let compiled = picking(
        "horizon = \"1 day\"",
        "servers = 1\ntime = \"30 min\"",
        "lines = \"1 line/h\"\narrivals = \"even\"\n\
         [failures.belt]\nstrikes = [\"pick\"]\nup = \"5 h\"\ndown = \"2 h\"\n\
         [observe.picking]\nprocess = \"pick\"\ngiven = [\"belt\"]",
    );
    let seen = observed(&compiled);
    let shares = [("time_share[belt.down]", 0.25), ("time_share[belt.up]", 0.75), ("availability", 0.75)];
    are(&seen, "all", &shares);
    are(&seen, "all", &[("L_given[belt.down]", 9.0 / 6.0)]);
    let up = value_of(&seen, "picking.L_given[belt.up]", "all").unwrap();
    are(&seen, "all", &[("L", 0.25 * 1.5 + 0.75 * up)]);
}

#[test]
fn means_are_split_by_the_phases_of_a_failure() {
    // Normal for 5 h, then half speed for 2 h and standing for 1 h, three times a day. A line comes
    // every hour and takes half an hour: at half speed one is there all the time, and a stop begins
    // with the line of its first instant.
    let compiled = picking(
        "horizon = \"1 day\"",
        "servers = 1\ntime = \"30 min\"",
        "lines = \"1 line/h\"\narrivals = \"even\"\n\
         [failures.weather]\nstrikes = [\"pick\"]\n\
         phases = [{ name = \"normal\", to = \"100%\", lasts = \"5 h\" }, { name = \"slow\", to = \"50%\", lasts = \"2 h\" }, \
         { name = \"still\", to = \"0%\", lasts = \"1 h\" }]\n\
         [observe.picking]\nprocess = \"pick\"\ngiven = [\"weather\"]",
    );
    let seen = observed(&compiled);
    are(
        &seen,
        "all",
        &[
            ("time_share[weather.normal]", 5.0 / 8.0),
            ("time_share[weather.slow]", 2.0 / 8.0),
            ("time_share[weather.still]", 1.0 / 8.0),
            ("L_given[weather.slow]", 1.0),
            ("L_given[weather.still]", 1.0),
            ("availability", 7.0 / 8.0),
        ],
    );
}

#[test]
fn a_line_of_a_stopped_server_counts_as_in_service() {
    // The first line is in service from 1:00 to 3:00, half an hour of it before the stop at 1:30
    // and half after it at 2:30: it does not wait, and its completion takes 2 h.
    let compiled = picking(
        "horizon = \"1 day\"",
        "servers = 1\ntime = \"1 h\"",
        "lines = \"24 lines/day\"\narrivals = \"even\"\n\
         [disruptions.stop]\nfrom = 2025-01-06T01:30:00\nuntil = 2025-01-06T02:30:00\ntakes_down = [\"pick\"]\n\
         [observe.picking]\nprocess = \"pick\"\nat = [2025-01-06T03:00:00]",
    );
    let seen = observed(&compiled);
    // From then on every line waits an hour and takes one; 22 have begun by the end, 21 are done.
    are(
        &seen,
        "all",
        &[
            ("completion_time", 22.0 / 21.0),
            ("Wq", 21.0 / 22.0),
            ("utilisation", 23.0 / 24.0),
            ("work_load", 22.0 / 23.0),
            ("availability", 23.0 / 24.0),
        ],
    );
    are(&seen, "all", &[("L_average[2025-01-06T03:00:00]", (1.0 + 2.0) / 3.0)]);
}

#[test]
fn orders_of_several_lines_report_the_wait_of_their_first_line() {
    // Three lines together every 6 h, an hour each: they wait 0, 1 and 2 h.
    let compiled = picking(
        "horizon = \"1 day\"",
        "servers = 1\ntime = \"1 h\"",
        "lines = \"12 lines/day\"\narrivals = \"even\"\nlines_per_order = \"3 lines\"\n\
         [observe.picking]\nprocess = \"pick\"",
    );
    are(&observed(&compiled), "all", &[("Wq", 1.0), ("Wq_first", 0.0), ("W", 2.0), ("P_wait", 2.0 / 3.0)]);
}

#[test]
fn contents_are_of_one_site_and_by_class() {
    // At each of two sites an urgent and a normal line come together every 6 h; the urgent one goes
    // first, and each takes an hour: the urgent ones wait 0 h and the others 1 h.
    let compiled = compiled(&format!(
        r#"{START}
horizon = "1 day"
[parts.part]
count = 1
share = "100%"
[classes.normal]
priority = 2
[classes.urgent]
priority = 1
[processes.pick]
servers = 1
time = "1 h"
[sites.centre]
kind = "centre"
count = 2
stock = "unlimited"
outbound = ["pick"]
[demand.a_urgent]
site = "centre"
class = "urgent"
lines = "4 lines/day each"
arrivals = "even"
[demand.b_normal]
site = "centre"
class = "normal"
lines = "4 lines/day each"
arrivals = "even"
[observe.picking]
process = "pick"
above = ["1 line"]
at = [2025-01-06T06:30:00]
"#
    ));
    let seen = observed(&compiled);
    // At 24:00 the run is over: three pairs at each site.
    are(
        &seen,
        "urgent",
        &[
            ("L", 3.0 / 24.0),
            ("Lq", 0.0),
            ("W", 1.0),
            ("Wq", 0.0),
            ("lines_per_day", 6.0),
            ("peak", 1.0),
            ("N_at[2025-01-06T06:30:00]", 1.0),
        ],
    );
    are(
        &seen,
        "normal",
        &[
            ("L", 6.0 / 24.0),
            ("Lq", 3.0 / 24.0),
            ("W", 2.0),
            ("Wq", 1.0),
            ("lines_per_day", 6.0),
            ("peak", 1.0),
        ],
    );
    are(
        &seen,
        "all",
        &[
            ("L", 9.0 / 24.0),
            ("Lq", 3.0 / 24.0),
            ("W", 1.5),
            ("Wq", 0.5),
            ("P_wait", 0.5),
            ("utilisation", 6.0 / 24.0),
            ("lines_per_day", 12.0),
            ("peak", 2.0),
            ("peak_time", 6.0),
            ("area", 9.0),
            ("P_N_above[1]", 3.0 / 24.0),
            ("N_at[2025-01-06T06:30:00]", 2.0),
        ],
    );
}

#[test]
fn a_cancelled_line_leaves_every_queue() {
    // Lines come at 6:00, 12:00 and 18:00 to be released, and the first keeps the server for days.
    // The second is cancelled at 18:00, 5 h after it was promised, as the third comes: there is 1
    // from 6:00, and there are 2 from 12:00.
    let compiled = compiled(&format!(
        r#"{START}
horizon = "1 day"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
promise = "1 h"
[processes.release]
servers = 1
time = "5 days"
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["release"]
[demand.customers]
site = "centre"
class = "daily"
lines = "4 lines/day"
arrivals = "even"
[impatience.leaves]
class = "daily"
late_by = "5 h"
cancels = true
[observe.picking]
process = "release"
"#
    ));
    let seen = observed(&compiled);
    are(&seen, "all", &[("area", 6.0 + 24.0), ("peak", 2.0), ("Wq", 0.0), ("Lq", 12.0 / 24.0)]);
    assert_eq!(value_of(&seen, "picking.W", "all"), None);
}

#[test]
fn re_entries_join_the_queue_anew() {
    // Manually from 7:30 to 10:30, as fast as with the system. Of the lines of 8:00 and 16:00 each
    // takes an hour; re-entry of the manual work takes half an hour, from 10:30 on.
    let compiled = picking(
        "horizon = \"1 day\"",
        "servers = 1\ntime = \"1 h\"\nneeds = [\"wms\"]\nmanual = { rate = \"100%\", reentry = \"30 min/line\" }",
        "lines = \"3 lines/day\"\narrivals = \"even\"\n[systems.wms]\n\
         [disruptions.stop]\nfrom = 2025-01-06T07:30:00\nuntil = 2025-01-06T10:30:00\ntakes_down = [\"wms\"]\n\
         [observe.picking]\nprocess = \"pick\"\nat = [2025-01-06T10:00:00, 2025-01-06T10:45:00]",
    );
    are(
        &observed(&compiled),
        "all",
        &[
            ("area", 2.5),
            ("W", 2.5 / 3.0),
            ("Wq", 0.0),
            ("lines_per_day", 3.0),
            ("N_at[2025-01-06T10:00:00]", 0.0),
            ("N_at[2025-01-06T10:45:00]", 1.0),
        ],
    );
}

#[test]
fn a_queue_waits_as_theory_says() {
    // M/M/1 with 5 lines an hour at 10 an hour (Kleinrock 1975, vol. 1, ch. 3): L = 1, W = 0.2 h,
    // P(N > n) = 0.5^(n+1), P(wait > t) = 0.5 e^(−5t), P(time > t) = e^(−5t).
    let compiled = picking(
        "horizon = \"80 weeks\"\nwarm_up = \"2 weeks\"",
        "servers = 1\ntime = { exponential = \"6 min\" }",
        "lines = \"5 lines/h\"\n[observe.picking]\nprocess = \"pick\"\nabove = [\"0 lines\", \"1 line\"]\neach = \"1 h\"",
    );
    let all: Vec<ReplicationResult> = (0..20)
        .map(|replication| run_replication(&compiled.model, &compiled.labels, replication, || false).unwrap())
        .collect();
    let log = f64::ln;
    for (name, theory) in [
        ("L", 1.0),
        ("Lq", 0.5),
        ("W", 0.2),
        ("Wq", 0.1),
        ("W_p50", 0.2 * log(2.0)),
        ("W_p90", 0.2 * log(10.0)),
        ("Wq_p90", 0.2 * log(5.0)),
        ("P_wait", 0.5),
        ("utilisation", 0.5),
        ("P_N_above[0]", 0.5),
        ("P_N_above[1]", 0.25),
        ("completion_time", 0.1),
        ("work_load", 0.5),
        ("sd_Wq", f64::sqrt(0.03)),
        ("sd_N", f64::sqrt(2.0)),
        ("N_at[1 h]", 1.0),
        ("lines_per_day", 120.0),
    ] {
        let values = all.iter().map(|seen| value_of(seen, &format!("picking.{name}"), "all").unwrap());
        agrees(name, values, theory);
    }
}

#[test]
fn observations_change_no_result() {
    let rest = "lines = \"8 lines/h\"";
    let process = "servers = 1\ntime = { exponential = \"6 min\" }";
    let without = observed(&picking("horizon = \"4 weeks\"", process, rest));
    let looked_at = format!("{rest}\n[observe.picking]\nprocess = \"pick\"\neach = \"1 h\"");
    let mut with = observed(&picking("horizon = \"4 weeks\"", process, &looked_at));
    with.values.retain(|value| value.key.label(Dim::Observation).is_none());
    with.names.clone_from(&without.names);
    // As text, because days without a value are no number.
    assert!(format!("{with:?}") == format!("{without:?}"), "other numbers than without");
}

#[test]
fn observations_read_back_unchanged() {
    let text = format!(
        r#"{START}
horizon = "4 weeks"
warm_up = "1 week"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[processes.pick]
servers = 1
time = "6 min"
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[demand.customers]
site = "centre"
class = "daily"
lines = "8 lines/h"
[failures.belt]
strikes = ["pick"]
up = "5 days"
down = "1 h"
[observe.at_centre]
process = "pick"
site = "centre"
above = ["20 lines", "1 line"]
given = ["belt"]
at = [2025-01-15T12:30:00, 2025-01-14]
daily_at = ["14:00", "06:00"]
each = "90 min"
cleared = {{ from = 2025-01-14, at_most = "1 line" }}
[observe.picking]
process = "pick"
"#
    );
    let first = reads_back(&text);
    let written = first.resolved.split_once("[observe.at_centre]\n").unwrap().1;
    let expected = r#"process = "pick"
site = "centre"
above = ["1 line", "20 lines"]
given = ["belt"]
at = [2025-01-14T00:00:00, 2025-01-15T12:30:00]
daily_at = ["06:00", "14:00"]
each = "90 min"
cleared = { from = 2025-01-14T00:00:00, at_most = "1 line" }

[observe.picking]
process = "pick"
"#;
    assert_eq!(written, expected);
}
