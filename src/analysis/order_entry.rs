//! How customers' lines are entered over time, by arithmetic: the inflow of the fluid answer.
//!
//! While the systems of a demand are up its lines are entered as they are asked. Where all orders
//! are held, those of a stop come in at once when it ends. Where customers do otherwise, only the
//! shares on paper and put off come back: what is on paper at the rate of its desk, first come
//! first served, or at once where it has none; what is put off evenly over its time, and of that
//! which finds the systems down again the same shares once more.
//!
//! Where workshops look at a shelf first, only what they do not find there is ordered; what they
//! take needs no system.
//!
//! Knows nothing of where lines go.

use super::off_the_shelf_fill::found;
use super::planned_capacity;
use super::planned_capacity::{Plan, StepFunction};
use crate::model::{Demand, Desk, Model, OutageBehaviour};
use crate::scenario::customers::outage_response::OutageResponse;
use crate::scenario::network::process::WorkUnit;
use crate::units::{Micros, WEEK};
use std::collections::BTreeMap;

/// The lines of a demand, all its sites together.
pub(crate) struct Entered {
    /// Lines per microsecond as they would be ordered.
    asked: Curve,
    /// Those that are taken off the shelf instead, where workshops look there first.
    taken: Option<Curve>,
    /// Where its systems are up: 1, else 0.
    up: StepFunction,
    /// As they are entered, where customers do not only wait.
    otherwise: Option<Curve>,
}

/// A flow, and what comes at one instant.
struct Curve {
    /// Lines per microsecond.
    rate: StepFunction,
    /// Lines before each step of `rate`.
    before: Vec<f64>,
    lumps: BTreeMap<Micros, f64>,
}

/// A constant flow for a time.
#[derive(Clone, Copy)]
struct Piece {
    from: Micros,
    to: Micros,
    rate: f64,
}

/// What comes back of a demand after stops.
#[derive(Default)]
struct Back {
    /// What was put off; while the systems are down it does not come.
    coming: Vec<Piece>,
    /// What a desk enters.
    keyed: Vec<Piece>,
    /// What is entered at once.
    lumps: BTreeMap<Micros, f64>,
}

/// What a desk has to enter after stops, by arithmetic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// The desk, at all sites of its table together.
    pub desk: Desk,
    /// Lines on paper at the ends of all stops.
    pub lines: f64,
    /// Lines that it enters in the first week of the engine, as in normal running; infinite without
    /// a limit.
    pub a_week: f64,
    /// End of the first stop.
    pub from: Micros,
    /// When the last of them is entered; `None`: not within the run.
    pub done: Option<Micros>,
}

/// What each desk has to enter, in the order of desks; of those that have anything.
pub fn paper(model: &Model, plan: &Plan<'_>) -> Vec<Paper> {
    let (_, _, paper) = after_all_stops(model, plan);
    let end = model.times.end;
    let of = |(desk, waiting): (Desk, Vec<(Micros, usize, f64)>)| {
        let lines = waiting.iter().map(|group| group.2).sum::<f64>();
        let speed = speed(model, plan, desk);
        let ends = speed.iter().skip(1).map(|step| step.0).chain([Micros::MAX]);
        let of_week = |instant: Micros| instant.min(WEEK);
        let a_week = speed.iter().zip(ends).map(|(&(from, rate), to)| match of_week(to) - of_week(from) {
            0 => 0.0,
            time => rate * time as f64,
        });
        let a_week = a_week.sum();
        let pieces = keyed(&waiting, &speed, end);
        let entered: f64 = pieces.iter().map(|(_, piece)| piece.lines(0, end)).sum();
        let done = pieces.iter().map(|(_, piece)| piece.to).max().filter(|_| entered > lines - 0.5);
        Paper { desk, lines, a_week, from: waiting[0].0, done }
    };
    paper.into_iter().map(of).collect()
}

