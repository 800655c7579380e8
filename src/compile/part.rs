//! Parts: the part mix of the lines of each demand.
//!
//! A demand's lines go to segments by share and within a segment by its spread. Demands whose lines
//! spread alike share one [`PartMix`].

use super::names::Names;
use super::{BuildError, fits, sampler};
use crate::distributions::alias;
use crate::model::{PartMix, Segment};
use crate::scenario::Scenario;
use crate::scenario::network::part::Spread;
use statrs::distribution::{ContinuousCDF, Normal};

/// Segments, their parts numbered through.
pub(crate) fn segments(scenario: &Scenario) -> Result<Vec<Segment>, BuildError> {
    let parts: u64 = scenario.parts.iter().map(|segment| u64::from(segment.count)).sum();
    fits("parts", parts as usize, u32::MAX.into())?;
    let mut first = 0;
    let mut segments = Vec::new();
    for spec in &scenario.parts {
        let pieces = sampler("parts", &spec.name, &spec.pieces)?;
        segments.push(Segment { first, count: spec.count, pieces, value: spec.value });
        first += spec.count;
    }
    Ok(segments)
}

/// Segment of each part.
pub(crate) fn segment_of(segments: &[Segment]) -> Vec<u16> {
    let parts = segments.iter().map(|segment| segment.count as usize).sum();
    let mut of_part = Vec::with_capacity(parts);
    for (index, segment) in (0..).zip(segments) {
        of_part.resize(of_part.len() + segment.count as usize, index);
    }
    of_part
}

/// The mixes of a scenario, and of each demand the index of its own.
pub(crate) fn mixes(scenario: &Scenario, names: &Names<'_>) -> (Vec<PartMix>, Vec<u16>) {
    let own: Vec<f64> = scenario.parts.iter().map(|segment| segment.share).collect();
    let mut distinct: Vec<Vec<f64>> = Vec::new();
    let mut of_demand = Vec::new();
    for demand in &scenario.demand {
        let shares = demand.parts.as_ref().map_or_else(
            || own.clone(),
            |spec| {
                let mut shares = vec![0.0; own.len()];
                for (segment, share) in spec {
                    shares[usize::from(names.segment(segment))] = *share;
                }
                shares
            },
        );
        let known = distinct.iter().position(|mix| *mix == shares);
        of_demand.push(known.unwrap_or_else(|| {
            distinct.push(shares);
            distinct.len() - 1
        }) as u16);
    }
    (distinct.iter().map(|shares| mix(scenario, shares)).collect(), of_demand)
}

fn mix(scenario: &Scenario, shares: &[f64]) -> PartMix {
    let parts = scenario.parts.iter().map(|segment| segment.count as usize).sum();
    let mut share: Vec<f64> = Vec::with_capacity(parts);
    for (segment, part_of_lines) in scenario.parts.iter().zip(shares) {
        let weights = weights(segment.spread, segment.count);
        let total: f64 = weights.iter().sum();
        share.extend(weights.iter().map(|weight| weight / total * part_of_lines));
    }
    let total: f64 = share.iter().sum();
    for one in &mut share {
        *one /= total;
    }
    PartMix { slots: alias::slots(&share), share }
}

/// Weights of the parts of a segment, in any scale.
fn weights(spread: Spread, count: u32) -> Vec<f64> {
    let normal = Normal::standard();
    (1..=count)
        .map(|k| match spread {
            Spread::Even => 1.0,
            Spread::Zipf(exponent) => f64::from(k).powf(-exponent),
            Spread::Lognormal(sigma) => {
                (sigma * normal.inverse_cdf((f64::from(k) - 0.5) / f64::from(count))).exp()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(computed: &[f64], expected: &[f64]) {
        assert_eq!(computed.len(), expected.len());
        for (one, other) in computed.iter().zip(expected) {
            assert!((one - other).abs() < 1e-9, "{computed:?} is not {expected:?}");
        }
    }

    #[test]
    fn lines_spread_over_parts_as_stated() {
        assert_near(&weights(Spread::Even, 2), &[1.0, 1.0]);
        assert_near(&weights(Spread::Zipf(1.0), 4), &[1.0, 0.5, 1.0 / 3.0, 0.25]);
        // Quantiles 1/6, 1/2, 5/6 of the normal: ∓0.967421566 and 0.
        let far = 0.967_421_566_101_701_f64.exp();
        assert_near(&weights(Spread::Lognormal(1.0), 3), &[1.0 / far, 1.0, far]);
    }
}
