//! Sites: tables in dense order, what each holds, and its shelves.
//!
//! Levels are put in afterwards, when the flows are known.

use super::calendar::{Timeline, WorkingDays};
use super::names::Names;
use super::reviews::reviews;
use super::stream::streams;
use super::{BuildError, fits, sampler};
use crate::model::{BaseStock, Segment, SiteTable, Stock};
use crate::scenario::Scenario;
use crate::scenario::site::Site as Stated;
use crate::scenario::stock::{BaseStock as StatedStock, Stock as StatedKind};

/// Site tables, downstream first, with levels still at 0.
pub(super) fn tables(
    scenario: &Scenario,
    names: &Names<'_>,
    timeline: &Timeline,
    days: &WorkingDays,
    segments: &[Segment],
) -> Result<Vec<SiteTable>, BuildError> {
    let sites: u64 = scenario.sites.iter().map(|site| u64::from(site.count)).sum();
    fits("sites, all tables together", sites as usize, u32::MAX.into())?;
    let mut first = 0;
    let mut tables = Vec::new();
    for (&position, &echelon) in names.table_order.iter().zip(&names.echelons) {
        let stated = &scenario.sites[position];
        tables.push(SiteTable {
            kind: stated.kind,
            first,
            count: stated.count,
            sources: names.tables(&stated.supplied_by),
            inbound: names.processes(&stated.inbound),
            before_stock: names.processes(&stated.before_stock),
            after_stock: names.processes(&stated.after_stock),
            stock: stock(stated, names, timeline, days, segments),
            lead_time: match &stated.lead_time {
                Some(lead_time) => Some(sampler("sites", &stated.name, lead_time)?),
                None => None,
            },
            needs: names.needs(&stated.needs),
            echelon,
            streams: streams("site", &stated.name, stated.count),
        });
        first += stated.count;
    }
    let shelves: u64 = tables.iter().map(|table| table.stock.shelves() * u64::from(table.count)).sum();
    fits("shelves, all sites together", shelves as usize, u32::MAX.into())?;
    Ok(tables)
}

/// Table of each site.
pub(super) fn table_of(tables: &[SiteTable]) -> Vec<u16> {
    let tables = tables.iter().enumerate();
    tables.flat_map(|(index, table)| std::iter::repeat_n(index as u16, table.count as usize)).collect()
}

fn stock(
    site: &Stated,
    names: &Names<'_>,
    timeline: &Timeline,
    days: &WorkingDays,
    segments: &[Segment],
) -> Stock {
    match &site.stock {
        None => Stock::None,
        Some(StatedKind::Unlimited) => Stock::Unlimited,
        Some(StatedKind::BaseStock(stated)) => {
            let (shelf_of_segment, part_of_shelf) = shelves(stated, names, segments);
            Stock::BaseStock(BaseStock {
                level: vec![0; part_of_shelf.len()],
                shelf_of_segment,
                part_of_shelf,
                reviews: reviews(stated.review, days, timeline),
                class: names.class(&stated.class),
                supply: stated.supply,
                needs: names.needs(&stated.needs),
                lead_time: 0,
            })
        }
    }
}

/// First shelf of each segment that is held, and the part of each shelf.
fn shelves(stated: &StatedStock, names: &Names<'_>, segments: &[Segment]) -> (Vec<Option<u32>>, Vec<u32>) {
    let held: Vec<u16> = stated.segments.iter().map(|name| names.segment(name)).collect();
    let mut first_shelf = Vec::new();
    let mut parts: Vec<u32> = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let holds = held.is_empty() || held.contains(&(index as u16));
        first_shelf.push(holds.then_some(parts.len() as u32));
        if holds {
            parts.extend(segment.first..segment.first + segment.count);
        }
    }
    (first_shelf, parts)
}

impl Stock {
    /// Shelves of one site.
    fn shelves(&self) -> u64 {
        match self {
            Stock::BaseStock(held) => held.part_of_shelf.len() as u64,
            Stock::None | Stock::Unlimited => 0,
        }
    }
}
