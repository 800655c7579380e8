//! Conservation: no piece and no line is lost or created.
//!
//! Pieces: supplied = on hand + in consignments + delivered to customers, part by part; put on the
//! shelves of a site − taken = on hand, site by site. Lines: ordered, duplicates included, equals
//! filled + cancelled + lost whole + open; deferred = returned + still deferred. Jobs: begun equals
//! ended + open, and each open job waits for exactly the open lines that belong to it, and its
//! deferred lines. Checked at the end of every run, and every midnight in debug builds.

use crate::model::{Labels, Model, Stock};
use crate::simulation::customers::repair_job::Job;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::Stages;
use crate::simulation::view::View;
use crate::units::{IndexVec, Instant, SiteGroupId, SiteId};

/// Counts of what was supplied, consumed, ordered and ended.
#[derive(Debug)]
pub struct Conservation<'m> {
    model: &'m Model,
    /// By part: supplied − consumed.
    in_network: Vec<i64>,
    /// By site: put on shelves − taken.
    on_shelves: IndexVec<SiteId, i64>,
    ordered: u64,
    filled: u64,
    deferred: u64,
    cancelled: u64,
    jobs_begun: u64,
    jobs_ended: u64,
    violation: Option<(Instant, Imbalance)>,
    stages: IndexVec<SiteGroupId, Stages>,
}

#[derive(Debug, Clone, Copy)]
enum Imbalance {
    Part { part: u32, expected: i64, found: i64 },
    Site { site: SiteId, expected: i64, found: i64 },
    Lines { expected: u64, found: u64 },
    Deferred { expected: u64, found: u64 },
    Jobs { expected: u64, found: u64 },
    JobLines { site: SiteId, expected: u64, found: u64 },
}

/// A quantity that is not conserved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: expected {expected}, found {found}, {microseconds} µs after the start of the run")]
pub struct Violation {
    /// Pieces of a part, pieces at a site, or lines.
    pub what: String,
    /// Expected number.
    pub expected: i64,
    /// Number found.
    pub found: i64,
    /// Time since the start of the run.
    pub microseconds: Instant,
}

impl<'m> Conservation<'m> {
    /// Empty counts.
    pub fn new(model: &'m Model) -> Self {
        Conservation {
            model,
            in_network: vec![0; model.parts()],
            on_shelves: IndexVec::filled(0, model.sites()),
            ordered: 0,
            filled: 0,
            deferred: 0,
            cancelled: 0,
            jobs_begun: 0,
            jobs_ended: 0,
            violation: None,
            stages: model.site_groups.ids().map(|table| Stages::of(model, table)).collect(),
        }
    }

    /// Result of the checks.
    ///
    /// # Errors
    /// The first [`Violation`].
    pub fn verdict(self, labels: &Labels) -> Result<(), Violation> {
        let Some((microseconds, imbalance)) = self.violation else { return Ok(()) };
        let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let (what, expected, found) = match imbalance {
            Imbalance::Part { part, expected, found } => {
                let segment = usize::from(self.model.segment_of[part as usize]);
                let within = part - self.model.segments[segment].first;
                (format!("pieces of part {}[{within}]", labels.segments[segment]), expected, found)
            }
            Imbalance::Site { site, expected, found } => {
                let table = self.model.group_of[site];
                let within = self.model.site_groups[table].position(site);
                (
                    format!("pieces on hand at {}[{within}]", labels.site_groups[usize::from(table)]),
                    expected,
                    found,
                )
            }
            Imbalance::Lines { expected, found } => {
                ("open lines".to_owned(), signed(expected), signed(found))
            }
            Imbalance::Deferred { expected, found } => {
                ("deferred lines".to_owned(), signed(expected), signed(found))
            }
            Imbalance::Jobs { expected, found } => ("open jobs".to_owned(), signed(expected), signed(found)),
            Imbalance::JobLines { site, expected, found } => {
                let table = self.model.group_of[site];
                let within = self.model.site_groups[table].position(site);
                let what = format!("lines of a job at {}[{within}]", labels.site_groups[usize::from(table)]);
                (what, signed(expected), signed(found))
            }
        };
        Err(Violation { what, expected, found, microseconds })
    }

    fn check(&mut self, now: Instant, view: &View<'_>) {
        if self.violation.is_none() {
            self.violation = self.imbalance(view).map(|imbalance| (now, imbalance));
        }
    }

