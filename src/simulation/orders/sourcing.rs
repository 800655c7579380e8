//! Sources: whom a line asks, and whom it is passed on to where a part is not held or there is too little of it.

use super::consignment::WorkItem;
use super::line::LineKind;
use super::stage::Stage;
use crate::model::Model;
use crate::scenario::network::site::SiteKind;
use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use crate::simulation::topology::holds_stock;

/// Whom the lines for a site table ask, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    /// Tables; what one cannot give in full goes to the next, at the last of the first `direct` it waits.
    /// Those after are asked only for parts that the ones before do not hold.
    site_groups: Vec<u16>,
    direct: usize,
}

impl Sources {
    /// Whom customers at `table` ask: its own shelves, or else its sources. Workshops of a retailer with shelves
    /// have looked there already.
    pub(crate) fn of_customers(model: &Model, table: usize) -> Self {
        if holds_stock(model, table) && !model.site_groups[table].sells_off_the_shelf() {
            let mut sources = Sources { site_groups: vec![table as u16], direct: 1 };
            sources.extend_upstream(model);
            sources
        } else {
            Sources::of_replenishment(model, table)
        }
    }

    /// Whom `table` asks for its stock.
    pub(crate) fn of_replenishment(model: &Model, table: usize) -> Self {
        let mut sources = Sources::default();
        sources.add(model, &model.site_groups[table].sources);
        sources.direct = sources.groups().len();
        sources.extend_upstream(model);
        sources
    }

    /// The table that is asked first.
    pub(crate) fn first(&self) -> u16 {
        self.at(0).expect("a site that orders has a source")
    }

    /// The table that is asked after so many others.
    pub(crate) fn at(&self, number: usize) -> Option<u16> {
        self.site_groups.get(number).copied()
    }

    /// Site groups in order.
    pub(crate) fn groups(&self) -> &[u16] {
        &self.site_groups
    }

    /// Number of the first groups that a short line may be referred to.
    pub(crate) fn direct(&self) -> usize {
        self.direct
    }

    fn add(&mut self, model: &Model, site_groups: &[u16]) {
        for &table in site_groups {
            if !holds_stock(model, usize::from(table)) {
                self.add(model, &model.site_groups[usize::from(table)].sources);
            } else if !self.site_groups.contains(&table) {
                self.site_groups.push(table);
            }
        }
    }

    fn extend_upstream(&mut self, model: &Model) {
        let mut next = 0;
        while let Some(&table) = self.site_groups.get(next) {
            self.add(model, &model.site_groups[usize::from(table)].sources);
            next += 1;
        }
    }
}

/// A source of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SourceRef {
    /// The site, or [`NONE`](crate::engine::slab::NONE).
    pub(crate) site: u32,
    /// Its site group.
    pub(crate) group: u16,
    /// True if it is a supplier.
    pub(crate) is_supplier: bool,
    /// True if other sources may follow it.
    pub(crate) has_next: bool,
}

impl SourceRef {
    /// The site of a group that lines of a kind for a site are sourced from.
    pub(crate) fn of(model: &Model, destination: u32, group: u16, kind: LineKind) -> Self {
        let own = group == model.group_of[destination as usize] && kind == LineKind::Customer;
        let site = if own { destination } else { model.source_site(destination, group) };
        let is_supplier = model.site_groups[usize::from(group)].kind == SiteKind::Supplier;
        SourceRef { site, group, is_supplier, has_next: true }
    }
}

impl<O: Observer> Simulation<'_, O> {
    /// Asks the first source for a line that no source has yet.
    pub(crate) fn ask(&mut self, id: u32) {
        let line = &self.lines[id];
        self.ask_first(id, line.destination(self.cx.model), line.kind());
    }

    /// The same for a line of which is known for which site it is and who asks.
    #[inline(always)]
    pub(crate) fn ask_first(&mut self, id: u32, destination: u32, kind: LineKind) {
        let asked = self.cx.topology.sites[destination as usize].first_source(kind);
        self.ask_source(id, asked);
    }

    #[inline(always)]
    fn ask_source(&mut self, id: u32, asked: SourceRef) {
        self.lines[id].set_source(asked.site);
        if asked.is_supplier {
            self.supply(id, asked.group);
        } else {
            self.before_stock(asked.site, WorkItem::whole(id), 0);
        }
    }

    /// Passes a line on to its next source, if it has one that may be asked now: when `short`, because the
    /// part is held but there is too little of it; otherwise because the part is not held at all.
    pub(crate) fn pass_on(&mut self, id: u32, short: bool) -> bool {
        let line = &self.lines[id];
        let (destination, kind) = (line.destination(self.cx.model), line.kind());
        if !self.cx.topology.sites[destination as usize].first_source(kind).has_next {
            return false;
        }
        let sources = self.cx.topology.sources(destination, kind);
        let asked = self.cx.model.group_of[line.source() as usize];
        let next = sources.groups().iter().position(|&table| table == asked).map_or(0, |asked| asked + 1);
        if next >= if short { sources.direct() } else { sources.groups().len() } {
            return false;
        }
        let next = SourceRef::of(self.cx.model, destination, sources.groups()[next], kind);
        self.set_line_stage(id, Stage::NONE);
        self.ask_source(id, next);
        true
    }
}
