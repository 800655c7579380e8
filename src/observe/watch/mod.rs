//! What is looked at closely, for each `[observe]` of the scenario: a file for each kind of thing.
//!
//! ```text
//! what happens ─► which watches listen there ─► process │ … ─► levels over time, times of lines
//! ```
//!
//! All is seen passively: nothing acts for a watch, and a run without watches pays next to nothing.

mod level;
mod process;
mod times;

use super::{Observations, Recorded};
use crate::engine::Time;
use crate::model::watch::Watched;
use crate::model::{Labels, Model};
use crate::scenario::quantity::HOUR;
use crate::simulation::line::Line;
use crate::simulation::observer::{Observer, State};
use crate::simulation::process::{Activity, steps};
use process::{Joining, ProcessWatch, Visit};

/// Microseconds in an hour.
const HOURS: f64 = HOUR as f64;

/// All that is looked at closely.
#[derive(Debug)]
pub struct Watches<'m> {
    model: &'m Model,
    processes: Vec<ProcessWatch<'m>>,
    /// By process at a site: who looks at it, a watch and its site's place in the table. Empty where nobody looks at any.
    listeners: Vec<Vec<(u16, u32)>>,
    /// Goods at processes that are looked at, by kind of goods and number. Goods are at one process at a time.
    visits: [Vec<Visit>; 4],
}

/// What is told as goods keeps its kind in the two highest bits.
const KIND: u32 = 30;

impl<'m> Watches<'m> {
    /// Nothing has happened yet.
    pub fn new(model: &'m Model) -> Self {
        let (mut processes, mut looked_at) = (Vec::new(), Vec::new());
        for watch in &model.watches {
            let Watched::Process { table, process } = watch.what;
            looked_at.push((table, process));
            processes.push(ProcessWatch::new(model, watch, table, process));
        }
        let mut listeners = Vec::new();
        let sites = model.table_of.iter().zip(0..).filter(|_| !looked_at.is_empty());
        for (&table, site) in sites {
            let listed = &model.tables[usize::from(table)];
            let listening = |(process, _)| {
                let here = (0..).zip(&looked_at).filter(|&(_, &of)| of == (table, process));
                here.map(|(watch, _)| (watch, site - listed.first)).collect()
            };
            listeners.extend(steps(listed).map(listening));
        }
        Watches { model, processes, listeners, visits: Default::default() }
    }

    #[inline]
    fn nobody_at(&self, process: u32) -> bool {
        self.listeners.get(process as usize).is_none_or(Vec::is_empty)
    }
}

/// What is kept of goods.
#[inline]
fn visit_of(visits: &mut [Vec<Visit>; 4], goods: u32) -> &mut Visit {
    let number = (goods & ((1 << KIND) - 1)) as usize;
    let visits = &mut visits[(goods >> KIND) as usize];
    if number >= visits.len() {
        visits.resize(number + 1, Visit::default());
    }
    &mut visits[number]
}

impl Observer for Watches<'_> {
    #[inline]
    fn joins(&mut self, now: Time, process: u32, goods: u32, line: &Line) {
        if self.nobody_at(process) {
            return;
        }
        let joining = Joining { class: line.class, ordered: line.ordered, stream: line.stream };
        for &(watch, site) in &self.listeners[process as usize] {
            // The visit is the same for all who look at it.
            let visit = self.processes[usize::from(watch)].joins(now, site as usize, joining);
            *visit_of(&mut self.visits, goods) = visit;
        }
    }

    #[inline]
    fn work_begins(&mut self, now: Time, process: u32, goods: u32, work: u64) {
        if self.nobody_at(process) {
            return;
        }
        let visit = visit_of(&mut self.visits, goods);
        visit.begun = now;
        let visit = *visit;
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].work_begins(now, site as usize, visit, work);
        }
    }

    fn work_interrupted(&mut self, now: Time, process: u32, goods: u32) {
        if self.nobody_at(process) {
            return;
        }
        let visit = *visit_of(&mut self.visits, goods);
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].work_goes_on(now, site as usize, visit, false);
        }
    }

    fn work_resumed(&mut self, now: Time, process: u32, goods: u32) {
        if self.nobody_at(process) {
            return;
        }
        let visit = *visit_of(&mut self.visits, goods);
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].work_goes_on(now, site as usize, visit, true);
        }
    }

    #[inline]
    fn work_ends(&mut self, now: Time, process: u32, goods: u32) {
        if self.nobody_at(process) {
            return;
        }
        let visit = *visit_of(&mut self.visits, goods);
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].work_ends(now, site as usize, visit);
        }
    }

    fn turned_away(&mut self, now: Time, process: u32, line: &Line) {
        if self.nobody_at(process) {
            return;
        }
        for &(watch, _) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].turned_away(now, line.class);
        }
    }

    fn leaves_queue(&mut self, now: Time, process: u32, goods: u32) {
        if self.nobody_at(process) {
            return;
        }
        let visit = *visit_of(&mut self.visits, goods);
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].leaves(now, site as usize, visit);
        }
    }

    #[inline]
    fn activity(&mut self, now: Time, process: u32, _: Activity, is: Activity) {
        if self.nobody_at(process) {
            return;
        }
        for &(watch, site) in &self.listeners[process as usize] {
            self.processes[usize::from(watch)].activity(now, site as usize, is);
        }
    }

    fn failure(&mut self, now: Time, failure: u16, state: u8) {
        self.processes.iter_mut().for_each(|watch| watch.failure(now, failure, state));
    }

    fn end(&mut self, now: Time, _: &State<'_>) {
        self.processes.iter_mut().for_each(|watch| watch.end(now));
    }
}

impl Recorded for Watches<'_> {
    fn tell(self, labels: &Labels, observations: &mut Observations) {
        for ((watch, names), process) in self.model.watches.iter().zip(&labels.watches).zip(&self.processes) {
            let Watched::Process { table, .. } = watch.what;
            process.tell(&labels.tables[usize::from(table)], &labels.classes, names, observations);
        }
    }
}
