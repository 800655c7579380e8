//! Shelf: a line that finds its pieces, and a line that waits for a delivery.
//!
//! Scenarios without processes, lanes or observers, so that little else is measured.

use super::small;
use divan::Bencher;

/// Lines per second that are filled from the shelf.
#[divan::bench]
fn fill(bencher: Bencher<'_, '_>) {
    small::time_lines(bencher, &with_stock("100000 pieces"));
}

/// Lines per second that wait for the supplier, because the shelf is always empty.
#[divan::bench]
fn backorder(bencher: Bencher<'_, '_>) {
    small::time_lines(bencher, &with_stock("0 pieces"));
}

fn with_stock(level: &str) -> String {
    format!(
        "[sites.supplier]\nkind = \"supplier\"\nlead_time = \"2 h\"\n\
         [sites.centre]\nkind = \"centre\"\nsupplied_by = [\"supplier\"]\nstock = {{ level = \"{level}\" }}\n"
    )
}
