//! The validation cases of kind `compute` whose answer follows from given numbers by `gplc::stats`.
//!
//! Each expected value of `tests/validation/cases/*.toml` (or of the folder in `VALIDATION_CASES`) is either
//! computed and compared by its stated tolerance, or belongs to a case that is left out by name, with the
//! reason. A value that is neither fails: nothing is left out in silence.
//!
//! `cargo test --test compute_cases -- --nocapture` prints a line per value.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

use gplc::stats::critical_value;
use gplc::stats::interval::{mean_interval, quantile_interval};
use gplc::stats::moments::Moments;
use gplc::stats::multiple;
use gplc::stats::paired::PairedDifference;
use gplc::stats::proportion::Proportion;
use gplc::stats::quantile::Sorted;
use gplc::stats::replications::replications_needed;
use gplc::stats::resilience::{
    AgainstNormal, Hold, Resilience, Return, Terms, WorseWhen, clearance, resilience,
};
use gplc::stats::survival::{KaplanMeier, Observation, Reached};
use gplc::stats::time_average::LevelOverTime;
use gplc::stats::warm_up::mser_5;
use gplc::stats::welch::WelchDifference;

const FILES: [&str; 3] = ["statistics.toml", "resilience.toml", "service.toml"];

/// Cases that this test does not compute: name, how many expected values, why.
const LEFT_OUT: [(&str, usize, &str); 3] = [
    ("st-select-kn", 16, "not applicable: there is no selection of the best of several plans"),
    ("m-lines", 87, "not yet: needs the simulation's observers"),
    ("m-lines-vor", 55, "not yet: needs the simulation's observers"),
];

#[derive(Deserialize)]
struct CaseFile {
    schema: u32,
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    kind: String,
    #[serde(default)]
    parameters: Table,
    #[serde(default)]
    data: Table,
    expected: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    metric: String,
    #[serde(default)]
    of: String,
    #[serde(default)]
    args: Table,
    value: Value,
    tolerance: String,
}

/// What went wrong while computing a value, in words.
type Trouble = Box<dyn std::error::Error>;

#[test]
fn every_computable_case_gives_the_expected_value() {
    let mut misses = Vec::new();
    let mut left_out = Vec::new();
    let mut compared = 0;
    for file in FILES {
        for case in compute_cases(file) {
            if let Some((_, _, reason)) = LEFT_OUT.iter().find(|(id, _, _)| *id == case.id) {
                println!("left out  {} ({} values): {reason}", case.id, case.expected.len());
                left_out.push((case.id, case.expected.len()));
                continue;
            }
            for expected in &case.expected {
                compared += 1;
                let line = compare(&case, expected);
                println!("{line}");
                if !line.starts_with("pass") {
                    misses.push(line);
                }
            }
        }
    }
    println!("{compared} values compared, {} missed", misses.len());
    let named: Vec<(String, usize)> =
        LEFT_OUT.iter().map(|&(id, values, _)| (id.to_owned(), values)).collect();
    assert_eq!(left_out, named, "exactly the cases named are left out");
    assert!(compared > 0, "no value was compared");
    assert!(misses.is_empty(), "{} of {compared} values missed:\n{}", misses.len(), misses.join("\n"));
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
    ] {
        assert_eq!(agree(tolerance, expected, value).unwrap(), passes, "{tolerance}: {value} for {expected}");
    }
    assert!(agree("roughly", 1.0, 1.0).is_err());
}

/// One line: pass or miss, the value's name, what was expected and what came out.
fn compare(case: &Case, expected: &Expected) -> String {
    let name = format!("{} {} {}", case.id, expected.metric, expected.of);
    let verdict = || -> Result<(bool, String), Trouble> {
        let target = number_or_flag(&expected.value)?;
        let value = compute(case, expected)?;
        Ok((agree(&expected.tolerance, target, value)?, format!("expected {target}, computed {value}")))
    };
    match verdict() {
        Ok((true, numbers)) => format!("pass  {name}: {numbers} ({})", expected.tolerance),
        Ok((false, numbers)) => format!("MISS  {name}: {numbers} ({})", expected.tolerance),
        Err(trouble) => format!("MISS  {name}: {trouble}"),
    }
}

fn agree(tolerance: &str, expected: f64, value: f64) -> Result<bool, Trouble> {
    let distance = (value - expected).abs();
    let mut allowed = 0.0_f64;
    for part in tolerance.split(';').map(str::trim) {
        allowed = allowed.max(match part.split_once(' ') {
            None if part == "exact" && expected.fract() == 0.0 => 0.0,
            None if part == "exact" => 1e-9 * expected.abs(),
            Some(("rel", share)) => share.parse::<f64>()? * expected.abs(),
            Some(("abs", amount)) => amount.parse()?,
            _ => return Err(format!("unknown tolerance `{part}`").into()),
        });
    }
    Ok(distance <= allowed)
}

