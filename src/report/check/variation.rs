//! Demand variation: the random factors by week and day that demands have in common.

use super::CheckInput;
use super::format::percent;
use crate::scenario::customers::variation::Variation;

/// A sentence for each variation, with the demands that share it.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let mut shared: Vec<(&Variation, Vec<&str>)> = Vec::new();
    for demand in &input.scenario.demand {
        let Some(variation) = &demand.variation else { continue };
        match shared.iter_mut().find(|(other, _)| *other == variation) {
            Some((_, names)) => names.push(&demand.name),
            None => shared.push((variation, vec![&demand.name])),
        }
    }
    let sentence = |(variation, names): &(&Variation, Vec<&str>)| {
        let week =
            (variation.week_cv > 0.0).then(|| format!("a weekly CV of {}", percent(variation.week_cv)));
        let day = (variation.day_cv > 0.0).then(|| format!("a daily CV of {}", percent(variation.day_cv)));
        let parts: Vec<String> = week.into_iter().chain(day).collect();
        let autocorrelation = match variation.persistence {
            none if none <= 0.0 => "weeks independent".to_owned(),
            some => format!("weekly autocorrelation {}", percent(some)),
        };
        let sentence = format!(
            "{}: demand varies with {}, common to all sites; {autocorrelation}",
            names.join(", "),
            parts.join(" and ")
        );
        input.style.wrap(&sentence, 2) + "\n"
    };
    shared.iter().map(sentence).collect()
}
