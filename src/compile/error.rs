//! Compile errors: scenarios that are correct in themselves and cannot run.

use crate::distributions::{Distribution, DistributionError, Sampler};

/// Reason for which a scenario, though correct in itself, cannot run.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// More elements of a kind than ids.
    #[error("{count} {what} are too many: there may be {limit}")]
    TooMany {
        /// Kind of element.
        what: &'static str,
        /// Number of elements.
        count: u64,
        /// Most that there may be.
        limit: u64,
    },
    /// The initialisation and the horizon together do not fit into engine time, or begin before the
    /// first date.
    #[error(
        "the run is too long: initialisation and horizon together may be 36,000 years, after the year -9999"
    )]
    RunTooLong,
    /// Working days are counted by a calendar that has none.
    #[error("calendar `{calendar}` has no shift on any day, so no working days can be counted by it")]
    NoWorkingDays {
        /// The calendar.
        calendar: String,
    },
    /// A process whose rate leaves no work at all, or work without end.
    #[error("process `{process}` has a rate but no time to work in, or no rate")]
    NoCapacity {
        /// The process.
        process: String,
    },
    /// A demand that is 0 at all times.
    #[error("demand `{demand}` is always 0: its weekdays, hours and holidays leave no time")]
    NoDemand {
        /// The demand.
        demand: String,
    },
    /// No level reaches the target, or a level has more pieces than can be counted.
    #[error("no stock level of segment `{segment}` at site `{site}` reaches its target")]
    NoLevel {
        /// The site group.
        site: String,
        /// The segment.
        segment: String,
    },
    /// Orders so old may be outstanding at the start that they cannot be drawn.
    #[error(
        "lead times of `{supplier}` vary so much that orders of over {years} years ago may be outstanding at the start: \
         give them a smaller spread, or start with `start_from = \"full\"`"
    )]
    HistoryTooLong {
        /// The supplier.
        supplier: String,
        /// Longest history \[years\].
        years: u64,
    },
    /// A distribution with parameters that it cannot have.
    #[error("{kind}.{name}: {error}")]
    Distribution {
        /// Kind of element that has it: the name of the scenario's table.
        kind: &'static str,
        /// Its name.
        name: String,
        /// The error.
        error: DistributionError,
    },
}

/// Sampler of a distribution of an element.
pub(super) fn sampler(kind: &'static str, name: &str, spec: &Distribution) -> Result<Sampler, BuildError> {
    Sampler::new(spec).map_err(|error| BuildError::Distribution { kind, name: name.to_owned(), error })
}

/// Checks that a number of elements fits its id.
pub(super) fn fits(what: &'static str, count: usize, limit: u64) -> Result<(), BuildError> {
    let count = count as u64;
    if count <= limit { Ok(()) } else { Err(BuildError::TooMany { what, count, limit }) }
}
