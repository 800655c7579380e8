//! Little's law on every sample path, including the contents at begin and end: over any time, the
//! integral of the number in a queue is the sum of the stays in it, each within that time.
//!
//! Source: J. D. C. Little & S. C. Graves, "Little's law", in Building Intuition, Springer 2008,
//! ch. 5. Both sides are whole microseconds, and are taken from different things that the
//! simulation reports.

use crate::config;
use crate::equivalent_scenarios::tree;
use crate::scenario::{Case, scenarios};
use crate::support::symbols::value_of;
use crate::support::{HOUR, Micros, compiled, observed_with};
use gplc::metrics::ReplicationResult;
use gplc::model::Model;
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::consignment::WorkItem;
use gplc::simulation::orders::line::Line;
use gplc::simulation::orders::stage::{Stage, Stages};
use gplc::simulation::stations::station::steps;
use gplc::simulation::view::View;
use gplc::units::{Instant, LaneId, SiteGroupId, SiteId, StationId, StreamId};
use proptest::prelude::*;
use std::collections::BTreeMap;
use toml::Value;

/// A span of time: the counted time of a run.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: Micros,
    to: Micros,
}

impl Span {
    fn of(model: &Model) -> Self {
        Span { from: model.times.counted_from.as_micros(), to: model.times.end.as_micros() }
    }

    /// How much of a stay lies in it.
    fn of_stay(self, from: Micros, to: Micros) -> u128 {
        u128::from(to.min(self.to).saturating_sub(from.max(self.from)))
    }
}

/// The integral of a number over a span.
#[derive(Debug, Default)]
struct Integral {
    number: u128,
    since: Micros,
    sum: u128,
}

impl Integral {
    fn change(&mut self, span: Span, now: Micros, by: i64) {
        self.sum += self.number * span.of_stay(self.since, now);
        self.since = now;
        self.number = self.number.checked_add_signed(by.into()).expect("no fewer than none");
    }
}

/// Stays at processes, goods by goods.
struct Visits {
    span: Span,
    /// Who is there, by process and number: came, and whether its line was ordered in the counted
    /// time.
    there: BTreeMap<(StationId, WorkItem), (Micros, bool)>,
    /// By process, as far as they lie in the span.
    stays: BTreeMap<StationId, u128>,
    /// Of those whose work has ended, of lines ordered in the counted time: how many, and how long.
    whole: BTreeMap<StationId, (u64, u128)>,
}

impl Visits {
    fn new(model: &Model) -> Self {
        let span = Span::of(model);
        Visits { span, there: BTreeMap::new(), stays: BTreeMap::new(), whole: BTreeMap::new() }
    }

    fn leaves(&mut self, now: Micros, station: StationId, goods: WorkItem) -> (Micros, bool) {
        let (came, counted) = self.there.remove(&(station, goods)).expect("it is there");
        *self.stays.entry(station).or_default() += self.span.of_stay(came, now);
        (came, counted)
    }
}

impl Observer for Visits {
    fn joins(&mut self, now: Instant, station: StationId, goods: WorkItem, line: &Line) {
        let now = now.as_micros();
        let before =
            self.there.insert((station, goods), (now, line.ordered >= Instant::from_micros(self.span.from)));
        assert!(before.is_none());
    }

    fn leaves_queue(&mut self, now: Instant, station: StationId, goods: WorkItem) {
        let now = now.as_micros();
        self.leaves(now, station, goods);
    }

    fn work_ends(&mut self, now: Instant, station: StationId, goods: WorkItem) {
        let now = now.as_micros();
        let (came, counted) = self.leaves(now, station, goods);
        if counted {
            let (count, sum) = self.whole.entry(station).or_default();
            *count += 1;
            *sum += u128::from(now - came);
        }
    }

    fn end(&mut self, now: Instant, _: &View<'_>) {
        let now = now.as_micros();
        for ((process, _), (came, _)) in std::mem::take(&mut self.there) {
            *self.stays.entry(process).or_default() += self.span.of_stay(came, now);
        }
    }
}

/// Source, and identity of a line: stream, ordinal, part and whether it is sent back.
type Waiting = (SiteId, StreamId, u64, u32, bool);

fn identity(line: &Line) -> Waiting {
    (line.source(), line.stream(), line.ordinal, line.part(), line.is_sent_back())
}

