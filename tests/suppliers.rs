//! Suppliers that are slowed or stopped, and what comes of them: against arithmetic by hand.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails where it stands, and says what it saw"
)]

mod support;

use gplc::engine::Time;
use gplc::scenario::read_text;
use support::{Diary, HOUR, MINUTE, START, built};

/// A shop whose customers ask at each full hour from 1:00 on; all is ordered at makers, who take 4 h.
fn text(makers: &str, rest: &str) -> String {
    format!(
        r#"{START}
horizon = "6 days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[systems.invoicing]
[systems.bank]
[sites.makers]
kind = "supplier"
lead_time = "4 h"
{makers}
[sites.shop]
kind = "retailer"
supplied_by = ["makers"]
[demand.customers]
site = "shop"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
{rest}
"#
    )
}

/// When each of the first so many lines is filled, in microseconds.
fn filled(text: &str, lines: usize) -> Vec<Time> {
    let stories = Diary::of_customers(&built(text).model, 0);
    stories.iter().take(lines).map(|story| story.filled.expect("it was filled")).collect()
}

fn minutes(of: &[Time]) -> Vec<Time> {
    assert!(of.iter().all(|at| at % MINUTE == 0), "{of:?}");
    of.iter().map(|at| at / MINUTE).collect()
}

#[test]
fn a_supplier_at_half_level_takes_twice_as_long_also_for_what_is_outstanding() {
    // Half as fast from 2:00 to 6:00. The line of 1:00 has 3 h left at 2:00 and 1 h at 6:00: 7:00. Those of 2:00,
    // 3:00, 4:00 and 5:00 have 2, 2.5, 3 and 3.5 h left at 6:00; that of 6:00 takes 4 h.
    let slow = "[disruptions.strike]\nfrom = 2025-01-06T02:00:00\ntakes_down = [\"makers\"]\nto = \"50%\"\n\
                until = 2025-01-06T06:00:00\n";
    let seen = minutes(&filled(&text("", slow), 6));
    assert_eq!(seen, [420, 480, 510, 540, 570, 600]);
}

#[test]
fn a_stopped_supplier_delivers_nothing_until_a_phase_brings_it_back_by_its_ramp() {
    // Stopped from 5:00, when the line of 1:00 is due, to 10:00; then an hour at 62.5 % and one at 87.5 %. The line of
    // 1:00 comes at 10:00. Those of 2:00 and 3:00 have 1 and 2 h left: 37.5 min are done by 11:00, 0.375 / 0.875 h
    // of the rest later; 1.5 h by 12:00, half an hour later. Those of the stop have 4 h left: 1.5 by 12:00, 14:30.
    let stop = "[disruptions.strike]\nfrom = 2025-01-06T05:00:00\ntakes_down = [\"sites.makers\"]\n\
                [restart.back]\nfrom = 2025-01-06T10:00:00\nbrings_back = [\"makers\"]\n\
                ramp = { from = \"50%\", over = \"2 h\" }\n";
    let seen = filled(&text("", stop), 7);
    let second = 11 * HOUR + (3 * HOUR).div_ceil(7);
    assert_eq!(seen[..3], [10 * HOUR, second, 12 * HOUR + HOUR / 2]);
    // The line of 4:00 has 3 h left at 5:00.
    assert_eq!(minutes(&seen[3..]), [13 * 60 + 30, 14 * 60 + 30, 14 * 60 + 30, 14 * 60 + 30]);
    // With lead times of nothing too.
    let at_once = text("", stop).replace("\"4 h\"", "\"0 s\"");
    assert_eq!(minutes(&filled(&at_once, 6)), [60, 120, 180, 240, 600, 600]);
}

#[test]
fn a_delay_is_the_level_that_it_says() {
    // 150 %: 4 h take 6 h, by a level of 666,667 millionths: 4 h / 0.666667, rounded up.
    let delay = "[disruptions.late]\nfrom = 2025-01-06T00:30:00\ndelay = { makers = \"150%\" }\n";
    let level =
        "[disruptions.late]\nfrom = 2025-01-06T00:30:00\ntakes_down = [\"makers\"]\nto = \"66.6667%\"\n";
    let lasts = (4 * HOUR * 1_000_000).div_ceil(666_667);
    assert!(6 * HOUR - lasts < 11_000, "six hours but for the millionths: {lasts}");
    let slowed = filled(&text("", delay), 3);
    assert_eq!(slowed, filled(&text("", level), 3));
    assert_eq!(slowed, [HOUR, 2 * HOUR, 3 * HOUR].map(|ordered| ordered + lasts));
    // 200 % with something else beside it, brought back like any target: 1:00 has 3 h left at 3:00.
    let both = "[disruptions.late]\nfrom = 2025-01-06T01:00:00\ntakes_down = [\"bank\"]\n\
                delay = { sites.makers = \"200%\" }\n\
                [restart.back]\nfrom = 2025-01-06T03:00:00\nbrings_back = [\"makers\"]\n";
    assert_eq!(minutes(&filled(&text("", both), 3)), [360, 390, 420]);
}

#[test]
fn a_boost_makes_suppliers_faster() {
    // From 0:30 on at 200 %: 2 h.
    let boost = "[restart.premium]\nfrom = 2025-01-06T00:30:00\nboost = { makers = \"200%\" }\n";
    assert_eq!(minutes(&filled(&text("", boost), 2)), [180, 240]);
}

#[test]
fn suppliers_that_are_not_paid_slow_with_the_weakest_system_they_need() {
    // Invoicing at 50 % and the bank at 25 %, both from 1:00 to 5:00: the smaller counts, so the line of 1:00 has 3 h
    // left at 5:00, and that of 3:00 3.5 h; makers' own level would multiply.
    let down = "[disruptions.attack]\nfrom = 2025-01-06T01:00:00\ntakes_down = [\"invoicing\"]\nto = \"50%\"\n\
                until = 2025-01-06T05:00:00\n[disruptions.run]\nfrom = 2025-01-06T01:00:00\n\
                takes_down = [\"bank\"]\nto = \"25%\"\nuntil = 2025-01-06T05:00:00\n";
    let needs = "needs = [\"invoicing\", \"bank\"]";
    assert_eq!(minutes(&filled(&text(needs, down), 3)), [480, 495, 510]);
    assert_eq!(minutes(&filled(&text("", down), 3)), [300, 360, 420], "who needs nothing is not slowed");
}

#[test]
fn what_is_said_of_suppliers_reads_back_to_itself() {
    let rest = "[disruptions.late]\nfrom = 2025-01-06T01:00:00\ntakes_down = [\"bank\"]\nto = \"30%\"\n\
                delay = { makers = \"150%\" }\n[restart.back]\nfrom = 2025-01-07\n\
                brings_back = [\"makers\", \"bank\"]\nto = \"90%\"\n";
    let read = read_text("case.toml", &text("needs = [\"invoicing\"]", rest), &[]).unwrap();
    assert!(read.resolved.contains("delay = { \"sites.makers\" = \"150%\" }"), "{}", read.resolved);
    let again = read_text("case.toml", &read.resolved, &[]).unwrap();
    assert_eq!(read.scenario, again.scenario);
    assert_eq!(read.resolved, again.resolved);
}
