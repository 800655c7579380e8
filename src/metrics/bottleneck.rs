//! Bottleneck: the stage of the centre at which most lines waited, day by day.
//!
//! For each stage that lines pass (not entered, the processes before stock, stock, the processes
//! after it) the mean number of waiting lines is taken over the part of the day in which the stage
//! works: a process by its calendar (the whole day if it is closed all day), the others always. The
//! stage with the largest mean is the bottleneck of the day; ties go to the earlier stage in order
//! of flow. A day whose largest mean is under one line has none.
//!
//! Lines in service do not wait, unless the process is down. Lines not entered are those of the
//! whole network. `StageQueue` for a departure follows the timetable and is left out.
//!
//! In a full stop the bottleneck is therefore the first gate that is shut, in catching up the stage
//! with the largest queue before it, and in normal operation the stage, or the stock, for which
//! most lines wait. The largest queue is an old rule for shifting bottlenecks (S. R. Lawrence & A.
//! H. Buss, "Shifting production bottlenecks", Production and Operations Management 3 (1994)
//! 21–37). The active period method (C. Roser, M. Nakano & M. Tanaka, "A practical bottleneck
//! detection method", Proc. Winter Simulation Conf. 2001, 949–953) is for machines that work or are
//! idle: lines that are not entered, or wait for stock, have no such period, and in a full stop all
//! stages are down alike.

use super::names::StageLabel;
use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Dim, cell, ids};
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::{Stage, Stages};
use crate::simulation::stations::station::{StationState, Step, steps};
use crate::simulation::view::View;
use crate::units::{DAY, Duration, Instant, ProcessId, SiteGroupId, SiteId, StationId};

/// Fewer lines than this, on average, are no bottleneck.
const MINIMUM_LINES: f64 = 1.0;

/// Recorder of the lines that wait at the centre.
#[derive(Debug)]
pub(crate) struct Bottleneck<'m> {
    model: &'m Model,
    days: Days,
    /// Site group of the centre, if there is one, and its sites.
    centre: Option<SiteGroupId>,
    sites: std::ops::Range<SiteId>,
    /// Stage of each process of the centre's sites, from the first on; `None` for inbound processes
    /// and order desks.
    stage_of: Vec<Option<Stage>>,
    first_station: StationId,
    stages: Vec<StageQueue>,
    /// Stage of each counted day.
    bottlenecks: Vec<Option<usize>>,
}

/// Lines at one stage since the last midnight.
#[derive(Debug, Clone, Copy, Default)]
struct StageQueue {
    lines: i64,
    in_work: i64,
    /// `StageQueue` lines: those present that are not in service.
    waits: i64,
    open: bool,
    /// Of the day so far: waiting lines, waiting lines while the stage works, and its working time.
    all: LevelIntegral,
    while_open: LevelIntegral,
    open_time: LevelIntegral,
}

/// Integral of a level over time since it was last taken, kept as the sum of change × instant over
/// all changes: the integral at an instant is level × instant less this sum. Sums and products wrap
/// around; the integral of a day is right below 2⁶³, that is up to a hundred million lines.
#[derive(Debug, Clone, Copy, Default)]
struct LevelIntegral {
    changes: i64,
}

impl LevelIntegral {
    #[inline(always)]
    fn change(&mut self, now: Instant, by: i64) {
        self.changes = self.changes.wrapping_add(by.wrapping_mul(now.signed()));
    }

    /// Integral of a level that now has this value; then starts anew.
    fn take(&mut self, now: Instant, level: i64) -> i64 {
        let reached = level.wrapping_mul(now.signed());
        reached.wrapping_sub(std::mem::replace(&mut self.changes, reached))
    }
}

impl StageQueue {
    /// Updates the waiting lines after a change of lines present or in service.
    #[inline(always)]
    fn changed(&mut self, now: Instant) {
        let waits = (self.lines - self.in_work).max(0);
        let by = waits - std::mem::replace(&mut self.waits, waits);
        self.all.change(now, by);
        if self.open {
            self.while_open.change(now, by);
        }
    }

