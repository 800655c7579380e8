//! Rendered diagnostics: a message, the source lines that it points at, labels under them, a help
//! line.
//!
//! ```text
//!   × unknown site `gplk`                          message, wrapped to the width
//!     ╭─[attack.toml:31:16]                        file, line, column of the first label
//!  30 │ [sites.uk_retailers]                       one line of context on either side
//!  31 │ supplied_by = ["gplk"]
//!     ·                ───┬──
//!     ·                   ╰── not a site           label
//!     ╰────
//!   help: did you mean `gplc`?                     wrapped too
//! ```
//!
//! Labels whose lines of context touch share one snippet; others get one each. Columns count
//! characters; a tab advances to the next multiple of four and wide characters take two cells.
//! Source lines are never wrapped or cut.
//!
//! Knows nothing of scenarios, and does not look at the terminal: width and colours are arguments.

use super::visible::{shown, visible};
use std::fmt::Write as _;
use std::ops::RangeInclusive;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Smallest width to which text is wrapped \[columns\].
const MIN_WIDTH: usize = 40;
/// Columns between tab stops.
const TAB: usize = 4;

/// How a message is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Severity {
    /// An error.
    Error,
    /// A further place that belongs to the error above.
    Advice,
}

/// One message, with the places of one file.
#[derive(Debug, Clone)]
pub(super) struct Message<'a> {
    pub(super) severity: Severity,
    pub(super) text: &'a str,
    /// The file pointed at, if it has text to show.
    pub(super) file: Option<File<'a>>,
    pub(super) help: Option<&'a str>,
}

/// A file and the places in it.
#[derive(Debug, Clone)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
    pub(super) labels: Vec<Label<'a>>,
}

/// A place in a file, within one line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Label<'a> {
    /// First byte.
    pub(super) from: usize,
    /// Byte after the last; a place without bytes is shown as an arrow.
    pub(super) to: usize,
    pub(super) text: &'a str,
}

/// Renders messages, `width` columns wide, with colours if `colour`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Renderer {
    pub(super) width: usize,
    pub(super) colour: bool,
}

/// SGR parameters of ANSI escape sequences.
mod sgr {
    pub(super) const ERROR: &str = "31";
    pub(super) const ADVICE: &str = "36";
    pub(super) const POSITION: &str = "36;1;4";
    pub(super) const LINE_NUMBER: &str = "2";
    /// Labels in turn.
    pub(super) const LABELS: [&str; 3] = ["35;1", "33;1", "32;1"];
}

/// A label with its place as a terminal shows it.
#[derive(Debug, Clone, Copy)]
struct Placed<'a> {
    /// Number of its line, from 0.
    line: usize,
    /// Column of its first character, from 0 \[characters\].
    column: usize,
    /// First cell, and the cell after the last.
    cells: (usize, usize),
    text: &'a str,
    style: &'static str,
}

impl Placed<'_> {
    /// Cell from which the label hangs.
    fn stem(&self) -> usize {
        usize::midpoint(self.cells.0, self.cells.1)
    }
}

impl Renderer {
    /// Adds a message to `out`, with the newline at its end.
    pub(super) fn render(self, out: &mut String, message: &Message<'_>) {
        let (icon, style) = match message.severity {
            Severity::Error => ("×", sgr::ERROR),
            Severity::Advice => ("☞", sgr::ADVICE),
        };
        let (first, rest) = (self.styled(icon, style), self.styled("│", style));
        self.wrap(out, message.text, (&format!("  {first} "), &format!("  {rest} ")), 4);
        if let Some(file) = &message.file {
            self.snippets(out, file);
        }
        if let Some(help) = message.help {
            let first = format!("  {} ", self.styled("help:", sgr::ADVICE));
            self.wrap(out, help, (&first, "        "), 8);
        }
    }

