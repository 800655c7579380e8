//! Cars: cars waiting for parts, and those of them off the road, by date.

use super::{ChartEntry, ChartInput, MakeResultChart, labelled_band};
use crate::experiment::headline::Headline;
use crate::registers::metrics::{Cell, Daily, Key, Metric, ids};
use crate::report::drawing::{Chart, CurvePanel, PanelCurve, PanelsChart, Scale};

pub(crate) const CHART: ChartEntry<MakeResultChart> =
    ChartEntry { files: ["cars.svg", "cars.png"], shows, chart };

/// Series of the chart, with their labels.
const SERIES: [(Metric<Daily>, &str); 3] = [
    (ids::CARS_WAITING, "waiting for parts"),
    (ids::CARS_OFF_ROAD, "off the road"),
    (ids::COURTESY_CARS, "courtesy cars"),
];

pub(crate) fn shows(key: Key, _: &Headline) -> bool {
    SERIES.iter().any(|(metric, _)| key == metric.at(Cell::TOTAL))
}

fn chart(input: &ChartInput<'_>) -> Option<Box<dyn Chart>> {
    let ChartInput { labels, headline, series, .. } = *input;
    let cars = |metric| series.daily(metric, Cell::TOTAL);
    cars(ids::CARS_WAITING).or(cars(ids::CARS_OFF_ROAD))?;
    let curves = SERIES.iter().enumerate().filter_map(|(colour, &(metric, label))| {
        let mut band = labelled_band(label, cars(metric)?.band());
        let thin = metric == ids::COURTESY_CARS;
        if thin && band.median.iter().all(|cars| *cars <= 0.0) {
            return None;
        }
        if thin {
            (band.p10, band.p90) = (Vec::new(), Vec::new());
        }
        Some(PanelCurve { band, colour, thin, ..PanelCurve::default() })
    });
    Some(Box::new(PanelsChart {
        title: labels.title.clone(),
        subtitle: "Cars waiting for parts at all workshops, at the end of each day".to_owned(),
        dates: headline.windows.dates.clone(),
        panels: vec![CurvePanel {
            heading: String::new(),
            remark: String::new(),
            scale: Scale::Counts("cars".to_owned()),
            height: 300.0,
            curves: curves.collect(),
        }],
        strips: input.strips(),
        note: format!("Line: median over runs; band: P10–P90. {}", input.note_with_strips()),
    }))
}
