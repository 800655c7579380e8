//! Impatience: errors in them, with their messages.

use super::{SMALL, assert_snapshot, rendered};
use gplc::scenario::read_text;

/// Two rules of impatience, to stand below the small scenario.
const IMPATIENCE: &str = r#"[impatience.becomes_vor]
demand = ["workshops"]
class = "daily"
late_by = "2 working days"
share = "30%"
escalates_to = "vor"
[impatience.gives_up]
class = "daily"
late_by = "4 weeks"
cancels = true
"#;

#[test]
fn errors_in_impatience_are_reported_at_their_span() {
    let text = format!("{SMALL}{IMPATIENCE}");
    let read = read_text("small.toml", &text, &[]).expect("no error");
    let again = read_text("small.toml", &read.resolved, &[]).expect("no error");
    assert_eq!((read.scenario, read.resolved), (again.scenario, again.resolved));
    let again = text.replace("cancels = true", "orders_again = true\nreturns_after = \"36 h\"");
    let read = read_text("small.toml", &again, &[]).expect("no error");
    let again = read_text("small.toml", &read.resolved, &[]).expect("no error");
    assert_eq!((read.scenario, read.resolved), (again.scenario, again.resolved));
    let (late_by, escalates, cancels) =
        (r#"late_by = "2 working days""#, r#"escalates_to = "vor""#, "cancels = true");
    for (name, written, instead) in [
        ("unknown_key", late_by, r#"late = "2 working days""#),
        ("no_time", late_by, r#"late_by = "0 h""#),
        ("share_over_the_whole", r#"share = "30%""#, r#"share = "130%""#),
        ("unknown_demand", r#"demand = ["workshops"]"#, r#"demand = ["workshop"]"#),
        ("unknown_class", escalates, r#"escalates_to = "voor""#),
        ("does_nothing", escalates, ""),
        ("two_reactions", escalates, "escalates_to = \"vor\"\ncancels = true"),
        ("returns_of_nothing", cancels, "cancels = true\nreturns_after = \"1 week\""),
        ("duplicate_without_return", cancels, "orders_again = true"),
        ("cancels_no", cancels, r#"cancels = "no""#),
        ("not_more_urgent", escalates, r#"escalates_to = "stock""#),
        ("without_promise", "promise = \"48 h\"\n", ""),
        ("nobody_orders_it", r#"classes = { vor = "5%", daily = "95%" }"#, r#"class = "vor""#),
    ] {
        assert_eq!(text.matches(written).count(), 1, "`{written}` must stand once");
        let errors = read_text("small.toml", &text.replace(written, instead), &[]).expect_err(name);
        assert_snapshot("impatience", name, &rendered(&errors));
    }
}
