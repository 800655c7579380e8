//! Order entry over time, by arithmetic: the inflow of customers' lines for the fluid answer.
//!
//! While the systems of a demand are up, its lines are entered as they are ordered. Where all
//! orders are held, those of a stop are entered together when it ends. Where customers respond
//! otherwise, only the shares on paper and deferred return: paper orders at the rate of their order
//! desk, first come first served, or immediately where there is none; deferred orders evenly over
//! their time, and those that find the systems down again are divided by the same shares once more.
//!
//! Where workshops try a retailer's shelf first, only the lines that the shelf does not fill are
//! ordered; the lines that it fills need no system.
//!
//! Knows nothing of where lines go.

use super::cumulative_flow::{CumulativeFlow, FlowPiece, sum_of};
use super::off_the_shelf_fill::fill_rate_over_time;
use super::order_desk::{PaperByDesk, PaperLines, entered_by_desk, speed};
use super::planned_capacity::Plan;
use super::step_function::{StepFunction, combine, last_up};
use crate::model::{Demand, Model, OutageBehaviour};
use crate::scenario::customers::outage_response::OutageResponse;
use crate::units::{Duration, Instant};
use std::collections::BTreeMap;

/// Lines of a demand, all its sites together.
pub(crate) struct DemandLines {
    /// Lines as they would be ordered without outages.
    ordered: CumulativeFlow,
    /// Lines that retailers' shelves fill instead; `None` where workshops try no shelf first.
    filled: Option<CumulativeFlow>,
    /// 1 while its systems are up, else 0.
    up: StepFunction,
    /// Lines as they are entered; `None` where customers only wait.
    entered: Option<CumulativeFlow>,
}

/// Lines of a demand that return after stops.
#[derive(Default)]
pub(super) struct ReturningLines {
    /// Deferred lines; none returns while the systems are down.
    deferred: Vec<FlowPiece>,
    /// Lines that an order desk enters.
    from_desk: Vec<FlowPiece>,
    /// Lines that are entered at one instant.
    lumps: BTreeMap<Instant, f64>,
}

/// Lines of all demands.
pub(crate) fn demand_lines(model: &Model, plan: &Plan<'_>) -> Vec<DemandLines> {
    let (mut all, mut returning, paper) = after_all_stops(model, plan);
    for (order_desk, paper) in paper {
        let speed = speed(model, plan, order_desk);
        for (demand, piece) in entered_by_desk(&paper, &speed, model.times.end) {
            if let Some(returning) = &mut returning[demand] {
                returning.from_desk.push(piece);
            }
        }
    }
    for (lines, returning) in all.iter_mut().zip(returning) {
        lines.entered = returning.map(|returning| lines.with(returning));
    }
    all
}

/// Lines of each demand as if all its orders were held, the lines that return to each whose
/// customers respond otherwise, and the lines on paper.
pub(super) fn after_all_stops(
    model: &Model,
    plan: &Plan<'_>,
) -> (Vec<DemandLines>, Vec<Option<ReturningLines>>, PaperByDesk) {
    let all: Vec<DemandLines> =
        model.demands.iter().map(|demand| DemandLines::held(model, plan, demand)).collect();
    let mut returning: Vec<Option<ReturningLines>> = Vec::new();
    let mut paper = PaperByDesk::new();
    for (number, (demand, lines)) in model.demands.iter().zip(&all).enumerate() {
        let Some(when_down) = &demand.when_down else {
            returning.push(None);
            continue;
        };
        let mut own = ReturningLines::default();
        for (from, lines) in after_stops(demand, when_down, lines, model.times.end, &mut own) {
            match when_down.entered_by {
                Some(order_desk) => {
                    paper.entry(order_desk).or_default().push(PaperLines { from, demand: number, lines });
                }
                None => *own.lumps.entry(from).or_default() += lines,
            }
        }
        returning.push(Some(own));
    }
    for waiting in paper.values_mut() {
        waiting.sort_by_key(|own| (own.from, own.demand));
    }
    (all, returning, paper)
}

