//! Demand: the order lines of customers and workshops.
//!
//! ```toml
//! [demand.uk_workshops]
//! site = "uk_retailers"
//! lines = "70 per working day each"      # `in all` instead of `each`: over all sites of the table
//! arrivals = "poisson"                   # or "even": constant gaps
//! from = 2025-01-06T12:00:00             # the first moment of it, and
//! until = 2025-03-01                     # the moment from which on nothing is ordered any more
//! backlog = "50 lines"                   # ordered at the start of the run at each site, beyond the arrivals
//! lines_per_order = { geometric = "2 lines" }
//! classes = { vor = "5%", daily = "95%" }
//! backorder_class = { vor = "25%", daily = "75%" } # instead of `classes`, where workshops take from a retailer's shelf
//! weekdays = { mon = 1.15, tue = 1.05, wed = 1.0, thu = 1.0, fri = 0.8 }
//! hours = "peak before 16:00"            # or "even", or 24 weights
//! calendar = "uk_days"                   # no demand on its holidays
//! parts = { fast = "60%", slow = "40%" } # left out: the segments' own shares
//! pieces = { poisson = "10 pieces" }       # instead of the segments' own; a line of no pieces is not ordered
//! variation = { week_cv = "6%" }        # common to all sites: see `variation.rs`
//! jobs = { off_road = "30%" }              # orders are repairs of cars: see `job.rs`
//! needs = ["order_entry"]                # while one is down, orders are held and come in when it is back
//! when_down = { on_paper = "80%", lost = "20%" } # unless said otherwise: see `when_down.rs`
//! ```

use super::outage_response::OutageBehaviour;
use super::repair_job::RepairJobs;
use super::variation::Variation;
use crate::scenario::network::calendar::WEEKDAYS;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::distribution::{Distribution, Of};
use crate::scenario::syntax::moment::moment_text;
use crate::scenario::syntax::quantity::{adds_up, rate_text, share_text, wrong_sum};
use crate::scenario::syntax::reader::{Fields, Item, Kind, Reader, item, kind, nearest_of, shown};
use crate::scenario::syntax::tree::Value;
use crate::scenario::syntax::writer::{Writer, braces, quoted};
use crate::units::{HOUR, Micros, Per, Rate};
use jiff::civil::DateTime;

/// How orders follow one another, where the intensity (by weekday and hour) is as stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrivals {
    /// Independent customers: a Poisson process.
    Poisson,
    /// Constant gaps: an order whenever the integral of the intensity has grown by one; the first after one gap, or at
    /// `from`.
    Even,
}

/// What order class the lines have that a retailer's shelf lacks.
#[derive(Debug, Clone, PartialEq)]
pub enum BackorderClass {
    /// Order class and share of lines; shares add up to 1.
    Shares(Vec<(String, f64)>),
    /// By the car of the job.
    ByCar {
        /// Order class of the parts of a car that cannot be driven.
        off_road: String,
        /// Order class of all other parts.
        otherwise: String,
    },
}

impl BackorderClass {
    /// Order classes that lines may have, each with its share; shares of classes by the car are not known.
    fn classes(&self) -> Vec<(String, f64)> {
        match self {
            BackorderClass::Shares(shares) => shares.clone(),
            BackorderClass::ByCar { off_road, otherwise } => {
                vec![(off_road.clone(), 0.0), (otherwise.clone(), 0.0)]
            }
        }
    }
}

