//! What the tests of behaviour share: from the text of a scenario to a run, small observers,
//! intervals.

#![allow(
    unreachable_pub,
    reason = "a test program is a crate of its own: nothing of it is reached from outside"
)]
#![allow(missing_docs, reason = "the same")]
#![allow(dead_code, reason = "each test program uses its own part of it")]

pub mod symbols;

use gplc::compile::{CompiledModel, build};
use gplc::metrics::order_cohort::day_by_day;
use gplc::metrics::{ReplicationResult, run_replication, run_replication_with};
use gplc::model::Model;
use gplc::registers::metrics::{Daily, Dim, Metric, MetricId};
use gplc::scenario::{ReadScenario, read_text};
use gplc::simulation::observer::{LossReason, Observer};
use gplc::simulation::orders::consignment::WorkItem;
use gplc::simulation::orders::line::{Line, LineKind};
use gplc::simulation::simulate;
use gplc::simulation::view::View;
use gplc::stats::interval::{MeanInterval, mean_interval};
use gplc::stats::moments::Moments;
use gplc::units::{IndexVec, Instant, SiteId, StationId, StreamId, Work};

/// Microseconds, in which tests state what they expect.
pub type Micros = u64;

pub const MINUTE: Micros = 60_000_000;
pub const HOUR: Micros = 60 * MINUTE;
pub const DAY: Micros = 24 * HOUR;
pub const WEEK: Micros = 7 * DAY;

/// Begin of most scenarios here: a Monday, everything on hand, one part, one class, one unlimited
/// centre.
pub const START: &str = r#"
title = "A case computed by hand"
start = 2025-01-06
start_from = "full"
"#;

/// A scenario's text, read.
pub fn read(text: &str) -> ReadScenario {
    read_text("case.toml", text, &[]).unwrap_or_else(|errors| panic!("{}\n{text}", errors.render(100, false)))
}

/// The model of a scenario's text.
pub fn compiled(text: &str) -> CompiledModel {
    let read = read(text);
    build(&read.scenario).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A scenario that is read; what is written of it reads back to itself.
#[track_caller]
pub fn reads_back(text: &str) -> ReadScenario {
    let read = read_text("case.toml", text, &[]).unwrap();
    let again = read_text("case.toml", &read.resolved, &[]).unwrap();
    assert_eq!(read.scenario, again.scenario);
    assert_eq!(read.resolved, again.resolved);
    read
}

/// All that is observed of the first replication. Conservation is checked, and fails the run.
#[track_caller]
pub fn observed(compiled: &CompiledModel) -> ReplicationResult {
    run_replication(&compiled.model, &compiled.labels, 0, || false).unwrap_or_else(|error| panic!("{error}"))
}

/// Labels of a cell, written as `site=centre class=vor`.
fn labels(text: &str) -> Vec<(Dim, &str)> {
    let words = text.split(' ').filter_map(|word| word.split_once('='));
    let dim = |name: &str| Dim::ALL.into_iter().find(|dim| dim.name() == name).expect("a dimension");
    words.map(|(name, label)| (dim(name), label)).collect()
}

/// A daily series at these labels.
#[track_caller]
pub fn daily<'r>(seen: &'r ReplicationResult, metric: Metric<Daily>, at: &str) -> &'r [f64] {
    let found = seen.named_series(metric, &labels(at));
    found.unwrap_or_else(|| panic!("no {} at {at}", metric.id().definition().id))
}

/// A value of a replication at these labels; `None` where it has none.
#[track_caller]
pub fn value(seen: &ReplicationResult, metric: impl Into<MetricId>, at: &str) -> Option<f64> {
    let metric = metric.into();
    let found = seen.named_outcome(metric, &labels(at));
    found.unwrap_or_else(|| panic!("no {} at {at}", metric.definition().id)).value()
}

/// Runs one replication.
pub fn run<O: Observer>(model: &Model, replication: u32, mut observer: O) -> O {
    simulate(model, replication, &mut observer, &mut || false).unwrap();
    observer
}

