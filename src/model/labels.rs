//! Labels: names of the elements of a model, for reports.

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
    /// Markets: those of the demands, in the order of the demands.
    pub markets: Vec<String>,
    /// Demands.
    pub demands: Vec<String>,
    /// Disruptions.
    pub disruptions: Vec<String>,
    /// Restart phases.
    pub phases: Vec<String>,
    /// Windows.
    pub windows: Vec<String>,
    /// Observations.
    pub observations: Vec<ObservationLabels>,
}

/// Labels of an observation: its name, and the text of each value as it is specified.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ObservationLabels {
    /// Name of the observation.
    pub name: String,
    /// By failure in `given` of the observation: its name and the names of its states.
    pub given: Vec<(String, Vec<String>)>,
    /// By instant in `at`.
    pub at: Vec<String>,
    /// By time of day in `daily_at`.
    pub daily_at: Vec<String>,
    /// By wait in `within`.
    pub within: Vec<String>,
    /// Of `each`.
    pub each: Option<String>,
}
