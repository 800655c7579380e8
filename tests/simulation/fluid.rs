//! Fluid answer: for even arrivals, the computed backlog equals the simulated one.

use crate::support::{compiled, daily, observed};
use gplc::analysis::fluid::fluid;
use gplc::registers::metrics::ids;

/// Eight weeks of a centre that has everything and picks 1,000 lines a day, and its customers.
/// Orders cannot be entered from Monday of the fifth week, for two weeks.
fn scenario(parts: u32, who: &str) -> String {
    format!(
        r#"
title = "A case of even flow"
start = 2025-01-06
start_from = "full"
horizon = "8 weeks"
[parts.part]
count = {parts}
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[systems.orders]
[processes.pick]
rate = "1000 lines/day"
[sites.centre]
kind = "centre"
stock = "unlimited"
outbound = ["pick"]
[disruptions.attack]
from = 2025-02-03
takes_down = ["orders"]
until = 2025-02-17
{who}
"#
    )
}

/// Backlogs at the end of the days, by arithmetic and simulated.
fn backlogs(text: &str) -> (Vec<f64>, Vec<f64>) {
    let compiled = compiled(text);
    let seen = observed(&compiled);
    let simulated = daily(&seen, ids::BACKLOG, "site=centre").to_vec();
    (fluid(&compiled.model).backlog, simulated)
}

/// That no day of the arithmetic is off by more than this share of the simulated peak.
#[track_caller]
fn agrees(what: &str, parts: u32, who: &str, tolerance: f64) {
    let (fluid, simulated) = backlogs(&scenario(parts, who));
    assert_eq!(fluid.len(), simulated.len());
    let peak = simulated.iter().copied().fold(0.0, f64::max);
    let off = fluid.iter().zip(&simulated).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max);
    println!("{what}: at most {off:.0} lines off, of a peak of {peak:.0}");
    assert!(off <= tolerance * peak + 1.0, "{what}\n{fluid:.0?}\n{simulated:.0?}");
}

/// That the centre works as long as simulated after the outage, within a number of days.
#[track_caller]
fn works_as_long(what: &str, text: &str, days: usize) {
    let (fluid, simulated) = backlogs(text);
    let last = |backlog: &[f64]| backlog.iter().rposition(|&lines| lines > 100.0).unwrap();
    let (one, other) = (last(&fluid), last(&simulated));
    assert!(one.abs_diff(other) <= days, "{what}: until {one} and {other}\n{fluid:.0?}\n{simulated:.0?}");
}

/// What customers do while nothing can be ordered.
const DO: [(&str, &str); 3] = [
    ("held", "needs = [\"orders\"]"),
    ("lost", "needs = [\"orders\"]\nwhen_down = { lost = \"100%\" }"),
    (
        "mixed",
        "needs = [\"orders\"]\nwhen_down = { on_paper = \"40%\", deferred = \"30%\", lost = \"rest\" }",
    ),
];

/// Customers of twenty shops, 36 lines a day each, who look at the shelf first; the shops' stock
/// and source.
fn shops(stock: &str, source: &str, down: &str) -> String {
    format!(
        "[sites.shops]\nkind = \"retailer\"\ncount = 20\nsupplied_by = [\"{source}\"]\nstock = {{ {stock} }}\n\
         [lanes.to_shops]\nfrom = \"{source}\"\nto = \"shops\"\ntransit = \"1 day\"\n\
         [demand.all]\nsite = \"shops\"\nlines = \"36 lines/day each\"\narrivals = \"even\"\nclass = \"daily\"\n{down}"
    )
}

const DAILY: &str = "review = { every = \"1 day\", at = \"05:00\" }, needs = [\"orders\"]";

#[test]
fn customers_of_the_centre_agree_with_arithmetic() {
    // 720 lines a day, evenly; held they are counted to the line. Shares and times are drawn line
    // by line: of 10,080 lines 70 % return, with a standard error of 46 lines, and of those
    // deferred as many are still to come.
    for ((name, down), tolerance) in DO.into_iter().zip([0.0, 0.0, 0.03]) {
        let demand = "[demand.all]\nsite = \"centre\"\nlines = \"720 lines/day\"\narrivals = \"even\"\nclass = \"daily\"";
        agrees(name, 400, &format!("{demand}\n{down}"), tolerance);
    }
}

#[test]
fn pieces_taken_from_retail_shelves_in_an_outage_are_ordered_after_it() {
    // Shelves last for 80 days: whatever workshops would do without them, nothing changes in an
    // outage but the reviews. Of 8,000 shelves 1 − exp(−14 · 0.09) are lower after two weeks:
    // 5,731, and each is one line.
    for (name, down) in DO {
        agrees(name, 400, &shops(&format!("cover = \"80 days\", {DAILY}"), "centre", down), 0.02);
    }
}

#[test]
fn shortages_of_retail_shelves_in_an_outage_follow_the_outage_response() {
    // Two pieces of each part, for 22 days on average: in two weeks a fifth of what is wanted is
    // not there. The rest is approximate: how fast shelves are full again depends on the backlog
    // itself.
    for (name, down) in DO {
        agrees(name, 400, &shops(&format!("cover = \"20 days\", {DAILY}"), "centre", down), 0.08);
    }
}

#[test]
fn a_depot_orders_what_its_shops_order_once_they_can() {
    // 4,000 parts: the depot's reviews order those that any shop ordered since the last. With
    // systems of its own or without, it has nothing to order in the outage, for shops order
    // nothing.
    for needs in [", needs = [\"orders\"]", ""] {
        let depot = format!(
            "[sites.depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\n\
             stock = {{ cover = \"80 days\", review = {{ every = \"1 day\", at = \"06:00\" }}{needs} }}\n\
             [lanes.to_depot]\nfrom = \"centre\"\nto = \"depot\"\ntransit = \"1 day\"\n"
        );
        for (name, down) in DO {
            let shops = shops(&format!("cover = \"200 days\", {DAILY}"), "depot", down);
            agrees(name, 4000, &format!("{depot}{shops}"), 0.05);
        }
    }
}

#[test]
fn a_centre_that_works_per_piece_receives_pieces_after_the_outage() {
    // A line of a review after two weeks is of more pieces than usual: 10,080 pieces wait, however
    // many lines they are.
    for (name, down) in DO {
        let shops = shops(&format!("cover = \"80 days\", {DAILY}"), "centre", down);
        let text =
            scenario(400, &shops).replace("\"1000 lines/day\"", "\"1400 pieces/day\"\nper = \"piece\"");
        works_as_long(name, &text, 1);
    }
}
