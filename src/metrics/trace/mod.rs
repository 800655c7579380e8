//! Trace: every event of a replication as a row of a CSV file, in the order of events.
//!
//! ```text
//! instant,event,site,name,class,part,pieces,count,stream,ordinal,destination,from,to
//! 2025-01-06T08:00:00.000000,ordered,,,vor,fast[3],2,,demand.workshops[7],41,retailers[7],,
//! 2025-01-06T08:00:00.000000,moved,gplc,,vor,fast[3],2,,demand.workshops[7],41,retailers[7],,pick
//! ```
//!
//! Elements have the names of the scenario; one of several of a name has its number from 0 in
//! brackets. A line is identified by its stream and its ordinal in it, which are the same in every
//! plan that has the line. Rows are written as events occur: memory does not grow with the run. A
//! column that does not apply to an event is empty.
//!
//! Knows nothing of files: it writes to any [`io::Write`], and keeps the first error of the writer
//! for the caller.

mod element_names;
mod events;
mod row;

use crate::model::{Labels, Model};
use crate::units::{DAY, Instant, SECOND, SiteGroupId, SiteId};
use element_names::ElementNames;
use jiff::civil::Date;
use row::{TraceRow, number, numbered};
use std::cell::OnceCell;
use std::fmt::{self, Write as _};
use std::io;
use std::ops::Range;

/// Columns of a trace.
pub(crate) const COLUMNS: [&str; 13] = [
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

/// How every trace begins.
pub(crate) const TRACE_BEGINS: &str = "instant,event,site,";

/// Size of the write buffer \[bytes\].
const BUFFER: usize = 1 << 16;

/// Selection of the events to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TraceFilter {
    /// Sites: only what happens at one of them, or to a line for one of them; `None`: all. Phases
    /// and midnights belong to all sites.
    pub(crate) sites: Option<Range<SiteId>>,
    /// Instants.
    pub(crate) instants: Range<Instant>,
}

impl TraceFilter {
    /// All events.
    pub(crate) fn all() -> Self {
        TraceFilter { sites: None, instants: Instant::ORIGIN..Instant::NEVER }
    }
}

/// Sites with a name: those of a site group or, with a number from 0 in brackets, one of them.
pub(crate) fn sites(model: &Model, labels: &Labels, name: &str) -> Option<Range<SiteId>> {
    let of_group = |name: &str| {
        let group = &model.site_groups
            [SiteGroupId::from_index(labels.site_groups.iter().position(|label| label == name)?)];
        Some(group.first..group.first.plus(group.count as usize))
    };
    of_group(name).or_else(|| {
        let (group, number) = name.strip_suffix(']')?.rsplit_once('[')?;
        let sites = of_group(group)?;
        let site = SiteId::new(sites.start.get().checked_add(number.parse().ok()?)?);
        sites.contains(&site).then(|| site..site.plus(1))
    })
}

/// Observer that writes a trace.
pub(crate) struct Trace<'a> {
    names: ElementNames<'a>,
    filter: TraceFilter,
    out: csv::Writer<&'a mut dyn io::Write>,
    /// Date of instant 0, and the day of the last event with its date.
    origin: Date,
    day: (u64, String),
    /// Buffer for numbers and numbered names.
    scratch: String,
    /// First error of the writer.
    error: &'a OnceCell<io::Error>,
}

impl<'a> Trace<'a> {
    /// Begins a trace with the names of its columns. When `out` fails, `error` holds
    /// the cause, and nothing more is written.
    pub(crate) fn new(
        model: &'a Model,
        labels: &'a Labels,
        filter: TraceFilter,
        out: &'a mut dyn io::Write,
        error: &'a OnceCell<io::Error>,
    ) -> Self {
        let origin = model.times.origin;
        let mut trace = Trace {
            names: ElementNames::new(model, labels),
            filter,
            out: csv::WriterBuilder::new().buffer_capacity(BUFFER).from_writer(out),
            origin,
            day: (0, origin.to_string()),
            scratch: String::new(),
            error,
        };
        let begun = trace.out.write_record(COLUMNS);
        trace.keep_error(begun);
        trace
    }

    /// Writes the rows that are still in the buffer.
    ///
    /// # Errors
    /// As the writer.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn keep_error(&self, outcome: csv::Result<()>) {
        if let Err(failure) = outcome {
            let failure = match failure.into_kind() {
                csv::ErrorKind::Io(error) => error,
                other => io::Error::other(format!("{other:?}")),
            };
            // Only the first error names the cause.
            let _ = self.error.set(failure);
        }
    }

    fn record(&mut self, now: Instant, row: TraceRow<'_>) {
        let selected =
            |site: Option<SiteId>, sites: &Range<SiteId>| site.is_some_and(|site| sites.contains(&site));
        let excluded = self
            .filter
            .sites
            .as_ref()
            .is_some_and(|sites| !selected(row.site, sites) && !selected(row.destination, sites));
        if !excluded {
            self.record_for_all_sites(now, row);
        }
    }

    /// Writes an event that belongs to all sites, or to a selected site.
    fn record_for_all_sites(&mut self, now: Instant, row: TraceRow<'_>) {
        if self.filter.instants.contains(&now) && self.error.get().is_none() {
            let written = self.write(now, row);
            self.keep_error(written);
        }
    }

    fn write(&mut self, now: Instant, row: TraceRow<'_>) -> csv::Result<()> {
        self.instant(now)?;
        let Trace { names: ElementNames { model, labels, streams, .. }, out, scratch, .. } = self;
        let site = |site: SiteId| {
            let group = model.group_of[site];
            let listed = &model.site_groups[group];
            (labels.site_groups[usize::from(group)].as_str(), listed.position(site) as u32, listed.count)
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
    fn instant(&mut self, now: Instant) -> csv::Result<()> {
        let (day, seconds, micros) = (now / DAY, now % DAY / SECOND, (now % SECOND).as_micros());
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
}

impl fmt::Debug for Trace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trace").field("filter", &self.filter).finish_non_exhaustive()
    }
}
