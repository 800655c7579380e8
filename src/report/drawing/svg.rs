//! SVG encoder; text stays text, so it can be searched, copied and translated.
//!
//! The reader's machine supplies the font: the families listed have the widths of the embedded
//! font, so the layout holds everywhere. Coordinates are rounded to a hundredth of a point, so that
//! equal drawings give equal bytes.
//!
//! Knows nothing of the content of the drawing.

use crate::scenario::syntax::visible::is_forbidden;
use std::fmt::Write as _;

use super::shapes::{Anchor, Colour, Drawing, Shape, TextShape, WIDTH};

/// Font families with the widths of the embedded font.
const FAMILIES: &str = "Arimo, 'Liberation Sans', Arial, Helvetica, sans-serif";

/// The drawing as an SVG document, `pixels` wide unless its viewer scales it.
pub(crate) fn encode(drawing: &Drawing, pixels: u32) -> Vec<u8> {
    let mut svg = String::new();
    let high = (drawing.height * f64::from(pixels) / WIDTH).round();
    push(
        &mut svg,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{pixels}\" height=\"{high}\" \
             viewBox=\"0 0 {} {}\" role=\"img\" font-family=\"{FAMILIES}\" \
             stroke-linejoin=\"round\" stroke-linecap=\"butt\">\n<title>{}</title>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n",
            number(WIDTH),
            number(drawing.height),
            escaped(&drawing.title)
        ),
    );
    for shape in &drawing.shapes {
        match shape {
            Shape::Area(points, colour) => push(
                &mut svg,
                format_args!("<polygon points=\"{}\"{}/>\n", list(points), paint("fill", *colour)),
            ),
            Shape::Line(points, pen) => {
                let dash = pen.dash.map_or(String::new(), |(dash, gap)| {
                    format!(" stroke-dasharray=\"{} {}\"", number(dash), number(gap))
                });
                push(
                    &mut svg,
                    format_args!(
                        "<polyline points=\"{}\" fill=\"none\"{} stroke-width=\"{}\"{dash}/>\n",
                        list(points),
                        paint("stroke", pen.colour),
                        number(pen.width)
                    ),
                );
            }
            Shape::Dot((x, y), radius, colour) => push(
                &mut svg,
                format_args!(
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>\n",
                    number(*x),
                    number(*y),
                    number(*radius),
                    paint("fill", *colour)
                ),
            ),
            Shape::Text(text) => write_text(&mut svg, text),
        }
    }
    svg.push_str("</svg>\n");
    svg.into_bytes()
}

fn write_text(svg: &mut String, text: &TextShape) {
    let anchor = match text.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = if text.style.bold { " font-weight=\"bold\"" } else { "" };
    let halo = if text.halo { " stroke=\"#FFFFFF\" stroke-width=\"3\" paint-order=\"stroke\"" } else { "" };
    push(
        svg,
        format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor}{halo}{}>{}</text>\n",
            number(text.x),
            number(text.baseline),
            number(text.style.size),
            paint("fill", text.colour),
            escaped(&text.content)
        ),
    );
}

fn push(svg: &mut String, what: std::fmt::Arguments<'_>) {
    svg.write_fmt(what).expect("writing to a string does not fail");
}

/// A colour as attributes; opacity is left out if it is 1, the default of SVG.
fn paint(what: &str, colour: Colour) -> String {
    let [red, green, blue] = colour.rgb;
    let opacity = if colour.opacity < 1.0 {
        format!(" {what}-opacity=\"{}\"", number(colour.opacity))
    } else {
        String::new()
    };
    format!(" {what}=\"#{red:02X}{green:02X}{blue:02X}\"{opacity}")
}

fn list(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect::<Vec<_>>().join(" ")
}

/// A number to a hundredth, without trailing zeros.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text escaped for XML; control characters, which XML cannot represent, become spaces.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if is_forbidden(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_to_a_hundredth_without_trailing_zeros() {
        for (value, written) in [(1.0, "1"), (0.125, "0.12"), (100.0, "100"), (-0.001, "0"), (2.50, "2.5")] {
            assert_eq!(number(value), written);
        }
    }

    #[test]
    fn text_cannot_break_the_document() {
        assert_eq!(escaped("a < b & c > d\u{1}"), "a &lt; b &amp; c &gt; d ");
    }
}
