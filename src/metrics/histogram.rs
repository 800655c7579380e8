//! Histogram of times: integer counts in buckets of at most 1 % of the value, which add up exactly.
//!
//! Values under 128 have a bucket each; above, every doubling has 64 buckets, so a bucket is at
//! most 1/64 of its lower bound wide and its middle is at most 0.8 % off. Two histograms add bucket
//! by bucket, in any order. Only the buckets between the smallest and the largest value are stored:
//! there may be a histogram per class and day.

/// Histogram of times in integer units: seconds, or a finer unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Number of the first stored bucket.
    first: u32,
    counts: Vec<u64>,
    total: u64,
}

const LINEAR: u64 = 128;
const PER_DOUBLING: u64 = 64;

#[inline(always)]
fn bucket(value: u64) -> usize {
    // Number of binary digits after the first seven, without a branch that the processor cannot
    // predict.
    let left_out = (value | PER_DOUBLING).ilog2() - PER_DOUBLING.ilog2();
    (u64::from(left_out) * PER_DOUBLING + (value >> left_out)) as usize
}

/// Lower bound and width of a bucket.
fn bounds(bucket: usize) -> (u64, u64) {
    let bucket = bucket as u64;
    if bucket < LINEAR {
        return (bucket, 1);
    }
    let (doubling, within) = ((bucket - LINEAR) / PER_DOUBLING, (bucket - LINEAR) % PER_DOUBLING);
    ((PER_DOUBLING + within) << (doubling + 1), 1 << (doubling + 1))
}

impl Histogram {
    /// Counts a value.
    #[inline(always)]
    pub fn add(&mut self, value: u64) {
        let bucket = bucket(value);
        if let Some(count) = self.counts.get_mut(bucket.wrapping_sub(self.first as usize)) {
            *count += 1;
        } else {
            self.keep(bucket, bucket);
            self.counts[bucket - self.first as usize] += 1;
        }
        self.total += 1;
    }

    /// Extends the stored buckets to those from `first` to `last`.
    fn keep(&mut self, first: usize, last: usize) {
        if self.counts.is_empty() {
            self.first = first as u32;
        }
        let before = (self.first as usize).saturating_sub(first);
        if before > 0 {
            self.counts.splice(0..0, std::iter::repeat_n(0, before));
            self.first = first as u32;
        }
        let kept = last + 1 - self.first as usize;
        if kept > self.counts.len() {
            self.counts.resize(kept, 0);
        }
    }

    /// Number of values counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The smallest value that at least the share `p` of all do not exceed, as precisely as the
    /// buckets allow: values are taken as spread evenly within a bucket. `None` without values.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let rank = ((self.total as f64 * p).ceil() as u64).clamp(1, self.total.max(1));
        let mut below = 0;
        for (number, &count) in (self.first as usize..).zip(&self.counts) {
            if below + count >= rank {
                let (lower, width) = bounds(number);
                if width == 1 {
                    return Some(lower as f64);
                }
                let within = ((rank - below) as f64 - 0.5) / count as f64;
                return Some(lower as f64 + width as f64 * within);
            }
            below += count;
        }
        None
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Histogram) {
        if other.counts.is_empty() {
            return;
        }
        let first = other.first as usize;
        self.keep(first, first + other.counts.len() - 1);
        let sums = &mut self.counts[first - self.first as usize..];
        sums.iter_mut().zip(&other.counts).for_each(|(sum, count)| *sum += count);
        self.total += other.total;
    }

    /// Middle and count of each bucket with values, ascending.
    pub fn entries(&self) -> impl Iterator<Item = (f64, u64)> + '_ {
        let held = (self.first as usize..).zip(&self.counts).filter(|(_, count)| **count > 0);
        held.map(|(bucket, &count)| {
            let (lower, width) = bounds(bucket);
            (if width == 1 { lower as f64 } else { lower as f64 + width as f64 / 2.0 }, count)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_holds_its_values_and_is_at_most_a_64th_wide() {
        for value in (0..5_000).chain([1 << 20, (1 << 20) + 12_345, 31_536_000, u64::from(u32::MAX)]) {
            let (lower, width) = bounds(bucket(value));
            assert!(lower <= value && value < lower + width, "{value} in {lower} + {width}");
            assert!(width == 1 || width * 64 <= lower, "{value}: {width} wide at {lower}");
        }
    }

    #[test]
    fn histograms_add_up_bucket_by_bucket() {
        let [mut one, mut other, mut both] =
            [const { Histogram { first: 0, counts: Vec::new(), total: 0 } }; 3];
        for (k, value) in [3, 200, 70_000, 3, 4_000_000].into_iter().enumerate() {
            let half = if k % 2 == 0 { &mut one } else { &mut other };
            half.add(value);
            both.add(value);
        }
        one.merge(&other);
        assert_eq!(one, both);
        assert_eq!(one.entries().map(|(_, count)| count).collect::<Vec<_>>(), [2, 1, 1, 1]);
        assert!(
            one.entries()
                .zip([3.0, 200.0, 70e3, 4e6])
                .all(|((found, _), value)| (found / value - 1.0).abs() < 0.008)
        );
    }

    #[test]
    fn a_quantile_lies_in_the_bucket_of_its_rank() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.quantile(0.5), None);
        (1..=100_000).for_each(|value| histogram.add(value));
        for (p, value) in [(0.0005, 50.0), (0.5, 50_000.0), (0.9, 90_000.0), (0.99, 99_000.0)] {
            let found = histogram.quantile(p).unwrap_or_default();
            assert!((found - value).abs() <= 1.0, "{p}: {found} for {value}");
        }
        let mut one = Histogram::default();
        one.add(77);
        assert_eq!([0.0, 1.0].map(|p| one.quantile(p)), [Some(77.0), Some(77.0)]);
    }
}
