//! Conservation: no piece and no line is lost or made.
//!
//! Pieces: what suppliers gave = on hand + in consignments + delivered to customers, part by part; what was put
//! on the shelves of a site − what was taken = on hand, site by site. Lines: ordered, also again = filled + cancelled + lost whole + open,
//! and put off = come back + still put off. Jobs: begun = ended + open, and each open job waits for exactly the open
//! lines that carry it, and those of it that are put off. Checked at the end of every run, and every midnight in
//! debug builds.

use crate::engine::Time;
use crate::model::{Labels, Model, Stock};
use crate::simulation::customers::repair_job::Job;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::Stages;
use crate::simulation::view::View;

/// Keeps the books.
#[derive(Debug)]
pub struct Conservation<'m> {
    model: &'m Model,
    /// By part: supplied − consumed.
    in_network: Vec<i64>,
    /// By site: put on shelves − taken.
    on_shelves: Vec<i64>,
    ordered: u64,
    filled: u64,
    deferred: u64,
    cancelled: u64,
    jobs_begun: u64,
    jobs_ended: u64,
    violation: Option<(Time, Broken)>,
    stages: Vec<Stages>,
}

#[derive(Debug, Clone, Copy)]
enum Broken {
    Part { part: u32, expected: i64, found: i64 },
    Site { site: u32, expected: i64, found: i64 },
    Lines { expected: u64, found: u64 },
    PutOff { expected: u64, found: u64 },
    Jobs { expected: u64, found: u64 },
    LinesOfJob { site: u32, expected: u64, found: u64 },
}

/// What does not add up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {expected} by the books, {found} found, {microseconds} µs after the begin of the run")]
pub struct Violation {
    /// Pieces of which part, at which site, or lines.
    pub what: String,
    /// What the books say.
    pub expected: i64,
    /// What is there.
    pub found: i64,
    /// When.
    pub microseconds: Time,
}

impl<'m> Conservation<'m> {
    /// Empty books.
    pub fn new(model: &'m Model) -> Self {
        Conservation {
            model,
            in_network: vec![0; model.parts()],
            on_shelves: vec![0; model.sites()],
            ordered: 0,
            filled: 0,
            deferred: 0,
            cancelled: 0,
            jobs_begun: 0,
            jobs_ended: 0,
            violation: None,
            stages: (0..model.site_groups.len()).map(|table| Stages::of(model, table)).collect(),
        }
    }

    /// Whether all adds up.
    ///
    /// # Errors
    /// The first [`Violation`].
    pub fn verdict(self, labels: &Labels) -> Result<(), Violation> {
        let Some((microseconds, broken)) = self.violation else { return Ok(()) };
        let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let (what, expected, found) = match broken {
            Broken::Part { part, expected, found } => {
                let segment = usize::from(self.model.segment_of[part as usize]);
                let within = part - self.model.segments[segment].first;
                (format!("pieces of part {}[{within}]", labels.segments[segment]), expected, found)
            }
            Broken::Site { site, expected, found } => {
                let table = usize::from(self.model.group_of[site as usize]);
                let within = site - self.model.site_groups[table].first;
                (format!("pieces on hand at {}[{within}]", labels.site_groups[table]), expected, found)
            }
            Broken::Lines { expected, found } => ("open lines".to_owned(), whole(expected), whole(found)),
            Broken::PutOff { expected, found } => {
                ("lines that are put off".to_owned(), whole(expected), whole(found))
            }
            Broken::Jobs { expected, found } => ("open jobs".to_owned(), whole(expected), whole(found)),
            Broken::LinesOfJob { site, expected, found } => {
                let table = usize::from(self.model.group_of[site as usize]);
                let within = site - self.model.site_groups[table].first;
                let what = format!("lines of a job at {}[{within}]", labels.site_groups[table]);
                (what, whole(expected), whole(found))
            }
        };
        Err(Violation { what, expected, found, microseconds })
    }

    fn check(&mut self, now: Time, view: &View<'_>) {
        if self.violation.is_none() {
            self.violation = self.broken(view).map(|broken| (now, broken));
        }
    }

