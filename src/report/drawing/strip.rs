//! Strips: capacity over time of each target, a row each, under the dates.
//!
//! The filled height of a piece is the capacity: the lost part is dark (down) or orange (during a
//! ramp), the rest pale green; above nominal it is blue. A green bar with a check mark is the
//! return to normal. A row without a piece is at normal capacity, drawn as a thin line. The text of
//! a short outage stands beside it, or is left out without room. A policy in force, which has no
//! level, is lilac. A bracket under a row is P10–P90 of the time of a change that differs between
//! runs.
//!
//! Knows nothing of why a target was down.

use super::ChartError;
use super::band::check_numbers;
use super::label::LabelPlacer;
use super::palette::{AXIS, BACK, BLACK, BOOST, DOWN, LOST, POLICY, RETURN, SMALL, SMALL_BOLD, WHITE};
use super::shapes::{Anchor, Colour, Drawing, Pen, Region, TextStyle};
use super::text::Fonts;

/// Height of a row \[points\].
pub(crate) const ROW: f64 = 18.0;
/// Distance between rows \[points\].
pub(crate) const PITCH: f64 = 23.0;
/// Least width of a piece for a truncated text \[points\].
const CUT: f64 = 44.0;

/// Capacity of one target over time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Strip {
    /// The target, such as "wms".
    pub label: String,
    /// Pieces not at normal capacity, in order of time.
    pub pieces: Vec<StripPiece>,
    /// P10 and P90 of the times of changes \[days from the beginning of the first date\].
    pub spreads: Vec<(f64, f64)>,
}

/// A span of time in which a target is not at normal capacity.
#[derive(Debug, Clone, PartialEq)]
pub struct StripPiece {
    /// Start \[days from the beginning of the first date\]; may be before the first date.
    pub from: f64,
    /// End \[the same days\]; may be after the last date.
    pub to: f64,
    /// Capacity factor at the start: 0 stopped, 1 normal, above 1 boosted.
    pub level_from: f64,
    /// Capacity factor at the end, with a straight ramp between.
    pub level_to: f64,
    /// Text: "down", or the name of a phase; may be empty.
    pub text: String,
    /// True for a policy in force; its capacity factors are then 1 and without meaning.
    pub policy: bool,
}

impl StripPiece {
    /// True if the target is stopped.
    pub(crate) fn is_down(&self) -> bool {
        self.level_from <= 0.0 && self.level_to <= 0.0
    }

    fn is_boost(&self) -> bool {
        self.level_from.max(self.level_to) > 1.0
    }
}

impl Strip {
    /// Checks that all of its numbers are finite.
    pub(crate) fn check(&self) -> Result<(), ChartError> {
        for p in &self.pieces {
            check_numbers(&format!("{}, {}", self.label, p.text), [p.from, p.to, p.level_from, p.level_to])?;
        }
        check_numbers(&self.label, self.spreads.iter().flat_map(|&(from, to)| [from, to]))
    }

    /// True if the target is at normal capacity right after a piece.
    fn returns_after(&self, piece: &StripPiece) -> bool {
        let continues =
            self.pieces.iter().any(|other| (other.from - piece.to).abs() < 1e-6 && other.to > other.from);
        !piece.is_boost() && piece.level_from < 1.0 && (piece.level_to >= 1.0 || !continues)
    }

    /// Draws the row into a region as wide as the days shown; `x` maps a day to its position.
    ///
    /// Without `texts` it has no texts and check marks, for slim rows.
    pub(crate) fn draw(
        &self,
        drawing: &mut Drawing,
        fonts: &Fonts,
        row: Region,
        x: impl Fn(f64) -> f64,
        texts: bool,
    ) {
        let middle = row.y + row.h / 2.0;
        drawing.line(vec![(row.x, middle), (row.right(), middle)], Pen::solid(AXIS.at(0.5), 1.0));
        let mut placer = LabelPlacer::empty(row.grown(1.0));
        let mut outside: Vec<(&StripPiece, Region)> = Vec::new();
        let mut returns = Vec::new();
        for piece in &self.pieces {
            let left = x(piece.from).clamp(row.x, row.right());
            let right = x(piece.to).clamp(row.x, row.right());
            if right <= left {
                continue;
            }
            let region = Region { x: left, y: row.y, w: right - left, h: row.h };
            piece.fill(drawing, region);
            if texts && self.returns_after(piece) && x(piece.to) <= row.right() {
                returns.push(right);
                placer.label(Region { x: right, y: row.y, w: 14.0, h: row.h });
            }
            if texts && !piece.text.is_empty() {
                let style = piece.style();
                if fonts.width(&piece.text, style) + 8.0 <= region.w {
                    let (centre, colour) = (left + region.w / 2.0, piece.colour());
                    drawing.write(&piece.text, (centre, middle + 4.0), Anchor::Middle, style, colour);
                    placer.label(region);
                } else {
                    outside.push((piece, region));
                }
            }
            placer.curve(&[(left, row.y), (right, row.bottom())]);
        }
        for &(from, to) in &self.spreads {
            let [left, right] = [from, to].map(|day| x(day).clamp(row.x, row.right()));
            if right > left {
                let (foot, high) = (row.bottom() + 2.0, if texts { 3.0 } else { 1.5 });
                let bracket = vec![(left, foot - high), (left, foot), (right, foot), (right, foot - high)];
                drawing.line(bracket, Pen::solid(BLACK, 1.2));
            }
        }
        for at in returns {
            drawing.line(vec![(at, row.y - 2.0), (at, row.bottom() + 2.0)], Pen::solid(RETURN, 2.5));
            let check = vec![(at + 4.0, middle + 0.5), (at + 6.5, middle + 3.5), (at + 11.5, middle - 4.0)];
            drawing.line(check, Pen::solid(RETURN, 2.0));
        }
        // Names of phases first: an outage is visible without its text, which is left out in a
        // crowd.
        outside.sort_by_key(|(piece, _)| piece.is_down());
        for (piece, region) in outside {
            let size = (fonts.width(&piece.text, SMALL), row.h - 4.0);
            let y = row.y + 2.0;
            let beside = [
                (region.right() + 5.0, y),
                (region.right() + 18.0, y),
                (region.x - size.0 - 5.0, y),
                (region.x - size.0 - 18.0, y),
            ];
            let at = (region.x + 4.0, middle + 4.0);
            if let Some(place) = placer.place_if_free(size, &beside) {
                drawing.write_with_halo(&piece.text, (place.x, at.1), Anchor::Start, SMALL, BLACK);
            } else if region.w >= CUT {
                let text = fonts.truncate(&piece.text, piece.style(), region.w - 8.0);
                drawing.write(&text, at, Anchor::Start, piece.style(), piece.colour());
            } else if !piece.is_down() {
                let further: Vec<_> = (2..40).map(|k| (region.right() + 10.0 * f64::from(k), y)).collect();
                let (_, place) = placer.place(size, &further);
                drawing.write_with_halo(&piece.text, (place.x, at.1), Anchor::Start, SMALL, BLACK);
            }
        }
    }
}

