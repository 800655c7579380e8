//! Deterministic outages: even arrivals, constant service, and computable departures.
//!
//! A fluid is run as such a system too, one server whose speed is the capacity: while no more than
//! the one line in work is there, nothing waits, and the fluid's backlog is 0. The run is listened
//! to by an observer of the library's own interface, which writes down when each line came and
//! went.

use super::case::{Case, Expected, Tried, flag, number_in};
use super::queue::{capacity, steps, suffixed};
use super::simulate::compiled;
use super::specification::{Clock, Scenario, hours, listed, moment, per, percent, quoted};
use gplc::metrics::run_replication_with;
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::line::Line;
use gplc::units::{Duration, Instant, StreamId};
use std::collections::BTreeMap;
use toml::Table;

/// The case's time 0 in microseconds after the start: there is room for an arrival at 0 before
/// which nothing is.
const SHIFT: u64 = 7 * 86_400_000_000;

/// Whether a case is of this kind.
pub fn is_of(case: &Case) -> bool {
    case.model.starts_with("fluid outage") || case.model.starts_with("D/D/")
}

/// The values of a case, in the order in which they are expected.
pub fn values(case: &Case) -> Vec<Tried<f64>> {
    match Seen::of(case) {
        Ok(seen) => case.expected.iter().map(|expected| seen.value(expected)).collect(),
        Err(trouble) => {
            let words = trouble.to_string();
            case.expected.iter().map(|_| Err(words.clone().into())).collect()
        }
    }
}

/// What was seen of a run.
struct Seen {
    clock: Clock,
    /// Arrival and departure of each line in order of arrival, in microseconds of the scenario
    /// after the case's time 0; `None`: still there at the end.
    lines: Vec<(i64, Option<i64>)>,
    /// Instants of changes and the lines that are there from then on; what goes at an instant goes
    /// first.
    number: Vec<(i64, i64)>,
    /// End of the run.
    end: i64,
    /// Lines that are there though the fluid has none: those in work.
    in_work: i64,
    /// Instants that the case names in words, in hours.
    named: Vec<(&'static str, f64)>,
}

/// Writes down when lines come and go.
#[derive(Default)]
struct DepartureRecorder {
    open: BTreeMap<(StreamId, u64), usize>,
    lines: Vec<(u64, Option<u64>)>,
}

impl Observer for DepartureRecorder {
    fn ordered(&mut self, now: Instant, line: &Line) {
        let now = now.as_micros();
        self.open.insert((line.stream(), line.ordinal), self.lines.len());
        self.lines.push((now, None));
    }

    fn filled(&mut self, now: Instant, line: &Line) {
        let now = now.as_micros();
        if let Some(index) = self.open.remove(&(line.stream(), line.ordinal)) {
            self.lines[index].1 = Some(now);
        }
    }
}

impl Seen {
    fn of(case: &Case) -> Tried<Self> {
        let (text, clock, end, servers) =
            if case.model.starts_with("D/D/") { exact(case)? } else { fluid(case)? };
        case.parameters.all_used()?;
        let compiled = compiled(&text)?;
        let mut watch = DepartureRecorder::default();
        run_replication_with(&compiled.model, &compiled.labels, 0, &[], &mut watch, || false)?;
        let zero = (compiled.model.times.start + Duration::from_micros(SHIFT)).as_micros() as i64;
        let lines: Vec<(i64, Option<i64>)> = watch
            .lines
            .iter()
            .map(|&(came, went)| (came as i64 - zero, went.map(|went| went as i64 - zero)))
            .collect();
        let mut changes: Vec<(i64, i64)> = lines.iter().map(|line| (line.0, 1)).collect();
        changes.extend(lines.iter().filter_map(|line| line.1.map(|went| (went, -1))));
        changes.sort_unstable();
        let mut there = 0;
        let number = changes
            .into_iter()
            .map(|(at, change)| {
                there += change;
                (at, there)
            })
            .collect();
        let named = named_instants(case)?;
        Ok(Seen { clock, lines, number, end, in_work: servers, named })
    }

