//! Open demand: the lines that customers wait for, by market, class, place and age.
//!
//! A line is open demand from the instant at which its customer first wants it until it is
//! delivered, cancelled, lost or bought elsewhere. It counts once, where it now stands: *on the
//! books*, at a stage of a site or in transit, or *not entered*, on paper or deferred. Deferred
//! lines are an estimate of the model: no book knows them. Replenishment lines and duplicate orders
//! are no demand.
//!
//! ```text
//! wanted ─┬─────────────► on the books: each stage, in transit ─► delivered
//!         ├─► on paper ──►                     └─► cancelled, lost
//!         └─► deferred ──► (on paper, or on the books)
//! ```
//!
//! Ages count from the day on which a line was first wanted.

use super::backlog::{AGE_BANDS, stages_in_site};
use super::day_ring::DayRing;
use super::names::StageLabel;
use super::open_days::OpenDays;
use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Cell, Daily, Dim, Metric, cell, ids};
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::{Stage, Stages};
use crate::simulation::view::View;
use crate::units::{DAY, IndexVec, Instant, MarketId, SiteGroupId, SiteId, StreamId};
use std::ops::Range;

/// Stage, without a site, of a line that its customer will return to order.
const DEFERRED: Stage = Stage(1);

/// Counts of one market, class and day of the first want.
type ByEntry = [u32; 2];
/// Index into [`ByEntry`].
const NOT_ENTERED: usize = 0;
const ON_BOOKS: usize = 1;

/// Recorder of open demand.
#[derive(Debug)]
pub(crate) struct OpenDemand<'m> {
    model: &'m Model,
    days: Days,
    classes: usize,
    markets: usize,
    /// First row, of the most urgent class, of each stream: rows are market by class.
    row_of_stream: IndexVec<StreamId, u32>,
    /// First row of the site group of each site in `lines`.
    first_row: IndexVec<SiteId, u32>,
    /// Lines by site group, row and stage, so that a move is two adjacent counts. The last group is
    /// for lines without a site: on paper or deferred.
    lines: Vec<[u32; Stage::COUNT]>,
    /// Lines by row and day of the first want.
    by_day: DayRing<ByEntry>,
    open: OpenDays,
    today: usize,
    /// By site group, row and stage: daily lines; empty for a stage that no line ever takes.
    daily: Vec<Vec<f64>>,
    /// By row, entry and age band: daily lines.
    daily_ages: Vec<Vec<f64>>,
}

impl<'m> OpenDemand<'m> {
    /// A recorder without open lines.
    pub(crate) fn new(model: &'m Model) -> Self {
        let (classes, markets) = (model.classes.len(), model.markets().max(1));
        let (rows, groups, days) = (markets * classes, model.site_groups.len() + 1, Days::of(model));
        let row_of_stream = |&market: &MarketId| (market.index() * classes) as u32;
        let last_day = model.times.end.since_origin().div_ceil(DAY) as usize;
        OpenDemand {
            model,
            days,
            classes,
            markets,
            row_of_stream: model.markets_of_streams().iter().map(row_of_stream).collect(),
            first_row: model.group_of.iter().map(|&group| (group.index() * rows) as u32).collect(),
            lines: vec![[0; Stage::COUNT]; groups * rows],
            by_day: DayRing::new(rows),
            open: OpenDays::new(rows, last_day),
            today: 0,
            daily: vec![Vec::new(); groups * rows * Stage::COUNT],
            daily_ages: vec![Vec::new(); rows * 2 * AGE_BANDS.len()],
        }
    }

    fn rows_of_group(&self) -> usize {
        self.markets * self.classes
    }

    /// First row of the lines without a site.
    fn without_site(&self) -> usize {
        self.model.site_groups.len() * self.rows_of_group()
    }

    #[inline(always)]
    fn row(&self, line: &Line, class: u8) -> usize {
        self.row_of_stream[line.stream()] as usize + usize::from(class)
    }

