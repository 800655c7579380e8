//! Statistical cases, computed from given numbers by `gplc::stats`: intervals, quantiles, censored
//! times, multiple comparisons, selection, warm-up, and resilience of daily series.

use super::case::{Case, Expected, Tried, Trouble, flag};
use gplc::stats::interval::{mean_interval, quantile_interval};
use gplc::stats::moments::Moments;
use gplc::stats::multiple;
use gplc::stats::paired::PairedDifference;
use gplc::stats::proportion::Proportion;
use gplc::stats::quantile::Sorted;
use gplc::stats::replications::replications_needed;
use gplc::stats::resilience::{
    AgainstNormal, Hold, Recovery, Reference, Resilience, WorseWhen, clearance, resilience,
};
use gplc::stats::selection;
use gplc::stats::selection::{Decision, fully_sequential, subset};
use gplc::stats::survival::{CensoredTime, KaplanMeier, Reached};
use gplc::stats::time_average::LevelOverTime;
use gplc::stats::warm_up::mser_5;
use gplc::stats::welch::WelchDifference;
use gplc::stats::{StatsError, critical_value};

/// The value of a case of this family; nothing if the case is of another.
pub fn compute(case: &Case, expected: &Expected) -> Option<Tried<f64>> {
    let by_model = match case.model.as_str() {
        "Student t quantiles" | "normal and chi-square quantiles" => {
            |_: &Case, expected: &Expected| critical(expected)
        }
        "Student intervals and paired differences" => intervals,
        "mean and variance far from zero" => offset,
        "time-weighted level" => time_weighted,
        "replications for a relative precision" => replications,
        "interval for a proportion" => proportion,
        "quantile and its distribution-free interval" => quantiles,
        "Kaplan-Meier" => kaplan_meier,
        "adjusted p-values" => adjusted_p,
        "simultaneous intervals" => simultaneous,
        "MSER-5" => warm_up,
        "selection of the best" => best_of_several,
        "resilience metrics of a daily series" => daily_series,
        _ => return None,
    };
    Some(by_model(case, expected))
}

fn critical(expected: &Expected) -> Tried<f64> {
    let p = expected.arg("p")?;
    Ok(match expected.metric.as_str() {
        "t_quantile" => critical_value::students_t(p, expected.arg("df")?)?,
        "normal_quantile" => critical_value::normal(p)?,
        "chi2_quantile" => critical_value::chi_squared(p, expected.arg("df")?)?,
        _ => return expected.unknown(),
    })
}

fn intervals(case: &Case, expected: &Expected) -> Tried<f64> {
    let (first, second) = (case.numbers("first")?, case.numbers("second")?);
    let moments = Moments::of(first.iter().copied())?;
    let paired = PairedDifference::of(&first, &second)?;
    let welch = WelchDifference::of(&moments, &Moments::of(second.iter().copied())?)?;
    let interval = || -> Tried<_> { Ok(mean_interval(&moments, expected.arg("confidence")?)?) };
    let none = || "no value".to_owned();
    Ok(match expected.metric.as_str() {
        "mean" => moments.mean()?,
        "sd" => moments.standard_deviation()?,
        "standard_error" => moments.standard_error()?,
        "half_width" => interval()?.half_width,
        "lower" => interval()?.lower(),
        "upper" => interval()?.upper(),
        "paired_mean_difference" => paired.mean,
        "paired_half_width" => paired.interval(expected.arg("confidence")?)?.half_width,
        "paired_t" => paired.t.ok_or_else(none)?,
        "paired_p_value" => paired.p_value.ok_or_else(none)?,
        "welch_df" => welch.degrees_of_freedom.ok_or_else(none)?,
        "welch_half_width" => welch.interval(expected.arg("confidence")?)?.half_width,
        "correlation" => paired.correlation.ok_or_else(none)?,
        _ => return expected.unknown(),
    })
}

fn offset(case: &Case, expected: &Expected) -> Tried<f64> {
    let moments = Moments::of(case.numbers("values")?)?;
    Ok(match expected.metric.as_str() {
        "mean" => moments.mean()?,
        "variance" => moments.variance()?,
        _ => return expected.unknown(),
    })
}

fn time_weighted(case: &Case, expected: &Expected) -> Tried<f64> {
    let mut changes = case.numbers("times")?.into_iter().zip(case.numbers("levels")?);
    let (start, level) = changes.next().ok_or("no level")?;
    let mut followed = LevelOverTime::starting(start, level)?;
    for (at, level) in changes {
        followed.change(at, level)?;
    }
    let average = followed.ending(case.parameters.number("end")?)?;
    Ok(match expected.metric.as_str() {
        "time_average" => average.mean,
        "time_variance" => average.variance,
        "area" => average.area,
        "maximum" => average.maximum,
        "share_of_time_at_zero" => average.share_at_zero,
        _ => return expected.unknown(),
    })
}