/// The lines of all demands.
pub(crate) fn entered(model: &Model, plan: &Plan<'_>) -> Vec<Entered> {
    let (mut all, mut back, paper) = after_all_stops(model, plan);
    for (desk, waiting) in paper {
        let speed = speed(model, plan, desk);
        for (demand, piece) in keyed(&waiting, &speed, model.times.end) {
            if let Some(back) = &mut back[demand] {
                back.keyed.push(piece);
            }
        }
    }
    for (entered, back) in all.iter_mut().zip(back) {
        entered.otherwise = back.map(|back| entered.with(back));
    }
    all
}

/// What waits on paper for each desk: end of the stop, demand, lines.
type OnPaper = BTreeMap<Desk, Vec<(Micros, usize, f64)>>;

/// The demands as all their orders were held, what comes back to each that does otherwise, and what
/// is on paper.
fn after_all_stops(model: &Model, plan: &Plan<'_>) -> (Vec<Entered>, Vec<Option<Back>>, OnPaper) {
    let all: Vec<Entered> = model.demands.iter().map(|demand| Entered::held(model, plan, demand)).collect();
    let mut back: Vec<Option<Back>> = Vec::new();
    let mut paper = OnPaper::new();
    for (number, (demand, entered)) in model.demands.iter().zip(&all).enumerate() {
        let Some(when_down) = &demand.when_down else {
            back.push(None);
            continue;
        };
        let mut came = Back::default();
        for (instant, lines) in after_stops(demand, when_down, entered, model.times.end, &mut came) {
            match when_down.desk {
                Some(desk) => paper.entry(desk).or_default().push((instant, number, lines)),
                None => *came.lumps.entry(instant).or_default() += lines,
            }
        }
        back.push(Some(came));
    }
    for waiting in paper.values_mut() {
        waiting.sort_by_key(|&(instant, demand, _)| (instant, demand));
    }
    (all, back, paper)
}

/// What is on paper at the end of each stop, with the instant; what is put off goes to `back`.
fn after_stops(
    demand: &Demand,
    when_down: &OutageBehaviour,
    entered: &Entered,
    end: Micros,
    back: &mut Back,
) -> Vec<(Micros, f64)> {
    let mut paper: BTreeMap<Micros, f64> = BTreeMap::new();
    let mut below = 0.0;
    for (class, &up_to) in demand.class_up_to.iter().enumerate() {
        let of_class = up_to - std::mem::replace(&mut below, up_to);
        let mut coming: Vec<Piece> = Vec::new();
        for pair in entered.up.windows(2).filter(|pair| pair[0].1 <= 0.0 && pair[1].0 < end) {
            let (from, to) = (pair[0].0, pair[1].0);
            let again: f64 = coming.iter().map(|piece| piece.lines(from, to)).sum();
            let lines = of_class * (entered.asked.up_to(to) - entered.asked.up_to(from)) + again;
            *paper.entry(to).or_default() += lines * when_down.share(class, OutageResponse::OnPaper);
            let deferred = lines * when_down.share(class, OutageResponse::Deferred);
            match when_down.deferred_over {
                0 => *back.lumps.entry(to).or_default() += deferred,
                over => coming.push(Piece { from: to, to: to + over, rate: deferred / over as f64 }),
            }
        }
        back.coming.extend(coming);
    }
    paper.into_iter().filter(|&(_, lines)| lines > 0.0).collect()
}

/// Lines per microsecond that a desk can enter over time, all sites of its table together.
fn speed(model: &Model, plan: &Plan<'_>, desk: Desk) -> StepFunction {
    let table = &model.site_groups[desk.group];
    let number = table.desk[usize::from(desk.place)];
    let process = &model.processes[number];
    // Pieces of a mean line of the demands that it enters for.
    let entered_here =
        |demand: &&Demand| demand.when_down.as_ref().is_some_and(|down| down.desk == Some(desk));
    let (mut pieces, mut demands) = (0.0, 0.0);
    for demand in model.demands.iter().filter(entered_here) {
        let mix = &model.mixes[usize::from(demand.mix)].share;
        let means: Vec<f64> = model.segments.iter().map(|segment| demand.line_size(segment).mean).collect();
        pieces +=
            mix.iter().zip(&model.segment_of).map(|(share, &s)| share * means[usize::from(s)]).sum::<f64>();
        demands += 1.0;
    }
    let units = if process.per == WorkUnit::Piece { pieces / demands } else { 1.0 };
    plan.speed(number, desk.group, units)
}

