//! Segments: errors in them, with their messages.

use super::assert_errors;

#[test]
fn errors_in_parts_are_reported_at_their_span() {
    assert_errors(
        "parts",
        &[
            ("share_over_100", r#"share = "55%""#, r#"share = "155%""#),
            ("shares_that_do_not_make_100", r#"share = "55%""#, r#"share = "50%""#),
            ("two_currencies", r#"value = "£35.50""#, r#"value = "€35.50""#),
            ("value_without_currency", r#"value = "£9""#, "value = 9"),
            ("unknown_distribution", r#"geometric = "6 pieces""#, r#"geometrc = "6 pieces""#),
            ("pieces_from_zero", r#"geometric = "6 pieces""#, r#"poisson = "6 pieces""#),
            ("pieces_below_one", r#"geometric = "6 pieces""#, r#"geometric = "0.5 pieces""#),
            ("pieces_in_lines", r#"geometric = "6 pieces""#, r#"geometric = "6 lines""#),
        ],
    );
}
