//! Packed: a number and a byte in one word, for values stored by the million.

/// A number below 2²⁴ and a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Packed(u32);

impl Packed {
    /// Number of numbers: the largest means no number.
    pub(crate) const NUMBERS: u32 = (1 << 24) - 1;

    /// Number and byte must fit; see [`Packed::NUMBERS`].
    #[inline]
    pub(crate) const fn new(number: u32, byte: u8) -> Self {
        debug_assert!(number <= Packed::NUMBERS, "the model refuses what has no room");
        Packed(number << 8 | byte as u32)
    }

    /// The number.
    #[inline]
    pub(crate) const fn number(self) -> u32 {
        self.0 >> 8
    }

    /// The byte.
    #[inline]
    pub(crate) const fn byte(self) -> u8 {
        self.0 as u8
    }

    /// Replaces the number.
    #[inline]
    pub(crate) const fn set_number(&mut self, number: u32) {
        *self = Packed::new(number, self.byte());
    }

    /// Replaces the byte.
    #[inline]
    pub(crate) const fn set_byte(&mut self, byte: u8) {
        self.0 = self.0 & !0xFF | byte as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::Packed;

    #[test]
    fn number_and_byte_change_independently() {
        let mut packed = Packed::new(Packed::NUMBERS, 7);
        packed.set_byte(255);
        assert_eq!((packed.number(), packed.byte()), (Packed::NUMBERS, 255));
        packed.set_number(12);
        assert_eq!((packed.number(), packed.byte()), (12, 255));
    }
}
