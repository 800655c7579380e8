//! Coverage of 95 % intervals: small experiments with known answers, repeated 10,000 times.
//!
//! `cargo bench --bench coverage` counts how often an interval contains the truth, compares with
//! the coverage of the method (computed exactly, or the 95 % that it claims), fails if a count is
//! more than three Monte Carlo errors off, and writes its section of `docs/validation.md`. Seeds
//! are fixed.
//!
//! The first four experiments simulate: replications of a scenario with a Poisson number of lines.
//! The others draw their times directly, from random streams as the simulation does.

#![allow(clippy::print_stdout, reason = "a bench prints what it measured")]
#![allow(missing_docs, reason = "nothing of a bench is reached from outside")]

#[path = "../tests/validation/section.rs"]
mod section;

use gplc::compile::{CompiledModel, build};
use gplc::engine::random::{Draws, Purpose};
use gplc::metrics::run_replication;
use gplc::registers::metrics::ids;
use gplc::scenario::read_text;
use gplc::stats::interval::{mean_interval, quantile_interval};
use gplc::stats::moments::Moments;
use gplc::stats::paired::PairedDifference;
use gplc::stats::proportion::Proportion;
use gplc::stats::quantile::Sorted;
use gplc::stats::survival::{CensoredTime, KaplanMeier};
use rand::RngExt;
use rand_distr::{Exp1, StandardNormal};
use statrs::distribution::{Binomial, Discrete, DiscreteCDF, Poisson};
use std::fmt::Write;
use std::process::ExitCode;

const EXPERIMENTS: u32 = 10_000;
const CONFIDENCE: f64 = 0.95;
/// Largest deviation allowed [Monte Carlo standard errors].
const MOST_ERRORS: f64 = 3.0;

/// Number of experiments in which an interval contained the truth.
struct Counted {
    what: &'static str,
    experiment: &'static str,
    contained: u32,
    /// Coverage of the method.
    coverage: f64,
    /// Source of that coverage.
    known: &'static str,
}

impl Counted {
    fn share(&self) -> f64 {
        f64::from(self.contained) / f64::from(EXPERIMENTS)
    }

    /// Deviation from the coverage of the method [Monte Carlo standard errors].
    fn errors(&self) -> f64 {
        let error = (self.coverage * (1.0 - self.coverage) / f64::from(EXPERIMENTS)).sqrt();
        (self.share() - self.coverage) / error
    }

    fn is_right(&self) -> bool {
        self.errors().abs() <= MOST_ERRORS
    }
}

/// A scenario of one day with `lines` lines on average.
fn day_of(lines: u32) -> CompiledModel {
    let text = format!(
        "title = \"A day\"\nstart = 2025-01-06\nhorizon = \"1 day\"\nstart_from = \"full\"\n\
         [parts.a]\ncount = 1\nshare = \"100%\"\n[classes.daily]\npriority = 1\n\
         [sites.centre]\nkind = \"centre\"\nstock = \"unlimited\"\n\
         [demand.all]\nsite = \"centre\"\nlines = \"{lines} lines/day\"\nclass = \"daily\"\n"
    );
    let read = read_text("day.toml", &text, &[]).expect("the scenario is valid");
    build(&read.scenario).expect("it can be built")
}

/// Lines ordered in a replication of a day.
fn lines_of(day: &CompiledModel, replication: u32) -> f64 {
    let observations = run_replication(&day.model, &day.labels, replication, || false).expect("it runs");
    observations.all_series(ids::ORDERED_LINES_DAILY).flat_map(|(_, lines)| lines).sum()
}

/// Number of experiments whose interval contains the truth.
fn count(mut contains: impl FnMut(u32) -> bool) -> u32 {
    (0..EXPERIMENTS).map(|experiment| u32::from(contains(experiment))).sum()
}

/// Coverage of an interval of a share, summed over all outcomes of n trials.
fn exact_coverage(trials: u32, share: f64, contains: impl Fn(u32) -> bool) -> f64 {
    let binomial = Binomial::new(share, trials.into()).expect("a share");
    (0..=trials)
        .filter(|&successes| contains(successes))
        .map(|successes| binomial.pmf(successes.into()))
        .sum()
}

fn mean_of_replications() -> Counted {
    const REPLICATIONS: u32 = 5;
    let day = day_of(200);
    let contained = count(|experiment| {
        let values = (0..REPLICATIONS).map(|k| lines_of(&day, experiment * REPLICATIONS + k));
        let moments = Moments::of(values).expect("finite");
        mean_interval(&moments, CONFIDENCE).expect("two or more").contains(200.0)
    });
    Counted {
        what: "mean",
        experiment: "lines of a simulated day, Poisson with mean 200, 5 replications",
        contained,
        coverage: CONFIDENCE,
        known: "stated; exact for normal values",
    }
}

