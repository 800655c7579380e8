//! Stack chart: layers that add up, such as a backlog by age, over dates.
//!
//! The darkest layer stands on the base line, where it can be read off the scale, and lighter ones
//! on top of it. Names stand at the right in the order of the layers. A stack has no bands: values
//! are means.
//!
//! Knows nothing of the meaning of its layers.

use jiff::civil::Date;

use super::band::{check_series, first_date};
use super::page::{MARGIN, Page};
use super::palette::{AGES, AXIS, BLACK, GREY, SMALL, WHITE};
use super::panel::Panel;
use super::shapes::{Anchor, Drawing, Pen, Region, WIDTH};
use super::text::Fonts;
use super::value_axis::{ValueAxis, full_number};
use super::{Chart, ChartError, Format, Strip, draw};

/// Height of the panel \[points\].
const TALL: f64 = 340.0;
/// Side of a colour swatch in the legend \[points\].
const SWATCH: f64 = 12.0;

/// Input of a stack chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StackChart {
    /// Title of the scenario.
    pub title: String,
    /// Subtitle: metric, site and classes.
    pub subtitle: String,
    /// Consecutive dates; a value is that at the midnight at the end of its date.
    pub dates: Vec<Date>,
    /// Unit, such as "lines".
    pub unit: String,
    /// Heading of the legend, such as "age \[days\]".
    pub legend: String,
    /// Name and values of each layer, from the base line upwards.
    pub layers: Vec<(String, Vec<f64>)>,
    /// Capacity strips, a row for each target.
    pub strips: Vec<Strip>,
    /// Note at the foot.
    pub note: String,
}

impl Chart for StackChart {
    fn draw(&self, format: Format, width: u32) -> Result<Vec<u8>, ChartError> {
        draw(|fonts| self.layout(fonts), format, width)
    }
}

impl StackChart {
    fn layout(&self, fonts: &Fonts) -> Result<Drawing, ChartError> {
        let first = first_date(&self.dates)?;
        let days = self.dates.len();
        for (label, values) in &self.layers {
            check_series(label, values, days)?;
        }
        self.strips.iter().try_for_each(Strip::check)?;
        let edges = self.edges();
        let largest = edges.iter().flatten().fold(0.0, |most: f64, value| most.max(*value));
        let axis = ValueAxis::up_to(largest, 5);

        let values = axis.marks.iter().map(|value| fonts.width(&full_number(*value), SMALL));
        let strips = self.strips.iter().map(|strip| fonts.width(&strip.label, SMALL));
        let left = values.chain(strips).fold(fonts.width(&self.unit, SMALL), f64::max).clamp(40.0, 150.0);
        let names = self.layers.iter().map(|(label, _)| SWATCH + 6.0 + fonts.width(label, SMALL));
        let legend = names.fold(fonts.width(&self.legend, SMALL), f64::max).min(220.0);
        let (left, right) = (MARGIN + left + 8.0, WIDTH - MARGIN - legend - 14.0);
        let mut page = Page::new(fonts, (&self.title, &self.subtitle), (left, right), first, days);
        let marks = page.date_marks(right - left);

        page.y += 12.0;
        let above = page.y + SMALL.size;
        page.y = above + 8.0;
        let panel = Panel::new(page.region(TALL), days, axis);
        let drawing = &mut page.drawing;
        drawing.write(&self.unit, (left - 6.0, above), Anchor::End, SMALL, GREY);
        panel.shade(drawing, &self.strips);
        panel.grid(drawing, &marks, Some(full_number));
        for (k, pair) in edges.windows(2).enumerate() {
            let (below, over) = (panel.points(&pair[0]), panel.points(&pair[1]));
            drawing.area(over.iter().copied().chain(below.into_iter().rev()).collect(), AGES[k % AGES.len()]);
            let edge = if k + 2 == edges.len() { Pen::solid(AXIS, 1.0) } else { Pen::solid(WHITE, 0.6) };
            drawing.line(over, edge);
        }
        self.write_legend(drawing, fonts, panel.plot);
        page.strips(&self.strips, &marks);
        page.dates(&marks);
        Ok(page.finish(&self.note))
    }

