//! Mean flows: lines, pieces and work of each site group in normal operation \[per working day\].
//!
//! `check` shows them, the fluid answer uses them, and a backlog in days of normal flow is divided
//! by them. `analysis/mean_flows.rs` computes them.

use crate::units::{IndexVec, SiteGroupId};

/// Mean flows of normal operation, per working day of the scenario's calendar unless specified.
#[derive(Debug, Clone, Default)]
pub struct Flows {
    /// Lines ordered by customers at each site group, all its sites together.
    pub customer_lines: IndexVec<SiteGroupId, f64>,
    /// Lines that each site group serves: customers' lines passed to it and replenishment lines.
    pub lines_served: IndexVec<SiteGroupId, f64>,
    /// Pieces that each site group serves.
    pub pieces_served: IndexVec<SiteGroupId, f64>,
    /// Replenishment lines that each site group orders, all its sites together.
    pub lines_ordered: IndexVec<SiteGroupId, f64>,
    /// Work demanded of each process of a site group, in its unit of work (`[group][process]`, all
    /// sites together).
    pub work_units: IndexVec<SiteGroupId, Vec<f64>>,
    /// Capacity of each process of a site group, in the same shape.
    pub capacity: IndexVec<SiteGroupId, Vec<f64>>,
    /// Mean pieces demanded of one site of a group by part \[per elapsed day\]; empty where there
    /// is no demand, or no shelf.
    pub pieces_per_day: IndexVec<SiteGroupId, Vec<f64>>,
    /// Working days in a week.
    pub working_days_per_week: f64,
    /// True for each day of the run, from engine day 0 on, that is a working day.
    pub working_day: Vec<bool>,
}
