//! Fluid answer: peak and clearance of the centre's outbound backlog by arithmetic of rates alone.
//!
//! The centre's outbound processes are tanks in a row; lines are a fluid that runs from one to the
//! next at most at the rate of each process, by its calendar and its planned capacity. The inflow
//! is the expected one, see `centre_inflow.rs`.
//!
//! ```text
//! reviews below, customers ──► release ──► pick ──► pack ──► dispatch ──►
//! ```
//!
//! Gates on its backlog open where the fluid meets them (`planned_gates.rs`).
//!
//! It leaves out what the simulation adds: chance, classes and policies, stock that runs out,
//! lorries, and lines after they have left the centre.

use super::centre_inflow::{CentreInflow, centre_inflow};
use super::clearance::{Clearance, clearance, normal, peak};
use super::planned_capacity::{GateTimes, Plan};
use super::planned_gates::gate_times;
use super::step_function::{Cursor, StepFunction};
use crate::model::{Model, SiteGroup};
use crate::units::{DAY, IndexVec, Instant, ProcessId, SiteGroupId};

/// Backlog by arithmetic, from the first counted day on.
///
/// Days are engine days; day d is read at the midnight that ends it, before any event of that
/// midnight.
#[derive(Debug, Clone, PartialEq)]
pub struct FluidAnswer {
    /// Outbound processes of the centre, in order.
    pub processes: Vec<ProcessId>,
    /// First day.
    pub first_day: usize,
    /// Lines at the end of each day, by process.
    pub by_process: Vec<Vec<f64>>,
    /// Lines at the end of each day, all processes together.
    pub backlog: Vec<f64>,
    /// Normal lines at the end of a day by weekday of engine days (day modulo 7): the median over
    /// the counted days before the onset, so that a holiday does not move it. Without such days the
    /// median over all days.
    pub normal_by_weekday: [f64; 7],
    /// Mean of these: normal lines over a week.
    pub normal: f64,
    /// Largest backlog from the onset on (of the whole run, without a disruption), in lines.
    pub peak: f64,
    /// First day of it.
    pub peak_day: usize,
    /// Day on which it is cleared.
    pub clearance: Clearance,
}

/// Fluid answer of a model; without a centre, a backlog of 0.
pub fn fluid(model: &Model) -> FluidAnswer {
    let Some(centre) = model.centre() else {
        let by_day = run(model, &[], &CentreInflow::default());
        return answer(model, Vec::new(), &by_day);
    };
    let processes: Vec<ProcessId> = outbound(&model.site_groups[centre]).collect();
    let solve = |plan: &Plan<'_>| {
        let tanks: Vec<StepFunction> =
            processes.iter().map(|&process| speed(model, plan, process, centre)).collect();
        run(model, &tanks, &centre_inflow(model, plan, centre))
    };
    // What ends by a gate lasts at first; the backlog up to the instant at which the gate opens
    // does not depend on what follows, so each round settles at least one gate more.
    let never = GateTimes { opens: None, ends: Some(Instant::NEVER) };
    let mut plan = Plan::with_gates(model, IndexVec::filled(never, model.phases.len()));
    let mut by_day = solve(&plan);
    for _ in 0..=2 * model.phases.len() {
        let gates = gate_times(model, &plan, centre, &by_day);
        if gates == *plan.gates() {
            break;
        }
        plan = Plan::with_gates(model, gates);
        by_day = solve(&plan);
    }
    answer(model, processes, &by_day)
}

/// A backlog \[lines\] in days of a flow \[lines per working day\]; 0 without flow.
pub fn days_of_flow(lines: f64, flow: f64) -> f64 {
    if flow > 0.0 { lines / flow } else { 0.0 }
}

/// Outbound processes of a site group, in order.
pub(crate) fn outbound(group: &SiteGroup) -> impl Iterator<Item = ProcessId> + '_ {
    group.before_stock.iter().chain(&group.after_stock).copied()
}

/// Capacity of a process of the centre over time \[lines per microsecond\].
fn speed(model: &Model, plan: &Plan<'_>, process: ProcessId, centre: SiteGroupId) -> StepFunction {
    let (units, lines) =
        (model.flows.work_units[centre][usize::from(process)], model.flows.lines_served[centre]);
    plan.speed(process, centre, if lines > 0.0 { units / lines } else { 1.0 })
}

