//! Couplings: keys of random scenarios that depend on each other, on the network, or on its days.

use super::network::Generator;
use super::values::{Coupled, Coupling, absent, is, named, one_of, present};
use std::fmt::Write;

impl Generator<'_> {
    /// Couplings of a table inside a value.
    pub(super) fn couplings(&mut self, path: &str) -> Vec<Coupled> {
        match path {
            "demand.NAME.variation" => {
                let both = self.yes();
                let week = if both { present("week_cv") } else { absent("week_cv") };
                let persistence = if both { one_of("persistence", &["0.4"]) } else { absent("persistence") };
                vec![week, present("day_cv"), persistence, one_of("stream", &["\"own\""])]
            }
            "demand.NAME.jobs.courtesy" => {
                vec![is("cars", "\"2 each\""), one_of("cost", &["\"£45/day\""])]
            }
            "observe.NAME.cleared" => vec![is("from", "2025-01-09T08:00:00")],
            _ => Vec::new(),
        }
    }

    /// A process: inbound, outbound, or of an order desk.
    pub(super) fn process(&mut self, name: &str, inbound: bool) {
        let (per, plural) = [("line", "lines"), ("piece", "pieces"), ("delivery", "deliveries")]
            [self.number(if inbound { 3 } else { 2 })];
        // A process has no limit with none of the alternatives, and with a time for any number of
        // servers.
        let alternative =
            if self.limits && self.number(6) > 0 { self.alternative("processes.NAME") } else { "" };
        let servers = alternative == "servers" && self.number(3) > 0;
        let limited = alternative == "people" || alternative == "rate" || servers;
        let needs = self.of(&["", "[\"wms\"]", "[\"wms\", \"entry\"]"]);
        let preempts = limited && per != "delivery" && self.number(3) == 1;
        let manual = !needs.is_empty() && limited && self.number(4) > 0;
        let on = |present_here: bool, key| if present_here { present(key) } else { absent(key) };
        let mut given = vec![
            named("per", per),
            present("people"),
            is("productivity", format!("\"4 {plural}/h per head\"")),
            is("rate", format!("\"90 {plural}/working day\"")),
            on(servers, "servers"),
            if needs.is_empty() { absent("needs") } else { is("needs", needs) },
            on(preempts, "preempts"),
            self.stream(name),
        ];
        if alternative == "servers" {
            let time = if servers && per != "delivery" && self.number(3) == 2 {
                format!("{{ vor = {}, daily = {}, stock = \"1 h\" }}", self.time(), self.time())
            } else {
                self.time()
            };
            given.push(is("time", time));
        }
        if manual {
            let reentry = self.of(&["", ", reentry = \"20 min/THING\"", ", reentry = \"1 h/THING\""]);
            let errors = self.of(&["", ", errors = \"30%\""]);
            let reentry = reentry.replace("THING", per);
            given.push(is("manual", format!("{{ rate = \"40%\"{errors}{reentry} }}")));
        } else {
            given.push(absent("manual"));
        }
        if preempts {
            given.extend([is("preempts", "[\"vor\"]"), absent("discipline")]);
            self.preempting.push(name.to_owned());
        } else if !inbound {
            let key = super::values::table("processes.NAME").key("discipline").unwrap();
            let samples = (key.samples)(key).into_iter().filter(|sample| sample != "\"backorders_first\"");
            given.push(("discipline", Coupling::OneOf(samples.collect())));
        }
        if per != "delivery" || alternative != "servers" {
            given.push(absent("time_per_line"));
        }
        if name != "release" || preempts || !limited {
            given.push(absent("queue_capacity"));
        }
        // Nothing bypasses an order desk.
        if name == "key_in" {
            given.push(absent("routing_share"));
        }
        if !self.limits {
            given.push(absent("calendar"));
        }
        self.entry("processes.NAME", name, alternative, &given);
    }

    /// A stock policy.
    pub(super) fn stock(&mut self, retailer: bool) -> String {
        let alternative = self.alternative("sites.NAME.stock");
        let by_segment = self.yes();
        let pieces = |key, all: &str, each: &str| is(key, if by_segment { each } else { all });
        let needs = self.of(&["", "[\"entry\"]"]);
        let mut given = vec![
            pieces("level", "\"4 pieces\"", "{ a = \"9 pieces\", b = \"0 pieces\" }"),
            is("min", "\"2 pieces\""),
            pieces("max", "\"9 pieces\"", "{ a = \"11 pieces\", b = \"3 pieces\" }"),
            pieces("reorder_point", "\"1 piece\"", "{ a = \"1 piece\", b = \"0 pieces\" }"),
            one_of("class", &["\"daily\""]),
            if needs.is_empty() { absent("needs") } else { is("needs", needs) },
        ];
        if alternative == "lots" {
            given.push(present("quantity"));
        }
        if by_segment {
            given.push(absent("segments"));
        }
        if needs.is_empty() {
            given.push(absent("manual_orders"));
        }
        if retailer {
            given.push(one_of("shortage", &["\"backorder\""]));
        }
        self.braces("sites.NAME.stock", alternative, &given)
    }

    /// A demand; returns its lines as they are written.
    pub(super) fn demand(&mut self, name: &str, site: &str) -> String {
        let lines = self.of(&["25 lines/day", "30 per working day each", "2 lines/h in all"]);
        let backorders = self.of(&[
            "",
            "{ vor = \"70%\", daily = \"30%\" }",
            "{ off_road = \"vor\", otherwise = \"daily\" }",
        ]);
        let backorders = if self.shelf && name == "workshops" { backorders } else { "" };
        let when_down = self.when_down(name == "workshops");
        let mut given = vec![
            named("site", site),
            named("lines", lines),
            named("class", "daily"),
            is("classes", "{ vor = \"20%\", daily = \"80%\" }"),
            if backorders.is_empty() { absent("backorder_class") } else { is("backorder_class", backorders) },
            one_of("from", &["2025-01-07T09:30:00"]),
            one_of("until", &["2025-01-13"]),
            one_of("calendar", &["\"two_shifts\""]),
            one_of("parts", &["{ a = \"90%\", b = \"10%\" }"]),
            one_of("needs", &["[\"entry\"]"]),
            if when_down.is_empty() { absent("when_down") } else { is("when_down", when_down) },
            self.stream(name),
        ];
        // Classes by the car need cars.
        if backorders.contains("off_road") {
            given.push(present("jobs"));
        }
        let alternative = self.alternative("demand.NAME");
        self.entry("demand.NAME", name, alternative, &given);
        lines.to_owned()
    }

    /// Behaviour of customers while a system is down. Where there is an order desk, the `first`
    /// demand has work for it.
    fn when_down(&mut self, first: bool) -> String {
        let down = self.of(&[
            "",
            "on_paper = \"30%\", deferred = \"40%\", elsewhere = \"10%\", lost = \"rest\", deferred_over = \"3 h\"",
            "on_paper = \"60%\", lost = \"40%\", entered_by = \"key_in\"",
            "deferred = \"100%\", classes = { daily = { on_paper = \"rest\", lost = \"5%\" } }, entered_by = \"key_in\"",
            "on_paper = \"rest\", classes = { daily = { deferred = \"50%\", elsewhere = \"rest\" } }",
        ]);
        let down = match (first, self.order_desks) {
            (true, 1..) if !down.contains("entered_by") => "on_paper = \"100%\", entered_by = \"key_in\"",
            (_, 0) if down.contains("entered_by") => "deferred = \"rest\"",
            _ => down,
        };
        if down.is_empty() { String::new() } else { format!("{{ of = \"identity\", {down} }}") }
    }

    /// Disruptions, and the plan that brings their targets back.
    pub(super) fn restart(&mut self) {
        if self.number(4) == 3 {
            return;
        }
        let target = self.of(&[
            "\"wms\"",
            "\"identity\"",
            "\"entry\", \"wms\"",
            "\"processes.pick\"",
            "\"sites.hub\"",
            "\"makers\"",
        ]);
        self.entry(
            "disruptions.NAME",
            "attack",
            "",
            &[
                is("from", "2025-01-08T15:30:00"),
                is("takes_down", format!("[{target}]")),
                absent("delay"),
                one_of("until", &["2025-01-10T04:00:00"]),
            ],
        );
        self.add_one(&["", "[disruptions.fire]\nfrom = 2025-01-09\ntakes_down = [\"pick\"]\nto = \"50%\""]);
        self.add_one(&["", "[disruptions.late]\nfrom = 2025-01-08T20:00:00\ndelay = { makers = \"130%\" }"]);
        if self.number(4) == 0 {
            return;
        }
        self.add(&format!("[restart.opening]\nfrom = 2025-01-10T09:10:00\nbrings_back = [{target}]"));
        self.add_one(&[
            "",
            "ramp = { from = \"20%\", over = \"1 day\" }",
            "to = \"70%\"",
            "ramp = { from = \"20%\", over = { exponential = \"5 h\" } }",
        ]);
        self.add_one(&["", "ends = [\"attack\"]"]);
        if let (_, Coupling::Is(stream)) = self.stream("opening") {
            self.add(&format!("stream = {stream}"));
        }
        let alternative = self.alternative("restart.NAME.gate");
        let place = [named("site", "hub"), one_of("waiting", &["\"pick\"", "\"unload\""])];
        let gate = self.braces("restart.NAME.gate", alternative, &place);
        let after_gate = format!(
            "[restart.more]\nafter_start_of = [\"opening\"]\ngate = {gate}\nboost = {{ pick = \"150%\" }}\n\
             until = {{ site = \"hub\", waiting = \"pick\", below = \"0.5 days of flow\", for = \"0.5 working days\" }}"
        );
        let only_gate =
            format!("[restart.more]\ngate = {gate}\nboost = {{ unload = \"150%\" }}\nfor = \"1 day\"");
        let at_stock = "[restart.more]\ngate = { site = \"hub\", waiting = \"stock\", below = \"9 lines\" }\n\
            boost = { release = \"150%\" }\nuntil = { site = \"hub\", above = \"40 lines\" }";
        let at_stock = if self.unlimited { "" } else { at_stock };
        let disciplines = self.disciplines(&[("pick", "earliest_due_date"), ("unload", "round_robin")]);
        let discipline = self.disciplines(&[("release", "fcfs")]);
        let caps = format!(
            "[restart.more]\nafter_start_of = [\"opening\"]\n\
             cap = {{ pick = {{ shops = \"9 lines/day\", south = \"20 lines/day in all\" }} }}\n{disciplines}until = 2025-01-13\n\
             [restart.later]\nfrom = 2025-01-11T10:00:00\ncap = {{ pick = {{ shops = \"30 lines/day\" }} }}\n\
             accept_only = {{ pick = [\"daily\"] }}\n{discipline}for = \"1 day\""
        );
        self.add_one(&[
            "",
            "[restart.more]\nafter = [\"opening\"]\nboost = { pick = \"150%\" }\nfor = \"2 days\"",
            "[restart.more]\nafter_start_of = [\"opening\"]\naccept_only = { release = [\"vor\"], pick = [\"vor\", \"daily\"] }\nfor = \"30 h\"",
            &caps,
            "[restart.more]\nafter_start_of = [\"opening\"]\nboost = { pick = \"125%\", release = \"110%\" }\nuntil = 2025-01-13",
            "[restart.more]\nafter = [\"opening\"]\ntakes = { exponential = \"3 h\" }\nboost = { pick = \"150%\" }\n\
             check = { chance = \"40%\", takes = \"2 h\", again_after = { exponential = \"1 h\" }, if_it_fails = { chance = \"50%\", rolls_back = [\"opening\"] } }",
            &after_gate,
            &only_gate,
            at_stock,
        ]);
    }

    /// Disciplines of a phase, for processes where nothing preempts.
    fn disciplines(&self, all: &[(&str, &str)]) -> String {
        let free = all.iter().filter(|(process, _)| !self.preempting.iter().any(|other| other == process));
        let free: Vec<String> = free.map(|(process, name)| format!("{process} = \"{name}\"")).collect();
        if free.is_empty() { String::new() } else { format!("discipline = {{ {} }}\n", free.join(", ")) }
    }

    /// Elements that fail often enough to do so in a few days.
    pub(super) fn failures(&mut self) {
        let chosen = self.number(5);
        if chosen == 4 {
            let (calm, rough) = (self.time(), self.time());
            let (calm, rough) = (calm.replace("\"0 s\"", "\"9 h\""), rough.replace("\"0 s\"", "\"7 h\""));
            let target = self.of(&["pick", "wms", "sites.hub", "makers"]);
            let phases = format!(
                "[{{ name = \"calm\", to = \"120%\", lasts = {calm} }}, {{ name = \"rough\", to = \"30%\", lasts = {rough} }}, \
                 {{ name = \"closed\", to = \"0%\", lasts = \"90 min\" }}]"
            );
            let strikes = is("strikes", format!("[\"{target}\"]"));
            let stream = self.stream("sea");
            self.entry("failures.NAME", "sea", "phases", &[strikes, is("phases", phases), stream]);
            self.failures.push("sea");
        }
        let strikes: &[(&str, &str)] = match chosen {
            1 => &[("strike", "[\"makers\", \"wms\"]")],
            2 => &[("belt", "[\"pick\"]")],
            3 => &[("belt", "[\"processes.unload\"]"), ("fog", "[\"sites.hub\", \"identity\"]")],
            _ => &[],
        };
        for (name, targets) in strikes {
            let stream = self.stream(name);
            let up = self.of(&[
                "{ exponential = \"20 h\" }",
                "{ weibull = { mean = \"5 h\", shape = 2 } }",
                "\"4 h\"",
            ]);
            let mut given = vec![is("strikes", *targets), is("up", up), present("down"), stream];
            if *name != "belt" {
                given.push(absent("while_working"));
            }
            self.entry("failures.NAME", name, "repairs", &given);
            self.failures.push(name);
        }
    }

    /// Rules that act soon and on many lines, so that they meet lines at every stage.
    pub(super) fn impatience(&mut self) {
        for name in ["hasty", "weary"] {
            if self.number(3) == 0 {
                continue;
            }
            let alternative = self.alternative("impatience.NAME");
            let given = [
                named("class", "daily"),
                named("escalates_to", "vor"),
                present("orders_again"),
                present("returns_after"),
                self.stream(name),
            ];
            self.entry("impatience.NAME", name, alternative, &given);
        }
    }

    /// Observations of processes.
    pub(super) fn observe(&mut self) {
        for name in ["closely", "sharply"] {
            if self.number(3) == 0 {
                continue;
            }
            let chosen = self.number(self.processes.len());
            let (process, site) = self.processes[chosen].clone();
            let mut given = vec![named("process", &process), named("site", &site), instants()];
            if self.failures.is_empty() {
                given.push(absent("given"));
            } else {
                let names: Vec<String> = self.failures.iter().map(|name| format!("\"{name}\"")).collect();
                given.push(is("given", format!("[{}]", names.join(", "))));
            }
            self.entry("observe.NAME", name, "process", &given);
        }
    }

    /// Observations of stock, a lane and orders.
    pub(super) fn observe_goods(&mut self) {
        if !self.shelves.is_empty() && self.number(3) > 0 {
            let chosen = self.number(self.shelves.len());
            let given = [named("stock", &self.shelves[chosen]), instants(), absent("site"), absent("given")];
            self.entry("observe.NAME", "shelf", "stock", &given);
        }
        if !self.lanes.is_empty() && self.number(3) > 0 {
            let chosen = self.number(self.lanes.len());
            let given = [named("lane", &self.lanes[chosen]), instants(), absent("site"), absent("given")];
            self.entry("observe.NAME", "lorries", "lane", &given);
        }
        if self.number(3) > 0 {
            let given = [named("orders", "workshops"), instants(), absent("site"), absent("given")];
            self.entry("observe.NAME", "repairs", "orders", &given);
        }
    }

    /// A window of order dates.
    pub(super) fn windows(&mut self) {
        if self.number(3) > 0 {
            self.entry("windows.NAME", "second", "", &[is("from", "2025-01-08"), is("until", "2025-01-12")]);
        }
    }

    /// Uncertain values; `lines` as the demand of the workshops has them.
    pub(super) fn uncertain(&mut self, lines: &str) {
        let (number, per) = lines.split_once(' ').unwrap_or((lines, ""));
        let number: f64 = number.parse().unwrap_or(1.0);
        let chosen = self.number(8);
        let mut distribution = String::new();
        let set = match chosen {
            0..4 => return,
            4 => {
                write!(
                    distribution,
                    "triangular = [\"{} {per}\", \"{number} {per}\", \"{} {per}\"]",
                    number / 2.0,
                    number * 2.0
                )
                .unwrap();
                "set = \"demand.workshops.lines\""
            }
            5 => {
                distribution.push_str("lognormal = { median = \"3 h\", p90 = \"30 h\" }");
                "set = \"classes.daily.promise\""
            }
            6 => {
                distribution.push_str("one_of = [\"£1\", \"£2.50\"]\n[uncertain.size]\nset = \"parts.a.count\"\ntable = [[3, 2], [5, 1]]");
                "set = [\"parts.a.value\", \"parts.b.value\"]"
            }
            _ => {
                distribution.push_str("uniform = [\"20%\", \"70%\"]");
                "set = \"parts.b.share\""
            }
        };
        self.add(&format!("[uncertain.guess]\n{set}\n{distribution}"));
        if let (_, Coupling::Is(stream)) = self.stream("guess") {
            self.add(&format!("stream = {stream}"));
        }
    }
}

/// Instants within the days of the run.
fn instants() -> Coupled {
    one_of("at", &["[2025-01-09T12:00:00, 2025-01-11]"])
}
