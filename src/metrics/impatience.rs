//! Impatience: escalations, cancellations and duplicate orders of late lines by day, and the share
//! of the most urgent class in the backlog.
//!
//! Lines count under the class in which they were ordered. The share is that of the most urgent
//! class among the customer lines in the outbound backlog of the centre, at midnight; there is none
//! without an open line.

use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Cell, Daily, Dim, Metric, Scalar, cell, ids};
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::orders::stage::Stage;
use crate::simulation::view::View;
use crate::stats::moments::Moments;
use crate::units::{Duration, Instant, SiteGroupId};

const ESCALATED: usize = 0;
const CANCELLED: usize = 1;
const AGAIN: usize = 2;
const REDUNDANT: usize = 3;

/// By action: lines of a day, and of the run.
const METRICS: [(Metric<Daily>, Metric<Scalar>); 4] = [
    (ids::ESCALATED_LINES_DAILY, ids::ESCALATED_LINES),
    (ids::CANCELLED_LINES_DAILY, ids::CANCELLED_LINES),
    (ids::DUPLICATE_ORDERS_DAILY, ids::DUPLICATE_ORDERS),
    (ids::REDUNDANT_PICKS_DAILY, ids::REDUNDANT_PICKS),
];

/// Recorder of the actions of impatient customers; it records nothing in a scenario without rules
/// of impatience.
#[derive(Debug)]
pub(crate) struct ImpatienceRecorder<'m> {
    model: &'m Model,
    days: Days,
    /// Lines of the day by class and action; empty without rules.
    today: Vec<[u64; METRICS.len()]>,
    daily: Vec<[Vec<f64>; METRICS.len()]>,
    /// The centre, if there is one and there are rules.
    centre: Option<SiteGroupId>,
    /// Customer lines in its outbound backlog: of the most urgent class, and of all classes.
    urgent: u64,
    open: u64,
    daily_share: Vec<f64>,
}

impl<'m> ImpatienceRecorder<'m> {
    /// A recorder without actions.
    pub(crate) fn new(model: &'m Model) -> Self {
        let any = !model.impatience.is_empty();
        let classes = if any { model.classes.len() } else { 0 };
        ImpatienceRecorder {
            model,
            days: Days::of(model),
            today: vec![<[u64; METRICS.len()]>::default(); classes],
            daily: vec![<[Vec<f64>; METRICS.len()]>::default(); classes],
            centre: model.centre().filter(|_| any),
            urgent: 0,
            open: 0,
            daily_share: Vec::new(),
        }
    }

    /// True if a line at a stage is a customer line in the outbound backlog of the centre.
    #[inline]
    fn counts(&self, centre: SiteGroupId, line: &Line, place: Stage) -> bool {
        line.kind() == LineKind::Customer
            && place != Stage::NOT_ENTERED
            && place < Stage::IN_TRANSIT
            && line.source() != Line::NO_SITE
            && self.model.group_of[line.source()] == centre
    }
}

impl Observer for ImpatienceRecorder<'_> {
    #[inline(always)]
    fn line_moves(&mut self, _: Instant, line: &Line, from: Stage, to: Stage) {
        let Some(centre) = self.centre else { return };
        let urgent = u64::from(line.class == 0);
        if self.counts(centre, line, from) {
            self.open -= 1;
            self.urgent -= urgent;
        }
        if self.counts(centre, line, to) {
            self.open += 1;
            self.urgent += urgent;
        }
    }

    fn reclassed(&mut self, _: Instant, line: &Line, _: u8) {
        self.today[usize::from(line.promised)][ESCALATED] += 1;
        if line.class == 0 && self.centre.is_some_and(|centre| self.counts(centre, line, line.stage())) {
            self.urgent += 1;
        }
    }

    fn duplicate_ordered(&mut self, _: Instant, line: &Line) {
        self.today[usize::from(line.promised)][AGAIN] += 1;
    }

    fn redundant_pick(&mut self, _: Instant, line: &Line) {
        self.today[usize::from(line.promised)][REDUNDANT] += 1;
    }

    fn cancelled(&mut self, _: Instant, line: &Line) {
        self.today[usize::from(line.promised)][CANCELLED] += 1;
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        let counted = self.days.counted_day(now - Duration::MICROSECOND).is_some();
        for (today, daily) in self.today.iter_mut().zip(&mut self.daily) {
            for (today, daily) in today.iter_mut().zip(daily) {
                let lines = std::mem::take(today);
                if counted {
                    daily.push(lines as f64);
                }
            }
        }
        if counted && self.centre.is_some() {
            let share = if self.open > 0 { self.urgent as f64 / self.open as f64 } else { f64::NAN };
            self.daily_share.push(share);
        }
    }
}

impl Recorder for ImpatienceRecorder<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        if self.model.impatience.is_empty() {
            return;
        }
        for (action, (daily, total)) in METRICS.into_iter().enumerate() {
            let mut all = vec![0.0; self.days.counted()];
            let mut add = |cell: Cell, values: Vec<f64>| {
                out.scalar(total, cell, Some(values.iter().sum()));
                out.daily(daily, cell, values);
            };
            for (class, of_class) in self.daily.iter().enumerate() {
                all.iter_mut().zip(&of_class[action]).for_each(|(all, lines)| *all += lines);
                add(cell(&[(Dim::Class, class)]), of_class[action].clone());
            }
            add(Cell::TOTAL, all);
        }
        let Some(centre) = self.centre.filter(|_| !self.model.classes.is_empty()) else { return };
        let urgent = cell(&[(Dim::Site, centre.index()), (Dim::Class, 0)]);
        let known = || self.daily_share.iter().copied().filter(|share| share.is_finite());
        let mean = Moments::of(known()).and_then(|moments| moments.mean()).ok();
        out.scalar(ids::BACKLOG_SHARE_MEAN, urgent, mean);
        out.scalar(ids::BACKLOG_SHARE_PEAK, urgent, known().reduce(f64::max));
        out.daily(ids::BACKLOG_SHARE, urgent, self.daily_share);
    }
}
