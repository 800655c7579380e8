//! Smoke.
use gplc::scenario::read_text;
const BASE: &str = r#"
title = "A small network"
start = 2025-06-02
horizon = "26 weeks"
warm_up = "2 weeks"
calendar = "two_shifts"
[calendars.two_shifts]
shifts = ["mon-fri 06:00-14:00", "mon-fri 14:00-22:00", "sat 22:00-06:00 at 50%"]
holidays = [2025-08-25]
[parts.fast]
count = 800
share = "55%"
spread = { zipf = 0.7 }
pieces = { geometric = "6 pieces" }
value = "£9"
[parts.slow]
count = 2000
share = "45%"
spread = { lognormal = 1.2 }
value = "£35.50"
[classes.vor]
priority = 1
promise = "1 working day"
[classes.daily]
priority = 2
promise = "48 h"
[classes.stock]
priority = 3
[systems.identity]
[systems.wms]
needs = ["identity"]
[processes.unload]
servers = 4
time = { gamma = { mean = "20 min", cv = 0.4 } }
per = "delivery"
[processes.release]
needs = ["identity"]
[processes.pick]
people = 240
productivity = "24 lines/h per head"
calendar = "two_shifts"
needs = ["wms"]
[processes.pack]
rate = "60000 lines/working day"
calendar = "two_shifts"
[sites.suppliers]
kind = "supplier"
lead_time = { lognormal = { median = "6 weeks", p90 = "16 weeks" } }
[sites.gplc]
kind = "centre"
supplied_by = ["suppliers"]
inbound = ["unload"]
outbound = ["release", "pick", "pack"]
stock = { fill_target = "95%", review = { every = "1 working day", at = "05:00" } }
[sites.uk_pdc]
kind = "pdc"
supplied_by = ["gplc"]
stock = { cover = "6 weeks", review = { every = "1 week", at = "mon 06:00" }, segments = ["fast"], supply = "whole" }
[sites.retailers]
kind = "retailer"
count = 140
supplied_by = ["uk_pdc"]
stock = { level = { fast = "3 pieces", slow = "0 pieces" } }
[lanes.to_pdc]
from = "gplc"
to = "uk_pdc"
departs = "tue,thu 18:00"
cut_off = "2 h"
transit = { triangular = ["4 h", "5 h", "9 h"] }
[demand.workshops]
site = "retailers"
lines = "70 per working day each"
lines_per_order = { geometric = "2 lines" }
classes = { vor = "5%", daily = "95%" }
hours = "peak before 16:00"
[disruptions.attack]
from = 2025-08-31T20:00
takes_down = ["identity", "wms"]
[restart.order_entry]
from = 2025-09-25
brings_back = ["identity"]
[restart.warehouse]
after = ["order_entry"]
brings_back = ["wms"]
ramp = { from = "50%", over = "3 weeks" }
[restart.overtime]
after_start_of = ["warehouse"]
boost = { pick = "125%", processes.pack = "110%" }
for = "6 weeks"
"#;
#[test]
fn the_resolved_scenario_reads_back_to_itself() {
    let first = read_text("small.toml", BASE, &[]).unwrap_or_else(|m| panic!("{}", m.render(100, false)));
    println!("{}", first.resolved);
    let second =
        read_text("small.toml", &first.resolved, &[]).unwrap_or_else(|m| panic!("{}", m.render(100, false)));
    assert_eq!(first.scenario, second.scenario);
    assert_eq!(first.resolved, second.resolved);
}