/// How a desk enters what waits for it, by demand: first come first served, what came together side
/// by side.
fn keyed(waiting: &[(Micros, usize, f64)], speed: &[(Micros, f64)], end: Micros) -> Vec<(usize, Piece)> {
    let mut pieces = Vec::new();
    let mut now = 0;
    for together in waiting.chunk_by(|one, next| one.0 == next.0) {
        now = now.max(together[0].0);
        let all: f64 = together.iter().map(|group| group.2).sum();
        let mut left = all;
        while left > 0.0 && now < end {
            let step = speed.partition_point(|step| step.0 <= now) - 1;
            let until = speed.get(step + 1).map_or(end, |next| next.0.min(end));
            let rate = speed[step].1;
            // At least a microsecond, in which all goes that a desk without limit has.
            let done_by =
                if rate > 0.0 { now.saturating_add(((left / rate) as Micros).max(1)) } else { until };
            let to = done_by.min(until);
            let lines = if done_by <= until && rate > 0.0 { left } else { rate * (to - now) as f64 };
            for &(_, demand, of_all) in together {
                let rate = lines / (to - now) as f64 * of_all / all;
                pieces.push((demand, Piece { from: now, to, rate }));
            }
            left -= lines;
            now = to;
        }
    }
    pieces
}

impl Piece {
    /// Lines between two instants.
    fn lines(&self, from: Micros, to: Micros) -> f64 {
        self.rate * self.to.min(to).saturating_sub(self.from.max(from)) as f64
    }
}

impl Curve {
    fn new(rate: StepFunction, lumps: BTreeMap<Micros, f64>) -> Self {
        let mut before = vec![0.0];
        for pair in rate.windows(2) {
            before.push(before[before.len() - 1] + pair[0].1 * (pair[1].0 - pair[0].0) as f64);
        }
        Self { rate, before, lumps }
    }

    /// Lines up to an instant.
    fn up_to(&self, instant: Micros) -> f64 {
        let step = self.rate.partition_point(|step| step.0 <= instant) - 1;
        let flown = self.before[step] + self.rate[step].1 * (instant - self.rate[step].0) as f64;
        if self.lumps.is_empty() {
            flown
        } else {
            flown + self.lumps.range(..=instant).map(|lump| lump.1).sum::<f64>()
        }
    }
}

impl Entered {
    /// All orders of a stop are held.
    fn held(model: &Model, plan: &Plan<'_>, demand: &Demand) -> Self {
        let sites = f64::from(model.site_groups[demand.group].count);
        let lines = sites * demand.lines_per_order.mean() * demand.ordered();
        let wanted: StepFunction =
            demand.intensity.iter().map(|&(from, orders)| (from, orders * lines)).collect();
        let backlog = sites * f64::from(demand.backlog) * demand.ordered();
        let given = |share: f64| match backlog * share {
            lines if lines > 0.0 => BTreeMap::from([(model.times.start, lines)]),
            _ => BTreeMap::new(),
        };
        let curve = |rate, lumps| Curve::new(rate, lumps);
        let up = plan.up(&demand.needs);
        let Some(found) = found(model, plan, demand) else {
            return Self { asked: curve(wanted, given(1.0)), taken: None, up, otherwise: None };
        };
        let at_start = found.first().map_or(0.0, |step| step.1);
        let asked = planned_capacity::combine(&wanted, &found, |wanted, found| wanted * (1.0 - found));
        let taken = planned_capacity::combine(&wanted, &found, |wanted, found| wanted * found);
        Self {
            asked: curve(asked, given(1.0 - at_start)),
            taken: Some(curve(taken, given(at_start))),
            up,
            otherwise: None,
        }
    }

