//! Panel: curves over dates on a grid, with names and callouts beside them.
//!
//! Labels keep the place that they got first: callouts before names, in the order of the chart.
//!
//! Knows nothing of what the curves are.

use super::band::{Callout, LabelledBand};
use super::date_axis::DateMark;
use super::label::LabelPlacer;
use super::palette::{AXIS, BLACK, GREY, GRID, SMALL, STOPPED};
use super::shapes::{Anchor, Colour, Drawing, Pen, Region, TextStyle};
use super::strip::Strip;
use super::text::Fonts;
use super::value_axis::ValueAxis;

/// A line of a label: text, style and colour.
pub(crate) type LabelLine = (String, TextStyle, Colour);

/// A point of the page.
type Point = (f64, f64);

/// A region for curves, with its scales.
pub(crate) struct Panel {
    /// Region of the curves.
    pub(crate) plot: Region,
    /// Number of days.
    days: f64,
    /// The scale of values.
    pub(crate) axis: ValueAxis,
    placer: LabelPlacer,
}

impl Panel {
    /// A panel over a number of days.
    pub(crate) fn new(plot: Region, days: usize, axis: ValueAxis) -> Self {
        // Labels may stand in the grid's upper margin, not on the axes.
        let placer = LabelPlacer::empty(Region { y: plot.y - 6.0, h: plot.h + 4.0, ..plot });
        Self { plot, days: days.max(1) as f64, axis, placer }
    }

    /// x of a day.
    pub(crate) fn x(&self, day: f64) -> f64 {
        self.plot.x + self.plot.w * day / self.days
    }

    /// y of a value.
    pub(crate) fn y(&self, value: f64) -> f64 {
        self.plot.bottom() - self.plot.h * (value - self.axis.bottom) / (self.axis.top - self.axis.bottom)
    }

    /// Points of a series; the value of a date stands at its end.
    pub(crate) fn points(&self, series: &[f64]) -> Vec<(f64, f64)> {
        series.iter().enumerate().map(|(i, v)| (self.x((i + 1) as f64), self.y(*v))).collect()
    }

    /// Shades the spans of time in which a target was down.
    pub(crate) fn shade(&self, drawing: &mut Drawing, strips: &[Strip]) {
        let mut spans: Vec<(f64, f64)> = strips
            .iter()
            .flat_map(|strip| &strip.pieces)
            .filter(|piece| piece.is_down() && piece.to > piece.from)
            .map(|piece| (piece.from.clamp(0.0, self.days), piece.to.clamp(0.0, self.days)))
            .collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut until = 0.0_f64;
        for (from, to) in spans {
            let from = from.max(until);
            if to > from {
                let (left, right) = (self.x(from), self.x(to));
                drawing.fill(Region { x: left, y: self.plot.y, w: right - left, h: self.plot.h }, STOPPED);
                until = to;
            }
        }
    }

    /// Draws the grid and the base line, with the values left of the panel.
    pub(crate) fn grid(&self, drawing: &mut Drawing, dates: &[DateMark], format: Option<fn(f64) -> String>) {
        let plot = self.plot;
        for mark in dates {
            let x = self.x(mark.day);
            drawing.line(vec![(x, plot.y), (x, plot.bottom())], Pen::solid(GRID, 1.0));
        }
        for value in &self.axis.marks {
            let y = self.y(*value);
            if *value > self.axis.bottom {
                drawing.line(vec![(plot.x, y), (plot.right(), y)], Pen::solid(GRID, 1.0));
            }
            if let Some(format) = format {
                let at = (plot.x - 6.0, y + 4.0);
                drawing.write(&format(*value), at, Anchor::End, SMALL, GREY);
            }
        }
        let zero = self.y(0.0);
        drawing.line(vec![(plot.x, zero), (plot.right(), zero)], Pen::solid(AXIS, 1.0));
    }

    /// Draws a band behind its median.
    pub(crate) fn band(
        &mut self,
        drawing: &mut Drawing,
        band: &LabelledBand,
        colour: Colour,
        pen: Pen,
        opacity: f64,
    ) {
        if band.has_spread() {
            let (low, high) = (self.points(&band.p10), self.points(&band.p90));
            self.placer.curve(&low);
            self.placer.curve(&high);
            drawing.area(high.into_iter().chain(low.into_iter().rev()).collect(), colour.at(opacity));
        }
        self.curve(drawing, &band.median, pen);
    }

