//! Corners: the ends and the middle of each distribution, tried in the scenario before it runs.
//!
//! A value that its key rejects is reported at the place where the distribution has it. The same
//! trial finds the keys that accept only integers.

use super::substitution::with_values;
use super::{InputDistribution, UncertainValue, ValueForm};
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::distribution::Z_90;
use crate::scenario::syntax::reader::{Reader, shown};
use crate::scenario::syntax::tree::{Table, Value};

/// The 99.9 % quantile of the standard normal distribution.
const Z_999: f64 = 3.090_232_306_167_813_5;

/// Tries the corners of each distribution, one at a time, and sets [`UncertainValue::integer`].
///
/// `first_error` reads a tree and returns the message and help of its first error.
pub(crate) fn try_corners(
    reader: &mut Reader<'_>,
    all: &mut [UncertainValue],
    mut first_error: impl FnMut(&Table) -> Option<(String, Option<String>)>,
) {
    let tree = reader.tree;
    let mut try_one = |one: &UncertainValue, number: f64| match with_values(tree, &[(one, number)]) {
        Ok(changed) => first_error(&changed),
        Err(why) => Some((why, None)),
    };
    for one in all {
        if let Some(fractional) = one.fractional_probe() {
            one.integer = try_one(one, fractional).is_some() && try_one(one, fractional.floor()).is_none();
        }
        for (corner, number) in one.corners().into_iter().enumerate() {
            let Some((why, help)) = try_one(one, number) else { continue };
            let Some(place) = reader.place_of_corner(one, corner) else { continue };
            let set = one.set.first().map_or("", String::as_str);
            let message = format!("`{}` cannot be {}: {why}", shown(set), one.form.text(number));
            let error = ScenarioError::at(place, message, "may be sampled");
            let help = help.unwrap_or_else(|| "use only values that the key accepts".to_owned());
            let error = match reader.node(&["uncertain", &one.name, "set"]) {
                Some(set) => error.and(set.place, "sets this key"),
                None => error,
            };
            reader.report(error.help(help));
        }
    }
}

impl Reader<'_> {
    /// Place of one value of a distribution, or of the whole distribution.
    fn place_of_corner(&self, one: &UncertainValue, corner: usize) -> Option<Place> {
        let distribution =
            InputDistribution::KEYS.into_iter().find_map(|key| self.node(&["uncertain", &one.name, key]))?;
        Some(match &distribution.value {
            Value::List(list) => list.get(corner).map_or(distribution.place, |value| value.place),
            _ => distribution.place,
        })
    }
}

impl UncertainValue {
    /// Values to try: both ends (of an unbounded distribution the 0.1 % and 99.9 % quantiles) and
    /// the mode or median; of a discrete distribution all values.
    pub(super) fn corners(&self) -> Vec<f64> {
        let corners = match &self.distribution {
            InputDistribution::Triangular(corners) => corners.to_vec(),
            InputDistribution::Uniform(corners) => corners.to_vec(),
            InputDistribution::Lognormal { median, p90 } => {
                let spread = (p90 / median).powf(Z_999 / Z_90);
                vec![median / spread, *median, median * spread]
            }
            InputDistribution::Table(rows) => rows.iter().map(|(value, _)| *value).collect(),
            InputDistribution::OneOf(values) => values.clone(),
        };
        corners.into_iter().map(|number| self.rounded(number)).collect()
    }

    /// A fractional value that may be sampled although the file has only integers.
    fn fractional_probe(&self) -> Option<f64> {
        let is_integer = |number: &f64| number.fract() == 0.0;
        match (&self.form, &self.distribution) {
            (ValueForm::Moment { .. }, _)
            | (_, InputDistribution::Table(_) | InputDistribution::OneOf(_)) => None,
            (_, InputDistribution::Triangular(corners)) => {
                corners.iter().all(is_integer).then_some(corners[0] + 0.5)
            }
            (_, InputDistribution::Uniform(corners)) => {
                corners.iter().all(is_integer).then_some(corners[0] + 0.5)
            }
            (_, InputDistribution::Lognormal { median, p90 }) => {
                [*median, *p90].iter().all(is_integer).then_some(median + 0.5)
            }
        }
    }
}
