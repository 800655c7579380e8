//! The same scenario, said in another way, has the same bytes.

use crate::config;
use crate::scenario::{choices, scenario};
use crate::support::observed;
use gplc::model::build::build;
use gplc::scenario::read_text;
use proptest::prelude::*;

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn the_resolved_scenario_reproduces_the_run(choices in choices()) {
        let text = scenario(&choices);
        let read = read_text("case.toml", &text, &[]).unwrap();
        let again = read_text("case.toml", &read.resolved, &[])
            .unwrap_or_else(|mistakes| panic!("{}\n{}", mistakes.render(100, false), read.resolved));
        prop_assert_eq!(&read.scenario, &again.scenario);
        prop_assert_eq!(&read.resolved, &again.resolved);
        let seen = |scenario| {
            let built = build(scenario).unwrap();
            format!("{:?}", observed(&built))
        };
        prop_assert!(seen(&read.scenario) == seen(&again.scenario));
    }
}
