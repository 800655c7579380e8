//! Codes of a dictionary as Parquet packs them: a code that repeats by its count, others by their
//! bits, eight at a time (the hybrid of run lengths and bit packing).
//!
//! ```text
//! 7 7 7 7 7 7 7 7 7 … 7 │ 1 2 3 1 2 3 1 2 │ 5 5 …
//! how often, 7          │ eight by bits   │ how often, 5
//! ```
//!
//! Whether eight codes are packed is decided eight by eight, as the library does it for columns row
//! by row, so that both ways to a file give the same bytes. A run costs the same however long it
//! is.
//!
//! Source: Apache Parquet, Encodings, "Run Length Encoding / Bit-Packing Hybrid (RLE = 3)".

/// Codes that are packed together.
const GROUP: usize = 8;
/// Groups under one head, which is one byte.
const MOST_GROUPS: usize = 63;

/// Packs codes of a fixed number of bits.
#[derive(Debug)]
pub(crate) struct Packer {
    bits: u32,
    packed: Vec<u8>,
    /// Codes that go by their bits, or perhaps do: the last group may not be complete.
    pending: Vec<u32>,
    last: u32,
    /// How often the last code has come on end, in its group or as a run.
    times: usize,
}

impl Packer {
    /// Of codes under 2^`bits`, behind the byte that says so.
    pub(crate) fn new(bits: u32) -> Self {
        Packer { bits, packed: vec![bits as u8], pending: Vec::new(), last: 0, times: 0 }
    }

    /// The same code, repeated.
    pub(crate) fn put(&mut self, code: u32, mut times: usize) {
        while times > 0 {
            if self.times >= GROUP && self.last == code {
                self.times += times;
                return;
            }
            self.put_one(code);
            times -= 1;
        }
    }

    fn put_one(&mut self, code: u32) {
        if self.last == code {
            self.times += 1;
        } else {
            if self.times >= GROUP {
                self.close_run();
            }
            (self.last, self.times) = (code, 1);
        }
        self.pending.push(code);
        if !self.pending.len().is_multiple_of(GROUP) {
            return;
        }
        if self.times >= GROUP {
            self.pending.truncate(self.pending.len() - GROUP);
            self.close_groups();
            return;
        }
        if self.pending.len() >= MOST_GROUPS * GROUP {
            self.close_groups();
        }
        self.times = 0;
    }

    /// All that was put.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        let incomplete = self.pending.len() % GROUP;
        if self.times > 0 && self.pending.len() == incomplete && (self.times == incomplete || incomplete == 0)
        {
            self.close_run();
        } else {
            self.pending.resize(self.pending.len().next_multiple_of(GROUP), 0);
            self.close_groups();
        }
        self.packed
    }

    fn close_run(&mut self) {
        let mut head = self.times << 1;
        while head >= 0x80 {
            self.packed.push(head as u8 | 0x80);
            head >>= 7;
        }
        self.packed.push(head as u8);
        let bytes = self.bits.div_ceil(u8::BITS) as usize;
        self.packed.extend_from_slice(&self.last.to_le_bytes()[..bytes]);
        self.pending.clear();
        self.times = 0;
    }

    fn close_groups(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        self.packed.push((self.pending.len() / GROUP) as u8 * 2 + 1);
        // What is not yet a whole byte.
        let (mut rest, mut held) = (0_u64, 0);
        for code in self.pending.drain(..) {
            rest |= u64::from(code) << held;
            held += self.bits;
            while held >= u8::BITS {
                self.packed.push(rest as u8);
                rest >>= u8::BITS;
                held -= u8::BITS;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(bits: u32, runs: &[(u32, usize)]) -> Vec<u8> {
        let mut packer = Packer::new(bits);
        for &(code, times) in runs {
            packer.put(code, times);
        }
        packer.finish()
    }

    #[test]
    fn a_code_that_repeats_goes_by_its_count() {
        // 300 is 0b10_0101100: its double with seven bits a byte, the lowest first.
        assert_eq!(packed(3, &[(5, 300)]), [3, 0b1101_1000, 0b100, 5]);
    }

    #[test]
    fn codes_that_differ_go_by_their_bits() {
        // The example of Parquet's own page: 0 to 7 in three bits each.
        let runs: Vec<(u32, usize)> = (0..8).map(|code| (code, 1)).collect();
        assert_eq!(packed(3, &runs), [3, 3, 0b1000_1000, 0b1100_0110, 0b1111_1010]);
    }

    #[test]
    fn the_only_code_of_a_dictionary_takes_no_bits() {
        assert_eq!(packed(0, &[(0, 20_480)]), [0, 0x80, 0xC0, 0x02]);
    }
}