/// What customers order at the sites of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Name.
    pub name: String,
    /// Site table that is asked: a site with stock serves, a site without passes on to its source.
    pub site: String,
    /// Mean order lines.
    pub lines: Rate,
    /// Whether `lines` is for each site of the table, or for all together.
    pub each: bool,
    /// Lines ordered together, all by one customer at one instant; constant 1 unless given.
    pub lines_per_order: Distribution,
    /// How orders follow one another.
    pub arrivals: Arrivals,
    /// Instant after `start` from which on orders come; `None`: all the time.
    pub from: Option<Micros>,
    /// Instant after `start` from which on no more orders come; `None`: to the end.
    pub until: Option<Micros>,
    /// Lines that are ordered at each site at `start`, beyond the arrivals.
    pub backlog: u32,
    /// Order class and share of lines; shares add up to 1.
    pub classes: Vec<(String, f64)>,
    /// Where workshops take from a retailer's shelf: order classes of the lines that it lacks. `None`: as `classes`
    /// says.
    pub backorder_class: Option<BackorderClass>,
    /// The cars behind the orders, where each is a repair.
    pub jobs: Option<RepairJobs>,
    /// Weight of each weekday, Monday first.
    pub weekdays: [f64; 7],
    /// Weight of each hour of the day.
    pub hours: [f64; 24],
    /// How the demand of all sites moves together; `None`: not at all.
    pub variation: Option<Variation>,
    /// Calendar on whose holidays nothing is ordered.
    pub calendar: Option<String>,
    /// Segment and share of lines where it differs from the segments' own; shares add up to 1.
    pub parts: Option<Vec<(String, f64)>>,
    /// Pieces of a line, where they are not those of its segment; a line of none is not ordered.
    pub pieces: Option<Distribution>,
    /// Systems without which orders are held.
    pub needs: Vec<String>,
    /// What customers do while one of them is down; `None`: all orders are held, and entered at once.
    pub when_down: Option<OutageBehaviour>,
    /// Name of the stream of random numbers: the table's own unless said.
    pub stream: String,
}

/// Keys of a class by the car.
const BY_CAR: [&str; 2] = ["off_road", "otherwise"];
pub(crate) const EACH: &str = "each";
pub(crate) const IN_ALL: &str = "in all";
const ARRIVALS: [(&str, Arrivals); 2] = [("poisson", Arrivals::Poisson), ("even", Arrivals::Even)];
const WORKING_WEEK: [f64; 7] = [1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0];

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Demand {
    let site = fields.need(reader, "site", "the site that is asked");
    let site = site.and_then(|item| reader.reference(item, kind("sites"))).unwrap_or_default();
    let example = "\"70 lines/working day each\"";
    let lines = fields.need(reader, "lines", &format!("for instance `lines = {example}`"));
    let lines = lines.and_then(|item| reader.rate(item, &[["line", "lines"]], &[EACH, IN_ALL], example));
    let (lines, end, _) = lines.unwrap_or((Rate { count: 1.0, per: Per::WorkingDay }, None, None));
    let lines_per_order =
        fields.take("lines_per_order").and_then(|item| reader.distribution(item, Of::Lines));
    let arrivals = fields.take("arrivals").and_then(|item| reader.choice(item, &ARRIVALS));
    let [from, until] = ["from", "until"]
        .map(|key| fields.take(key).and_then(|item| reader.instant(item).map(|instant| (item, instant))));
    reader.in_order(from, until);
    let backlog =
        fields.take("backlog").and_then(|item| reader.whole_lines(item, 1, "\"50 lines\"")).unwrap_or(0);
    let backorder_class = fields.take("backorder_class");
    let classes = reader.class_mix(&mut fields, backorder_class.is_some());
    let jobs = fields.take("jobs").and_then(|item| reader.jobs(item));
    let backorder_class = backorder_class.and_then(|item| reader.backorder_class(item));
    let weekdays = fields.take("weekdays").and_then(|item| reader.weekday_weights(item));
    let hours = fields.take("hours").and_then(|item| reader.hour_weights(item)).unwrap_or([1.0; 24]);
    let variation = fields.take("variation").and_then(|item| reader.variation(item));
    let calendar = fields.take("calendar").and_then(|item| reader.reference(item, kind("calendars")));
    let parts =
        fields.take("parts").and_then(|item| reader.shares(item, kind("parts"), "the shares of segments"));
    let pieces = fields.take("pieces").and_then(|item| reader.pieces_or_none(item));
    let written_needs = fields.take("needs");
    let when_down = fields.take("when_down").and_then(|item| reader.when_down(item, written_needs));
    let needs = reader.references(written_needs, kind("systems"));
    let stream = reader.stream(&mut fields, name);
    if let Some(when_down) = &when_down {
        let lacking = backorder_class.as_ref().map(BackorderClass::classes).unwrap_or_default();
        reader.classes_without_lines(name, when_down, &[classes.as_slice(), &lacking].concat());
    }
    fields.finish(reader);
    let usual = if lines.per == Per::WorkingDay { WORKING_WEEK } else { [1.0; 7] };
    Demand {
        name: name.to_owned(),
        site,
        lines,
        each: end != Some(IN_ALL),
        lines_per_order: lines_per_order.unwrap_or(Distribution::Constant(1.0)),
        arrivals: arrivals.unwrap_or(Arrivals::Poisson),
        from: from.map(|(_, instant)| instant),
        until: until.map(|(_, instant)| instant),
        backlog,
        classes,
        backorder_class,
        jobs,
        weekdays: weekdays.unwrap_or(usual),
        hours,
        variation,
        calendar,
        parts,
        pieces,
        needs,
        when_down,
        stream,
    }
}