    /// Draws a curve; a single value as a dot.
    pub(crate) fn curve(&mut self, drawing: &mut Drawing, series: &[f64], pen: Pen) {
        let points = self.points(series);
        self.placer.curve(&points);
        match points[..] {
            [only] => drawing.dot(only, pen.width + 1.0, pen.colour),
            _ => drawing.line(points, pen),
        }
    }

    /// Draws the band of a curve that may have gaps and steps.
    pub(crate) fn band_with_gaps(
        &mut self,
        drawing: &mut Drawing,
        band: &LabelledBand,
        steps: bool,
        colour: Colour,
    ) {
        if !band.has_spread() {
            return;
        }
        let high: Vec<f64> = band
            .p10
            .iter()
            .zip(&band.p90)
            .map(|(low, high)| if low.is_nan() { *low } else { *high })
            .collect();
        for (high, low) in self.stretches(&high, steps).into_iter().zip(self.stretches(&band.p10, steps)) {
            self.placer.curve(&high);
            self.placer.curve(&low);
            drawing.area(high.into_iter().chain(low.into_iter().rev()).collect(), colour);
        }
    }

    /// Draws a curve that may have gaps and steps; a value between two gaps is a dot.
    pub(crate) fn curve_with_gaps(&mut self, drawing: &mut Drawing, series: &[f64], steps: bool, pen: Pen) {
        for points in self.stretches(series, steps) {
            self.placer.curve(&points);
            match points[..] {
                [only] => drawing.dot(only, pen.width / 2.0 + 0.4, pen.colour),
                _ => drawing.line(points, pen),
            }
        }
    }

    /// Points of each run of days without a gap; with `steps` a value holds until the next one.
    fn stretches(&self, series: &[f64], steps: bool) -> Vec<Vec<Point>> {
        let mut stretches: Vec<Vec<Point>> = Vec::new();
        let mut before: Option<Point> = None;
        for (point, value) in self.points(series).into_iter().zip(series) {
            if value.is_nan() {
                before = None;
                continue;
            }
            match (before, stretches.last_mut()) {
                (Some(last), Some(stretch)) => {
                    // A level run of steps is one line, however many days it lasts.
                    let same = |y: f64| (y - last.1).abs() < f64::EPSILON;
                    if steps && !same(point.1) {
                        stretch.push((point.0, last.1));
                    } else if steps && stretch.len() > 1 && same(stretch[stretch.len() - 2].1) {
                        stretch.pop();
                    }
                    stretch.push(point);
                }
                _ => stretches.push(vec![point]),
            }
            before = Some(point);
        }
        stretches
    }

    /// Draws a cross on a point.
    pub(crate) fn cross(&mut self, drawing: &mut Drawing, at: &Callout, colour: Colour) {
        let (x, y) = (self.x(at.day.clamp(0.0, self.days)), self.y(at.value));
        drawing.line(vec![(x - 4.5, y - 4.5), (x + 4.5, y + 4.5)], Pen::solid(colour, 1.8));
        drawing.line(vec![(x - 4.5, y + 4.5), (x + 4.5, y - 4.5)], Pen::solid(colour, 1.8));
        self.placer.label(Region { x, y, w: 0.0, h: 0.0 }.grown(5.5));
    }

    /// Draws a dot on a point with its text beside it, in a crowd further away with a leader line.
    pub(crate) fn callout(
        &mut self,
        drawing: &mut Drawing,
        fonts: &Fonts,
        callout: &Callout,
        style: TextStyle,
        colour: Colour,
    ) {
        let at = (self.x(callout.day.clamp(0.0, self.days)), self.y(callout.value));
        drawing.dot(at, 3.2, colour);
        self.annotate(drawing, fonts, callout, style, colour);
    }

