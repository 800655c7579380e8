//! Service metrics of given order lines: filled within a time, in full and on time, and time open.
//!
//! Lines may come from the books of a warehouse, or from a run. Each has the pieces that the
//! requested site filled immediately from its own stock, and the time of its last piece. Times are
//! numbers of one unit, counted from one instant.
//!
//! A share of lines within a time is over those old enough to be judged by the end; lines open at
//! the end are counted as open, never as filled late or left out.

use super::StatsError;
use super::error::{at_least, finite};
use super::quantile::Sorted;
use std::collections::BTreeMap;

/// One line of an order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServedLine {
    /// Number of its order. All lines of an order are ordered together.
    pub order: u64,
    /// Instant of the order.
    pub ordered: f64,
    /// Pieces requested.
    pub pieces: u64,
    /// Pieces filled immediately by the requested site, from its own stock.
    pub immediate: u64,
    /// Instant of its last piece; `None`: open at the end.
    pub done: Option<f64>,
    /// Promised instant.
    pub promised: f64,
}

impl ServedLine {
    fn done_by(&self, instant: f64) -> bool {
        self.done.is_some_and(|done| done <= instant)
    }

    fn done_within(&self, time: f64) -> bool {
        self.done.is_some_and(|done| done - self.ordered <= time)
    }

    fn is_open_at(&self, instant: f64) -> bool {
        self.ordered <= instant && !self.done_by(instant)
    }

    /// Time for which it was open, up to an end.
    fn open_for(&self, end: f64) -> f64 {
        self.done.map_or(end, |done| done.min(end)) - self.ordered
    }
}

/// Lines up to the end of a period. For one order class, pass its lines.
///
/// ```
/// use gplc::stats::service::{ServedLine, Service};
///
/// // Days. One line filled immediately; one with one piece immediately and the other after a day
/// // and a half.
/// let complete = ServedLine {
///     order: 0,
///     ordered: 1.0,
///     pieces: 2,
///     immediate: 2,
///     done: Some(1.0),
///     promised: 2.0,
/// };
/// let split = ServedLine {
///     order: 1,
///     ordered: 3.0,
///     pieces: 2,
///     immediate: 1,
///     done: Some(4.5),
///     promised: 4.0,
/// };
/// let service = Service::new([complete, split], 10.0)?;
/// assert_eq!(service.first_pick_availability(), Some(0.5));
/// assert_eq!(service.pieces_within(1.0), Some(0.75));
/// assert_eq!(service.on_time_in_full(), Some(0.5));
/// # Ok::<(), gplc::stats::StatsError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    lines: Vec<ServedLine>,
    end: f64,
}

impl Service {
    /// Metrics of these lines up to `end`.
    ///
    /// # Errors
    /// [`StatsError::NotFinite`] for a time that is not finite, [`StatsError::OutOfRange`] for a
    /// line with more pieces filled than requested, or filled before it was ordered.
    pub fn new(lines: impl IntoIterator<Item = ServedLine>, end: f64) -> Result<Self, StatsError> {
        finite(0, end)?;
        let lines: Vec<ServedLine> = lines.into_iter().collect();
        for (index, line) in lines.iter().enumerate() {
            finite(index, line.ordered)?;
            finite(index, line.promised)?;
            let (what, allowed) = ("pieces filled immediately", "at most the pieces requested");
            if line.immediate > line.pieces {
                return Err(StatsError::OutOfRange { what, allowed, received: line.immediate as f64 });
            }
            if let Some(done) = line.done {
                finite(index, done)?;
                if done < line.ordered {
                    let (what, allowed) = ("the instant at which a line is done", "not before its order");
                    return Err(StatsError::OutOfRange { what, allowed, received: done });
                }
            }
        }
        Ok(Self { lines, end })
    }

    /// Share of lines filled immediately and completely; `None` without lines.
    pub fn first_pick_availability(&self) -> Option<f64> {
        share(self.lines.iter().map(|line| line.immediate == line.pieces))
    }

    /// Lines old enough by the end to judge a time.
    fn judged(&self, time: f64) -> impl Iterator<Item = &ServedLine> {
        self.lines.iter().filter(move |line| line.ordered + time <= self.end)
    }

    /// Share of lines completely filled within a time of the order, of those old enough to be
    /// judged; `None` without such lines. Equality is within.
    pub fn lines_within(&self, time: f64) -> Option<f64> {
        share(self.judged(time).map(|line| line.done_within(time)))
    }

    /// Share of pieces supplied within a time of the order, of the same lines.
    pub fn pieces_within(&self, time: f64) -> Option<f64> {
        let (mut supplied, mut requested) = (0, 0);
        for line in self.judged(time) {
            requested += line.pieces;
            supplied += if line.done_within(time) { line.pieces } else { line.immediate };
        }
        (requested > 0).then(|| supplied as f64 / requested as f64)
    }

    /// Share of orders with every line completely filled within a time of the order, over the
    /// orders of the same lines.
    pub fn orders_within(&self, time: f64) -> Option<f64> {
        let lines = self.judged(time).map(|line| (line.order, line.done_within(time)));
        share(all_of_each(lines).into_values())
    }

    /// Share of orders with every line filled by its promise, of those promised at or before the
    /// end.
    pub fn on_time_in_full(&self) -> Option<f64> {
        let promised = self.lines.iter().filter(|line| line.promised <= self.end);
        share(all_of_each(promised.map(|line| (line.order, line.done_by(line.promised)))).into_values())
    }

    /// Times from order to last piece of the filled lines.
    fn cycle_times(&self) -> impl Iterator<Item = f64> {
        self.lines.iter().filter_map(|line| line.done.map(|done| done - line.ordered))
    }

