//! The colours of every chart, and what each means.
//!
//! The hues are those of Okabe and Ito, which people with any kind of colour vision tell apart; nothing is said by
//! hue alone, so a print in grey says the same.
//!
//! Source: M. Okabe and K. Ito, "Color universal design", 2008; B. Wong, Nature Methods 8 (2011) 441.

use super::shapes::{Colour, TextStyle};

/// Words that matter, and curves that are compared with.
pub(crate) const BLACK: Colour = Colour::rgb(0x22, 0x22, 0x22);
/// Words that explain.
pub(crate) const GREY: Colour = Colour::rgb(0x5A, 0x5A, 0x5A);
/// The base line of a panel.
pub(crate) const AXIS: Colour = Colour::rgb(0x8A, 0x8A, 0x8A);
/// The grid.
pub(crate) const GRID: Colour = Colour::rgb(0xE4, 0xE4, 0xE4);
/// Behind the curves while something is stopped.
pub(crate) const STOPPED: Colour = Colour::rgb(0xF5, 0xF1, 0xEC);
/// White, on dark.
pub(crate) const WHITE: Colour = Colour::rgb(0xFF, 0xFF, 0xFF);
/// The backlog.
pub(crate) const BACKLOG: Colour = Colour::rgb(0x00, 0x72, 0xB2);
/// What is lost while something is down.
pub(crate) const DOWN: Colour = Colour::rgb(0xC4, 0x4E, 0x00);
/// What is still lost while something ramps up.
pub(crate) const LOST: Colour = Colour::rgb(0xF0, 0xB4, 0x8C);
/// What a ramp has brought back.
pub(crate) const BACK: Colour = Colour::rgb(0xC5, 0xE6, 0xD9);
/// The moment when something is back at full level.
pub(crate) const RETURN: Colour = Colour::rgb(0x00, 0x7A, 0x59);
/// More than the nominal level.
pub(crate) const BOOST: Colour = Colour::rgb(0x56, 0xB4, 0xE9);
/// A policy that holds.
pub(crate) const POLICY: Colour = Colour::rgb(0xE3, 0xD6, 0xEC);
/// Results that are compared: colour, and dashes so that grey tells them apart too.
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
/// Things of which it is one a day, such as the place that was the bottleneck.
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
/// Layers by age, the oldest first: one after the other lighter, so that a print in grey shows the order too. The
/// six blues and greens of C. Brewer (colorbrewer2.org), which people with any kind of colour vision tell apart.
pub(crate) const AGES: [Colour; 6] = [
    Colour::rgb(0x25, 0x34, 0x94),
    Colour::rgb(0x2C, 0x7F, 0xB8),
    Colour::rgb(0x41, 0xB6, 0xC4),
    Colour::rgb(0x7F, 0xCD, 0xBB),
    Colour::rgb(0xC7, 0xE9, 0xB4),
    Colour::rgb(0xFF, 0xFF, 0xCC),
];

/// The title of a picture.
pub(crate) const TITLE: TextStyle = TextStyle::bold(20.0);
/// What stands under the title.
pub(crate) const SUBTITLE: TextStyle = TextStyle::regular(13.0);
/// The name of a curve.
pub(crate) const NAME: TextStyle = TextStyle::bold(13.0);
/// A remark in a panel.
pub(crate) const REMARK: TextStyle = TextStyle::regular(12.0);
/// Ticks and strips.
pub(crate) const SMALL: TextStyle = TextStyle::regular(11.5);
/// Strips, on dark.
pub(crate) const SMALL_BOLD: TextStyle = TextStyle::bold(11.5);
