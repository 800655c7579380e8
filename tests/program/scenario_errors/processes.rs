//! Processes: errors in them, with their messages.

use super::assert_errors;

#[test]
fn errors_in_processes_are_reported_at_their_span() {
    assert_errors(
        "processes",
        &[
            (
                "routing_share_over_100",
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
                "backorders_first_of_outbound_lines",
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
        "service_time",
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
        "preempts",
        &[
            ("no_such_class", "people = 240", &people(r#"preempts = ["vro"]"#)),
            ("no_list", "people = 240", &people(r#"preempts = "vor""#)),
            ("least_urgent_class", "people = 240", &people(r#"preempts = ["vor", "stock"]"#)),
            (
                "another_discipline",
                "people = 240",
                &people("preempts = [\"vor\"]\ndiscipline = \"earliest_due_date\""),
            ),
            (
                "another_discipline_in_a_phase",
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
        "queue_capacity",
        &[
            ("no_unit", "people = 240", &people("queue_capacity = 5")),
            ("half_a_line", "people = 240", &people(r#"queue_capacity = "2.5 lines""#)),
            ("after_stock_is_allocated", "people = 240", &people(r#"queue_capacity = "5 lines""#)),
            ("inbound_process", r#"per = "delivery""#, "queue_capacity = \"0 lines\""),
            ("per_delivery", r#"per = "delivery""#, "per = \"delivery\"\nqueue_capacity = \"0 lines\""),
            (
                "without_a_limit",
                "[processes.release]\n",
                "[processes.release]\nqueue_capacity = \"0 lines\"\n",
            ),
            (
                "beside_preemption",
                "[processes.release]\n",
                "[processes.release]\nservers = 2\ntime = \"1 min\"\nqueue_capacity = \"0 lines\"\npreempts = [\"vor\"]\n",
            ),
        ],
    );
}

#[test]
fn errors_in_queue_disciplines_are_reported_at_their_span() {
    assert_errors(
        "discipline",
        &[
            ("unknown_discipline", "servers = 4", "servers = 4\ndiscipline = \"oldest_du\""),
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
            ("unknown_table", "servers = 4", "servers = 4\ndiscipline = { meterd = { new = \"60%\" } }"),
            ("number", "servers = 4", "servers = 4\ndiscipline = 3"),
        ],
    );
}

#[test]
fn errors_in_manual_mode_are_reported_at_their_span() {
    const PICK: &str = "needs = [\"wms\"]\n[processes.pack]";
    assert_errors(
        "manual",
        &[
            ("without_rate", PICK, "needs = [\"wms\"]\nmanual = { errors = \"5%\" }\n[processes.pack]"),
            (
                "faster_than_nominal",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"110%\" }\n[processes.pack]",
            ),
            ("no_speed", PICK, "needs = [\"wms\"]\nmanual = { rate = \"0%\" }\n[processes.pack]"),
            (
                "all_wrong",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"10%\", errors = \"100%\" }\n[processes.pack]",
            ),
            (
                "reentry_without_unit",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"10%\", reentry = \"90 s\" }\n[processes.pack]",
            ),
            (
                "reentry_without_time",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"10%\", reentry = \"0 s/line\" }\n[processes.pack]",
            ),
            (
                "reentry_of_another_unit",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"10%\", reentry = \"90 s/piece\" }\n[processes.pack]",
            ),
            (
                "unknown_key",
                PICK,
                "needs = [\"wms\"]\nmanual = { rate = \"10%\", error = \"5%\" }\n[processes.pack]",
            ),
            ("needs_no_system", "servers = 4", "servers = 4\nmanual = { rate = \"10%\" }"),
            ("takes_no_time", "[processes.release]", "[processes.release]\nmanual = { rate = \"10%\" }"),
        ],
    );
}
