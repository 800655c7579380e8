//! Routes: the lane by which goods for a site depart, and the next site on their route.
//!
//! From a site to one that it supplies there may be a direct lane, or a route through others: then
//! the goods follow the sources of the receiving site, its first source first. Where there is no
//! lane, goods arrive immediately.

use crate::model::{Lane, RouteLeg, SiteGroup};
use crate::units::{IndexVec, LaneId, SiteGroupId};

/// Next leg from each site group to each other: `[from × groups + to]`.
pub(crate) fn routes(
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    lanes: &[Lane],
) -> Vec<Option<RouteLeg>> {
    let mut routes = vec![None; site_groups.len() * site_groups.len()];
    for from in site_groups.ids() {
        // Downstream first means that the sources of a group come after it: settle them before it.
        for to in site_groups.ids().rev() {
            routes[from.index() * site_groups.len() + to.index()] =
                leg(site_groups, lanes, &routes, from, to);
        }
    }
    routes
}

/// Next leg from a site group to another, by the legs to the groups upstream of it.
fn leg(
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
    let direct = lanes.iter().position(|lane| (lane.from, lane.to) == (from, to));
    Some(direct.map_or(through, |lane| RouteLeg { lane: Some(LaneId::from_index(lane)), to }))
}
