//! Lost sales: customers who do not wait for what is not on the shelf.
//!
//! Where a stock says so, what a customer's line lacks at the instant at which its last source looks on the shelf is
//! lost: nothing is ordered for it. What is there goes. A line that gets nothing is closed at once; its job waits for
//! it no longer, and of a line and its second order the other goes on alone.
//!
//! ```text
//! line ─► [shelf] ─ some there ─► fewer pieces go on
//!            └───── nothing ────► the line leaves the books
//! ```

use crate::simulation::Simulation;
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::stage::Stage;

impl<O: Observer> Simulation<'_, O> {
    /// A customer's line loses so many of its pieces, none of which have been given; with all of them it is closed.
    pub(crate) fn lose(&mut self, id: u32, pieces: u32, lacking: LossReason) {
        if pieces == self.lines[id].pieces {
            self.set_line_stage(id, Stage::NONE);
            self.cx.observer.lost(self.cx.now, &self.lines[id], pieces, lacking);
            self.leaves_pair(id);
            self.close(id);
            return;
        }
        self.cx.observer.lost(self.cx.now, &self.lines[id], pieces, lacking);
        let line = &mut self.lines[id];
        line.pieces -= pieces;
        if line.stage() != Stage::NONE {
            self.cx.observer.pieces_move(self.cx.now, line, pieces, line.stage(), Stage::NONE);
        }
    }
}
