//! Scenarios at random: of a few days, small, and together they reach every key of the language.
//!
//! A scenario is made of a list of choices; where a law breaks, the list is shortened towards zeros, which choose
//! the plainest of everything.

use proptest::prelude::*;
use std::fmt::Write;

pub(crate) fn choices() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 200)
}

/// A list of choices that is used up from its begin.
struct Choices<'c>(std::slice::Iter<'c, u8>);

impl Choices<'_> {
    fn number(&mut self, below: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % below
    }

    fn yes(&mut self) -> bool {
        self.number(2) == 1
    }

    fn of<'t>(&mut self, options: &[&'t str]) -> &'t str {
        options[self.number(options.len())]
    }

    fn time(&mut self) -> &'static str {
        self.of(&[
            "\"3 h\"",
            "{ exponential = \"2 h\" }",
            "{ lognormal = { median = \"2 h\", p90 = \"9 h\" } }",
            "{ gamma = { mean = \"3 h\", cv = 0.7 } }",
            "{ triangular = [\"1 h\", \"2 h\", \"6 h\"] }",
            "{ uniform = [\"10 min\", \"5 h\"] }",
            "{ weibull = { mean = \"2 h\", shape = 1.5 } }",
            "{ table = [[\"1 h\", 3], [\"8 h\", 1]] }",
            "{ empirical = [\"1 h\", \"2 h\", \"20 h\"] }",
            "\"0 s\"",
        ])
    }

    fn whole(&mut self, thing: &str) -> String {
        let things = format!("{thing}s");
        match self.number(5) {
            0 => format!("\"1 {thing}\""),
            1 => format!("{{ geometric = \"2.5 {things}\" }}"),
            2 => format!("{{ logarithmic = \"2 {things}\" }}"),
            3 => format!("{{ table = [[\"1 {thing}\", 2], [\"6 {things}\", 1]] }}"),
            _ => format!("{{ empirical = [\"2 {things}\", \"3 {things}\"] }}"),
        }
    }

    fn process(&mut self, text: &mut String, name: &str, inbound: bool) {
        writeln!(text, "[processes.{name}]").unwrap();
        let (per, things) = [("line", "lines"), ("piece", "pieces"), ("delivery", "deliveries")]
            [self.number(if inbound { 3 } else { 2 })];
        writeln!(text, "per = \"{per}\"").unwrap();
        let capacity = self.number(5);
        // A time may be none: without a limit of servers that is no limit at all.
        let takes_time = capacity != 0 && capacity != 2;
        match capacity {
            0 => {}
            1 => {
                writeln!(text, "servers = {}\ntime = {}", 1 + self.number(4), self.time()).unwrap();
                if per == "delivery" {
                    text.push_str(self.of(&["", "time_per_line = \"7 min\"\n"]));
                }
            }
            2 => writeln!(text, "time = {}", self.time()).unwrap(),
            3 => writeln!(text, "people = {}\nproductivity = \"4 {things}/h per head\"", 1 + self.number(5))
                .unwrap(),
            _ => writeln!(text, "rate = \"90 {things}/working day\"").unwrap(),
        }
        // What comes to a desk cannot pass it by.
        text.push_str(self.of(&["", if name == "key_in" { "" } else { "visits = \"30%\"\n" }]));
        text.push_str(self.of(&["", "calendar = \"shifts\"\n", "calendar = \"nights\"\n"]));
        let needs = self.of(&["", "needs = [\"wms\"]\n", "needs = [\"wms\", \"orders\"]\n"]);
        text.push_str(needs);
        let by_hand = self.number(4);
        if !needs.is_empty() && takes_time && by_hand > 0 {
            let rekey =
                ["", ", rekey = \"20 min/THING\"", ", errors = \"30%\", rekey = \"1 h/THING\""][by_hand - 1];
            writeln!(text, "by_hand = {{ rate = \"40%\"{} }}", rekey.replace("THING", per)).unwrap();
        }
        text.push_str(self.of(&[
            "",
            "rule = \"first_come\"\n",
            "rule = \"oldest_due\"\n",
            "rule = \"fewest_lines_first\"\n",
            "rule = \"round_robin\"\n",
            "rule = { metered = { new = \"60%\", old_from = \"1 day\" } }\n",
            if inbound { "rule = \"backordered_first\"\n" } else { "" },
        ]));
    }

    fn stock(&mut self) -> String {
        let level = self.of(&[
            "level = \"4 pieces\"",
            "level = { a = \"9 pieces\", b = \"0 pieces\" }",
            "cover = \"2 days\"",
            "fill_target = \"90%\"",
            "level = \"6 pieces\", segments = [\"a\"]",
            "cover = \"1 day\", planned_lead_time = \"1 day\"",
            "cover = \"3 days\", minimum_demand = \"3 lines/day\"",
            "fill_target = \"85%\", segments = [\"b\"], minimum_demand = \"400 lines/year\"",
            "min = \"2 pieces\", max = { a = \"11 pieces\", b = \"3 pieces\" }",
            "reorder_point = { a = \"1 piece\", b = \"0 pieces\" }, quantity = \"4 pieces\"",
        ]);
        let review = self.of(&[
            "",
            ", review = \"continuous\"",
            ", review = { every = \"1 day\", at = \"05:00\" }",
            ", review = { every = \"1 working day\", at = \"07:30\" }",
            ", review = { every = \"1 week\", at = \"tue 06:00\" }",
            ", review = { every = \"7 h\" }",
        ]);
        let supply = self.of(&["", ", supply = \"whole\""]);
        let class = self.of(&["", ", class = \"daily\"", ", when_short = \"lost\""]);
        let needs = self.of(&[
            "",
            ", needs = [\"orders\"]",
            ", needs = [\"orders\"], by_hand = \"20 lines/working day\"",
        ]);
        format!("{{ {level}{review}{supply}{class}{needs} }}")
    }

    fn lane(&mut self, text: &mut String, from: &str, to: &str) {
        if self.number(4) == 3 {
            return;
        }
        writeln!(text, "[lanes.{from}_to_{to}]\nfrom = \"{from}\"\nto = \"{to}\"\ntransit = {}", self.time())
            .unwrap();
        text.push_str(self.of(&[
            "",
            "departs = \"mon-fri 18:00\"\n",
            "departs = [\"mon,wed 06:00\", \"sat 12:00\"]\ncut_off = \"2 h\"\n",
            "departs = \"mon-sun 09:00\"\ncalendar = \"shifts\"\n",
        ]));
        text.push_str(self.of(&["", "needs = [\"wms\"]\n"]));
    }

    fn demand(&mut self, text: &mut String, name: &str, site: &str) {
        writeln!(text, "[demand.{name}]\nsite = \"{site}\"").unwrap();
        let lines = ["\"25 lines/day\"", "\"30 per working day each\"", "\"2 lines/h in all\""];
        writeln!(text, "lines = {}", self.of(&lines)).unwrap();
        writeln!(text, "lines_per_order = {}", self.whole("line")).unwrap();
        let lacking = if text.contains("takes from its shelf") && name == "workshops" {
            self.of(&[
                "",
                "when_lacking = { vor = \"70%\", daily = \"30%\" }\n",
                "when_lacking = { off_road = \"vor\", otherwise = \"daily\" }\n",
            ])
        } else {
            ""
        };
        text.push_str(lacking);
        let by_car = lacking.contains("off_road");
        text.push_str(self.of(&[
            if by_car { "jobs = { off_road = \"20%\" }\n" } else { "" },
            "jobs = { off_road = \"60%\", courtesy = { share = \"70%\", cars = \"2 each\", cost = \"£45/day\" } }\n",
        ]));
        text.push_str(self.of(&["class = \"daily\"\n", "classes = { vor = \"20%\", daily = \"80%\" }\n"]));
        text.push_str(self.of(&["", "hours = \"peak before 16:00\"\n", "hours = \"even\"\n"]));
        text.push_str(self.of(&["", "weekdays = { mon = 2.0, tue = 1.0, sun = 0.5 }\n"]));
        text.push_str(self.of(&["", "calendar = \"shifts\"\n"]));
        text.push_str(self.of(&["", "parts = { a = \"90%\", b = \"10%\" }\n"]));
        text.push_str(self.of(&["", "needs = [\"orders\"]\n"]));
        text.push_str(self.of(&[
            "",
            "variation = { week_cv = \"10%\", day_cv = \"20%\", persistence = 0.4 }\n",
            "variation = { day_cv = \"50%\", stream = \"own\" }\n",
        ]));
        let down = self.of(&[
            "",
            "on_paper = \"30%\", deferred = \"40%\", elsewhere = \"10%\", lost = \"rest\", deferred_over = \"3 h\"",
            "on_paper = \"60%\", lost = \"40%\", entered_by = \"key_in\"",
            "deferred = \"100%\", classes = { daily = { on_paper = \"rest\", lost = \"5%\" } }, entered_by = \"key_in\"",
        ]);
        if !down.is_empty() {
            writeln!(text, "when_down = {{ of = \"identity\", {down} }}").unwrap();
        }
    }
}

