//! Limits: what a policy holds back of what waits for a process.
//!
//! What is of a class that is not taken is put aside until the policy changes. What is over the cap of its site is put
//! aside, in the order of the rule, until the day turns; then as many as the new day allows come back to their places.

use super::{ByRule, Order, Waiting};
use crate::engine::Time;
use crate::model::Model;
use crate::simulation::disruption::policy::InForce;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;

#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// Whether each order class is taken; empty: all are.
    accepts: Vec<bool>,
    /// Of classes that are not taken.
    not_accepted: Vec<Waiting>,
    caps: Vec<Capped>,
    /// The cap that the last that was taken counts for.
    last: Option<usize>,
}

/// What may go today for one site, or for all sites of a table together.
#[derive(Debug, Clone)]
struct Capped {
    /// Sites `first .. end`.
    first: u32,
    end: u32,
    lines: u32,
    /// Lines taken today.
    taken: u32,
    over: ByRule,
}

impl Limits {
    /// The limits of a policy, if it has any.
    pub(crate) fn new(policy: InForce<'_>, model: &Model) -> Option<Self> {
        if policy.accepts.is_none() && policy.caps.is_empty() {
            return None;
        }
        let mut caps = Vec::new();
        for cap in policy.caps {
            let table = &model.site_groups[usize::from(cap.table)];
            let (sites, width) = if cap.each { (table.count, 1) } else { (1, table.count) };
            caps.extend((0..sites).map(|site| Capped {
                first: table.first + site,
                end: table.first + site + width,
                lines: cap.lines,
                taken: 0,
                over: ByRule::new(policy.rule, model),
            }));
        }
        caps.sort_by_key(|capped| capped.first);
        let accepts = policy.accepts.unwrap_or_default().to_vec();
        Some(Limits { accepts, not_accepted: Vec::new(), caps, last: None })
    }

    /// Goes on counting what an earlier policy counted today for the same sites.
    pub(crate) fn count_on(&mut self, earlier: &Limits) {
        for capped in &mut self.caps {
            let same = |one: &&Capped| (one.first, one.end) == (capped.first, capped.end);
            capped.taken = earlier.caps.iter().find(same).map_or(0, |one| one.taken);
        }
    }

    /// All that is put aside.
    pub(crate) fn take_all(&mut self, all: &mut Vec<Waiting>) {
        all.append(&mut self.not_accepted);
        for capped in &mut self.caps {
            all.extend(capped.over.take_all());
        }
    }

    /// Puts aside what is of a class that is not taken; returns whether it did.
    pub(crate) fn refuses(&mut self, waiting: Waiting) -> bool {
        let refused = self.accepts.get(usize::from(waiting.class)).is_some_and(|&accepted| !accepted);
        if refused {
            self.not_accepted.push(waiting);
        }
        refused
    }

    /// Counts what is about to be taken, or puts it aside if it is over its cap; returns whether it did that.
    pub(crate) fn is_over(&mut self, waiting: Waiting, line: &Line, model: &Model) -> bool {
        self.last = None;
        if waiting.goods.is_reentry() {
            return false;
        }
        let destination = line.destination(model);
        let next = self.caps.partition_point(|capped| capped.first <= destination);
        let Some(found) = next.checked_sub(1).filter(|&found| destination < self.caps[found].end) else {
            return false;
        };
        let capped = &mut self.caps[found];
        let over = capped.taken >= capped.lines;
        if over {
            capped.over.push(waiting, line, model);
        } else {
            capped.taken += 1;
            self.last = Some(found);
        }
        over
    }

    /// What was taken last was stale: it does not count.
    pub(crate) fn was_stale(&mut self) {
        if let Some(last) = self.last.take() {
            self.caps[last].taken -= 1;
        }
    }

    /// Whether it makes a difference of which class a line is.
    pub(crate) fn by_class(&self) -> bool {
        !self.accepts.is_empty()
    }

    /// A day begins: as many as it allows come back.
    pub(crate) fn day_turns<'a>(
        &mut self,
        now: Time,
        order: &mut ByRule,
        by_class: bool,
        priority_line: &impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) {
        for capped in &mut self.caps {
            capped.taken = 0;
            let mut left = capped.lines;
            while left > 0
                && let Some(waiting) = capped.over.pop(now)
            {
                let line = priority_line(waiting.goods);
                left -= u32::from(!waiting.is_stale(line, by_class));
                order.push(waiting, line, model);
            }
        }
    }
}

/// Puts what waits into a list at its place: nearly always at its end.
#[inline]
pub(crate) fn insert(list: &mut std::collections::VecDeque<Waiting>, waiting: Waiting) {
    if list.back().is_none_or(|last| *last < waiting) {
        list.push_back(waiting);
    } else if list.front().is_none_or(|first| waiting < *first) {
        list.push_front(waiting);
    } else {
        let place = list.partition_point(|other| *other < waiting);
        list.insert(place, waiting);
    }
}
