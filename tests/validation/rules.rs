//! Tests of the pass rules against made-up runs: no rule is a check that cannot fail.

use crate::validation::case::{Case, CaseFile};
use crate::validation::simulate::Answer;
use crate::validation::specification::{Clock, decimal};
use crate::validation::verdict::{agrees, all_spread_rightly, few_second_runs, file_spreads_rightly};
use crate::validation::{Settings, Value, Verdict, estimated, judge, judge_file, together};
use std::num::NonZeroUsize;

const WHOLE: Settings = Settings { threads: NonZeroUsize::MIN, times: 1.0, precise: true };

/// A case of one value, with what is written of it.
fn case(expected: &str) -> Case {
    let text = format!(
        "id = \"made-up\"\nmodel = \"M/M/1\"\nkind = \"simulate\"\n[[expected]]\nmetric = \"L\"\n{expected}"
    );
    toml::from_str(&text).unwrap()
}

/// A case that expects 100 with a half-width of at most 1.
fn hundred() -> Case {
    case("value = 100.0\ntolerance = \"ci\"\nmax_half_width = 1.0\nerror = 0.01")
}

/// Twenty numbers with this mean and a standard error of about so much.
fn numbers(mean: f64, standard_error: f64) -> Answer {
    // ±1 alternately has the standard deviation √(20/19).
    let spread = standard_error * 19.0_f64.sqrt();
    let values = (0..20).map(|k| mean + if k % 2 == 0 { spread } else { -spread }).collect();
    Answer::Numbers { values, off: 0.0 }
}

/// The verdict on the one value of a case, with the runs that were made of it.
fn judged(case: &Case, mut run: impl FnMut(usize, f64) -> Answer) -> (Value, Vec<(usize, f64)>) {
    let mut made = Vec::new();
    let mut values = estimated(case, WHOLE, 0, |word, times| {
        made.push((word, times));
        vec![run(word, times)]
    });
    (values.remove(0), made)
}

#[test]
fn a_precise_and_accurate_estimate_passes_in_one_run() {
    let (value, runs) = judged(&hundred(), |_, _| numbers(100.3, 0.2));
    assert_eq!((value.verdict, runs), (Verdict::Passed, vec![(0, 1.0)]));
    assert!((value.z.unwrap() - 1.5).abs() < 1e-9);
}

#[test]
fn a_biased_estimate_fails_after_a_second_run_of_four_times_the_length_with_other_seeds() {
    let (value, runs) = judged(&hundred(), |_, _| numbers(100.7, 0.2));
    assert!(matches!(value.verdict, Verdict::Failed(_)), "{:?}", value.verdict);
    assert_eq!(runs, [(0, 1.0), (1, 4.0)]);
    // 3 SE + error = 0.61: just inside, and just outside.
    let passes = |mean| judged(&hundred(), |_, _| numbers(mean, 0.2)).0.verdict == Verdict::Passed;
    assert!(passes(100.609) && !passes(100.611));
}

#[test]
fn a_chance_miss_passes_in_the_second_run_and_is_counted() {
    let (value, _) = judged(&hundred(), |word, _| numbers(if word == 0 { 100.7 } else { 100.1 }, 0.2));
    assert_eq!(value.verdict, Verdict::Passed);
    assert!(value.second_run);
}

#[test]
fn a_noisy_estimate_is_lengthened_ten_times_at_most_and_then_inconclusive() {
    let (value, runs) = judged(&hundred(), |_, times| numbers(100.0, 5.0 / times.sqrt()));
    assert!(matches!(value.verdict, Verdict::Inconclusive(_)), "{:?}", value.verdict);
    assert_eq!(runs, [(0, 1.0), (0, 10.0)]);
    assert!(!together(vec![of_file(&[value])]).passes());
    // Twice as noisy as requested: a run of some five times the length is enough.
    let (value, runs) = judged(&hundred(), |_, times| numbers(100.0, 1.0 / times.sqrt()));
    assert_eq!(value.verdict, Verdict::Passed);
    assert!(runs.len() == 2 && runs[1].1 > 4.0 && runs[1].1 < 8.0, "{runs:?}");
}

