//! Restart phases and their policies: errors in them, with their messages.

use super::assert_errors;

#[test]
fn errors_in_restart_phases_are_reported_at_their_span() {
    assert_errors(
        "restart",
        &[
            ("cycle_in_after", "from = 2025-09-25", r#"after = ["warehouse"]"#),
            ("phase_without_beginning", "from = 2025-09-25\n", ""),
            (
                "phase_with_nothing_to_do",
                r#"boost = { pick = "125%", processes.pack = "110%" }
for = "6 weeks"
"#,
                "",
            ),
            (
                "phase_brings_back_what_is_not_down",
                r#"brings_back = ["wms"]"#,
                r#"brings_back = ["wms", "pick"]"#,
            ),
            (
                "phase_ends_what_it_does_not_bring_back",
                "[restart.order_entry]\nfrom = 2025-09-25\n",
                "[disruptions.fire]\nfrom = 2025-09-10\ntakes_down = [\"processes.pack\"]\n\
                 [restart.order_entry]\nfrom = 2025-09-25\nends = [\"fire\"]\n",
            ),
            (
                "phase_ends_an_unknown_disruption",
                r#"brings_back = ["wms"]"#,
                "brings_back = [\"wms\"]\nends = [\"atack\"]",
            ),
            (
                "two_ends_at_once",
                r#"for = "6 weeks""#,
                r#"for = "6 weeks"
until = 2025-12-01"#,
            ),
            ("ramp_that_falls", r#"from = "50%", over"#, r#"from = "100%", over"#),
            ("ramp_without_over", r#", over = "3 weeks""#, ""),
            ("ramp_in_no_time", r#", over = "3 weeks""#, r#", over = "0 s""#),
            ("check_that_never_passes", r#"chance = "90%""#, r#"chance = "0%""#),
            ("check_in_no_time", r#"takes = "1 day", again"#, r#"takes = "0 s", again"#),
            ("negative_time_of_repair", r#""12 h""#, r#""-12 h""#),
            ("roll_back_of_what_is_not_before", r#"["order_entry"] } }"#, r#"["overtime"] } }"#),
            ("roll_back_of_itself", r#"["order_entry"] } }"#, r#"["weekend_work"] } }"#),
            ("roll_back_of_nothing", r#"["order_entry"] } }"#, "[] } }"),
            ("roll_back_without_a_chance", r#"chance = "20%""#, r#"chance = "0%""#),
            ("gate_at_an_unknown_site", r#"gate = { site = "gplc""#, r#"gate = { site = "gplk""#),
            ("gate_at_a_supplier", r#"gate = { site = "gplc""#, r#"gate = { site = "suppliers""#),
            ("gate_at_no_place_of_the_site", r#"waiting = "pick""#, r#"waiting = "pikc""#),
            ("gate_with_two_limits", r#"above = "1.5"#, r#"below = "2 lines", above = "1.5"#),
            ("gate_without_a_limit", r#", above = "1.5 days of flow""#, ""),
            ("gate_in_an_unknown_unit", r#""20000 lines""#, r#""20000 pieces""#),
            ("gate_with_an_unknown_key", r#"below = "20000 lines", for"#, r#"below = "20000 lines", during"#),
            ("until_without_boost", "boost = { pick = \"110%\" }\n", "brings_back = [\"wms\"]\n"),
        ],
    );
}

#[test]
fn errors_in_policies_are_reported_at_their_span() {
    const WHEN: &str = "[restart.warehouse]";
    assert_errors(
        "policies",
        &[
            ("policy_of_unknown_process", WHEN, "[restart.warehouse]\naccept_only = { relase = [\"vor\"] }"),
            ("policy_of_unknown_class", WHEN, "[restart.warehouse]\naccept_only = { release = [\"vr\"] }"),
            ("nothing_accepted", WHEN, "[restart.warehouse]\naccept_only = { release = [] }"),
            ("a_class_that_is_no_list", WHEN, "[restart.warehouse]\naccept_only = { release = \"vor\" }"),
            ("policy_of_nothing", WHEN, "[restart.warehouse]\ndiscipline = {}"),
            ("cap_of_0", WHEN, "[restart.warehouse]\ncap = { release = { uk_pdc = \"0 lines/day\" } }"),
            (
                "cap_of_half_a_line",
                WHEN,
                "[restart.warehouse]\ncap = { release = { uk_pdc = \"0.5 lines/day\" } }",
            ),
            (
                "cap_by_working_day",
                WHEN,
                "[restart.warehouse]\ncap = { release = { uk_pdc = \"500 lines/working day\" } }",
            ),
            (
                "cap_of_unknown_site",
                WHEN,
                "[restart.warehouse]\ncap = { release = { uk_pcd = \"500 lines/day\" } }",
            ),
            (
                "cap_in_pieces",
                WHEN,
                "[restart.warehouse]\ncap = { release = { uk_pdc = \"500 pieces/day\" } }",
            ),
            (
                "backorders_first_in_a_phase_of_outbound_lines",
                WHEN,
                "[restart.warehouse]\ndiscipline = { pick = \"backorders_first\", unload = \"backorders_first\" }",
            ),
            (
                "unknown_discipline_in_a_phase",
                WHEN,
                "[restart.warehouse]\ndiscipline = { pick = \"oldest\" }",
            ),
        ],
    );
}