    fn broken(&self, view: &View<'_>) -> Option<Broken> {
        let mut found = vec![0_i64; self.model.parts()];
        for (site, &table) in self.model.group_of.iter().enumerate() {
            let Stock::BaseStock(stock) = &self.model.site_groups[usize::from(table)].stock else { continue };
            let mut on_hand = 0;
            for (shelf, part) in view.shelves(site as u32).iter().zip(stock.assortment.parts()) {
                on_hand += i64::from(shelf.on_hand);
                found[part as usize] += i64::from(shelf.on_hand);
            }
            if on_hand != self.on_shelves[site] {
                return Some(Broken::Site {
                    site: site as u32,
                    expected: self.on_shelves[site],
                    found: on_hand,
                });
            }
        }
        for (consignment, line) in view.consignments() {
            found[line.part() as usize] += i64::from(consignment.pieces);
        }
        // What is still before its stock is asked for only: no goods.
        let open = view.open_lines();
        for line in open.clone().filter(|line| !line.is_split() && line.source() != Line::NO_SITE) {
            let source = usize::from(self.model.group_of[line.source() as usize]);
            if line.stage() > self.stages[source].stock() {
                found[line.part() as usize] += i64::from(line.pieces);
            }
        }
        let parts = (0..).zip(self.in_network.iter().zip(&found));
        for (part, (&expected, &found)) in parts {
            if expected != found {
                return Some(Broken::Part { part, expected, found });
            }
        }
        if view.deferred() != self.deferred {
            return Some(Broken::PutOff { expected: self.deferred, found: view.deferred() });
        }
        let open = open.filter(|line| !line.is_sent_back()).count() as u64;
        let expected = self.ordered - self.filled - self.cancelled;
        if open != expected {
            return Some(Broken::Lines { expected, found: open });
        }
        self.broken_job(view)
    }

    fn broken_job(&self, view: &View<'_>) -> Option<Broken> {
        let open = view.jobs().count() as u64;
        let expected = self.jobs_begun - self.jobs_ended;
        if open != expected {
            return Some(Broken::Jobs { expected, found: open });
        }
        let mut lines = std::collections::BTreeMap::<u32, u32>::new();
        for line in view.open_lines() {
            if let Some(job) = view.job_of(line) {
                *lines.entry(job).or_default() += 1;
            }
        }
        let mut counted = view.jobs().map(|(number, job)| (job, lines.get(&number).copied().unwrap_or(0)));
        let different = counted.find(|&(job, lines)| job.lines - job.deferred != lines);
        different.map(|(job, lines)| Broken::LinesOfJob {
            site: job.site,
            expected: (job.lines - job.deferred).into(),
            found: lines.into(),
        })
    }
}

impl Observer for Conservation<'_> {
    #[inline(always)]
    fn ordered(&mut self, _: Time, _: &Line) {
        self.ordered += 1;
    }

    #[inline(always)]
    fn filled(&mut self, _: Time, _: &Line) {
        self.filled += 1;
    }

    fn deferred(&mut self, _: Time, _: u8) {
        self.deferred += 1;
    }

    fn deferral_ended(&mut self, _: Time, _: u8) {
        self.deferred -= 1;
    }

    #[inline]
    fn duplicate_ordered(&mut self, _: Time, _: &Line) {
        self.ordered += 1;
    }

    #[inline]
    fn duplicate_ended(&mut self, _: Time, _: &Line) {
        self.filled += 1;
    }

    fn written_off(&mut self, _: Time, part: u32, pieces: u32) {
        self.in_network[part as usize] -= i64::from(pieces);
    }

    #[inline]
    fn cancelled(&mut self, _: Time, _: &Line) {
        self.cancelled += 1;
    }

    fn lost(&mut self, _: Time, line: &Line, pieces: u32, _: LossReason) {
        self.cancelled += u64::from(pieces == line.pieces);
    }

    #[inline]
    fn job_waits(&mut self, _: Time, _: &Job) {
        self.jobs_begun += 1;
    }

    #[inline]
    fn job_ends(&mut self, _: Time, _: &Job) {
        self.jobs_ended += 1;
    }

    #[inline(always)]
    fn supplied(&mut self, _: Time, part: u32, pieces: u32) {
        self.in_network[part as usize] += i64::from(pieces);
    }

    #[inline(always)]
    fn consumed(&mut self, _: Time, part: u32, pieces: u32) {
        self.in_network[part as usize] -= i64::from(pieces);
    }

    #[inline]
    fn stocked(&mut self, _: Time, site: u32, _: u32, pieces: u32) {
        self.on_shelves[site as usize] += i64::from(pieces);
    }

    #[inline(always)]
    fn picked(&mut self, _: Time, site: u32, _: u32, pieces: u32) {
        self.on_shelves[site as usize] -= i64::from(pieces);
    }

    fn midnight(&mut self, now: Time, view: &View<'_>) {
        if cfg!(debug_assertions) {
            self.check(now, view);
        }
    }

    fn end(&mut self, now: Time, view: &View<'_>) {
        self.check(now, view);
    }
}
