//! Queues: several servers, classes, breakdowns, changing capacity, calendars, transients, batches,
//! tandems.
//!
//! Everything is on hand at one centre; customers request it for lines of one piece, and its
//! outbound processes are the queue. A case is put together from its parameters, whatever it is
//! called.

use super::case::{Case, Expected, Tried, number, number_in, text_in};
use super::simulate::Length;
use super::specification::{
    Clock, DAY, Name, Over, Reading, Scenario, Specification, decimal, hours, integers, listed, mean_number,
    moment, name, per, percent, quoted,
};
use toml::{Table, Value};

/// The centre.
const SITE: &str = "gplc";

/// The process of cases that name none.
const WORK: &str = "work";

/// The name under which a process is observed.
fn look(process: &str) -> String {
    format!("at_{process}")
}

/// The name under which the orders of all are observed.
const ORDERS: &str = "orders";

/// A case of this family as scenarios.
pub fn specify(case: &Case, seed: u64, length: Length) -> Tried<Vec<Specification>> {
    let queue = Queue::of(case, length)?;
    let mut specification = Specification { text: String::new(), readings: Vec::new() };
    let mut requested = Requested::default();
    let mut readings = Vec::new();
    for (index, expected) in case.expected.iter().enumerate() {
        if expected.tolerance != "contrast" {
            readings.push((index, queue.reading(expected, &mut requested)));
        }
    }
    for (index, reading) in readings {
        specification.readings.push((index, reading?));
    }
    specification.text = queue.text(&case.id, seed, &requested)?;
    Ok(vec![specification])
}

/// What the scenario must look at, beyond what is observed without requesting.
#[derive(Debug, Default)]
struct Requested {
    above: Vec<u64>,
    at: Vec<String>,
    daily_at: Vec<String>,
    cleared: Option<(String, u64)>,
}

fn push<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) {
        list.push(one);
    }
}

/// A class of lines.
#[derive(Debug)]
struct Class<'a> {
    name: String,
    /// Orders an hour; of a profile, on the average.
    rate: f64,
    service: Option<&'a Table>,
}

/// A process in a row of them.
#[derive(Debug)]
struct Stage<'a> {
    name: String,
    servers: u64,
    service: Option<&'a Table>,
}

#[derive(Debug)]
struct Queue<'a> {
    case: &'a Case,
    clock: Clock,
    classes: Vec<Class<'a>>,
    stages: Vec<Stage<'a>>,
    warm_up: u64,
    run: u64,
}

impl<'a> Queue<'a> {
    fn of(case: &'a Case, length: Length) -> Tried<Self> {
        let parameters = &case.parameters;
        let classes = classes(case)?;
        let stages = if parameters.has("stages") {
            let stages = parameters.tables("stages")?;
            stages.into_iter().map(stage).collect::<Tried<Vec<_>>>()?
        } else {
            let service = if parameters.has("service") { Some(parameters.table("service")?) } else { None };
            vec![Stage { name: WORK.to_owned(), servers: parameters.count("servers")?, service }]
        };
        let rate: f64 = classes.iter().map(|class| class.rate).sum();
        let true_time = ["open", "arrival_profile"].iter().any(|name| parameters.has(name));
        let (clock, warm_up, run) = if case.run.unit == "replications" {
            (Clock::TRUE, 0, Clock::TRUE.micros(last_instant(case)?).round() as u64)
        } else {
            let unit = unit_hours(case, rate)?;
            let (warm_up, run) = (case.run.warm_up * unit, case.run.length * length.times * unit);
            let clock =
                if true_time { Clock::TRUE } else { Clock::for_run(warm_up + case.run.length * unit) };
            (clock, clock.whole_days(warm_up), clock.whole_days(run))
        };
        Ok(Queue { case, clock, classes, stages, warm_up, run })
    }

