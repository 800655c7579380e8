//! Order desks after an outage, by arithmetic: the paper orders of each, and when it has entered
//! them.
//!
//! A desk enters the paper orders of one stop after those of the stop before; orders of several
//! demands from the same stop are entered side by side, in proportion.

use super::cumulative_flow::FlowPiece;
use super::order_entry::after_all_stops;
use super::planned_capacity::Plan;
use super::step_function::StepFunction;
use crate::model::{Demand, Model, OrderDesk};
use crate::scenario::network::process::WorkUnit;
use crate::units::{Duration, Instant, WEEK};
use std::collections::BTreeMap;

/// Lines on paper at the end of a stop.
#[derive(Clone, Copy)]
pub(super) struct PaperLines {
    /// End of the stop.
    pub(super) from: Instant,
    /// Demand, by index.
    pub(super) demand: usize,
    /// Lines.
    pub(super) lines: f64,
}

/// Lines on paper of each desk, by the end of their stop and by demand.
pub(super) type PaperByDesk = BTreeMap<OrderDesk, Vec<PaperLines>>;

/// Paper orders of a desk after stops, by arithmetic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaperOrders {
    /// The desk, at all sites of its group together.
    pub order_desk: OrderDesk,
    /// Lines on paper at the ends of all stops.
    pub lines: f64,
    /// Capacity of the desk per working day of the first week of the engine, as in normal operation
    /// \[lines\]; infinite without a limit.
    pub lines_per_working_day: f64,
    /// End of the first stop.
    pub from: Instant,
    /// Instant at which the last of them is entered; `None`: not within the run.
    pub done: Option<Instant>,
}

/// Paper orders of each desk that has any, in the order of desks.
pub fn paper_orders(model: &Model, plan: &Plan<'_>) -> Vec<PaperOrders> {
    let (_, _, paper) = after_all_stops(model, plan);
    let end = model.times.end;
    let of = |(order_desk, paper): (OrderDesk, Vec<PaperLines>)| {
        let lines = paper.iter().map(|stop| stop.lines).sum::<f64>();
        let speed = speed(model, plan, order_desk);
        let ends = speed.iter().skip(1).map(|step| step.0).chain([Instant::NEVER]);
        let of_week = |instant: Instant| instant.min(Instant::at(WEEK));
        let per_step = speed.iter().zip(ends).map(|(&(from, rate), to)| match of_week(to) - of_week(from) {
            Duration::ZERO => 0.0,
            time => rate * time.as_micros_f64(),
        });
        let lines_per_week: f64 = per_step.sum();
        let lines_per_working_day = lines_per_week / model.flows.working_days_per_week;
        let pieces = entered_by_desk(&paper, &speed, end);
        let entered: f64 = pieces.iter().map(|(_, piece)| piece.lines(Instant::ORIGIN, end)).sum();
        let done = pieces.iter().map(|(_, piece)| piece.to).max().filter(|_| entered > lines - 0.5);
        PaperOrders { order_desk, lines, lines_per_working_day, from: paper[0].from, done }
    };
    paper.into_iter().map(of).collect()
}

/// Capacity of a desk over time, all sites of its group together \[lines per microsecond\].
pub(super) fn speed(model: &Model, plan: &Plan<'_>, order_desk: OrderDesk) -> StepFunction {
    let number = order_desk.process(&model.site_groups);
    let process = &model.processes[number];
    // Pieces of a mean line of the demands that it enters for.
    let entered_here =
        |demand: &&Demand| demand.when_down.as_ref().is_some_and(|down| down.entered_by == Some(order_desk));
    let (mut pieces, mut demands) = (0.0, 0.0);
    for demand in model.demands.iter().filter(entered_here) {
        let mix = &model.mixes[usize::from(demand.mix)].share;
        let means: Vec<f64> = model.segments.iter().map(|segment| demand.line_size(segment).mean).collect();
        pieces +=
            mix.iter().zip(&model.segment_of).map(|(share, &s)| share * means[usize::from(s)]).sum::<f64>();
        demands += 1.0;
    }
    let units = if process.per == WorkUnit::Piece { pieces / demands } else { 1.0 };
    plan.speed(number, order_desk.group, units)
}

/// Flow of the lines that a desk enters, each piece with its demand.
pub(super) fn entered_by_desk(
    paper: &[PaperLines],
    speed: &[(Instant, f64)],
    end: Instant,
) -> Vec<(usize, FlowPiece)> {
    let mut pieces = Vec::new();
    let mut now = Instant::ORIGIN;
    for of_stop in paper.chunk_by(|one, next| one.from == next.from) {
        now = now.max(of_stop[0].from);
        let all: f64 = of_stop.iter().map(|own| own.lines).sum();
        let mut left = all;
        while left > 0.0 && now < end {
            let step = speed.partition_point(|step| step.0 <= now) - 1;
            let until = speed.get(step + 1).map_or(end, |next| next.0.min(end));
            let rate = speed[step].1;
            // At least a microsecond, in which a desk without limit enters everything.
            let done_by = if rate > 0.0 {
                now.saturating_add(Duration::from_micros(((left / rate) as u64).max(1)))
            } else {
                until
            };
            let to = done_by.min(until);
            let lines = if done_by <= until && rate > 0.0 { left } else { rate * (to - now).as_micros_f64() };
            for own in of_stop {
                let rate = lines / (to - now).as_micros_f64() * own.lines / all;
                pieces.push((own.demand, FlowPiece { from: now, to, rate }));
            }
            left -= lines;
            now = to;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_enters_one_stop_after_the_other_and_demands_side_by_side() {
        // 10 and 30 lines from instant 100 on, at 2 a microsecond: done at 120; those of the stop
        // that ends at 110 follow.
        let at = Instant::from_micros;
        let paper = |from, demand, lines| PaperLines { from: at(from), demand, lines };
        let waiting = [paper(100, 0, 10.0), paper(100, 1, 30.0), paper(110, 0, 20.0)];
        let pieces = entered_by_desk(&waiting, &[(Instant::ORIGIN, 2.0)], Instant::from_micros(1_000));
        let pieces: Vec<_> =
            pieces.iter().map(|(demand, piece)| (*demand, piece.from, piece.to, piece.rate)).collect();
        assert_eq!(
            pieces,
            [(0, at(100), at(120), 0.5), (1, at(100), at(120), 1.5), (0, at(120), at(130), 2.0)]
        );
    }

    #[test]
    fn a_desk_that_is_closed_continues_when_it_opens_and_stops_at_the_end() {
        let at = Instant::from_micros;
        let waiting = [PaperLines { from: Instant::ORIGIN, demand: 0, lines: 100.0 }];
        let pieces = entered_by_desk(&waiting, &[(at(0), 0.0), (at(50), 1.0)], at(120));
        let entered: f64 = pieces.iter().map(|(_, piece)| piece.lines(at(0), at(120))).sum();
        assert!((entered - 70.0).abs() < 1e-9, "{entered}");
        assert_eq!(pieces.last().map(|(_, piece)| piece.to), Some(at(120)));
    }
}
