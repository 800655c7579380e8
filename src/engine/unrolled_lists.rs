//! Lists: many queues of numbers in one memory, first in first out, from which a number may also be
//! taken at its place.
//!
//! The numbers of a list lie side by side, a few to a chunk, and chunks are linked. So it is known
//! without looking at the things themselves which of them come soon, and their memory can be
//! prefetched while those before them are read. A number that is taken from the middle
//! leaves a hole, which goes when all before it have gone.
//!
//! ```text
//! front ─► [ 17 · 23 4 9 31 8 │ ─]─► [ 5 12 ]          · a hole
//!                                         ▲ end
//! ```
//!
//! Unrolled linked lists: Z. Shao, J. H. Reppy and A. W. Appel 1994, Unrolling lists, section 2.

use super::slab::{NONE, Slab};

/// Numbers per chunk, and slots counted for it: a power of two.
const NUMBERS: u32 = 7;
const SLOTS: u32 = 8;

/// Some numbers of one list.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Chunk {
    /// [`NONE`] where one was removed.
    numbers: [u32; NUMBERS as usize],
    /// The chunk behind it, if there is one.
    behind: u32,
}

const _: () = assert!(size_of::<Chunk>() == 4 * SLOTS as usize, "two chunks fill a line of a cache");

/// One list: where its first number stands, and where the next will. An empty one keeps the chunk
/// that it had last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UnrolledList {
    /// Not a hole, unless the list is empty.
    front: u32,
    end: u32,
}

impl UnrolledList {
    /// An empty list.
    pub(crate) const EMPTY: UnrolledList = UnrolledList { front: NONE, end: NONE };

    /// True if the list is empty.
    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.front == self.end
    }
}

/// The memory of many lists.
#[derive(Debug, Clone, Default)]
pub(crate) struct UnrolledLists {
    chunks: Slab<Chunk>,
}

impl UnrolledLists {
    /// Appends a number to a list; returns its position, which it keeps.
    #[inline(always)]
    pub(crate) fn push(&mut self, list: &mut UnrolledList, number: u32) -> u32 {
        if list.end % SLOTS == NUMBERS {
            self.add_chunk(list);
        }
        let place = list.end;
        *self.at(place) = number;
        list.end += 1;
        place
    }

    /// The last chunk of a list is full, or it has none.
    fn add_chunk(&mut self, list: &mut UnrolledList) {
        let new = self.chunks.add(Chunk { numbers: [NONE; NUMBERS as usize], behind: NONE });
        if list.end == NONE {
            list.front = new * SLOTS;
        } else {
            self.chunks[list.end / SLOTS].behind = new;
        }
        list.end = new * SLOTS;
    }

    /// The number at a position.
    #[inline]
    fn at(&mut self, place: u32) -> &mut u32 {
        &mut self.chunks[place / SLOTS].numbers[(place % SLOTS) as usize]
    }

    /// The first number of a list that is not empty.
    #[inline]
    pub(crate) fn first(&self, list: UnrolledList) -> u32 {
        self.chunks[list.front / SLOTS].numbers[(list.front % SLOTS) as usize]
    }

    /// The number that stands a given number of places, at most a chunk's, behind the first of a
    /// list that is not empty;
    /// [`NONE`] where none does.
    #[inline]
    pub(crate) fn ahead(&self, list: UnrolledList, places: u32) -> u32 {
        let (mut chunk, mut slot) = (list.front / SLOTS, list.front % SLOTS + places);
        if slot >= NUMBERS {
            chunk = self.chunks[chunk].behind;
            if chunk == NONE {
                return NONE;
            }
            slot -= NUMBERS;
        }
        self.chunks[chunk].numbers.get(slot as usize).copied().unwrap_or(NONE)
    }

    /// Prefetches the first numbers of a list.
    pub(crate) fn prefetch(&self, list: UnrolledList) {
        self.chunks.prefetch(list.front / SLOTS);
    }

    /// Removes the number at a position of a list.
    #[inline(always)]
    pub(crate) fn take(&mut self, list: &mut UnrolledList, place: u32) {
        *self.at(place) = NONE;
        if place == list.front {
            self.pass_holes(list);
        }
    }

    /// The first of a list has become a hole.
    #[inline(always)]
    fn pass_holes(&mut self, list: &mut UnrolledList) {
        loop {
            let chunk = list.front / SLOTS;
            list.front += 1;
            if list.front == list.end {
                *list = UnrolledList { front: chunk * SLOTS, end: chunk * SLOTS };
                return;
            }
            if list.front % SLOTS == NUMBERS {
                list.front = self.chunks[chunk].behind * SLOTS;
                self.chunks.remove(chunk);
            }
            if self.first(*list) != NONE {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_list_gives_its_numbers_in_their_order_whatever_is_taken_from_the_middle(
            steps in proptest::collection::vec((0_u8..5, 0_usize..4, 0_usize..50), 0..600),
        ) {
            let (mut lists, mut all) = (UnrolledLists::default(), [UnrolledList::EMPTY; 4]);
            let mut expected: [Vec<(u32, u32)>; 4] = Default::default();
            for (number, (what, which, place)) in (0..).zip(steps) {
                let (list, plain) = (&mut all[which], &mut expected[which]);
                match what {
                    0..3 => {
                        let place = lists.push(list, number);
                        plain.push((number, place));
                    }
                    3 if !plain.is_empty() => lists.take(list, plain.remove(0).1),
                    _ if !plain.is_empty() => lists.take(list, plain.remove(place % plain.len()).1),
                    _ => {}
                }
                for (list, plain) in all.iter().zip(&expected) {
                    prop_assert_eq!(list.is_empty(), plain.is_empty());
                    if let Some(&(first, at)) = plain.first() {
                        prop_assert_eq!(lists.first(*list), first);
                        // Each number that is peeked stands there, and none before it is left
                        // out but for holes.
                        let ahead: Vec<u32> = (0..NUMBERS).map(|places| lists.ahead(*list, places)).filter(|&number| number != NONE).collect();
                        prop_assert!(plain.iter().map(|&(number, _)| number).zip(&ahead).all(|(number, &ahead)| number == ahead));
                        prop_assert!(ahead.len() <= plain.len() && at != NONE);
                    }
                }
            }
        }
    }

    #[test]
    fn a_list_emptied_repeatedly_takes_one_chunk() {
        let (mut lists, mut list) = (UnrolledLists::default(), UnrolledList::EMPTY);
        for number in 0..100 {
            let places = [lists.push(&mut list, number), lists.push(&mut list, number + 1)];
            for place in places {
                lists.take(&mut list, place);
            }
        }
        assert_eq!(lists.chunks.slots().len(), 1);
    }

    #[test]
    fn without_holes_a_full_chunk_is_known_ahead() {
        let (mut lists, mut list) = (UnrolledLists::default(), UnrolledList::EMPTY);
        let places: Vec<u32> = (0..20).map(|number| lists.push(&mut list, number)).collect();
        for (first, place) in (0..20).zip(places) {
            let ahead: Vec<u32> = (0..NUMBERS).map(|places| lists.ahead(list, places)).collect();
            let expected: Vec<u32> =
                (first..first + NUMBERS).map(|number| if number < 20 { number } else { NONE }).collect();
            assert_eq!(ahead, expected);
            lists.take(&mut list, place);
        }
        assert!(list.is_empty());
    }
}
