//! A number and a byte in one word: for things of which millions are kept.

/// A number below 2²⁴ and a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Packed(u32);

impl Packed {
    /// How many numbers there are: the largest stands for no number.
    pub(crate) const NUMBERS: u32 = (1 << 24) - 1;

    /// Neither number nor byte may be larger than there is room for; see [`Packed::NUMBERS`].
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

    /// Puts another number in.
    #[inline]
    pub(crate) const fn set_number(&mut self, number: u32) {
        *self = Packed::new(number, self.byte());
    }

    /// Puts another byte in.
    #[inline]
    pub(crate) const fn set_byte(&mut self, byte: u8) {
        self.0 = self.0 & !0xFF | byte as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::Packed;

    #[test]
    fn number_and_byte_change_apart() {
        let mut packed = Packed::new(Packed::NUMBERS, 7);
        packed.set_byte(255);
        assert_eq!((packed.number(), packed.byte()), (Packed::NUMBERS, 255));
        packed.set_number(12);
        assert_eq!((packed.number(), packed.byte()), (12, 255));
    }
}
