//! Duplicate orders: pairs of a late line and its second order.
//!
//! The second order requests the same pieces; its identity derives from the line, so no other draw
//! changes. It is no demand. When one line of a pair is delivered, the other is cancelled; if any
//! of its pieces are picked already it travels on, is redundant, and its customer returns it. If
//! the second order is delivered first, the original line counts as filled, unless it is picked
//! too.
//!
//! ```text
//! line ────────► late ─────────────────► delivered first ─► duplicate is cancelled, or returned:
//! duplicate      └──► ordered ─► … ──► picked ─► delivered ─► returns after ─► inbound ─► shelf
//! ```
//!
//! Knows nothing of how a line is cancelled, or of the way back.

use super::Orders;
use super::line::Pair;
use crate::engine::slab::NONE;
use crate::simulation::context::Context;
use crate::simulation::observer::Observer;
use std::collections::BTreeMap;

/// Ordinals of duplicate orders begin here, far above the lines of a stream.
const FIRST_DUPLICATE: u64 = 1 << 61;

/// Pairs of lines.
#[derive(Debug, Clone, Default)]
pub(super) struct DuplicateOrders {
    /// For each line of a pair: the other line, or [`NONE`] once that is delivered, and the rule of
    /// impatience.
    pairs: BTreeMap<u32, (u32, u16)>,
}

impl Orders {
    /// Orders a line in duplicate by a rule of impatience; returns the duplicate.
    pub(crate) fn duplicate<O: Observer>(&mut self, cx: &mut Context<'_, O>, rule: u16, id: u32) -> u32 {
        let line = self.lines[id];
        let duplicate = self.lines.add(line.duplicate(cx.now, FIRST_DUPLICATE + line.ordinal));
        self.lines[id].set_pair(Pair::Original);
        self.duplicates.pairs.insert(id, (duplicate, rule));
        self.duplicates.pairs.insert(duplicate, (id, rule));
        cx.observer.duplicate_ordered(cx.now, &self.lines[duplicate]);
        duplicate
    }

    /// A line of a pair is delivered, or cancelled by its customer; returns the other line if it is
    /// still open, with the rule.
    pub(crate) fn settle_pair(&mut self, id: u32) -> Option<(u32, u16)> {
        let (other, rule) = self.duplicates.pairs.remove(&id)?;
        if other == NONE {
            return None;
        }
        self.duplicates.pairs.remove(&other);
        Some((other, rule))
    }

    /// Marks the other line of a settled pair as redundant: it is picked already.
    pub(crate) fn set_redundant<O: Observer>(&mut self, cx: &mut Context<'_, O>, id: u32, rule: u16) {
        let pair =
            if self.lines[id].is_duplicate() { Pair::RedundantDuplicate } else { Pair::RedundantOriginal };
        self.lines[id].set_pair(pair);
        self.duplicates.pairs.insert(id, (NONE, rule));
        cx.observer.redundant_pick(cx.now, &self.lines[id]);
    }

    /// A line of a pair is lost: the other is single again.
    pub(crate) fn dissolve_pair(&mut self, id: u32) {
        let Some((other, _)) = self.settle_pair(id) else { return };
        if self.lines[other].pair() == Pair::Original {
            self.lines[other].set_pair(Pair::Single);
        }
    }

    /// The rule of impatience by which the pair of a line arose.
    pub(crate) fn rule_of_pair(&self, id: u32) -> Option<u16> {
        self.duplicates.pairs.get(&id).map(|&(_, rule)| rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::orders::line::{Line, LineKind, LineRequest};
    use crate::simulation::test_context::{ORDER_STREAM, context, model};
    use crate::units::Instant;

    #[test]
    fn the_other_line_of_a_pair_is_redundant_once_it_is_picked() {
        let model = model();
        let mut cx = context(&model);
        let mut orders = Orders::new(&model);
        let request = LineRequest { part: 0, pieces: 1, class: 0 };
        let id = orders.add(Line::new(LineKind::Customer, Instant::ORIGIN, ORDER_STREAM, 4, request));
        let duplicate = orders.duplicate(&mut cx, 0, id);
        assert!(orders[duplicate].is_duplicate() && orders[id].pair() == Pair::Original);
        assert_eq!(orders.settle_pair(id), Some((duplicate, 0)));
        orders.set_redundant(&mut cx, duplicate, 0);
        assert!(orders[duplicate].is_redundant());
        assert_eq!((orders.settle_pair(duplicate), orders.rule_of_pair(id)), (None, None));
    }

    #[test]
    fn the_original_is_single_again_if_its_duplicate_is_lost() {
        let model = model();
        let mut cx = context(&model);
        let mut orders = Orders::new(&model);
        let request = LineRequest { part: 0, pieces: 1, class: 0 };
        let id = orders.add(Line::new(LineKind::Customer, Instant::ORIGIN, ORDER_STREAM, 4, request));
        let duplicate = orders.duplicate(&mut cx, 0, id);
        orders.dissolve_pair(duplicate);
        assert!(orders[id].is_single());
    }
}