/// Weights of the hours of a day whose orders come in before the cut-off at `hour`.
///
/// From 08:00 they rise from 1 towards 3; each of the two hours before `hour` has 6; all others have 0.1, so that
/// little comes in overnight.
fn peak_before(hour: usize) -> [f64; 24] {
    let mut weights = [0.1; 24];
    let rise = hour - 2 - 8;
    for k in 0..rise {
        weights[8 + k] = 1.0 + 2.0 * k as f64 / rise as f64;
    }
    weights[hour - 2] = 6.0;
    weights[hour - 1] = 6.0;
    weights
}

impl<'t> Reader<'t> {
    fn class_mix(&mut self, fields: &mut Fields<'t>, may_be_left_out: bool) -> Vec<(String, f64)> {
        let (class, classes) = (fields.take("class"), fields.take("classes"));
        match (class, classes) {
            (Some(one), Some(many)) => {
                self.both_said(many, one, "`class` names one order class, `classes` the shares of several");
                Vec::new()
            }
            (Some(one), None) => {
                self.reference(one, kind("classes")).map(|name| (name, 1.0)).into_iter().collect()
            }
            (None, Some(many)) => {
                self.shares(many, kind("classes"), "the shares of order classes").unwrap_or_default()
            }
            (None, None) if may_be_left_out => Vec::new(),
            (None, None) => {
                let known = self.names(kind("classes")).join(", ");
                self.fault(
                    Fault::at(
                        fields.at,
                        format!("{} has no `classes`", fields.what),
                        "needs `classes` or `class`",
                    )
                    .help(format!(
                        "for instance `class = \"daily\"`; order classes of this scenario: {known}"
                    )),
                );
                Vec::new()
            }
        }
    }

    /// Says which classes `when_down` speaks of though nobody orders in them.
    fn classes_without_lines(&mut self, name: &str, when_down: &OutageBehaviour, classes: &[(String, f64)]) {
        for (class, _) in &when_down.classes {
            let known = self.name_place(kind("classes"), class).is_some();
            if !known || classes.is_empty() || classes.iter().any(|(with_lines, _)| with_lines == class) {
                continue;
            }
            let table = self.node(&["demand", name, "when_down", "classes"]).and_then(|node| node.table());
            if let Some(place) = table.and_then(|table| table.get(class)).map(|entry| entry.at) {
                self.fault(
                    Fault::at(
                        place,
                        format!("demand `{name}` has no lines of class `{class}`"),
                        "says what they do",
                    )
                    .help("leave it out, or give the class a share in `classes`"),
                );
            }
        }
    }

