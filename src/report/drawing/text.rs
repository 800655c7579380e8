//! Letters: how wide a text is, where it is broken, and the embedded font that answers.
//!
//! The font is Arimo, whose letters are as wide as those of Arial, Helvetica and Liberation Sans: what is measured
//! here holds for the letters that a reader of the SVG has, and nothing needs to be installed to draw a PNG.
//!
//! Knows nothing of where a text goes.

use ab_glyph::{Font, FontRef, GlyphId, Outline};

use super::ChartError;
use super::shapes::TextStyle;

/// The embedded font, licensed under the SIL Open Font License 1.1 (assets/fonts/OFL.txt).
static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Arimo-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../assets/fonts/Arimo-Bold.ttf");

/// Both weights of the font, ready to measure and draw.
pub(crate) struct Fonts {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

impl Fonts {
    /// Reads the embedded font.
    ///
    /// # Errors
    /// [`ChartError::Font`] when the program was built with a font that cannot be read.
    pub(crate) fn embedded() -> Result<Self, ChartError> {
        let read = |bytes| FontRef::try_from_slice(bytes).map_err(|_| ChartError::Font);
        Ok(Self { regular: read(REGULAR)?, bold: read(BOLD)? })
    }

    fn of(&self, style: TextStyle) -> &FontRef<'static> {
        if style.bold { &self.bold } else { &self.regular }
    }

    /// Points for each unit of the font's own grid.
    pub(crate) fn scale(&self, style: TextStyle) -> f64 {
        style.size / f64::from(self.of(style).units_per_em().unwrap_or(2048.0))
    }

    /// The glyphs of a text, each with its distance from the text's left edge, in the font's units.
    pub(crate) fn glyphs(&self, words: &str, style: TextStyle) -> Vec<(GlyphId, f64)> {
        let font = self.of(style);
        let mut pen = 0.0;
        words
            .chars()
            .map(|c| {
                let glyph = font.glyph_id(c);
                let at = pen;
                pen += f64::from(font.h_advance_unscaled(glyph));
                (glyph, at)
            })
            .collect()
    }

    /// The shape of a glyph, in the font's units; `None` for a space.
    pub(crate) fn outline(&self, glyph: GlyphId, style: TextStyle) -> Option<Outline> {
        self.of(style).outline(glyph)
    }

    /// Width of a text, in points.
    pub(crate) fn width(&self, words: &str, style: TextStyle) -> f64 {
        let font = self.of(style);
        let units: f64 = words.chars().map(|c| f64::from(font.h_advance_unscaled(font.glyph_id(c)))).sum();
        units * self.scale(style)
    }

    /// The text if it fits, or as many letters of it as do, and an ellipsis.
    pub(crate) fn truncate(&self, words: &str, style: TextStyle, width: f64) -> String {
        if self.width(words, style) <= width {
            return words.to_owned();
        }
        let mut kept: Vec<char> = words.chars().collect();
        while kept.pop().is_some() {
            let shorter = format!("{}…", kept.iter().collect::<String>().trim_end());
            if self.width(&shorter, style) <= width {
                return shorter;
            }
        }
        String::new()
    }

    /// The text broken at spaces into lines that fit; what does not fit into the last one is cut there.
    pub(crate) fn wrap(&self, words: &str, style: TextStyle, width: f64, at_most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in words.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), style) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        if lines.len() > at_most {
            let rest = lines.split_off(at_most.saturating_sub(1)).join(" ");
            lines.push(rest);
        }
        lines.iter().map(|line| self.truncate(line, style, width)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: TextStyle = TextStyle::regular(10.0);

    #[test]
    fn digits_are_as_wide_as_arials() {
        // Arial's digits are 1139 of 2048 units wide.
        let fonts = Fonts::embedded().unwrap();
        assert!((fonts.width("0", PLAIN) - 10.0 * 1139.0 / 2048.0).abs() < 1e-9);
        assert!((fonts.width("0000", PLAIN) - 40.0 * 1139.0 / 2048.0).abs() < 1e-9);
    }

    #[test]
    fn a_text_too_long_is_cut_with_an_ellipsis_and_fits() {
        let fonts = Fonts::embedded().unwrap();
        assert_eq!(fonts.truncate("order entry", PLAIN, 100.0), "order entry");
        let cut = fonts.truncate("order entry and catalogue", PLAIN, 60.0);
        assert!(cut.ends_with('…') && fonts.width(&cut, PLAIN) <= 60.0, "{cut}");
        assert_eq!(fonts.truncate("order", PLAIN, 0.0), "");
    }

    #[test]
    fn a_long_title_is_broken_at_spaces_and_never_longer_than_asked() {
        let fonts = Fonts::embedded().unwrap();
        let lines = fonts.wrap("one two three four five six seven eight", PLAIN, 70.0, 2);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], "one two three");
        assert!(lines.iter().all(|line| fonts.width(line, PLAIN) <= 70.0), "{lines:?}");
        assert!(fonts.wrap("  ", PLAIN, 60.0, 2).is_empty());
    }

    #[test]
    fn every_sign_a_chart_uses_is_in_the_font() {
        let fonts = Fonts::embedded().unwrap();
        for c in "0123456789,.%–—×≤≥£€…·’é".chars() {
            assert_ne!(fonts.of(PLAIN).glyph_id(c), GlyphId(0), "{c}");
            assert_ne!(fonts.of(TextStyle::bold(10.0)).glyph_id(c), GlyphId(0), "{c}");
        }
    }
}
