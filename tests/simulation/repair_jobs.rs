//! Repair jobs: cars that wait for their last part, cars off the road, courtesy cars and their
//! cost.
//!
//! Every number here is computed by hand: arrivals are even and times constant.

use crate::support::{HOUR, HistoryRecorder, Micros, START, compiled, daily, observed, run, value};
use gplc::compile::CompiledModel;
use gplc::metrics::ReplicationResult;
use gplc::registers::metrics::{Cell, Daily, Dim, Metric, Scalar, ids};
use gplc::scenario::read_text;
use gplc::simulation::customers::repair_job::{CourtesyCar, Job};
use gplc::simulation::observer::Observer;
use gplc::units::Instant;

/// A shop with a shelf, and a workshop that begins a job of two lines every four hours. The centre
/// has everything, picks a line in an hour, one after the other, and is ten hours away.
fn text(stock: &str, demand: &str) -> String {
    format!(
        r#"{START}
horizon = "1 week"
[parts.part]
count = 1
share = "100%"
[classes.vor]
priority = 1
[classes.daily]
priority = 2
[classes.stock]
priority = 3
[systems.orders]
[processes.pick]
rate = "1 line/h"
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[sites.shop]
kind = "retailer"
supplied_by = ["centre"]
stock = {{ {stock} }}
[lanes.to_shop]
from = "centre"
to = "shop"
transit = "10 h"
[demand.workshop]
site = "shop"
lines = "0.5 lines/h"
lines_per_order = "2 lines"
arrivals = "even"
{demand}
"#
    )
}

/// Nothing on the shelf: each job at 4, 8, 12, … o'clock has its lines picked one and two hours
/// later, and waits for the second, which is there after twelve hours.
fn waiting(demand: &str) -> CompiledModel {
    compiled(&text("level = \"0 pieces\"", demand))
}

/// When jobs began to wait and ended, and when courtesy cars were given late, in hours.
#[derive(Debug, Default)]
struct Workshop {
    waits: Vec<(Micros, u32)>,
    ends: Vec<(Micros, Micros)>,
    given: Vec<(Micros, Micros)>,
    off_road: usize,
    in_use_at_once: Vec<Micros>,
}

impl Observer for Workshop {
    fn job_waits(&mut self, now: Instant, job: &Job) {
        let now = now.as_micros();
        self.waits.push((now / HOUR, job.lines));
        self.off_road += usize::from(job.off_road);
        if job.courtesy == CourtesyCar::InUse {
            self.in_use_at_once.push(now / HOUR);
        }
    }

    fn courtesy_car(&mut self, now: Instant, job: &Job) {
        let now = now.as_micros();
        self.given.push((job.began.as_micros() / HOUR, now / HOUR));
    }

    fn job_ends(&mut self, now: Instant, job: &Job) {
        let now = now.as_micros();
        self.ends.push((job.began.as_micros() / HOUR, now / HOUR));
    }
}

/// Labels of a site, or of all.
fn at(site: &str) -> String {
    if site == "all" { String::new() } else { format!("site={site}") }
}

fn metric(seen: &ReplicationResult, metric: Metric<Scalar>, site: &str) -> (f64, &'static str) {
    let cell = if site == "all" { Cell::TOTAL } else { seen.names.cell(&[(Dim::Site, site)]).unwrap() };
    (value(seen, metric, &at(site)).unwrap(), seen.names.unit(metric.at(cell)))
}

fn series<'o>(seen: &'o ReplicationResult, metric: Metric<Daily>, site: &str) -> &'o [f64] {
    daily(seen, metric, &at(site))
}

const ALL_OFF_ROAD: &str = "class = \"daily\"\njobs = { off_road = \"100%\" }";

