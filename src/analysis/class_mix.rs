//! Class mix: the order classes of the lines that arrive at each process in normal operation, for
//! the mean of a service time that depends on the class.
//!
//! Lines go up from site group to site group, line for line: a site that holds stock orders in its
//! class at most one line a part and review. The mix is computed before levels are known, so
//! shortages at a source, lines that a retailer's shelf does not fill, and lots that combine lines
//! are left out.

use crate::distributions::Sampler;
use crate::model::{Demand, Process, SiteGroup, Stock};
use crate::units::{IndexVec, SiteGroupId};

/// Lines that go up.
pub(crate) struct LineRates<'a> {
    /// Lines of each demand that are requested of one site in a week.
    pub(crate) of_demand: &'a [f64],
    /// Lines a day that are requested of one site, by site group and part.
    pub(crate) per_day: &'a IndexVec<SiteGroupId, Vec<f64>>,
    /// Mean time between reviews of each site group \[days\]; 0: continuous.
    pub(crate) review_interval: &'a IndexVec<SiteGroupId, f64>,
}

/// Sets the mean work of processes whose work depends on the class.
pub(crate) fn mean_work(
    processes: &mut [Process],
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    demands: &[Demand],
    lines: &LineRates<'_>,
    classes: usize,
) {
    if processes.iter().all(|process| process.work_by_class.is_empty()) {
        return;
    }
    let mix = mix(processes.len(), site_groups, demands, lines, classes);
    for (process, mix) in processes.iter_mut().zip(mix) {
        if process.work_by_class.is_empty() {
            continue;
        }
        let all: f64 = mix.iter().sum();
        let work: f64 = process.work_by_class.iter().zip(&mix).map(|(work, share)| work.mean() * share).sum();
        let known: f64 = process.work_by_class.iter().map(Sampler::mean).sum();
        // Where no lines are expected, all classes count alike.
        let mean = if all > 0.0 { work / all } else { known / classes.max(1) as f64 };
        process.work = Sampler::Constant(mean);
    }
}

/// Lines a day by process and class.
fn mix(
    processes: usize,
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    demands: &[Demand],
    lines: &LineRates<'_>,
    classes: usize,
) -> Vec<Vec<f64>> {
    let mut mix = vec![vec![0.0; classes]; processes];
    let mut requested = IndexVec::filled(vec![0.0; classes], site_groups.len());
    for (demand, &in_a_week) in demands.iter().zip(lines.of_demand) {
        let group = demand.group;
        let per_day = in_a_week / 7.0 * f64::from(site_groups[group].count);
        let entered_by = demand.when_down.as_ref().and_then(|down| down.entered_by);
        let entering = entered_by.map(|entered_by| usize::from(entered_by.process(site_groups)));
        let mut before = 0.0;
        for (class, &up_to) in demand.class_up_to.iter().enumerate() {
            let of_class = per_day * (up_to - before);
            before = up_to;
            requested[group][class] += of_class;
            if let Some(process) = entering {
                mix[process][class] += of_class;
            }
        }
    }
    for (id, group) in site_groups.iter_ids() {
        let own = std::mem::take(&mut requested[id]);
        for &process in group.before_stock.iter().chain(&group.after_stock) {
            add(&mut mix[usize::from(process)], &own);
        }
        let up = match &group.stock {
            Stock::Unlimited => continue,
            Stock::None => own,
            Stock::BaseStock(held) => {
                let mut ordered = vec![0.0; classes];
                ordered[usize::from(held.class)] = ordered_per_day(lines, id) * f64::from(group.count);
                ordered
            }
        };
        for &process in &group.inbound {
            add(&mut mix[usize::from(process)], &up);
        }
        if let Some(&source) = group.sources.first() {
            add(&mut requested[source], &up);
        }
    }
    mix
}

/// Lines a day that one site orders for its stock, if it holds all requested parts.
fn ordered_per_day(lines: &LineRates<'_>, group: SiteGroupId) -> f64 {
    let every = lines.review_interval[group];
    let of_part = |&per_day: &f64| if every > 0.0 { -(-per_day * every).exp_m1() / every } else { per_day };
    lines.per_day[group].iter().map(of_part).sum()
}

fn add(to: &mut [f64], lines: &[f64]) {
    for (sum, of_class) in to.iter_mut().zip(lines) {
        *sum += of_class;
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::assertions::assert_near;
    use crate::compile::build;
    use crate::distributions::Distribution;
    use crate::model::test_scenario;
    use crate::scenario::Scenario;
    use crate::scenario::network::process::Capacity;
    use crate::scenario::network::service_time::ServiceTime;
    use crate::scenario::network::site::SiteKind;
    use crate::scenario::stock::{Review, ReviewInterval, StockLevel};
    use crate::units::{DAY, Duration, HOUR, Per, ProcessId, WEEK};

    /// A centre that picks daily lines in one hour and stock lines in three.
    fn scenario() -> Scenario {
        let mut scenario = test_scenario::scenario();
        let mut pick = test_scenario::process("pick", 1.0, Per::Time(HOUR));
        let hours = |hours: u64| Distribution::Constant((hours * HOUR).as_micros_f64());
        pick.capacity = Capacity::Servers {
            servers: None,
            time: ServiceTime::ByClass(vec![("daily".into(), hours(1)), ("stock".into(), hours(3))]),
        };
        scenario.processes = vec![pick];
        scenario.sites[0].after_stock = vec!["pick".into()];
        scenario
    }

    fn hours(scenario: &Scenario) -> f64 {
        build(scenario).unwrap().model.processes[ProcessId::new(0)].work.mean() / HOUR.as_micros_f64()
    }

    #[test]
    fn mean_work_follows_the_classes_of_the_lines_that_arrive() {
        let mut scenario = scenario();
        assert_near(&[hours(&scenario)], &[1.0]);
        scenario.demand[0].classes = vec![("daily".into(), 0.75), ("stock".into(), 0.25)];
        assert_near(&[hours(&scenario)], &[0.75 + 0.25 * 3.0]);
        // Without lines all classes count alike.
        scenario.sites[0].after_stock = vec![];
        assert_near(&[hours(&scenario)], &[2.0]);
    }

    #[test]
    fn replenishment_counts_in_its_class_with_at_most_one_line_a_part_and_review() {
        // 7 lines a week for the only part of a depot, which orders once a week in class stock:
        // 1 − e⁻⁷ lines, beside 7 daily lines at the centre.
        let mut scenario = scenario();
        scenario.demand[0].lines.count = 1.0;
        let mut depot = test_scenario::site("depot", SiteKind::Pdc, &["centre"]);
        let weekly = Review::periodic(ReviewInterval::Elapsed(WEEK), Duration::ZERO);
        depot.stock = Some(test_scenario::base_stock(StockLevel::Cover(WEEK), weekly));
        scenario.sites.insert(1, depot);
        scenario.demand.push(test_scenario::demand("retailers", "depot", 1.0, Per::Time(DAY)));
        let stock = 1.0 - (-7.0_f64).exp();
        assert_near(&[hours(&scenario)], &[(7.0 + 3.0 * stock) / (7.0 + stock)]);
    }
}
