//! Writer of the resolved scenario: every key with its value, in one form and one order.
//!
//! The text reads back to the same scenario, and is then written as the same bytes. Optional keys
//! without a value stay absent.
//!
//! Knows only the form of TOML.

use std::fmt::{Display, Write};

/// Collects the lines of a TOML text.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    text: String,
}

impl Writer {
    /// Begins the table of one thing.
    pub(crate) fn table(&mut self, kind: &str, name: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        writeln!(self.text, "[{kind}.{name}]").expect("a string takes every text");
    }

    /// A value that is TOML already.
    pub(crate) fn bare(&mut self, key: &str, value: impl Display) {
        writeln!(self.text, "{key} = {value}").expect("a string takes every text");
    }

    pub(crate) fn done(self) -> String {
        self.text
    }
}

/// A text in quotes, as TOML writes it.
pub(crate) fn quoted(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            c if c.is_control() => {
                write!(written, "\\u{:04X}", u32::from(c)).expect("a string takes every text");
            }
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

/// An inline table of texts.
pub(crate) fn braces<'a>(entries: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let entries: Vec<String> = entries.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
    if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
}
