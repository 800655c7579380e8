//! Tests: the report on small scenarios whose numbers can be computed by hand.

use super::format::{integer, time};
use super::*;
use crate::analysis::fluid::fluid;
use crate::compile::build;
use crate::distributions::Distribution;
use crate::model::test_scenario;
use crate::scenario::customers::outage_response::{OutageBehaviour, ResponseShares};
use crate::scenario::customers::variation::Variation;
use crate::scenario::disruption::acceptance_check::{AcceptanceCheck, RollBack};
use crate::scenario::disruption::failure::{Failure, FailureCycle};
use crate::scenario::disruption::gate::{Bound, Gate, Threshold};
use crate::scenario::disruption::recurring_phase::RecurringPhase;
use crate::scenario::disruption::restart::{PhaseEnd, RestartPhase};
use crate::scenario::disruption::{CapacityTarget as Named, Disruption};
use crate::units::{CapacityFactor, DAY, Duration, HOUR, MINUTE, Per, SECOND, Span, WEEK};

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
        from: Instant::at(WEEK),
        takes_down: vec![Named::System("wms".into())],
        to: CapacityFactor::STOPPED,
        delay: vec![],
        until: None,
    }];
    scenario
}

fn report(scenario: &Scenario) -> String {
    let compiled = build(scenario).unwrap();
    check(scenario, &[], &compiled.model, &compiled.labels, &fluid(&compiled.model), Style::default())
}

#[test]
fn the_report_has_all_sections_with_content() {
    let expected = "\
A toy

Run: Mon 6 January 2025 to Mon 3 February 2025 (4 weeks); 5 working days per week.
2 sites, 1 part in 1 segment; 1 replication, seed 1.

Warnings

! `wms` is still at 0 % at the end of the run
! only 1 week of counted normal operation before the first disruption: estimates of the normal backlog need 4 weeks or more

Network

 site      kind      sites  supplied by  stock      review  lead time
 centre    centre        1  supplier     unlimited  –               –
 supplier  supplier      1  –            unlimited  –          2 days

Mean flows per working day, normal operation

 site      customer demand  demand served  demand served  orders placed
                   [lines]        [lines]       [pieces]        [lines]
 centre                133            133            133              0
 supplier                0              0              0              0

Utilisation, normal operation

 process  site    unit      demand /   capacity /  utilisation
                         working day  working day
 pick     centre  lines          133          140         95 %  ! high

Disruptions and restart, as planned

Mon 13 January 2025 00:00  attack: takes wms down to 0 %

Fluid answer (mean rates, no randomness)

Mean outbound backlog of centre in a normal week, with stock always available: 0 lines (0.0 days of normal flow).
Peak: 1,995 lines (15.0 days of normal flow) on Sun 2 February 2025.
Clearance: not by the end of the run.
";
    // 95 lines an elapsed day are 133 a working day; down for 21 days, 1,995 lines pile up.
    assert_eq!(report(&scenario()), expected);
}

#[test]
fn failures_have_their_share_of_time_and_mean_capacity() {
    // 8 h of 10 at 100 % and 2 h at 40 %: 88 %. 19 of 20 days up. An hour after 9 h of work, at
    // half speed: 95 %.
    let hours = |hours: f64| Distribution::Constant(hours * HOUR.as_micros_f64());
    let phase = |name: &str, to, lasts| RecurringPhase { name: name.into(), to, lasts };
    let failure = |name: &str, strikes, cycle| Failure {
        name: name.into(),
        strikes: vec![strikes],
        cycle,
        stream: name.into(),
    };
    let stops = |up, down, to, while_working| FailureCycle::UpDown { up, down, to, while_working };
    let mut scenario = scenario();
    let (pick, wms) = (Named::Process("pick".into()), Named::System("wms".into()));
    let half = CapacityFactor::from_ppm(500_000);
    scenario.failures = vec![
        failure("belt", pick.clone(), stops(hours(9.0), hours(1.0), half, true)),
        failure(
            "outage",
            wms,
            stops(
                Distribution::Exponential { mean: 19.0 * DAY.as_micros_f64() },
                hours(24.0),
                CapacityFactor::STOPPED,
                false,
            ),
        ),
        failure(
            "weather",
            pick,
            FailureCycle::Phases(vec![
                phase(
                    "normal",
                    CapacityFactor::NOMINAL,
                    Distribution::Exponential { mean: 8.0 * HOUR.as_micros_f64() },
                ),
                phase("degraded", CapacityFactor::from_ppm(400_000), hours(2.0)),
            ]),
        ),
    ];
    let expected = "
Failures

belt: pick: up for 9 h of working time, then at 50 % for 1 h (at most 10 % of the time); mean capacity at least 95 %
outage: wms: up for 19 days on average, then at 0 % for 1 day (5 % of the time); mean capacity 95 %
weather: pick: normal at 100 % for 8 h on average (80 % of the time), then degraded at 40 % for 2 h (20 % of the time); \
mean capacity 88 %

";
    let text = report(&scenario);
    assert!(text.contains(expected), "{text}");
}

