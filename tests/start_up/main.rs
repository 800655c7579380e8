//! Start-up: memory for reading a scenario, compiling its model and preparing the initial state,
//! and for a day of a run. A program of its own, because it counts allocations.

mod allocator;
mod growth;
mod memory;
mod network;
