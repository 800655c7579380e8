//! Parameters: distributions that are specified by their mean, or by two parameters.

use super::catalogue::example_of;
use super::{Support, Z_90};
use crate::distributions::Distribution;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::{Fields, Item, Reader};
use crate::scenario::syntax::tree::Table;

impl<'t> Reader<'t> {
    /// The mean of integers from 0, which is over 0.
    pub(super) fn mean_from_none(&mut self, item: Item<'t>, support: Support) -> Option<f64> {
        let mean = self.things_of(item, support.words(), support.example())?;
        if mean <= 0.0 {
            self.report(ScenarioError::at(
                item.place(),
                format!("the mean of `{}` must be over 0", item.key),
                "too small",
            ));
        }
        Some(mean).filter(|mean| *mean > 0.0)
    }

    /// A mean over `least`; that of integers may be fractional, and is at least 1.
    pub(super) fn mean_over(&mut self, item: Item<'t>, support: Support, least: f64) -> Option<f64> {
        let mean = match support {
            Support::Time => self.time(item, support.example())?,
            Support::Pieces | Support::PiecesOrNone | Support::Lines => {
                self.things_of(item, support.words(), support.example())?
            }
        };
        let allowed = mean > least && (support == Support::Time || mean >= 1.0);
        if !allowed {
            let bound = match (support, least > 0.0) {
                (Support::Time, _) => "over 0",
                (_, true) => "over 1",
                (_, false) => "1 or more",
            };
            self.report(ScenarioError::at(
                item.place(),
                format!("the mean of `{}` must be {bound}", item.key),
                "too small",
            ));
            return None;
        }
        Some(mean)
    }

    /// Distributions by two parameters.
    pub(super) fn by_two(&mut self, item: Item<'t>, support: Support, kind: &str) -> Option<Distribution> {
        let example = example_of(kind, support);
        let table: &'t Table = self.table(item, example)?;
        let mut fields = Fields::new(table, item.at, format!("`{kind}`"));
        let help = format!("for instance `{kind} = {example}`");
        let read = match kind {
            "lognormal" => self.lognormal(&mut fields, support, &help),
            "weibull" => {
                let mean =
                    fields.need(self, "mean", &help).and_then(|item| self.mean_over(item, support, 0.0));
                let shape = fields.need(self, "shape", &help).and_then(|item| self.positive(item));
                mean.zip(shape).map(|(mean, shape)| Distribution::Weibull { mean, shape })
            }
            "geometric" => self.steps(&mut fields, &help),
            "negative_binomial" => {
                let mean =
                    fields.need(self, "mean", &help).and_then(|item| self.mean_from_none(item, support));
                let ratio = fields.need(self, "variance_to_mean", &help);
                let ratio = ratio.and_then(|item| self.positive(item).map(|ratio| (item, ratio)));
                if let Some((item, _)) = ratio.filter(|(_, ratio)| *ratio <= 1.0) {
                    self.report(
                        ScenarioError::at(item.place(), "`variance_to_mean` must be over 1", "not over 1")
                            .help("at 1 it is `poisson`"),
                    );
                    return None;
                }
                mean.zip(ratio).map(|(mean, (_, ratio))| Distribution::NegativeBinomial { mean, ratio })
            }
            _ => {
                let mean =
                    fields.need(self, "mean", &help).and_then(|item| self.mean_over(item, support, 0.0));
                let cv = fields.need(self, "cv", &help).and_then(|item| self.positive(item));
                mean.zip(cv).map(|(mean, cv)| Distribution::Gamma { mean, cv })
            }
        };
        fields.finish(self);
        read
    }

    /// Multiples of a step, whose mean is no less than the step.
    fn steps(&mut self, fields: &mut Fields<'t>, help: &str) -> Option<Distribution> {
        let mean = fields.need(self, "mean", help);
        let step = fields.need(self, "step", help);
        let (mean_item, step_item) = mean.zip(step)?;
        let mean = self.mean_over(mean_item, Support::Time, 0.0);
        let (mean, step) = mean.zip(self.mean_over(step_item, Support::Time, 0.0))?;
        if mean < step {
            self.report(
                ScenarioError::at(
                    mean_item.place(),
                    "the mean must not be less than the step",
                    "less than a step",
                )
                .and(step_item.place(), "the step")
                .help("every value is one step or more"),
            );
            return None;
        }
        Some(Distribution::GeometricSteps { mean, step })
    }

    /// By median and p90, by mean and cv, or by median and the standard deviation of the logarithm.
    fn lognormal(&mut self, fields: &mut Fields<'t>, support: Support, help: &str) -> Option<Distribution> {
        let [median, p90, mean, cv, sigma] =
            ["median", "p90", "mean", "cv", "sigma"].map(|key| fields.take(key));
        match (median, p90, mean, cv, sigma) {
            (Some(median), Some(high), None, None, None) => {
                let (from, to) = (self.mean_over(median, support, 0.0), self.mean_over(high, support, 0.0));
                let (from, to) = from.zip(to)?;
                if to <= from {
                    self.report(
                        ScenarioError::at(high.place(), "`p90` must be over `median`", "not over the median")
                            .and(median.place(), "the median")
                            .help("p90 is the 90 % quantile, median the 50 % quantile"),
                    );
                    return None;
                }
                Some(Distribution::Lognormal { median: from, sigma: (to / from).ln() / Z_90 })
            }
            (None, None, Some(mean), Some(cv), None) => {
                let (mean, cv) = self.mean_over(mean, support, 0.0).zip(self.positive(cv))?;
                // mean = median·exp(σ²/2) and cv² = exp(σ²) − 1.
                let spread = 1.0 + cv * cv;
                Some(Distribution::Lognormal { median: mean / spread.sqrt(), sigma: spread.ln().sqrt() })
            }
            (Some(median), None, None, None, Some(sigma)) => {
                let (median, sigma) = self.mean_over(median, support, 0.0).zip(self.positive(sigma))?;
                Some(Distribution::Lognormal { median, sigma })
            }
            _ => {
                self.report(
                    ScenarioError::at(
                        fields.at,
                        "`lognormal` needs `median` and `p90`, or `mean` and `cv`",
                        "not one of these pairs",
                    )
                    .help(help),
                );
                None
            }
        }
    }
}
