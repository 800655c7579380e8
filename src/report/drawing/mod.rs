//! Drawing: layout and rendering of charts over dates, as SVG and PNG.
//!
//! A chart gets all numbers and texts and decides only where they stand. [`BacklogChart`] shows the
//! backlog of one result, [`ComparisonChart`] that of several, [`StackChart`] stacked layers,
//! [`PanelsChart`] any curves over dates. Charts are bytes in memory; the caller writes the files.
//! Equal charts have equal bytes.
//!
//! ```text
//! numbers, texts ─► chart (backlog, stack, …) ─► drawing (shapes on a page) ─► svg | png
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
pub use band::{Callout, LabelledBand};
pub use comparison::ComparisonChart;
pub use panels::{CurvePanel, PanelCurve, PanelsChart, Scale};
pub use ribbon::Ribbon;
pub use stack::StackChart;
pub use strip::{Strip, StripPiece};

use shapes::Drawing;
use text::Fonts;

/// File format of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Scalable, with searchable text; for web pages and documents.
    Svg,
    /// Pixels, with text in the embedded font; for slides and print.
    Png,
}

/// A chart that can be drawn.
pub trait Chart {
    /// The chart as a file in memory, `width` pixels wide, as high as its content.
    ///
    /// # Errors
    /// A [`ChartError`] without dates, with a gap between dates, a series of another length, a
    /// number that cannot be drawn, or a width outside [`WIDTHS`].
    fn draw(&self, format: Format, width: u32) -> Result<Vec<u8>, ChartError>;
}

/// Widths of a chart \[pixels\]; its height follows from its content.
pub const WIDTHS: std::ops::RangeInclusive<u32> = 300..=10_000;

/// The reason why a chart cannot be drawn; never an error of a scenario.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChartError {
    /// No dates.
    #[error("a chart needs one date or more")]
    NoDates,
    /// No results.
    #[error("a comparison needs one result or more")]
    NoResults,
    /// A date is not the day after the one before it.
    #[error("the dates of a chart must be consecutive days; {date} does not follow the date before it")]
    DatesApart {
        /// The date that does not follow.
        date: jiff::civil::Date,
    },
    /// A series whose number of values differs from the number of dates.
    #[error("`{series}` has {} for {}", counted(*found, "value"), counted(*expected, "date"))]
    Length {
        /// Name of the series.
        series: String,
        /// Number of dates.
        expected: usize,
        /// Number of values.
        found: usize,
    },
    /// A number that is infinite or NaN.
    #[error("`{series}` has a number that cannot be drawn: {value}")]
    NotFinite {
        /// Name of the series.
        series: String,
        /// The number.
        value: f64,
    },
    /// A width outside [`WIDTHS`].
    #[error("a chart is {} to {} pixels wide, not {width}", WIDTHS.start(), WIDTHS.end())]
    Width {
        /// The requested width \[pixels\].
        width: u32,
    },
    /// More pixels than memory can hold.
    #[error("a chart of {width} × {height} pixels is too large")]
    TooLarge {
        /// Width \[pixels\].
        width: u32,
        /// Height \[pixels\].
        height: u32,
    },
    /// The embedded font cannot be read.
    #[error("the embedded font cannot be read")]
    Font,
    /// The pixels cannot be encoded as a file.
    #[error("the chart cannot be encoded: {why}")]
    Encode {
        /// Message of the encoder.
        why: String,
    },
}

/// "1 value", "2 values".
fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// Lays out a chart and encodes it, `width` pixels wide.
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
