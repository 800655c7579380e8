//! Stock balance: metrics of shelves and lanes balance at every midnight. A position is on hand
//! plus on order minus backorders; lines that joined a lane have departed or wait; lines in transit
//! have departed and not arrived.

use crate::config;
use crate::scenario::{Case, scenarios};
use crate::support::{compiled, run};
use gplc::model::{Model, Stock};
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::line::{Line, LineKind};
use gplc::simulation::orders::stage::Stage;
use gplc::simulation::view::View;
use gplc::units::{Instant, LaneId, SiteId};
use proptest::prelude::*;

/// Keeps account of shelves, by site, and of lanes, by lane and site.
struct Accounts<'m> {
    model: &'m Model,
    on_order: Vec<i64>,
    waiting: Vec<i64>,
    joined: Vec<Vec<i64>>,
    under_way: Vec<Vec<i64>>,
}

impl<'m> Accounts<'m> {
    fn new(model: &'m Model) -> Self {
        let sites = model.sites();
        Accounts {
            model,
            on_order: vec![0; sites],
            waiting: vec![0; sites],
            joined: vec![vec![0; sites]; model.lanes.len()],
            under_way: vec![vec![0; sites]; model.lanes.len()],
        }
    }
}

impl Observer for Accounts<'_> {
    fn ordered(&mut self, _: Instant, line: &Line) {
        if line.kind() == LineKind::Replenishment {
            self.on_order[line.destination(self.model).index()] += i64::from(line.pieces);
        }
    }

    fn pieces_move(&mut self, _: Instant, line: &Line, pieces: u32, from: Stage, to: Stage) {
        if line.kind() == LineKind::Replenishment && (from, to) == (Stage::IN_TRANSIT, Stage::NONE) {
            self.on_order[line.destination(self.model).index()] -= i64::from(pieces);
        }
    }

    fn waits_for_stock(&mut self, now: Instant, line: &Line, pieces: u32, since: Option<Instant>) {
        assert!(since.is_none_or(|since| since == now));
        self.waiting[line.source().index()] += i64::from(pieces);
    }

    fn allocated_later(&mut self, _: Instant, line: &Line, pieces: u32) {
        self.waiting[line.source().index()] -= i64::from(pieces);
    }

    fn backorder_cancelled(&mut self, _: Instant, line: &Line, pieces: u32) {
        self.waiting[line.source().index()] -= i64::from(pieces);
    }

    fn joins_lane(&mut self, _: Instant, lane: LaneId, site: SiteId) {
        self.joined[usize::from(lane)][site.index()] += 1;
    }

    fn departs(&mut self, now: Instant, lane: LaneId, site: SiteId, joined: Instant) {
        let now = now.as_micros();
        let joined = joined.as_micros();
        assert!(joined <= now);
        self.joined[usize::from(lane)][site.index()] -= 1;
    }

    fn departure(&mut self, _: Instant, lane: LaneId, site: SiteId, _: u32, left: u32) {
        assert_eq!(self.joined[usize::from(lane)][site.index()], i64::from(left));
    }

    fn in_transit(&mut self, _: Instant, lane: LaneId, site: SiteId, lines: u32) {
        self.under_way[usize::from(lane)][site.index()] += i64::from(lines);
    }

    fn lane_arrives(&mut self, _: Instant, lane: LaneId, site: SiteId, lines: u32) {
        let under_way = &mut self.under_way[usize::from(lane)][site.index()];
        *under_way -= i64::from(lines);
        assert!(*under_way >= 0);
    }

    fn midnight(&mut self, now: Instant, view: &View<'_>) {
        let now = now.as_micros();
        for (site, &table) in self.model.group_of.iter().enumerate() {
            let Stock::BaseStock(_) = &self.model.site_groups[table].stock else { continue };
            let shelves = view.shelves(SiteId::from_index(site));
            let beyond: i64 =
                shelves.iter().map(|shelf| i64::from(shelf.position) - i64::from(shelf.on_hand)).sum();
            assert_eq!(beyond, self.on_order[site] - self.waiting[site], "site {site} at {now}");
        }
        assert!(self.joined.iter().flatten().all(|&waiting| waiting >= 0));
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn metrics_of_shelves_and_lanes_balance(Case(text) in scenarios()) {
        let model = compiled(&text).model;
        run(&model, 0, Accounts::new(&model));
    }
}
