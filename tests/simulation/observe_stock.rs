//! Observations of stock: every number compared with hand calculation, and Palm's theorem.
//!
//! Theory is asserted to lie in the 99.9 % interval of independent replications with a fixed seed:
//! each such assertion would fail by chance for one seed in a thousand.

use crate::support::{START, agrees, compiled, observed, reads_back, symbols};
use gplc::compile::CompiledModel;
use gplc::metrics::{ReplicationResult, run_replication};
use gplc::registers::metrics::Dim;

/// A centre that is observed as `shelf`, supplied after 5 hours.
fn centre(top: &str, stock: &str, demand: &str, observe: &str) -> CompiledModel {
    centre_with("", top, stock, demand, observe)
}

/// The same with more keys.
fn centre_with(keys: &str, top: &str, stock: &str, demand: &str, observe: &str) -> CompiledModel {
    compiled(&format!(
        r#"{START}
{top}
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
promise = "2 h"
[classes.stock]
priority = 2
[sites.suppliers]
kind = "supplier"
lead_time = "5 h"
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = {{ {stock} }}
{keys}
[demand.customers]
site = "centre"
class = "daily"
arrivals = "even"
{demand}
[observe.shelf]
stock = "centre"
{observe}
"#
    ))
}

const A_DAY: &str = "horizon = \"1 day\"";

/// A line of a piece every 2 hours, from 2:00 to 22:00.
const EVERY_TWO_HOURS: &str = "lines = \"12 lines/day\"";

/// The value of a metric of an observation, of one class or all.
#[track_caller]
fn value_of(observations: &ReplicationResult, name: &str, class: &str) -> Option<f64> {
    symbols::value_of(observations, name, class).outcome.value()
}

#[track_caller]
fn are(observations: &ReplicationResult, class: &str, expected: &[(&str, f64)]) {
    for &(name, value) in expected {
        let found = value_of(observations, name, class);
        let near = found.is_some_and(|found| (found - value).abs() <= 1e-9 * value.abs().max(1.0));
        assert!(near, "{name} of {class}: {found:?}, not {value}");
    }
}

#[test]
fn every_number_of_a_one_for_one_shelf_matches_hand_calculation() {
    // Two pieces. The lines of 2 and 4 h take them; what is ordered for them comes at 7 and 9 h.
    // From 6 h on each line waits an hour for what was ordered 5 h before: 9 of 11 lines. There are
    // 2 pieces until 2 h, 1 until 4 h, and no more. Of what is ordered there is 1 piece from 2 h, 2
    // from 4 h, and then 3 for the hour in which one waits, and 2.
    let compiled = centre(
        A_DAY,
        "level = \"2 pieces\"",
        EVERY_TWO_HOURS,
        "within = [\"0 s\", \"30 min\", \"1 h\", \"4 h\"]\nat = [2025-01-06T02:00:00, 2025-01-06T07:00:00]\n\
         daily_at = [\"03:00\"]\neach = \"7 h\"",
    );
    let seen = observed(&compiled);
    are(
        &seen,
        "all",
        &[
            ("shelf.on_hand", 6.0 / 24.0),
            ("shelf.ready_rate", 4.0 / 24.0),
            ("shelf.backorders", 9.0 / 24.0),
            ("shelf.outstanding", 51.0 / 24.0),
            ("shelf.outstanding_mean", 51.0 / 24.0),
            ("shelf.outstanding_variance", 127.0 / 24.0 - (51.0_f64 / 24.0).powi(2)),
            // A supplier has it in transit immediately.
            ("shelf.in_transit", 51.0 / 24.0),
            ("shelf.order_frequency", 11.0),
            ("shelf.lost_rate", 0.0),
            ("shelf.on_hand_before_delivery", 0.0),
            ("shelf.on_hand_after_delivery", 0.0),
            // Just before anything of 2:00, and of 7:00, at which what waits is served.
            ("shelf.on_hand_at[2025-01-06T02:00:00]", 2.0),
            ("shelf.backorders_at[2025-01-06T02:00:00]", 0.0),
            ("shelf.no_shortage[2025-01-06T02:00:00]", 1.0),
            ("shelf.on_hand_at[2025-01-06T07:00:00]", 0.0),
            ("shelf.backorders_at[2025-01-06T07:00:00]", 1.0),
            ("shelf.no_shortage[2025-01-06T07:00:00]", 0.0),
            ("shelf.on_hand_at[03:00]", 1.0),
            // One waits just before 7 and 21 h, none just before 14 h.
            ("shelf.on_hand_at[7 h]", 0.0),
            ("shelf.backorders_at[7 h]", 2.0 / 3.0),
            ("shelf.no_shortage[7 h]", 1.0 / 3.0),
        ],
    );
    for class in ["all", "daily"] {
        are(
            &seen,
            class,
            &[
                ("shelf.fill_rate", 2.0 / 11.0),
                ("shelf.piece_fill_rate", 2.0 / 11.0),
                ("shelf.line_fill_rate", 2.0 / 11.0),
                ("shelf.fill_rate_within[0 s]", 2.0 / 11.0),
                ("shelf.fill_rate_within[30 min]", 2.0 / 11.0),
                // Exactly an hour is within it. Of the line of 22 h it is not known what it would
                // be in 4 h.
                ("shelf.fill_rate_within[1 h]", 1.0),
                ("shelf.fill_rate_within[4 h]", 1.0),
                ("shelf.wait", 9.0 / 11.0),
                ("shelf.delay", 9.0 / 11.0),
                ("shelf.wait_per_piece", 9.0 / 11.0),
                ("shelf.wait_per_line", 9.0 / 11.0),
            ],
        );
    }
    assert_eq!(value_of(&seen, "shelf.fill_rate", "stock"), None);
    let mut keys = symbols::keys_of(&seen, "shelf");
    assert!(keys.all(|key| seen.names.name(key.cell, Dim::Site) == "centre"));
}