    /// Mean time from order to last piece of the filled lines; open lines are excluded, so that it
    /// looks good in a complete stop.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] if no line is filled.
    pub fn mean_cycle_time(&self) -> Result<f64, StatsError> {
        let (mut count, mut sum) = (0, 0.0);
        for time in self.cycle_times() {
            count += 1;
            sum += time;
        }
        at_least(1, count)?;
        Ok(sum / count as f64)
    }

    /// The smallest time that at least this share of the filled lines did not exceed.
    ///
    /// # Errors
    /// [`StatsError::TooFew`] if no line is filled, [`StatsError::OutOfRange`] for a share outside
    /// 0 to 1.
    pub fn cycle_time_quantile(&self, p: f64) -> Result<f64, StatsError> {
        Sorted::new(self.cycle_times())?.quantile_inverse_cdf(p)
    }

    /// Sum over orders of the time from the order to its last line, or to the end while a line of
    /// it is open: for vehicles off the road, their down time.
    pub fn time_of_open_orders(&self) -> f64 {
        let mut longest: BTreeMap<u64, f64> = BTreeMap::new();
        for line in &self.lines {
            let open = longest.entry(line.order).or_default();
            *open = open.max(line.open_for(self.end));
        }
        longest.values().sum()
    }

    /// Lines open at an instant with an age from `ages.0` to below `ages.1`. A line filled at the
    /// instant itself is filled.
    pub fn open_lines(&self, instant: f64, ages: (f64, f64)) -> usize {
        let open = self.lines.iter().filter(|line| line.is_open_at(instant));
        open.filter(|line| (ages.0..ages.1).contains(&(instant - line.ordered))).count()
    }

    /// Pieces of the lines open at an instant that are not supplied by then.
    pub fn open_pieces(&self, instant: f64) -> u64 {
        let open = self.lines.iter().filter(|line| line.is_open_at(instant));
        open.map(|line| line.pieces - line.immediate).sum()
    }

    /// Sum over lines of the time that they are open, up to the end.
    pub fn time_of_open_lines(&self) -> f64 {
        self.lines.iter().map(|line| line.open_for(self.end)).sum()
    }
}

/// The share that is true; `None` if empty.
fn share(of: impl Iterator<Item = bool>) -> Option<f64> {
    let (mut count, mut yes) = (0_u64, 0_u64);
    for one in of {
        count += 1;
        yes += u64::from(one);
    }
    (count > 0).then(|| yes as f64 / count as f64)
}

/// True for each order whose lines are all true.
fn all_of_each(lines: impl Iterator<Item = (u64, bool)>) -> BTreeMap<u64, bool> {
    let mut all = BTreeMap::new();
    for (order, one) in lines {
        *all.entry(order).or_insert(true) &= one;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(order: u64, ordered: f64, pieces: u64, immediate: u64, done: Option<f64>) -> ServedLine {
        ServedLine { order, ordered, pieces, immediate, done, promised: ordered + 2.0 }
    }

    fn service(lines: impl IntoIterator<Item = ServedLine>) -> Service {
        Service::new(lines, 10.0).unwrap()
    }

    #[test]
    fn a_line_too_young_to_be_judged_is_left_out_and_equality_is_within() {
        // Ordered on day 1 and filled after 2 days; ordered on day 9, for which 2 days cannot be
        // judged on day 10.
        let two = [line(0, 1.0, 4, 1, Some(3.0)), line(1, 9.0, 1, 0, None)];
        assert_eq!(service(two).lines_within(2.0), Some(1.0));
        assert_eq!(service(two).lines_within(1.0), Some(0.0));
        assert_eq!(service(two).pieces_within(1.0), Some(0.2));
        assert_eq!(service(two).lines_within(9.5), None);
    }

    #[test]
    fn an_order_is_filled_when_its_last_line_is() {
        let order =
            [line(7, 1.0, 1, 1, Some(1.0)), line(7, 1.0, 1, 0, Some(4.0)), line(8, 1.0, 1, 0, Some(2.0))];
        assert_eq!(service(order).orders_within(1.0), Some(0.5));
        // Promised for day 3.
        assert_eq!(service(order).on_time_in_full(), Some(0.5));
        assert_eq!(service(order).time_of_open_orders(), 3.0 + 1.0);
    }

    #[test]
    fn open_lines_are_counted_by_age() {
        let lines = [line(0, 1.0, 3, 1, None), line(1, 3.0, 2, 0, Some(5.0)), line(2, 4.0, 1, 0, Some(6.0))];
        let service = service(lines);
        assert_eq!(service.open_lines(5.0, (0.0, f64::INFINITY)), 2);
        assert_eq!(service.open_lines(5.0, (1.0, 4.0)), 1);
        assert_eq!(service.open_lines(5.0, (4.0, 9.0)), 1);
        assert_eq!(service.open_pieces(5.0), 3);
        assert_eq!(service.time_of_open_lines(), 9.0 + 2.0 + 2.0);
        assert_eq!(service.mean_cycle_time(), Ok(2.0));
        assert_eq!(service.cycle_time_quantile(0.5), Ok(2.0));
    }

    #[test]
    fn impossible_lines_are_refused() {
        assert!(Service::new([line(0, 1.0, 1, 2, None)], 10.0).is_err());
        assert!(Service::new([line(0, 3.0, 1, 0, Some(2.0))], 10.0).is_err());
        assert!(Service::new([line(0, f64::NAN, 1, 0, None)], 10.0).is_err());
        assert!(service([line(0, 1.0, 1, 0, None)]).mean_cycle_time().is_err());
        assert_eq!(service([]).first_pick_availability(), None);
    }
}
