//! The queue of a process: what waits for it, and what goes first.
//!
//! What goes first is a rule of the process; each rule is a file here, and its name is registered once, in
//! [`QueueDiscipline`]. Whatever the rule, what came first goes first among equals.
//!
//! ```text
//! goods ─► numbered as they come ─► in the order of the rule ─► who has a server free
//! ```
//!
//! A line that is withdrawn while it waits leaves its entry behind, and so does one that changes its class where the
//! rule goes by class: nothing is searched for. Such an entry is stale. It is not counted, and whoever takes it sees
//! that it is (`withdrawal.rs`), says so and takes the next.
//!
//! A new rule is a file with a struct that keeps an [`Order`], a word of [`QueueDiscipline`] and a line in `keeps_order!`.
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

use crate::engine::Time;
use crate::model::Model;
use crate::scenario::network::discipline::QueueDiscipline;
use crate::simulation::disruption::policy::InForce;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::Line;
use admission::Limits;
use backorders_first::BackordersFirst;
use earliest_due_date::EarliestDueDate;
use fcfs::Fcfs;
use metered::Metered;
use priority::Priority;
use round_robin::RoundRobin;
use smallest_order_first::SmallestOrderFirst;

/// What waits for one process at one site.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    order: ByRule,
    /// What a policy holds back, while one does.
    limits: Option<Box<Limits>>,
    /// Number of the next that comes.
    next: u32,
    /// Those that are not stale.
    waiting: u32,
    /// Those among them that key in what was done by hand.
    reentry: u32,
}

/// Goods, or a delivery, that wait, and their place: it stays theirs if they are put aside and rejoin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Waiting {
    /// The smaller came first.
    number: u32,
    pub(crate) goods: WorkItem,
    /// Class of its line when it came.
    pub(crate) class: u8,
}

impl Waiting {
    /// Not behind any that waits.
    const FIRST: Waiting = Waiting { number: 0, goods: WorkItem::whole(0), class: 0 };

    /// Whether the line does not stand here any more, in a queue to which its class makes a difference or not.
    pub(crate) fn is_stale(&self, line: &Line, by_class: bool) -> bool {
        // Consignments keep their place in a queue. A line is in a queue once, and its class only gets more urgent,
        // so an entry of another class is one that it has left.
        self.goods.is_whole() && (line.pieces == 0 || by_class && line.class != self.class)
    }
}

/// Keeps what waits in the order of one rule.
trait Order {
    /// Takes in what waits for a line, at its place.
    fn push(&mut self, waiting: Waiting, line: &Line, model: &Model);
    /// Takes what goes first.
    fn pop(&mut self, now: Time) -> Option<Waiting>;
    /// What goes first after all that was taken, as far as that can be seen at no cost.
    fn ahead(&self) -> Option<WorkItem> {
        None
    }
    /// Takes all, in any order.
    fn take_all(&mut self) -> Vec<Waiting>;
    /// What was taken last was stale, or may not go: it had no turn and no share.
    fn was_stale(&mut self) {}
    /// Whether the rule goes by class.
    fn by_class(&self) -> bool {
        false
    }
}

/// One of the rules. A choice among types that are known is a jump; on the way of every line there is no box.
#[derive(Debug, Clone)]
pub(crate) enum ByRule {
    Priority(Priority),
    Fcfs(Fcfs),
    EarliestDueDate(EarliestDueDate),
    SmallestOrderFirst(SmallestOrderFirst),
    RoundRobin(RoundRobin),
    BackordersFirst(BackordersFirst),
    Metered(Metered),
}

macro_rules! keeps_order {
    ($self:expr, $order:ident => $does:expr) => {
        match $self {
            ByRule::Priority($order) => $does,
            ByRule::Fcfs($order) => $does,
            ByRule::EarliestDueDate($order) => $does,
            ByRule::SmallestOrderFirst($order) => $does,
            ByRule::RoundRobin($order) => $does,
            ByRule::BackordersFirst($order) => $does,
            ByRule::Metered($order) => $does,
        }
    };
}

