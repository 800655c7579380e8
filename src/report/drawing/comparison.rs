//! Comparison chart: the backlogs of several results over the same dates.
//!
//! Up to eight results share one panel, distinguished by colour, dashes, numbers and names; up to
//! three have bands. Under it are a table of facts and capacity strips: one row for a target that
//! is the same in all results, one slim row per result for a target that differs. More than eight
//! results have a small panel each, all on one scale, with the first result in grey behind.
//!
//! Knows nothing of differences and their significance, which are in the tables.

use jiff::civil::Date;

use super::band::first_date;
use super::date_axis::DateMark;
use super::page::{MARGIN, Page};
use super::palette::{BACKLOG, BLACK, GREY, NAME, REMARK, RESULTS, SMALL, SMALL_BOLD, SUBTITLE};
use super::panel::Panel;
use super::shapes::{Anchor, Drawing, Pen, Region, WIDTH};
use super::text::Fonts;
use super::value_axis::{ValueAxis, full_number, short_number};
use super::{Chart, ChartError, Format, LabelledBand, Strip, draw};

/// Heights of the shared panel and of one of many \[points\].
const TALL: f64 = 340.0;
const SMALL_PANEL: f64 = 92.0;
/// Most results shown with bands.
const WITH_BANDS: usize = 3;
/// Width for the numbers of plans between the name of a target and its rows \[points\].
const NUMBERS: f64 = 20.0;
/// Height of a strip under a small panel, too slim for text \[points\].
const BAR: f64 = 5.0;

/// Input of a comparison chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ComparisonChart {
    /// Title of the comparison.
    pub title: String,
    /// Subtitle, such as "outbound backlog of gplc, all classes".
    pub subtitle: String,
    /// Consecutive dates; a value is that at the midnight at the end of its date.
    pub dates: Vec<Date>,
    /// Unit, such as "lines".
    pub unit: String,
    /// A band for each result; the first is the reference.
    pub results: Vec<LabelledBand>,
    /// Columns of the table of facts: head, and a cell for each result.
    pub facts: Vec<(String, Vec<String>)>,
    /// Label and capacity strips of each result that has any.
    pub strips: Vec<(String, Vec<Strip>)>,
    /// Note at the foot: replications, version, seed.
    pub note: String,
}

impl Chart for ComparisonChart {
    fn draw(&self, format: Format, width: u32) -> Result<Vec<u8>, ChartError> {
        draw(|fonts| self.layout(fonts), format, width)
    }
}

impl ComparisonChart {
    fn layout(&self, fonts: &Fonts) -> Result<Drawing, ChartError> {
        let first = first_date(&self.dates)?;
        if self.results.is_empty() {
            return Err(ChartError::NoResults);
        }
        for band in &self.results {
            band.check(self.dates.len())?;
        }
        for strip in self.strips.iter().flat_map(|(_, strips)| strips) {
            strip.check()?;
        }
        let largest = self.results.iter().map(LabelledBand::largest).fold(0.0, f64::max);
        Ok(if self.results.len() <= RESULTS.len() {
            self.in_one_panel(fonts, first, largest)
        } else {
            self.in_many_panels(fonts, first, largest)
        })
    }

    fn in_one_panel(&self, fonts: &Fonts, first: Date, largest: f64) -> Drawing {
        let days = self.dates.len();
        let axis = ValueAxis::up_to(largest, 5);
        let values = axis.marks.iter().map(|v| fonts.width(&full_number(*v), SMALL));
        let labels = self.strips.iter().flat_map(|(_, strips)| strips);
        let labels = labels.map(|strip| fonts.width(&strip.label, SMALL) + NUMBERS);
        let unit = fonts.width(&self.unit, SMALL);
        let left = MARGIN + values.chain(labels).fold(unit, f64::max).clamp(40.0, 150.0) + 8.0;
        let right = WIDTH - 28.0;
        let mut page = Page::new(fonts, (&self.title, &self.subtitle), (left, right), first, days);
        let marks = page.date_marks(right - left);

        page.y += 12.0;
        let above = page.y + SMALL.size;
        page.y = above + 8.0;
        let mut panel = Panel::new(page.region(TALL), days, axis);
        page.drawing.write(&self.unit, (left - 6.0, above), Anchor::End, SMALL, GREY);
        panel.grid(&mut page.drawing, &marks, Some(full_number));
        self.curves(&mut page.drawing, fonts, &mut panel);
        page.dates(&marks);
        self.table(&mut page);
        self.levels(&mut page, &marks);
        if self.results.iter().any(LabelledBand::has_spread) {
            let bands = if self.shows_bands() { "; band: P10–P90" } else { "" };
            return page.finish(&format!("Line: median over runs{bands}. {}", self.note));
        }
        page.finish(&self.note)
    }

