//! Restart phases: work before the return, failing checks, gates and roll-backs, computed by hand.

use crate::support::{AtMidnight, DAY, HOUR, MINUTE, Micros, START, compiled, observed, run, value};
use gplc::compile::CompiledModel;
use gplc::experiment::headline::Headline;
use gplc::experiment::phase_times::observed_phase_times;
use gplc::experiment::replication_metrics::ReplicationMetrics;
use gplc::experiment::restoration::Restoration;
use gplc::experiment::summary::summarise;
use gplc::metrics::run_replication;
use gplc::registers::metrics::{Censored, Dim, Metric, MetricId, ids};
use gplc::report::tables::headline::headline as headline_table;
use gplc::report::text_table::Style;
use gplc::report::wording::Wording;
use gplc::scenario::read_text;
use gplc::simulation::observer::{Observer, PhaseEvent};
use gplc::simulation::view::View;

/// A centre with everything on hand and a picker of 2 lines an hour, a line at each full hour from
/// 1:00 on, for 20 days; `wms`, which picking needs, goes down at 0:30. Phases are numbered in
/// order of name.
fn centre(rest: &str) -> CompiledModel {
    compiled(&format!(
        r#"{START}
horizon = "20 days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[systems.orders]
[systems.wms]
[processes.book]
needs = ["orders"]
rate = "1000 lines/h"
[processes.pick]
needs = ["wms"]
rate = "2 lines/h"
[processes.unload]
[sites.makers]
kind = "supplier"
lead_time = "1 day"
[sites.centre]
kind = "centre"
supplied_by = ["makers"]
inbound = ["unload"]
stock = "unlimited"
outbound = ["book", "pick"]
[demand.customers]
site = "centre"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
[disruptions.attack]
from = 2025-01-06T00:30:00
takes_down = ["wms"]
{rest}
"#
    ))
}

/// What happens to phases, as it happens.
#[derive(Debug, Default)]
struct Log(Vec<(u16, PhaseEvent, Micros)>);

impl Observer for Log {
    fn phase(&mut self, now: Instant, phase: PhaseId, happens: PhaseEvent) {
        let now = now.as_micros();
        self.0.push((phase.get(), happens, now));
    }
}

fn log(compiled: &CompiledModel, replication: u32) -> Vec<(u16, PhaseEvent, Micros)> {
    run(&compiled.model, replication, Log::default()).0
}

fn first(log: &[(u16, PhaseEvent, Micros)], phase: u16, happens: PhaseEvent) -> Option<Micros> {
    log.iter().find(|event| (event.0, event.1) == (phase, happens)).map(|event| event.2)
}

use PhaseEvent::{BringsBack, CheckFails, Ends, IsRolledBack, Starts};
use gplc::units::{Instant, PhaseId, StationId};

#[test]
fn a_phase_works_and_passes_its_check_before_it_restores_capacity() {
    // From Tuesday 6:00 two days of work and a day's check: back on Friday at 6:00, the ramp done
    // two hours later. What comes after its start starts with the work; what comes after it, at the
    // end.
    let compiled = centre(
        "[restart.a]\nfrom = 2025-01-07T06:00:00\ntakes = \"2 days\"\ncheck = { chance = \"100%\", takes = \"1 day\" }\n\
         brings_back = [\"wms\"]\nramp = { from = \"50%\", over = \"2 h\" }\n\
         [restart.b]\nafter_start_of = [\"a\"]\nboost = { pick = \"125%\" }\nfor = \"1 h\"\n\
         [restart.c]\nafter = [\"a\"]\nboost = { pick = \"125%\" }\nfor = \"1 h\"\n",
    );
    let back = 4 * DAY + 6 * HOUR;
    let log = log(&compiled, 0);
    assert_eq!(first(&log, 0, Starts), Some(DAY + 6 * HOUR));
    assert_eq!(first(&log, 0, BringsBack), Some(back));
    assert_eq!(first(&log, 0, Ends), Some(back + 2 * HOUR));
    assert_eq!(first(&log, 1, Starts), Some(DAY + 6 * HOUR));
    assert_eq!(first(&log, 2, Starts), Some(back + 2 * HOUR));
    // Nothing is picked before: the level at midnight is 0 until Thursday's, 100 % at Friday's.
    let look = |_: Micros, view: &View<'_>| f64::from(view.station(StationId::new(1)).clock().level());
    let levels = run(&compiled.model, 0, AtMidnight::new(look)).values;
    assert_eq!(levels[..6], [0.0, 0.0, 0.0, 0.0, 1.0, 1.0]);
}

