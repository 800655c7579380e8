//! Sites: tables in dense order, and what each holds.
//!
//! Shelves and levels are put in afterwards, when the demand at each is known.

use super::calendar::{Timeline, WorkingDays};
use super::names::Names;
use super::random_stream::streams;
use super::review::reviews;
use super::{BuildError, fits, sampler};
use crate::model::assortment::Assortment;
use crate::model::{BaseStock, Deliveries, Demand, ManualOrders, Replenishment, SiteGroup, Stock};
use crate::scenario::Scenario;
use crate::scenario::network::site::Site as Stated;
use crate::scenario::stock::Stock as StatedKind;
use crate::units::{DAY, IndexVec, Micros, Per, Rate, SiteGroupId};

/// Site tables, downstream first, still without shelves.
pub(crate) fn site_groups(
    scenario: &Scenario,
    names: &Names<'_>,
    timeline: &Timeline,
    days: &WorkingDays,
) -> Result<IndexVec<SiteGroupId, SiteGroup>, BuildError> {
    let sites: u64 = scenario.sites.iter().map(|site| u64::from(site.count)).sum();
    fits("sites, all tables together", sites as usize, u32::MAX.into())?;
    let mut first = 0;
    let mut site_groups = IndexVec::new();
    for (&position, &echelon) in names.table_order.iter().zip(&names.echelons) {
        let stated = &scenario.sites[position];
        site_groups.push(SiteGroup {
            kind: stated.kind,
            first,
            count: stated.count,
            sources: names.site_groups(&stated.supplied_by),
            inbound: names.processes(&stated.inbound),
            before_stock: names.processes(&stated.before_stock),
            after_stock: names.processes(&stated.after_stock),
            order_desk: names.processes(&stated.order_desk),
            stock: stock(stated, names, timeline, days),
            lead_time: match &stated.lead_time {
                Some(lead_time) => Some(sampler("sites", &stated.name, lead_time)?),
                None => None,
            },
            deliveries: stated.deliveries.as_ref().map(|loads| Deliveries {
                at: super::lane::instants(&loads.at, None, timeline),
                lines: loads.lines,
            }),
            needs: names.needs(&stated.needs),
            echelon,
            streams: streams("site", &stated.stream, stated.count),
        });
        first += stated.count;
    }
    Ok(site_groups)
}

/// Table of each site.
pub(crate) fn group_of(site_groups: &IndexVec<SiteGroupId, SiteGroup>) -> Vec<SiteGroupId> {
    let site_groups = site_groups.iter_ids();
    site_groups.flat_map(|(index, table)| std::iter::repeat_n(index, table.count as usize)).collect()
}

/// Site of each stream of lines: those of the demands, then one for each site's own stock.
pub(crate) fn of_streams(site_groups: &IndexVec<SiteGroupId, SiteGroup>, demands: &[Demand]) -> Vec<u32> {
    let of_table = |table: &SiteGroup| table.first..table.first + table.count;
    let of_demands = demands.iter().map(|demand| &site_groups[demand.group]);
    of_demands.chain(site_groups).flat_map(of_table).collect()
}

fn stock(site: &Stated, names: &Names<'_>, timeline: &Timeline, days: &WorkingDays) -> Stock {
    match &site.stock {
        None => Stock::None,
        Some(StatedKind::Unlimited) => Stock::Unlimited,
        Some(StatedKind::BaseStock(stated)) => Stock::BaseStock(Box::new(BaseStock {
            assortment: Assortment::All(0),
            level: Vec::new(),
            replenishment: Replenishment::BaseStock,
            reviews: reviews(stated.review, days, timeline),
            class: names.class(&stated.class),
            supply: stated.supply,
            shortage: stated.shortage,
            needs: names.needs(&stated.needs),
            manual_orders: stated.manual_orders.map(|rate| by_hand(rate, timeline, days)),
            lead_time: 0,
        })),
    }
}

/// Lines that can be written over time: evenly, or evenly over each working day.
fn by_hand(rate: Rate, timeline: &Timeline, days: &WorkingDays) -> ManualOrders {
    let mut steps: Vec<(Micros, f64)> = Vec::new();
    match rate.per {
        Per::Time(time) => steps.push((0, rate.count / time as f64)),
        Per::WorkingDay => {
            for day in 0..timeline.days() {
                let lines = if days.holds(timeline, day) { rate.count / DAY as f64 } else { 0.0 };
                if steps.last().is_none_or(|step| step.1.to_bits() != lines.to_bits()) {
                    steps.push((day.cast_unsigned() * DAY, lines));
                }
            }
        }
    }
    let mut before = vec![0.0];
    for pair in steps.windows(2) {
        before.push(before[before.len() - 1] + pair[0].1 * (pair[1].0 - pair[0].0) as f64);
    }
    ManualOrders { rate: steps, before }
}