/// Lines on paper at the end of each stop, with the instant; adds the deferred lines to
/// `returning`.
fn after_stops(
    demand: &Demand,
    when_down: &OutageBehaviour,
    all: &DemandLines,
    end: Instant,
    returning: &mut ReturningLines,
) -> Vec<(Instant, f64)> {
    let mut paper: BTreeMap<Instant, f64> = BTreeMap::new();
    let mut below = 0.0;
    for (class, &up_to) in demand.class_up_to.iter().enumerate() {
        let of_class = up_to - std::mem::replace(&mut below, up_to);
        let mut deferred: Vec<FlowPiece> = Vec::new();
        for pair in all.up.windows(2).filter(|pair| pair[0].1 <= 0.0 && pair[1].0 < end) {
            let (from, to) = (pair[0].0, pair[1].0);
            let again: f64 = deferred.iter().map(|piece| piece.lines(from, to)).sum();
            let lines = of_class * (all.ordered.up_to(to) - all.ordered.up_to(from)) + again;
            *paper.entry(to).or_default() += lines * when_down.share(class, OutageResponse::OnPaper);
            let newly_deferred = lines * when_down.share(class, OutageResponse::Deferred);
            match when_down.deferred_over {
                Duration::ZERO => *returning.lumps.entry(to).or_default() += newly_deferred,
                over => {
                    deferred.push(FlowPiece {
                        from: to,
                        to: to + over,
                        rate: newly_deferred / over.as_micros_f64(),
                    });
                }
            }
        }
        returning.deferred.extend(deferred);
    }
    paper.into_iter().filter(|&(_, lines)| lines > 0.0).collect()
}

impl DemandLines {
    /// Lines of a demand as if all orders of a stop were held.
    fn held(model: &Model, plan: &Plan<'_>, demand: &Demand) -> Self {
        let sites = f64::from(model.site_groups[demand.group].count);
        let lines = sites * demand.lines_per_order.mean() * demand.ordered();
        let wanted: StepFunction =
            demand.intensity.iter().map(|&(from, orders)| (from, orders * lines)).collect();
        let backlog = sites * f64::from(demand.backlog) * demand.ordered();
        let initial = |share: f64| match backlog * share {
            lines if lines > 0.0 => BTreeMap::from([(model.times.start, lines)]),
            _ => BTreeMap::new(),
        };
        let up = plan.up(&demand.needs);
        let Some(fill_rate) = fill_rate_over_time(model, plan, demand) else {
            return Self {
                ordered: CumulativeFlow::new(wanted, initial(1.0)),
                filled: None,
                up,
                entered: None,
            };
        };
        let at_start = fill_rate.first().map_or(0.0, |step| step.1);
        let ordered = combine(&wanted, &fill_rate, |wanted, share| wanted * (1.0 - share));
        let filled = combine(&wanted, &fill_rate, |wanted, share| wanted * share);
        Self {
            ordered: CumulativeFlow::new(ordered, initial(1.0 - at_start)),
            filled: Some(CumulativeFlow::new(filled, initial(at_start))),
            up,
            entered: None,
        }
    }

    /// Lines that customers want up to an instant, ordered or not.
    pub(crate) fn wanted_up_to(&self, instant: Instant) -> f64 {
        self.ordered.up_to(instant) + self.filled_up_to(instant).unwrap_or(0.0)
    }

    /// Lines that retailers' shelves have filled up to an instant; `None` where workshops try no
    /// shelf first.
    pub(crate) fn filled_up_to(&self, instant: Instant) -> Option<f64> {
        self.filled.as_ref().map(|filled| filled.up_to(instant))
    }

    /// Lines per microsecond that retailers' shelves fill, where workshops try them first.
    pub(crate) fn fill(&self) -> Option<&StepFunction> {
        self.filled.as_ref().map(CumulativeFlow::rate)
    }

    /// Lines as they are entered, with those that return.
    fn with(&self, returning: ReturningLines) -> CumulativeFlow {
        let ordered = combine(self.ordered.rate(), &sum_of(&returning.deferred), |ordered, deferred| {
            ordered + deferred
        });
        let entered = combine(&ordered, &self.up, |rate, up| rate * up);
        let mut lumps = returning.lumps;
        for (&instant, &lines) in &self.ordered.lumps {
            *lumps.entry(instant).or_default() += lines;
        }
        let rate = combine(&entered, &sum_of(&returning.from_desk), |one, other| one + other);
        CumulativeFlow::new(rate, lumps)
    }

    /// Lines entered up to an instant; where orders are held, those ordered up to the instant at
    /// which its systems were last up.
    pub(crate) fn entered_up_to(&self, instant: Instant) -> f64 {
        match &self.entered {
            Some(entered) => entered.up_to(instant),
            None => self.ordered.up_to(last_up(&self.up, instant)),
        }
    }