    /// Shares of order classes, or a class by the car.
    fn backorder_class(&mut self, written: Item<'t>) -> Option<BackorderClass> {
        let by_car = |key: &str| self.name_place(kind("classes"), key).is_none() && BY_CAR.contains(&key);
        let table = written.node.table();
        if !table.is_some_and(|table| table.entries.iter().any(|entry| by_car(&entry.key))) {
            let shares = self.shares(written, kind("classes"), "the shares of order classes");
            return shares.map(BackorderClass::Shares);
        }
        let mut fields = Fields::new(table?, written.at, "`backorder_class`");
        let help = "for instance `{ off_road = \"vor\", otherwise = \"daily\" }`";
        let [off_road, otherwise] = BY_CAR.map(|key| {
            let class = fields.need(self, key, help);
            class.and_then(|item| self.reference(item, kind("classes")))
        });
        fields.finish(self);
        Some(BackorderClass::ByCar { off_road: off_road?, otherwise: otherwise? })
    }

    /// Shares by name that make 100 %.
    fn shares(&mut self, written: Item<'t>, of: Kind, what: &str) -> Option<Vec<(String, f64)>> {
        let table = self.table(written, "{ vor = \"5%\", daily = \"95%\" }")?;
        let before = self.faults();
        let mut shares = Vec::new();
        for entry in &table.entries {
            if self.name_place(of, &entry.key).is_none() {
                self.unknown(entry.at, &entry.key, &[of]);
            }
            shares.extend(self.share(item(entry), "\"5%\"").map(|share| (entry.key.clone(), share)));
        }
        shares.sort_by(|a, b| a.0.cmp(&b.0));
        let (sum, whole) = adds_up(shares.iter().map(|(_, share)| *share));
        if !whole && self.faults() == before {
            self.fault(wrong_sum(written.place(), what, sum));
        }
        Some(shares)
    }

    fn weekday_weights(&mut self, written: Item<'t>) -> Option<[f64; 7]> {
        let table = self.table(written, "{ mon = 1.15, tue = 1.05, wed = 1.0, thu = 1.0, fri = 0.8 }")?;
        let before = self.faults();
        let mut weights = [0.0; 7];
        for entry in &table.entries {
            match WEEKDAYS.iter().position(|day| *day == entry.key) {
                Some(day) => weights[day] = self.weight(item(entry)).unwrap_or(0.0),
                None => self.fault(
                    Fault::at(entry.at, format!("unknown weekday `{}`", shown(&entry.key)), "not a weekday")
                        .help(nearest_of(&entry.key, &WEEKDAYS, "weekdays")),
                ),
            }
        }
        self.some_weight(written, &weights, before).then_some(weights)
    }

    fn some_weight(&mut self, item: Item<'_>, weights: &[f64], before: usize) -> bool {
        if self.faults() == before && weights.iter().all(|weight| *weight == 0.0) {
            self.fault(Fault::at(
                item.place(),
                format!("`{}` are all 0", item.key),
                "nothing would be ordered",
            ));
        }
        self.faults() == before
    }

    fn hour_weights(&mut self, item: Item<'t>) -> Option<[f64; 24]> {
        let before = self.faults();
        if let Value::List(list) = &item.node.value {
            let weights: Vec<f64> = list.iter().filter_map(|node| self.weight(item.inner(node))).collect();
            if list.len() != 24 {
                self.fault(
                    Fault::at(
                        item.place(),
                        format!("expected 24 weights, received {}", list.len()),
                        "one for each hour",
                    )
                    .help("or write `\"even\"` or `\"peak before 16:00\"`"),
                );
            }
            return self.some_weight(item, &weights, before).then(|| weights.try_into().ok()).flatten();
        }
        let Some(text) = item.text() else {
            self.wrong_form(item, "`\"even\"`, `\"peak before 16:00\"` or 24 weights", "\"even\"");
            return None;
        };
        if text == "even" {
            return Some([1.0; 24]);
        }
        let Some(time) = text.strip_prefix("peak before ") else {
            self.fault(
                Fault::at(item.place(), format!("unknown hours `{}`", shown(text)), "not a shape of the day")
                    .help("`\"even\"`, `\"peak before 16:00\"` or 24 weights"),
            );
            return None;
        };
        let time = self.clock(item, time.trim())?;
        if time % HOUR != 0 || time < 10 * HOUR {
            self.fault(
                Fault::at(item.place(), "the peak must be before a full hour from 10:00 to 24:00", "here")
                    .help("for instance `\"peak before 16:00\"`"),
            );
            return None;
        }
        Some(peak_before((time / HOUR) as usize))
    }
}

