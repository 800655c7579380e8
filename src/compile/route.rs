//! Routes: by which lane goods for a site leave, and where they change hands.
//!
//! From a site to one that it supplies there may be a lane straight, or a way through others: then
//! the goods follow the sources of the receiving site, its first source first. Where no lane is
//! stated, goods change hands at once.

use crate::model::{Lane, RouteLeg, SiteGroup};
use crate::units::LaneId;

/// The next hop from each table towards each other: `[from × tables + to]`.
pub(crate) fn routes(site_groups: &[SiteGroup], lanes: &[Lane]) -> Vec<Option<RouteLeg>> {
    let mut routes = vec![None; site_groups.len() * site_groups.len()];
    for from in 0..site_groups.len() {
        // Downstream first means that the sources of a table come after it: settle them before it.
        for to in (0..site_groups.len()).rev() {
            routes[from * site_groups.len() + to] = hop(site_groups, lanes, &routes, from, to);
        }
    }
    routes
}

fn hop(
    site_groups: &[SiteGroup],
    lanes: &[Lane],
    settled: &[Option<RouteLeg>],
    from: usize,
    to: usize,
) -> Option<RouteLeg> {
    let through = site_groups[to].sources.iter().find_map(|&source| {
        if usize::from(source) == from {
            Some(RouteLeg { lane: None, to: to as u16 })
        } else {
            settled[from * site_groups.len() + usize::from(source)]
        }
    })?;
    let straight = lanes.iter().position(|lane| (usize::from(lane.from), usize::from(lane.to)) == (from, to));
    Some(straight.map_or(through, |lane| RouteLeg { lane: Some(LaneId::from_index(lane)), to: to as u16 }))
}
