//! Exact cases: queues and shelves against theory, outages and restarts against arithmetic.
//!
//! Theory is asserted to lie in the 99.9 % interval of independent replications with a fixed seed:
//! each such assertion would fail by chance for one seed in a thousand, and each interval is narrow
//! enough (2 % either way) that an error of 3 % would be seen. What has no chance in it is asserted
//! to the microsecond.

use crate::support::{
    AtMidnight, DAY, HOUR, HistoryRecorder, LineHistory, MINUTE, Micros, START, agrees, compiled, run,
};
use gplc::model::Model;
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::line::{Line, LineKind};
use gplc::simulation::view::View;
use gplc::units::{Instant, SiteGroupId, StationId, Work};

// --- Queues
// -------------------------------------------------------------------------------------------------

/// The order classes of [`queue`], as they are numbered.
const VOR: u8 = 0;
const DAILY: u8 = 1;

/// A centre with everything on hand, one process, and lines that come at random.
fn queue(weeks: u32, lines: &str, classes: &str, process: &str) -> Model {
    let text = format!(
        r#"{START}
horizon = "{weeks} weeks"
[parts.part]
count = 1
share = "100%"
[classes.vor]
priority = 1
[classes.daily]
priority = 2
[processes.pick]
{process}
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[demand.customers]
site = "centre"
lines = "{lines}"
classes = {classes}
"#
    );
    compiled(&text).model
}

/// Hours in the queue of the lines of one class, and lines in the system; the first day is left
/// out.
struct Queue {
    class: u8,
    done: u64,
    lines: u64,
    waited: f64,
    number: u64,
    area: f64,
    since: Micros,
}

impl Queue {
    fn step(&mut self, now: Micros) {
        if now > DAY {
            self.area += self.number as f64 * (now - self.since.max(DAY)) as f64;
        }
        self.since = now;
    }

    /// Mean wait in hours, and mean number in the system.
    fn means(&self) -> [f64; 2] {
        [self.waited / self.lines as f64 / HOUR as f64, self.area / (self.since - DAY) as f64]
    }

    /// Over a number of replications, for the lines of a class.
    fn watch(model: &Model, replications: u32, class: u8) -> Vec<[f64; 2]> {
        let nothing = || Queue { class, done: 0, lines: 0, waited: 0.0, number: 0, area: 0.0, since: 0 };
        (0..replications).map(|replication| run(model, replication, nothing()).means()).collect()
    }
}

impl Observer for Queue {
    fn ordered(&mut self, now: Instant, line: &Line) {
        let now = now.as_micros();
        self.step(now);
        self.number += u64::from(line.class == self.class);
    }

    fn worked(&mut self, _: Instant, _: StationId, _: u32, work: Work) {
        self.done = work.as_micros();
    }

    fn shipped(&mut self, now: Instant, line: &Line) {
        let now = now.as_micros();
        self.step(now);
        if line.class == self.class {
            self.number -= 1;
            if line.ordered >= Instant::from_micros(DAY) {
                self.lines += 1;
                self.waited += (now - line.ordered.as_micros() - self.done) as f64;
            }
        }
    }
}

