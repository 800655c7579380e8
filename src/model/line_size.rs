//! Line sizes: mean and variance of the pieces of a customer's line, by part and by the site group
//! of which they are requested.
//!
//! A line has the pieces of its part's segment, unless its demand has pieces of its own. Where
//! these may be 0, only the lines with pieces are ordered, and count here. At a site group that
//! several demands pass, the line size is their mean.
//!
//! Knows nothing of replenishment lines: one of these has the pieces of many customers.

use super::{Demand, PartMix, Segment, SiteGroup, Stock};
use crate::distributions::Sampler;
use crate::units::{IndexVec, SiteGroupId};

/// Pieces of a line that is ordered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineSize {
    /// Mean.
    pub mean: f64,
    /// Variance.
    pub variance: f64,
}

/// Line sizes at all site groups.
#[derive(Debug, Clone, Default)]
pub struct LineSizes {
    of_segments: Vec<LineSize>,
    /// By site group and part, where the demands that pass have pieces of their own.
    of_groups: IndexVec<SiteGroupId, Vec<LineSize>>,
}

impl LineSize {
    /// Size of lines with pieces by a sampler, lines of 0 pieces left out.
    pub fn of(pieces: &Sampler) -> LineSize {
        let (mean, variance) = (pieces.mean(), pieces.variance());
        match pieces.chance_of_none() {
            none if none <= 0.0 => LineSize { mean, variance },
            none => {
                let (mean, square) = (mean / (1.0 - none), (variance + mean * mean) / (1.0 - none));
                LineSize { mean, variance: (square - mean * mean).max(0.0) }
            }
        }
    }

    /// Variance of the pieces that lines at random instants request, divided by their mean.
    pub fn ratio(self) -> f64 {
        (self.variance + self.mean * self.mean) / self.mean
    }
}

impl LineSizes {
    /// Line sizes of the segments, and where demands have pieces of their own, those of the lines
    /// that pass each site group; `lines_per_week` are those of each demand at one site.
    pub(crate) fn new(
        segments: &[Segment],
        segment_of: &[u16],
        demands: &[Demand],
        mixes: &[PartMix],
        site_groups: &IndexVec<SiteGroupId, SiteGroup>,
        lines_per_week: &[f64],
    ) -> Self {
        let lines = demands.iter().zip(lines_per_week);
        let reach: Vec<IndexVec<SiteGroupId, f64>> =
            lines.map(|(demand, &lines)| reach(demand, site_groups, lines)).collect();
        let of_segments: Vec<LineSize> =
            segments.iter().map(|segment| LineSize::of(&segment.pieces)).collect();
        let mut of_groups = IndexVec::filled(Vec::new(), site_groups.len());
        for (group, sizes) in of_groups.iter_mut_ids() {
            let here = |demand: usize| reach[demand][group] > 0.0;
            if !(0..demands.len()).any(|demand| here(demand) && demands[demand].pieces.is_some()) {
                continue;
            }
            let size = |(part, &segment): (usize, &u16)| {
                let (mut lines, mut pieces, mut squares) = (0.0, 0.0, 0.0);
                for (number, demand) in demands.iter().enumerate().filter(|&(number, _)| here(number)) {
                    let size = demand.line_size(&segments[usize::from(segment)]);
                    let requested = reach[number][group] * mixes[usize::from(demand.mix)].share[part];
                    lines += requested;
                    pieces += requested * size.mean;
                    squares += requested * (size.variance + size.mean * size.mean);
                }
                if lines <= 0.0 {
                    return of_segments[usize::from(segment)];
                }
                let mean = pieces / lines;
                LineSize { mean, variance: (squares / lines - mean * mean).max(0.0) }
            };
            *sizes = segment_of.iter().enumerate().map(size).collect();
        }
        Self { of_segments, of_groups }
    }

    /// Line size of a part of a segment at a site group.
    #[inline]
    pub fn at(&self, group: SiteGroupId, part: usize, segment: u16) -> LineSize {
        self.own(group, part).unwrap_or(self.of_segments[usize::from(segment)])
    }

    /// Line size of a part at a site group, where it is not that of its segment.
    #[inline]
    pub fn own(&self, group: SiteGroupId, part: usize) -> Option<LineSize> {
        self.of_groups.get(group).and_then(|sizes| sizes.get(part)).copied()
    }
}

/// Lines of a demand that pass one site of each group, directly or through first sources, in any
/// scale.
fn reach(
    demand: &Demand,
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    mut lines: f64,
) -> IndexVec<SiteGroupId, f64> {
    let mut reach = IndexVec::filled(0.0, site_groups.len());
    let mut group = demand.group;
    loop {
        reach[group] = lines;
        let listed = &site_groups[group];
        match listed.sources.first() {
            Some(&source) if !matches!(listed.stock, Stock::Unlimited) => {
                group = source;
                lines *= f64::from(listed.count) / f64::from(site_groups[group].count);
            }
            _ => return reach,
        }
    }
}
