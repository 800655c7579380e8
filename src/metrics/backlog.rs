//! Backlog: open lines and pieces of each site group, by stage, class and age.
//!
//! The outbound backlog of a site is everything ordered from it that has not left it: waiting for
//! release, stock, a process or loading. Lines in transit have a series of their own, and so have
//! lines not yet entered.
//!
//! A line is counted under its stage, class and order date. Moving it is two counts, and age bands
//! are sums over the order dates with open lines.

use super::day_ring::DayRing;
use super::names::StageLabel;
use super::open_days::OpenDays;
use super::{Days, Recorder, ReplicationResult};
use crate::model::{Model, Promise, Stock};
use crate::registers::metrics::{Daily, Dim, Metric, cell, ids};
use crate::scenario::network::site::SiteKind;
use crate::simulation::observer::Observer;
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::{Stage, Stages};
use crate::simulation::view::View;
use crate::units::{DAY, IndexVec, Instant, SiteGroupId, SiteId};

/// Age bands \[days\]: from, and up to but without.
pub(crate) const AGE_BANDS: [(usize, usize); 6] =
    [(0, 1), (1, 3), (3, 7), (7, 14), (14, 30), (30, usize::MAX)];

/// Names of the age bands, and of all lines of [`OLD`] days and more.
pub(crate) const AGE_NAMES: [&str; 7] = ["0-1", "1-3", "3-7", "7-14", "14-30", "30+", "7+"];

/// Age from which on a line is old \[days\].
pub(crate) const OLD: usize = 7;

/// Label number of old lines in [`AGE_NAMES`].
pub(crate) const OLD_LINES: usize = 6;

/// Recorder of the backlog of all sites that serve others.
#[derive(Debug)]
pub(crate) struct BacklogRecorder<'m> {
    model: &'m Model,
    days: Days,
    classes: usize,
    /// Lines by site group, class, order date and stage, so that a move is two adjacent counts. The
    /// last group is for lines that are not entered.
    lines: DayRing<[u32; Stage::COUNT]>,
    /// Order dates with open lines, by site group and class; today's are added at midnight.
    open: OpenDays,
    today: usize,
    /// First row of the site group of each site.
    row_of: IndexVec<SiteId, u32>,
    /// Stages that are recorded, one bit each, by site group.
    recorded: Vec<u32>,
    /// Outbound lines ordered after the cut-off of their day, by site group, class and day; `None`
    /// where no class has a cut-off.
    late: Option<DayRing<u32>>,
    /// Pieces by site group, class and stage.
    pieces: Vec<[u64; Stage::COUNT]>,
    /// Daily lines and pieces by site group, stage and class; empty for stages that are not
    /// recorded.
    daily_lines: Vec<Vec<f64>>,
    daily_pieces: Vec<Vec<f64>>,
    /// Daily lines of the outbound backlog by site group, stage, class and age band.
    daily_ages: Vec<Vec<u32>>,
    /// Daily lines past due by site group and class.
    daily_past_due: Vec<Vec<u32>>,
}

impl<'m> BacklogRecorder<'m> {
    /// A recorder without open lines.
    pub(crate) fn new(model: &'m Model) -> Self {
        let (days, classes, site_groups) =
            (Days::of(model), model.classes.len(), model.site_groups.len() + 1);
        let ordered_on = model.times.end.since_origin().div_ceil(DAY) as usize;
        let cells = site_groups * Stage::COUNT * classes;
        let any_cut_off = model.classes.iter().any(|class| matches!(class.promise, Promise::ByCutOff(_)));
        BacklogRecorder {
            model,
            days,
            classes,
            lines: DayRing::new(site_groups * classes),
            open: OpenDays::new(site_groups * classes, ordered_on),
            today: 0,
            row_of: model.group_of.iter().map(|&group| u32::from(group.get()) * classes as u32).collect(),
            recorded: SiteGroupId::first(site_groups).map(|group| recorded_stages(model, group)).collect(),
            late: any_cut_off.then(|| DayRing::new(site_groups * classes)),
            pieces: vec![[0; Stage::COUNT]; site_groups * classes],
            daily_lines: vec![Vec::new(); cells],
            daily_pieces: vec![Vec::new(); cells],
            daily_ages: vec![Vec::new(); cells * AGE_BANDS.len()],
            daily_past_due: vec![Vec::new(); site_groups * classes],
        }
    }