/// A scenario of a few days, made of choices.
pub(crate) fn scenario(choices: &[u8]) -> String {
    let mut choices = Choices(choices.iter());
    let mut text = String::from("title = \"At random\"\nstart = 2025-01-06\n");
    text.push_str(choices.of(&["start_from = \"full\"\n", "", "run_in = \"1 week\"\n"]));
    text.push_str(choices.of(&["horizon = \"8 days\"\n", "horizon = \"12 days\"\nwarm_up = \"1 day\"\n"]));
    writeln!(text, "seed = {}", choices.number(200)).unwrap();
    text.push_str(choices.of(&["", "calendar = \"shifts\"\n"]));
    text.push_str(
        "[calendars.shifts]\nshifts = [\"mon-fri 06:00-14:00\", \"mon-fri 14:00-22:00 at 80%\"]\n\
         holidays = [2025-01-08]\n[calendars.nights]\nshifts = [\"mon-sun 20:00-04:00\"]\n\
         [systems.identity]\n[systems.orders]\nneeds = [\"identity\"]\n[systems.wms]\nneeds = [\"identity\"]\n\
         [classes.vor]\npriority = 1\npromise = \"1 working day\"\ncut_off = \"16:00\"\n[classes.stock]\npriority = 3\n",
    );
    let promise = choices.of(&["48 h", "3 h"]);
    writeln!(text, "[classes.daily]\npriority = 2\npromise = \"{promise}\"").unwrap();
    let spreads = ["\"even\"", "{ zipf = 0.8 }", "{ lognormal = 1.0 }"];
    for (name, count, share) in [("a", 4, "60%"), ("b", 9, "40%")] {
        writeln!(
            text,
            "[parts.{name}]\ncount = {count}\nshare = \"{share}\"\nspread = {}\npieces = {}\nvalue = \"£3.50\"",
            choices.of(&spreads),
            choices.whole("piece")
        )
        .unwrap();
    }
    choices.process(&mut text, "release", false);
    choices.process(&mut text, "pick", false);
    choices.process(&mut text, "unload", true);
    writeln!(text, "[sites.makers]\nkind = \"supplier\"\nlead_time = {}", choices.time()).unwrap();
    text.push_str(choices.of(&["", "needs = [\"identity\"]\n"]));
    text.push_str(choices.of(&[
        "",
        "loads = { at = \"mon-fri 06:00,14:00\", lines = 3 }\n",
        "loads = { at = [\"tue 04:30\", \"fri 09:00\"], lines = 40 }\n",
    ]));
    writeln!(
        text,
        "[sites.centre]\nkind = \"centre\"\nsupplied_by = [\"makers\"]\ninbound = [\"unload\"]\n\
         outbound = [\"release\", \"pick\"]\nstock = {}",
        if choices.number(5) == 4 { "\"unlimited\"".to_owned() } else { choices.stock() }
    )
    .unwrap();
    let depots = ["north", "south"];
    for depot in depots {
        writeln!(text, "[sites.{depot}]\nkind = \"pdc\"\nsupplied_by = [\"centre\"]").unwrap();
        if choices.number(4) != 3 {
            writeln!(text, "stock = {}", choices.stock()).unwrap();
        }
        let own = choices.number(4);
        if own > 0 {
            choices.process(&mut text, &format!("stow_{depot}"), true);
            choices.process(&mut text, &format!("pick_{depot}"), false);
            // The tables of its processes stand between: name the site's keys in full again.
            let listed = format!("inbound = [\"stow_{depot}\"]\noutbound = [\"stock\", \"pick_{depot}\"]\n");
            text = text.replacen(
                &format!("[sites.{depot}]\nkind = \"pdc\"\n"),
                &format!("[sites.{depot}]\nkind = \"pdc\"\n{listed}"),
                1,
            );
        }
        choices.lane(&mut text, "centre", depot);
    }
    let sources = choices.of(&[
        "[\"north\"]",
        "[\"north\", \"centre\"]",
        "[\"south\", \"north\"]",
        "[\"north\", \"south\"]",
    ]);
    writeln!(text, "[sites.shops]\nkind = \"retailer\"\ncount = {}", 1 + choices.number(3)).unwrap();
    writeln!(text, "supplied_by = {sources}").unwrap();
    if choices.yes() {
        let stock = choices.stock().replace(", when_short = \"lost\"", "");
        writeln!(text, "stock = {stock} # takes from its shelf").unwrap();
    }
    choices.lane(&mut text, "north", "shops");
    choices.demand(&mut text, "workshops", "shops");
    if choices.yes() {
        choices.demand(&mut text, "garages", "centre");
    }
    if choices.yes() {
        choices.demand(&mut text, "southern", "south");
    }
    // Whoever enters what is on paper stands at the centre, and perhaps nearer.
    if text.contains("entered_by") {
        let desk = "desk = [\"key_in\"]\n";
        text = text.replacen("kind = \"centre\"\n", &format!("kind = \"centre\"\n{desk}"), 1);
        if choices.yes() {
            text = text.replacen("kind = \"retailer\"\n", &format!("kind = \"retailer\"\n{desk}"), 1);
        }
        choices.process(&mut text, "key_in", false);
    }
    restart(&mut choices, &mut text);
    failures(&mut choices, &mut text);
    impatience(&mut choices, &mut text);
    text
}