    fn reading(&self, expected: &Expected, requested: &mut Requested) -> Tried<Reading> {
        let stage = self.stages.iter().find(|stage| stage.name == name(&expected.of));
        let process = stage.unwrap_or(&self.stages[0]);
        let class = self.classes.iter().find(|class| class.name == name(&expected.of));
        let class = class.map_or("all", |class| &class.name);
        let at = |metric: &str| Name::new(&look(&process.name), metric, class);
        let of_orders = |metric: &str| Name::new(ORDERS, metric, "all");
        let metric = expected.metric.as_str();
        let whole_system = self.stages.len() > 1 && stage.is_none();
        let failure = |state: &str| format!("[breakdown.{}]", name(state));
        Ok(match metric {
            "L" if whole_system => {
                let stages = self.stages.iter();
                Reading::sum(stages.map(|stage| (1.0, Name::new(&look(&stage.name), "L", class))).collect())
            }
            "W" if whole_system => Reading::times(self.clock.in_unit(expected)?, of_orders("W")),
            "W_order" => Reading::times(self.clock.in_unit(expected)?, of_orders(metric)),
            _ if metric.starts_with("W_order_p") || (whole_system && metric.starts_with("W_p")) => {
                Reading::times(self.clock.in_unit(expected)?, of_orders(metric)).histogram()
            }
            _ if metric.starts_with("W_p") || metric.starts_with("Wq_p") => {
                Reading::times(self.clock.in_unit(expected)?, at(metric)).histogram()
            }
            "W_line" | "Wq_line" => {
                Reading::times(self.clock.in_unit(expected)?, at(&metric.replace("_line", "")))
            }
            "W" | "Wq" | "Wq_first" | "sd_Wq" | "completion_time" => {
                Reading::times(self.clock.in_unit(expected)?, at(metric))
            }
            "L" | "Lq" | "sd_N" | "P_wait" | "utilisation" | "P_blocked" | "visits" | "work_load"
            | "availability" => Reading::of(at(metric)),
            "lines_per_day" => Reading::times(self.clock.per_unit(expected)?, at(metric)),
            "L_given_up" => Reading::of(at(&format!("L_given{}", failure("up")))),
            "L_given_down" => Reading::of(at(&format!("L_given{}", failure("down")))),
            "L_given" | "time_share" => Reading::of(at(&format!("{metric}{}", failure(&expected.of)))),
            "P_N_above" => {
                let limit = expected.arg("at")?;
                push(&mut requested.above, limit as u64);
                Reading::of(at(&format!("P_N_above[{limit}]")))
            }
            "N_at" if self.case.run.unit != "replications" => {
                let time = time_of_day(expected)?;
                push(&mut requested.daily_at, time.clone());
                Reading::of(at(&format!("N_at[{time}]")))
            }
            "N_at" | "sd_N_at" => {
                let moment = self.clock.moment(expected.arg("at")? * self.unit_of_instants()?);
                push(&mut requested.at, moment.clone());
                let over = if metric == "N_at" { Over::Mean } else { Over::Spread };
                Reading::of(at(&format!("N_at[{moment}]"))).over(over)
            }
            "L_average" => {
                if expected.arg("from")?.abs() > 0.0 {
                    return Err("an average that does not begin at 0".into());
                }
                let moment = self.clock.moment(expected.arg("to")? * self.unit_of_instants()?);
                push(&mut requested.at, moment.clone());
                Reading::of(at(&format!("L_average[{moment}]")))
            }
            "clearance_mean" | "clearance_p50" | "clearance_p90" => {
                let (from, level) = self.clearance()?;
                requested.cleared = Some((self.clock.moment(from), level));
                let over = match metric {
                    "clearance_mean" => Over::Mean,
                    "clearance_p50" => Over::Quantile(0.5),
                    _ => Over::Quantile(0.9),
                };
                Reading::times(self.clock.in_unit(expected)?, at("clearance")).over(over)
            }
            "backlog_growth_rate" | "grows_without_bound" => {
                let moments = [self.warm_up, self.warm_up + self.run].map(|instant| moment(instant as i64));
                let per_hour = 3.6e9 / self.run as f64 * self.clock.rate_back() * 24.0;
                let factor =
                    if metric == "grows_without_bound" { 1.0 } else { per_hour * per(&expected.unit)? };
                for moment in &moments {
                    push(&mut requested.at, moment.clone());
                }
                let [before, after] = moments.map(|moment| at(&format!("N_at[{moment}]")));
                let growth = Reading::sum(vec![(factor, after), (-factor, before)]);
                growth.over(if metric == "grows_without_bound" { Over::Growth } else { Over::Mean })
            }
            _ => return expected.unknown(),
        })
    }

    /// Hours of the unit that instants are in: that of the case's times.
    fn unit_of_instants(&self) -> Tried<f64> {
        unit_of_instants(self.case)
    }

    /// From when on the number in the system is watched, in hours, and how small it must be.
    fn clearance(&self) -> Tried<(f64, u64)> {
        let given = self.case.expected.iter().find(|expected| expected.metric == "clearance_mean");
        let given = given.ok_or("no `clearance_mean` says from when on, and to what level")?;
        Ok((given.arg("from")? * self.unit_of_instants()?, given.arg("level")? as u64))
    }

