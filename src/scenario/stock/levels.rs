//! Stock levels: the rules for the level of each part, in pieces or by demand.
//!
//! ```toml
//! stock = { level = "3 pieces" }           # or level = { fast = "40 pieces", slow = "2 pieces" }
//! stock = { min = "3 pieces", max = "9 pieces" }        # (s, S)
//! stock = { reorder_point = "3 pieces", quantity = "5 pieces" }        # (R, nQ)
//! stock = { fill_rate = "95%", quantity = "5 pieces" }  # the reorder point is computed
//! stock = { ready_rate = "95%" }                        # or { cycle_service_level = "97.7%" }
//! ```

use super::policy::StockKeys;
use crate::registers::key::{Key, Schema};
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::forms::{Share, names, quantity_of};
use crate::scenario::syntax::reader::{Item, Reader, item, kind};
use crate::scenario::syntax::tree;
use crate::scenario::syntax::value::{Context, Keys, Value, Written, texts};
use crate::scenario::syntax::writer::{braces, quoted};
use crate::units::Duration;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// Rule for the level of each part.
#[derive(Debug, Clone, PartialEq)]
pub enum StockLevel {
    /// Pieces, by segment name, for each segment that is held.
    Pieces(Vec<(String, u32)>),
    /// Mean demand of this time, rounded up.
    Cover(Duration),
    /// The smallest level with this expected share of pieces filled from stock.
    FillRate(f64),
    /// The smallest level with a piece on hand in this share of time.
    ReadyRate(f64),
    /// Mean demand and as many of its standard deviations as the normal distribution needs for this
    /// share, rounded up.
    CycleServiceLevel(f64),
    /// (s, S): a position at or under `min` is ordered up to `max`; by segment name, for each that
    /// is held.
    MinMax {
        /// Reorder point.
        min: Vec<(String, u32)>,
        /// Pieces that it orders up to, more than `min`.
        max: Vec<(String, u32)>,
    },
    /// (R, nQ): a position at or under the reorder point is brought over it by the fewest lots; by
    /// segment name, for each that is held.
    Lots {
        /// Reorder point.
        reorder_point: Vec<(String, u32)>,
        /// Pieces of a lot, 1 or more.
        quantity: Vec<(String, u32)>,
    },
    /// (R, nQ) with the smallest reorder point with this expected share of pieces filled from
    /// stock.
    LotsFillRate {
        /// The share.
        target: f64,
        /// Pieces of a lot, 1 or more.
        quantity: Vec<(String, u32)>,
    },
}

/// Pieces for all segments, or by segment.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum PiecesBySegment {
    /// The same for all segments.
    Alike(u32),
    /// By segment.
    By(Vec<(String, u32)>),
}

/// Pieces, or a table of them by segment.
pub(super) struct PiecesForm;

impl Value for PiecesForm {
    type Of = PiecesBySegment;

    fn form() -> String {
        "pieces, or pieces by segment".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""3 pieces""#, r#""6 pieces""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item_: Item<'t>, _: &Key) -> Option<PiecesBySegment> {
        let tree::Value::Table(table) = &item_.node.value else {
            return reader.pieces(item_).map(PiecesBySegment::Alike);
        };
        let before = reader.errors();
        let mut pieces = Vec::new();
        for entry in &table.entries {
            if reader.name_place(kind("parts"), &entry.key).is_none() {
                reader.unknown(entry.at, &entry.key, &[kind("parts")]);
            }
            pieces.extend(reader.pieces(item(entry)).map(|number| (entry.key.clone(), number)));
        }
        (reader.errors() == before).then_some(PiecesBySegment::By(pieces))
    }

    fn write(value: &PiecesBySegment, _: Context) -> String {
        let pieces = |number: &u32| quoted(&format!("{number} pieces"));
        match value {
            PiecesBySegment::Alike(number) => pieces(number),
            PiecesBySegment::By(by) => {
                braces(by.iter().map(|(segment, number)| (segment.as_str(), pieces(number))))
            }
        }
    }

    fn schema(_: &Key, _: Schema) -> Json {
        let pieces = quantity_of("pieces?");
        json!({ "anyOf": [
            pieces,
            { "type": "object", "propertyNames": names(), "additionalProperties": pieces },
        ] })
    }
}

/// A share over 0 % and below 100 %, which a finite level can reach.
pub(super) struct ServiceLevel;

impl Value for ServiceLevel {
    type Of = f64;

    fn form() -> String {
        "share over 0 % and below 100 %".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""80%""#, r#""90%""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<f64> {
        let share = reader.share(item, key.example)?;
        if share <= 0.0 || share >= 1.0 {
            let message = format!("`{}` must be over 0 % and below 100 %", item.key);
            reader.report(
                ScenarioError::at(item.place(), message, "out of range")
                    .help("no finite stock fills every piece immediately"),
            );
            return None;
        }
        Some(share)
    }

    fn write(value: &f64, context: Context) -> String {
        Share::write(value, context)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of("%")
    }
}

impl StockLevel {
    /// Writes the rule to its keys.
    pub(super) fn write(&self, keys: &mut StockKeys<'_>) {
        let pieces = |levels: &[(String, u32)]| Written::of(PiecesBySegment::By(levels.to_vec()));
        match self {
            Self::Pieces(levels) => keys.level = pieces(levels),
            Self::Cover(time) => keys.cover = Written::of(*time),
            Self::FillRate(share) => keys.fill_rate = Written::of(*share),
            Self::ReadyRate(share) => keys.ready_rate = Written::of(*share),
            Self::CycleServiceLevel(share) => keys.cycle_service_level = Written::of(*share),
            Self::LotsFillRate { target, quantity } => {
                keys.fill_rate = Written::of(*target);
                keys.quantity = pieces(quantity);
            }
            Self::MinMax { min, max } => {
                keys.min = pieces(min);
                keys.max = pieces(max);
            }
            Self::Lots { reorder_point, quantity } => {
                keys.reorder_point = pieces(reorder_point);
                keys.quantity = pieces(quantity);
            }
        }
    }
}

