//! Assortment: the parts that a site holds, and the shelf of each.
//!
//! Shelves are in the order of their parts. Where all parts are held the shelf has the number of
//! the part, without a lookup.

/// Parts that each site of a group holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assortment {
    /// All parts, by their number.
    All(u32),
    /// Some of them.
    Some {
        /// Part of each shelf, ascending.
        part_of_shelf: Vec<u32>,
        /// Shelf of each part; for a part that is not held, a number that no shelf has.
        shelf_of_part: Vec<u32>,
    },
}

/// Shelf of a part that is not held.
const NOT_HELD: u32 = u32::MAX;

impl Assortment {
    /// The assortment of these parts, ascending, out of a number of parts.
    pub fn new(mut held: Vec<u32>, of: usize) -> Self {
        if held.len() == of {
            return Assortment::All(of as u32);
        }
        held.shrink_to_fit();
        let mut shelf_of_part = vec![NOT_HELD; of];
        for (shelf, &part) in (0..).zip(&held) {
            shelf_of_part[part as usize] = shelf;
        }
        Assortment::Some { part_of_shelf: held, shelf_of_part }
    }

    /// Number of parts that are held.
    pub fn len(&self) -> usize {
        match self {
            Assortment::All(parts) => *parts as usize,
            Assortment::Some { part_of_shelf, .. } => part_of_shelf.len(),
        }
    }

    /// True if no part is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Shelf of a part within a site, if it is held.
    #[inline]
    pub fn shelf_of(&self, part: u32) -> Option<u32> {
        match self {
            Assortment::All(_) => Some(part),
            Assortment::Some { shelf_of_part, .. } => {
                Some(shelf_of_part[part as usize]).filter(|&shelf| shelf != NOT_HELD)
            }
        }
    }

    /// Part of a shelf.
    #[inline]
    pub fn part_of(&self, shelf: u32) -> u32 {
        match self {
            Assortment::All(_) => shelf,
            Assortment::Some { part_of_shelf, .. } => part_of_shelf[shelf as usize],
        }
    }

    /// Parts that are held, by shelf: ascending.
    pub fn parts(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.len() as u32).map(|shelf| self.part_of(shelf))
    }
}

#[cfg(test)]
mod tests {
    use super::Assortment;

    #[test]
    fn each_part_that_is_held_has_its_shelf() {
        let some = Assortment::new(vec![2, 3, 4], 5);
        assert_eq!([0, 1, 2, 3, 4].map(|part| some.shelf_of(part)), [None, None, Some(0), Some(1), Some(2)]);
        assert_eq!(some.parts().collect::<Vec<_>>(), [2, 3, 4]);
        let all = Assortment::new(vec![0, 1, 2], 3);
        assert_eq!(all, Assortment::All(3));
        assert_eq!((all.shelf_of(2), all.part_of(1), all.len()), (Some(2), 1, 3));
        assert_eq!(all.parts().collect::<Vec<_>>(), [0, 1, 2]);
    }
}
