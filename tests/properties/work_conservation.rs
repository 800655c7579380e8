//! Work is conserved at every process, on every day: goods by goods, and to the last unit of its
//! clock.
//!
//! What came has left, waits, or is in service. The work that is finished, and the progress of what
//! is in service, is the integral of the work clock over the servers that are busy. All of it is in
//! integers; an end of work is the first whole microsecond at which the clock shows it, so that
//! work may continue for less than a microsecond too long.

use crate::config;
use crate::scenario::{Case, scenarios};
use crate::support::{Micros, compiled, run};
use gplc::engine::work_clock::{PER_MICROSECOND, Reading};
use gplc::model::Model;
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::consignment::WorkItem;
use gplc::simulation::orders::line::Line;
use gplc::simulation::stations::station::StationState;
use gplc::simulation::view::View;
use gplc::units::{CapacityFactor, Instant, StationId, Work};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The books of all processes.
struct Books<'m> {
    model: &'m Model,
    processes: BTreeMap<StationId, Process>,
}

/// Those of one process at a site.
#[derive(Default)]
struct Process {
    came: u64,
    left: u64,
    waiting: BTreeSet<WorkItem>,
    /// Of those that wait: work done before it was interrupted, and all work.
    interrupted: BTreeMap<WorkItem, (Reading, u64)>,
    /// What the clock showed at the begin of the work on each, less what was done before an
    /// interruption; and the work.
    in_hand: BTreeMap<WorkItem, (i128, u64)>,
    /// A clock of its own: its reading at `since`, and the level from then on and just before.
    reading: Reading,
    since: Micros,
    level: u32,
    level_before: u32,
    busy: u32,
    /// Integral of the clock over the servers that are busy.
    integral: Reading,
    /// Work that is finished, and what continued too long.
    finished: Reading,
    too_long: Reading,
    /// Work done on what was withdrawn after it was interrupted.
    given_up: Reading,
}

impl Process {
    /// Lets time go by.
    fn advance(&mut self, now: Micros) {
        if now > self.since {
            let shown = Reading::from(now - self.since) * Reading::from(self.level);
            self.reading += shown;
            self.integral += shown * Reading::from(self.busy);
            self.since = now;
            self.level_before = self.level;
        }
    }

    /// Work done so far on what is in service.
    fn done(&self, begun: i128) -> Reading {
        Reading::try_from(self.reading as i128 - begun).expect("a clock never goes back")
    }

    /// Work as the clock shows it.
    fn shown(work: u64) -> Reading {
        Reading::from(work) * Reading::from(PER_MICROSECOND)
    }
}

impl Books<'_> {
    fn at(&mut self, now: Micros, station: StationId) -> &mut Process {
        let station = self.processes.entry(station).or_default();
        station.advance(now);
        station
    }

    fn check(&mut self, now: Micros, view: &View<'_>) {
        for (number, instance) in view.stations().iter_ids() {
            assert!(instance.in_work() <= self.model.processes[instance.process].servers);
            let books = self.at(now, number);
            let there = (books.waiting.len() + books.in_hand.len()) as u64;
            assert_eq!(books.came, books.left + there, "goods of process {number} at {now}");
            assert_eq!(
                books.in_hand.len() as u32,
                instance.in_work(),
                "in service at process {number} at {now}"
            );
            assert_eq!(books.busy, instance.in_work());
            let keyed_in = |goods: &&WorkItem| goods.is_reentry();
            let waiting = books.waiting.iter().filter(|goods| !keyed_in(goods)).count() as u32;
            assert_eq!(waiting, instance.waiting(), "waiting at process {number} at {now}");
            assert_eq!(
                books.reading,
                instance.clock().read(Instant::from_micros(now)),
                "clock of process {number} at {now}"
            );
            let in_hand = books.in_hand.values().map(|&(begun, _)| books.done(begun));
            let progress: Reading = in_hand.chain(books.interrupted.values().map(|&(done, _)| done)).sum();
            assert_eq!(
                books.integral,
                books.finished + books.too_long + books.given_up + progress,
                "work of process {number} at {now}"
            );
            for (goods, &(begun, work)) in &books.in_hand {
                let done = books.done(begun);
                let over = done.saturating_sub(Process::shown(work));
                assert!(over < Reading::from(books.level_before.max(1)), "{goods:?} should be done");
            }
        }
    }
}

impl Observer for Books<'_> {
    fn joins(&mut self, now: Instant, station: StationId, goods: WorkItem, _: &Line) {
        let now = now.as_micros();
        let books = self.at(now, station);
        books.came += 1;
        assert!(books.waiting.insert(goods) && !books.in_hand.contains_key(&goods));
    }

    fn leaves_queue(&mut self, now: Instant, station: StationId, goods: WorkItem) {
        let now = now.as_micros();
        let books = self.at(now, station);
        books.left += 1;
        assert!(books.waiting.remove(&goods), "it waited");
        if let Some((done, _)) = books.interrupted.remove(&goods) {
            books.given_up += done;
        }
    }

    fn work_begins(&mut self, now: Instant, station: StationId, goods: WorkItem, work: Work) {
        let now = now.as_micros();
        let books = self.at(now, station);
        assert!(books.waiting.remove(&goods), "it waited");
        assert!(books.level > 0, "a stopped station starts nothing");
        books.in_hand.insert(goods, (books.reading as i128, work.as_micros()));
    }

    fn work_interrupted(&mut self, now: Instant, station: StationId, goods: WorkItem) {
        let now = now.as_micros();
        let books = self.at(now, station);
        let (begun, work) = books.in_hand.remove(&goods).expect("it was worked on");
        books.interrupted.insert(goods, (books.done(begun), work));
        books.waiting.insert(goods);
    }

    fn work_resumed(&mut self, now: Instant, station: StationId, goods: WorkItem) {
        let now = now.as_micros();
        let books = self.at(now, station);
        assert!(books.waiting.remove(&goods), "it waited");
        let (done, work) = books.interrupted.remove(&goods).expect("it was interrupted");
        books.in_hand.insert(goods, (books.reading as i128 - done as i128, work));
    }

    fn work_ends(&mut self, now: Instant, station: StationId, goods: WorkItem) {
        let now = now.as_micros();
        let books = self.at(now, station);
        books.left += 1;
        let (begun, work) = books.in_hand.remove(&goods).expect("it was worked on");
        let too_long = books.done(begun).checked_sub(Process::shown(work)).expect("all work is done");
        assert!(too_long == 0 || too_long < Reading::from(books.level_before), "{too_long} at {now}");
        books.finished += Process::shown(work);
        books.too_long += too_long;
    }

    fn speed(&mut self, now: Instant, station: StationId, level: CapacityFactor) {
        let now = now.as_micros();
        self.at(now, station).level = level.ppm();
    }

    fn station_state(&mut self, now: Instant, station: StationId, _: StationState, is: StationState) {
        let now = now.as_micros();
        let books = self.at(now, station);
        books.busy = is.in_work;
    }

    fn midnight(&mut self, now: Instant, view: &View<'_>) {
        let now = now.as_micros();
        self.check(now, view);
    }

    fn end(&mut self, now: Instant, view: &View<'_>) {
        let now = now.as_micros();
        self.check(now, view);
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn arrivals_at_a_process_equal_departures_plus_contents_and_its_clock_counts_the_work(Case(scenario) in scenarios()) {
        let model = compiled(&scenario).model;
        let books = Books { model: &model, processes: BTreeMap::new() };
        run(&model, 0, books);
    }
}
