//! Where nothing has a limit, nothing waits.

use crate::config;
use crate::support::{Diary, built};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn without_limits_every_line_is_filled_at_once(lines in 1_u32..200, seed in 0_u32..1_000, per_order in 1_u32..4) {
        let text = format!(
            "title = \"No limits\"\nstart = 2025-01-06\nhorizon = \"3 days\"\nseed = {seed}\nstart_from = \"full\"\n\
             [parts.a]\ncount = 3\nshare = \"100%\"\n[classes.daily]\npriority = 1\n[processes.pick]\n\
             [sites.centre]\nkind = \"centre\"\nstock = \"unlimited\"\noutbound = [\"pick\"]\n\
             [sites.shops]\nkind = \"retailer\"\ncount = 2\nsupplied_by = [\"centre\"]\n\
             [demand.all]\nsite = \"shops\"\nlines = \"{lines} lines/day\"\nlines_per_order = \"{per_order} lines\"\n\
             class = \"daily\"\n"
        );
        for story in Diary::of(&built(&text).model, 0) {
            prop_assert_eq!(story.filled, Some(story.ordered));
        }
    }
}
