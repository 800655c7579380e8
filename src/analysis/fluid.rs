//! The fluid answer: peak and clearance of the centre's outbound backlog by arithmetic of rates
//! alone.
//!
//! The centre's outbound processes are tanks in a row; lines are a fluid that runs from one to the
//! next at most at the rate of each process, by its calendar and the planned levels. What comes in
//! is what is expected, see `arrivals.rs`.
//!
//! ```text
//! reviews below, customers ──► release ──► pick ──► pack ──► dispatch ──►
//! ```
//!
//! What it leaves out is what the simulation adds: chance, classes, stock that runs out, lorries,
//! what a line does after it has left the centre.

use super::centre_inflow::{Arrivals, arrivals};
use super::planned_capacity::{Plan, StepFunction};
use crate::model::{Model, SiteGroup};
use crate::units::{DAY, Micros, ProcessId, SiteGroupId};

/// Share of the normal backlog by which a day may be above it and still count as normal.
pub const TOLERANCE: f64 = 0.1;
/// Working days in a row on which the backlog must be normal to be cleared.
pub const HOLD: usize = 5;

/// Backlog by arithmetic, from the first counted day on. Days are engine days; day d is read at the
/// midnight that ends it, before anything of that midnight.
#[derive(Debug, Clone, PartialEq)]
pub struct FluidAnswer {
    /// Outbound processes of the centre, in order.
    pub places: Vec<ProcessId>,
    /// First day.
    pub first_day: usize,
    /// Lines at the end of each day, by place.
    pub by_place: Vec<Vec<f64>>,
    /// Lines at the end of each day, all places together.
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
    /// When it is cleared.
    pub clearance: Clearance,
}

/// When the backlog is cleared: the first working day from which it is within 10 % of the normal of
/// the same weekday on five working days in a row, after it was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearance {
    /// It was never above normal by more than the tolerance.
    NeverExceeded,
    /// This day.
    Cleared(usize),
    /// Not within the run.
    NotCleared,
}

/// The fluid answer of a model; without a centre, a backlog of 0.
pub fn fluid(model: &Model) -> FluidAnswer {
    let plan = Plan::new(model);
    let centre = model.centre();
    let places: Vec<ProcessId> =
        centre.map_or_else(Vec::new, |centre| outbound(&model.site_groups[centre]).collect());
    let tanks: Vec<StepFunction> = centre.map_or_else(Vec::new, |centre| {
        places.iter().map(|&place| speed(model, &plan, place, centre)).collect()
    });
    let arrivals = centre.map_or_else(Arrivals::default, |centre| arrivals(model, &plan, centre));
    let by_day = run(model, &tanks, &arrivals);
    answer(model, places, &by_day)
}

/// Outbound processes of a table, in order.
pub(crate) fn outbound(table: &SiteGroup) -> impl Iterator<Item = ProcessId> + '_ {
    table.before_stock.iter().chain(&table.after_stock).copied()
}

/// Lines per microsecond that a process of the centre can do over time.
fn speed(model: &Model, plan: &Plan<'_>, place: ProcessId, centre: SiteGroupId) -> StepFunction {
    let (units, lines) =
        (model.flows.work_units[centre][usize::from(place)], model.flows.lines_served[centre]);
    plan.speed(place, centre, if lines > 0.0 { units / lines } else { 1.0 })
}

/// Lines in each tank at the end of each day.
fn run(model: &Model, tanks: &[StepFunction], arrivals: &Arrivals) -> Vec<Vec<f64>> {
    let end = model.times.end;
    let midnights = (1..=end / DAY).map(|day| day * DAY);
    let mut instants: Vec<Micros> = midnights.chain(arrivals.lumps.keys().copied()).chain([end]).collect();
    for series in tanks.iter().chain(&arrivals.rates) {
        instants.extend(series.iter().map(|step| step.0));
    }
    instants.sort_unstable();
    instants.dedup();
    let mut rates: Vec<Cursor<'_>> = arrivals.rates.iter().map(|series| Cursor::new(series)).collect();
    let mut speeds: Vec<Cursor<'_>> = tanks.iter().map(|series| Cursor::new(series)).collect();
    let mut held = vec![0.0; tanks.len()];
    let mut by_day = Vec::new();
    for pair in instants.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        if from >= end {
            break;
        }
        if let (Some(first), Some(lump)) = (held.first_mut(), arrivals.lumps.get(&from)) {
            *first += lump;
        }
        let inflow: f64 = rates.iter_mut().map(|series| series.at(from)).sum();
        let speed: Vec<f64> = speeds.iter_mut().map(|series| series.at(from)).collect();
        flow(&mut held, inflow, &speed, (to - from) as f64);
        if to.is_multiple_of(DAY) {
            by_day.push(held.clone());
        }
    }
    by_day
}

