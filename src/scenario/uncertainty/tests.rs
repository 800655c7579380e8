//! Tests of uncertain values in small scenarios.

use crate::scenario::network::process::Capacity;
use crate::scenario::{ReadScenario, Scenario, read_text};
use crate::units::Instant;
use proptest::prelude::*;

const SMALL: &str = include_str!("../../../tests/scenario/small.toml");

/// Values of each form and each distribution, some at keys that the resolved scenario expresses by
/// others.
const ALL: &str = r#"
[uncertain.people]
set = "processes.pick.people"
triangular = [200, 240, 250]
[uncertain.vor]
set = "demand.workshops.classes.vor"
table = [["5%", 0.8], ["12.5%", 0.2]]
[uncertain.late_deliveries]
set = "sites.suppliers.lead_time.lognormal.p90"
lognormal = { median = "16 weeks", p90 = "20 weeks" }
[uncertain.overtime]
set = "restart.overtime.boost.pick"
one_of = ["110%", "125%"]
[uncertain.order_entry]
set = "restart.order_entry.from"
uniform = [2025-09-20, 2025-10-10]
[uncertain.attack]
set = "disruptions.attack.from"
one_of = [2025-08-31T20:00:00, 2025-09-01T06:30:15]
[uncertain.zipf]
set = "parts.fast.spread.zipf"
uniform = [0.5, 1]
"#;

fn all() -> ReadScenario {
    read_text("small.toml", &format!("{SMALL}{ALL}"), &[]).expect("a valid scenario")
}

#[test]
fn uncertain_values_read_back_from_the_resolved_scenario() {
    let first = all();
    let second = read_text("small.toml", &first.resolved, &[]).expect("a valid scenario");
    assert_eq!(first.scenario, second.scenario);
    assert_eq!(first.resolved, second.resolved);
    let sampled: Vec<f64> = first.scenario.uncertain.iter().map(|one| one.corners()[0]).collect();
    let again = second.with_values(&sampled).expect("a valid value");
    assert_eq!(first.with_values(&sampled).expect("a valid value"), again);
    assert_ne!(again.sites, first.scenario.sites, "the sampled p90 replaces the one in the file");
}

/// The small scenario with one uncertain value.
fn uncertain(keys: &str) -> ReadScenario {
    let text = format!("{SMALL}\n[uncertain.one]\n{keys}\n");
    match read_text("small.toml", &text, &[]) {
        Ok(read) => read,
        Err(diagnostics) => panic!("{}", diagnostics.render(100, false)),
    }
}

fn with(keys: &str, number: f64) -> Scenario {
    uncertain(keys).with_values(&[number]).expect("a valid value")
}

#[test]
fn a_sampled_value_replaces_the_one_in_the_file() {
    let scenario = with("set = \"processes.pick.people\"\nuniform = [200, 300]", 271.0);
    assert!(matches!(scenario.processes[1].capacity, Capacity::People { people: 271, .. }));
    assert_eq!(scenario.uncertain, [], "a sampled value is not uncertain any more");
    // 2 June to 26 September: 116 days.
    let read = uncertain("set = \"restart.order_entry.from\"\nuniform = [2025-09-20, 2025-10-10]");
    let low = read.scenario.uncertain[0].corners()[0];
    let later = read.with_values(&[low + 6.0 * 86_400.0]).expect("a valid value");
    assert_eq!(later.restart[0].from, Some(Instant::midnight(116)));
}

#[test]
fn a_key_that_accepts_only_integers_gets_integers() {
    let people = &uncertain("set = \"processes.pick.people\"\nuniform = [200, 300]").scenario.uncertain[0];
    assert_eq!((people.integer, people.rounded(271.4)), (true, 271.0));
    let weight = "set = \"parts.fast.spread.zipf\"\nuniform = [0, 2]";
    let weight = &uncertain(weight).scenario.uncertain[0];
    assert_eq!((weight.integer, weight.rounded(0.123_456_789_12)), (false, 0.123_456_789));
}

#[test]
fn the_other_shares_keep_their_proportions() {
    // 20 % and 75 % share what vor leaves: with 24 % for vor, 16 % and 60 %.
    let three = SMALL.replace(
        "classes = { vor = \"5%\", daily = \"95%\" }",
        "classes = { vor = \"5%\", stock = \"20%\", daily = \"75%\" }",
    ) + "[uncertain.vor]\nset = \"demand.workshops.classes.vor\"\nuniform = [\"1%\", \"30%\"]\n";
    let read = read_text("small.toml", &three, &[]).expect("a valid scenario");
    let classes = &read.with_values(&[24.0]).expect("a valid value").demand[0].classes;
    let expected = [("daily", 0.60), ("stock", 0.16), ("vor", 0.24)];
    for ((name, share), (expected_name, expected)) in classes.iter().zip(expected) {
        assert_eq!(name, expected_name);
        assert!((share - expected).abs() < 1e-12, "{name}: {share}");
    }
}

