//! Labels: names of the things in a model, for reports.

use super::observation::ObservationLabels;

/// Names, in the order of the [`Model`](super::Model).
#[derive(Debug, Clone, Default)]
pub struct Labels {
    /// Title of the scenario.
    pub title: String,
    /// Name of the scenario.
    pub name: String,
    /// Sign of its currency.
    pub currency: &'static str,
    /// Order classes.
    pub classes: Vec<String>,
    /// Segments.
    pub segments: Vec<String>,
    /// Systems.
    pub systems: Vec<String>,
    /// Processes.
    pub processes: Vec<String>,
    /// Site groups.
    pub site_groups: Vec<String>,
    /// Lanes.
    pub lanes: Vec<String>,
    /// Demands.
    pub demands: Vec<String>,
    /// Disruptions.
    pub disruptions: Vec<String>,
    /// Restart phases.
    pub phases: Vec<String>,
    /// Observations.
    pub observations: Vec<ObservationLabels>,
}
