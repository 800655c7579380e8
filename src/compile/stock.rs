//! Stock: the assortment of each site, and the levels and planned lead times of all shelves.
//!
//! A site holds the parts of its segments whose demand at one site of the group, with that of all
//! customers below it, reaches its minimum demand.
//!
//! All sites of a group have the same levels. Parts with the same demand, in lines of the same
//! size, have the same level, which is computed once.

use super::BuildError;
use super::calendar::{Timeline, WorkingDays};
use super::lead_time::Network;
use super::names::Names;
use super::review::{in_a_normal_week, interval};
use crate::analysis::stock_levels::{
    Cover, level_for_cover, level_for_cycle_service, level_for_fill_rate, level_for_ready_rate,
    reorder_point_for_fill_rate,
};
use crate::model::assortment::Assortment;
use crate::model::line_size::{LineSize, LineSizes};
use crate::model::{Replenishment, Segment};
use crate::scenario::Scenario;
use crate::scenario::stock::{BaseStock as BaseStockSpec, Stock as StockSpec, StockLevel};
use crate::units::{DAY, Duration, IndexVec, Per, SiteGroupId};
use std::ops::Range;

/// Shelves, levels and planned lead time of one site group.
pub(crate) struct StockPlan {
    pub(crate) assortment: Assortment,
    pub(crate) level: Vec<u32>,
    pub(crate) replenishment: Replenishment,
    pub(crate) lead_time: Duration,
}

/// Demand that levels are computed from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineDemand<'a> {
    pub(crate) segments: &'a [Segment],
    /// Lines a day that are requested of one site, by site group and part.
    pub(crate) lines: &'a IndexVec<SiteGroupId, Vec<f64>>,
    pub(crate) sizes: &'a LineSizes,
}

/// Stock plan of each site group; `None` for one without base stock.
pub(crate) fn plans(
    scenario: &Scenario,
    names: &Names<'_>,
    (days, timeline): (&WorkingDays, &Timeline),
    network: &Network<'_>,
    below: LineDemand<'_>,
) -> Result<Vec<Option<StockPlan>>, BuildError> {
    let segments = below.segments;
    let mut plans = Vec::new();
    for (group, &position) in names.group_order.iter_ids() {
        let site = &scenario.sites[position];
        let Some(StockSpec::BaseStock(spec)) = &site.stock else {
            plans.push(None);
            continue;
        };
        let lead_time = spec
            .planned_lead_time
            .unwrap_or_else(|| network.lead_time(group, &in_a_normal_week(spec.review, days, timeline)));
        let times = (
            lead_time.as_micros_f64() / DAY.as_micros_f64(),
            interval(spec.review, days) / DAY.as_micros_f64(),
        );
        let requested = &below.lines[group];
        let part_of_shelf = held_parts(spec, names, days, segments, requested);
        let (level, replenishment) = match &spec.level {
            StockLevel::MinMax { min, max } => {
                let [min, max] = [min, max].map(|pieces| by_shelf(pieces, names, &part_of_shelf, segments));
                (max, Replenishment::MinMax(min))
            }
            StockLevel::Lots { reorder_point, quantity } => {
                let [mut level, lot] =
                    [reorder_point, quantity].map(|pieces| by_shelf(pieces, names, &part_of_shelf, segments));
                level.iter_mut().zip(&lot).for_each(|(level, lot)| *level += lot);
                (level, Replenishment::Lots(lot))
            }
            StockLevel::LotsFillRate { quantity, .. } => {
                let lot = by_shelf(quantity, names, &part_of_shelf, segments);
                let level = levels(&site.name, group, spec, names, &part_of_shelf, below, (times, &lot))?;
                (level, Replenishment::Lots(lot))
            }
            _ => {
                let level = levels(&site.name, group, spec, names, &part_of_shelf, below, (times, &[]))?;
                (level, Replenishment::BaseStock)
            }
        };
        let parts = segments.iter().map(|segment| segment.count as usize).sum();
        let assortment = Assortment::new(part_of_shelf, parts);
        plans.push(Some(StockPlan { assortment, level, replenishment, lead_time }));
    }
    Ok(plans)
}

