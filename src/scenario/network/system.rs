//! System: an IT service that work needs, and the systems that it needs itself.

use crate::registers::table::table;
use crate::scenario::syntax::forms::Names;

table! {
    /// IT service that processes, lanes, orders and other systems need.
    pub struct System in "systems.NAME" ("system", "systems") {
        /// Systems without which it does not run.
        needs: Vec<String> as Names<System> = [], eg ["identity"];
    }
}