    fn shows_bands(&self) -> bool {
        self.results.len() <= WITH_BANDS
    }

    /// Draws the curves with callouts and names, the first result on top.
    fn curves(&self, drawing: &mut Drawing, fonts: &Fonts, panel: &mut Panel) {
        for (band, (colour, dash)) in self.results.iter().zip(RESULTS).rev() {
            let pen = Pen { colour, width: 2.2, dash };
            if self.shows_bands() {
                panel.band(drawing, band, colour, pen, 0.16);
            } else {
                panel.curve(drawing, &band.median, pen);
            }
        }
        for (band, (colour, _)) in self.results.iter().zip(RESULTS) {
            for callout in &band.callouts {
                panel.callout(drawing, fonts, callout, REMARK, colour);
            }
        }
        for (i, (band, (colour, _))) in self.results.iter().zip(RESULTS).enumerate() {
            let others = self.results.iter().enumerate().filter(|(j, _)| *j != i);
            let others: Vec<&[f64]> = others.map(|(_, other)| other.median.as_slice()).collect();
            let name = format!("{} {}", i + 1, band.label);
            let name = fonts.truncate(&name, NAME, panel.plot.w / 3.0);
            panel.name(drawing, fonts, &[(name, NAME, colour)], &band.median, &others);
        }
    }

    /// Draws the table of facts: number, line sample and name of each result, and its cells.
    fn table(&self, page: &mut Page<'_>) {
        let fonts = page.fonts;
        let wide = |(head, cells): &(String, Vec<String>)| {
            let cells = cells.iter().map(|cell| fonts.width(cell, SMALL));
            cells.fold(fonts.width(head, SMALL), f64::max) + 22.0
        };
        page.y += 4.0;
        let mut columns: Vec<(f64, &(String, Vec<String>))> = Vec::new();
        let mut x = WIDTH - 28.0;
        let names = MARGIN + 62.0;
        for fact in self.facts.iter().rev() {
            // Columns that leave no room for the names are left out; the tables have them.
            if x - wide(fact) < names + 160.0 {
                break;
            }
            columns.push((x, fact));
            x -= wide(fact);
        }
        for (x, (head, _)) in &columns {
            page.drawing.write(head, (*x, page.y + SMALL.size), Anchor::End, SMALL, GREY);
        }
        page.y += if columns.is_empty() { 0.0 } else { SMALL.leading() + 4.0 };
        for (i, (band, (colour, dash))) in self.results.iter().zip(RESULTS).enumerate() {
            let baseline = page.y + SMALL.size;
            let number = (i + 1).to_string();
            page.drawing.write(&number, (MARGIN + 10.0, baseline), Anchor::End, SMALL_BOLD, colour);
            let middle = baseline - 4.0;
            let sample = vec![(MARGIN + 18.0, middle), (MARGIN + 54.0, middle)];
            page.drawing.line(sample, Pen { colour, width: 2.2, dash });
            let name = fonts.truncate(&band.label, SMALL_BOLD, x - names - 8.0);
            page.drawing.write(&name, (names, baseline), Anchor::Start, SMALL_BOLD, BLACK);
            for (x, (_, cells)) in &columns {
                let cell = cells.get(i).map_or("", String::as_str);
                page.drawing.write(cell, (*x, baseline), Anchor::End, SMALL, BLACK);
            }
            page.y += SMALL.leading() + 3.0;
        }
        page.y += 8.0;
    }