#[test]
fn a_job_waits_for_the_last_of_its_parts() {
    let model = waiting(ALL_OFF_ROAD).model;
    let seen = run(&model, 0, Workshop::default());
    let begun: Vec<Micros> = (1..42).map(|k| 4 * k).collect();
    assert_eq!(seen.waits, begun.iter().map(|&at| (at, 2)).collect::<Vec<_>>());
    let ended = begun.iter().map(|&at| (at, at + 12)).filter(|&(_, end)| end < 168);
    assert_eq!(seen.ends, ended.collect::<Vec<_>>());
    // The first of its lines is there an hour before.
    let filled: Vec<Micros> = HistoryRecorder::of_customers(&model, 0)[..4]
        .iter()
        .map(|history| history.filled.unwrap() / HOUR)
        .collect();
    assert_eq!(filled, [15, 16, 19, 20]);
}

#[test]
fn cars_are_counted_by_day_and_their_days_off_the_road_are_summed() {
    let seen = observed(&waiting(ALL_OFF_ROAD));
    for site in ["shop", "all"] {
        // Just before midnight the jobs of 12, 16 and 20 o'clock wait; that of 12 o'clock ends at
        // midnight.
        assert_eq!(series(&seen, ids::CARS_WAITING, site), [3.0; 7]);
        assert_eq!(series(&seen, ids::CARS_OFF_ROAD, site), [3.0; 7]);
        assert_eq!(metric(&seen, ids::CARS_WAITING_PEAK, site), (3.0, "cars"));
        assert_eq!(metric(&seen, ids::CARS_OFF_ROAD_PEAK, site), (3.0, "cars"));
        // 41 jobs of twelve hours each, of which those of hours 160 and 164 are cut to eight and
        // four: 480 hours.
        assert_eq!(metric(&seen, ids::VOR_DAYS, site), (20.0, "car-days"));
        assert_eq!(metric(&seen, ids::JOBS_DELAYED, site), (41.0, "jobs"));
        // To 1 %: twelve hours.
        assert!((metric(&seen, ids::JOB_WAIT_P50, site).0 - 0.5).abs() < 0.005);
    }
    // 38 jobs have ended, three are open and count as longer: of 41 the 99th per cent is among
    // those.
    assert_eq!(value(&seen, ids::JOB_WAIT_P99, "site=shop"), None);
    // Cars that can be driven wait all the same.
    let seen = observed(&waiting("class = \"daily\"\njobs = { off_road = \"0%\" }"));
    assert_eq!(series(&seen, ids::CARS_WAITING, "shop"), [3.0; 7]);
    assert_eq!(series(&seen, ids::CARS_OFF_ROAD, "shop"), [0.0; 7]);
    assert_eq!(metric(&seen, ids::VOR_DAYS, "shop"), (0.0, "car-days"));
}

#[test]
fn counting_begins_at_the_end_of_the_warm_up() {
    let text = text("level = \"0 pieces\"", ALL_OFF_ROAD)
        .replace("horizon = \"1 week\"", "horizon = \"1 week\"\nwarm_up = \"1 day\"");
    let seen = observed(&compiled(&text));
    // 480 car-hours less those of the first day: two jobs of twelve hours by 24 o'clock, and the
    // jobs of 12, 16 and 20 o'clock for 12, 8 and 4.
    assert_eq!(metric(&seen, ids::VOR_DAYS, "shop"), (20.0 - 48.0 / 24.0, "car-days"));
    // Jobs of 24 o'clock and later: hours 24 to 164.
    assert_eq!(metric(&seen, ids::JOBS_DELAYED, "shop"), (36.0, "jobs"));
    assert_eq!(series(&seen, ids::CARS_WAITING, "shop"), [3.0; 6]);
}

#[test]
fn a_job_filled_from_the_retail_shelf_never_waits() {
    // Three pieces: the job of 4 o'clock takes two of them; that of 8 o'clock takes one and waits
    // for the other, which is picked at 9 o'clock and there at 19.
    let model = compiled(&text("level = \"3 pieces\", review = { every = \"1 week\" }", ALL_OFF_ROAD)).model;
    let seen = run(&model, 0, Workshop::default());
    assert_eq!(seen.waits[..3], [(8, 1), (12, 2), (16, 2)]);
    assert_eq!(seen.ends[..3], [(8, 19), (12, 24), (16, 28)]);
}