#[test]
fn the_times_of_a_boost_count_from_the_return() {
    let compiled = centre(
        "[restart.a]\nfrom = 2025-01-07T06:00:00\ntakes = \"1 day\"\nboost = { pick = \"125%\" }\nfor = \"5 h\"\n",
    );
    assert_eq!(
        log(&compiled, 0),
        [(0, Starts, DAY + 6 * HOUR), (0, BringsBack, 2 * DAY + 6 * HOUR), (0, Ends, 2 * DAY + 11 * HOUR)]
    );
}

#[test]
fn checks_are_repeated_until_one_passes() {
    // One check in two passes: failures follow the geometric law with mean 1 and variance 2; half
    // of all have none. 2,000 replications: the 99.9 % interval of the mean is ±3.29 · √(2 / 2000)
    // = ±0.104, that of the share ±3.29 · √(0.25 / 2000) = ±0.037. A change of seed fails one time
    // in 500.
    let compiled = centre(
        "[restart.a]\nfrom = 2025-01-07\ncheck = { chance = \"50%\", takes = \"1 h\", again_after = \"2 h\" }\n\
         brings_back = [\"wms\"]\n",
    );
    let (mut failures, mut at_once) = (0, 0);
    for replication in 0..2_000 {
        let log = log(&compiled, replication);
        let failed = log.iter().filter(|event| event.1 == CheckFails).count() as u64;
        // A check an hour, and two hours of repair after each that failed.
        assert_eq!(first(&log, 0, BringsBack), Some(DAY + (failed + 1) * HOUR + failed * 2 * HOUR));
        failures += failed;
        at_once += u64::from(failed == 0);
    }
    let (mean, share) = (failures as f64 / 2_000.0, at_once as f64 / 2_000.0);
    assert!((mean - 1.0).abs() < 0.104, "{mean} failures on average");
    assert!((share - 0.5).abs() < 0.037, "{share} without a failure");
}

#[test]
fn phases_of_the_same_name_draw_alike_in_every_plan() {
    let phase = "[restart.m]\nfrom = 2025-01-07\ntakes = { exponential = \"1 day\" }\n\
                 check = { chance = \"60%\", takes = { exponential = \"4 h\" } }\nbrings_back = [\"wms\"]\n\
                 ramp = { from = \"10%\", over = { exponential = \"1 day\" } }\n";
    let other = "[restart.a]\nfrom = 2025-01-06T05:00:00\ntakes = { exponential = \"1 day\" }\nboost = { pick = \"120%\" }\n";
    let (one, two) = (centre(phase), centre(&format!("{phase}{other}")));
    let mut days = Vec::new();
    for replication in 0..20 {
        let (alone, beside) = (log(&one, replication), log(&two, replication));
        for happens in [Starts, BringsBack, Ends] {
            assert_eq!(first(&alone, 0, happens), first(&beside, 1, happens));
        }
        days.push(first(&alone, 0, BringsBack));
    }
    days.sort_unstable();
    days.dedup();
    assert!(days.len() > 15, "{} different days in 20 replications", days.len());
}

/// Start of a phase that waits for a gate from 0:30 on.
fn opened(gate: &str) -> Option<Micros> {
    let text = format!(
        "[restart.a]\nfrom = 2025-01-06T00:30:00\ngate = {{ {gate} }}\nboost = {{ pick = \"120%\" }}\n"
    );
    first(&log(&centre(&text), 0), 0, Starts)
}