    /// Row of a line: its source's site group and its class.
    #[inline(always)]
    fn row(&self, line: &Line) -> usize {
        self.row_in(line, line.class)
    }

    /// Row of a line as if it had this class.
    #[inline(always)]
    fn row_in(&self, line: &Line, class: u8) -> usize {
        // The number of "no site" exceeds that of every site.
        let not_entered = || self.model.site_groups.len() * self.classes;
        let first = self.row_of.get(line.source()).map_or_else(not_entered, |&row| row as usize);
        first + usize::from(class)
    }

    #[inline(always)]
    fn move_line(&mut self, row: usize, line: &Line, from: Stage, to: Stage) {
        let day = (line.ordered / DAY) as usize;
        if from == Stage::NONE && day != self.today {
            self.open.note(row, day);
        }
        let stages = self.lines.at_mut(row, day);
        if let Some(there) = stages.get_mut(usize::from(from.0)) {
            *there -= 1;
        }
        if let Some(there) = stages.get_mut(usize::from(to.0)) {
            *there += 1;
        }
        if self.late.is_some()
            && self.is_late(line, line.class)
            && let Some(late) = &mut self.late
        {
            let late = late.at_mut(row, day);
            *late = *late + outbound(to) - outbound(from);
        }
    }

    #[inline(always)]
    fn move_pieces(&mut self, row: usize, pieces: u32, from: Stage, to: Stage) {
        let stages = &mut self.pieces[row];
        if let Some(there) = stages.get_mut(usize::from(from.0)) {
            *there -= u64::from(pieces);
        }
        if let Some(there) = stages.get_mut(usize::from(to.0)) {
            *there += u64::from(pieces);
        }
    }

    /// Number of days from day 0 on whose lines of a class are all past due at a midnight.
    fn due_days(&self, class: usize, midnight: Instant) -> usize {
        match &self.model.classes[class].promise {
            Promise::None => 0,
            Promise::Elapsed(span) => (midnight.saturating_sub(*span) / DAY) as usize,
            Promise::ByDay(due) => due.partition_point(|&due| due <= midnight),
            Promise::ByCutOff(due) => due.in_time.partition_point(|&due| due <= midnight),
        }
    }

    /// The same for lines ordered after the cut-off of their day.
    fn late_due_days(&self, class: usize, midnight: Instant) -> usize {
        match &self.model.classes[class].promise {
            Promise::ByCutOff(due) => due.late.partition_point(|&due| due <= midnight),
            Promise::None | Promise::Elapsed(_) | Promise::ByDay(_) => usize::MAX,
        }
    }

    /// True if a line of a class was ordered after the cut-off of its day.
    #[inline]
    fn is_late(&self, line: &Line, class: u8) -> bool {
        match &self.model.classes[usize::from(class)].promise {
            Promise::ByCutOff(due) => due.is_late(line.ordered),
            Promise::None | Promise::Elapsed(_) | Promise::ByDay(_) => false,
        }
    }
}

/// Stages of a site group that are recorded; the last group is for lines that are not entered.
fn recorded_stages(model: &Model, group: SiteGroupId) -> u32 {
    let bit = |stage: Stage| 1 << stage.0;
    if group.index() == model.site_groups.len() {
        return bit(Stage::NOT_ENTERED);
    }
    if !is_recorded(model, group) {
        return 0;
    }
    stages(model, group).iter().fold(bit(Stage::IN_TRANSIT), |bits, &(stage, _)| bits | bit(stage))
}

