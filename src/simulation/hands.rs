//! What the servers of a process have in hand, by the reading of its work clock at which each piece of work ends.
//!
//! A single server has one piece of work, and needs no order.

use super::process::Hand;
use crate::engine::pending::Pending;
use crate::engine::work_clock::Reading;

/// Work in hand.
#[derive(Debug, Clone)]
pub(super) enum Hands {
    /// Of one server.
    One(Option<(Reading, Hand)>),
    /// Of servers side by side.
    Many(Pending<Reading, Hand>),
}

impl Hands {
    /// Empty hands of so many servers.
    pub(super) fn new(servers: u32) -> Self {
        if servers == 1 { Hands::One(None) } else { Hands::Many(Pending::default()) }
    }

    /// A server takes up work that ends at a reading.
    #[inline(always)]
    pub(super) fn push(&mut self, end: Reading, hand: Hand) {
        match self {
            Hands::One(one) => {
                debug_assert!(one.is_none(), "a server has one piece of work");
                *one = Some((end, hand));
            }
            Hands::Many(many) => many.push(end, hand),
        }
    }

    /// The reading at which the earliest ends.
    #[inline]
    pub(super) fn first(&self) -> Option<Reading> {
        match self {
            Hands::One(one) => one.as_ref().map(|&(end, _)| end),
            Hands::Many(many) => many.first(),
        }
    }

    /// Takes the earliest if it ends at or before a reading.
    #[inline(always)]
    pub(super) fn pop_due(&mut self, reading: Reading) -> Option<Hand> {
        match self {
            Hands::One(one) => one.take_if(|(end, _)| *end <= reading).map(|(_, hand)| hand),
            Hands::Many(many) => {
                many.first().filter(|&end| end <= reading)?;
                many.pop().map(|(_, hand)| hand)
            }
        }
    }

    /// Takes the work for which `rank` is largest; of several the one that was taken up last.
    pub(super) fn take_last<R: Ord>(
        &mut self,
        rank: impl Fn(Reading, &Hand) -> Option<R>,
    ) -> Option<(Reading, Hand)> {
        match self {
            Hands::One(one) => one.take_if(|(end, hand)| rank(*end, hand).is_some()),
            Hands::Many(many) => many.take_last(rank),
        }
    }
}
