//! Sites and their stock: errors in them, with their messages.

use super::{assert_errors, changed};
use gplc::scenario::read_text;

#[test]
fn errors_in_sites_are_reported_at_their_span() {
    assert_errors(
        "sites",
        &[
            ("unknown_site", r#"supplied_by = ["gplc"]"#, r#"supplied_by = ["gplk"]"#),
            ("unknown_kind", r#"kind = "centre""#, r#"kind = "center""#),
            (
                "cycle_in_supplied_by",
                r#"supplied_by = ["suppliers"]"#,
                r#"supplied_by = ["suppliers", "uk_pdc"]"#,
            ),
            (
                "stock_without_source",
                r#"supplied_by = ["suppliers"]
"#,
                "",
            ),
            (
                "supplier_without_lead_time",
                r#"lead_time = { lognormal = { median = "6 weeks", p90 = "16 weeks" } }
"#,
                "",
            ),
            (
                "lead_time_of_a_pdc",
                r#"kind = "pdc""#,
                r#"kind = "pdc"
lead_time = "2 days""#,
            ),
            (
                "loads_of_a_pdc",
                r#"kind = "pdc""#,
                r#"kind = "pdc"
deliveries = { at = "mon 06:00", lines = 40 }"#,
            ),
            (
                "deliveries_at_no_time",
                r#"kind = "supplier""#,
                r#"kind = "supplier"
deliveries = { at = [], lines = 0 }"#,
            ),
            (
                "deliveries_at_midnight_of_the_same_day",
                r#"kind = "supplier""#,
                r#"kind = "supplier"
deliveries = { at = "mon-fri 06:00,24:00" }"#,
            ),
            (
                "needs_of_a_pdc",
                r#"kind = "pdc""#,
                r#"kind = "pdc"
needs = ["wms"]"#,
            ),
            (
                "unknown_system_of_a_supplier",
                r#"kind = "supplier""#,
                r#"kind = "supplier"
needs = ["vms"]"#,
            ),
            (
                "supplier_with_stock",
                r#"kind = "supplier""#,
                r#"kind = "supplier"
stock = "unlimited""#,
            ),
            (
                "demand_without_source_and_stock",
                r#"supplied_by = ["uk_pdc"]
stock = { level = { fast = "3 pieces", slow = "0 pieces" }, minimum_demand = "6 lines/year" }"#,
                "",
            ),
            ("two_ways_to_set_the_level", r#"cover = "6 weeks""#, r#"cover = "6 weeks", fill_rate = "95%""#),
            ("a_cover_in_pieces", r#"cover = "6 weeks""#, r#"cover = "9 pieces""#),
            ("a_cover_of_a_list", r#"cover = "6 weeks""#, r#"cover = ["6 weeks"]"#),
            ("no_way_to_set_the_level", r#"cover = "6 weeks", "#, ""),
            ("fill_rate_of_100", r#"fill_rate = "95%""#, r#"fill_rate = "100%""#),
            ("minimum_demand_in_pieces", "6 lines/year", "6 pieces/year"),
            ("minimum_demand_without_time", "6 lines/year", "6 lines"),
            ("no_stock_class", "[classes.stock]", "[classes.refill]"),
            ("level_without_a_segment", r#"fast = "3 pieces", slow = "0 pieces""#, r#"fast = "3 pieces""#),
            ("unknown_segment", r#"segments = ["fast"]"#, r#"segments = ["fats"]"#),
            ("first_review_on_working_days", r#"at = "05:00""#, "first = 2025-09-03T06:00:00"),
            ("two_first_reviews", r#"at = "05:00""#, r#"at = "05:00", first = 2025-09-03T06:00:00"#),
            ("review_on_a_weekday_every_day", r#"at = "05:00""#, r#"at = "tue 05:00""#),
        ],
    );
}

#[test]
fn errors_in_manual_ordering_are_reported_at_their_span() {
    let stock = r#"stock = { level = { fast = "3 pieces", slow = "0 pieces" }"#;
    assert_errors(
        "manual_orders",
        &[
            ("without_a_system", stock, &format!("{stock}, manual_orders = \"20 lines/working day\"")),
            ("of_pieces", stock, &format!("{stock}, needs = [\"wms\"], manual_orders = \"20 pieces/day\"")),
        ],
    );
}

#[test]
fn errors_in_stock_policies_are_reported_at_their_span() {
    assert_errors(
        "stock",
        &[
            (
                "level_and_minimum",
                r#"stock = { cover = "6 weeks", "#,
                r#"stock = { cover = "6 weeks", min = "3 pieces", "#,
            ),
            (
                "minimum_without_maximum",
                r#"stock = { cover = "6 weeks", "#,
                r#"stock = { min = "3 pieces", "#,
            ),
            (
                "maximum_not_over_the_minimum",
                r#"stock = { level = { fast = "3 pieces", slow = "0 pieces" }"#,
                r#"stock = { min = "3 pieces", max = { fast = "9 pieces", slow = "3 pieces" }"#,
            ),
            (
                "maximum_without_a_segment",
                r#"stock = { level = { fast = "3 pieces", slow = "0 pieces" }"#,
                r#"stock = { min = "3 pieces", max = { fast = "9 pieces" }"#,
            ),
            (
                "lost_at_a_retailer",
                r#"stock = { level = { fast = "3 pieces", slow = "0 pieces" }"#,
                r#"stock = { level = { fast = "3 pieces", slow = "0 pieces" }, shortage = "lost_sale""#,
            ),
            (
                "unknown_shortage",
                r#"stock = { cover = "6 weeks", "#,
                r#"stock = { cover = "6 weeks", shortage = "gone", "#,
            ),
            (
                "lots_of_nothing",
                r#"stock = { cover = "6 weeks", "#,
                r#"stock = { reorder_point = "3 pieces", quantity = "0 pieces", "#,
            ),
            (
                "lots_without_a_reorder_point",
                r#"stock = { cover = "6 weeks", "#,
                r#"stock = { quantity = "5 pieces", "#,
            ),
        ],
    );
}

#[test]
fn errors_in_rules_for_stock_levels_are_reported_at_their_span() {
    const TARGET: &str = r#"fill_rate = "95%""#;
    assert_errors(
        "stock_levels",
        &[
            ("ready_rate_of_0", TARGET, r#"ready_rate = "0%""#),
            ("cycle_service_level_of_100", TARGET, r#"cycle_service_level = "100%""#),
            ("two_targets", TARGET, r#"fill_rate = "95%", cycle_service_level = "95%""#),
            ("lots_for_a_ready_rate", TARGET, r#"ready_rate = "95%", quantity = "5 pieces""#),
            ("a_fill_rate_and_a_reorder_point", TARGET, r#"fill_rate = "95%", reorder_point = "5 pieces""#),
            ("a_fill_rate_with_lots_of_0", TARGET, r#"fill_rate = "95%", quantity = "0 pieces""#),
        ],
    );
}

#[test]
fn times_of_day_show_seconds_when_needed() {
    let review = |at: &str| changed(r#"at = "05:00""#, &format!("at = \"{at}\""));
    for (at, written) in [("00:14:24", "00:14:24"), ("5:00:00", "05:00"), ("05:00:00.5", "05:00:00.5")] {
        let read = read_text("small.toml", &review(at), &[]).expect(at);
        assert!(read.resolved.contains(&format!("at = \"{written}\"")), "{at}");
    }
    for at in
        ["05:00:60", "05:00:", "05:00:1", "05:00:00.", "05:00:00.1234567", "24:00:01", "05:00:00:00", "+5:00"]
    {
        let errors = read_text("small.toml", &review(at), &[]).expect_err(at);
        let message: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(message, [format!("`{at}` is not a time of day")]);
    }
}
