//! Sourcing: the sources of a line in order, to which it is referred where a part is short or not
//! held.
//!
//! A line is requested from its first source. If that source is short, the line is referred to the
//! next of its direct sources; at the last of them it waits. Sources behind the direct ones are
//! used only for parts that the earlier ones do not hold.

use crate::model::Model;
use crate::scenario::network::site::SiteKind;
use crate::simulation::orders::line::LineKind;
use crate::simulation::topology::holds_stock;
use crate::units::{SiteGroupId, SiteId};

/// The sources of the lines for a site group, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    /// Site groups; a line that is short at one of the first `direct` goes to the next, and waits
    /// at the last of those. The others receive only parts that the earlier ones do not hold.
    groups: Vec<SiteGroupId>,
    direct: usize,
}

impl Sources {
    /// Sources of customer lines at a group: its own shelves, or else its sources. Workshops of a
    /// retailer with shelves have tried those before they order.
    pub(crate) fn of_customers(model: &Model, group: SiteGroupId) -> Self {
        if holds_stock(model, group) && !model.site_groups[group].sells_off_the_shelf() {
            let mut sources = Sources { groups: vec![group], direct: 1 };
            sources.extend_upstream(model);
            sources
        } else {
            Sources::of_replenishment(model, group)
        }
    }

    /// Sources of a group's replenishment lines.
    pub(crate) fn of_replenishment(model: &Model, group: SiteGroupId) -> Self {
        let mut sources = Sources::default();
        sources.add(model, &model.site_groups[group].sources);
        sources.direct = sources.groups.len();
        sources.extend_upstream(model);
        sources
    }

    /// The first source.
    pub(crate) fn first(&self) -> SiteGroupId {
        self.at(0).expect("a site that orders has a source")
    }

    /// The n-th source, from 0.
    pub(crate) fn at(&self, number: usize) -> Option<SiteGroupId> {
        self.groups.get(number).copied()
    }

    /// The source that a line is referred to from a site group: if `short`, because the part is
    /// held but short; otherwise because the part is not held.
    pub(crate) fn after(&self, group: SiteGroupId, short: bool) -> Option<SiteGroupId> {
        let next = self.groups.iter().position(|&source| source == group).map_or(0, |found| found + 1);
        if next >= if short { self.direct } else { self.groups.len() } { None } else { self.at(next) }
    }

    fn add(&mut self, model: &Model, groups: &[SiteGroupId]) {
        for &group in groups {
            if !holds_stock(model, group) {
                self.add(model, &model.site_groups[group].sources);
            } else if !self.groups.contains(&group) {
                self.groups.push(group);
            }
        }
    }

    fn extend_upstream(&mut self, model: &Model) {
        let mut next = 0;
        while let Some(&group) = self.groups.get(next) {
            self.add(model, &model.site_groups[group].sources);
            next += 1;
        }
    }
}

/// A source of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SourceRef {
    /// The site, or [`NONE`](crate::engine::slab::NONE).
    pub(crate) site: SiteId,
    /// Its site group.
    pub(crate) group: SiteGroupId,
    /// True if it is a supplier.
    pub(crate) is_supplier: bool,
    /// True if another source may follow it.
    pub(crate) has_next: bool,
}

impl SourceRef {
    /// The site of a group that supplies lines of a kind for a site.
    pub(crate) fn of(model: &Model, destination: SiteId, group: SiteGroupId, kind: LineKind) -> Self {
        let own = group == model.group_of[destination] && kind == LineKind::Customer;
        let site = if own { destination } else { model.source_site(destination, group) };
        let is_supplier = model.site_groups[group].kind == SiteKind::Supplier;
        SourceRef { site, group, is_supplier, has_next: true }
    }
}

#[cfg(test)]
mod tests {
    use super::Sources;
    use crate::units::SiteGroupId;

    #[test]
    fn a_short_line_is_referred_to_direct_sources_only() {
        let sources = Sources { groups: [4, 2, 7].map(SiteGroupId::new).to_vec(), direct: 2 };
        assert_eq!(
            [4, 2, 7].map(|group| sources.after(SiteGroupId::new(group), true).map(SiteGroupId::get)),
            [Some(2), None, None]
        );
        assert_eq!(
            [4, 2, 7].map(|group| sources.after(SiteGroupId::new(group), false).map(SiteGroupId::get)),
            [Some(2), Some(7), None]
        );
        assert_eq!(sources.first().get(), 4);
    }
}
