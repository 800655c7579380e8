//! Histogram of times: integer counts in buckets of at most 1 % of the value, which add up exactly.
//!
//! Values under 128 have a bucket each; above, every doubling has 64 buckets, so a bucket is at
//! most 1/64 of its lower bound wide. A bucket knows its smallest and largest value, so that a
//! quantile is exact where few values share a bucket, and never beyond the largest value. Two
//! histograms add bucket by bucket, in any order. Only the buckets between the smallest and the
//! largest value are stored: there may be a histogram per class and day.

/// Histogram of times in integer units: seconds, or a finer unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Number of the first stored bucket.
    first: u32,
    buckets: Vec<Bucket>,
    total: u64,
}

/// Values of one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bucket {
    count: u64,
    smallest: u64,
    largest: u64,
}

impl Bucket {
    const EMPTY: Bucket = Bucket { count: 0, smallest: u64::MAX, largest: 0 };

    #[inline(always)]
    fn add(&mut self, other: Bucket) {
        self.count += other.count;
        self.smallest = self.smallest.min(other.smallest);
        self.largest = self.largest.max(other.largest);
    }

    /// The value of this rank among those of the bucket, from 1; exact for one or two values, else
    /// as if they were spread evenly between the smallest and the largest.
    fn of_rank(&self, rank: u64) -> f64 {
        let above = if self.count > 1 {
            (self.largest - self.smallest) as f64 * ((rank - 1) as f64 / (self.count - 1) as f64)
        } else {
            0.0
        };
        self.smallest as f64 + above
    }
}

const PER_DOUBLING: u64 = 64;

#[inline(always)]
fn bucket(value: u64) -> usize {
    // Number of binary digits after the first seven, without a branch that the processor cannot
    // predict.
    let left_out = (value | PER_DOUBLING).ilog2() - PER_DOUBLING.ilog2();
    (u64::from(left_out) * PER_DOUBLING + (value >> left_out)) as usize
}

impl Histogram {
    /// Counts a value.
    #[inline(always)]
    pub fn add(&mut self, value: u64) {
        let number = bucket(value);
        let one = Bucket { count: 1, smallest: value, largest: value };
        if let Some(bucket) = self.buckets.get_mut(number.wrapping_sub(self.first as usize)) {
            bucket.add(one);
        } else {
            self.keep(number, number);
            self.buckets[number - self.first as usize].add(one);
        }
        self.total += 1;
    }

    /// Extends the stored buckets to those from `first` to `last`.
    fn keep(&mut self, first: usize, last: usize) {
        if self.buckets.is_empty() {
            self.first = first as u32;
        }
        let before = (self.first as usize).saturating_sub(first);
        if before > 0 {
            self.buckets.splice(0..0, std::iter::repeat_n(Bucket::EMPTY, before));
            self.first = first as u32;
        }
        let kept = last + 1 - self.first as usize;
        if kept > self.buckets.len() {
            self.buckets.resize(kept, Bucket::EMPTY);
        }
    }

    /// Number of values counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The smallest value that at least the share `p` of all do not exceed (nearest rank); exact
    /// where its bucket has at most two values, else within the bucket. `None` without values.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let rank = ((self.total as f64 * p).ceil() as u64).clamp(1, self.total.max(1));
        let mut below = 0;
        for bucket in &self.buckets {
            if below + bucket.count >= rank {
                return Some(bucket.of_rank(rank - below));
            }
            below += bucket.count;
        }
        None
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Histogram) {
        if other.buckets.is_empty() {
            return;
        }
        let first = other.first as usize;
        self.keep(first, first + other.buckets.len() - 1);
        let sums = &mut self.buckets[first - self.first as usize..];
        sums.iter_mut().zip(&other.buckets).for_each(|(sum, &bucket)| sum.add(bucket));
        self.total += other.total;
    }

    /// Middle of the values, and their number, of each bucket with values, ascending.
    pub fn entries(&self) -> impl Iterator<Item = (f64, u64)> + '_ {
        let held = self.buckets.iter().filter(|bucket| bucket.count > 0);
        held.map(|bucket| (f64::midpoint(bucket.smallest as f64, bucket.largest as f64), bucket.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values that have a bucket each.
    const LINEAR: u64 = 128;

    /// Lower bound and width of a bucket.
    fn bounds(bucket: usize) -> (u64, u64) {
        let bucket = bucket as u64;
        if bucket < LINEAR {
            return (bucket, 1);
        }
        let (doubling, within) = ((bucket - LINEAR) / PER_DOUBLING, (bucket - LINEAR) % PER_DOUBLING);
        ((PER_DOUBLING + within) << (doubling + 1), 1 << (doubling + 1))
    }

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
            [const { Histogram { first: 0, buckets: Vec::new(), total: 0 } }; 3];
        for (k, value) in [3, 200, 70_000, 3, 4_000_000].into_iter().enumerate() {
            let half = if k % 2 == 0 { &mut one } else { &mut other };
            half.add(value);
            both.add(value);
        }
        one.merge(&other);
        assert_eq!(one, both);
        assert_eq!(one.entries().map(|(_, count)| count).collect::<Vec<_>>(), [2, 1, 1, 1]);
        let middles: Vec<f64> = one.entries().map(|(middle, _)| middle).collect();
        assert!(
            middles.iter().zip([3.0, 200.0, 70e3, 4e6]).all(|(found, value)| (found - value).abs() < 1e-9)
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
        assert_eq!(histogram.quantile(1.0), Some(100_000.0));
        let mut one = Histogram::default();
        one.add(77);
        assert_eq!([0.0, 1.0].map(|p| one.quantile(p)), [Some(77.0), Some(77.0)]);
        one.add(1_000_003);
        one.add(1_000_001);
        let quantiles = [0.3, 0.6, 0.9].map(|p| one.quantile(p));
        assert_eq!(quantiles, [Some(77.0), Some(1_000_001.0), Some(1_000_003.0)]);
    }
}