    /// Draws the capacity strips: targets that are the same in all results once, others for each.
    fn levels(&self, page: &mut Page<'_>, marks: &[DateMark]) {
        let mut labels: Vec<&str> = Vec::new();
        for strip in self.strips.iter().flat_map(|(_, strips)| strips) {
            if !labels.contains(&strip.label.as_str()) {
                labels.push(&strip.label);
            }
        }
        let of_each = |label: &str| -> Vec<Option<&Strip>> {
            let own = self.strips.iter().map(|(_, strips)| strips);
            own.map(|strips| strips.iter().find(|strip| strip.label == label)).collect()
        };
        let (alike, apart): (Vec<&str>, Vec<&str>) =
            labels.into_iter().partition(|label| of_each(label).windows(2).all(|pair| pair[0] == pair[1]));
        let alike: Vec<Strip> = alike.into_iter().filter_map(|label| of_each(label)[0]).cloned().collect();
        if !alike.is_empty() {
            let heading = if self.strips.len() > 1 { "Same in all plans" } else { "Capacity and policies" };
            page.heading(heading, SMALL_BOLD);
            page.strips(&alike, marks);
            page.y += 8.0;
        }
        if !apart.is_empty() {
            page.heading("Different: a row for each plan, by number", SMALL_BOLD);
            for label in apart {
                page.strips_of_many(label, &of_each(label), marks);
                page.y += 6.0;
            }
        }
        if !self.strips.is_empty() {
            page.dates(marks);
        }
    }

