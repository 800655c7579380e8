//! Label placement: finds a place for a label that covers neither another label nor a curve.
//!
//! Each label has candidate places, best first. It takes the first free one, or else the one that
//! covers least. Labels placed earlier stay, so the important ones come first.
//!
//! Knows nothing of the texts of labels.

use super::shapes::Region;

/// Costs of a label outside its panel, on a label and on a curve \[per square point\].
const OUTSIDE: f64 = 100.0;
const ON_LABEL: f64 = 50.0;
const ON_CURVE: f64 = 1.0;

/// Distance up to which a label counts as covering a curve \[points\].
const BESIDE: f64 = 1.0;

/// Places taken in a panel.
#[derive(Debug, Clone)]
pub(crate) struct LabelPlacer {
    inside: Region,
    labels: Vec<Region>,
    /// Points of each curve, from left to right.
    curves: Vec<Vec<(f64, f64)>>,
}

impl LabelPlacer {
    /// No places taken yet, in a panel that labels may not leave.
    pub(crate) fn empty(inside: Region) -> Self {
        Self { inside, labels: Vec::new(), curves: Vec::new() }
    }

    /// Adds a curve through points from left to right.
    pub(crate) fn curve(&mut self, points: &[(f64, f64)]) {
        debug_assert!(points.is_sorted_by(|a, b| a.0 <= b.0), "a curve goes from left to right");
        self.curves.push(points.to_vec());
    }

    /// Adds a label, or anything else that must not be covered.
    pub(crate) fn label(&mut self, region: Region) {
        self.labels.push(region);
    }

    /// Places a label of a size at one of its upper left corners; returns number and region.
    ///
    /// Without corners, at the upper left of the panel.
    pub(crate) fn place(&mut self, size: (f64, f64), corners: &[(f64, f64)]) -> (usize, Region) {
        let mut best =
            (f64::INFINITY, 0, Region { x: self.inside.x, y: self.inside.y, w: size.0, h: size.1 });
        for (choice, (x, y)) in corners.iter().enumerate() {
            let region = Region { x: *x, y: *y, w: size.0, h: size.1 };
            let cost = self.cost(&region);
            if cost < best.0 {
                best = (cost, choice, region);
            }
            if cost <= 0.0 {
                break;
            }
        }
        let (_, choice, region) = best;
        self.label(region);
        (choice, region)
    }

    /// Places a label at the first free one of its upper left corners; `None` if none is free.
    pub(crate) fn place_if_free(&mut self, size: (f64, f64), corners: &[(f64, f64)]) -> Option<Region> {
        let region = corners
            .iter()
            .map(|(x, y)| Region { x: *x, y: *y, w: size.0, h: size.1 })
            .find(|region| self.cost(region) <= 0.0)?;
        self.label(region);
        Some(region)
    }

    fn cost(&self, region: &Region) -> f64 {
        let outside = (region.w * region.h - region.overlap(&self.inside)).max(0.0);
        // A place inside by construction must not fail by a rounding error.
        let outside = if outside < 1e-6 { 0.0 } else { outside };
        let around = region.grown(2.0);
        let labels: f64 = self.labels.iter().map(|other| around.overlap(other)).sum();
        let near = self.curves.iter().flat_map(|curve| pieces(curve, &around));
        let curves: f64 = near.map(|piece| around.overlap(&piece)).sum();
        OUTSIDE * outside + ON_LABEL * labels + ON_CURVE * curves
    }
}

/// Boxes around the segments of a curve that can reach into a region; only those, because a curve
/// of years has thousands of points and labels are small.
fn pieces(curve: &[(f64, f64)], region: &Region) -> impl Iterator<Item = Region> {
    // A margin for rounding.
    let margin = 2.0 * BESIDE;
    let first = curve.partition_point(|point| point.0 < region.x - margin).saturating_sub(1);
    let end = curve.partition_point(|point| point.0 <= region.right() + margin).saturating_add(1);
    curve[first..end.min(curve.len())].windows(2).map(|pair| {
        let (a, b) = (pair[0], pair[1]);
        let piece = Region { x: a.0.min(b.0), y: a.1.min(b.1), w: (a.0 - b.0).abs(), h: (a.1 - b.1).abs() };
        piece.grown(BESIDE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANEL: Region = Region { x: 0.0, y: 0.0, w: 100.0, h: 100.0 };

    #[test]
    fn a_label_takes_the_first_free_place() {
        let mut taken = LabelPlacer::empty(PANEL);
        assert_eq!(taken.place((20.0, 10.0), &[(10.0, 10.0), (50.0, 50.0)]).0, 0);
        // The first place is now full, and the panel's edge cuts the second.
        let second = taken.place((20.0, 10.0), &[(12.0, 12.0), (90.0, 50.0), (50.0, 50.0)]);
        assert_eq!(second, (2, Region { x: 50.0, y: 50.0, w: 20.0, h: 10.0 }));
    }

    #[test]
    fn a_label_avoids_curves() {
        let mut taken = LabelPlacer::empty(PANEL);
        taken.curve(&[(0.0, 20.0), (100.0, 20.0)]);
        assert_eq!(taken.place((20.0, 10.0), &[(40.0, 15.0), (40.0, 30.0)]).0, 1);
    }

    #[test]
    fn a_label_avoids_all_parts_of_a_long_curve() {
        let mut taken = LabelPlacer::empty(PANEL);
        taken.curve(&(0..=100).map(|x| (f64::from(x), f64::from(x))).collect::<Vec<_>>());
        let corners = [(0.0, 0.0), (40.0, 45.0), (79.0, 89.0), (70.0, 20.0)];
        assert_eq!(taken.place((20.0, 10.0), &corners).0, 3);
        // From one point far left of the label to one far right of it.
        let mut taken = LabelPlacer::empty(PANEL);
        taken.curve(&[(0.0, 50.0), (1.0, 50.0), (99.0, 50.0), (100.0, 50.0)]);
        assert_eq!(taken.place((20.0, 10.0), &[(40.0, 45.0), (40.0, 70.0)]).0, 1);
    }

    #[test]
    fn without_a_free_place_a_curve_is_covered_rather_than_a_label() {
        let mut taken = LabelPlacer::empty(PANEL);
        taken.label(Region { x: 0.0, y: 0.0, w: 100.0, h: 50.0 });
        taken.curve(&[(0.0, 70.0), (100.0, 70.0)]);
        assert_eq!(taken.place((20.0, 10.0), &[(40.0, 20.0), (40.0, 65.0)]).0, 1);
    }

    #[test]
    fn a_label_without_places_is_still_drawn() {
        let (_, region) = LabelPlacer::empty(PANEL).place((20.0, 10.0), &[]);
        assert_eq!(region, Region { x: 0.0, y: 0.0, w: 20.0, h: 10.0 });
    }

    #[test]
    fn an_optional_label_takes_only_a_free_place() {
        let mut taken = LabelPlacer::empty(PANEL);
        taken.label(PANEL);
        assert_eq!(taken.place_if_free((20.0, 10.0), &[(10.0, 10.0)]), None);
        let mut taken = LabelPlacer::empty(PANEL);
        assert!(taken.place_if_free((20.0, 10.0), &[(95.0, 10.0), (10.0, 10.0)]).is_some());
    }
}
