//! Panels chart: panels under one another over the same dates, whose curves may have bands and
//! gaps.
//!
//! Serves shares, probabilities and counts: each panel has a scale, each curve may go in steps. NaN
//! is a gap: a day without orders, or one that cannot be judged yet. Bands are shown for up to
//! three curves in a panel; more would be unreadable.
//!
//! Knows nothing of what the curves are.

use jiff::civil::Date;

use super::band::{check_gaps, check_numbers, first_date};
use super::page::{MARGIN, Page};
use super::palette::{AXIS, BLACK, GREY, NAME, REMARK, RESULTS, SMALL, SMALL_BOLD};
use super::panel::{LabelLine, Panel};
use super::shapes::{Anchor, Drawing, Pen, WIDTH};
use super::text::Fonts;
use super::value_axis::{ValueAxis, full_number, per_cent, points};
use super::{Callout, Chart, ChartError, Format, LabelledBand, Strip, draw};

/// Number of curves from which a panel shows no bands.
const TOO_MANY_FOR_BANDS: usize = 4;

/// Input of a panels chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PanelsChart {
    /// Title of the scenario or comparison.
    pub title: String,
    /// Subtitle: metric, site and classes.
    pub subtitle: String,
    /// Consecutive dates; a value is that at the midnight at the end of its date.
    pub dates: Vec<Date>,
    /// Panels from top to bottom.
    pub panels: Vec<CurvePanel>,
    /// Capacity strips, a row for each target, under the last panel.
    pub strips: Vec<Strip>,
    /// Note at the foot: meaning of lines and bands, replications, version, seed.
    pub note: String,
}

/// One panel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CurvePanel {
    /// Heading.
    pub heading: String,
    /// Remark beside the heading; may be empty.
    pub remark: String,
    /// Scale of its values.
    pub scale: Scale,
    /// Height \[points\].
    pub height: f64,
    /// Curves, the most important first.
    pub curves: Vec<PanelCurve>,
}

/// Scale of the values of a panel.
#[derive(Debug, Clone, PartialEq)]
pub enum Scale {
    /// Shares from 0 to 1 in per cent; the panel always shows the full range.
    Shares,
    /// Differences of shares in percentage points, with 0 in the middle.
    Differences,
    /// Counts from 0, with their unit such as "cars".
    Counts(String),
}

impl Default for Scale {
    fn default() -> Self {
        Scale::Counts(String::new())
    }
}

/// One curve of a panel.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PanelCurve {
    /// Name, values and band; NaN is a gap.
    pub band: LabelledBand,
    /// Number of its colour, from 0.
    pub colour: usize,
    /// True if a value holds until the next, as with counts of runs.
    pub steps: bool,
    /// True for a thin line, for secondary curves.
    pub thin: bool,
    /// Points marked by a cross, such as censored runs.
    pub crosses: Vec<Callout>,
}

impl Chart for PanelsChart {
    fn draw(&self, format: Format, width: u32) -> Result<Vec<u8>, ChartError> {
        draw(|fonts| self.layout(fonts), format, width)
    }
}

impl PanelsChart {
    fn layout(&self, fonts: &Fonts) -> Result<Drawing, ChartError> {
        let first = self.check()?;
        let days = self.dates.len();
        let axes: Vec<ValueAxis> = self.panels.iter().map(CurvePanel::axis).collect();
        let left = MARGIN + self.gutter(fonts, &axes);
        let right = WIDTH - 28.0;
        let mut page = Page::new(fonts, (&self.title, &self.subtitle), (left, right), first, days);
        let marks = page.date_marks(right - left);
        page.y += 10.0;
        for (shown, axis) in self.panels.iter().zip(axes) {
            shown.write_heading(&mut page);
            let mut panel = Panel::new(page.region(shown.height), days, axis);
            panel.shade(&mut page.drawing, &self.strips);
            panel.grid(&mut page.drawing, &marks, Some(shown.scale.format()));
            shown.draw(&mut page.drawing, fonts, &mut panel);
            page.y += 14.0;
        }
        page.y -= 14.0;
        if !self.strips.is_empty() {
            page.strips(&self.strips, &marks);
        }
        page.dates(&marks);
        Ok(page.finish(&self.note))
    }