#[test]
fn a_quick_run_must_be_accurate_but_not_precise() {
    let quick = Settings { precise: false, times: 0.1, ..WHOLE };
    let verdict = |mean| estimated(&hundred(), quick, 0, |_, _| vec![numbers(mean, 2.0)]).remove(0).verdict;
    assert_eq!(verdict(105.0), Verdict::Passed);
    assert!(matches!(verdict(107.0), Verdict::Failed(_)));
}

#[test]
fn fewer_than_ten_numbers_are_no_estimate() {
    let few = || Answer::Numbers { values: vec![100.0; 9], off: 0.0 };
    assert!(matches!(judged(&hundred(), |_, _| few()).0.verdict, Verdict::Failed(_)));
}

#[test]
fn a_quantile_of_a_histogram_is_off_by_at_most_its_stated_error() {
    let with = |mean, off| {
        let Answer::Numbers { values, .. } = numbers(mean, 0.2) else { unreachable!() };
        judged(&hundred(), |_, _| Answer::Numbers { values: values.clone(), off }).0.verdict
    };
    assert_eq!(with(101.5, 0.01), Verdict::Passed);
    assert!(matches!(with(101.5, 0.0), Verdict::Failed(_)));
    assert!(matches!(with(101.7, 0.01), Verdict::Failed(_)));
}

#[test]
fn an_exact_value_must_be_exact_in_every_replication() {
    let none = case("value = 0.0\ntolerance = \"exact\"");
    let run = |values: Vec<f64>| {
        judged(&none, |_, _| Answer::Numbers { values: values.clone(), off: 0.0 }).0.verdict
    };
    assert_eq!(run(vec![0.0; 20]), Verdict::Passed);
    assert!(matches!(run([vec![0.0; 19], vec![1e-6]].concat()), Verdict::Failed(_)));
}

#[test]
fn a_contrast_is_not_judged() {
    let contrast = case("value = 7.0\ntolerance = \"contrast\"");
    assert_eq!(judged(&contrast, |_, _| numbers(100.0, 0.1)).0.verdict, Verdict::Contrast);
}

#[test]
fn an_unknown_model_fails_with_the_reason() {
    let unknown = [
        ("M/M/1", "simulate", "metric = \"novelty\"", "metric `novelty`"),
        ("hyperspace", "compute", "metric = \"L\"", "compute `hyperspace`"),
        ("hyperspace", "sample", "metric = \"mean\"", "no parameter `distribution`"),
    ];
    for (model, kind, metric, answer) in unknown {
        let text = format!(
            "id = \"made-up\"\nmodel = \"{model}\"\nkind = \"{kind}\"\n\
             parameters = {{ arrival_rate = {{ value = 1.0, unit = \"lines/h\" }}, servers = {{ value = 1 }}, \
             service = {{ distribution = \"exponential\", mean = 0.5, unit = \"h\" }} }}\n\
             run = {{ replications = 10, unit = \"lines\", length = 10, draws = 100 }}\n\
             [[expected]]\n{metric}\nvalue = 1.0\ntolerance = \"ci\"\nmax_half_width = 1.0\n"
        );
        let case: Case = toml::from_str(&text).unwrap();
        match &judge(&case, WHOLE, 0)[0].verdict {
            Verdict::Failed(why) => assert!(why.contains(answer), "{model}: {why}"),
            other => panic!("{model}: {other:?}"),
        }
    }
}

