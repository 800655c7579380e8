//! What can run: names resolved to dense indices, levels and rates worked out; no string, no map left.
//!
//! A [`Model`] is immutable and shared by all replications. Its time is the engine's: whole microseconds since
//! the begin of the run-in; [`Times`] says where the scenario's `start` lies on it. Calendars, timetables and
//! reviews are written out as instants up to the horizon, so that running looks nothing up.
//!
//! Knows nothing of text and files. What things are called is kept beside it, in [`Labels`].

pub mod assortment;
pub mod line_size;
pub mod observation;
mod promise;
#[cfg(test)]
pub(crate) mod test_scenario;

use crate::distributions::Sampler;
use crate::scenario::customers::outage_response::OutageResponse;
use crate::scenario::network::site::SiteKind;
use crate::scenario::stock::{ShortageResponse, Supply};
use crate::units::{
    CapacityFactor, DisruptionId, FailureId, IndexVec, LaneId, Micros, PhaseId, ProcessId, Share, SystemId,
};
use assortment::Assortment;
use jiff::civil::Date;
use line_size::{LineSize, LineSizes};
pub use promise::{Class, CutOff, Promise};

/// A scenario, ready to run.
#[derive(Debug, Clone)]
pub struct Model {
    /// Where the run lies in time.
    pub times: Times,
    /// All random numbers follow from it and from the number of the replication.
    pub seed: u64,
    /// Whether the network starts in its steady state, or full and empty.
    pub steady_start: bool,
    /// Order classes, the most urgent first. A class's index is its place in every queue.
    pub classes: Vec<Class>,
    /// Segments in order of the names that they draw by; their parts are numbered through in this order.
    pub segments: Vec<Segment>,
    /// Segment of each part.
    pub segment_of: Vec<u16>,
    /// How a demand's lines choose parts; demands that spread alike share one.
    pub mixes: Vec<PartMix>,
    /// Pieces of customers' lines at each table.
    pub line_sizes: LineSizes,
    /// Number of systems.
    pub systems: usize,
    /// Processes, as tables; each site that lists one has its own.
    pub processes: IndexVec<ProcessId, Process>,
    /// Site tables, each after all that it supplies: downstream first.
    pub site_groups: Vec<SiteGroup>,
    /// Table of each site.
    pub group_of: Vec<u16>,
    /// Site of each stream of lines: those of the demands, then one for each site's own stock.
    pub site_of_stream: Vec<u32>,
    /// Lanes.
    pub lanes: IndexVec<LaneId, Lane>,
    /// Lane from one table to the next towards another: `route[from × tables + to]`, as [`Hop`].
    pub routes: Vec<Option<Hop>>,
    /// Demands.
    pub demands: Vec<Demand>,
    /// Rules of impatience, in order of name.
    pub impatience: Vec<Impatience>,
    /// Disruptions, in order of name.
    pub disruptions: IndexVec<DisruptionId, Disruption>,
    /// Failures, in order of name.
    pub failures: IndexVec<FailureId, Failure>,
    /// Phases of the restart plan, in order of name.
    pub phases: IndexVec<PhaseId, RestartPhase>,
    /// What is looked at closely, in order of name.
    pub observations: Vec<observation::Observation>,
    /// Mean flows of normal running, by arithmetic.
    pub flows: Flows,
}

/// Where the run lies in time; all in engine microseconds, which count from the begin of the run-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// The scenario's `start`, a midnight.
    pub start: Micros,
    /// End of the warm-up: what is ordered before is left out of metrics per line.
    pub counted_from: Micros,
    /// End of the run.
    pub end: Micros,
    /// Date of engine time 0, a midnight.
    pub origin: Date,
    /// First instant at which a disruption acts, or `end`.
    pub onset: Micros,
}

/// Parts that are alike, `first .. first + count`.
#[derive(Debug, Clone)]
pub struct Segment {
    /// First part.
    pub first: u32,
    /// Number of parts.
    pub count: u32,
    /// Pieces of a customer's line.
    pub pieces: Sampler,
    /// Value of a piece.
    pub value: f64,
}

/// How lines choose parts: an alias table (Walker 1977; Vose 1991), one random word a line.
#[derive(Debug, Clone)]
pub struct PartMix {
    /// Keep the slot's own part when the low 32 bits are below this, else take the alias.
    pub slots: Vec<(u32, u32)>,
    /// Probability of each part.
    pub share: Vec<f64>,
}

