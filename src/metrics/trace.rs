//! Trace: every event of a replication as a line of CSV, in the order in which they happen.
//!
//! ```text
//! instant,event,site,name,class,part,pieces,count,stream,ordinal,destination,from,to
//! 2025-01-06T08:00:00.000000,ordered,,,vor,fast[3],2,,demand.workshops[17],41,retailers[17],,
//! 2025-01-06T08:00:00.000000,moved,gplc,,vor,fast[3],2,,demand.workshops[17],41,retailers[17],,pick
//! ```
//!
//! Things have the names of the scenario, those of a table of many with a number from 0. A line is
//! known by its stream and its number in it, which are the same in every plan that has the line.
//! Lines are written as they come: memory does not grow with the run. What an event has no value
//! for is empty.
//!
//! Knows nothing of files: it writes to whatever takes bytes. What fails there is kept for whoever
//! asks.

use crate::engine::Time;
use crate::model::{Labels, Model};
use crate::scenario::customers::outage_response::OutageResponse;
use crate::simulation::customers::repair_job::Job;
use crate::simulation::observer::{LossReason, Observer, PhaseEvent};
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::{Stage, Stages};
use crate::simulation::stations::station::{StationState, steps};
use crate::simulation::view::View;
use crate::units::{DAY, IndexVec, PhaseId, ProcessId, SiteGroupId, SiteId, StationId, StreamId};
use jiff::civil::Date;
use std::cell::OnceCell;
use std::fmt::{self, Write as _};
use std::io;
use std::ops::Range;

/// Columns of a trace.
pub const COLUMNS: [&str; 13] = [
    "instant",
    "event",
    "site",
    "name",
    "class",
    "part",
    "pieces",
    "count",
    "stream",
    "ordinal",
    "destination",
    "from",
    "to",
];

/// Bytes that are written at once.
const BUFFER: usize = 1 << 16;

/// What of the events is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrowed {
    /// Sites: only what happens at one of them, or to a line for one of them; `None`: all. Phases
    /// and midnights belong to all sites.
    pub sites: Option<Range<SiteId>>,
    /// Instants.
    pub instants: Range<Time>,
}

impl Narrowed {
    /// Everything.
    pub fn not() -> Self {
        Narrowed { sites: None, instants: 0..Time::MAX }
    }
}

/// The sites that a name means: those of a table, or with a number from 0 behind it one of them.
pub fn sites(model: &Model, labels: &Labels, name: &str) -> Option<Range<SiteId>> {
    let of_table = |name: &str| {
        let table = &model.site_groups
            [SiteGroupId::from_index(labels.site_groups.iter().position(|label| label == name)?)];
        Some(table.first..table.first.plus(table.count as usize))
    };
    of_table(name).or_else(|| {
        let (table, number) = name.strip_suffix(']')?.rsplit_once('[')?;
        let sites = of_table(table)?;
        let site = SiteId::new(sites.start.get().checked_add(number.parse().ok()?)?);
        sites.contains(&site).then(|| site..site.plus(1))
    })
}

/// Observer that writes a trace.
pub struct Trace<'a> {
    names: Names<'a>,
    narrowed: Narrowed,
    out: csv::Writer<&'a mut dyn io::Write>,
    /// Date of instant 0, and the day of the last event with its date.
    origin: Date,
    day: (Time, String),
    /// For numbers and names with numbers.
    scratch: String,
    /// What went wrong first.
    failed: &'a OnceCell<io::Error>,
}

/// One line of a trace.
#[derive(Debug, Clone, Copy, Default)]
struct Row<'a> {
    event: &'a str,
    site: Option<SiteId>,
    name: &'a str,
    class: Option<u8>,
    part: Option<u32>,
    pieces: Option<u32>,
    count: Option<u32>,
    stream: Option<StreamId>,
    ordinal: Option<u64>,
    destination: Option<SiteId>,
    from: &'a str,
    to: &'a str,
}

