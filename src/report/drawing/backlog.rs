//! Backlog chart: the backlog of one result over dates, in total and by stage, with capacity
//! strips.
//!
//! One tall panel shows the total: median over replications, P10–P90 band, and the fluid answer as
//! a thin dashed line. Under it are the capacity strips and a ribbon of the bottleneck of each day.
//! Then each stage has a panel in the order of flow, on its own scale, because a stacked area has
//! no bands.
//!
//! Knows nothing of simulating; all numbers and texts are given.

use jiff::civil::Date;

use super::band::{check_numbers, check_series, first_date};
use super::page::{MARGIN, Page};
use super::palette::{AXIS, BACKLOG, BLACK, GREY, NAME, REMARK, SMALL, SMALL_BOLD, SUBTITLE};
use super::panel::Panel;
use super::shapes::{Anchor, Drawing, Pen, TextStyle, WIDTH};
use super::text::Fonts;
use super::value_axis::{ValueAxis, full_number, short_number};
use super::{Chart, ChartError, Format, LabelledBand, Ribbon, Strip, draw};

/// Heights of the panel of the total and of a stage \[points\].
const TALL: f64 = 300.0;
const SLIM: f64 = 54.0;

/// Input of a backlog chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BacklogChart {
    /// Title of the scenario.
    pub title: String,
    /// Subtitle, such as "outbound backlog of gplc, all classes".
    pub subtitle: String,
    /// Consecutive dates; a value is that at the midnight at the end of its date.
    pub dates: Vec<Date>,
    /// Unit, such as "lines".
    pub unit: String,
    /// Heading of the stages, such as "backlog by stage".
    pub parts: String,
    /// Stages in the order of flow (release, stock, pick, pack, dispatch); may be empty.
    pub stages: Vec<LabelledBand>,
    /// All stages together.
    pub total: LabelledBand,
    /// Fluid answer for the total, a value for each date.
    pub fluid: Option<Vec<f64>>,
    /// Second scale of the total: its unit ("days of normal flow"), and the value of 1 in `unit`.
    pub second_axis: Option<(String, f64)>,
    /// Capacity strips, a row for each target.
    pub strips: Vec<Strip>,
    /// Bottleneck of each day.
    pub ribbon: Option<Ribbon>,
    /// Note at the foot: replications, version, seed.
    pub note: String,
}

impl Chart for BacklogChart {
    fn draw(&self, format: Format, width: u32) -> Result<Vec<u8>, ChartError> {
        draw(|fonts| self.layout(fonts), format, width)
    }
}

impl BacklogChart {
    fn layout(&self, fonts: &Fonts) -> Result<Drawing, ChartError> {
        let first = self.check()?;
        let days = self.dates.len();
        let largest = self.fluid.iter().flatten().fold(self.total.largest(), |most, value| most.max(*value));
        let axis = ValueAxis::up_to(largest, 5);
        let slim: Vec<ValueAxis> =
            self.stages.iter().map(|place| ValueAxis::up_to(place.largest(), 2)).collect();

        let left = MARGIN + self.gutter(fonts, &axis, &slim);
        let right = WIDTH - if self.second_axis.is_some() { 56.0 } else { 28.0 };
        let mut page = Page::new(fonts, (&self.title, &self.subtitle), (left, right), first, days);
        let marks = page.date_marks(right - left);

        page.y += 12.0;
        let above = page.y + SMALL.size;
        page.y = above + 8.0;
        let mut panel = Panel::new(page.region(TALL), days, axis);
        page.drawing.write(&self.unit, (left - 6.0, above), Anchor::End, SMALL, GREY);
        panel.shade(&mut page.drawing, &self.strips);
        panel.grid(&mut page.drawing, &marks, Some(full_number));
        self.second_scale(&mut page, &panel, above);
        self.total(&mut page, &mut panel);

        page.strips(&self.strips, &marks);
        if let Some(ribbon) = &self.ribbon {
            ribbon.draw_row(&mut page);
        }
        page.dates(&marks);
        if let Some(ribbon) = &self.ribbon {
            ribbon.write_legend(&mut page);
        }

        if !self.stages.is_empty() {
            page.y += 4.0;
            page.heading(&format!("{} [{}], each on its own scale", self.parts, self.unit), SUBTITLE);
            page.y += 4.0;
            for (place, axis) in self.stages.iter().zip(slim) {
                self.place(&mut page, place, axis, &marks);
            }
            page.y -= 14.0;
            page.dates(&marks);
        }
        Ok(page.finish(&self.note))
    }

