//! Ribbon: one of several entries for each day, as a row of coloured pieces.
//!
//! Consecutive days of one entry are one piece. Its name stands in it if there is room; the legend
//! under the row names all entries that occur, so that no meaning is carried by hue alone.
//!
//! Knows nothing of the meaning of its entries.

use super::ChartError;
use super::page::{MARGIN, Page};
use super::palette::{BLACK, GREY, RIBBON, SMALL, WHITE};
use super::shapes::{Anchor, Colour, Region};
use super::strip::{PITCH, ROW};

/// Side of a colour swatch in the legend \[points\].
const SWATCH: f64 = 11.0;

/// Input of a ribbon.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ribbon {
    /// Name of the row, such as "bottleneck".
    pub label: String,
    /// Text of the legend before the names; may be empty.
    pub legend: String,
    /// Names of the entries, such as stages in the order of flow.
    pub things: Vec<String>,
    /// Number of the entry of each date; `None` for none.
    pub days: Vec<Option<usize>>,
}

impl Ribbon {
    /// Checks that it has a value for each date.
    pub(crate) fn check(&self, dates: usize) -> Result<(), ChartError> {
        if self.days.len() == dates {
            return Ok(());
        }
        Err(ChartError::Length { series: self.label.clone(), expected: dates, found: self.days.len() })
    }

    /// Pieces: entry, from, to \[days from the beginning of the first date\].
    fn pieces(&self) -> Vec<(usize, usize, usize)> {
        let mut pieces: Vec<(usize, usize, usize)> = Vec::new();
        for (day, thing) in self.days.iter().enumerate() {
            let Some(thing) = *thing else { continue };
            match pieces.last_mut() {
                Some((last, _, to)) if *last == thing && *to == day => *to = day + 1,
                _ => pieces.push((thing, day, day + 1)),
            }
        }
        pieces
    }

    /// Draws the row; the page grows by it.
    pub(crate) fn draw_row(&self, page: &mut Page<'_>) {
        let fonts = page.fonts;
        let pieces = self.pieces();
        let label = fonts.truncate(&self.label, SMALL, page.left - MARGIN - 8.0);
        let at = (page.left - 8.0, page.y + ROW / 2.0 + 4.0);
        page.drawing.write(&label, at, Anchor::End, SMALL, BLACK);
        let (x, y) = (page.x(), page.y);
        for &(thing, from, to) in &pieces {
            let region = Region { x: x(from as f64), y, w: x(to as f64) - x(from as f64), h: ROW };
            let (colour, on) = colours(thing);
            page.drawing.fill(region, colour);
            let name = self.name(thing);
            if fonts.width(name, SMALL) + 8.0 <= region.w {
                let at = (region.x + region.w / 2.0, y + ROW / 2.0 + 4.0);
                page.drawing.write(name, at, Anchor::Middle, SMALL, on);
            }
        }
        page.y += PITCH;
    }

    /// Writes the legend of the entries that occur, in their order; the page grows.
    pub(crate) fn write_legend(&self, page: &mut Page<'_>) {
        let (fonts, pieces) = (page.fonts, self.pieces());
        let (left, right) = (page.left, page.right);
        let (drawing, y) = (&mut page.drawing, &mut page.y);
        let mut x = left;
        let before = if pieces.is_empty() { format!("{} no day", self.legend) } else { self.legend.clone() };
        drawing.write(before.trim(), (x, *y + SMALL.size), Anchor::Start, SMALL, GREY);
        x += fonts.width(before.trim(), SMALL) + if before.is_empty() { 0.0 } else { 12.0 };
        for thing in (0..self.things.len()).filter(|thing| pieces.iter().any(|piece| piece.0 == *thing)) {
            let name = fonts.truncate(self.name(thing), SMALL, 160.0);
            let wide = SWATCH + 5.0 + fonts.width(&name, SMALL) + 16.0;
            if x + wide > right && x > left {
                x = left;
                *y += SMALL.leading() + 2.0;
            }
            drawing.fill(Region { x, y: *y + 1.5, w: SWATCH, h: SWATCH }, colours(thing).0);
            drawing.write(&name, (x + SWATCH + 5.0, *y + SMALL.size), Anchor::Start, SMALL, BLACK);
            x += wide;
        }
        *y += SMALL.leading() + 6.0;
    }

    fn name(&self, thing: usize) -> &str {
        self.things.get(thing).map_or("", String::as_str)
    }
}

/// Colour of an entry, and of text on it.
fn colours(thing: usize) -> (Colour, Colour) {
    let colour = RIBBON[thing % RIBBON.len()];
    let [red, green, blue] = colour.rgb.map(f64::from);
    let light = 0.299 * red + 0.587 * green + 0.114 * blue > 140.0;
    (colour, if light { BLACK } else { WHITE })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::report::drawing::shapes::{Shape, WIDTH, region_of};
    use crate::report::drawing::text::Fonts;

    fn ribbon() -> Ribbon {
        Ribbon {
            label: "bottleneck".to_owned(),
            legend: "in most runs:".to_owned(),
            things: ["release", "stock", "pick"].map(str::to_owned).to_vec(),
            days: vec![None, Some(2), Some(2), Some(0), None, Some(0)],
        }
    }

    #[test]
    fn consecutive_days_of_one_entry_are_one_piece() {
        assert_eq!(ribbon().pieces(), [(2, 1, 3), (0, 3, 4), (0, 5, 6)]);
    }

    #[test]
    fn the_legend_names_the_entries_that_occur() {
        let fonts = Fonts::embedded().unwrap();
        let mut page = Page::new(&fonts, ("title", ""), (100.0, WIDTH - 28.0), date(2025, 9, 1), 6);
        ribbon().draw_row(&mut page);
        ribbon().write_legend(&mut page);
        let texts: Vec<_> = page.drawing.shapes.iter().filter_map(|shape| region_of(shape, &fonts)).collect();
        let count = |name: &str| texts.iter().filter(|(text, _)| text == name).count();
        assert_eq!((count("bottleneck"), count("stock")), (1, 0));
        assert_eq!((count("pick"), count("release")), (2, 3), "in its pieces and in the legend");
        for (i, (text, region)) in texts.iter().enumerate() {
            assert!(texts[i + 1..].iter().all(|(_, other)| region.overlap(other) < 1e-9), "{text}");
        }
        let pieces = page.drawing.shapes.iter().filter(|shape| matches!(shape, Shape::Area(..))).count();
        assert_eq!(pieces, 3 + 2, "three pieces, two colours in the legend");
    }

    #[test]
    fn a_ribbon_of_another_length_is_an_error() {
        assert!(ribbon().check(6).is_ok());
        assert_eq!(ribbon().check(7).unwrap_err().to_string(), "`bottleneck` has 6 values for 7 dates");
    }
}
