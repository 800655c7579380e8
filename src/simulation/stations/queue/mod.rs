//! Queue of a station: its waiting entries, and which of them goes first.
//!
//! Which entry goes first is the discipline of the process; each discipline is a file here, and its
//! name is registered once, in [`QueueDiscipline`]. Under every discipline ties go to the entry
//! that arrived first.
//!
//! ```text
//! work item ─► numbered on arrival ─► in the order of the discipline ─► free server
//! ```
//!
//! A line that is cancelled while it waits leaves its entry behind as a tombstone, and so does one
//! that changes its class where the discipline depends on the class: queues are not searched. A
//! tombstone is not counted; the caller that pops it recognises it (`orders/cancellation.rs`),
//! undoes the pop and takes the next entry.
//!
//! A new discipline is a file with a struct that implements [`QueueOrder`], a word of
//! [`QueueDiscipline`] and a line in `dispatch!`.
//!
//! Knows nothing of servers, or of what the work is.

pub(crate) mod admission;
pub(crate) mod backorders_first;
pub(crate) mod earliest_due_date;
pub(crate) mod fcfs;
pub(crate) mod metered;
pub(crate) mod priority;
pub(crate) mod round_robin;
pub(crate) mod smallest_order_first;

use crate::model::Model;
use crate::scenario::network::discipline::QueueDiscipline;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use crate::simulation::policy_in_force::PolicyInForce;
use crate::units::Instant;
use admission::Admission;
use backorders_first::BackordersFirst;
use earliest_due_date::EarliestDueDate;
use fcfs::Fcfs;
use metered::Metered;
use priority::Priority;
use round_robin::RoundRobin;
use smallest_order_first::SmallestOrderFirst;

/// The waiting entries of one station.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    order: Discipline,
    /// The policy in force, if it limits any.
    admission: Option<Box<Admission>>,
    /// Number of the next arrival.
    next: u32,
    /// Number of entries that are no tombstones.
    waiting: u32,
    /// Number of re-entries among them.
    reentries: u32,
}

/// A work item, or a delivery, that waits, with its place: it keeps the place if it is put aside
/// and rejoins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct QueueEntry {
    /// The smaller arrived first.
    number: u32,
    pub(crate) item: WorkItem,
    /// Class of its line on arrival.
    pub(crate) class: u8,
}

impl QueueEntry {
    /// Before every entry that waits.
    const FIRST: QueueEntry = QueueEntry { number: 0, item: WorkItem::whole(0), class: 0 };

    /// True if the line has left its entry, in a queue whose discipline depends on the class or
    /// not.
    pub(crate) fn is_tombstone(&self, line: &Line, by_class: bool) -> bool {
        // Consignments keep their place in a queue. A line is in a queue once, and its class only
        // becomes more urgent, so an entry of another class is one that it has left.
        self.item.is_whole() && (line.pieces == 0 || by_class && line.class != self.class)
    }
}

/// Keeps entries in the order of one discipline.
trait QueueOrder {
    /// Adds an entry of a line at its place.
    fn push(&mut self, entry: QueueEntry, line: &Line, model: &Model);
    /// Removes the entry that goes first.
    fn pop(&mut self, now: Instant) -> Option<QueueEntry>;
    /// The entry that goes first, if it is known without a search.
    fn peek(&self) -> Option<WorkItem> {
        None
    }
    /// Removes all entries, in any order.
    fn take_all(&mut self) -> Vec<QueueEntry>;
    /// The last popped entry does not start: it used no turn and no share.
    fn undo_pop(&mut self) {}
    /// True if the discipline depends on the class.
    fn by_class(&self) -> bool {
        false
    }
}

/// One of the disciplines: an enum, because every line passes here and a box costs a call.
#[derive(Debug, Clone)]
pub(crate) enum Discipline {
    Priority(Priority),
    Fcfs(Fcfs),
    EarliestDueDate(EarliestDueDate),
    SmallestOrderFirst(SmallestOrderFirst),
    RoundRobin(RoundRobin),
    BackordersFirst(BackordersFirst),
    Metered(Metered),
}

macro_rules! dispatch {
    ($self:expr, $order:ident => $does:expr) => {
        match $self {
            Discipline::Priority($order) => $does,
            Discipline::Fcfs($order) => $does,
            Discipline::EarliestDueDate($order) => $does,
            Discipline::SmallestOrderFirst($order) => $does,
            Discipline::RoundRobin($order) => $does,
            Discipline::BackordersFirst($order) => $does,
            Discipline::Metered($order) => $does,
        }
    };
}

