//! Station queue: a line through a station with a queue, by queue discipline.

use super::small;
use divan::Bencher;

/// Lines per second through a station that is hardly ever idle: some 30,000 lines wait at the end.
#[divan::bench(args = [
    "\"priority\"",
    "\"fcfs\"",
    "\"earliest_due_date\"",
    "\"smallest_order_first\"",
    "\"round_robin\"",
    "{ metered = { new = \"60%\", old_from = \"1 day\" } }",
])]
fn outbound(bencher: Bencher<'_, '_>, discipline: &str) {
    small::time_lines(
        bencher,
        &format!(
            "[processes.pick]\nrate = \"30 lines/h\"\ndiscipline = {discipline}\n\
             [sites.centre]\nkind = \"centre\"\nstock = \"unlimited\"\noutbound = [\"pick\"]\n"
        ),
    );
}

/// The same at an inbound station, whose discipline looks up which parts are back-ordered.
#[divan::bench]
fn backorders_first(bencher: Bencher<'_, '_>) {
    small::time_lines(
        bencher,
        "[processes.put_away]\nrate = \"30 lines/h\"\ndiscipline = \"backorders_first\"\n\
         [sites.supplier]\nkind = \"supplier\"\nlead_time = \"2 h\"\n\
         [sites.centre]\nkind = \"centre\"\nsupplied_by = [\"supplier\"]\nstock = { level = \"100 pieces\" }\n\
         inbound = [\"put_away\"]\n",
    );
}
