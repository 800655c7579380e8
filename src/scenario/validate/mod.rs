//! Validation: rules across tables, checked once every table has been read.
//!
//! Each file holds one family of rules. A rule reports an input that would silently change a result
//! or stop a run after it has started. Its diagnostic points at the value to change and, where two
//! values disagree, at both. A rule skips what the reader has already reported, so that one error
//! has one diagnostic.
//!
//! Knows nothing of the simulation.

mod capacity_targets;
mod class_priorities;
mod class_reachability;
mod cycles;
mod disciplines;
mod gates;
mod impatience;
mod lanes;
mod lookup;
mod order_desks;
mod process_lists;
mod random_streams;
mod rollbacks;
mod run_window;
mod segment_shares;
mod shelves;
mod sources;
mod uncertain_values;

use super::Scenario;
use super::syntax::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    segment_shares::check(reader, scenario);
    class_priorities::check(reader, scenario);
    super::network::order_class::check(reader, scenario);
    random_streams::check(reader, scenario);
    cycles::check(reader, scenario);
    process_lists::check(reader, scenario);
    class_reachability::check(reader, scenario);
    super::network::preemption::check(reader, scenario);
    super::network::queue_capacity::check(reader, scenario);
    disciplines::check(reader, scenario);
    sources::check(reader, scenario);
    shelves::check(reader, scenario);
    lanes::check(reader, scenario);
    impatience::check(reader, scenario);
    run_window::check(reader, scenario);
    lanes::check_departures(reader, scenario);
    gates::check(reader, scenario);
    rollbacks::check(reader, scenario);
    capacity_targets::check(reader, scenario);
    super::window::check(reader, scenario);
    super::observation::check(reader, scenario);
    uncertain_values::check(reader, scenario);
    order_desks::check(reader, scenario);
}