fn compute_cases(file: &str) -> Vec<Case> {
    let path = cases_folder().join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: CaseFile = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(file.schema, 1, "{}: another form of file", path.display());
    file.case.into_iter().filter(|case| case.kind == "compute").collect()
}

fn cases_folder() -> PathBuf {
    env::var_os("VALIDATION_CASES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/validation/cases"), PathBuf::from)
}

fn compute(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    match case.id.as_str() {
        "st-t-quantiles" | "st-normal-chi2-quantiles" => critical(expected),
        "st-intervals" => intervals(case, expected),
        "st-variance-offset" => offset(case, expected),
        "st-time-weighted" => time_weighted(case, expected),
        "st-replications-needed" => replications(case, expected),
        "st-proportion" | "st-proportion-none" => proportion(case, expected),
        "st-quantile-interval" => quantiles(case, expected),
        "st-kaplan-meier" => kaplan_meier(case, expected),
        "st-adjusted-p" => adjusted_p(case, expected),
        "st-bonferroni-intervals" => simultaneous(case, expected),
        "st-mser5" => warm_up(case, expected),
        id if id.starts_with("r-") => daily_series(case, expected),
        id => Err(format!("no way to compute the case `{id}`").into()),
    }
}

fn critical(expected: &Expected) -> Result<f64, Trouble> {
    let p = expected.arg("p")?;
    Ok(match expected.metric.as_str() {
        "t_quantile" => critical_value::students_t(p, expected.arg("df")?)?,
        "normal_quantile" => critical_value::normal(p)?,
        "chi2_quantile" => critical_value::chi_squared(p, expected.arg("df")?)?,
        _ => return expected.unknown(),
    })
}

fn intervals(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    let (first, second) = (case.numbers("first")?, case.numbers("second")?);
    let moments = Moments::of(first.iter().copied())?;
    let paired = PairedDifference::of(&first, &second)?;
    let welch = WelchDifference::of(&moments, &Moments::of(second.iter().copied())?)?;
    let interval = || -> Result<_, Trouble> { Ok(mean_interval(&moments, expected.arg("confidence")?)?) };
    let none = || "no value".to_owned();
    Ok(match expected.metric.as_str() {
        "mean" => moments.mean()?,
        "sd" => moments.standard_deviation()?,
        "standard_error" => moments.standard_error()?,
        "half_width" => interval()?.half_width,
        "lower" => interval()?.lower(),
        "upper" => interval()?.upper(),
        "paired_mean_difference" => paired.mean,
        // The case says its confidence in words.
        "paired_half_width" if expected.of == "confidence 0.95" => paired.interval(0.95)?.half_width,
        "paired_t" => paired.t.ok_or_else(none)?,
        "paired_p_value" => paired.p_value.ok_or_else(none)?,
        "welch_df" => welch.degrees_of_freedom.ok_or_else(none)?,
        "welch_half_width" => welch.interval(expected.arg("confidence")?)?.half_width,
        "correlation" => paired.correlation.ok_or_else(none)?,
        _ => return expected.unknown(),
    })
}

fn offset(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    let moments = Moments::of(case.numbers("values")?)?;
    Ok(match expected.metric.as_str() {
        "mean" => moments.mean()?,
        "variance" => moments.variance()?,
        _ => return expected.unknown(),
    })
}

fn time_weighted(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    let mut changes = case.numbers("times")?.into_iter().zip(case.numbers("levels")?);
    let (start, level) = changes.next().ok_or("no level")?;
    let mut followed = LevelOverTime::starting(start, level)?;
    for (at, level) in changes {
        followed.change(at, level)?;
    }
    let average = followed.ending(case.parameter("end")?)?;
    Ok(match expected.metric.as_str() {
        "time_average" => average.mean,
        "time_variance" => average.variance,
        "area" => average.area,
        "maximum" => average.maximum,
        "share_of_time_at_zero" => average.share_at_zero,
        _ => return expected.unknown(),
    })
}

fn replications(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    let half_width = case.parameter("relative_half_width")? * case.parameter("mean")?;
    let needed = replications_needed(
        case.count("pilot")?,
        case.parameter("sd")?,
        half_width,
        case.parameter("confidence")?,
    )?;
    if expected.metric == "replications" { Ok(needed as f64) } else { expected.unknown() }
}

