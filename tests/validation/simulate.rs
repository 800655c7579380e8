//! Simulation of cases: scenario text → model → replications over threads → one number per
//! replication.
//!
//! The path is that of a user's scenario: `scenario::read_text`, `compile::build`,
//! `experiment::replicate`.

use super::case::{Case, Tried};
use super::specification::{Over, Reading, Specification};
use super::stock;
use super::symbols;
use super::{inventory, lane, queue, serial, two_echelon};
use gplc::compile::{CompiledModel, build};
use gplc::experiment::replicate::{Control, replicate};
use gplc::metrics::ReplicationResult;
use gplc::scenario::read_text;
use gplc::stats::moments::Moments;
use gplc::stats::quantile::Sorted;
use std::convert::Infallible;
use std::num::NonZeroUsize;

/// Groups of replications, each giving one number for a quantile or a standard deviation over
/// replications.
pub const GROUPS: usize = 20;

/// A quantile of a histogram may be off by this share (`observe::histogram`).
pub const OFF: f64 = 0.01;

/// How long a run is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Length {
    /// Times the suggested length (or the suggested replications, where these are the unit).
    pub times: f64,
}

/// What a run reports of an expected value.
#[derive(Debug)]
pub enum Answer {
    /// One number a replication, or a group of them; a quantile of a histogram may be off by that
    /// share.
    Numbers { values: Vec<f64>, off: f64 },
    /// The harness cannot report, or gplc has none.
    Nothing(String),
    /// gplc has no such feature, and its design does not request it.
    NotApplicable(String),
}

/// The scenarios of a case.
fn specify(case: &Case, seed: u64, length: Length) -> Tried<Vec<Specification>> {
    let by_model = match case.model.as_str() {
        "M/G/infinity" | "scheduled departures" | "bulk service at fixed intervals" => lane::specify,
        model if model.starts_with("serial") => serial::specify,
        model if model.contains("retailers") => two_echelon::specify,
        _ if inventory::is_of(case) => inventory::specify,
        _ => queue::specify,
    };
    by_model(case, seed, length)
}

/// The model of a scenario's text.
pub fn compiled(text: &str) -> Tried<CompiledModel> {
    let read = read_text("case.toml", text, &[])
        .map_err(|errors| format!("{}\n{text}", errors.render(100, false)))?;
    Ok(build(&read.scenario)?)
}

/// What a run of a case reports of each expected value.
pub fn answers(case: &Case, seed: u64, length: Length, threads: NonZeroUsize) -> Vec<Answer> {
    let mut answer: Vec<Answer> = case
        .expected
        .iter()
        .map(|expected| {
            if stock::is_optimum(expected) {
                Answer::NotApplicable("levels are set by rules, not optimised".to_owned())
            } else {
                Answer::Nothing(format!("the harness does not know the metric `{}`", expected.metric))
            }
        })
        .collect();
    if let Err(trouble) = run(case, seed, length, threads, &mut answer) {
        let answer = answer.iter_mut().filter(|answer| !matches!(answer, Answer::NotApplicable(_)));
        for answer in answer {
            *answer = Answer::Nothing(trouble.to_string());
        }
    }
    answer
}

/// Runs the scenarios of a case, and puts what they report in its place.
fn run(case: &Case, seed: u64, length: Length, threads: NonZeroUsize, answer: &mut [Answer]) -> Tried<()> {
    let replications = if case.run.unit == "replications" {
        (f64::from(case.run.replications) * length.times).round() as u32
    } else {
        case.run.replications
    };
    for specification in specify(case, seed, length)? {
        let compiled = compiled(&specification.text)?;
        let mut numbers: Vec<Vec<Option<f64>>> = vec![Vec::new(); specification.readings.len()];
        let mut places: Option<Tried<Vec<Stages>>> = None;
        replicate(&compiled, replications, threads, &Control::default(), |observed| {
            let places = places.get_or_insert_with(|| {
                specification.readings.iter().map(|(_, reading)| Stages::of(reading, &observed)).collect()
            });
            if let Ok(places) = places {
                for (numbers, places) in numbers.iter_mut().zip(places) {
                    numbers.push(places.value(&observed));
                }
            }
            Ok::<(), Infallible>(())
        })?;
        places.ok_or("no replication was run")??;
        for ((index, reading), numbers) in specification.readings.iter().zip(numbers) {
            answer[*index] = one(reading, numbers);
        }
    }
    Ok(())
}

/// Where the metrics of a reading stand, and their factors.
struct Stages(Vec<(f64, usize)>);

impl Stages {
    fn of(reading: &Reading, result: &ReplicationResult) -> Tried<Self> {
        let place = |(factor, name): &(f64, super::specification::Name)| -> Tried<(f64, usize)> {
            let found = symbols::place_of(result, &name.name, &name.class);
            let found =
                found.ok_or_else(|| format!("no metric `{}` of class `{}`", name.name, name.class))?;
            Ok((*factor, found))
        };
        reading.terms.iter().map(place).collect::<Tried<_>>().map(Stages)
    }

    fn value(&self, result: &ReplicationResult) -> Option<f64> {
        let value = |place: usize| result.values[place].outcome.value();
        self.0.iter().map(|&(factor, place)| value(place).map(|value| factor * value)).sum()
    }
}

fn one(reading: &Reading, numbers: Vec<Option<f64>>) -> Answer {
    let replications = numbers.len();
    let Some(numbers) = numbers.into_iter().collect::<Option<Vec<f64>>>() else {
        return Answer::Nothing("a replication has no value".to_owned());
    };
    let groups = |of: &dyn Fn(&[f64]) -> Tried<f64>| -> Tried<Vec<f64>> {
        if replications < 2 * GROUPS {
            return Err(format!("{replications} replications are too few for {GROUPS} groups").into());
        }
        numbers.chunks_exact(replications / GROUPS).take(GROUPS).map(of).collect()
    };
    let values = match reading.over {
        Over::Mean => Ok(numbers),
        Over::Spread => groups(&|group| Ok(Moments::of(group.iter().copied())?.standard_deviation()?)),
        Over::Quantile(p) => groups(&|group| Ok(Sorted::new(group.iter().copied())?.quantile_linear(p)?)),
        Over::Growth => grows(&numbers).map(|grows| vec![grows; replications]),
    };
    match values {
        Ok(values) => Answer::Numbers { values, off: if reading.histogram { OFF } else { 0.0 } },
        Err(trouble) => Answer::Nothing(trouble.to_string()),
    }
}

/// 1 where the mean is over 0 by more than three standard errors, else 0.
fn grows(numbers: &[f64]) -> Tried<f64> {
    let moments = Moments::of(numbers.iter().copied())?;
    Ok(super::case::flag(moments.mean()? > 3.0 * moments.standard_error()?))
}
