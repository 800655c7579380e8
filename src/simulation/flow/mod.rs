//! Flow: what happens between sub-systems, and the route of goods through the processes of a site.

pub(crate) mod prefetch;
pub(crate) mod process_route;
