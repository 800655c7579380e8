//! What goes down, what stops again and again, and how it all comes back.

use super::wording::{drawn, percent, share, time, whole};
use super::{Told, name};
use crate::model::{Failure as Acts, FailurePhase, Gate, PhaseEnd, Policy, Target, Waiting};
use crate::scenario::disruption::failure::{Course, Failure};
use crate::scenario::network::site::SiteKind;
use crate::scenario::syntax::quantity::{DAY, HOUR, Level, Micros};

impl Told<'_> {
    /// Disruptions and phases in the order in which they begin.
    pub(super) fn events(&self) -> String {
        let model = self.model;
        let disruptions = model.disruptions.iter().enumerate();
        let mut events: Vec<(Micros, String)> =
            disruptions.map(|(index, stated)| (stated.from, self.disruption(index))).collect();
        events.extend((0..model.phases.len()).map(|phase| (self.plan.starts[phase], self.phase(phase))));
        events.sort_by_key(|event| event.0);
        if events.is_empty() {
            return "Nothing goes down.\n".into();
        }
        let mut text: String = events.into_iter().map(|event| event.1 + "\n").collect();
        if self.plan.open().contains(&true) {
            text.push_str(
                "Days are planned: what is drawn by its mean, gates as met at once and open when their time is over, \
                 nothing rolled back. Each run tells its own.\n",
            );
        }
        text
    }

    pub(super) fn disruption(&self, index: usize) -> String {
        let (acts, stated) = (&self.model.disruptions[index], &self.scenario.disruptions[index]);
        let targets: Vec<Target> = acts.targets.iter().map(|&(target, _)| target).collect();
        let (down, slowed) = targets.split_at(stated.takes_down.len());
        let mut parts = Vec::new();
        if !down.is_empty() {
            parts.push(format!("takes {} down to {}", self.names(down), share(stated.to)));
        }
        for (&target, &(_, delay)) in slowed.iter().zip(&stated.delay) {
            parts.push(format!("lead times of {} take {}", name(self.labels, target), share(delay)));
        }
        let until = acts.until.map_or(String::new(), |until| format!(", until {}", self.moment(until)));
        let (from, what) = (self.moment(acts.from), &self.labels.disruptions[index]);
        format!("{from}: {what} {}{until}", parts.join(", "))
    }

    /// Failures: how each comes and goes, and what it leaves.
    pub(super) fn failures(&self) -> String {
        self.scenario
            .failures
            .iter()
            .zip(&self.model.failures)
            .map(|(stated, acts)| self.failure(stated, acts) + "\n")
            .collect()
    }

    pub(super) fn failure(&self, stated: &Failure, acts: &Acts) -> String {
        // While it does not work `up` stands still: less time is down than where it always works.
        let (at_most, at_least) =
            if acts.while_working.is_some() { ("at most ", "at least ") } else { ("", "") };
        let phase = |(number, phase): (usize, &FailurePhase)| {
            let (to, lasts) = (share(phase.to), drawn(&phase.lasts));
            let of_time = format!("({at_most}{} of the time)", percent(acts.share_of_time(phase)));
            match (&stated.course, number) {
                (Course::Stops { while_working: true, .. }, 0) => format!("up for {lasts} of its work"),
                (Course::Stops { .. }, 0) => format!("up for {lasts}"),
                (Course::Stops { .. }, _) => format!("at {to} for {lasts} {of_time}"),
                (Course::Phases(phases), _) => {
                    format!("{} at {to} for {lasts} {of_time}", phases[number].name)
                }
            }
        };
        let phases: Vec<String> = acts.phases.iter().enumerate().map(phase).collect();
        format!(
            "{} strikes {}: {}; this leaves {at_least}{} on average",
            stated.name,
            self.names(&acts.targets),
            phases.join(", then "),
            percent(acts.mean_level()),
        )
    }

    pub(super) fn phase(&self, index: usize) -> String {
        let (stated, returns, end) =
            (&self.model.phases[index], self.plan.returns[index], self.plan.ends[index]);
        let mut parts = self.before_return(index);
        let on = if parts.is_empty() { String::new() } else { format!(" on {}", self.moment(returns)) };
        if !stated.brings_back.is_empty() {
            let level = stated.ramp.as_ref().map_or_else(
                || share(stated.to),
                |(from, over)| format!("{}, rising to {} in {}", share(*from), share(stated.to), drawn(over)),
            );
            parts.push(format!("brings {} back{on} at {level}", self.names(&stated.brings_back)));
        }
        if !stated.boosts.is_empty() {
            let boost = |(target, level): &(Target, Level)| {
                format!("{} at {}", name(self.labels, *target), share(*level))
            };
            let boosts: Vec<String> = stated.boosts.iter().map(boost).collect();
            let on = if stated.brings_back.is_empty() { on } else { String::new() };
            parts.push(format!("sets {}{on}", boosts.join(", ")));
        }
        parts.extend(stated.policies.iter().flat_map(|policy| self.policy(policy)));
        if let Some(PhaseEnd::Gate(gate)) = &stated.until {
            parts.push(format!("until {}", self.gate(gate)));
        } else if !(stated.boosts.is_empty() && stated.policies.is_empty()) && stated.until.is_none() {
            parts.push("to the end of the run".into());
        } else if end > returns {
            parts.push(format!("until {}", self.moment(end)));
        }
        format!(
            "{}: {} {}",
            self.moment(self.plan.starts[index]),
            self.labels.phases[index],
            parts.join(", ")
        )
    }

    /// What a phase waits for and does before it brings anything back.
    pub(super) fn before_return(&self, index: usize) -> Vec<String> {
        let stated = &self.model.phases[index];
        let mut parts = Vec::new();
        parts.extend(stated.gate.as_ref().map(|gate| format!("waits for {}", self.gate(gate))));
        if stated.takes.mean() > 0.0 {
            parts.push(format!("works {}", drawn(&stated.takes)));
        }
        if let Some(check) = &stated.check {
            let again = match check.again_after.mean() {
                after if after > 0.0 => format!(", the next after {} of repair", drawn(&check.again_after)),
                _ => String::new(),
            };
            let back = check.roll_back.as_ref().map_or(String::new(), |(chance, phases)| {
                let names: Vec<&str> =
                    phases.iter().map(|&phase| self.labels.phases[usize::from(phase)].as_str()).collect();
                format!(", one that fails rolls back {} with {}", names.join(", "), percent(*chance))
            });
            let (takes, chance) = (drawn(&check.takes), percent(check.chance));
            parts.push(format!("is checked for {takes}, passing with {chance}{again}{back}"));
        }
        parts
    }

    /// A gate: "fewer than 800 lines at pick of gplc for 2 working days".
    pub(super) fn gate(&self, gate: &Gate) -> String {
        let table = &self.model.site_groups[usize::from(gate.table)];
        let site = &self.labels.site_groups[usize::from(gate.table)];
        let process = |list: &[u16], step: u8| {
            format!("at {} of {site}", self.labels.processes[usize::from(list[usize::from(step)])])
        };
        let place = match gate.waiting {
            Waiting::Outbound => format!("in the outbound of {site}"),
            Waiting::BeforeStock(step) => process(&table.before_stock, step),
            Waiting::Stock => format!("for stock at {site}"),
            Waiting::AfterStock(step) => process(&table.after_stock, step),
            Waiting::Inbound(step) => process(&table.inbound, step),
        };
        let side = if gate.above { "more" } else { "fewer" };
        let hold = match gate.hold {
            0 => String::new(),
            hold if gate.working_days => {
                let days = hold as f64 / DAY as f64;
                format!(" for {days} working day{}", if hold == DAY { "" } else { "s" })
            }
            hold => format!(" for {}", time(hold)),
        };
        format!("{side} than {} lines {place}{hold}", whole(gate.lines))
    }

    /// What a policy says, part by part. The fluid answer knows nothing of it.
    pub(super) fn policy(&self, policy: &Policy) -> Vec<String> {
        let process = &self.labels.processes[usize::from(policy.process)];
        let mut parts = Vec::new();
        if let Some(accepts) = &policy.accepts {
            let classes = accepts.iter().zip(&self.labels.classes).filter(|(accepted, _)| **accepted);
            let classes: Vec<&str> = classes.map(|(_, class)| class.as_str()).collect();
            parts.push(format!("lets {process} take only {}", classes.join(" and ")));
        }
        for cap in &policy.caps {
            let table = &self.labels.site_groups[usize::from(cap.table)];
            let each = if cap.each { "each of " } else { "" };
            let lines = if cap.lines == 1 { "1 line".to_owned() } else { format!("{} lines", cap.lines) };
            parts.push(format!("lets {process} take at most {lines} a day for {each}{table}"));
        }
        if policy.rule.is_some() {
            parts.push(format!("changes what goes first at {process}"));
        }
        parts
    }

    /// When the lead times of suppliers run slower or faster than normal. The fluid answer knows nothing of it.
    pub(super) fn suppliers(&self) -> String {
        let tables = self.model.site_groups.iter().enumerate();
        let mut told = Vec::new();
        for (index, _) in tables.filter(|(_, table)| table.kind == SiteKind::Supplier) {
            let levels = self.plan.supplier(index);
            let ends = levels.iter().skip(1).map(|step| step.0).chain([self.model.times.end]);
            // The stairs of a ramp, of an hour at most, are told as one.
            let mut told_as: Vec<(Micros, Micros, f64, f64)> = Vec::new();
            for (&(from, level), end) in levels.iter().zip(ends) {
                if from >= end || (level - 1.0).abs() < 1e-9 {
                    continue;
                }
                let stair = end - from <= HOUR;
                match told_as.last_mut() {
                    Some((_, until, first, last)) if stair && *until == from && *first > 0.0 => {
                        (*until, *last) = (end, level);
                    }
                    _ => told_as.push((from, end, level, level)),
                }
            }
            for (from, until, first, last) in told_as {
                let speed = if first.to_bits() == last.to_bits() {
                    percent(first)
                } else {
                    format!("{} to {}", percent(first), percent(last))
                };
                let (from, until) = (self.moment(from), self.moment(until));
                let name = &self.labels.site_groups[index];
                told.push(format!("{from}: lead times of {name} run at {speed} until {until}\n"));
            }
        }
        told.concat()
    }
}
