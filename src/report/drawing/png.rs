//! PNG encoder, for slides and print; text is drawn in the embedded font.
//!
//! A width of 1800 pixels is meant for print. The renderer has no processor-specific code paths, so
//! equal drawings give equal bytes.
//!
//! Knows nothing of the content of the drawing.

use ab_glyph::OutlineCurve;
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Stroke, StrokeDash, Transform,
};

use super::ChartError;
use super::shapes::{Anchor, Colour, Drawing, Shape, TextShape, WIDTH};
use super::text::Fonts;

/// The drawing as a PNG file, `pixels` wide.
///
/// # Errors
/// [`ChartError::TooLarge`] if the pixels exceed memory, [`ChartError::Encode`] if encoding fails.
pub(crate) fn encode(drawing: &Drawing, fonts: &Fonts, pixels: u32) -> Result<Vec<u8>, ChartError> {
    let scale = f64::from(pixels) / WIDTH;
    let high = (drawing.height * scale).round() as u32;
    let mut page = Pixmap::new(pixels, high).ok_or(ChartError::TooLarge { width: pixels, height: high })?;
    page.fill(Color::WHITE);
    let zoom = Transform::from_scale(scale as f32, scale as f32);
    for shape in &drawing.shapes {
        match shape {
            Shape::Area(points, colour) => {
                if let Some(path) = through(points, true) {
                    page.fill_path(&path, &paint(*colour), FillRule::Winding, zoom, None);
                }
            }
            Shape::Line(points, pen) => {
                if let Some(path) = through(points, false) {
                    let dash =
                        pen.dash.and_then(|(dash, gap)| StrokeDash::new(vec![dash as f32, gap as f32], 0.0));
                    let stroke = Stroke {
                        width: pen.width as f32,
                        line_join: LineJoin::Round,
                        line_cap: LineCap::Butt,
                        dash,
                        ..Stroke::default()
                    };
                    page.stroke_path(&path, &paint(pen.colour), &stroke, zoom, None);
                }
            }
            Shape::Dot((x, y), radius, colour) => {
                if let Some(path) = PathBuilder::from_circle(*x as f32, *y as f32, *radius as f32) {
                    page.fill_path(&path, &paint(*colour), FillRule::Winding, zoom, None);
                }
            }
            Shape::Text(text) => {
                if let Some(path) = lettering(text, fonts) {
                    if text.halo {
                        let halo = Stroke { width: 3.0, line_join: LineJoin::Round, ..Stroke::default() };
                        page.stroke_path(&path, &paint(Colour::rgb(255, 255, 255)), &halo, zoom, None);
                    }
                    page.fill_path(&path, &paint(text.colour), FillRule::Winding, zoom, None);
                }
            }
        }
    }
    page.encode_png().map_err(|cause| ChartError::Encode { why: cause.to_string() })
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    let [red, green, blue] = colour.rgb;
    paint.set_color_rgba8(red, green, blue, (colour.opacity.clamp(0.0, 1.0) * 255.0).round() as u8);
    paint
}

fn through(points: &[(f64, f64)], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (i, (x, y)) in points.iter().enumerate() {
        if i == 0 {
            path.move_to(*x as f32, *y as f32);
        } else {
            path.line_to(*x as f32, *y as f32);
        }
    }
    if closed {
        path.close();
    }
    path.finish()
}

/// The letters of a text as one path \[points\]. The font's y points upwards, the page's downwards.
fn lettering(text: &TextShape, fonts: &Fonts) -> Option<Path> {
    let scale = fonts.scale(text.style);
    let left = text.x
        - match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => fonts.width(&text.content, text.style) / 2.0,
            Anchor::End => fonts.width(&text.content, text.style),
        };
    let mut path = PathBuilder::new();
    for (glyph, at) in fonts.glyphs(&text.content, text.style) {
        let Some(outline) = fonts.outline(glyph, text.style) else { continue };
        let place = |p: ab_glyph::Point| {
            ((left + (at + f64::from(p.x)) * scale) as f32, (text.baseline - f64::from(p.y) * scale) as f32)
        };
        let mut pen = None;
        for curve in outline.curves {
            let (from, to) = match curve {
                OutlineCurve::Line(a, b) | OutlineCurve::Quad(a, _, b) | OutlineCurve::Cubic(a, _, _, b) => {
                    (place(a), place(b))
                }
            };
            if pen != Some(from) {
                path.move_to(from.0, from.1);
            }
            match curve {
                OutlineCurve::Line(..) => path.line_to(to.0, to.1),
                OutlineCurve::Quad(_, c, _) => {
                    let c = place(c);
                    path.quad_to(c.0, c.1, to.0, to.1);
                }
                OutlineCurve::Cubic(_, c, d, _) => {
                    let (c, d) = (place(c), place(d));
                    path.cubic_to(c.0, c.1, d.0, d.1, to.0, to.1);
                }
            }
            pen = Some(to);
        }
    }
    path.finish()
}
