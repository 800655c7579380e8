//! Common random numbers: random numbers belong to elements, so other elements do not change them.

use crate::support::{HistoryRecorder, LineHistory, START, compiled, observed};
use gplc::model::Model;
use gplc::units::SiteId;

/// Two PDCs and retailers, all work and transit at random and none of it limited, so that every
/// time is a draw.
const NETWORK: &str = r#"
horizon = "2 weeks"
seed = 11
[parts.fast]
count = 5
share = "70%"
pieces = { geometric = "3 pieces" }
[parts.slow]
count = 20
share = "30%"
[classes.vor]
priority = 1
[classes.daily]
priority = 2
[classes.stock]
priority = 3
[systems.wms]
[processes.pick]
time = { exponential = "30 min" }
needs = ["wms"]
[processes.put_away]
time = { gamma = { mean = "1 h", cv = 0.5 } }
routing_share = "70%"
[sites.suppliers]
kind = "supplier"
lead_time = { lognormal = { median = "3 days", p90 = "6 days" } }
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
inbound = ["put_away"]
outbound = ["pick"]
stock = { level = "40 pieces" }
[sites.depot]
kind = "pdc"
supplied_by = ["centre"]
stock = { cover = "3 days", review = { every = "1 day", at = "06:00" } }
[sites.shops]
kind = "retailer"
count = 3
supplied_by = ["depot", "centre"]
[lanes.to_depot]
from = "centre"
to = "depot"
transit = { uniform = ["4 h", "9 h"] }
[lanes.to_shops]
from = "depot"
to = "shops"
transit = { exponential = "5 h" }
[lanes.straight]
from = "centre"
to = "shops"
transit = { exponential = "9 h" }
[demand.workshops]
site = "shops"
lines = "30 lines/day each"
lines_per_order = { geometric = "2 lines" }
classes = { vor = "10%", daily = "90%" }
[demand.garages]
site = "centre"
lines = "20 lines/day"
class = "daily"
"#;

fn text() -> String {
    format!("{START}{NETWORK}")
}

fn model(text: &str) -> Model {
    compiled(text).model
}

/// What befalls every line, by identity; which number a site or class has is left out.
fn lines(model: &Model) -> Vec<LineHistory> {
    let mut histories = HistoryRecorder::of(model, 0);
    for history in &mut histories {
        (history.source, history.destination) = (SiteId::new(0), SiteId::new(0));
    }
    histories.sort_by_key(|history| (history.stream, history.ordinal));
    histories
}

#[test]
fn an_additional_idle_element_changes_no_draw() {
    let expected = lines(&model(&text()));
    assert!(expected.len() > 1_500, "{} lines", expected.len());
    for (what, added, replaced) in [
        (
            "a site without demand",
            "[sites.another_depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\nstock = { level = \"3 pieces\" }\n",
            None,
        ),
        (
            "a retailer without demand",
            "[sites.a_shop]\nkind = \"retailer\"\ncount = 4\nsupplied_by = [\"depot\"]\n",
            None,
        ),
        (
            "a lane that carries nothing",
            "[sites.a_shop]\nkind = \"retailer\"\nsupplied_by = [\"depot\"]\n[lanes.a_lane]\nfrom = \"depot\"\nto = \"a_shop\"\ndeparts = \"mon-fri 10:00\"\ntransit = { exponential = \"1 day\" }\n",
            None,
        ),
        (
            "a process that takes no time",
            "[processes.label]\n",
            Some(("outbound = [\"pick\"]", "outbound = [\"stock\", \"label\", \"pick\"]")),
        ),
        (
            "a system and its outage without effect",
            "[systems.a_portal]\n[disruptions.a_outage]\nfrom = 2025-01-09\ntakes_down = [\"a_portal\"]\n",
            None,
        ),
        (
            "a disruption that takes nothing away",
            "[disruptions.a_scare]\nfrom = 2025-01-09\ntakes_down = [\"wms\"]\nto = \"100%\"\n",
            None,
        ),
        ("a class without orders", "[classes.a_class]\npriority = 9\n", None),
        (
            "a supplier without demand",
            "[sites.a_supplier]\nkind = \"supplier\"\nlead_time = { exponential = \"1 day\" }\n",
            None,
        ),
    ] {
        let mut text = format!("{}{added}", text());
        if let Some((from, to)) = replaced {
            assert!(text.contains(from));
            text = text.replace(from, to);
        }
        assert!(lines(&model(&text)) == expected, "{what}");
    }
}

/// What customers want: who orders when, and how many pieces of which part.
fn requests(model: &Model) -> Vec<(u64, u64, u64, u8, u32, u32)> {
    let customers = lines(model).into_iter().filter(LineHistory::is_customer);
    customers
        .map(|line| (line.stream, line.ordinal, line.ordered, line.class, line.part, line.pieces))
        .collect()
}

#[test]
fn capacities_and_outages_change_no_customer_line() {
    let expected = requests(&model(&text()));
    for (from, to) in [
        ("time = { exponential = \"30 min\" }", "servers = 1\ntime = { exponential = \"7 min\" }"),
        ("time = { exponential = \"30 min\" }", "rate = \"9 lines/h\""),
        ("stock = { level = \"40 pieces\" }", "stock = { level = \"5 pieces\", supply = \"whole\" }"),
        ("supplied_by = [\"depot\", \"centre\"]", "supplied_by = [\"centre\"]"),
        ("[systems.wms]", "[systems.wms]\n[disruptions.attack]\nfrom = 2025-01-09\ntakes_down = [\"wms\"]\n"),
    ] {
        let text = text();
        assert!(text.contains(from));
        let text = text.replace(from, to);
        // A lane that is no longer used would be an error.
        let text = if to.starts_with("supplied_by") {
            text.replace(
                "[lanes.to_shops]\nfrom = \"depot\"\nto = \"shops\"\ntransit = { exponential = \"5 h\" }\n",
                "",
            )
        } else {
            text
        };
        assert!(requests(&model(&text)) == expected, "{to}");
    }
}