    fn text(&self, id: &str, seed: u64, requested: &Requested) -> Tried<String> {
        let parameters = &self.case.parameters;
        let mut scenario = Scenario::new(id, seed, self.warm_up, self.run);
        let names: Vec<&str> = self.classes.iter().map(|class| class.name.as_str()).collect();
        scenario.part(None).classes(&names);
        self.calendar(&mut scenario)?;
        for stage in &self.stages {
            self.process(&mut scenario, stage)?;
        }
        let stages: Vec<&str> = self.stages.iter().map(|stage| stage.name.as_str()).collect();
        // Lines are rejected before stock is taken.
        let outbound =
            if parameters.has("waiting_room") { [&stages[..], &["stock"]].concat() } else { stages.clone() };
        scenario.table(
            &format!("sites.{SITE}"),
            &[("kind", quoted("centre")), ("stock", quoted("unlimited")), ("outbound", listed(&outbound))],
        );
        self.failures(&mut scenario)?;
        if parameters.has("capacity") {
            let steps = steps(&parameters.tables("capacity")?, "capacity_factor", 1.0)?;
            capacity(&mut scenario, self.clock, 0, &steps, &stages)?;
        }
        self.demand(&mut scenario)?;
        self.observe(&mut scenario, requested);
        if parameters.has("cleared_when") {
            // What it says stands with the values too, in numbers.
            parameters.text("cleared_when")?;
        }
        parameters.all_used()?;
        Ok(scenario.text())
    }

    fn calendar(&self, scenario: &mut Scenario) -> Tried<()> {
        if !self.case.parameters.has("open") {
            return Ok(());
        }
        let mut shifts = Vec::new();
        for open in self.case.parameters.tables("open")? {
            let [from, to] = [number_in(open, "from_h")?, number_in(open, "to_h")?].map(clock);
            let days = match text_in(open, "every")? {
                "day" => "mon-sun".to_owned(),
                "working day" => "mon-fri".to_owned(),
                other => other.to_lowercase(),
            };
            shifts.push(format!("{days} {from}-{to}"));
        }
        scenario.table("calendars.open", &[("shifts", listed(&shifts))]);
        Ok(())
    }

    fn process(&self, scenario: &mut Scenario, stage: &Stage<'_>) -> Tried<()> {
        let parameters = &self.case.parameters;
        let mut keys = vec![("servers", stage.servers.to_string())];
        let by_class = self.classes.iter().all(|class| class.service.is_some());
        let time = match stage.service {
            Some(service) => self.clock.distribution(service, "h")?,
            None if by_class => {
                let mut times = Vec::new();
                for class in &self.classes {
                    let service = class.service.ok_or("a class without its service")?;
                    times.push(format!("{} = {}", class.name, self.clock.distribution(service, "h")?));
                }
                // Alike for all is specified once.
                let alike = self.classes.iter().all(|class| class.service == self.classes[0].service);
                if alike {
                    self.clock.distribution(self.classes[0].service.ok_or("no service")?, "h")?
                } else {
                    format!("{{ {} }}", times.join(", "))
                }
            }
            None => return Err("no `service`".into()),
        };
        keys.push(("time", time));
        if parameters.has("open") {
            keys.push(("calendar", quoted("open")));
        }
        if parameters.has("waiting_room") {
            keys.push(("queue_capacity", format!("\"{} lines\"", parameters.count("waiting_room")?)));
        }
        let words = self.case.model.to_lowercase();
        if words.contains("preempt") && !words.contains("non-preempt") && self.classes.len() > 1 {
            let upper: Vec<&str> =
                self.classes[..self.classes.len() - 1].iter().map(|class| class.name.as_str()).collect();
            keys.push(("preempts", listed(&upper)));
        }
        scenario.table(&format!("processes.{}", stage.name), &keys);
        Ok(())
    }

    fn failures(&self, scenario: &mut Scenario) -> Tried<()> {
        let parameters = &self.case.parameters;
        if parameters.has("time_to_failure") {
            let strikes = listed(&[&self.stages[0].name]);
            let mut keys = vec![
                ("strikes", strikes),
                ("up", self.clock.distribution(parameters.table("time_to_failure")?, "h")?),
                ("down", self.clock.distribution(parameters.table("repair")?, "h")?),
            ];
            if parameters.has("failures") && parameters.text("failures")?.contains("while working") {
                keys.push(("while_working", "true".to_owned()));
            }
            scenario.table("failures.breakdown", &keys);
        }
        if parameters.has("phases") {
            let mut phases = Vec::new();
            for phase in parameters.tables("phases")? {
                let (word, mean) = suffixed(phase, "mean_length")?;
                phases.push(format!(
                    "{{ name = \"{}\", to = \"{}\", lasts = {{ exponential = \"{} us\" }} }}",
                    name(text_in(phase, "phase")?),
                    percent(number_in(phase, "capacity_factor")?),
                    decimal(self.clock.micros(mean * hours(word)?)),
                ));
            }
            let keys = [
                ("strikes", listed(&[&self.stages[0].name])),
                ("phases", format!("[{}]", phases.join(", "))),
            ];
            scenario.table("failures.breakdown", &keys);
        }
        Ok(())
    }

