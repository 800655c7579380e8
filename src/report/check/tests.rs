//! What the sections say of small scenarios.

use super::wording::{time, whole};
use super::*;
use crate::analysis::fluid::fluid;
use crate::compile::build;
use crate::model::test_scenario;
use crate::scenario::customers::outage_response::{Fates, WhenDown};
use crate::scenario::customers::variation::Variation;
use crate::scenario::disruption::acceptance_check::{Check, RollBack};
use crate::scenario::disruption::failure::{Course, Failure};
use crate::scenario::disruption::gate::{Gate, Limit, Side};
use crate::scenario::disruption::recurring_phase::RecurringPhase;
use crate::scenario::disruption::restart::{Phase, PhaseEnd};
use crate::scenario::disruption::{Disruption, Target as Named};
use crate::scenario::syntax::distribution::Distribution;
use crate::scenario::syntax::quantity::{HOUR, Level, MINUTE, Per, Span};

/// 95 lines a day at a centre that picks 100 a day; `wms` goes down on Monday of the second week.
fn scenario() -> Scenario {
    let mut scenario = test_scenario::scenario();
    scenario.title = "A toy".into();
    scenario.systems = vec![test_scenario::system("wms", &[])];
    let mut pick = test_scenario::process("pick", 100.0, Per::Time(DAY));
    pick.needs = vec!["wms".into()];
    scenario.processes = vec![pick];
    scenario.sites[0].after_stock = vec!["pick".into()];
    scenario.demand[0].lines.count = 95.0;
    scenario.disruptions = vec![Disruption {
        name: "attack".into(),
        from: WEEK,
        takes_down: vec![Named::System("wms".into())],
        to: Level::STOPPED,
        delay: vec![],
        until: None,
    }];
    scenario
}

fn told(scenario: &Scenario) -> String {
    let compiled = build(scenario).unwrap();
    check(scenario, &[], &compiled.model, &compiled.labels, &fluid(&compiled.model))
}

#[test]
fn a_scenario_is_told_in_plain_words() {
    let expected = "\
A toy

Runs from Mon 6 January 2025 to Mon 3 February 2025 (4 weeks), counted from Mon 6 January 2025; 5 working days a week.
2 sites, 1 part in 1 segment; 1 replication, seed 1.

Network

 site      kind      sites  supplied by  stock      looks  lead time
 centre    centre        1  supplier     unlimited  –      –
 supplier  supplier      1  –            unlimited  –      2 days

Flows a working day in normal running

 site      customers ask, lines  serves, lines  serves, pieces  orders, lines
 centre                     133            133             133              0
 supplier                     0              0               0              0

Load in normal running

 process  site    unit   asked a working day  can do  load
 pick     centre  lines                  133     140   95%  ! tight

What goes down and how it comes back

Mon 13 January 2025 00:00: attack takes wms down to 0%

Fluid answer, by arithmetic of rates alone

Outbound backlog of centre in a normal week: 0 lines (0.0 days of normal flow) on average, with stock always there.
Peak: 1,995 lines (15.0 days of normal flow) on Sun 2 February 2025.
Not cleared by the end of the run.

Warnings

! `wms` goes down and is still at 0% at the end of the run
! only 1 week of counted normal running before the first disruption: what is normal is known poorly with less than 4 weeks
";
    // 95 lines an elapsed day are 133 a working day; down for 21 days, 1,995 lines pile up.
    assert_eq!(told(&scenario()), expected);
}

