//! Day ring: a cell per order date with open lines. Memory follows the age of the oldest open line,
//! not the length of the run.
//!
//! ```text
//! day    … 61   62   63 │ 64   65 …      a day takes the cell of the day 64 before it,
//! cell      1    2    3 │  0    1        which is empty again
//! ```
//!
//! Knows nothing of lines.

/// Cells of several rows.
#[derive(Debug)]
pub(crate) struct DayRing<T> {
    cells: Vec<T>,
    rows: usize,
    /// Days of a row: a power of two.
    days: usize,
    /// The last day that has begun.
    newest: usize,
}

/// Number of days at first.
const AT_FIRST: usize = 64;

impl<T: Copy + Default> DayRing<T> {
    /// Empty cells of this number of rows, from day 0 on.
    pub(crate) fn new(rows: usize) -> Self {
        DayRing { cells: vec![T::default(); rows * AT_FIRST], rows, days: AT_FIRST, newest: 0 }
    }

    /// Begins a day; the cells of all days before `oldest` must be empty.
    pub(crate) fn begin_day(&mut self, day: usize, oldest: usize) {
        while day.saturating_sub(oldest) >= self.days {
            self.grow();
        }
        self.newest = day;
    }

    /// Value of the cell of a row and day.
    #[inline]
    pub(crate) fn at(&self, row: usize, day: usize) -> T {
        self.cells[row * self.days + (day & (self.days - 1))]
    }

    /// The cell of a row and day.
    #[inline]
    pub(crate) fn at_mut(&mut self, row: usize, day: usize) -> &mut T {
        debug_assert!(day <= self.newest && day + self.days > self.newest, "day {day} of {}", self.newest);
        let days = self.days;
        &mut self.cells[row * days + (day & (days - 1))]
    }

    /// Doubles the number of days.
    #[cold]
    fn grow(&mut self) {
        let mut wider = DayRing {
            cells: vec![T::default(); self.cells.len() * 2],
            rows: self.rows,
            days: self.days * 2,
            newest: self.newest,
        };
        for row in 0..self.rows {
            for day in (self.newest + 1).saturating_sub(self.days)..=self.newest {
                *wider.at_mut(row, day) = self.at(row, day);
            }
        }
        *self = wider;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_keeps_its_cell_while_it_is_open_and_gives_it_to_another_afterwards() {
        let mut ring = DayRing::new(2);
        *ring.at_mut(1, 0) = 7;
        // Day 0 stays open until day 200, with a line of every tenth day.
        for day in 1..=200 {
            ring.begin_day(day, 0);
            if day % 10 == 0 {
                *ring.at_mut(1, day) = day;
            }
        }
        assert_eq!([ring.at(1, 0), ring.at(1, 10), ring.at(1, 11), ring.at(1, 200)], [7, 10, 0, 200]);
        assert!((0..=200).all(|day| ring.at(0, day) == 0));
        let room = ring.days;
        for day in 0..=200 {
            *ring.at_mut(1, day) = 0;
        }
        for day in 201..3_650 {
            ring.begin_day(day, day - 100);
            assert_eq!(ring.at(1, day), 0);
            *ring.at_mut(1, day - 100) = 0;
            *ring.at_mut(1, day) = day;
        }
        assert_eq!(ring.days, room);
    }
}