    fn demand(&self, scenario: &mut Scenario) -> Tried<()> {
        let parameters = &self.case.parameters;
        for class in &self.classes {
            let mut keys = vec![("site", quoted(SITE)), ("class", quoted(&class.name))];
            if parameters.has("arrival_profile") {
                keys.push(("lines", quoted(format!("{} lines/day", decimal(class.rate * 24.0)))));
                keys.push(("hours", weights(&parameters.tables("arrival_profile")?)?));
            } else {
                let lines = if parameters.has("order_size") {
                    let size = parameters.table("order_size")?;
                    keys.push(("lines_per_order", integers(size, "lines")?));
                    class.rate * mean_number(size)?
                } else {
                    class.rate
                };
                keys.push(("lines", quoted(self.clock.rate(lines, "lines"))));
            }
            if parameters.has("arrival_interval") {
                keys.push(("arrivals", quoted("even")));
            }
            if parameters.has("initial") && parameters.count("initial")? > 0 {
                keys.push(("backlog", format!("\"{} lines\"", parameters.count("initial")?)));
            }
            scenario.table(&format!("demand.{}", demand_name(&class.name)), &keys);
        }
        Ok(())
    }

    fn observe(&self, scenario: &mut Scenario, requested: &Requested) {
        let failing = ["time_to_failure", "phases"].iter().any(|name| self.case.parameters.has(name));
        for (index, stage) in self.stages.iter().enumerate() {
            let mut keys = vec![("process", quoted(&stage.name))];
            if index == 0 {
                if failing {
                    keys.push(("given", listed(&["breakdown"])));
                }
                if !requested.above.is_empty() {
                    let limits: Vec<String> =
                        requested.above.iter().map(|limit| format!("{limit} lines")).collect();
                    keys.push(("above", listed(&limits)));
                }
                if !requested.at.is_empty() {
                    keys.push(("at", format!("[{}]", requested.at.join(", "))));
                }
                if !requested.daily_at.is_empty() {
                    keys.push(("daily_at", listed(&requested.daily_at)));
                }
                if let Some((from, level)) = &requested.cleared {
                    keys.push(("cleared", format!("{{ from = {from}, at_most = \"{level} lines\" }}")));
                }
            }
            scenario.table(&format!("observe.{}", look(&stage.name)), &keys);
        }
        if self.stages.len() > 1 || self.case.parameters.has("order_size") {
            let demand = demand_name(&self.classes[0].name);
            scenario.table(&format!("observe.{ORDERS}"), &[("orders", quoted(demand))]);
        }
    }
}

fn demand_name(class: &str) -> String {
    format!("of_{class}")
}

/// Classes with their rates; one where the case names none.
fn classes(case: &Case) -> Tried<Vec<Class<'_>>> {
    let parameters = &case.parameters;
    if parameters.has("classes") {
        let tables = parameters.tables("classes")?;
        return tables
            .into_iter()
            .map(|table| {
                let (unit, rate) = suffixed(table, "arrival_rate_per")?;
                let service = table.get("service").and_then(Value::as_table);
                Ok(Class { name: name(text_in(table, "class")?), rate: rate / hours(unit)?, service })
            })
            .collect();
    }
    let rate = if parameters.has("arrival_interval") {
        1.0 / (parameters.number("arrival_interval")? * hours(parameters.unit("arrival_interval")?)?)
    } else if parameters.has("arrival_profile") {
        hourly(&parameters.tables("arrival_profile")?)?.iter().sum::<f64>() / 24.0
    } else {
        let rate = if parameters.has("order_rate") { "order_rate" } else { "arrival_rate" };
        parameters.number(rate)? / per(parameters.unit(rate)?)?
    };
    Ok(vec![Class { name: "daily".to_owned(), rate, service: None }])
}

fn stage(table: &Table) -> Tried<Stage<'_>> {
    Ok(Stage {
        name: name(text_in(table, "process")?),
        servers: number_in(table, "servers")? as u64,
        service: table.get("service").and_then(Value::as_table),
    })
}

