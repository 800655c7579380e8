//! Lanes: errors in them, with their messages.

use super::assert_errors;

#[test]
fn errors_in_lanes_are_reported_at_their_span() {
    assert_errors(
        "lanes",
        &[
            (
                "lane_where_neither_supplies",
                r#"from = "gplc"
to = "uk_pdc""#,
                r#"from = "retailers"
to = "gplc""#,
            ),
            (
                "lane_the_wrong_way",
                r#"from = "gplc"
to = "uk_pdc""#,
                r#"from = "uk_pdc"
to = "gplc""#,
            ),
            (
                "lane_from_a_supplier",
                r#"from = "gplc"
to = "uk_pdc""#,
                r#"from = "suppliers"
to = "gplc""#,
            ),
            (
                "two_lanes_for_one_pair",
                "[lanes.to_pdc]",
                r#"[lanes.express]
from = "gplc"
to = "uk_pdc"
[lanes.to_pdc]"#,
            ),
            (
                "cut_off_without_departures",
                r#"departs = "tue,thu 18:00"
"#,
                "",
            ),
            ("departs_every_day_at_no_interval", "\"tue,thu 18:00\"", "{ from = 2025-01-10 }"),
            ("departs_in_no_time", "\"tue,thu 18:00\"", "{ every = \"0 s\" }"),
            ("departs_all_the_time", "\"tue,thu 18:00\"", "{ every = \"1 us\" }"),
            (
                "transit_of_less_than_a_step",
                r#"{ triangular = ["4 h", "5 h", "9 h"] }"#,
                r#"{ geometric = { mean = "5 h", step = "1 day" } }"#,
            ),
            ("transit_by_pieces", r#"{ triangular = ["4 h", "5 h", "9 h"] }"#, r#"{ geometric = "3 days" }"#),
        ],
    );
}

#[test]
fn errors_in_lane_capacities_are_reported_at_their_span() {
    const CUT_OFF: &str = r#"cut_off = "2 h""#;
    assert_errors(
        "lane_capacity",
        &[
            ("without_a_unit", CUT_OFF, "capacity = 20"),
            ("of_nothing", CUT_OFF, r#"capacity = "0 lines""#),
            ("in_pieces", CUT_OFF, r#"capacity = "20 pieces""#),
            ("at_once", "departs = \"tue,thu 18:00\"\ncut_off = \"2 h\"", r#"capacity = "20 lines""#),
        ],
    );
}