impl StripPiece {
    fn style(&self) -> TextStyle {
        if self.is_down() { SMALL_BOLD } else { SMALL }
    }

    fn colour(&self) -> Colour {
        if self.is_down() { WHITE } else { BLACK }
    }

    fn fill(&self, drawing: &mut Drawing, region: Region) {
        if self.policy {
            drawing.fill(region, POLICY);
        } else if self.is_down() {
            drawing.fill(region, DOWN);
        } else if self.is_boost() {
            drawing.fill(region, BOOST);
        } else {
            drawing.fill(region, LOST);
            let height = |level: f64| region.bottom() - region.h * level.clamp(0.0, 1.0);
            drawing.area(
                vec![
                    (region.x, region.bottom()),
                    (region.x, height(self.level_from)),
                    (region.right(), height(self.level_to)),
                    (region.right(), region.bottom()),
                ],
                BACK,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::drawing::shapes::Shape;

    fn piece(from: f64, to: f64, levels: (f64, f64), text: &str) -> StripPiece {
        StripPiece {
            from,
            to,
            level_from: levels.0,
            level_to: levels.1,
            text: text.to_owned(),
            policy: false,
        }
    }

    #[test]
    fn a_target_returns_at_the_end_of_a_ramp_or_of_a_last_outage() {
        let down = piece(1.0, 5.0, (0.0, 0.0), "down");
        let ramp = piece(5.0, 9.0, (0.5, 1.0), "ramp");
        let boost = piece(9.0, 12.0, (1.25, 1.25), "overtime");
        let strip = Strip {
            label: "wms".into(),
            pieces: vec![down.clone(), ramp.clone(), boost.clone()],
            ..Strip::default()
        };
        assert!(!strip.returns_after(&down), "the ramp follows");
        assert!(strip.returns_after(&ramp));
        assert!(!strip.returns_after(&boost));
        let alone = Strip { label: "wms".into(), pieces: vec![down.clone()], ..Strip::default() };
        assert!(alone.returns_after(&down));
    }

    #[test]
    fn a_bracket_spans_the_times_of_a_change_and_a_policy_has_its_own_colour() {
        let policy = StripPiece { policy: true, ..piece(5.0, 9.0, (1.0, 1.0), "vor only") };
        let strip = Strip { label: "pick policy".into(), pieces: vec![policy], spreads: vec![(4.0, 6.0)] };
        let mut drawing = Drawing::default();
        let row = Region { x: 0.0, y: 0.0, w: 400.0, h: ROW };
        strip.draw(&mut drawing, &Fonts::embedded().unwrap(), row, |day| day * 40.0, true);
        let spans = |points: &[(f64, f64)]| (points[0].0 as u32, points[points.len() / 2].0 as u32);
        let bracket = drawing.shapes.iter().find_map(|shape| match shape {
            Shape::Line(points, _) if points.len() == 4 => Some(spans(points)),
            _ => None,
        });
        assert_eq!(bracket, Some((160, 240)));
        let lilac = drawing.shapes.iter().find_map(|shape| match shape {
            Shape::Area(points, colour) if *colour == POLICY => Some(spans(points)),
            _ => None,
        });
        assert_eq!(lilac, Some((200, 360)));
        let infinite = Strip { spreads: vec![(4.0, f64::INFINITY)], ..strip };
        assert!(infinite.check().is_err());
    }

    #[test]
    fn texts_too_long_for_their_piece_stand_beside_it_without_overlap() {
        let fonts = Fonts::embedded().unwrap();
        let strip = Strip {
            label: "wms".into(),
            pieces: vec![
                piece(1.0, 1.2, (0.0, 0.0), "first short stop"),
                piece(6.0, 6.2, (0.0, 0.0), "second short stop"),
            ],
            ..Strip::default()
        };
        let mut drawing = Drawing::default();
        let row = Region { x: 0.0, y: 0.0, w: 400.0, h: ROW };
        strip.draw(&mut drawing, &fonts, row, |day| day * 40.0, true);
        let spans: Vec<(f64, f64)> = drawing
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Text(t) => Some((t.x, t.x + fonts.width(&t.content, t.style))),
                _ => None,
            })
            .collect();
        assert_eq!(spans.len(), 2);
        assert!(spans[0].1 < spans[1].0, "{spans:?}");
    }
}
