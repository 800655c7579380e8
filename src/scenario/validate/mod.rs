//! What can only be seen across tables: cycles, things that nothing reaches, moments outside the run.
//!
//! Every check here is one that would otherwise change a result in silence, or stop a run that has begun.
//!
//! Knows nothing of running.

mod capacity_targets;
mod class_priorities;
pub(crate) mod class_reachability;
mod cycles;
mod disciplines;
mod gates;
mod impatience;
mod lanes;
mod lookup;
mod order_desks;
mod process_lists;
mod rollbacks;
mod run_window;
mod segment_shares;
mod shelves;
mod sources;

use super::Scenario;
use super::syntax::reader::Reader;

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    segment_shares::check(reader, scenario);
    class_priorities::check(reader, scenario);
    super::network::order_class::check(reader, scenario);
    super::network::random_stream::check(reader, scenario);
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
    lanes::departures(reader, scenario);
    gates::check(reader, scenario);
    rollbacks::check(reader, scenario);
    capacity_targets::check(reader, scenario);
    super::observation::check(reader, scenario);
    super::uncertainty::check(reader, &scenario.uncertain);
    order_desks::check(reader, scenario);
}