    /// Lines that customers want up to an instant, ordered or not.
    pub(crate) fn wanted_up_to(&self, instant: Micros) -> f64 {
        self.asked.up_to(instant) + self.taken_up_to(instant).unwrap_or(0.0)
    }

    /// Lines taken off the shelf up to an instant; `None` where nobody looks there first.
    pub(crate) fn taken_up_to(&self, instant: Micros) -> Option<f64> {
        self.taken.as_ref().map(|taken| taken.up_to(instant))
    }

    /// Lines per microsecond that are taken off the shelf, where workshops look there first.
    pub(crate) fn taken(&self) -> Option<&StepFunction> {
        self.taken.as_ref().map(|taken| &taken.rate)
    }

    /// The flow with what comes back.
    fn with(&self, back: Back) -> Curve {
        let coming = planned_capacity::combine(&self.asked.rate, &stairs(&back.coming), |asked, coming| {
            asked + coming
        });
        let entered = planned_capacity::combine(&coming, &self.up, |rate, up| rate * up);
        let mut lumps = back.lumps;
        for (&instant, &lines) in &self.asked.lumps {
            *lumps.entry(instant).or_default() += lines;
        }
        Curve::new(planned_capacity::combine(&entered, &stairs(&back.keyed), |one, other| one + other), lumps)
    }

    /// Lines entered up to an instant; of those held, the ones asked up to when its systems were
    /// last up.
    pub(crate) fn up_to(&self, instant: Micros) -> f64 {
        if let Some(curve) = &self.otherwise {
            return curve.up_to(instant);
        }
        self.asked.up_to(planned_capacity::last_up(&self.up, instant))
    }

    /// Lines per microsecond as they are entered, and those that come at one instant before `end`.
    pub(crate) fn flow(&self, end: Micros) -> (StepFunction, Vec<(Micros, f64)>) {
        if let Some(curve) = &self.otherwise {
            return (
                curve.rate.clone(),
                curve.lumps.iter().map(|(&instant, &lines)| (instant, lines)).collect(),
            );
        }
        let held = self.up.windows(2).filter(|pair| pair[1].1 > 0.0 && pair[1].0 < end);
        let lumps = held.map(|pair| (pair[1].0, self.asked.up_to(pair[1].0) - self.asked.up_to(pair[0].0)));
        let given = self.asked.lumps.iter().map(|(&instant, &lines)| (instant, lines));
        (
            planned_capacity::combine(&self.asked.rate, &self.up, |rate, up| rate * up),
            lumps.chain(given).collect(),
        )
    }
}