/// What things are called.
#[derive(Debug)]
struct Names<'a> {
    model: &'a Model,
    labels: &'a Labels,
    /// By site table and place.
    stages: IndexVec<SiteGroupId, [&'a str; Stage::COUNT]>,
    /// By stream.
    streams: IndexVec<StreamId, String>,
    /// Site and process of each station.
    stations: IndexVec<StationId, (SiteId, &'a str)>,
}

impl<'a> Names<'a> {
    fn new(model: &'a Model, labels: &'a Labels) -> Self {
        let numbered = |table: &str, name: &str, within: usize, of: usize| {
            if of == 1 { format!("{table}.{name}") } else { format!("{table}.{name}[{within}]") }
        };
        let all = |table: &'static str, name: &str, streams: usize| {
            (0..streams).map(|within| numbered(table, name, within, streams)).collect::<Vec<_>>()
        };
        let demands = model.demands.iter().zip(&labels.demands);
        let demands = demands.flat_map(|(demand, name)| all("demand", name, demand.streams.len()));
        let site_groups = model.site_groups.iter().zip(&labels.site_groups);
        let site_groups = site_groups.flat_map(|(table, name)| all("sites", name, table.streams.len()));
        let stations = model.group_of.iter_ids().flat_map(|(site, &table)| {
            let listed = steps(&model.site_groups[table]);
            listed.map(move |(process, _)| (site, labels.processes[usize::from(process)].as_str()))
        });
        Names {
            model,
            labels,
            stages: model.site_groups.ids().map(|table| stages(model, labels, table)).collect(),
            streams: demands.chain(site_groups).collect(),
            stations: stations.collect(),
        }
    }

    fn stage(&self, line: &Line, stage: Stage) -> &'a str {
        match stage {
            Stage::NONE => "",
            Stage::NOT_ENTERED => NOT_ENTERED,
            stage if line.source() == Line::NO_SITE => {
                debug_assert!(false, "a line that no source has stands at {stage:?}");
                ""
            }
            stage => {
                let table = self.model.group_of[line.source()];
                self.stages[table][usize::from(stage.0)]
            }
        }
    }
}

const NOT_ENTERED: &str = "not_entered";

fn stages<'a>(model: &Model, labels: &'a Labels, table: SiteGroupId) -> [&'a str; Stage::COUNT] {
    let stages = Stages::of(model, table);
    let listed = &model.site_groups[table];
    let name = |process: ProcessId| labels.processes[usize::from(process)].as_str();
    let mut all = [""; Stage::COUNT];
    let mut set = |stage: Stage, name| all[usize::from(stage.0)] = name;
    set(Stage::NOT_ENTERED, NOT_ENTERED);
    for (step, &process) in listed.before_stock.iter().enumerate() {
        set(stages.before(step), name(process));
    }
    set(stages.stock(), "stock");
    for (step, &process) in listed.after_stock.iter().enumerate() {
        set(stages.after(step), name(process));
    }
    set(stages.departure(), "loading");
    set(Stage::IN_TRANSIT, "transit");
    all
}

impl<'a> Trace<'a> {
    /// Begins a trace with the names of its columns. When `out` fails, `failed` says why, and
    /// nothing more is written.
    pub fn new(
        model: &'a Model,
        labels: &'a Labels,
        narrowed: Narrowed,
        out: &'a mut dyn io::Write,
        failed: &'a OnceCell<io::Error>,
    ) -> Self {
        let origin = model.times.origin;
        let mut trace = Trace {
            names: Names::new(model, labels),
            narrowed,
            out: csv::WriterBuilder::new().buffer_capacity(BUFFER).from_writer(out),
            origin,
            day: (0, origin.to_string()),
            scratch: String::new(),
            failed,
        };
        let begun = trace.out.write_record(COLUMNS);
        trace.keep(begun);
        trace
    }