/// Parts that one site holds, ascending.
fn held_parts(
    spec: &BaseStockSpec,
    names: &Names<'_>,
    days: &WorkingDays,
    segments: &[Segment],
    lines_per_day: &[f64],
) -> Vec<u32> {
    let held: Vec<u16> = spec.segments.iter().map(|name| names.segment(name)).collect();
    let least = spec.minimum_demand.map(|least| match least.per {
        Per::Time(time) => least.count * DAY.as_micros_f64() / time.as_micros_f64(),
        Per::WorkingDay => least.count * days.per_week() / 7.0,
    });
    // A part whose demand is the minimum but for rounding is held.
    let enough = |part: &u32| {
        let requested = lines_per_day.get(*part as usize).copied().unwrap_or(0.0);
        least.is_none_or(|least| requested >= least * (1.0 - 1e-12))
    };
    let segments = segments.iter().zip(0..).filter(|(_, index)| held.is_empty() || held.contains(index));
    let segments = segments.map(|(segment, _)| segment.first..segment.first + segment.count);
    let mut parts = Vec::with_capacity(segments.clone().map(|parts| parts.len()).sum());
    parts.extend(segments.flatten().filter(enough));
    parts
}

/// Shelves of a segment, which are contiguous.
fn shelves_of(segment: &Segment, part_of_shelf: &[u32]) -> Range<usize> {
    let shelf = |part: u32| part_of_shelf.partition_point(|&held| held < part);
    shelf(segment.first)..shelf(segment.first + segment.count)
}

/// Pieces by shelf, from pieces by segment.
fn by_shelf(
    pieces: &[(String, u32)],
    names: &Names<'_>,
    part_of_shelf: &[u32],
    segments: &[Segment],
) -> Vec<u32> {
    let mut pieces_of_shelf = vec![0; part_of_shelf.len()];
    for (name, pieces) in pieces {
        pieces_of_shelf[shelves_of(&segments[usize::from(names.segment(name))], part_of_shelf)].fill(*pieces);
    }
    pieces_of_shelf
}

/// Level of each shelf, its highest inventory position; `times`: lead time and time between reviews
/// \[days\]; `lot`: pieces of a lot by shelf, where orders come in lots.
fn levels(
    site: &str,
    group: SiteGroupId,
    spec: &BaseStockSpec,
    names: &Names<'_>,
    part_of_shelf: &[u32],
    below: LineDemand<'_>,
    (times, lot): ((f64, f64), &[u32]),
) -> Result<Vec<u32>, BuildError> {
    let segments = below.segments;
    if let StockLevel::Pieces(pieces) = &spec.level {
        return Ok(by_shelf(pieces, names, part_of_shelf, segments));
    }
    let mut level = vec![0; part_of_shelf.len()];
    for (index, segment) in segments.iter().enumerate() {
        let mut before: Option<(f64, LineSize, u32)> = None;
        for shelf in shelves_of(segment, part_of_shelf) {
            // Empty where no demand passes.
            let part = part_of_shelf[shelf] as usize;
            let lines = below.lines[group].get(part).copied().unwrap_or(0.0);
            let size = below.sizes.at(group, part, index as u16);
            let computed = match before {
                // Bit for bit the same: an even spread is the common case.
                Some((known, alike, level)) if known.to_bits() == lines.to_bits() && alike == size => level,
                // A segment has one lot.
                _ => level_of(spec, size, lines, times, lot.get(shelf).copied()).ok_or_else(|| {
                    BuildError::NoLevel {
                        site: site.to_owned(),
                        segment: names.segment_name(index).to_owned(),
                    }
                })?,
            };
            before = Some((lines, size, computed));
            level[shelf] = computed;
        }
    }
    Ok(level)
}

/// Level of a part by its demand; `None` if none reaches the target.
fn level_of(
    spec: &BaseStockSpec,
    size: LineSize,
    lines_per_day: f64,
    times: (f64, f64),
    lot: Option<u32>,
) -> Option<u32> {
    let per_day = lines_per_day * size.mean;
    let cover =
        Cover { in_lead_time: per_day * times.0, between_reviews: per_day * times.1, ratio: size.ratio() };
    // A piece that is replaced immediately must still be on hand once.
    let some = |level: u32| if per_day > 0.0 { level.max(1) } else { level };
    match spec.level {
        // Given by segment, not computed.
        StockLevel::Pieces(_) | StockLevel::MinMax { .. } | StockLevel::Lots { .. } => Some(0),
        StockLevel::Cover(time) => level_for_cover(per_day * time.as_micros_f64() / DAY.as_micros_f64()),
        StockLevel::FillRate(target) => level_for_fill_rate(target, cover).map(some),
        StockLevel::ReadyRate(target) => level_for_ready_rate(target, cover).map(some),
        StockLevel::CycleServiceLevel(target) => level_for_cycle_service(target, cover).map(some),
        StockLevel::LotsFillRate { target, .. } => {
            let lot = lot.unwrap_or(1);
            let point = reorder_point_for_fill_rate(target, cover, lot)?;
            u32::try_from(point + i64::from(lot)).ok()
        }
    }
}