    fn in_many_panels(&self, fonts: &Fonts, first: Date, largest: f64) -> Drawing {
        let days = self.dates.len();
        let columns = if self.results.len() <= 9 { 3 } else { 4 };
        let axis = ValueAxis::up_to(largest, 3);
        let values = axis.marks.iter().map(|v| fonts.width(&short_number(*v), SMALL)).fold(0.0, f64::max);
        let left = MARGIN + fonts.width(&self.unit, SMALL).max(values).max(24.0) + 8.0;
        let right = WIDTH - 28.0;
        let gap = 22.0;
        let wide = (right - left - gap * (columns - 1) as f64) / columns as f64;
        let bars = self.strips.iter().map(|(_, strips)| strips.len()).max().unwrap_or(0);
        let bars_high = bars as f64 * (BAR + 2.0);

        let mut page = Page::new(fonts, (&self.title, &self.subtitle), (left, right), first, days);
        let marks = page.date_marks(wide);
        let reference = &self.results[0];
        page.y += 4.0;
        let grey = format!("Same scale in all panels [{}]; grey: {}", self.unit, reference.label);
        page.heading(&grey, SUBTITLE);
        page.y += 8.0;
        let rows = self.results.len().div_ceil(columns);
        for (i, band) in self.results.iter().enumerate() {
            let (row, column) = (i / columns, i % columns);
            let pitch = SMALL_PANEL + bars_high + 40.0;
            let region = Region {
                x: left + column as f64 * (wide + gap),
                y: page.y + 18.0 + row as f64 * pitch,
                w: wide,
                h: SMALL_PANEL,
            };
            let name = fonts.truncate(&band.label, SMALL_BOLD, wide);
            page.drawing.write(&name, (region.x, region.y - 8.0), Anchor::Start, SMALL_BOLD, BLACK);
            let mut panel = Panel::new(region, days, axis.clone());
            panel.grid(&mut page.drawing, &marks, (column == 0).then_some(short_number));
            if i > 0 {
                panel.curve(&mut page.drawing, &reference.median, Pen::solid(GREY.at(0.6), 1.2));
            }
            panel.band(&mut page.drawing, band, BACKLOG, Pen::solid(BACKLOG, 1.6), 0.3);
            let own = self.strips.iter().find(|(label, _)| *label == band.label);
            for (k, strip) in own.iter().flat_map(|(_, strips)| strips).enumerate() {
                let y = region.bottom() + 4.0 + k as f64 * (BAR + 2.0);
                let bar = Region { x: region.x, y, w: wide, h: BAR };
                strip.draw(&mut page.drawing, fonts, bar, |day| panel.x(day), false);
            }
            // Only the lowest panel of each column has its dates written under it.
            if i + columns >= self.results.len() {
                let under = region.bottom() + bars_high + if bars > 0 { 3.0 } else { 0.0 };
                page.dates_under((region.x, region.right(), under), &marks);
            }
            if i + 1 == self.results.len() {
                page.y += rows as f64 * pitch + 20.0;
            }
        }
        let legend = if self.results.iter().any(LabelledBand::has_spread) {
            "Line: median; band: P10–P90. "
        } else {
            ""
        };
        page.finish(&format!("{legend}{}", self.note))
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::date;

    use super::*;
    use crate::report::drawing::StripPiece;
    use crate::report::drawing::shapes::region_of;

    fn chart(results: usize) -> ComparisonChart {
        let days = 90;
        ComparisonChart {
            title: "Plans compared".to_owned(),
            subtitle: "Outbound backlog of gplc".to_owned(),
            dates: (0..days).map(|i| date(2025, 9, 1).checked_add(i.days()).unwrap()).collect(),
            unit: "lines".to_owned(),
            results: (0..results)
                .map(|plan| {
                    // From 1000 and more downwards, each plan later than the last.
                    let at = |i: i64| (1000.0 + 100.0 * plan as f64 - 20.0 * i as f64).max(50.0);
                    let median: Vec<f64> = (0..days).map(at).collect();
                    LabelledBand {
                        label: format!("plan {plan}"),
                        p10: median.iter().map(|v| v * 0.9).collect(),
                        p90: median.iter().map(|v| v * 1.1).collect(),
                        median,
                        callouts: Vec::new(),
                    }
                })
                .collect(),
            facts: vec![(
                "peak, lines".to_owned(),
                (0..results).map(|plan| format!("{}", 1000 + plan)).collect(),
            )],
            strips: vec![("plan 0".to_owned(), vec![Strip::default()])],
            note: "seed 1".to_owned(),
        }
    }

    #[test]
    fn every_result_is_named() {
        for results in [1, 2, 5, 6, 9, 20] {
            let svg = chart(results).draw(Format::Svg, 900).unwrap();
            let svg = String::from_utf8(svg).unwrap();
            for plan in 0..results {
                assert!(svg.contains(&format!(">plan {plan}<")), "plan {plan} of {results}");
            }
            assert!(svg.contains("lines") && svg.contains("Plans compared") && svg.contains("seed 1"));
            assert!(chart(results).draw(Format::Png, 300).is_ok());
        }
    }

    /// Strips of a plan with two targets, the second of which returns on a day of its own.
    fn strips(plan: usize) -> Vec<Strip> {
        let down = |to: f64| StripPiece {
            from: 10.0,
            to,
            level_from: 0.0,
            level_to: 0.0,
            text: "down".to_owned(),
            policy: false,
        };
        let strip =
            |label: &str, to| Strip { label: label.to_owned(), pieces: vec![down(to)], ..Strip::default() };
        vec![strip("order_entry", 20.0), strip("wms", 25.0 + plan as f64)]
    }

    #[test]
    fn texts_do_not_overlap_with_two_to_eight_plans() {
        let fonts = Fonts::embedded().unwrap();
        for results in 2..=8 {
            let mut chart = chart(results);
            for (plan, band) in chart.results.iter_mut().enumerate() {
                band.label = format!("plan {plan} with quite a long title that says what it does");
            }
            let labels = chart.results.iter().map(|band| band.label.clone());
            chart.strips = labels.enumerate().map(|(plan, label)| (label, strips(plan))).collect();
            let drawing = chart.layout(&fonts).unwrap();
            let texts: Vec<_> = drawing.shapes.iter().filter_map(|shape| region_of(shape, &fonts)).collect();
            assert_eq!(texts.iter().filter(|(text, _)| text == "order_entry").count(), 1, "the same in all");
            for (i, (text, region)) in texts.iter().enumerate() {
                assert!(region.x >= 0.0 && region.right() <= WIDTH, "{text} leaves the page");
                for (other, taken) in &texts[i + 1..] {
                    assert!(region.overlap(taken) < 1e-9, "{text} and {other} overlap, {results} plans");
                }
            }
        }
    }

    #[test]
    fn equal_comparisons_are_equal_bytes() {
        assert_eq!(chart(3).draw(Format::Svg, 900), chart(3).draw(Format::Svg, 900));
    }

    #[test]
    fn a_comparison_without_results_is_an_error() {
        assert_eq!(chart(0).draw(Format::Svg, 900), Err(ChartError::NoResults));
    }
}