#[test]
fn courtesy_cars_are_given_while_available_and_then_first_come_first_served() {
    // Two cars: the jobs of 4 and 8 o'clock have one immediately; each later job is given the one
    // that returns four hours after it began, 12 hours after that of the job that had it began to
    // wait.
    let jobs = "class = \"daily\"\njobs = { off_road = \"100%\", courtesy = { share = \"100%\", cars = \"2 each\", cost = \"€45/day\" } }";
    let compiled = waiting(jobs);
    let seen = run(&compiled.model, 0, Workshop::default());
    assert_eq!(seen.in_use_at_once, [4, 8]);
    let late = (3..42).map(|k| (4 * k, 4 * k + 4)).filter(|&(_, given)| given < 168);
    assert_eq!(seen.given, late.collect::<Vec<_>>());
    let seen = observed(&compiled);
    assert_eq!(series(&seen, ids::COURTESY_CARS, "all"), [2.0; 7]);
    assert_eq!(series(&seen, ids::WITHOUT_COURTESY_CAR, "all"), [1.0; 7]);
    // One car from 4 to 8 o'clock and two from then to hour 168: 324 hours, 13.5 days of €45.
    let (cost, currency) = metric(&seen, ids::COURTESY_CAR_COST, "all");
    assert!((cost - 607.5).abs() < 1e-9, "{cost}");
    assert_eq!(currency, "€");
}

#[test]
fn a_job_that_ends_without_a_courtesy_car_leaves_its_queue() {
    // No car at all: every customer requests one, and none gets one.
    let jobs = "class = \"daily\"\njobs = { off_road = \"100%\", courtesy = { cars = \"0 each\" } }";
    let compiled = waiting(jobs);
    assert_eq!(run(&compiled.model, 0, Workshop::default()).given, []);
    let seen = observed(&compiled);
    assert_eq!(series(&seen, ids::WITHOUT_COURTESY_CAR, "shop"), [3.0; 7]);
    assert_eq!(series(&seen, ids::COURTESY_CARS, "shop"), [0.0; 7]);
}

#[test]
fn the_car_is_sampled_for_the_job_and_decides_the_class_of_missing_parts() {
    let by_car = |off_road: &str| {
        let demand = format!(
            "backorder_class = {{ off_road = \"vor\", otherwise = \"daily\" }}\njobs = {{ off_road = \"{off_road}\" }}"
        );
        let model = waiting(&demand).model;
        let classes: Vec<u8> =
            HistoryRecorder::of_customers(&model, 0).iter().map(|history| history.class).collect();
        (classes, run(&model, 0, Workshop::default()).off_road)
    };
    assert_eq!(by_car("100%"), (vec![0; 82], 41));
    assert_eq!(by_car("0%"), (vec![1; 82], 0));
    let (classes, off_road) = by_car("40%");
    // Both lines of a job have one class; 41 jobs, 40 % of them: between 6 and 27 with a
    // probability of 99.9 % (binomial; fixed seed).
    assert!(classes.chunks(2).all(|job| job[0] == job[1]));
    assert_eq!(classes.iter().map(|&class| usize::from(class == 0)).sum::<usize>(), 2 * off_road);
    assert!((6..=27).contains(&off_road), "{off_road}");
}

#[test]
fn a_car_waits_from_its_order_even_while_ordering_is_down() {
    let down = "needs = [\"orders\"]\n[disruptions.attack]\nfrom = 2025-01-06T03:00:00\ntakes_down = [\"orders\"]\nuntil = 2025-01-06T10:00:00\n";
    let model = waiting(&format!("{ALL_OFF_ROAD}\n{down}")).model;
    let seen = run(&model, 0, Workshop::default());
    // Four lines are requested at 10 o'clock, picked at 11 to 14, and there ten hours later.
    assert_eq!(seen.waits[..3], [(4, 2), (8, 2), (12, 2)]);
    assert_eq!(seen.ends[..2], [(4, 22), (8, 24)]);
}

