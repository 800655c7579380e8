//! Disruptions: errors in them, with their messages.

use super::assert_errors;

#[test]
fn errors_in_disruptions_are_reported_at_their_span() {
    assert_errors(
        "disruptions",
        &[
            ("unknown_target", r#"takes_down = ["identity", "wms"]"#, r#"takes_down = ["identity", "vms"]"#),
            ("ambiguous_target", "[systems.identity]", "[systems.pick]\n[systems.identity]"),
            (
                "level_over_100",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms"]
to = "110%""#,
            ),
            ("disruption_before_the_run", "from = 2025-08-31T20:00", "from = 2025-05-31T20:00"),
            ("disruption_in_the_warm_up", "from = 2025-08-31T20:00", "from = 2025-06-03"),
            ("phase_after_the_run", "from = 2025-09-25", "from = 2026-09-25"),
            (
                "until_before_from",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms"]
until = 2025-08-30"#,
            ),
            ("no_such_day", "from = 2025-08-31T20:00", "from = 2025-02-30"),
            (
                "delay_under_100",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms"]
delay = { suppliers = "50%" }"#,
            ),
            (
                "delay_of_what_is_no_supplier",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms"]
delay = { sites.gplc = "150%", pick = "200%" }"#,
            ),
            (
                "delay_of_nothing",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms"]
delay = {}"#,
            ),
            (
                "delay_of_what_is_stopped",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms", "suppliers"]
delay = { suppliers = "150%" }"#,
            ),
            (
                "level_beside_a_delay_alone",
                r#"takes_down = ["identity", "wms"]"#,
                r#"to = "50%"
delay = { suppliers = "150%" }"#,
            ),
            (
                "site_without_processes_taken_down",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms", "retailers"]"#,
            ),
        ],
    );
}
