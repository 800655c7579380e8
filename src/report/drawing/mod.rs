//! Charts: backlogs over dates as pictures to put before people, in SVG and PNG.
//!
//! A chart is given its numbers and its words; it decides only where they stand. [`BacklogChart`] shows the backlog
//! of one result, [`ComparisonChart`] that of several, [`StackChart`] layers that add up, [`PanelsChart`] whatever are
//! curves over dates. All are bytes in memory: who asks for them writes the files. Equal charts are equal bytes.
//!
//! ```text
//! numbers, words ─► chart (backlog, stack, …) ─► picture (shapes on a page) ─► svg | png
//!                     panel, strip, axes, labels
//! ```
//!
//! Knows nothing of where the numbers come from.

pub(crate) mod backlog;
pub(crate) mod band;
pub(crate) mod comparison;
pub(crate) mod date_axis;
pub(crate) mod label;
pub(crate) mod page;
pub(crate) mod palette;
pub(crate) mod panel;
pub(crate) mod panels;
pub(crate) mod png;
pub(crate) mod ribbon;
pub(crate) mod shapes;
pub(crate) mod stack;
pub(crate) mod strip;
pub(crate) mod svg;
pub(crate) mod text;
pub(crate) mod value_axis;

pub use backlog::BacklogChart;
pub use band::{Band, Callout};
pub use comparison::ComparisonChart;
pub use panels::{Curve, CurvePanel, PanelsChart, Scale};
pub use ribbon::Ribbon;
pub use stack::StackChart;
pub use strip::{Strip, StripPiece};

use shapes::Drawing;
use text::Fonts;

/// How a picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A drawing that scales, with text that can be searched; for pages and documents.
    Svg,
    /// Pixels, with letters from the embedded font; for slides and print.
    Png,
}

/// Something that can be drawn.
pub trait Chart {
    /// The chart as a file in memory, `width` pixels wide; as high as it needs.
    ///
    /// # Errors
    /// A [`ChartError`] when there is no date, dates leave a day out, a series has another length, a number cannot
    /// be drawn, or the width is outside [`WIDTHS`].
    fn draw(&self, format: Format, width: u32) -> Result<Vec<u8>, ChartError>;
}

/// Widths that a picture can have, in pixels; its height follows from what it shows.
pub const WIDTHS: std::ops::RangeInclusive<u32> = 300..=10_000;

/// Why a chart cannot be drawn. None of these is the fault of a scenario.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChartError {
    /// There is no day to show.
    #[error("a chart needs one date or more")]
    NoDates,
    /// There is no result to show.
    #[error("a comparison needs one result or more")]
    NoResults,
    /// A date is not the day after the one before it.
    #[error("the dates of a chart go day by day; {date} does not follow the date before it")]
    DatesApart {
        /// The date that does not follow.
        date: jiff::civil::Date,
    },
    /// A series has another number of values than there are dates.
    #[error("`{series}` has {} for {}", counted(*found, "value"), counted(*expected, "date"))]
    Length {
        /// Which series.
        series: String,
        /// How many dates there are.
        expected: usize,
        /// How many values it has.
        found: usize,
    },
    /// A number is infinite, or none.
    #[error("`{series}` has a number that cannot be drawn: {value}")]
    NotFinite {
        /// Which series.
        series: String,
        /// The number.
        value: f64,
    },
    /// A width outside [`WIDTHS`].
    #[error("a chart is {} to {} pixels wide, received {width}", WIDTHS.start(), WIDTHS.end())]
    Width {
        /// The width that was asked for, in pixels.
        width: u32,
    },
    /// There is no room for so many pixels.
    #[error("a picture of {width} × {height} pixels is too large")]
    TooLarge {
        /// Its width, in pixels.
        width: u32,
        /// Its height, in pixels.
        height: u32,
    },
    /// The embedded font cannot be read.
    #[error("the embedded font cannot be read")]
    Font,
    /// The pixels cannot be packed into a file.
    #[error("the picture cannot be encoded: {why}")]
    Encode {
        /// What the encoder says.
        why: String,
    },
}

/// "1 value", "2 values".
fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Lays a chart out and writes it, `width` pixels wide.
fn draw(
    layout: impl FnOnce(&Fonts) -> Result<Drawing, ChartError>,
    format: Format,
    width: u32,
) -> Result<Vec<u8>, ChartError> {
    if !WIDTHS.contains(&width) {
        return Err(ChartError::Width { width });
    }
    let fonts = Fonts::embedded()?;
    let drawing = layout(&fonts)?;
    match format {
        Format::Svg => Ok(svg::encode(&drawing, width)),
        Format::Png => png::encode(&drawing, &fonts, width),
    }
}
