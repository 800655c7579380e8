//! What a scenario means, in plain words: the text of `gplc check`.
//!
//! The network, what flows through it on a working day, how much of its capacity that takes, what goes down and
//! how it comes back, and the fluid answer: peak and clearance by arithmetic of rates alone. Last the warnings,
//! of what can run but hardly is what was meant.
//!
//! Takes all numbers from the model; simulates nothing and prints nothing.

use crate::model::distribution::Sampler;
use crate::model::entered::paper;
use crate::model::fluid::{Clearance, FluidAnswer, HOLD, TOLERANCE};
use crate::model::plan::Plan;
use crate::model::{
    Failure as Acts, FailurePhase, Gate, Labels, Model, PhaseEnd, Policy, SiteTable, Stock, Target, Waiting,
};
use crate::scenario::Scenario;
use crate::scenario::assumed::Assumed;
use crate::scenario::failure::{Course, Failure};
use crate::scenario::lane::Departs;
use crate::scenario::process::WorkUnit;
use crate::scenario::quantity::{DAY, HOUR, Level, MINUTE, Micros, WEEK};
use crate::scenario::site::SiteKind;
use crate::scenario::stock::{BaseStock, Review, ReviewInterval, Stock as Stated, StockLevel};
use crate::scenario::variation::Variation;
use comfy_table::{CellAlignment, Table, presets};
use jiff::SignedDuration;
use jiff::civil::{DateTime, Time};

/// Load from which a process is marked: above it queues grow fast.
const TIGHT: f64 = 0.9;
/// Weeks of counted normal running that a disruption should have before it.
const NORMAL_WEEKS: f64 = 4.0;

/// What a scenario means, section by section.
pub fn check(
    scenario: &Scenario,
    assumed: &[Assumed],
    model: &Model,
    labels: &Labels,
    fluid: &FluidAnswer,
) -> String {
    let told = Told { scenario, model, labels, plan: Plan::new(model) };
    let mut sections = vec![
        told.run(),
        section("Network", told.network()),
        section("Lanes", told.lanes()),
        section("Flows a working day in normal running", told.flows()),
        section("Load in normal running", told.load()),
        section("How orders vary together", told.variation()),
        section("What goes down and how it comes back", told.events()),
        section("What stops again and again", told.failures()),
        section("Orders on paper that a desk enters afterwards", told.paper()),
        section("Suppliers that are slowed", told.suppliers()),
        section("What is not known, drawn once a replication", told.uncertain()),
        section("Assumed, without a range", values(assumed)),
        section("Fluid answer, by arithmetic of rates alone", told.fluid(fluid)),
    ];
    let warnings: Vec<String> =
        warnings(model, labels).into_iter().map(|warning| format!("! {warning}\n")).collect();
    sections.push(section("Warnings", warnings.concat()));
    sections.retain(|section| !section.is_empty());
    sections.join("\n")
}

/// Paths and values.
fn values(assumed: &[Assumed]) -> String {
    let mut table = table(&["value", "is"], &[]);
    for one in assumed {
        table.add_row([&one.path, &one.value]);
    }
    if assumed.is_empty() { String::new() } else { text(&table) }
}

/// What can run but hardly is what was meant; one sentence each.
pub fn warnings(model: &Model, labels: &Labels) -> Vec<String> {
    let mut warnings = Vec::new();
    each_load(model, |process, table, asked, capacity| {
        if asked > 0.0 && capacity <= 0.0 {
            warnings.push(format!(
                "`{}` at {} can do nothing: no people, or no hour at which it works; nothing gets past it",
                labels.processes[process], labels.tables[table],
            ));
        } else if asked > capacity {
            warnings.push(format!(
                "`{}` at {} is asked for {} of what it can do: its queue grows without end in normal running",
                labels.processes[process],
                labels.tables[table],
                percent(asked / capacity)
            ));
        }
    });
    let plan = Plan::new(model);
    for target in targets(model) {
        let end = plan.level(target).into_iter().rfind(|step| step.0 <= model.times.end);
        let level = end.map_or(1.0, |step| step.1);
        if level < 1.0 {
            let name = name(labels, target);
            warnings
                .push(format!("`{name}` goes down and is still at {} at the end of the run", percent(level)));
        }
    }
    let times = model.times;
    if times.onset < times.end {
        let weeks = times.onset.saturating_sub(times.counted_from) as f64 / WEEK as f64;
        if weeks < NORMAL_WEEKS {
            warnings.push(format!(
                "only {} of counted normal running before the first disruption: what is normal is known \
                 poorly with less than {NORMAL_WEEKS} weeks",
                time((weeks * WEEK as f64) as Micros)
            ));
        }
    }
    warnings
}

/// What the sections are told from.
struct Told<'a> {
    scenario: &'a Scenario,
    model: &'a Model,
    labels: &'a Labels,
    plan: Plan<'a>,
}

