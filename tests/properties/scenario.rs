//! Random scenarios: small, of a few days, and together with every key of the language
//! (`every_key.rs`).
//!
//! A scenario is made of a list of choices; where a law breaks, the list is shortened towards
//! zeros, which choose the plainest of everything. No name here is also a word of the language, so
//! that all can be renamed; the order class `stock` alone has to be called so.
//!
//! ```text
//!            ┌─► north ─┬─► shops      customers: workshops (shops), garages (hub), southern (south)
//! makers ─► hub         │
//!            └─► south ─┘
//! ```

use gplc::scenario::read_text;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::{self, Write};
use toml::Table;

/// The text of a scenario. Where a law breaks it is shown as it is.
#[derive(Clone)]
pub(crate) struct Case(pub(crate) String);

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.0)
    }
}

/// Enough choices for any scenario.
const CHOICES: usize = 400;

/// Scenarios of a few days.
pub(crate) fn scenarios() -> impl Strategy<Value = Case> {
    proptest::collection::vec(any::<u8>(), CHOICES)
        .prop_map(|choices| Case(Generator::new(&choices, true).scenario()))
}

/// Those without anything that has a limit or stops: all that is left of times is transit.
pub(crate) fn without_limits() -> impl Strategy<Value = Case> {
    proptest::collection::vec(any::<u8>(), CHOICES)
        .prop_map(|choices| Case(Generator::new(&choices, false).scenario()))
}

/// Tables in which things stand by name.
pub(crate) const THINGS: [&str; 14] = [
    "calendars",
    "parts",
    "classes",
    "systems",
    "processes",
    "sites",
    "lanes",
    "demand",
    "impatience",
    "disruptions",
    "failures",
    "restart",
    "uncertain",
    "observe",
];

/// Names of all things, but for the order class that has to be called `stock`.
pub(crate) fn names(tree: &Table) -> BTreeSet<String> {
    let tables = THINGS.iter().filter_map(|table| tree.get(*table)?.as_table());
    tables.flat_map(|table| table.keys().cloned()).filter(|name| name != "stock").collect()
}

/// Writes a scenario, using up a list of choices from its begin.
struct Generator<'c> {
    choices: std::slice::Iter<'c, u8>,
    text: String,
    /// Whether anything has a limit, closes, or stops.
    limits: bool,
    /// Whether a desk stands at the hub, or also at the shops.
    desks: usize,
    /// Whether workshops take from their own shelf.
    shelf: bool,
    /// Whether the hub gives everything.
    unlimited: bool,
    /// Processes with the site that has them.
    processes: Vec<(String, String)>,
    failures: Vec<&'static str>,
    /// Processes at which urgent lines take the servers of others.
    pre_empting: Vec<String>,
    /// Sites with levels of stock, and lanes.
    shelves: Vec<String>,
    lanes: Vec<String>,
}

impl<'c> Generator<'c> {
    fn new(choices: &'c [u8], limits: bool) -> Self {
        Generator {
            choices: choices.iter(),
            text: String::new(),
            limits,
            desks: 0,
            shelf: false,
            unlimited: false,
            processes: Vec::new(),
            failures: Vec::new(),
            pre_empting: Vec::new(),
            shelves: Vec::new(),
            lanes: Vec::new(),
        }
    }

    fn number(&mut self, below: usize) -> usize {
        usize::from(self.choices.next().copied().unwrap_or(0)) % below
    }

    fn yes(&mut self) -> bool {
        self.number(2) == 1
    }

