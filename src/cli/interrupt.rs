//! Ctrl-C: the first asks the run to stop and to keep what is complete, the second ends it at once.

use super::output;
use crate::experiment::replicate::Control;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Exit status of what Ctrl-C has stopped.
pub(super) const EXIT_STATUS: u8 = 130;

/// What Ctrl-C acts on.
#[derive(Debug, Default)]
pub(super) struct Interrupt {
    /// Stops all runs of a command.
    pub(super) control: Control,
    /// Hidden folders that would be left behind by a sudden end.
    workshops: Mutex<Vec<PathBuf>>,
}

impl Interrupt {
    /// Listens for Ctrl-C from now on. Where that is not possible, Ctrl-C ends the program as ever.
    pub(super) fn listen() -> Arc<Self> {
        let interrupt = Arc::new(Interrupt::default());
        let shared = Arc::clone(&interrupt);
        let listening = ctrlc::set_handler(move || shared.pressed());
        if let Err(error) = listening {
            output::say(&format!("warning: Ctrl-C will not keep complete replications: {error}"));
        }
        interrupt
    }

    /// Removes this folder too if the program ends suddenly.
    pub(super) fn clean_up(&self, workshop: &Path) {
        self.workshops.lock().unwrap_or_else(PoisonError::into_inner).push(workshop.to_owned());
    }

    fn pressed(&self) {
        if !self.control.stopped() {
            self.control.stop();
            return;
        }
        for workshop in self.workshops.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = fs::remove_dir_all(workshop);
        }
        std::process::exit(i32::from(EXIT_STATUS));
    }
}
