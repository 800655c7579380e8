//! Interrupt: the first Ctrl-C stops the run and keeps complete replications; the second exits
//! immediately.

use super::output;
use crate::experiment::replicate::Control;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Exit status after Ctrl-C.
pub(super) const EXIT_STATUS: u8 = 130;

/// State shared with the Ctrl-C handler.
#[derive(Debug, Default)]
pub(super) struct Interrupt {
    /// Stops all runs of a command.
    pub(super) control: Control,
    /// Staging folders to remove at an immediate exit.
    staging_dirs: Mutex<Vec<PathBuf>>,
}

impl Interrupt {
    /// Installs the handler. If that fails, Ctrl-C ends the program without keeping anything.
    pub(super) fn listen() -> Arc<Self> {
        let interrupt = Arc::new(Interrupt::default());
        let shared = Arc::clone(&interrupt);
        let listening = ctrlc::set_handler(move || shared.pressed());
        if let Err(error) = listening {
            output::message(&format!("warning: Ctrl-C will not keep complete replications: {error}"));
        }
        interrupt
    }

    /// Adds a folder to remove at an immediate exit.
    pub(super) fn clean_up(&self, staging_dir: &Path) {
        self.staging_dirs.lock().unwrap_or_else(PoisonError::into_inner).push(staging_dir.to_owned());
    }

    fn pressed(&self) {
        if !self.control.stopped() {
            self.control.stop();
            return;
        }
        for staging_dir in self.staging_dirs.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = fs::remove_dir_all(staging_dir);
        }
        std::process::exit(i32::from(EXIT_STATUS));
    }
}
