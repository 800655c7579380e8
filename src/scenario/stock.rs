//! Stock: what a site holds of each part, when it looks, and what it orders.
//!
//! ```toml
//! stock = { cover = "6 weeks", review = { every = "1 week", at = "mon 06:00" }, needs = ["order_entry"] }
//! stock = { fill_rate = "95%", review = "continuous", needs = ["order_entry"], manual_orders = "200 lines/working day" }
//! stock = { cover = "2 weeks", minimum_demand = "6 lines/year" }   # only parts asked for that often at one site
//! stock = { level = "3 pieces" }                        # or { level = { fast = "40 pieces", slow = "2 pieces" } }
//! stock = { min = "3 pieces", max = "9 pieces" }        # at or under `min` it orders up to `max`
//! stock = { reorder_point = "3 pieces", quantity = "5 pieces" }        # at or under it orders lots of 5 pieces
//! stock = { fill_rate = "95%", quantity = "5 pieces" }               # the point is worked out
//! stock = { ready_rate = "95%" }                      # or { cycle_service_level = "97.7%" }: other rules for the level
//! stock = { level = "3 pieces", shortage = "lost_sale" }   # customers do not wait for what is not there
//! stock = "unlimited"
//! ```

use super::network::calendar::{WEEKDAYS, clock_text};
use super::syntax::diagnostic::Fault;
use super::syntax::quantity::{duration_text, rate_text, share_text};
use super::syntax::reader::{Fields, Item, Reader, item, kind};
use super::syntax::tree::Value;
use super::syntax::writer::{Writer, braces, quoted};
use crate::units::{DAY, Micros, Rate, Span, WEEK};
use std::collections::BTreeMap;

/// What a site holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Stock {
    /// Everything, always.
    Unlimited,
    /// Shelves: each is ordered up to its level, or by another rule of [`StockLevel`].
    BaseStock(Box<BaseStock>),
}

/// Stock policy of a site.
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
    /// What becomes of the pieces of a customer's line that are not there.
    pub shortage: ShortageResponse,
    /// What the level must cover beside the review, where it is not worked out: `planned_lead_time`.
    pub planned_lead_time: Option<Micros>,
    /// Systems it cannot order without: a review that falls due while one is down is made when it is back.
    pub needs: Vec<String>,
    /// Lines that it writes by hand meanwhile; `None`: none.
    pub manual_orders: Option<Rate>,
}

/// What sets the level of each part.
#[derive(Debug, Clone, PartialEq)]
pub enum StockLevel {
    /// Pieces, by segment name, for each segment that is held.
    Pieces(Vec<(String, u32)>),
    /// Mean demand of so long, rounded up.
    Cover(Micros),
    /// The smallest level at which this share of pieces is expected to be given at once.
    FillRate(f64),
    /// The smallest level at which a piece is there at this share of instants.
    ReadyRate(f64),
    /// Mean demand and so many standard deviations of it as the normal distribution needs for this share, rounded up.
    CycleServiceLevel(f64),
    /// (s, S): a position at or under `min` is ordered up to `max`; by segment name, for each that is held.
    MinMax {
        /// Pieces at or under which it orders.
        min: Vec<(String, u32)>,
        /// Pieces that it orders up to, more than `min`.
        max: Vec<(String, u32)>,
    },
    /// (R, nQ): a position at or under the reorder point is brought over it by as few lots as do; by segment name,
    /// for each that is held.
    Lots {
        /// Pieces at or under which it orders.
        reorder_point: Vec<(String, u32)>,
        /// Pieces of a lot, 1 or more.
        quantity: Vec<(String, u32)>,
    },
    /// (R, nQ) with the smallest reorder point at which this share of pieces is expected to be given at once.
    LotsFillRate {
        /// The share.
        target: f64,
        /// Pieces of a lot, 1 or more.
        quantity: Vec<(String, u32)>,
    },
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

/// What becomes of the pieces of a customer's line that are not there; what a site asks for its stock always waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortageResponse {
    /// They wait.
    Wait,
    /// They are lost: the customer wants them no more.
    Lost,
}

