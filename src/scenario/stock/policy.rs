//! Stock policy: the segments that a site holds, how it replenishes them, and what becomes of
//! shortages.
//!
//! ```toml
//! stock = { cover = "6 weeks", review = { every = "1 week", at = "mon 06:00" } }
//! stock = { fill_rate = "95%", needs = ["order_entry"], manual_orders = "200 lines/working day" }
//! stock = { cover = "2 weeks", minimum_demand = "6 lines/year" }
//! stock = { level = "3 pieces", shortage = "lost_sale" }   # no backorders
//! stock = "unlimited"
//! ```
//!
//! The rules for the levels stand in [`super::levels`].

use super::levels::{PiecesBySegment, PiecesForm, ServiceLevel, StockLevel};
use super::review::{Review, ReviewForm};
use crate::registers::key::{Key, Schema, Table};
use crate::registers::table::table;
use crate::scenario::network::order_class::OrderClass;
use crate::scenario::network::part::Segment;
use crate::scenario::network::system::System;
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::forms::{LineRate, Name, Names, OneOf, Word, schema_of};
use crate::scenario::syntax::quantity::LONGEST;
use crate::scenario::syntax::reader::{Fields, Item, Reader, kind};
use crate::scenario::syntax::tree;
use crate::scenario::syntax::value::{Context, Keys, Value, Written};
use crate::units::{Duration, Rate};
use serde_json::{Value as Json, json};

/// Stock of a site.
#[derive(Debug, Clone, PartialEq)]
pub enum Stock {
    /// Every part, always.
    Unlimited,
    /// Levels by part, replenished from its source.
    BaseStock(Box<BaseStock>),
}

/// Stock policy of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct BaseStock {
    /// Rule for the level of each part.
    pub level: StockLevel,
    /// When it compares the inventory position with the level.
    pub review: Review,
    /// Order class of its replenishment lines.
    pub class: String,
    /// Segments that it holds; lines for parts of others are passed on. Empty: all.
    pub segments: Vec<String>,
    /// Smallest mean demand at one site of a part that is held; `None`: all are held.
    pub minimum_demand: Option<Rate>,
    /// Whether part of a line is supplied before the rest.
    pub supply: Supply,
    /// Response of customers to a shortage.
    pub shortage: ShortageResponse,
    /// Lead time that the level covers beside the review; `None`: computed.
    pub planned_lead_time: Option<Duration>,
    /// Systems without which it does not order; a review that falls due meanwhile is made
    /// afterwards.
    pub needs: Vec<String>,
    /// Lines that it orders manually meanwhile; `None`: none.
    pub manual_orders: Option<Rate>,
}

/// Whether part of a line is supplied before the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supply {
    /// Pieces on hand are supplied immediately, the rest follows.
    Part,
    /// A line is supplied when all its pieces are on hand.
    Whole,
}

/// Response of customers to missing pieces; replenishment lines of a site are always backordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShortageResponse {
    /// They are backordered.
    Wait,
    /// They are lost: the customer no longer wants them.
    Lost,
}

impl Word for ShortageResponse {
    const WORDS: &'static [(&'static str, Self)] =
        &[("backorder", ShortageResponse::Wait), ("lost_sale", ShortageResponse::Lost)];
    const FORMER: &'static [(&'static str, &'static str)] = &[("wait", "backorder"), ("lost", "lost_sale")];
}

impl Word for Supply {
    const WORDS: &'static [(&'static str, Self)] = &[("part", Supply::Part), ("whole", Supply::Whole)];
}

table! {
    /// Stock policy of a site, with one rule for the level of each part.
    pub(super) struct StockKeys<'t> in "sites.NAME.stock" {
        /// Order-up-to level.
        level: PiecesBySegment as PiecesForm = optional,
            eg { fast = "40 pieces", slow = "2 pieces" }, alternative "level";
        /// Order-up-to level: the mean demand of this time, rounded up.
        cover: Duration as Duration = optional, eg "6 weeks", above (0, LONGEST.as_micros() as i128), alternative "cover";
        /// Order-up-to level: the smallest with this share of pieces expected to be filled from
        /// stock.
        fill_rate: f64 as ServiceLevel = optional, eg "95%", alternative "fill_rate", joins ["quantity"],
            formerly ["fill_target"];
        /// Order-up-to level: the smallest with a piece on hand in this share of time.
        ready_rate: f64 as ServiceLevel = optional, eg "95%", alternative "ready_rate",
            formerly ["ready_target"];
        /// Order-up-to level: the smallest with this share of order cycles without a shortage, by
        /// the normal approximation.
        cycle_service_level: f64 as ServiceLevel = optional, eg "97.7%",
            alternative "cycle_service_level", formerly ["cycle_service"];
        /// Reorder point of an (s, S) policy: a position at or under it is ordered up to `max`.
        min: PiecesBySegment as PiecesForm = optional, eg "3 pieces", alternative "min", needs ["max"];
        /// Order-up-to level of an (s, S) policy, more than `min`.
        max: PiecesBySegment as PiecesForm = optional, eg "9 pieces", alternative "min", needs ["min"];
        /// Reorder point of an (R, nQ) policy.
        reorder_point: PiecesBySegment as PiecesForm = optional, eg "3 pieces", alternative "lots",
            needs ["quantity"];
        /// Lot size Q of an (R, nQ) policy, at least 1 piece; with `fill_rate` it gives R.
        quantity: PiecesBySegment as PiecesForm = optional, eg "5 pieces", alternative "lots",
            joins ["fill_rate"], needs ["reorder_point", "fill_rate"];
        /// When the inventory position is compared with the level.
        review: Review as ReviewForm = "continuous", eg { every = "1 week", at = "mon 06:00" };
        /// Order class of its replenishment lines.
        class: String as Name<OrderClass> = optional, eg "stock", absent "`stock`";
        /// Segments that it holds; lines for parts of others are passed on.
        segments: Vec<String> as Names<Segment> = optional, eg ["fast"], absent "all";
        /// Smallest mean demand at one site of a part that is held; lines for others are passed on.
        minimum_demand: Rate as LineRate = optional, eg "6 lines/year", absent "all parts are held";
        /// Whether part of a line is supplied before the rest.
        supply: Supply as OneOf<Supply> = "part", eg "whole";
        /// Response of customers to a shortage at their last source; not at retailers.
        shortage: ShortageResponse as OneOf<ShortageResponse> = "backorder", eg "lost_sale",
            formerly ["when_short"];
        /// Lead time that the level covers beside the review.
        planned_lead_time: Duration as Duration = optional, eg "6 weeks", above (0, LONGEST.as_micros() as i128),
            absent "computed";
        /// Systems without which it does not order; a review that falls due meanwhile is made
        /// afterwards.
        needs: Vec<String> as Names<System> = [], eg ["order_entry"];
        /// Lines that each site orders manually while a system is down.
        manual_orders: Rate as LineRate = optional, eg "200 lines/working day", formerly ["by_hand"],
            absent "none";
    }
}

