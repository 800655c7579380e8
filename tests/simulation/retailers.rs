//! Retailers: their assortment, fills from their shelf, and orders for shortages.
//!
//! Every number here is computed by hand: arrivals are even and times constant.

use crate::support::{
    AtMidnight, HOUR, HistoryRecorder, LineHistory, MINUTE, Micros, START, compiled, daily, observed, run,
    value,
};
use gplc::model::{BaseStock, Model, Stock};
use gplc::registers::metrics::ids;
use gplc::scenario::read_text;
use gplc::simulation::observer::Observer;
use gplc::simulation::view::View;
use gplc::units::{Instant, SiteId};

/// The base stock of the first table of a kind that holds some.
fn held(model: &Model) -> &BaseStock {
    let held = model.site_groups.iter().find_map(|table| match &table.stock {
        Stock::BaseStock(held) => Some(held),
        Stock::None | Stock::Unlimited => None,
    });
    held.unwrap()
}

// --- What is held
// -------------------------------------------------------------------------------------------

/// Two shops with a demand for a fast part, a middling and two slow ones; `stock` is that of the
/// shops.
fn shops(stock: &str) -> String {
    format!(
        r#"{START}
horizon = "1 week"
[parts.a_fast]
count = 1
share = "90%"
[parts.b_middling]
count = 1
share = "6%"
[parts.c_slow]
count = 2
share = "4%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.centre]
kind = "centre"
stock = "unlimited"
[sites.shops]
kind = "retailer"
count = 2
supplied_by = ["centre"]
stock = {{ {stock} }}
[lanes.to_shops]
from = "centre"
to = "shops"
transit = "2 days"
[demand.workshops]
site = "shops"
lines = "100 lines/year each"
class = "daily"
"#
    )
}

#[test]
fn a_site_stocks_parts_with_enough_demand_at_one_site() {
    // At each shop 90, 6, 2 and 2 lines a year.
    let parts = |least: &str| {
        let model = compiled(&shops(&format!("cover = \"365 days\", minimum_demand = \"{least}\""))).model;
        let held = held(&model);
        (held.assortment.parts().collect::<Vec<_>>(), held.level.clone())
    };
    assert_eq!(parts("2 lines/year"), (vec![0, 1, 2, 3], vec![90, 6, 2, 2]));
    assert_eq!(parts("6 lines/year"), (vec![0, 1], vec![90, 6]));
    // 6 a year are 0.1151 a week of 7 days, and 0.0230 a working day of 5 in the week.
    assert_eq!(parts("0.115 lines/week").0, [0, 1]);
    assert_eq!(parts("0.116 lines/week").0, [0]);
    assert_eq!(parts("0.0230 lines/working day").0, [0, 1]);
    assert_eq!(parts("0.0231 lines/working day").0, [0]);
    assert_eq!(parts("91 lines/year").0, [0; 0]);
}

#[test]
fn stocking_follows_the_demand_of_one_site_with_all_customers_below_it() {
    // The same shops hold nothing; one depot between them and the centre sees 180, 12, 4 and 4
    // lines a year.
    let text = shops("cover = \"1 day\"")
        .replace("stock = { cover = \"1 day\" }", "")
        .replace("supplied_by = [\"centre\"]", "supplied_by = [\"depot\"]")
        .replace("from = \"centre\"\nto = \"shops\"", "from = \"depot\"\nto = \"shops\"")
        + "[sites.depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\nstock = { level = \"7 pieces\", minimum_demand = \"12 lines/year\" }\n";
    let model = compiled(&text).model;
    assert_eq!(
        (held(&model).assortment.parts().collect::<Vec<_>>(), held(&model).level.as_slice()),
        (vec![0, 1], &[7, 7][..])
    );
}