#[test]
fn paper_orders_and_demand_variation_are_reported() {
    // Down for two days of 95 lines, all on paper; one clerk enters 50 a day from Wednesday
    // midnight: 3.8 days.
    let mut scenario = scenario();
    scenario.sites[0].order_desk = vec!["key_in".into()];
    scenario.processes.push(test_scenario::process("key_in", 50.0, Per::Time(DAY)));
    scenario.demand[0].when_down = Some(OutageBehaviour {
        of: Some("wms".into()),
        responses: ResponseShares { shares: [1.0, 0.0, 0.0, 0.0], rest: None },
        deferred_over: Duration::ZERO,
        entered_by: Some("key_in".into()),
        classes: vec![],
    });
    scenario.demand[0].variation =
        Some(Variation { week_cv: 0.06, day_cv: 0.03, persistence: 0.5, stream: "demand".into() });
    scenario.disruptions[0].until = Some(Instant::at(WEEK + 2 * DAY));
    let text = report(&scenario);
    // 50 an elapsed day are 70 a working day.
    let expected = "key_in      centre           190                     70  Wed 15 January 2025 00:00  Sat 18 January 2025 19:12";
    assert!(text.contains(expected), "{text}");
    let varies = "demand varies with a weekly CV of 6 % and a daily CV of 3 %, common to all sites; weekly \
                  autocorrelation 50 %";
    assert!(text.contains(varies), "{text}");
}

#[test]
fn a_process_over_capacity_is_marked_and_warned_of() {
    let mut scenario = scenario();
    scenario.disruptions = vec![];
    scenario.demand[0].lines.count = 110.0;
    let text = report(&scenario);
    assert!(text.contains("110 %  !! over capacity"), "{text}");
    assert!(text.contains("! `pick` at centre has a utilisation of 110 %"), "{text}");
    assert!(text.contains("No disruptions."), "{text}");
}

#[test]
fn phases_have_their_targets_levels_and_end() {
    let mut scenario = scenario();
    let mut back = RestartPhase {
        from: Some(Instant::at(2 * WEEK)),
        brings_back: vec![Named::System("wms".into())],
        ramp: Some(test_scenario::ramp(CapacityFactor::from_ppm(500_000), DAY)),
        ..test_scenario::phase("back")
    };
    let mut overtime = RestartPhase { after: vec!["back".into()], ..test_scenario::phase("overtime") };
    overtime.boost = vec![(Named::Process("pick".into()), CapacityFactor::from_ppm(1_250_000))];
    scenario.restart = vec![back.clone(), overtime];
    let line = |scenario: &Scenario, start: &str| {
        let text = report(scenario);
        text.lines().find(|line| line.starts_with(start)).map(str::to_owned).unwrap()
    };
    assert_eq!(
        line(&scenario, "Mon 20 January 2025 00:00"),
        "Mon 20 January 2025 00:00  back: restores wms to 50 %, rising to 100 % over 1 day, complete Tue 21 January 2025 \
         00:00"
    );
    assert_eq!(
        line(&scenario, "Tue 21 January 2025 00:00"),
        "Tue 21 January 2025 00:00  overtime: boosts pick to 125 %, to the end of the run"
    );
    back.ramp = None;
    back.to = CapacityFactor::from_ppm(800_000);
    scenario.restart = vec![back];
    assert_eq!(line(&scenario, "! `wms`"), "! `wms` is still at 80 % at the end of the run");
}