    fn check(&self) -> Result<Date, ChartError> {
        let first = first_date(&self.dates)?;
        for curve in self.panels.iter().flat_map(|panel| &panel.curves) {
            curve.check(self.dates.len())?;
        }
        self.strips.iter().try_for_each(Strip::check).map(|()| first)
    }

    /// Width left of the panels for the values of the scales and the labels of strips \[points\].
    fn gutter(&self, fonts: &Fonts, axes: &[ValueAxis]) -> f64 {
        let values = self.panels.iter().zip(axes).flat_map(|(panel, axis)| {
            let format = panel.scale.format();
            axis.marks.iter().map(move |value| fonts.width(&format(*value), SMALL))
        });
        let strips = self.strips.iter().map(|strip| fonts.width(&strip.label, SMALL));
        values.chain(strips).fold(0.0, f64::max).clamp(40.0, 150.0) + 8.0
    }
}

impl Scale {
    fn format(&self) -> fn(f64) -> String {
        match self {
            Scale::Shares => per_cent,
            Scale::Differences => points,
            Scale::Counts(_) => full_number,
        }
    }
}

impl CurvePanel {
    fn axis(&self) -> ValueAxis {
        let steps = if self.height < 150.0 { 2 } else { 5 };
        match self.scale {
            Scale::Shares => ValueAxis::of_shares(steps),
            Scale::Differences => {
                let values = self.curves.iter().flat_map(|curve| {
                    let band = &curve.band;
                    let ends = [&band.p10, &band.p90].into_iter().filter(|_| self.shows_bands()).flatten();
                    band.median.iter().chain(ends)
                });
                ValueAxis::of_differences(values.fold(0.0, |most: f64, value| most.max(value.abs())))
            }
            Scale::Counts(_) => ValueAxis::up_to(
                self.curves.iter().map(|curve| curve.band.largest()).fold(0.0, f64::max),
                steps,
            ),
        }
    }

    fn shows_bands(&self) -> bool {
        self.curves.len() < TOO_MANY_FOR_BANDS
    }

    /// Writes the heading with the unit, and the remark beside it or, without room, under it.
    fn write_heading(&self, page: &mut Page<'_>) {
        let fonts = page.fonts;
        let unit = match &self.scale {
            Scale::Counts(unit) if self.heading.is_empty() => unit.clone(),
            Scale::Counts(unit) if !unit.is_empty() => format!("{} [{unit}]", self.heading),
            _ => self.heading.clone(),
        };
        let room = WIDTH - 2.0 * MARGIN;
        let heading = fonts.truncate(&unit, SMALL_BOLD, room);
        let wide = fonts.width(&heading, SMALL_BOLD);
        page.drawing.write(&heading, (MARGIN, page.y + SMALL_BOLD.size), Anchor::Start, SMALL_BOLD, BLACK);
        let beside = wide + 10.0 + fonts.width(&self.remark, SMALL) <= room;
        if !beside {
            page.y += SMALL_BOLD.leading();
        }
        let at = if beside { MARGIN + wide + 10.0 } else { MARGIN };
        let lines =
            if self.remark.is_empty() { Vec::new() } else { fonts.wrap(&self.remark, SMALL, room, 2) };
        for (n, line) in lines.iter().enumerate() {
            page.y += if n > 0 { SMALL.leading() } else { 0.0 };
            page.drawing.write(line, (at, page.y + SMALL.size), Anchor::Start, SMALL, GREY);
        }
        page.y += SMALL_BOLD.leading() + 8.0;
    }

