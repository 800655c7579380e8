//! Streams: by which name a thing draws its random numbers.
//!
//! ```toml
//! [processes.picking]
//! stream = "pick"                        # its name before it was renamed: its draws stay as they were
//! ```
//!
//! Left out, it is the thing's own name. Two things of one kind never draw from one stream: they would be alike.

use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::{Fields, Reader, kind};
use crate::scenario::syntax::writer::Writer;

impl<'t> Reader<'t> {
    /// The name by which the thing of this name draws.
    pub(crate) fn stream(&mut self, fields: &mut Fields<'t>, name: &str) -> String {
        let stream = fields.take("stream").and_then(|item| self.text(item, "\"old_name\""));
        stream.unwrap_or(name).to_owned()
    }
}

impl Writer {
    /// The name by which a thing draws, where it is not its own.
    pub(crate) fn stream(&mut self, stream: &str, name: &str) {
        if stream != name {
            self.text("stream", stream);
        }
    }
}

/// Says which things of one kind draw from one stream.
pub(crate) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    macro_rules! kinds {
        ($($table:ident)*) => {$(
            let drawn = scenario.$table.iter().map(|thing| (thing.name.as_str(), thing.stream.as_str()));
            each_its_own(reader, stringify!($table), &drawn.collect::<Vec<_>>());
        )*};
    }
    kinds! { parts processes sites lanes demand impatience failures restart uncertain }
}

/// `drawn`: names of things of a table, and of the streams that they draw from.
fn each_its_own(reader: &mut Reader<'_>, table: &'static str, drawn: &[(&str, &str)]) {
    for (k, (name, stream)) in drawn.iter().enumerate() {
        let Some((other, _)) = drawn[..k].iter().find(|(_, earlier)| earlier == stream) else { continue };
        let place = |name: &str| {
            let own = reader.node(&[table, name, "stream"]).map(|node| node.place);
            own.or_else(|| reader.name_place(kind(table), name))
        };
        let (Some(here), Some(there)) = (place(name), place(other)) else { continue };
        let message = format!("{} `{other}` and `{name}` draw from one stream", kind(table).many);
        let alike =
            if table == "demand" { "their customers would be alike" } else { "they would draw alike" };
        reader.fault(
            Fault::at(here, message, "the same stream")
                .and(there, "this one")
                .help(format!("{alike}: name another stream")),
        );
    }
}
