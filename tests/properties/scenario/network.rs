//! Network: the elements of every random scenario, and how goods flow between them.
//!
//! ```text
//!            ┌─► north ─┬─► shops      customers: workshops (shops), garages (hub), southern (south)
//! makers ─► hub         │
//!            └─► south ─┘
//! ```

use super::values::{Coupled, absent, is, named, one_of, present};
use gplc::scenario::read_text;

/// Writes a scenario, using up a list of choices from its start.
pub(super) struct Generator<'c> {
    choices: std::slice::Iter<'c, u8>,
    text: String,
    /// Anything has a limit, closes, or stops.
    pub(super) limits: bool,
    /// Number of order desks: at the hub, and at the shops.
    pub(super) order_desks: usize,
    /// Workshops take from the shelf of their retailer.
    pub(super) shelf: bool,
    /// The hub has unlimited stock.
    pub(super) unlimited: bool,
    /// Processes with the site that has them.
    pub(super) processes: Vec<(String, String)>,
    pub(super) failures: Vec<&'static str>,
    /// Processes at which urgent lines preempt others.
    pub(super) preempting: Vec<String>,
    /// Sites with levels of stock, and lanes.
    pub(super) shelves: Vec<String>,
    pub(super) lanes: Vec<String>,
}

impl<'c> Generator<'c> {
    pub(super) fn new(choices: &'c [u8], limits: bool) -> Self {
        Generator {
            choices: choices.iter(),
            text: String::new(),
            limits,
            order_desks: 0,
            shelf: false,
            unlimited: false,
            processes: Vec::new(),
            failures: Vec::new(),
            preempting: Vec::new(),
            shelves: Vec::new(),
            lanes: Vec::new(),
        }
    }

    pub(super) fn number(&mut self, below: usize) -> usize {
        usize::from(self.choices.next().copied().unwrap_or(0)) % below
    }

    pub(super) fn yes(&mut self) -> bool {
        self.number(2) == 1
    }