/// True if the backlog of a site group is recorded.
fn is_recorded(model: &Model, group: SiteGroupId) -> bool {
    let listed = &model.site_groups[group];
    listed.kind != SiteKind::Supplier && !matches!(listed.stock, Stock::None)
}

/// Stages of a site group's outbound backlog, in order of flow.
fn stages(model: &Model, group: SiteGroupId) -> Vec<(Stage, StageLabel)> {
    let mut all = stages_in_site(model, group);
    if model.lanes.iter().any(|lane| lane.from == group) {
        all.push((Stages::of(model, group).departure(), StageLabel::Loading));
    }
    all
}

/// Stages within a site group, up to the end of its last outbound process, in order of flow.
pub(super) fn stages_in_site(model: &Model, group: SiteGroupId) -> Vec<(Stage, StageLabel)> {
    let stages = Stages::of(model, group);
    let listed = &model.site_groups[group];
    let before = listed.before_stock.iter().enumerate();
    let before = before.map(|(n, &process)| (stages.before(n), StageLabel::Process(process)));
    let after = listed.after_stock.iter().enumerate();
    let after = after.map(|(n, &process)| (stages.after(n), StageLabel::Process(process)));
    before.chain([(stages.stock(), StageLabel::Stock)]).chain(after).collect()
}

/// Sum of daily series, day by day.
fn sum<'s, T: Copy + Into<f64> + 's>(days: usize, series: impl IntoIterator<Item = &'s Vec<T>>) -> Vec<f64> {
    let mut total = vec![0.0; days];
    for values in series {
        total.iter_mut().zip(values).for_each(|(total, &value)| *total += value.into());
    }
    total
}

/// A daily series of counts as numbers.
fn numbers(counts: &[u32]) -> Vec<f64> {
    counts.iter().map(|&count| f64::from(count)).collect()
}

/// 1 for a line that has not left its source, else 0.
fn outbound(stage: Stage) -> u32 {
    u32::from(stage != Stage::NONE && stage != Stage::IN_TRANSIT)
}

impl Observer for BacklogRecorder<'_> {
    #[inline]
    fn line_moves(&mut self, _: Instant, line: &Line, from: Stage, to: Stage) {
        self.move_line(self.row(line), line, from, to);
    }

    #[inline]
    fn pieces_move(&mut self, _: Instant, line: &Line, pieces: u32, from: Stage, to: Stage) {
        self.move_pieces(self.row(line), pieces, from, to);
    }

    #[inline(always)]
    fn whole_line_moves(&mut self, _: Instant, line: &Line, from: Stage, to: Stage) {
        let row = self.row(line);
        self.move_line(row, line, from, to);
        self.move_pieces(row, line.pieces, from, to);
    }

    #[inline(always)]
    fn shipped_and_delivered(&mut self, now: Instant, line: &Line, from: Stage) {
        // A line that was nowhere before stays uncounted.
        if from != Stage::NONE {
            self.whole_line_moves(now, line, from, Stage::NONE);
        }
    }

    fn reclassed(&mut self, _: Instant, line: &Line, from_class: u8) {
        let (stage, day) = (usize::from(line.stage().0), (line.ordered / DAY) as usize);
        let (from, to) = (self.row_in(line, from_class), self.row(line));
        self.lines.at_mut(from, day)[stage] -= 1;
        self.lines.at_mut(to, day)[stage] += 1;
        self.open.note(to, day);
        if outbound(line.stage()) > 0 {
            for (row, class, change) in [(from, from_class, -1), (to, line.class, 1)] {
                if self.is_late(line, class)
                    && let Some(late) = &mut self.late
                {
                    let late = late.at_mut(row, day);
                    *late = late.wrapping_add_signed(change);
                }
            }
        }
    }

    fn pieces_reclassed(&mut self, _: Instant, line: &Line, pieces: u32, stage: Stage, from_class: u8) {
        let (from, to) = (self.row_in(line, from_class), self.row(line));
        self.pieces[from][usize::from(stage.0)] -= u64::from(pieces);
        self.pieces[to][usize::from(stage.0)] += u64::from(pieces);
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        let ended = (now / DAY) as usize - 1;
        self.today = ended + 1;
        for row in 0..self.pieces.len() {
            self.open.note(row, ended);
        }
        if ended >= self.days.first && ended < self.days.end {
            self.record_day(ended, now);
        }
        let oldest = self.open.oldest();
        self.lines.begin_day(ended + 1, oldest);
        if let Some(late) = &mut self.late {
            late.begin_day(ended + 1, oldest);
        }
    }
}