#[test]
fn a_job_stops_waiting_for_lost_lines_but_not_for_deferred_ones() {
    let down = |fates: &str| {
        let down = "[disruptions.attack]\nfrom = 2025-01-06T03:00:00\ntakes_down = [\"orders\"]\nuntil = 2025-01-06T10:00:00\n";
        let compiled =
            waiting(&format!("{ALL_OFF_ROAD}\nneeds = [\"orders\"]\nwhen_down = {{ {fates} }}\n{down}"));
        // Conservation of jobs is checked at every midnight, and fails the run.
        observed(&compiled);
        run(&compiled.model, 0, Workshop::default())
    };
    // The jobs of 4 and 8 o'clock find the system down.
    assert_eq!(down("lost = \"100%\"").ends[..3], [(4, 4), (8, 8), (12, 24)]);
    assert_eq!(down("elsewhere = \"100%\"").ends[..3], [(4, 4), (8, 8), (12, 24)]);
    // On paper their lines are requested at 10 o'clock, picked at 11 to 14, and there ten hours
    // later.
    assert_eq!(down("on_paper = \"100%\"").ends[..2], [(4, 22), (8, 24)]);
    // Deferred, they are ordered within a day after 10 o'clock, and the cars wait all the time.
    let deferred = down("deferred = \"100%\", deferred_over = \"1 day\"");
    assert_eq!(deferred.waits[..3], [(4, 2), (8, 2), (12, 2)]);
    for job in [4, 8] {
        let (_, end) = deferred.ends.iter().find(|(began, _)| *began == job).unwrap();
        assert!((10 + 11..=34 + 11 + 6).contains(end), "the job of {job} o'clock ended at {end}");
    }
}

#[test]
fn a_job_ends_when_its_customer_cancels_its_last_line() {
    // Promised within an hour and cancelled an hour after that: the job of 4 o'clock, whose lines
    // cannot be entered until 10 o'clock, ends at 6.
    let impatience = "[impatience.walks_away]\nclass = \"daily\"\nlate_by = \"1 h\"\ncancels = true\n";
    let down = "needs = [\"orders\"]\n[disruptions.attack]\nfrom = 2025-01-06T03:00:00\ntakes_down = [\"orders\"]\nuntil = 2025-01-06T10:00:00\n";
    let text = text("level = \"0 pieces\"", &format!("{ALL_OFF_ROAD}\n{down}{impatience}"))
        .replace("[classes.daily]\npriority = 2", "[classes.daily]\npriority = 2\npromise = \"1 h\"");
    let compiled = compiled(&text);
    assert_eq!(run(&compiled.model, 0, Workshop::default()).ends[0], (4, 6));
    observed(&compiled);
}

/// One job of a number of lines a week after the start, at a centre that promises them within 4
/// hours; its customer orders in duplicate an hour later what has not come.
fn duplicate_ordered(lines: u32, centre: &str) -> CompiledModel {
    compiled(&format!(
        "{START}horizon = \"13 days\"\n[parts.part]\ncount = 1\nshare = \"100%\"\n[classes.daily]\npriority = 1\n\
         promise = \"4 h\"\n[classes.stock]\npriority = 2\n[sites.makers]\nkind = \"supplier\"\nlead_time = \"50 days\"\n\
         {centre}\n[demand.ann]\nsite = \"centre\"\nlines = \"{lines} lines/week\"\narrivals = \"even\"\n\
         lines_per_order = \"{lines} lines\"\nclass = \"daily\"\njobs = {{ off_road = \"100%\" }}\n\
         [impatience.twice]\nclass = \"daily\"\nlate_by = \"1 h\"\norders_again = true\nreturns_after = \"1 day\"\n"
    ))
}