/// All that is observed of the first replication, while another listens too.
pub fn observed_with<O: Observer>(compiled: &CompiledModel, mut listener: O) -> (ReplicationResult, O) {
    let days = day_by_day(&compiled.model);
    let observed = run_replication_with(&compiled.model, &compiled.labels, 0, &days, &mut listener, || false);
    (observed.unwrap_or_else(|error| panic!("{error}")), listener)
}

/// What befell one line, in the order in which it was ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineHistory {
    /// Whether a site requested its stock.
    pub replenishment: bool,
    /// Name of who draws: as a number that is the same in every scenario.
    pub stream: u64,
    pub ordinal: u64,
    pub ordered: Micros,
    pub class: u8,
    pub part: u32,
    pub pieces: u32,
    /// Site that gave its last pieces.
    pub source: SiteId,
    pub destination: SiteId,
    pub shipped: Option<Micros>,
    pub filled: Option<Micros>,
    pub cancelled: Option<Micros>,
    /// Work done on it, at level 100 %.
    pub work: u64,
}

impl LineHistory {
    pub fn is_customer(&self) -> bool {
        !self.replenishment
    }

    /// From the order to the shipment.
    pub fn time_to_ship(&self) -> Micros {
        self.shipped.expect("it was shipped") - self.ordered
    }

    /// From the order to the last piece.
    pub fn time_to_fill(&self) -> Micros {
        self.filled.expect("it was filled") - self.ordered
    }
}

/// Writes down what befalls every line.
#[derive(Debug)]
pub struct HistoryRecorder<'m> {
    model: &'m Model,
    /// Names of the streams, as the simulation numbers them.
    streams: IndexVec<StreamId, u64>,
    histories: Vec<LineHistory>,
    /// Number of the story of each open line.
    open: std::collections::BTreeMap<(StreamId, u64), usize>,
    /// Lines of goods at processes, by process and number of the goods; of a delivery its first.
    at_process: std::collections::BTreeMap<(StationId, WorkItem), (StreamId, u64)>,
    /// Lines on which work has just ended, by process: what became of it is reported next.
    ended: Vec<(StationId, (StreamId, u64), u64)>,
    /// Work that is under way.
    begun: std::collections::BTreeMap<(StationId, WorkItem), u64>,
}

impl<'m> HistoryRecorder<'m> {
    pub fn new(model: &'m Model) -> Self {
        let demands = model.demands.iter().flat_map(|demand| &demand.streams);
        let sites = model.site_groups.iter().flat_map(|table| &table.streams);
        HistoryRecorder {
            model,
            streams: demands.chain(sites).copied().collect(),
            histories: Vec::new(),
            open: std::collections::BTreeMap::new(),
            at_process: std::collections::BTreeMap::new(),
            ended: Vec::new(),
            begun: std::collections::BTreeMap::new(),
        }
    }

    /// All lines in the order in which they were ordered.
    pub fn of(model: &'m Model, replication: u32) -> Vec<LineHistory> {
        run(model, replication, HistoryRecorder::new(model)).histories
    }

    /// The lines of customers, in the order in which they were ordered.
    pub fn of_customers(model: &'m Model, replication: u32) -> Vec<LineHistory> {
        HistoryRecorder::of(model, replication).into_iter().filter(LineHistory::is_customer).collect()
    }

    fn history(&mut self, line: &Line) -> &mut LineHistory {
        &mut self.histories[self.open[&(line.stream(), line.ordinal)]]
    }
}

