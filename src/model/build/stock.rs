//! Stock: the levels and planned lead times of all shelves.
//!
//! All sites of a table have the same levels. Parts that are asked for as often, in lines of the same kind, have
//! the same level, which is worked out once.

use super::BuildError;
use super::calendar::WorkingDays;
use super::lead_time::Network;
use super::levels::{Cover, covering, reaching};
use super::names::Names;
use super::reviews::{in_a_normal_week, interval};
use crate::model::{BaseStock, Segment, Stock};
use crate::scenario::Scenario;
use crate::scenario::quantity::{DAY, Micros};
use crate::scenario::stock::{BaseStock as Stated, Stock as StatedKind, StockLevel};

/// Levels and planned lead time of one table.
pub(super) struct Planned {
    pub(super) level: Vec<u32>,
    pub(super) lead_time: Micros,
}

/// Of each table that holds base stock; `lines_per_day` are those asked of one of its sites, by part.
pub(super) fn plans(
    scenario: &Scenario,
    names: &Names<'_>,
    days: &WorkingDays,
    network: &Network<'_>,
    stocks: &[&Stock],
    segments: &[Segment],
    lines_per_day: &[Vec<f64>],
) -> Result<Vec<Option<Planned>>, BuildError> {
    let mut plans = Vec::new();
    for (table, (&position, stock)) in names.table_order.iter().zip(stocks).enumerate() {
        let site = &scenario.sites[position];
        let (Some(StatedKind::BaseStock(stated)), Stock::BaseStock(held)) = (&site.stock, stock) else {
            plans.push(None);
            continue;
        };
        let lead_time = stated
            .planned_lead_time
            .unwrap_or_else(|| network.lead_time(table, &in_a_normal_week(stated.review, days)));
        let times = (lead_time as f64 / DAY as f64, interval(stated.review, days) / DAY as f64);
        let level = levels(&site.name, stated, names, held, segments, &lines_per_day[table], times)?;
        plans.push(Some(Planned { level, lead_time }));
    }
    Ok(plans)
}

/// Level of each shelf; `times`: lead time and time between reviews, in days.
fn levels(
    site: &str,
    stated: &Stated,
    names: &Names<'_>,
    held: &BaseStock,
    segments: &[Segment],
    lines_per_day: &[f64],
    times: (f64, f64),
) -> Result<Vec<u32>, BuildError> {
    let mut level = vec![0; held.part_of_shelf.len()];
    if let StockLevel::Pieces(given) = &stated.level {
        for (name, pieces) in given {
            let segment = usize::from(names.segment(name));
            if let Some(first) = held.shelf_of_segment[segment] {
                let shelves = first as usize..(first + segments[segment].count) as usize;
                level[shelves].fill(*pieces);
            }
        }
        return Ok(level);
    }
    for (index, segment) in segments.iter().enumerate() {
        let Some(first) = held.shelf_of_segment[index] else { continue };
        let mut before: Option<(f64, u32)> = None;
        for shelf in first..first + segment.count {
            // Empty where nobody's demand comes by.
            let part = held.part_of_shelf[shelf as usize] as usize;
            let lines = lines_per_day.get(part).copied().unwrap_or(0.0);
            let worked_out = match before {
                // Bit for bit alike: an even spread is the usual case.
                Some((known, level)) if known.to_bits() == lines.to_bits() => level,
                _ => level_of(stated, segment, lines, times).ok_or_else(|| BuildError::NoLevel {
                    site: site.to_owned(),
                    segment: names.segment_name(index).to_owned(),
                })?,
            };
            before = Some((lines, worked_out));
            level[shelf as usize] = worked_out;
        }
    }
    Ok(level)
}

fn level_of(stated: &Stated, segment: &Segment, lines_per_day: f64, times: (f64, f64)) -> Option<u32> {
    let (mean, variance) = (segment.pieces.mean(), segment.pieces.variance());
    let per_day = lines_per_day * mean;
    match stated.level {
        StockLevel::Pieces(_) => Some(0),
        StockLevel::Cover(time) => covering(per_day * time as f64 / DAY as f64),
        StockLevel::FillTarget(target) => {
            let cover = Cover {
                in_lead_time: per_day * times.0,
                between_reviews: per_day * times.1,
                ratio: (variance + mean * mean) / mean,
            };
            // What comes back at once still has to be there once.
            let level = reaching(target, cover)?;
            Some(if per_day > 0.0 && target > 0.0 { level.max(1) } else { level })
        }
    }
}