impl ByRule {
    fn new(rule: QueueDiscipline, model: &Model) -> Self {
        match rule {
            QueueDiscipline::Priority => ByRule::Priority(Priority::new(model.classes.len())),
            QueueDiscipline::Fcfs => ByRule::Fcfs(Fcfs::default()),
            QueueDiscipline::EarliestDueDate => ByRule::EarliestDueDate(EarliestDueDate::default()),
            QueueDiscipline::SmallestOrderFirst => ByRule::SmallestOrderFirst(SmallestOrderFirst::default()),
            QueueDiscipline::RoundRobin => ByRule::RoundRobin(RoundRobin::default()),
            QueueDiscipline::BackordersFirst => ByRule::BackordersFirst(BackordersFirst::default()),
            QueueDiscipline::Metered(metered) => ByRule::Metered(Metered::new(metered)),
        }
    }
}

impl Order for ByRule {
    #[inline(always)]
    fn push(&mut self, waiting: Waiting, line: &Line, model: &Model) {
        keeps_order!(self, order => order.push(waiting, line, model));
    }

    #[inline]
    fn pop(&mut self, now: Time) -> Option<Waiting> {
        keeps_order!(self, order => order.pop(now))
    }

    #[inline]
    fn ahead(&self) -> Option<WorkItem> {
        keeps_order!(self, order => order.ahead())
    }

    fn take_all(&mut self) -> Vec<Waiting> {
        keeps_order!(self, order => order.take_all())
    }

    fn was_stale(&mut self) {
        keeps_order!(self, order => order.was_stale());
    }

    fn by_class(&self) -> bool {
        keeps_order!(self, order => order.by_class())
    }
}

impl Queue {
    /// Nothing waits.
    pub(crate) fn new(rule: QueueDiscipline, model: &Model) -> Self {
        Queue { order: ByRule::new(rule, model), limits: None, next: 0, waiting: 0, reentry: 0 }
    }

    /// Goods or deliveries that wait.
    pub(crate) fn len(&self) -> u32 {
        self.waiting - self.reentry
    }

    /// Whether nothing waits, and nothing is to be keyed in.
    #[inline]
    pub(crate) fn nothing_waits(&self) -> bool {
        self.waiting == 0
    }

    /// Whether what comes now would go first, and nothing would be kept of it.
    #[inline]
    pub(crate) fn lets_through(&self) -> bool {
        let keeps_no_turns = matches!(
            self.order,
            ByRule::Priority(_)
                | ByRule::Fcfs(_)
                | ByRule::EarliestDueDate(_)
                | ByRule::SmallestOrderFirst(_)
        );
        self.waiting == 0 && keeps_no_turns && self.limits.is_none()
    }

    /// The place of what comes now.
    #[inline]
    pub(crate) fn place(&mut self, goods: WorkItem, class: u8) -> Waiting {
        let waiting = Waiting { number: self.next, goods, class };
        // Four thousand million would have to come one behind another before two were confused.
        self.next = self.next.wrapping_add(1);
        waiting
    }

    /// Takes in goods of a line, or a delivery with a line's goods first.
    #[inline(always)]
    pub(crate) fn push(&mut self, goods: WorkItem, line: &Line, model: &Model) {
        let waiting = self.place(goods, line.class);
        self.waiting += 1;
        self.keep(waiting, line, model);
    }

    #[inline]
    fn keep(&mut self, waiting: Waiting, line: &Line, model: &Model) {
        if let Some(limits) = &mut self.limits
            && limits.refuses(waiting)
        {
            return;
        }
        self.order.push(waiting, line, model);
    }