    /// Writes the rows that are still in the buffer.
    ///
    /// # Errors
    /// As the writer.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn keep(&self, outcome: csv::Result<()>) {
        if let Err(error) = outcome {
            let error = match error.into_kind() {
                csv::ErrorKind::Io(error) => error,
                other => io::Error::other(format!("{other:?}")),
            };
            // The first error is the one that tells something.
            let _ = self.failed.set(error);
        }
    }

    fn tell(&mut self, now: Time, row: Row<'_>) {
        let wanted =
            |site: Option<SiteId>, sites: &Range<SiteId>| site.is_some_and(|site| sites.contains(&site));
        let elsewhere = self
            .narrowed
            .sites
            .as_ref()
            .is_some_and(|sites| !wanted(row.site, sites) && !wanted(row.destination, sites));
        if !elsewhere {
            self.tell_all(now, row);
        }
    }

    /// Tells what belongs to all sites, or to a site that is wanted.
    fn tell_all(&mut self, now: Time, row: Row<'_>) {
        if self.narrowed.instants.contains(&now) && self.failed.get().is_none() {
            let written = self.write(now, row);
            self.keep(written);
        }
    }

    fn write(&mut self, now: Time, row: Row<'_>) -> csv::Result<()> {
        self.instant(now)?;
        let Trace { names: Names { model, labels, streams, .. }, out, scratch, .. } = self;
        let site = |site: SiteId| {
            let table = model.group_of[site];
            let listed = &model.site_groups[table];
            (labels.site_groups[usize::from(table)].as_str(), listed.position(site) as u32, listed.count)
        };
        let part = |part: u32| {
            let segment = usize::from(model.segment_of[part as usize]);
            let listed = &model.segments[segment];
            (labels.segments[segment].as_str(), part - listed.first, listed.count)
        };
        out.write_field(row.event)?;
        numbered(out, scratch, row.site.map(site))?;
        out.write_field(row.name)?;
        out.write_field(row.class.map_or("", |class| &labels.classes[usize::from(class)]))?;
        numbered(out, scratch, row.part.map(part))?;
        number(out, scratch, row.pieces.map(u64::from))?;
        number(out, scratch, row.count.map(u64::from))?;
        out.write_field(row.stream.map_or("", |stream| &streams[stream]))?;
        number(out, scratch, row.ordinal)?;
        numbered(out, scratch, row.destination.map(site))?;
        out.write_field(row.from)?;
        out.write_field(row.to)?;
        out.write_record(None::<&[u8]>)
    }

    /// `2025-01-06T08:00:00.000000`.
    fn instant(&mut self, now: Time) -> csv::Result<()> {
        let (day, seconds, micros) = (now / DAY, now % DAY / 1_000_000, now % 1_000_000);
        if day != self.day.0 {
            let date = self.origin.saturating_add(jiff::Span::new().days(day as i64));
            self.day = (day, date.to_string());
        }
        let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        self.scratch.clear();
        let date = &self.day.1;
        write!(self.scratch, "{date}T{hours:02}:{minutes:02}:{seconds:02}.{micros:06}")
            .expect("a string takes every text");
        self.out.write_field(&self.scratch)
    }

    fn of_line(&mut self, now: Time, event: &str, line: &Line) {
        self.tell(now, self.row(event, line));
    }

    fn row<'e>(&self, event: &'e str, line: &Line) -> Row<'e> {
        Row {
            event,
            site: (line.source() != Line::NO_SITE).then_some(line.source()),
            class: Some(line.class),
            part: Some(line.part()),
            pieces: Some(line.pieces),
            stream: Some(line.stream()),
            ordinal: Some(line.ordinal),
            destination: Some(line.destination(self.names.model)),
            ..Row::default()
        }
    }

    fn of_part(&mut self, now: Time, event: &str, site: Option<SiteId>, part: u32, pieces: u32) {
        self.tell(now, Row { event, site, part: Some(part), pieces: Some(pieces), ..Row::default() });
    }

    fn of_process(&mut self, now: Time, event: &str, station: StationId, count: u32) {
        let (site, name) = self.names.stations[station];
        self.tell(now, Row { event, site: Some(site), name, count: Some(count), ..Row::default() });
    }

    fn of_job(&mut self, now: Time, event: &str, job: &Job) {
        let name = if job.off_road { "vor" } else { "driveable" };
        let (site, stream) = (Some(job.site), Some(job.stream));
        self.tell(now, Row { event, site, name, count: Some(job.lines), stream, ..Row::default() });
    }
}

