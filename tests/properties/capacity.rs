//! Capacity: more of it never makes an FCFS queue slower on the same random numbers, in normal
//! operation or an outage.
//!
//! In the time that its work clock shows, the queue is a first come, first served one with a number
//! of servers alike, and each line begins no later, and the k-th departure is no later, with a
//! server more or with less work a line (J. Kiefer & J. Wolfowitz, "On the theory of queues with
//! many servers", Trans. AMS 78 (1955) 1–18). So fewer are there at any time. Ends may change their
//! order, so departures are compared by their rank.

use crate::config;
use crate::support::symbols::value_of;
use crate::support::{DAY, HOUR, Micros, compiled, observed_with};
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::consignment::WorkItem;
use gplc::simulation::orders::line::Line;
use gplc::units::{Instant, StationId, StreamId, Work};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What befalls the lines of the only process.
#[derive(Default)]
struct Queue {
    /// Numbers of the lines that are there.
    there: BTreeMap<WorkItem, (StreamId, u64)>,
    came: Vec<Micros>,
    begins: BTreeMap<(StreamId, u64), Micros>,
    departures: Vec<Micros>,
}

impl Observer for Queue {
    fn joins(&mut self, now: Instant, _: StationId, goods: WorkItem, line: &Line) {
        let now = now.as_micros();
        self.there.insert(goods, (line.stream(), line.ordinal));
        self.came.push(now);
    }

    fn work_begins(&mut self, now: Instant, _: StationId, goods: WorkItem, _: Work) {
        let now = now.as_micros();
        self.begins.insert(self.there[&goods], now);
    }

    fn work_ends(&mut self, now: Instant, _: StationId, goods: WorkItem) {
        let now = now.as_micros();
        self.there.remove(&goods);
        self.departures.push(now);
    }
}

/// The outage ends at this instant after the start: Thursday, 04:00.
const BACK: Micros = 3 * DAY + 4 * HOUR;

impl Queue {
    /// The first instant from the return on from which at most a number of are there, for a time.
    fn clearance(&self, at_most: usize) -> Option<Micros> {
        let upto = |all: &[Micros], now: Micros| all.partition_point(|&instant| instant <= now);
        let changes = self.departures.iter().filter(|&&instant| instant > BACK);
        let found = std::iter::once(&BACK)
            .chain(changes)
            .find(|&&now| upto(&self.came, now) - upto(&self.departures, now) <= at_most);
        found.copied()
    }
}

/// The queue with this capacity, and the reports of when at most three lines are there.
fn queue(seed: u32, capacity: &str, rest: &str) -> (Queue, Option<f64>) {
    let text = format!(
        "title = \"A queue\"\nstart = 2025-01-06\nhorizon = \"9 days\"\nseed = {seed}\nstart_from = \"full\"\n\
         [calendars.two_shifts]\nshifts = [\"mon-fri 06:00-14:00\", \"mon-sun 14:00-22:00 at 70%\"]\n\
         [parts.a]\ncount = 1\nshare = \"100%\"\n[classes.daily]\npriority = 1\n\
         [sites.hub]\nkind = \"centre\"\nstock = \"unlimited\"\noutbound = [\"pick\"]\n\
         [observe.closely]\nprocess = \"pick\"\ncleared = {{ from = 2025-01-09T04:00:00, at_most = \"3 lines\" }}\n\
         [processes.pick]\ndiscipline = \"fcfs\"\n{capacity}\n{rest}"
    );
    let compiled = compiled(&text);
    let (seen, queue) = observed_with(&compiled, Queue::default());
    (queue, value_of(&seen, "closely.clearance", "all").outcome.value())
}

fn no_later(one: &[Micros], other: &[Micros]) -> bool {
    one.len() >= other.len() && one.iter().zip(other).all(|(one, other)| one <= other)
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn more_capacity_never_lengthens_a_first_come_queue_or_its_clearance(
        (servers, lines, shape, way) in (1_u32..5, 20_u32..90, 0_usize..5, 0_usize..2),
        (to, ramp, calendar, lump, seed) in (0_u32..60, 0_usize..3, any::<bool>(), 0_usize..3, 0_u32..1_000),
    ) {
        // A line takes so long, or a quarter less.
        let capacity = |servers: u32, faster: bool| {
            let times = [
                ["\"40 min\"", "\"30 min\""],
                ["{ exponential = \"40 min\" }", "{ exponential = \"30 min\" }"],
                ["{ uniform = [\"8 min\", \"80 min\"] }", "{ uniform = [\"6 min\", \"60 min\"] }"],
                [
                    "{ lognormal = { median = \"20 min\", p90 = \"80 min\" } }",
                    "{ lognormal = { median = \"15 min\", p90 = \"60 min\" } }",
                ],
            ];
            times.get(shape).map_or_else(
                // A number of people are a number of servers.
                || format!("people = {servers}\nproductivity = \"{} lines/h per head\"", if faster { 2.0 } else { 1.5 }),
                |times| format!("servers = {servers}\ntime = {}", times[usize::from(faster)]),
            )
        };
        let ramp = ["", "ramp = { from = \"10%\", over = \"2 days\" }\n", "to = \"80%\"\n"][ramp];
        let per_order = ["", "lines_per_order = { geometric = \"3 lines\" }\n", "arrivals = \"even\"\n"][lump];
        let rest = format!(
            "{}[disruptions.outage]\nfrom = 2025-01-08T09:00:00\ntakes_down = [\"pick\"]\nto = \"{to}%\"\n\
             [restart.back]\nfrom = 2025-01-09T04:00:00\nbrings_back = [\"pick\"]\n{ramp}\
             [demand.all]\nsite = \"hub\"\nlines = \"{} lines/day\"\nclass = \"daily\"\n{per_order}",
            if calendar { "calendar = \"two_shifts\"\n" } else { "" },
            lines * servers / 2,
        );
        let (few, few_clearance) = queue(seed, &capacity(servers, false), &rest);
        let more = if way == 0 { capacity(servers + 1, false) } else { capacity(servers, true) };
        let (many, many_clearance) = queue(seed, &more, &rest);
        prop_assert_eq!(&few.came, &many.came);
        prop_assert!(few.departures.len() > 30);
        prop_assert!(no_later(&many.departures, &few.departures), "departures");
        for (line, begin) in &few.begins {
            prop_assert!(many.begins.get(line).is_some_and(|other| other <= begin), "{:?}", line);
        }
        for at_most in [0, 3, 20] {
            let (slow, fast) = (few.clearance(at_most), many.clearance(at_most));
            prop_assert!(slow.is_none_or(|slow| fast.is_some_and(|fast| fast <= slow)), "{slow:?}, {fast:?}");
        }
        for (queue, reported) in [(&few, few_clearance), (&many, many_clearance)] {
            let expected = queue.clearance(3).map(|instant| instant as f64 / HOUR as f64);
            prop_assert_eq!(reported, expected);
        }
    }
}
