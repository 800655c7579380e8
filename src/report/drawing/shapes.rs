//! Shapes: a drawing as a list of areas, lines, dots and texts, before it is encoded as SVG or PNG.
//!
//! Coordinates are points on a page [`WIDTH`] points wide, x to the right, y downwards. A chart is
//! laid out once and a format only scales it, so the formats cannot disagree and tests can check
//! positions.
//!
//! Knows nothing of dates, lines or scenarios.

/// Width of every drawing \[points\]; at 900 pixels a point is a pixel.
pub(crate) const WIDTH: f64 = 900.0;

/// A colour with its opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Colour {
    /// Red, green, blue.
    pub(crate) rgb: [u8; 3],
    /// From 0 (invisible) to 1 (opaque).
    pub(crate) opacity: f64,
}

impl Colour {
    /// An opaque colour.
    pub(crate) const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { rgb: [red, green, blue], opacity: 1.0 }
    }

    /// The same colour with another opacity.
    pub(crate) const fn at(self, opacity: f64) -> Self {
        Self { rgb: self.rgb, opacity }
    }
}

/// Position of a text relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// The text begins at the point.
    Start,
    /// The text is centred on the point.
    Middle,
    /// The text ends at the point.
    End,
}

/// Size and weight of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TextStyle {
    /// Size of the em \[points\].
    pub(crate) size: f64,
    /// True for bold.
    pub(crate) bold: bool,
}

impl TextStyle {
    /// Regular text of a size \[points\].
    pub(crate) const fn regular(size: f64) -> Self {
        Self { size, bold: false }
    }

    /// Bold text of a size \[points\].
    pub(crate) const fn bold(size: f64) -> Self {
        Self { size, bold: true }
    }

    /// Distance between two lines of text \[points\].
    pub(crate) fn leading(self) -> f64 {
        self.size * 1.25
    }
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextShape {
    /// Its content.
    pub(crate) content: String,
    /// x of the anchor.
    pub(crate) x: f64,
    /// y of the baseline.
    pub(crate) baseline: f64,
    /// Position relative to the point.
    pub(crate) anchor: Anchor,
    /// Size and weight.
    pub(crate) style: TextStyle,
    /// Its colour.
    pub(crate) colour: Colour,
    /// True for a white halo that keeps it legible on top of lines.
    pub(crate) halo: bool,
}

/// Colour, width and dashes of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pen {
    /// Its colour.
    pub(crate) colour: Colour,
    /// Its width \[points\].
    pub(crate) width: f64,
    /// Lengths of dash and gap \[points\]; `None` for solid.
    pub(crate) dash: Option<(f64, f64)>,
}

impl Pen {
    /// A solid pen.
    pub(crate) const fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: None }
    }
}

/// One element of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A filled polygon.
    Area(Vec<(f64, f64)>, Colour),
    /// An open line through points.
    Line(Vec<(f64, f64)>, Pen),
    /// A filled disc: centre, radius.
    Dot((f64, f64), f64, Colour),
    /// A line of text.
    Text(TextShape),
}

/// An axis-aligned rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Region {
    /// Left edge.
    pub(crate) x: f64,
    /// Upper edge.
    pub(crate) y: f64,
    /// Width.
    pub(crate) w: f64,
    /// Height.
    pub(crate) h: f64,
}

impl Region {
    /// The right edge.
    pub(crate) fn right(&self) -> f64 {
        self.x + self.w
    }

    /// The lower edge.
    pub(crate) fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Area shared by two rectangles.
    pub(crate) fn overlap(&self, other: &Self) -> f64 {
        let w = self.right().min(other.right()) - self.x.max(other.x);
        let h = self.bottom().min(other.bottom()) - self.y.max(other.y);
        w.max(0.0) * h.max(0.0)
    }

    /// The rectangle with a margin on every side.
    pub(crate) fn grown(&self, by: f64) -> Self {
        Self { x: self.x - by, y: self.y - by, w: self.w + 2.0 * by, h: self.h + 2.0 * by }
    }
}

/// A complete drawing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Drawing {
    /// Title, for readers who cannot see it.
    pub(crate) title: String,
    /// Height \[points\].
    pub(crate) height: f64,
    /// Shapes from back to front.
    pub(crate) shapes: Vec<Shape>,
}

impl Drawing {
    /// Fills a rectangle.
    pub(crate) fn fill(&mut self, b: Region, colour: Colour) {
        self.area(vec![(b.x, b.y), (b.right(), b.y), (b.right(), b.bottom()), (b.x, b.bottom())], colour);
    }

    /// Fills a polygon.
    pub(crate) fn area(&mut self, points: Vec<(f64, f64)>, colour: Colour) {
        self.shapes.push(Shape::Area(points, colour));
    }

    /// Draws a line through points.
    pub(crate) fn line(&mut self, points: Vec<(f64, f64)>, pen: Pen) {
        self.shapes.push(Shape::Line(points, pen));
    }

    /// Draws a disc.
    pub(crate) fn dot(&mut self, centre: (f64, f64), radius: f64, colour: Colour) {
        self.shapes.push(Shape::Dot(centre, radius, colour));
    }

    /// Writes a line of text with its baseline at a point.
    pub(crate) fn write(
        &mut self,
        content: &str,
        at: (f64, f64),
        anchor: Anchor,
        style: TextStyle,
        colour: Colour,
    ) {
        let text = TextShape {
            content: content.to_owned(),
            x: at.0,
            baseline: at.1,
            anchor,
            style,
            colour,
            halo: false,
        };
        self.shapes.push(Shape::Text(text));
    }

    /// Writes a line of text on top of lines, legible by a white halo.
    pub(crate) fn write_with_halo(
        &mut self,
        content: &str,
        at: (f64, f64),
        anchor: Anchor,
        style: TextStyle,
        colour: Colour,
    ) {
        let text = TextShape {
            content: content.to_owned(),
            x: at.0,
            baseline: at.1,
            anchor,
            style,
            colour,
            halo: true,
        };
        self.shapes.push(Shape::Text(text));
    }
}

/// Content of a text and the region of its letters.
#[cfg(test)]
pub(crate) fn region_of(shape: &Shape, fonts: &super::text::Fonts) -> Option<(String, Region)> {
    let Shape::Text(text) = shape else { return None };
    let w = fonts.width(&text.content, text.style);
    let x = match text.anchor {
        Anchor::Start => text.x,
        Anchor::Middle => text.x - w / 2.0,
        Anchor::End => text.x - w,
    };
    let y = text.baseline - 0.72 * text.style.size;
    Some((text.content.clone(), Region { x, y, w, h: 0.9 * text.style.size }))
}