impl Discipline {
    fn new(discipline: QueueDiscipline, model: &Model) -> Self {
        match discipline {
            QueueDiscipline::Priority => Discipline::Priority(Priority::new(model.classes.len())),
            QueueDiscipline::Fcfs => Discipline::Fcfs(Fcfs::default()),
            QueueDiscipline::EarliestDueDate => Discipline::EarliestDueDate(EarliestDueDate::default()),
            QueueDiscipline::SmallestOrderFirst => {
                Discipline::SmallestOrderFirst(SmallestOrderFirst::default())
            }
            QueueDiscipline::RoundRobin => Discipline::RoundRobin(RoundRobin::default()),
            QueueDiscipline::BackordersFirst => Discipline::BackordersFirst(BackordersFirst::default()),
            QueueDiscipline::Metered(metered) => Discipline::Metered(Metered::new(metered)),
        }
    }
}

impl QueueOrder for Discipline {
    #[inline(always)]
    fn push(&mut self, entry: QueueEntry, line: &Line, model: &Model) {
        dispatch!(self, order => order.push(entry, line, model));
    }

    #[inline]
    fn pop(&mut self, now: Instant) -> Option<QueueEntry> {
        dispatch!(self, order => order.pop(now))
    }

    #[inline]
    fn peek(&self) -> Option<WorkItem> {
        dispatch!(self, order => order.peek())
    }

    fn take_all(&mut self) -> Vec<QueueEntry> {
        dispatch!(self, order => order.take_all())
    }

    fn undo_pop(&mut self) {
        dispatch!(self, order => order.undo_pop());
    }

    fn by_class(&self) -> bool {
        dispatch!(self, order => order.by_class())
    }
}

impl Queue {
    /// An empty queue.
    pub(crate) fn new(discipline: QueueDiscipline, model: &Model) -> Self {
        Queue {
            order: Discipline::new(discipline, model),
            admission: None,
            next: 0,
            waiting: 0,
            reentries: 0,
        }
    }

    /// Number of work items or deliveries that wait; re-entries do not count.
    pub(crate) fn len(&self) -> u32 {
        self.waiting - self.reentries
    }

    /// True if nothing waits, not even a re-entry.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// True if an arrival would go first, and the discipline keeps no account of starts.
    #[inline]
    pub(crate) fn lets_through(&self) -> bool {
        let keeps_no_account = matches!(
            self.order,
            Discipline::Priority(_)
                | Discipline::Fcfs(_)
                | Discipline::EarliestDueDate(_)
                | Discipline::SmallestOrderFirst(_)
        );
        self.waiting == 0 && keeps_no_account && self.admission.is_none()
    }

    /// The entry of an arrival.
    #[inline]
    pub(crate) fn place(&mut self, item: WorkItem, class: u8) -> QueueEntry {
        let entry = QueueEntry { number: self.next, item, class };
        // Numbers wrap after 2³² arrivals: two entries would be confused only if they both waited.
        self.next = self.next.wrapping_add(1);
        entry
    }

    /// Adds a work item of a line, or a delivery whose first item is of the line.
    #[inline(always)]
    pub(crate) fn push(&mut self, item: WorkItem, line: &Line, model: &Model) {
        let entry = self.place(item, line.class);
        self.waiting += 1;
        self.insert(entry, line, model);
    }

    #[inline]
    fn insert(&mut self, entry: QueueEntry, line: &Line, model: &Model) {
        if let Some(admission) = &mut self.admission
            && admission.refuses(entry)
        {
            return;
        }
        self.order.push(entry, line, model);
    }

