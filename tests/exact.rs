//! Cases whose answer is known: queues and shelves against theory, outages and restarts against arithmetic.
//!
//! Theory is asserted to lie in the 99.9 % interval of independent replications with a fixed seed: each such
//! assertion would fail by chance for one seed in a thousand, and each interval is narrow enough (2 % either
//! way) that an error of 3 % would be seen. What has no chance in it is asserted to the microsecond.

mod support;

use gplc::engine::Time;
use gplc::model::Model;
use gplc::simulation::line::{Line, LineKind};
use gplc::simulation::observer::{Observer, State};
use support::{AtMidnight, DAY, HOUR, START, agrees, built, run};

// --- Queues -------------------------------------------------------------------------------------------------

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
    built(&text).model
}

/// Hours in the queue of the lines of one class, and lines in the system; the first day is left out.
struct Queue {
    class: u8,
    done: u64,
    lines: u64,
    waited: f64,
    number: u64,
    area: f64,
    since: Time,
}

impl Queue {
    fn step(&mut self, now: Time) {
        if now > DAY {
            self.area += self.number as f64 * (now - self.since.max(DAY)) as f64;
        }
        self.since = now;
    }

    /// Mean wait in hours, and mean number in the system.
    fn means(&self) -> [f64; 2] {
        [self.waited / self.lines as f64 / HOUR as f64, self.area / (self.since - DAY) as f64]
    }

    /// Of so many replications, for the lines of a class.
    fn watch(model: &Model, replications: u32, class: u8) -> Vec<[f64; 2]> {
        let nothing = || Queue { class, done: 0, lines: 0, waited: 0.0, number: 0, area: 0.0, since: 0 };
        (0..replications).map(|replication| run(model, replication, nothing()).means()).collect()
    }
}

impl Observer for Queue {
    fn ordered(&mut self, now: Time, line: &Line) {
        self.step(now);
        self.number += u64::from(line.class == self.class);
    }

    fn worked(&mut self, _: Time, _: u32, _: u32, work: u64) {
        self.done = work;
    }

    fn shipped(&mut self, now: Time, line: &Line) {
        self.step(now);
        if line.class == self.class {
            self.number -= 1;
            if line.ordered >= DAY {
                self.lines += 1;
                self.waited += (now - line.ordered - self.done) as f64;
            }
        }
    }
}