/// A key that ends in its unit, such as `mean_length_h`: the unit and the number.
pub fn suffixed<'a>(table: &'a Table, key: &str) -> Tried<(&'a str, f64)> {
    let found = table.iter().find_map(|(name, value)| {
        let unit = name.strip_prefix(key)?.strip_prefix('_')?;
        Some((unit, value))
    });
    let (unit, value) = found.ok_or_else(|| format!("no `{key}_h` or the like"))?;
    Ok((unit, number(value)?))
}

/// Hours that one of what the length is counted in takes.
fn unit_hours(case: &Case, rate: f64) -> Tried<f64> {
    match case.run.unit.as_str() {
        "lines" | "orders" => Ok(1.0 / rate),
        other => hours(other),
    }
}

/// Hours of the unit that instants are in: that of the case's times.
fn unit_of_instants(case: &Case) -> Tried<f64> {
    let parameters = &case.parameters;
    if parameters.has("service") {
        let unit = parameters.table("service")?.get("unit").and_then(Value::as_str);
        return hours(unit.unwrap_or("h"));
    }
    hours("h")
}

/// The last instant that a case of many replications requests, in hours.
fn last_instant(case: &Case) -> Tried<f64> {
    let args =
        case.expected.iter().flat_map(|expected| ["at", "to"].map(|key| number_in(&expected.args, key)));
    let last = args.flatten().fold(0.0, f64::max);
    if last <= 0.0 {
        return Err("no instant is requested".into());
    }
    Ok(last * unit_of_instants(case)?)
}

/// A time of day as `HH:MM`, from `at` in hours or from the words of `of`.
fn time_of_day(expected: &Expected) -> Tried<String> {
    if let Ok(at) = expected.arg("at") {
        return Ok(clock(at));
    }
    let of = expected.of.trim();
    let is_time = of.len() == 5 && of.as_bytes()[2] == b':';
    if is_time { Ok(of.to_owned()) } else { Err(format!("`{of}` is no time of day").into()) }
}

/// Hours as `HH:MM`.
fn clock(hours: f64) -> String {
    let minutes = (hours * 60.0).round() as u32;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The rate of each hour of a daily profile that begins at 00:00.
fn hourly(profile: &[&Table]) -> Tried<[f64; 24]> {
    let mut rates = [0.0; 24];
    for step in profile {
        let from = number_in(step, "from_h")?;
        if from.fract() != 0.0 || !(0.0..24.0).contains(&from) {
            return Err(format!("a profile by hours cannot change at {from} h").into());
        }
        rates[from as usize..].fill(number_in(step, "rate_per_h")?);
    }
    Ok(rates)
}

fn weights(profile: &[&Table]) -> Tried<String> {
    Ok(format!("{:?}", hourly(profile)?))
}

/// Instants in hours from which on a factor holds: of a list of tables with `from_h` (or another
/// unit) and `key`.
pub fn steps(tables: &[&Table], key: &str, of: f64) -> Tried<Vec<(f64, f64)>> {
    tables
        .iter()
        .map(|table| {
            let (unit, from) = suffixed(table, "from")?;
            Ok((from * hours(unit)?, number_in(table, key)? / of))
        })
        .collect()
}

/// Writes down by disruptions and boosts how the capacity of processes changes. Time 0 of the case
/// lies `shift` microseconds after the start.
pub fn capacity(
    scenario: &mut Scenario,
    clock: Clock,
    shift: u64,
    steps: &[(f64, f64)],
    processes: &[&str],
) -> Tried<()> {
    for (index, &(from, factor)) in steps.iter().enumerate() {
        let at = |hours: f64| moment(shift as i64 + clock.micros(hours).round() as i64);
        if (factor - 1.0).abs() < 1e-12 {
            continue;
        }
        if from <= 0.0 && shift == 0 {
            return Err("a capacity that is not full at the start".into());
        }
        let mut keys = vec![("from", at(from))];
        keys.extend(steps.get(index + 1).map(|&(until, _)| ("until", at(until))));
        if factor < 1.0 {
            let down: Vec<String> = processes.iter().map(|process| format!("processes.{process}")).collect();
            keys.push(("takes_down", listed(&down)));
            keys.push(("to", quoted(percent(factor))));
            scenario.table(&format!("disruptions.step_{index}"), &keys);
        } else {
            let boosts: Vec<String> =
                processes.iter().map(|process| format!("{process} = \"{}\"", percent(factor))).collect();
            keys.push(("boost", format!("{{ {} }}", boosts.join(", "))));
            scenario.table(&format!("restart.step_{index}"), &keys);
        }
    }
    Ok(())
}

/// Days of a run, for what must be a integer of them.
pub fn days(micros: u64) -> f64 {
    micros as f64 / DAY
}
