//! Progress bar: the share of the run that is done, and an estimate of the time left.
//!
//! Drawn on stderr, only on a terminal. It only reads counters of the run; no result depends on it.

use crate::experiment::replicate::Control;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{Scope, ScopedJoinHandle};
use std::time::Duration;

/// Interval between two draws.
const INTERVAL: Duration = Duration::from_millis(100);
/// Steps of the bar.
const STEPS: u64 = 1_000;

/// A progress bar, drawn until it is finished or dropped.
pub(super) struct Progress<'scope> {
    finish: Sender<()>,
    thread: Option<ScopedJoinHandle<'scope, ()>>,
}

impl<'scope> Progress<'scope> {
    /// Draws the progress of `control` from a thread of `scope`, unless `quiet`.
    pub(super) fn show<'env>(
        scope: &'scope Scope<'scope, 'env>,
        control: &'env Control,
        replications: u32,
        name: &str,
        quiet: bool,
    ) -> Self {
        let (finish, finished) = channel();
        let thread = (!quiet && io::stderr().is_terminal()).then(|| {
            let name = name.to_owned();
            scope.spawn(move || {
                let bar = bar(&name);
                while finished.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                    draw(&bar, control, replications);
                }
                bar.finish_and_clear();
            })
        });
        Progress { finish, thread }
    }

    /// Removes the bar, before other output.
    pub(super) fn finish(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // The receiver is gone if nothing is drawn.
        let _ = self.finish.send(());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.end();
    }
}

fn bar(name: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(STEPS), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{prefix} {wide_bar} {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(name.to_owned());
    bar
}

fn draw(bar: &ProgressBar, control: &Control, replications: u32) {
    let done = control.share_done(replications);
    bar.set_position(done.map_or(0, |share| (share * STEPS as f64) as u64));
    let left = match done {
        _ if control.stopped() => "stopping".to_owned(),
        Some(share) if share > 0.0 => {
            let left = bar.elapsed().mul_f64((1.0 - share) / share);
            format!("{} left", indicatif::HumanDuration(left))
        }
        _ => "first replications running".to_owned(),
    };
    bar.set_message(format!("{} of {replications} replications, {left}", control.complete()));
}