impl Told<'_> {
    fn run(&self) -> String {
        let (scenario, times) = (self.scenario, self.model.times);
        let run = format!(
            "Runs from {} to {} ({}), counted from {}; {} working days a week.",
            self.date(times.start),
            self.date(times.end),
            time(scenario.horizon),
            self.date(times.counted_from),
            self.model.flows.working_days_per_week,
        );
        let size = format!(
            "{}, {} in {}; {}, seed {}.",
            counted(self.model.sites(), "site"),
            counted(self.model.parts(), "part"),
            counted(self.model.segments.len(), "segment"),
            counted(scenario.replications as usize, "replication"),
            scenario.seed,
        );
        format!("{}\n\n{run}\n{size}\n", scenario.title)
    }

    fn network(&self) -> String {
        let mut table = table(&["site", "kind", "sites", "supplied by", "stock", "looks", "lead time"], &[2]);
        for (index, stated) in self.model.tables.iter().enumerate() {
            let name = &self.labels.tables[index];
            let sources: Vec<&str> = stated
                .sources
                .iter()
                .map(|&source| self.labels.tables[usize::from(source)].as_str())
                .collect();
            let held = self.stated_stock(name);
            let kept = held.map_or_else(|| kept(stated).into(), |held| self.holds(rule(held), &stated.stock));
            let lead_time = match (&stated.stock, &stated.lead_time) {
                (Stock::BaseStock(held), _) => time(held.lead_time),
                (_, Some(lead_time)) => time(lead_time.mean() as Micros),
                _ => "–".into(),
            };
            table.add_row([
                name.clone(),
                kind(stated.kind).into(),
                whole(f64::from(stated.count)),
                if sources.is_empty() { "–".into() } else { sources.join(", then ") },
                kept,
                held.map_or_else(|| self.lorries(name), |held| looks(held.review)),
                lead_time,
            ]);
        }
        text(&table)
    }

    /// A rule of stock, and how many parts are held by it if that is not all.
    fn holds(&self, rule: String, stock: &Stock) -> String {
        match stock {
            Stock::BaseStock(held) if held.part_of_shelf.len() < self.model.parts() => format!(
                "{rule}, {} of {}",
                whole(held.part_of_shelf.len() as f64),
                counted(self.model.parts(), "part")
            ),
            Stock::BaseStock(_) | Stock::None | Stock::Unlimited => rule,
        }
    }

    /// When lorries of a supplier come.
    fn lorries(&self, site: &str) -> String {
        let stated = self.scenario.sites.iter().find(|stated| stated.name == site);
        stated.and_then(|stated| stated.loads.as_ref()).map_or_else(
            || "–".into(),
            |loads| {
                let lines = counted(loads.lines as usize, "line");
                format!("lorries of {lines}, {} a week", counted(loads.at.len(), "time"))
            },
        )
    }

    fn stated_stock(&self, site: &str) -> Option<&BaseStock> {
        let stated = self.scenario.sites.iter().find(|stated| stated.name == site)?;
        match &stated.stock {
            Some(Stated::BaseStock(held)) => Some(held),
            Some(Stated::Unlimited) | None => None,
        }
    }

    fn lanes(&self) -> String {
        let mut table = table(&["lane", "from", "to", "departures a week", "on the way"], &[3, 4]);
        for (lane, stated) in self.model.lanes.iter().zip(&self.scenario.lanes) {
            let departures = match &stated.departs {
                Departs::AtOnce => "at once".to_owned(),
                by_time => whole(by_time.per_week()),
            };
            let departs = match stated.capacity {
                Some(capacity) => format!("{departures} of {capacity} at most"),
                None => departures,
            };
            table.add_row([
                stated.name.clone(),
                stated.from.clone(),
                stated.to.clone(),
                departs,
                time(lane.transit.mean() as Micros),
            ]);
        }
        if self.model.lanes.is_empty() { String::new() } else { text(&table) }
    }

    fn flows(&self) -> String {
        let flows = &self.model.flows;
        let head = ["site", "customers ask, lines", "serves, lines", "serves, pieces", "orders, lines"];
        let mut table = table(&head, &[1, 2, 3, 4]);
        for (index, name) in self.labels.tables.iter().enumerate() {
            table.add_row([
                name.clone(),
                whole(flows.customer_lines[index]),
                whole(flows.lines_served[index]),
                whole(flows.pieces_served[index]),
                whole(flows.lines_ordered[index]),
            ]);
        }
        text(&table)
    }

    fn load(&self) -> String {
        let head = ["process", "site", "unit", "asked a working day", "can do", "load", ""];
        let mut table = table(&head, &[3, 4, 5]);
        let mut listed = false;
        each_load(self.model, |process, site, asked, capacity| {
            listed = true;
            let load = if asked > 0.0 { asked / capacity } else { 0.0 };
            let mark = if load > 1.0 {
                "!! more than it can do"
            } else if load > TIGHT {
                "! tight"
            } else {
                ""
            };
            table.add_row([
                self.labels.processes[process].clone(),
                self.labels.tables[site].clone(),
                unit(self.model.processes[process].per).into(),
                whole(asked),
                if capacity.is_finite() { whole(capacity) } else { "no limit".into() },
                percent(load),
                mark.into(),
            ]);
        });
        if listed { text(&table) } else { String::new() }
    }

    /// The common variation of demands: those that move alike together.
    fn variation(&self) -> String {
        let mut alike: Vec<(&Variation, Vec<&str>)> = Vec::new();
        for demand in &self.scenario.demand {
            let Some(variation) = &demand.variation else { continue };
            match alike.iter_mut().find(|(other, _)| *other == variation) {
                Some((_, names)) => names.push(&demand.name),
                None => alike.push((variation, vec![&demand.name])),
            }
        }
        let line = |(variation, names): &(&Variation, Vec<&str>)| {
            let week = (variation.week_cv > 0.0).then(|| format!("weeks by {}", percent(variation.week_cv)));
            let day = (variation.day_cv > 0.0)
                .then(|| format!("days within their week by {}", percent(variation.day_cv)));
            let parts: Vec<String> = week.into_iter().chain(day).collect();
            let persistence = match variation.persistence {
                none if none <= 0.0 => "each week for itself".to_owned(),
                some => format!("a week takes after the one before (correlation {})", percent(some)),
            };
            format!(
                "{}: {} around what is stated (coefficient of variation), at all sites alike; {persistence}\n",
                names.join(", "),
                parts.join(", ")
            )
        };
        alike.iter().map(line).collect()
    }

    /// What desks have to enter after stops. They have nothing to do in normal running.
    fn paper(&self) -> String {
        let head = ["desk", "site", "lines on paper", "enters a working day", "from", "done"];
        let mut table = table(&head, &[2, 3]);
        let all = paper(self.model, &self.plan);
        for one in &all {
            let site = usize::from(one.desk.table);
            let process = usize::from(self.model.tables[site].desk[usize::from(one.desk.place)]);
            let a_day = one.a_week / self.model.flows.working_days_per_week;
            table.add_row([
                self.labels.processes[process].clone(),
                self.labels.tables[site].clone(),
                whole(one.lines),
                if a_day.is_finite() { whole(a_day) } else { "no limit".into() },
                self.moment(one.from),
                one.done.map_or("not within the run".into(), |done| self.moment(done)),
            ]);
        }
        if all.is_empty() { String::new() } else { text(&table) }
    }

    /// Disruptions and phases in the order in which they begin.
    fn events(&self) -> String {
        let model = self.model;
        let disruptions = model.disruptions.iter().enumerate();
        let mut events: Vec<(Micros, String)> =
            disruptions.map(|(index, stated)| (stated.from, self.disruption(index))).collect();
        events.extend((0..model.phases.len()).map(|phase| (self.plan.starts[phase], self.phase(phase))));
        events.sort_by_key(|event| event.0);
        if events.is_empty() {
            return "Nothing goes down.\n".into();
        }
        let mut text: String = events.into_iter().map(|event| event.1 + "\n").collect();
        if self.plan.open().contains(&true) {
            text.push_str(
                "Days are planned: what is drawn by its mean, gates as met at once and open when their time is over, \
                 nothing rolled back. Each run tells its own.\n",
            );
        }
        text
    }

    fn disruption(&self, index: usize) -> String {
        let (acts, stated) = (&self.model.disruptions[index], &self.scenario.disruptions[index]);
        let targets: Vec<Target> = acts.targets.iter().map(|&(target, _)| target).collect();
        let (down, slowed) = targets.split_at(stated.takes_down.len());
        let mut parts = Vec::new();
        if !down.is_empty() {
            parts.push(format!("takes {} down to {}", self.names(down), share(stated.to)));
        }
        for (&target, &(_, delay)) in slowed.iter().zip(&stated.delay) {
            parts.push(format!("lead times of {} take {}", name(self.labels, target), share(delay)));
        }
        let until = acts.until.map_or(String::new(), |until| format!(", until {}", self.moment(until)));
        let (from, what) = (self.moment(acts.from), &self.labels.disruptions[index]);
        format!("{from}: {what} {}{until}", parts.join(", "))
    }

    /// Failures: how each comes and goes, and what it leaves.
    fn failures(&self) -> String {
        self.scenario
            .failures
            .iter()
            .zip(&self.model.failures)
            .map(|(stated, acts)| self.failure(stated, acts) + "\n")
            .collect()
    }

    fn failure(&self, stated: &Failure, acts: &Acts) -> String {
        // While it does not work `up` stands still: less time is down than where it always works.
        let (at_most, at_least) =
            if acts.while_working.is_some() { ("at most ", "at least ") } else { ("", "") };
        let phase = |(number, phase): (usize, &FailurePhase)| {
            let (to, lasts) = (share(phase.to), drawn(&phase.lasts));
            let of_time = format!("({at_most}{} of the time)", percent(acts.share_of_time(phase)));
            match (&stated.course, number) {
                (Course::Stops { while_working: true, .. }, 0) => format!("up for {lasts} of its work"),
                (Course::Stops { .. }, 0) => format!("up for {lasts}"),
                (Course::Stops { .. }, _) => format!("at {to} for {lasts} {of_time}"),
                (Course::Phases(phases), _) => {
                    format!("{} at {to} for {lasts} {of_time}", phases[number].name)
                }
            }
        };
        let phases: Vec<String> = acts.phases.iter().enumerate().map(phase).collect();
        format!(
            "{} strikes {}: {}; this leaves {at_least}{} on average",
            stated.name,
            self.names(&acts.targets),
            phases.join(", then "),
            percent(acts.mean_level()),
        )
    }

    fn phase(&self, index: usize) -> String {
        let (stated, returns, end) =
            (&self.model.phases[index], self.plan.returns[index], self.plan.ends[index]);
        let mut parts = self.before_return(index);
        let on = if parts.is_empty() { String::new() } else { format!(" on {}", self.moment(returns)) };
        if !stated.brings_back.is_empty() {
            let level = stated.ramp.as_ref().map_or_else(
                || share(stated.to),
                |(from, over)| format!("{}, rising to {} in {}", share(*from), share(stated.to), drawn(over)),
            );
            parts.push(format!("brings {} back{on} at {level}", self.names(&stated.brings_back)));
        }
        if !stated.boosts.is_empty() {
            let boost = |(target, level): &(Target, Level)| {
                format!("{} at {}", name(self.labels, *target), share(*level))
            };
            let boosts: Vec<String> = stated.boosts.iter().map(boost).collect();
            let on = if stated.brings_back.is_empty() { on } else { String::new() };
            parts.push(format!("sets {}{on}", boosts.join(", ")));
        }
        parts.extend(stated.policies.iter().flat_map(|policy| self.policy(policy)));
        if let Some(PhaseEnd::Gate(gate)) = &stated.until {
            parts.push(format!("until {}", self.gate(gate)));
        } else if !(stated.boosts.is_empty() && stated.policies.is_empty()) && stated.until.is_none() {
            parts.push("to the end of the run".into());
        } else if end > returns {
            parts.push(format!("until {}", self.moment(end)));
        }
        format!(
            "{}: {} {}",
            self.moment(self.plan.starts[index]),
            self.labels.phases[index],
            parts.join(", ")
        )
    }

    /// What a phase waits for and does before it brings anything back.
    fn before_return(&self, index: usize) -> Vec<String> {
        let stated = &self.model.phases[index];
        let mut parts = Vec::new();
        parts.extend(stated.gate.as_ref().map(|gate| format!("waits for {}", self.gate(gate))));
        if stated.takes.mean() > 0.0 {
            parts.push(format!("works {}", drawn(&stated.takes)));
        }
        if let Some(check) = &stated.check {
            let again = match check.again_after.mean() {
                after if after > 0.0 => format!(", the next after {} of repair", drawn(&check.again_after)),
                _ => String::new(),
            };
            let back = check.roll_back.as_ref().map_or(String::new(), |(chance, phases)| {
                let names: Vec<&str> =
                    phases.iter().map(|&phase| self.labels.phases[usize::from(phase)].as_str()).collect();
                format!(", one that fails rolls back {} with {}", names.join(", "), percent(*chance))
            });
            let (takes, chance) = (drawn(&check.takes), percent(check.chance));
            parts.push(format!("is checked for {takes}, passing with {chance}{again}{back}"));
        }
        parts
    }

    /// A gate: "fewer than 800 lines at pick of gplc for 2 working days".
    fn gate(&self, gate: &Gate) -> String {
        let table = &self.model.tables[usize::from(gate.table)];
        let site = &self.labels.tables[usize::from(gate.table)];
        let process = |list: &[u16], step: u8| {
            format!("at {} of {site}", self.labels.processes[usize::from(list[usize::from(step)])])
        };
        let place = match gate.waiting {
            Waiting::Outbound => format!("in the outbound of {site}"),
            Waiting::BeforeStock(step) => process(&table.before_stock, step),
            Waiting::Stock => format!("for stock at {site}"),
            Waiting::AfterStock(step) => process(&table.after_stock, step),
            Waiting::Inbound(step) => process(&table.inbound, step),
        };
        let side = if gate.above { "more" } else { "fewer" };
        let hold = match gate.hold {
            0 => String::new(),
            hold if gate.working_days => {
                let days = hold as f64 / DAY as f64;
                format!(" for {days} working day{}", if hold == DAY { "" } else { "s" })
            }
            hold => format!(" for {}", time(hold)),
        };
        format!("{side} than {} lines {place}{hold}", whole(gate.lines))
    }

    /// What a policy says, part by part. The fluid answer knows nothing of it.
    fn policy(&self, policy: &Policy) -> Vec<String> {
        let process = &self.labels.processes[usize::from(policy.process)];
        let mut parts = Vec::new();
        if let Some(accepts) = &policy.accepts {
            let classes = accepts.iter().zip(&self.labels.classes).filter(|(accepted, _)| **accepted);
            let classes: Vec<&str> = classes.map(|(_, class)| class.as_str()).collect();
            parts.push(format!("lets {process} take only {}", classes.join(" and ")));
        }
        for cap in &policy.caps {
            let table = &self.labels.tables[usize::from(cap.table)];
            let each = if cap.each { "each of " } else { "" };
            let lines = if cap.lines == 1 { "1 line".to_owned() } else { format!("{} lines", cap.lines) };
            parts.push(format!("lets {process} take at most {lines} a day for {each}{table}"));
        }
        if policy.rule.is_some() {
            parts.push(format!("changes what goes first at {process}"));
        }
        parts
    }

    /// When the lead times of suppliers run slower or faster than normal. The fluid answer knows nothing of it.
    fn suppliers(&self) -> String {
        let tables = self.model.tables.iter().enumerate();
        let mut told = Vec::new();
        for (index, _) in tables.filter(|(_, table)| table.kind == SiteKind::Supplier) {
            let levels = self.plan.supplier(index);
            let ends = levels.iter().skip(1).map(|step| step.0).chain([self.model.times.end]);
            // The stairs of a ramp, of an hour at most, are told as one.
            let mut told_as: Vec<(Micros, Micros, f64, f64)> = Vec::new();
            for (&(from, level), end) in levels.iter().zip(ends) {
                if from >= end || (level - 1.0).abs() < 1e-9 {
                    continue;
                }
                let stair = end - from <= HOUR;
                match told_as.last_mut() {
                    Some((_, until, first, last)) if stair && *until == from && *first > 0.0 => {
                        (*until, *last) = (end, level);
                    }
                    _ => told_as.push((from, end, level, level)),
                }
            }
            for (from, until, first, last) in told_as {
                let speed = if first.to_bits() == last.to_bits() {
                    percent(first)
                } else {
                    format!("{} to {}", percent(first), percent(last))
                };
                let (from, until) = (self.moment(from), self.moment(until));
                let name = &self.labels.tables[index];
                told.push(format!("{from}: lead times of {name} run at {speed} until {until}\n"));
            }
        }
        told.concat()
    }

    fn uncertain(&self) -> String {
        let mut table = table(&["name", "stands for", "may be"], &[]);
        for one in &self.scenario.uncertain {
            let stands_for = match &one.set[..] {
                [first, others @ ..] if !others.is_empty() => format!("{first} and {} more", others.len()),
                all => all.concat(),
            };
            table.add_row([one.name.clone(), stands_for, one.told()]);
        }
        if self.scenario.uncertain.is_empty() { String::new() } else { text(&table) }
    }

    fn fluid(&self, fluid: &FluidAnswer) -> String {
        let Some(centre) = self.model.centre() else { return String::new() };
        let flow = self.model.flows.lines_served[centre];
        let lines = |lines: f64| {
            // What rounding leaves below nothing is nothing.
            let lines = if lines > 0.0 { lines } else { 0.0 };
            let days = if flow > 0.0 { lines / flow } else { 0.0 };
            format!("{} lines ({days:.1} days of normal flow)", whole(lines))
        };
        let name = &self.labels.tables[centre];
        let normal = format!(
            "Outbound backlog of {name} in a normal week: {} on average, with stock always there.\n",
            lines(fluid.normal)
        );
        if self.model.disruptions.is_empty() {
            return normal;
        }
        let cleared = match fluid.clearance {
            Clearance::NeverExceeded => "It never leaves what is normal.".into(),
            Clearance::Cleared(day) => format!(
                "Cleared on {}: from then within {} of the weekday's normal for {HOLD} working days.",
                self.day(day),
                percent(TOLERANCE)
            ),
            Clearance::NotCleared => "Not cleared by the end of the run.".into(),
        };
        format!("{normal}Peak: {} on {}.\n{cleared}\n", lines(fluid.peak), self.day(fluid.peak_day))
    }

    fn names(&self, targets: &[Target]) -> String {
        let names: Vec<&str> = targets.iter().map(|&target| name(self.labels, target)).collect();
        names.join(", ")
    }

    fn at(&self, instant: Micros) -> DateTime {
        let elapsed = SignedDuration::from_micros(instant.cast_signed());
        self.model.times.origin.to_datetime(Time::midnight()).saturating_add(elapsed)
    }

    fn date(&self, instant: Micros) -> String {
        self.at(instant).strftime("%a %-d %B %Y").to_string()
    }

    fn day(&self, day: usize) -> String {
        self.date(day as Micros * DAY)
    }

    fn moment(&self, instant: Micros) -> String {
        self.at(instant).strftime("%a %-d %B %Y %H:%M").to_string()
    }
}

