//! Comparison of cars: cars waiting for parts and off the road, of several plans, by date.

use super::aligned::AlignedResults;
use super::cars::shows;
use super::{ChartEntry, ChartInput, MakeComparisonChart, labelled_band};
use crate::experiment::band::Band;
use crate::registers::metrics::{Cell, Daily, Metric, ids};
use crate::report::drawing::{Chart, CurvePanel, PanelCurve, PanelsChart, Scale};

pub(crate) const CHART: ChartEntry<MakeComparisonChart> =
    ChartEntry { files: ["comparison-cars.svg", "comparison-cars.png"], shows, chart };

fn chart(results: &[ChartInput<'_>]) -> Option<Box<dyn Chart>> {
    let first = results.first()?;
    let aligned = AlignedResults::of(results);
    let panel = |metric: Metric<Daily>, heading: &str| {
        let curves = results.iter().enumerate().filter_map(|(plan, input)| {
            let band = input.series.daily(metric, Cell::TOTAL)?.band();
            let part = |values: &[f64]| aligned.part(plan, values);
            let band = Band { median: part(&band.median), p10: part(&band.p10), p90: part(&band.p90) };
            let band = labelled_band(&aligned.numbered(plan), band);
            Some(PanelCurve { band, colour: plan, ..PanelCurve::default() })
        });
        let curves: Vec<PanelCurve> = curves.collect();
        (!curves.is_empty()).then(|| CurvePanel {
            heading: heading.to_owned(),
            remark: String::new(),
            scale: Scale::Counts("cars".to_owned()),
            height: 260.0,
            curves,
        })
    };
    let panels = [(ids::CARS_WAITING, "waiting for parts"), (ids::CARS_OFF_ROAD, "off the road")];
    let panels: Vec<CurvePanel> =
        panels.iter().filter_map(|&(metric, heading)| panel(metric, heading)).collect();
    (!panels.is_empty()).then(|| -> Box<dyn Chart> {
        Box::new(PanelsChart {
            title: aligned.title(),
            subtitle: "Cars waiting for parts at all workshops, at the end of each day".to_owned(),
            dates: aligned.dates.clone(),
            panels,
            strips: Vec::new(),
            note: format!("Line: median over runs; bands P10–P90 for up to three plans. {}", first.note()),
        })
    })
}
