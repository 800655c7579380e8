//! Uncertain values: errors in them, with their messages.

use super::{SMALL, assert_snapshot, rendered};
use gplc::scenario::read_text;

/// Uncertain values with an error: name, the key that is set, the rest.
const UNCERTAIN: &[(&str, &str, &str)] = &[
    ("no_such_table", "process.pick.people", "uniform = [1, 2]"),
    ("no_such_key", "processes.pick.peopel", "uniform = [1, 2]"),
    ("deeper_than_a_value", "processes.pick.people.each", "uniform = [1, 2]"),
    ("a_name_is_no_value", "demand.workshops.site", "uniform = [1, 2]"),
    ("a_table_is_no_value", "processes.pick", "uniform = [1, 2]"),
    ("common_to_all_replications", "horizon", r#"uniform = ["20 weeks", "30 weeks"]"#),
    ("uncertain_of_uncertain", "uncertain.x.uniform", "uniform = [1, 2]"),
    ("no_path", "", "uniform = [1, 2]"),
    ("no_distribution", "demand.workshops.classes.vor", ""),
    ("two_distributions", "processes.pick.people", "uniform = [200, 300]\none_of = [200]"),
    ("unknown_distribution", "processes.pick.people", "normal = [200, 300]"),
    ("out_of_order", "demand.workshops.classes.vor", r#"triangular = ["20%", "10%", "60%"]"#),
    ("too_few", "demand.workshops.classes.vor", r#"triangular = ["10%", "60%"]"#),
    ("all_one", "processes.pick.people", "uniform = [200, 200]"),
    ("units_that_differ", "demand.workshops.classes.vor", r#"uniform = ["10%", 60]"#),
    ("units_of_time_that_differ", "lanes.to_pdc.cut_off", r#"triangular = ["30 min", "1 h", "2 h"]"#),
    ("not_a_quantity", "demand.workshops.classes.vor", r#"uniform = ["few", "many"]"#),
    ("over_its_range", "demand.workshops.classes.vor", r#"triangular = ["1%", "5%", "130%"]"#),
    ("under_its_range", "processes.pick.people", "uniform = [-5, 300]"),
    ("another_unit_than_its_key", "lanes.to_pdc.cut_off", r#"uniform = ["1%", "2%"]"#),
    (
        "a_tail_outside_its_range",
        "demand.workshops.classes.vor",
        r#"lognormal = { median = "20%", p90 = "60%" }"#,
    ),
    ("after_the_run", "restart.order_entry.from", "uniform = [2025-09-20, 2026-02-01]"),
    (
        "lognormal_out_of_order",
        "demand.workshops.classes.vor",
        r#"lognormal = { median = "20%", p90 = "10%" }"#,
    ),
    ("lognormal_moment", "restart.order_entry.from", "lognormal = { median = 2025-09-20, p90 = 2025-10-01 }"),
    ("empty_table", "demand.workshops.classes.vor", "table = []"),
];

#[test]
fn errors_in_uncertain_values_are_reported_at_their_span() {
    let snapshot = |name: &str, tables: &str| {
        let text = format!("{SMALL}\n{tables}\n");
        let errors = read_text("small.toml", &text, &[]).expect_err(name);
        assert_snapshot("uncertain", name, &rendered(&errors));
    };
    for (name, path, rest) in UNCERTAIN {
        let set = if path.is_empty() { String::new() } else { format!("set = \"{path}\"\n") };
        snapshot(name, &format!("[uncertain.x]\n{set}{rest}"));
    }
    let people =
        |name: &str| format!("[uncertain.{name}]\nset = \"processes.pick.people\"\nuniform = [200, 300]\n");
    snapshot("two_for_one", &(people("x") + &people("y")));
}
