//! Scenario errors: each kind, with the message that users read.
//!
//! The messages are snapshots: a change of one is a change of the product, to be read before it is
//! accepted.

use gplc::scenario::{Diagnostics, read, read_text};
use std::path::Path;

const SMALL: &str = include_str!("../scenario/small.toml");

/// The small scenario with one text put in the place of another, which stands there exactly once.
fn changed(written: &str, instead: &str) -> String {
    assert_eq!(SMALL.matches(written).count(), 1, "`{written}` must stand once in the small scenario");
    SMALL.replace(written, instead)
}

fn rendered(errors: &Diagnostics) -> String {
    format!("{}\n{errors}\n", errors.render(100, false))
}

/// Takes a change of the small scenario, and compares what is specified with the snapshot of that
/// name.
fn assert_errors(group: &str, cases: &[(&str, &str, &str)]) {
    for (name, written, instead) in cases {
        let errors = read_text("small.toml", &changed(written, instead), &[]).expect_err(name);
        insta::assert_snapshot!(format!("{group}__{name}"), rendered(&errors));
    }
}

#[test]
fn the_small_scenario_has_no_error() {
    if let Err(errors) = read_text("small.toml", SMALL, &[]) {
        panic!("{}", errors.render(100, false));
    }
}

/// Uncertain values with an error: name, the key that is set, the rest.
const UNCERTAIN: &[(&str, &str, &str)] = &[
    ("no_such_table", "process.pick.people", "uniform = [1, 2]"),
    ("no_such_key", "processes.pick.peopel", "uniform = [1, 2]"),
    ("deeper_than_a_value", "processes.pick.people.each", "uniform = [1, 2]"),
    ("a_name_is_no_value", "demand.workshops.site", "uniform = [1, 2]"),
    ("a_table_is_no_value", "processes.pick", "uniform = [1, 2]"),
    ("common_to_all_replications", "horizon", r#"uniform = ["20 weeks", "30 weeks"]"#),
    ("uncertain_of_uncertain", "uncertain.x.uniform", "uniform = [1, 2]"),
    ("no_path", "", "uniform = [1, 2]"),
    ("no_distribution", "demand.workshops.classes.vor", ""),
    ("two_distributions", "processes.pick.people", "uniform = [200, 300]\none_of = [200]"),
    ("unknown_distribution", "processes.pick.people", "normal = [200, 300]"),
    ("out_of_order", "demand.workshops.classes.vor", r#"triangular = ["20%", "10%", "60%"]"#),
    ("too_few", "demand.workshops.classes.vor", r#"triangular = ["10%", "60%"]"#),
    ("all_one", "processes.pick.people", "uniform = [200, 200]"),
    ("units_that_differ", "demand.workshops.classes.vor", r#"uniform = ["10%", 60]"#),
    ("units_of_time_that_differ", "lanes.to_pdc.cut_off", r#"triangular = ["30 min", "1 h", "2 h"]"#),
    ("not_a_quantity", "demand.workshops.classes.vor", r#"uniform = ["few", "many"]"#),
    ("over_its_range", "demand.workshops.classes.vor", r#"triangular = ["1%", "5%", "130%"]"#),
    ("under_its_range", "processes.pick.people", "uniform = [-5, 300]"),
    ("another_unit_than_its_key", "lanes.to_pdc.cut_off", r#"uniform = ["1%", "2%"]"#),
    (
        "a_tail_outside_its_range",
        "demand.workshops.classes.vor",
        r#"lognormal = { median = "20%", p90 = "60%" }"#,
    ),
    ("after_the_run", "restart.order_entry.from", "uniform = [2025-09-20, 2026-02-01]"),
    (
        "lognormal_out_of_order",
        "demand.workshops.classes.vor",
        r#"lognormal = { median = "20%", p90 = "10%" }"#,
    ),
    ("lognormal_moment", "restart.order_entry.from", "lognormal = { median = 2025-09-20, p90 = 2025-10-01 }"),
    ("empty_table", "demand.workshops.classes.vor", "table = []"),
];

#[test]
fn errors_in_uncertain_values_are_reported_at_their_span() {
    let snapshot = |name: &str, tables: &str| {
        let text = format!("{SMALL}\n{tables}\n");
        let errors = read_text("small.toml", &text, &[]).expect_err(name);
        insta::assert_snapshot!(format!("uncertain__{name}"), rendered(&errors));
    };
    for (name, path, rest) in UNCERTAIN {
        let set = if path.is_empty() { String::new() } else { format!("set = \"{path}\"\n") };
        snapshot(name, &format!("[uncertain.x]\n{set}{rest}"));
    }
    let people =
        |name: &str| format!("[uncertain.{name}]\nset = \"processes.pick.people\"\nuniform = [200, 300]\n");
    snapshot("two_for_one", &(people("x") + &people("y")));
}

#[test]
fn errors_at_the_top_level_are_reported_at_their_span() {
    assert_errors(
        "top_level",
        &[
            ("unknown_key", r#"horizon = "26 weeks""#, r#"horizn = "26 weeks""#),
            ("unknown_table", "[processes.pick]", "[process.pick]"),
            ("wrong_type_text", r#"title = "A small network""#, "title = 2025"),
            (
                "missing_title",
                r#"title = "A small network"
"#,
                "",
            ),
            ("bare_number_where_a_unit_is_needed", r#"horizon = "26 weeks""#, "horizon = 26"),
            ("wrong_unit", r#"horizon = "26 weeks""#, r#"horizon = "26 weks""#),
            ("hours_in_full", r#"promise = "48 h""#, r#"promise = "48 hours""#),
            ("negative_duration", r#"warm_up = "2 weeks""#, r#"warm_up = "-2 weeks""#),
            ("not_finite_number", "spread = { zipf = 0.7 }", "spread = { zipf = nan }"),
            ("not_a_quantity", r#"horizon = "26 weeks""#, r#"horizon = "half a year""#),
            ("no_number_of_weeks", r#"horizon = "26 weeks""#, r#"horizon = "900000 weeks""#),
            ("warm_up_longer_than_horizon", r#"warm_up = "2 weeks""#, r#"warm_up = "30 weeks""#),
            ("start_with_time_zone", "start = 2025-06-02", "start = 2025-06-02T00:00:00Z"),
            ("start_in_quotes", "start = 2025-06-02", r#"start = "2025-06-02""#),
            (
                "replications_zero",
                r#"calendar = "two_shifts"
[cal"#,
                r#"calendar = "two_shifts"
replications = 0
[cal"#,
            ),
            (
                "run_in_with_full",
                r#"calendar = "two_shifts"
[cal"#,
                r#"calendar = "two_shifts"
start_from = "full"
initialisation = "1 week"
[cal"#,
            ),
            (
                "unknown_start_from",
                r#"calendar = "two_shifts"
[cal"#,
                r#"calendar = "two_shifts"
start_from = "stady"
[cal"#,
            ),
            (
                "unknown_calendar",
                r#"calendar = "two_shifts"
[cal"#,
                r#"calendar = "two_shift"
[cal"#,
            ),
            ("list_of_tables", "[systems.identity]", "[[systems.identity]]"),
            ("a_name_with_capitals", "[systems.identity]", "[systems.Identity]\n[systems.identity]"),
            (
                "a_name_too_long",
                "[systems.identity]",
                "[systems.the_identity_service_of_the_whole_group_of_companies]\n[systems.identity]",
            ),
        ],
    );
}

#[test]
fn errors_in_calendars_are_reported_at_their_span() {
    assert_errors(
        "calendars",
        &[
            ("unknown_weekday", "sat 22:00", "saturday 22:00"),
            ("unknown_time", "22:00-06:00", "22:00-26:00"),
            ("not_a_shift", r#""mon-fri 14:00-22:00""#, r#""mon-fri""#),
        ],
    );
}

#[test]
fn errors_in_parts_are_reported_at_their_span() {
    assert_errors(
        "parts",
        &[
            ("share_over_100", r#"share = "55%""#, r#"share = "155%""#),
            ("shares_that_do_not_make_100", r#"share = "55%""#, r#"share = "50%""#),
            ("two_currencies", r#"value = "£35.50""#, r#"value = "€35.50""#),
            ("value_without_currency", r#"value = "£9""#, "value = 9"),
            ("unknown_distribution", r#"geometric = "6 pieces""#, r#"geometrc = "6 pieces""#),
            ("pieces_from_zero", r#"geometric = "6 pieces""#, r#"poisson = "6 pieces""#),
            ("pieces_below_one", r#"geometric = "6 pieces""#, r#"geometric = "0.5 pieces""#),
            ("pieces_in_lines", r#"geometric = "6 pieces""#, r#"geometric = "6 lines""#),
        ],
    );
}

#[test]
fn errors_in_classes_are_reported_at_their_span() {
    assert_errors(
        "classes",
        &[
            ("two_classes_with_one_priority", "priority = 2", "priority = 1"),
            ("priority_zero", "priority = 2", "priority = 0"),
        ],
    );
}

#[test]
fn errors_in_systems_are_reported_at_their_span() {
    assert_errors(
        "systems",
        &[
            ("dangling_name", r#"needs = ["wms"]"#, r#"needs = ["wsm"]"#),
            (
                "circle_in_needs",
                "[systems.identity]",
                r#"[systems.identity]
needs = ["wms"]"#,
            ),
            ("not_a_list", r#"needs = ["wms"]"#, r#"needs = "wms""#),
            ("listed_twice", r#"needs = ["wms"]"#, r#"needs = ["wms", "wms"]"#),
        ],
    );
}

#[test]
fn errors_in_processes_are_reported_at_their_span() {
    assert_errors(
        "processes",
        &[
            (
                "visits_over_100",
                "people = 240",
                r#"people = 240
routing_share = "115%""#,
            ),
            (
                "time_per_line_of_a_line",
                r#"time = { gamma = { mean = "20 min", cv = 0.4 } }
per = "delivery""#,
                r#"time = { gamma = { mean = "20 min", cv = 0.4 } }
time_per_line = "1 min""#,
            ),
            (
                "time_per_line_beside_a_rate",
                r#"servers = 4
time = { gamma = { mean = "20 min", cv = 0.4 } }"#,
                r#"rate = "4 deliveries/h"
time_per_line = "1 min""#,
            ),
            (
                "backordered_first_of_what_goes_out",
                "people = 240",
                r#"people = 240
discipline = "backorders_first""#,
            ),
            (
                "two_alternatives_at_once",
                "people = 240",
                r#"people = 240
rate = "60000 lines/day""#,
            ),
            (
                "people_without_productivity",
                r#"productivity = "24 lines/h per head"
"#,
                "",
            ),
            ("no_servers", "servers = 4", "servers = 0"),
            ("rate_of_unknown_things", r#""60000 lines/working day""#, r#""60000 lnes/working day""#),
            ("rate_of_other_things", r#""60000 lines/working day""#, r#""60000 pieces/working day""#),
            ("rate_without_time", r#""60000 lines/working day""#, r#""60000 lines""#),
            (
                "process_no_site_uses",
                r#"outbound = ["release", "pick", "pack"]"#,
                r#"outbound = ["release", "pick"]"#,
            ),
            (
                "process_listed_twice_at_one_site",
                r#"outbound = ["release", "pick", "pack"]"#,
                r#"outbound = ["release", "unload", "pick", "pack"]"#,
            ),
            ("p90_below_median", r#"p90 = "16 weeks""#, r#"p90 = "6 weeks""#),
            ("triangle_out_of_order", r#""4 h", "5 h", "9 h""#, r#""5 h", "4 h", "9 h""#),
            (
                "empirical_without_unit",
                r#"{ gamma = { mean = "20 min", cv = 0.4 } }"#,
                r#"{ empirical = "times.csv" }"#,
            ),
            (
                "empirical_without_file",
                r#"{ gamma = { mean = "20 min", cv = 0.4 } }"#,
                r#"{ empirical = "no_such.csv", unit = "min" }"#,
            ),
        ],
    );
}

#[test]
fn errors_in_service_times_by_class_are_reported_at_their_span() {
    const PACK: &str = r#"rate = "60000 lines/working day""#;
    let time = |time: &str| format!("servers = 4\ntime = {time}");
    assert_errors(
        "work_by_class",
        &[
            ("class_without_time", PACK, &time(r#"{ vor = "1 min", daily = "2 min" }"#)),
            ("no_such_class", PACK, &time(r#"{ vor = "1 min", daily = "2 min", stok = "2 min" }"#)),
            ("time_without_unit", PACK, &time(r#"{ vor = 1, daily = "2 min", stock = "2 min" }"#)),
            ("no_distribution_and_no_class", PACK, &time(r#"{ normal = "2 min" }"#)),
            (
                "by_class_per_delivery",
                r#"time = { gamma = { mean = "20 min", cv = 0.4 } }"#,
                r#"time = { vor = "1 min", daily = "2 min", stock = "2 min" }"#,
            ),
        ],
    );
}

#[test]
fn errors_in_preemption_are_reported_at_their_span() {
    let people = |more: &str| format!("people = 240\n{more}");
    assert_errors(
        "pre_emption",
        &[
            ("no_such_class", "people = 240", &people(r#"preempts = ["vro"]"#)),
            ("no_list", "people = 240", &people(r#"preempts = "vor""#)),
            ("least_urgent_class", "people = 240", &people(r#"preempts = ["vor", "stock"]"#)),
            (
                "another_rule",
                "people = 240",
                &people("preempts = [\"vor\"]\ndiscipline = \"earliest_due_date\""),
            ),
            (
                "another_rule_for_a_time",
                "[processes.pick]\n",
                "[restart.early]\nfrom = 2025-09-20\ndiscipline = { pick = \"fcfs\" }\n[processes.pick]\n\
                 preempts = [\"vor\"]\n",
            ),
            ("per_delivery", r#"per = "delivery""#, "per = \"delivery\"\npreempts = [\"vor\"]"),
            ("without_a_limit", "[processes.release]\n", "[processes.release]\npreempts = [\"vor\"]\n"),
        ],
    );
}

#[test]
fn errors_in_queue_capacities_are_reported_at_their_span() {
    let people = |more: &str| format!("people = 240\n{more}");
    assert_errors(
        "rooms",
        &[
            ("no_unit", "people = 240", &people("queue_capacity = 5")),
            ("half_a_line", "people = 240", &people(r#"queue_capacity = "2.5 lines""#)),
            ("after_stock_is_taken", "people = 240", &people(r#"queue_capacity = "5 lines""#)),
            ("of_what_comes_in", r#"per = "delivery""#, "queue_capacity = \"0 lines\""),
            ("per_delivery", r#"per = "delivery""#, "per = \"delivery\"\nqueue_capacity = \"0 lines\""),
            (
                "without_a_limit",
                "[processes.release]\n",
                "[processes.release]\nqueue_capacity = \"0 lines\"\n",
            ),
            (
                "beside_pre_emption",
                "[processes.release]\n",
                "[processes.release]\nservers = 2\ntime = \"1 min\"\nqueue_capacity = \"0 lines\"\npreempts = [\"vor\"]\n",
            ),
        ],
    );
}

#[test]
fn errors_in_lane_capacities_are_reported_at_their_span() {
    const CUT_OFF: &str = r#"cut_off = "2 h""#;
    assert_errors(
        "lane_capacity",
        &[
            ("without_a_unit", CUT_OFF, "capacity = 20"),
            ("of_nothing", CUT_OFF, r#"capacity = "0 lines""#),
            ("in_pieces", CUT_OFF, r#"capacity = "20 pieces""#),
            ("at_once", "departs = \"tue,thu 18:00\"\ncut_off = \"2 h\"", r#"capacity = "20 lines""#),
        ],
    );
}

#[test]
fn errors_in_queue_disciplines_are_reported_at_their_span() {
    assert_errors(
        "rules",
        &[
            ("unknown_rule", "servers = 4", "servers = 4\ndiscipline = \"oldest_du\""),
            ("metered_without_shares", "servers = 4", "servers = 4\ndiscipline = \"metered\""),
            (
                "metered_without_an_age",
                "servers = 4",
                "servers = 4\ndiscipline = { metered = { new = \"60%\" } }",
            ),
            (
                "metered_with_a_share_over_100",
                "servers = 4",
                "servers = 4\ndiscipline = { metered = { new = \"160%\", old_from = \"7 days\" } }",
            ),
            (
                "a_rule_of_another_name",
                "servers = 4",
                "servers = 4\ndiscipline = { meterd = { new = \"60%\" } }",
            ),
            ("a_rule_that_is_a_number", "servers = 4", "servers = 4\ndiscipline = 3"),
        ],
    );
}

#[test]
fn errors_in_manual_mode_are_reported_at_their_span() {
    const PICK: &str = "needs = [\"wms\"]\n[processes.pack]";
    assert_errors(
        "by_hand",
        &[
            (
                "by_hand_without_rate",
                PICK,
                "needs = [\"wms\"]\nmanual = { errors = \"5%\" }\n[processes.pack]",
            ),
            (
                "by_hand_faster_than_nominal",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"110%\" }\n[processes.pack]",
            ),
            ("by_hand_at_no_speed", PICK, "needs = [\"wms\"]\nmanual = { rate = \"0%\" }\n[processes.pack]"),
            (
                "all_wrong",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"10%\", errors = \"100%\" }\n[processes.pack]",
            ),
            (
                "rekey_without_unit",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"10%\", reentry = \"90 s\" }\n[processes.pack]",
            ),
            (
                "rekey_without_time",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"10%\", reentry = \"0 s/line\" }\n[processes.pack]",
            ),
            (
                "rekey_of_other_things",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"10%\", reentry = \"90 s/piece\" }\n[processes.pack]",
            ),
            (
                "by_hand_with_another_key",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"10%\", error = \"5%\" }\n[processes.pack]",
            ),
            ("needs_no_system", "servers = 4", "servers = 4\nmanual = { rate = \"10%\" }"),
            ("takes_no_time", "[processes.release]", "[processes.release]\nmanual = { rate = \"10%\" }"),
        ],
    );
}

#[test]
fn errors_in_policies_are_reported_at_their_span() {
    const WHEN: &str = "[restart.warehouse]";
    assert_errors(
        "policies",
        &[
            ("policy_of_unknown_process", WHEN, "[restart.warehouse]\naccept_only = { relase = [\"vor\"] }"),
            ("policy_of_unknown_class", WHEN, "[restart.warehouse]\naccept_only = { release = [\"vr\"] }"),
            ("nothing_accepted", WHEN, "[restart.warehouse]\naccept_only = { release = [] }"),
            ("a_class_that_is_no_list", WHEN, "[restart.warehouse]\naccept_only = { release = \"vor\" }"),
            ("policy_of_nothing", WHEN, "[restart.warehouse]\ndiscipline = {}"),
            ("cap_of_0", WHEN, "[restart.warehouse]\ncap = { release = { uk_pdc = \"0 lines/day\" } }"),
            (
                "cap_of_half_a_line",
                WHEN,
                "[restart.warehouse]\ncap = { release = { uk_pdc = \"0.5 lines/day\" } }",
            ),
            (
                "cap_by_working_day",
                WHEN,
                "[restart.warehouse]\ncap = { release = { uk_pdc = \"500 lines/working day\" } }",
            ),
            (
                "cap_of_unknown_site",
                WHEN,
                "[restart.warehouse]\ncap = { release = { uk_pcd = \"500 lines/day\" } }",
            ),
            (
                "cap_in_pieces",
                WHEN,
                "[restart.warehouse]\ncap = { release = { uk_pdc = \"500 pieces/day\" } }",
            ),
            (
                "backordered_first_for_a_time_of_what_goes_out",
                WHEN,
                "[restart.warehouse]\ndiscipline = { pick = \"backorders_first\", unload = \"backorders_first\" }",
            ),
            ("unknown_rule_for_a_time", WHEN, "[restart.warehouse]\ndiscipline = { pick = \"oldest\" }"),
        ],
    );
}

#[test]
fn errors_in_sites_are_reported_at_their_span() {
    assert_errors(
        "sites",
        &[
            ("unknown_site", r#"supplied_by = ["gplc"]"#, r#"supplied_by = ["gplk"]"#),
            ("unknown_kind", r#"kind = "centre""#, r#"kind = "center""#),
            (
                "circle_in_supplied_by",
                r#"supplied_by = ["suppliers"]"#,
                r#"supplied_by = ["suppliers", "uk_pdc"]"#,
            ),
            (
                "stock_without_source",
                r#"supplied_by = ["suppliers"]
"#,
                "",
            ),
            (
                "supplier_without_lead_time",
                r#"lead_time = { lognormal = { median = "6 weeks", p90 = "16 weeks" } }
"#,
                "",
            ),
            (
                "lead_time_of_a_pdc",
                r#"kind = "pdc""#,
                r#"kind = "pdc"
lead_time = "2 days""#,
            ),
            (
                "loads_of_a_pdc",
                r#"kind = "pdc""#,
                r#"kind = "pdc"
deliveries = { at = "mon 06:00", lines = 40 }"#,
            ),
            (
                "loads_at_no_time",
                r#"kind = "supplier""#,
                r#"kind = "supplier"
deliveries = { at = [], lines = 0 }"#,
            ),
            (
                "loads_at_midnight_of_the_same_day",
                r#"kind = "supplier""#,
                r#"kind = "supplier"
deliveries = { at = "mon-fri 06:00,24:00" }"#,
            ),
            (
                "needs_of_a_pdc",
                r#"kind = "pdc""#,
                r#"kind = "pdc"
needs = ["wms"]"#,
            ),
            (
                "unknown_system_of_a_supplier",
                r#"kind = "supplier""#,
                r#"kind = "supplier"
needs = ["vms"]"#,
            ),
            (
                "supplier_with_stock",
                r#"kind = "supplier""#,
                r#"kind = "supplier"
stock = "unlimited""#,
            ),
            (
                "asked_without_source_and_stock",
                r#"supplied_by = ["uk_pdc"]
stock = { level = { fast = "3 pieces", slow = "0 pieces" }, minimum_demand = "6 lines/year" }"#,
                "",
            ),
            ("two_ways_to_set_the_level", r#"cover = "6 weeks""#, r#"cover = "6 weeks", fill_rate = "95%""#),
            ("no_way_to_set_the_level", r#"cover = "6 weeks", "#, ""),
            ("fill_target_of_100", r#"fill_rate = "95%""#, r#"fill_rate = "100%""#),
            ("minimum_demand_in_pieces", "6 lines/year", "6 pieces/year"),
            ("minimum_demand_without_time", "6 lines/year", "6 lines"),
            ("no_stock_class", "[classes.stock]", "[classes.refill]"),
            ("level_without_a_segment", r#"fast = "3 pieces", slow = "0 pieces""#, r#"fast = "3 pieces""#),
            ("unknown_segment", r#"segments = ["fast"]"#, r#"segments = ["fats"]"#),
            ("review_on_a_weekday_every_day", r#"at = "05:00""#, r#"at = "tue 05:00""#),
        ],
    );
}

#[test]
fn errors_in_lanes_are_reported_at_their_span() {
    assert_errors(
        "lanes",
        &[
            (
                "lane_where_neither_supplies",
                r#"from = "gplc"
to = "uk_pdc""#,
                r#"from = "retailers"
to = "gplc""#,
            ),
            (
                "lane_the_wrong_way",
                r#"from = "gplc"
to = "uk_pdc""#,
                r#"from = "uk_pdc"
to = "gplc""#,
            ),
            (
                "lane_from_a_supplier",
                r#"from = "gplc"
to = "uk_pdc""#,
                r#"from = "suppliers"
to = "gplc""#,
            ),
            (
                "two_lanes_for_one_pair",
                "[lanes.to_pdc]",
                r#"[lanes.express]
from = "gplc"
to = "uk_pdc"
[lanes.to_pdc]"#,
            ),
            (
                "cut_off_without_departures",
                r#"departs = "tue,thu 18:00"
"#,
                "",
            ),
            ("departs_every_day_at_no_interval", "\"tue,thu 18:00\"", "{ from = 2025-01-10 }"),
            ("departs_in_no_time", "\"tue,thu 18:00\"", "{ every = \"0 s\" }"),
            ("departs_all_the_time", "\"tue,thu 18:00\"", "{ every = \"1 us\" }"),
            (
                "transit_of_less_than_a_step",
                r#"{ triangular = ["4 h", "5 h", "9 h"] }"#,
                r#"{ geometric = { mean = "5 h", step = "1 day" } }"#,
            ),
            ("transit_by_pieces", r#"{ triangular = ["4 h", "5 h", "9 h"] }"#, r#"{ geometric = "3 days" }"#),
        ],
    );
}

#[test]
fn errors_in_demand_are_reported_at_their_span() {
    assert_errors(
        "demand",
        &[
            ("demand_on_a_supplier", r#"site = "retailers""#, r#"site = "suppliers""#),
            ("class_shares_that_do_not_make_100", r#"vor = "5%""#, r#"vor = "7%""#),
            ("unknown_class", r#"vor = "5%""#, r#"vro = "5%""#),
            (
                "when_lacking_that_does_not_make_100",
                r#"classes = { vor = "5%", daily = "95%" }"#,
                r#"backorder_class = { vor = "25%", daily = "70%" }"#,
            ),
            (
                "when_lacking_of_an_unknown_class",
                r#"classes = { vor = "5%", daily = "95%" }"#,
                r#"backorder_class = { vor = "25%", dayly = "75%" }"#,
            ),
            (
                "when_lacking_without_a_shelf",
                r#"site = "retailers""#,
                r#"site = "uk_pdc"
backorder_class = { daily = "100%" }"#,
            ),
            (
                "class_by_car_without_jobs",
                r#"classes = { vor = "5%", daily = "95%" }"#,
                r#"backorder_class = { off_road = "vor", otherwise = "daily" }"#,
            ),
            (
                "class_by_car_of_half_the_cars",
                r#"classes = { vor = "5%", daily = "95%" }"#,
                r#"backorder_class = { off_road = "vor" }
jobs = { off_road = "30%" }"#,
            ),
            (
                "jobs_without_a_share_off_road",
                r#"hours = "peak before 16:00""#,
                r#"jobs = { courtesy = { cars = "1.5 each", cost = "£45" } }"#,
            ),
            (
                "courtesy_cars_in_another_currency",
                r#"hours = "peak before 16:00""#,
                r#"jobs = { off_road = "130%", courtesy = { cars = 12, cost = "€45/day", colour = "red" } }"#,
            ),
            ("hours_of_no_shape", r#"hours = "peak before 16:00""#, r#"hours = "afternoon""#),
            ("hours_of_23_weights", r#"hours = "peak before 16:00""#, "hours = [1, 1, 1]"),
            ("lines_without_time", r#""70 per working day each""#, r#""70 lines each""#),
        ],
    );
}

#[test]
fn errors_in_disruptions_are_reported_at_their_span() {
    assert_errors(
        "disruptions",
        &[
            ("unknown_target", r#"takes_down = ["identity", "wms"]"#, r#"takes_down = ["identity", "vms"]"#),
            ("ambiguous_target", "[systems.identity]", "[systems.pick]\n[systems.identity]"),
            (
                "level_over_100",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms"]
to = "110%""#,
            ),
            ("disruption_before_the_run", "from = 2025-08-31T20:00", "from = 2025-05-31T20:00"),
            ("disruption_in_the_warm_up", "from = 2025-08-31T20:00", "from = 2025-06-03"),
            ("phase_after_the_run", "from = 2025-09-25", "from = 2026-09-25"),
            (
                "until_before_from",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms"]
until = 2025-08-30"#,
            ),
            ("no_such_day", "from = 2025-08-31T20:00", "from = 2025-02-30"),
            (
                "delay_under_100",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms"]
delay = { suppliers = "50%" }"#,
            ),
            (
                "delay_of_what_is_no_supplier",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms"]
delay = { sites.gplc = "150%", pick = "200%" }"#,
            ),
            (
                "delay_of_nothing",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms"]
delay = {}"#,
            ),
            (
                "delay_of_what_is_stopped",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms", "suppliers"]
delay = { suppliers = "150%" }"#,
            ),
            (
                "level_beside_a_delay_alone",
                r#"takes_down = ["identity", "wms"]"#,
                r#"to = "50%"
delay = { suppliers = "150%" }"#,
            ),
            (
                "site_without_processes_taken_down",
                r#"takes_down = ["identity", "wms"]"#,
                r#"takes_down = ["identity", "wms", "retailers"]"#,
            ),
        ],
    );
}

#[test]
fn errors_in_restart_phases_are_reported_at_their_span() {
    assert_errors(
        "restart",
        &[
            ("circle_in_after", "from = 2025-09-25", r#"after = ["warehouse"]"#),
            ("phase_without_beginning", "from = 2025-09-25\n", ""),
            (
                "phase_with_nothing_to_do",
                r#"boost = { pick = "125%", processes.pack = "110%" }
for = "6 weeks"
"#,
                "",
            ),
            (
                "phase_brings_back_what_is_not_down",
                r#"brings_back = ["wms"]"#,
                r#"brings_back = ["wms", "pick"]"#,
            ),
            (
                "two_ends_at_once",
                r#"for = "6 weeks""#,
                r#"for = "6 weeks"
until = 2025-12-01"#,
            ),
            ("ramp_that_falls", r#"from = "50%", over"#, r#"from = "100%", over"#),
            ("ramp_without_over", r#", over = "3 weeks""#, ""),
            ("ramp_in_no_time", r#", over = "3 weeks""#, r#", over = "0 s""#),
            ("check_that_never_passes", r#"chance = "90%""#, r#"chance = "0%""#),
            ("check_in_no_time", r#"takes = "1 day", again"#, r#"takes = "0 s", again"#),
            ("negative_time_of_repair", r#""12 h""#, r#""-12 h""#),
            ("roll_back_of_what_is_not_before", r#"["order_entry"] } }"#, r#"["overtime"] } }"#),
            ("roll_back_of_itself", r#"["order_entry"] } }"#, r#"["weekend_work"] } }"#),
            ("roll_back_of_nothing", r#"["order_entry"] } }"#, "[] } }"),
            ("roll_back_without_a_chance", r#"chance = "20%""#, r#"chance = "0%""#),
            ("gate_at_an_unknown_site", r#"gate = { site = "gplc""#, r#"gate = { site = "gplk""#),
            ("gate_at_a_supplier", r#"gate = { site = "gplc""#, r#"gate = { site = "suppliers""#),
            ("gate_at_no_place_of_the_site", r#"waiting = "pick""#, r#"waiting = "pikc""#),
            ("gate_with_two_limits", r#"above = "1.5"#, r#"below = "2 lines", above = "1.5"#),
            ("gate_without_a_limit", r#", above = "1.5 days of flow""#, ""),
            ("gate_in_an_unknown_unit", r#""20000 lines""#, r#""20000 pieces""#),
            ("gate_with_an_unknown_key", r#"below = "20000 lines", for"#, r#"below = "20000 lines", during"#),
            ("until_without_boost", "boost = { pick = \"110%\" }\n", "brings_back = [\"wms\"]\n"),
        ],
    );
}

#[test]
fn errors_in_files_are_reported_at_their_span() {
    assert_errors(
        "files",
        &[
            ("syntax_error", r#"title = "A small network""#, r#"title = "A small network"#),
            (
                "syntax_error_twice",
                r#"title = "A small network"
start = 2025-06-02"#,
                "title = A small network\nstart = ",
            ),
            (
                "key_twice",
                r#"horizon = "26 weeks""#,
                r#"horizon = "26 weeks"
horizon = "27 weeks""#,
            ),
            (
                "based_on_a_missing_file",
                r#"title = "A small network""#,
                r#"title = "A small network"
based_on = "no_such.toml""#,
            ),
            (
                "based_on_a_folder",
                r#"title = "A small network""#,
                r#"title = "A small network"
based_on = "tests""#,
            ),
            (
                "removal_of_what_is_not_inherited",
                "[systems.identity]",
                "[systems]\ncatalogue = false\n[systems.identity]",
            ),
        ],
    );
}

#[test]
fn errors_in_an_argument_point_into_it() {
    for (name, set) in [
        ("unit", "horizon=26"),
        ("unknown_key", "processes.pick.peple=200"),
        ("no_value", "processes.pick"),
        ("no_key", "processes..people=200"),
        ("syntax", "processes.pick.needs=[\"wms\""),
        ("removed_but_needed", "systems.wms=false"),
        ("too_deep", "a.b.c.d.e.f.g.h.i=1"),
        ("based_on", "based_on=\"x.toml\""),
    ] {
        let errors = read_text("small.toml", SMALL, &[set.to_owned()]).expect_err(name);
        insta::assert_snapshot!(format!("set__{name}"), rendered(&errors));
    }
}

#[test]
fn an_unreadable_file_is_reported() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, bytes: &[u8]| std::fs::write(path(name), bytes).expect("the test may write");
    write("empty.toml", b"# nothing but a comment\n");
    write("latin.toml", b"title = \"Gro\xdf\"\n");
    write("round.toml", b"based_on = \"about.toml\"\n");
    write("about.toml", b"based_on = \"round.toml\"\n");
    write("over.toml", b"based_on = \"under.toml\"\n[systems.wms]\nneeds = [\"idntity\"]\n");
    write("under.toml", format!("{SMALL}[sites.more]\nkind = \"pdcs\"\n").as_bytes());
    for name in ["missing.toml", "empty.toml", "latin.toml", "round.toml", "over.toml"] {
        let errors = read(&path(name), &[]).expect_err(name);
        // Wide enough that the folder's own name breaks no line.
        let shown = format!("{}\n{errors}\n", errors.render(500, false))
            .replace(&format!("{}/", folder.path().display()), "");
        insta::assert_snapshot!(format!("file__{}", name.trim_end_matches(".toml")), shown);
    }
    let errors = read(folder.path(), &[]).expect_err("a folder is no scenario");
    assert!(errors.to_string().contains("is a folder, not a file"), "{errors}");
}

#[test]
fn all_errors_are_reported_together_in_the_order_of_the_file() {
    let text = changed("people = 240", "people = -1").replace("horizon = \"26 weeks\"", "horizon = 26");
    let errors = read_text("small.toml", &text, &[]).expect_err("two errors");
    let lines: Vec<usize> = errors.iter().map(|error| error.positions[0].line).collect();
    assert_eq!(lines.len(), 2, "{errors}");
    assert!(lines.is_sorted(), "{errors}");
}

#[test]
fn narrow_terminals_and_colours_change_no_word() {
    let errors = read(Path::new("no_such.toml"), &[]).expect_err("there is no such file");
    assert!(errors.render(100, true).contains("there is no file `no_such.toml`"));
    assert!(errors.render(0, false).contains("no_such.toml"));
}

#[test]
fn errors_in_outage_responses_are_reported_at_their_span() {
    let peak = r#"hours = "peak before 16:00""#;
    let down = |keys: &str| format!("{peak}\nwhen_down = {{ {keys} }}");
    let cases = [
        ("shares_that_do_not_make_100", down(r#"of = "wms", on_paper = "60%", lost = "30%""#)),
        ("no_system", down(r#"on_paper = "60%", lost = "rest""#)),
        ("unknown_system", down(r#"of = "vms", on_paper = "100%""#)),
        ("two_rests", down(r#"of = "wms", on_paper = "rest", lost = "rest""#)),
        (
            "more_than_100_beside_the_rest",
            down(r#"of = "wms", on_paper = "80%", elsewhere = "30%", lost = "rest""#),
        ),
        ("unknown_share", down(r#"of = "wms", on_paper = "60%", postponed = "40%""#)),
        (
            "a_class_without_lines",
            down(r#"of = "wms", lost = "100%", classes = { stock = { lost = "100%" } }"#),
        ),
        (
            "shares_of_a_class",
            down(r#"of = "wms", lost = "100%", classes = { vor = { on_paper = "50%", deferred = "40%" } }"#),
        ),
        ("entered_at_no_desk", down(r#"of = "wms", on_paper = "100%", entered_by = "pick""#)),
        ("deferred_over_no_unit", down(r#"of = "wms", deferred = "100%", deferred_over = 7"#)),
    ];
    for (name, instead) in &cases {
        assert_errors("when_down", &[(name, peak, instead)]);
    }
    let order_desk = r#"inbound = ["unload"]"#;
    assert_errors(
        "when_down",
        &[
            (
                "a_desk_that_nothing_comes_to",
                "kind = \"retailer\"\n",
                "kind = \"retailer\"\norder_desk = [\"release\"]\n",
            ),
            ("a_desk_in_the_flow_of_goods", order_desk, "inbound = [\"unload\"]\norder_desk = [\"pick\"]"),
            (
                "a_desk_of_a_supplier",
                r#"lead_time = { lognormal = { median = "6 weeks", p90 = "16 weeks" } }"#,
                "lead_time = \"6 weeks\"\norder_desk = [\"pick\"]",
            ),
        ],
    );
}

/// Two rules of impatience, to stand below the small scenario.
const IMPATIENCE: &str = r#"[impatience.becomes_vor]
demand = ["workshops"]
class = "daily"
late_by = "2 working days"
share = "30%"
escalates_to = "vor"
[impatience.gives_up]
class = "daily"
late_by = "4 weeks"
cancels = true
"#;

#[test]
fn errors_in_impatience_are_reported_at_their_span() {
    let text = format!("{SMALL}{IMPATIENCE}");
    let read = read_text("small.toml", &text, &[]).expect("no error");
    let again = read_text("small.toml", &read.resolved, &[]).expect("no error");
    assert_eq!((read.scenario, read.resolved), (again.scenario, again.resolved));
    let again = text.replace("cancels = true", "orders_again = true\nreturns_after = \"36 h\"");
    let read = read_text("small.toml", &again, &[]).expect("no error");
    let again = read_text("small.toml", &read.resolved, &[]).expect("no error");
    assert_eq!((read.scenario, read.resolved), (again.scenario, again.resolved));
    let (late_by, escalates, cancels) =
        (r#"late_by = "2 working days""#, r#"escalates_to = "vor""#, "cancels = true");
    for (name, written, instead) in [
        ("unknown_key", late_by, r#"late = "2 working days""#),
        ("no_time", late_by, r#"late_by = "0 h""#),
        ("share_over_the_whole", r#"share = "30%""#, r#"share = "130%""#),
        ("unknown_demand", r#"demand = ["workshops"]"#, r#"demand = ["workshop"]"#),
        ("unknown_class", escalates, r#"escalates_to = "voor""#),
        ("does_nothing", escalates, ""),
        ("two_at_once", escalates, "escalates_to = \"vor\"\ncancels = true"),
        ("returns_of_nothing", cancels, "cancels = true\nreturns_after = \"1 week\""),
        ("ordered_again_and_never_back", cancels, "orders_again = true"),
        ("cancels_no", cancels, r#"cancels = "no""#),
        ("not_more_urgent", escalates, r#"escalates_to = "stock""#),
        ("without_promise", "promise = \"48 h\"\n", ""),
        ("nobody_orders_it", r#"classes = { vor = "5%", daily = "95%" }"#, r#"class = "vor""#),
    ] {
        assert_eq!(text.matches(written).count(), 1, "`{written}` must stand once");
        let errors = read_text("small.toml", &text.replace(written, instead), &[]).expect_err(name);
        insta::assert_snapshot!(format!("impatience__{name}"), rendered(&errors));
    }
}

#[test]
fn errors_in_cut_offs_and_variation_are_reported_at_their_span() {
    let (working, elapsed) = ("promise = \"1 working day\"", "promise = \"48 h\"");
    let peak = r#"hours = "peak before 16:00""#;
    assert_errors(
        "cut_off_and_variation",
        &[
            ("a_cut_off_of_no_working_days", elapsed, &format!("{elapsed}\ncut_off = \"16:00\"")),
            ("no_time_of_day", working, &format!("{working}\ncut_off = \"4 pm\"")),
            ("of_nothing", peak, &format!("{peak}\nvariation = {{ persistence = 0.5 }}")),
            (
                "never_normal_again",
                peak,
                &format!("{peak}\nvariation = {{ week_cv = \"6%\", persistence = 1.0 }}"),
            ),
            ("a_bare_cv", peak, &format!("{peak}\nvariation = {{ week_cv = 0.06 }}")),
        ],
    );
}

#[test]
fn errors_in_manual_ordering_are_reported_at_their_span() {
    let stock = r#"stock = { level = { fast = "3 pieces", slow = "0 pieces" }"#;
    assert_errors(
        "orders_by_hand",
        &[
            ("without_a_system", stock, &format!("{stock}, manual_orders = \"20 lines/working day\"")),
            ("of_pieces", stock, &format!("{stock}, needs = [\"wms\"], manual_orders = \"20 pieces/day\"")),
        ],
    );
}

#[test]
fn errors_in_stock_policies_are_reported_at_their_span() {
    assert_errors(
        "stock",
        &[
            (
                "level_and_minimum",
                r#"stock = { cover = "6 weeks", "#,
                r#"stock = { cover = "6 weeks", min = "3 pieces", "#,
            ),
            (
                "minimum_without_maximum",
                r#"stock = { cover = "6 weeks", "#,
                r#"stock = { min = "3 pieces", "#,
            ),
            (
                "maximum_not_over_the_minimum",
                r#"stock = { level = { fast = "3 pieces", slow = "0 pieces" }"#,
                r#"stock = { min = "3 pieces", max = { fast = "9 pieces", slow = "3 pieces" }"#,
            ),
            (
                "maximum_without_a_segment",
                r#"stock = { level = { fast = "3 pieces", slow = "0 pieces" }"#,
                r#"stock = { min = "3 pieces", max = { fast = "9 pieces" }"#,
            ),
            (
                "lost_at_a_retailer",
                r#"stock = { level = { fast = "3 pieces", slow = "0 pieces" }"#,
                r#"stock = { level = { fast = "3 pieces", slow = "0 pieces" }, shortage = "lost_sale""#,
            ),
            (
                "neither_waits_nor_is_lost",
                r#"stock = { cover = "6 weeks", "#,
                r#"stock = { cover = "6 weeks", shortage = "gone", "#,
            ),
            (
                "lots_of_nothing",
                r#"stock = { cover = "6 weeks", "#,
                r#"stock = { reorder_point = "3 pieces", quantity = "0 pieces", "#,
            ),
            (
                "lots_without_a_reorder_point",
                r#"stock = { cover = "6 weeks", "#,
                r#"stock = { quantity = "5 pieces", "#,
            ),
        ],
    );
}

#[test]
fn errors_in_failures_are_reported_at_their_span() {
    let phases = "strikes = [\"pick\"]\n\
        phases = [{ name = \"a\", to = \"50%\", lasts = \"1 h\" }, { name = \"b\", to = \"0%\", lasts = \"1 h\" }]";
    for (name, rest) in [
        ("strikes_nothing", "up = \"5 days\"\ndown = \"1 day\""),
        ("unknown_target", "strikes = [\"pik\"]\nup = \"5 days\"\ndown = \"1 day\""),
        ("no_repair", "strikes = [\"pick\"]\nup = \"5 days\""),
        ("no_time_at_all", "strikes = [\"pick\"]\nup = \"0 s\"\ndown = \"1 day\""),
        ("over_100_percent", "strikes = [\"pick\"]\nup = \"5 days\"\ndown = \"1 day\"\nto = \"120%\""),
        (
            "while_a_system_works",
            "strikes = [\"wms\"]\nup = \"5 days\"\ndown = \"1 day\"\nwhile_working = true",
        ),
        (
            "while_working_no_truth",
            "strikes = [\"pick\"]\nup = \"5 days\"\ndown = \"1 day\"\nwhile_working = \"yes\"",
        ),
        ("neither_up_nor_phases", "strikes = [\"pick\"]\ndown = \"1 day\""),
        ("phases_and_up", &format!("{phases}\nup = \"5 days\"")),
        ("phases_while_working", &format!("{phases}\nwhile_working = true")),
        ("phases_of_one", "strikes = [\"pick\"]\nphases = [{ name = \"a\", to = \"50%\", lasts = \"1 h\" }]"),
        ("phases_no_list", "strikes = [\"pick\"]\nphases = \"8 h\""),
        ("phases_of_texts", "strikes = [\"pick\"]\nphases = [\"8 h\", \"2 h\"]"),
        (
            "phases_of_one_name",
            "strikes = [\"pick\"]\nphases = [{ name = \"a\", to = \"50%\", lasts = \"1 h\" }, { name = \"a\", to = \"0%\", lasts = \"1 h\" }]",
        ),
        (
            "phases_with_mistakes",
            "strikes = [\"pick\"]\nphases = [\n{ name = \"Bad name\", to = \"1200%\", lasts = \"0 s\" },\n{ name = \"b\", for = \"1 h\" },\n]",
        ),
    ] {
        let text = format!("{SMALL}\n[failures.belt]\n{rest}\n");
        let errors = read_text("small.toml", &text, &[]).expect_err(name);
        insta::assert_snapshot!(format!("failures__{name}"), rendered(&errors));
    }
}

#[test]
fn elements_with_the_same_stream_are_reported_at_their_span() {
    assert_errors(
        "streams",
        &[
            ("of_another_that_has_it", "[processes.pack]\n", "[processes.pack]\nstream = \"pick\"\n"),
            (
                "said_twice",
                "[restart.overtime]\n",
                "[restart.late]\nfrom = 2025-10-01\nboost = { pick = \"110%\" }\nstream = \"early\"\n\
                 [restart.overtime]\nstream = \"early\"\n",
            ),
            (
                "alike_customers",
                "[demand.workshops]\n",
                "[demand.others]\nstream = \"workshops\"\nsite = \"uk_pdc\"\nlines = \"1 line/h\"\nclass = \"daily\"\n\
                 [demand.workshops]\n",
            ),
            ("no_text", "[processes.pack]\n", "[processes.pack]\nstream = 3\n"),
        ],
    );
}

#[test]
fn errors_in_time_and_volume_of_demand_are_reported_at_their_span() {
    const HOURS: &str = r#"hours = "peak before 16:00""#;
    assert_errors(
        "asked",
        &[
            ("demand_that_ends_before_it_begins", HOURS, "from = 2025-07-01\nuntil = 2025-06-15"),
            ("demand_after_the_run", HOURS, "from = 2026-07-01"),
            ("demand_before_the_run", HOURS, "from = 2024-07-01"),
            ("backlog_of_half_a_line", HOURS, r#"backlog = "2.5 lines""#),
            ("backlog_in_pieces", HOURS, r#"backlog = "20 pieces""#),
            ("never_any_pieces", HOURS, r#"pieces = { table = [["0 pieces", 1]] }"#),
            ("poisson_of_nothing", HOURS, r#"pieces = { poisson = "0 pieces" }"#),
            (
                "negative_binomial_that_varies_too_little",
                HOURS,
                r#"pieces = { negative_binomial = { mean = "2 pieces", variance_to_mean = 1 } }"#,
            ),
            (
                "negative_binomial_by_cv",
                HOURS,
                r#"pieces = { negative_binomial = { mean = "2 pieces", cv = 2 } }"#,
            ),
            ("pieces_with_broken_numbers", HOURS, r#"pieces = { gamma = { mean = "2 pieces", cv = 2 } }"#),
        ],
    );
}

#[test]
fn times_of_day_show_seconds_when_needed() {
    let review = |at: &str| changed(r#"at = "05:00""#, &format!("at = \"{at}\""));
    for (at, written) in [("00:14:24", "00:14:24"), ("5:00:00", "05:00"), ("05:00:00.5", "05:00:00.5")] {
        let read = read_text("small.toml", &review(at), &[]).expect(at);
        assert!(read.resolved.contains(&format!("at = \"{written}\"")), "{at}");
    }
    for at in
        ["05:00:60", "05:00:", "05:00:1", "05:00:00.", "05:00:00.1234567", "24:00:01", "05:00:00:00", "+5:00"]
    {
        let errors = read_text("small.toml", &review(at), &[]).expect_err(at);
        let message: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(message, [format!("`{at}` is not a time of day")]);
    }
}

#[test]
fn errors_in_rules_for_stock_levels_are_reported_at_their_span() {
    const TARGET: &str = r#"fill_rate = "95%""#;
    assert_errors(
        "levels",
        &[
            ("ready_target_of_nothing", TARGET, r#"ready_rate = "0%""#),
            ("cycle_service_of_100", TARGET, r#"cycle_service_level = "100%""#),
            ("two_targets", TARGET, r#"fill_rate = "95%", cycle_service_level = "95%""#),
            ("lots_for_a_ready_target", TARGET, r#"ready_rate = "95%", quantity = "5 pieces""#),
            ("a_fill_target_and_a_point", TARGET, r#"fill_rate = "95%", reorder_point = "5 pieces""#),
            ("a_fill_target_with_lots_of_nothing", TARGET, r#"fill_rate = "95%", quantity = "0 pieces""#),
        ],
    );
}

#[test]
fn errors_in_observations_are_reported_at_their_span() {
    for (name, rest) in [
        ("looks_at_nothing", "above = [\"3 lines\"]"),
        ("unknown_process", "process = \"pik\""),
        ("site_that_does_not_list_it", "process = \"pick\"\nsite = \"uk_pdc\""),
        ("above_without_unit", "process = \"pick\"\nabove = [20]"),
        ("above_broken_lines", "process = \"pick\"\nabove = [\"2.5 lines\"]"),
        ("above_twice", "process = \"pick\"\nabove = [\"2 lines\", \"2.0 lines\"]"),
        ("given_no_failure", "process = \"pick\"\ngiven = [\"attack\"]"),
        ("at_no_moments", "process = \"pick\"\nat = [\"06:00\"]"),
        ("at_in_the_warm_up", "process = \"pick\"\nat = [2025-07-01, 2025-06-03]"),
        ("at_after_the_run", "process = \"pick\"\nat = [2026-07-01]"),
        ("daily_at_no_time_of_day", "process = \"pick\"\ndaily_at = [\"6 h\"]"),
        ("daily_at_24_00", "process = \"pick\"\ndaily_at = [\"24:00\"]"),
        ("each_longer_than_counted", "process = \"pick\"\neach = \"25 weeks\""),
        ("each_no_time", "process = \"pick\"\neach = \"0 h\""),
        ("cleared_without_limit", "process = \"pick\"\ncleared = { from = 2025-07-01 }"),
        (
            "cleared_in_the_warm_up",
            "process = \"pick\"\ncleared = { from = 2025-06-02, at_most = \"9 lines\" }",
        ),
        ("unknown_key", "process = \"pick\"\nbelow = [\"3 lines\"]"),
        (
            "uncertain",
            "process = \"pick\"\neach = \"1 h\"\n[uncertain.x]\nset = \"observe.picking.each\"\nuniform = [\"1 h\", \"2 h\"]",
        ),
    ] {
        let text = format!("{SMALL}\n[observe.picking]\n{rest}\n");
        let errors = read_text("small.toml", &text, &[]).expect_err(name);
        insta::assert_snapshot!(format!("observe__{name}"), rendered(&errors));
    }
    for (name, rest) in [
        ("of_two_things", "stock = \"gplc\"\nlane = \"to_pdc\""),
        ("stock_of_a_supplier", "stock = \"suppliers\""),
        ("unknown_site", "stock = \"gplk\""),
        ("unknown_lane", "lane = \"to_pcd\""),
        ("unknown_demand", "orders = \"workshop\""),
        ("keys_of_other_things", "stock = \"gplc\"\nabove = [\"3 lines\"]\nsite = \"gplc\""),
        ("within_of_a_lane", "lane = \"to_pdc\"\nwithin = [\"1 day\"]"),
        ("instants_of_orders", "orders = \"workshops\"\neach = \"1 h\""),
        ("within_no_duration", "stock = \"gplc\"\nwithin = [\"1 piece\"]"),
        ("within_twice", "stock = \"gplc\"\nwithin = [\"24 h\", \"1 day\"]"),
    ] {
        let text = format!("{SMALL}\n[observe.look]\n{rest}\n");
        let errors = read_text("small.toml", &text, &[]).expect_err(name);
        insta::assert_snapshot!(format!("observe__{name}"), rendered(&errors));
    }
    let fill_rate = r#"stock = { fill_rate = "95%", review = { every = "1 working day", at = "05:00" } }"#;
    let text = format!("{}\n[observe.look]\nstock = \"gplc\"\n", changed(fill_rate, "stock = \"unlimited\""));
    let errors = read_text("small.toml", &text, &[]).expect_err("no levels");
    insta::assert_snapshot!("observe__unlimited_stock", rendered(&errors));
    let twice = SMALL.replace("supplied_by = [\"gplc\"]", "supplied_by = [\"gplc\"]\noutbound = [\"pick\"]");
    let text = format!("{twice}\n[observe.picking]\nprocess = \"pick\"\n");
    let errors = read_text("small.toml", &text, &[]).expect_err("which of two");
    insta::assert_snapshot!("observe__several_sites", rendered(&errors));
}
