//! Policies: what restart phases say of what processes take, how much of it, and what goes first, for a time.
//!
//! Of phases that say something of the same kind (classes, caps, rule) for the same process, the one that started last
//! wins while it lasts; after it what the earlier one says holds again, and after all of them the process's own rule,
//! without limits. What a policy holds back keeps its place and goes at once when it may: at the end of the policy, or,
//! with a cap, when the day turns.

use crate::engine::{NEVER, Time};
use crate::model::{Cap, Model, Policy};
use crate::scenario::network::discipline::QueueDiscipline;
use crate::simulation::Simulation;
use crate::simulation::event_order::Actor;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::units::{DAY, PhaseId, ProcessId};

/// The policies of one process table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policies {
    /// Phases that have a policy for it in force, the last started last.
    phases: Vec<PhaseId>,
    /// Phases whose classes, caps and rule hold.
    holds: [Option<PhaseId>; 3],
}

/// When caps count anew.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    /// When the day turns next: a midnight, if there are caps.
    next: Time,
    /// The midnight at which they counted anew last.
    counted: Time,
}

impl Turn {
    /// No day has turned, and nothing is capped.
    pub(crate) const NONE: Turn = Turn { next: NEVER, counted: NEVER };
}

/// What holds for a process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InForce<'m> {
    /// Order classes that it takes; `None`: all.
    pub(crate) accepts: Option<&'m [bool]>,
    pub(crate) caps: &'m [Cap],
    pub(crate) rule: QueueDiscipline,
}

impl Policies {
    fn update(&mut self, process: ProcessId, model: &Model) -> bool {
        let last = |says: fn(&Policy) -> bool| {
            let of = |&&phase: &&PhaseId| model.policy(phase, process).is_some_and(says);
            self.phases.iter().rev().find(of).copied()
        };
        let holds = [
            last(|policy| policy.accepts.is_some()),
            last(|policy| !policy.caps.is_empty()),
            last(|policy| policy.rule.is_some()),
        ];
        std::mem::replace(&mut self.holds, holds) != holds
    }

    fn in_force<'m>(&self, process: ProcessId, model: &'m Model) -> InForce<'m> {
        let [accepts, caps, rule] = self.holds.map(|phase| model.policy(phase?, process));
        InForce {
            accepts: accepts.and_then(|policy| policy.accepts.as_deref()),
            caps: caps.map_or(&[], |policy| &policy.caps),
            rule: rule.and_then(|policy| policy.rule).unwrap_or(model.processes[process].rule),
        }
    }
}

impl<O: Observer> Simulation<'_, O> {
    /// The policies of a phase begin.
    pub(crate) fn start_policies(&mut self, phase: PhaseId) {
        for policy in &self.cx.model.phases[phase].policies {
            self.policies[policy.process].phases.push(phase);
            self.policy_changed(policy.process);
        }
    }

    /// The policies of a phase end.
    pub(crate) fn end_policies(&mut self, phase: PhaseId) {
        for policy in &self.cx.model.phases[phase].policies {
            self.policies[policy.process].phases.retain(|&other| other != phase);
            self.policy_changed(policy.process);
        }
    }

    fn policy_changed(&mut self, process: ProcessId) {
        let model = self.cx.model;
        // A phase that changes at midnight does so before the day turns: what is taken then is of the new day.
        if self.cx.now.is_multiple_of(DAY) {
            self.count_anew();
        }
        let policies = &mut self.policies[process];
        if !policies.update(process, model) {
            return;
        }
        let in_force = policies.in_force(process, model);
        for number in 0..self.cx.topology.stations_of(process).len() {
            let station = self.cx.topology.stations_of(process)[number];
            let (lines, consignments, reentry) = (&self.lines, &self.consignments, &self.reentry);
            let priority_line = |goods: WorkItem| goods.priority_line(lines, consignments, reentry);
            let stale = self.stations[station as usize].queue.set_policy(in_force, priority_line, model);
            for goods in stale {
                self.let_go(self.line_of(goods));
            }
            self.may_take(station);
        }
        self.set_turn_of_day();
    }

    /// Sets when the day turns: at the next midnight, or at this one if it has not yet; if there are any caps.
    fn set_turn_of_day(&mut self) {
        let capped = self.policies.iter().any(|policies| policies.holds[1].is_some());
        self.turn.next = match self.turn.next {
            _ if !capped => NEVER,
            due if due == self.cx.now => due,
            _ => (self.cx.now / DAY + 1) * DAY,
        };
        self.cx.schedule(Actor::CapReset, self.turn.next);
    }

    /// The caps count anew at this midnight, if they have not yet.
    fn count_anew(&mut self) {
        if std::mem::replace(&mut self.turn.counted, self.cx.now) == self.cx.now {
            return;
        }
        for process in self.policies.ids() {
            if self.policies[process].holds[1].is_none() {
                continue;
            }
            for &station in self.cx.topology.stations_of(process) {
                let (lines, consignments, reentry) = (&self.lines, &self.consignments, &self.reentry);
                let priority_line = |goods: WorkItem| goods.priority_line(lines, consignments, reentry);
                self.stations[station as usize].queue.day_turns(self.cx.now, priority_line, self.cx.model);
            }
        }
    }

    /// A day begins: what was over the cap of the last may go.
    pub(crate) fn turn_of_day(&mut self) {
        self.count_anew();
        for process in self.policies.ids() {
            if self.policies[process].holds[1].is_none() {
                continue;
            }
            for number in 0..self.cx.topology.stations_of(process).len() {
                self.may_take(self.cx.topology.stations_of(process)[number]);
            }
        }
        self.turn.next = NEVER;
        self.set_turn_of_day();
    }

    /// Something that waited may have become free to go.
    pub(crate) fn may_take(&mut self, process: u32) {
        if self.take_in_hand(process) {
            self.set_next_end(process);
        }
        self.report_state(process);
    }
}