#[test]
fn lines_ordered_in_the_warm_up_are_excluded_only_from_shares_and_waits() {
    // As above, from 6:30 on: the line of 6 h waits until 7 h, and counts among what waits. Of the
    // 8 lines from 8 h on all wait an hour. What comes at 7, 9, … 23 h are 9 deliveries.
    let top = "horizon = \"1 day\"\nwarm_up = \"390 min\"";
    let compiled = centre(top, "level = \"2 pieces\"", EVERY_TWO_HOURS, "within = [\"1 h\"]");
    are(
        &observed(&compiled),
        "all",
        &[
            ("shelf.backorders", 8.5 / 17.5),
            ("shelf.fill_rate", 0.0),
            ("shelf.wait", 1.0),
            ("shelf.fill_rate_within[1 h]", 1.0),
            ("shelf.order_frequency", 8.0 / (17.5 / 24.0)),
            ("shelf.on_hand_after_delivery", 0.0),
        ],
    );
}

#[test]
fn each_piece_of_a_line_waits_by_itself() {
    // Lines of 3 pieces at 4, 8, 12, 16 and 20 h; at or under 1 piece a lot of 4 is ordered. 5
    // pieces to begin with.
    //  4 h  3 are given, 2 are left.                 8 h  2 are given, 1 waits: −1, a lot that
    //  comes at 13 h. 12 h  3 wait: 0, a lot for 17 h.              13 h  4 come, all that wait are
    //  served. 16 h  3 wait: 1, a lot for 21 h.              17 h  4 come, 3 are given, 1 is left.
    // 20 h  1 is given, 2 wait: 2, nothing.         21 h  4 come, 2 are given, 2 are left.
    let demand = "lines = \"6 lines/day\"\npieces = \"3 pieces\"";
    let stock = "reorder_point = \"1 piece\", quantity = \"4 pieces\"";
    let compiled = centre(A_DAY, stock, demand, "within = [\"1 h\", \"5 h\"]\nat = [2025-01-06T13:00:00]");
    are(
        &observed(&compiled),
        "all",
        &[
            ("shelf.on_hand", (20.0 + 8.0 + 3.0 + 6.0) / 24.0),
            ("shelf.ready_rate", (8.0 + 3.0 + 3.0) / 24.0),
            ("shelf.backorders", (4.0 + 4.0 + 3.0 + 2.0) / 24.0),
            ("shelf.backorders_at[2025-01-06T13:00:00]", 4.0),
            ("shelf.fill_rate", 6.0 / 15.0),
            ("shelf.line_fill_rate", 1.0 / 5.0),
            ("shelf.wait_per_piece", (5.0 + 3.0 + 3.0 + 2.0) / 15.0),
            ("shelf.wait_per_line", (5.0 + 1.0 + 1.0 + 1.0) / 5.0),
            ("shelf.fill_rate_within[1 h]", 4.0 / 5.0),
            // The line of 20 h is too young to be judged.
            ("shelf.fill_rate_within[5 h]", 1.0),
            ("shelf.outstanding", 3.0 * 5.0 * 4.0 / 24.0),
            ("shelf.order_frequency", 3.0),
            ("shelf.on_hand_before_delivery", 0.0),
            ("shelf.on_hand_after_delivery", 1.0),
        ],
    );
}