    /// The backlog of the fluid where a number of lines are there.
    fn backlog(&self, there: i64) -> f64 {
        if there <= self.in_work { 0.0 } else { there as f64 }
    }

    fn at(&self, instant: i64) -> i64 {
        let before = self.number.partition_point(|&(at, _)| at < instant);
        before.checked_sub(1).map_or(0, |last| self.number[last].1)
    }

    fn hours(&self, micros: i64) -> f64 {
        micros as f64 / self.clock.micros(1.0)
    }

    /// The largest number there, and the first instant of it.
    fn peak(&self) -> (i64, i64) {
        self.number.iter().fold((0, 0), |peak, &(at, there)| if there > peak.1 { (at, there) } else { peak })
    }

    /// Hours of lines that are there, from 0 to the end.
    fn area(&self) -> f64 {
        let ends = self.number.iter().skip(1).map(|change| change.0).chain([self.end]);
        let pieces = self.number.iter().zip(ends);
        pieces
            .map(|(&(at, there), end)| there as f64 * self.hours(end.min(self.end) - at.max(0)).max(0.0))
            .sum()
    }

    /// Last instant at which the backlog becomes 0 to stay so.
    fn cleared(&self) -> Option<i64> {
        let last = self.number.iter().rposition(|&(_, there)| self.backlog(there) > 0.0);
        match last {
            None => Some(0),
            Some(last) => self.number.get(last + 1).map(|change| change.0),
        }
    }

    fn time_in_system(&self) -> impl Iterator<Item = i64> + '_ {
        self.lines.iter().filter_map(|&(came, went)| went.map(|went| went - came))
    }

    fn line(&self, number: f64) -> Tried<(i64, i64)> {
        let line = self.lines.get(number as usize).ok_or("no such line")?;
        Ok((line.0, line.1.ok_or("this line is still there at the end")?))
    }

    fn value(&self, expected: &Expected) -> Tried<f64> {
        let unit = |micros: i64| -> Tried<f64> { Ok(self.hours(micros) / hours(&expected.unit)?) };
        let longest = || self.time_in_system().max().ok_or("no line went");
        Ok(match expected.metric.as_str() {
            "peak_backlog" | "peak_in_system" => self.peak().1 as f64,
            "peak_time" => unit(self.peak().0)?,
            // "line-days"
            "area" => {
                let time = expected.unit.strip_prefix("line-").ok_or("an area is in line-days")?;
                self.area() / hours(time)?
            }
            "backlog_at" => self.backlog(self.at(self.instant(expected)?)),
            "final_backlog" => self.backlog(self.at(self.end)),
            "clearance_time" => unit(self.cleared().ok_or("not cleared by the end")?)?,
            "cleared" => flag(self.cleared().is_some()),
            "longest_wait" | "longest_time_in_system" => unit(longest()?)?,
            "total_time_in_system" => unit(self.time_in_system().sum())?,
            "departure" => unit(self.line(expected.arg("line")?)?.1)?,
            "first_undelayed_line" => {
                let times: Vec<i64> = self.time_in_system().collect();
                let last = times.last().ok_or("no line went")?;
                times.iter().rposition(|time| time != last).map_or(0, |delayed| delayed + 1) as f64
            }
            _ => return expected.unknown(),
        })
    }

    /// The instant of a value in microseconds after the case's 0: in numbers, or as the end of a
    /// phase.
    fn instant(&self, expected: &Expected) -> Tried<i64> {
        if let Ok(at) = expected.arg("at") {
            // "11 day"
            let unit = expected.of.rsplit(' ').next().unwrap_or("day");
            return Ok(self.clock.micros(at * hours(unit)?).round() as i64);
        }
        let named = self.named.iter().find(|(name, _)| *name == expected.of);
        let (_, hours) = named.ok_or_else(|| format!("no instant in `{}`", expected.of))?;
        Ok(self.clock.micros(*hours).round() as i64)
    }
}

/// Text, clock, end in microseconds after the case's 0, servers.
type Run = (String, Clock, i64, i64);

