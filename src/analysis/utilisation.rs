//! Utilisation: mean demand on each process in normal operation against its capacity.

use crate::model::Model;
use crate::units::{ProcessId, SiteGroupId};

/// Mean demand on a process of a site group, and its capacity, in its own work units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProcessUtilisation {
    /// The process.
    pub process: ProcessId,
    /// The site group, all its sites together.
    pub group: SiteGroupId,
    /// Mean demand \[units per working day\].
    pub demand: f64,
    /// Capacity \[units per working day\]; infinite without a limit.
    pub capacity: f64,
}

impl ProcessUtilisation {
    /// Demand as a share of capacity; 0 without demand.
    pub fn utilisation(&self) -> f64 {
        if self.demand > 0.0 { self.demand / self.capacity } else { 0.0 }
    }
}

/// Utilisation of each process of each site group, each once, in the order of their routes.
pub fn utilisation(model: &Model) -> Vec<ProcessUtilisation> {
    let mut all = Vec::new();
    for (id, group) in model.site_groups.iter_ids() {
        let mut processes: Vec<ProcessId> = Vec::new();
        for &process in group.inbound.iter().chain(&group.before_stock).chain(&group.after_stock) {
            if !processes.contains(&process) {
                processes.push(process);
            }
        }
        all.extend(processes.into_iter().map(|process| ProcessUtilisation {
            process,
            group: id,
            demand: model.flows.work_units[id][usize::from(process)],
            capacity: model.flows.capacity[id][usize::from(process)],
        }));
    }
    all
}
