//! Waiting rooms: a process before which only so many lines may wait.
//!
//! A customer's line that finds no server free, or the process standing still, and as many lines waiting as there is room
//! for, is turned away: it is lost. What a site asks for its own stock always finds room.
//!
//! ```text
//! line ─► a server free? ─► room left? ─► queue
//!                               └── no ─► turned away, lost
//! ```

use crate::simulation::Simulation;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::LineKind;

impl<O: Observer> Simulation<'_, O> {
    /// Turns a line away from a process that has no room for it; returns whether it did.
    #[inline]
    pub(crate) fn rejects(&mut self, process: u32, id: u32) -> bool {
        let station = &self.stations[process as usize];
        let model = station.spec;
        let Some(room) = model.room else { return false };
        let served_at_once = station.in_work() < model.servers && station.clock().level().is_up();
        let line = &self.lines[id];
        if served_at_once || station.waiting() < room || line.kind() != LineKind::Customer {
            return false;
        }
        self.lose(id, line.pieces, LossReason::Room(process));
        true
    }
}
