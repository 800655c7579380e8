//! Diagnostics: errors of a scenario, with what was written, where, and what is allowed.
//!
//! All errors of a scenario are reported together. Each points into its file; where two places
//! disagree, it points at both.
//!
//! Knows nothing of what a scenario means.

use super::render::{File, Label, Message, Renderer, Severity};
use std::fmt;
use std::ops::Range;

/// Where something was written: a file and the bytes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Number of the source, in order of reading.
    pub(crate) source: usize,
    /// First byte.
    pub(crate) from: usize,
    /// Byte after the last.
    pub(crate) to: usize,
}

/// A text that was read: a file, or an argument of `--set`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// What it is called in messages.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) text: String,
}

/// A place that an error points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    place: Place,
    label: String,
}

/// An error while it is collected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScenarioError {
    message: String,
    marks: Vec<Mark>,
    help: Option<String>,
}

impl ScenarioError {
    /// An error at a place, with the label of the place.
    pub(crate) fn at(place: Place, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { message: message.into(), marks: vec![Mark { place, label: label.into() }], help: None }
    }

    /// What is wrong, and what is allowed.
    pub(crate) fn message_and_help(&self) -> (String, Option<String>) {
        (self.message.clone(), self.help.clone())
    }

    /// The place to change.
    pub(crate) fn place(&self) -> Option<Place> {
        self.marks.first().map(|mark| mark.place)
    }

    /// Points at a second place too.
    pub(crate) fn and(mut self, place: Place, label: impl Into<String>) -> Self {
        if self.marks.iter().all(|mark| mark.place != place) {
            self.marks.push(Mark { place, label: label.into() });
        }
        self
    }

    /// Says what is allowed.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A place as users count it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// File, or `--set`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The bytes of the text that are meant.
    pub span: Range<usize>,
    /// Its label.
    pub label: String,
}

/// An error: what was written, where, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub message: String,
    /// What is allowed, or the nearest known name.
    pub help: Option<String>,
    /// Where; first the place to change.
    pub positions: Vec<Position>,
}

impl fmt::Display for Diagnostic {
    /// One line: `file:line:column: message; help`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = self.positions.first() {
            write!(f, "{}:{}:{}: ", position.file, position.line, position.column)?;
        }
        write!(f, "{}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

/// All errors of a scenario, by file in order of reading and then by position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    sources: Vec<Source>,
    errors: Vec<ScenarioError>,
}

impl Diagnostics {
    /// Puts collected errors in order, each once.
    pub(crate) fn new(sources: Vec<Source>, mut errors: Vec<ScenarioError>) -> Self {
        let key = |error: &ScenarioError| (error.marks.first().map(|mark| mark.place), error.message.clone());
        errors.sort_by_key(key);
        errors.dedup_by_key(|error| key(error));
        let list = errors.iter().map(|error| diagnostic(error, &sources)).collect();
        Self { list, sources, errors }
    }

    /// The errors, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// How many there are; never 0.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// The messages as a terminal shows them, with the lines where they stand, `width` columns
    /// wide.
    pub fn render(&self, width: usize, colour: bool) -> String {
        let renderer = Renderer { width, colour };
        let mut text = String::new();
        for error in &self.errors {
            for message in messages(error, &self.sources) {
                renderer.render(&mut text, &message);
            }
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    /// A line for each error.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (k, diagnostic) in self.list.iter().enumerate() {
            if k > 0 {
                writeln!(f)?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// An error with its places counted in lines and columns.
fn diagnostic(error: &ScenarioError, sources: &[Source]) -> Diagnostic {
    let positions = error.marks.iter().map(|mark| position(mark, sources)).collect();
    Diagnostic { message: error.message.clone(), help: error.help.clone(), positions }
}

fn position(mark: &Mark, sources: &[Source]) -> Position {
    let Source { name, text } = &sources[mark.place.source];
    let before = text.get(..mark.place.from).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position {
        file: name.clone(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        span: mark.place.from..mark.place.to,
        label: mark.label.clone(),
    }
}

/// A message for each file that the diagnostic points into; the help stands in the last.
fn messages<'a>(error: &'a ScenarioError, sources: &'a [Source]) -> Vec<Message<'a>> {
    let mut files: Vec<usize> = Vec::new();
    for mark in &error.marks {
        if !files.contains(&mark.place.source) {
            files.push(mark.place.source);
        }
    }
    let mut messages: Vec<Message<'_>> = files
        .iter()
        .enumerate()
        .map(|(k, &file)| {
            let marks = error.marks.iter().filter(|mark| mark.place.source == file);
            let Source { name, text } = &sources[file];
            let labels = marks.map(|mark| label(mark, text)).collect();
            Message {
                severity: if k == 0 { Severity::Error } else { Severity::Advice },
                text: if k == 0 { &error.message } else { "see also here" },
                file: (!text.trim().is_empty()).then_some(File { name, text, labels }),
                help: None,
            }
        })
        .collect();
    if let Some(last) = messages.last_mut() {
        last.help = error.help.as_deref();
    }
    messages
}

fn label<'a>(mark: &'a Mark, text: &str) -> Label<'a> {
    let from = text.floor_char_boundary(mark.place.from);
    let to = text.floor_char_boundary(mark.place.to).max(from);
    // A value over several lines is marked on its first line: a frame around all of them would hide
    // the message.
    let first_line = text[from..to].lines().next().map_or(0, str::len);
    Label { from, to: from + first_line, text: &mark.label }
}
