//! Replication over threads: results are delivered one by one, in order of their number.
//!
//! ```text
//! 0 1 2 3 4 5 │ 6 7 8 …        a bounded number is started and not yet delivered (the window)
//! ▼ ▼ ▼ ▼ ▼ ▼ │
//! threads     │                a replication that ends first waits for those before it
//! ▼           │
//! each(0), each(1), …          in order, on the calling thread
//! ```
//!
//! With uncertain values each replication has a model of its own, otherwise all share one. The
//! caller gets the same results in the same order for any number of threads. Memory does not grow
//! with the number of replications: it holds those in the window. Order cohorts cover the windows
//! of days only (`window.rs`), so they do not grow with the run either. A stopped run delivers all
//! complete replications, still in order.
//!
//! Knows nothing of the use of the results.

use super::uncertainty::{DrawError, Models};
use crate::metrics::{ReplicationError, ReplicationResult, run_replication_by_window};
use crate::simulation::RunError;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::mpsc;

/// Replications that may be started and not yet delivered, per thread.
const WINDOW_PER_THREAD: u32 = 2;

/// Control of a run: stops it, and reports its progress.
#[derive(Debug, Default)]
pub struct Control {
    stop: AtomicBool,
    complete: AtomicU32,
    events: AtomicU64,
    events_complete: AtomicU64,
}

impl Control {
    /// Stops the run; it ends within a fraction of a second.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// True if it was requested to stop.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Number of complete replications.
    pub fn complete(&self) -> u32 {
        self.complete.load(Ordering::Relaxed)
    }

    /// Share of `replications` that is done, from 0 to 1, if every replication has as many events
    /// as the complete ones; `None` before the first of them.
    pub fn share_done(&self, replications: u32) -> Option<f64> {
        let complete = self.complete();
        let expected = self.events_complete.load(Ordering::Relaxed) as f64 / f64::from(complete)
            * f64::from(replications);
        (complete > 0 && expected > 0.0)
            .then(|| (self.events.load(Ordering::Relaxed) as f64 / expected).min(1.0))
    }
}

/// Why results are missing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplicateError<E> {
    /// A replication could not run; the first of them by number.
    #[error(transparent)]
    Replication(ReplicationError),
    /// The values sampled for a replication cannot be run; the first of them by number.
    #[error(transparent)]
    Draw(DrawError),
    /// The threads could not be started.
    #[error("threads cannot be started: {0}")]
    Threads(rayon::ThreadPoolBuildError),
    /// The caller could not take a result.
    #[error(transparent)]
    Taken(E),
}

/// Runs replications 0 to `replications` − 1 on `threads` threads and gives the results to `each`,
/// in order of their number.
///
/// Returns the number of results delivered. It is smaller than requested only if `control` was set
/// to stop; the missing ones need not be the last, and each result has its number.
///
/// # Errors
/// [`ReplicateError`]; results with smaller numbers have been given to `each` before.
///
/// # Panics
/// If a replication panics, with its message.
pub fn replicate<E>(
    models: &impl Models,
    replications: u32,
    threads: NonZeroUsize,
    control: &Control,
    mut each: impl FnMut(ReplicationResult) -> Result<(), E>,
) -> Result<u32, ReplicateError<E>> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.get().min(replications.max(1) as usize))
        .build()
        .map_err(ReplicateError::Threads)?;
    let abandoned = AtomicBool::new(false);
    let stop = || control.stopped() || abandoned.load(Ordering::Relaxed);
    let stretches = models.stretches();
    let run = |number| one(models, number, &stretches, control, stop);
    let window =
        u32::try_from(pool.current_num_threads()).unwrap_or(u32::MAX).saturating_mul(WINDOW_PER_THREAD);

    pool.in_place_scope_fifo(|scope| {
        let (send, receive) = mpsc::channel();
        let start = |number: u32| {
            let send = send.clone();
            let run = &run;
            scope.spawn_fifo(move |_| {
                let result = catch_unwind(AssertUnwindSafe(|| run(number)));
                // The receiver is gone if the run has failed.
                let _ = send.send((number, result));
            });
        };
        let mut begun = replications.min(window);
        (0..begun).for_each(&start);
        let mut waiting = BTreeMap::new();
        let (mut next, mut given) = (0, 0);
        while next < begun {
            let (number, result) = receive.recv().expect("this thread holds a sender itself");
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&next) {
                let outcome = match result {
                    Ok(Ok(observations)) => {
                        given += 1;
                        each(observations).map_err(ReplicateError::Taken)
                    }
                    Ok(Err(Failed::Run(ReplicationError::Run { error: RunError::Stopped, .. }))) => Ok(()),
                    Ok(Err(Failed::Run(error))) => Err(ReplicateError::Replication(error)),
                    Ok(Err(Failed::Draw(error))) => Err(ReplicateError::Draw(error)),
                    Err(panic) => {
                        abandoned.store(true, Ordering::Relaxed);
                        resume_unwind(panic)
                    }
                };
                if outcome.is_err() {
                    abandoned.store(true, Ordering::Relaxed);
                    return outcome.map(|()| given);
                }
                next += 1;
                if begun < replications && !control.stopped() {
                    start(begun);
                    begun += 1;
                }
            }
        }
        Ok(given)
    })
}

/// Why a replication has no result.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Run(#[from] ReplicationError),
    #[error(transparent)]
    Draw(#[from] DrawError),
}

/// One replication, unless the run has been stopped.
fn one(
    models: &impl Models,
    number: u32,
    stretches: &[Range<usize>],
    control: &Control,
    stop: impl Fn() -> bool,
) -> Result<ReplicationResult, Failed> {
    if stop() {
        return Err(ReplicationError::Run { replication: number, error: RunError::Stopped }.into());
    }
    let compiled = models.model(number)?;
    let observations =
        run_replication_by_window(&compiled.model, &compiled.labels, number, stretches, || {
            control.events.fetch_add(EVENTS_BETWEEN_QUESTIONS, Ordering::Relaxed);
            stop()
        })?;
    let events = observations.counts.events;
    control.events.fetch_add(events % EVENTS_BETWEEN_QUESTIONS, Ordering::Relaxed);
    control.events_complete.fetch_add(events, Ordering::Relaxed);
    control.complete.fetch_add(1, Ordering::Relaxed);
    Ok(observations)
}

/// Events between two polls of `stop`; only the progress bar depends on it.
const EVENTS_BETWEEN_QUESTIONS: u64 = 0x1_0000;