/// The name of a thing, and of one of many its number from 0.
fn numbered(
    out: &mut csv::Writer<&mut dyn io::Write>,
    scratch: &mut String,
    thing: Option<(&str, u32, u32)>,
) -> csv::Result<()> {
    match thing {
        None => out.write_field(""),
        Some((name, _, 1)) => out.write_field(name),
        Some((name, within, _)) => {
            scratch.clear();
            write!(scratch, "{name}[{within}]").expect("a string takes every text");
            out.write_field(&*scratch)
        }
    }
}

fn number(
    out: &mut csv::Writer<&mut dyn io::Write>,
    scratch: &mut String,
    number: Option<u64>,
) -> csv::Result<()> {
    scratch.clear();
    if let Some(number) = number {
        write!(scratch, "{number}").expect("a string takes every text");
    }
    out.write_field(&*scratch)
}

fn state(activity: StationState) -> &'static str {
    match activity {
        StationState { open: false, .. } => "closed",
        StationState { down: true, .. } => "down",
        _ => "open",
    }
}

impl fmt::Debug for Trace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trace").field("narrowed", &self.narrowed).finish_non_exhaustive()
    }
}

impl Observer for Trace<'_> {
    fn phase(&mut self, now: Time, phase: PhaseId, happens: PhaseEvent) {
        let event = match happens {
            PhaseEvent::Starts => "phase_started",
            PhaseEvent::CheckFails => "phase_check_failed",
            PhaseEvent::BringsBack => "phase_restored",
            PhaseEvent::Ends => "phase_ended",
            PhaseEvent::IsRolledBack => "phase_rolled_back",
        };
        let name = &self.names.labels.phases[usize::from(phase)];
        self.tell_all(now, Row { event, name, ..Row::default() });
    }

    fn ordered(&mut self, now: Time, line: &Line) {
        self.of_line(now, "ordered", line);
    }

    fn line_moves(&mut self, now: Time, line: &Line, from: Stage, to: Stage) {
        // A line that is whole moves with all its pieces: one event is enough.
        if line.is_split() {
            let (from, to) = (self.names.stage(line, from), self.names.stage(line, to));
            self.tell(now, Row { from, to, ..self.row("line_moved", line) });
        }
    }

    fn pieces_move(&mut self, now: Time, line: &Line, pieces: u32, from: Stage, to: Stage) {
        let (from, to) = (self.names.stage(line, from), self.names.stage(line, to));
        self.tell(now, Row { pieces: Some(pieces), from, to, ..self.row("moved", line) });
    }

    fn first_pick(&mut self, now: Time, line: &Line, given: u32) {
        self.tell(now, Row { count: Some(given), ..self.row("first_pick", line) });
    }

    fn shipped(&mut self, now: Time, line: &Line) {
        self.of_line(now, "shipped", line);
    }

    fn filled(&mut self, now: Time, line: &Line) {
        self.of_line(now, "filled", line);
    }

    fn duplicate_ordered(&mut self, now: Time, line: &Line) {
        self.of_line(now, "duplicate_ordered", line);
    }

    fn duplicate_ended(&mut self, now: Time, line: &Line) {
        self.of_line(now, "duplicate_ended", line);
    }

    fn redundant_pick(&mut self, now: Time, line: &Line) {
        self.of_line(now, "redundant_pick", line);
    }

    fn written_off(&mut self, now: Time, part: u32, pieces: u32) {
        self.of_part(now, "written_off", None, part, pieces);
    }

    fn cancelled(&mut self, now: Time, line: &Line) {
        self.of_line(now, "cancelled", line);
    }

    fn lost(&mut self, now: Time, line: &Line, pieces: u32, _: LossReason) {
        self.tell(now, Row { pieces: Some(pieces), ..self.row("lost", line) });
    }

    fn reclassed(&mut self, now: Time, line: &Line, from_class: u8) {
        let labels = self.names.labels;
        let (from, to) = (&labels.classes[usize::from(from_class)], &labels.classes[usize::from(line.class)]);
        self.tell(now, Row { from, to, ..self.row("reclassified", line) });
    }

    fn supplied(&mut self, now: Time, part: u32, pieces: u32) {
        self.of_part(now, "supplied", None, part, pieces);
    }

    fn consumed(&mut self, now: Time, part: u32, pieces: u32) {
        self.of_part(now, "consumed", None, part, pieces);
    }

    fn off_the_shelf_fill(&mut self, now: Time, site: SiteId, part: u32, pieces: u32) {
        self.of_part(now, "retail_shelf_fill", Some(site), part, pieces);
    }

    fn retail_shelf_short(&mut self, now: Time, site: SiteId, part: u32, pieces: u32) {
        self.of_part(now, "retail_shelf_shortage", Some(site), part, pieces);
    }

    fn job_waits(&mut self, now: Time, job: &Job) {
        self.of_job(now, "job_waiting", job);
    }

    fn courtesy_car(&mut self, now: Time, job: &Job) {
        self.of_job(now, "courtesy_car", job);
    }

    fn job_ends(&mut self, now: Time, job: &Job) {
        self.of_job(now, "job_ended", job);
    }

    fn stocked(&mut self, now: Time, site: SiteId, part: u32, pieces: u32) {
        self.of_part(now, "stocked", Some(site), part, pieces);
    }

    fn picked(&mut self, now: Time, site: SiteId, part: u32, pieces: u32) {
        self.of_part(now, "picked", Some(site), part, pieces);
    }

    fn worked(&mut self, now: Time, station: StationId, units: u32, _: u64) {
        self.of_process(now, "worked", station, units);
    }

    fn station_state(&mut self, now: Time, station: StationId, was: StationState, is: StationState) {
        let (from, to) = (state(was), state(is));
        if from != to {
            let (site, name) = self.names.stations[station];
            self.tell(
                now,
                Row { event: "station_state", site: Some(site), name, from, to, ..Row::default() },
            );
        }
    }

    fn deferred(&mut self, now: Time, class: u8) {
        self.tell(now, Row { event: "deferred", class: Some(class), ..Row::default() });
    }

    fn deferral_ended(&mut self, now: Time, class: u8) {
        self.tell(now, Row { event: "returned", class: Some(class), ..Row::default() });
    }

    fn demand_lost(&mut self, now: Time, class: u8, fate: OutageResponse) {
        let name = match fate {
            OutageResponse::OnPaper => "on_paper",
            OutageResponse::Deferred => "deferred",
            OutageResponse::Elsewhere => "elsewhere",
            OutageResponse::Lost => "lost",
        };
        self.tell(now, Row { event: "demand_lost", name, class: Some(class), ..Row::default() });
    }

    fn manual_work(&mut self, now: Time, station: StationId, units: u32) {
        self.of_process(now, "manual_work", station, units);
    }

    fn manual_error(&mut self, now: Time, station: StationId, units: u32) {
        self.of_process(now, "manual_error", station, units);
    }

    fn deliveries_wait(&mut self, now: Time, station: StationId, waiting: u32) {
        self.of_process(now, "deliveries_waiting", station, waiting);
    }

    fn midnight(&mut self, now: Time, _: &View<'_>) {
        self.tell_all(now, Row { event: "midnight", ..Row::default() });
    }
}
