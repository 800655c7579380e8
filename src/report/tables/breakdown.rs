//! Breakdown of a comparison: service levels and open demand of all plans by market, class, window
//! or week.
//!
//! Exploratory: differences are adjusted as a family of this table alone, and have no stars.

use super::overview::PlanSummary;
use crate::experiment::compare::{Difference, adjust};
use crate::experiment::metric_kinds::is_in_longest_window;
use crate::registers::metrics::{Dim, Key, MetricId, ids};
use crate::report::text_table::{NONE, Style, TextTable};

/// Dimensions by which a comparison can be broken down, each with its word.
pub const BREAKDOWNS: [(&str, Dim); 4] =
    [("market", Dim::Market), ("class", Dim::Class), ("window", Dim::Window), ("week", Dim::Week)];

/// Metrics of a breakdown.
fn metrics(by: Dim) -> &'static [MetricId] {
    const SERVICE: [MetricId; 5] = [
        ids::SHIPPED_ON_TIME.id(),
        ids::FACING_FILL_RATE.id(),
        ids::SYSTEM_FILL_RATE.id(),
        ids::LOST_SHARE.id(),
        ids::LATE_LINE_DAYS.id(),
    ];
    const PARTS: [MetricId; 3] =
        [ids::OPEN_DEMAND_PEAK.id(), ids::SHIPPED_ON_TIME.id(), ids::LOST_SHARE.id()];
    const WEEKS: [MetricId; 1] = [ids::SHIPPED_ON_TIME.id()];
    match by {
        Dim::Window => &SERVICE,
        Dim::Week => &WEEKS,
        _ => &PARTS,
    }
}

/// True for the keys of a breakdown: those with a label in its dimension and in no other, but the
/// longest window.
fn is_part(key: Key, by: Dim) -> bool {
    let others = [Dim::Market, Dim::Class, Dim::Week, Dim::Site, Dim::Stage, Dim::Age];
    metrics(by).contains(&key.metric)
        && key.label(by).is_some()
        && others.iter().all(|&dim| dim == by || key.label(dim).is_none())
        && (by == Dim::Window
            || by == Dim::Week
            || key.label(Dim::Window).is_none()
            || is_in_longest_window(key))
}

/// The table; empty where the plans have no such parts.
pub fn breakdown(plans: &[PlanSummary<'_>], by: Dim, style: Style) -> String {
    let Some((first, others)) = plans.split_first() else { return String::new() };
    let names = first.wording.names();
    let mut differences: Vec<Vec<Difference>> = others.iter().map(|plan| plan.differences.to_vec()).collect();
    for difference in differences.iter_mut().flatten() {
        difference.adjusted = None;
    }
    adjust(&mut differences, |key| is_part(key, by));
    let heads: Vec<String> = [by.name().to_owned(), "metric".to_owned()]
        .into_iter()
        .chain((1..).zip(plans).map(|(number, plan)| format!("{number} {}", plan.name)))
        .collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = TextTable::new(&heads, &[0, 1], style);
    let mut keys: Vec<Key> = first.rows.iter().map(|row| row.key).filter(|&key| is_part(key, by)).collect();
    let rank = |key: &Key| metrics(by).iter().position(|metric| *metric == key.metric);
    keys.sort_by_key(|key| (key.label(by), rank(key)));
    let mut label = None;
    for key in keys {
        let value = |plan: &PlanSummary<'_>| {
            let row = plan.row(key, names)?;
            Some(plan.wording.value(key, row.mean?))
        };
        let first_value = value(first).unwrap_or_else(|| NONE.to_owned());
        let mut cells = vec![first_value];
        for (plan, differences) in others.iter().zip(&differences) {
            let mut lines = vec![value(plan).unwrap_or_else(|| NONE.to_owned())];
            lines.extend(differences.iter().find(|one| one.key == key).and_then(|one| {
                let mean = first.wording.difference(key, one.mean?);
                let half = one.adjusted.map(|adjusted| first.wording.plus_minus(key, adjusted.half_width));
                Some(half.map_or(mean.clone(), |half| format!("{mean} {half}")))
            }));
            cells.push(lines.join("\n"));
        }
        if cells.iter().all(|cell| cell == NONE) {
            continue;
        }
        let name = names.name(key.cell, by).replace('_', " ");
        let shown = if label == key.label(by) { String::new() } else { name };
        label = key.label(by);
        table.row([shown, first.wording.metric_title(key)].into_iter().chain(cells).collect());
    }
    if table.is_empty() {
        return String::new();
    }
    let note = "Exploratory: under a value its difference from plan 1, ± an interval that holds at 95 % for all differences \
                of this table together; a table of parts has no stars.";
    format!("By {}\n\n{}{}\n", by.name(), table.into_text(), style.wrap(note, 2))
}