/// A process as a table.
#[derive(Debug, Clone)]
pub struct Process {
    /// Servers side by side; `u32::MAX`: no limit.
    pub servers: u32,
    /// Work of one unit at level 100 %, in microseconds; where it goes by order class, the mean over the lines that come.
    pub work: Sampler,
    /// The same by order class; empty: alike for all.
    pub work_by_class: Vec<Sampler>,
    /// What a unit is.
    pub per: crate::scenario::network::process::WorkUnit,
    /// Share of what comes by that goes through it.
    pub routing_share: Share,
    /// Seeds the draws of who goes through it.
    pub routing_purpose: u64,
    /// Per delivery: work for each line of it, in microseconds, on top of `work`.
    pub work_per_line: Micros,
    /// What goes first of all that waits for it.
    pub rule: crate::scenario::network::discipline::QueueDiscipline,
    /// Whether lines of each order class take the servers of less urgent ones; empty: none does.
    pub preempts: Vec<bool>,
    /// Lines that may wait besides those in service; `None`: no limit.
    pub room: Option<u32>,
    /// Systems it needs, directly or through others.
    pub needs: Vec<SystemId>,
    /// How it works without them; `None`: not at all.
    pub by_hand: Option<ManualMode>,
    /// Level by its calendar: instant and level from then on; the first at 0.
    pub calendar: Vec<(Micros, CapacityFactor)>,
    /// Seeds the draws of its work.
    pub purpose: u64,
}

/// How a process works without its systems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ManualMode {
    /// Speed by hand; it works by hand while its systems leave less.
    pub rate: CapacityFactor,
    /// Chance that what was worked by hand is wrong, below 1.
    pub errors: f64,
    /// Work to key in one unit, in microseconds; 0: none.
    pub reentry: Micros,
    /// Seeds the draws of what is wrong.
    pub purpose: u64,
}

/// Sites that are alike, `first .. first + count`.
#[derive(Debug, Clone)]
pub struct SiteGroup {
    /// What they are.
    pub kind: SiteKind,
    /// First site.
    pub first: u32,
    /// Number of sites.
    pub count: u32,
    /// Site tables asked, the first source first.
    pub sources: Vec<u16>,
    /// Processes of what comes in.
    pub inbound: Vec<ProcessId>,
    /// Processes of what goes out, before stock is taken.
    pub before_stock: Vec<ProcessId>,
    /// Processes of what goes out, after stock is taken.
    pub after_stock: Vec<ProcessId>,
    /// Processes of clerical work, in no flow of goods.
    pub desk: Vec<ProcessId>,
    /// What each holds.
    pub stock: Stock,
    /// Of a supplier: from the order to the arrival.
    pub lead_time: Option<Sampler>,
    /// Of a supplier: its lorries; `None`: each line comes alone.
    pub loads: Option<Deliveries>,
    /// Of a supplier: systems it needs, directly or through others; its lead times run at their smallest level.
    pub needs: Vec<SystemId>,
    /// Steps upstream of the customer, 0 for a site that supplies none: reviews at one instant go by it.
    pub echelon: u16,
    /// Seeds the draws of each of its sites (replenishment lines; deliveries, for a supplier).
    pub streams: Vec<u64>,
}

/// Lorries of a supplier.
#[derive(Debug, Clone, PartialEq)]
pub struct Deliveries {
    /// Instants up to the end at which they come.
    pub at: Vec<Micros>,
    /// Most lines on one.
    pub lines: u32,
}

/// What a site holds.
#[derive(Debug, Clone)]
pub enum Stock {
    /// Nothing: lines are passed on to the first source.
    None,
    /// Everything, always.
    Unlimited,
    /// Shelves with a level.
    BaseStock(Box<BaseStock>),
}

/// Shelves with a level; all sites of a table have the same levels.
#[derive(Debug, Clone)]
pub struct BaseStock {
    /// Parts that are held.
    pub assortment: Assortment,
    /// Level of each shelf, in pieces: the highest inventory position that it has.
    pub level: Vec<u32>,
    /// How much a review orders.
    pub replenishment: Replenishment,
    /// Instants of the reviews up to the end; `None`: continuous.
    pub reviews: Option<Vec<Micros>>,
    /// Order class of replenishment lines.
    pub class: u8,
    /// Whether part of a line may go before the rest.
    pub supply: Supply,
    /// What becomes of the pieces of a customer's line that are not there.
    pub shortage: ShortageResponse,
    /// Systems without which nothing is ordered.
    pub needs: Vec<SystemId>,
    /// Lines that are written by hand meanwhile; `None`: none.
    pub by_hand: Option<ManualOrders>,
    /// Time that the level covers beside the review: what lies between an order and its arrival on hand, as
    /// planned (no queueing); used for the levels and for the goods on the way at the start.
    pub lead_time: Micros,
}