#[test]
fn one_picker_waits_as_queueing_theory_says() {
    // M/M/1, 6 lines an hour at 10 an hour: utilisation 0.6, mean wait 0.6 / (10 − 6) = 0.15 h, 0.6
    // / 0.4 = 1.5 lines in the system (Kleinrock 1975, Queueing Systems, vol. 1, section 3.2).
    let model =
        queue(22, "6 lines/h", r#"{ daily = "100%" }"#, "servers = 1\ntime = { exponential = \"6 min\" }");
    let seen = Queue::watch(&model, 60, DAILY);
    agrees("wait in M/M/1", seen.iter().map(|means| means[0]), 0.15);
    agrees("number in M/M/1", seen.iter().map(|means| means[1]), 1.5);
}

#[test]
fn constant_work_halves_the_wait() {
    // M/D/1, the same load: 0.15 / 2 = 0.075 h; number = 0.6 + 0.6² / (2 · 0.4) = 1.05
    // (Pollaczek–Khinchine; Kleinrock 1975, vol. 1, section 5.6).
    let model = queue(22, "6 lines/h", r#"{ daily = "100%" }"#, "rate = \"10 lines/h\"");
    let seen = Queue::watch(&model, 24, DAILY);
    agrees("wait in M/D/1", seen.iter().map(|means| means[0]), 0.075);
    agrees("number in M/D/1", seen.iter().map(|means| means[1]), 1.05);
}

#[test]
fn three_pickers_wait_as_erlang_says() {
    // M/M/3, 6 lines an hour at 10/3 an hour each: offered load a = 1.8, C(3, a) = 0.354 745, mean
    // wait C / (10 − 6) = 0.088 686 h, number = 6 · 0.088 686 + 1.8 = 2.332 117 (Erlang C;
    // Kleinrock 1975, vol. 1, section 3.5: C = t / (1 + a + a²/2 + t) with t = a³/6 · 3 / (3 − a)).
    let model =
        queue(22, "6 lines/h", r#"{ daily = "100%" }"#, "servers = 3\ntime = { exponential = \"18 min\" }");
    let seen = Queue::watch(&model, 150, DAILY);
    agrees("wait in M/M/3", seen.iter().map(|means| means[0]), 0.088_686);
    agrees("number in M/M/3", seen.iter().map(|means| means[1]), 2.332_117);
}

#[test]
fn urgent_lines_wait_less_as_cobham_says() {
    // M/M/1 with two classes, first come first served inside a class, no preemption: 2 urgent and 5
    // other lines an hour at 10 an hour. Work in service met: W₀ = 7 · 2 · 0.1² / 2 = 0.07 h;
    // urgent 0.07 / (1 − 0.2) = 0.0875 h, others 0.07 / (0.8 · 0.3) = 0.291 667 h (Cobham, Oper.
    // Res. 2 (1954) 70–76; Kleinrock 1976, vol. 2, section 3.3).
    let classes = r#"{ vor = "28.571428571428571%", daily = "71.428571428571429%" }"#;
    let model = queue(22, "7 lines/h", classes, "servers = 1\ntime = { exponential = \"6 min\" }");
    let wait = |class| Queue::watch(&model, 100, class).into_iter().map(|means| means[0]);
    agrees("wait of urgent lines", wait(VOR), 0.0875);
    agrees("wait of other lines", wait(DAILY), 0.291_667);
}

// --- Shelves
// ------------------------------------------------------------------------------------------------

/// A centre with ten shelves alike, each with demand for one piece at a time, supplied by
/// suppliers.
fn shelves(stock: &str, lead_time: &str, lines: &str) -> Model {
    let text = format!(
        r#"{START}
horizon = "150 weeks"
[parts.part]
count = 10
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.suppliers]
kind = "supplier"
lead_time = {lead_time}
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = {stock}
[demand.customers]
site = "centre"
lines = "{lines}"
class = "daily"
"#
    );
    compiled(&text).model
}

/// Counts first picks and the pieces that customers wait for; the first two weeks are left out.
#[derive(Default)]
struct Shelves {
    looked: u64,
    given: u64,
    waiting: i64,
    since: Micros,
    area: f64,
}

const SETTLED: Micros = 2 * crate::support::WEEK;

impl Shelves {
    fn wait(&mut self, now: Micros, pieces: i64) {
        if now > SETTLED {
            self.area += self.waiting as f64 * (now - self.since.max(SETTLED)) as f64;
        }
        self.since = now;
        self.waiting += pieces;
    }

    fn fill_rate(&self) -> f64 {
        self.given as f64 / self.looked as f64
    }

    fn mean_backorders(mut self, end: Micros) -> f64 {
        self.wait(end, 0);
        self.area / (end - SETTLED) as f64
    }
}

impl Observer for Shelves {
    fn first_pick(&mut self, now: Instant, line: &Line, given: u32) {
        let now = now.as_micros();
        if now > SETTLED {
            self.looked += u64::from(line.pieces);
            self.given += u64::from(given);
        }
        self.wait(now, i64::from(line.pieces - given));
    }

    fn filled(&mut self, now: Instant, line: &Line) {
        let now = now.as_micros();
        if line.kind() == LineKind::Customer && line.ordered < Instant::from_micros(now) {
            self.wait(now, -i64::from(line.pieces));
        }
    }
}

#[test]
fn a_base_stock_shelf_gives_what_palms_theorem_says_whatever_the_lead_time() {
    // One-for-one ordering: the number on order is Poisson with mean λL, whatever the distribution
    // of independent lead times with mean L (Palm's theorem; Sherbrooke 2004, ch. 2). A shelf has λ
    // = 1 piece a day and L = 2 days, so mean 2. With S = 2: fill rate P(X ≤ 1) = 3 e⁻² = 0.406
    // 006, mean backorders E(X − 2)⁺ = 4 e⁻² = 0.541 341 a shelf.
    let lead_times = [
        ("\"2 days\"", 24),
        ("{ exponential = \"2 days\" }", 44),
        ("{ gamma = { mean = \"2 days\", cv = 0.5 } }", 28),
    ];
    for (lead_time, replications) in lead_times {
        let model = shelves("{ level = \"2 pieces\" }", lead_time, "10 lines/day");
        let seen: Vec<Shelves> =
            (0..replications).map(|replication| run(&model, replication, Shelves::default())).collect();
        agrees(&format!("fill rate, lead time {lead_time}"), seen.iter().map(Shelves::fill_rate), 0.406_006);
        let backorders =
            seen.into_iter().map(|shelves| shelves.mean_backorders(model.times.end.as_micros()) / 10.0);
        agrees(&format!("backorders, lead time {lead_time}"), backorders, 0.541_341);
    }
}

#[test]
fn a_shelf_reviewed_daily_covers_a_day_more_than_its_lead_time() {
    // Order up to S = 12 at every midnight, lead time L = 2 days, so what arrives at a midnight was
    // ordered before the demand of the two days since; a shelf has 4 pieces a day. Just before a
    // midnight three days of demand D, Poisson with mean 12, have come since the order that arrived
    // last: on hand E(12 − D)⁺ = 1.372 415. Filled immediately of the pieces of a day: 1 − (E(D₃ −
    // 12)⁺ − E(D₂ − 12)⁺) / 4 = 0.689 353 (Silver, Pyke & Thomas 2017, section 6.10; the shortage
    // is that after three days less that left from before).
    let stock = "{ level = \"12 pieces\", review = { every = \"1 day\", at = \"00:00\" } }";
    let model = shelves(stock, "\"2 days\"", "40 lines/day");
    let on_hand = |now: Micros, view: &View<'_>| {
        if now <= SETTLED { f64::NAN } else { view.all_shelves().map(|shelf| f64::from(shelf.on_hand)).sum() }
    };
    let seen: Vec<_> = (0..14)
        .map(|replication| run(&model, replication, (AtMidnight::new(on_hand), Shelves::default())))
        .collect();
    let mean = |midnights: &[f64]| {
        let counted: Vec<f64> = midnights.iter().copied().filter(|value| !value.is_nan()).collect();
        counted.iter().sum::<f64>() / counted.len() as f64 / 10.0
    };
    agrees("on hand at midnight", seen.iter().map(|(midnights, _)| mean(&midnights.values)), 1.372_415);
    agrees("fill rate with daily review", seen.iter().map(|(_, shelves)| shelves.fill_rate()), 0.689_353);
}

// --- Outages and restarts
// -----------------------------------------------------------------------------------

const SECOND: Micros = 1_000_000;

/// A centre with everything on hand, a picker that needs a system that needs another, and a line
/// every so often from midnight on; `rest` says what goes down and how it returns.
fn outage(lines: &str, process: &str, rest: &str) -> Vec<LineHistory> {
    let text = format!(
        r#"{START}
horizon = "3 days"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[systems.identity]
[systems.wms]
needs = ["identity"]
[processes.pick]
{process}
needs = ["wms"]
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[demand.customers]
site = "centre"
lines = "{lines}"
class = "daily"
arrivals = "even"
{rest}
"#
    );
    HistoryRecorder::of_customers(&compiled(&text).model, 0)
}

/// Instants at which lines were ordered and shipped.
fn shipped(histories: &[LineHistory]) -> Vec<Micros> {
    histories.iter().filter_map(|history| history.shipped).collect()
}

#[test]
fn even_arrivals_are_exact_to_the_microsecond() {
    let histories = outage("60 lines/h", "rate = \"75 lines/h\"", "");
    for (minute, history) in (1..).zip(&histories) {
        assert_eq!(history.ordered, minute * MINUTE);
        assert_eq!(history.shipped, Some(minute * MINUTE + 48 * SECOND).filter(|&at| at < 3 * DAY));
    }
    assert_eq!(histories.len(), 3 * 24 * 60 - 1);
}

#[test]
fn a_backlog_grows_through_an_outage_and_clears_as_arithmetic_says() {
    // A line a minute, 48 s each, stopped from 10:00 to 14:00: 240 lines wait, and one comes at
    // 14:00. Line k from 10:00 on is done at 14:00 + 48 s · (k + 1), and finds the picker free once
    // 0.2 (k + 1) min ≥ 240 min: line 1,199 is done at 6:00 of the next day, when the next one
    // comes.
    let model_text = "[disruptions.attack]\nfrom = 2025-01-06T10:00:00\ntakes_down = [\"identity\"]\nuntil = 2025-01-06T14:00:00";
    let histories = outage("60 lines/h", "rate = \"75 lines/h\"", model_text);
    for (k, history) in (0..).zip(histories.iter().filter(|history| history.ordered >= 10 * HOUR)).take(2_000)
    {
        let done = if k < 1_200 { 14 * HOUR + 48 * SECOND * (k + 1) } else { history.ordered + 48 * SECOND };
        assert_eq!(history.shipped, Some(done), "line {k}");
    }
    let open =
        |at: Micros| histories.iter().filter(|line| line.ordered <= at && line.shipped > Some(at)).count();
    let peak = (0..48 * 60).map(|minute| (open(minute * MINUTE), std::cmp::Reverse(minute))).max().unwrap();
    assert_eq!(peak, (241, std::cmp::Reverse(14 * 60)));
    assert_eq!(open(30 * HOUR - 1), 1);
}

#[test]
fn overtime_clears_the_backlog_sooner_by_its_level() {
    // The same outage, brought back by a phase, and 125 % for ten hours after it: 48 s / 1.25 =
    // 38.4 s each. The picker is free once 60 s · (k + 1) ≥ 14,400 s + 38.4 s · (k + 1): from line
    // 666 on, 7 h later.
    let plan = "[disruptions.attack]\nfrom = 2025-01-06T10:00:00\ntakes_down = [\"wms\"]\n\
        [restart.back]\nfrom = 2025-01-06T14:00:00\nbrings_back = [\"wms\"]\n\
        [restart.overtime]\nafter = [\"back\"]\nboost = { pick = \"125%\" }\nfor = \"10 h\"\n";
    let histories = outage("60 lines/h", "rate = \"75 lines/h\"", plan);
    for (k, history) in (0..).zip(histories.iter().filter(|history| history.ordered >= 10 * HOUR)).take(1_500)
    {
        let work = if history.ordered < DAY { 38_400_000 } else { 48 * SECOND };
        let done = if k < 667 { 14 * HOUR + 38_400_000 * (k + 1) } else { history.ordered + work };
        assert_eq!(history.shipped, Some(done), "line {k}");
    }
}

#[test]
fn a_ramp_rises_hourly_with_its_mean() {
    // From 50 % to 100 % in 4 h: steps of 56.25, 68.75, 81.25 and 93.75 %, which do 2,025, 2,475,
    // 2,925 and 3,375 s of work: 10,800 s in all, 225 lines of 48 s, as the straight line does.
    let plan = "[disruptions.attack]\nfrom = 2025-01-06T10:00:00\ntakes_down = [\"wms\"]\n\
        [restart.back]\nfrom = 2025-01-06T14:00:00\nbrings_back = [\"wms\"]\nramp = { from = \"50%\", over = \"4 h\" }\n";
    let histories = outage("60 lines/h", "rate = \"75 lines/h\"", plan);
    let steps: [(Micros, u64, Micros); 5] =
        [(14, 5_625, 0), (15, 6_875, 2_025), (16, 8_125, 4_500), (17, 9_375, 7_425), (18, 10_000, 10_800)];
    let waited = histories.iter().filter(|history| history.ordered >= 10 * HOUR);
    for (k, history) in (0..).zip(waited).take(600) {
        let work = 48 * (k + 1);
        let &(hour, level, before) = steps.iter().rfind(|step| step.2 < work).unwrap();
        let since = ((work - before) * SECOND * 10_000).div_ceil(level);
        // Each line ends at a whole microsecond, rounded up, and the next begins there.
        let late = history.shipped.unwrap() - (hour * HOUR + since);
        assert!(late <= k, "line {k} is {late} µs late");
    }
}

#[test]
fn several_pickers_keep_their_work_through_a_stop_and_a_ramp() {
    // Two pickers, an hour a line, a line every ten minutes; stopped from 0:40 to 1:40, then a ramp
    // from 50 % in 2 h: 62.5 % until 2:40, 87.5 % until 3:40.
    //   line 1 from 0:10: 30 min are left, 48 min at 62.5 %: 2:28.
    //   line 2 from 0:20: 40 min are left, 37.5 of them until 2:40, 2.5 min at 87.5 % take 171.428
    //   571 4… s: rounded
    //     up, 2:42:51.428572.
    //   line 3 from 2:28: 7.5 min until 2:40, 52.5 min at 87.5 % are 60 min: 3:40.
    //   line 4 from 2:42:51.428572: 2,999.999 999 5 s until 3:40, so 600.000 000 5 s more:
    //   3:50:00.000001.
    let plan = "[disruptions.attack]\nfrom = 2025-01-06T00:40:00\ntakes_down = [\"identity\"]\n\
        [restart.back]\nfrom = 2025-01-06T01:40:00\nbrings_back = [\"identity\"]\nramp = { from = \"50%\", over = \"2 h\" }\n";
    let histories = outage("6 lines/h", "servers = 2\ntime = \"1 h\"", plan);
    let done: Vec<Micros> = histories.iter().take(4).map(|history| history.shipped.unwrap()).collect();
    let at = |hour: Micros, minute: Micros| hour * HOUR + minute * MINUTE;
    assert_eq!(done, [at(2, 28), at(2, 42) + 51_428_572, at(3, 40), at(3, 50) + 1]);
}

#[test]
fn capacity_factors_multiply_until_a_phase_or_their_own_end_removes_them() {
    // A line at each full hour, an hour of work each, so line n begins when line n − 1 is done.
    let down = |name: &str, from: &str, more: &str| {
        format!("[disruptions.{name}]\nfrom = 2025-01-06T{from}:00\ntakes_down = [\"wms\"]\n{more}\n")
    };
    let first = |rest: &str| shipped(&outage("1 lines/h", "rate = \"1 lines/h\"", rest))[0] - HOUR;
    let minutes = |minutes: Micros| minutes * MINUTE;
    // 40 % from 1:00 on: an hour of work takes 150 min.
    assert_eq!(first(&down("a", "01:00", "to = \"40%\"")), minutes(150));
    // 40 % until 2:00, then normal: 60 + 36 min.
    assert_eq!(first(&down("a", "01:00", "to = \"40%\"\nuntil = 2025-01-06T02:00:00")), minutes(96));
    // Two of 50 %: 25 %, 240 min.
    let two = down("a", "01:00", "to = \"50%\"") + &down("b", "01:00", "to = \"50%\"");
    assert_eq!(first(&two), minutes(240));
    // One of them ends at 3:00: 30 min of work done, 30 min at 50 %: 120 + 60 min.
    let one_ends =
        down("a", "01:00", "to = \"50%\"\nuntil = 2025-01-06T03:00:00") + &down("b", "01:00", "to = \"50%\"");
    assert_eq!(first(&one_ends), minutes(180));
    // A phase at 2:00 ends the one without an end of its own: 15 min done, 30 more by 3:00, and the
    // last 15 at full capacity.
    let back = "[restart.back]\nfrom = 2025-01-06T02:00:00\nbrings_back = [\"wms\"]\n";
    assert_eq!(first(&(one_ends.clone() + back)), minutes(135));
    // If neither has an end of its own it ends both: 15 min done, 45 left.
    let one_ends = two;
    assert_eq!(first(&(one_ends.clone() + back)), minutes(105));
    // It brings back to 60 % only: 45 min of work take 75 min.
    assert_eq!(first(&format!("{one_ends}{back}to = \"60%\"\n")), minutes(135));
    // What goes down after the phase is down: at 2:20, with 35 min done, to 50 %: 25 min take 50.
    let again = down("c", "02:20", "to = \"50%\"");
    assert_eq!(first(&format!("{one_ends}{back}{again}")), minutes(130));
    // A later phase wins: 60 % from 2:00, 100 % from 2:25 (15 min done, 30 left).
    let later = "[restart.later]\nfrom = 2025-01-06T02:25:00\nbrings_back = [\"wms\"]\n";
    assert_eq!(first(&format!("{one_ends}{back}to = \"60%\"\n{later}")), minutes(115));
    // A boost of 150 % after the ramp of another (1 h from 50 %: one step of 75 %): 2:00 with 15
    // min done, 3:00 with all done; with a stop instead of 25 %: nothing done by 2:00, 45 by 3:00,
    // 15 at 150 % are 10 min.
    let stop = down("a", "01:00", "");
    let ramp = format!("{back}ramp = {{ from = \"50%\", over = \"1 h\" }}\n");
    let boost = "[restart.boost]\nafter = [\"back\"]\nboost = { pick = \"150%\" }\nfor = \"5 h\"\n";
    assert_eq!(first(&format!("{one_ends}{ramp}")), minutes(120));
    assert_eq!(first(&format!("{stop}{ramp}{boost}")), minutes(130));
    // After its start only: 75 % · 150 % = 112.5 % from 2:00 on: 60 min take 53 min 20 s.
    let at_start = boost.replace("after =", "after_start_of =");
    assert_eq!(first(&format!("{stop}{ramp}{at_start}")), HOUR + 53 * MINUTE + 20 * SECOND);
    // A boost that ends before the work does: 112.5 % for 32 min (36 min of work), then 75 % for 28
    // min (21 min), then 100 % for the last 3 min.
    assert_eq!(first(&format!("{stop}{ramp}{}", at_start.replace("5 h", "32 min"))), minutes(60 + 63));
}

// --- Stock, lanes and orders
// --------------------------------------------------------------------------------

/// A depot with lines from its own customers at each full hour from 1:00 on, supplied by a centre
/// that has everything, 10 h away; `depot` are keys of the depot, `lane` of the lane, `demand` of
/// the demand, `rest` whole tables.
fn depot_text(depot: &str, lane: &str, demand: &str, rest: &str) -> String {
    format!(
        r#"{START}
horizon = "6 days"
[parts.part]
count = 1
share = "100%"
pieces = "3 pieces"
[classes.vor]
priority = 1
[classes.daily]
priority = 2
[classes.stock]
priority = 3
[systems.orders]
[sites.centre]
kind = "centre"
stock = "unlimited"
[sites.depot]
kind = "pdc"
supplied_by = ["centre"]
{depot}
[lanes.to_depot]
from = "centre"
to = "depot"
transit = "10 h"
{lane}
[demand.customers]
site = "depot"
lines = "1 lines/h"
arrivals = "even"
class = "daily"
{demand}
{rest}
"#
    )
}

fn depot(depot: &str, lane: &str, demand: &str, rest: &str) -> Model {
    compiled(&depot_text(depot, lane, demand, rest)).model
}

fn filled(model: &Model, lines: usize) -> Vec<Option<Micros>> {
    HistoryRecorder::of_customers(model, 0)
        .iter()
        .take(lines)
        .map(|history| history.filled.map(|at| at / MINUTE))
        .collect()
}

#[test]
fn a_short_line_is_split_unless_lines_ship_complete() {
    // 7 pieces, 3 a line: the third line at 3:00 gets 1 immediately, and the 2 that are missing
    // with what was ordered at 1:00 and arrives at 11:00. Whole, it gets nothing until then; what
    // is on the shelf stays there.
    let parts = depot("stock = { level = \"7 pieces\" }", "", "", "");
    assert_eq!(filled(&parts, 3), [60, 120, 660].map(Some));
    let whole = depot("stock = { level = \"7 pieces\", supply = \"whole\" }", "", "", "");
    assert_eq!(filled(&whole, 3), [60, 120, 660].map(Some));
    let on_hand = |model: &Model| {
        let look = |_: Micros, view: &View<'_>| f64::from(view.all_shelves().next().unwrap().on_hand);
        run(model, 0, (AtMidnight::new(look), Picks::default()))
    };
    assert_eq!(on_hand(&parts).1.given[..4], [3, 3, 1, 0]);
    assert_eq!(on_hand(&whole).1.given[..4], [3, 3, 0, 0]);
}

/// Pieces given at the first pick.
#[derive(Default)]
struct Picks {
    given: Vec<u32>,
}

impl Observer for Picks {
    fn first_pick(&mut self, _: Instant, line: &Line, given: u32) {
        if line.kind() == LineKind::Customer {
            self.given.push(given);
        }
    }
}

#[test]
fn goods_ready_a_microsecond_after_the_cut_off_miss_the_departure() {
    // Nothing held: the order of 3:00 is given by the centre immediately and is ready in time for
    // the lorry of 5:00 with a cut-off of 2 h, that of 4:00 is not; the lorry arrives 10 h later.
    let departs = "departs = [\"mon 05:00\", \"tue 05:00\"]\ncut_off = \"2 h\"";
    let model = depot("", departs, "", "");
    assert_eq!(filled(&model, 4), [15 * 60, 15 * 60, 15 * 60, 39 * 60].map(Some));
    // With a microsecond to pick, that of 3:00 is ready a microsecond too late.
    let picks = "[processes.pick]\nservers = 1\ntime = \"1 us\"\n";
    let picked = "stock = \"unlimited\"\noutbound = [\"pick\"]";
    let text = depot_text("", departs, "", picks).replace("stock = \"unlimited\"", picked);
    assert_eq!(filled(&compiled(&text).model, 3), [15 * 60, 15 * 60, 39 * 60].map(Some));
}

#[test]
fn a_lane_that_is_down_keeps_its_goods_until_it_departs_again() {
    let down = "[disruptions.ice]\nfrom = 2025-01-06T01:30:00\ntakes_down = [\"to_depot\"]\nuntil = 2025-01-06T06:10:00\n";
    // Immediately again when it is back: 6:10 + 10 h; with a timetable, at the next departure.
    assert_eq!(filled(&depot("", "", "", down), 3), [660, 970, 970].map(Some));
    let timetable = "departs = [\"mon 01:00\", \"mon 05:00\", \"mon 09:00\"]";
    assert_eq!(filled(&depot("", timetable, "", down), 3), [660, 19 * 60, 19 * 60].map(Some));
}

#[test]
fn held_orders_and_reviews_are_entered_when_the_system_is_restored() {
    let down = "[disruptions.attack]\nfrom = 2025-01-06T01:30:00\ntakes_down = [\"orders\"]\nuntil = 2025-01-06T06:10:00\n";
    // Customers' orders of 2:00 to 6:00 are entered at 6:10, and count from when they were made.
    let held = HistoryRecorder::of_customers(
        &depot("stock = { level = \"900 pieces\" }", "", "needs = [\"orders\"]", down),
        0,
    );
    let seen: Vec<_> = held
        .iter()
        .take(7)
        .map(|history| (history.ordered / MINUTE, history.filled.unwrap() / MINUTE))
        .collect();
    assert_eq!(seen, [(60, 60), (120, 370), (180, 370), (240, 370), (300, 370), (360, 370), (420, 420)]);
    // The depot orders at 1:00, and again at 6:10 for all that was requested since, as one line;
    // then at each demand.
    let stock = "stock = { level = \"900 pieces\", review = { every = \"1 h\", at = \"00:30\" }, needs = [\"orders\"] }";
    let orders = |model: &Model| -> Vec<(Micros, u32)> {
        let histories = HistoryRecorder::of(model, 0);
        let own = histories.iter().filter(|history| history.replenishment);
        own.take(3).map(|history| (history.ordered / MINUTE, history.pieces)).collect()
    };
    // Reviewed at half past: 1:30 finds the system down (changes of capacity come first).
    assert_eq!(orders(&depot(stock, "", "", down)), [(370, 18), (450, 3), (510, 3)]);
}

#[test]
fn scarce_stock_is_allocated_by_class_and_then_fcfs() {
    // A shelf that is empty until 10 h after the first demand: urgent and other lines wait. Each
    // arrival of 3 pieces serves the urgent lines first, in their order.
    let classes = "classes = { vor = \"30%\", daily = \"70%\" }";
    let text = depot_text("stock = { level = \"0 pieces\" }", "", "", "");
    let urgent_and_other =
        HistoryRecorder::of_customers(&compiled(&text.replace("class = \"daily\"", classes)).model, 0);
    assert!(urgent_and_other.iter().any(|history| history.class == 0));
    let mut waiting: Vec<&LineHistory> = Vec::new();
    let mut expected = Vec::new();
    for hour in 1..48_usize {
        waiting.push(&urgent_and_other[hour - 1]);
        if hour > 10 {
            // What the order of ten hours ago brings goes out before the new demand of this hour.
            let new = waiting.pop().expect("one came");
            waiting.sort_by_key(|history| (history.class, history.ordered));
            expected.push((waiting.remove(0).ordinal, hour as Micros * HOUR));
            waiting.push(new);
        }
    }
    for (ordinal, filled) in expected {
        assert_eq!(urgent_and_other[ordinal as usize].filled, Some(filled), "line {ordinal}");
    }
}

#[test]
fn a_short_line_is_referred_complete_to_the_next_source() {
    // Shops order from the depot and then from the centre; the depot has 7 pieces, and each order
    // takes 3. Its third line is passed on whole and comes from the centre straight, 1 h away.
    let shops = "[sites.shops]\nkind = \"retailer\"\nsupplied_by = [\"depot\", \"centre\"]\n\
        [lanes.straight]\nfrom = \"centre\"\nto = \"shops\"\ntransit = \"1 h\"\n";
    let text = depot_text("stock = { level = \"7 pieces\" }", "", "", shops);
    let model = compiled(&text.replace("site = \"depot\"", "site = \"shops\"")).model;
    let histories = HistoryRecorder::of_customers(&model, 0);
    let seen: Vec<Micros> = histories.iter().take(4).map(|history| history.time_to_fill() / MINUTE).collect();
    assert_eq!(seen, [0, 0, 60, 60]);
}

#[test]
fn a_part_not_stocked_comes_from_the_next_source() {
    // The depot holds `fast` alone: `part` is passed on to the centre, 10 h away.
    let text = depot_text("stock = { level = \"900 pieces\", segments = [\"fast\"] }", "", "", "");
    let text =
        text.replace("share = \"100%\"", "share = \"50%\"") + "[parts.fast]\ncount = 1\nshare = \"50%\"\n";
    let model = compiled(&text).model;
    let histories = HistoryRecorder::of_customers(&model, 0);
    let mut times: Vec<(u32, Micros)> =
        histories.iter().take(100).map(|history| (history.part, history.time_to_fill() / HOUR)).collect();
    times.sort_unstable();
    times.dedup();
    // Parts are numbered by the names of their segments: `fast` is 0.
    assert_eq!(times, [(0, 0), (1, 10)]);
}

#[test]
fn work_is_per_line_per_piece_or_per_delivery() {
    // What is ordered from 1:00 to 5:00 leaves at 5:00 as one delivery of five lines, and arrives
    // at 15:00.
    let unloaded = |process: &str| {
        let inbound = "inbound = [\"unload\"]";
        let process = format!("[processes.unload]\nservers = 1\ntime = \"20 min\"\n{process}");
        filled(&depot(inbound, "departs = \"mon 05:00\"", "", &process), 5)
    };
    let after = |minutes: [Micros; 5]| minutes.map(|minutes| Some(15 * 60 + minutes));
    assert_eq!(unloaded("per = \"delivery\""), after([20, 20, 20, 20, 20]));
    assert_eq!(unloaded("per = \"line\""), after([20, 40, 60, 80, 100]));
    // Three pieces a line.
    assert_eq!(unloaded("per = \"piece\""), after([60, 120, 180, 240, 300]));
}

#[test]
fn a_network_ships_what_it_receives() {
    // One for one through two echelons: each piece that a customer requests of the depot is
    // requested of the centre and of its supplier at the same instant.
    let text = depot_text("stock = { level = \"40 pieces\" }", "", "", "");
    let text = text
        .replace(
            "kind = \"centre\"\nstock = \"unlimited\"",
            "kind = \"centre\"\nsupplied_by = [\"makers\"]\nstock = { level = \"30 pieces\" }",
        )
        .replace("arrivals = \"even\"", "")
        + "[sites.makers]\nkind = \"supplier\"\nlead_time = { exponential = \"1 day\" }\n";
    let compiled = compiled(&text);
    let histories = HistoryRecorder::of(&compiled.model, 0);
    let requested = |replenishment: bool, destination: &str| -> Vec<(Micros, u32)> {
        let table = compiled.labels.site_groups.iter().position(|name| name == destination).unwrap();
        let site = compiled.model.site_groups[SiteGroupId::from_index(table)].first;
        let those = histories
            .iter()
            .filter(|history| history.replenishment == replenishment && history.destination == site);
        those.map(|history| (history.ordered, history.pieces)).collect()
    };
    let customers = requested(false, "depot");
    assert!(customers.len() > 100);
    assert_eq!(requested(true, "depot"), customers);
    assert_eq!(requested(true, "centre"), customers);
}
