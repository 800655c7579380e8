//! Site groups in dense order, with their processes and stock.
//!
//! Shelves and levels are set later, when the demand at each is known.

use super::calendar::{Timeline, WorkingDays};
use super::names::Names;
use super::random_stream::streams;
use super::review::reviews;
use super::{BuildError, fits, sampler};
use crate::model::assortment::Assortment;
use crate::model::{BaseStock, CumulativeRate, Deliveries, Demand, Replenishment, SiteGroup, Stock};
use crate::scenario::Scenario;
use crate::scenario::network::site::Site as SiteSpec;
use crate::scenario::stock::Stock as StockSpec;
use crate::units::{DAY, Duration, IndexVec, Instant, Per, Rate, SiteGroupId, SiteId, StreamId};

/// Site groups, downstream first, still without shelves.
pub(crate) fn site_groups(
    scenario: &Scenario,
    names: &Names<'_>,
    timeline: &Timeline,
    days: &WorkingDays,
) -> Result<IndexVec<SiteGroupId, SiteGroup>, BuildError> {
    let sites: u64 = scenario.sites.iter().map(|site| u64::from(site.count)).sum();
    fits("sites, all groups together", sites as usize, u32::MAX.into())?;
    let mut first = SiteId::new(0);
    let mut site_groups = IndexVec::new();
    for (&position, &echelon) in names.group_order.iter().zip(&names.echelons) {
        let spec = &scenario.sites[position];
        site_groups.push(SiteGroup {
            kind: spec.kind,
            first,
            count: spec.count,
            sources: names.site_groups(&spec.supplied_by),
            inbound: names.processes(&spec.inbound),
            before_stock: names.processes(&spec.before_stock),
            after_stock: names.processes(&spec.after_stock),
            order_desk: names.processes(&spec.order_desk),
            stock: stock(spec, names, timeline, days),
            lead_time: match &spec.lead_time {
                Some(lead_time) => Some(sampler("sites", &spec.name, lead_time)?),
                None => None,
            },
            deliveries: spec.deliveries.as_ref().map(|supply| Deliveries {
                at: super::lane::instants(&supply.at, None, timeline),
                lines: supply.lines,
            }),
            needs: names.needs(&spec.needs),
            echelon,
            streams: streams("site", &spec.stream, spec.count),
        });
        first = first.plus(spec.count as usize);
    }
    Ok(site_groups)
}

/// Site group of each site.
pub(crate) fn group_of(site_groups: &IndexVec<SiteGroupId, SiteGroup>) -> IndexVec<SiteId, SiteGroupId> {
    let site_groups = site_groups.iter_ids();
    site_groups.flat_map(|(index, group)| std::iter::repeat_n(index, group.count as usize)).collect()
}

/// Site of each stream of lines: those of the demands, then one for each site's own stock.
pub(crate) fn of_streams(
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    demands: &[Demand],
) -> IndexVec<StreamId, SiteId> {
    let of_group = |group: &SiteGroup| group.sites();
    let of_demands = demands.iter().map(|demand| &site_groups[demand.group]);
    of_demands.chain(site_groups).flat_map(of_group).collect()
}

fn stock(site: &SiteSpec, names: &Names<'_>, timeline: &Timeline, days: &WorkingDays) -> Stock {
    match &site.stock {
        None => Stock::None,
        Some(StockSpec::Unlimited) => Stock::Unlimited,
        Some(StockSpec::BaseStock(spec)) => Stock::BaseStock(Box::new(BaseStock {
            assortment: Assortment::All(0),
            level: Vec::new(),
            replenishment: Replenishment::BaseStock,
            reviews: reviews(spec.review, days, timeline),
            class: names.class(&spec.class),
            supply: spec.supply,
            shortage: spec.shortage,
            needs: names.needs(&spec.needs),
            manual_orders: spec.manual_orders.map(|rate| manual_orders(rate, timeline, days)),
            lead_time: Duration::ZERO,
        })),
    }
}

/// Lines that can be ordered manually over time: evenly, or evenly over each working day.
fn manual_orders(rate: Rate, timeline: &Timeline, days: &WorkingDays) -> CumulativeRate {
    let mut steps: Vec<(Instant, f64)> = Vec::new();
    match rate.per {
        Per::Time(time) => steps.push((Instant::ORIGIN, rate.count / time.as_micros_f64())),
        Per::WorkingDay => {
            for day in 0..timeline.days() {
                let lines = if days.holds(timeline, day) { rate.count / DAY.as_micros_f64() } else { 0.0 };
                if steps.last().is_none_or(|step| step.1.to_bits() != lines.to_bits()) {
                    steps.push((Instant::at(day.cast_unsigned() * DAY), lines));
                }
            }
        }
    }
    CumulativeRate::new(steps)
}
