//! Stock: what a site holds of each part, when it looks, and what it orders.
//!
//! ```toml
//! stock = { cover = "6 weeks", review = { every = "1 week", at = "mon 06:00" }, needs = ["order_entry"] }
//! stock = { fill_target = "95%", review = "continuous", needs = ["order_entry"], by_hand = "200 lines/working day" }
//! stock = { cover = "2 weeks", minimum_demand = "6 lines/year" }   # only parts asked for that often at one site
//! stock = { level = "3 pieces" }                        # or { level = { fast = "40 pieces", slow = "2 pieces" } }
//! stock = "unlimited"
//! ```

use super::calendar::{WEEKDAYS, clock_text};
use super::mistake::Fault;
use super::quantity::{DAY, Micros, Rate, Span, WEEK, duration_text, rate_text, share_text};
use super::reader::{Fields, Item, Reader, item, kind};
use super::tree::Value;
use super::write::{Writer, braces, quoted};

/// What a site holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Stock {
    /// Everything, always.
    Unlimited,
    /// Base stock: each shelf is ordered up to its level.
    BaseStock(BaseStock),
}

/// Base stock policy of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseStock {
    /// What sets the level of each part.
    pub level: StockLevel,
    /// When it looks.
    pub review: Review,
    /// Order class of its replenishment lines.
    pub class: String,
    /// Segments that it holds; parts of others are passed on. Empty: all.
    pub segments: Vec<String>,
    /// Mean demand at one site of the table from which a part is held; parts that are asked for more rarely are
    /// passed on. `None`: all are held.
    pub minimum_demand: Option<Rate>,
    /// Whether part of a line may go before the rest.
    pub supply: Supply,
    /// What the level must cover beside the review, where it is not worked out: `planned_lead_time`.
    pub planned_lead_time: Option<Micros>,
    /// Systems it cannot order without: a review that falls due while one is down is made when it is back.
    pub needs: Vec<String>,
    /// Lines that it writes by hand meanwhile; `None`: none.
    pub by_hand: Option<Rate>,
}

/// What sets the level of each part.
#[derive(Debug, Clone, PartialEq)]
pub enum StockLevel {
    /// Pieces, by segment name, for each segment that is held.
    Pieces(Vec<(String, u32)>),
    /// Mean demand of so long, rounded up.
    Cover(Micros),
    /// The smallest level at which this share of pieces is expected to be given at once.
    FillTarget(f64),
}

/// When a site compares its position with the level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Review {
    /// At every demand.
    Continuous,
    /// Every so often, first at this time after the Monday midnight at or before `start`.
    Periodic {
        /// Interval.
        every: ReviewInterval,
        /// Time of day, or of the week, of a review.
        at: Micros,
    },
}

/// Interval of periodic reviews.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReviewInterval {
    /// Elapsed time.
    Elapsed(Micros),
    /// Every working day of the scenario's calendar.
    WorkingDay,
}

/// Whether part of a line may go before the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supply {
    /// What is there goes at once, the rest follows.
    Part,
    /// A line goes when all its pieces are there.
    Whole,
}

const SUPPLIES: [(&str, Supply); 2] = [("part", Supply::Part), ("whole", Supply::Whole)];

impl<'t> Reader<'t> {
    /// The `stock` of a site.
    pub(super) fn stock(&mut self, written: Item<'t>) -> Option<Stock> {
        if written.text().is_some() {
            return self.choice(written, &[("unlimited", ())]).map(|()| Stock::Unlimited);
        }
        let table = self.table(written, "{ cover = \"6 weeks\" }")?;
        let mut fields = Fields::new(table, written.at, "the stock");
        let segments = fields.take("segments");
        let held = self.references(segments, kind("parts"));
        if let Some(item) =
            segments.filter(|item| matches!(&item.node.value, Value::List(list) if list.is_empty()))
        {
            self.fault(
                Fault::at(item.place(), "`segments` names no segment", "empty")
                    .help("leave it out to hold all"),
            );
        }
        let level = self.stock_level(&mut fields, &held);
        let review = fields.take("review").and_then(|item| self.review(item)).unwrap_or(Review::Continuous);
        let class = self.stock_class(&mut fields);
        let minimum_demand = fields.take("minimum_demand").and_then(|item| self.minimum_demand(item));
        let supply =
            fields.take("supply").and_then(|item| self.choice(item, &SUPPLIES)).unwrap_or(Supply::Part);
        let planned_lead_time =
            fields.take("planned_lead_time").and_then(|item| self.some_time(item, "\"6 weeks\""));
        let written_needs = fields.take("needs");
        let needs = self.references(written_needs, kind("systems"));
        let by_hand = fields.take("by_hand").and_then(|item| {
            if written_needs
                .is_none_or(|item| matches!(&item.node.value, Value::List(list) if list.is_empty()))
            {
                self.fault(
                    Fault::at(item.at, "`by_hand` means nothing where no system is needed", "never by hand")
                        .help("name a system in `needs`, or leave it out"),
                );
            }
            self.rate(item, &[["line", "lines"]], &[], "\"200 lines/working day\"").map(|(rate, _, _)| rate)
        });
        fields.finish(self);
        let level = level.unwrap_or(StockLevel::Pieces(Vec::new()));
        Some(Stock::BaseStock(BaseStock {
            level,
            review,
            class,
            segments: held,
            minimum_demand,
            supply,
            planned_lead_time,
            needs,
            by_hand,
        }))
    }