    /// Lines per microsecond as they are entered, and those that are entered at one instant before
    /// `end`.
    pub(crate) fn entry(&self, end: Instant) -> (StepFunction, Vec<(Instant, f64)>) {
        if let Some(entered) = &self.entered {
            return (
                entered.rate().clone(),
                entered.lumps.iter().map(|(&instant, &lines)| (instant, lines)).collect(),
            );
        }
        let held = self.up.windows(2).filter(|pair| pair[1].1 > 0.0 && pair[1].0 < end);
        let lumps =
            held.map(|pair| (pair[1].0, self.ordered.up_to(pair[1].0) - self.ordered.up_to(pair[0].0)));
        let initial = self.ordered.lumps.iter().map(|(&instant, &lines)| (instant, lines));
        (combine(self.ordered.rate(), &self.up, |rate, up| rate * up), lumps.chain(initial).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::assertions::assert_near;
    use crate::compile::build;
    use crate::model::test_scenario;
    use crate::scenario::Scenario;
    use crate::scenario::customers::outage_response::{OutageBehaviour as OutageSpec, ResponseShares};
    use crate::scenario::disruption::Disruption;
    use crate::units::{DAY, HOUR, Per};

    /// 100 lines a day, with the system down from day 7 to 9 and the responses of customers.
    fn outage(shares: [f64; 4], deferred_over: Duration) -> Scenario {
        let mut scenario = test_scenario::scenario();
        scenario.systems = vec![test_scenario::system("order_entry", &[])];
        scenario.demand[0].when_down = Some(OutageSpec {
            of: Some("order_entry".into()),
            responses: ResponseShares { shares, rest: None },
            deferred_over,
            entered_by: None,
            classes: vec![],
        });
        scenario.disruptions =
            vec![test_scenario::outage("order_entry", Instant::at(7 * DAY), Some(Instant::at(9 * DAY)))];
        scenario
    }

    /// Lines entered on each day.
    fn by_day(scenario: &Scenario) -> Vec<f64> {
        let model = build(scenario).unwrap().model;
        let lines = &demand_lines(&model, &Plan::new(&model))[0];
        let up_to = |day| lines.entered_up_to(Instant::midnight(day).saturating_sub(Duration::MICROSECOND));
        (0..28).map(|day| up_to(day + 1) - up_to(day)).collect()
    }

    #[test]
    fn only_lines_on_paper_or_deferred_return() {
        // Of 200 lines 80 are on paper and come with the 100 of day 9; 60 are deferred, 15 a day
        // for 4 days.
        let days = by_day(&outage([0.4, 0.3, 0.1, 0.2], 4 * DAY));
        assert_near(&days[6..14], &[100.0, 0.0, 0.0, 195.0, 115.0, 115.0, 115.0, 100.0]);
        // Deferred over no time: all together.
        assert_near(&by_day(&outage([0.0, 0.5, 0.5, 0.0], Duration::ZERO))[8..11], &[0.0, 200.0, 100.0]);
    }

    #[test]
    fn customers_who_find_the_system_down_again_respond_in_the_same_shares() {
        // All are deferred, over 4 days: 50 a day from day 9 on. On day 10 it is down again: that
        // day's 100 and the 50 that return are deferred once more, 37.5 a day from day 11 to 14.
        let mut scenario = outage([0.0, 1.0, 0.0, 0.0], 4 * DAY);
        let later = test_scenario::outage("order_entry", Instant::at(10 * DAY), Some(Instant::at(11 * DAY)));
        scenario.disruptions.push(Disruption { name: "later".into(), ..later });
        assert_near(&by_day(&scenario)[8..16], &[0.0, 150.0, 0.0, 187.5, 187.5, 137.5, 137.5, 100.0]);
    }

    #[test]
    fn paper_orders_arrive_as_fast_as_their_desk_enters_them() {
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
        // A desk without limit enters all immediately.
        scenario.processes[0].capacity = crate::scenario::network::process::Capacity::Servers {
            servers: None,
            time: crate::scenario::network::service_time::ServiceTime::Alike(
                crate::distributions::Distribution::Constant(HOUR.as_micros_f64()),
            ),
        };
        assert_near(&by_day(&scenario)[8..11], &[0.0, 300.0, 100.0]);
    }
}
