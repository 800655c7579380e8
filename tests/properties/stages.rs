//! Stages: a line is at one stage at a time, and its stages add up to its time to fill.

use crate::config;
use crate::scenario::{Case, scenarios};
use crate::support::{compiled, run};
use gplc::model::Model;
use gplc::simulation::observer::{LossReason, Observer};
use gplc::simulation::orders::line::Line;
use gplc::simulation::orders::stage::Stage;
use gplc::simulation::view::View;
use gplc::units::{Duration, Instant, SiteId, StreamId};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Stream, ordinal, part of a line, and whether it is sent back.
type Identity = (StreamId, u64, u32, bool);

/// Follows every line through its places, and each place through its lines.
struct Stages<'m> {
    model: &'m Model,
    /// Where each open line stands, since when, and how long it has stood anywhere.
    lines: BTreeMap<Identity, (Stage, Instant, Duration)>,
    /// Open lines by site that is requested and place.
    at: BTreeMap<(SiteId, Stage), i64>,
    filled: usize,
}

fn identity(line: &Line) -> Identity {
    (line.stream(), line.ordinal, line.part(), line.is_sent_back())
}

impl Stages<'_> {
    /// Whether the places add up to the open lines.
    fn check(&self, view: &View<'_>) {
        let open = view.open_lines().filter(|line| !line.is_sent_back()).count() as i64;
        assert_eq!(self.at.values().sum::<i64>(), open, "lines at places and open lines");
        assert!(self.at.values().all(|&lines| lines >= 0), "{:?}", self.at);
    }
}

impl Observer for Stages<'_> {
    fn ordered(&mut self, now: Instant, line: &Line) {
        let before = self.lines.insert(identity(line), (Stage::NONE, now, Duration::ZERO));
        assert!(before.is_none(), "two lines have one identity: {line:?}");
    }

    fn line_moves(&mut self, now: Instant, line: &Line, from: Stage, to: Stage) {
        let (place, since, stood) = self.lines[&identity(line)];
        assert_eq!(place, from, "{line:?}");
        assert!(now >= since);
        assert!(from != Stage::NONE || now == since, "{line:?} had no stage for a time");
        self.lines.insert(identity(line), (to, now, stood + (now - since)));
        if from != Stage::NONE {
            *self.at.entry((line.source(), from)).or_default() -= 1;
        }
        if to != Stage::NONE {
            assert!(line.source() != Line::NO_SITE || to == Stage::NOT_ENTERED, "{line:?} stands nowhere");
            *self.at.entry((line.source(), to)).or_default() += 1;
        }
    }

    fn filled(&mut self, now: Instant, line: &Line) {
        let (place, since, stood) = self.lines.remove(&identity(line)).expect("it was ordered");
        assert_eq!((place, since), (Stage::NONE, now));
        assert_eq!(stood, now - line.ordered, "stages of {line:?}");
        self.filled += 1;
    }

    fn duplicate_ordered(&mut self, now: Instant, line: &Line) {
        self.ordered(now, line);
    }

    fn duplicate_ended(&mut self, now: Instant, line: &Line) {
        self.cancelled(now, line);
    }

    fn cancelled(&mut self, now: Instant, line: &Line) {
        let (place, since, stood) = self.lines.remove(&identity(line)).expect("it was ordered");
        assert_eq!((place, since), (Stage::NONE, now));
        assert_eq!(stood, now - line.ordered, "stages of {line:?}");
    }

    fn lost(&mut self, now: Instant, line: &Line, pieces: u32, _: LossReason) {
        assert!((1..=line.pieces).contains(&pieces), "{line:?}");
        if pieces == line.pieces {
            self.cancelled(now, line);
        }
    }

    fn reclassed(&mut self, _: Instant, line: &Line, from_class: u8) {
        assert!(line.class < from_class && line.promised >= from_class, "{line:?}");
        assert!(self.lines.contains_key(&identity(line)));
    }

    fn midnight(&mut self, _: Instant, view: &View<'_>) {
        self.check(view);
    }

    fn end(&mut self, _: Instant, view: &View<'_>) {
        self.check(view);
        assert!(self.model.sites() > 0);
    }
}

proptest! {
    #![proptest_config(config(80))]

    #[test]
    fn a_line_is_at_one_stage_at_a_time_and_its_stages_add_up_to_its_time_to_fill(Case(text) in scenarios()) {
        let model = compiled(&text).model;
        let nothing = Stages { model: &model, lines: BTreeMap::new(), at: BTreeMap::new(), filled: 0 };
        run(&model, 0, nothing);
    }
}
