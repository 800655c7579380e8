//! Text tables: plain columns for a terminal or a pipe.
//!
//! On a terminal a table is fitted into its width and may have a bold head; a pipe gets each row
//! in one line. Text goes to the left, numbers to the right.
//!
//! Knows nothing of what the columns are, and asks no terminal for its width.

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, presets};

/// Cell without a value.
pub(crate) const NONE: &str = "–";

/// Fewest columns into which a table is fitted: in fewer, cells would have one letter a line.
const NARROWEST: u16 = 60;
/// Fills the line under the header of a table with bold headings; it is never printed.
const HEADER_END: char = '\u{1}';
/// Most columns of a line of prose.
const WIDEST: u16 = 100;

/// Where text is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Columns of the terminal; `None` for a pipe or file, where lines are not wrapped.
    pub width: Option<u16>,
    /// True if escape codes for bold letters are allowed.
    pub bold: bool,
}

impl Style {
    /// Wraps prose at spaces; later lines of a paragraph start with `indent` spaces.
    pub(crate) fn wrap(self, text: &str, indent: usize) -> String {
        let Some(width) = self.width.filter(|&width| width >= NARROWEST) else { return text.to_owned() };
        let width = usize::from(width.min(WIDEST));
        let paragraphs = text.split('\n').map(|paragraph| wrap_paragraph(paragraph, width, indent));
        paragraphs.collect::<Vec<_>>().join("\n")
    }
}

fn wrap_paragraph(paragraph: &str, width: usize, indent: usize) -> String {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let line = lines.last_mut().expect("there is a first line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(format!("{}{word}", " ".repeat(indent)));
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

/// A table under construction.
#[derive(Debug)]
pub(crate) struct TextTable {
    table: Table,
    /// True for each column of text; numbers stand right-aligned.
    text: Vec<bool>,
}

impl TextTable {
    /// A table with these column heads; `text` lists the columns of text (all others are numbers).
    pub(crate) fn new(heads: &[&str], text: &[usize], style: Style) -> Self {
        let mut table = Table::new();
        let header_end = LineStyle::none().fill(HEADER_END);
        table.load_style(if style.bold {
            presets::NOTHING.header_separator(header_end)
        } else {
            presets::NOTHING
        });
        if let Some(width) = style.width.filter(|&width| width >= NARROWEST) {
            table.set_width(width);
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
        let text = (0..heads.len()).map(|column| text.contains(&column)).collect();
        let mut new = TextTable { table, text };
        let heads = heads.iter().map(|&head| head.to_owned()).collect();
        let cells = new.cells(heads);
        new.table.set_header(cells);
        new
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        let cells = self.cells(cells);
        self.table.add_row(cells);
    }

    /// Adds an empty row.
    pub(crate) fn gap(&mut self) {
        self.row(vec![String::new(); self.text.len()]);
    }

    fn cells(&self, cells: Vec<String>) -> Vec<Cell> {
        let side = |&text: &bool| if text { CellAlignment::Left } else { CellAlignment::Right };
        cells
            .into_iter()
            .zip(&self.text)
            .map(|(cell, text)| Cell::new(cell).set_alignment(side(text)))
            .collect()
    }

    /// True if no row was added.
    pub(crate) fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The table as lines without trailing spaces; an empty text if it has no rows.
    pub(crate) fn into_text(self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut lines: Vec<String> = self.table.lines().map(|line| line.trim_end().to_owned()).collect();
        if let Some(end) = lines.iter().position(|line| line.contains(HEADER_END)) {
            lines.remove(end);
            for line in &mut lines[..end] {
                *line = format!("\x1b[1m{line}\x1b[0m");
            }
        }
        lines.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(style: Style) -> String {
        let mut table = TextTable::new(&["process", "site", "demand"], &[0, 1], style);
        for number in ["1", "1,000"] {
            table.row(vec![
                "pick".into(),
                "the parts centre of the whole world, in words".into(),
                number.into(),
            ]);
        }
        table.into_text()
    }

    #[test]
    fn numbers_are_right_aligned_and_a_pipe_gets_whole_rows() {
        let lines: Vec<String> = table(Style::default()).lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[1].ends_with("     1") && lines[2].ends_with(" 1,000"), "{lines:?}");
    }

    #[test]
    fn a_terminal_gets_lines_that_fit() {
        let text = table(Style { width: Some(60), bold: false });
        assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
        assert_eq!(
            table(Style { width: Some(20), bold: false }),
            table(Style::default()),
            "too narrow to fit"
        );
    }

    #[test]
    fn prose_is_wrapped_on_a_terminal_only() {
        let text = "word ".repeat(20);
        assert_eq!(Style::default().wrap(&text, 2), text);
        let wrapped = Style { width: Some(60), bold: false }.wrap(text.trim(), 2);
        assert!(wrapped.lines().all(|line| line.chars().count() <= 60) && wrapped.contains("\n  word"));
    }

    #[test]
    fn a_table_without_rows_is_an_empty_text() {
        assert_eq!(TextTable::new(&["a"], &[0], Style::default()).into_text(), "");
    }
}