    /// Draws bands behind curves behind names, the first curve on top.
    fn draw(&self, drawing: &mut Drawing, fonts: &Fonts, panel: &mut Panel) {
        for curve in self.curves.iter().rev() {
            let (colour, dash) = RESULTS[curve.colour % RESULTS.len()];
            let pen = Pen { colour, width: if curve.thin { 1.1 } else { 2.2 }, dash };
            if self.shows_bands() {
                panel.band_with_gaps(drawing, &curve.band, curve.steps, colour.at(0.18));
            }
            panel.curve_with_gaps(drawing, &curve.band.median, curve.steps, pen);
        }
        for curve in &self.curves {
            let (colour, _) = RESULTS[curve.colour % RESULTS.len()];
            for cross in &curve.crosses {
                panel.cross(drawing, cross, colour);
            }
        }
        for curve in &self.curves {
            let (colour, _) = RESULTS[curve.colour % RESULTS.len()];
            for callout in curve.crosses.iter().filter(|cross| !cross.text.is_empty()) {
                panel.annotate(drawing, fonts, callout, REMARK, colour);
            }
            for callout in &curve.band.callouts {
                panel.callout(drawing, fonts, callout, REMARK, colour);
            }
        }
        for (i, curve) in self.curves.iter().enumerate().filter(|(_, curve)| !curve.band.label.is_empty()) {
            let (colour, _) = RESULTS[curve.colour % RESULTS.len()];
            let others = self.curves.iter().enumerate().filter(|(j, _)| *j != i);
            let others: Vec<&[f64]> = others.map(|(_, other)| other.band.median.as_slice()).collect();
            let style = if curve.thin { REMARK } else { NAME };
            let name = fonts.truncate(&curve.band.label, style, panel.plot.w / 3.0);
            let lines: [LabelLine; 1] = [(name, style, colour)];
            panel.name(drawing, fonts, &lines, &curve.band.median, &others);
        }
        if self.curves.is_empty() {
            let at = (panel.plot.x + panel.plot.w / 2.0, panel.plot.y + panel.plot.h / 2.0);
            drawing.write("no data", at, Anchor::Middle, REMARK, AXIS);
        }
    }
}

