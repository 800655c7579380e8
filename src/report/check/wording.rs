//! Numbers, lengths of time and tables as this text writes them.

use crate::distributions::Sampler;
use crate::report::wording::with_separators;
use crate::scenario::syntax::quantity::{DAY, HOUR, Level, MINUTE, Micros, WEEK};
use comfy_table::{CellAlignment, Table, presets};

/// A length of time in the largest unit that leaves a number over 1, with a decimal where it is not whole.
pub(crate) fn time(time: Micros) -> String {
    let units = [(WEEK, "week"), (DAY, "day"), (HOUR, "h"), (MINUTE, "min")];
    let whole_weeks = time.is_multiple_of(WEEK);
    let fits = |&&(unit, _): &&(Micros, &str)| time >= unit && (unit != WEEK || whole_weeks);
    let Some(&(unit, name)) = units.iter().find(fits) else {
        return format!("{} s", time / 1_000_000);
    };
    let tenths = (time as f64 / unit as f64 * 10.0).round() / 10.0;
    let plural = if unit >= DAY && (tenths - 1.0).abs() > 1e-9 { "s" } else { "" };
    format!("{tenths} {name}{plural}")
}

/// The length of a time that may be drawn.
pub(super) fn drawn(sampler: &Sampler) -> String {
    let mean = time(sampler.mean() as Micros);
    if sampler.constant().is_some() { mean } else { format!("{mean} on average") }
}

pub(super) fn counted(count: usize, name: &str) -> String {
    format!("{} {name}{}", whole(count as f64), if count == 1 { "" } else { "s" })
}

pub(super) fn percent(share: f64) -> String {
    let tenths = (share * 1000.0).round() / 10.0;
    format!("{tenths}%")
}

pub(crate) fn share(level: Level) -> String {
    percent(f64::from(level.0) / 1e6)
}

/// A number rounded to a whole one, in groups of three digits.
pub(super) fn whole(number: f64) -> String {
    with_separators(&format!("{:.0}", number.abs()))
}

pub(super) fn table(head: &[&str], numbers: &[usize]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(head.to_vec());
    for &column in numbers {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

pub(super) fn text(table: &Table) -> String {
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}

/// A section with its heading; nothing where there is nothing to tell.
pub(super) fn section(heading: &str, text: String) -> String {
    if text.is_empty() { text } else { format!("{heading}\n\n{text}") }
}
