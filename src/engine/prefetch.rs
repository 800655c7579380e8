//! Prefetching: hints to the processor to load memory into its cache before it is read.

/// Number of entries to prefetch ahead.
pub(crate) const PREFETCH_DISTANCE: u32 = 4;

/// Prefetches a value that will be read or written soon; nothing waits for it, and nothing changes.
#[cfg_attr(
    target_arch = "x86_64",
    expect(
        unsafe_code,
        reason = "with a backlog a third of the time was spent waiting for memory that was known to be next"
    )
)]
#[inline(always)]
pub(crate) fn prefetch<T>(thing: &T) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        let begin = std::ptr::from_ref(thing).cast::<i8>();
        // SAFETY: a prefetch has no observable effect; both addresses are within the value.
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(begin);
            if size_of::<T>() > 16 {
                _mm_prefetch::<_MM_HINT_T0>(begin.add(size_of::<T>() - 1));
            }
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = thing;
}