    fn imbalance(&self, view: &View<'_>) -> Option<Imbalance> {
        let mut found = vec![0_i64; self.model.parts()];
        for (site, &table) in self.model.group_of.iter_ids() {
            let Stock::BaseStock(stock) = &self.model.site_groups[table].stock else { continue };
            let mut on_hand = 0;
            for (shelf, part) in view.shelves(site).iter().zip(stock.assortment.parts()) {
                on_hand += i64::from(shelf.on_hand);
                found[part as usize] += i64::from(shelf.on_hand);
            }
            if on_hand != self.on_shelves[site] {
                return Some(Imbalance::Site { site, expected: self.on_shelves[site], found: on_hand });
            }
        }
        for (consignment, line) in view.consignments() {
            found[line.part() as usize] += i64::from(consignment.pieces);
        }
        // A line before its stock holds no goods.
        let open = view.open_lines();
        for line in open.clone().filter(|line| !line.is_split() && line.source() != Line::NO_SITE) {
            let source = self.model.group_of[line.source()];
            if line.stage() > self.stages[source].stock() {
                found[line.part() as usize] += i64::from(line.pieces);
            }
        }
        let parts = (0..).zip(self.in_network.iter().zip(&found));
        for (part, (&expected, &found)) in parts {
            if expected != found {
                return Some(Imbalance::Part { part, expected, found });
            }
        }
        if view.deferred() != self.deferred {
            return Some(Imbalance::Deferred { expected: self.deferred, found: view.deferred() });
        }
        let open = open.filter(|line| !line.is_sent_back()).count() as u64;
        let expected = self.ordered - self.filled - self.cancelled;
        if open != expected {
            return Some(Imbalance::Lines { expected, found: open });
        }
        self.job_imbalance(view)
    }

    fn job_imbalance(&self, view: &View<'_>) -> Option<Imbalance> {
        let open = view.jobs().count() as u64;
        let expected = self.jobs_begun - self.jobs_ended;
        if open != expected {
            return Some(Imbalance::Jobs { expected, found: open });
        }
        let mut lines = std::collections::BTreeMap::<u32, u32>::new();
        for line in view.open_lines() {
            if let Some(job) = view.job_of(line) {
                *lines.entry(job).or_default() += 1;
            }
        }
        let mut counted = view.jobs().map(|(number, job)| (job, lines.get(&number).copied().unwrap_or(0)));
        let different = counted.find(|&(job, lines)| job.lines - job.deferred != lines);
        different.map(|(job, lines)| Imbalance::JobLines {
            site: job.site,
            expected: (job.lines - job.deferred).into(),
            found: lines.into(),
        })
    }
}

impl Observer for Conservation<'_> {
    #[inline(always)]
    fn ordered(&mut self, _: Instant, _: &Line) {
        self.ordered += 1;
    }

    #[inline(always)]
    fn filled(&mut self, _: Instant, _: &Line) {
        self.filled += 1;
    }

    fn deferred(&mut self, _: Instant, _: &Line) {
        self.deferred += 1;
    }

    fn deferral_ended(&mut self, _: Instant, _: &Line) {
        self.deferred -= 1;
    }

    #[inline]
    fn duplicate_ordered(&mut self, _: Instant, _: &Line) {
        self.ordered += 1;
    }

    #[inline]
    fn duplicate_ended(&mut self, _: Instant, _: &Line) {
        self.filled += 1;
    }

    fn written_off(&mut self, _: Instant, part: u32, pieces: u32) {
        self.in_network[part as usize] -= i64::from(pieces);
    }

    #[inline]
    fn cancelled(&mut self, _: Instant, _: &Line) {
        self.cancelled += 1;
    }

    fn lost(&mut self, _: Instant, line: &Line, pieces: u32, _: LossReason) {
        self.cancelled += u64::from(pieces == line.pieces);
    }

    #[inline]
    fn job_waits(&mut self, _: Instant, _: &Job) {
        self.jobs_begun += 1;
    }

    #[inline]
    fn job_ends(&mut self, _: Instant, _: &Job) {
        self.jobs_ended += 1;
    }

    #[inline(always)]
    fn supplied(&mut self, _: Instant, part: u32, pieces: u32) {
        self.in_network[part as usize] += i64::from(pieces);
    }

    #[inline(always)]
    fn consumed(&mut self, _: Instant, part: u32, pieces: u32) {
        self.in_network[part as usize] -= i64::from(pieces);
    }

    #[inline]
    fn stocked(&mut self, _: Instant, site: SiteId, _: u32, pieces: u32) {
        self.on_shelves[site] += i64::from(pieces);
    }

    #[inline(always)]
    fn picked(&mut self, _: Instant, site: SiteId, _: u32, pieces: u32) {
        self.on_shelves[site] -= i64::from(pieces);
    }

    fn midnight(&mut self, now: Instant, view: &View<'_>) {
        if cfg!(debug_assertions) {
            self.check(now, view);
        }
    }

    fn end(&mut self, now: Instant, view: &View<'_>) {
        self.check(now, view);
    }
}