/// Lines in each tank at the end of each day.
fn run(model: &Model, tanks: &[StepFunction], inflow: &CentreInflow) -> Vec<Vec<f64>> {
    let end = model.times.end;
    let midnights = (1..=end / DAY).map(Instant::midnight);
    let mut instants: Vec<Instant> = midnights.chain(inflow.lumps.keys().copied()).chain([end]).collect();
    for series in tanks.iter().chain(&inflow.rates) {
        instants.extend(series.iter().map(|step| step.0));
    }
    instants.sort_unstable();
    instants.dedup();
    let mut rates: Vec<Cursor<'_>> = inflow.rates.iter().map(|series| Cursor::new(series)).collect();
    let mut speeds: Vec<Cursor<'_>> = tanks.iter().map(|series| Cursor::new(series)).collect();
    let mut held = vec![0.0; tanks.len()];
    let mut by_day = Vec::new();
    for pair in instants.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        if from >= end {
            break;
        }
        if let (Some(first), Some(lump)) = (held.first_mut(), inflow.lumps.get(&from)) {
            *first += lump;
        }
        let inflow: f64 = rates.iter_mut().map(|series| series.value_at(from)).sum();
        let speed: Vec<f64> = speeds.iter_mut().map(|series| series.value_at(from)).collect();
        flow(&mut held, inflow, &speed, (to - from).as_micros_f64());
        if to.since_origin().is_multiple_of(DAY) {
            by_day.push(held.clone());
        }
    }
    by_day
}

/// Moves the fluid for a time at constant rates: exact, in steps that end when a tank runs empty.
fn flow(held: &mut [f64], inflow: f64, speed: &[f64], time: f64) {
    const EMPTY: f64 = 1e-9;
    let mut left = time;
    loop {
        let mut arriving = inflow;
        let mut change = vec![0.0; held.len()];
        let mut passed_through = 0.0;
        for (tank, net) in change.iter_mut().enumerate() {
            held[tank] += std::mem::take(&mut passed_through);
            if speed[tank].is_infinite() {
                passed_through = std::mem::take(&mut held[tank]);
                continue;
            }
            let leaving = if held[tank] > EMPTY { speed[tank] } else { arriving.min(speed[tank]) };
            *net = arriving - leaving;
            arriving = leaving;
        }
        let empties = held.iter().zip(&change).filter(|tank| *tank.1 < 0.0).map(|tank| tank.0 / -tank.1);
        let step = empties.fold(left, f64::min);
        for (tank, net) in held.iter_mut().zip(&change) {
            *tank += net * step;
            if *tank < EMPTY {
                *tank = 0.0;
            }
        }
        left -= step;
        if left <= 0.0 {
            break;
        }
    }
}

