//! Fast paths: tests that hold each against the slow path.
//!
//! Each model runs twice, with and without fast paths, and the observer must receive the same
//! reports in the same order.

use crate::model::Model;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::Stage;
use crate::simulation::stations::station::StationState;
use crate::simulation::test_context::{CENTRE_GROUP, LEVEL, WORK, model};
use crate::simulation::{Counts, Simulation};
use crate::units::{CapacityFactor, HOUR, Instant, SiteId, StationId, Work};

/// Every report of orders, stock and stations, as text.
#[derive(Default)]
struct Log(Vec<String>);

impl Log {
    fn line(&mut self, now: Instant, report: &str, line: &Line) {
        let identity = (line.stream(), line.ordinal, line.source(), line.pieces, line.class);
        self.0.push(format!("{now} {report} {identity:?}"));
    }
}

impl Observer for Log {
    fn ordered(&mut self, now: Instant, line: &Line) {
        self.line(now, "ordered", line);
    }
    fn line_moves(&mut self, now: Instant, line: &Line, from: Stage, to: Stage) {
        self.line(now, &format!("line {from:?} {to:?}"), line);
    }
    fn pieces_move(&mut self, now: Instant, line: &Line, pieces: u32, from: Stage, to: Stage) {
        self.line(now, &format!("{pieces} pieces {from:?} {to:?}"), line);
    }
    fn first_pick(&mut self, now: Instant, line: &Line, given: u32) {
        self.line(now, &format!("first pick {given}"), line);
    }
    fn allocated_immediately(&mut self, now: Instant, line: &Line, pieces: u32) {
        self.line(now, &format!("given {pieces}"), line);
    }
    fn waits_for_stock(&mut self, now: Instant, line: &Line, pieces: u32, _: Option<Instant>) {
        self.line(now, &format!("waits {pieces}"), line);
    }
    fn allocated_later(&mut self, now: Instant, line: &Line, pieces: u32) {
        self.line(now, &format!("given later {pieces}"), line);
    }
    fn shipped(&mut self, now: Instant, line: &Line) {
        self.line(now, "shipped", line);
    }
    fn filled(&mut self, now: Instant, line: &Line) {
        self.line(now, "filled", line);
    }
    fn consumed(&mut self, now: Instant, part: u32, pieces: u32) {
        self.0.push(format!("{now} consumed {part} {pieces}"));
    }
    fn picked(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        self.0.push(format!("{now} picked {site} {part} {pieces}"));
    }
    fn stocked(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        self.0.push(format!("{now} stocked {site} {part} {pieces}"));
    }
    fn joins(&mut self, now: Instant, station: StationId, _: WorkItem, line: &Line) {
        self.line(now, &format!("joins {station}"), line);
    }
    fn work_begins(&mut self, now: Instant, station: StationId, _: WorkItem, work: Work) {
        self.0.push(format!("{now} work begins {station} {work:?}"));
    }
    fn work_ends(&mut self, now: Instant, station: StationId, _: WorkItem) {
        self.0.push(format!("{now} work ends {station}"));
    }
    fn station_state(&mut self, now: Instant, station: StationId, was: StationState, is: StationState) {
        self.0.push(format!("{now} activity {station} {was:?} {is:?}"));
    }
}

/// Reports and counts of a run with fast paths or without.
fn reports(model: &Model, fast: bool) -> (Vec<String>, Counts) {
    let mut simulation = Simulation::new(model, 0, Log::default()).unwrap();
    simulation.cx.set_fast_paths(fast);
    let (log, counts) = simulation.run(|| false).unwrap();
    (log.0, counts)
}

fn assert_fast_paths_are_silent(model: &Model) -> Vec<String> {
    let (fast, slow) = (reports(model, true), reports(model, false));
    assert!(fast.0.len() > 500, "{} reports", fast.0.len());
    assert_eq!(fast.1, slow.1);
    for (fast, slow) in fast.0.iter().zip(&slow.0) {
        assert_eq!(fast, slow);
    }
    assert_eq!(fast.0.len(), slow.0.len());
    fast.0
}

#[test]
fn immediate_fill_reports_what_the_slow_path_reports() {
    // No station: lines are filled at the instant of the order until the shelf is empty, then wait.
    let mut model = model();
    model.site_groups[CENTRE_GROUP].after_stock.clear();
    let log = assert_fast_paths_are_silent(&model);
    assert_eq!(log.iter().filter(|report| report.contains("first pick 1")).count() as u32 % LEVEL, 0);
    assert!(log.iter().any(|report| report.contains("waits 1")));
}

#[test]
fn direct_start_and_saturated_stations_report_what_the_slow_path_reports() {
    // Two lines an order: one starts directly, the other finds the only server busy; a stop in
    // between.
    let mut model = model();
    model.demands[0].lines_per_order = crate::distributions::Sampler::Constant(2.0);
    let process = &mut model.processes[crate::units::ProcessId::new(0)];
    process.work = crate::distributions::Sampler::Constant((HOUR / 3).as_micros_f64());
    process.calendar = vec![
        (Instant::ORIGIN, CapacityFactor::NOMINAL),
        (Instant::at(20 * HOUR + WORK.at_nominal_speed()), CapacityFactor::STOPPED),
        (Instant::at(30 * HOUR), CapacityFactor::NOMINAL),
    ];
    assert_fast_paths_are_silent(&model);
}
