//! Row: the columns of one event, and how names and numbers are written.

use crate::units::{SiteId, StreamId};
use std::fmt::Write as _;
use std::io;

/// A row of a trace, before names are resolved.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TraceRow<'a> {
    pub(super) event: &'a str,
    pub(super) site: Option<SiteId>,
    pub(super) name: &'a str,
    pub(super) class: Option<u8>,
    pub(super) part: Option<u32>,
    pub(super) pieces: Option<u32>,
    pub(super) count: Option<u32>,
    pub(super) stream: Option<StreamId>,
    pub(super) ordinal: Option<u64>,
    pub(super) destination: Option<SiteId>,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
}

/// Writes the name of an element, with its number from 0 if it is one of several.
pub(super) fn numbered(
    out: &mut csv::Writer<&mut dyn io::Write>,
    scratch: &mut String,
    element: Option<(&str, u32, u32)>,
) -> csv::Result<()> {
    match element {
        None => out.write_field(""),
        Some((name, _, 1)) => out.write_field(name),
        Some((name, within, _)) => {
            scratch.clear();
            write!(scratch, "{name}[{within}]").expect("a string takes every text");
            out.write_field(&*scratch)
        }
    }
}

/// Writes a number; an absent one is empty.
pub(super) fn number(
    out: &mut csv::Writer<&mut dyn io::Write>,
    scratch: &mut String,
    number: Option<u64>,
) -> csv::Result<()> {
    scratch.clear();
    if let Some(number) = number {
        write!(scratch, "{number}").expect("a string takes every text");
    }
    out.write_field(&*scratch)
}
