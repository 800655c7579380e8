//! Failures: errors in them, with their messages.

use super::{SMALL, assert_snapshot, rendered};
use gplc::scenario::read_text;

#[test]
fn errors_in_failures_are_reported_at_their_span() {
    let phases = "strikes = [\"pick\"]\n\
        phases = [{ name = \"a\", to = \"50%\", lasts = \"1 h\" }, { name = \"b\", to = \"0%\", lasts = \"1 h\" }]";
    for (name, rest) in [
        ("strikes_nothing", "up = \"5 days\"\ndown = \"1 day\""),
        ("unknown_target", "strikes = [\"pik\"]\nup = \"5 days\"\ndown = \"1 day\""),
        ("no_repair", "strikes = [\"pick\"]\nup = \"5 days\""),
        ("no_time_at_all", "strikes = [\"pick\"]\nup = \"0 s\"\ndown = \"1 day\""),
        ("over_100_percent", "strikes = [\"pick\"]\nup = \"5 days\"\ndown = \"1 day\"\nto = \"120%\""),
        (
            "while_a_system_works",
            "strikes = [\"wms\"]\nup = \"5 days\"\ndown = \"1 day\"\nwhile_working = true",
        ),
        (
            "while_working_no_truth",
            "strikes = [\"pick\"]\nup = \"5 days\"\ndown = \"1 day\"\nwhile_working = \"yes\"",
        ),
        ("neither_up_nor_phases", "strikes = [\"pick\"]\ndown = \"1 day\""),
        ("phases_and_up", &format!("{phases}\nup = \"5 days\"")),
        ("phases_while_working", &format!("{phases}\nwhile_working = true")),
        ("phases_of_one", "strikes = [\"pick\"]\nphases = [{ name = \"a\", to = \"50%\", lasts = \"1 h\" }]"),
        ("phases_no_list", "strikes = [\"pick\"]\nphases = \"8 h\""),
        ("phases_of_strings", "strikes = [\"pick\"]\nphases = [\"8 h\", \"2 h\"]"),
        (
            "phases_of_one_name",
            "strikes = [\"pick\"]\nphases = [{ name = \"a\", to = \"50%\", lasts = \"1 h\" }, { name = \"a\", to = \"0%\", lasts = \"1 h\" }]",
        ),
        (
            "phases_with_several_errors",
            "strikes = [\"pick\"]\nphases = [\n{ name = \"Bad name\", to = \"1200%\", lasts = \"0 s\" },\n{ name = \"b\", for = \"1 h\" },\n]",
        ),
    ] {
        let text = format!("{SMALL}\n[failures.belt]\n{rest}\n");
        let errors = read_text("small.toml", &text, &[]).expect_err(name);
        assert_snapshot("failures", name, &rendered(&errors));
    }
}