impl BacklogRecorder<'_> {
    /// Records the open lines of the midnight that ends a day.
    fn record_day(&mut self, ended: usize, now: Instant) {
        let in_transit = usize::from(Stage::IN_TRANSIT.0);
        for group in 0..=self.model.site_groups.len() {
            for class in 0..self.classes {
                let mut ages = [[0_u64; AGE_BANDS.len()]; Stage::COUNT];
                let mut past_due = 0_u64;
                let due_days = self.due_days(class, now);
                let late_due_days = self.late_due_days(class, now);
                let row = group * self.classes + class;
                let late = |day| self.late.as_ref().map_or(0, |late| late.at(row, day));
                let mut totals = [0_u64; Stage::COUNT];
                self.open.retain(row, ended, |day| {
                    let (mut outbound, mut open) = (0, 0);
                    let band = AGE_BANDS.partition_point(|&(_, to)| to <= ended - day);
                    for (stage, &lines) in self.lines.at(row, day).iter().enumerate() {
                        totals[stage] += u64::from(lines);
                        ages[stage][band] += u64::from(lines);
                        open += u64::from(lines);
                        outbound += if stage == in_transit { 0 } else { u64::from(lines) };
                    }
                    let not_yet = if day < late_due_days { 0 } else { u64::from(late(day)) };
                    past_due += if day < due_days { outbound - not_yet } else { 0 };
                    open > 0
                });
                for (stage, &total) in totals.iter().enumerate() {
                    if self.recorded[group] & 1 << stage == 0 {
                        continue;
                    }
                    let cell = (group * Stage::COUNT + stage) * self.classes + class;
                    self.daily_lines[cell].push(total as f64);
                    self.daily_pieces[cell].push(self.pieces[row][stage] as f64);
                    if group < self.model.site_groups.len() && stage != in_transit {
                        for (band, &lines) in ages[stage].iter().enumerate() {
                            self.daily_ages[cell * AGE_BANDS.len() + band].push(lines as u32);
                        }
                    }
                }
                self.daily_past_due[group * self.classes + class].push(past_due as u32);
            }
        }
    }
}

impl Recorder for BacklogRecorder<'_> {
    fn emit(self, out: &mut ReplicationResult) {
        let not_entered = SiteGroupId::from_index(self.model.site_groups.len());
        for class in 0..self.classes {
            let lines = &self.daily_lines[self.place(not_entered, Stage::NOT_ENTERED, class)];
            out.daily(ids::NOT_ENTERED, cell(&[(Dim::Class, class)]), lines.clone());
        }
        for group in self.model.site_groups.ids().filter(|&group| is_recorded(self.model, group)) {
            let stages = stages(self.model, group);
            let lines = self.emit_outbound(out, group, &stages, &self.daily_lines, LINES);
            self.emit_outbound(out, group, &stages, &self.daily_pieces, PIECES);
            let normal = self.model.flows.lines_served.get(group).copied().unwrap_or(0.0);
            if normal > 0.0 {
                let days = lines.iter().map(|lines| lines / normal).collect();
                out.daily(ids::BACKLOG_DAYS, cell(&[(Dim::Site, group.index())]), days);
            }
            self.emit_ages(out, group, &stages);
            let past_due = |class| &self.daily_past_due[group.index() * self.classes + class];
            for class in 0..self.classes {
                let cell = cell(&[(Dim::Site, group.index()), (Dim::Class, class)]);
                out.daily(ids::PAST_DUE, cell, numbers(past_due(class)));
            }
            let total = sum(self.days.counted(), (0..self.classes).map(past_due));
            out.daily(ids::PAST_DUE, cell(&[(Dim::Site, group.index())]), total);
        }
    }
}

