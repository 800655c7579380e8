//! Growth of cost: `cargo bench --bench growth` varies one thing at a time and prints a table of
//! each.
//!
//! Every point is a scenario, written as TOML, that is read, compiled and run like a user's, in a
//! process of its own, so that its peak memory is its own. Time is processor time as the kernel
//! counts it for the process (`/proc/self/schedstat`), so other load disturbs little. Lines are
//! those of customers and replenishment lines together. Words after `--` select groups by name.
//!
//! ```text
//! suppliers ─► centre (pick) ─► PDCs (handle) ─► retailers without stock ─► customers
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is a program")]

use gplc::experiment::window::Windows;
use gplc::simulation::Simulation;
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::line::Line;
use gplc::units::Instant;
use gplc::{compile, metrics, model, scenario};
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs, io};

/// First argument of a child process, before group and number of its point.
const POINT: &str = "--point";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let done = match words.as_slice() {
        [flag, group, number] if flag == POINT => measure(group, number),
        words => selected_groups(words),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// A network in which one thing is varied.
#[derive(Debug, Clone, Copy)]
struct Network {
    parts: u32,
    pdcs: u32,
    retailers: u32,
    days: u32,
    /// Customer lines a day, all customers together.
    lines: f64,
    /// Additional customer lines at the start.
    backlog: f64,
    /// Utilisation of handling at the PDCs.
    load: f64,
    /// Keys of the stock levels: at the centre, and at the PDCs.
    levels: [&'static str; 2],
}

const USUAL: Network = Network {
    parts: 10_000,
    pdcs: 10,
    retailers: 200,
    days: 56,
    lines: 20_000.0,
    backlog: 0.0,
    load: 0.8,
    levels: [r#"cover = "6 weeks""#, r#"cover = "2 weeks""#],
};

/// Enough stock for the backlog and more: lines wait only for handling.
const PLENTY: [&str; 2] = [r#"cover = "2000 days""#, r#"cover = "1000 days""#];
const TARGETS: [&str; 2] = [r#"fill_rate = "95%""#, r#"fill_rate = "96%""#];

impl Network {
    fn text(self) -> String {
        let Network { parts, pdcs, retailers, days, lines, backlog, load, levels: [centre, depots] } = self;
        let a_day = lines + backlog / f64::from(days);
        let handled = (a_day / load / f64::from(pdcs)).ceil();
        let each = lines / f64::from(retailers);
        let backlog = match (backlog / f64::from(retailers)).round() {
            0.0 => String::new(),
            lines => format!("backlog = \"{lines} lines\"\n"),
        };
        format!(
            r#"
title = "Growth of cost"
start = 2025-01-06
start_from = "full"
horizon = "{days} days"
replications = 1

[parts.part]
count = {parts}
share = "100%"
spread = {{ lognormal = 0.9 }}
pieces = {{ geometric = "1.5 pieces" }}

[classes]
vor = {{ priority = 1, promise = "1 day" }}
daily = {{ priority = 2, promise = "3 days" }}
stock = {{ priority = 3, promise = "7 days" }}

[processes.pick]
rate = "1000000 lines/day"
[processes.handle]
rate = "{handled} lines/day"

[sites.supplier]
kind = "supplier"
lead_time = {{ gamma = {{ mean = "14 days", cv = 0.3 }} }}

[sites.centre]
kind = "centre"
supplied_by = ["supplier"]
outbound = ["pick"]
stock = {{ {centre}, review = {{ every = "1 day", at = "00:30" }} }}

[sites.pdcs]
kind = "pdc"
count = {pdcs}
supplied_by = ["centre"]
outbound = ["handle"]
stock = {{ {depots}, review = {{ every = "1 day" }} }}

[sites.retailers]
kind = "retailer"
count = {retailers}
supplied_by = ["pdcs"]

[lanes.to_pdcs]
from = "centre"
to = "pdcs"
departs = {{ every = "1 day", from = 2025-01-06T18:00:00 }}
transit = "1 day"

[demand.customers]
site = "retailers"
lines = "{each} lines/day each"
{backlog}classes = {{ vor = "10%", daily = "90%" }}
"#
        )
    }
}

/// Points that differ in one thing.
struct Group {
    name: &'static str,
    /// Name and scenario of each point.
    points: Vec<(String, Text)>,
}

enum Text {
    Network(Network),
    /// A shipped scenario, with settings.
    File(&'static str, &'static [&'static str]),
}

fn groups() -> Vec<Group> {
    let group = |name, points: Vec<(String, Network)>| Group {
        name,
        points: points.into_iter().map(|(called, network)| (called, Text::Network(network))).collect(),
    };
    let counted = |counts: &[u32], with: fn(u32) -> Network| -> Vec<(String, Network)> {
        counts.iter().map(|&count| (thousands(count.into()), with(count))).collect()
    };
    let backlogs = |levels| -> Vec<(String, Network)> {
        let with = |backlog: f64| Network { parts: 1_000, backlog, load: 0.95, levels, ..USUAL };
        [0.0, 1e5, 1e6, 1e7].map(|backlog| (thousands(backlog as u64), with(backlog))).into()
    };
    let few = Network { lines: 2_000.0, parts: 1_000, ..USUAL };
    let horizons = [("1 month", 30), ("1 year", 365), ("3 years", 1_096), ("10 years", 3_653)];
    let wide = Network { parts: 120_000, retailers: 2_000, days: 1, ..USUAL };
    let full = &["start_from = \"full\"", "horizon = \"4 weeks\"", "warm_up = \"0 weeks\""];
    vec![
        group("parts", counted(&[1_000, 10_000, 30_000, 120_000], |parts| Network { parts, ..USUAL })),
        group("retailers", counted(&[20, 200, 700, 2_000], |retailers| Network { retailers, ..USUAL })),
        group("PDCs", counted(&[1, 4, 10, 40], |pdcs| Network { pdcs, ..USUAL })),
        group("backlog, waiting for handling", backlogs(PLENTY)),
        group("backlog, waiting for stock", backlogs(USUAL.levels)),
        group("horizon", horizons.map(|(called, days)| (called.to_owned(), Network { days, ..few })).into()),
        group(
            "load",
            [0.5, 0.8, 0.9, 0.98]
                .map(|load| (format!("{:.0} %", load * 100.0), Network { load, ..USUAL }))
                .into(),
        ),
        group(
            "start-up",
            vec![
                ("120,000 parts, 2,000 retailers, cover".to_owned(), wide),
                ("the same, fill targets".to_owned(), Network { levels: TARGETS, ..wide }),
                ("the same, fill targets, 40 PDCs".to_owned(), Network { levels: TARGETS, pdcs: 40, ..wide }),
            ],
        ),
        Group {
            name: "full assortment",
            points: vec![
                ("bench/full.toml, started full, 4 weeks".to_owned(), Text::File("bench/full.toml", full)),
                ("bench/full.toml".to_owned(), Text::File("bench/full.toml", &[])),
            ],
        },
        Group {
            name: "cases",
            points: vec![
                ("normal.toml".to_owned(), Text::File("normal.toml", &[])),
                ("jlr-2025.toml".to_owned(), Text::File("jlr-2025.toml", &[])),
            ],
        },
    ]
}

/// Cost of one point.
struct Measured {
    /// Processor time to read and compile, to initialise, and to run [ns].
    build: f64,
    start: f64,
    run: f64,
    /// Customer lines, and replenishment lines.
    of_customers: f64,
    of_sites: f64,
    shelves: f64,
    /// Memory when ready, beyond that of an empty process, and at its peak [bytes].
    ready: f64,
    peak: f64,
}

/// Measures a point in this process, and prints it on one line.
fn measure(group: &str, number: &str) -> io::Result<()> {
    let found = groups().into_iter().find(|one| one.name == group).and_then(|one| {
        let number: usize = number.parse().ok()?;
        one.points.into_iter().nth(number)
    });
    let Some((_, text)) = found else { return Err(io::Error::other("no such point")) };
    let (empty, begin) = (memory("VmRSS:")?, processor_time()?);
    let read = match text {
        Text::Network(network) => scenario::read_text("growth.toml", &network.text(), &[]),
        Text::File(path, sets) => {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(path);
            scenario::read(&path, &sets.iter().map(|&set| set.to_owned()).collect::<Vec<_>>())
        }
    };
    let read = read.map_err(|diagnostics| io::Error::other(diagnostics.render(100, false)))?;
    let compiled = compile::build(&read.scenario).map_err(io::Error::other)?;
    let ready_to_start = processor_time()?;
    let simulation = Simulation::new(&compiled.model, 0, ()).map_err(io::Error::other)?;
    let started = processor_time()?;
    let ready = memory("VmRSS:")? - empty;
    drop(simulation);
    let begun = processor_time()?;
    let stretches = Windows::of(&compiled.model, &compiled.labels).stretches();
    let (model, labels) = (&compiled.model, &compiled.labels);
    let mut counted = Lines([0; 2]);
    metrics::run_replication_with(model, labels, 0, &stretches, &mut counted, || false)
        .map_err(io::Error::other)?;
    let Lines(lines) = counted;
    let ended = processor_time()?;
    let (build, start) = (ready_to_start - begin, started - ready_to_start);
    let shelves = compiled.model.site_groups.iter().map(|table| match &table.stock {
        model::Stock::BaseStock(stock) => f64::from(table.count) * stock.level.len() as f64,
        model::Stock::None | model::Stock::Unlimited => 0.0,
    });
    let [customers, sites] = lines.map(|lines| lines as f64);
    let run = ended - begun - start;
    let values = [build, start, run, customers, sites, shelves.sum(), ready, memory("VmHWM:")?];
    println!("{}", values.map(|value| value.to_string()).join(" "));
    Ok(())
}

/// Counts customer lines and replenishment lines.
struct Lines([u64; 2]);

impl Observer for Lines {
    fn ordered(&mut self, _: Instant, line: &Line) {
        self.0[line.kind() as usize] += 1;
    }
}

/// Processor time of this process, which has one thread [ns].
fn processor_time() -> io::Result<f64> {
    let text = fs::read_to_string("/proc/self/schedstat")?;
    let first = text.split_whitespace().next().and_then(|word| word.parse().ok());
    first.ok_or_else(|| io::Error::other("the kernel has no schedstat"))
}

/// A row of the kernel's memory statistics of this process [bytes].
fn memory(name: &str) -> io::Result<f64> {
    let text = fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.map(|many| many * 1024.0).ok_or_else(|| io::Error::other("the kernel has no such statistic"))
}

/// Measures all points of the selected groups, and prints their tables.
fn selected_groups(words: &[String]) -> io::Result<()> {
    let words: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    let program = env::current_exe()?;
    let selected = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    for Group { name, points } in groups().into_iter().filter(|group| selected(group.name)) {
        println!(
            "\n| {name} | lines of customers, millions | of sites | ns a line | times the first | shelves | bytes a shelf | ready, s | peak, MB |"
        );
        println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        let mut first = None;
        for (number, (called, _)) in points.iter().enumerate() {
            let child = Command::new(&program).args([POINT, name, &number.to_string()]).output()?;
            if !child.status.success() {
                return Err(io::Error::other(String::from_utf8_lossy(&child.stderr).into_owned()));
            }
            let printed = String::from_utf8_lossy(&child.stdout);
            let values: Vec<f64> = printed.split_whitespace().filter_map(|word| word.parse().ok()).collect();
            let [build, start, run, of_customers, of_sites, shelves, ready, peak] = values[..] else {
                return Err(io::Error::other(format!("a point printed {printed}")));
            };
            let measured = Measured { build, start, run, of_customers, of_sites, shelves, ready, peak };
            println!("| {called} | {}", measured.row(&mut first));
        }
    }
    if selected("memory") { reads() } else { Ok(()) }
}

/// Prints the time of one read that depends on the one before, by the size of the memory read: the
/// additional cost of a line when its data exceed the cache.
fn reads() -> io::Result<()> {
    println!("\n| memory, MB | ns a read that waits for the one before |");
    println!("| ---: | ---: |");
    for megabytes in [0.25, 1.0, 4.0, 16.0, 64.0, 512.0] {
        // One cycle through all cache lines, in an order that no prefetcher predicts (Sattolo's
        // algorithm).
        let lines = (megabytes * 1024.0 * 1024.0 / 64.0) as usize;
        let mut ring: Vec<CacheLine> = (0..lines as u32).map(CacheLine).collect();
        let mut state = 1_u64;
        for last in (1..lines).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ring.swap(last, ((state >> 33) % last as u64) as usize);
        }
        let follow = |from: u32, reads: usize| (0..reads).fold(from, |at, _| ring[at as usize].0);
        let begin = follow(0, lines.min(READS));
        let before = processor_time()?;
        black_box(follow(begin, READS));
        println!("| {megabytes} | {:.1} |", (processor_time()? - before) / READS as f64);
    }
    Ok(())
}

const READS: usize = 4_000_000;

/// Index of the next read, alone in its cache line.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct CacheLine(u32);

/// Fewer shelves than this are lost in the memory of the process itself.
const MANY_SHELVES: f64 = 5e5;

impl Measured {
    /// The columns of a table, with the cost a line of the first point.
    fn row(&self, first: &mut Option<f64>) -> String {
        let a_line = self.run / (self.of_customers + self.of_sites);
        let times = a_line / *first.get_or_insert(a_line);
        let a_shelf = match self.shelves {
            MANY_SHELVES.. => format!("{:.1}", self.ready / self.shelves),
            _ => "–".to_owned(),
        };
        format!(
            "{:.2} | {:.2} | {a_line:.0} | {times:.2} | {} | {a_shelf} | {:.2} | {:.0} |",
            self.of_customers / 1e6,
            self.of_sites / 1e6,
            thousands(self.shelves as u64),
            (self.build + self.start) / 1e9,
            self.peak / 1e6,
        )
    }
}

/// A number with a comma after every three digits.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}