#[test]
fn with_complete_lines_only_a_short_line_gets_nothing_immediately() {
    // As above with whole lines: at 8 h the 2 that are there stay and 3 wait, at 13 h 6 are there
    // for 3 and 3; at 16 h 3 wait for what comes at 17 h, and leave 1; at 20 h 3 wait, at 21 h 5
    // are there, and 2 are left.
    let demand = "lines = \"6 lines/day\"\npieces = \"3 pieces\"";
    let stock = "reorder_point = \"1 piece\", quantity = \"4 pieces\", supply = \"whole\"";
    let compiled = centre(A_DAY, stock, demand, "");
    are(
        &observed(&compiled),
        "all",
        &[
            ("shelf.on_hand", (20.0 + 2.0 * 9.0 + 4.0 + 6.0) / 24.0),
            ("shelf.backorders", (3.0 * 4.0 + 6.0 + 3.0 + 3.0) / 24.0),
            ("shelf.fill_rate", 3.0 / 15.0),
            ("shelf.wait_per_piece", 3.0 * (5.0 + 1.0 + 1.0 + 1.0) / 15.0),
            ("shelf.on_hand_before_delivery", (2.0 + 0.0 + 1.0) / 3.0),
            ("shelf.on_hand_after_delivery", (0.0 + 1.0 + 2.0) / 3.0),
        ],
    );
}

#[test]
fn lost_lines_count_as_demand_and_never_as_filled() {
    // One piece. The lines of 2, 8, 14 and 20 h get it; it is back 5 h later, and what comes
    // meanwhile is lost.
    let stock = "level = \"1 piece\", shortage = \"lost_sale\"";
    let compiled = centre(A_DAY, stock, EVERY_TWO_HOURS, "within = [\"6 h\"]");
    are(
        &observed(&compiled),
        "all",
        &[
            ("shelf.fill_rate", 4.0 / 11.0),
            ("shelf.line_fill_rate", 4.0 / 11.0),
            ("shelf.fill_rate_within[6 h]", 3.0 / 9.0),
            ("shelf.lost_rate", 7.0),
            ("shelf.wait", 0.0),
            ("shelf.backorders", 0.0),
            ("shelf.on_hand", 5.0 / 24.0),
            ("shelf.on_hand_before_delivery", 0.0),
            ("shelf.on_hand_after_delivery", 1.0),
        ],
    );
}

#[test]
fn a_shelf_that_fills_nothing_reports_no_wait() {
    // Two pieces a line, and never more than one there.
    let stock = "level = \"1 piece\", shortage = \"lost_sale\", supply = \"whole\"";
    let demand = format!("{EVERY_TWO_HOURS}\npieces = \"2 pieces\"");
    let seen = observed(&centre(A_DAY, stock, &demand, ""));
    are(&seen, "all", &[("shelf.fill_rate", 0.0), ("shelf.lost_rate", 11.0)]);
    assert_eq!(value_of(&seen, "shelf.wait", "all"), None);
}