    fn check(&self) -> Result<Date, ChartError> {
        let first = first_date(&self.dates)?;
        for band in self.stages.iter().chain([&self.total]) {
            band.check(self.dates.len())?;
        }
        if let Some(fluid) = &self.fluid {
            check_series("fluid", fluid, self.dates.len())?;
        }
        if let Some((name, one)) = &self.second_axis {
            check_numbers(name, [*one])?;
        }
        if let Some(ribbon) = &self.ribbon {
            ribbon.check(self.dates.len())?;
        }
        self.strips.iter().try_for_each(Strip::check).map(|()| first)
    }

    /// Width left of the panels for values, labels of strips and names of stages \[points\].
    fn gutter(&self, fonts: &Fonts, axis: &ValueAxis, slim: &[ValueAxis]) -> f64 {
        let values = axis.marks.iter().map(|v| fonts.width(&full_number(*v), SMALL));
        let strips = self.strips.iter().map(|strip| &strip.label);
        let strips = strips.chain(self.ribbon.iter().map(|ribbon| &ribbon.label));
        let strips = strips.map(|label| fonts.width(label, SMALL));
        let stages = self.stages.iter().zip(slim).map(|(place, axis)| {
            let value = axis.marks.iter().map(|v| fonts.width(&short_number(*v), SMALL)).fold(0.0, f64::max);
            fonts.width(&place.label, SMALL_BOLD) + 8.0 + value
        });
        let unit = fonts.width(&self.unit, SMALL);
        values.chain(strips).chain(stages).fold(unit, f64::max).clamp(40.0, 150.0) + 8.0
    }

    /// Draws the second scale right of the panel.
    fn second_scale(&self, page: &mut Page<'_>, panel: &Panel, above: f64) {
        let Some((name, one)) = self.second_axis.as_ref().filter(|(_, one)| *one > 0.0) else { return };
        let right = panel.plot.right();
        page.drawing.write(name, (WIDTH - MARGIN, above), Anchor::End, SMALL, GREY);
        // Without values the panel's scale has no meaning beyond its zero.
        let largest = if panel.axis.marks.len() > 1 { panel.axis.top / one / 1.06 } else { 0.0 };
        for mark in ValueAxis::up_to(largest, 5).marks {
            let y = panel.y(mark * one);
            page.drawing.line(vec![(right, y), (right + 4.0, y)], Pen::solid(AXIS, 1.0));
            page.drawing.write(&full_number(mark), (right + 8.0, y + 4.0), Anchor::Start, SMALL, GREY);
        }
    }

    /// Draws the total with the fluid answer, their callouts and names.
    fn total(&self, page: &mut Page<'_>, panel: &mut Panel) {
        let fonts = page.fonts;
        let drawing = &mut page.drawing;
        panel.band(drawing, &self.total, BACKLOG, Pen::solid(BACKLOG, 2.4), 0.25);
        if let Some(fluid) = &self.fluid {
            let pen = Pen { colour: BLACK, width: 1.2, dash: Some((5.0, 3.0)) };
            panel.curve(drawing, fluid, pen);
        }
        for callout in &self.total.callouts {
            panel.callout(drawing, fonts, callout, NAME, BACKLOG);
        }
        let mut name = vec![(self.total.label.clone(), NAME, BACKLOG)];
        if self.total.has_spread() {
            name.push(("median, band P10–P90".to_owned(), REMARK, BACKLOG));
        }
        let fluid: Vec<&[f64]> = self.fluid.as_deref().into_iter().collect();
        panel.name(drawing, fonts, &name, self.total.upper(), &fluid);
        if let Some(fluid) = &self.fluid {
            let name = [("fluid answer (mean rates)".to_owned(), REMARK, BLACK)];
            panel.name(drawing, fonts, &name, fluid, &[&self.total.median]);
        }
    }

