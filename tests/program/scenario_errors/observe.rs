//! Observations: errors in them, with their messages.

use super::{SMALL, assert_snapshot, changed, rendered};
use gplc::scenario::read_text;

#[test]
fn errors_in_observations_are_reported_at_their_span() {
    for (name, rest) in [
        ("of_nothing", "above = [\"3 lines\"]"),
        ("unknown_process", "process = \"pik\""),
        ("site_that_does_not_list_it", "process = \"pick\"\nsite = \"uk_pdc\""),
        ("above_without_unit", "process = \"pick\"\nabove = [20]"),
        ("above_fractional_lines", "process = \"pick\"\nabove = [\"2.5 lines\"]"),
        ("above_twice", "process = \"pick\"\nabove = [\"2 lines\", \"2.0 lines\"]"),
        ("given_no_failure", "process = \"pick\"\ngiven = [\"attack\"]"),
        ("at_no_moments", "process = \"pick\"\nat = [\"06:00\"]"),
        ("at_in_the_warm_up", "process = \"pick\"\nat = [2025-07-01, 2025-06-03]"),
        ("at_after_the_run", "process = \"pick\"\nat = [2026-07-01]"),
        ("daily_at_no_time_of_day", "process = \"pick\"\ndaily_at = [\"6 h\"]"),
        ("daily_at_24_00", "process = \"pick\"\ndaily_at = [\"24:00\"]"),
        ("each_longer_than_counted", "process = \"pick\"\neach = \"25 weeks\""),
        ("each_no_time", "process = \"pick\"\neach = \"0 h\""),
        ("cleared_without_limit", "process = \"pick\"\ncleared = { from = 2025-07-01 }"),
        (
            "cleared_in_the_warm_up",
            "process = \"pick\"\ncleared = { from = 2025-06-02, at_most = \"9 lines\" }",
        ),
        ("unknown_key", "process = \"pick\"\nbelow = [\"3 lines\"]"),
        (
            "uncertain",
            "process = \"pick\"\neach = \"1 h\"\n[uncertain.x]\nset = \"observe.picking.each\"\nuniform = [\"1 h\", \"2 h\"]",
        ),
    ] {
        let text = format!("{SMALL}\n[observe.picking]\n{rest}\n");
        let errors = read_text("small.toml", &text, &[]).expect_err(name);
        assert_snapshot("observe", name, &rendered(&errors));
    }
    for (name, rest) in [
        ("of_two_things", "stock = \"gplc\"\nlane = \"to_pdc\""),
        ("stock_of_a_supplier", "stock = \"suppliers\""),
        ("unknown_site", "stock = \"gplk\""),
        ("unknown_lane", "lane = \"to_pcd\""),
        ("unknown_demand", "orders = \"workshop\""),
        ("keys_of_other_things", "stock = \"gplc\"\nabove = [\"3 lines\"]\nsite = \"gplc\""),
        ("within_of_a_lane", "lane = \"to_pdc\"\nwithin = [\"1 day\"]"),
        ("instants_of_orders", "orders = \"workshops\"\neach = \"1 h\""),
        ("within_no_duration", "stock = \"gplc\"\nwithin = [\"1 piece\"]"),
        ("within_twice", "stock = \"gplc\"\nwithin = [\"24 h\", \"1 day\"]"),
    ] {
        let text = format!("{SMALL}\n[observe.look]\n{rest}\n");
        let errors = read_text("small.toml", &text, &[]).expect_err(name);
        assert_snapshot("observe", name, &rendered(&errors));
    }
    let fill_rate = r#"stock = { fill_rate = "95%", review = { every = "1 working day", at = "05:00" } }"#;
    let text = format!("{}\n[observe.look]\nstock = \"gplc\"\n", changed(fill_rate, "stock = \"unlimited\""));
    let errors = read_text("small.toml", &text, &[]).expect_err("no levels");
    assert_snapshot("observe", "unlimited_stock", &rendered(&errors));
    let twice = SMALL.replace("supplied_by = [\"gplc\"]", "supplied_by = [\"gplc\"]\noutbound = [\"pick\"]");
    let text = format!("{twice}\n[observe.picking]\nprocess = \"pick\"\n");
    let errors = read_text("small.toml", &text, &[]).expect_err("which of two");
    assert_snapshot("observe", "several_sites", &rendered(&errors));
}