fn replications(case: &Case, expected: &Expected) -> Tried<f64> {
    let half_width = case.parameters.number("relative_half_width")? * case.parameters.number("mean")?;
    let needed = replications_needed(
        case.parameters.count("pilot")? as usize,
        case.parameters.number("sd")?,
        half_width,
        case.parameters.number("confidence")?,
    )?;
    if expected.metric == "replications" { Ok(needed as f64) } else { expected.unknown() }
}

fn proportion(case: &Case, expected: &Expected) -> Tried<f64> {
    let successes = u32::try_from(case.parameters.count("successes")?)?;
    let proportion = Proportion::new(successes, u32::try_from(case.parameters.count("trials")?)?)?;
    let confidence = case.parameters.number("confidence")?;
    Ok(match expected.metric.as_str() {
        "proportion" => proportion.share(),
        "wilson_lower" => proportion.wilson(confidence)?.lower,
        "wilson_upper" => proportion.wilson(confidence)?.upper,
        "clopper_pearson_lower" => proportion.clopper_pearson(confidence)?.lower,
        "clopper_pearson_upper" => proportion.clopper_pearson(confidence)?.upper,
        _ => return expected.unknown(),
    })
}

fn quantiles(case: &Case, expected: &Expected) -> Tried<f64> {
    let sample = Sorted::new(case.numbers("values")?)?;
    let q = expected.arg("q")?;
    let interval = quantile_interval(&sample, q, case.parameters.number("confidence")?)?;
    Ok(match expected.metric.as_str() {
        "quantile_linear" => sample.quantile_linear(q)?,
        "quantile_inverse_cdf" => sample.quantile_inverse_cdf(q)?,
        "interval_lower" => interval.lower.ok_or("not bounded from below")?,
        "interval_upper" => interval.upper.ok_or("not bounded from above")?,
        "interval_coverage" => interval.coverage,
        _ => return expected.unknown(),
    })
}

