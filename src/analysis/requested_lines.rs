//! Requested lines: the demand of customers in a week without holidays, carried up the network line
//! for line.
//!
//! Knows nothing of stock: shortages and reviews that combine lines come later, in
//! `flow_propagation.rs`.

use crate::model::line_size::LineSizes;
use crate::model::{Demand, PartMix, SiteGroup, Stock};
use crate::units::{IndexVec, SiteGroupId};

/// Lines that customers request, carried up the network.
#[derive(Debug, Clone)]
pub(crate) struct RequestedLines {
    /// Lines of its own customers at each site group, all sites together, per week.
    pub(super) customer_lines: IndexVec<SiteGroupId, f64>,
    /// Their orders.
    pub(super) customer_orders: IndexVec<SiteGroupId, f64>,
    /// Demands behind the same lines: the part mix of each, and its lines at one site per elapsed
    /// day.
    pub(super) own: IndexVec<SiteGroupId, Vec<(u16, f64)>>,
    /// Customers' lines behind the demand at one site of a group as the first source, by part, per
    /// elapsed day; empty where there are none. The largest lists of all: they become those of
    /// pieces in place.
    pub(crate) lines_per_day: IndexVec<SiteGroupId, Vec<f64>>,
}

impl RequestedLines {
    /// Lines of all demands, by the lines of each at one site in a week.
    pub(crate) fn new(
        site_groups: &IndexVec<SiteGroupId, SiteGroup>,
        demands: &[Demand],
        mixes: &[PartMix],
        lines_per_week: &[f64],
        parts: usize,
    ) -> Self {
        let mut customer_lines = IndexVec::filled(0.0, site_groups.len());
        let mut customer_orders = IndexVec::filled(0.0, site_groups.len());
        let mut own: IndexVec<SiteGroupId, Vec<(u16, f64)>> = IndexVec::filled(Vec::new(), site_groups.len());
        for (demand, &lines) in demands.iter().zip(lines_per_week) {
            let group = demand.group;
            let in_all = lines * f64::from(site_groups[group].count);
            customer_lines[group] += in_all;
            customer_orders[group] += in_all / demand.lines_per_order.mean();
            own[group].push((demand.mix, lines / 7.0));
        }
        let mut lines_per_day: IndexVec<SiteGroupId, Vec<f64>> =
            own.iter().map(|own| own_lines(own, mixes, 1.0, parts)).collect();
        for (below, group) in site_groups.iter_ids() {
            let Some(&source) = group.sources.first() else { continue };
            if matches!(group.stock, Stock::Unlimited) || lines_per_day[below].is_empty() {
                continue;
            }
            let sites = f64::from(group.count) / f64::from(site_groups[source].count);
            let from_below = std::mem::take(&mut lines_per_day[below]);
            add(&mut lines_per_day[source], &from_below, sites, parts);
            lines_per_day[below] = from_below;
        }
        Self { customer_lines, customer_orders, own, lines_per_day }
    }

    /// Mean pieces of a customer's line; 1 without customers.
    pub(crate) fn pieces_per_line(&self, mixes: &[PartMix], sizes: &LineSizes, segment_of: &[u16]) -> f64 {
        let (mut pieces, mut lines) = (0.0, 0.0);
        for (group, own) in self.own.iter_ids().filter(|(_, own)| !own.is_empty()) {
            for (part, &segment) in segment_of.iter().enumerate() {
                let of_part = lines_of(own, mixes, part);
                lines += of_part;
                pieces += of_part * sizes.at(group, part, segment).mean;
            }
        }
        if lines > 0.0 { pieces / lines } else { 1.0 }
    }
}

/// Lines of a part that demands request.
fn lines_of(demands: &[(u16, f64)], mixes: &[PartMix], part: usize) -> f64 {
    demands.iter().fold(0.0, |sum, &(mix, lines)| sum + mixes[usize::from(mix)].share[part] * lines)
}

/// Lines of every part that demands request at a number of sites; empty without demands.
pub(super) fn own_lines(demands: &[(u16, f64)], mixes: &[PartMix], sites: f64, parts: usize) -> Vec<f64> {
    let parts = if demands.is_empty() { 0 } else { parts };
    (0..parts).map(|part| lines_of(demands, mixes, part) * sites).collect()
}

/// Adds `values × factor`, part by part.
fn add(to: &mut Vec<f64>, values: &[f64], factor: f64, parts: usize) {
    to.resize(parts, 0.0);
    for (sum, value) in to.iter_mut().zip(values) {
        *sum += value * factor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;
    use crate::compile::build;
    use crate::distributions::Distribution;
    use crate::model::{Model, test_scenario};
    use crate::scenario::network::site::SiteKind;

    /// Five shops over two depots over the centre, with lines of three pieces and orders of two
    /// lines.
    fn model() -> Model {
        let mut scenario = test_scenario::scenario();
        scenario.parts = vec![test_scenario::segment("part", 4, Distribution::Constant(3.0))];
        let mut depot = test_scenario::site("depot", SiteKind::Pdc, &["centre"]);
        (depot.count, depot.stock) = (2, None);
        let mut shop = test_scenario::site("shop", SiteKind::Retailer, &["depot"]);
        (shop.count, shop.stock) = (5, None);
        scenario.sites.extend([depot, shop]);
        scenario.demand[0].site = "shop".into();
        scenario.demand[0].lines_per_order = Distribution::Constant(2.0);
        build(&scenario).unwrap().model
    }

    #[test]
    fn lines_add_up_from_site_to_site() {
        // 14 lines a week at each shop, 2 a day over 4 parts; groups: shop, depot, centre,
        // supplier. The centre has unlimited stock.
        let model = model();
        let lines = RequestedLines::new(&model.site_groups, &model.demands, &model.mixes, &[14.0], 4);
        assert_near(&lines.customer_lines, &[70.0, 0.0, 0.0, 0.0]);
        assert_near(&lines.customer_orders, &[35.0, 0.0, 0.0, 0.0]);
        let per_day: Vec<f64> = lines.lines_per_day.iter().map(|parts| parts.iter().sum()).collect();
        assert_near(&per_day, &[2.0, 5.0, 10.0, 0.0]);
        assert_near(&lines.lines_per_day[SiteGroupId::new(1)], &[1.25; 4]);
        assert_near(&[lines.pieces_per_line(&model.mixes, &model.line_sizes, &model.segment_of)], &[3.0]);
    }

    #[test]
    fn without_customers_a_line_has_one_piece() {
        let model = model();
        let none = RequestedLines::new(&model.site_groups, &[], &model.mixes, &[], 4);
        assert_near(&[none.pieces_per_line(&model.mixes, &model.line_sizes, &model.segment_of)], &[1.0]);
        assert!(none.lines_per_day.iter().all(Vec::is_empty));
    }
}