/// The sum of constant flows, added up afresh at each step: a large one leaves no rounding behind.
fn stairs(pieces: &[Piece]) -> StepFunction {
    let mut instants: Vec<Micros> =
        pieces.iter().flat_map(|piece| [piece.from, piece.to]).chain([0]).collect();
    instants.sort_unstable();
    instants.dedup();
    let flow = |instant| {
        let here = pieces.iter().filter(|piece| (piece.from..piece.to).contains(&instant));
        here.map(|piece| piece.rate).sum()
    };
    instants.into_iter().map(|instant| (instant, flow(instant))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::build;
    use crate::model::test_scenario;
    use crate::scenario::Scenario;
    use crate::scenario::customers::outage_response::{OutageBehaviour as Stated, ResponseShares};
    use crate::scenario::disruption::{CapacityTarget, Disruption};
    use crate::units::{CapacityFactor, DAY, HOUR, Per};

    /// 100 lines a day, with the system down from day 7 to 9 and what customers do then.
    fn outage(shares: [f64; 4], deferred_over: Micros) -> Scenario {
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![test_scenario::system("order_entry", &[])];
        scenario.demand[0].when_down = Some(Stated {
            of: Some("order_entry".into()),
            responses: ResponseShares { shares, rest: None },
            deferred_over,
            entered_by: None,
            classes: vec![],
        });
        scenario.disruptions = vec![stop("attack", 7, 9)];
        scenario
    }

    fn stop(name: &str, from: Micros, until: Micros) -> Disruption {
        Disruption {
            name: name.into(),
            from: from * DAY,
            takes_down: vec![CapacityTarget::System("order_entry".into())],
            to: CapacityFactor::STOPPED,
            delay: vec![],
            until: Some(until * DAY),
        }
    }

    /// Lines entered on each day.
    fn by_day(scenario: &Scenario) -> Vec<f64> {
        let model = build(scenario).unwrap().model;
        let entered = &entered(&model, &Plan::new(&model))[0];
        let up_to = |day: Micros| entered.up_to((day * DAY).saturating_sub(1));
        (0..28).map(|day| up_to(day + 1) - up_to(day)).collect()
    }

    fn assert_near(computed: &[f64], expected: &[f64]) {
        assert_eq!(computed.len(), expected.len());
        for (one, other) in computed.iter().zip(expected) {
            assert!((one - other).abs() < 1e-3, "{computed:?} is not {expected:?}");
        }
    }

    #[test]
    fn only_what_is_on_paper_or_put_off_comes_back() {
        // Of 200 lines 80 are on paper and come with the 100 of day 9; 60 are put off, 15 a day for
        // 4 days.
        let days = by_day(&outage([0.4, 0.3, 0.1, 0.2], 4 * DAY));
        assert_near(&days[6..14], &[100.0, 0.0, 0.0, 195.0, 115.0, 115.0, 115.0, 100.0]);
        // Put off over no time: all at once.
        assert_near(&by_day(&outage([0.0, 0.5, 0.5, 0.0], 0))[8..11], &[0.0, 200.0, 100.0]);
    }

    #[test]
    fn who_finds_the_system_down_again_does_the_same_once_more() {
        // All put theirs off, over 4 days: 50 a day from day 9 on. On day 10 it is down again: that
        // day's 100 and 50 who came back are put off once more, 37.5 a day from day 11 to 14.
        let mut scenario = outage([0.0, 1.0, 0.0, 0.0], 4 * DAY);
        scenario.disruptions.push(stop("later", 10, 11));
        assert_near(&by_day(&scenario)[8..16], &[0.0, 150.0, 0.0, 187.5, 187.5, 137.5, 137.5, 100.0]);
    }

    #[test]
    fn paper_comes_in_as_fast_as_its_desk_enters_it() {
        // 200 lines on paper, 80 a day by one clerk who works from midnight to noon.
        let mut scenario = outage([1.0, 0.0, 0.0, 0.0], DAY);
        let mut key_in = test_scenario::process("key_in", 80.0, Per::WorkingDay);
        key_in.calendar = Some("mornings".into());
        scenario.calendars = vec![test_scenario::calendar(
            "mornings",
            vec![test_scenario::shift(&[0, 1, 2, 3, 4, 5, 6], 0, 12, 100)],
        )];
        scenario.processes = vec![key_in];
        scenario.sites[0].order_desk = vec!["key_in".into()];
        if let Some(down) = &mut scenario.demand[0].when_down {
            down.entered_by = Some("key_in".into());
        }
        assert_near(&by_day(&scenario)[8..13], &[0.0, 180.0, 180.0, 140.0, 100.0]);
        // A desk without limit enters all at once.
        scenario.processes[0].capacity = crate::scenario::network::process::Capacity::Servers {
            servers: None,
            time: crate::scenario::network::service_time::ServiceTime::Alike(
                crate::distributions::Distribution::Constant(HOUR as f64),
            ),
        };
        assert_near(&by_day(&scenario)[8..11], &[0.0, 300.0, 100.0]);
    }
}