impl<'t> Reader<'t> {
    /// The rule for the levels; `None` where it is missing or has an error.
    pub(super) fn stock_level(
        &mut self,
        at: Place,
        keys: &StockKeys<'t>,
        held: &[String],
    ) -> Option<StockLevel> {
        let table = StockKeys::TABLE;
        let written = [
            keys.level.item,
            keys.cover.item,
            keys.fill_rate.item,
            keys.ready_rate.item,
            keys.cycle_service_level.item,
            keys.min.item.or(keys.max.item),
            keys.reorder_point.item.or(keys.quantity.item.filter(|_| keys.fill_rate.item.is_none())),
        ];
        match written.iter().flatten().count() {
            0 => {
                self.report(
                    ScenarioError::at(
                        at,
                        "the stock has no level",
                        format!("needs {}", table.alternatives_text()),
                    )
                    .help("for instance `cover = \"6 weeks\"` or `fill_rate = \"95%\"`"),
                );
                return None;
            }
            1 => {}
            _ => return None,
        }
        if keys.min.item.is_some() || keys.max.item.is_some() {
            return self.min_max(keys, held);
        }
        if let Some(item) = keys.reorder_point.item {
            let reorder_point = self.by_segment(item, keys.reorder_point.value.as_ref()?, held);
            let quantity = self.lot(keys.quantity.item?, keys.quantity.value.as_ref()?, held);
            return Some(StockLevel::Lots { reorder_point, quantity });
        }
        if let Some(item) = keys.level.item {
            return Some(StockLevel::Pieces(self.by_segment(item, keys.level.value.as_ref()?, held)));
        }
        if keys.fill_rate.item.is_some() {
            let target = keys.fill_rate.value;
            let Some(item) = keys.quantity.item else { return target.map(StockLevel::FillRate) };
            let quantity = self.lot(item, keys.quantity.value.as_ref()?, held);
            return target.map(|target| StockLevel::LotsFillRate { target, quantity });
        }
        let cover = keys.cover.value.map(StockLevel::Cover);
        let ready = keys.ready_rate.value.map(StockLevel::ReadyRate);
        cover.or(ready).or(keys.cycle_service_level.value.map(StockLevel::CycleServiceLevel))
    }

    fn min_max(&mut self, keys: &StockKeys<'t>, held: &[String]) -> Option<StockLevel> {
        let (min_item, max_item) = keys.min.item.zip(keys.max.item)?;
        let min = self.by_segment(min_item, keys.min.value.as_ref()?, held);
        let max = self.by_segment(max_item, keys.max.value.as_ref()?, held);
        let (low, high) = (by_name(&min), by_name(&max));
        if let Some((segment, _)) =
            low.iter().find(|(segment, low)| high.get(*segment).is_some_and(|high| high <= low))
        {
            let of = if matches!(max_item.node.value, tree::Value::Table(_)) {
                format!(" for segment `{segment}`")
            } else {
                String::new()
            };
            self.report(
                ScenarioError::at(max_item.place(), format!("`max` must be more than `min`{of}"), "not more")
                    .and(min_item.place(), "the reorder point"),
            );
        }
        Some(StockLevel::MinMax { min, max })
    }

    /// Lot sizes.
    fn lot(&mut self, item: Item<'t>, pieces: &PiecesBySegment, held: &[String]) -> Vec<(String, u32)> {
        let quantity = self.by_segment(item, pieces, held);
        if quantity.iter().any(|&(_, pieces)| pieces == 0) {
            self.report(
                ScenarioError::at(item.place(), "`quantity` must be 1 piece or more", "a lot of 0 pieces")
                    .help("leave a segment that is never ordered out of `segments`"),
            );
        }
        quantity
    }

    /// Pieces of each segment that is held.
    fn by_segment(
        &mut self,
        item: Item<'t>,
        pieces: &PiecesBySegment,
        held: &[String],
    ) -> Vec<(String, u32)> {
        let all = self.names(kind("parts")).into_iter().map(str::to_owned).collect();
        let mut segments: Vec<String> = if held.is_empty() { all } else { held.to_vec() };
        segments.sort_unstable();
        let by = match pieces {
            PiecesBySegment::Alike(number) => {
                return segments.into_iter().map(|segment| (segment, *number)).collect();
            }
            PiecesBySegment::By(by) => by_name(by),
        };
        for entry in item.node.table().into_iter().flat_map(|table| &table.entries) {
            if !segments.contains(&entry.key) {
                self.report(
                    ScenarioError::at(
                        entry.at,
                        format!("segment `{}` is not held here", entry.key),
                        "has a level",
                    )
                    .help("name it in `segments` too"),
                );
            }
        }
        let mut levels = Vec::new();
        for segment in segments {
            match by.get(segment.as_str()) {
                Some(&number) => levels.push((segment, number)),
                None => self.report(
                    ScenarioError::at(
                        item.at,
                        format!("`{}` has no segment `{segment}`", item.key),
                        "incomplete",
                    )
                    .help("give it a level, or name the segments that are held in `segments`"),
                ),
            }
        }
        levels
    }
}

fn by_name(pieces: &[(String, u32)]) -> BTreeMap<&str, u32> {
    pieces.iter().map(|(segment, pieces)| (segment.as_str(), *pieces)).collect()
}