fn proportion(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    let successes = u32::try_from(case.count("successes")?)?;
    let proportion = Proportion::new(successes, u32::try_from(case.count("trials")?)?)?;
    let confidence = case.parameter("confidence")?;
    Ok(match expected.metric.as_str() {
        "proportion" => proportion.share(),
        "wilson_lower" => proportion.wilson(confidence)?.lower,
        "wilson_upper" => proportion.wilson(confidence)?.upper,
        "clopper_pearson_lower" => proportion.clopper_pearson(confidence)?.lower,
        "clopper_pearson_upper" => proportion.clopper_pearson(confidence)?.upper,
        _ => return expected.unknown(),
    })
}

fn quantiles(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    let sample = Sorted::new(case.numbers("values")?)?;
    let q = expected.arg("q")?;
    let interval = quantile_interval(&sample, q, case.parameter("confidence")?)?;
    Ok(match expected.metric.as_str() {
        "quantile_linear" => sample.quantile_linear(q)?,
        "quantile_inverse_cdf" => sample.quantile_inverse_cdf(q)?,
        "interval_lower" => interval.lower.ok_or("not bounded from below")?,
        "interval_upper" => interval.upper.ok_or("not bounded from above")?,
        "interval_coverage" => interval.coverage,
        _ => return expected.unknown(),
    })
}

fn kaplan_meier(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    let (times, events) = (case.numbers("time")?, case.numbers("event")?);
    let observations: Vec<Observation> = times
        .iter()
        .zip(&events)
        .map(|(&time, &event)| Observation { time, happened: event > 0.0 })
        .collect();
    let curve = KaplanMeier::of(&observations)?;
    let reached = |share| match curve.quantile(share)? {
        Reached::At(time) => Ok::<f64, Trouble>(time),
        Reached::Not { by } => Err(format!("not reached by {by}").into()),
    };
    let log_log = || -> Result<_, Trouble> {
        let interval = curve.log_log_interval(expected.arg("at")?, expected.arg("confidence")?)?;
        Ok(interval.ok_or("no interval")?)
    };
    Ok(match expected.metric.as_str() {
        "not_cleared" => curve.survival(expected.arg("at")?).ok_or("not followed so far")?,
        "greenwood_standard_error" => curve.standard_error(expected.arg("at")?).ok_or("no standard error")?,
        "median_clearance" => reached(0.5)?,
        "median_reached" => flag(matches!(curve.quantile(0.5)?, Reached::At(_))),
        "quartile_clearance" => reached(0.25)?,
        "restricted_mean" => curve.restricted_mean(expected.arg("at")?)?,
        "naive_mean_of_cleared" => {
            Moments::of(observations.iter().filter(|run| run.happened).map(|run| run.time))?.mean()?
        }
        "at_risk" => curve.at_risk(expected.arg("at")?) as f64,
        "log_log_lower" => log_log()?.lower,
        "log_log_upper" => log_log()?.upper,
        _ => return expected.unknown(),
    })
}

fn adjusted_p(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    let p = case.numbers("p")?;
    let of_comparison = |adjusted: Vec<f64>| -> Result<f64, Trouble> {
        let comparison = expected.arg("comparison")? as usize;
        Ok(*adjusted.get(comparison).ok_or("no such comparison")?)
    };
    match (expected.metric.as_str(), expected.of.as_str()) {
        ("bonferroni_p", _) => of_comparison(multiple::bonferroni(&p)?),
        ("holm_p", _) => of_comparison(multiple::holm(&p)?),
        ("benjamini_hochberg_p", _) => of_comparison(multiple::benjamini_hochberg(&p)?),
        ("rejected", "Holm at 0.05") => Ok(multiple::rejected(&multiple::holm(&p)?, 0.05) as f64),
        ("rejected", "Bonferroni at 0.05") => Ok(multiple::rejected(&multiple::bonferroni(&p)?, 0.05) as f64),
        _ => expected.unknown(),
    }
}

fn simultaneous(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    let degrees_of_freedom = case.parameter("replications")? - 1.0;
    let factor = multiple::bonferroni_factor(
        case.count("comparisons")?,
        degrees_of_freedom,
        case.parameter("confidence")?,
    )?;
    if expected.metric == "factor" { Ok(factor) } else { expected.unknown() }
}

fn warm_up(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    let warm_up = mser_5(&case.numbers("series")?)?;
    Ok(match expected.metric.as_str() {
        "truncated_batches" => warm_up.truncated_batches as f64,
        "truncated_observations" => warm_up.truncated_observations as f64,
        "statistic" => warm_up.statistic,
        "statistic_without_truncation" => warm_up.statistic_without_truncation,
        "mean_after_truncation" => warm_up.mean_after_truncation,
        "mean_after_truncation_whole_batches" => warm_up.mean_after_truncation_whole_batches,
        "mean_of_all" => warm_up.mean_of_all,
        _ => return expected.unknown(),
    })
}