const WHEN_SHORT: [(&str, ShortageResponse); 2] =
    [("backorder", ShortageResponse::Wait), ("lost_sale", ShortageResponse::Lost)];

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
        let shortage = fields
            .take("shortage")
            .and_then(|item| self.choice(item, &WHEN_SHORT))
            .unwrap_or(ShortageResponse::Wait);
        let planned_lead_time =
            fields.take("planned_lead_time").and_then(|item| self.some_time(item, "\"6 weeks\""));
        let written_needs = fields.take("needs");
        let needs = self.references(written_needs, kind("systems"));
        let manual_orders = fields.take("manual_orders").and_then(|item| {
            if written_needs
                .is_none_or(|item| matches!(&item.node.value, Value::List(list) if list.is_empty()))
            {
                self.fault(
                    Fault::at(
                        item.at,
                        "`manual_orders` means nothing where no system is needed",
                        "no effect",
                    )
                    .help("name a system in `needs`, or leave it out"),
                );
            }
            self.rate(item, &[["line", "lines"]], &[], "\"200 lines/working day\"").map(|(rate, _, _)| rate)
        });
        fields.finish(self);
        let level = level.unwrap_or(StockLevel::Pieces(Vec::new()));
        Some(Stock::BaseStock(Box::new(BaseStock {
            level,
            review,
            class,
            segments: held,
            minimum_demand,
            supply,
            shortage,
            planned_lead_time,
            needs,
            manual_orders,
        })))
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
        let [level, cover, target, ready, cycle, min, max, reorder_point, quantity] = [
            "level",
            "cover",
            "fill_rate",
            "ready_rate",
            "cycle_service_level",
            "min",
            "max",
            "reorder_point",
            "quantity",
        ]
        .map(|key| fields.take(key));
        // The lots of a fill target are no rule of their own.
        let lots = reorder_point.or(quantity.filter(|_| target.is_none()));
        let rules = [level, cover, target, ready, cycle, min.or(max), lots];
        let mut said = rules.into_iter().flatten();
        let Some(first) = said.next() else {
            let needs = "needs `level`, `cover`, `fill_rate`, `ready_rate`, `cycle_service_level`, `min` and `max`, or \
                         `reorder_point` and `quantity`";
            self.fault(
                Fault::at(fields.at, "the stock has no level", needs)
                    .help("for instance `cover = \"6 weeks\"` or `fill_rate = \"95%\"`"),
            );
            return None;
        };
        if let Some(second) = said.next() {
            let one = "exactly one of `level`, `cover`, `fill_rate`, `ready_rate`, `cycle_service_level`, `min` and `max`, \
                       and `reorder_point` and `quantity` says what is ordered";
            self.both_said(second, first, one);
            return None;
        }
        if min.is_some() || max.is_some() {
            return self.min_max(min, max, held);
        }
        if lots.is_some() {
            return self.lots(reorder_point, quantity, held);
        }
        if let Some(cover) = cover {
            return self.some_time(cover, "\"6 weeks\"").map(StockLevel::Cover);
        }
        if let Some(item) = target.or(ready).or(cycle) {
            let share = self.share_to_reach(item);
            let lot = quantity.filter(|_| target.is_some()).map(|item| self.lot(item, held));
            let share = share?;
            return Some(match lot {
                Some(quantity) => StockLevel::LotsFillRate { target: share, quantity: quantity? },
                None if target.is_some() => StockLevel::FillRate(share),
                None if ready.is_some() => StockLevel::ReadyRate(share),
                None => StockLevel::CycleServiceLevel(share),
            });
        }
        self.pieces_by_segment(first, held).map(StockLevel::Pieces)
    }

    /// A share that a finite level can reach.
    fn share_to_reach(&mut self, item: Item<'t>) -> Option<f64> {
        let share = self.share(item, "\"95%\"")?;
        if share <= 0.0 || share >= 1.0 {
            let message = format!("`{}` must be over 0 % and below 100 %", item.key);
            self.fault(
                Fault::at(item.place(), message, "out of range")
                    .help("no finite stock gives every piece at once"),
            );
            return None;
        }
        Some(share)
    }

    fn min_max(
        &mut self,
        min: Option<Item<'t>>,
        max: Option<Item<'t>>,
        held: &[String],
    ) -> Option<StockLevel> {
        self.needs_beside(min, max, "max");
        self.needs_beside(max, min, "min");
        let (min_item, max_item) = min.zip(max)?;
        let min = self.pieces_by_segment(min_item, held);
        let max = self.pieces_by_segment(max_item, held);
        let (min, max) = min.zip(max)?;
        let (low, high) = (by_name(&min), by_name(&max));
        if let Some((segment, _)) =
            low.iter().find(|(segment, low)| high.get(*segment).is_some_and(|high| high <= low))
        {
            let of = if matches!(max_item.node.value, Value::Table(_)) {
                format!(" for segment `{segment}`")
            } else {
                String::new()
            };
            self.fault(
                Fault::at(max_item.place(), format!("`max` must be more than `min`{of}"), "not more")
                    .and(min_item.place(), "at or under this it orders"),
            );
        }
        Some(StockLevel::MinMax { min, max })
    }

    fn lots(
        &mut self,
        reorder_point: Option<Item<'t>>,
        quantity: Option<Item<'t>>,
        held: &[String],
    ) -> Option<StockLevel> {
        self.needs_beside(reorder_point, quantity, "quantity");
        self.needs_beside(quantity, reorder_point, "reorder_point");
        let (point_item, lot_item) = reorder_point.zip(quantity)?;
        let reorder_point = self.pieces_by_segment(point_item, held);
        let quantity = self.lot(lot_item, held);
        let (reorder_point, quantity) = reorder_point.zip(quantity)?;
        Some(StockLevel::Lots { reorder_point, quantity })
    }

    /// Pieces of a lot.
    fn lot(&mut self, item: Item<'t>, held: &[String]) -> Option<Vec<(String, u32)>> {
        let quantity = self.pieces_by_segment(item, held)?;
        if quantity.iter().any(|&(_, pieces)| pieces == 0) {
            self.fault(
                Fault::at(item.place(), "`quantity` must be 1 piece or more", "a lot of nothing")
                    .help("a segment that is never ordered is left out of `segments`"),
            );
        }
        Some(quantity)
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
                    Fault::at(
                        level.at,
                        format!("`{}` says nothing of segment `{segment}`", level.key),
                        "incomplete",
                    )
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
        let mut entries = stock.level.entries();
        entries.extend([("review", stock.review.text()), ("class", quoted(&stock.class))]);
        if !stock.segments.is_empty() {
            entries.push(("segments", list(&stock.segments)));
        }
        if let Some(least) = stock.minimum_demand {
            entries.push(("minimum_demand", quoted(&rate_text(least, "lines"))));
        }
        let supply =
            SUPPLIES.iter().find(|(_, supply)| *supply == stock.supply).map_or("part", |(word, _)| word);
        entries.push(("supply", quoted(supply)));
        if let Some((word, _)) = WHEN_SHORT.iter().find(|(_, short)| *short == stock.shortage) {
            entries.push(("shortage", quoted(word)));
        }
        if let Some(planned) = stock.planned_lead_time {
            entries.push(("planned_lead_time", quoted(&duration_text(planned))));
        }
        entries.push(("needs", list(&stock.needs)));
        if let Some(rate) = stock.manual_orders {
            entries.push(("manual_orders", quoted(&rate_text(rate, "lines"))));
        }
        writer.bare("stock", braces(entries));
    }
}