/// Stays at shelves that lack what is requested, and before departures.
struct Waits<'m> {
    model: &'m Model,
    span: Span,
    /// Pieces at the shelves of a site: their number as they move.
    at_shelves: BTreeMap<SiteId, Integral>,
    /// Pieces that wait there, by line: since when, how many.
    waiting: BTreeMap<Waiting, (Micros, u32)>,
    stays_at_shelves: BTreeMap<SiteId, u128>,
    /// Goods that are ready to depart, by lane and site.
    before_departure: BTreeMap<(LaneId, SiteId), Integral>,
    /// Since when each is ready.
    ready: BTreeMap<(LaneId, SiteId), Vec<Micros>>,
    stays_before_departure: BTreeMap<(LaneId, SiteId), u128>,
    /// By lane, of what became ready in the counted time and has departed: how many, and how long
    /// they waited.
    departed: BTreeMap<LaneId, (u64, u128)>,
}

impl Waits<'_> {
    fn given(&mut self, now: Micros, line: &Line, pieces: u32) {
        let who = identity(line);
        let (since, waiting) = self.waiting.get_mut(&who).expect("it waits");
        let stay = self.span.of_stay(*since, now) * u128::from(pieces);
        *self.stays_at_shelves.entry(line.source()).or_default() += stay;
        *waiting -= pieces;
        if *waiting == 0 {
            self.waiting.remove(&who);
        }
    }
}

impl Observer for Waits<'_> {
    fn pieces_move(&mut self, now: Instant, line: &Line, pieces: u32, from: Stage, to: Stage) {
        let now = now.as_micros();
        if line.source() == Line::NO_SITE {
            return;
        }
        let stock = Stages::of(self.model, self.model.group_of[line.source()]).stock();
        for (place, by) in [(from, -i64::from(pieces)), (to, i64::from(pieces))] {
            if place == stock {
                self.at_shelves.entry(line.source()).or_default().change(self.span, now, by);
            }
        }
    }

    fn waits_for_stock(&mut self, now: Instant, line: &Line, pieces: u32, _: Option<Instant>) {
        let now = now.as_micros();
        self.waiting.insert(identity(line), (now, pieces));
    }

    fn allocated_later(&mut self, now: Instant, line: &Line, pieces: u32) {
        let now = now.as_micros();
        self.given(now, line, pieces);
    }

    fn backorder_cancelled(&mut self, now: Instant, line: &Line, pieces: u32) {
        let now = now.as_micros();
        self.given(now, line, pieces);
    }

    fn joins_lane(&mut self, now: Instant, lane: LaneId, site: SiteId) {
        let now = now.as_micros();
        self.before_departure.entry((lane, site)).or_default().change(self.span, now, 1);
        self.ready.entry((lane, site)).or_default().push(now);
    }

    fn departs(&mut self, now: Instant, lane: LaneId, site: SiteId, joined: Instant) {
        let now = now.as_micros();
        let joined = joined.as_micros();
        self.before_departure.entry((lane, site)).or_default().change(self.span, now, -1);
        let ready = self.ready.entry((lane, site)).or_default();
        let place = ready.iter().position(|&since| since == joined).expect("it was ready");
        ready.remove(place);
        *self.stays_before_departure.entry((lane, site)).or_default() += self.span.of_stay(joined, now);
        if joined >= self.span.from {
            let (count, sum) = self.departed.entry(lane).or_default();
            *count += 1;
            *sum += u128::from(now - joined);
        }
    }

    fn end(&mut self, now: Instant, _: &View<'_>) {
        let now = now.as_micros();
        for ((source, ..), (since, pieces)) in std::mem::take(&mut self.waiting) {
            let stay = self.span.of_stay(since, now) * u128::from(pieces);
            *self.stays_at_shelves.entry(source).or_default() += stay;
        }
        for (&site, pieces) in &mut self.at_shelves {
            pieces.change(self.span, now, 0);
            let stays = self.stays_at_shelves.get(&site).copied().unwrap_or(0);
            assert_eq!(pieces.sum, stays, "pieces at the shelves of site {site}");
        }
        for (at, goods) in &mut self.before_departure {
            goods.change(self.span, now, 0);
            let waiting: u128 = self.ready[at].iter().map(|&since| self.span.of_stay(since, now)).sum();
            let gone = self.stays_before_departure.get(at).copied().unwrap_or(0);
            assert_eq!(goods.sum, gone + waiting, "goods before departure on lane {at:?}");
        }
    }
}

