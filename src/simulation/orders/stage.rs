//! Stage: position of pieces on their way through a site.
//!
//! ```text
//! not entered ─► before stock ─► stock ─► after stock ─► departure ─► in transit
//!                (release)                 (pick, pack, dispatch)
//! ```

use crate::model::Model;
use crate::units::SiteGroupId;

/// Position of pieces on their way through a site, in order of flow.
///
/// 0 is not entered; then one stage for each process before stock, stock, one stage for each
/// process after stock, and waiting for departure. [`Stages`] translates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stage(pub u8);

impl Stage {
    /// Ordered, but the system that takes orders is down.
    pub const NOT_ENTERED: Stage = Stage(0);
    /// Has left the source and is not delivered.
    pub const IN_TRANSIT: Stage = Stage(15);
    /// Before the first stage, or after the last.
    pub const NONE: Stage = Stage(255);
    /// Number of distinct stages.
    pub const COUNT: usize = 16;
    /// Maximum number of processes in a site's outbound list.
    pub const MOST_STEPS: usize = 12;
}

/// The stages of a site group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stages {
    before: u8,
    after: u8,
}

impl Stages {
    /// The stages of a site group of the model.
    pub fn of(model: &Model, group: SiteGroupId) -> Self {
        let group = &model.site_groups[group];
        Stages { before: group.before_stock.len() as u8, after: group.after_stock.len() as u8 }
    }

    /// The stages of a line at the group until it leaves: from the first process to waiting for
    /// departure.
    pub fn outbound(self) -> std::ops::RangeInclusive<u8> {
        1..=self.departure().0
    }

    /// At, or waiting for, the n-th process before stock.
    #[inline]
    pub fn before(self, step: usize) -> Stage {
        Stage(1 + step as u8)
    }

    /// Waiting for stock.
    #[inline]
    pub fn stock(self) -> Stage {
        Stage(1 + self.before)
    }

    /// At, or waiting for, the n-th process after stock.
    #[inline]
    pub fn after(self, step: usize) -> Stage {
        Stage(2 + self.before + step as u8)
    }

    /// Waiting for departure.
    #[inline]
    pub fn departure(self) -> Stage {
        Stage(2 + self.before + self.after)
    }

    /// The step at whose station a line at a stage waits, counted over the processes before and
    /// after stock; `None` at stock and at departure.
    pub(crate) fn step(self, stage: Stage) -> Option<usize> {
        if stage == self.stock() || stage >= self.departure() || stage == Stage::NOT_ENTERED {
            return None;
        }
        let behind_stock = u8::from(stage > self.stock());
        Some(usize::from(stage.0 - 1 - behind_stock))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_over_the_processes_before_and_after_stock() {
        let stages = Stages { before: 2, after: 1 };
        let steps: Vec<_> = (0..6).map(|stage| stages.step(Stage(stage))).collect();
        assert_eq!(steps, [None, Some(0), Some(1), None, Some(2), None]);
        assert_eq!(stages.departure(), Stage(5));
        assert_eq!(stages.outbound().count(), 5);
    }
}