#[test]
fn a_gate_opens_on_the_hour_before_other_events() {
    // A line waits for picking from each full hour on (booking takes 3.6 s): at 4:00 there are
    // those of 1:00 to 3:00, at 5:00 one more.
    assert_eq!(opened("site = \"centre\", waiting = \"pick\", above = \"3 lines\""), Some(5 * HOUR));
    // The whole backlog is the same: nothing waits elsewhere.
    assert_eq!(opened("site = \"centre\", above = \"3 lines\""), Some(5 * HOUR));
    // Two hours of more than 3: at 5:00, 6:00 and 7:00.
    assert_eq!(
        opened("site = \"centre\", waiting = \"pick\", above = \"3 lines\", for = \"2 h\""),
        Some(7 * HOUR)
    );
    // Normal flow is 168 lines in a week of five working days, 33.6 a working day: 0.1 days are
    // 3.36 lines.
    assert_eq!(opened("site = \"centre\", waiting = \"pick\", above = \"0.1 days of flow\""), Some(5 * HOUR));
    // What is met immediately opens at the first full hour; what never is does not.
    assert_eq!(opened("site = \"centre\", waiting = \"book\", below = \"1 line\""), Some(HOUR));
    assert_eq!(opened("site = \"centre\", waiting = \"unload\", above = \"0 lines\""), None);
    // On working days alone: 18 hours more than 3 lines on each of the days; from 5:00 on Monday
    // five working days are 5:00 on the Monday after, since Saturday and Sunday do not count.
    let held = opened("site = \"centre\", above = \"3 lines\", for = \"5 working days\"");
    assert_eq!(held, Some(7 * DAY + 5 * HOUR));
}

#[test]
fn an_interruption_restarts_the_holding_time_of_a_gate() {
    // Picking is back from 3:00 to 5:00 and then is stopped. Lines that wait, when observed before
    // what ends and comes on the hour: two at 3:00 and at 4:00 (one of them about to be done), one
    // at 5:00; that is done, and those of 5:00 and 6:00 wait from 7:00 on.
    let text = |hold: &str| {
        format!(
            "until = 2025-01-06T03:00:00\n[disruptions.again]\nfrom = 2025-01-06T05:00:00\ntakes_down = [\"wms\"]\n\
             [restart.a]\nfrom = 2025-01-06T00:30:00\ngate = {{ site = \"centre\", above = \"1 line\"{hold} }}\n\
             boost = {{ pick = \"120%\" }}\n"
        )
    };
    assert_eq!(first(&log(&centre(&text("")), 0), 0, Starts), Some(3 * HOUR));
    assert_eq!(first(&log(&centre(&text(", for = \"1 h\"")), 0), 0, Starts), Some(4 * HOUR));
    assert_eq!(first(&log(&centre(&text(", for = \"2 h\"")), 0), 0, Starts), Some(9 * HOUR));
}

#[test]
fn a_gate_where_no_line_can_wait_is_an_error() {
    let phase = |gate: &str| {
        format!(
            "title = \"T\"\nstart = 2025-01-06\nhorizon = \"1 week\"\n[classes.daily]\npriority = 1\n\
             [processes.unload]\n[sites.gplc]\nkind = \"centre\"\nstock = \"unlimited\"\n\
             [sites.pdc]\nkind = \"pdc\"\nsupplied_by = [\"gplc\"]\ninbound = [\"unload\"]\n\
             [restart.a]\ngate = {{ {gate}, above = \"1 line\" }}\nboost = {{ unload = \"120%\" }}\n"
        )
    };
    for (gate, reported) in [
        ("site = \"gplc\", waiting = \"stock\"", "no line waits for stock at site `gplc`"),
        ("site = \"pdc\"", "site `pdc` has no backlog: it passes lines on to its source"),
        (
            "site = \"pdc\", waiting = \"stock\"",
            "site `pdc` has no backlog: it passes lines on to its source",
        ),
        ("site = \"gplc\", waiting = \"unload\"", "no queue for `unload` at site `gplc`"),
    ] {
        let errors = read_text("case.toml", &phase(gate), &[]).unwrap_err();
        assert!(errors.to_string().contains(reported), "{errors}");
    }
    assert!(read_text("case.toml", &phase("site = \"pdc\", waiting = \"unload\""), &[]).is_ok());
}

