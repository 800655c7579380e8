//! Shipped within promise by day of order: a panel for each class.

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
                heading: format!("{class} lines"),
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
            subtitle: "Customer lines shipped within promise, as a share of those ordered, by day of order".to_owned(),
            dates: headline.windows.dates.clone(),
            panels,
            strips: shown.strips(),
            note: format!(
                "Line: median of the runs. Band: p10–p90. Left out: days without orders, and days whose lines are not \
                 all due by the end of the run. {}",
                shown.note_with_strips()
            ),
        })
    })
}
