//! The bottleneck of each day at the centre: the place where most lines waited.
//!
//! Of each place that lines pass (not entered, the processes before stock, stock, the processes after it) the mean
//! number of lines that wait there is taken over the part of the day in which the place works: a process by its
//! calendar (a whole day on which it is closed), the others always. The place with the largest is the bottleneck of
//! the day, of two alike the earlier in order of flow; a day on which it is under one line has none.
//!
//! Lines in work do not wait, unless the process is down. Not entered are those of the whole network. Waiting for
//! departure follows the timetable and is left out.
//!
//! So in a full stop the bottleneck is the first gate that is shut, in catching up the step with the pile before it,
//! and in normal running the step, or the stock, that most lines wait for. The largest queue is an old rule for
//! bottlenecks that shift (S. R. Lawrence & A. H. Buss, "Shifting production bottlenecks", Production and Operations
//! Management 3 (1994) 21–37). The active period method (C. Roser, M. Nakano & M. Tanaka, "A practical bottleneck
//! detection method", Proc. Winter Simulation Conf. 2001, 949–953) is for machines that work or stand idle: what is
//! not entered, or waits for stock, has no such period, and in a full stop all steps are down alike.

use super::names::StageLabel;
use super::{Days, Recorder, ReplicationResult};
use crate::engine::Time;
use crate::model::Model;
use crate::registers::metrics::{Dim, cell, ids};
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::{Stage, Stages};
use crate::simulation::stations::station::{StationState, Step, steps};
use crate::simulation::view::View;
use crate::units::{DAY, ProcessId};

/// Fewer lines than this, on average, are no bottleneck.
const LEAST: f64 = 1.0;

/// Listens for what waits at the centre.
#[derive(Debug)]
pub struct Bottleneck<'m> {
    model: &'m Model,
    days: Days,
    /// Table of the centre, if there is one, and its sites.
    centre: Option<usize>,
    sites: std::ops::Range<u32>,
    /// Place of each process of the centre's sites, from the first on; `None` of what comes in.
    place_of: Vec<Option<Stage>>,
    first_process: u32,
    stages: Vec<Waiting>,
    /// Place of each counted day.
    bottlenecks: Vec<Option<usize>>,
}

/// What waits at one place, since the last midnight.
#[derive(Debug, Clone, Copy, Default)]
struct Waiting {
    lines: i64,
    in_work: i64,
    /// Lines that wait: those there that are not in work.
    waits: i64,
    open: bool,
    /// Of the day so far: what waits, what waits while it works, and whether it works.
    all: Area,
    while_open: Area,
    open_time: Area,
}

/// The integral of a level over time since it was last taken, as the sum of change × instant of all changes: what it
/// is at an instant is level × instant less this sum. Sums and products wrap around; the integral of a day is right
/// as long as it is below 2⁶³, that is up to a hundred million lines.
#[derive(Debug, Clone, Copy, Default)]
struct Area {
    changes: i64,
}

impl Area {
    #[inline(always)]
    fn change(&mut self, now: Time, by: i64) {
        self.changes = self.changes.wrapping_add(by.wrapping_mul(now as i64));
    }

    /// The integral of a level that is now this; then begins anew.
    fn take(&mut self, now: Time, level: i64) -> i64 {
        let reached = level.wrapping_mul(now as i64);
        reached.wrapping_sub(std::mem::replace(&mut self.changes, reached))
    }
}

impl Waiting {
    /// The lines there, or those in work, have changed.
    #[inline(always)]
    fn changed(&mut self, now: Time) {
        let waits = (self.lines - self.in_work).max(0);
        let by = waits - std::mem::replace(&mut self.waits, waits);
        self.all.change(now, by);
        if self.open {
            self.while_open.change(now, by);
        }
    }

    fn set_open(&mut self, now: Time, open: bool) {
        if open != self.open {
            self.open = open;
            let sign = if open { 1 } else { -1 };
            self.while_open.change(now, sign * self.waits);
            self.open_time.change(now, sign);
        }
    }

    /// Mean number waiting over the time it worked; then begins anew.
    fn mean(&mut self, now: Time) -> f64 {
        let open = i64::from(self.open);
        let all = self.all.take(now, self.waits);
        let while_open = self.while_open.take(now, open * self.waits);
        let open_time = self.open_time.take(now, open);
        if open_time > 0 { while_open as f64 / open_time as f64 } else { all as f64 / DAY as f64 }
    }
}