#[test]
fn segments_restrict_stocking_under_every_rule_of_levels() {
    let levels = |stock: &str| {
        let model = compiled(&shops(stock)).model;
        let held = held(&model);
        (held.assortment.parts().collect::<Vec<_>>(), held.level.clone())
    };
    let least = "minimum_demand = \"2 lines/year\"";
    assert_eq!(
        levels(&format!("level = \"3 pieces\", {least}, segments = [\"c_slow\"]")),
        (vec![2, 3], vec![3, 3])
    );
    let by_segment = "level = { a_fast = \"9 pieces\", b_middling = \"4 pieces\", c_slow = \"1 piece\" }";
    assert_eq!(levels(&format!("{by_segment}, minimum_demand = \"3 lines/year\"")), (vec![0, 1], vec![9, 4]));
    // Two days of 90 lines a year are a Poisson mean of 0.493: P(X = 0) = 0.611, P(X ≤ 1) = 0.912,
    // P(X ≤ 2) = 0.986; of 6 a year 0.033, P(X = 0) = 0.968.
    assert_eq!(
        levels(&format!("fill_rate = \"95%\", {least}, segments = [\"a_fast\", \"b_middling\"]")),
        (vec![0, 1], vec![3, 1])
    );
}

#[test]
fn annual_rates_read_back_unchanged() {
    let read = |text: &str| read_text("case.toml", text, &[]).unwrap();
    let first = read(&shops("level = \"3 pieces\", minimum_demand = \"6.5 lines/year\""));
    assert!(first.resolved.contains("minimum_demand = \"6.5 lines/year\""), "{}", first.resolved);
    assert_eq!(read(&first.resolved).scenario, first.scenario);
}

// --- From the retail shelf
// ------------------------------------------------------------------------------------------

/// A shop whose workshop requires some pieces of one part at every full hour, ten hours away from a
/// centre that has everything.
fn shop(stock: &str, pieces: u32, demand: &str, rest: &str) -> Model {
    compiled(&shop_text(stock, pieces, demand, rest)).model
}

fn shop_text(stock: &str, pieces: u32, demand: &str, rest: &str) -> String {
    format!(
        r#"{START}
horizon = "1 week"
[parts.part]
count = 1
share = "100%"
pieces = "{pieces} pieces"
[classes.vor]
priority = 1
[classes.daily]
priority = 2
[classes.stock]
priority = 3
[systems.orders]
[sites.centre]
kind = "centre"
stock = "unlimited"
[sites.shop]
kind = "retailer"
supplied_by = ["centre"]
stock = {{ {stock} }}
[lanes.to_shop]
from = "centre"
to = "shop"
transit = "10 h"
[demand.workshop]
site = "shop"
lines = "1 line/h"
arrivals = "even"
{demand}
{rest}
"#
    )
}

/// Hours at which a workshop took its request from the retail shelf, and at which it did not.
#[derive(Debug, Default)]
struct Takes {
    taken: Vec<(Micros, u32)>,
    lacking: Vec<(Micros, u32)>,
}

impl Observer for Takes {
    fn off_the_shelf_fill(&mut self, now: Instant, _: SiteId, _: u32, pieces: u32) {
        let now = now.as_micros();
        self.taken.push((now / HOUR, pieces));
    }

    fn retail_shelf_short(&mut self, now: Instant, _: SiteId, _: u32, pieces: u32) {
        let now = now.as_micros();
        self.lacking.push((now / HOUR, pieces));
    }
}

const DAILY: &str = "class = \"daily\"";

#[test]
fn a_workshop_takes_from_the_shelf_immediately_and_orders_the_shortage() {
    // Two pieces, reordered at each take and back 10 h later, before the demand of that hour: the
    // requests of hours 1, 2, 11, 12, 21, … are taken, and those between are ordered and come 10 h
    // later.
    let model = shop("level = \"2 pieces\"", 1, DAILY, "");
    let takes = run(&model, 0, Takes::default());
    let filled_from_shelf = |hour: Micros| (hour - 1) % 10 < 2;
    let hours = |these: bool| {
        (1..168).filter(|&hour| filled_from_shelf(hour) == these).map(|hour| (hour, 1)).collect::<Vec<_>>()
    };
    assert_eq!(takes.taken, hours(true));
    assert_eq!(takes.lacking, hours(false));
    let histories = HistoryRecorder::of(&model, 0);
    for history in &histories {
        assert_eq!(history.replenishment, filled_from_shelf(history.ordered / HOUR), "{history:?}");
        let filled = history.ordered + 10 * HOUR;
        assert_eq!(history.filled, Some(filled).filter(|&at| at < 168 * HOUR), "{history:?}");
        assert_eq!(history.pieces, 1);
    }
    assert_eq!(histories.len(), 167);
}