    fn minimum_demand(&mut self, item: Item<'t>) -> Option<Rate> {
        let example = "\"6 lines/year\"";
        self.rate(item, &[["line", "lines"]], &[], example).map(|(rate, _, _)| rate)
    }

    fn stock_class(&mut self, fields: &mut Fields<'t>) -> String {
        if let Some(item) = fields.take("class") {
            return self.reference(item, kind("classes")).unwrap_or_default();
        }
        if self.name_place(kind("classes"), "stock").is_none() {
            let known = self.names(kind("classes")).join(", ");
            self.fault(
                Fault::at(
                    fields.at,
                    "the stock has no `class`",
                    "its replenishment lines need an order class",
                )
                .help(format!(
                    "name one, or define `[classes.stock]`; order classes of this scenario: {known}"
                )),
            );
        }
        "stock".to_owned()
    }

    fn stock_level(&mut self, fields: &mut Fields<'t>, held: &[String]) -> Option<StockLevel> {
        let [level, cover, target] = ["level", "cover", "fill_target"].map(|key| fields.take(key));
        let mut said = [level, cover, target].into_iter().flatten();
        let Some(first) = said.next() else {
            self.fault(
                Fault::at(fields.at, "the stock has no level", "needs `level`, `cover` or `fill_target`")
                    .help("for instance `cover = \"6 weeks\"` or `fill_target = \"95%\"`"),
            );
            return None;
        };
        if let Some(second) = said.next() {
            self.both_said(second, first, "exactly one of `level`, `cover` and `fill_target` sets the level");
            return None;
        }
        if let Some(cover) = cover {
            return self.some_time(cover, "\"6 weeks\"").map(StockLevel::Cover);
        }
        if let Some(target) = target {
            let share = self.share(target, "\"95%\"")?;
            if share <= 0.0 || share >= 1.0 {
                self.fault(
                    Fault::at(
                        target.place(),
                        "`fill_target` must be over 0 % and below 100 %",
                        "out of range",
                    )
                    .help("no finite stock gives every piece at once"),
                );
                return None;
            }
            return Some(StockLevel::FillTarget(share));
        }
        self.pieces_by_segment(first, held).map(StockLevel::Pieces)
    }

    fn pieces_by_segment(&mut self, level: Item<'t>, held: &[String]) -> Option<Vec<(String, u32)>> {
        let all = self.names(kind("parts")).into_iter().map(str::to_owned).collect();
        let mut segments: Vec<String> = if held.is_empty() { all } else { held.to_vec() };
        segments.sort_unstable();
        let Value::Table(table) = &level.node.value else {
            let pieces = self.pieces(level)?;
            return Some(segments.into_iter().map(|segment| (segment, pieces)).collect());
        };
        for entry in &table.entries {
            if self.name_place(kind("parts"), &entry.key).is_none() {
                self.unknown(entry.at, &entry.key, &[kind("parts")]);
            } else if !segments.contains(&entry.key) {
                self.fault(
                    Fault::at(entry.at, format!("segment `{}` is not held here", entry.key), "has a level")
                        .help("name it in `segments` too"),
                );
            }
        }
        let mut levels = Vec::new();
        for segment in segments {
            match table.get(&segment) {
                Some(entry) => levels.extend(self.pieces(item(entry)).map(|pieces| (segment, pieces))),
                None => self.fault(
                    Fault::at(level.at, format!("`level` says nothing of segment `{segment}`"), "incomplete")
                        .help("give it a level, or say in `segments` which segments are held"),
                ),
            }
        }
        Some(levels)
    }