/// How much a review orders of what a shelf lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replenishment {
    /// All that it lacks to its level.
    BaseStock,
    /// (s, S): the same, but only at or under the shelf's minimum, in pieces.
    MinMax(Vec<u32>),
    /// (R, nQ): at or under level − lot as many lots as bring it over that; pieces of a lot, by shelf.
    Lots(Vec<u32>),
}

impl Replenishment {
    /// The most that the position of a shelf after a review lies under its level, and a piece more.
    pub fn range(&self, level: u32, shelf: usize) -> u32 {
        match self {
            Replenishment::BaseStock => 1,
            Replenishment::MinMax(min) => level - min[shelf],
            Replenishment::Lots(lot) => lot[shelf],
        }
    }
}

impl SiteGroup {
    /// Whether workshops take from its shelves before anything is ordered: a retailer that holds stock.
    pub fn sells_off_the_shelf(&self) -> bool {
        self.kind == SiteKind::Retailer && matches!(self.stock, Stock::BaseStock(_))
    }
}

/// How many lines a site can write by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct ManualOrders {
    /// Lines per microsecond: instant and rate from then on; the first at 0.
    pub rate: Vec<(Micros, f64)>,
    /// Lines that can be written before each step of `rate`.
    pub before: Vec<f64>,
}

impl ManualOrders {
    /// Lines that can be written from the begin to an instant.
    pub fn up_to(&self, instant: Micros) -> f64 {
        let step = self.rate.partition_point(|step| step.0 <= instant) - 1;
        self.before[step] + self.rate[step].1 * (instant - self.rate[step].0) as f64
    }
}

/// A step of a route: the lane to take, or none where goods change hands at once, and the table it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hop {
    /// Lane; `None`: no time passes.
    pub lane: Option<LaneId>,
    /// Table at its end.
    pub to: u16,
}

/// Transport between two site tables.
#[derive(Debug, Clone)]
pub struct Lane {
    /// Table it leaves from; each of its sites has its own lorries.
    pub from: u16,
    /// Table it goes to.
    pub to: u16,
    /// Instants of departure up to the end; `None`: at once.
    pub departures: Option<Vec<Micros>>,
    /// How long before a departure a consignment must be ready.
    pub cut_off: Micros,
    /// Most consignments of one departure from a site; `None`: all that are ready.
    pub capacity: Option<u32>,
    /// Time on the way.
    pub transit: Sampler,
    /// Systems without which nothing departs.
    pub needs: Vec<SystemId>,
    /// Seeds the draws of transit: one for each site that it goes to.
    pub streams: Vec<u64>,
}

/// What customers order at the sites of one table.
#[derive(Debug, Clone)]
pub struct Demand {
    /// Site table that is asked.
    pub table: u16,
    /// Orders per microsecond at each site: instant and rate from then on; the first at 0.
    pub intensity: Vec<(Micros, f64)>,
    /// Lines of an order: whole, from 1.
    pub lines_per_order: Sampler,
    /// How orders follow one another.
    pub arrivals: crate::scenario::customers::demand::Arrivals,
    /// Whether the first of even arrivals comes when the demand begins, and not one gap later.
    pub first_at_once: bool,
    /// Lines that are ordered at each site at the start of the run, beyond the arrivals.
    pub backlog: u32,
    /// How the demand of all sites moves together; `None`: not at all.
    pub variation: Option<Variation>,
    /// Cumulative share of lines by class index, the last 1; where workshops take from a shelf first, of the lines
    /// that it lacks.
    pub class_up_to: Vec<f64>,
    /// The cars behind the orders, where each is a repair.
    pub jobs: Option<RepairJobs>,
    /// Index into [`Model::mixes`].
    pub mix: u16,
    /// Pieces of a line where they are not those of its segment; a line of none is not ordered.
    pub pieces: Option<Sampler>,
    /// Systems without which orders are held.
    pub needs: Vec<SystemId>,
    /// What customers do while one is down; `None`: all orders are held, and entered at once.
    pub when_down: Option<OutageBehaviour>,
    /// Seeds the draws of each site's customers.
    pub streams: Vec<u64>,
}