/// Calls with process, table, units asked for and units possible of each process of each table.
fn each_load(model: &Model, mut tell: impl FnMut(usize, usize, f64, f64)) {
    for (index, table) in model.tables.iter().enumerate() {
        let mut processes: Vec<u16> = Vec::new();
        for &process in table.inbound.iter().chain(&table.before_stock).chain(&table.after_stock) {
            if !processes.contains(&process) {
                processes.push(process);
            }
        }
        for process in processes.into_iter().map(usize::from) {
            tell(
                process,
                index,
                model.flows.work_units[index][process],
                model.flows.capacity[index][process],
            );
        }
    }
}

/// What goes down at some time, each once.
fn targets(model: &Model) -> Vec<Target> {
    let all = model.disruptions.iter().flat_map(|disruption| &disruption.targets);
    let mut targets: Vec<Target> = all.map(|&(target, _)| target).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

fn name(labels: &Labels, target: Target) -> &str {
    match target {
        Target::System(index) => &labels.systems[usize::from(index)],
        Target::Process(index) => &labels.processes[usize::from(index)],
        Target::Site(index) => &labels.tables[usize::from(index)],
        Target::Lane(index) => &labels.lanes[usize::from(index)],
    }
}

fn kind(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Centre => "centre",
        SiteKind::Pdc => "PDC",
        SiteKind::Retailer => "retailer",
        SiteKind::Supplier => "supplier",
    }
}

