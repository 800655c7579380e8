//! Order classes: errors in them, with their messages.

use super::assert_errors;

#[test]
fn errors_in_classes_are_reported_at_their_span() {
    assert_errors(
        "classes",
        &[
            ("two_classes_with_one_priority", "priority = 2", "priority = 1"),
            ("priority_zero", "priority = 2", "priority = 0"),
        ],
    );
}
