//! Ids: small integers of types of their own, each the position of one kind of thing in a model.
//!
//! An id is as small as its integer and costs no more; [`IndexVec`](super::IndexVec) holds values
//! by id, so that one kind of id cannot index another kind of thing.

use std::fmt;

/// An id: the position of a thing among all things of its kind.
pub trait Id: Copy {
    /// The id of a position. Compilation checks the number of things of each kind.
    fn from_index(index: usize) -> Self;
    /// The position.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($integer:ident);)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(transparent)]
        pub struct $name($integer);

        impl $name {
            /// The id with this number.
            #[inline(always)]
            pub const fn new(number: $integer) -> Self {
                $name(number)
            }

            /// The number.
            #[inline(always)]
            pub const fn get(self) -> $integer {
                self.0
            }

            /// The id of a position.
            #[inline(always)]
            pub fn from_index(index: usize) -> Self {
                <$name as Id>::from_index(index)
            }

            /// The position.
            #[inline(always)]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The id `count` positions behind this one.
            #[must_use]
            #[inline(always)]
            pub fn plus(self, count: usize) -> Self {
                <$name as Id>::from_index(self.index() + count)
            }

            /// This id and those behind it, `count` in all, ascending.
            pub fn span(self, count: usize) -> impl DoubleEndedIterator<Item = $name> + ExactSizeIterator + Clone {
                (self.index()..self.index() + count).map(Id::from_index)
            }

            /// The first `count` ids, ascending.
            pub fn first(count: usize) -> impl DoubleEndedIterator<Item = $name> + ExactSizeIterator + Clone {
                (0..count).map(Id::from_index)
            }
        }

        impl Id for $name {
            #[inline(always)]
            fn from_index(index: usize) -> Self {
                debug_assert!(<$integer>::try_from(index).is_ok(), "the model limits the number of each kind");
                $name(index as $integer)
            }

            #[inline(always)]
            fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Display for $name {
            /// Writes the number.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<$name> for usize {
            #[inline(always)]
            fn from(id: $name) -> usize {
                id.index()
            }
        }
    )*};
}

ids! {
    /// A site.
    SiteId(u32);
    /// A site group.
    SiteGroupId(u16);
    /// A process, at every site that has it.
    ProcessId(u16);
    /// A station: a process at one site.
    StationId(u32);
    /// A part.
    PartId(u32);
    /// A segment of parts.
    SegmentId(u16);
    /// An order class; the smaller is the more urgent.
    ClassId(u8);
    /// A lane.
    LaneId(u16);
    /// A market: sites whose customers are reported together.
    MarketId(u16);
    /// A demand.
    DemandId(u16);
    /// A random stream of lines: a demand at a site, or the orders of a site for its stock.
    StreamId(u32);
    /// A system.
    SystemId(u16);
    /// A disruption.
    DisruptionId(u16);
    /// A failure.
    FailureId(u16);
    /// A phase of the restart plan.
    PhaseId(u16);
}