#[test]
fn gates_count_inbound_goods_at_their_site() {
    // A depot orders each piece as it is requested, on the full hours from 1:00 on; it arrives an
    // hour later and stays, since the second step is stopped from 0:30 on.
    let text = format!(
        r#"{START}
horizon = "2 days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[processes.first]
[processes.second]
[sites.centre]
kind = "centre"
stock = "unlimited"
[sites.depot]
kind = "pdc"
supplied_by = ["centre"]
inbound = ["first", "second"]
stock = {{ level = "100 pieces" }}
[lanes.road]
from = "centre"
to = "depot"
transit = "1 h"
[demand.customers]
site = "depot"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
[disruptions.attack]
from = 2025-01-06T00:30:00
takes_down = ["second"]
[restart.a]
from = 2025-01-06T00:30:00
gate = {{ site = "depot", waiting = "second", above = "3 lines" }}
brings_back = ["second"]
[restart.b]
after = ["a"]
gate = {{ site = "depot", waiting = "second", below = "1 line" }}
boost = {{ first = "110%" }}
"#
    );
    let log = log(&compiled(&text), 0);
    // Arrivals at 2:00, 3:00, 4:00 and 5:00: four lie there when observed at 6:00. Then all are
    // received immediately, and none lies there any more.
    assert_eq!(first(&log, 0, Starts), Some(6 * HOUR));
    assert_eq!(first(&log, 1, Starts), Some(6 * HOUR));
}

#[test]
fn a_boost_ends_when_its_gate_opens() {
    // Back at 10:30 with ten lines that wait, picked at 4 an hour. Left when observed on the hour,
    // before what ends and comes then: 9 at 11:00, 6 at 12:00, 3 at 13:00, none at 14:00.
    let log = log(
        &centre(
            "[restart.back]\nfrom = 2025-01-06T10:30:00\nbrings_back = [\"wms\"]\n\
             [restart.boost]\nafter = [\"back\"]\nboost = { pick = \"200%\" }\n\
             until = { site = \"centre\", waiting = \"pick\", below = \"3 lines\" }\n\
             [restart.later]\nafter = [\"boost\"]\nboost = { pick = \"110%\" }\n",
        ),
        0,
    );
    assert_eq!(first(&log, 1, BringsBack), Some(10 * HOUR + 30 * MINUTE));
    assert_eq!(first(&log, 1, Ends), Some(14 * HOUR));
    assert_eq!(first(&log, 2, Starts), Some(14 * HOUR));
}

#[test]
fn a_condition_that_holds_before_the_backlog_arrives_does_not_end_a_phase() {
    // The boost begins with the outage, when no line waits: at 1:00, 2:00 and 3:00 under 3 lines
    // wait, at 4:00 three. So the condition counts from 4:00 on, and is met when the backlog is
    // gone, as above.
    let log = log(
        &centre(
            "[restart.back]\nfrom = 2025-01-06T10:30:00\nbrings_back = [\"wms\"]\n\
             [restart.boost]\nfrom = 2025-01-06T00:30:00\nboost = { pick = \"200%\" }\n\
             until = { site = \"centre\", waiting = \"pick\", below = \"3 lines\" }\n",
        ),
        0,
    );
    assert_eq!(first(&log, 1, BringsBack), Some(30 * MINUTE));
    assert_eq!(first(&log, 1, Ends), Some(14 * HOUR));
}

/// Orders return on day 1 at 6:00 after a day of work, then the warehouse: a day of work and checks
/// of 6 h, of which those that fail roll orders back; repair takes 2 h. A third phase comes after
/// orders from day 3 at 18:00 on.
const ROLL_BACK: &str = r#"
[disruptions.crash]
from = 2025-01-06T00:30:00
takes_down = ["orders"]
to = "30%"
[restart.a_orders]
from = 2025-01-07T06:00:00
takes = "1 day"
brings_back = ["orders"]
boost = { pick = "110%" }
[restart.b_warehouse]
after = ["a_orders"]
takes = "1 day"
check = { chance = "50%", takes = "6 h", again_after = "2 h", if_it_fails = { chance = "100%", rolls_back = ["a_orders"] } }
brings_back = ["wms"]
[restart.c_more]
from = 2025-01-09T18:00:00
after = ["a_orders"]
boost = { book = "120%" }
"#;