impl Demand {
    /// Whether lines of an order class may come of it, off the shelf's lack too; also where its classes are a
    /// mistake that is told.
    pub(crate) fn may_order(&self, class: &str) -> bool {
        let lacking = self.backorder_class.as_ref().map(BackorderClass::classes).unwrap_or_default();
        let mut all = self.classes.iter().chain(&lacking).peekable();
        all.peek().is_none() || all.any(|(name, _)| name == class)
    }

    pub(crate) fn write(&self, writer: &mut Writer, currency: char, start: DateTime) {
        writer.text("site", &self.site);
        let all = if self.each { EACH } else { IN_ALL };
        writer.text("lines", &format!("{} {all}", rate_text(self.lines, "lines")));
        let arrivals = ARRIVALS.iter().find(|(_, arrivals)| *arrivals == self.arrivals);
        writer.text("arrivals", arrivals.map_or("poisson", |(word, _)| word));
        for (key, instant) in [("from", self.from), ("until", self.until)] {
            if let Some(instant) = instant {
                writer.bare(key, moment_text(start, instant));
            }
        }
        if self.backlog > 0 {
            writer.text("backlog", &format!("{} lines", self.backlog));
        }
        writer.bare("lines_per_order", self.lines_per_order.text(Of::Lines));
        let shares = |shares: &[(String, f64)]| {
            braces(shares.iter().map(|(name, share)| (name.as_str(), quoted(&share_text(*share)))))
        };
        if !self.classes.is_empty() {
            writer.bare("classes", shares(&self.classes));
        }
        match &self.backorder_class {
            None => {}
            Some(BackorderClass::Shares(classes)) => writer.bare("backorder_class", shares(classes)),
            Some(BackorderClass::ByCar { off_road, otherwise }) => {
                let classes = BY_CAR.into_iter().zip([off_road, otherwise]);
                writer.bare("backorder_class", braces(classes.map(|(key, class)| (key, quoted(class)))));
            }
        }
        if let Some(jobs) = &self.jobs {
            jobs.write(writer, currency);
        }
        let weekdays = WEEKDAYS.iter().zip(self.weekdays).map(|(day, weight)| (*day, format!("{weight:?}")));
        writer.bare("weekdays", braces(weekdays));
        if self.hours.iter().all(|weight| weight.to_bits() == 1.0_f64.to_bits()) {
            writer.text("hours", "even");
        } else {
            let hours: Vec<String> = self.hours.iter().map(|weight| format!("{weight:?}")).collect();
            writer.bare("hours", format!("[{}]", hours.join(", ")));
        }
        if let Some(variation) = &self.variation {
            variation.write(writer);
        }
        writer.name("calendar", self.calendar.as_ref());
        if let Some(parts) = &self.parts {
            writer.bare("parts", shares(parts));
        }
        if let Some(pieces) = &self.pieces {
            writer.bare("pieces", pieces.text(Of::PiecesOrNone));
        }
        writer.names("needs", &self.needs);
        if let Some(when_down) = &self.when_down {
            when_down.write(writer);
        }
        writer.text("stream", &self.stream);
    }
}
