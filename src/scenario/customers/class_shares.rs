//! Shares by name: of order classes and of segments, and the class of backorders at a retailer.

use super::demand::BackorderClass;
use crate::registers::key::{Key, Schema, Table};
use crate::registers::table::table;
use crate::scenario::network::order_class::OrderClass;
use crate::scenario::syntax::forms::{Name, Named, inner_fields, quantity_of, schema_of};
use crate::scenario::syntax::quantity::{adds_up, share_text, wrong_sum};
use crate::scenario::syntax::reader::{Item, Reader, item, kind};
use crate::scenario::syntax::value::{Context, Keys, Part, Value};
use crate::scenario::syntax::writer::{braces, quoted};
use serde_json::{Value as Json, json};
use std::marker::PhantomData;

/// Shares by name that add up to 100 %.
pub(crate) struct Shares<T>(PhantomData<T>);

impl<T: Named> Value for Shares<T> {
    /// Sorted by name.
    type Of = Vec<(String, f64)>;

    fn form() -> String {
        format!("table of shares by {}", kind(T::IN).one)
    }

    fn read<'t>(reader: &mut Reader<'t>, written: Item<'t>, key: &Key) -> Option<Self::Of> {
        let of = kind(T::IN);
        let table = reader.table(written, key.example)?;
        let before = reader.errors();
        let mut shares = Vec::new();
        for entry in &table.entries {
            if reader.name_place(of, &entry.key).is_none() {
                reader.unknown(entry.at, &entry.key, &[of]);
            }
            shares.extend(reader.share(item(entry), "\"5%\"").map(|share| (entry.key.clone(), share)));
        }
        shares.sort_by(|a, b| a.0.cmp(&b.0));
        let (sum, is_one) = adds_up(shares.iter().map(|(_, share)| *share));
        if !is_one && reader.errors() == before {
            reader.report(wrong_sum(written.place(), &format!("the shares of {}", of.many), sum));
        }
        Some(shares)
    }

    fn write(value: &Self::Of, _: Context) -> String {
        braces(value.iter().map(|(name, share)| (name.as_str(), quoted(&share_text(*share)))))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "type": "object", "additionalProperties": quantity_of("%"), "minProperties": 1 })
    }
}

table! {
    /// Order class of back-ordered lines by the car of the job.
    pub(crate) struct ByCar in "demand.NAME.backorder_class" {
        /// Order class of the parts of a car that cannot be driven.
        off_road: String as Name<OrderClass> = required, eg "vor";
        /// Order class of all other parts.
        otherwise: String as Name<OrderClass> = required, eg "daily";
    }
}

/// Shares of order classes, or a class by the car.
pub(crate) struct ClassOfBackorders;

impl Value for ClassOfBackorders {
    type Of = BackorderClass;
    const TABLE: Option<&'static Table> = Some(<ByCar as Keys>::TABLE);

    fn form() -> String {
        "table of shares by order class, or `{ off_road, otherwise }`".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<BackorderClass> {
        let keys = <ByCar as Keys>::TABLE;
        let is_by_car =
            |name: &str| keys.key(name).is_some() && reader.name_place(kind(OrderClass::IN), name).is_none();
        if !item.node.table().is_some_and(|table| table.entries.iter().any(|entry| is_by_car(&entry.key))) {
            return Shares::<OrderClass>::read(reader, item, key).map(BackorderClass::Shares);
        }
        let fields = inner_fields(reader, item, key, keys)?;
        let ByCar { off_road, otherwise } = <ByCar as Part>::read(reader, fields)?;
        Some(BackorderClass::ByCar { off_road, otherwise })
    }

    fn write(value: &BackorderClass, context: Context) -> String {
        match value {
            BackorderClass::Shares(shares) => Shares::<OrderClass>::write(shares, context),
            BackorderClass::ByCar { off_road, otherwise } => {
                let by_car = ByCar { off_road: off_road.clone(), otherwise: otherwise.clone() };
                by_car.entries(context).braces()
            }
        }
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        json!({ "anyOf": [
            Shares::<OrderClass>::schema(key, schema),
            schema_of(<ByCar as Keys>::TABLE, schema),
        ] })
    }
}