fn paired_difference() -> Counted {
    const REPLICATIONS: u32 = 5;
    let (few, many) = (day_of(200), day_of(260));
    let contained = count(|experiment| {
        let lines = |day: &CompiledModel| -> Vec<f64> {
            (0..REPLICATIONS).map(|k| lines_of(day, experiment * REPLICATIONS + k)).collect()
        };
        let difference = PairedDifference::of(&lines(&many), &lines(&few)).expect("finite");
        difference.interval(CONFIDENCE).expect("two or more").contains(60.0)
    });
    Counted {
        what: "paired difference",
        experiment: "lines of a simulated day with mean 260 against 200, common random numbers, 5 replications",
        contained,
        coverage: CONFIDENCE,
        known: "stated; exact for normal differences",
    }
}

/// Wilson's and Clopper and Pearson's intervals, from one set of experiments.
fn proportions() -> [Counted; 2] {
    const REPLICATIONS: u32 = 20;
    let day = day_of(50);
    let share = 1.0 - Poisson::new(50.0).expect("a mean").cdf(55);
    let (mut wilson, mut clopper_pearson) = (0, 0);
    for experiment in 0..EXPERIMENTS {
        let many = (0..REPLICATIONS).filter(|k| lines_of(&day, experiment * REPLICATIONS + k) > 55.0).count();
        let proportion = Proportion::new(many as u32, REPLICATIONS).expect("some of all");
        wilson += u32::from(proportion.wilson(CONFIDENCE).expect("a confidence").contains(share));
        clopper_pearson +=
            u32::from(proportion.clopper_pearson(CONFIDENCE).expect("a confidence").contains(share));
    }
    // The limits by their definitions, not by the functions under test.
    let z = 1.959_963_984_540_054;
    let n = f64::from(REPLICATIONS);
    let in_wilson = |successes: u32| {
        let p = f64::from(successes) / n;
        (p - share).abs() <= z * (share * (1.0 - share) / n).sqrt()
    };
    let tail = (1.0 - CONFIDENCE) / 2.0;
    let binomial = Binomial::new(share, REPLICATIONS.into()).expect("a share");
    let in_clopper_pearson = |successes: u32| {
        let up_to = binomial.cdf(successes.into());
        let from = 1.0 - if successes == 0 { 0.0 } else { binomial.cdf(u64::from(successes) - 1) };
        up_to >= tail && from >= tail
    };
    let experiment = "simulated days with over 55 lines, Poisson with mean 50, 20 replications";
    let known = "exact: summed over the binomial";
    let coverage = |contains: &dyn Fn(u32) -> bool| exact_coverage(REPLICATIONS, share, contains);
    [
        Counted {
            what: "proportion, Wilson",
            experiment,
            contained: wilson,
            coverage: coverage(&in_wilson),
            known,
        },
        Counted {
            what: "proportion, Clopper and Pearson",
            experiment,
            contained: clopper_pearson,
            coverage: coverage(&in_clopper_pearson),
            known,
        },
    ]
}

fn mean_of_normal_values() -> Counted {
    let contained = count(|experiment| {
        let mut generator = Draws::new(1, experiment).generator(1, 0, Purpose(1));
        let values = (0..4).map(|_| 10.0 + 3.0 * generator.sample::<f64, _>(StandardNormal));
        let moments = Moments::of(values).expect("finite");
        mean_interval(&moments, CONFIDENCE).expect("two or more").contains(10.0)
    });
    Counted {
        what: "mean",
        experiment: "4 normal values",
        contained,
        coverage: CONFIDENCE,
        known: "exact (Student)",
    }
}

fn quantile(q: f64, values: u32, experiment: &'static str) -> Counted {
    let truth = -(1.0 - q).ln();
    let contained = count(|experiment| {
        let mut generator = Draws::new(2, experiment).generator(1, values.into(), Purpose(1));
        let sample = Sorted::new((0..values).map(|_| generator.sample::<f64, _>(Exp1))).expect("finite");
        let interval = quantile_interval(&sample, q, CONFIDENCE).expect("a quantile");
        interval.lower.is_none_or(|lower| lower <= truth) && interval.upper.is_none_or(|upper| truth <= upper)
    });
    // Ranks by their definition: the number of values under the quantile.
    let binomial = Binomial::new(q, values.into()).expect("a share");
    let tail = (1.0 - CONFIDENCE) / 2.0;
    let up_to = |k: u32| binomial.cdf(k.into());
    let lower = (1..=values).take_while(|&rank| up_to(rank - 1) <= tail).last();
    let upper = (1..=values).find(|&rank| 1.0 - up_to(rank - 1) <= tail);
    let coverage = exact_coverage(values, q, |under| {
        lower.is_none_or(|rank| under >= rank) && upper.is_none_or(|rank| under < rank)
    });
    Counted { what: "quantile", experiment, contained, coverage, known: "exact: summed over the binomial" }
}