    pub(super) fn of<'t>(&mut self, options: &[&'t str]) -> &'t str {
        options[self.number(options.len())]
    }

    /// Adds lines.
    pub(super) fn add(&mut self, lines: &str) {
        self.text.push_str(lines);
        if !lines.is_empty() && !lines.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Adds one of some lines; the first may be none.
    pub(super) fn add_one(&mut self, options: &[&str]) {
        let chosen = self.of(options);
        self.add(chosen);
    }

    pub(super) fn scenario(mut self) -> String {
        self.top();
        self.calendars_systems_classes();
        self.parts();
        self.order_desks = if self.limits { self.number(3) } else { 0 };
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
        self.uncertain(&lines);
        self.observe();
        self.observe_goods();
        self.windows();
        without_classes_that_never_come(self.text)
    }

    fn top(&mut self) {
        let seed = self.number(200).to_string();
        let full = self.number(3) == 2;
        let keys = self.keys(
            "",
            "",
            &[
                absent("based_on"),
                named("title", "At random"),
                is("start", "2025-01-06"),
                one_of("horizon", &["\"8 days\"", "\"12 days\""]),
                one_of("warm_up", &["\"1 day\""]),
                one_of("replications", &["3"]),
                is("seed", seed),
                if full { named("start_from", "full") } else { one_of("start_from", &["\"steady\""]) },
                if full { absent("initialisation") } else { one_of("initialisation", &["\"1 week\""]) },
                one_of("calendar", &["\"two_shifts\""]),
            ],
        );
        for (key, value) in keys {
            self.add(&format!("{key} = {value}"));
        }
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

    /// Names of the elements that others may refer to.
    pub(super) fn names_of(table: &str) -> &'static [&'static str] {
        match table {
            "calendars" => &["two_shifts", "nights"],
            "systems" => &["wms", "entry"],
            "classes" => &["vor", "daily"],
            "parts" => &["a", "b"],
            "demand" => &["workshops"],
            _ => panic!("which of {table} depends on the scenario"),
        }
    }

    /// The name of the random numbers of an element, where it has another than its own.
    pub(super) fn stream(&mut self, name: &str) -> Coupled {
        if self.number(6) == 5 { named("stream", &format!("before_{name}")) } else { absent("stream") }
    }

    fn parts(&mut self) {
        for (name, count, share) in [("a", "4", "60%"), ("b", "9", "40%")] {
            let stream = self.stream(name);
            let couplings = [is("count", count), named("share", share), present("value"), stream];
            self.entry("parts.NAME", name, "", &couplings);
        }
    }

    fn makers(&mut self) {
        let lead_time = self.time();
        let stream = self.stream("makers");
        let couplings = [
            named("kind", "supplier"),
            is("lead_time", lead_time),
            one_of("needs", &["[\"identity\"]"]),
            absent("count"),
            absent("supplied_by"),
            absent("inbound"),
            absent("outbound"),
            absent("order_desk"),
            absent("stock"),
            absent("market"),
            stream,
        ];
        self.entry("sites.NAME", "makers", "", &couplings);
    }

    /// A site that is no supplier: what is not given is left out.
    fn site(&mut self, name: &str, kind: &str, source: String, mut given: Vec<Coupled>) {
        let stream = self.stream(name);
        given.extend([named("kind", kind), is("supplied_by", source), stream]);
        given.push(one_of("market", &["\"home\"", "\"export\""]));
        for key in ["count", "inbound", "outbound", "order_desk", "stock", "lead_time", "deliveries", "needs"]
        {
            if given.iter().all(|(name, _)| *name != key) {
                given.push(absent(key));
            }
        }
        self.entry("sites.NAME", name, "", &given);
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
        let mut given = vec![
            is("inbound", "[\"unload\"]"),
            is("outbound", "[\"release\", \"stock\", \"pick\"]"),
            is("stock", stock),
        ];
        if self.order_desks > 0 {
            given.push(is("order_desk", "[\"key_in\"]"));
        }
        self.site("hub", "centre", "[\"makers\"]".to_owned(), given);
        if self.order_desks > 0 {
            self.process("key_in", false);
            self.processes.push(("key_in".to_owned(), "hub".to_owned()));
        }
    }

    fn depot(&mut self, depot: &str) {
        let mut given = Vec::new();
        if self.number(4) > 0 {
            for (process, inbound) in [("stow", true), ("pick", false)] {
                let process = format!("{process}_{depot}");
                self.process(&process, inbound);
                self.processes.push((process, depot.to_owned()));
            }
            given.push(is("inbound", format!("[\"stow_{depot}\"]")));
            given.push(is("outbound", format!("[\"stock\", \"pick_{depot}\"]")));
        }
        if self.number(4) != 3 {
            let stock = if self.limits { self.stock(false) } else { "\"unlimited\"".to_owned() };
            if self.limits {
                self.shelves.push(depot.to_owned());
            }
            given.push(is("stock", stock));
        }
        self.site(depot, "pdc", "[\"hub\"]".to_owned(), given);
        self.lane("hub", depot);
    }

    fn shops(&mut self) {
        let sources = self.of(&[
            "[\"north\"]",
            "[\"north\", \"hub\"]",
            "[\"south\", \"north\"]",
            "[\"north\", \"south\"]",
        ]);
        let mut given = vec![is("count", (1 + self.number(3)).to_string())];
        if self.shelf {
            given.push(is("stock", self.stock(true)));
            self.shelves.push("shops".to_owned());
        }
        if self.order_desks > 1 {
            given.push(is("order_desk", "[\"key_in\"]"));
        }
        self.site("shops", "retailer", sources.to_owned(), given);
        self.lane("north", "shops");
    }

    fn lane(&mut self, from: &str, to: &str) {
        if self.number(4) == 3 {
            return;
        }
        let name = format!("{from}_to_{to}");
        let transit = self.time();
        let departs = self.limits && self.yes();
        let with_departs = |key| if departs { present(key) } else { absent(key) };
        let stream = self.stream(&name);
        let mut given = vec![
            named("from", from),
            named("to", to),
            is("transit", transit),
            with_departs("departs"),
            one_of("needs", &["[\"wms\"]"]),
            stream,
        ];
        if !departs {
            given.push(absent("calendar"));
        }
        self.entry("lanes.NAME", &name, "", &given);
        self.lanes.push(name);
    }
}

/// Leaves out times of order classes of which no line reaches the process. Which do follows from
/// all the rest: the reader reports it.
fn without_classes_that_never_come(text: String) -> String {
    if !text.contains("stock = \"1 h\"") {
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