/// A stock: `"unlimited"`, or a table.
pub(crate) struct StockForm;

impl Value for StockForm {
    type Of = Stock;
    const TABLE: Option<&'static Table> = Some(StockKeys::TABLE);

    fn form() -> String {
        "`\"unlimited\"` or table".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Stock> {
        if item.text().is_some() {
            return reader.choice(item, &[("unlimited", ())]).map(|()| Stock::Unlimited);
        }
        let table = reader.table(item, key.example)?;
        let fields = Fields::of(StockKeys::TABLE, table, item.at, "the stock", "");
        let at = fields.at;
        let keys = StockKeys::read(reader, fields);
        if let Some(item) = keys
            .segments
            .item
            .filter(|item| matches!(&item.node.value, tree::Value::List(list) if list.is_empty()))
        {
            reader.report(
                ScenarioError::at(item.place(), "`segments` names no segment", "empty")
                    .help("leave it out to hold all"),
            );
        }
        reader.check_manual_orders(&keys);
        let held = keys.segments.value.clone().unwrap_or_default();
        let level = reader.stock_level(at, &keys, &held);
        let class = reader.stock_class(at, &keys);
        Some(Stock::BaseStock(Box::new(BaseStock {
            level: level.unwrap_or(StockLevel::Pieces(Vec::new())),
            review: keys.review.value.unwrap_or(Review::Continuous),
            class,
            segments: held,
            minimum_demand: keys.minimum_demand.value,
            supply: keys.supply.value.unwrap_or(Supply::Part),
            shortage: keys.shortage.value.unwrap_or(ShortageResponse::Wait),
            planned_lead_time: keys.planned_lead_time.value,
            needs: keys.needs.value.unwrap_or_default(),
            manual_orders: keys.manual_orders.value,
        })))
    }

    fn write(value: &Stock, context: Context) -> String {
        let Stock::BaseStock(stock) = value else { return "\"unlimited\"".to_owned() };
        let mut keys = StockKeys {
            review: Written::of(stock.review),
            class: Written::of(stock.class.clone()),
            segments: Some(stock.segments.clone()).filter(|segments| !segments.is_empty()).into(),
            minimum_demand: stock.minimum_demand.into(),
            supply: Written::of(stock.supply),
            shortage: Written::of(stock.shortage),
            planned_lead_time: stock.planned_lead_time.into(),
            needs: Written::of(stock.needs.clone()),
            manual_orders: stock.manual_orders.into(),
            ..StockKeys::default()
        };
        stock.level.write(&mut keys);
        keys.entries("", context).braces()
    }

    fn schema(_: &Key, schema: Schema) -> Json {
        json!({ "anyOf": [{ "const": "unlimited" }, schema_of(StockKeys::TABLE, schema)] })
    }
}

impl<'t> Reader<'t> {
    fn check_manual_orders(&mut self, keys: &StockKeys<'t>) {
        let no_system = keys.needs.value.as_ref().is_none_or(Vec::is_empty);
        if let Some(item) = keys.manual_orders.item.filter(|_| no_system && no_list(keys.needs.item)) {
            self.report(
                ScenarioError::at(
                    item.at,
                    "`manual_orders` has no effect where no system is needed",
                    "no effect",
                )
                .help("name a system in `needs`, or leave it out"),
            );
        }
    }

    fn stock_class(&mut self, at: Place, keys: &StockKeys<'t>) -> String {
        if keys.class.item.is_some() {
            return keys.class.value.clone().unwrap_or_default();
        }
        if self.name_place(kind("classes"), "stock").is_none() {
            let known = self.names(kind("classes")).join(", ");
            self.report(
                ScenarioError::at(
                    at,
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
}

/// Nothing is written, or an empty list.
fn no_list(item: Option<Item<'_>>) -> bool {
    item.is_none_or(|item| matches!(&item.node.value, tree::Value::List(list) if list.is_empty()))
}