fn kaplan_meier(case: &Case, expected: &Expected) -> Tried<f64> {
    let (times, events) = (case.numbers("time")?, case.numbers("event")?);
    let observations: Vec<CensoredTime> = times
        .iter()
        .zip(&events)
        .map(|(&time, &event)| CensoredTime { time, happened: event > 0.0 })
        .collect();
    let curve = KaplanMeier::of(&observations)?;
    let reached = |share| match curve.quantile(share)? {
        Reached::At(time) => Ok::<f64, Trouble>(time),
        Reached::Not { by } => Err(format!("not reached by {by}").into()),
    };
    let log_log = || -> Tried<_> {
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

fn adjusted_p(case: &Case, expected: &Expected) -> Tried<f64> {
    let p = case.numbers("p")?;
    let of_comparison = |adjusted: Vec<f64>| -> Tried<f64> {
        let comparison = expected.arg("comparison")? as usize;
        Ok(*adjusted.get(comparison).ok_or("no such comparison")?)
    };
    // "Holm at 0.05": the case says its level in words.
    let at_level = |adjusted: fn(&[f64]) -> Result<Vec<f64>, StatsError>, level: &str| -> Tried<f64> {
        Ok(multiple::rejected(&adjusted(&p)?, level.parse()?) as f64)
    };
    match (expected.metric.as_str(), expected.of.split_once(" at ")) {
        ("bonferroni_p", _) => of_comparison(multiple::bonferroni(&p)?),
        ("holm_p", _) => of_comparison(multiple::holm(&p)?),
        ("benjamini_hochberg_p", _) => of_comparison(multiple::benjamini_hochberg(&p)?),
        ("rejected", Some(("Holm", level))) => at_level(multiple::holm, level),
        ("rejected", Some(("Bonferroni", level))) => at_level(multiple::bonferroni, level),
        ("rejected", Some(("Benjamini-Hochberg", level))) => at_level(multiple::benjamini_hochberg, level),
        _ => expected.unknown(),
    }
}

fn simultaneous(case: &Case, expected: &Expected) -> Tried<f64> {
    let degrees_of_freedom = case.parameters.number("replications")? - 1.0;
    let factor = multiple::bonferroni_factor(
        case.parameters.count("comparisons")? as usize,
        degrees_of_freedom,
        case.parameters.number("confidence")?,
    )?;
    if expected.metric == "factor" { Ok(factor) } else { expected.unknown() }
}

fn best_of_several(case: &Case, expected: &Expected) -> Tried<f64> {
    let plans: Vec<Vec<f64>> = (0..case.parameters.count("systems")?)
        .map(|plan| case.numbers(&format!("system_{plan}")))
        .collect::<Tried<_>>()?;
    let requirements = selection::Requirements {
        first: case.parameters.count("n0")? as usize,
        indifference: case.parameters.number("delta")?,
        confidence: 1.0 - case.parameters.number("alpha")?,
    };
    let first_of = |plan: usize, first: usize| -> Tried<&[f64]> {
        let plan = plans.get(plan).ok_or("no such system")?;
        Ok(plan.get(..first).ok_or("a system has fewer observations")?)
    };
    let arg = |name: &str| -> Tried<usize> { Ok(expected.arg(name)? as usize) };
    let selected = || fully_sequential(&plans, &requirements);
    let decided = || -> Tried<(usize, usize)> {
        match selected()?.outcome {
            Decision::Selected { plan, replications } => Ok((plan, replications)),
            undecided @ Decision::Undecided { .. } => Err(format!("{undecided:?}").into()),
        }
    };
    Ok(match expected.metric.as_str() {
        "eta" => selection::eta(plans.len(), requirements.first, requirements.confidence)?,
        "h_squared" => selection::h_squared(plans.len(), requirements.first, requirements.confidence)?,
        "difference_variance" => {
            let first = arg("first")?;
            selection::difference_variance(first_of(arg("system")?, first)?, first_of(arg("other")?, first)?)?
        }
        "eliminated_at" => {
            let eliminated = selected()?.eliminated_at.get(arg("system")?).copied();
            eliminated.ok_or("no such system")?.ok_or("not eliminated")? as f64
        }
        "selected" => decided()?.0 as f64,
        "stops_at" => decided()?.1 as f64,
        "largest_sample_allowed" => selected()?.largest_sample as f64,
        "subset_t" => selection::subset_t(plans.len(), requirements.first, requirements.confidence)?,
        "subset_size" => {
            let first: Vec<&[f64]> =
                (0..plans.len()).map(|plan| first_of(plan, requirements.first)).collect::<Tried<_>>()?;
            subset(&first, requirements.confidence)?.len() as f64
        }
        _ => return expected.unknown(),
    })
}

fn warm_up(case: &Case, expected: &Expected) -> Tried<f64> {
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

fn daily_series(case: &Case, expected: &Expected) -> Tried<f64> {
    let reference = reference(case)?;
    let series = case.numbers("series")?;
    let measured = resilience(&series, &reference)?;
    if let Some(value) = of_recovery(&measured, &expected.metric)? {
        return Ok(value);
    }
    let cleared = || -> Tried<Recovery> {
        Ok(clearance(
            &series,
            reference.onset,
            case.parameters.number("cleared_at_or_below")?,
            reference.hold,
        )?)
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
        "cleared" => flag(matches!(cleared()?, Recovery::OnDay(_))),
        "exceeded_level" => flag(cleared()? != Recovery::NeverLeft),
        _ => return share_of_normal(measured.against_normal.ok_or("normal is 0")?, expected),
    })
}

fn reference(case: &Case) -> Tried<Reference> {
    let worse_when = match case.parameters.setting("worse_when")?.as_str() {
        Some("higher") => WorseWhen::Higher,
        Some("lower") => WorseWhen::Lower,
        _ => return Err("`worse_when` is neither higher nor lower".into()),
    };
    Ok(Reference {
        onset: case.parameters.count("onset")? as usize,
        normal: case.parameters.number("normal")?,
        tolerance: case.parameters.number("tolerance")?,
        worse_when,
        hold: Hold::Days(case.parameters.count("hold")? as usize),
    })
}

/// The metrics of breach and recovery; nothing if it is none of these.
fn of_recovery(measured: &Resilience, metric: &str) -> Tried<Option<f64>> {
    Ok(Some(match metric {
        "time_to_survive" => measured.time_to_survive.ok_or("never breached")? as f64,
        "breached" => flag(measured.time_to_survive.is_some()),
        "recovery_day" => day(measured.recovery)?,
        "recovered" => flag(matches!(measured.recovery, Recovery::OnDay(_))),
        "time_to_recover" if measured.time_to_recover.happened => measured.time_to_recover.time,
        "time_to_recover" => return Err("censored".into()),
        _ => return Ok(None),
    }))
}

fn share_of_normal(shares: AgainstNormal, expected: &Expected) -> Tried<f64> {
    Ok(match expected.metric.as_str() {
        "performance_loss" => shares.performance_loss,
        "performance_loss_until_recovery" => shares.performance_loss_until_recovery.ok_or("not recovered")?,
        "overshoot" => shares.overshoot,
        "depth" => shares.depth,
        "resilience" => shares.resilience,
        _ => return expected.unknown(),
    })
}

fn day(returned: Recovery) -> Tried<f64> {
    match returned {
        Recovery::OnDay(day) => Ok(day as f64),
        other => Err(format!("{other:?}").into()),
    }
}