#[test]
fn lines_rejected_before_the_shelf_are_no_lost_sales_of_it() {
    // One picker takes 5 h before stock is taken, and no one may wait: the lines of 2, 8, 14 and 20
    // h find him free, and request stock at 7, 13 and 19 h; the first gets the only piece,
    // which is back 5 h later.
    let keys = "outbound = [\"pick\", \"stock\"]\n[processes.pick]\nservers = 1\ntime = \"5 h\"\nqueue_capacity = \"0 lines\"";
    let stock = "level = \"1 piece\", shortage = \"lost_sale\"";
    let seen = observed(&centre_with(keys, A_DAY, stock, EVERY_TWO_HOURS, ""));
    are(&seen, "all", &[("shelf.fill_rate", 1.0), ("shelf.lost_rate", 0.0), ("shelf.order_frequency", 3.0)]);
    // With two pickers those of 2 and 4, 8 and 10 h, … request at 7 and 9, 13 and 15, 19 and 21 h:
    // each second one too soon.
    let two = keys.replace("servers = 1", "servers = 2");
    let seen = observed(&centre_with(&two, A_DAY, stock, EVERY_TWO_HOURS, ""));
    are(&seen, "all", &[("shelf.fill_rate", 0.5), ("shelf.lost_rate", 3.0), ("shelf.order_frequency", 3.0)]);
}

#[test]
fn a_cancelled_line_stops_waiting_and_is_never_complete() {
    // Lines at 4, 8, 12, 16 and 20 h; those still waiting after 3 h are cancelled. One piece: for
    // the line of 4 h one is ordered that comes at 9 h and serves the line of 8 h; for that one
    // comes at 13 h, for the line of 12 h. So all wait an hour. But the supplier is stopped from
    // 9:30 to 15:30: what was to come at 13 h comes at 19 h, and what is ordered at 12 h at 20:30.
    // The line of 12 h is cancelled at 15 h, that of 16 h (for which nothing needs ordering) is
    // served at 19 h, that of 20 h half an hour after it is requested.
    let rest = "lines = \"6 lines/day\"\n[impatience.give_up]\nclass = \"daily\"\nlate_by = \"1 h\"\ncancels = true\n\
                [disruptions.strike]\nfrom = 2025-01-06T09:30:00\nuntil = 2025-01-06T15:30:00\ntakes_down = [\"suppliers\"]";
    let compiled = centre(A_DAY, "level = \"1 piece\"", rest, "within = [\"3 h\"]");
    are(
        &observed(&compiled),
        "all",
        &[
            ("shelf.backorders", (1.0 + 3.0 + 3.0 + 0.5) / 24.0),
            ("shelf.fill_rate", 1.0 / 5.0),
            ("shelf.wait", (1.0 + 3.0 + 0.5) / 4.0),
            ("shelf.wait_per_line", (1.0 + 3.0 + 0.5) / 4.0),
            ("shelf.fill_rate_within[3 h]", 4.0 / 5.0),
            // Of the lines of 4, 8, 12 and 20 h.
            ("shelf.order_frequency", 4.0),
        ],
    );
}

