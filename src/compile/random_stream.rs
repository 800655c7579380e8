//! Random streams: the stream of each element of a scenario, by its name.
//!
//! A stream is a fixed 64-bit hash of the kind of the element, its name and its number within its
//! table. So one more element, or a higher `count`, changes no draw elsewhere, and only a new name
//! changes an element's own draws.
//!
//! Sources: FNV-1a of G. Fowler, L. C. Noll & K.-P. Vo (RFC 9923); the finaliser of `SplitMix64`,
//! G. L. Steele, D. Lea & C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA
//! 2014.

/// Stream of the element of a kind and name with a number.
pub(crate) fn stream(kind: &str, name: &str, number: u32) -> u64 {
    let start = fnv_1a(fnv_1a(0xcbf2_9ce4_8422_2325, kind.as_bytes()), b"/");
    let hash = fnv_1a(start, name.as_bytes());
    finalise(hash.wrapping_add(u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// Streams of the elements numbered from 0.
pub(crate) fn streams(kind: &str, name: &str, count: u32) -> Vec<u64> {
    (0..count).map(|number| stream(kind, name, number)).collect()
}

fn fnv_1a(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

fn finalise(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_published_one() {
        // Test vectors of the FNV reference: "" and "a" in 64 bits.
        assert_eq!(fnv_1a(0xcbf2_9ce4_8422_2325, b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv_1a(0xcbf2_9ce4_8422_2325, b"a"), 0xaf63_dc4c_8601_ec8c);
        // First output of SplitMix64 seeded with 0.
        assert_eq!(finalise(0x9e37_79b9_7f4a_7c15), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn a_higher_count_keeps_the_streams_of_earlier_sites() {
        assert_eq!(streams("demand", "uk", 3), streams("demand", "uk", 140)[..3]);
    }

    #[test]
    fn elements_of_another_kind_have_other_streams() {
        assert_ne!(stream("demand", "uk", 0), stream("site", "uk", 0));
    }
}