fn kaplan_meier_before_censoring() -> Counted {
    const RUNS: u32 = 40;
    let (day, horizon) = (10.0, 25.0);
    let truth = (-day / 12.0_f64).exp();
    let contained = count(|experiment| {
        let curve = cleared_days(experiment, RUNS, 12.0, |_| horizon);
        curve.log_log_interval(day, CONFIDENCE).expect("a confidence").is_some_and(|one| one.contains(truth))
    });
    // Before the first censored run the curve is a plain share: its interval, by the formula of the
    // method.
    let z = 1.959_963_984_540_054;
    let contains = |open: u32| {
        let s = f64::from(open) / f64::from(RUNS);
        if open == 0 || open == RUNS {
            return false;
        }
        let spread = z * ((1.0 - s) / (s * f64::from(RUNS))).sqrt() / s.ln().abs();
        (s.powf(spread.exp())..=s.powf((-spread).exp())).contains(&truth)
    };
    Counted {
        what: "Kaplan–Meier at a day, log(−log)",
        experiment: "40 exponential days of clearance (mean 12), day 10, all observed to day 25",
        contained,
        coverage: exact_coverage(RUNS, truth, contains),
        known: "exact: summed over the binomial",
    }
}

fn kaplan_meier_among_censored() -> Counted {
    let truth = (-1.0_f64).exp();
    let contained = count(|experiment| {
        let curve = cleared_days(experiment, 400, 12.0, |uniform| 4.0 + 30.0 * uniform);
        curve.log_log_interval(12.0, CONFIDENCE).expect("a confidence").is_some_and(|one| one.contains(truth))
    });
    Counted {
        what: "Kaplan–Meier at a day, log(−log)",
        experiment: "400 exponential days of clearance (mean 12), day 12, each observed to a day between 4 and 34",
        contained,
        coverage: CONFIDENCE,
        known: "stated; asymptotic",
    }
}

/// The curve of `runs` exponential clearance days with this mean, each censored at its own day.
fn cleared_days(experiment: u32, runs: u32, mean: f64, followed: impl Fn(f64) -> f64) -> KaplanMeier {
    let observations: Vec<CensoredTime> = (0..u64::from(runs))
        .map(|run| {
            let mut generator = Draws::new(3, experiment).generator(runs.into(), run, Purpose(1));
            let cleared = mean * generator.sample::<f64, _>(Exp1);
            let end = followed(generator.random::<f64>());
            if cleared <= end { CensoredTime::happened(cleared) } else { CensoredTime::censored(end) }
        })
        .collect();
    KaplanMeier::of(&observations).expect("there are runs")
}

fn restricted_mean() -> Counted {
    let truth = 12.0 * (1.0 - (-15.0 / 12.0_f64).exp());
    let contained = count(|experiment| {
        let means = (0..8).map(|replication| {
            let curve = cleared_days(experiment * 8 + replication, 60, 12.0, |uniform| 15.0 + 20.0 * uniform);
            curve.restricted_mean(15.0).expect("no run is censored before")
        });
        let moments = Moments::of(means).expect("finite");
        mean_interval(&moments, CONFIDENCE).expect("two or more").contains(truth)
    });
    Counted {
        what: "restricted mean",
        experiment: "8 replications of 60 exponential times (mean 12 days), each to day 15, the curve censored later",
        contained,
        coverage: CONFIDENCE,
        known: "stated; exact for normal values",
    }
}

fn page(all: &[Counted]) -> String {
    let mut text = format!(
        "Each experiment is repeated {EXPERIMENTS} times with fixed seeds; intervals are of 95 %. A count may deviate by \
         {MOST_ERRORS} Monte Carlo errors from the coverage of the method. `cargo bench --bench coverage` repeats the count.\n\n\
         | interval | experiment | coverage found | coverage of the method | source | deviation [errors] | verdict |\n\
         | --- | --- | ---: | ---: | --- | ---: | --- |\n"
    );
    for one in all {
        let verdict = if one.is_right() { "passed" } else { "**failed**" };
        writeln!(
            text,
            "| {} | {} | {:.2} % | {:.2} % | {} | {:+.2} | {verdict} |",
            one.what,
            one.experiment,
            one.share() * 100.0,
            one.coverage * 100.0,
            one.known,
            one.errors()
        )
        .expect("a string takes every text");
    }
    text
}

fn main() -> ExitCode {
    let [wilson, clopper_pearson] = proportions();
    let all = [
        mean_of_replications(),
        paired_difference(),
        wilson,
        clopper_pearson,
        mean_of_normal_values(),
        quantile(0.5, 25, "median of 25 exponential values"),
        quantile(0.9, 60, "0.9 quantile of 60 exponential values"),
        kaplan_meier_before_censoring(),
        kaplan_meier_among_censored(),
        restricted_mean(),
    ];
    let text = page(&all);
    println!("{text}");
    if let Err(error) = section::write("Coverage of the intervals", &text) {
        println!("docs/validation.md cannot be written: {error}");
        return ExitCode::FAILURE;
    }
    if all.iter().all(Counted::is_right) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
