//! Assumed values: keys marked as assumed in the scenario and not made uncertain.

use crate::report::text_table::{Style, TextTable};
use crate::scenario::uncertainty::assumed::Assumption;

/// A row for each assumed key.
pub(super) fn section(assumed: &[Assumption], style: Style) -> String {
    let mut table = TextTable::new(&["key", "value"], &[0, 1], style);
    for one in assumed {
        table.row(vec![one.path.clone(), one.value.clone()]);
    }
    table.into_text()
}
