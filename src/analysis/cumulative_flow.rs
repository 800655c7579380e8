//! Cumulative flow: lines that arrive at a rate over time, and lines that arrive at one instant.

use super::step_function::StepFunction;
use crate::model::CumulativeRate;
use crate::units::Instant;
use std::collections::BTreeMap;

/// A flow of lines.
pub(super) struct CumulativeFlow {
    at_rate: CumulativeRate,
    /// Lines that arrive at one instant.
    pub(super) lumps: BTreeMap<Instant, f64>,
}

impl CumulativeFlow {
    /// Flow with a rate and lumps.
    pub(super) fn new(rate: StepFunction, lumps: BTreeMap<Instant, f64>) -> Self {
        Self { at_rate: CumulativeRate::new(rate), lumps }
    }

    /// Lines per microsecond over time, lumps left out.
    pub(super) fn rate(&self) -> &StepFunction {
        &self.at_rate.rate
    }

    /// Lines up to an instant.
    pub(super) fn up_to(&self, instant: Instant) -> f64 {
        let at_rate = self.at_rate.up_to(instant);
        if self.lumps.is_empty() {
            at_rate
        } else {
            at_rate + self.lumps.range(..=instant).map(|lump| lump.1).sum::<f64>()
        }
    }
}

/// A constant flow for a time.
#[derive(Clone, Copy)]
pub(super) struct FlowPiece {
    /// First instant.
    pub(super) from: Instant,
    /// Instant at which it ends.
    pub(super) to: Instant,
    /// Lines per microsecond.
    pub(super) rate: f64,
}

impl FlowPiece {
    /// Lines between two instants.
    pub(super) fn lines(&self, from: Instant, to: Instant) -> f64 {
        self.rate * self.to.min(to).saturating_since(self.from.max(from)).as_micros_f64()
    }
}

/// Sum of constant flows, added up afresh at each step: a large one leaves no rounding error
/// behind.
pub(super) fn sum_of(pieces: &[FlowPiece]) -> StepFunction {
    let mut instants: Vec<Instant> =
        pieces.iter().flat_map(|piece| [piece.from, piece.to]).chain([Instant::ORIGIN]).collect();
    instants.sort_unstable();
    instants.dedup();
    let flow = |instant| {
        let here = pieces.iter().filter(|piece| (piece.from..piece.to).contains(&instant));
        here.map(|piece| piece.rate).sum()
    };
    instants.into_iter().map(|instant| (instant, flow(instant))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;

    #[test]
    fn lines_up_to_an_instant_are_those_of_the_rate_and_the_lumps() {
        // 2 a microsecond up to 10, then 1; 5 lines at 12.
        let at = Instant::from_micros;
        let flow = CumulativeFlow::new(vec![(at(0), 2.0), (at(10), 1.0)], BTreeMap::from([(at(12), 5.0)]));
        assert_near(
            &[0, 10, 11, 12, 20].map(|micros| flow.up_to(at(micros))),
            &[0.0, 20.0, 21.0, 27.0, 35.0],
        );
    }

    #[test]
    fn overlapping_flows_add_up() {
        let at = Instant::from_micros;
        let piece = |from, to, rate| FlowPiece { from: at(from), to: at(to), rate };
        let pieces = [piece(5, 15, 1.0), piece(10, 20, 2.0)];
        assert_eq!(
            sum_of(&pieces),
            [(at(0), 0.0), (at(5), 1.0), (at(10), 3.0), (at(15), 2.0), (at(20), 0.0)]
        );
        assert_near(&pieces.map(|piece| piece.lines(at(0), at(12))), &[7.0, 4.0]);
        assert_near(&pieces.map(|piece| piece.lines(at(16), at(30))), &[0.0, 8.0]);
    }
}
