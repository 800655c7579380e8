//! Places: where pieces stand on their way through a site.
//!
//! ```text
//! not entered ─► before stock (release) ─► stock ─► after stock (pick, pack, dispatch) ─► departure ─► on the way
//! ```

use crate::model::Model;

/// Where pieces stand on their way through a site, in order of flow.
///
/// 0 is not entered; then one place for each process before stock, stock, one for each process after stock,
/// and waiting for departure. [`Stages`] translates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stage(pub u8);

impl Stage {
    /// Ordered, but the system that takes orders is down.
    pub const NOT_ENTERED: Stage = Stage(0);
    /// Left the source, not yet with who asked.
    pub const ON_THE_WAY: Stage = Stage(15);
    /// Nowhere yet, or no longer.
    pub const NONE: Stage = Stage(255);
    /// Number of places that can be told apart.
    pub const COUNT: usize = 16;
    /// The most processes that can stand in a site's outbound list.
    pub const MOST_STEPS: usize = 12;
}

/// The places of a site table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stages {
    before: u8,
    after: u8,
}

impl Stages {
    /// The places of a table of the model.
    pub fn of(model: &Model, table: usize) -> Self {
        let table = &model.site_groups[table];
        Stages { before: table.before_stock.len() as u8, after: table.after_stock.len() as u8 }
    }

    /// The places at which a line that has reached the table stands until it leaves: from the first process to
    /// waiting for departure.
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
}
