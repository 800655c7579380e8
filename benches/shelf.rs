//! What a line costs at a shelf: pieces are taken, or it waits and is served when goods come.
//!
//! A tiny scenario each, without processes, lanes or observers, so that little else is timed.

mod small;

use divan::Bencher;

fn main() {
    divan::main();
}

/// Lines per second that find what they ask for.
#[divan::bench]
fn take(bencher: Bencher<'_, '_>) {
    small::time_lines(bencher, &with_stock("100000 pieces"));
}

/// Lines per second that wait, because the shelf is always empty, until the supplier sends what they ask for.
#[divan::bench]
fn wait_and_serve(bencher: Bencher<'_, '_>) {
    small::time_lines(bencher, &with_stock("0 pieces"));
}

fn with_stock(level: &str) -> String {
    format!(
        "[sites.supplier]\nkind = \"supplier\"\nlead_time = \"2 h\"\n\
         [sites.centre]\nkind = \"centre\"\nsupplied_by = [\"supplier\"]\nstock = {{ level = \"{level}\" }}\n"
    )
}