#[test]
fn a_failed_check_rolls_back_earlier_phases_which_start_anew() {
    let compiled = centre(ROLL_BACK);
    let look = |_: Micros, view: &View<'_>| f64::from(view.station(StationId::new(0)).clock().level());
    let mut seen = [false; 2];
    for replication in 0..20 {
        let (log, levels) = run(&compiled.model, replication, (Log::default(), AtMidnight::new(look)));
        let failed = log.0.iter().filter(|event| event.1 == CheckFails).count() as u64;
        // Orders are back on day 2 at 6:00, the first check ends on day 3 at 12:00. Each failure
        // costs a day of work on orders, 2 h of repair and the next check of 6 h.
        let check = 3 * DAY + 12 * HOUR;
        let cycle = DAY + 8 * HOUR;
        assert_eq!(first(&log.0, 1, BringsBack), Some(check + failed * cycle));
        let back: Vec<Micros> =
            log.0.iter().filter(|event| (event.0, event.1) == (0, BringsBack)).map(|event| event.2).collect();
        let expected: Vec<Micros> = std::iter::once(2 * DAY + 6 * HOUR)
            .chain((0..failed).map(|failure| check + failure * cycle + DAY))
            .collect();
        assert_eq!(back, expected);
        let undone = log.0.iter().filter(|event| (event.0, event.1) == (0, IsRolledBack)).count() as u64;
        assert_eq!(undone, failed);
        // At the midnight after a failed check orders are at the 30 % that the crash left, else
        // back at 100 %; what comes after them waits for them again.
        let (level, more) = if failed > 0 { (0.3, check + DAY) } else { (1.0 * 1.2, 3 * DAY + 18 * HOUR) };
        assert!((levels.values[3] - level).abs() < 1e-9, "{:?}", levels.values);
        assert_eq!(first(&log.0, 2, Starts), Some(more));
        seen[usize::from(failed > 0)] = true;
    }
    assert_eq!(seen, [true; 2], "of 20 replications all fail or all pass once in 500,000 seeds");
}

#[test]
fn a_phase_that_did_not_start_is_later_than_the_run_and_is_counted() {
    // Exponential with a mean of 19 days from day 1: some come within the 20 days of the run,
    // others do not.
    let compiled = centre(
        "[restart.a]\nfrom = 2025-01-07\ntakes = { exponential = \"19 days\" }\nbrings_back = [\"wms\"]\n\
         [restart.never]\ngate = { site = \"centre\", waiting = \"unload\", above = \"5 lines\" }\nboost = { pick = \"120%\" }\n",
    );
    let headline = Headline::of(&compiled.model, &compiled.labels).unwrap();
    let measured: Vec<ReplicationMetrics> = (0..10)
        .map(|replication| {
            let seen = run_replication(&compiled.model, &compiled.labels, replication, || false).unwrap();
            let values = headline.metrics(&seen);
            ReplicationMetrics::of(&seen, values)
        })
        .collect();
    let came =
        (0..10).filter(|&replication| first(&log(&compiled, replication), 0, BringsBack).is_some()).count();
    assert!((2..=9).contains(&came), "{came}");
    let rows = summarise(&measured);
    let row = |metric: Metric<Censored>, phase: &str| {
        let key = metric.at(headline.names.cell(&[(Dim::Phase, phase)]).unwrap());
        rows.iter().find(|row| row.key == key).unwrap_or_else(|| panic!("{phase}"))
    };
    let back = row(ids::PHASE_IN_EFFECT, "a");
    assert_eq!((back.values as usize, back.censored as usize), (came, 10 - came));
    assert_eq!(row(ids::PHASE_STARTED, "a").mean, Some(1.0));
    let never = row(ids::PHASE_STARTED, "never");
    assert_eq!((never.values, never.censored, never.mean), (0, 10, None));
    let text = headline_table(&rows, &Wording::of(&headline), Style::default());
    assert!(text.contains(&format!("phase a in effect (in {came} of 10 runs)")), "{text}");
    assert!(text.contains("phase never in effect (in 0 of 10 runs)"), "{text}");
    assert!(!text.contains(": failed checks"), "{text}");
}

#[test]
fn days_of_phases_and_failed_checks_are_counted_from_the_onset() {
    let compiled = centre(ROLL_BACK);
    let seen = observed(&compiled);
    let value = |metric: MetricId, phase: &str| value(&seen, metric, &format!("phase={phase}"));
    let log = log(&compiled, 0);
    let failed = log.iter().filter(|event| event.1 == CheckFails).count() as f64;
    assert_eq!(value(MetricId::PHASE_CHECKS_FAILED, "b_warehouse"), Some(failed));
    assert_eq!(value(MetricId::PHASE_ROLLBACKS, "a_orders"), Some(failed));
    assert_eq!(value(MetricId::PHASE_STARTED, "a_orders"), Some(1.0));
    let back = log.iter().rfind(|event| (event.0, event.1) == (0, BringsBack)).unwrap().2;
    assert_eq!(value(MetricId::PHASE_IN_EFFECT, "a_orders"), Some((back / DAY) as f64));
}