/// Answer by the lines in each tank at the end of each day.
fn answer(model: &Model, processes: Vec<ProcessId>, by_day: &[Vec<f64>]) -> FluidAnswer {
    let totals: Vec<f64> = by_day.iter().map(|tanks| tanks.iter().sum()).collect();
    let first_day = (model.times.counted_from.since_origin().div_ceil(DAY) as usize).min(totals.len());
    let disrupted = model.times.onset < model.times.end;
    let onset_day = if disrupted { (model.times.onset / DAY) as usize } else { first_day };
    let normal_by_weekday = normal(&totals, first_day, if disrupted { onset_day } else { totals.len() });
    let (peak_day, peak) = peak(&totals, onset_day.max(first_day));
    FluidAnswer {
        processes,
        first_day,
        by_process: by_day[first_day..].to_vec(),
        backlog: totals[first_day..].to_vec(),
        normal_by_weekday,
        normal: normal_by_weekday.iter().sum::<f64>() / 7.0,
        peak,
        peak_day,
        clearance: if disrupted {
            clearance(&totals, onset_day, &normal_by_weekday, &model.flows.working_day)
        } else {
            Clearance::NeverExceeded
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;
    use crate::compile::build;
    use crate::distributions::Distribution;
    use crate::model::test_scenario;
    use crate::scenario::Scenario;
    use crate::scenario::disruption::CapacityTarget;
    use crate::scenario::disruption::gate::{Bound, Gate, Threshold};
    use crate::scenario::disruption::restart::{PhaseEnd, RestartPhase};
    use crate::scenario::network::process::Capacity;
    use crate::scenario::network::site::SiteKind;
    use crate::scenario::stock::{BaseStock, Review, ReviewInterval, Stock as StockSpec, StockLevel};
    use crate::units::{CapacityFactor, Duration, HOUR, Per, Rate, WEEK};

    /// 100 lines a day at a centre that picks 200 a day; `wms` and `order_entry` can be down, from
    /// day 7 to 9.
    fn outage(down: &str) -> Scenario {
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![test_scenario::system("order_entry", &[]), test_scenario::system("wms", &[])];
        let mut pick = test_scenario::process("pick", 200.0, Per::Time(DAY));
        pick.needs = vec!["wms".into()];
        scenario.processes = vec![pick];
        scenario.sites[0].after_stock = vec!["pick".into()];
        scenario.demand[0].needs = vec!["order_entry".into()];
        scenario.disruptions =
            vec![test_scenario::outage(down, Instant::at(7 * DAY), Some(Instant::at(9 * DAY)))];
        scenario
    }

    fn solved(scenario: &Scenario) -> FluidAnswer {
        fluid(&build(scenario).unwrap().model)
    }

    #[test]
    fn an_outage_builds_a_backlog_that_clears_at_the_spare_capacity() {
        // Two days of 100 lines; then 200 leave and 100 arrive each day: two days more.
        let answer = solved(&outage("wms"));
        assert_near(&answer.backlog[6..12], &[0.0, 100.0, 200.0, 100.0, 0.0, 0.0]);
        assert_near(&[answer.peak, answer.normal], &[200.0, 0.0]);
        assert_eq!((answer.peak_day, answer.clearance), (8, Clearance::Cleared(10)));
    }

    #[test]
    fn a_ramp_clears_later() {
        // From 50 % to 100 % in two days: 125 leave on the first, 175 on the second, then 200.
        let mut scenario = outage("wms");
        scenario.disruptions[0].until = None;
        scenario.restart = vec![RestartPhase {
            from: Some(Instant::at(9 * DAY)),
            brings_back: vec![CapacityTarget::System("wms".into())],
            ramp: Some(test_scenario::ramp(CapacityFactor::from_ppm(500_000), 2 * DAY)),
            ..test_scenario::phase("back")
        }];
        let answer = solved(&scenario);
        assert_near(&answer.backlog[7..13], &[100.0, 200.0, 175.0, 100.0, 0.0, 0.0]);
        assert_eq!(answer.clearance, Clearance::Cleared(11));
    }

    #[test]
    fn a_boost_lasts_until_its_gate_opens_on_the_fluid_backlog() {
        // 225 a day by overtime: of 200 lines 75 are left after a day, then none. The condition
        // holds before the backlog has arrived, and does not count then.
        let mut scenario = outage("wms");
        scenario.restart = vec![RestartPhase {
            from: Some(Instant::at(7 * DAY)),
            boost: vec![(CapacityTarget::Process("pick".into()), CapacityFactor::from_ppm(1_125_000))],
            until: Some(PhaseEnd::Gate(Gate {
                site: "centre".into(),
                waiting: None,
                bound: Bound::Below,
                threshold: Threshold::Lines(55.0),
                hold: None,
            })),
            ..test_scenario::phase("overtime")
        }];
        let answer = solved(&scenario);
        assert_near(&answer.backlog[6..12], &[0.0, 100.0, 200.0, 75.0, 0.0, 0.0]);
        scenario.processes[0].capacity = Capacity::Rate(Rate { count: 120.0, per: Per::Time(DAY) });
        let answer = solved(&scenario);
        // 135 a day until 25 are left, then 120.
        assert_near(&answer.backlog[8..16], &[200.0, 165.0, 130.0, 95.0, 60.0, 25.0, 5.0, 0.0]);
    }

    #[test]
    fn orders_that_were_held_arrive_together() {
        // Nothing arrives for two days; then 200 together with the day's 100, and 200 leave: 100
        // are left, then none.
        let answer = solved(&outage("order_entry"));
        assert_near(&answer.backlog[6..11], &[0.0, 0.0, 0.0, 100.0, 0.0]);
        assert_eq!((answer.peak_day, answer.clearance), (9, Clearance::Cleared(10)));
    }

    #[test]
    fn an_outage_without_return_is_never_cleared() {
        let mut scenario = outage("wms");
        scenario.disruptions[0].until = None;
        let answer = solved(&scenario);
        assert_near(&[answer.peak], &[2_100.0]);
        assert_eq!((answer.peak_day, answer.clearance), (27, Clearance::NotCleared));
    }

    #[test]
    fn clearance_is_counted_in_working_days() {
        // Down from Friday to Monday, at two and a half times the flow afterwards: 300 lines wait
        // on Monday morning; 150 are left that evening, none on Tuesday.
        let mut scenario = outage("wms");
        scenario.processes[0].capacity = Capacity::Rate(Rate { count: 250.0, per: Per::Time(DAY) });
        scenario.disruptions[0].from = Instant::at(11 * DAY);
        scenario.disruptions[0].until = Some(Instant::at(14 * DAY));
        let answer = solved(&scenario);
        assert_near(&answer.backlog[11..17], &[100.0, 200.0, 300.0, 150.0, 0.0, 0.0]);
        assert_eq!(answer.clearance, Clearance::Cleared(15));
    }

    #[test]
    fn lines_wait_where_the_next_step_is_slow() {
        // Picking 200 a day, packing 80: of 100 lines a day 20 stay in front of packing.
        let mut scenario = outage("wms");
        scenario.disruptions = vec![];
        scenario.processes.insert(0, test_scenario::process("pack", 80.0, Per::Time(DAY)));
        scenario.sites[0].after_stock = vec!["pick".into(), "pack".into()];
        let answer = solved(&scenario);
        assert_eq!(answer.processes, [1, 0].map(ProcessId::new));
        assert_near(&answer.by_process[0], &[0.0, 20.0]);
        assert_near(&answer.by_process[9], &[0.0, 200.0]);
        assert_eq!(answer.clearance, Clearance::NeverExceeded);
    }

    /// A depot of 100 parts, each requested once a week, that orders on Mondays; the centre picks
    /// 10 lines a day.
    fn weekly_orders() -> Scenario {
        let mut scenario = outage("order_entry");
        scenario.disruptions = vec![];
        scenario.parts = vec![test_scenario::segment("part", 100, Distribution::Constant(1.0))];
        scenario.demand[0].site = "depot".into();
        scenario.demand[0].lines = Rate { count: 100.0, per: Per::Time(WEEK) };
        scenario.demand[0].needs = vec![];
        scenario.processes[0].capacity = Capacity::Rate(Rate { count: 10.0, per: Per::Time(DAY) });
        let mut depot = test_scenario::site("depot", SiteKind::Pdc, &["centre"]);
        let stock = test_scenario::base_stock(
            StockLevel::Cover(WEEK),
            Review::periodic(ReviewInterval::Elapsed(WEEK), Duration::ZERO),
        );
        if let StockSpec::BaseStock(stock) = stock {
            let needs = vec!["order_entry".into()];
            depot.stock = Some(StockSpec::BaseStock(Box::new(BaseStock { needs, ..*stock })));
        }
        scenario.sites.insert(1, depot);
        scenario
    }

    #[test]
    fn a_review_orders_at_most_one_line_a_part() {
        // 100 parts, each with mean demand 1 since the last review: 100 · (1 − e⁻¹) = 63.2 lines on
        // Monday.
        let answer = solved(&weekly_orders());
        let lines = 100.0 * (1.0 - (-1.0_f64).exp());
        assert_near(&answer.backlog[7..10], &[lines - 10.0, lines - 20.0, lines - 30.0]);
    }

    /// Lines for 100 parts, each requested once a week, after a number of days.
    fn lines(days: f64) -> f64 {
        100.0 * -(-days / 7.0_f64).exp_m1()
    }

    #[test]
    fn a_review_that_was_held_orders_for_the_longer_gap() {
        // Down from Sunday to Tuesday: Monday's review is made on Tuesday, for 8 days; the next one
        // for 6.
        let mut scenario = weekly_orders();
        scenario.disruptions = outage("order_entry").disruptions;
        scenario.disruptions[0].from = Instant::at(13 * DAY);
        scenario.disruptions[0].until = Some(Instant::at(15 * DAY));
        let answer = solved(&scenario);
        assert_near(&answer.backlog[14..16], &[0.0, lines(8.0) - 10.0]);
        let before = lines(8.0) - 60.0;
        assert_near(&answer.backlog[20..22], &[before, before + lines(6.0) - 10.0]);
    }

    #[test]
    fn manual_orders_arrive_at_the_review_and_the_rest_at_the_return() {
        // As before, with one manual line a day: Monday's review orders 7 of a week's. On Tuesday
        // the rest arrives, with the lines of one more day.
        let mut scenario = weekly_orders();
        scenario.disruptions = outage("order_entry").disruptions;
        scenario.disruptions[0].from = Instant::at(13 * DAY);
        scenario.disruptions[0].until = Some(Instant::at(15 * DAY));
        if let Some(StockSpec::BaseStock(stock)) = &mut scenario.sites[1].stock {
            stock.manual_orders = Some(Rate { count: 1.0, per: Per::Time(DAY) });
        }
        let answer = solved(&scenario);
        assert_near(&answer.backlog[14..16], &[0.0, lines(7.0) + lines(1.0) - 7.0 - 10.0]);
    }

    #[test]
    fn lines_wait_while_the_process_is_closed() {
        // Open on weekdays at 200 a day: Saturday and Sunday's 200 lines wait, and Monday's 100
        // arrive; 100 are left.
        let mut scenario = outage("wms");
        scenario.disruptions = vec![];
        scenario.calendars = vec![test_scenario::calendar(
            "weekdays",
            vec![test_scenario::shift(&[0, 1, 2, 3, 4], 0, 24, 100)],
        )];
        scenario.processes[0].calendar = Some("weekdays".into());
        scenario.processes[0].capacity = Capacity::Rate(Rate { count: 200.0, per: Per::Time(24 * HOUR) });
        let answer = solved(&scenario);
        assert_near(&answer.backlog[5..10], &[100.0, 200.0, 100.0, 0.0, 0.0]);
        assert_near(&[answer.normal], &[400.0 / 7.0]);
    }
}