    /// Counts a line at its day; `entry` is [`NOT_ENTERED`] or [`ON_BOOKS`].
    #[inline]
    fn count_day(&mut self, row: usize, line: &Line, entry: usize, change: i32) {
        let day = (line.wanted / DAY) as usize;
        if day != self.today {
            self.open.note(row, day);
        }
        let lines = &mut self.by_day.at_mut(row, day)[entry];
        *lines = lines.wrapping_add_signed(change);
    }

    /// Counts a line that appears at a stage, or leaves one.
    #[inline]
    fn count_at(&mut self, line: &Line, class: u8, stage: Stage, change: i32) {
        let row = self.row(line, class);
        // Every line that is entered has a source.
        let first = match self.first_row.get(line.source()) {
            Some(&first) if stage != Stage::NOT_ENTERED => first as usize,
            _ => self.without_site(),
        };
        let lines = &mut self.lines[first + row][usize::from(stage.0)];
        *lines = lines.wrapping_add_signed(change);
        let entry = if stage == Stage::NOT_ENTERED { NOT_ENTERED } else { ON_BOOKS };
        self.count_day(row, line, entry, change);
    }

    #[inline(always)]
    fn move_line(&mut self, line: &Line, from: Stage, to: Stage) {
        if from == Stage::NONE || to == Stage::NONE || from == Stage::NOT_ENTERED {
            if from != Stage::NONE {
                self.count_at(line, line.class, from, -1);
            }
            if to != Stage::NONE {
                self.count_at(line, line.class, to, 1);
            }
            return;
        }
        let Some(&first) = self.first_row.get(line.source()) else { return };
        let stages = &mut self.lines
            [first as usize + self.row_of_stream[line.stream()] as usize + usize::from(line.class)];
        stages[usize::from(from.0)] -= 1;
        stages[usize::from(to.0)] += 1;
    }

    /// Counts a line that its customer defers, or orders after all.
    fn count_deferred(&mut self, line: &Line, change: i32) {
        let row = self.row(line, line.class);
        let place = self.without_site() + row;
        let lines = &mut self.lines[place][usize::from(DEFERRED.0)];
        *lines = lines.wrapping_add_signed(change);
        self.count_day(row, line, NOT_ENTERED, change);
    }
}

impl Observer for OpenDemand<'_> {
    #[inline(always)]
    fn line_moves(&mut self, _: Instant, line: &Line, from: Stage, to: Stage) {
        if line.is_open_demand() {
            self.move_line(line, from, to);
        }
    }

    #[inline(always)]
    fn whole_line_moves(&mut self, now: Instant, line: &Line, from: Stage, to: Stage) {
        self.line_moves(now, line, from, to);
    }

    #[inline(always)]
    fn pieces_move(&mut self, _: Instant, _: &Line, _: u32, _: Stage, _: Stage) {}

    #[inline(always)]
    fn shipped_and_delivered(&mut self, now: Instant, line: &Line, from: Stage) {
        // A line that was nowhere before stays uncounted.
        if from != Stage::NONE {
            self.line_moves(now, line, from, Stage::NONE);
        }
    }

    fn redundant_pick(&mut self, _: Instant, line: &Line) {
        // The duplicate order has been delivered: no customer waits for the line any longer.
        if !line.is_duplicate() && line.stage() != Stage::NONE {
            self.count_at(line, line.class, line.stage(), -1);
        }
    }

    fn reclassed(&mut self, _: Instant, line: &Line, from_class: u8) {
        if line.is_open_demand() && line.stage() != Stage::NONE {
            self.count_at(line, from_class, line.stage(), -1);
            self.count_at(line, line.class, line.stage(), 1);
        }
    }

    fn deferred(&mut self, _: Instant, line: &Line) {
        self.count_deferred(line, 1);
    }

    fn deferral_ended(&mut self, _: Instant, line: &Line) {
        self.count_deferred(line, -1);
    }

    fn midnight(&mut self, now: Instant, view: &View<'_>) {
        let ended = (now / DAY) as usize - 1;
        self.today = ended + 1;
        for row in 0..self.rows_of_group() {
            self.open.note(row, ended);
        }
        if ended >= self.days.first && ended < self.days.end {
            self.record_day(ended);
        }
        debug_assert_eq!(
            self.lines.as_flattened().iter().map(|&lines| u64::from(lines)).sum::<u64>(),
            view.open_lines().filter(|line| line.is_open_demand()).count() as u64 + view.deferred(),
            "open demand at {now}"
        );
        self.by_day.begin_day(ended + 1, self.open.oldest());
    }
}