#[test]
fn failures_are_told_with_their_share_of_time_and_what_they_leave() {
    // 8 h of 10 at 100 % and 2 h at 40 %: 88 %. 19 of 20 days up. An hour after 9 h of work, at half speed: 95 %.
    let hours = |hours: f64| Distribution::Constant(hours * HOUR as f64);
    let phase = |name: &str, to, lasts| RecurringPhase { name: name.into(), to, lasts };
    let failure = |name: &str, strikes, course| Failure {
        name: name.into(),
        strikes: vec![strikes],
        course,
        stream: name.into(),
    };
    let stops = |up, down, to, while_working| Course::Stops { up, down, to, while_working };
    let mut scenario = scenario();
    let (pick, wms) = (Named::Process("pick".into()), Named::System("wms".into()));
    let half = Level(500_000);
    scenario.failures = vec![
        failure("belt", pick.clone(), stops(hours(9.0), hours(1.0), half, true)),
        failure(
            "outage",
            wms,
            stops(Distribution::Exponential { mean: 19.0 * DAY as f64 }, hours(24.0), Level::STOPPED, false),
        ),
        failure(
            "weather",
            pick,
            Course::Phases(vec![
                phase("normal", Level::NORMAL, Distribution::Exponential { mean: 8.0 * HOUR as f64 }),
                phase("degraded", Level(400_000), hours(2.0)),
            ]),
        ),
    ];
    let expected = "
What stops again and again

belt strikes pick: up for 9 h of its work, then at 50% for 1 h (at most 10% of the time); this leaves at least 95% on average
outage strikes wms: up for 19 days on average, then at 0% for 1 day (5% of the time); this leaves 95% on average
weather strikes pick: normal at 100% for 8 h on average (80% of the time), then degraded at 40% for 2 h (20% of the time); \
this leaves 88% on average

";
    let told = told(&scenario);
    assert!(told.contains(expected), "{told}");
}

#[test]
fn what_a_desk_has_to_enter_and_how_orders_vary_together_are_told() {
    // Down for two days of 95 lines, all on paper; one clerk enters 50 a day from Wednesday midnight: 3.8 days.
    let mut scenario = scenario();
    scenario.sites[0].desk = vec!["key_in".into()];
    scenario.processes.push(test_scenario::process("key_in", 50.0, Per::Time(DAY)));
    scenario.demand[0].when_down = Some(WhenDown {
        of: Some("wms".into()),
        fates: Fates { shares: [1.0, 0.0, 0.0, 0.0], rest: None },
        deferred_over: 0,
        entered_by: Some("key_in".into()),
        classes: vec![],
    });
    scenario.demand[0].variation =
        Some(Variation { week_cv: 0.06, day_cv: 0.03, persistence: 0.5, stream: "demand".into() });
    scenario.disruptions[0].until = Some(WEEK + 2 * DAY);
    let told = told(&scenario);
    // 50 an elapsed day are 70 a working day.
    let expected = "key_in  centre             190                    70  Wed 15 January 2025 00:00  Sat 18 January 2025 19:12";
    assert!(told.contains(expected), "{told}");
    let varies = "weeks by 6%, days within their week by 3% around what is stated (coefficient of variation), at all \
                      sites alike; a week takes after the one before (correlation 50%)";
    assert!(told.contains(varies), "{told}");
}

#[test]
fn a_process_that_is_asked_for_more_than_it_can_do_is_warned_of() {
    let mut scenario = scenario();
    scenario.disruptions = vec![];
    scenario.demand[0].lines.count = 110.0;
    let told = told(&scenario);
    assert!(told.contains("110%  !! more than it can do"), "{told}");
    assert!(told.contains("! `pick` at centre is asked for 110% of what it can do"), "{told}");
    assert!(told.contains("Nothing goes down."), "{told}");
}

#[test]
fn phases_are_told_with_what_they_bring_and_when_they_are_over() {
    let mut scenario = scenario();
    let mut back = Phase {
        from: Some(2 * WEEK),
        brings_back: vec![Named::System("wms".into())],
        ramp: Some(test_scenario::ramp(Level(500_000), DAY)),
        ..test_scenario::phase("back")
    };
    let mut overtime = Phase { after: vec!["back".into()], ..test_scenario::phase("overtime") };
    overtime.boost = vec![(Named::Process("pick".into()), Level(1_250_000))];
    scenario.restart = vec![back.clone(), overtime];
    let told_of = |scenario: &Scenario, start: &str| {
        let told = told(scenario);
        told.lines().find(|line| line.starts_with(start)).map(str::to_owned).unwrap()
    };
    assert_eq!(
        told_of(&scenario, "Mon 20 January 2025 00:00"),
        "Mon 20 January 2025 00:00: back brings wms back at 50%, rising to 100% in 1 day, until Tue 21 \
             January 2025 00:00"
    );
    assert_eq!(
        told_of(&scenario, "Tue 21 January 2025 00:00"),
        "Tue 21 January 2025 00:00: overtime sets pick at 125%, to the end of the run"
    );
    back.ramp = None;
    back.to = Level(800_000);
    scenario.restart = vec![back];
    assert_eq!(told_of(&scenario, "! `wms`"), "! `wms` goes down and is still at 80% at the end of the run");
}

