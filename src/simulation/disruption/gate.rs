//! Gates: what waits where, counted as it moves, and whether a phase may go on.
//!
//! A gate is looked at on every full hour while a phase waits for it, before anything else of that hour but
//! changes of capacity. It is met while the lines that wait are under (or over) its limit; where it must hold for
//! a time, it opens once it has been met on all full hours of that time, of which only hours on working days count
//! if it is told in those.
//!
//! Lines are counted only where a gate looks at them: without gates nothing is.

use crate::engine::Time;
use crate::model::{Gate, Model, PhaseEnd, Waiting};
use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::{Stage, Stages};
use crate::units::{DAY, HOUR};

/// Lines that wait, by table and place.
#[derive(Debug, Clone)]
pub(crate) struct Waits {
    /// Lines by table and place of the outbound; empty without a gate that looks at them.
    outbound: Vec<u32>,
    /// Lines, or parts of lines that move on their own, by table and inbound step; empty in the same way.
    inbound: Vec<u32>,
    /// The most inbound steps of a table.
    steps: usize,
}

/// How long a gate has been met without a break, and when it was last looked at; `None` while it is not met.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Held(Option<(Time, Time)>);

impl Waits {
    pub(crate) fn new(model: &Model) -> Self {
        let gates = || {
            model.phases.iter().flat_map(|phase| {
                let until = match phase.until {
                    Some(PhaseEnd::Gate(gate)) => Some(gate),
                    _ => None,
                };
                phase.gate.into_iter().chain(until)
            })
        };
        let inbound = |gate: Gate| matches!(gate.waiting, Waiting::Inbound(_));
        let steps = model.site_groups.iter().map(|table| table.inbound.len()).max().unwrap_or(0);
        let cells =
            |places: usize, any: bool| vec![0; if any { model.site_groups.len() * places } else { 0 }];
        Waits {
            outbound: cells(Stage::COUNT, gates().any(|gate| !inbound(gate))),
            inbound: cells(steps, gates().any(inbound)),
            steps,
        }
    }

    /// A line moves from one place of its source to another.
    #[inline(always)]
    pub(crate) fn line_moves(&mut self, model: &Model, source: u32, from: Stage, to: Stage) {
        if self.outbound.is_empty() || source == Line::NO_SITE {
            return;
        }
        let row = usize::from(model.group_of[source as usize]) * Stage::COUNT;
        if from != Stage::NONE && from != Stage::NOT_ENTERED {
            self.outbound[row + usize::from(from.0)] -= 1;
        }
        if to != Stage::NONE && to != Stage::NOT_ENTERED {
            self.outbound[row + usize::from(to.0)] += 1;
        }
    }

    /// Lines that wait where a gate looks.
    fn lines(&self, gate: &Gate, places: Stages) -> u64 {
        let at = |place: Stage| {
            u64::from(self.outbound[usize::from(gate.table) * Stage::COUNT + usize::from(place.0)])
        };
        match gate.waiting {
            Waiting::Outbound => places.outbound().map(|place| at(Stage(place))).sum(),
            Waiting::BeforeStock(step) => at(places.before(usize::from(step))),
            Waiting::Stock => at(places.stock()),
            Waiting::AfterStock(step) => at(places.after(usize::from(step))),
            Waiting::Inbound(step) => {
                u64::from(self.inbound[usize::from(gate.table) * self.steps + usize::from(step)])
            }
        }
    }
}

impl<O: Observer> Simulation<'_, O> {
    /// Goods of a delivery leave the inbound step before and come to this one.
    #[inline]
    pub(crate) fn goods_come_in(&mut self, site: u32, delivery: WorkItem, step: usize) {
        if self.waits.inbound.is_empty() {
            return;
        }
        let number = self.goods_of(delivery).count() as u32;
        let table = usize::from(self.cx.model.group_of[site as usize]);
        let first = table * self.waits.steps;
        if step > 0 {
            self.waits.inbound[first + step - 1] -= number;
        }
        if step < self.cx.model.site_groups[table].inbound.len() {
            self.waits.inbound[first + step] += number;
        }
    }

    /// Looks at a gate at this full hour: whether it is open. `held` remembers since when it has been met.
    pub(crate) fn is_open(&self, gate: &Gate, held: &mut Held) -> bool {
        let lines = self.waits.lines(gate, self.cx.topology.stages(gate.table)) as f64;
        let met = if gate.above { lines > gate.lines } else { lines < gate.lines };
        let now = self.cx.now;
        held.0 = met.then(|| {
            held.0.map_or((0, now), |(time, looked)| {
                let day = (looked / DAY) as usize;
                let counts = !gate.working_days || self.cx.model.flows.working_day.get(day) == Some(&true);
                (time + if counts { now - looked } else { 0 }, now)
            })
        });
        held.0.is_some_and(|(time, _)| time >= gate.hold)
    }

    /// This instant if it is a full hour, else the next one.
    pub(crate) fn full_hour(&self) -> Time {
        self.cx.now.next_multiple_of(HOUR)
    }
}
