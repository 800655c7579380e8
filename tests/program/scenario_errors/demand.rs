//! Demand: errors in them, with their messages.

use super::assert_errors;

#[test]
fn errors_in_demand_are_reported_at_their_span() {
    assert_errors(
        "demand",
        &[
            ("demand_on_a_supplier", r#"site = "retailers""#, r#"site = "suppliers""#),
            ("class_shares_that_do_not_make_100", r#"vor = "5%""#, r#"vor = "7%""#),
            ("unknown_class", r#"vor = "5%""#, r#"vro = "5%""#),
            (
                "backorder_class_that_does_not_make_100",
                r#"classes = { vor = "5%", daily = "95%" }"#,
                r#"backorder_class = { vor = "25%", daily = "70%" }"#,
            ),
            (
                "backorder_class_unknown",
                r#"classes = { vor = "5%", daily = "95%" }"#,
                r#"backorder_class = { vor = "25%", dayly = "75%" }"#,
            ),
            (
                "backorder_class_without_a_shelf",
                r#"site = "retailers""#,
                r#"site = "uk_pdc"
backorder_class = { daily = "100%" }"#,
            ),
            (
                "class_by_car_without_jobs",
                r#"classes = { vor = "5%", daily = "95%" }"#,
                r#"backorder_class = { off_road = "vor", otherwise = "daily" }"#,
            ),
            (
                "class_by_car_of_half_the_cars",
                r#"classes = { vor = "5%", daily = "95%" }"#,
                r#"backorder_class = { off_road = "vor" }
jobs = { off_road = "30%" }"#,
            ),
            (
                "jobs_without_a_share_off_road",
                r#"hours = "peak before 16:00""#,
                r#"jobs = { courtesy = { cars = "1.5 each", cost = "£45" } }"#,
            ),
            (
                "courtesy_cars_in_another_currency",
                r#"hours = "peak before 16:00""#,
                r#"jobs = { off_road = "130%", courtesy = { cars = 12, cost = "€45/day", colour = "red" } }"#,
            ),
            ("hours_of_no_shape", r#"hours = "peak before 16:00""#, r#"hours = "afternoon""#),
            ("hours_of_23_weights", r#"hours = "peak before 16:00""#, "hours = [1, 1, 1]"),
            ("lines_without_time", r#""70 per working day each""#, r#""70 lines each""#),
        ],
    );
}

#[test]
fn errors_in_time_and_volume_of_demand_are_reported_at_their_span() {
    const HOURS: &str = r#"hours = "peak before 16:00""#;
    assert_errors(
        "demand_volume",
        &[
            ("demand_that_ends_before_it_begins", HOURS, "from = 2025-07-01\nuntil = 2025-06-15"),
            ("demand_after_the_run", HOURS, "from = 2026-07-01"),
            ("demand_before_the_run", HOURS, "from = 2024-07-01"),
            ("backlog_of_half_a_line", HOURS, r#"backlog = "2.5 lines""#),
            ("backlog_in_pieces", HOURS, r#"backlog = "20 pieces""#),
            ("never_any_pieces", HOURS, r#"pieces = { table = [["0 pieces", 1]] }"#),
            ("poisson_of_nothing", HOURS, r#"pieces = { poisson = "0 pieces" }"#),
            (
                "negative_binomial_that_varies_too_little",
                HOURS,
                r#"pieces = { negative_binomial = { mean = "2 pieces", variance_to_mean = 1 } }"#,
            ),
            (
                "negative_binomial_by_cv",
                HOURS,
                r#"pieces = { negative_binomial = { mean = "2 pieces", cv = 2 } }"#,
            ),
            ("continuous_pieces", HOURS, r#"pieces = { gamma = { mean = "2 pieces", cv = 2 } }"#),
        ],
    );
}

#[test]
fn errors_in_outage_responses_are_reported_at_their_span() {
    let peak = r#"hours = "peak before 16:00""#;
    let down = |keys: &str| format!("{peak}\nwhen_down = {{ {keys} }}");
    let cases = [
        ("shares_that_do_not_make_100", down(r#"of = "wms", on_paper = "60%", lost = "30%""#)),
        ("no_system", down(r#"on_paper = "60%", lost = "rest""#)),
        ("unknown_system", down(r#"of = "vms", on_paper = "100%""#)),
        ("two_rests", down(r#"of = "wms", on_paper = "rest", lost = "rest""#)),
        (
            "more_than_100_beside_the_rest",
            down(r#"of = "wms", on_paper = "80%", elsewhere = "30%", lost = "rest""#),
        ),
        ("unknown_share", down(r#"of = "wms", on_paper = "60%", postponed = "40%""#)),
        (
            "a_class_without_lines",
            down(r#"of = "wms", lost = "100%", classes = { stock = { lost = "100%" } }"#),
        ),
        (
            "shares_of_a_class",
            down(r#"of = "wms", lost = "100%", classes = { vor = { on_paper = "50%", deferred = "40%" } }"#),
        ),
        ("entered_at_no_desk", down(r#"of = "wms", on_paper = "100%", entered_by = "pick""#)),
        ("deferred_over_no_unit", down(r#"of = "wms", deferred = "100%", deferred_over = 7"#)),
    ];
    for (name, instead) in &cases {
        assert_errors("when_down", &[(name, peak, instead)]);
    }
    let order_desk = r#"inbound = ["unload"]"#;
    assert_errors(
        "when_down",
        &[
            (
                "a_desk_that_nothing_comes_to",
                "kind = \"retailer\"\n",
                "kind = \"retailer\"\norder_desk = [\"release\"]\n",
            ),
            ("a_desk_in_the_flow_of_goods", order_desk, "inbound = [\"unload\"]\norder_desk = [\"pick\"]"),
            (
                "a_desk_of_a_supplier",
                r#"lead_time = { lognormal = { median = "6 weeks", p90 = "16 weeks" } }"#,
                "lead_time = \"6 weeks\"\norder_desk = [\"pick\"]",
            ),
        ],
    );
}

#[test]
fn errors_in_cut_offs_and_variation_are_reported_at_their_span() {
    let (working, elapsed) = ("promise = \"1 working day\"", "promise = \"48 h\"");
    let peak = r#"hours = "peak before 16:00""#;
    assert_errors(
        "variation",
        &[
            ("a_cut_off_of_no_working_days", elapsed, &format!("{elapsed}\ncut_off = \"16:00\"")),
            ("no_time_of_day", working, &format!("{working}\ncut_off = \"4 pm\"")),
            ("of_nothing", peak, &format!("{peak}\nvariation = {{ persistence = 0.5 }}")),
            (
                "never_normal_again",
                peak,
                &format!("{peak}\nvariation = {{ week_cv = \"6%\", persistence = 1.0 }}"),
            ),
            ("a_bare_cv", peak, &format!("{peak}\nvariation = {{ week_cv = 0.06 }}")),
        ],
    );
}