#[test]
fn stock_levels_are_per_site_and_lines_are_of_all_sites() {
    // Two depots with a piece each, 2 h from a centre with one piece, 10 h from its supplier; a
    // line at each depot at 8 and at 16 h.
    // - 8 h: both fill. The first depot's order is filled immediately and arrives at 10 h; the
    //   second's waits.
    // - 16 h: the first fills, at the second the line waits; both order, and both orders wait.
    // - 18 h: two pieces arrive at the centre: for the second's order of 8 h and the first's of
    //   16 h. They arrive at 20 h.
    let compiled = compiled(&format!(
        r#"{START}
horizon = "1 day"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.suppliers]
kind = "supplier"
lead_time = "10 h"
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = {{ level = "1 piece" }}
[sites.depots]
kind = "pdc"
count = 2
supplied_by = ["centre"]
stock = {{ level = "1 piece" }}
[lanes.to_depots]
from = "centre"
to = "depots"
transit = "2 h"
[demand.customers]
site = "depots"
class = "daily"
arrivals = "even"
lines = "3 lines/day each"
[observe.depots]
stock = "depots"
at = [2025-01-06T12:00:00, 2025-01-06T18:00:00]
[observe.centre]
stock = "centre"
within = ["2 h"]
"#
    ));
    let seen = observed(&compiled);
    let variances = [6.0 / 24.0 - (6.0_f64 / 24.0).powi(2), 28.0 / 24.0 - (20.0_f64 / 24.0).powi(2)];
    are(
        &seen,
        "all",
        &[
            ("depots.on_hand", (18.0 + 8.0) / 48.0),
            ("depots.ready_rate", (18.0 + 8.0) / 48.0),
            ("depots.backorders", 4.0 / 2.0 / 24.0),
            ("depots.outstanding", (6.0 + 20.0) / 48.0),
            ("depots.outstanding_variance", variances.iter().sum::<f64>() * 0.5),
            ("depots.in_transit", (4.0 + 2.0) / 48.0),
            ("depots.order_frequency", 4.0),
            ("depots.on_hand_after_delivery", 2.0 / 3.0),
            ("depots.on_hand_at[2025-01-06T12:00:00]", 0.5),
            ("depots.backorders_at[2025-01-06T18:00:00]", 0.5),
            ("depots.no_shortage[2025-01-06T18:00:00]", 0.5),
            ("depots.fill_rate", 3.0 / 4.0),
            ("depots.wait", 4.0 / 4.0),
            ("centre.on_hand", 8.0 / 24.0),
            ("centre.backorders", (8.0 + 6.0 + 6.0) / 24.0),
        ],
    );
    // What the depots request of the centre is of class `stock`; the second's order of 16 h waits
    // on.
    for class in ["all", "stock"] {
        are(
            &seen,
            class,
            &[
                ("centre.fill_rate", 1.0 / 4.0),
                ("centre.delay", (10.0 + 2.0) / 3.0),
                ("centre.fill_rate_within[2 h]", 2.0 / 4.0),
            ],
        );
    }
}

#[test]
fn a_workshop_line_at_its_own_retailer_has_no_class() {
    // One piece. The requests of 2, 8, 14 and 20 h are met; the piece is back 5 h later. The
    // shortage comes from the centre, and waits at no shelf.
    let compiled = compiled(&format!(
        r#"{START}
horizon = "1 day"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.centre]
kind = "centre"
stock = "unlimited"
[sites.shop]
kind = "retailer"
supplied_by = ["centre"]
stock = {{ level = "1 piece" }}
[lanes.to_shop]
from = "centre"
to = "shop"
transit = "5 h"
[demand.workshop]
site = "shop"
class = "daily"
arrivals = "even"
lines = "12 lines/day"
[observe.shelf]
stock = "shop"
"#
    ));
    let seen = observed(&compiled);
    are(
        &seen,
        "all",
        &[
            ("shelf.fill_rate", 4.0 / 11.0),
            ("shelf.line_fill_rate", 4.0 / 11.0),
            ("shelf.wait", 0.0),
            ("shelf.backorders", 0.0),
            ("shelf.on_hand", 5.0 / 24.0),
            ("shelf.in_transit", (3.0 * 5.0 + 4.0) / 24.0),
        ],
    );
    assert_eq!(value_of(&seen, "shelf.fill_rate", "daily"), None);
}

#[test]
fn of_several_parts_the_ready_rate_is_the_mean_over_their_shelves() {
    // Of one part there is always something, of the other what comes is filled immediately.
    let text = r#"
horizon = "4 weeks"
[parts.always]
count = 1
share = "50%"
[parts.never]
count = 1
share = "50%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.suppliers]
kind = "supplier"
lead_time = "5 h"
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = { level = { always = "1000 pieces", never = "0 pieces" } }
[demand.customers]
site = "centre"
class = "daily"
lines = "12 lines/day"
[observe.shelf]
stock = "centre"
"#;
    let seen = observed(&compiled(&format!("{START}{text}")));
    are(&seen, "all", &[("shelf.ready_rate", 0.5)]);
    // All lines of the other wait 5 h.
    let fill = value_of(&seen, "shelf.fill_rate", "all").unwrap();
    let wait = value_of(&seen, "shelf.wait", "all").unwrap();
    assert!((0.4..0.6).contains(&fill) && (wait - 5.0 * (1.0 - fill)).abs() < 0.05, "{fill}, {wait}");
}