impl Demand {
    /// Pieces of a line for a part of a segment that is ordered.
    pub(crate) fn line_size(&self, segment: &Segment) -> LineSize {
        LineSize::of(self.pieces.as_ref().unwrap_or(&segment.pieces))
    }

    /// Share of the lines that have any pieces, so that they are ordered.
    pub fn ordered(&self) -> f64 {
        self.pieces.as_ref().map_or(1.0, |pieces| 1.0 - pieces.chance_of_none())
    }
}

/// How demand moves together, week by week and day by day.
#[derive(Debug, Clone, PartialEq)]
pub struct Variation {
    /// Seeds the draws: demands with the same move together.
    pub stream: u64,
    /// Standard deviation of the logarithm of a week's factor.
    pub week_sigma: f64,
    /// The same of a day's.
    pub day_sigma: f64,
    /// Correlation of the logarithms of one week and the next.
    pub persistence: f64,
}

/// What customers do while a system that takes their orders is down.
#[derive(Debug, Clone, PartialEq)]
pub struct OutageBehaviour {
    /// Cumulative shares of [`OutageResponse::ALL`] by class index; the last that is over 0 stands at 1.
    pub fate_up_to: Vec<[f64; 4]>,
    /// After the return of the system, those who put a line off come back within so long.
    pub deferred_over: Micros,
    /// Where what is on paper is entered; `None`: all at once.
    pub desk: Option<Desk>,
}

impl OutageBehaviour {
    /// Share of the lines of a class index with a fate.
    pub fn share(&self, class: usize, fate: OutageResponse) -> f64 {
        let up_to = &self.fate_up_to[class];
        let number = fate as usize;
        up_to[number] - if number == 0 { 0.0 } else { up_to[number - 1] }
    }
}

/// A process at the desk of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Desk {
    /// Site table.
    pub table: u16,
    /// Its place in the table's [`SiteGroup::desk`].
    pub place: u16,
}

/// A rule by which customers act on lines that are late.
#[derive(Debug, Clone, PartialEq)]
pub struct Impatience {
    /// Whether the customers of each demand act by it.
    pub demands: Vec<bool>,
    /// Order class in which the line was ordered.
    pub class: u8,
    /// How long after the promised instant they act.
    pub late_by: Promise,
    /// Share of lines whose customers will act.
    pub share: f64,
    /// Seeds the draws of who acts.
    pub purpose: u64,
    /// What they do.
    pub act: ImpatienceAction,
}

/// What an impatient customer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImpatienceAction {
    /// The line gets this more urgent class.
    Escalates(u8),
    /// Another line is ordered; what comes second is sent back.
    OrdersAgain {
        /// Time from its arrival to its return to the site that gave it.
        returns_after: Micros,
    },
    /// The line is withdrawn, if nothing of it has been picked.
    Cancels,
}

/// The cars behind a demand whose orders are repairs.
#[derive(Debug, Clone, PartialEq)]
pub struct RepairJobs {
    /// Share of jobs whose car cannot be driven while it waits.
    pub off_road: f64,
    /// Courtesy cars, if there are any.
    pub courtesy: Option<CourtesyCars>,
    /// Order class of the parts of a car that cannot be driven, and of others; `None`: drawn for each line.
    pub class_by_car: Option<(u8, u8)>,
}

/// Courtesy cars of each site.
#[derive(Debug, Clone, PartialEq)]
pub struct CourtesyCars {
    /// Share of waiting jobs with a car off the road that ask for one.
    pub share: f64,
    /// Cars at each site.
    pub cars: u32,
    /// Cost of a car in use for a day, in the scenario's currency.
    pub cost_per_day: f64,
}

/// What can be taken down, brought back or boosted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CapacityTarget {
    /// A system.
    System(SystemId),
    /// A process, at every site that lists it.
    Process(ProcessId),
    /// All processes of a site table; of a supplier table, how fast its lead times run.
    Site(u16),
    /// A lane.
    Lane(LaneId),
}

/// Takes targets down.
#[derive(Debug, Clone, PartialEq)]
pub struct Disruption {
    /// Instant.
    pub from: Micros,
    /// What it takes down, in order, and the level that is left of each.
    pub targets: Vec<(CapacityTarget, CapacityFactor)>,
    /// Instant at which it ends by itself.
    pub until: Option<Micros>,
}