fn kept(table: &SiteTable) -> &'static str {
    match (&table.stock, table.kind) {
        (Stock::Unlimited, _) | (Stock::None, SiteKind::Supplier) => "unlimited",
        (Stock::None | Stock::BaseStock(_), _) => "none",
    }
}

fn rule(held: &BaseStock) -> String {
    match &held.level {
        StockLevel::Pieces(_) => "levels given".into(),
        StockLevel::MinMax { .. } => "between levels given".into(),
        StockLevel::Lots { .. } => "in lots given".into(),
        StockLevel::Cover(cover) => format!("{} of demand", time(*cover)),
        StockLevel::FillTarget(target) => format!("for {} at once", percent(*target)),
        StockLevel::ReadyTarget(target) => format!("for {} ready", percent(*target)),
        StockLevel::CycleService(target) => format!("for {} of cycles", percent(*target)),
        StockLevel::LotsFillTarget { target, .. } => format!("in lots, {} at once", percent(*target)),
    }
}

fn looks(review: Review) -> String {
    match review {
        Review::Continuous => "at every demand".into(),
        Review::Periodic { every: ReviewInterval::WorkingDay, .. } => "every working day".into(),
        Review::Periodic { every: ReviewInterval::Elapsed(WEEK), .. } => "every week".into(),
        Review::Periodic { every: ReviewInterval::Elapsed(every), .. } => format!("every {}", time(every)),
    }
}

