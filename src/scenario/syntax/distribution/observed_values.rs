//! Observed values: a list in the scenario, or a file with one number per row.

use super::Support;
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::quantity::{in_micros, split};
use crate::scenario::syntax::reader::{Item, Reader, shown};
use std::path::Path;

impl<'t> Reader<'t> {
    /// Observed values: a list, or a file with one number per row.
    pub(super) fn observed(
        &mut self,
        item: Item<'t>,
        unit: Option<Item<'t>>,
        support: Support,
    ) -> Option<Vec<f64>> {
        let before = self.errors();
        let Some(path) = item.text() else {
            if let Some(unit) = unit {
                self.report(
                    ScenarioError::at(
                        unit.at,
                        "`unit` belongs to a file of numbers",
                        "the values of a list have their own",
                    )
                    .help("leave `unit` out"),
                );
            }
            let items = self.list(item, &format!("[{}]", support.example()));
            let values = items.into_iter().filter_map(|item| self.sampled_value(item, support)).collect();
            return self.some_values(item, values, before);
        };
        let Some(unit_item) = unit else {
            self.report(
                ScenarioError::at(item.place(), "the numbers of this file need a unit", "a file of numbers")
                    .help(format!(
                        "for instance `{{ empirical = \"times.csv\", unit = \"{}\" }}`",
                        support.words()[1]
                    )),
            );
            return None;
        };
        let unit = self.text(unit_item, &format!("\"{}\"", support.words()[1]))?;
        let file = &self.files.sources[item.place().source].name;
        let folder =
            if file == "--set" { Path::new("") } else { Path::new(file).parent().unwrap_or(Path::new("")) };
        let path = folder.join(path);
        let (source, text) = self.files.text_of(&path, Some(item.place()))?;
        let mut values = Vec::new();
        let mut from = 0;
        for line in text.split_inclusive('\n') {
            let written = line.trim().trim_start_matches('\u{feff}');
            if !written.is_empty() {
                let place = Place { source, from, to: from + line.trim_end().len() };
                values.extend(self.observed_row(unit_item, place, written, unit, support));
                if self.errors() > before + 5 {
                    break;
                }
            }
            from += line.len();
        }
        self.some_values(item, values, before)
    }

    /// The number in a row of a file, as a value in its unit.
    fn observed_row(
        &mut self,
        unit_item: Item<'_>,
        place: Place,
        written: &str,
        unit: &str,
        support: Support,
    ) -> Option<f64> {
        let number = split(written).filter(|(number, rest)| rest.is_empty() && number.times(1, 0) >= 0.0);
        let Some((number, _)) = number else {
            self.report(
                ScenarioError::at(
                    place,
                    format!("expected a number of at least 0, found `{}`", shown(written)),
                    "this row",
                )
                .help("one number per row, without unit; the scenario has the unit"),
            );
            return None;
        };
        let value = match support {
            Support::Time => in_micros(number, unit),
            Support::Pieces | Support::PiecesOrNone | Support::Lines => {
                support.words().contains(&unit).then(|| number.times(1, 0))
            }
        };
        let Some(value) = value else {
            self.report(
                ScenarioError::at(unit_item.place(), format!("unknown unit `{}`", shown(unit)), "this unit")
                    .help(format!("for instance `unit = \"{}\"`", support.words()[1])),
            );
            return None;
        };
        if value > 6.3e15 || (support != Support::Time && (value < support.least() || value.fract() != 0.0)) {
            self.report(ScenarioError::at(
                place,
                format!("`{}` is out of range", shown(written)),
                "this row",
            ));
            return None;
        }
        Some(value)
    }
}
