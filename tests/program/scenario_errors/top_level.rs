//! Keys at the top: errors in them, with their messages.

use super::assert_errors;

#[test]
fn errors_at_the_top_level_are_reported_at_their_span() {
    assert_errors(
        "top_level",
        &[
            ("unknown_key", r#"horizon = "26 weeks""#, r#"horizn = "26 weeks""#),
            ("unknown_table", "[processes.pick]", "[process.pick]"),
            ("wrong_type_string", r#"title = "A small network""#, "title = 2025"),
            (
                "missing_title",
                r#"title = "A small network"
"#,
                "",
            ),
            ("bare_number_where_a_unit_is_needed", r#"horizon = "26 weeks""#, "horizon = 26"),
            ("wrong_unit", r#"horizon = "26 weeks""#, r#"horizon = "26 weks""#),
            ("hours_in_full", r#"promise = "48 h""#, r#"promise = "48 hours""#),
            ("negative_duration", r#"warm_up = "2 weeks""#, r#"warm_up = "-2 weeks""#),
            ("not_finite_number", "spread = { zipf = 0.7 }", "spread = { zipf = nan }"),
            ("not_a_quantity", r#"horizon = "26 weeks""#, r#"horizon = "half a year""#),
            ("no_number_of_weeks", r#"horizon = "26 weeks""#, r#"horizon = "900000 weeks""#),
            ("warm_up_longer_than_horizon", r#"warm_up = "2 weeks""#, r#"warm_up = "30 weeks""#),
            ("start_with_time_zone", "start = 2025-06-02", "start = 2025-06-02T00:00:00Z"),
            ("start_in_quotes", "start = 2025-06-02", r#"start = "2025-06-02""#),
            (
                "replications_zero",
                r#"calendar = "two_shifts"
[cal"#,
                r#"calendar = "two_shifts"
replications = 0
[cal"#,
            ),
            (
                "initialisation_with_full",
                r#"calendar = "two_shifts"
[cal"#,
                r#"calendar = "two_shifts"
start_from = "full"
initialisation = "1 week"
[cal"#,
            ),
            (
                "unknown_start_from",
                r#"calendar = "two_shifts"
[cal"#,
                r#"calendar = "two_shifts"
start_from = "stady"
[cal"#,
            ),
            (
                "unknown_calendar",
                r#"calendar = "two_shifts"
[cal"#,
                r#"calendar = "two_shift"
[cal"#,
            ),
            ("list_of_tables", "[systems.identity]", "[[systems.identity]]"),
            ("a_name_with_capitals", "[systems.identity]", "[systems.Identity]\n[systems.identity]"),
            (
                "a_name_too_long",
                "[systems.identity]",
                "[systems.the_identity_service_of_the_whole_group_of_companies]\n[systems.identity]",
            ),
        ],
    );
}