fn unit(unit: WorkUnit) -> &'static str {
    match unit {
        WorkUnit::Line => "lines",
        WorkUnit::Piece => "pieces",
        WorkUnit::Delivery => "deliveries",
    }
}

/// A length of time in the largest unit that leaves a number over 1, with a decimal where it is not whole.
pub(super) fn time(time: Micros) -> String {
    let units = [(WEEK, "week"), (DAY, "day"), (HOUR, "h"), (MINUTE, "min")];
    let whole_weeks = time.is_multiple_of(WEEK);
    let fits = |&&(unit, _): &&(Micros, &str)| time >= unit && (unit != WEEK || whole_weeks);
    let Some(&(unit, name)) = units.iter().find(fits) else {
        return format!("{} s", time / 1_000_000);
    };
    let tenths = (time as f64 / unit as f64 * 10.0).round() / 10.0;
    let plural = if unit >= DAY && (tenths - 1.0).abs() > 1e-9 { "s" } else { "" };
    format!("{tenths} {name}{plural}")
}

/// The length of a time that may be drawn.
fn drawn(sampler: &Sampler) -> String {
    let mean = time(sampler.mean() as Micros);
    if sampler.constant().is_some() { mean } else { format!("{mean} on average") }
}

fn counted(count: usize, name: &str) -> String {
    format!("{} {name}{}", whole(count as f64), if count == 1 { "" } else { "s" })
}

