//! Systems: errors in them, with their messages.

use super::assert_errors;

#[test]
fn errors_in_systems_are_reported_at_their_span() {
    assert_errors(
        "systems",
        &[
            ("dangling_name", r#"needs = ["wms"]"#, r#"needs = ["wsm"]"#),
            (
                "cycle_in_needs",
                "[systems.identity]",
                r#"[systems.identity]
needs = ["wms"]"#,
            ),
            ("not_a_list", r#"needs = ["wms"]"#, r#"needs = "wms""#),
            ("listed_twice", r#"needs = ["wms"]"#, r#"needs = ["wms", "wms"]"#),
        ],
    );
}
