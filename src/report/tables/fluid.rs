//! The fluid answer beside the simulated one: peak and clearance of the outbound backlog.

use crate::analysis::clearance::Clearance;
use crate::analysis::fluid::fluid;
use crate::experiment::summary::MetricSummary;
use crate::model::Model;
use crate::registers::metrics::{Cell, Dim, Key, ids};
use crate::report::tables::headline::reached;
use crate::report::text_table::Style;
use crate::report::wording::{Wording, with_separators};
use jiff::ToSpan as _;

/// Two sentences; empty without a centre or without a disruption.
pub fn fluid_beside(rows: &[MetricSummary], model: &Model, wording: &Wording, style: Style) -> String {
    let Some(centre) = model.centre().filter(|_| model.times.onset < model.times.end) else {
        return String::new();
    };
    let site = Cell::TOTAL.with(Dim::Site, centre.index());
    let find = |key: Key| rows.iter().find(|row| row.key == key);
    let (peak, day, cleared) =
        (ids::BACKLOG_PEAK.at(site), ids::BACKLOG_PEAK_DAY.at(site), ids::CLEARANCE_DAY.at(site));
    let Some((lines, on)) = find(peak).and_then(|row| row.mean).zip(find(day).and_then(|row| row.mean))
    else {
        return String::new();
    };
    let answer = fluid(model);
    let date = |day: usize| {
        let date = model.times.origin.saturating_add((day as i64).days());
        date.strftime("%-d %b %Y").to_string()
    };
    let by_rates = match answer.clearance {
        Clearance::NeverExceeded => "is never above its limit".to_owned(),
        Clearance::Cleared(day) => format!("is cleared on {}", date(day)),
        Clearance::NotCleared => "is not cleared by the end".to_owned(),
    };
    let simulated =
        find(cleared).and_then(|row| row.median).map_or("nothing to clear".to_owned(), |median| {
            format!("cleared on {}", reached(cleared, median, wording))
        });
    let site = wording.names().name(site, Dim::Site);
    let text = format!(
        "Fluid answer: by mean rates alone the outbound backlog of {site} peaks at {} lines on {} and {by_rates}; simulated: \
         {} lines on {}, {simulated}. It leaves out chance, classes and policies, stock that runs out, and lorries: a large \
         difference is the effect of these.",
        with_separators(&format!("{:.0}", answer.peak)),
        date(answer.peak_day),
        with_separators(&format!("{lines:.0}")),
        wording.value(day, on),
    );
    style.wrap(&text, 2) + "\n"
}