#[test]
fn a_steady_start_has_waiting_lines_and_outstanding_orders() {
    // Of 2000 parts 5 pieces each are outstanding, Poisson: of a level of 5 each E[(5 − X)+] =
    // E[(X − 5)+] = 0.8773 are on hand and wait, 1755 in all with a standard deviation of 54,
    // before anything happens. The past is drawn by the day: within 5 deviations, and a tenth.
    let text = r#"
title = "A start"
start = 2025-01-06
horizon = "10 days"
initialisation = "0 s"
[parts.part]
count = 2000
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.suppliers]
kind = "supplier"
lead_time = "5 days"
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = { level = "5 pieces" }
[demand.customers]
site = "centre"
class = "daily"
lines = "2000 lines/day"
[observe.shelf]
stock = "centre"
at = [2025-01-06]
"#;
    let seen = observed(&compiled(text));
    for name in ["on_hand", "backorders"] {
        let at = value_of(&seen, &format!("shelf.{name}_at[2025-01-06T00:00:00]"), "all").unwrap();
        assert!((at - 1755.0).abs() < 5.0 * 54.0 + 175.0, "{name}: {at}");
    }
    assert_eq!(value_of(&seen, "shelf.no_shortage[2025-01-06T00:00:00]", "all"), Some(0.0));
}

#[test]
fn outstanding_orders_are_poisson_whatever_the_lead_time() {
    // Palm's theorem (Palm 1938): with 0.6 lines a minute and a mean lead time of 5 min 3 pieces
    // are outstanding, Poisson, so that of a level of 5 E[(5 − X)+] are on hand and E[(X − 5)+]
    // wait; a piece waits the latter / 0.6.
    let text = format!(
        r#"{START}
horizon = "161 days"
warm_up = "1 day"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.suppliers]
kind = "supplier"
lead_time = {{ lognormal = {{ mean = "5 min", cv = 0.8 }} }}
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = {{ level = "5 pieces" }}
[demand.customers]
site = "centre"
class = "daily"
lines = "0.6 lines/min"
[observe.shelf]
stock = "centre"
each = "10 min"
"#
    );
    let compiled = compiled(&text);
    let all: Vec<ReplicationResult> = (0..20)
        .map(|replication| run_replication(&compiled.model, &compiled.labels, replication, || false).unwrap())
        .collect();
    for (name, theory) in [
        ("on_hand", 2.134_620_556_272_166_5),
        ("backorders", 0.134_620_556_272_166_57),
        ("ready_rate", 0.815_263_244_523_772_1),
        ("fill_rate", 0.815_263_244_523_772_1),
        ("wait", 0.224_367_593_786_944_3 / 60.0),
        ("outstanding", 3.0),
        ("outstanding_variance", 3.0),
        ("order_frequency", 864.0),
        ("on_hand_at[10 min]", 2.134_620_556_272_166_5),
        ("no_shortage[10 min]", 0.916_082_057_968_696),
    ] {
        let values = all.iter().map(|seen| value_of(seen, &format!("shelf.{name}"), "all").unwrap());
        agrees(name, values, theory);
    }
}

#[test]
fn observations_read_back_unchanged() {
    let text = format!(
        r#"{START}
horizon = "4 weeks"
[parts.part]
count = 1
share = "100%"
[classes.daily]
priority = 1
[classes.stock]
priority = 2
[sites.suppliers]
kind = "supplier"
lead_time = "5 h"
[sites.centre]
kind = "centre"
supplied_by = ["suppliers"]
stock = {{ level = "5 pieces" }}
[sites.depot]
kind = "pdc"
supplied_by = ["centre"]
[lanes.road]
from = "centre"
to = "depot"
[demand.customers]
site = "depot"
class = "daily"
lines = "8 lines/h"
[observe.shelf]
stock = "centre"
within = ["36 h", "0 s", "1 day"]
at = [2025-01-15T12:30:00]
daily_at = ["06:00"]
each = "90 min"
[observe.lorries]
lane = "road"
above = ["1 line", "0 lines"]
each = "1 h"
[observe.orders]
orders = "customers"
"#
    );
    let first = reads_back(&text);
    for line in ["within = [\"0 s\", \"1 day\", \"36 h\"]", "lane = \"road\"", "orders = \"customers\""] {
        assert!(first.resolved.contains(line), "{line} is not in\n{}", first.resolved);
    }
}