/// The one centre, its process and a look at nothing: the observer sees all.
fn scenario(case: &Case, end: i64, servers: u64, time: &str) -> Scenario {
    let mut scenario = Scenario::new(&case.id, 1, 0, SHIFT + end as u64);
    scenario.part(None).classes(&["daily"]);
    scenario.table("processes.work", &[("servers", servers.to_string()), ("time", quoted(time))]);
    scenario.table(
        "sites.gplc",
        &[("kind", quoted("centre")), ("stock", quoted("unlimited")), ("outbound", listed(&["work"]))],
    );
    scenario
}

/// Even arrivals from an instant on, the first after one gap, until another.
fn arrivals(
    scenario: &mut Scenario,
    clock: Clock,
    name: &str,
    first: i64,
    until: Option<i64>,
    per_hour: f64,
) {
    let at = |instant: i64| moment(SHIFT as i64 + instant);
    let mut keys = vec![
        ("site", quoted("gplc")),
        ("class", quoted("daily")),
        ("arrivals", quoted("even")),
        ("lines", quoted(clock.rate(per_hour, "lines"))),
        ("from", at(first)),
    ];
    keys.extend(until.map(|until| ("until", at(until))));
    scenario.table(&format!("demand.{name}"), &keys);
}

fn exact(case: &Case) -> Tried<Run> {
    let parameters = &case.parameters;
    let clock = Clock::TRUE;
    let gap = parameters.number("arrival_interval")? * hours(parameters.unit("arrival_interval")?)?;
    let first = if parameters.has("first_arrival") {
        parameters.number("first_arrival")? * hours(parameters.unit("first_arrival")?)?
    } else {
        gap
    };
    let (lines, servers) = (parameters.number("lines")?, parameters.count("servers")?);
    let service = parameters.table("service")?;
    let work = number_in(service, "mean")? * hours(super::case::text_in(service, "unit")?)?;
    let steps = steps(&parameters.tables("capacity")?, "capacity_factor", 1.0)?;
    let (last_change, least) =
        steps.last().map_or((0.0, 1.0), |&(from, factor)| (from, if factor > 0.0 { factor } else { 1.0 }));
    // Long enough for all: after the last change all the work that there is, and every gap.
    let end = last_change + first + lines * (gap + work / servers as f64 / least) + 2.0 * work;
    let end = clock.micros(end).round() as i64;
    let micros = |hours: f64| clock.micros(hours).round() as i64;
    let mut scenario = scenario(case, end, servers, &clock.time(work));
    arrivals(
        &mut scenario,
        clock,
        "customers",
        micros(first),
        Some(micros(first + (lines - 0.5) * gap)),
        1.0 / gap,
    );
    capacity(&mut scenario, clock, SHIFT, &steps, &["work"])?;
    Ok((scenario.text(), clock, end, servers as i64))
}

