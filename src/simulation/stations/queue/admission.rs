//! Admission: the entries of a queue that the policy of a restart phase holds back.
//!
//! Entries of a class that is not accepted are put aside until the policy changes. Entries over the
//! cap of their site are put aside, in the order of the discipline, until the next day; then as
//! many as that day allows return to their places.

use super::{Discipline, QueueEntry, QueueOrder};
use crate::model::Model;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use crate::simulation::policy_in_force::PolicyInForce;
use crate::units::{Instant, SiteId};

/// Classes and caps of a policy, and the entries put aside.
#[derive(Debug, Clone)]
pub(crate) struct Admission {
    /// True for each accepted order class; empty: all are.
    accepts: Vec<bool>,
    /// Entries of classes that are not accepted.
    not_accepted: Vec<QueueEntry>,
    caps: Vec<CapState>,
    /// The cap that the last admitted entry counts for.
    last: Option<usize>,
}

/// Lines of today for one site, or for all sites of a group together.
#[derive(Debug, Clone)]
struct CapState {
    /// Sites `first .. end`.
    first: SiteId,
    end: SiteId,
    lines: u32,
    /// Lines admitted today.
    admitted: u32,
    over: Discipline,
}

impl Admission {
    /// The admission of a policy, if it limits any.
    pub(crate) fn new(policy: PolicyInForce<'_>, model: &Model) -> Option<Self> {
        if policy.accepts.is_none() && policy.caps.is_empty() {
            return None;
        }
        let mut caps = Vec::new();
        for cap in policy.caps {
            let group = &model.site_groups[cap.group];
            let (sites, width) = if cap.each { (group.count, 1) } else { (1, group.count) };
            caps.extend((0..sites).map(|site| CapState {
                first: group.first.plus(site as usize),
                end: group.first.plus((site + width) as usize),
                lines: cap.lines,
                admitted: 0,
                over: Discipline::new(policy.discipline, model),
            }));
        }
        caps.sort_by_key(|capped| capped.first);
        let accepts = policy.accepts.unwrap_or_default().to_vec();
        Some(Admission { accepts, not_accepted: Vec::new(), caps, last: None })
    }

    /// Takes over the counts of today from an earlier policy for the same sites.
    pub(crate) fn take_over_counts(&mut self, earlier: &Admission) {
        for capped in &mut self.caps {
            let same = |one: &&CapState| (one.first, one.end) == (capped.first, capped.end);
            capped.admitted = earlier.caps.iter().find(same).map_or(0, |one| one.admitted);
        }
    }

    /// Removes all entries that are put aside.
    pub(crate) fn take_all(&mut self, all: &mut Vec<QueueEntry>) {
        all.append(&mut self.not_accepted);
        for capped in &mut self.caps {
            all.extend(capped.over.take_all());
        }
    }

    /// Puts aside an entry of a class that is not accepted; returns true if it did.
    pub(crate) fn refuses(&mut self, entry: QueueEntry) -> bool {
        let refused = self.accepts.get(usize::from(entry.class)).is_some_and(|&accepted| !accepted);
        if refused {
            self.not_accepted.push(entry);
        }
        refused
    }

    /// Counts an entry that is about to be admitted, or puts it aside if it is over its cap;
    /// returns true if it is.
    pub(crate) fn is_over(&mut self, entry: QueueEntry, line: &Line, model: &Model) -> bool {
        self.last = None;
        if entry.item.is_reentry() {
            return false;
        }
        let destination = line.destination(model);
        let next = self.caps.partition_point(|capped| capped.first <= destination);
        let Some(found) = next.checked_sub(1).filter(|&found| destination < self.caps[found].end) else {
            return false;
        };
        let capped = &mut self.caps[found];
        let over = capped.admitted >= capped.lines;
        if over {
            capped.over.push(entry, line, model);
        } else {
            capped.admitted += 1;
            self.last = Some(found);
        }
        over
    }

    /// The last admitted entry does not start: it does not count.
    pub(crate) fn undo_pop(&mut self) {
        if let Some(last) = self.last.take() {
            self.caps[last].admitted -= 1;
        }
    }

    /// True if the class of a line makes a difference.
    pub(crate) fn by_class(&self) -> bool {
        !self.accepts.is_empty()
    }

    /// A day begins: as many entries as it allows return.
    pub(crate) fn reset_caps<'a>(
        &mut self,
        now: Instant,
        order: &mut Discipline,
        by_class: bool,
        priority_line: &impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) {
        for capped in &mut self.caps {
            capped.admitted = 0;
            let mut left = capped.lines;
            while left > 0
                && let Some(entry) = capped.over.pop(now)
            {
                let line = priority_line(entry.item);
                left -= u32::from(!entry.is_tombstone(line, by_class));
                order.push(entry, line, model);
            }
        }
    }
}

/// Inserts an entry into a list at its place: nearly always at its end.
#[inline]
pub(crate) fn insert(list: &mut std::collections::VecDeque<QueueEntry>, entry: QueueEntry) {
    if list.back().is_none_or(|last| *last < entry) {
        list.push_back(entry);
    } else if list.front().is_none_or(|first| entry < *first) {
        list.push_front(entry);
    } else {
        let place = list.partition_point(|other| *other < entry);
        list.insert(place, entry);
    }
}