    fn of<'t>(&mut self, options: &[&'t str]) -> &'t str {
        options[self.number(options.len())]
    }

    /// Adds lines.
    fn add(&mut self, lines: &str) {
        self.text.push_str(lines);
        if !lines.is_empty() && !lines.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Adds one of some lines; the first may be none.
    fn add_one(&mut self, options: &[&str]) {
        let chosen = self.of(options);
        self.add(chosen);
    }

    /// Adds one of some lines that say what a limit is, where there are limits.
    fn add_limit(&mut self, options: &[&str]) {
        let chosen = self.of(options);
        if self.limits {
            self.add(chosen);
        }
    }

    fn scenario(mut self) -> String {
        self.top();
        self.calendars_systems_classes();
        self.parts();
        self.desks = if self.limits { self.number(3) } else { 0 };
        self.shelf = self.yes() && self.limits;
        self.makers();
        self.hub();
        for depot in ["north", "south"] {
            self.depot(depot);
        }
        self.shops();
        let lines = self.demand("workshops", "shops");
        if self.yes() {
            self.demand("garages", "hub");
        }
        if self.yes() {
            self.demand("southern", "south");
        }
        if self.limits {
            self.restart();
            self.failures();
        }
        self.impatience();
        self.uncertain(lines);
        self.observe();
        self.observe_goods();
        without_classes_that_never_come(self.text)
    }

    fn top(&mut self) {
        self.add("title = \"At random\"\nstart = 2025-01-06\n");
        self.add_one(&["start_from = \"full\"", "start_from = \"steady\"", "initialisation = \"1 week\""]);
        self.add_one(&["horizon = \"8 days\"", "horizon = \"12 days\"\nwarm_up = \"1 day\""]);
        let seed = self.number(200);
        self.add(&format!("seed = {seed}"));
        self.add_one(&["", "replications = 3"]);
        self.add_one(&["", "calendar = \"two_shifts\""]);
    }

    fn calendars_systems_classes(&mut self) {
        self.add(
            "[calendars.two_shifts]\nshifts = [\"mon-fri 06:00-14:00\", \"mon-fri 14:00-22:00 at 80%\"]\n\
             holidays = [2025-01-08]\n[calendars.nights]\nshifts = [\"mon-sun 20:00-04:00\"]\n\
             [systems.identity]\n[systems.entry]\nneeds = [\"identity\"]\n[systems.wms]\nneeds = [\"identity\"]\n\
             [classes.vor]\npriority = 10\npromise = \"1 working day\"\ncut_off = \"16:00\"\n\
             [classes.stock]\npriority = 30\n[classes.daily]\npriority = 20",
        );
        self.add_one(&["promise = \"48 h\"", "promise = \"3 h\""]);
    }

    fn parts(&mut self) {
        for (name, count, share) in [("a", 4, "60%"), ("b", 9, "40%")] {
            let spread = self.of(&["\"even\"", "{ zipf = 0.8 }", "{ lognormal = 1.0 }"]);
            let pieces = self.whole("piece");
            self.add(&format!(
                "[parts.{name}]\ncount = {count}\nshare = \"{share}\"\nspread = {spread}\npieces = {pieces}\nvalue = \"£3.50\""
            ));
            self.stream(name);
        }
    }

    /// The name by which a thing draws.
    fn stream(&mut self, name: &str) {
        if self.number(6) == 5 {
            self.add(&format!("stream = \"before_{name}\""));
        }
    }

    fn time(&mut self) -> &'static str {
        self.of(&[
            "\"3 h\"",
            "{ exponential = \"2 h\" }",
            "{ lognormal = { median = \"2 h\", p90 = \"9 h\" } }",
            "{ lognormal = { mean = \"2 h\", cv = 0.5 } }",
            "{ lognormal = { median = \"1 h\", sigma = 0.6 } }",
            "{ gamma = { mean = \"3 h\", cv = 0.7 } }",
            "{ triangular = [\"1 h\", \"2 h\", \"6 h\"] }",
            "{ uniform = [\"10 min\", \"5 h\"] }",
            "{ geometric = { mean = \"3 h\", step = \"30 min\" } }",
            "{ weibull = { mean = \"2 h\", shape = 1.5 } }",
            "{ geometric = { mean = \"2 h\", step = \"45 min\" } }",
            "{ table = [[\"1 h\", 3], [\"8 h\", 1]] }",
            "{ empirical = [\"1 h\", \"2 h\", \"20 h\"] }",
            "\"0 s\"",
            // Of a file: relative to the scenario's, which has none here.
            concat!(
                "{ empirical = \"",
                env!("CARGO_MANIFEST_DIR"),
                "/tests/properties/hours.csv\", unit = \"h\" }"
            ),
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

    /// A process: of what comes in or goes out, or of a desk.
    fn process(&mut self, name: &str, inbound: bool) {
        self.add(&format!("[processes.{name}]"));
        let (per, things) = [("line", "lines"), ("piece", "pieces"), ("delivery", "deliveries")]
            [self.number(if inbound { 3 } else { 2 })];
        self.add(&format!("per = \"{per}\""));
        // A time may be none: without a limit of servers that is no limit at all.
        let takes_time = self.limits && self.capacity(per, things);
        // What comes to a desk cannot pass it by.
        let visits = self.of(&["", "routing_share = \"30%\""]);
        self.add(if name == "key_in" { "" } else { visits });
        self.add_limit(&["", "calendar = \"two_shifts\"", "calendar = \"nights\""]);
        let needs = self.of(&["", "needs = [\"wms\"]", "needs = [\"wms\", \"entry\"]"]);
        self.add(needs);
        let manual = self.number(4);
        if !needs.is_empty() && takes_time && manual > 0 {
            let rekey = ["", ", reentry = \"20 min/THING\"", ", errors = \"30%\", reentry = \"1 h/THING\""]
                [manual - 1];
            self.add(&format!("manual = {{ rate = \"40%\"{} }}", rekey.replace("THING", per)));
        }
        let preempts = self.of(&["", "preempts = [\"vor\"]", "queue_capacity = \"2 lines\""]);
        let preempts = match (preempts.starts_with("queue_capacity"), takes_time && per != "delivery") {
            (_, false) => "",
            (true, true) if name != "release" => "",
            _ => preempts,
        };
        self.add(preempts);
        if preempts.starts_with("preempts") {
            self.pre_empting.push(name.to_owned());
            self.stream(name);
            return;
        }
        self.add_one(&[
            "",
            "discipline = \"priority\"",
            "discipline = \"fcfs\"",
            "discipline = \"earliest_due_date\"",
            "discipline = \"smallest_order_first\"",
            "discipline = \"round_robin\"",
            "discipline = { metered = { new = \"60%\", old_from = \"1 day\" } }",
            if inbound { "discipline = \"backorders_first\"" } else { "" },
        ]);
        self.stream(name);
    }

    /// How fast a process works; returns whether anything takes time.
    fn capacity(&mut self, per: &str, things: &str) -> bool {
        let (kind, many) = (self.number(6), 1 + self.number(5));
        match kind {
            0 => {}
            1 => {
                let time = self.time();
                self.add(&format!("servers = {many}\ntime = {time}"));
                if per == "delivery" {
                    self.add_one(&["", "time_per_line = \"7 min\""]);
                }
            }
            2 => {
                let time = self.time();
                self.add(&format!("time = {time}"));
            }
            3 if per != "delivery" => {
                let (vor, daily) = (self.time(), self.time());
                self.add(&format!(
                    "servers = {many}\ntime.vor = {vor}\ntime.daily = {daily}\ntime.stock = \"1 h\""
                ));
            }
            4 => self.add(&format!("people = {many}\nproductivity = \"4 {things}/h per head\"")),
            _ => self.add(&format!("rate = \"90 {things}/working day\"")),
        }
        kind != 0 && kind != 2
    }

    fn stock(&mut self, retailer: bool) -> String {
        let level = self.of(&[
            "level = \"4 pieces\"",
            "level = { a = \"9 pieces\", b = \"0 pieces\" }",
            "cover = \"2 days\"",
            "fill_rate = \"90%\"",
            "level = \"6 pieces\", segments = [\"a\"]",
            "cover = \"1 day\", planned_lead_time = \"1 day\"",
            "cover = \"3 days\", minimum_demand = \"3 lines/day\"",
            "fill_rate = \"85%\", segments = [\"b\"], minimum_demand = \"400 lines/year\"",
            "ready_rate = \"80%\"",
            "cycle_service_level = \"90%\"",
            "fill_rate = \"80%\", quantity = \"3 pieces\"",
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
            ", review = { every = \"6 h\", at = \"00:14:24\" }",
        ]);
        let supply = self.of(&["", ", supply = \"whole\"", ", supply = \"part\""]);
        let class = self.of(&["", ", class = \"daily\""]);
        let short = self.of(&["", ", shortage = \"backorder\"", ", shortage = \"lost_sale\""]);
        let short = if retailer && short.contains("lost") { "" } else { short };
        let needs = self.of(&[
            "",
            ", needs = [\"entry\"]",
            ", needs = [\"entry\"], manual_orders = \"20 lines/working day\"",
        ]);
        format!("{{ {level}{review}{supply}{class}{short}{needs} }}")
    }

    fn makers(&mut self) {
        let lead_time = self.time();
        self.add(&format!("[sites.makers]\nkind = \"supplier\"\nlead_time = {lead_time}"));
        self.add_one(&["", "needs = [\"identity\"]"]);
        self.add_one(&[
            "",
            "deliveries = { at = \"mon-fri 06:00,14:00\", lines = 3 }",
            "deliveries = { at = [\"tue 04:30\", \"fri 09:00\"], lines = 40 }",
        ]);
        self.stream("makers");
    }

    fn hub(&mut self) {
        for (process, inbound) in [("release", false), ("pick", false), ("unload", true)] {
            self.process(process, inbound);
            self.processes.push((process.to_owned(), "hub".to_owned()));
        }
        self.unlimited = self.number(5) == 4 || !self.limits;
        let stock = if self.unlimited { "\"unlimited\"".to_owned() } else { self.stock(false) };
        if !self.unlimited {
            self.shelves.push("hub".to_owned());
        }
        self.add(&format!(
            "[sites.hub]\nkind = \"centre\"\nsupplied_by = [\"makers\"]\ninbound = [\"unload\"]\n\
             outbound = [\"release\", \"stock\", \"pick\"]\nstock = {stock}"
        ));
        if self.desks > 0 {
            self.add("order_desk = [\"key_in\"]");
        }
        self.stream("hub");
        if self.desks > 0 {
            self.process("key_in", false);
            self.processes.push(("key_in".to_owned(), "hub".to_owned()));
        }
    }

    fn depot(&mut self, depot: &str) {
        let own = self.number(4) > 0;
        if own {
            for (process, inbound) in [("stow", true), ("pick", false)] {
                let process = format!("{process}_{depot}");
                self.process(&process, inbound);
                self.processes.push((process, depot.to_owned()));
            }
        }
        self.add(&format!("[sites.{depot}]\nkind = \"pdc\"\nsupplied_by = [\"hub\"]"));
        if own {
            self.add(&format!("inbound = [\"stow_{depot}\"]\noutbound = [\"stock\", \"pick_{depot}\"]"));
        }
        if self.number(4) != 3 {
            let stock = if self.limits { self.stock(false) } else { "\"unlimited\"".to_owned() };
            if self.limits {
                self.shelves.push(depot.to_owned());
            }
            self.add(&format!("stock = {stock}"));
        }
        self.stream(depot);
        self.lane("hub", depot);
    }

    fn shops(&mut self) {
        let sources = self.of(&[
            "[\"north\"]",
            "[\"north\", \"hub\"]",
            "[\"south\", \"north\"]",
            "[\"north\", \"south\"]",
        ]);
        let count = 1 + self.number(3);
        self.add(&format!("[sites.shops]\nkind = \"retailer\"\ncount = {count}\nsupplied_by = {sources}"));
        if self.shelf {
            let stock = self.stock(true);
            self.shelves.push("shops".to_owned());
            self.add(&format!("stock = {stock}"));
        }
        if self.desks > 1 {
            self.add("order_desk = [\"key_in\"]");
        }
        self.stream("shops");
        self.lane("north", "shops");
    }

    fn lane(&mut self, from: &str, to: &str) {
        if self.number(4) == 3 {
            return;
        }
        let transit = self.time();
        self.add(&format!("[lanes.{from}_to_{to}]\nfrom = \"{from}\"\nto = \"{to}\"\ntransit = {transit}"));
        self.lanes.push(format!("{from}_to_{to}"));
        self.add_limit(&[
            "",
            "departs = \"mon-fri 18:00\"",
            "departs = [\"mon,wed 06:00\", \"sat 12:00\"]\ncut_off = \"2 h\"",
            "departs = \"mon-sun 09:00\"\ncalendar = \"two_shifts\"",
            "departs = { every = \"4 h\" }\ncapacity = \"3 lines\"",
            "departs = { every = \"5 h\", from = 2025-01-06T02:00:00 }",
            "departs = { every = \"5 h\" }\ncapacity = \"4 lines\"",
            "departs = { every = \"90 min\", from = 2025-01-06T00:20:00 }\ncapacity = \"1 line\"",
        ]);
        self.add_one(&["", "needs = [\"wms\"]"]);
        self.stream(&format!("{from}_to_{to}"));
    }

    /// A demand; returns its lines as they are written.
    fn demand(&mut self, name: &str, site: &str) -> &'static str {
        self.add(&format!("[demand.{name}]\nsite = \"{site}\""));
        let lines = self.of(&["25 lines/day", "30 per working day each", "2 lines/h in all"]);
        let per_order = self.whole("line");
        self.add(&format!("lines = \"{lines}\"\nlines_per_order = {per_order}"));
        self.add_one(&["", "arrivals = \"even\"", "arrivals = \"poisson\""]);
        let lacking = self.of(&[
            "",
            "backorder_class = { vor = \"70%\", daily = \"30%\" }",
            "backorder_class = { off_road = \"vor\", otherwise = \"daily\" }",
        ]);
        let lacking = if self.shelf && name == "workshops" { lacking } else { "" };
        self.add(lacking);
        self.add_one(&[
            if lacking.contains("off_road") { "jobs = { off_road = \"20%\" }" } else { "" },
            "jobs = { off_road = \"60%\", courtesy = { share = \"70%\", cars = \"2 each\", cost = \"£45/day\" } }",
        ]);
        self.add_one(&["class = \"daily\"", "classes = { vor = \"20%\", daily = \"80%\" }"]);
        self.add_one(&[
            "",
            "hours = \"peak before 16:00\"",
            "hours = \"even\"",
            "hours = [0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 2, 2, 3, 3, 2, 1, 1, 0.5, 0, 0, 0, 0]",
        ]);
        self.add_one(&["", "weekdays = { mon = 2.0, tue = 1.0, sun = 0.5 }"]);
        self.add_one(&["", "calendar = \"two_shifts\""]);
        self.add_one(&["", "parts = { a = \"90%\", b = \"10%\" }"]);
        self.add_one(&[
            "",
            "",
            "pieces = { poisson = \"1.5 pieces\" }",
            "pieces = { negative_binomial = { mean = \"2 pieces\", variance_to_mean = 2.5 } }",
        ]);
        self.add_one(&["", "", "from = 2025-01-07T09:30:00", "until = 2025-01-13"]);
        self.add_one(&["", "", "backlog = \"9 lines\""]);
        self.add_one(&["", "needs = [\"entry\"]"]);
        self.add_one(&[
            "",
            "variation = { week_cv = \"10%\", day_cv = \"20%\", persistence = 0.4 }",
            "variation = { day_cv = \"50%\", stream = \"own\" }",
        ]);
        self.when_down(name == "workshops");
        self.stream(name);
        lines
    }

    /// What customers do while a system is down. Where there is a desk the `first` demand has work
    /// for it.
    fn when_down(&mut self, first: bool) {
        let down = self.of(&[
            "",
            "on_paper = \"30%\", deferred = \"40%\", elsewhere = \"10%\", lost = \"rest\", deferred_over = \"3 h\"",
            "on_paper = \"60%\", lost = \"40%\", entered_by = \"key_in\"",
            "deferred = \"100%\", classes = { daily = { on_paper = \"rest\", lost = \"5%\" } }, entered_by = \"key_in\"",
            "on_paper = \"rest\", classes = { daily = { deferred = \"50%\", elsewhere = \"rest\" } }",
        ]);
        let down = match (first, self.desks) {
            (true, 1..) if !down.contains("entered_by") => "on_paper = \"100%\", entered_by = \"key_in\"",
            (_, 0) if down.contains("entered_by") => "deferred = \"rest\"",
            _ => down,
        };
        if !down.is_empty() {
            self.add(&format!("when_down = {{ of = \"identity\", {down} }}"));
        }
    }

    /// What goes down, and the plan that brings it back.
    fn restart(&mut self) {
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
        self.add(&format!("[disruptions.attack]\nfrom = 2025-01-08T15:30:00\ntakes_down = [{target}]"));
        self.add_one(&["", "to = \"30%\"", "until = 2025-01-10T04:00:00"]);
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
        self.stream("opening");
        let at_stock = "[restart.more]\ngate = { site = \"hub\", waiting = \"stock\", below = \"9 lines\" }\n\
            boost = { release = \"150%\" }\nuntil = { site = \"hub\", above = \"40 lines\" }";
        let (rules, rule) = (
            self.rules(&[("pick", "earliest_due_date"), ("unload", "round_robin")]),
            self.rules(&[("release", "fcfs")]),
        );
        let caps = format!(
            "[restart.more]\nafter_start_of = [\"opening\"]\n\
             cap = {{ pick = {{ shops = \"9 lines/day\", south = \"20 lines/day in all\" }} }}\n{rules}until = 2025-01-13\n\
             [restart.later]\nfrom = 2025-01-11T10:00:00\ncap = {{ pick = {{ shops = \"30 lines/day\" }} }}\n\
             accept_only = {{ pick = [\"daily\"] }}\n{rule}for = \"1 day\""
        );
        let at_stock = if self.unlimited { "" } else { at_stock };
        self.add_one(&[
            "",
            "[restart.more]\nafter = [\"opening\"]\nboost = { pick = \"150%\" }\nfor = \"2 days\"",
            "[restart.more]\nafter_start_of = [\"opening\"]\naccept_only = { release = [\"vor\"], pick = [\"vor\", \"daily\"] }\nfor = \"30 h\"",
            &caps,
            "[restart.more]\nafter_start_of = [\"opening\"]\nboost = { pick = \"125%\", release = \"110%\" }\nuntil = 2025-01-13",
            "[restart.more]\nafter = [\"opening\"]\ntakes = { exponential = \"3 h\" }\nboost = { pick = \"150%\" }\n\
             check = { chance = \"40%\", takes = \"2 h\", again_after = { exponential = \"1 h\" }, if_it_fails = { chance = \"50%\", rolls_back = [\"opening\"] } }",
            "[restart.more]\nafter_start_of = [\"opening\"]\ngate = { site = \"hub\", above = \"2 lines\", for = \"2 h\" }\n\
             boost = { pick = \"150%\" }\nuntil = { site = \"hub\", waiting = \"pick\", below = \"0.5 days of flow\", for = \"0.5 working days\" }",
            "[restart.more]\ngate = { site = \"hub\", waiting = \"unload\", above = \"1 line\" }\nboost = { unload = \"150%\" }\nfor = \"1 day\"",
            at_stock,
        ]);
    }

    /// Rules of a phase, for processes where nothing preempts.
    fn rules(&self, all: &[(&str, &str)]) -> String {
        let rules = all.iter().filter(|(process, _)| !self.pre_empting.iter().any(|other| other == process));
        let rules: Vec<String> = rules.map(|(process, rule)| format!("{process} = \"{rule}\"")).collect();
        if rules.is_empty() { String::new() } else { format!("discipline = {{ {} }}\n", rules.join(", ")) }
    }

    /// Things that stop so often that they do in a few days.
    fn failures(&mut self) {
        let chosen = self.number(5);
        if chosen == 4 {
            let (calm, rough) = (self.time(), self.time());
            let (calm, rough) = (calm.replace("\"0 s\"", "\"9 h\""), rough.replace("\"0 s\"", "\"7 h\""));
            let target = self.of(&["pick", "wms", "sites.hub", "makers"]);
            self.add(&format!(
                "[failures.sea]\nstrikes = [\"{target}\"]\n\
                 phases = [{{ name = \"calm\", to = \"120%\", lasts = {calm} }}, {{ name = \"rough\", to = \"30%\", lasts = {rough} }}, \
                 {{ name = \"closed\", to = \"0%\", lasts = \"90 min\" }}]"
            ));
            self.stream("sea");
            self.failures.push("sea");
        }
        if chosen == 1 {
            self.add("[failures.strike]\nstrikes = [\"makers\", \"wms\"]\nup = { exponential = \"20 h\" }\ndown = \"3 h\"");
            self.stream("strike");
            self.failures.push("strike");
        }
        if chosen == 2 {
            self.add(
                "[failures.belt]\nstrikes = [\"pick\"]\nup = { weibull = { mean = \"5 h\", shape = 2 } }\n\
                 down = { exponential = \"1 h\" }\nto = \"40%\"\nwhile_working = true",
            );
            self.stream("belt");
            self.failures.push("belt");
        }
        if chosen == 3 {
            self.add(
                "[failures.belt]\nstrikes = [\"processes.unload\"]\nup = \"4 h\"\ndown = { uniform = [\"1 h\", \"6 h\"] }\n\
                 while_working = true\n\
                 [failures.fog]\nstrikes = [\"sites.hub\", \"identity\"]\nup = \"1 day\"\ndown = { exponential = \"2 h\" }",
            );
            self.stream("fog");
            self.failures.extend(["belt", "fog"]);
        }
    }

    /// Rules that act soon and on many lines, so that they meet lines at every place.
    fn impatience(&mut self) {
        for name in ["hasty", "weary"] {
            if self.number(3) == 0 {
                continue;
            }
            self.add(&format!("[impatience.{name}]\nclass = \"daily\""));
            self.add_one(&["late_by = \"1 min\"", "late_by = \"9 h\"", "late_by = \"1 working day\""]);
            self.add_one(&["", "share = \"40%\""]);
            self.add_one(&["", "demand = [\"workshops\"]"]);
            self.add_one(&[
                "escalates_to = \"vor\"",
                "cancels = true",
                "orders_again = true\nreturns_after = \"1 day\"",
            ]);
            self.stream(name);
        }
    }

    /// Observations.
    fn observe(&mut self) {
        for name in ["closely", "sharply"] {
            if self.number(3) == 0 {
                continue;
            }
            let chosen = self.number(self.processes.len());
            let (process, site) = &self.processes[chosen];
            let what = format!("[observe.{name}]\nprocess = \"{process}\"\nsite = \"{site}\"");
            self.add(&what);
            self.watch();
        }
    }

    /// Stock, a lane and orders that are observed.
    fn observe_goods(&mut self) {
        if !self.shelves.is_empty() && self.number(3) > 0 {
            let chosen = self.number(self.shelves.len());
            self.add(&format!("[observe.shelf]\nstock = \"{}\"", self.shelves[chosen]));
            self.add_one(&["", "within = [\"1 day\", \"5 h\"]"]);
            self.instants();
        }
        if !self.lanes.is_empty() && self.number(3) > 0 {
            let chosen = self.number(self.lanes.len());
            self.add(&format!("[observe.lorries]\nlane = \"{}\"", self.lanes[chosen]));
            self.add_one(&["", "above = [\"3 lines\"]"]);
            self.instants();
        }
        if self.number(3) > 0 {
            self.add("[observe.repairs]\norders = \"workshops\"");
        }
    }

    /// What is requested of what is observed.
    fn watch(&mut self) {
        self.add_one(&["", "above = [\"2 lines\", \"20 lines\"]"]);
        if !self.failures.is_empty() {
            let given = self.failures.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
            self.add(&format!("given = [{given}]"));
        }
        self.instants();
        self.add_one(&["", "cleared = { from = 2025-01-09T08:00:00, at_most = \"3 lines\" }"]);
    }

    /// Instants that are observed.
    fn instants(&mut self) {
        self.add_one(&["", "at = [2025-01-09T12:00:00, 2025-01-11]"]);
        self.add_one(&["", "daily_at = [\"06:00\", \"12:30\"]"]);
        self.add_one(&["", "each = \"7 h\""]);
    }

    /// What is not known; `lines` as the workshops' demand has them.
    fn uncertain(&mut self, lines: &str) {
        let (number, per) = lines.split_once(' ').unwrap_or((lines, ""));
        let number: f64 = number.parse().unwrap_or(1.0);
        let chosen = self.number(8);
        let mut text = String::new();
        let range = match chosen {
            0..4 => return,
            4 => {
                write!(
                    text,
                    "triangular = [\"{} {per}\", \"{number} {per}\", \"{} {per}\"]",
                    number / 2.0,
                    number * 2.0
                )
                .unwrap();
                "set = \"demand.workshops.lines\""
            }
            5 => {
                text.push_str("lognormal = { median = \"3 h\", p90 = \"30 h\" }");
                "set = \"classes.daily.promise\""
            }
            6 => {
                text.push_str("one_of = [\"£1\", \"£2.50\"]\n[uncertain.size]\nset = \"parts.a.count\"\ntable = [[3, 2], [5, 1]]");
                "set = [\"parts.a.value\", \"parts.b.value\"]"
            }
            _ => {
                text.push_str("uniform = [\"20%\", \"70%\"]");
                "set = \"parts.b.share\""
            }
        };
        self.add(&format!("[uncertain.guess]\n{range}\n{text}"));
        self.stream("guess");
    }
}

/// Leaves out times of order classes of which no line comes to the process. Which do follows from
/// all the rest: the reader says it.
fn without_classes_that_never_come(text: String) -> String {
    if !text.contains("time.stock") {
        return text;
    }
    let Err(errors) = read_text("case.toml", &text, &[]) else { return text };
    let never: Vec<usize> = errors
        .iter()
        .filter(|error| error.message.starts_with("no line of order class"))
        .map(|error| error.positions[0].line)
        .collect();
    let left = (1..).zip(text.lines()).filter(|(line, _)| !never.contains(line));
    left.fold(String::new(), |text, (_, line)| text + line + "\n")
}