fn fluid(case: &Case) -> Tried<Run> {
    let parameters = &case.parameters;
    let clock = Clock::TRUE;
    let micros = |hours: f64| clock.micros(hours).round() as i64;
    let end = micros(parameters.number("horizon")? * hours(parameters.unit("horizon")?)?);
    if parameters.has("ramp") {
        return with_ramp(case, clock, end);
    }
    let tables = parameters.tables("capacity")?;
    let rate = |table: &Table, key: &str| -> Tried<f64> {
        let (unit, rate) = suffixed(table, key)?;
        Ok(rate / hours(unit)?)
    };
    let capacities = tables.iter().map(|table| rate(table, "lines_per")).collect::<Tried<Vec<f64>>>()?;
    let nominal = capacities.iter().copied().find(|capacity| *capacity > 0.0).ok_or("no capacity at all")?;
    let from = tables
        .iter()
        .zip(&capacities)
        .map(|(table, capacity)| {
            let (unit, from) = suffixed(table, "from")?;
            Ok((from * hours(unit)?, capacity / nominal))
        })
        .collect::<Tried<Vec<_>>>()?;
    let mut scenario = scenario(case, end, 1, &clock.time(1.0 / nominal));
    capacity(&mut scenario, clock, SHIFT, &from, &["work"])?;
    let flows = parameters.tables("arrivals")?;
    let starts = flows
        .iter()
        .map(|table| suffixed(table, "from").and_then(|(unit, from)| Ok(from * hours(unit)?)))
        .collect::<Tried<Vec<f64>>>()?;
    for (index, table) in flows.iter().enumerate() {
        let per_hour = rate(table, "lines_per")?;
        if per_hour > 0.0 {
            // The first after one gap, as of a fluid.
            let first = micros(starts[index] + 1.0 / per_hour);
            let until = starts.get(index + 1).map(|until| micros(*until));
            arrivals(&mut scenario, clock, &format!("flow_{index}"), first, until, per_hour);
        }
    }
    let initial = if parameters.has("initial_backlog") { parameters.number("initial_backlog")? } else { 0.0 };
    if initial > 0.0 {
        // All immediately at time 0.
        let keys = [
            ("site", quoted("gplc")),
            ("class", quoted("daily")),
            ("arrivals", quoted("even")),
            ("lines", quoted("1 lines/day")),
            ("lines_per_order", format!("\"{initial} lines\"")),
            ("from", moment(SHIFT as i64)),
            ("until", moment(SHIFT as i64 + 1)),
        ];
        scenario.table("demand.there_already", &keys);
    }
    Ok((scenario.text(), clock, end, 1))
}

/// A stop, and a rise from nothing to the level after it.
fn with_ramp(case: &Case, clock: Clock, end: i64) -> Tried<Run> {
    let parameters = &case.parameters;
    let rate = |name: &str| -> Tried<f64> { Ok(parameters.number(name)? / per(parameters.unit(name)?)?) };
    let instants = |name: &str| -> Tried<Vec<f64>> {
        let unit = hours(parameters.unit(name)?)?;
        Ok(parameters.numbers(name)?.into_iter().map(|instant| instant * unit).collect())
    };
    let (stop, ramp) = (instants("stop")?, instants("ramp")?);
    let ([stop, restart], [begin, full]) = (
        <[f64; 2]>::try_from(stop).map_err(|_| "`stop` is from one instant to another")?,
        <[f64; 2]>::try_from(ramp).map_err(|_| "`ramp` is from one instant to another")?,
    );
    if begin < restart {
        return Err("the ramp begins before the end of the stop".into());
    }
    let (before, after) = (rate("capacity_before")?, rate("capacity_after")?);
    let per_hour = rate("arrival_rate")?;
    let at = |hours: f64| moment(SHIFT as i64 + clock.micros(hours).round() as i64);
    let mut scenario = scenario(case, end, 1, &clock.time(1.0 / before));
    scenario.table("disruptions.stop", &[("from", at(stop)), ("takes_down", listed(&["processes.work"]))]);
    let factor = after / before;
    let mut back = vec![
        ("from", at(begin)),
        ("brings_back", listed(&["processes.work"])),
        ("ramp", format!("{{ from = \"0%\", over = \"{}\" }}", clock.time(full - begin))),
    ];
    if factor > 1.0 {
        back.push(("boost", format!("{{ work = \"{}\" }}", percent(factor))));
    } else {
        back.push(("to", quoted(percent(factor))));
    }
    scenario.table("restart.back", &back);
    arrivals(&mut scenario, clock, "customers", clock.micros(1.0 / per_hour).round() as i64, None, per_hour);
    Ok((scenario.text(), clock, end, 1))
}

/// The instants that a case of a ramp names in words, in hours.
fn named_instants(case: &Case) -> Tried<Vec<(&'static str, f64)>> {
    if !case.parameters.has("ramp") {
        return Ok(Vec::new());
    }
    let last = |name: &str| -> Tried<f64> {
        let instants = case.parameters.numbers(name)?;
        Ok(instants.last().ok_or("no instants")? * hours(case.parameters.unit(name)?)?)
    };
    Ok(vec![("end of the stop", last("stop")?), ("end of the ramp", last("ramp")?)])
}