#[test]
fn one_picker_waits_as_queueing_theory_says() {
    // M/M/1, 6 lines an hour at 10 an hour: load 0.6, mean wait 0.6 / (10 − 6) = 0.15 h, 0.6 / 0.4 = 1.5 lines in
    // the system (Kleinrock 1975, Queueing Systems, vol. 1, section 3.2).
    let model =
        queue(22, "6 lines/h", r#"{ daily = "100%" }"#, "servers = 1\ntime = { exponential = \"6 min\" }");
    let seen = Queue::watch(&model, 60, DAILY);
    agrees("wait in M/M/1", seen.iter().map(|means| means[0]), 0.15);
    agrees("number in M/M/1", seen.iter().map(|means| means[1]), 1.5);
}

#[test]
fn constant_work_halves_the_wait() {
    // M/D/1, the same load: 0.15 / 2 = 0.075 h; number = 0.6 + 0.6² / (2 · 0.4) = 1.05 (Pollaczek–Khinchine;
    // Kleinrock 1975, vol. 1, section 5.6).
    let model = queue(22, "6 lines/h", r#"{ daily = "100%" }"#, "rate = \"10 lines/h\"");
    let seen = Queue::watch(&model, 24, DAILY);
    agrees("wait in M/D/1", seen.iter().map(|means| means[0]), 0.075);
    agrees("number in M/D/1", seen.iter().map(|means| means[1]), 1.05);
}

#[test]
fn three_pickers_wait_as_erlang_says() {
    // M/M/3, 6 lines an hour at 10/3 an hour each: offered load a = 1.8, C(3, a) = 0.354 745, mean wait
    // C / (10 − 6) = 0.088 686 h, number = 6 · 0.088 686 + 1.8 = 2.332 075 (Erlang C; Kleinrock 1975, vol. 1,
    // section 3.5: C = t / (1 + a + a²/2 + t) with t = a³/6 · 3 / (3 − a)).
    let model =
        queue(22, "6 lines/h", r#"{ daily = "100%" }"#, "servers = 3\ntime = { exponential = \"18 min\" }");
    let seen = Queue::watch(&model, 150, DAILY);
    agrees("wait in M/M/3", seen.iter().map(|means| means[0]), 0.088686);
    agrees("number in M/M/3", seen.iter().map(|means| means[1]), 2.332117);
}

#[test]
fn urgent_lines_wait_less_as_cobham_says() {
    // M/M/1 with two classes, first come first served inside a class, no pre-emption: 2 urgent and 5 other lines
    // an hour at 10 an hour. Work in hand met: W₀ = 7 · 2 · 0.1² / 2 = 0.07 h; urgent 0.07 / (1 − 0.2) =
    // 0.0875 h, others 0.07 / (0.8 · 0.3) = 0.291 667 h (Cobham, Oper. Res. 2 (1954) 70–76; Kleinrock 1976, vol. 2,
    // section 3.3).
    let classes = r#"{ vor = "28.571428571428571%", daily = "71.428571428571429%" }"#;
    let model = queue(22, "7 lines/h", classes, "servers = 1\ntime = { exponential = \"6 min\" }");
    let wait = |class| Queue::watch(&model, 100, class).into_iter().map(|means| means[0]);
    agrees("wait of urgent lines", wait(VOR), 0.0875);
    agrees("wait of other lines", wait(DAILY), 0.291_667);
}

// --- Shelves ------------------------------------------------------------------------------------------------

/// A centre with ten shelves alike, each asked for a piece at a time, supplied by suppliers.
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
    built(&text).model
}

/// Counts first picks and the pieces that customers wait for; the first two weeks are left out.
#[derive(Default)]
struct Shelves {
    looked: u64,
    given: u64,
    waiting: i64,
    since: Time,
    area: f64,
}

const SETTLED: Time = 2 * support::WEEK;

impl Shelves {
    fn wait(&mut self, now: Time, pieces: i64) {
        if now > SETTLED {
            self.area += self.waiting as f64 * (now - self.since.max(SETTLED)) as f64;
        }
        self.since = now;
        self.waiting += pieces;
    }

    fn fill_rate(&self) -> f64 {
        self.given as f64 / self.looked as f64
    }

    fn mean_backorders(mut self, end: Time) -> f64 {
        self.wait(end, 0);
        self.area / (end - SETTLED) as f64
    }
}

impl Observer for Shelves {
    fn first_pick(&mut self, now: Time, line: &Line, given: u32) {
        if now > SETTLED {
            self.looked += u64::from(line.pieces);
            self.given += u64::from(given);
        }
        self.wait(now, i64::from(line.pieces - given));
    }

    fn filled(&mut self, now: Time, line: &Line) {
        if line.kind == LineKind::Customer && line.ordered < now {
            self.wait(now, -i64::from(line.pieces));
        }
    }
}

#[test]
fn a_base_stock_shelf_gives_what_palms_theorem_says_whatever_the_lead_time() {
    // One-for-one ordering: the number on order is Poisson with mean λL, whatever the distribution of independent
    // lead times with mean L (Palm's theorem; Sherbrooke 2004, ch. 2). A shelf has λ = 1 piece a day and L = 2 days,
    // so mean 2. With S = 2: fill rate P(X ≤ 1) = 3 e⁻² = 0.406 006, mean backorders E(X − 2)⁺ = 4 e⁻² = 0.541 341 a
    // shelf.
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
        let backorders = seen.into_iter().map(|shelves| shelves.mean_backorders(model.times.end) / 10.0);
        agrees(&format!("backorders, lead time {lead_time}"), backorders, 0.541_341);
    }
}

#[test]
fn a_shelf_reviewed_daily_covers_a_day_more_than_its_lead_time() {
    // Order up to S = 12 at every midnight, lead time L = 2 days, so what arrives at a midnight was ordered before
    // the demand of the two days since; a shelf has 4 pieces a day. Just before a midnight three days of demand D,
    // Poisson with mean 12, have come since the order that arrived last: on hand E(12 − D)⁺ = 1.372 415. Given at
    // once of the pieces of a day: 1 − (E(D₃ − 12)⁺ − E(D₂ − 12)⁺) / 4 = 0.689 353 (Silver, Pyke & Thomas 2017,
    // section 6.10; the shortage is that after three days less that left from before).
    let stock = "{ level = \"12 pieces\", review = { every = \"1 day\", at = \"00:00\" } }";
    let model = shelves(stock, "\"2 days\"", "40 lines/day");
    let on_hand = |now: Time, state: &State<'_>| {
        if now <= SETTLED {
            f64::NAN
        } else {
            state.shelves.iter().map(|shelf| f64::from(shelf.on_hand)).sum()
        }
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