    /// Takes in again what was put aside, at the places that it had.
    pub(crate) fn rejoin<'a>(
        &mut self,
        aside: Vec<Waiting>,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) {
        if aside.is_empty() {
            return;
        }
        self.waiting += aside.len() as u32;
        self.reentry += aside.iter().filter(|waiting| waiting.goods.is_reentry()).count() as u32;
        let mut all = self.order.take_all();
        all.extend(aside);
        self.sort_in(all, priority_line, model);
    }

    /// Another policy holds: all that waits is sorted anew, each at the place that it had. What was stale is let go.
    pub(crate) fn set_policy<'a>(
        &mut self,
        policy: InForce<'_>,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) -> Vec<WorkItem> {
        let by_class = self.by_class();
        let mut all = self.order.take_all();
        let mut limits = Limits::new(policy, model).map(Box::new);
        if let Some(earlier) = &mut self.limits {
            earlier.take_all(&mut all);
            if let Some(limits) = &mut limits {
                limits.count_on(earlier);
            }
        }
        self.limits = limits;
        self.order = ByRule::new(policy.rule, model);
        let mut stale = Vec::new();
        all.retain_mut(|waiting| {
            let line = priority_line(waiting.goods);
            let stands = !waiting.is_stale(line, by_class);
            if !stands {
                stale.push(waiting.goods);
            }
            if waiting.goods.is_whole() {
                waiting.class = line.class;
            }
            stands
        });
        self.sort_in(all, priority_line, model);
        stale
    }

    fn sort_in<'a>(
        &mut self,
        mut all: Vec<Waiting>,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) {
        all.sort_unstable();
        for waiting in all {
            self.keep(waiting, priority_line(waiting.goods), model);
        }
    }

    /// A day begins: caps count anew.
    pub(crate) fn day_turns<'a>(
        &mut self,
        now: Time,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) {
        if let Some(limits) = &mut self.limits {
            let by_class = self.order.by_class() || limits.by_class();
            limits.day_turns(now, &mut self.order, by_class, &priority_line, model);
        }
    }

    /// By the rule `backorders_first`: what may go before its turn, in its order. By any other nothing.
    pub(crate) fn looked_at(&self) -> impl Iterator<Item = WorkItem> {
        let order = if let ByRule::BackordersFirst(order) = &self.order { Some(order) } else { None };
        order.into_iter().flat_map(BackordersFirst::looked_at)
    }

    /// Whether the rule may let something go before its turn.
    #[inline]
    pub(crate) fn looks_ahead(&self) -> bool {
        matches!(self.order, ByRule::BackordersFirst(_))
    }

    /// Takes what stands at a place of what is looked at, before its turn.
    pub(crate) fn take<'a>(
        &mut self,
        place: usize,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) -> Option<Waiting> {
        let ByRule::BackordersFirst(order) = &mut self.order else { return None };
        let taken = order.take(place)?;
        if let Some(limits) = &mut self.limits
            && limits.is_over(taken, priority_line(taken.goods), model)
        {
            return None;
        }
        self.waiting -= 1;
        Some(taken)
    }

    /// Whether nothing is held back, goes before its turn, or is to be keyed in.
    #[inline]
    pub(crate) fn goes_by_turn(&self) -> bool {
        self.limits.is_none() && self.reentry == 0 && !self.looks_ahead()
    }

    /// What will probably go next.
    #[inline(always)]
    pub(crate) fn ahead(&self) -> Option<WorkItem> {
        match &self.order {
            ByRule::Priority(order) => order.ahead(),
            order => order.ahead(),
        }
    }

    /// Takes what goes first, which may be stale, where that goes by turn.
    #[inline(always)]
    pub(crate) fn pop_in_turn(&mut self, now: Time) -> Option<Waiting> {
        if self.waiting == 0 {
            return None;
        }
        // The usual rule is not called but written in place.
        let first = match &mut self.order {
            ByRule::Priority(order) => order.pop(now),
            order => order.pop(now),
        }?;
        self.waiting -= 1;
        Some(first)
    }

    /// Takes what goes first, which may be stale.
    #[inline]
    pub(crate) fn pop<'a>(
        &mut self,
        now: Time,
        priority_line: impl Fn(WorkItem) -> &'a Line,
        model: &Model,
    ) -> Option<Waiting> {
        if self.waiting == 0 {
            return None;
        }
        loop {
            let first = self.order.pop(now)?;
            if let Some(limits) = &mut self.limits
                && limits.is_over(first, priority_line(first.goods), model)
            {
                self.order.was_stale();
                continue;
            }
            self.waiting -= 1;
            self.reentry -= u32::from(first.goods.is_reentry());
            return Some(first);
        }
    }

    /// Takes in again what was taken last: it had no turn.
    pub(crate) fn put_back(&mut self, waiting: Waiting, line: &Line, model: &Model) {
        self.waiting += 1;
        self.reentry += u32::from(waiting.goods.is_reentry());
        if let Some(limits) = &mut self.limits {
            limits.was_stale();
        }
        self.order.push(waiting, line, model);
    }

    /// Whether it makes a difference to it of which class a line is: to its rule, or to what a policy accepts.
    pub(crate) fn by_class(&self) -> bool {
        self.order.by_class() || self.limits.as_ref().is_some_and(|limits| limits.by_class())
    }

    /// Something that waits does so no longer: what stands for it is stale from now on.
    pub(crate) fn forget(&mut self) {
        self.waiting -= 1;
    }

    /// What was taken last was stale.
    pub(crate) fn was_stale(&mut self) {
        self.waiting += 1;
        self.order.was_stale();
        if let Some(limits) = &mut self.limits {
            limits.was_stale();
        }
    }
}
