//! Routes: by which lane goods for a site leave, and where they change hands.
//!
//! From a site to one that it supplies there may be a lane straight, or a way through others: then
//! the goods follow the sources of the receiving site, its first source first. Where no lane is
//! stated, goods change hands at once.

use crate::model::{Lane, RouteLeg, SiteGroup};
use crate::units::{IndexVec, LaneId, SiteGroupId};

/// The next hop from each table towards each other: `[from × tables + to]`.
pub(crate) fn routes(
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    lanes: &[Lane],
) -> Vec<Option<RouteLeg>> {
    let mut routes = vec![None; site_groups.len() * site_groups.len()];
    for from in site_groups.ids() {
        // Downstream first means that the sources of a table come after it: settle them before it.
        for to in site_groups.ids().rev() {
            routes[from.index() * site_groups.len() + to.index()] =
                hop(site_groups, lanes, &routes, from, to);
        }
    }
    routes
}

fn hop(
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    lanes: &[Lane],
    settled: &[Option<RouteLeg>],
    from: SiteGroupId,
    to: SiteGroupId,
) -> Option<RouteLeg> {
    let through = site_groups[to].sources.iter().find_map(|&source| {
        if source == from {
            Some(RouteLeg { lane: None, to })
        } else {
            settled[from.index() * site_groups.len() + source.index()]
        }
    })?;
    let straight = lanes.iter().position(|lane| (lane.from, lane.to) == (from, to));
    Some(straight.map_or(through, |lane| RouteLeg { lane: Some(LaneId::from_index(lane)), to }))
}