    /// Adds entries that were put aside, at the places that they had.
    pub(crate) fn rejoin<'a>(
        &mut self,
        aside: Vec<QueueEntry>,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) {
        if aside.is_empty() {
            return;
        }
        self.waiting += aside.len() as u32;
        self.reentries += aside.iter().filter(|entry| entry.item.is_reentry()).count() as u32;
        let mut all = self.order.take_all();
        all.extend(aside);
        self.sort_in(all, priority_line, model);
    }

    /// Another policy is in force: sorts all entries again, each at the place that it had.
    /// Tombstones are dropped, and their lines added to `dropped`, the last one first.
    pub(crate) fn set_policy<'a>(
        &mut self,
        policy: PolicyInForce<'_>,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
        dropped: &mut Vec<u32>,
    ) {
        let by_class = self.by_class();
        let mut all = self.order.take_all();
        let mut admission = Admission::new(policy, model).map(Box::new);
        if let Some(earlier) = &mut self.admission {
            earlier.take_all(&mut all);
            if let Some(admission) = &mut admission {
                admission.take_over_counts(earlier);
            }
        }
        self.admission = admission;
        self.order = Discipline::new(policy.discipline, model);
        all.retain_mut(|entry| {
            let line = priority_line(entry.item);
            let waits = !entry.is_tombstone(line, by_class);
            if !waits {
                dropped.push(entry.item.number());
            }
            if entry.item.is_whole() {
                entry.class = line.class;
            }
            waits
        });
        dropped.reverse();
        self.sort_in(all, priority_line, model);
    }

    fn sort_in<'a>(
        &mut self,
        mut all: Vec<QueueEntry>,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) {
        all.sort_unstable();
        for entry in all {
            self.insert(entry, priority_line(entry.item), model);
        }
    }

    /// A day begins: caps count from 0.
    pub(crate) fn reset_caps<'a>(
        &mut self,
        now: Instant,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) {
        if let Some(admission) = &mut self.admission {
            let by_class = self.order.by_class() || admission.by_class();
            admission.reset_caps(now, &mut self.order, by_class, &priority_line, model);
        }
    }

    /// Under backorders first: the entries that may go before their turn, in order. Otherwise none.
    pub(crate) fn candidates(&self) -> impl Iterator<Item = WorkItem> {
        let order = if let Discipline::BackordersFirst(order) = &self.order { Some(order) } else { None };
        order.into_iter().flat_map(BackordersFirst::candidates)
    }

    /// True if the discipline may let an entry go before its turn.
    #[inline]
    pub(crate) fn scans_ahead(&self) -> bool {
        matches!(self.order, Discipline::BackordersFirst(_))
    }

    /// Takes the candidate at a place, before its turn.
    pub(crate) fn take<'a>(
        &mut self,
        place: usize,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) -> Option<QueueEntry> {
        let Discipline::BackordersFirst(order) = &mut self.order else { return None };
        let taken = order.take(place)?;
        if let Some(admission) = &mut self.admission
            && admission.is_over(taken, priority_line(taken.item), model)
        {
            return None;
        }
        self.waiting -= 1;
        Some(taken)
    }

    /// True if no entry is held back, goes before its turn, or is a re-entry.
    #[inline]
    pub(crate) fn goes_by_turn(&self) -> bool {
        self.admission.is_none() && self.reentries == 0 && !self.scans_ahead()
    }

    /// The likely next entry.
    #[inline(always)]
    pub(crate) fn peek(&self) -> Option<WorkItem> {
        match &self.order {
            Discipline::Priority(order) => order.peek(),
            order => order.peek(),
        }
    }

    /// Pops the first entry, which may be a tombstone, of a queue that goes by turn.
    #[inline(always)]
    pub(crate) fn pop_in_turn(&mut self, now: Instant) -> Option<QueueEntry> {
        if self.waiting == 0 {
            return None;
        }
        // The usual discipline is inlined, not called.
        let first = match &mut self.order {
            Discipline::Priority(order) => order.pop(now),
            order => order.pop(now),
        }?;
        self.waiting -= 1;
        Some(first)
    }

    /// Pops the first entry that may go, which may be a tombstone.
    #[inline]
    pub(crate) fn pop<'a>(
        &mut self,
        now: Instant,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) -> Option<QueueEntry> {
        if self.waiting == 0 {
            return None;
        }
        loop {
            let first = self.order.pop(now)?;
            if let Some(admission) = &mut self.admission
                && admission.is_over(first, priority_line(first.item), model)
            {
                self.order.undo_pop();
                continue;
            }
            self.waiting -= 1;
            self.reentries -= u32::from(first.item.is_reentry());
            return Some(first);
        }
    }

    /// Puts the last popped entry back: it used no turn.
    pub(crate) fn put_back(&mut self, entry: QueueEntry, line: &Line, model: &Model) {
        self.waiting += 1;
        self.reentries += u32::from(entry.item.is_reentry());
        if let Some(admission) = &mut self.admission {
            admission.undo_pop();
        }
        self.order.push(entry, line, model);
    }

    /// True if the class of a line makes a difference: to the discipline, or to the policy.
    pub(crate) fn by_class(&self) -> bool {
        self.order.by_class() || self.admission.as_ref().is_some_and(|admission| admission.by_class())
    }

    /// An entry becomes a tombstone.
    pub(crate) fn forget(&mut self) {
        self.waiting -= 1;
    }

    /// The last popped entry was a tombstone.
    pub(crate) fn undo_pop(&mut self) {
        self.waiting += 1;
        self.order.undo_pop();
        if let Some(admission) = &mut self.admission {
            admission.undo_pop();
        }
    }
}