#[test]
fn suppliers_that_are_slowed_are_told_with_their_level() {
    let mut scenario = scenario();
    scenario.sites[1].needs = vec!["wms".into()];
    scenario.disruptions[0].to = Level(500_000);
    scenario.disruptions[0].until = Some(2 * WEEK);
    scenario.disruptions[0].delay = vec![(Named::Site("supplier".into()), Level(1_600_000))];
    let told = told(&scenario);
    // 0.5 of what it needs times 1/1.6.
    let expected = "Mon 13 January 2025 00:00: attack takes wms down to 50%, lead times of supplier take 160%, \
                        until Mon 20 January 2025 00:00\n\nSuppliers that are slowed\n\nMon 13 January 2025 00:00: \
                        lead times of supplier run at 31.3% until Mon 20 January 2025 00:00\n";
    assert!(told.contains(expected), "{told}");
    scenario.disruptions[0].until = None;
    scenario.disruptions[0].delay = vec![];
    scenario.restart = vec![Phase {
        from: Some(2 * WEEK),
        brings_back: vec![Named::System("wms".into())],
        ramp: Some(test_scenario::ramp(Level(500_000), 2 * DAY)),
        ..test_scenario::phase("back")
    }];
    let told = self::told(&scenario);
    let expected = "lead times of supplier run at 50% to 99.5% until Wed 22 January 2025 00:00\n";
    assert!(told.contains(expected), "{told}");
}

#[test]
fn what_chance_and_gates_decide_is_told_beside_the_planned_days() {
    let mut scenario = scenario();
    let hours = |hours: f64| Distribution::Constant(hours * HOUR as f64);
    let gate = |hold| Gate {
        site: "centre".into(),
        waiting: Some("pick".into()),
        side: Side::Below,
        limit: Limit::DaysOfFlow(2.0),
        hold,
    };
    scenario.restart = vec![
        Phase {
            from: Some(2 * WEEK),
            takes: Some(Distribution::Uniform { low: 0.0, high: 2.0 * DAY as f64 }),
            check: Some(Check {
                chance: 0.5,
                takes: hours(6.0),
                again_after: Some(hours(12.0)),
                roll_back: None,
            }),
            brings_back: vec![Named::System("wms".into())],
            ..test_scenario::phase("back")
        },
        Phase {
            after: vec!["back".into()],
            gate: Some(gate(None)),
            check: Some(Check {
                chance: 1.0,
                takes: hours(6.0),
                again_after: None,
                roll_back: Some(RollBack { chance: 0.25, phases: vec!["back".into()] }),
            }),
            boost: vec![(Named::Process("pick".into()), Level(1_250_000))],
            until: Some(PhaseEnd::Gate(gate(Some(Span::WorkingDays(2.0))))),
            ..test_scenario::phase("overtime")
        },
    ];
    // 95 lines an elapsed day are 133 a working day: two days of flow are 266 lines.
    let expected = "\
Mon 20 January 2025 00:00: back works 1 day on average, is checked for 6 h, passing with 50%, the next after 12 h of repair, \
brings wms back on Wed 22 January 2025 00:00 at 100%
Wed 22 January 2025 00:00: overtime waits for fewer than 266 lines at pick of centre, is checked for 6 h, passing with 100%, \
one that fails rolls back back with 25%, sets pick at 125% on Wed 22 January 2025 06:00, \
until fewer than 266 lines at pick of centre for 2 working days
Days are planned: what is drawn by its mean, gates as met at once and open when their time is over, nothing rolled back. \
Each run tells its own.
";
    let told = told(&scenario);
    assert!(told.contains(expected), "{told}");
}

#[test]
fn lengths_of_time_are_told_in_the_unit_that_fits() {
    let told = [3 * WEEK, WEEK + DAY, DAY, 36 * HOUR, 90 * MINUTE, 5 * MINUTE, 2_000_000].map(time);
    assert_eq!(told, ["3 weeks", "8 days", "1 day", "1.5 days", "1.5 h", "5 min", "2 s"]);
}

#[test]
fn large_numbers_are_told_in_groups_of_three() {
    let told = [0.0, 999.4, 1_000.0, 1_234_567.0].map(whole);
    assert_eq!(told, ["0", "999", "1,000", "1,234,567"]);
}
