//! Tables for the terminal, one file each.
//!
//! | file | table |
//! | --- | --- |
//! | `headline` | headline metrics over all replications |
//! | `fluid` | the fluid answer beside the simulated one |
//! | `service` | service levels by window |
//! | `replication` | headline metrics of one replication |
//! | `sensitivity` | share of variance explained by each uncertain input |
//! | `order_to_fill` | order-to-fill times by window and class |
//! | `observations` | metrics of each `[observe]` |
//! | `overview` | plans of a comparison as rows, main metrics as columns |
//! | `breakdown` | a comparison by market, class, window or week |
//! | `comparison` | all differences of one plan from the first |

pub mod breakdown;
pub mod comparison;
pub mod fluid;
pub mod headline;
pub mod observations;
pub mod order_to_fill;
pub mod overview;
pub mod replication;
pub mod sensitivity;
pub mod service;
