//! Simulation, plan and charts compose capacity alike, whatever disruptions and phases there are.
//!
//! The simulation multiplies factors in integer millionths as causes begin and end, the plan and
//! the charts in real numbers at the planned times. With nothing random in a plan the three agree
//! at every instant, to the rounding; while a ramp rises, the chart's straight line stands for its
//! steps.

use crate::config;
use crate::support::{DAY, HOUR, compiled, run};
use gplc::analysis::planned_capacity::Plan;
use gplc::analysis::step_function::{StepFunction, value_at};
use gplc::compile::CompiledModel;
use gplc::experiment::restoration::Restoration;
use gplc::model::CapacityTarget;
use gplc::simulation::observer::Observer;
use gplc::units::{CapacityFactor, Instant, ProcessId, StationId, SystemId};
use proptest::prelude::*;
use std::fmt::Write;

/// Last hour at which anything begins.
const LAST: u32 = 15 * 24;

/// A disruption: first hour, hours until it ends of its own accord, factor left [%], target (one on
/// each for the first two).
type Disruption = (u32, Option<u32>, u32, bool);

/// A phase: first hour, factor [%], start [%] and hours of its ramp, boost [%], hours of the boost,
/// target.
type Phase = (u32, u32, Option<(u32, u32)>, u32, u32, bool);

/// Speed of the only process over time, as the simulation reports it.
#[derive(Default)]
struct Speed(StepFunction);

impl Observer for Speed {
    fn speed(&mut self, now: Instant, _: StationId, level: CapacityFactor) {
        let now = now.as_micros();
        match self.0.last_mut() {
            Some(last) if last.0 == Instant::from_micros(now) => last.1 = level.into(),
            _ => self.0.push((Instant::from_micros(now), level.into())),
        }
    }
}

fn moment(hour: u32) -> String {
    format!("2025-01-{:02}T{:02}:00:00", 6 + hour / 24, hour % 24)
}

fn target(system: bool) -> &'static str {
    if system { "wms" } else { "pick" }
}

fn scenario(disruptions: &[Disruption], phases: &[Phase]) -> CompiledModel {
    let mut text = r#"
title = "Causes of capacity"
start = 2025-01-06
start_from = "full"
horizon = "20 days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[systems.wms]
[processes.pick]
needs = ["wms"]
rate = "2 lines/h"
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[demand.customers]
site = "centre"
lines = "1 lines/day"
class = "daily"
"#
    .to_owned();
    for (number, &(from, lasts, to, system)) in disruptions.iter().enumerate() {
        let until = lasts.map_or(String::new(), |lasts| format!("until = {}\n", moment(from + lasts)));
        let (from, on) = (moment(from), target(if number < 2 { number == 0 } else { system }));
        write!(
            text,
            "[disruptions.d{number}]\nfrom = {from}\n{until}takes_down = [\"{on}\"]\nto = \"{to}%\"\n"
        )
        .unwrap();
    }
    for (number, &(from, to, ramp, boost, lasts, system)) in phases.iter().enumerate() {
        let ramp = ramp.map_or(String::new(), |(start, over)| {
            format!("ramp = {{ from = \"{}%\", over = \"{over} h\" }}\n", start.min(to - 1))
        });
        let (from, on) = (moment(from), target(system));
        write!(
            text,
            "[restart.p{number}]\nfrom = {from}\nbrings_back = [\"{on}\"]\nto = \"{to}%\"\n{ramp}\
             boost = {{ pick = \"{boost}%\" }}\nfor = \"{lasts} h\"\n"
        )
        .unwrap();
    }
    compiled(&text)
}

/// Factor of the charts' strips at an instant, and whether a ramp is rising there.
fn shown(restoration: &Restoration, instant: Instant) -> (f64, bool) {
    let mut ramps = false;
    let factor = |target: CapacityTarget| {
        let pieces =
            restoration.targets.iter().filter(|one| one.target == target).flat_map(|one| &one.pieces);
        let mut here = pieces.filter(|piece| (piece.from..piece.to).contains(&instant));
        here.next().map_or(1.0, |piece| {
            ramps |= (piece.level_from - piece.level_to).abs() > 1e-9;
            let gone = (instant - piece.from).as_micros_f64() / (piece.to - piece.from).as_micros_f64();
            piece.level_from + (piece.level_to - piece.level_from) * gone
        })
    };
    let [system, process] =
        [CapacityTarget::System(SystemId::new(0)), CapacityTarget::Process(ProcessId::new(0))].map(factor);
    (system * process, ramps)
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn simulation_plan_and_charts_agree_at_every_instant(
        disruptions in proptest::collection::vec(
            (0..LAST, proptest::option::of(1_u32..100), 0_u32..100, any::<bool>()), 2..6),
        phases in proptest::collection::vec(
            (0..LAST, 10_u32..=100, proptest::option::of((0_u32..100, 1_u32..60)), 101_u32..200, 1_u32..100,
             any::<bool>()), 0..4),
    ) {
        let compiled = scenario(&disruptions, &phases);
        let model = &compiled.model;
        let simulated = run(model, 0, Speed::default()).0;
        let centre = model.centre().unwrap();
        let planned = Plan::new(model).process(ProcessId::new(0), centre);
        let restoration = Restoration::of(model);
        let mut instants: Vec<Instant> = simulated.iter().chain(&planned).map(|step| step.0).collect();
        instants.extend((0..20 * 24).map(|hour| Instant::from_micros(hour * HOUR + HOUR / 2)));
        for instant in instants.into_iter().filter(|&instant| instant < Instant::from_micros(20 * DAY)) {
            let (one, other) = (value_at(&simulated, instant), value_at(&planned, instant));
            prop_assert!((one - other).abs() < 1e-5, "{} simulated, {} planned at {}", one, other, instant);
            let (chart, ramps) = shown(&restoration, instant);
            // The steps of a ramp have the mean of the line, which differs from the line within a
            // step.
            prop_assert!(ramps || (one - chart).abs() < 1e-5, "{} simulated, {} charted at {}", one, chart, instant);
        }
    }
}
