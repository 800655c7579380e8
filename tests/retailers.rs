//! Retailers: what they hold, what their workshops take off the shelf, and what they must order.
//!
//! Every number here is worked out by hand: arrivals are even and times constant.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails where it stands, and says what it saw"
)]

mod support;

use gplc::model::{BaseStock, Model, Stock};
use gplc::scenario::read_text;
use support::{START, built};

/// The base stock of the first table of a kind that holds some.
fn held(model: &Model) -> &BaseStock {
    let held = model.tables.iter().find_map(|table| match &table.stock {
        Stock::BaseStock(held) => Some(held),
        Stock::None | Stock::Unlimited => None,
    });
    held.unwrap()
}

// --- What is held -------------------------------------------------------------------------------------------

/// Two shops with a demand for a fast part, a middling and two slow ones; `stock` is that of the shops.
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
fn a_site_holds_the_parts_that_are_asked_for_often_enough_at_one_site() {
    // At each shop 90, 6, 2 and 2 lines a year.
    let parts = |least: &str| {
        let model = built(&shops(&format!("cover = \"365 days\", minimum_demand = \"{least}\""))).model;
        let held = held(&model);
        (held.part_of_shelf.clone(), held.level.clone())
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
fn what_is_held_goes_by_the_demand_of_one_site_with_all_customers_below_it() {
    // The same shops hold nothing; one depot between them and the centre sees 180, 12, 4 and 4 lines a year.
    let text = shops("cover = \"1 day\"")
        .replace("stock = { cover = \"1 day\" }", "")
        .replace("supplied_by = [\"centre\"]", "supplied_by = [\"depot\"]")
        .replace("from = \"centre\"\nto = \"shops\"", "from = \"depot\"\nto = \"shops\"")
        + "[sites.depot]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]\nstock = { level = \"7 pieces\", minimum_demand = \"12 lines/year\" }\n";
    let model = built(&text).model;
    assert_eq!(
        (held(&model).part_of_shelf.as_slice(), held(&model).level.as_slice()),
        (&[0, 1][..], &[7, 7][..])
    );
}

#[test]
fn segments_still_restrict_what_is_held_and_every_rule_of_levels_works() {
    let levels = |stock: &str| {
        let model = built(&shops(stock)).model;
        let held = held(&model);
        (held.part_of_shelf.clone(), held.level.clone())
    };
    let least = "minimum_demand = \"2 lines/year\"";
    assert_eq!(
        levels(&format!("level = \"3 pieces\", {least}, segments = [\"c_slow\"]")),
        (vec![2, 3], vec![3, 3])
    );
    let by_segment = "level = { a_fast = \"9 pieces\", b_middling = \"4 pieces\", c_slow = \"1 piece\" }";
    assert_eq!(levels(&format!("{by_segment}, minimum_demand = \"3 lines/year\"")), (vec![0, 1], vec![9, 4]));
    // Two days of 90 lines a year are a Poisson mean of 0.493: P(X = 0) = 0.611, P(X ≤ 1) = 0.912, P(X ≤ 2) = 0.986;
    // of 6 a year 0.033, P(X = 0) = 0.968.
    assert_eq!(
        levels(&format!("fill_target = \"95%\", {least}, segments = [\"a_fast\", \"b_middling\"]")),
        (vec![0, 1], vec![3, 1])
    );
}

#[test]
fn a_rate_a_year_is_written_as_it_is_read() {
    let read = |text: &str| read_text("case.toml", text, &[]).unwrap();
    let first = read(&shops("level = \"3 pieces\", minimum_demand = \"6.5 lines/year\""));
    assert!(first.resolved.contains("minimum_demand = \"6.5 lines/year\""), "{}", first.resolved);
    assert_eq!(read(&first.resolved).scenario, first.scenario);
}
