//! Calendars: errors in them, with their messages.

use super::assert_errors;

#[test]
fn errors_in_calendars_are_reported_at_their_span() {
    assert_errors(
        "calendars",
        &[
            ("unknown_weekday", "sat 22:00", "saturday 22:00"),
            ("unknown_time", "22:00-06:00", "22:00-26:00"),
            ("not_a_shift", r#""mon-fri 14:00-22:00""#, r#""mon-fri""#),
        ],
    );
}