    /// Writes the text of a point beside it, in a crowd further away with a leader line.
    pub(crate) fn annotate(
        &mut self,
        drawing: &mut Drawing,
        fonts: &Fonts,
        callout: &Callout,
        style: TextStyle,
        colour: Colour,
    ) {
        let at = (self.x(callout.day.clamp(0.0, self.days)), self.y(callout.value));
        self.placer.label(Region { x: at.0, y: at.1, w: 0.0, h: 0.0 }.grown(3.0));
        let lines = [(callout.text.clone(), style, colour)];
        let (w, h) = size(&lines, fonts);
        let mut corners = Vec::new();
        for away in [7.0, 16.0, 28.0, 44.0, 64.0, 90.0] {
            corners.extend([
                (at.0 + away, at.1 - h / 2.0),
                (at.0 - w - away, at.1 - h / 2.0),
                (at.0 + away, at.1 - h - away * 0.4),
                (at.0 - w - away, at.1 - h - away * 0.4),
                (at.0 - w / 2.0, at.1 - h - away),
                (at.0 + away, at.1 + away * 0.4),
                (at.0 - w - away, at.1 + away * 0.4),
                (at.0 - w / 2.0, at.1 + away),
            ]);
        }
        let (_, place) = self.placer.place((w, h), &corners);
        self.leader_line(drawing, at, place, BLACK);
        write_block(drawing, place, &lines);
    }

    /// Writes the name of a curve beside it, where it is furthest from the others.
    pub(crate) fn name(
        &mut self,
        drawing: &mut Drawing,
        fonts: &Fonts,
        lines: &[LabelLine],
        curve: &[f64],
        others: &[&[f64]],
    ) {
        let (w, h) = size(lines, fonts);
        let points = self.points(curve);
        let others: Vec<Vec<(f64, f64)>> = others.iter().map(|other| self.points(other)).collect();
        // About sixty places along the curve: enough to choose from, and fast for years of days.
        let every = (points.len() / 60).max(1);
        let mut spots: Vec<(f64, (f64, f64))> = points
            .iter()
            .enumerate()
            .step_by(every)
            .filter(|(_, p)| p.1.is_finite())
            .map(|(i, p)| {
                let apart = others
                    .iter()
                    .filter_map(|other| other.get(i))
                    .fold(f64::INFINITY, |least, q| least.min((q.1 - p.1).abs()));
                // Further apart than this is no clearer; then a high spot is clearer than a low
                // one.
                let height = (self.plot.bottom() - p.1) / self.plot.h;
                (apart.min(40.0) / 40.0 + height * 0.6, *p)
            })
            .collect();
        spots.sort_by(|a, b| b.0.total_cmp(&a.0));
        // A clear spot is worth a longer way to it, up to a point.
        let mut places: Vec<(f64, Point, Point)> = Vec::new();
        for (clear, (x, y)) in spots {
            for away in [8.0, 20.0, 36.0, 60.0, 100.0, 150.0] {
                let worth = clear - f64::min(away * 0.012, 0.7);
                let corners = [
                    (x + away, y - h / 2.0),
                    (x - w - away, y - h / 2.0),
                    (x - w / 2.0, y - h - away),
                    (x - w / 2.0, y + away),
                ];
                places.extend(corners.map(|corner| (worth, corner, (x, y))));
            }
        }
        places.sort_by(|a, b| b.0.total_cmp(&a.0));
        let corners: Vec<(f64, f64)> = places.iter().map(|(_, corner, _)| *corner).collect();
        let (choice, place) = self.placer.place((w, h), &corners);
        if let Some((_, _, at)) = places.get(choice) {
            let colour = lines.first().map_or(BLACK, |(_, _, colour)| *colour);
            if self.leader_line(drawing, *at, place, colour) {
                drawing.dot(*at, 1.8, colour);
            }
        }
        write_block(drawing, place, lines);
    }

    /// Draws a thin line from a point to a label that is not beside it; true if one was needed.
    fn leader_line(&self, drawing: &mut Drawing, at: Point, place: Region, colour: Colour) -> bool {
        let to = (at.0.clamp(place.x - 3.0, place.right() + 3.0), at.1.clamp(place.y, place.bottom()));
        let far = (to.0 - at.0).abs().max((to.1 - at.1).abs());
        let needed = far > 10.0 && far < self.plot.w;
        if needed {
            drawing.line(vec![at, to], Pen::solid(colour.at(0.6), 0.8));
        }
        needed
    }
}

/// Width and height of a label.
fn size(lines: &[LabelLine], fonts: &Fonts) -> (f64, f64) {
    lines.iter().fold((0.0, 0.0), |(w, h): (f64, f64), (text, style, _)| {
        (w.max(fonts.width(text, *style)), h + style.leading())
    })
}

fn write_block(drawing: &mut Drawing, place: Region, lines: &[LabelLine]) {
    let mut y = place.y;
    for (text, style, colour) in lines {
        drawing.write_with_halo(text, (place.x, y + style.size), Anchor::Start, *style, *colour);
        y += style.leading();
    }
}