/// Things that stop so often that they do in a few days.
fn failures(choices: &mut Choices<'_>, text: &mut String) {
    text.push_str(choices.of(&[
        "",
        "[failures.strike]\nstrikes = [\"makers\", \"wms\"]\nup = { exponential = \"20 h\" }\ndown = \"3 h\"\n",
        "[failures.belt]\nstrikes = [\"pick\"]\nup = { weibull = { mean = \"5 h\", shape = 2 } }\n\
         down = { exponential = \"1 h\" }\nto = \"40%\"\nwhile_working = true\n",
        "[failures.belt]\nstrikes = [\"processes.unload\"]\nup = \"4 h\"\ndown = { uniform = [\"1 h\", \"6 h\"] }\nwhile_working = true\n\
         [failures.fog]\nstrikes = [\"sites.centre\", \"identity\"]\nup = \"1 day\"\ndown = { exponential = \"2 h\" }\n",
    ]));
}

/// Rules that act soon and on many lines, so that they meet lines at every place.
fn impatience(choices: &mut Choices<'_>, text: &mut String) {
    for name in ["first", "second"] {
        if choices.number(3) == 0 {
            continue;
        }
        writeln!(text, "[impatience.{name}]\nclass = \"daily\"").unwrap();
        writeln!(text, "late_by = {}", choices.of(&["\"1 min\"", "\"9 h\"", "\"1 working day\""])).unwrap();
        text.push_str(choices.of(&["", "share = \"40%\"\n"]));
        text.push_str(choices.of(&["", "demand = [\"workshops\"]\n"]));
        text.push_str(choices.of(&[
            "escalates_to = \"vor\"\n",
            "cancels = true\n",
            "orders_again = true\nreturns_after = \"1 day\"\n",
        ]));
    }
}

