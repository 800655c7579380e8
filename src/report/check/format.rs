//! Format: durations, counts and percentages as the report writes them.

use crate::distributions::Sampler;
use crate::model::Model;
use crate::report::wording::with_separators;
use crate::units::{CapacityFactor, DAY, Duration, HOUR, Instant, MINUTE, SECOND, WEEK};

/// A duration in the largest unit that leaves a number of 1 or more, with a decimal if it is
/// fractional; in weeks only if they are integer.
pub(crate) fn time(time: Duration) -> String {
    let units = [(WEEK, "week"), (DAY, "day"), (HOUR, "h"), (MINUTE, "min")];
    let in_weeks = time.is_multiple_of(WEEK);
    let fits = |&&(unit, _): &&(Duration, &str)| time >= unit && (unit != WEEK || in_weeks);
    let Some(&(unit, name)) = units.iter().find(fits) else {
        return format!("{} s", time / SECOND);
    };
    let tenths = (time.as_micros_f64() / unit.as_micros_f64() * 10.0).round() / 10.0;
    let plural = if unit >= DAY && (tenths - 1.0).abs() > 1e-9 { "s" } else { "" };
    format!("{tenths} {name}{plural}")
}

/// A duration that may be random: `2 days`, `2 days on average`.
pub(super) fn mean_time(sampler: &Sampler) -> String {
    let mean = time(Duration::from_micros(sampler.mean() as u64));
    if sampler.constant().is_some() { mean } else { format!("{mean} on average") }
}

/// A date, such as "25 September 2025".
pub(super) fn date(model: &Model, instant: Instant) -> String {
    let days = jiff::Span::new().days((instant / DAY).cast_signed());
    model.times.origin.saturating_add(days).strftime("%-d %B %Y").to_string()
}

/// `1 site`, `1,234 sites`.
pub(super) fn counted_with_separators(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", integer(count as f64), if count == 1 { "" } else { "s" })
}

/// A share with at most one decimal: `62.6 %`.
pub(super) fn percent(share: f64) -> String {
    let tenths = (share * 1000.0).round() / 10.0;
    format!("{tenths} %")
}

/// A capacity factor or share in per cent.
pub(crate) fn percent_of(ratio: impl Into<f64>) -> String {
    percent(ratio.into())
}

/// A factor that multiplies a duration: `× 1.5`.
pub(super) fn times(factor: CapacityFactor) -> String {
    format!("× {}", f64::from(factor))
}

/// A number rounded to an integer, in groups of three digits.
pub(super) fn integer(number: f64) -> String {
    with_separators(&format!("{:.0}", number.abs()))
}