/// Observations by one of some keys: its name, the key, and what it is.
fn observed_keys(scenario: &str, keys: &[&'static str]) -> Vec<(String, &'static str, String)> {
    let scenario = tree(scenario);
    let all = scenario.get("observe").and_then(Value::as_table).into_iter().flatten();
    let of = |(name, one): (&String, &Value)| {
        let key = keys.iter().find(|key| one.get(**key).is_some())?;
        Some((name.clone(), *key, one[*key].as_str()?.to_owned()))
    };
    all.filter_map(of).collect()
}

/// A metric of all classes together.
fn reported(seen: &ReplicationResult, name: &str) -> Option<f64> {
    value_of(seen, name, "all").outcome.value()
}

/// The same but for the rounding of a double.
fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-12 * one.abs().max(other.abs())
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn littles_law_holds_at_every_observed_process(Case(scenario) in scenarios()) {
        let compiled = compiled(&scenario);
        let (model, span) = (&compiled.model, Span::of(&compiled.model));
        let (seen, visits) = observed_with(&compiled, Visits::new(model));
        for (observation, _, process) in observed_keys(&scenario, &["process"]) {
            let metric = |metric: &str| reported(&seen, &format!("{observation}.{metric}"));
            let site = tree(&scenario)["observe"][&observation]["site"].as_str().unwrap().to_owned();
            // The process at all sites of the table.
            let table = compiled.labels.site_groups.iter().position(|name| *name == site).unwrap();
            let mut here = Vec::new();
            let all = model.group_of.iter().flat_map(|&of| {
                steps(&model.site_groups[of]).map(move |(process, _)| (of, process)).collect::<Vec<_>>()
            });
            for (number, (of, step)) in all.enumerate().map(|(number, step)| (StationId::from_index(number), step)) {
                if usize::from(of) == table && compiled.labels.processes[usize::from(step)] == process {
                    here.push(number);
                }
            }
            let sites = here.len() as f64;
            let stays: u128 = here.iter().filter_map(|number| visits.stays.get(number)).sum();
            let hours = |micros: u128| micros as f64 / HOUR as f64;
            let area = hours(stays) / sites;
            let time = hours(u128::from(span.to - span.from));
            prop_assert!(close(metric("area").unwrap(), area), "area {:?} of {area}", metric("area"));
            prop_assert!(close(metric("L").unwrap() * time, area), "L {:?} of {}", metric("L"), area / time);
            let whole: Vec<(u64, u128)> = here.iter().filter_map(|number| visits.whole.get(number)).copied().collect();
            let (count, sum) = whole.iter().fold((0, 0), |(count, sum), one| (count + one.0, sum + one.1));
            let mean = (count > 0).then(|| hours(sum) / count as f64);
            let reported = metric("W");
            prop_assert_eq!(reported.is_some(), mean.is_some());
            prop_assert!(reported.zip(mean).is_none_or(|(reported, mean)| close(reported, mean)), "W {:?} of {:?}", reported, mean);
        }
    }

    #[test]
    fn littles_law_holds_at_shelves_and_before_departures(Case(scenario) in scenarios()) {
        let compiled = compiled(&scenario);
        let (model, span) = (&compiled.model, Span::of(&compiled.model));
        let waits = Waits {
            model,
            span,
            at_shelves: BTreeMap::new(),
            waiting: BTreeMap::new(),
            stays_at_shelves: BTreeMap::new(),
            before_departure: BTreeMap::new(),
            ready: BTreeMap::new(),
            stays_before_departure: BTreeMap::new(),
            departed: BTreeMap::new(),
        };
        let (seen, waits) = observed_with(&compiled, waits);
        let time = (span.to - span.from) as f64;
        for (observation, key, name) in observed_keys(&scenario, &["stock", "lane"]) {
            let metric = |metric: &str| reported(&seen, &format!("{observation}.{metric}"));
            if key == "stock" {
                let table = compiled.labels.site_groups.iter().position(|table| *table == name).unwrap();
                let sites = &model.site_groups[SiteGroupId::from_index(table)];
                let all = sites.sites();
                let stays: u128 = all.filter_map(|site| waits.stays_at_shelves.get(&site)).sum();
                let expected = stays as f64 / f64::from(sites.count) / time;
                let reported = metric("backorders").unwrap();
                prop_assert!(close(reported, expected), "backorders {reported}, {expected}");
                continue;
            }
            let lane = compiled.labels.lanes.iter().position(|lane| *lane == name).unwrap();
            let count = model.site_groups[model.lanes[LaneId::from_index(lane)].from].count;
            let here = waits.before_departure.iter().filter(|((of, _), _)| usize::from(*of) == lane);
            let sum: u128 = here.map(|(_, goods)| goods.sum).sum();
            let expected = sum as f64 / f64::from(count) / time;
            let reported = metric("waiting").unwrap();
            prop_assert!(close(reported, expected), "waiting {reported}, {expected}");
            let &(count, sum) = waits.departed.get(&LaneId::from_index(lane)).unwrap_or(&(0, 0));
            let mean = (count > 0).then(|| sum as f64 / HOUR as f64 / count as f64);
            let reported = metric("wait_for_departure");
            prop_assert!(reported.is_some() == mean.is_some(), "{:?}, {:?}", reported, mean);
            prop_assert!(reported.zip(mean).is_none_or(|(reported, mean)| close(reported, mean)), "wait {:?}, {:?}", reported, mean);
        }
    }
}