    /// The base line, and the upper edge of each layer.
    fn edges(&self) -> Vec<Vec<f64>> {
        let mut edges = vec![vec![0.0; self.dates.len()]];
        for (_, values) in &self.layers {
            let below = edges.last().expect("the base line is the first edge");
            let edge = below.iter().zip(values).map(|(below, value)| below + value).collect();
            edges.push(edge);
        }
        edges
    }

    /// Writes the names of the layers right of the panel, the uppermost first.
    fn write_legend(&self, drawing: &mut Drawing, fonts: &Fonts, plot: Region) {
        let x = plot.right() + 14.0;
        let room = WIDTH - MARGIN - x;
        let mut y = plot.y;
        drawing.write(
            &fonts.truncate(&self.legend, SMALL, room),
            (x, y + SMALL.size),
            Anchor::Start,
            SMALL,
            GREY,
        );
        y += SMALL.leading() + 6.0;
        for (k, (label, _)) in self.layers.iter().enumerate().rev() {
            let swatch = Region { x, y, w: SWATCH, h: SWATCH };
            drawing.fill(swatch.grown(0.7), AXIS);
            drawing.fill(swatch, AGES[k % AGES.len()]);
            let name = fonts.truncate(label, SMALL, room - SWATCH - 6.0);
            drawing.write(&name, (x + SWATCH + 6.0, y + SWATCH - 2.0), Anchor::Start, SMALL, BLACK);
            y += SWATCH + 8.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::date;

    use super::*;
    use crate::report::drawing::shapes::{Shape, region_of};

    fn chart(days: i64) -> StackChart {
        let layer = |label: &str, value: f64| (label.to_owned(), vec![value; days as usize]);
        StackChart {
            title: "An attack".to_owned(),
            subtitle: "Outbound backlog of gplc by age".to_owned(),
            dates: (0..days).map(|day| date(2025, 9, 1).checked_add(day.days()).unwrap()).collect(),
            unit: "lines".to_owned(),
            legend: "days since order".to_owned(),
            layers: vec![layer("30 and more", 100.0), layer("7–14", 0.0), layer("0–1", 300.0)],
            strips: Vec::new(),
            note: "seed 1".to_owned(),
        }
    }

    #[test]
    fn layers_stand_on_one_another_with_the_first_on_the_base_line() {
        let edges: Vec<f64> = chart(3).edges().iter().map(|edge| edge[0]).collect();
        assert_eq!(edges, [0.0, 100.0, 100.0, 400.0]);
    }

    #[test]
    fn names_stand_in_the_order_of_the_layers_without_overlap() {
        let fonts = Fonts::embedded().unwrap();
        let drawing = chart(90).layout(&fonts).unwrap();
        let texts: Vec<_> = drawing.shapes.iter().filter_map(|shape| region_of(shape, &fonts)).collect();
        let y = |name: &str| texts.iter().find(|(text, _)| text == name).unwrap().1.y;
        assert!(y("days since order") < y("0–1") && y("0–1") < y("7–14") && y("7–14") < y("30 and more"));
        for (i, (text, region)) in texts.iter().enumerate() {
            assert!(region.x >= 0.0 && region.right() <= WIDTH, "{text} leaves the page");
            assert!(texts[i + 1..].iter().all(|(_, other)| region.overlap(other) < 1e-9), "{text}");
        }
    }

    #[test]
    fn lower_layers_are_darker() {
        let drawing = chart(5).layout(&Fonts::embedded().unwrap()).unwrap();
        let inks: Vec<_> = drawing
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Area(points, colour) if points.len() == 10 => Some(*colour),
                _ => None,
            })
            .collect();
        assert_eq!(inks, AGES[..3]);
        let brightness = |rgb: [u8; 3]| rgb.iter().map(|part| u32::from(*part)).sum::<u32>();
        assert!(AGES.windows(2).all(|pair| brightness(pair[0].rgb) < brightness(pair[1].rgb)));
    }

    #[test]
    fn unusual_stacks_are_drawn() {
        for odd in [chart(1), chart(2000), StackChart { layers: Vec::new(), ..chart(3) }] {
            assert!(odd.draw(Format::Svg, 900).is_ok() && odd.draw(Format::Png, 300).is_ok());
        }
    }
}
