//! Waiting counts: the number of lines at each stage of a site group, for gates.
//!
//! Lines are counted only if a gate reads the count: without gates nothing is counted.

use super::Orders;
use super::consignment::WorkItem;
use super::line::Line;
use super::stage::{Stage, Stages};
use crate::model::{Gate, Model, PhaseEnd, Waiting};
use crate::units::SiteId;

/// The number of waiting lines by site group and stage.
#[derive(Debug, Clone)]
pub(crate) struct WaitingCounts {
    /// Lines by site group and outbound stage; empty if no gate reads them.
    outbound: Vec<u32>,
    /// Work items by site group and inbound step; empty if no gate reads them.
    inbound: Vec<u32>,
    /// Maximum number of inbound steps of a group.
    steps: usize,
}

impl WaitingCounts {
    /// Counts for the gates of a model, all 0.
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
        let steps = model.site_groups.iter().map(|group| group.inbound.len()).max().unwrap_or(0);
        let cells =
            |stages: usize, any: bool| vec![0; if any { model.site_groups.len() * stages } else { 0 }];
        WaitingCounts {
            outbound: cells(Stage::COUNT, gates().any(|gate| !inbound(gate))),
            inbound: cells(steps, gates().any(inbound)),
            steps,
        }
    }

    /// A line moves from one stage of its source to another.
    #[inline(always)]
    pub(super) fn line_moves(&mut self, model: &Model, source: SiteId, from: Stage, to: Stage) {
        if self.outbound.is_empty() || source == Line::NO_SITE {
            return;
        }
        let row = model.group_of[source].index() * Stage::COUNT;
        if from != Stage::NONE && from != Stage::NOT_ENTERED {
            self.outbound[row + usize::from(from.0)] -= 1;
        }
        if to != Stage::NONE && to != Stage::NOT_ENTERED {
            self.outbound[row + usize::from(to.0)] += 1;
        }
    }

    /// The number of lines that a gate measures.
    pub(crate) fn lines(&self, gate: &Gate, stages: Stages) -> u64 {
        let at =
            |stage: Stage| u64::from(self.outbound[gate.group.index() * Stage::COUNT + usize::from(stage.0)]);
        match gate.waiting {
            Waiting::Outbound => stages.outbound().map(|stage| at(Stage(stage))).sum(),
            Waiting::BeforeStock(step) => at(stages.before(usize::from(step))),
            Waiting::Stock => at(stages.stock()),
            Waiting::AfterStock(step) => at(stages.after(usize::from(step))),
            Waiting::Inbound(step) => {
                u64::from(self.inbound[gate.group.index() * self.steps + usize::from(step)])
            }
        }
    }
}

impl Orders {
    /// The items of a delivery leave the inbound step before and come to this one.
    #[inline]
    pub(crate) fn come_inbound(&mut self, model: &Model, site: SiteId, delivery: WorkItem, step: usize) {
        if self.waiting_counts.inbound.is_empty() {
            return;
        }
        let items = self.items_of(delivery).count() as u32;
        let group = model.group_of[site];
        let counts = &mut self.waiting_counts;
        let first = group.index() * counts.steps;
        if step > 0 {
            counts.inbound[first + step - 1] -= items;
        }
        if step < model.site_groups[group].inbound.len() {
            counts.inbound[first + step] += items;
        }
    }
}