/// A series read at instants that never go back.
struct Cursor<'a> {
    series: &'a [(Micros, f64)],
    next: usize,
}

impl<'a> Cursor<'a> {
    fn new(series: &'a [(Micros, f64)]) -> Self {
        Self { series, next: 0 }
    }

    fn at(&mut self, instant: Micros) -> f64 {
        while self.series.get(self.next).is_some_and(|step| step.0 <= instant) {
            self.next += 1;
        }
        self.series[self.next.max(1) - 1].1
    }
}

/// Lets the fluid run for a time at constant rates: exactly, from one tank that runs empty to the
/// next.
fn flow(held: &mut [f64], inflow: f64, speed: &[f64], time: f64) {
    const EMPTY: f64 = 1e-9;
    let mut left = time;
    loop {
        let mut coming = inflow;
        let mut change = vec![0.0; held.len()];
        let mut at_once = 0.0;
        for (tank, net) in change.iter_mut().enumerate() {
            held[tank] += std::mem::take(&mut at_once);
            if speed[tank].is_infinite() {
                at_once = std::mem::take(&mut held[tank]);
                continue;
            }
            let going = if held[tank] > EMPTY { speed[tank] } else { coming.min(speed[tank]) };
            *net = coming - going;
            coming = going;
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

fn answer(model: &Model, places: Vec<ProcessId>, by_day: &[Vec<f64>]) -> FluidAnswer {
    let totals: Vec<f64> = by_day.iter().map(|tanks| tanks.iter().sum()).collect();
    let first_day = (model.times.counted_from.div_ceil(DAY) as usize).min(totals.len());
    let disrupted = model.times.onset < model.times.end;
    let onset_day = if disrupted { (model.times.onset / DAY) as usize } else { first_day };
    let normal_by_weekday = normal(&totals, first_day, if disrupted { onset_day } else { totals.len() });
    let (peak_day, peak) = peak(&totals, onset_day.max(first_day));
    FluidAnswer {
        places,
        first_day,
        by_place: by_day[first_day..].to_vec(),
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

/// Median by weekday over the days of a span; over all days where the span has not a whole week.
fn normal(totals: &[f64], from: usize, to: usize) -> [f64; 7] {
    let span = if to >= from + 7 { from..to.min(totals.len()) } else { 0..totals.len() };
    std::array::from_fn(|weekday| {
        let mut days: Vec<f64> =
            span.clone().filter(|day| day % 7 == weekday).map(|day| totals[day]).collect();
        days.sort_by(f64::total_cmp);
        let half = days.len() / 2;
        match days.len() {
            0 => 0.0,
            even if even.is_multiple_of(2) => f64::midpoint(days[half - 1], days[half]),
            _ => days[half],
        }
    })
}

/// First day of the largest backlog from a day on.
fn peak(totals: &[f64], from: usize) -> (usize, f64) {
    let mut peak = (from, 0.0);
    for (day, &lines) in totals.iter().enumerate().skip(from) {
        if lines > peak.1 {
            peak = (day, lines);
        }
    }
    peak
}

fn clearance(totals: &[f64], onset: usize, normal: &[f64; 7], working: &[bool]) -> Clearance {
    // Half a line is nothing to wait for: it keeps rounding out where normal is 0.
    let within = |day: usize| totals[day] <= normal[day % 7] * (1.0 + TOLERANCE) + 0.5;
    let Some(exceeded) = (onset..totals.len()).find(|&day| !within(day)) else {
        return Clearance::NeverExceeded;
    };
    let days: Vec<usize> = (exceeded + 1..totals.len()).filter(|&day| working[day]).collect();
    let held = days.windows(HOLD).find(|days| days.iter().all(|&day| within(day)));
    held.map_or(Clearance::NotCleared, |days| Clearance::Cleared(days[0]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::build;
    use crate::distributions::Distribution;
    use crate::model::test_scenario;
    use crate::scenario::Scenario;
    use crate::scenario::disruption::restart::RestartPhase;
    use crate::scenario::disruption::{CapacityTarget, Disruption};
    use crate::scenario::network::process::Capacity;
    use crate::scenario::network::site::SiteKind;
    use crate::scenario::stock::{BaseStock, Review, ReviewInterval, Stock as Stated, StockLevel};
    use crate::units::{CapacityFactor, HOUR, Per, Rate, WEEK};

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
        scenario.disruptions = vec![Disruption {
            name: "attack".into(),
            from: 7 * DAY,
            takes_down: vec![CapacityTarget::System(down.into())],
            to: CapacityFactor::STOPPED,
            delay: vec![],
            until: Some(9 * DAY),
        }];
        scenario
    }

    fn solved(scenario: &Scenario) -> FluidAnswer {
        fluid(&build(scenario).unwrap().model)
    }

    fn assert_near(computed: &[f64], expected: &[f64]) {
        assert_eq!(computed.len(), expected.len());
        for (one, other) in computed.iter().zip(expected) {
            assert!((one - other).abs() < 1e-3, "{computed:?} is not {expected:?}");
        }
    }

    #[test]
    fn an_outage_piles_up_what_comes_and_clears_at_what_is_left_of_capacity() {
        // Two days of 100 lines; then 200 go and 100 come each day: two days more.
        let answer = solved(&outage("wms"));
        assert_near(&answer.backlog[6..12], &[0.0, 100.0, 200.0, 100.0, 0.0, 0.0]);
        assert_near(&[answer.peak, answer.normal], &[200.0, 0.0]);
        assert_eq!((answer.peak_day, answer.clearance), (8, Clearance::Cleared(10)));
    }

    #[test]
    fn a_ramp_clears_later() {
        // From 50 % to 100 % in two days: 125 go on the first, 175 on the second, then 200.
        let mut scenario = outage("wms");
        scenario.disruptions[0].until = None;
        scenario.restart = vec![RestartPhase {
            from: Some(9 * DAY),
            brings_back: vec![CapacityTarget::System("wms".into())],
            ramp: Some(test_scenario::ramp(CapacityFactor::from_ppm(500_000), 2 * DAY)),
            ..test_scenario::phase("back")
        }];
        let answer = solved(&scenario);
        assert_near(&answer.backlog[7..13], &[100.0, 200.0, 175.0, 100.0, 0.0, 0.0]);
        assert_eq!(answer.clearance, Clearance::Cleared(11));
    }

    #[test]
    fn orders_that_were_held_come_in_all_at_once() {
        // Nothing comes for two days; then 200 at once with the day's 100, and 200 go: 100 are
        // left, then none.
        let answer = solved(&outage("order_entry"));
        assert_near(&answer.backlog[6..11], &[0.0, 0.0, 0.0, 100.0, 0.0]);
        assert_eq!((answer.peak_day, answer.clearance), (9, Clearance::Cleared(10)));
    }

    #[test]
    fn what_never_comes_back_is_never_cleared() {
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
        scenario.disruptions[0].from = 11 * DAY;
        scenario.disruptions[0].until = Some(14 * DAY);
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
        assert_eq!(answer.places, [1, 0].map(ProcessId::new));
        assert_near(&answer.by_place[0], &[0.0, 20.0]);
        assert_near(&answer.by_place[9], &[0.0, 200.0]);
        assert_eq!(answer.clearance, Clearance::NeverExceeded);
    }

    /// A depot of 100 parts, each asked for once a week, that orders on Mondays; the centre picks
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
            Review::Periodic { every: ReviewInterval::Elapsed(WEEK), at: 0 },
        );
        if let Stated::BaseStock(stock) = stock {
            let needs = vec!["order_entry".into()];
            depot.stock = Some(Stated::BaseStock(Box::new(BaseStock { needs, ..*stock })));
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
        scenario.disruptions[0].from = 13 * DAY;
        scenario.disruptions[0].until = Some(15 * DAY);
        let answer = solved(&scenario);
        assert_near(&answer.backlog[14..16], &[0.0, lines(8.0) - 10.0]);
        let before = lines(8.0) - 60.0;
        assert_near(&answer.backlog[20..22], &[before, before + lines(6.0) - 10.0]);
    }

    #[test]
    fn what_is_written_by_hand_comes_at_the_review_and_the_rest_at_the_return() {
        // As before, with one line a day by hand: Monday's review writes 7 of a week's. On Tuesday
        // the rest comes, and the lines of a day more.
        let mut scenario = weekly_orders();
        scenario.disruptions = outage("order_entry").disruptions;
        scenario.disruptions[0].from = 13 * DAY;
        scenario.disruptions[0].until = Some(15 * DAY);
        if let Some(Stated::BaseStock(stock)) = &mut scenario.sites[1].stock {
            stock.manual_orders = Some(Rate { count: 1.0, per: Per::Time(DAY) });
        }
        let answer = solved(&scenario);
        assert_near(&answer.backlog[14..16], &[0.0, lines(7.0) + lines(1.0) - 7.0 - 10.0]);
    }

    #[test]
    fn closed_hours_are_waited_for() {
        // Open on weekdays at 200 a day: Saturday and Sunday's 200 lines wait, and Monday's 100
        // come; 100 are left.
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