impl PanelCurve {
    fn check(&self, dates: usize) -> Result<(), ChartError> {
        let LabelledBand { label, median, p10, p90, callouts } = &self.band;
        check_gaps(label, median, dates)?;
        for band in [p10, p90].into_iter().filter(|band| !band.is_empty()) {
            check_gaps(label, band, dates)?;
        }
        let points = callouts.iter().chain(&self.crosses);
        points.into_iter().try_for_each(|point| check_numbers(&point.text, [point.day, point.value]))
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::date;

    use super::*;
    use crate::report::drawing::shapes::{Region, Shape, region_of};

    const NONE: f64 = f64::NAN;

    fn dates(days: i64) -> Vec<Date> {
        (0..days).map(|day| date(2025, 9, 1).checked_add(day.days()).unwrap()).collect()
    }

    fn curve(label: &str, values: &[f64]) -> PanelCurve {
        let band =
            LabelledBand { label: label.to_owned(), median: values.to_vec(), ..LabelledBand::default() };
        PanelCurve { band, ..PanelCurve::default() }
    }

    fn chart(curves: Vec<PanelCurve>, days: i64) -> PanelsChart {
        let panel = CurvePanel {
            heading: "vor lines".to_owned(),
            scale: Scale::Shares,
            height: 120.0,
            curves,
            ..CurvePanel::default()
        };
        PanelsChart {
            title: "An attack".to_owned(),
            dates: dates(days),
            panels: vec![panel],
            ..PanelsChart::default()
        }
    }

    fn lines(chart: &PanelsChart, width: f64) -> Vec<Vec<(f64, f64)>> {
        let drawing = chart.layout(&Fonts::embedded().unwrap()).unwrap();
        let thick = |shape: Shape| match shape {
            Shape::Line(points, pen) if (pen.width - width).abs() < 1e-9 => Some(points),
            _ => None,
        };
        drawing.shapes.into_iter().filter_map(thick).collect()
    }

    #[test]
    fn a_day_without_a_value_is_a_gap_in_the_curve() {
        let drawn = lines(&chart(vec![curve("", &[0.5, 0.5, NONE, NONE, 1.0, 1.0, 1.0])], 7), 2.2);
        assert_eq!(drawn.iter().map(Vec::len).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn a_curve_in_steps_stays_at_its_value_until_the_next() {
        let steps = PanelCurve { steps: true, ..curve("", &[0.0, 0.5, 1.0]) };
        let drawn = lines(&chart(vec![steps], 3), 2.2);
        let [points] = &drawn[..] else { panic!("{drawn:?}") };
        assert_eq!(points.len(), 5, "right, up, right, up");
        for pair in points.windows(2) {
            let level = (pair[0].1 - pair[1].1).abs() < 1e-9;
            let upright = (pair[0].0 - pair[1].0).abs() < 1e-9;
            assert!(level != upright, "{pair:?}");
        }
    }

    #[test]
    fn names_of_eight_curves_that_run_close_together_stand_apart() {
        let falling = |plan: usize| -> Vec<f64> {
            (0..90).map(|day| ((100.0 + plan as f64 - 1.5 * f64::from(day)) / 110.0).max(0.02)).collect()
        };
        let curves: Vec<PanelCurve> = (0..8)
            .map(|plan| PanelCurve {
                colour: plan,
                ..curve(&format!("{plan} a plan with a name"), &falling(plan))
            })
            .collect();
        let mut chart = chart(curves, 90);
        chart.panels[0].height = 300.0;
        let fonts = Fonts::embedded().unwrap();
        let drawing = chart.layout(&fonts).unwrap();
        let texts: Vec<(String, Region)> =
            drawing.shapes.iter().filter_map(|shape| region_of(shape, &fonts)).collect();
        assert_eq!(texts.iter().filter(|(text, _)| text.ends_with("a plan with a name")).count(), 8);
        for (i, (text, region)) in texts.iter().enumerate() {
            assert!(region.x >= 0.0 && region.right() <= WIDTH, "{text} leaves the page");
            for (other, taken) in &texts[i + 1..] {
                assert!(region.overlap(taken) < 1e-9, "{text} and {other} overlap");
            }
        }
    }

    #[test]
    fn a_panel_without_a_heading_still_says_what_it_counts() {
        let mut chart = chart(vec![curve("", &[1.0, 2.0])], 2);
        chart.panels[0].scale = Scale::Counts("cars".to_owned());
        let svg = |chart: &PanelsChart| String::from_utf8(chart.draw(Format::Svg, 900).unwrap()).unwrap();
        assert!(svg(&chart).contains(">vor lines [cars]<"));
        chart.panels[0].heading.clear();
        assert!(svg(&chart).contains(">cars<"));
    }

    #[test]
    fn odd_panels_are_drawn_too_and_infinity_is_an_error() {
        for odd in [
            chart(vec![], 3),
            chart(vec![curve("nothing", &[NONE; 3])], 3),
            chart(vec![curve("one", &[1.0])], 1),
            PanelsChart { panels: Vec::new(), ..chart(vec![], 3) },
        ] {
            let svg = String::from_utf8(odd.draw(Format::Svg, 900).unwrap()).unwrap();
            assert!(!svg.contains("NaN"), "{svg}");
            assert!(odd.draw(Format::Png, 300).is_ok());
        }
        let infinite = chart(vec![curve("odd", &[1.0, f64::INFINITY, 1.0])], 3);
        assert!(infinite.draw(Format::Svg, 900).is_err());
        let short = chart(vec![curve("short", &[1.0, 1.0])], 3);
        assert_eq!(short.draw(Format::Svg, 900).unwrap_err().to_string(), "`short` has 2 values for 3 dates");
    }
}
