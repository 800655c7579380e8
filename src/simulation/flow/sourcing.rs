//! Sourcing: requests lines from their sources and refers them to the next source.

use crate::simulation::Simulation;
use crate::simulation::observer::Observer;
use crate::simulation::orders::consignment::WorkItem;
use crate::simulation::orders::line::LineKind;
use crate::simulation::orders::sourcing::SourceRef;
use crate::simulation::orders::stage::Stage;
use crate::units::SiteId;

impl<O: Observer> Simulation<'_, O> {
    /// Requests a line that has no source yet from its first source.
    pub(crate) fn request(&mut self, id: u32) {
        let line = &self.orders[id];
        self.request_for(id, line.destination(self.cx.model), line.kind());
    }

    /// Requests a line whose destination and kind are known.
    #[inline(always)]
    pub(crate) fn request_for(&mut self, id: u32, destination: SiteId, kind: LineKind) {
        let source = self.cx.topology.sites[destination].first_source(kind);
        self.request_from(id, source);
    }

    #[inline(always)]
    fn request_from(&mut self, id: u32, source: SourceRef) {
        self.orders.set_source(id, source.site);
        if source.is_supplier {
            self.supply(id, source.group);
        } else {
            self.before_stock(source.site, WorkItem::whole(id), 0);
        }
    }

    /// Refers a line to its next source: if `short`, because the part is held but short; otherwise
    /// because the part is not held. Returns false if it has none.
    pub(crate) fn refer(&mut self, id: u32, short: bool) -> bool {
        let line = &self.orders[id];
        let (destination, kind) = (line.destination(self.cx.model), line.kind());
        if !self.cx.topology.sites[destination].first_source(kind).has_next {
            return false;
        }
        let group = self.cx.model.group_of[line.source()];
        let Some(next) = self.cx.topology.sources(destination, kind).after(group, short) else {
            return false;
        };
        let next = SourceRef::of(self.cx.model, destination, next, kind);
        self.orders.set_stage(&mut self.cx, id, Stage::NONE);
        self.request_from(id, next);
        true
    }
}
