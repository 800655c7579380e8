//! Start-up: what it takes to read a scenario, to build its model and to put the network into its state at the start; and what a
//! day of a run takes of memory. A program of its own, since it counts what is taken of memory.

mod allocator;
mod growth;
mod memory;
mod network;
