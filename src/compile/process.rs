//! Processes: from people, productivity and rates to servers and work.
//!
//! A rate per working day is spread over the hours of the fullest weekday of the process's
//! calendar, shifts at half capacity counting half; on shorter days the capacity is
//! proportionally lower.

use super::calendar::{Timeline, factors_of_run, work_of_fullest_day};
use super::names::Names;
use super::random_stream::stream;
use super::{BuildError, sampler};
use crate::distributions::Sampler;
use crate::model::{ManualMode, Process};
use crate::scenario::Scenario;
use crate::scenario::network::process::{Capacity, Process as ProcessSpec};
use crate::scenario::network::service_time::ServiceTime;
use crate::units::{Per, Rate, Work};

pub(crate) fn processes(
    scenario: &Scenario,
    names: &Names<'_>,
    timeline: &Timeline,
) -> Result<Vec<Process>, BuildError> {
    scenario.processes.iter().map(|spec| process(spec, names, timeline)).collect()
}

fn process(spec: &ProcessSpec, names: &Names<'_>, timeline: &Timeline) -> Result<Process, BuildError> {
    let calendar = names.calendar(spec.calendar.as_deref());
    let work_of = |rate: Rate| {
        let time = match rate.per {
            Per::Time(time) => time.as_micros_f64(),
            Per::WorkingDay => work_of_fullest_day(calendar),
        };
        let work = time / rate.count;
        if work.is_finite() && work > 0.0 {
            Ok(Sampler::Constant(work))
        } else {
            Err(BuildError::NoCapacity { process: spec.name.clone() })
        }
    };
    let mut work_by_class = Vec::new();
    let (servers, work) = match &spec.capacity {
        Capacity::People { people, productivity } => (*people, work_of(*productivity)?),
        Capacity::Servers { servers, time } => {
            let work = match time {
                ServiceTime::Alike(time) => sampler("processes", &spec.name, time)?,
                ServiceTime::ByClass(times) => {
                    // No line of a class that is not named arrives here.
                    work_by_class.resize(names.class_order.len(), Sampler::Constant(0.0));
                    for (class, time) in times {
                        work_by_class[usize::from(names.class(class))] =
                            sampler("processes", &spec.name, time)?;
                    }
                    Sampler::Constant(0.0)
                }
            };
            (servers.unwrap_or(u32::MAX), work)
        }
        Capacity::Rate(rate) => (1, work_of(*rate)?),
    };
    Ok(Process {
        servers,
        work,
        work_by_class,
        per: spec.per,
        routing_share: spec.routing_share,
        routing_purpose: stream("visits", &spec.stream, 0),
        work_per_line: Work::lasting(spec.time_per_line),
        discipline: spec.discipline,
        preempts: preempts(&spec.preempts, names),
        queue_capacity: spec.queue_capacity,
        needs: names.needs(&spec.needs),
        manual: spec.manual.as_ref().map(|manual| ManualMode {
            rate: manual.rate,
            errors: manual.errors,
            reentry: manual.reentry.map_or(Work::ZERO, |reentry| Work::lasting(reentry.time)),
            purpose: stream("by hand", &spec.stream, 0),
        }),
        calendar: factors_of_run(calendar, timeline),
        purpose: stream("process", &spec.stream, 0),
    })
}

/// True for each class that is named; empty: none is.
fn preempts(spec: &[String], names: &Names<'_>) -> Vec<bool> {
    if spec.is_empty() {
        return Vec::new();
    }
    let mut preempts = vec![false; names.class_order.len()];
    for class in spec {
        preempts[usize::from(names.class(class))] = true;
    }
    preempts
}
