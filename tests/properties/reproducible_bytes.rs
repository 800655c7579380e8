//! Reproducible bytes: equivalent scenarios give the same bytes.

use crate::config;
use crate::equivalent_scenarios::{Dice, in_another_order, in_other_units, text, tree};
use crate::scenario::{Case, scenarios};
use crate::support::{observed, read};
use gplc::compile::build;
use gplc::scenario::{Scenario, read as read_file};
use proptest::prelude::*;
use toml::{Table, Value};

/// All that is observed of a run, as text: a share of nothing is NaN and not equal to itself.
fn seen(scenario: &Scenario) -> String {
    format!("{:?}", observed(&build(scenario).unwrap()))
}

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn the_resolved_scenario_reproduces_the_run(Case(scenario) in scenarios()) {
        let one = read(&scenario);
        let other = read(&one.resolved);
        prop_assert_eq!(&one.scenario, &other.scenario);
        prop_assert_eq!(&one.resolved, &other.resolved);
        prop_assert!(seen(&one.scenario) == seen(&other.scenario));
    }
}

proptest! {
    // A scenario that is the same has the same run: what is compared most is what was read.
    #![proptest_config(config(60))]

    #[test]
    fn tables_and_keys_in_another_order_are_the_same_scenario(Case(scenario) in scenarios(), dice in any::<u64>()) {
        let other = text(&in_another_order(&tree(&scenario), &mut Dice(dice)));
        let (one, two) = (read(&scenario), read(&other));
        prop_assert_eq!(&one.scenario, &two.scenario, "{}", other);
        prop_assert_eq!(&one.resolved, &two.resolved, "{}", other);
        if dice.is_multiple_of(10) {
            prop_assert!(seen(&one.scenario) == seen(&two.scenario), "{}", other);
        }
    }

    #[test]
    fn quantities_in_other_units_are_the_same_scenario(Case(scenario) in scenarios(), dice in any::<u64>()) {
        let other = text(&in_other_units(&tree(&scenario), &mut Dice(dice)));
        let (one, two) = (read(&scenario), read(&other));
        prop_assert_eq!(&one.scenario, &two.scenario, "{}", other);
        prop_assert_eq!(&one.resolved, &two.resolved, "{}", other);
        if dice.is_multiple_of(10) {
            prop_assert!(seen(&one.scenario) == seen(&two.scenario), "{}", other);
        }
    }

    #[test]
    fn a_scenario_in_two_files_is_the_same(Case(scenario) in scenarios(), dice in any::<u64>()) {
        // Each thing stands in the file that is built on, or in the one that builds on it. Its keys
        // stay together: some displace others that are inherited.
        let mut dice = Dice(dice);
        let (mut upper, mut lower) = (Table::new(), Table::new());
        upper.insert("based_on".to_owned(), "lower.toml".into());
        for (key, value) in tree(&scenario) {
            let Value::Table(things) = value else {
                [&mut upper, &mut lower][dice.below(2)].insert(key, value);
                continue;
            };
            let (above, below): (Table, Table) = things.into_iter().partition(|_| dice.below(2) == 0);
            upper.insert(key.clone(), above.into());
            lower.insert(key, below.into());
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("lower.toml"), text(&lower)).unwrap();
        std::fs::write(folder.path().join("case.toml"), text(&upper)).unwrap();
        let two = read_file(&folder.path().join("case.toml"), &[])
            .unwrap_or_else(|errors| panic!("{}", errors.render(100, false)));
        let one = read(&scenario);
        prop_assert_eq!(&one.scenario, &two.scenario);
        prop_assert_eq!(&one.resolved, &two.resolved);
    }
}
