//! Text metrics: width, truncation and wrapping of text, by the embedded font.
//!
//! The font is Arimo, with the widths of Arial, Helvetica and Liberation Sans: measured widths hold
//! for the fonts of a reader of the SVG, and a PNG needs no installed font.
//!
//! Knows nothing of the position of a text.

use ab_glyph::{Font, FontRef, GlyphId, Outline};

use super::ChartError;
use super::shapes::TextStyle;

/// The embedded font, licensed under the SIL Open Font License 1.1 (assets/fonts/OFL.txt).
static REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Arimo-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../../assets/fonts/Arimo-Bold.ttf");

/// Both weights of the font.
pub(crate) struct Fonts {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

impl Fonts {
    /// Reads the embedded font.
    ///
    /// # Errors
    /// [`ChartError::Font`] if the program was built with an unreadable font.
    pub(crate) fn embedded() -> Result<Self, ChartError> {
        let read = |bytes| FontRef::try_from_slice(bytes).map_err(|_| ChartError::Font);
        Ok(Self { regular: read(REGULAR)?, bold: read(BOLD)? })
    }

    fn of(&self, style: TextStyle) -> &FontRef<'static> {
        if style.bold { &self.bold } else { &self.regular }
    }

    /// Points per unit of the font's grid.
    pub(crate) fn scale(&self, style: TextStyle) -> f64 {
        style.size / f64::from(self.of(style).units_per_em().unwrap_or(2048.0))
    }

    /// Glyphs of a text, each with its distance from the left edge \[font units\].
    pub(crate) fn glyphs(&self, text: &str, style: TextStyle) -> Vec<(GlyphId, f64)> {
        let font = self.of(style);
        let mut pen = 0.0;
        text.chars()
            .map(|c| {
                let glyph = font.glyph_id(c);
                let at = pen;
                pen += f64::from(font.h_advance_unscaled(glyph));
                (glyph, at)
            })
            .collect()
    }

    /// Outline of a glyph \[font units\]; `None` for a space.
    pub(crate) fn outline(&self, glyph: GlyphId, style: TextStyle) -> Option<Outline> {
        self.of(style).outline(glyph)
    }

    /// Width of a text \[points\].
    pub(crate) fn width(&self, text: &str, style: TextStyle) -> f64 {
        let font = self.of(style);
        let units: f64 = text.chars().map(|c| f64::from(font.h_advance_unscaled(font.glyph_id(c)))).sum();
        units * self.scale(style)
    }

    /// The text, truncated with an ellipsis if it does not fit.
    pub(crate) fn truncate(&self, text: &str, style: TextStyle, width: f64) -> String {
        if self.width(text, style) <= width {
            return text.to_owned();
        }
        let mut kept: Vec<char> = text.chars().collect();
        while kept.pop().is_some() {
            let shorter = format!("{}…", kept.iter().collect::<String>().trim_end());
            if self.width(&shorter, style) <= width {
                return shorter;
            }
        }
        String::new()
    }

    /// The text wrapped at spaces into at most `at_most` lines; the last is truncated if need be.
    pub(crate) fn wrap(&self, text: &str, style: TextStyle, width: f64, at_most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
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
    fn digits_have_the_width_of_arial() {
        // Arial's digits are 1139 of 2048 units wide.
        let fonts = Fonts::embedded().unwrap();
        assert!((fonts.width("0", PLAIN) - 10.0 * 1139.0 / 2048.0).abs() < 1e-9);
        assert!((fonts.width("0000", PLAIN) - 40.0 * 1139.0 / 2048.0).abs() < 1e-9);
    }

    #[test]
    fn long_text_is_truncated_with_an_ellipsis() {
        let fonts = Fonts::embedded().unwrap();
        assert_eq!(fonts.truncate("order entry", PLAIN, 100.0), "order entry");
        let cut = fonts.truncate("order entry and catalogue", PLAIN, 60.0);
        assert!(cut.ends_with('…') && fonts.width(&cut, PLAIN) <= 60.0, "{cut}");
        assert_eq!(fonts.truncate("order", PLAIN, 0.0), "");
    }

    #[test]
    fn long_text_is_wrapped_at_spaces_into_limited_lines() {
        let fonts = Fonts::embedded().unwrap();
        let lines = fonts.wrap("one two three four five six seven eight", PLAIN, 70.0, 2);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], "one two three");
        assert!(lines.iter().all(|line| fonts.width(line, PLAIN) <= 70.0), "{lines:?}");
        assert!(fonts.wrap("  ", PLAIN, 60.0, 2).is_empty());
    }

    #[test]
    fn the_font_has_all_characters_used() {
        let fonts = Fonts::embedded().unwrap();
        for c in "0123456789,.%–—×≤≥£€…·’é".chars() {
            assert_ne!(fonts.of(PLAIN).glyph_id(c), GlyphId(0), "{c}");
            assert_ne!(fonts.of(TextStyle::bold(10.0)).glyph_id(c), GlyphId(0), "{c}");
        }
    }
}
