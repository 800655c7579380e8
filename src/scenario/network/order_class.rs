//! Order classes: who goes first, and what is promised.
//!
//! ```toml
//! [classes.vor]
//! priority = 1
//! promise = "1 working day"
//! cut_off = "16:00"
//! ```

use super::calendar::clock_text;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::{Micros, Span, span_text};
use crate::scenario::syntax::reader::{Fields, Reader};
use crate::scenario::syntax::writer::Writer;

/// An order class: vehicle off road, daily, stock replenishment.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderClass {
    /// Name.
    pub name: String,
    /// 1 goes first. No two classes have the same.
    pub priority: u32,
    /// From the order to its shipment at the latest; `None`: nothing is promised.
    pub promise: Option<Span>,
    /// Time of day; what is ordered after it, or on a day that is no working day, is promised as if ordered on the
    /// next working day.
    pub cut_off: Option<Micros>,
}

/// Stands for a priority that could not be read; none is the same as another.
pub(crate) const UNKNOWN: u32 = 0;

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> OrderClass {
    let priority = fields.need(reader, "priority", "a whole number: 1 goes first");
    let priority = priority.and_then(|item| reader.count(item, 1, 1_000)).unwrap_or(UNKNOWN);
    let promise = fields.take("promise").and_then(|item| reader.span(item, "\"1 working day\""));
    let written = fields.take("cut_off");
    let cut_off = written.and_then(|item| {
        let text = reader.text(item, "\"16:00\"")?;
        reader.clock(item, text.trim())
    });
    if let (Some(item), None | Some(Span::Elapsed(_))) = (written, promise) {
        reader.fault(
            Fault::at(item.at, "`cut_off` means nothing without a promise in working days", "leave it out")
                .help("for instance `promise = \"1 working day\"`"),
        );
    }
    fields.finish(reader);
    OrderClass { name: name.to_owned(), priority, promise, cut_off }
}

impl OrderClass {
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.bare("priority", self.priority);
        if let Some(promise) = self.promise {
            writer.text("promise", &span_text(promise));
        }
        if let Some(cut_off) = self.cut_off {
            writer.text("cut_off", &clock_text(cut_off));
        }
    }
}