/// A step of the restart plan: it starts, works, is checked until it passes, and then brings back.
#[derive(Debug, Clone, PartialEq)]
pub struct RestartPhase {
    /// Not before.
    pub from: Option<Micros>,
    /// Not before the end of these phases.
    pub after: Vec<PhaseId>,
    /// Not before the start of these phases.
    pub after_start_of: Vec<PhaseId>,
    /// Not before this is met.
    pub gate: Option<Gate>,
    /// Work from its start to the check.
    pub takes: Sampler,
    /// Repeated until one passes; only then anything comes back.
    pub check: Option<AcceptanceCheck>,
    /// What it brings back.
    pub brings_back: Vec<CapacityTarget>,
    /// To this level.
    pub to: CapacityFactor,
    /// From this level, in so long; `None`: at once.
    pub ramp: Option<(CapacityFactor, Sampler)>,
    /// Levels that multiply all else while it lasts.
    pub boosts: Vec<(CapacityTarget, CapacityFactor)>,
    /// What it does to processes while it lasts.
    pub policies: Vec<Policy>,
    /// When the boosts end.
    pub until: Option<PhaseEnd>,
    /// Seeds its draws.
    pub stream: u64,
}

/// What a phase does to a process while it lasts.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The process, at every site that lists it.
    pub process: ProcessId,
    /// Whether each order class is taken; `None`: all are.
    pub accepts: Option<Vec<bool>>,
    /// The most lines a day by the site that they are for; empty: no caps.
    pub caps: Vec<Cap>,
    /// What goes first; `None`: as without the phase.
    pub rule: Option<crate::scenario::network::discipline::QueueDiscipline>,
}

/// The most lines that a process takes a calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// Table of the sites that the lines are for.
    pub table: u16,
    /// Lines, 1 or more.
    pub lines: u32,
    /// Whether for each site of the table, or for all together.
    pub each: bool,
}

/// When the boosts of a phase end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PhaseEnd {
    /// At this instant.
    At(Micros),
    /// So long after they began.
    After(Micros),
    /// When this is met.
    Gate(Gate),
}

/// A check of a phase.
#[derive(Debug, Clone, PartialEq)]
pub struct AcceptanceCheck {
    /// Chance that it passes, over 0.
    pub chance: f64,
    /// How long it takes.
    pub takes: Sampler,
    /// Repair after one that failed.
    pub again_after: Sampler,
    /// Chance that one that failed undoes phases, and which.
    pub roll_back: Option<(f64, Vec<PhaseId>)>,
}

/// A condition on the lines that wait at all sites of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gate {
    /// The table.
    pub table: u16,
    /// Where the lines wait.
    pub waiting: Waiting,
    /// Met while there are more lines than the limit; else while there are fewer.
    pub above: bool,
    /// The limit.
    pub lines: f64,
    /// How long it must be met without a break.
    pub hold: Micros,
    /// Whether only time on working days counts for `hold`.
    pub working_days: bool,
}

/// Where lines wait at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// Anywhere from the order to the departure.
    Outbound,
    /// At the n-th process before stock.
    BeforeStock(u8),
    /// For stock.
    Stock,
    /// At the n-th process after stock.
    AfterStock(u8),
    /// At the n-th process of what comes in.
    Inbound(u8),
}

/// Mean flows of normal running, by arithmetic: what `check` shows, the fluid answer uses, and a backlog in days
/// of normal flow is divided by. All per working day of the scenario's calendar unless said.
#[derive(Debug, Clone, Default)]
pub struct Flows {
    /// Customer lines asked by customers at each table, all its sites together.
    pub customer_lines: Vec<f64>,
    /// Lines that each table serves (customer lines passed to it and replenishment lines asked of it).
    pub lines_served: Vec<f64>,
    /// Pieces that each table serves.
    pub pieces_served: Vec<f64>,
    /// Replenishment lines that each table asks for, all its sites together.
    pub lines_ordered: Vec<f64>,
    /// Units of work that each process of a table is asked for (`[table][process]`, all sites together).
    pub work_units: Vec<Vec<f64>>,
    /// The most units that each process of a table can do, in the same shape.
    pub capacity: Vec<Vec<f64>>,
    /// Mean pieces per elapsed day asked of one site of a table, by part; empty where none are, or it has no shelves.
    pub pieces_per_day: Vec<Vec<f64>>,
    /// Working days in a week.
    pub working_days_per_week: f64,
    /// Whether each day of the run, from engine day 0 on, is a working day.
    pub working_day: Vec<bool>,
}

