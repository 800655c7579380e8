//! Symbols of queueing and inventory theory, and the metrics of observations that they stand for.
//!
//! Tests and validation cases write `picking.L_given[belt.down]`: the observation, the symbol, and
//! in brackets the limit, moment, wait or state that it is evaluated at.

#![allow(
    unreachable_pub,
    reason = "a test program is a crate of its own: nothing of it is reached from outside"
)]
#![allow(missing_docs, reason = "the same")]
#![allow(dead_code, reason = "each test program uses its own part of it")]

use gplc::metrics::{MetricValue, ReplicationResult};
use gplc::registers::metrics::MetricId::{
    self, ARRIVAL_RATE, AVAILABILITY, BACKORDERS, COMPLETION_TIME, DELAY_PROBABILITY, DEPARTURE_WAIT,
    DEPARTURE_WAIT_P90, LEFT_BEHIND_PROBABILITY, LINE_FILL_RATE, LINE_FILL_RATE_WITHIN, LINE_FILL_TIME,
    LINE_FILL_TIME_P50, LINE_FILL_TIME_P90, LINE_FILL_TIME_P99, LINE_WAIT, LINES_AWAITING_DEPARTURE,
    LINES_BEFORE_DEPARTURE, LINES_IN_QUEUE, LINES_IN_SYSTEM, LINES_IN_SYSTEM_AREA, LINES_IN_SYSTEM_PEAK,
    LINES_IN_SYSTEM_PEAK_TIME, LINES_IN_SYSTEM_SD, LINES_IN_SYSTEM_TIME_ABOVE, LINES_IN_SYSTEM_UNTIL,
    LINES_IN_TRANSIT, LINES_IN_TRANSIT_SD, LINES_IN_TRANSIT_TIME_ABOVE, LINES_LEFT_BEHIND,
    LINES_PER_DEPARTURE, LOST_SALES_RATE, NO_BACKORDERS, ON_HAND_AFTER_DELIVERY, ON_HAND_BEFORE_DELIVERY,
    ON_ORDER, ON_ORDER_VARIANCE, ORDER_FILL_TIME, ORDER_FILL_TIME_P90, ORDER_FREQUENCY, ORDER_RATE,
    PIECE_WAIT, PIECES_IN_TRANSIT, PIECES_ON_HAND, READY_RATE, REJECTION_PROBABILITY, SERVER_UTILISATION,
    STATE_TIME_SHARE, TIME_IN_QUEUE, TIME_IN_QUEUE_FIRST_LINE, TIME_IN_QUEUE_P90, TIME_IN_QUEUE_P95,
    TIME_IN_QUEUE_P99, TIME_IN_QUEUE_SD, TIME_IN_SYSTEM, TIME_IN_SYSTEM_MAX, TIME_IN_SYSTEM_P50,
    TIME_IN_SYSTEM_P90, TIME_IN_SYSTEM_P99, TIME_TO_CLEAR, UNIT_FILL_RATE, WORKLOAD,
};
use gplc::registers::metrics::{Cell, Dim, Key};

