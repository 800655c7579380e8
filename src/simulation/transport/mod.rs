//! Transport: lanes and the deliveries of suppliers.

pub(crate) mod lane;
pub(crate) mod supplier;
