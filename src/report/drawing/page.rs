//! Page: the frame of every chart, with title, subtitle, dates, strips and a note.
//!
//! A chart is built from top to bottom: each part is added under the last, and the page grows.
//!
//! Knows nothing of what the panels show.

use jiff::civil::Date;

use super::date_axis::{DateMark, marks};
use super::palette::{AXIS, BLACK, GREY, GRID, SMALL, SUBTITLE, TITLE};
use super::shapes::{Anchor, Drawing, Pen, Region, TextStyle, WIDTH};
use super::strip::{PITCH, ROW, Strip};
use super::text::Fonts;

/// Margin around everything \[points\].
pub(crate) const MARGIN: f64 = 16.0;

/// A page filled from top to bottom.
pub(crate) struct Page<'a> {
    /// The drawing so far.
    pub(crate) drawing: Drawing,
    /// Fonts, to measure text.
    pub(crate) fonts: &'a Fonts,
    /// Lower end of the filled part.
    pub(crate) y: f64,
    /// Left edge of all panels.
    pub(crate) left: f64,
    /// Right edge of all panels.
    pub(crate) right: f64,
    /// The first date.
    first: Date,
    /// Number of dates.
    days: usize,
}

impl<'a> Page<'a> {
    /// A page with its title and subtitle.
    pub(crate) fn new(
        fonts: &'a Fonts,
        (title, subtitle): (&str, &str),
        (left, right): (f64, f64),
        first: Date,
        days: usize,
    ) -> Self {
        let drawing = Drawing { title: title.to_owned(), ..Drawing::default() };
        let mut page = Self { drawing, fonts, y: MARGIN, left, right, first, days };
        for line in fonts.wrap(title, TITLE, WIDTH - 2.0 * MARGIN, 2) {
            page.drawing.write(&line, (MARGIN, page.y + TITLE.size), Anchor::Start, TITLE, BLACK);
            page.y += TITLE.leading();
        }
        page.y += 2.0;
        for line in fonts.wrap(subtitle, SUBTITLE, WIDTH - 2.0 * MARGIN, 2) {
            let at = (MARGIN, page.y + SUBTITLE.size);
            page.drawing.write(&line, at, Anchor::Start, SUBTITLE, GREY);
            page.y += SUBTITLE.leading();
        }
        page
    }

    /// The region of the next panel, as wide as the dates; the page grows by it.
    pub(crate) fn region(&mut self, height: f64) -> Region {
        let region = Region { x: self.left, y: self.y, w: self.right - self.left, h: height };
        self.y += height;
        region
    }

    /// Dates to mark on an axis of a width.
    pub(crate) fn date_marks(&self, width: f64) -> Vec<DateMark> {
        marks(self.first, self.days, width, self.fonts.width("30 Sep", SMALL) + 16.0)
    }

    /// Writes the dates under the last panel.
    pub(crate) fn dates(&mut self, marks: &[DateMark]) {
        self.dates_under((self.left, self.right, self.y), marks);
        self.y += 2.0 * SMALL.leading() + 6.0;
    }

    /// Writes the dates under a panel with these left and right edges and bottom.
    pub(crate) fn dates_under(&mut self, (left, right, y): (f64, f64, f64), marks: &[DateMark]) {
        for mark in marks {
            let x = left + (right - left) * mark.day / self.days.max(1) as f64;
            self.drawing.line(vec![(x, y), (x, y + 4.0)], Pen::solid(AXIS, 1.0));
            // The last mark would leave the page if the panel reaches its right margin.
            let half = self.fonts.width(&mark.text, SMALL) / 2.0;
            let at = x.min(WIDTH - 4.0 - half);
            let mut baseline = y + 5.0 + SMALL.size;
            self.drawing.write(&mark.text, (at, baseline), Anchor::Middle, SMALL, BLACK);
            if let Some(year) = &mark.year {
                baseline += SMALL.leading();
                self.drawing.write(year, (at, baseline), Anchor::Middle, SMALL, GREY);
            }
        }
    }

    /// Draws rows of strips with labels at the left and the grid behind them.
    pub(crate) fn strips(&mut self, strips: &[Strip], marks: &[DateMark]) {
        if strips.is_empty() {
            return;
        }
        self.guides(PITCH * strips.len() as f64 + 6.0, marks);
        self.y += 6.0;
        for strip in strips {
            let row = Region { x: self.left, y: self.y, w: self.right - self.left, h: ROW };
            let label = self.fonts.truncate(&strip.label, SMALL, self.left - MARGIN - 8.0);
            let at = (self.left - 8.0, self.y + ROW / 2.0 + 4.0);
            self.drawing.write(&label, at, Anchor::End, SMALL, BLACK);
            let x = self.x();
            strip.draw(&mut self.drawing, self.fonts, row, x, true);
            self.y += PITCH;
        }
    }

    /// Draws one target in several results: a row for each, numbered from 1; slim rows without text
    /// if there are many. A result in which it is always at normal capacity has an empty row.
    pub(crate) fn strips_of_many(&mut self, label: &str, rows: &[Option<&Strip>], marks: &[DateMark]) {
        let texts = rows.len() <= 3;
        let (high, pitch) = if texts { (ROW, PITCH) } else { (9.0, 12.0) };
        let all = pitch * rows.len() as f64;
        self.guides(all + 2.0, marks);
        let label = self.fonts.truncate(label, SMALL, self.left - MARGIN - 26.0);
        let middle = self.y + f64::midpoint(all - pitch, high) + 4.0;
        self.drawing.write(&label, (self.left - 24.0, middle), Anchor::End, SMALL, BLACK);
        let digits = if texts { SMALL } else { TextStyle::regular(9.0) };
        let nothing = Strip::default();
        for (number, strip) in (1..).zip(rows) {
            let row = Region { x: self.left, y: self.y, w: self.right - self.left, h: high };
            let at = (self.left - 8.0, self.y + high / 2.0 + digits.size * 0.36);
            self.drawing.write(&number.to_string(), at, Anchor::End, digits, GREY);
            let x = self.x();
            strip.unwrap_or(&nothing).draw(&mut self.drawing, self.fonts, row, x, texts);
            self.y += pitch;
        }
    }

    /// x of a day.
    pub(crate) fn x(&self) -> impl Fn(f64) -> f64 + use<> {
        let (left, right, days) = (self.left, self.right, self.days.max(1) as f64);
        move |day| left + (right - left) * day / days
    }

    /// Draws the grid of dates behind the next part.
    fn guides(&mut self, height: f64, marks: &[DateMark]) {
        let x = self.x();
        for mark in marks {
            let x = x(mark.day);
            self.drawing.line(vec![(x, self.y), (x, self.y + height)], Pen::solid(GRID, 1.0));
        }
    }

    /// Writes a heading over the next part.
    pub(crate) fn heading(&mut self, text: &str, style: TextStyle) {
        let text = self.fonts.truncate(text, style, WIDTH - 2.0 * MARGIN);
        self.drawing.write(&text, (MARGIN, self.y + style.size), Anchor::Start, style, BLACK);
        self.y += style.leading() + 4.0;
    }

    /// Adds the note at the foot and returns the finished drawing.
    pub(crate) fn finish(mut self, note: &str) -> Drawing {
        self.y += 4.0;
        for line in self.fonts.wrap(note, SMALL, WIDTH - 2.0 * MARGIN, 3) {
            self.drawing.write(&line, (MARGIN, self.y + SMALL.size), Anchor::Start, SMALL, GREY);
            self.y += SMALL.leading();
        }
        self.drawing.height = (self.y + MARGIN).ceil();
        self.drawing
    }
}
