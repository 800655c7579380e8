//! What a line costs at a process that it waits for, by the rule of what goes first.

mod small;

use divan::Bencher;

fn main() {
    divan::main();
}

/// Lines per second through a process that is as good as never idle: some 30,000 wait at the end of the run.
#[divan::bench(args = [
    "\"priority\"",
    "\"fcfs\"",
    "\"earliest_due_date\"",
    "\"smallest_order_first\"",
    "\"round_robin\"",
    "{ metered = { new = \"60%\", old_from = \"1 day\" } }",
])]
fn outbound(bencher: Bencher<'_, '_>, rule: &str) {
    small::time_lines(
        bencher,
        &format!(
            "[processes.pick]\nrate = \"30 lines/h\"\ndiscipline = {rule}\n\
             [sites.centre]\nkind = \"centre\"\nstock = \"unlimited\"\noutbound = [\"pick\"]\n"
        ),
    );
}

/// The same of a process of what comes in, whose own rule looks at what lines wait for.
#[divan::bench]
fn backordered_first(bencher: Bencher<'_, '_>) {
    small::time_lines(
        bencher,
        "[processes.put_away]\nrate = \"30 lines/h\"\ndiscipline = \"backorders_first\"\n\
         [sites.supplier]\nkind = \"supplier\"\nlead_time = \"2 h\"\n\
         [sites.centre]\nkind = \"centre\"\nsupplied_by = [\"supplier\"]\nstock = { level = \"100 pieces\" }\n\
         inbound = [\"put_away\"]\n",
    );
}
