//! Palette: colours and text styles of all charts.
//!
//! The hues are those of Okabe and Ito, distinguishable with any kind of colour vision. No meaning
//! is carried by hue alone, so charts can be printed in grey.
//!
//! Source: M. Okabe and K. Ito, "Color universal design", 2008; B. Wong, Nature Methods 8 (2011)
//! 441.

use super::shapes::{Colour, TextStyle};

/// Main text, and reference curves.
pub(crate) const BLACK: Colour = Colour::rgb(0x22, 0x22, 0x22);
/// Secondary text.
pub(crate) const GREY: Colour = Colour::rgb(0x5A, 0x5A, 0x5A);
/// The base line of a panel.
pub(crate) const AXIS: Colour = Colour::rgb(0x8A, 0x8A, 0x8A);
/// The grid.
pub(crate) const GRID: Colour = Colour::rgb(0xE4, 0xE4, 0xE4);
/// Background of curves while a target is stopped.
pub(crate) const STOPPED: Colour = Colour::rgb(0xF5, 0xF1, 0xEC);
/// White, on dark backgrounds.
pub(crate) const WHITE: Colour = Colour::rgb(0xFF, 0xFF, 0xFF);
/// The backlog.
pub(crate) const BACKLOG: Colour = Colour::rgb(0x00, 0x72, 0xB2);
/// Capacity lost while a target is down.
pub(crate) const DOWN: Colour = Colour::rgb(0xC4, 0x4E, 0x00);
/// Capacity still lost during a ramp.
pub(crate) const LOST: Colour = Colour::rgb(0xF0, 0xB4, 0x8C);
/// Capacity restored by a ramp.
pub(crate) const BACK: Colour = Colour::rgb(0xC5, 0xE6, 0xD9);
/// Return to full capacity.
pub(crate) const RETURN: Colour = Colour::rgb(0x00, 0x7A, 0x59);
/// Capacity above nominal.
pub(crate) const BOOST: Colour = Colour::rgb(0x56, 0xB4, 0xE9);
/// A policy in force.
pub(crate) const POLICY: Colour = Colour::rgb(0xE3, 0xD6, 0xEC);
/// Compared results: colour, and dashes that distinguish them in grey.
pub(crate) const RESULTS: [(Colour, Option<(f64, f64)>); 8] = [
    (Colour::rgb(0x00, 0x72, 0xB2), None),
    (Colour::rgb(0xD5, 0x5E, 0x00), Some((9.0, 3.0))),
    (Colour::rgb(0x00, 0x8A, 0x64), Some((3.0, 2.5))),
    (Colour::rgb(0xA8, 0x55, 0x86), Some((14.0, 3.0))),
    (Colour::rgb(0x22, 0x22, 0x22), Some((1.5, 2.5))),
    (Colour::rgb(0xC4, 0x85, 0x00), Some((7.0, 2.5))),
    (Colour::rgb(0x2B, 0x9F, 0xDC), Some((5.0, 1.5))),
    (Colour::rgb(0x7A, 0x6A, 0x3A), Some((10.0, 5.0))),
];
/// Entries of a ribbon, such as the bottleneck of each day.
pub(crate) const RIBBON: [Colour; 8] = [
    Colour::rgb(0xE6, 0x9F, 0x00),
    Colour::rgb(0xCC, 0x79, 0xA7),
    Colour::rgb(0x00, 0x72, 0xB2),
    Colour::rgb(0x00, 0x9E, 0x73),
    Colour::rgb(0xF0, 0xE4, 0x42),
    Colour::rgb(0x56, 0xB4, 0xE9),
    Colour::rgb(0x6B, 0x6B, 0x6B),
    Colour::rgb(0xD5, 0x5E, 0x00),
];
/// Layers by age, the oldest first, each lighter than the one before, so that the order shows in
/// grey. Six blues and greens of C. Brewer (colorbrewer2.org), distinguishable with any colour
/// vision.
pub(crate) const AGES: [Colour; 6] = [
    Colour::rgb(0x25, 0x34, 0x94),
    Colour::rgb(0x2C, 0x7F, 0xB8),
    Colour::rgb(0x41, 0xB6, 0xC4),
    Colour::rgb(0x7F, 0xCD, 0xBB),
    Colour::rgb(0xC7, 0xE9, 0xB4),
    Colour::rgb(0xFF, 0xFF, 0xCC),
];

/// Title of a chart.
pub(crate) const TITLE: TextStyle = TextStyle::bold(20.0);
/// Subtitle.
pub(crate) const SUBTITLE: TextStyle = TextStyle::regular(13.0);
/// Name of a curve.
pub(crate) const NAME: TextStyle = TextStyle::bold(13.0);
/// Remark in a panel.
pub(crate) const REMARK: TextStyle = TextStyle::regular(12.0);
/// Ticks and strips.
pub(crate) const SMALL: TextStyle = TextStyle::regular(11.5);
/// Strips, on dark backgrounds.
pub(crate) const SMALL_BOLD: TextStyle = TextStyle::bold(11.5);
