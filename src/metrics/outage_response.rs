//! Outage response: lines written on paper, deferred, bought elsewhere or lost while ordering is
//! down.
//!
//! On paper and deferred are levels: lines not yet entered, and lines whose customers will
//! return. Elsewhere and lost are counts of the day. Over the run all four are counts: lines
//! written on paper, deferrals, lines bought elsewhere, lines lost. A line on paper is ordered and
//! ages; a deferred line is not ordered until its customer returns.

use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Cell, Daily, Dim, Metric, Scalar, cell, ids};
use crate::scenario::customers::outage_response::OutageResponse;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::orders::stage::Stage;
use crate::simulation::view::View;
use crate::units::{Duration, IndexVec, Instant, StreamId};

const ON_PAPER: usize = 0;
const DEFERRED: usize = 1;
const ELSEWHERE: usize = 2;
const LOST: usize = 3;

/// By response: the series, and the count of the run.
const METRICS: [(Metric<Daily>, Metric<Scalar>); 4] = [
    (ids::ON_PAPER, ids::LINES_ON_PAPER),
    (ids::DEFERRED, ids::DEFERRALS),
    (ids::ELSEWHERE_DAILY, ids::ELSEWHERE),
    (ids::LOST_DAILY, ids::LOST),
];

/// Recorder of outage responses; it records nothing where all orders wait.
#[derive(Debug)]
pub(crate) struct OutageResponses<'m> {
    model: &'m Model,
    days: Days,
    /// By demand stream: true if its customers may write on paper; empty without outage responses.
    on_paper: IndexVec<StreamId, bool>,
    /// By class: present levels of the first two, counts of the day of the others.
    now: Vec<[i64; 4]>,
    /// By class: counts over the counted time.
    totals: Vec<[u64; 4]>,
    /// By class: daily values.
    daily: Vec<[Vec<f64>; 4]>,
}

impl<'m> OutageResponses<'m> {
    /// A recorder without responses.
    pub(crate) fn new(model: &'m Model) -> Self {
        let any = model.demands.iter().any(|demand| demand.when_down.is_some());
        let streams = |demand: &'m crate::model::Demand| {
            std::iter::repeat_n(demand.when_down.is_some(), demand.streams.len())
        };
        let classes = if any { model.classes.len() } else { 0 };
        OutageResponses {
            model,
            days: Days::of(model),
            on_paper: if any { model.demands.iter().flat_map(streams).collect() } else { IndexVec::new() },
            now: vec![[0; 4]; classes],
            totals: vec![[0; 4]; classes],
            daily: vec![<[Vec<f64>; 4]>::default(); classes],
        }
    }

    fn count(&mut self, now: Instant, class: u8, response: usize) {
        if now >= self.model.times.counted_from {
            self.totals[usize::from(class)][response] += 1;
        }
    }
}

impl Observer for OutageResponses<'_> {
    #[inline(always)]
    fn line_moves(&mut self, now: Instant, line: &Line, from: Stage, to: Stage) {
        if from != Stage::NOT_ENTERED && to != Stage::NOT_ENTERED || line.kind() != LineKind::Customer {
            return;
        }
        if self.on_paper.get(line.stream()) == Some(&true) {
            self.now[usize::from(line.class)][ON_PAPER] += if to == Stage::NOT_ENTERED { 1 } else { -1 };
            if to == Stage::NOT_ENTERED {
                self.count(now, line.class, ON_PAPER);
            }
        }
    }

    fn reclassed(&mut self, _: Instant, line: &Line, from_class: u8) {
        let on_paper = self.on_paper.get(line.stream()) == Some(&true);
        if on_paper && line.kind() == LineKind::Customer && line.stage() == Stage::NOT_ENTERED {
            self.now[usize::from(from_class)][ON_PAPER] -= 1;
            self.now[usize::from(line.class)][ON_PAPER] += 1;
        }
    }

    fn deferred(&mut self, now: Instant, line: &Line) {
        self.now[usize::from(line.class)][DEFERRED] += 1;
        self.count(now, line.class, DEFERRED);
    }

    fn deferral_ended(&mut self, _: Instant, line: &Line) {
        self.now[usize::from(line.class)][DEFERRED] -= 1;
    }

    fn demand_lost(&mut self, now: Instant, line: &Line, response: OutageResponse) {
        let response = if response == OutageResponse::Elsewhere { ELSEWHERE } else { LOST };
        self.now[usize::from(line.class)][response] += 1;
        self.count(now, line.class, response);
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        let counted = self.days.counted_day(now - Duration::MICROSECOND).is_some();
        for (values, daily) in self.now.iter_mut().zip(&mut self.daily) {
            for (value, daily) in values.iter().zip(daily).filter(|_| counted) {
                daily.push(*value as f64);
            }
            values[ELSEWHERE] = 0;
            values[LOST] = 0;
        }
    }
}

impl Recorder for OutageResponses<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        if self.on_paper.is_empty() {
            return;
        }
        for (response, (series, total)) in METRICS.into_iter().enumerate() {
            let mut all = vec![0.0; self.days.counted()];
            for (class, daily) in self.daily.iter().enumerate() {
                all.iter_mut().zip(&daily[response]).for_each(|(all, value)| *all += value);
                out.daily(series, cell(&[(Dim::Class, class)]), daily[response].clone());
            }
            out.daily(series, Cell::TOTAL, all);
            for (class, totals) in self.totals.iter().enumerate() {
                out.scalar(total, cell(&[(Dim::Class, class)]), Some(totals[response] as f64));
            }
            let sum = self.totals.iter().map(|totals| totals[response] as f64).sum();
            out.scalar(total, Cell::TOTAL, Some(sum));
        }
    }
}