fn percent(share: f64) -> String {
    let tenths = (share * 1000.0).round() / 10.0;
    format!("{tenths}%")
}

pub(super) fn share(level: Level) -> String {
    percent(f64::from(level.0) / 1e6)
}

/// A number rounded to a whole one, in groups of three digits.
fn whole(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn table(head: &[&str], numbers: &[usize]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.force_no_tty();
    table.set_header(head.to_vec());
    for &column in numbers {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn text(table: &Table) -> String {
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n") + "\n"
}

/// A section with its heading; nothing where there is nothing to tell.
fn section(heading: &str, text: String) -> String {
    if text.is_empty() { text } else { format!("{heading}\n\n{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::build::build;
    use crate::model::fluid::fluid;
    use crate::model::toy;
    use crate::scenario::disruption::{Disruption, Target as Named};
    use crate::scenario::distribution::Distribution;
    use crate::scenario::gate::{Gate, Limit, Side};
    use crate::scenario::phase_check::{Check, RollBack};
    use crate::scenario::quantity::{Per, Span};
    use crate::scenario::recurring_phase::RecurringPhase;
    use crate::scenario::restart::{Phase, PhaseEnd};
    use crate::scenario::when_down::{Fates, WhenDown};

    /// 95 lines a day at a centre that picks 100 a day; `wms` goes down on Monday of the second week.
    fn scenario() -> Scenario {
        let mut scenario = toy::scenario();
        scenario.title = "A toy".into();
        scenario.systems = vec![toy::system("wms", &[])];
        let mut pick = toy::process("pick", 100.0, Per::Time(DAY));
        pick.needs = vec!["wms".into()];
        scenario.processes = vec![pick];
        scenario.sites[0].after_stock = vec!["pick".into()];
        scenario.demand[0].lines.count = 95.0;
        scenario.disruptions = vec![Disruption {
            name: "attack".into(),
            from: WEEK,
            takes_down: vec![Named::System("wms".into())],
            to: Level::STOPPED,
            delay: vec![],
            until: None,
        }];
        scenario
    }

    fn told(scenario: &Scenario) -> String {
        let built = build(scenario).unwrap();
        check(scenario, &[], &built.model, &built.labels, &fluid(&built.model))
    }

    #[test]
    fn a_scenario_is_told_in_plain_words() {
        let expected = "\
A toy

Runs from Mon 6 January 2025 to Mon 3 February 2025 (4 weeks), counted from Mon 6 January 2025; 5 working days a week.
2 sites, 1 part in 1 segment; 1 replication, seed 1.

Network

 site      kind      sites  supplied by  stock      looks  lead time
 centre    centre        1  supplier     unlimited  –      –
 supplier  supplier      1  –            unlimited  –      2 days

Flows a working day in normal running

 site      customers ask, lines  serves, lines  serves, pieces  orders, lines
 centre                     133            133             133              0
 supplier                     0              0               0              0

Load in normal running

 process  site    unit   asked a working day  can do  load
 pick     centre  lines                  133     140   95%  ! tight

What goes down and how it comes back

Mon 13 January 2025 00:00: attack takes wms down to 0%

Fluid answer, by arithmetic of rates alone

Outbound backlog of centre in a normal week: 0 lines (0.0 days of normal flow) on average, with stock always there.
Peak: 1,995 lines (15.0 days of normal flow) on Sun 2 February 2025.
Not cleared by the end of the run.

Warnings

! `wms` goes down and is still at 0% at the end of the run
! only 1 week of counted normal running before the first disruption: what is normal is known poorly with less than 4 weeks
";
        // 95 lines an elapsed day are 133 a working day; down for 21 days, 1,995 lines pile up.
        assert_eq!(told(&scenario()), expected);
    }

    #[test]
    fn failures_are_told_with_their_share_of_time_and_what_they_leave() {
        // 8 h of 10 at 100 % and 2 h at 40 %: 88 %. 19 of 20 days up. An hour after 9 h of work, at half speed: 95 %.
        let hours = |hours: f64| Distribution::Constant(hours * HOUR as f64);
        let phase = |name: &str, to, lasts| RecurringPhase { name: name.into(), to, lasts };
        let failure = |name: &str, strikes, course| Failure {
            name: name.into(),
            strikes: vec![strikes],
            course,
            stream: name.into(),
        };
        let stops = |up, down, to, while_working| Course::Stops { up, down, to, while_working };
        let mut scenario = scenario();
        let (pick, wms) = (Named::Process("pick".into()), Named::System("wms".into()));
        let half = Level(500_000);
        scenario.failures = vec![
            failure("belt", pick.clone(), stops(hours(9.0), hours(1.0), half, true)),
            failure(
                "outage",
                wms,
                stops(
                    Distribution::Exponential { mean: 19.0 * DAY as f64 },
                    hours(24.0),
                    Level::STOPPED,
                    false,
                ),
            ),
            failure(
                "weather",
                pick,
                Course::Phases(vec![
                    phase("normal", Level::NORMAL, Distribution::Exponential { mean: 8.0 * HOUR as f64 }),
                    phase("degraded", Level(400_000), hours(2.0)),
                ]),
            ),
        ];
        let expected = "
What stops again and again

belt strikes pick: up for 9 h of its work, then at 50% for 1 h (at most 10% of the time); this leaves at least 95% on average
outage strikes wms: up for 19 days on average, then at 0% for 1 day (5% of the time); this leaves 95% on average
weather strikes pick: normal at 100% for 8 h on average (80% of the time), then degraded at 40% for 2 h (20% of the time); \
this leaves 88% on average

";
        let told = told(&scenario);
        assert!(told.contains(expected), "{told}");
    }

    #[test]
    fn what_a_desk_has_to_enter_and_how_orders_vary_together_are_told() {
        // Down for two days of 95 lines, all on paper; one clerk enters 50 a day from Wednesday midnight: 3.8 days.
        let mut scenario = scenario();
        scenario.sites[0].desk = vec!["key_in".into()];
        scenario.processes.push(toy::process("key_in", 50.0, Per::Time(DAY)));
        scenario.demand[0].when_down = Some(WhenDown {
            of: Some("wms".into()),
            fates: Fates { shares: [1.0, 0.0, 0.0, 0.0], rest: None },
            deferred_over: 0,
            entered_by: Some("key_in".into()),
            classes: vec![],
        });
        scenario.demand[0].variation =
            Some(Variation { week_cv: 0.06, day_cv: 0.03, persistence: 0.5, stream: "demand".into() });
        scenario.disruptions[0].until = Some(WEEK + 2 * DAY);
        let told = told(&scenario);
        // 50 an elapsed day are 70 a working day.
        let expected = "key_in  centre             190                    70  Wed 15 January 2025 00:00  Sat 18 January 2025 19:12";
        assert!(told.contains(expected), "{told}");
        let varies = "weeks by 6%, days within their week by 3% around what is stated (coefficient of variation), at all \
                      sites alike; a week takes after the one before (correlation 50%)";
        assert!(told.contains(varies), "{told}");
    }

    #[test]
    fn a_process_that_is_asked_for_more_than_it_can_do_is_warned_of() {
        let mut scenario = scenario();
        scenario.disruptions = vec![];
        scenario.demand[0].lines.count = 110.0;
        let told = told(&scenario);
        assert!(told.contains("110%  !! more than it can do"), "{told}");
        assert!(told.contains("! `pick` at centre is asked for 110% of what it can do"), "{told}");
        assert!(told.contains("Nothing goes down."), "{told}");
    }

    #[test]
    fn phases_are_told_with_what_they_bring_and_when_they_are_over() {
        let mut scenario = scenario();
        let mut back = Phase {
            from: Some(2 * WEEK),
            brings_back: vec![Named::System("wms".into())],
            ramp: Some(toy::ramp(Level(500_000), DAY)),
            ..toy::phase("back")
        };
        let mut overtime = Phase { after: vec!["back".into()], ..toy::phase("overtime") };
        overtime.boost = vec![(Named::Process("pick".into()), Level(1_250_000))];
        scenario.restart = vec![back.clone(), overtime];
        let told_of = |scenario: &Scenario, start: &str| {
            let told = told(scenario);
            told.lines().find(|line| line.starts_with(start)).map(str::to_owned).unwrap()
        };
        assert_eq!(
            told_of(&scenario, "Mon 20 January 2025 00:00"),
            "Mon 20 January 2025 00:00: back brings wms back at 50%, rising to 100% in 1 day, until Tue 21 \
             January 2025 00:00"
        );
        assert_eq!(
            told_of(&scenario, "Tue 21 January 2025 00:00"),
            "Tue 21 January 2025 00:00: overtime sets pick at 125%, to the end of the run"
        );
        back.ramp = None;
        back.to = Level(800_000);
        scenario.restart = vec![back];
        assert_eq!(
            told_of(&scenario, "! `wms`"),
            "! `wms` goes down and is still at 80% at the end of the run"
        );
    }

    #[test]
    fn suppliers_that_are_slowed_are_told_with_their_level() {
        let mut scenario = scenario();
        scenario.sites[1].needs = vec!["wms".into()];
        scenario.disruptions[0].to = Level(500_000);
        scenario.disruptions[0].until = Some(2 * WEEK);
        scenario.disruptions[0].delay = vec![(Named::Site("supplier".into()), Level(1_600_000))];
        let told = told(&scenario);
        // 0.5 of what it needs times 1/1.6.
        let expected = "Mon 13 January 2025 00:00: attack takes wms down to 50%, lead times of supplier take 160%, \
                        until Mon 20 January 2025 00:00\n\nSuppliers that are slowed\n\nMon 13 January 2025 00:00: \
                        lead times of supplier run at 31.3% until Mon 20 January 2025 00:00\n";
        assert!(told.contains(expected), "{told}");
        scenario.disruptions[0].until = None;
        scenario.disruptions[0].delay = vec![];
        scenario.restart = vec![Phase {
            from: Some(2 * WEEK),
            brings_back: vec![Named::System("wms".into())],
            ramp: Some(toy::ramp(Level(500_000), 2 * DAY)),
            ..toy::phase("back")
        }];
        let told = self::told(&scenario);
        let expected = "lead times of supplier run at 50% to 99.5% until Wed 22 January 2025 00:00\n";
        assert!(told.contains(expected), "{told}");
    }

    #[test]
    fn what_chance_and_gates_decide_is_told_beside_the_planned_days() {
        let mut scenario = scenario();
        let hours = |hours: f64| Distribution::Constant(hours * HOUR as f64);
        let gate = |hold| Gate {
            site: "centre".into(),
            waiting: Some("pick".into()),
            side: Side::Below,
            limit: Limit::DaysOfFlow(2.0),
            hold,
        };
        scenario.restart = vec![
            Phase {
                from: Some(2 * WEEK),
                takes: Some(Distribution::Uniform { low: 0.0, high: 2.0 * DAY as f64 }),
                check: Some(Check {
                    chance: 0.5,
                    takes: hours(6.0),
                    again_after: Some(hours(12.0)),
                    roll_back: None,
                }),
                brings_back: vec![Named::System("wms".into())],
                ..toy::phase("back")
            },
            Phase {
                after: vec!["back".into()],
                gate: Some(gate(None)),
                check: Some(Check {
                    chance: 1.0,
                    takes: hours(6.0),
                    again_after: None,
                    roll_back: Some(RollBack { chance: 0.25, phases: vec!["back".into()] }),
                }),
                boost: vec![(Named::Process("pick".into()), Level(1_250_000))],
                until: Some(PhaseEnd::Gate(gate(Some(Span::WorkingDays(2.0))))),
                ..toy::phase("overtime")
            },
        ];
        // 95 lines an elapsed day are 133 a working day: two days of flow are 266 lines.
        let expected = "\
Mon 20 January 2025 00:00: back works 1 day on average, is checked for 6 h, passing with 50%, the next after 12 h of repair, \
brings wms back on Wed 22 January 2025 00:00 at 100%
Wed 22 January 2025 00:00: overtime waits for fewer than 266 lines at pick of centre, is checked for 6 h, passing with 100%, \
one that fails rolls back back with 25%, sets pick at 125% on Wed 22 January 2025 06:00, \
until fewer than 266 lines at pick of centre for 2 working days
Days are planned: what is drawn by its mean, gates as met at once and open when their time is over, nothing rolled back. \
Each run tells its own.
";
        let told = told(&scenario);
        assert!(told.contains(expected), "{told}");
    }

    #[test]
    fn lengths_of_time_are_told_in_the_unit_that_fits() {
        let told = [3 * WEEK, WEEK + DAY, DAY, 36 * HOUR, 90 * MINUTE, 5 * MINUTE, 2_000_000].map(time);
        assert_eq!(told, ["3 weeks", "8 days", "1 day", "1.5 days", "1.5 h", "5 min", "2 s"]);
    }

    #[test]
    fn large_numbers_are_told_in_groups_of_three() {
        let told = [0.0, 999.4, 1_000.0, 1_234_567.0].map(whole);
        assert_eq!(told, ["0", "999", "1,000", "1,234,567"]);
    }
}
