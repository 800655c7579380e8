//! Reading: a distribution from the text of a scenario.

use super::catalogue::{all_names, example_of};
use super::{MOST_VALUES, Support, names};
use crate::distributions::Distribution;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::{self, Fields, Item, Reader};
use crate::scenario::syntax::tree::Value;

impl<'t> Reader<'t> {
    /// A distribution: one value, or a table with the one key that names it.
    pub(crate) fn distribution(&mut self, item: Item<'t>, support: Support) -> Option<Distribution> {
        let Value::Table(table) = &item.node.value else {
            return self.sampled_value(item, support).map(Distribution::Constant);
        };
        let allowed = names(support);
        let all = all_names();
        let mut kinds = table.entries.iter().filter(|entry| all.contains(&entry.key.as_str()));
        let Some(entry) = kinds.next() else {
            let (place, message, help) = match table.entries.first() {
                Some(entry) => (
                    entry.at,
                    format!("unknown distribution `{}`", reader::shown(&entry.key)),
                    reader::nearest_of(&entry.key, &allowed, "distributions here"),
                ),
                None => (
                    item.place(),
                    format!("`{}` names no distribution", item.key),
                    format!("distributions here: {}", allowed.join(", ")),
                ),
            };
            self.report(ScenarioError::at(place, message, "here").help(help));
            return None;
        };
        if let Some(second) = kinds.next() {
            self.report(
                ScenarioError::at(second.at, format!("`{}` names two distributions", item.key), "the second")
                    .and(entry.at, "the first")
                    .help("leave one of them out"),
            );
            return None;
        }
        let kind = entry.key.as_str();
        if !allowed.contains(&kind) {
            let (message, label) = if support == Support::Time {
                (format!("times need a distribution of times; `{kind}` yields integers"), "yields integers")
            } else if names(Support::PiecesOrNone).contains(&kind) {
                (
                    format!("`{}` must be at least {}; `{kind}` yields 0", item.key, support.least()),
                    "yields 0",
                )
            } else {
                let plural = support.words()[1];
                (format!("{plural} need a discrete distribution; `{kind}` is continuous"), "continuous")
            };
            let help = format!("distributions here: {}", allowed.join(", "));
            self.report(ScenarioError::at(entry.at, message, label).help(help));
            return None;
        }
        let value = reader::item(entry);
        let mut outer = Fields::new(table, item.at, format!("`{}`", item.key));
        for known in all {
            outer.take(known);
        }
        let read = match kind {
            "exponential" => {
                self.mean_over(value, support, 0.0).map(|mean| Distribution::Exponential { mean })
            }
            "poisson" => self.mean_from_none(value, support).map(|mean| Distribution::Poisson { mean }),
            "geometric" if support == Support::Time => self.by_two(value, support, kind),
            "geometric" => self.mean_over(value, support, 0.0).map(|mean| Distribution::Geometric { mean }),
            "logarithmic" => {
                self.mean_over(value, support, 1.0).map(|mean| Distribution::Logarithmic { mean })
            }
            "triangular" => self
                .corners::<3>(value, support)
                .map(|[low, mode, high]| Distribution::Triangular { low, mode, high }),
            "uniform" => {
                self.corners::<2>(value, support).map(|[low, high]| Distribution::Uniform { low, high })
            }
            "table" => self.rows(value, support).map(|rows| Distribution::Table { rows }),
            "empirical" => {
                let unit = outer.take("unit");
                self.observed(value, unit, support).map(|values| Distribution::Empirical { values })
            }
            _ => self.by_two(value, support, kind),
        };
        outer.finish(self);
        read
    }

    /// Pieces of a line that may be none, but not always.
    pub(crate) fn pieces_or_none(&mut self, item: Item<'t>) -> Option<Distribution> {
        let read = self.distribution(item, Support::PiecesOrNone)?;
        let nothing = match &read {
            Distribution::Constant(value) => *value <= 0.0,
            Distribution::Table { rows } => rows.iter().all(|(value, _)| *value <= 0.0),
            Distribution::Empirical { values } => values.iter().all(|value| *value <= 0.0),
            _ => false,
        };
        if nothing {
            let error =
                ScenarioError::at(item.place(), format!("`{}` is always 0", item.key), "nothing is ordered");
            self.report(error.help("a line of no pieces is not ordered; some must have pieces"));
        }
        Some(read).filter(|_| !nothing)
    }

    /// A value of the support.
    pub(super) fn sampled_value(&mut self, item: Item<'t>, support: Support) -> Option<f64> {
        if support == Support::Time {
            return self.time(item, support.example());
        }
        let many = self.things_of(item, support.words(), support.example())?;
        let least = support.least();
        if many.fract() != 0.0 || many < least {
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("`{}` must be an integer of at least {least}", item.key),
                    "out of range",
                )
                .help(format!("for instance {}", support.example())),
            );
            return None;
        }
        Some(many)
    }

    /// Values in ascending order, of which the last is over the first.
    fn corners<const N: usize>(&mut self, item: Item<'t>, support: Support) -> Option<[f64; N]> {
        let example = example_of(item.key, Support::Time);
        let before = self.errors();
        let items = self.list(item, example);
        let values: Vec<f64> = items.iter().filter_map(|item| self.sampled_value(*item, support)).collect();
        if self.errors() > before {
            return None;
        }
        let ascending = values.is_sorted() && values.first() < values.last();
        match <[f64; N]>::try_from(values) {
            Ok(corners) if ascending => Some(corners),
            _ => {
                let message = format!("`{}` must be {N} values in ascending order", item.key);
                let help = format!("for instance `{} = {example}`", item.key);
                self.report(ScenarioError::at(item.place(), message, "not ascending").help(help));
                None
            }
        }
    }

    /// Values with their weights.
    fn rows(&mut self, item: Item<'t>, support: Support) -> Option<Vec<(f64, f64)>> {
        let example = format!("[[{}, 0.5], [{}, 0.5]]", support.example(), support.example());
        let before = self.errors();
        let mut rows = Vec::new();
        for row in self.list(item, &example) {
            let parts = self.list(row, &example);
            let [value, weight] = parts[..] else {
                self.report(
                    ScenarioError::at(
                        row.place(),
                        "a row of a table is a value and a weight",
                        "not two elements",
                    )
                    .help(format!("for instance `table = {example}`")),
                );
                continue;
            };
            if let (Some(value), Some(weight)) = (self.sampled_value(value, support), self.positive(weight)) {
                rows.push((value, weight));
            }
        }
        self.some_values(item, rows, before)
    }

    /// The values, unless one of them has an error, or they are none or too many.
    pub(super) fn some_values<T>(&mut self, item: Item<'_>, values: Vec<T>, before: usize) -> Option<Vec<T>> {
        if self.errors() > before {
            return None;
        }
        if values.is_empty() || values.len() > MOST_VALUES {
            let label = if values.is_empty() { "no value" } else { "too many values" };
            let error = ScenarioError::at(
                item.place(),
                format!("`{}` needs from 1 to a million values", item.key),
                label,
            );
            self.report(error);
            return None;
        }
        Some(values)
    }
}
