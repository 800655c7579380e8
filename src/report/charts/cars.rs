//! Cars: cars waiting for parts, and those of them off the road, by date.

use super::{ChartEntry, ChartInput, MakeResultChart, labelled_band};
use crate::experiment::headline::Headline;
use crate::metrics::Key;
use crate::report::drawing::{Chart, Curve, CurvePanel, PanelsChart, Scale};

pub(crate) const CHART: ChartEntry<MakeResultChart> =
    ChartEntry { files: ["cars.svg", "cars.png"], shows, chart };

/// Series of cars waiting for parts.
pub(crate) const WAITING: &str = "cars_waiting";
/// Series of cars off the road.
pub(crate) const OFF_ROAD: &str = "cars_off_road";
/// Series of courtesy cars lent.
const COURTESY: &str = "courtesy_cars";

pub(crate) fn shows(key: &Key, _: &Headline) -> bool {
    [WAITING, OFF_ROAD, COURTESY].contains(&key.name.as_str()) && key.site == "all" && key.class == "all"
}

fn chart(input: &ChartInput<'_>) -> Option<Box<dyn Chart>> {
    let ChartInput { labels, headline, series, .. } = *input;
    series.daily(WAITING, "all", "all").or(series.daily(OFF_ROAD, "all", "all"))?;
    let named = [(WAITING, "waiting for parts"), (OFF_ROAD, "off the road"), (COURTESY, "courtesy cars")];
    let curves = named.iter().enumerate().filter_map(|(colour, &(name, label))| {
        let mut band = labelled_band(label, series.daily(name, "all", "all")?.band());
        let thin = name == COURTESY;
        if thin && band.median.iter().all(|cars| *cars <= 0.0) {
            return None;
        }
        if thin {
            (band.p10, band.p90) = (Vec::new(), Vec::new());
        }
        Some(Curve { band, colour, thin, ..Curve::default() })
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
