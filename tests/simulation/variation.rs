//! Common variation of demand: correlation between sites, and independence of other draws.

use crate::support::{HistoryRecorder, LineHistory, START, compiled, run};
use gplc::simulation::observer::Observer;
use gplc::simulation::orders::line::Line;
use gplc::units::{Instant, SiteId};

/// Two shops alike and a garage, with 400 lines a day each, all from a centre that has everything;
/// the keys of both demands.
fn text(shops: &str, garage: &str) -> String {
    let demand = |name: &str, site: &str, keys: &str| {
        format!("[demand.{name}]\nsite = \"{site}\"\nlines = \"400 lines/day\"\nclass = \"daily\"\n{keys}\n")
    };
    format!(
        r#"{START}
horizon = "1 week"
[parts.part]
count = 20
share = "100%"
[classes.daily]
priority = 1
[sites.centre]
kind = "centre"
stock = "unlimited"
[sites.shops]
kind = "retailer"
count = 2
supplied_by = ["centre"]
{}{}"#,
        demand("workshops", "shops", shops),
        demand("garage", "centre", garage)
    )
}

/// Lines by site.
#[derive(Default)]
struct Totals([f64; 3]);

impl Observer for Totals {
    fn ordered(&mut self, _: Instant, line: &Line) {
        self.0[line.stream().index()] += 1.0;
    }
}

/// Lines of a week at the garage and the shops, over replications.
fn weeks(shops: &str, garage: &str, replications: u32) -> Vec<[f64; 3]> {
    let model = compiled(&text(shops, garage)).model;
    (0..replications).map(|replication| run(&model, replication, Totals::default()).0).collect()
}

fn moments(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    (mean, values.map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0))
}

fn correlation(weeks: &[[f64; 3]], one: usize, other: usize) -> f64 {
    let ((a, va), (b, vb)) =
        (moments(weeks.iter().map(|week| week[one])), moments(weeks.iter().map(|week| week[other])));
    let covariance = weeks.iter().map(|week| (week[one] - a) * (week[other] - b)).sum::<f64>();
    covariance / (weeks.len() as f64 - 1.0) / (va * vb).sqrt()
}

const VARIES: &str = "variation = { week_cv = \"20%\", day_cv = \"10%\", persistence = 0.5 }";

#[test]
fn weekly_totals_have_the_given_variation_common_to_all_sites() {
    // A week of 2,800 lines, Poisson given its factors: variance 2,800 + 2,800² (1.04 · (1 +
    // 0.01/7) − 1) = 328,047, of which all but the 2,800 are common to all sites: correlation
    // 0.9915. 600 replications: the mean within 4.4 · 23.4, the standard deviation within 4.4 · 3.3
    // % (a lognormal's kurtosis of 0.65 counted), false alarms in 100,000: 2.
    let varied = weeks(VARIES, VARIES, 600);
    for site in 0..3 {
        let (mean, variance) = moments(varied.iter().map(|week| week[site]));
        println!("site {site}: mean {mean:.0}, sd {:.1}", variance.sqrt());
        assert!((mean - 2_800.0).abs() < 4.4 * 23.4, "{mean}");
        assert!((variance / 328_047.0).sqrt().ln().abs() < 4.4 * 0.033, "{variance}");
    }
    assert!(correlation(&varied, 0, 1) > 0.98, "demands of one stream move together");
    assert!(correlation(&varied, 1, 2) > 0.98, "sites of one demand move together");
    // Without it, or on another stream, they do not: standard error 1/√600.
    let other = VARIES.replace("persistence", "stream = \"other\", persistence");
    assert!(correlation(&weeks(VARIES, &other, 600), 0, 1).abs() < 4.4 * 0.041);
    let (_, independent) = moments(weeks("", "", 600).iter().map(|week| week[0]));
    assert!(independent < 2_800.0 * 1.3, "{independent}");
}

#[test]
fn variation_of_one_demand_changes_no_draw_of_another() {
    let garage = |text: &str| -> Vec<LineHistory> {
        let model = compiled(text).model;
        let first = model.site_groups.iter().find(|group| group.sources.is_empty()).unwrap().first;
        HistoryRecorder::of(&model, 3).into_iter().filter(|line| line.destination == first).collect()
    };
    assert_eq!(garage(&text("", "")), garage(&text(VARIES, "")));
    assert_eq!(garage(&text("", VARIES)), garage(&text(VARIES, VARIES)));
    assert_ne!(garage(&text("", "")), garage(&text("", VARIES)));
    // Requests stay: the same lines, at other instants.
    let requests = |text: &str| -> Vec<(u64, u32, u32)> {
        garage(text).iter().take(1_000).map(|line| (line.ordinal, line.part, line.pieces)).collect()
    };
    assert_eq!(requests(&text("", "")), requests(&text("", VARIES)));
}

#[test]
fn even_demand_follows_the_factors_of_its_days() {
    // Constant gaps in the integral of the intensity: a day has 400 times its factor, give or take
    // a line.
    let keys = "arrivals = \"even\"\nvariation = { day_cv = \"30%\" }";
    let lines = HistoryRecorder::of_customers(&compiled(&text(keys, keys)).model, 0);
    let of_day = |day: u64, site: SiteId| {
        lines
            .iter()
            .filter(|line| line.ordered / crate::support::DAY == day && line.destination == site)
            .count()
    };
    let mut days: Vec<usize> = Vec::new();
    for day in 0..7 {
        let both = [of_day(day, SiteId::new(0)), of_day(day, SiteId::new(1))];
        assert_eq!(both[0], both[1]);
        days.push(both[0]);
    }
    days.sort_unstable();
    assert!(days[6] > days[0] + 40, "{days:?}");
}