impl Observer for HistoryRecorder<'_> {
    fn ordered(&mut self, now: Instant, line: &Line) {
        let now = now.as_micros();
        self.open.insert((line.stream(), line.ordinal), self.histories.len());
        self.histories.push(LineHistory {
            replenishment: line.kind() == LineKind::Replenishment,
            stream: self.streams[line.stream()],
            ordinal: line.ordinal,
            ordered: now,
            class: line.class,
            part: line.part(),
            pieces: line.pieces,
            source: line.source(),
            destination: line.destination(self.model),
            shipped: None,
            filled: None,
            cancelled: None,
            work: 0,
        });
    }

    fn joins(&mut self, _: Instant, station: StationId, goods: WorkItem, line: &Line) {
        self.at_process.insert((station, goods), (line.stream(), line.ordinal));
    }

    fn leaves_queue(&mut self, _: Instant, station: StationId, goods: WorkItem) {
        self.at_process.remove(&(station, goods));
        self.begun.remove(&(station, goods));
    }

    fn work_begins(&mut self, _: Instant, station: StationId, goods: WorkItem, work: Work) {
        self.begun.insert((station, goods), work.as_micros());
    }

    fn work_ends(&mut self, _: Instant, station: StationId, goods: WorkItem) {
        let who = (station, goods);
        if let (Some(line), Some(work)) = (self.at_process.remove(&who), self.begun.remove(&who)) {
            self.ended.push((station, line, work));
        }
    }

    fn shipped(&mut self, now: Instant, line: &Line) {
        let now = now.as_micros();
        let source = line.source();
        let history = self.history(line);
        (history.shipped, history.source) = (Some(now), source);
    }

    fn filled(&mut self, now: Instant, line: &Line) {
        let now = now.as_micros();
        self.history(line).filled = Some(now);
        self.open.remove(&(line.stream(), line.ordinal));
    }

    fn duplicate_ordered(&mut self, now: Instant, line: &Line) {
        self.ordered(now, line);
    }

    fn duplicate_ended(&mut self, now: Instant, line: &Line) {
        self.cancelled(now, line);
    }

    fn cancelled(&mut self, now: Instant, line: &Line) {
        let now = now.as_micros();
        self.history(line).cancelled = Some(now);
        self.open.remove(&(line.stream(), line.ordinal));
    }

    fn lost(&mut self, now: Instant, line: &Line, pieces: u32, _: LossReason) {
        if pieces == line.pieces {
            self.cancelled(now, line);
        }
    }

    fn worked(&mut self, _: Instant, station: StationId, units: u32, work: Work) {
        let ended = self.ended.iter().rposition(|&(at, _, of)| (at, of) == (station, work.as_micros()));
        let Some((_, line, _)) = ended.map(|place| self.ended.remove(place)) else { return };
        // What is wrong, or only re-entered, is no work on the line.
        if let Some(&history) = self.open.get(&line).filter(|_| units > 0) {
            self.histories[history].work += work.as_micros();
        }
    }
}

/// A level just before every midnight: `look` reads it.
#[derive(Debug)]
pub struct AtMidnight<F> {
    pub look: F,
    pub values: Vec<f64>,
}

impl<F: FnMut(Micros, &View<'_>) -> f64> AtMidnight<F> {
    pub fn new(look: F) -> Self {
        AtMidnight { look, values: Vec::new() }
    }
}

impl<F: FnMut(Micros, &View<'_>) -> f64> Observer for AtMidnight<F> {
    fn midnight(&mut self, now: Instant, view: &View<'_>) {
        let now = now.as_micros();
        let value = (self.look)(now, view);
        self.values.push(value);
    }
}

/// The interval of the mean of one value a replication.
pub fn interval(values: impl IntoIterator<Item = f64>, confidence: f64) -> MeanInterval {
    mean_interval(&Moments::of(values).unwrap(), confidence).unwrap()
}

/// That theory lies in the 99.9 % interval of replications, and that the interval is so narrow (2 %
/// either way) that an error of 3 % would be seen.
#[track_caller]
pub fn agrees(what: &str, values: impl IntoIterator<Item = f64>, theory: f64) {
    let interval = interval(values, 0.999);
    let off = (interval.mean / theory - 1.0) * 100.0;
    let width = interval.half_width / theory * 100.0;
    println!("{what}: {:.5} against {theory:.5}: {off:+.2} % of ±{width:.2} %", interval.mean);
    assert!(interval.contains(theory), "{what}: {off:+.2} % off, interval ±{width:.2} %");
    assert!(width < 2.0, "{what}: an interval of ±{width:.2} % would not see an error of 3 %");
}
