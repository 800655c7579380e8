//! Aligned results: several results on their common dates, with a short name for each.

use super::ChartInput;
use crate::report::drawing::Strip;
use crate::report::wording::{counted, short_names};
use jiff::civil::Date;

/// Common dates and short names of several results.
#[derive(Debug)]
pub(crate) struct AlignedResults {
    /// Dates that all results have.
    pub(crate) dates: Vec<Date>,
    /// A short name for each result, all different.
    pub(crate) names: Vec<String>,
    /// Common beginning of all titles, which the names leave out.
    common: String,
    /// Number of days by which each result starts before the common dates.
    before: Vec<usize>,
}

impl AlignedResults {
    /// Aligns results.
    pub(crate) fn of(results: &[ChartInput<'_>]) -> Self {
        let dates_of = |input: &ChartInput<'_>| input.headline.windows.dates.clone();
        let in_all = |date: &Date| results.iter().all(|input| input.headline.windows.dates.contains(date));
        let dates: Vec<Date> =
            results.first().map(dates_of).unwrap_or_default().into_iter().filter(in_all).collect();
        let before = results.iter().map(|input| {
            let own = &input.headline.windows.dates;
            dates.first().and_then(|date| own.iter().position(|one| one == date)).unwrap_or(0)
        });
        let titles: Vec<&str> = results.iter().map(|input| input.labels.title.as_str()).collect();
        let (common, names) = short_names(&titles);
        AlignedResults { names, common, before: before.collect(), dates }
    }

    /// "JLR 2025: 6 plans compared".
    pub(crate) fn title(&self) -> String {
        let plans = counted(self.names.len() as u32, "plan");
        match self.common.trim_end_matches([' ', ',', ':']) {
            "" => format!("{plans} compared"),
            common => format!("{common}: {plans} compared"),
        }
    }

    /// "2 warehouse first": number and name of a result.
    pub(crate) fn numbered(&self, result: usize) -> String {
        format!("{} {}", result + 1, self.names[result])
    }

    /// Values of a result on the common dates.
    pub(crate) fn part(&self, result: usize, values: &[f64]) -> Vec<f64> {
        let before = self.before[result];
        values.get(before..before + self.dates.len()).unwrap_or_default().to_vec()
    }

    /// A day of a result, counted from the first common date.
    pub(crate) fn day(&self, result: usize, day: f64) -> f64 {
        day - self.before[result] as f64
    }

    /// Strips of a result, with days counted from the first common date.
    pub(crate) fn strips(&self, result: usize, mut strips: Vec<Strip>) -> Vec<Strip> {
        for piece in strips.iter_mut().flat_map(|strip| &mut strip.pieces) {
            (piece.from, piece.to) = (self.day(result, piece.from), self.day(result, piece.to));
        }
        for (from, to) in strips.iter_mut().flat_map(|strip| &mut strip.spreads) {
            (*from, *to) = (self.day(result, *from), self.day(result, *to));
        }
        strips
    }
}
