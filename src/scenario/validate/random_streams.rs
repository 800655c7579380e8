//! Random streams: no two elements of one table have the same `stream`.
//!
//! A stream is named after its element unless `stream` names it, for instance after the former name
//! of the element, so that its random numbers stay the same. Two elements with one stream would
//! draw the same numbers.

use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::{Reader, kind};

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    macro_rules! tables {
        ($($table:ident)*) => {$(
            let streams = scenario.$table.iter().map(|one| (one.name.as_str(), one.stream.as_str()));
            are_distinct(reader, stringify!($table), &streams.collect::<Vec<_>>());
        )*};
    }
    tables! { parts processes sites lanes demand impatience failures restart uncertain }
}

/// Checks a table; `streams` has the names of its elements, each with its stream.
fn are_distinct(reader: &mut Reader<'_>, table: &'static str, streams: &[(&str, &str)]) {
    for (k, (name, stream)) in streams.iter().enumerate() {
        let Some((other, _)) = streams[..k].iter().find(|(_, earlier)| earlier == stream) else { continue };
        let place = |name: &str| {
            let given = reader.node(&[table, name, "stream"]).map(|node| node.place);
            given.or_else(|| reader.name_place(kind(table), name))
        };
        let (Some(here), Some(there)) = (place(name), place(other)) else { continue };
        let message = format!("{} `{other}` and `{name}` have the same random stream", kind(table).many);
        reader.report(
            ScenarioError::at(here, message, "the same stream")
                .and(there, "first used here")
                .help("they would draw the same random numbers: name another stream"),
        );
    }
}