/// Metrics of a symbol; the observation has values of one of them.
const SYMBOLS: &[(&str, &[MetricId])] = &[
    // A process.
    ("L", &[LINES_IN_SYSTEM]),
    ("Lq", &[LINES_IN_QUEUE]),
    ("sd_N", &[LINES_IN_SYSTEM_SD]),
    ("N_at", &[LINES_IN_SYSTEM]),
    ("L_given", &[LINES_IN_SYSTEM]),
    ("L_average", &[LINES_IN_SYSTEM_UNTIL]),
    ("P_N_above", &[LINES_IN_SYSTEM_TIME_ABOVE]),
    ("peak", &[LINES_IN_SYSTEM_PEAK]),
    ("peak_time", &[LINES_IN_SYSTEM_PEAK_TIME]),
    ("area", &[LINES_IN_SYSTEM_AREA]),
    ("W", &[TIME_IN_SYSTEM, LINE_FILL_TIME]),
    ("W_p50", &[TIME_IN_SYSTEM_P50, LINE_FILL_TIME_P50]),
    ("W_p90", &[TIME_IN_SYSTEM_P90, LINE_FILL_TIME_P90]),
    ("W_p99", &[TIME_IN_SYSTEM_P99, LINE_FILL_TIME_P99]),
    ("W_max", &[TIME_IN_SYSTEM_MAX]),
    ("Wq", &[TIME_IN_QUEUE]),
    ("Wq_p90", &[TIME_IN_QUEUE_P90]),
    ("Wq_p95", &[TIME_IN_QUEUE_P95]),
    ("Wq_p99", &[TIME_IN_QUEUE_P99]),
    ("sd_Wq", &[TIME_IN_QUEUE_SD]),
    ("Wq_first", &[TIME_IN_QUEUE_FIRST_LINE]),
    ("P_wait", &[DELAY_PROBABILITY]),
    ("P_blocked", &[REJECTION_PROBABILITY]),
    ("completion_time", &[COMPLETION_TIME]),
    ("lines_per_day", &[ARRIVAL_RATE]),
    ("clearance", &[TIME_TO_CLEAR]),
    ("availability", &[AVAILABILITY]),
    ("utilisation", &[SERVER_UTILISATION]),
    ("work_load", &[WORKLOAD]),
    ("time_share", &[STATE_TIME_SHARE]),
    // A lane.
    ("in_transit", &[LINES_IN_TRANSIT, PIECES_IN_TRANSIT]),
    ("in_transit_at", &[LINES_IN_TRANSIT]),
    ("sd_in_transit", &[LINES_IN_TRANSIT_SD]),
    ("P_in_transit_above", &[LINES_IN_TRANSIT_TIME_ABOVE]),
    ("waiting", &[LINES_AWAITING_DEPARTURE]),
    ("wait_for_departure", &[DEPARTURE_WAIT]),
    ("wait_p90", &[DEPARTURE_WAIT_P90]),
    ("lines_per_departure", &[LINES_PER_DEPARTURE]),
    ("waiting_just_before", &[LINES_BEFORE_DEPARTURE]),
    ("left_behind", &[LINES_LEFT_BEHIND]),
    ("P_left_behind", &[LEFT_BEHIND_PROBABILITY]),
    // A stock.
    ("on_hand", &[PIECES_ON_HAND]),
    ("on_hand_at", &[PIECES_ON_HAND]),
    ("backorders", &[BACKORDERS]),
    ("backorders_at", &[BACKORDERS]),
    ("no_shortage", &[NO_BACKORDERS]),
    ("ready_rate", &[READY_RATE]),
    ("outstanding", &[ON_ORDER]),
    ("outstanding_mean", &[ON_ORDER]),
    ("outstanding_variance", &[ON_ORDER_VARIANCE]),
    ("order_frequency", &[ORDER_FREQUENCY]),
    ("lost_rate", &[LOST_SALES_RATE]),
    ("on_hand_before_delivery", &[ON_HAND_BEFORE_DELIVERY]),
    ("on_hand_after_delivery", &[ON_HAND_AFTER_DELIVERY]),
    ("fill_rate", &[UNIT_FILL_RATE]),
    ("piece_fill_rate", &[UNIT_FILL_RATE]),
    ("line_fill_rate", &[LINE_FILL_RATE]),
    ("fill_rate_within", &[LINE_FILL_RATE_WITHIN]),
    ("wait", &[PIECE_WAIT]),
    ("delay", &[PIECE_WAIT]),
    ("wait_per_piece", &[PIECE_WAIT]),
    ("wait_per_line", &[LINE_WAIT]),
    // Orders.
    ("W_order", &[ORDER_FILL_TIME]),
    ("W_order_p90", &[ORDER_FILL_TIME_P90]),
    ("orders_per_day", &[ORDER_RATE]),
];

/// Place among the values of a replication; `None` where it has none. The class is `all` for the
/// sum over classes.
pub fn place_of(seen: &ReplicationResult, name: &str, class: &str) -> Option<usize> {
    let (observation, symbol) = name.split_once('.').expect("an observation and a symbol");
    let (symbol, at) =
        symbol.split_once('[').map_or((symbol, ""), |(symbol, at)| (symbol, at.trim_end_matches(']')));
    let known = SYMBOLS.iter().find(|(known, _)| *known == symbol);
    let (_, metrics) = known.unwrap_or_else(|| panic!("no symbol {symbol}"));
    // Limits are lines.
    let at = match at.parse::<u32>() {
        Ok(1) => "1 line".to_owned(),
        Ok(lines) => format!("{lines} lines"),
        Err(_) => at.to_owned(),
    };
    let of_failure = ["L_given", "time_share"].contains(&symbol);
    let qualifier = if of_failure { Dim::Variant } else { Dim::At };
    let class = if class == "all" { "" } else { class };
    let labels = [(Dim::Observation, observation), (qualifier, at.as_str()), (Dim::Class, class)];
    let cell = seen.names.cell(&labels)?;
    let is_it = |key: Key| metrics.contains(&key.metric) && key.cell.without(Dim::Site) == cell;
    let mut found = (0..seen.values.len()).filter(|&place| is_it(seen.values[place].key));
    let place = found.next();
    assert!(found.next().is_none(), "two values of {name} of {class}");
    place
}

/// Value of a symbol.
#[track_caller]
pub fn value_of<'s>(seen: &'s ReplicationResult, name: &str, class: &str) -> &'s MetricValue {
    let place = place_of(seen, name, class);
    &seen.values[place.unwrap_or_else(|| panic!("no {name} of class {class}"))]
}

/// Keys of the values of an observation.
pub fn keys_of<'s>(seen: &'s ReplicationResult, observation: &str) -> impl Iterator<Item = Key> + use<'s> {
    let cell = seen.names.cell(&[(Dim::Observation, observation)]).unwrap_or(Cell::TOTAL);
    let label = cell.label(Dim::Observation);
    seen.values
        .iter()
        .map(|value| value.key)
        .filter(move |key| key.label(Dim::Observation) == label && label.is_some())
}