fn restart(choices: &mut Choices<'_>, text: &mut String) {
    if choices.number(4) == 3 {
        return;
    }
    let target = choices.of(&[
        "\"wms\"",
        "\"identity\"",
        "\"orders\", \"wms\"",
        "\"processes.pick\"",
        "\"sites.centre\"",
        "\"makers\"",
    ]);
    writeln!(text, "[disruptions.attack]\nfrom = 2025-01-08T15:30:00\ntakes_down = [{target}]").unwrap();
    text.push_str(choices.of(&["", "to = \"30%\"\n", "until = 2025-01-10T04:00:00\n"]));
    text.push_str(
        choices.of(&["", "[disruptions.fire]\nfrom = 2025-01-09\ntakes_down = [\"pick\"]\nto = \"50%\"\n"]),
    );
    text.push_str(
        choices.of(&["", "[disruptions.late]\nfrom = 2025-01-08T20:00:00\ndelay = { makers = \"130%\" }\n"]),
    );
    if choices.yes() {
        writeln!(text, "[restart.first]\nfrom = 2025-01-10T09:10:00\nbrings_back = [{target}]").unwrap();
        text.push_str(choices.of(&[
            "",
            "ramp = { from = \"20%\", over = \"1 day\" }\n",
            "to = \"70%\"\n",
            "ramp = { from = \"20%\", over = { exponential = \"5 h\" } }\n",
        ]));
        text.push_str(choices.of(&[
            "",
            "[restart.more]\nafter = [\"first\"]\nboost = { pick = \"150%\" }\nfor = \"2 days\"\n",
            "[restart.more]\nafter_start_of = [\"first\"]\naccept_only = { release = [\"vor\"], pick = [\"vor\", \"daily\"] }\nfor = \"30 h\"\n",
            "[restart.more]\nafter_start_of = [\"first\"]\ncap = { pick = { shops = \"9 lines/day\", south = \"20 lines/day in all\" } }\n\
             rule = { pick = \"oldest_due\", unload = \"round_robin\" }\nuntil = 2025-01-13\n\
             [restart.then]\nfrom = 2025-01-11T10:00:00\ncap = { pick = { shops = \"30 lines/day\" } }\n\
             accept_only = { pick = [\"daily\"] }\nrule = { release = \"first_come\" }\nfor = \"1 day\"\n",
            "[restart.more]\nafter_start_of = [\"first\"]\nboost = { pick = \"125%\", release = \"110%\" }\nuntil = 2025-01-13\n",
            "[restart.more]\nafter = [\"first\"]\ntakes = { exponential = \"3 h\" }\nboost = { pick = \"150%\" }\n\
             check = { chance = \"40%\", takes = \"2 h\", again_after = { exponential = \"1 h\" }, if_it_fails = { chance = \"50%\", rolls_back = [\"first\"] } }\n",
            "[restart.more]\nafter_start_of = [\"first\"]\ngate = { site = \"centre\", above = \"2 lines\", for = \"2 h\" }\n\
             boost = { pick = \"150%\" }\nuntil = { site = \"centre\", waiting = \"pick\", below = \"0.5 days of flow\", for = \"0.5 working days\" }\n",
            "[restart.more]\ngate = { site = \"centre\", waiting = \"unload\", above = \"1 line\" }\nboost = { unload = \"150%\" }\nfor = \"1 day\"\n",
        ]));
    }
}