/// Hours after the order at which jobs ended.
fn ended(compiled: &CompiledModel) -> Vec<Micros> {
    // Conservation of jobs is checked at every midnight, and fails the run.
    observed(compiled);
    let seen = run(&compiled.model, 0, Workshop::default());
    assert_eq!(seen.waits.len(), 1);
    seen.ends.iter().map(|&(began, end)| end - began).collect()
}

#[test]
fn a_job_ends_with_the_first_of_a_line_and_its_duplicate() {
    // Six hours a line, before stock is taken; of lines that wait, those ordered alone go first.
    let release = "[processes.release]\nrate = \"4 lines/day\"\ndiscipline = \"smallest_order_first\"\n[sites.centre]\n\
        kind = \"centre\"\nstock = \"unlimited\"\noutbound = [\"release\", \"stock\"]";
    // Of one line the original comes first.
    assert_eq!(ended(&duplicate_ordered(1, release)), [6]);
    // Of two the second comes by its duplicate, after that of the first, which is withdrawn in
    // service: 6 + 6 + 6. The original has waited all the time and is withdrawn.
    assert_eq!(ended(&duplicate_ordered(2, release)), [18]);
}

#[test]
fn a_job_does_not_wait_for_a_redundant_pick() {
    // Six hours a line, after stock is taken: nothing can be withdrawn any more. The first line
    // comes at 6. Its duplicate, which no one needs, goes next, until 12; then that of the second
    // line, until 18, and the job ends. The second line itself comes at 24.
    let pack = "[processes.pack]\nrate = \"4 lines/day\"\ndiscipline = \"smallest_order_first\"\n[sites.centre]\n\
        kind = \"centre\"\nstock = \"unlimited\"\noutbound = [\"stock\", \"pack\"]";
    let compiled = duplicate_ordered(2, pack);
    assert_eq!(ended(&compiled), [18]);
    let filled: Vec<Option<Micros>> = HistoryRecorder::of_customers(&compiled.model, 0)
        .iter()
        .map(|history| history.filled.map(|at| at / HOUR - 168))
        .collect();
    assert_eq!(filled, [Some(6), Some(24), None, None], "the second orders are no demand");
    let seen = observed(&compiled);
    assert_eq!(metric(&seen, ids::REDUNDANT_PICKS, "all"), (2.0, "lines"));
    assert_eq!(metric(&seen, ids::VOR_DAYS, "all"), (0.75, "car-days"));
}

#[test]
fn a_job_ends_when_a_line_with_a_duplicate_is_cancelled() {
    // Nothing is there, nor comes. At 5 both lines are ordered in duplicate, and at 10 they are
    // cancelled, the duplicates with them.
    let empty = "[sites.centre]\nkind = \"centre\"\nsupplied_by = [\"makers\"]\nstock = { level = \"0 pieces\" }\n\
        [impatience.walks_away]\nclass = \"daily\"\nlate_by = \"6 h\"\ncancels = true";
    let compiled = duplicate_ordered(2, empty);
    assert_eq!(ended(&compiled), [10]);
    let ends: Vec<Option<Micros>> = HistoryRecorder::of_customers(&compiled.model, 0)
        .iter()
        .map(|history| history.cancelled.map(|at| at / HOUR - 168))
        .collect();
    assert_eq!(ends, [Some(10); 4]);
}

#[test]
fn repair_jobs_read_back_unchanged() {
    let read = |text: &str| read_text("case.toml", text, &[]).unwrap();
    for jobs in [
        "jobs = { off_road = \"30%\" }",
        "jobs = { off_road = \"30%\", courtesy = { share = \"60%\", cars = \"12 each\", cost = \"$45.50/day\" } }\n\
         backorder_class = { off_road = \"vor\", otherwise = \"daily\" }",
        "[demand.workshop.jobs]\noff_road = \"30%\"\ncourtesy = { cars = \"1 each\" }",
    ] {
        let first = read(&text("level = \"2 pieces\"", &format!("class = \"daily\"\n{jobs}")));
        let again = read(&first.resolved);
        assert_eq!(again.scenario, first.scenario);
        assert_eq!(again.resolved, first.resolved);
    }
}