    /// Draws the panel of a stage, with its name at the left.
    fn place(
        &self,
        page: &mut Page<'_>,
        place: &LabelledBand,
        axis: ValueAxis,
        marks: &[super::date_axis::DateMark],
    ) {
        let fonts = page.fonts;
        let values = axis.marks.iter().map(|v| fonts.width(&short_number(*v), SMALL)).fold(0.0, f64::max);
        let mut panel = Panel::new(page.region(SLIM), self.dates.len(), axis);
        let drawing = &mut page.drawing;
        panel.shade(drawing, &self.strips);
        panel.grid(drawing, marks, Some(short_number));
        let room = panel.plot.x - MARGIN - values - 12.0;
        let name = fonts.truncate(&place.label, SMALL_BOLD, room);
        let middle = panel.plot.y + SLIM / 2.0 + 4.0;
        drawing.write(&name, (MARGIN, middle), Anchor::Start, SMALL_BOLD, BLACK);
        panel.band(drawing, place, BACKLOG, Pen::solid(BACKLOG, 1.6), 0.3);
        for callout in &place.callouts {
            panel.callout(drawing, fonts, callout, TextStyle::regular(SMALL.size), BACKLOG);
        }
        page.y += 14.0;
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::date;

    use super::*;
    use crate::report::drawing::shapes::{Region, region_of};
    use crate::report::drawing::{Callout, StripPiece};

    /// A backlog that stands at 50, rises by 10 a day for 20 days, and falls by 5 a day to where it
    /// was.
    fn rise_and_fall(days: usize) -> Vec<f64> {
        (1..=days)
            .map(|day| match day as f64 {
                day if day <= 30.0 => 50.0,
                day if day <= 50.0 => 50.0 + (day - 30.0) * 10.0,
                day => (250.0 - (day - 50.0) * 5.0).max(50.0),
            })
            .collect()
    }

    fn band(label: &str, median: Vec<f64>, spread: f64) -> LabelledBand {
        LabelledBand {
            label: label.to_owned(),
            p10: median.iter().map(|v| v * (1.0 - spread)).collect(),
            p90: median.iter().map(|v| v * (1.0 + spread)).collect(),
            median,
            callouts: Vec::new(),
        }
    }

    fn chart(days: usize) -> BacklogChart {
        let median = rise_and_fall(days);
        let peak = |text: &str| vec![Callout { day: 50.0, value: 250.0, text: text.to_owned() }];
        let piece = |from, to, level_from, level_to, text: &str| StripPiece {
            from,
            to,
            level_from,
            level_to,
            text: text.to_owned(),
            policy: false,
        };
        let strip = |label: &str, pieces| Strip { label: label.to_owned(), pieces, ..Strip::default() };
        BacklogChart {
            parts: "Backlog by stage".to_owned(),
            title: "An attack & a restart".to_owned(),
            subtitle: "Outbound backlog of gplc".to_owned(),
            dates: (0_i64..).take(days).map(|i| date(2025, 8, 1).checked_add(i.days()).unwrap()).collect(),
            unit: "lines".to_owned(),
            stages: ["release", "stock", "pick", "pack", "dispatch"]
                .into_iter()
                .map(|place| LabelledBand { callouts: peak("peak 250"), ..band(place, median.clone(), 0.2) })
                .collect(),
            total: LabelledBand {
                callouts: peak("peak 250 lines, 19 Sep"),
                ..band("all stages", median.clone(), 0.1)
            },
            fluid: Some(median.iter().map(|v| v * 0.8).collect()),
            second_axis: Some(("days of normal flow".to_owned(), 60.0)),
            strips: vec![
                strip("order_entry", vec![piece(30.0, 50.0, 0.0, 0.0, "down")]),
                strip(
                    "wms",
                    vec![
                        piece(30.0, 50.0, 0.0, 0.0, "down"),
                        piece(50.0, 52.0, 0.5, 1.0, "warehouse"),
                        piece(70.0, 80.0, 1.25, 1.25, "overtime"),
                    ],
                ),
            ],
            ribbon: Some(Ribbon {
                label: "bottleneck".to_owned(),
                legend: "in most runs:".to_owned(),
                things: ["release", "pick"].map(str::to_owned).to_vec(),
                days: (0..days).map(|day| (day > 30).then_some(usize::from(day > 50))).collect(),
            }),
            note: "10 replications, seed 1".to_owned(),
        }
    }

    fn svg(chart: &BacklogChart) -> String {
        String::from_utf8(chart.draw(Format::Svg, 900).unwrap()).unwrap()
    }

    /// Every text of a chart with the region of its letters.
    fn texts(chart: &BacklogChart) -> Vec<(String, Region)> {
        let fonts = Fonts::embedded().unwrap();
        let drawing = chart.layout(&fonts).unwrap();
        drawing.shapes.iter().filter_map(|shape| region_of(shape, &fonts)).collect()
    }

    #[test]
    fn equal_charts_are_equal_bytes() {
        for format in [Format::Svg, Format::Png] {
            assert_eq!(chart(120).draw(format, 900), chart(120).draw(format, 900));
        }
    }

    #[test]
    fn everything_is_labelled_directly() {
        let svg = svg(&chart(120));
        for text in [
            "<title>An attack &amp; a restart</title>",
            "Outbound backlog of gplc",
            ">lines<",
            ">days of normal flow<",
            ">all stages<",
            "median, band P10–P90",
            "fluid answer (mean rates)",
            "peak 250 lines, 19 Sep",
            ">release<",
            ">stock<",
            ">pick<",
            ">pack<",
            ">dispatch<",
            ">order_entry<",
            ">wms<",
            ">down<",
            ">warehouse<",
            ">overtime<",
            ">bottleneck<",
            ">1 Sep<",
            "10 replications, seed 1",
        ] {
            assert!(svg.contains(text), "no {text}");
        }
    }

    #[test]
    fn texts_do_not_overlap_or_leave_the_page() {
        for days in [60, 120, 400, 2000] {
            let texts = texts(&chart(days));
            for (i, (text, region)) in texts.iter().enumerate() {
                assert!(region.x >= 0.0 && region.right() <= WIDTH, "{text} leaves the page, {days} days");
                for (other, taken) in &texts[i + 1..] {
                    assert!(region.overlap(taken) < 1e-9, "{text} and {other} overlap, {days} days");
                }
            }
        }
    }

    #[test]
    fn a_png_has_the_requested_width_and_proportional_height() {
        let size = |width| {
            let png = chart(120).draw(Format::Png, width).unwrap();
            assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
            let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
            (number(16), number(20))
        };
        let (wide, high) = size(900);
        assert_eq!(wide, 900);
        assert_eq!(size(1800), (1800, 2 * high));
    }

    #[test]
    fn a_value_stands_at_the_end_of_its_day() {
        let panel = Panel::new(Region { x: 0.0, y: 0.0, w: 100.0, h: 100.0 }, 10, ValueAxis::up_to(0.0, 1));
        assert_eq!(panel.points(&[0.0, 1.0]), [(10.0, 100.0), (20.0, 0.0)]);
    }

    #[test]
    fn one_replication_is_a_line_without_a_band() {
        let one = BacklogChart { total: band("all stages", rise_and_fall(120), 0.0), ..chart(120) };
        assert!(!svg(&one).contains("median, band"));
    }

    #[test]
    fn unusual_charts_are_drawn() {
        let nothing = |days: usize| BacklogChart {
            total: band("all stages", vec![0.0; days], 0.0),
            stages: vec![band("pick", vec![0.0; days], 0.0)],
            fluid: None,
            ..chart(days)
        };
        let long = "a name of a target that is much too long for the label of a strip";
        let wordy = BacklogChart {
            title: long.repeat(5),
            strips: vec![Strip { label: long.to_owned(), ..Strip::default() }],
            ..chart(60)
        };
        let outside = vec![Strip {
            label: "wms".to_owned(),
            pieces: vec![StripPiece {
                from: -50.0,
                to: 5000.0,
                level_from: 0.0,
                level_to: 0.0,
                text: "down".to_owned(),
                policy: false,
            }],
            ..Strip::default()
        }];
        for odd in [
            chart(1),
            chart(3),
            chart(5000),
            nothing(1),
            nothing(120),
            BacklogChart { stages: Vec::new(), strips: Vec::new(), ..chart(60) },
            BacklogChart { strips: outside, ..chart(60) },
            BacklogChart { second_axis: Some(("days".to_owned(), 0.0)), ..chart(60) },
            wordy,
        ] {
            assert!(
                odd.draw(Format::Svg, 900).is_ok_and(|svg| !String::from_utf8_lossy(&svg).contains("NaN"))
            );
            assert!(odd.draw(Format::Png, 300).is_ok());
        }
    }

    #[test]
    fn errors_name_the_series_that_cannot_be_drawn() {
        let apart = BacklogChart { dates: vec![date(2025, 9, 1), date(2025, 9, 3)], ..chart(2) };
        let short = BacklogChart { fluid: Some(vec![1.0]), ..chart(2) };
        let mut odd = chart(2);
        odd.stages[2].p90[1] = f64::NAN;
        for (chart, message) in [
            (BacklogChart::default(), "a chart needs one date or more"),
            (
                apart,
                "the dates of a chart must be consecutive days; 2025-09-03 does not follow the date before it",
            ),
            (short, "`fluid` has 1 value for 2 dates"),
            (odd, "`pick, p90` has a number that cannot be drawn: NaN"),
        ] {
            assert_eq!(chart.draw(Format::Svg, 900).unwrap_err().to_string(), message);
        }
        for width in [0, 299, 10_001] {
            assert_eq!(chart(2).draw(Format::Png, width), Err(ChartError::Width { width }));
        }
    }
}
