//! Class mix: the order classes of the lines that come to each process in normal running, for the
//! mean of work that goes by class.
//!
//! Lines go up from table to table, line for line: a site that holds stock orders in its class at
//! most one line a part and review. It is computed before levels are known, so what a source cannot
//! give, what workshops do not find on their shelf and lots that gather lines are left out.

use crate::distributions::Sampler;
use crate::model::{Demand, Process, SiteGroup, Stock};
use crate::units::{IndexVec, SiteGroupId};

/// The lines that go up.
pub(crate) struct Lines<'a> {
    /// Lines of each demand that one site is asked for in a week.
    pub(crate) of_demand: &'a [f64],
    /// Lines a day that are asked of one site, by table and part.
    pub(crate) per_day: &'a IndexVec<SiteGroupId, Vec<f64>>,
    /// Mean time between reviews of each table, in days; 0: continuous.
    pub(crate) review_interval: &'a IndexVec<SiteGroupId, f64>,
}

/// Sets the mean work of processes whose work goes by class.
pub(crate) fn mean_work(
    processes: &mut [Process],
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    demands: &[Demand],
    lines: &Lines<'_>,
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
        // Where nothing is known to come, all classes count alike.
        let mean = if all > 0.0 { work / all } else { known / classes.max(1) as f64 };
        process.work = Sampler::Constant(mean);
    }
}

/// Lines a day by process and class.
fn mix(
    processes: usize,
    site_groups: &IndexVec<SiteGroupId, SiteGroup>,
    demands: &[Demand],
    lines: &Lines<'_>,
    classes: usize,
) -> Vec<Vec<f64>> {
    let mut mix = vec![vec![0.0; classes]; processes];
    let mut asked = IndexVec::filled(vec![0.0; classes], site_groups.len());
    for (demand, &in_a_week) in demands.iter().zip(lines.of_demand) {
        let table = demand.group;
        let per_day = in_a_week / 7.0 * f64::from(site_groups[table].count);
        let desk = demand.when_down.as_ref().and_then(|down| down.desk);
        let entered = desk.map(|desk| usize::from(site_groups[desk.group].desk[usize::from(desk.place)]));
        let mut before = 0.0;
        for (class, &up_to) in demand.class_up_to.iter().enumerate() {
            let of_class = per_day * (up_to - before);
            before = up_to;
            asked[table][class] += of_class;
            if let Some(process) = entered {
                mix[process][class] += of_class;
            }
        }
    }
    for (index, table) in site_groups.iter_ids() {
        let own = std::mem::take(&mut asked[index]);
        for &process in table.before_stock.iter().chain(&table.after_stock) {
            add(&mut mix[usize::from(process)], &own);
        }
        let up = match &table.stock {
            Stock::Unlimited => continue,
            Stock::None => own,
            Stock::BaseStock(held) => {
                let mut ordered = vec![0.0; classes];
                ordered[usize::from(held.class)] = ordered_per_day(lines, index) * f64::from(table.count);
                ordered
            }
        };
        for &process in &table.inbound {
            add(&mut mix[usize::from(process)], &up);
        }
        if let Some(&source) = table.sources.first() {
            add(&mut asked[source], &up);
        }
    }
    mix
}

/// Lines a day that one site orders for its stock, if it holds all that is asked for.
fn ordered_per_day(lines: &Lines<'_>, table: SiteGroupId) -> f64 {
    let every = lines.review_interval[table];
    let of_part = |&per_day: &f64| if every > 0.0 { -(-per_day * every).exp_m1() / every } else { per_day };
    lines.per_day[table].iter().map(of_part).sum()
}

fn add(to: &mut [f64], lines: &[f64]) {
    for (sum, of_class) in to.iter_mut().zip(lines) {
        *sum += of_class;
    }
}
