//! On-time shipment by order date: a panel for each class.

use super::{OfOne, Registered, Shown, labelled};
use crate::experiment::headline::Headline;
use crate::metrics::Key;
use crate::report::drawing::{Chart, Curve, CurvePanel, PanelsChart, Scale};

pub(crate) const PICTURE: Registered<OfOne> =
    Registered { files: ["promise.svg", "promise.png"], keeps, chart };

const SHIPPED: &str = "shipped_within_promise";

fn keeps(key: &Key, _: &Headline) -> bool {
    key.name == SHIPPED && key.site == "all"
}

fn chart(shown: &Shown<'_>) -> Option<Box<dyn Chart>> {
    let Shown { labels, headline, kept, .. } = *shown;
    let panels: Vec<CurvePanel> = headline
        .classes
        .iter()
        .filter_map(|class| {
            let daily = kept.daily(SHIPPED, "all", class)?;
            Some(CurvePanel {
                heading: class.clone(),
                remark: String::new(),
                scale: Scale::Shares,
                height: 130.0,
                curves: vec![Curve { band: labelled("", daily.band()), ..Curve::default() }],
            })
        })
        .collect();
    (!panels.is_empty()).then(|| -> Box<dyn Chart> {
        Box::new(PanelsChart {
            title: labels.title.clone(),
            subtitle: "On-time shipment: share of customer lines shipped within the promise of their class, by order date".to_owned(),
            dates: headline.windows.dates.clone(),
            panels,
            strips: shown.strips(),
            note: format!(
                "Line: median over runs; band: P10–P90. Days without orders, and days with lines due after the end of \
                 the run, are left out. {}",
                shown.note_with_strips()
            ),
        })
    })
}