impl StockLevel {
    fn entries(&self) -> Vec<(&'static str, String)> {
        let pieces = |levels: &[(String, u32)]| {
            let levels = levels.iter().map(|(segment, n)| (segment.as_str(), quoted(&format!("{n} pieces"))));
            braces(levels)
        };
        match self {
            Self::Pieces(levels) => vec![("level", pieces(levels))],
            Self::Cover(time) => vec![("cover", quoted(&duration_text(*time)))],
            Self::FillRate(share) => vec![("fill_rate", quoted(&share_text(*share)))],
            Self::ReadyRate(share) => vec![("ready_rate", quoted(&share_text(*share)))],
            Self::CycleServiceLevel(share) => vec![("cycle_service_level", quoted(&share_text(*share)))],
            Self::LotsFillRate { target, quantity } => {
                vec![("fill_rate", quoted(&share_text(*target))), ("quantity", pieces(quantity))]
            }
            Self::MinMax { min, max } => vec![("min", pieces(min)), ("max", pieces(max))],
            Self::Lots { reorder_point, quantity } => {
                vec![("reorder_point", pieces(reorder_point)), ("quantity", pieces(quantity))]
            }
        }
    }
}

fn by_name(pieces: &[(String, u32)]) -> BTreeMap<&str, u32> {
    pieces.iter().map(|(segment, pieces)| (segment.as_str(), *pieces)).collect()
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