    fn styled(self, text: &str, sgr: &str) -> String {
        if self.colour { format!("\x1b[{sgr}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Wraps a text between words; `indents` of its first and its other lines take `indent`
    /// cells. A word that is longer than a line stays whole.
    fn wrap(self, out: &mut String, text: &str, indents: (&str, &str), indent: usize) {
        // Two columns stay free at the right, as many as the indent has at the left.
        let room = self.width.max(MIN_WIDTH) - 2;
        let mut next = indents.0;
        for paragraph in text.lines() {
            let mut column = indent;
            out.push_str(next);
            for (number, word) in paragraph.split(' ').enumerate() {
                let word = visible(word);
                let cells = word.width();
                if number > 0 && column + 1 + cells > room {
                    out.push('\n');
                    out.push_str(indents.1);
                    column = indent;
                } else if number > 0 {
                    out.push(' ');
                    column += 1;
                }
                out.push_str(&word);
                column += cells;
            }
            out.push('\n');
            next = indents.1;
        }
    }

    /// The source lines around all labels of a file.
    fn snippets(self, out: &mut String, file: &File<'_>) {
        let mut lines: Vec<&str> =
            file.text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
        let mut labels: Vec<Label<'_>> = file.labels.clone();
        labels.sort_by_key(|label| label.from);
        let placed: Vec<Placed<'_>> = labels
            .iter()
            .zip(sgr::LABELS.iter().cycle())
            .map(|(label, style)| place(file.text, label, style))
            .collect();
        // What follows the last newline is a line only if something points at it.
        let last = lines.len() - 1;
        if lines[last].is_empty() && placed.iter().all(|label| label.line != last) {
            lines.pop();
        }
        let mut snippets: Vec<(RangeInclusive<usize>, Vec<Placed<'_>>)> = Vec::new();
        for label in placed {
            let (from, to) = (label.line.saturating_sub(1), (label.line + 1).min(lines.len() - 1));
            match snippets.last_mut() {
                Some((shown, labels)) if from <= shown.end() + 1 => {
                    *shown = *shown.start()..=to;
                    labels.push(label);
                }
                _ => snippets.push((from..=to, vec![label])),
            }
        }
        for (shown, labels) in snippets {
            self.snippet(out, file.name, &lines, shown, &labels);
        }
    }

    fn snippet(
        self,
        out: &mut String,
        name: &str,
        lines: &[&str],
        shown: RangeInclusive<usize>,
        labels: &[Placed<'_>],
    ) {
        let digits = (shown.end() + 1).to_string().len();
        let edge = " ".repeat(digits + 2);
        let first = labels[0];
        let position = format!("{}:{}:{}", visible(name), first.line + 1, first.column + 1);
        put(out, &format!("{edge}╭─[{}]", self.styled(&position, sgr::POSITION)));
        for number in shown {
            let padded = format!("{:digits$}", number + 1);
            let text = printable(lines[number]);
            put(out, &format!(" {} │ {text}", self.styled(&padded, sgr::LINE_NUMBER)));
            let here: Vec<&Placed<'_>> = labels.iter().filter(|label| label.line == number).collect();
            if !here.is_empty() {
                for row in self.rows(&here) {
                    put(out, &format!("{edge}· {row}"));
                }
            }
        }
        put(out, &format!("{edge}╰────"));
    }

    /// The rows under a source line: all underlines, then each label, the last one first.
    fn rows(self, labels: &[&Placed<'_>]) -> Vec<String> {
        let mut rows = Vec::new();
        let (mut underlines, mut column) = (String::new(), 0);
        for label in labels {
            let (from, to) = (label.cells.0.max(column), label.cells.1);
            let drawn: String = if label.cells.0 == label.cells.1 && column <= from {
                "▲".to_owned()
            } else {
                (from..to).map(|cell| if cell == label.stem() { '┬' } else { '─' }).collect()
            };
            underlines.extend(std::iter::repeat_n(' ', from - column));
            column = from + drawn.width();
            underlines.push_str(&self.styled(&drawn, label.style));
        }
        rows.push(underlines);
        for (number, label) in labels.iter().enumerate().rev() {
            let (mut row, mut column) = (String::new(), 0);
            // Stems of labels that are written further down.
            for open in labels[..number].iter().filter(|open| open.stem() < label.stem()) {
                row.extend(std::iter::repeat_n(' ', open.stem().saturating_sub(column)));
                row.push_str(&self.styled("│", open.style));
                column = open.stem() + 1;
            }
            row.extend(std::iter::repeat_n(' ', label.stem().saturating_sub(column)));
            row.push_str(&self.styled(&format!("╰── {}", visible(label.text)), label.style));
            rows.push(row);
        }
        rows
    }
}

/// Adds a line without the spaces at its end that have nothing to show.
fn put(out: &mut String, line: &str) {
    writeln!(out, "{line}").expect("a string takes every text");
}

/// Finds the line and the cells of a label.
fn place<'a>(text: &str, label: &Label<'a>, style: &'static str) -> Placed<'a> {
    let before = &text[..label.from];
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let from = cells(&text[start..label.from], 0);
    let to = cells(&text[label.from..label.to], from);
    Placed {
        line: before.matches('\n').count(),
        column: text[start..label.from].chars().count(),
        cells: (from, to),
        text: label.text,
        style,
    }
}

/// Cell after a text that begins at cell `from`.
fn cells(text: &str, from: usize) -> usize {
    text.chars().fold(from, |cell, c| match c {
        '\t' => cell + TAB - cell % TAB,
        c => cell + shown(c).width().unwrap_or(0),
    })
}

/// A source line as a terminal shows it: tabs as spaces, control characters as a replacement
/// character.
fn printable(line: &str) -> String {
    let (mut text, mut cell) = (String::with_capacity(line.len()), 0);
    for c in line.chars() {
        let mut encoded = [0; 4];
        let next = cells(c.encode_utf8(&mut encoded), cell);
        if c == '\t' {
            text.extend(std::iter::repeat_n(' ', next - cell));
        } else {
            text.push(shown(c));
        }
        cell = next;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Renders one error of a text; each label marks the only place of a word.
    fn rendered(text: &str, labels: &[(&str, &str)], help: &str, colour: bool) -> String {
        let labels = labels
            .iter()
            .map(|&(word, text_beside)| {
                let from = text.find(word).expect("the word stands in the text");
                Label { from, to: from + word.len(), text: text_beside }
            })
            .collect();
        let file = File { name: "a.toml", text, labels };
        let message = Message {
            severity: Severity::Error,
            text: "two values disagree",
            file: Some(file),
            help: Some(help),
        };
        let mut out = String::new();
        Renderer { width: 50, colour }.render(&mut out, &message);
        out
    }

    #[test]
    fn labels_of_one_line_hang_from_their_own_stems() {
        let text = "x = 1\nhours = { from = 9, to = 17 }\n";
        let expected = "  × two values disagree
   ╭─[a.toml:2:11]
 1 │ x = 1
 2 │ hours = { from = 9, to = 17 }
   ·           ────┬───  ───┬───
   ·               │        ╰── the end
   ·               ╰── the start
   ╰────
  help: write both
";
        let labels = [("from = 9", "the start"), ("to = 17", "the end")];
        assert_eq!(rendered(text, &labels, "write both", false), expected);
    }

    #[test]
    fn labels_far_apart_get_a_snippet_each_and_close_ones_share_one() {
        let lines: Vec<String> = (1..=12).map(|number| format!("key_{number:02} = 0")).collect();
        let text = lines.join("\n");
        let labels = [("key_01", "first"), ("key_04", "near"), ("key_09", "far")];
        let expected = "  × two values disagree
   ╭─[a.toml:1:1]
 1 │ key_01 = 0
   · ───┬──
   ·    ╰── first
 2 │ key_02 = 0
 3 │ key_03 = 0
 4 │ key_04 = 0
   · ───┬──
   ·    ╰── near
 5 │ key_05 = 0
   ╰────
    ╭─[a.toml:9:1]
  8 │ key_08 = 0
  9 │ key_09 = 0
    · ───┬──
    ·    ╰── far
 10 │ key_10 = 0
    ╰────
  help: choose one
";
        assert_eq!(rendered(&text, &labels, "choose one", false), expected);
    }

    #[test]
    fn tabs_wide_and_control_characters_keep_labels_in_place() {
        let text = "\tname = \"日本\u{1b}\" # end";
        let expected = "  × two values disagree
   ╭─[a.toml:1:15]
 1 │     name = \"日本\u{fffd}\" # end
   ·                    ──┬──
   ·                      ╰── here
   ╰────
  help: none
";
        assert_eq!(rendered(text, &[("# end", "here")], "none", false), expected);
    }

    #[test]
    fn messages_and_help_are_wrapped_between_words_to_the_width() {
        let help = "a help text that is longer than one line of fifty columns";
        let text = rendered("a = 1\n", &[("a", "here")], help, false);
        let end = "  help: a help text that is longer than one line\n        of fifty columns\n";
        assert!(text.ends_with(end), "{text}");
        assert!(text.lines().all(|line| line.width() <= 48));
    }

    #[test]
    fn colours_change_nothing_but_colours() {
        let labels = [("from = 9", "the start"), ("to = 17", "the end")];
        let text = "hours = { from = 9, to = 17 }";
        let (plain, coloured) =
            (rendered(text, &labels, "write both", false), rendered(text, &labels, "write both", true));
        let mut stripped = String::new();
        for (number, part) in coloured.split("\x1b[").enumerate() {
            stripped.push_str(if number == 0 {
                part
            } else {
                part.split_once('m').expect("a whole sequence").1
            });
        }
        assert_ne!(plain, coloured);
        assert_eq!(plain, stripped);
    }
}