    fn review(&mut self, written: Item<'t>) -> Option<Review> {
        if written.text().is_some() {
            return self.choice(written, &[("continuous", Review::Continuous)]);
        }
        let example = "{ every = \"1 week\", at = \"mon 06:00\" }";
        let table = self.table(written, example)?;
        let mut fields = Fields::new(table, written.at, "`review`");
        let every = fields.need(self, "every", "for instance `every = \"1 working day\"`");
        let every = every.and_then(|item| self.interval(item));
        let at = match fields.take("at") {
            Some(item) => self.review_time(item, every),
            None => Some(0),
        };
        fields.finish(self);
        Some(Review::Periodic { every: every?, at: at? })
    }

    fn interval(&mut self, item: Item<'t>) -> Option<ReviewInterval> {
        match self.span(item, "\"1 working day\"")? {
            Span::Elapsed(every) => Some(ReviewInterval::Elapsed(every)),
            Span::WorkingDays(1.0) => Some(ReviewInterval::WorkingDay),
            Span::WorkingDays(_) => {
                self.fault(
                    Fault::at(
                        item.place(),
                        "a review is every working day, or by elapsed time",
                        "several working days",
                    )
                    .help("write `\"1 working day\"`, or for instance `\"1 week\"`"),
                );
                None
            }
        }
    }

    /// Time of day, or with a weekday before it of the week.
    fn review_time(&mut self, item: Item<'t>, every: Option<ReviewInterval>) -> Option<Micros> {
        let text = self.text(item, "\"05:00\"")?.trim();
        let (day, time) = match text.split_once(' ') {
            Some((day, time)) => (Some(self.weekday(item, day)?), time.trim()),
            None => (None, text),
        };
        let weekly = matches!(every, Some(ReviewInterval::Elapsed(every)) if every % WEEK == 0);
        if day.is_some() && every.is_some() && !weekly {
            self.fault(
                Fault::at(item.place(), "a review on a weekday is every so many weeks", "names a weekday")
                    .help("write a time of day alone, or `every = \"1 week\"`"),
            );
            return None;
        }
        let time = self.clock(item, time)?;
        if time == DAY {
            self.fault(
                Fault::at(item.place(), "a review cannot be at 24:00", "here")
                    .help("write 00:00 of the next day"),
            );
            return None;
        }
        Some(day.unwrap_or(0) as Micros * DAY + time)
    }
}

impl Stock {
    pub(super) fn write(&self, writer: &mut Writer) {
        let Self::BaseStock(stock) = self else {
            writer.text("stock", "unlimited");
            return;
        };
        let list = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            format!("[{}]", names.join(", "))
        };
        let mut entries =
            vec![stock.level.entry(), ("review", stock.review.text()), ("class", quoted(&stock.class))];
        if !stock.segments.is_empty() {
            entries.push(("segments", list(&stock.segments)));
        }
        if let Some(least) = stock.minimum_demand {
            entries.push(("minimum_demand", quoted(&rate_text(least, "lines"))));
        }
        let supply =
            SUPPLIES.iter().find(|(_, supply)| *supply == stock.supply).map_or("part", |(word, _)| word);
        entries.push(("supply", quoted(supply)));
        if let Some(planned) = stock.planned_lead_time {
            entries.push(("planned_lead_time", quoted(&duration_text(planned))));
        }
        entries.push(("needs", list(&stock.needs)));
        if let Some(rate) = stock.by_hand {
            entries.push(("by_hand", quoted(&rate_text(rate, "lines"))));
        }
        writer.bare("stock", braces(entries));
    }
}

impl StockLevel {
    fn entry(&self) -> (&'static str, String) {
        match self {
            Self::Pieces(levels) => {
                let levels =
                    levels.iter().map(|(segment, n)| (segment.as_str(), quoted(&format!("{n} pieces"))));
                ("level", braces(levels))
            }
            Self::Cover(time) => ("cover", quoted(&duration_text(*time))),
            Self::FillTarget(share) => ("fill_target", quoted(&share_text(*share))),
        }
    }
}

impl Review {
    fn text(self) -> String {
        let Self::Periodic { every, at } = self else { return quoted("continuous") };
        let clock = clock_text(at % DAY);
        let (every, at) = match every {
            ReviewInterval::WorkingDay => ("1 working day".to_owned(), clock),
            ReviewInterval::Elapsed(every) if every % WEEK == 0 => {
                (duration_text(every), format!("{} {clock}", WEEKDAYS[(at / DAY) as usize % 7]))
            }
            ReviewInterval::Elapsed(every) => (duration_text(every), clock),
        };
        braces([("every", quoted(&every)), ("at", quoted(&at))])
    }
}
