//! On-time shipment by order date: a panel for each class.

use super::{ChartEntry, ChartInput, MakeResultChart, labelled_band};
use crate::experiment::headline::Headline;
use crate::registers::metrics::{Dim, Key, cell, ids};
use crate::report::drawing::{Chart, CurvePanel, PanelCurve, PanelsChart, Scale};

pub(crate) const CHART: ChartEntry<MakeResultChart> =
    ChartEntry { files: ["promise.svg", "promise.png"], shows, chart };

fn shows(key: Key, _: &Headline) -> bool {
    key.is(ids::SHIPPED_ON_TIME_DAILY)
}

fn chart(input: &ChartInput<'_>) -> Option<Box<dyn Chart>> {
    let ChartInput { labels, headline, series, .. } = *input;
    let panels: Vec<CurvePanel> = headline
        .classes
        .iter()
        .enumerate()
        .filter_map(|(number, class)| {
            let daily = series.daily(ids::SHIPPED_ON_TIME_DAILY, cell(&[(Dim::Class, number)]))?;
            Some(CurvePanel {
                heading: class.clone(),
                remark: String::new(),
                scale: Scale::Shares,
                height: 130.0,
                curves: vec![PanelCurve { band: labelled_band("", daily.band()), ..PanelCurve::default() }],
            })
        })
        .collect();
    (!panels.is_empty()).then(|| -> Box<dyn Chart> {
        Box::new(PanelsChart {
            title: labels.title.clone(),
            subtitle: "On-time shipment: share of customer lines shipped within the promise of their class, by order date".to_owned(),
            dates: headline.windows.dates.clone(),
            panels,
            strips: input.strips(),
            note: format!(
                "Line: median over runs; band: P10–P90. Days without orders, and days with lines due after the end of \
                 the run, are left out. {}",
                input.note_with_strips()
            ),
        })
    })
}