    fn set_open(&mut self, now: Instant, open: bool) {
        if open != self.open {
            self.open = open;
            let sign = if open { 1 } else { -1 };
            self.while_open.change(now, sign * self.waits);
            self.open_time.change(now, sign);
        }
    }

    /// Mean number of waiting lines over the working time; then starts anew.
    fn mean(&mut self, now: Instant) -> f64 {
        let open = i64::from(self.open);
        let all = self.all.take(now, self.waits);
        let while_open = self.while_open.take(now, open * self.waits);
        let open_time = self.open_time.take(now, open);
        if open_time > 0 { while_open as f64 / open_time as f64 } else { all as f64 / DAY.as_micros_f64() }
    }
}

impl<'m> Bottleneck<'m> {
    /// A recorder without waiting lines. Without a centre it records nothing.
    pub(crate) fn new(model: &'m Model) -> Self {
        let nothing = Bottleneck {
            model,
            days: Days::of(model),
            centre: None,
            sites: SiteId::new(0)..SiteId::new(0),
            stage_of: Vec::new(),
            first_station: StationId::new(0),
            stages: Vec::new(),
            bottlenecks: Vec::new(),
        };
        let Some(centre) = model.centre() else { return nothing };
        let table = &model.site_groups[centre];
        let stages = Stages::of(model, centre);
        let stage_of = steps(table).map(|(_, step)| match step {
            Step::BeforeStock(step) => Some(stages.before(usize::from(step))),
            Step::AfterStock(step) => Some(stages.after(usize::from(step))),
            Step::Inbound(_) | Step::Desk(_) => None,
        });
        let before = model.site_groups.iter().take(centre.index());
        Bottleneck {
            centre: Some(centre),
            sites: table.first..table.first.plus(table.count as usize),
            stage_of: stage_of.collect(),
            first_station: StationId::from_index(
                before.map(|table| table.count as usize * steps(table).count()).sum(),
            ),
            stages: vec![StageQueue::default(); usize::from(stages.departure().0)],
            ..nothing
        }
    }

    /// Adds or removes a line at a stage of the centre.
    #[inline(always)]
    fn count(&mut self, now: Instant, line: &Line, stage: Stage, change: i64) {
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
    fn line_moves(&mut self, now: Instant, line: &Line, from: Stage, to: Stage) {
        self.count(now, line, from, -1);
        self.count(now, line, to, 1);
    }

    #[inline(always)]
    fn shipped_and_delivered(&mut self, now: Instant, line: &Line, from: Stage) {
        self.count(now, line, from, -1);
    }

    #[inline(always)]
    fn station_state(&mut self, now: Instant, station: StationId, was: StationState, is: StationState) {
        let Some(number) = station.get().checked_sub(self.first_station.get()) else { return };
        let number = number as usize;
        if number >= self.stage_of.len() * (self.sites.end.index() - self.sites.start.index()) {
            return;
        }
        let Some(stage) = self.stage_of[number % self.stage_of.len()] else { return };
        let waiting = &mut self.stages[usize::from(stage.0)];
        // All sites of the centre follow one calendar.
        waiting.set_open(now, is.open);
        let in_work = |activity: StationState| if activity.down { 0 } else { i64::from(activity.in_work) };
        waiting.in_work += in_work(is) - in_work(was);
        waiting.changed(now);
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        let mut most: Option<(usize, f64)> = None;
        for (stage, waiting) in self.stages.iter_mut().enumerate() {
            let mean = waiting.mean(now);
            if mean >= MINIMUM_LINES && most.is_none_or(|(_, before)| mean > before) {
                most = Some((stage, mean));
            }
        }
        if self.days.counted_day(now - Duration::MICROSECOND).is_some() {
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
            let cell =
                cell(&[(Dim::Site, centre.index()), (Dim::Stage, label.number(self.model.processes.len()))]);
            let is_here = |day: &Option<usize>| if *day == Some(stage) { 1.0 } else { 0.0 };
            let values: Vec<f64> = self.bottlenecks.iter().map(is_here).collect();
            if onset < values.len() {
                out.scalar(ids::BOTTLENECK_DAYS, cell, Some(values[onset..].iter().sum()));
            }
            out.daily(ids::BOTTLENECK, cell, values);
        }
    }
}
