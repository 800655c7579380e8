//! More capacity never makes a first-come queue slower.

use crate::config;
use crate::support::{Diary, built};
use gplc::engine::Time;
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn more_servers_never_make_a_first_come_queue_slower(servers in 1_u32..5, lines in 20_u32..120, seed in 0_u32..1_000) {
        // Kiefer & Wolfowitz 1955: each line of a first come, first served queue begins no later with a server
        // more, if work and arrivals are the same. Ends may change order, so begins are compared, line by line.
        let begins = |servers: u32| -> Vec<Option<Time>> {
            let text = format!(
                "title = \"A queue\"\nstart = 2025-01-06\nhorizon = \"4 days\"\nseed = {seed}\nstart_from = \"full\"\n\
                 [parts.a]\ncount = 1\nshare = \"100%\"\n[classes.daily]\npriority = 1\n\
                 [processes.pick]\nservers = {servers}\ntime = {{ exponential = \"30 min\" }}\n\
                 [sites.centre]\nkind = \"centre\"\nstock = \"unlimited\"\noutbound = [\"pick\"]\n\
                 [demand.all]\nsite = \"centre\"\nlines = \"{lines} lines/day\"\nclass = \"daily\"\n"
            );
            let stories = Diary::of(&built(&text).model, 0);
            stories.iter().map(|story| story.shipped.map(|shipped| shipped - story.work)).collect()
        };
        for (few, many) in begins(servers).into_iter().zip(begins(servers + 1)) {
            if let Some(few) = few {
                prop_assert!(many.is_some_and(|many| many <= few), "{many:?} after {few}");
            }
        }
    }
}
