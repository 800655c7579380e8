//! Text tables: plain columns for a terminal or a pipe.
//!
//! On a terminal a table is fitted into its width and may have a bold head; a pipe gets each row
//! in one line. Text goes to the left, numbers to the right.
//!
//! Knows nothing of the meaning of columns; the width of a terminal is given.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, Width, presets,
};

/// Cell without a value.
pub(crate) const NONE: &str = "–";

/// Fewest columns into which a table is fitted: in fewer, cells would have one letter a line.
const NARROWEST: u16 = 60;
/// Fills the line under the header of a table with bold headings; it is never printed.
const HEADER_END: char = '\u{1}';
/// Spaces beside the text of a cell, left and right together \[columns\].
const PADDING: usize = 2;
/// Longest word of a cell that is never broken \[columns\].
const LONGEST_WORD: usize = 30;
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
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
    /// True for each column of text; numbers stand right-aligned.
    text: Vec<bool>,
    style: Style,
}

impl TextTable {
    /// A table with these column heads; `text` lists the columns of text (all others are numbers).
    pub(crate) fn new(heads: &[&str], text: &[usize], style: Style) -> Self {
        TextTable {
            heads: heads.iter().map(|&head| head.to_owned()).collect(),
            rows: Vec::new(),
            text: (0..heads.len()).map(|column| text.contains(&column)).collect(),
            style,
        }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Adds an empty row.
    pub(crate) fn gap(&mut self) {
        self.row(vec![String::new(); self.heads.len()]);
    }

    /// True if no row was added.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as lines without trailing spaces; an empty text if it has no rows.
    ///
    /// Columns that do not fit into the width follow in a second block, with the first column
    /// repeated.
    pub(crate) fn into_text(self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let Some(width) = self.style.width.filter(|&width| width >= NARROWEST) else {
            return self.block(&(0..self.heads.len()).collect::<Vec<_>>(), None, true);
        };
        let (wrap_numbers, blocks) = self.blocks(usize::from(width));
        let blocks: Vec<String> =
            blocks.iter().map(|columns| self.block(columns, Some(width), wrap_numbers)).collect();
        blocks.join("\n")
    }

    /// Columns of each block. All in one if they fit, if need be with wrapped numbers (then
    /// `true`).
    fn blocks(&self, width: usize) -> (bool, Vec<Vec<usize>>) {
        let needed = |column, wrap_numbers| self.least_width(column, wrap_numbers) + PADDING;
        for wrap_numbers in [false, true] {
            if (0..self.heads.len()).map(|column| needed(column, wrap_numbers)).sum::<usize>() <= width {
                return (wrap_numbers, vec![(0..self.heads.len()).collect()]);
            }
        }
        let mut blocks: Vec<Vec<usize>> = Vec::new();
        let mut used = width;
        for column in 1..self.heads.len() {
            used += needed(column, false);
            match blocks.last_mut() {
                Some(block) if used <= width => block.push(column),
                _ => {
                    blocks.push(vec![0, column]);
                    used = needed(0, false) + needed(column, false);
                }
            }
        }
        (false, blocks)
    }

    /// Width under which a word of the column would be broken, or one of its numbers wrapped.
    fn least_width(&self, column: usize, wrap_numbers: bool) -> usize {
        let words = |text: &str| text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        let lines = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        let wraps = self.text[column] || wrap_numbers;
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        let cells = cells.map(|cell| if wraps { words(cell) } else { lines(cell) }).max().unwrap_or(0);
        cells.min(LONGEST_WORD).max(words(&self.heads[column]))
    }

    /// Some of the columns as lines.
    fn block(&self, columns: &[usize], width: Option<u16>, wrap_numbers: bool) -> String {
        let mut table = Table::new();
        let header_end = LineStyle::none().fill(HEADER_END);
        table.load_style(if self.style.bold {
            presets::NOTHING.header_separator(header_end)
        } else {
            presets::NOTHING
        });
        let cells =
            |cells: &[String]| -> Vec<Cell> { columns.iter().map(|&at| self.cell(cells, at)).collect() };
        table.set_header(cells(&self.heads));
        for row in &self.rows {
            table.add_row(cells(row));
        }
        if let Some(width) = width {
            table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
            for (place, &column) in columns.iter().enumerate() {
                let least = (self.least_width(column, wrap_numbers) + PADDING) as u16;
                if let Some(column) = table.column_mut(place) {
                    column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
                }
            }
        }
        let mut lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
        if let Some(end) = lines.iter().position(|line| line.contains(HEADER_END)) {
            lines.remove(end);
            for line in &mut lines[..end] {
                *line = format!("\x1b[1m{line}\x1b[0m");
            }
        }
        lines.join("\n") + "\n"
    }

    fn cell(&self, cells: &[String], column: usize) -> Cell {
        let side = if self.text[column] { CellAlignment::Left } else { CellAlignment::Right };
        Cell::new(cells.get(column).map_or("", String::as_str)).set_alignment(side)
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
    fn columns_that_do_not_fit_follow_in_a_second_block() {
        let heads: Vec<String> = (0..8).map(|number| format!("a_metric_{number}")).collect();
        let heads: Vec<&str> = std::iter::once("plan").chain(heads.iter().map(String::as_str)).collect();
        let mut table = TextTable::new(&heads, &[0], Style { width: Some(80), bold: false });
        table.row(std::iter::once("first".to_owned()).chain((0..8).map(|n| n.to_string())).collect());
        let text = table.into_text();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert_eq!(text.matches("first").count(), 2, "{text}");
        assert_eq!(text.matches("a_metric_").count(), 8, "{text}");
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
