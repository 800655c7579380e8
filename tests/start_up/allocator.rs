//! A counting allocator: counts allocations and frees of a thread, and forwards to the system
//! allocator.

#![allow(
    unsafe_code,
    reason = "an allocator is made of it; all calls are forwarded to the system allocator unchanged"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// What this thread took so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Taken {
    /// How often it took some.
    pub(crate) times: u64,
    /// All that it took [bytes].
    pub(crate) in_all: u64,
    /// What it has not given back [bytes].
    pub(crate) held: u64,
    /// The most that it held [bytes].
    pub(crate) most: u64,
}

thread_local! {
    static TAKEN: Cell<Taken> = const { Cell::new(Taken { times: 0, in_all: 0, held: 0, most: 0 }) };
}

/// What this thread took since it began.
pub(crate) fn taken() -> Taken {
    TAKEN.get()
}

/// Counts the most anew from here.
pub(crate) fn forget_the_most() {
    let taken = TAKEN.get();
    TAKEN.set(Taken { most: taken.held, ..taken });
}

struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

/// A thread that ends has no count any more.
fn count(given_back: usize, took: usize) {
    let _ = TAKEN.try_with(|taken| {
        let Taken { times, in_all, held, most } = taken.get();
        // What another thread took may be given back here.
        let held = held.saturating_sub(given_back as u64) + took as u64;
        taken.set(Taken {
            times: times + u64::from(took > 0),
            in_all: in_all + took as u64,
            held,
            most: most.max(held),
        });
    });
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(0, layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(0, layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(layout.size(), 0);
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(layout.size(), size);
        unsafe { System.realloc(place, layout, size) }
    }
}