impl<'m> Bottleneck<'m> {
    /// Nothing waits yet. Without a centre nothing ever does.
    pub fn new(model: &'m Model) -> Self {
        let nothing = Bottleneck {
            model,
            days: Days::of(model),
            centre: None,
            sites: 0..0,
            place_of: Vec::new(),
            first_process: 0,
            stages: Vec::new(),
            bottlenecks: Vec::new(),
        };
        let Some(centre) = model.centre() else { return nothing };
        let table = &model.site_groups[centre];
        let stages = Stages::of(model, centre);
        let place_of = steps(table).map(|(_, step)| match step {
            Step::BeforeStock(step) => Some(stages.before(usize::from(step))),
            Step::AfterStock(step) => Some(stages.after(usize::from(step))),
            Step::Inbound(_) | Step::Desk(_) => None,
        });
        let before = model.site_groups[..centre].iter();
        Bottleneck {
            centre: Some(centre),
            sites: table.first..table.first + table.count,
            place_of: place_of.collect(),
            first_process: before.map(|table| table.count * steps(table).count() as u32).sum(),
            stages: vec![Waiting::default(); usize::from(stages.departure().0)],
            ..nothing
        }
    }

    /// One line more or less at a place of the centre.
    #[inline(always)]
    fn count(&mut self, now: Time, line: &Line, stage: Stage, change: i64) {
        if let Some(waiting) = self.stages.get_mut(usize::from(stage.0))
            && (stage == Stage::NOT_ENTERED || self.sites.contains(&line.source()))
        {
            waiting.lines += change;
            waiting.changed(now);
        }
    }
}

impl Observer for Bottleneck<'_> {
    #[inline(always)]
    fn line_moves(&mut self, now: Time, line: &Line, from: Stage, to: Stage) {
        self.count(now, line, from, -1);
        self.count(now, line, to, 1);
    }

    #[inline(always)]
    fn shipped_and_delivered(&mut self, now: Time, line: &Line, from: Stage) {
        self.count(now, line, from, -1);
    }

    #[inline(always)]
    fn station_state(&mut self, now: Time, process: u32, was: StationState, is: StationState) {
        let Some(number) = process.checked_sub(self.first_process) else { return };
        let number = number as usize;
        if number >= self.place_of.len() * self.sites.len() {
            return;
        }
        let Some(stage) = self.place_of[number % self.place_of.len()] else { return };
        let waiting = &mut self.stages[usize::from(stage.0)];
        // All sites of the centre follow one calendar.
        waiting.set_open(now, is.open);
        let in_work = |activity: StationState| if activity.down { 0 } else { i64::from(activity.in_work) };
        waiting.in_work += in_work(is) - in_work(was);
        waiting.changed(now);
    }

    fn midnight(&mut self, now: Time, _: &View<'_>) {
        let mut most: Option<(usize, f64)> = None;
        for (stage, waiting) in self.stages.iter_mut().enumerate() {
            let mean = waiting.mean(now);
            if mean >= LEAST && most.is_none_or(|(_, before)| mean > before) {
                most = Some((stage, mean));
            }
        }
        if self.days.counted_day(now - 1).is_some() {
            self.bottlenecks.push(most.map(|(stage, _)| stage));
        }
    }
}

impl Recorder for Bottleneck<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let Some(centre) = self.centre else { return };
        let listed = &self.model.site_groups[centre];
        let process = |&process: &ProcessId| StageLabel::Process(process);
        let before = listed.before_stock.iter().map(process);
        let after = listed.after_stock.iter().map(process);
        let labels =
            [StageLabel::NotEntered].into_iter().chain(before).chain([StageLabel::Stock]).chain(after);
        let onset = self.days.counted_day(self.model.times.onset).unwrap_or(0);
        for (stage, label) in labels.enumerate() {
            let cell = cell(&[(Dim::Site, centre), (Dim::Stage, label.number(self.model.processes.len()))]);
            let is_here = |day: &Option<usize>| if *day == Some(stage) { 1.0 } else { 0.0 };
            let values: Vec<f64> = self.bottlenecks.iter().map(is_here).collect();
            if onset < values.len() {
                out.scalar(ids::BOTTLENECK_DAYS, cell, Some(values[onset..].iter().sum()));
            }
            out.daily(ids::BOTTLENECK, cell, values);
        }
    }
}