#[test]
fn slowed_suppliers_have_their_factor_and_speed() {
    let mut scenario = scenario();
    scenario.sites[1].needs = vec!["wms".into()];
    scenario.disruptions[0].to = CapacityFactor::from_ppm(500_000);
    scenario.disruptions[0].until = Some(Instant::at(2 * WEEK));
    scenario.disruptions[0].delay =
        vec![(Named::Site("supplier".into()), CapacityFactor::from_ppm(1_600_000))];
    let text = report(&scenario);
    // 0.5 of what it needs times 1/1.6.
    let expected = "Mon 13 January 2025 00:00  attack: takes wms down to 50 %, supplier lead times × 1.6, until Mon 20 January \
                    2025 00:00\n\nChanged supplier lead times\n\nMon 13 January 2025 00:00  supplier: lead times elapse \
                    at 31.3 % of normal speed, until Mon 20 January 2025 00:00\n";
    assert!(text.contains(expected), "{text}");
    scenario.disruptions[0].until = None;
    scenario.disruptions[0].delay = vec![];
    scenario.restart = vec![RestartPhase {
        from: Some(Instant::at(2 * WEEK)),
        brings_back: vec![Named::System("wms".into())],
        ramp: Some(test_scenario::ramp(CapacityFactor::from_ppm(500_000), 2 * DAY)),
        ..test_scenario::phase("back")
    }];
    let text = report(&scenario);
    let expected =
        "lead times elapse at 50 % rising to 99.5 % of normal speed, until Wed 22 January 2025 00:00\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_disruption_that_lasts_beyond_a_return_is_a_warning() {
    let mut scenario = scenario();
    scenario.disruptions[0].until = None;
    let mut second = test_scenario::outage("wms", Instant::at(WEEK), Some(Instant::at(4 * WEEK)));
    second.name = "fire".into();
    scenario.disruptions.push(second);
    let back = RestartPhase {
        from: Some(Instant::at(2 * WEEK)),
        brings_back: vec![Named::System("wms".into())],
        ..test_scenario::phase("back")
    };
    scenario.restart = vec![back.clone()];
    let warning = "`wms` stays at 0 % until 3 February 2025 by `fire`, although `back` brings it back on 20 January 2025";
    assert!(report(&scenario).replace("\n  ", " ").contains(warning), "{}", report(&scenario));
    // If the phase ends both, none is left; if it ends only the fire, the attack is.
    scenario.restart =
        vec![RestartPhase { ends: Some(vec!["attack".into(), "fire".into()]), ..back.clone() }];
    assert!(!report(&scenario).contains("stays at"), "{}", report(&scenario));
    scenario.restart = vec![RestartPhase { ends: Some(vec!["fire".into()]), ..back }];
    let warning = "`wms` stays at 0 % until another phase ends `attack`, although `back` brings it back on";
    assert!(report(&scenario).replace("\n  ", " ").contains(warning), "{}", report(&scenario));
}

#[test]
fn chances_and_gates_stand_beside_planned_dates() {
    let mut scenario = scenario();
    let hours = |hours: f64| Distribution::Constant(hours * HOUR.as_micros_f64());
    let gate = |hold| Gate {
        site: "centre".into(),
        waiting: Some("pick".into()),
        bound: Bound::Below,
        threshold: Threshold::DaysOfFlow(2.0),
        hold,
    };
    scenario.restart = vec![
        RestartPhase {
            from: Some(Instant::at(2 * WEEK)),
            takes: Some(Distribution::Uniform { low: 0.0, high: 2.0 * DAY.as_micros_f64() }),
            check: Some(AcceptanceCheck {
                chance: 0.5,
                takes: hours(6.0),
                again_after: Some(hours(12.0)),
                if_it_fails: None,
            }),
            brings_back: vec![Named::System("wms".into())],
            ..test_scenario::phase("back")
        },
        RestartPhase {
            after: vec!["back".into()],
            gate: Some(gate(None)),
            check: Some(AcceptanceCheck {
                chance: 1.0,
                takes: hours(6.0),
                again_after: None,
                if_it_fails: Some(RollBack { chance: 0.25, rolls_back: vec!["back".into()] }),
            }),
            boost: vec![(Named::Process("pick".into()), CapacityFactor::from_ppm(1_250_000))],
            until: Some(PhaseEnd::Gate(gate(Some(Span::WorkingDays(2.0))))),
            ..test_scenario::phase("overtime")
        },
    ];
    // 95 lines an elapsed day are 133 a working day: two days of flow are 266 lines.
    let expected = "\
Mon 20 January 2025 00:00  back: takes 1 day on average, acceptance check of 6 h, passed with probability 50 %, \
repeated after 12 h of repair, restores wms to 100 % on Wed 22 January 2025 00:00
Wed 22 January 2025 00:00  overtime: waits for fewer than 266 lines at pick of centre, acceptance check of 6 h, passed with \
probability 100 %, a failed check rolls back back with probability 25 %, boosts pick to 125 % on Wed 22 January 2025 06:00, \
until fewer than 266 lines at pick of centre for 2 working days
Planned dates: random durations and numbers of checks at their mean, gates open after the time for which they must hold, no \
roll-backs. Actual dates differ between replications.
";
    let text = report(&scenario);
    assert!(text.contains(expected), "{text}");
}

#[test]
fn durations_are_written_in_the_largest_unit_that_fits() {
    let written = [3 * WEEK, WEEK + DAY, DAY, 36 * HOUR, 90 * MINUTE, 5 * MINUTE, 2 * SECOND].map(time);
    assert_eq!(written, ["3 weeks", "8 days", "1 day", "1.5 days", "1.5 h", "5 min", "2 s"]);
}

#[test]
fn large_numbers_are_written_in_groups_of_three() {
    let written = [0.0, 999.4, 1_000.0, 1_234_567.0].map(integer);
    assert_eq!(written, ["0", "999", "1,000", "1,234,567"]);
}
