//! What the user wrote: read, merged, checked, with units; not yet ready to run.
//!
//! A scenario is tables keyed by name. Every list here is in order of name, so that the order of
//! tables in
//! a file changes nothing. References are names, known to exist. Times are microseconds.
//!
//! Knows nothing of running.

pub mod customers;
pub mod difference;
pub mod disruption;
pub mod network;
pub mod observation;
pub mod read;
pub mod reference;
pub mod register;
pub mod schema;
pub mod stock;
pub mod syntax;
pub mod uncertainty;
mod validate;
pub mod window;

pub use read::{Input, ReadScenario, read, read_text};
pub use syntax::diagnostic::{Diagnostic, Diagnostics, Position};

use crate::units::Duration;
use customers::demand::Demand;
use customers::impatience::Impatience;
use disruption::Disruption;
use disruption::failure::Failure;
use disruption::restart::RestartPhase;
use jiff::civil::DateTime;
use network::calendar::Calendar;
use network::lane::Lane;
use network::order_class::OrderClass;
use network::part::Segment;
use network::process::Process;
use network::site::Site;
use network::system::System;
use observation::Observe;
use uncertainty::UncertainValue;
use window::Window;

/// A scenario, checked: every name exists, every quantity has a unit and lies in its range.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What charts and reports are headed with.
    pub title: String,
    /// The file's name without its ending: names the output folder.
    pub name: String,
    /// The instant that time counts from.
    pub start: DateTime,
    /// Sign of the currency of all sums of money: `£` where there are none.
    pub currency: char,
    /// Length of the run from `start`, warm-up included.
    pub horizon: Duration,
    /// What is simulated first and not counted.
    pub warm_up: Duration,
    /// How many replications.
    pub replications: u32,
    /// All random numbers follow from it.
    pub seed: u64,
    /// In which state the network is at `start`.
    pub start_from: StartFrom,
    /// The calendar that working days are counted by: name of a calendar, or Monday to Friday
    /// without holidays.
    pub calendar: Option<String>,
    /// Working hours, by name.
    pub calendars: Vec<Calendar>,
    /// Segments of parts, by name.
    pub parts: Vec<Segment>,
    /// Order classes, by name.
    pub classes: Vec<OrderClass>,
    /// IT services, by name.
    pub systems: Vec<System>,
    /// Steps with limited capacity, by name.
    pub processes: Vec<Process>,
    /// Places, by name.
    pub sites: Vec<Site>,
    /// Transport, by name.
    pub lanes: Vec<Lane>,
    /// Demand of customers and workshops, by name.
    pub demand: Vec<Demand>,
    /// Impatience: responses of customers to late lines, by name.
    pub impatience: Vec<Impatience>,
    /// Disruptions, by name.
    pub disruptions: Vec<Disruption>,
    /// Failures, by name.
    pub failures: Vec<Failure>,
    /// Phases of the restart plan, by name.
    pub restart: Vec<RestartPhase>,
    /// Windows of order dates, by name.
    pub windows: Vec<Window>,
    /// Observations, by name.
    pub observe: Vec<Observe>,
    /// Uncertain inputs, sampled once a replication, by name.
    pub uncertain: Vec<UncertainValue>,
}

/// In which state the network is at the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum StartFrom {
    /// In its estimated steady state, with outstanding orders and goods in transit, and after an
    /// initialisation period before `start` that is simulated and not reported.
    Steady {
        /// Length of the initialisation period.
        initialisation: Duration,
    },
    /// Every shelf at its highest position, nothing on order or in transit, every queue empty.
    Full,
}
