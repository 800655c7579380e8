//! Strips: what was down, what ramped up and what ran above nominal, a row for each target, under the dates.
//!
//! A piece is as full as its level: what is lost is dark (down) or orange (ramping up), what is there is pale green,
//! and above nominal it is blue. A green bar with a check mark is the moment of return. Where a row has no piece, its
//! target is at its normal level, and the row is a thin line. A short stop's word stands beside it; where there is no
//! room for it, its dark colour says it alone. A policy that holds, which is no level, is lilac. A bracket under a row
//! spans the times at which a change came in most of the runs, where it did not come at one.
//!
//! Knows nothing of why a target was down.

use super::ChartError;
use super::band::check_numbers;
use super::label::LabelPlacer;
use super::palette::{AXIS, BACK, BLACK, BOOST, DOWN, LOST, POLICY, RETURN, SMALL, SMALL_BOLD, WHITE};
use super::shapes::{Anchor, Colour, Drawing, Pen, Region, TextStyle};
use super::text::Fonts;

/// Height of a row, in points.
pub(crate) const ROW: f64 = 18.0;
/// From one row to the next, in points.
pub(crate) const PITCH: f64 = 23.0;
/// From this width a piece takes a word that is cut, in points.
const CUT: f64 = 44.0;

/// The levels of one target over the days.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Strip {
    /// The target, such as "wms".
    pub label: String,
    /// When it was not at its normal level, in order of time.
    pub pieces: Vec<StripPiece>,
    /// From when to when a change of it came in most of the runs [days from the midnight that begins the first date].
    pub spreads: Vec<(f64, f64)>,
}

/// A time in which a target was not at its normal level.
#[derive(Debug, Clone, PartialEq)]
pub struct StripPiece {
    /// From when [days from the midnight that begins the first date]; before the first date is allowed.
    pub from: f64,
    /// Until when [the same days]; after the last date is allowed.
    pub to: f64,
    /// Level when it begins: 0 stopped, 1 normal, more is above nominal.
    pub level_from: f64,
    /// Level when it ends; a straight ramp between.
    pub level_to: f64,
    /// What is said there: "down", or the phase's name; may be empty.
    pub text: String,
    /// Whether it is a policy that holds; its levels say nothing then, and are 1.
    pub policy: bool,
}

impl StripPiece {
    /// Whether nothing works.
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

    /// Whether the target is at its normal level right after a piece.
    fn returns_after(&self, piece: &StripPiece) -> bool {
        let goes_on =
            self.pieces.iter().any(|other| (other.from - piece.to).abs() < 1e-6 && other.to > other.from);
        !piece.is_boost() && piece.level_from < 1.0 && (piece.level_to >= 1.0 || !goes_on)
    }

    /// Draws the row into a region as wide as the days shown; `x` says where a day stands in it.
    ///
    /// `words` leaves the texts and check marks out where rows are too slim for them.
    pub(crate) fn draw(
        &self,
        drawing: &mut Drawing,
        fonts: &Fonts,
        row: Region,
        x: impl Fn(f64) -> f64,
        words: bool,
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
            if words && self.returns_after(piece) && x(piece.to) <= row.right() {
                returns.push(right);
                placer.label(Region { x: right, y: row.y, w: 14.0, h: row.h });
            }
            if words && !piece.text.is_empty() {
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
                let (foot, high) = (row.bottom() + 2.0, if words { 3.0 } else { 1.5 });
                let bracket = vec![(left, foot - high), (left, foot), (right, foot), (right, foot - high)];
                drawing.line(bracket, Pen::solid(BLACK, 1.2));
            }
        }
        for at in returns {
            drawing.line(vec![(at, row.y - 2.0), (at, row.bottom() + 2.0)], Pen::solid(RETURN, 2.5));
            let check = vec![(at + 4.0, middle + 0.5), (at + 6.5, middle + 3.5), (at + 11.5, middle - 4.0)];
            drawing.line(check, Pen::solid(RETURN, 2.0));
        }
        // Names of phases first: what is down is seen without its word, and goes without when it is crowded.
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
                let words = fonts.truncate(&piece.text, piece.style(), region.w - 8.0);
                drawing.write(&words, at, Anchor::Start, piece.style(), piece.colour());
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
    fn a_target_returns_when_a_ramp_is_done_or_nothing_follows_an_outage() {
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
    fn a_bracket_spans_when_a_change_came_and_a_policy_has_a_colour_of_its_own() {
        let policy = StripPiece { policy: true, ..piece(5.0, 9.0, (1.0, 1.0), "vor only") };
        let strip = Strip { label: "pick takes".into(), pieces: vec![policy], spreads: vec![(4.0, 6.0)] };
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
    fn texts_too_long_for_their_piece_stand_beside_it_and_not_on_one_another() {
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
                Shape::Text(t) => Some((t.x, t.x + fonts.width(&t.words, t.style))),
                _ => None,
            })
            .collect();
        assert_eq!(spans.len(), 2);
        assert!(spans[0].1 < spans[1].0, "{spans:?}");
    }
}