#[test]
fn an_unused_parameter_fails_the_case() {
    let text = "id = \"made-up\"\nmodel = \"exponential\"\nkind = \"sample\"\nrun = { draws = 1000 }\n\
        parameters = { distribution = { value = \"exponential\" }, mean = { value = 1.0 }, shift = { value = 2.0 } }\n\
        [[expected]]\nmetric = \"mean\"\nvalue = 1.0\ntolerance = \"ci\"\nmax_half_width = 1.0\n";
    let case: Case = toml::from_str(text).unwrap();
    match &judge(&case, WHOLE, 0)[0].verdict {
        Verdict::Failed(why) => assert!(why.contains("`shift`"), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_tolerance_is_read_as_the_case_files_define_it() {
    for (tolerance, expected, value, passes) in [
        ("exact", 85.0, 85.0, true),
        ("exact", 85.0, 85.000_000_01, false),
        ("exact", 17.04, 17.04 + 1e-9, true),
        ("exact", 17.04, 17.04 + 1e-7, false),
        ("rel 0.01", 200.0, 201.9, true),
        ("rel 0.01", 200.0, 202.1, false),
        ("abs 1e-3", 0.0, 1e-4, true),
        ("rel 1e-9; abs 1e-12", 0.0, 1e-13, true),
        ("rel 1e-9; abs 1e-12", 1.0, 1.0 + 1e-8, false),
        ("rel 1e-9", 1.0, f64::NAN, false),
        ("fluid", 4000.0, 4020.0, true),
        ("fluid", 4000.0, 4020.1, false),
        ("fluid", 100.0, 102.0, true),
        ("fluid", 100.0, 102.1, false),
    ] {
        let case = case(&format!("value = {expected:?}\ntolerance = \"{tolerance}\"\nallowance = 2.0"));
        assert_eq!(agrees(&case.expected[0], value).unwrap(), passes, "{tolerance}: {value} for {expected}");
    }
    let rough = case("value = 1.0\ntolerance = \"roughly\"");
    assert!(agrees(&rough.expected[0], 1.0).is_err());
}

// --- All together
// ----------------------------------------------------------------------------------------------

/// Values of a number of cases, each with its z.
fn with_z(z: &[f64]) -> Vec<Value> {
    let value = |(k, z): (usize, &f64)| {
        let (value, _) = judged(&hundred(), |_, _| numbers(100.0 + 0.2 * z, 0.2));
        Value { case: format!("case-{k}"), ..value }
    };
    z.iter().enumerate().map(value).collect()
}

fn of_file(values: &[Value]) -> crate::validation::FileVerdict {
    let file = CaseFile { name: "made-up".to_owned(), cases: vec![hundred()] };
    judge_file(&file, |_, _| values.to_vec(), |_| ())
}

#[test]
fn a_small_bias_everywhere_shows_in_the_spread_of_z_before_any_value_fails() {
    let biased = with_z(&[2.0, 2.2, 1.9, 2.1, 2.0, 1.8]);
    assert!(biased.iter().all(|value| value.verdict == Verdict::Passed));
    let all = together(vec![of_file(&biased)]);
    assert!(!all.spreads_rightly && !all.files[0].spreads_rightly && !all.passes());
    // Errors that are specified to be larger than they are show too.
    assert!(!together(vec![of_file(&with_z(&[0.1, -0.1, 0.2, 0.0, 0.1, -0.2]))]).passes());
    assert!(together(vec![of_file(&with_z(&[1.0, -1.2, 0.3, 0.9, -0.8, 1.1]))]).passes());
}

#[test]
fn a_file_outside_is_run_once_with_the_second_seeds() {
    let file = CaseFile { name: "made-up".to_owned(), cases: vec![hundred()] };
    let mut words = Vec::new();
    let (wide, right) = ([2.0, 2.2, -1.9, 2.1, 2.0], [1.0, -1.2, 0.3, 0.9, -0.8]);
    let judged = judge_file(
        &file,
        |_, word| {
            words.push(word);
            with_z(if word == 0 { &wide } else { &right })
        },
        |_| (),
    );
    assert!(judged.run_again && judged.spreads_rightly);
    assert_eq!(words, [0, 1]);
    assert!(!of_file(&with_z(&wide)).spreads_rightly, "outside again");
}

#[test]
fn the_limits_are_those_of_the_rules() {
    let of = |z: f64| vec![z; 10];
    assert!(file_spreads_rightly(&of(0.51), 10) && file_spreads_rightly(&of(1.69), 10));
    assert!(!file_spreads_rightly(&of(0.49), 10) && !file_spreads_rightly(&of(1.71), 10));
    assert!(all_spread_rightly(&of(0.71), 10) && all_spread_rightly(&of(1.39), 10));
    assert!(!all_spread_rightly(&of(0.69), 10) && !all_spread_rightly(&of(1.41), 10));
    assert!(all_spread_rightly(&of(3.0), 4), "too few cases to judge");
    assert!(few_second_runs(10, 500) && !few_second_runs(11, 500));
    assert!(few_second_runs(1, 10) && !few_second_runs(2, 10));
}

#[test]
fn too_many_second_runs_fail_the_set() {
    let z = [1.0, -1.2, 0.3, 0.9, -0.8, 1.1];
    let mut values = with_z(&z);
    values[0].second_run = true;
    assert!(together(vec![of_file(&values)]).passes());
    values[1].second_run = true;
    assert!(!together(vec![of_file(&values)]).passes());
}

#[test]
fn a_set_in_which_nothing_passed_does_not_pass() {
    assert!(!together(vec![of_file(&[])]).passes());
}

// --- Words
// ------------------------------------------------------------------------------------------

#[test]
fn a_long_run_is_rescaled_to_hours_per_day_and_read_back_in_its_own_unit() {
    // 2,000 days are over 1,000: a day becomes an hour, an hour two and a half minutes.
    let clock = Clock::for_run(2_000.0 * 24.0);
    assert_eq!(clock.time(24.0), "3600000000 us");
    assert_eq!(clock.words(48.0), "2 h");
    assert_eq!(clock.words(1.0), "150 s");
    assert_eq!(clock.whole_days(25.0 * 24.0), 2 * 86_400_000_000);
    assert!((clock.micros(1.0) / 3.6e9 * clock.hours_back() - 1.0).abs() < 1e-12);
    // A rate a day of the scenario is a 24th of that a day of the case.
    assert!((clock.rate_back() * 24.0 - 1.0 / 24.0).abs() < 1e-12);
    assert_eq!(Clock::for_run(900.0 * 24.0), Clock::TRUE);
}

#[test]
fn numbers_are_written_so_that_scenarios_read_them() {
    for (number, written) in [
        (48.0, "48"),
        (0.6, "0.6"),
        (1.0 / 3.0, "0.333333333333333"),
        (1e-9, "0.000000001"),
        (1_234_567.25, "1234567.25"),
    ] {
        assert_eq!(decimal(number), written);
    }
    assert!(decimal(1e15 / 3.0).len() <= 25);
}

#[test]
fn a_case_with_other_numbers_and_names_can_be_specified() {
    // M/M/2 in minutes: 12 lines an hour and 8 minutes each, utilisation 0.8, L = 2a/(1 − a²) =
    // 4.444 (Kleinrock 1975, 3.5).
    let text = "id = \"anything\"\nmodel = \"a model of another name\"\nkind = \"simulate\"\n\
        parameters = { arrival_rate = { value = 0.2, unit = \"lines/min\" }, servers = { value = 2 }, \
        service = { distribution = \"exponential\", mean = 8, unit = \"min\" } }\n\
        run = { replications = 20, unit = \"lines\", length = 5000, warm_up = 500 }\n\
        [[expected]]\nmetric = \"L\"\nvalue = 4.444444444444445\ntolerance = \"ci\"\nmax_half_width = 1.0\n";
    let case: Case = toml::from_str(text).unwrap();
    let value = judge(&case, WHOLE, 0).remove(0);
    assert_eq!(value.verdict, Verdict::Passed, "{value:?}");
}