#[test]
fn restoration_is_reported_at_the_median_run_and_certain_phases_as_planned() {
    // `a` works 1 to 9 days from Tuesday on: planned at its mean, 5 days. `b` follows it, `c` has a
    // date.
    let compiled = centre(
        "[restart.a]\nfrom = 2025-01-07\ntakes = { uniform = [\"1 day\", \"9 days\"] }\nbrings_back = [\"wms\"]\n\
         [restart.b]\nafter = [\"a\"]\nboost = { pick = \"125%\" }\nfor = \"1 day\"\n\
         [restart.c]\nfrom = 2025-01-08T12:00:00\nboost = { book = \"125%\" }\nfor = \"5 h\"\n",
    );
    let measured: Vec<ReplicationMetrics> = (0..5)
        .map(|replication| {
            ReplicationMetrics::of(
                &run_replication(&compiled.model, &compiled.labels, replication, || false).unwrap(),
                Vec::new(),
            )
        })
        .collect();
    let mut back: Vec<Micros> =
        (0..5).map(|replication| first(&log(&compiled, replication), 0, BringsBack).unwrap()).collect();
    back.sort_unstable();
    let came = observed_phase_times(&measured, &compiled.model);
    assert_eq!(
        came[0].brought_back.median,
        Some(Instant::from_micros(back[2])),
        "the third of five, to the microsecond"
    );
    assert_eq!(
        (came[0].brought_back.p10, came[0].brought_back.p90),
        (Some(Instant::from_micros(back[0])), Some(Instant::from_micros(back[4])))
    );
    let shown = Restoration::as_observed(&compiled.model, &came).targets;
    let planned = Restoration::of(&compiled.model).targets;
    let ends = |all: &[gplc::experiment::restoration::TargetLevels], target: usize| {
        all[target]
            .pieces
            .iter()
            .map(|piece| (piece.from.as_micros(), piece.to.as_micros()))
            .collect::<Vec<_>>()
    };
    // In order: the system, then `book`, then `pick`.
    assert_eq!(ends(&planned, 0), [(30 * MINUTE, 6 * DAY)]);
    assert_eq!(ends(&shown, 0), [(30 * MINUTE, back[2])]);
    assert_eq!(shown[1], planned[1], "a date is a date");
    assert_eq!(ends(&shown, 2), [(back[2], back[2] + DAY)]);
    assert!(!came[2].brought_back.is_spread() && came[0].brought_back.is_spread());
}

#[test]
fn policies_in_force_are_reported_over_time_and_the_latest_wins() {
    // `all` goes by the date of the promise from Tuesday for a week; `some` takes no more than 5
    // lines a day and goes by order of arrival from Thursday for two days.
    let compiled = centre(
        "[restart.all]\nfrom = 2025-01-07\ndiscipline = { pick = \"earliest_due_date\" }\nfor = \"7 days\"\n\
         [restart.back]\nfrom = 2025-01-07\nbrings_back = [\"wms\"]\n\
         [restart.some]\nfrom = 2025-01-09\ndiscipline = { pick = \"fcfs\" }\n\
         cap = { pick = { centre = \"5 lines/day\" } }\nfor = \"2 days\"\n",
    );
    let [pick] = &Restoration::of(&compiled.model).policies[..] else { panic!("one process has policies") };
    let reported: Vec<_> = pick
        .pieces
        .iter()
        .map(|piece| {
            let of = |phase: Option<PhaseId>| phase.map(PhaseId::get);
            (
                piece.from.as_micros(),
                piece.to.as_micros(),
                of(piece.accepts),
                of(piece.caps),
                of(piece.discipline),
            )
        })
        .collect();
    assert_eq!(
        reported,
        [
            (DAY, 3 * DAY, None, None, Some(0)),
            (3 * DAY, 5 * DAY, None, Some(2), Some(2)),
            (5 * DAY, 8 * DAY, None, None, Some(0)),
        ]
    );
}