#[test]
fn outage_responses_add_up_whichever_share_is_sampled() {
    let shares = |when_down: &str| {
        let text = SMALL.replace("hours = \"peak before 16:00\"", &format!("when_down = {when_down}"))
            + "[uncertain.later]\nset = \"demand.workshops.when_down.deferred\"\nuniform = [\"0%\", \"60%\"]\n";
        let read = read_text("small.toml", &text, &[]).expect("a valid scenario");
        let demand = read.with_values(&[55.0]).expect("a valid value").demand.remove(0);
        demand.when_down.expect("the file has it").responses.shares
    };
    // On paper, deferred, elsewhere, lost: 45 % remain for 40 : 10 : 40, or for the rest alone.
    for (written, expected) in [
        (
            "{ of = \"identity\", on_paper = \"40%\", deferred = \"10%\", elsewhere = \"10%\", lost = \"40%\" }",
            [0.2, 0.55, 0.05, 0.2],
        ),
        (
            "{ of = \"identity\", on_paper = \"40%\", deferred = \"10%\", lost = \"rest\" }",
            [0.4, 0.55, 0.0, 0.05],
        ),
    ] {
        let found = shares(written);
        let same = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-9);
        assert!(same, "{found:?}");
    }
}

#[test]
fn two_uncertain_shares_leave_the_rest_to_the_others() {
    let text = SMALL.replace(
        "classes = { vor = \"5%\", daily = \"95%\" }",
        "classes = { vor = \"5%\", stock = \"20%\", daily = \"75%\" }",
    ) + "[uncertain.a]\nset = \"demand.workshops.classes.vor\"\nuniform = [\"1%\", \"30%\"]\n\
             [uncertain.b]\nset = \"demand.workshops.classes.stock\"\nuniform = [\"1%\", \"80%\"]\n";
    let read = read_text("small.toml", &text, &[]).expect("a valid scenario");
    let daily = |values: [f64; 2]| read.with_values(&values).map(|scenario| scenario.demand[0].classes[0].1);
    assert!((daily([10.0, 30.0]).expect("a valid value") - 0.6).abs() < 1e-12);
    let refused = daily([30.0, 75.0]).expect_err("30 % + 75 % = 105 %");
    assert_eq!(refused, "the shares cannot add up to 100 %: 0% remains for demand.workshops.classes.daily");
}

#[test]
fn one_sample_may_set_several_keys() {
    let text = "set = [\"processes.pick.people\", \"parts.fast.count\"]\nuniform = [200, 300]";
    let scenario = with(text, 271.0);
    assert!(matches!(scenario.processes[1].capacity, Capacity::People { people: 271, .. }));
    assert_eq!(scenario.parts[0].count, 271);
    let read = uncertain(text);
    let again = read_text("small.toml", &read.resolved, &[]).expect("a valid scenario");
    assert_eq!(again.scenario.uncertain, read.scenario.uncertain);
}

#[test]
fn the_other_outage_responses_keep_their_proportions() {
    let down = "[demand.workshops.when_down]\nof = \"identity\"\non_paper = \"60%\"\nlost = \"40%\"\n";
    let text = format!(
        "{SMALL}{down}[uncertain.x]\nset = \"demand.workshops.when_down.lost\"\n\
             uniform = [\"10%\", \"90%\"]\n"
    );
    let read = read_text("small.toml", &text, &[]).expect("a valid scenario");
    let sampled = read.with_values(&[10.0]).expect("a valid value");
    let when_down = sampled.demand[0].when_down.as_ref().expect("the file has it");
    assert!(format!("{when_down:?}").contains("0.9"), "{when_down:?}");
}

#[test]
fn setting_it_to_false_removes_it() {
    let sets = ["uncertain.people=false".to_owned()];
    let read = read_text("small.toml", &format!("{SMALL}{ALL}"), &sets).expect("a valid scenario");
    assert!(read.scenario.uncertain.iter().all(|one| one.name != "people"));
    assert_eq!(read.scenario.uncertain.len(), 6);
}

#[test]
fn a_description_has_the_unit_of_the_key() {
    let read = all();
    let descriptions: Vec<String> =
        read.scenario.uncertain.iter().map(super::UncertainValue::description).collect();
    assert_eq!(
        descriptions,
        [
            "2025-08-31T20:00:00, 2025-09-01T06:30:15, equally likely",
            "median 16 weeks, P90 20 weeks",
            "2025-09-20 to 2025-10-10, uniform",
            "110%, 125%, equally likely",
            "200 to 250, most likely 240",
            "5% (80 %), 12.5% (20 %)",
            "0.5 to 1, uniform",
        ]
    );
}

proptest! {
    #[test]
    fn a_sampled_number_reads_back_exactly(number in 1e-9..1e12_f64) {
        let share = super::UncertainValue {
            name: "x".into(),
            set: vec!["y".into()],
            form: super::ValueForm::Quantity { before: String::new(), after: "%".to_owned() },
            integer: false,
            distribution: super::InputDistribution::OneOf(vec![1.0]),
            stream: "x".into(),
        };
        let rounded = share.rounded(number);
        let back = super::value_form::parse_quantity(&share.form.text(rounded)).expect("a quantity");
        prop_assert_eq!(back.number.to_bits(), rounded.to_bits());
        prop_assert!((rounded / number - 1.0).abs() < 1e-8);
    }
}
