//! Histograms of times: whole counts in buckets of at most 1 % of the value, that add up exactly.
//!
//! Values under 128 have a bucket each; above, every doubling has 64 buckets, so a bucket is at most 1/64 of
//! its lower bound wide and its middle is at most 0.8 % off. Two histograms add bucket by bucket, in any order.

/// A histogram of times in seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    counts: Vec<u64>,
    total: u64,
}

const LINEAR: u64 = 128;
const PER_DOUBLING: u64 = 64;

fn bucket(value: u64) -> usize {
    if value < LINEAR {
        return value as usize;
    }
    let doubling = 63 - u64::from(value.leading_zeros());
    let within = (value >> (doubling - 6)) - PER_DOUBLING;
    (LINEAR + (doubling - 7) * PER_DOUBLING + within) as usize
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
    /// Counts a value, in whole seconds.
    #[inline]
    pub fn add(&mut self, seconds: u64) {
        let bucket = bucket(seconds);
        if bucket >= self.counts.len() {
            self.counts.resize(bucket + 1, 0);
        }
        self.counts[bucket] += 1;
        self.total += 1;
    }

    /// How many were counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The smallest value that at least the share `p` does not exceed, to 1 %, when `open` more values are
    /// larger than all that were counted; `None` when it is among those.
    pub fn quantile(&self, p: f64, open: u64) -> Option<f64> {
        let wanted = (((self.total + open) as f64 * p).ceil() as u64).max(1);
        let mut below = 0;
        self.counts.iter().enumerate().find_map(|(bucket, count)| {
            below += count;
            (below >= wanted).then(|| {
                let (lower, width) = bounds(bucket);
                if width == 1 { lower as f64 } else { lower as f64 + width as f64 / 2.0 }
            })
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
    fn a_quantile_among_open_values_is_not_reached() {
        let mut histogram = Histogram::default();
        (1..=90).for_each(|value| histogram.add(value));
        assert_eq!(histogram.quantile(0.5, 10), Some(50.0));
        assert_eq!(histogram.quantile(0.9, 10), Some(90.0));
        assert_eq!(histogram.quantile(0.95, 10), None);
    }

    #[test]
    fn nothing_has_no_quantile() {
        assert_eq!(Histogram::default().quantile(0.5, 0), None);
    }
}
