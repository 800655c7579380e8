//! Processes: from people, productivity and rates to servers and work.
//!
//! A rate per working day is spread over the hours of the fullest weekday of the process's
//! calendar, shifts at half level counting half; on shorter days accordingly less is done.

use super::calendar::{Timeline, fullest_day, written_out};
use super::names::Names;
use super::random_stream::stream;
use super::{BuildError, sampler};
use crate::distributions::Sampler;
use crate::model::{ManualMode, Process};
use crate::scenario::Scenario;
use crate::scenario::network::process::{Capacity, Process as Stated};
use crate::scenario::network::service_time::ServiceTime;
use crate::units::{Per, Rate};

pub(crate) fn processes(
    scenario: &Scenario,
    names: &Names<'_>,
    timeline: &Timeline,
) -> Result<Vec<Process>, BuildError> {
    scenario.processes.iter().map(|stated| process(stated, names, timeline)).collect()
}

fn process(stated: &Stated, names: &Names<'_>, timeline: &Timeline) -> Result<Process, BuildError> {
    let calendar = names.calendar(stated.calendar.as_deref());
    let work_of = |rate: Rate| {
        let time = match rate.per {
            Per::Time(time) => time as f64,
            Per::WorkingDay => fullest_day(calendar),
        };
        let work = time / rate.count;
        if work.is_finite() && work > 0.0 {
            Ok(Sampler::Constant(work))
        } else {
            Err(BuildError::NoCapacity { process: stated.name.clone() })
        }
    };
    let mut work_by_class = Vec::new();
    let (servers, work) = match &stated.capacity {
        Capacity::People { people, productivity } => (*people, work_of(*productivity)?),
        Capacity::Servers { servers, time } => {
            let work = match time {
                ServiceTime::Alike(time) => sampler("processes", &stated.name, time)?,
                ServiceTime::ByClass(times) => {
                    // No line of a class that is not named comes here.
                    work_by_class.resize(names.class_order.len(), Sampler::Constant(0.0));
                    for (class, time) in times {
                        work_by_class[usize::from(names.class(class))] =
                            sampler("processes", &stated.name, time)?;
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
        per: stated.per,
        routing_share: stated.routing_share,
        routing_purpose: stream("visits", &stated.stream, 0),
        work_per_line: stated.time_per_line,
        rule: stated.discipline,
        preempts: preempts(&stated.preempts, names),
        room: stated.queue_capacity,
        needs: names.needs(&stated.needs),
        manual: stated.manual.as_ref().map(|manual| ManualMode {
            rate: manual.rate,
            errors: manual.errors,
            reentry: manual.reentry.map_or(0, |reentry| reentry.time),
            purpose: stream("by hand", &stated.stream, 0),
        }),
        calendar: written_out(calendar, timeline),
        purpose: stream("process", &stated.stream, 0),
    })
}

/// Whether each class is named; empty: none is.
fn preempts(stated: &[String], names: &Names<'_>) -> Vec<bool> {
    if stated.is_empty() {
        return Vec::new();
    }
    let mut preempts = vec![false; names.class_order.len()];
    for class in stated {
        preempts[usize::from(names.class(class))] = true;
    }
    preempts
}