/// Metrics of the outbound backlog and of lines in transit, in lines and in pieces.
const LINES: [Metric<Daily>; 2] = [ids::BACKLOG, ids::IN_TRANSIT];
const PIECES: [Metric<Daily>; 2] = [ids::BACKLOG_PIECES, ids::IN_TRANSIT_PIECES];

impl BacklogRecorder<'_> {
    /// Place of the daily values of a site group, stage and class.
    fn place(&self, group: SiteGroupId, stage: Stage, class: usize) -> usize {
        (group.index() * Stage::COUNT + usize::from(stage.0)) * self.classes + class
    }

    /// Emits the outbound backlog of a site group by stage and class, and its lines in transit;
    /// returns the whole outbound backlog.
    fn emit_outbound(
        &self,
        out: &mut ReplicationResult,
        group: SiteGroupId,
        stages: &[(Stage, StageLabel)],
        daily: &[Vec<f64>],
        [backlog, in_transit]: [Metric<Daily>; 2],
    ) -> Vec<f64> {
        let days = self.days.counted();
        let site = cell(&[(Dim::Site, group.index())]);
        let of = |stage, class| &daily[self.place(group, stage, class)];
        let all = |class| stages.iter().map(move |&(stage, _)| of(stage, class));
        for class in 0..self.classes {
            out.daily(backlog, site.with(Dim::Class, class), sum(days, all(class)));
        }
        let total = sum(days, (0..self.classes).flat_map(all));
        out.daily(backlog, site, total.clone());
        for &(stage, label) in stages {
            let cell = site.with(Dim::Stage, label.number(self.model.processes.len()));
            for class in 0..self.classes {
                out.daily(backlog, cell.with(Dim::Class, class), of(stage, class).clone());
            }
            out.daily(backlog, cell, sum(days, (0..self.classes).map(|class| of(stage, class))));
        }
        for class in 0..self.classes {
            out.daily(in_transit, site.with(Dim::Class, class), of(Stage::IN_TRANSIT, class).clone());
        }
        total
    }

    /// Emits the outbound backlog of a site group by age and class; of a centre by stage too.
    fn emit_ages(&self, out: &mut ReplicationResult, group: SiteGroupId, stages: &[(Stage, StageLabel)]) {
        let days = self.days.counted();
        for band in 0..AGE_BANDS.len() {
            let cell = cell(&[(Dim::Site, group.index()), (Dim::Age, band)]);
            let at =
                |stage, class| &self.daily_ages[self.place(group, stage, class) * AGE_BANDS.len() + band];
            let by_class = |class| sum(days, stages.iter().map(|&(stage, _)| at(stage, class)));
            for class in 0..self.classes {
                out.daily(ids::BACKLOG, cell.with(Dim::Class, class), by_class(class));
            }
            let all: Vec<Vec<f64>> = (0..self.classes).map(by_class).collect();
            out.daily(ids::BACKLOG, cell, sum(days, &all));
            let is_centre = self.model.site_groups[group].kind == SiteKind::Centre;
            for &(stage, label) in stages.iter().filter(|_| is_centre) {
                let cell = cell.with(Dim::Stage, label.number(self.model.processes.len()));
                for class in 0..self.classes {
                    out.daily(ids::BACKLOG, cell.with(Dim::Class, class), numbers(at(stage, class)));
                }
            }
        }
    }
}