/// What things are called, index by index as in the [`Model`]: for reports only.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    /// Title of the scenario.
    pub title: String,
    /// Name of the scenario.
    pub name: String,
    /// Sign of its currency.
    pub currency: &'static str,
    /// Order classes.
    pub classes: Vec<String>,
    /// Segments.
    pub segments: Vec<String>,
    /// Systems.
    pub systems: Vec<String>,
    /// Processes.
    pub processes: Vec<String>,
    /// Site tables.
    pub site_groups: Vec<String>,
    /// Lanes.
    pub lanes: Vec<String>,
    /// Demands.
    pub demands: Vec<String>,
    /// Disruptions.
    pub disruptions: Vec<String>,
    /// Phases.
    pub phases: Vec<String>,
    /// What is looked at closely.
    pub observations: Vec<observation::ObservationLabels>,
}

/// Takes targets down again and again.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What it strikes.
    pub targets: Vec<CapacityTarget>,
    /// What it passes through for ever, in this order: without phases of its own, up and then down.
    pub phases: Vec<FailurePhase>,
    /// The process that must work for the first phase to go by; `None`: it always does.
    pub while_working: Option<ProcessId>,
    /// Seeds its draws.
    pub stream: u64,
}

/// A part of the cycle of a failure.
#[derive(Debug, Clone)]
pub struct FailurePhase {
    /// What it leaves of the targets.
    pub to: CapacityFactor,
    /// How long it lasts, in microseconds.
    pub lasts: Sampler,
}

impl Failure {
    /// Mean length of a cycle, in microseconds.
    pub fn mean_cycle(&self) -> f64 {
        self.phases.iter().map(|phase| phase.lasts.mean()).sum()
    }

    /// Share of time in a phase, where all phases go by at any time.
    pub fn share_of_time(&self, phase: &FailurePhase) -> f64 {
        phase.lasts.mean() / self.mean_cycle()
    }

    /// Mean level over time, of what is nominal, where all phases go by at any time.
    pub fn mean_level(&self) -> f64 {
        let level = |phase: &FailurePhase| f64::from(phase.to);
        self.phases.iter().map(|phase| self.share_of_time(phase) * level(phase)).sum()
    }
}

impl Disruption {
    /// What it leaves of a target, if it takes it down.
    pub fn leaves(&self, target: CapacityTarget) -> Option<CapacityFactor> {
        self.targets.iter().find(|(taken, _)| *taken == target).map(|&(_, level)| level)
    }
}

impl Process {
    /// Share of what comes by that goes through it.
    pub fn visited(&self) -> f64 {
        f64::from(self.routing_share)
    }
}

impl PartMix {
    /// Part that a random word chooses.
    #[inline]
    pub fn pick(&self, word: u64) -> u32 {
        crate::distributions::alias::pick(&self.slots, word)
    }
}

impl Model {
    /// Pieces of a customer's line for a part that comes by a table.
    #[inline]
    pub fn line_size(&self, table: usize, part: u32) -> LineSize {
        self.line_sizes.at(table, part as usize, self.segment_of[part as usize])
    }

    /// Number of sites.
    pub fn sites(&self) -> usize {
        self.group_of.len()
    }

    /// Number of parts.
    pub fn parts(&self) -> usize {
        self.segment_of.len()
    }

    /// What a phase does to a process, if anything.
    pub fn policy(&self, phase: PhaseId, process: ProcessId) -> Option<&Policy> {
        self.phases[phase].policies.iter().find(|policy| policy.process == process)
    }

    /// The table of the centre: the first of kind `centre`.
    pub fn centre(&self) -> Option<usize> {
        self.site_groups.iter().position(|table| table.kind == SiteKind::Centre)
    }

    /// The site of table `source` that supplies `site`: sites of a larger table are shared out in blocks, in
    /// order, over the sites of a smaller one.
    pub fn source_site(&self, site: u32, source: u16) -> u32 {
        let own = &self.site_groups[usize::from(self.group_of[site as usize])];
        let above = &self.site_groups[usize::from(source)];
        let position = u64::from(site - own.first);
        above.first + (position * u64::from(above.count) / u64::from(own.count)) as u32
    }
}