fn daily_series(case: &Case, expected: &Expected) -> Result<f64, Trouble> {
    let terms = terms(case)?;
    let series = case.numbers("series")?;
    let measured = resilience(&series, &terms)?;
    if let Some(value) = of_recovery(&measured, &expected.metric)? {
        return Ok(value);
    }
    let cleared = || -> Result<Return, Trouble> {
        Ok(clearance(&series, terms.onset, case.parameter("cleared_at_or_below")?, terms.hold)?)
    };
    Ok(match expected.metric.as_str() {
        "peak" => measured.peak,
        "peak_day" => measured.peak_day as f64,
        "lowest" => measured.lowest,
        "lowest_day" => measured.lowest_day as f64,
        "area" => measured.area,
        "excess_area" => measured.excess_area,
        "relapses" => measured.relapses as f64,
        "clearance_day" => day(cleared()?)?,
        "cleared" => flag(matches!(cleared()?, Return::OnDay(_))),
        "exceeded_level" => flag(cleared()? != Return::NeverLeft),
        _ => return share_of_normal(measured.against_normal.ok_or("normal is 0")?, expected),
    })
}

fn terms(case: &Case) -> Result<Terms, Trouble> {
    let worse_when = match case.setting("worse_when")?.as_str() {
        Some("higher") => WorseWhen::Higher,
        Some("lower") => WorseWhen::Lower,
        _ => return Err("`worse_when` is neither higher nor lower".into()),
    };
    Ok(Terms {
        onset: case.count("onset")?,
        normal: case.parameter("normal")?,
        tolerance: case.parameter("tolerance")?,
        worse_when,
        hold: Hold::Days(case.count("hold")?),
    })
}

/// The metrics of breach and recovery; nothing if it is none of these.
fn of_recovery(measured: &Resilience, metric: &str) -> Result<Option<f64>, Trouble> {
    Ok(Some(match metric {
        "time_to_survive" => measured.time_to_survive.ok_or("never breached")? as f64,
        "breached" => flag(measured.time_to_survive.is_some()),
        "recovery_day" => day(measured.recovery)?,
        "recovered" => flag(matches!(measured.recovery, Return::OnDay(_))),
        "time_to_recover" if measured.time_to_recover.happened => measured.time_to_recover.time,
        "time_to_recover" => return Err("censored".into()),
        _ => return Ok(None),
    }))
}

fn share_of_normal(shares: AgainstNormal, expected: &Expected) -> Result<f64, Trouble> {
    Ok(match expected.metric.as_str() {
        "performance_loss" => shares.performance_loss,
        "performance_loss_until_recovery" => shares.performance_loss_until_recovery.ok_or("not recovered")?,
        "overshoot" => shares.overshoot,
        "depth" => shares.depth,
        "resilience" => shares.resilience,
        _ => return expected.unknown(),
    })
}

fn day(returned: Return) -> Result<f64, Trouble> {
    match returned {
        Return::OnDay(day) => Ok(day as f64),
        other => Err(format!("{other:?}").into()),
    }
}

/// True as 1 and false as 0, so that one comparison serves all values.
fn flag(value: bool) -> f64 {
    f64::from(u8::from(value))
}

fn number_or_flag(value: &Value) -> Result<f64, Trouble> {
    match value {
        Value::Boolean(value) => Ok(flag(*value)),
        Value::Integer(value) => Ok(*value as f64),
        Value::Float(value) => Ok(*value),
        other => Err(format!("`{other}` is neither a number nor true or false").into()),
    }
}

impl Case {
    fn setting(&self, name: &str) -> Result<&Value, Trouble> {
        let table = self.parameters.get(name).ok_or_else(|| format!("no parameter `{name}`"))?;
        Ok(table.get("value").ok_or_else(|| format!("parameter `{name}` has no value"))?)
    }

    fn parameter(&self, name: &str) -> Result<f64, Trouble> {
        number_or_flag(self.setting(name)?)
    }

    fn count(&self, name: &str) -> Result<usize, Trouble> {
        let value = self.setting(name)?.as_integer().ok_or_else(|| format!("`{name}` is not whole"))?;
        Ok(usize::try_from(value)?)
    }

    fn numbers(&self, name: &str) -> Result<Vec<f64>, Trouble> {
        let data = self.data.get(name).and_then(Value::as_array);
        data.ok_or_else(|| format!("no data `{name}`"))?.iter().map(number_or_flag).collect()
    }
}

impl Expected {
    fn arg(&self, name: &str) -> Result<f64, Trouble> {
        number_or_flag(self.args.get(name).ok_or_else(|| format!("no argument `{name}`"))?)
    }

    fn unknown(&self) -> Result<f64, Trouble> {
        Err(format!("no way to compute the metric `{}` {}", self.metric, self.of).into())
    }
}