#[test]
fn service_transit_and_lead_times_of_a_line_are_the_same_in_every_plan() {
    // Two pickers instead of any number: lines wait, but the work on each and its transit are the
    // same. Compared are lines of one piece, which are never split, where the same site gives it in
    // both.
    let free = HistoryRecorder::of(&model(&text()), 0);
    let busy = HistoryRecorder::of(&model(&text().replace("time = { exp", "servers = 2\ntime = { exp")), 0);
    let key = |line: &LineHistory| (line.stream, line.ordinal, line.source);
    let worked = |line: &&LineHistory| {
        line.is_customer() && line.pieces == 1 && line.filled.is_some() && line.work > 0
    };
    let both: Vec<(&LineHistory, &LineHistory)> = free
        .iter()
        .filter(worked)
        .filter_map(|line| {
            busy.iter().filter(worked).find(|other| key(other) == key(line)).map(|other| (line, other))
        })
        .collect();
    assert!(both.len() > 100, "{}", both.len());
    let transit = |line: &LineHistory| line.filled.unwrap() - line.shipped.unwrap();
    for (one, other) in &both {
        assert_eq!((one.work, transit(one)), (other.work, transit(other)));
    }
    let later = both.iter().filter(|(one, other)| one.shipped < other.shipped).count();
    assert!(later > both.len() / 10, "{later} of {} came later", both.len());
}

#[test]
fn more_sites_in_a_group_change_no_draw_of_the_earlier_ones() {
    let text = text();
    let few = model(&text);
    let many = model(&text.replace("count = 3", "count = 7"));
    let shops = |model: &Model, name: usize| model.demands[name].streams[..1.max(3 * name)].to_vec();
    assert_eq!(shops(&few, 0), shops(&many, 0));
    let earlier: Vec<u64> = few.demands.iter().flat_map(|demand| demand.streams.clone()).collect();
    let of_earlier = |model: &Model| -> Vec<_> {
        requests(model).into_iter().filter(|line_request| earlier.contains(&line_request.0)).collect()
    };
    assert_eq!(of_earlier(&few), of_earlier(&many));
    assert!(requests(&many).len() > requests(&few).len());
}

#[test]
fn a_renamed_demand_can_keep_its_draws() {
    let kept = text().replace("[demand.workshops]", "[demand.dealers]\nstream = \"workshops\"");
    let lost = text().replace("[demand.workshops]", "[demand.dealers]");
    let expected = lines(&model(&text()));
    assert!(lines(&model(&kept)) == expected);
    assert!(lines(&model(&lost)) != expected);
}

#[test]
fn replications_and_seeds_differ_and_each_can_be_rerun_alone() {
    let model_of = |seed: &str| model(&text().replace("seed = 11", seed));
    let model = model_of("seed = 11");
    let first = HistoryRecorder::of(&model, 0);
    let second = HistoryRecorder::of(&model, 1);
    assert!(first != second);
    assert!(first != HistoryRecorder::of(&model_of("seed = 12"), 0));
    assert_eq!(second, HistoryRecorder::of(&model, 1));
}

/// The tables of a text, with what stands before the first.
fn tables(text: &str) -> (String, Vec<String>) {
    let mut parts = text.split("\n[");
    let head = parts.next().expect("a text has a begin").to_owned();
    (head, parts.map(|part| format!("\n[{part}")).collect())
}

#[test]
fn order_of_tables_and_units_of_quantities_change_nothing() {
    let seen = |text: &str| {
        let compiled = compiled(text);
        // As text, because a share of nothing is NaN and not equal to itself.
        format!("{:?}", observed(&compiled))
    };
    let expected = seen(&text());
    let (head, mut others) = tables(&text());
    others.reverse();
    assert!(seen(&format!("{head}{}", others.concat())) == expected);
    others.sort();
    assert!(seen(&format!("{head}{}", others.concat())) == expected);
    let mut other_units = text();
    for (from, to) in [
        ("\"2 weeks\"", "\"336 h\""),
        ("\"30 min\"", "\"0.5 h\""),
        ("mean = \"1 h\"", "mean = \"3600 s\""),
        ("median = \"3 days\"", "median = \"72 h\""),
        ("p90 = \"6 days\"", "p90 = \"8640 min\""),
        ("cover = \"3 days\"", "cover = \"72 h\""),
        ("every = \"1 day\"", "every = \"24 h\""),
        ("[\"4 h\", \"9 h\"]", "[\"240 min\", \"32400 s\"]"),
        ("\"30 lines/day each\"", "\"1.25 lines/h each\""),
        ("\"20 lines/day\"", "\"140 per week\""),
        ("vor = \"10%\", daily = \"90%\"", "daily = \"90.0%\", vor = \"10.00%\""),
        ("transit = { exponential = \"5 h\" }", "transit = { exponential = \"18000000 ms\" }"),
    ] {
        assert!(other_units.contains(from), "{from}");
        other_units = other_units.replace(from, to);
    }
    assert!(seen(&other_units) == expected);
}
