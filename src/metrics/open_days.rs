//! Open days: order dates that may have open lines, so that the cost of a midnight follows the open
//! lines and not the length of the run.
//!
//! A date is added with its first open line and removed at the midnight that finds no open line of
//! it.
//!
//! Knows nothing of lines.

const BITS: usize = u64::BITS as usize;

/// Order dates of several rows, as bits.
#[derive(Debug)]
pub(crate) struct OpenDays {
    words: Vec<u64>,
    /// Words of a row.
    width: usize,
    /// By row: the first word that may have a bit.
    first: Vec<u32>,
}

impl OpenDays {
    /// No open dates, for this number of rows and days.
    pub(crate) fn new(rows: usize, days: usize) -> Self {
        let width = days.div_ceil(BITS);
        OpenDays { words: vec![0; rows * width], width, first: vec![0; rows] }
    }

    /// Adds a day with an open line to a row.
    #[inline]
    pub(crate) fn note(&mut self, row: usize, day: usize) {
        let word = day / BITS;
        self.words[row * self.width + word] |= 1 << (day % BITS);
        let first = &mut self.first[row];
        *first = (*first).min(word as u32);
    }

    /// A day before which no row has an open day.
    pub(crate) fn oldest(&self) -> usize {
        self.first.iter().min().map_or(0, |&word| word as usize * BITS)
    }

    /// Visits the days of a row from the oldest to `last`, and removes those for which `still_open`
    /// is false.
    pub(crate) fn retain(&mut self, row: usize, last: usize, mut still_open: impl FnMut(usize) -> bool) {
        let words = &mut self.words[row * self.width..][..self.width];
        let end = (last / BITS + 1).min(words.len());
        let begin = (self.first[row] as usize).min(end);
        for (number, word) in words[begin..end].iter_mut().enumerate() {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                let day = (begin + number) * BITS + bit;
                if day <= last && !still_open(day) {
                    *word &= !(1 << bit);
                }
            }
        }
        let empty = words[begin..end].iter().take_while(|&&word| word == 0).count();
        self.first[row] = (begin + empty) as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(days: &mut OpenDays, row: usize, last: usize, keep: &[usize]) -> Vec<usize> {
        let mut seen = Vec::new();
        days.retain(row, last, |day| {
            seen.push(day);
            keep.contains(&day)
        });
        seen
    }

    #[test]
    fn days_are_looked_at_from_the_oldest_on_until_nothing_is_left_of_them() {
        let mut days = OpenDays::new(2, 300);
        for day in [3, 63, 64, 200] {
            days.note(1, day);
        }
        assert_eq!(seen(&mut days, 0, 299, &[]), [0; 0]);
        assert_eq!(seen(&mut days, 1, 199, &[3, 64]), [3, 63, 64]);
        assert_eq!(seen(&mut days, 1, 250, &[200]), [3, 64, 200]);
        // An old day that opens again is visited again, though all days before it were removed.
        days.note(1, 1);
        assert_eq!(seen(&mut days, 1, 299, &[]), [1, 200]);
        assert_eq!(seen(&mut days, 1, 299, &[]), [0; 0]);
    }

    #[test]
    fn days_after_the_last_wait_for_their_midnight() {
        let mut days = OpenDays::new(1, 130);
        days.note(0, 70);
        days.note(0, 129);
        assert_eq!(seen(&mut days, 0, 70, &[]), [70]);
        assert_eq!(seen(&mut days, 0, 129, &[129]), [129]);
    }
}