#[test]
fn off_the_shelf_fill_is_counted_in_lines_by_day() {
    // Of hours 0 … 23 of the first day, 23 requests: 1, 2, 11, 12, 21, 22 are taken; of the second,
    // 24 requests, hours 31, 32, 41 and 42.
    let compiled = compiled(&shop_text("level = \"2 pieces\"", 1, DAILY, ""));
    let seen = observed(&compiled);
    let series = |metric| daily(&seen, metric, "site=shop")[..2].to_vec();
    assert_eq!(series(ids::WORKSHOP_LINES), [23.0, 24.0]);
    assert_eq!(series(ids::OFF_THE_SHELF_FILL_RATE_DAILY), [6.0 / 23.0, 4.0 / 24.0]);
    // 34 of the 167 hours, in 16 whole rounds of ten and the hours 161 and 162.
    assert_eq!(value(&seen, ids::OFF_THE_SHELF_FILL_RATE, "site=shop"), Some(34.0 / 167.0));
}

#[test]
fn a_short_line_is_ordered_complete_and_the_shelf_keeps_its_pieces() {
    // Seven pieces and requests for three: two are taken, then one piece is there and three are
    // ordered, until three return in hour 11.
    let model = shop("level = \"7 pieces\"", 3, DAILY, "");
    let takes = run(&model, 0, Takes::default());
    assert_eq!(takes.taken[..3], [(1, 3), (2, 3), (11, 3)]);
    assert_eq!(takes.lacking[..2], [(3, 3), (4, 3)]);
    let on_hand =
        AtMidnight::new(|_: Micros, view: &View<'_>| f64::from(view.all_shelves().next().unwrap().on_hand));
    assert_eq!(run(&model, 0, on_hand).values, [1.0; 7]);
}

#[test]
fn a_part_not_stocked_is_ordered_immediately() {
    let stock = "level = \"9 pieces\", minimum_demand = \"25 lines/day\"";
    let model = shop(stock, 1, DAILY, "");
    let histories = HistoryRecorder::of(&model, 0);
    assert_eq!(histories.len(), 167);
    assert!(histories.iter().all(LineHistory::is_customer));
    assert_eq!(run(&model, 0, Takes::default()).taken, []);
}

#[test]
fn a_review_orders_everything_taken_since_the_last() {
    // Observed at half past midnight: 24 pieces, 23 of them taken on the first day, ordered on the
    // second at 00:30 and there at 10:30; the last piece is taken at 0:00.
    let stock = "level = \"24 pieces\", review = { every = \"1 day\", at = \"00:30\" }";
    let model = shop(stock, 1, DAILY, "");
    let orders: Vec<_> = HistoryRecorder::of(&model, 0)
        .into_iter()
        .filter(|history| history.replenishment)
        .map(|history| (history.ordered / MINUTE, history.pieces))
        .collect();
    // Of the second day: hours 1 to 10 lack, 11 to 23 and 24 are taken, 14 in all.
    assert_eq!(orders[..2], [(24 * 60 + 30, 24), (48 * 60 + 30, 14)]);
}

#[test]
fn workshops_take_from_the_shelf_while_ordering_is_down() {
    // Three pieces; the system is down from 1:30 to 6:10. Hours 1 to 3 are taken; hours 4 to 6 are
    // held until 6:10.
    let down = "[disruptions.attack]\nfrom = 2025-01-06T01:30:00\ntakes_down = [\"orders\"]\nuntil = 2025-01-06T06:10:00\n";
    let stock = "level = \"3 pieces\", needs = [\"orders\"]";
    let model = shop(stock, 1, &format!("{DAILY}\nneeds = [\"orders\"]"), down);
    let takes = run(&model, 0, Takes::default());
    assert_eq!(takes.taken[..3], [(1, 1), (2, 1), (3, 1)]);
    let customers = HistoryRecorder::of_customers(&model, 0);
    let seen: Vec<_> = customers[..4]
        .iter()
        .map(|history| (history.ordered / MINUTE, history.filled.unwrap() / MINUTE))
        .collect();
    assert_eq!(seen, [(240, 970), (300, 970), (360, 970), (420, 1020)]);
    // What was taken at 2:00 and 3:00 is ordered at 6:10 as one line: the shelf has it at 16:10.
    let orders: Vec<_> =
        HistoryRecorder::of(&model, 0).into_iter().filter(|history| history.replenishment).collect();
    assert_eq!((orders[0].ordered, orders[0].pieces), (HOUR, 1));
    assert_eq!((orders[1].ordered, orders[1].pieces), (6 * HOUR + 10 * MINUTE, 2));
}

#[test]
fn shortages_have_an_order_class_of_their_own() {
    let classes = |demand: &str| -> Vec<u8> {
        let model = shop("level = \"2 pieces\"", 1, demand, "");
        HistoryRecorder::of_customers(&model, 0).into_iter().map(|history| history.class).collect()
    };
    assert!(classes(DAILY).iter().all(|&class| class == 1));
    assert!(classes("backorder_class = { vor = \"100%\" }").iter().all(|&class| class == 0));
    // The draw is that of the line: the same lines are urgent as those of a demand that says so in
    // `classes`.
    let mixed = "{ vor = \"25%\", daily = \"75%\" }";
    let lacking = classes(&format!("backorder_class = {mixed}"));
    assert_eq!(lacking, classes(&format!("classes = {mixed}")));
    assert_eq!(lacking, classes(&format!("class = \"stock\"\nbackorder_class = {mixed}")));
    // 133 lines, 25 % of them: between 16 and 51 with a probability of 99.9 % (binomial; fixed
    // seed).
    let urgent = lacking.iter().map(|&class| usize::from(class == 0)).sum::<usize>();
    assert!((16..=51).contains(&urgent), "{urgent} of {}", lacking.len());
}

#[test]
fn shortages_are_referred_to_the_next_source_and_wait_at_the_last() {
    // A depot with one piece an hour away: it gives the first short line, and has ordered
    // the piece again from the centre, three hours away; the next ones continue to the centre, ten
    // hours away straight.
    let depot = "[sites.depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\nstock = { level = \"1 piece\" }\n\
        [lanes.to_depot]\nfrom = \"centre\"\nto = \"depot\"\ntransit = \"3 h\"\n\
        [lanes.near]\nfrom = \"depot\"\nto = \"shop\"\ntransit = \"1 h\"\n";
    let text = shop_text("level = \"0 pieces\"", 1, DAILY, depot);
    let first_to_last = |sources: &str| -> Vec<Micros> {
        let text = text.replace(
            "supplied_by = [\"centre\"]\nstock = { level = \"0",
            &format!("supplied_by = {sources}\nstock = {{ level = \"0"),
        );
        let histories = HistoryRecorder::of_customers(&compiled(&text).model, 0);
        histories[..5].iter().map(|history| history.time_to_fill() / HOUR).collect()
    };
    assert_eq!(first_to_last("[\"depot\", \"centre\"]"), [1, 10, 10, 1, 10]);
    // With the depot alone they wait there for the piece that the line before them ordered, three
    // hours away.
    assert_eq!(first_to_last("[\"depot\"]"), [1, 3, 3, 3, 3]);
}

#[test]
fn the_backorder_class_reads_back_unchanged() {
    let read = |text: &str| read_text("case.toml", text, &[]).unwrap();
    for demand in [
        "backorder_class = { daily = \"75%\", vor = \"25%\" }",
        "class = \"daily\"\nbackorder_class = { vor = \"100%\" }",
    ] {
        let first = read(&shop_text("level = \"2 pieces\"", 1, demand, ""));
        let again = read(&first.resolved);
        assert_eq!(again.scenario, first.scenario);
        assert_eq!(again.resolved, first.resolved);
    }
}

#[test]
fn impatience_for_a_class_without_shortages_is_an_error() {
    let rule = |class: &str| {
        let rule =
            format!("[impatience.gives_up]\nclass = \"{class}\"\nlate_by = \"1 week\"\ncancels = true\n");
        let text = shop_text("level = \"2 pieces\"", 1, "backorder_class = { vor = \"100%\" }", &rule);
        let text = text.replace("[classes.vor]\n", "[classes.vor]\npromise = \"1 day\"\n");
        let text = text.replace("[classes.daily]\n", "[classes.daily]\npromise = \"1 day\"\n");
        read_text("case.toml", &text, &[])
    };
    assert!(rule("vor").is_ok(), "{}", rule("vor").unwrap_err());
    let reported = rule("daily").expect_err("it has no orders").to_string();
    assert!(reported.contains("no customer of rule `gives_up` orders lines of class `daily`"), "{reported}");
}