impl OpenDemand<'_> {
    fn record_day(&mut self, ended: usize) {
        let counted = ended - self.days.first;
        for (&lines, daily) in self.lines.as_flattened().iter().zip(&mut self.daily) {
            if lines != 0 || !daily.is_empty() {
                daily.resize(counted, 0.0);
                daily.push(f64::from(lines));
            }
        }
        for row in 0..self.rows_of_group() {
            let mut ages = [[0_u64; AGE_BANDS.len()]; 2];
            self.open.retain(row, ended, |day| {
                let band = AGE_BANDS.partition_point(|&(_, to)| to <= ended - day);
                let lines = self.by_day.at(row, day);
                for (entry, lines) in lines.into_iter().enumerate() {
                    ages[entry][band] += u64::from(lines);
                }
                lines != ByEntry::default()
            });
            for (number, lines) in ages.as_flattened().iter().enumerate() {
                self.daily_ages[row * 2 * AGE_BANDS.len() + number].push(*lines as f64);
            }
        }
    }

    /// Daily lines of a row at a stage of a site group, or of none.
    fn daily(&self, group: usize, row: usize, stage: usize) -> &[f64] {
        &self.daily[(group * self.rows_of_group() + row) * Stage::COUNT + stage]
    }

    /// Sum of the daily lines of some site groups, rows and stages.
    fn sum(&self, groups: Range<usize>, rows: &[usize], stages: Range<usize>) -> Vec<f64> {
        let mut total = vec![0.0; self.days.counted()];
        for group in groups {
            for &row in rows {
                for stage in stages.clone() {
                    let daily = self.daily(group, row, stage);
                    total.iter_mut().zip(daily).for_each(|(total, lines)| *total += lines);
                }
            }
        }
        total
    }

    /// Rows of a market and class; `None`: of all.
    fn rows(&self, market: Option<usize>, class: Option<usize>) -> Vec<usize> {
        let all = (0..self.markets).flat_map(|of| (0..self.classes).map(move |one| (of, one)));
        let selected =
            all.filter(|&(of, one)| market.is_none_or(|it| it == of) && class.is_none_or(|it| it == one));
        selected.map(|(of, one)| of * self.classes + one).collect()
    }

    /// Emits the lines of some site groups as a metric, in total and by market and class.
    fn emit_groups(&self, out: &mut ReplicationResult, metric: Metric<Daily>, groups: Range<usize>) {
        for (cell, rows) in self.cells() {
            out.daily(metric, cell, self.sum(groups.clone(), &rows, 0..Stage::COUNT));
        }
    }

    /// Cells by market and class with their rows; by market only where there are several.
    fn cells(&self) -> Vec<(Cell, Vec<usize>)> {
        let markets: Vec<Option<usize>> =
            std::iter::once(None).chain((0..self.markets).filter(|_| self.markets > 1).map(Some)).collect();
        let classes: Vec<Option<usize>> = std::iter::once(None).chain((0..self.classes).map(Some)).collect();
        let mut all = Vec::new();
        for &market in &markets {
            for &class in &classes {
                let of_market = market.map_or(Cell::TOTAL, |market| cell(&[(Dim::Market, market)]));
                let of_both = class.map_or(of_market, |class| of_market.with(Dim::Class, class));
                all.push((of_both, self.rows(market, class)));
            }
        }
        all
    }

    /// Emits the places of lines, all markets together: by stage without a site, and by site and
    /// stage, in total and by class.
    fn emit_places(&self, out: &mut ReplicationResult) {
        let processes = self.model.processes.len();
        for class in std::iter::once(None).chain((0..self.classes).map(Some)) {
            let rows = self.rows(None, class);
            let of_class = class.map_or(Cell::TOTAL, |class| cell(&[(Dim::Class, class)]));
            let none = self.model.site_groups.len();
            for (stage, label) in
                [(Stage::NOT_ENTERED, StageLabel::NotEntered), (DEFERRED, StageLabel::Deferred)]
            {
                let lines = self.sum(none..none + 1, &rows, one(stage));
                let cell = of_class.with(Dim::Stage, label.number(processes));
                out.daily(ids::OPEN_DEMAND_NOT_ENTERED, cell, lines);
            }
            for group in self.model.site_groups.ids() {
                let number = group.index();
                let used = |stages: Range<usize>| {
                    let mut rows = 0..self.rows_of_group();
                    rows.any(|row| stages.clone().any(|stage| !self.daily(number, row, stage).is_empty()))
                };
                if !used(0..Stage::COUNT) {
                    continue;
                }
                let site = of_class.with(Dim::Site, number);
                let of_site = |stages| self.sum(number..number + 1, &rows, stages);
                out.daily(ids::OPEN_DEMAND_ON_BOOKS, site, of_site(0..Stage::COUNT));
                for (stage, label) in stages(self.model, group) {
                    if used(one(stage)) {
                        let cell = site.with(Dim::Stage, label.number(processes));
                        out.daily(ids::OPEN_DEMAND_ON_BOOKS, cell, of_site(one(stage)));
                    }
                }
            }
        }
    }

    /// Emits open demand by age, all markets together, in total and by class.
    fn emit_ages(&self, out: &mut ReplicationResult) {
        for class in std::iter::once(None).chain((0..self.classes).map(Some)) {
            let of_class = class.map_or(Cell::TOTAL, |class| cell(&[(Dim::Class, class)]));
            for band in 0..AGE_BANDS.len() {
                let mut total = vec![0.0; self.days.counted()];
                for row in self.rows(None, class) {
                    for entry in [NOT_ENTERED, ON_BOOKS] {
                        let daily = &self.daily_ages[(row * 2 + entry) * AGE_BANDS.len() + band];
                        total.iter_mut().zip(daily).for_each(|(total, lines)| *total += lines);
                    }
                }
                out.daily(ids::OPEN_DEMAND, of_class.with(Dim::Age, band), total);
            }
        }
    }
}

/// A stage as a range of one.
fn one(stage: Stage) -> Range<usize> {
    usize::from(stage.0)..usize::from(stage.0) + 1
}

/// Stages of lines that a site group serves, in order of flow.
fn stages(model: &Model, group: SiteGroupId) -> Vec<(Stage, StageLabel)> {
    let mut all = stages_in_site(model, group);
    all.push((Stages::of(model, group).departure(), StageLabel::Loading));
    all.push((Stage::IN_TRANSIT, StageLabel::InTransit));
    all
}

impl Recorder for OpenDemand<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        if self.model.demands.is_empty() {
            return;
        }
        let groups = self.model.site_groups.len();
        self.emit_groups(out, ids::OPEN_DEMAND, 0..groups + 1);
        self.emit_groups(out, ids::OPEN_DEMAND_ON_BOOKS, 0..groups);
        self.emit_groups(out, ids::OPEN_DEMAND_NOT_ENTERED, groups..groups + 1);
        self.emit_places(out);
        self.emit_ages(out);
    }
}
