//! Shares and capacity factors, in per cent.

use super::quantity_of;
use crate::registers::key::{Key, Range, Schema};
use crate::scenario::syntax::quantity::{level_text, share_text};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value, texts};
use crate::scenario::syntax::writer::quoted;
use crate::units::{self, CapacityFactor};
use serde_json::Value as Json;

/// A share from 0 % to 100 %, as a number from 0 to 1; the range of the key is in percent.
pub(crate) struct Share;

impl Value for Share {
    type Of = f64;
    const RANGE: Option<Range> = Some(Range { least: 0, above: false, most: 100, below: false });

    fn form() -> String {
        "share".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""20%""#, r#""60%""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<f64> {
        let share = reader.share(item, key.example)?;
        reader.in_range(item, key, share * 100.0).then_some(share)
    }

    fn write(value: &f64, _: Context) -> String {
        quoted(&share_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of("%")
    }

    fn limit(bound: i128) -> String {
        format!("{bound} %")
    }
}

impl StandIn for Share {
    fn stand_in() -> f64 {
        0.0
    }
}

/// A share from 0 % to 100 % in millionths.
pub(crate) struct ShareInMillionths;

impl Value for ShareInMillionths {
    type Of = units::Share;
    const RANGE: Option<Range> = Share::RANGE;

    fn form() -> String {
        Share::form()
    }

    fn samples(key: &Key) -> Vec<String> {
        Share::samples(key)
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<units::Share> {
        let help = format!("for instance `{} = {}`", item.key, key.example);
        let share = reader.whole_share(item, &help)?;
        reader.in_range(item, key, f64::from(share.ppm()) / 10_000.0).then_some(share)
    }

    fn write(value: &units::Share, _: Context) -> String {
        quoted(&level_text(CapacityFactor::from_ppm(value.ppm())))
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        Share::schema(key, schema)
    }

    fn limit(bound: i128) -> String {
        Share::limit(bound)
    }
}

impl StandIn for ShareInMillionths {
    fn stand_in() -> units::Share {
        units::Share::ALL
    }
}

/// A share of nominal speed, over 100 % too; the range of the key is in percent.
pub(crate) struct Level;

impl Value for Level {
    type Of = units::CapacityFactor;
    const RANGE: Option<Range> = Some(Range { least: 0, above: false, most: 100, below: false });

    fn form() -> String {
        "level".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""30%""#, r#""70%""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<units::CapacityFactor> {
        let most = key.range.map_or(100, |range| range.most);
        let help = format!("for instance `{} = {}`", item.key, key.example);
        let level = reader.level(item, u32::try_from(most).unwrap_or(100), &help)?;
        reader.in_range(item, key, f64::from(level.ppm()) / 10_000.0).then_some(level)
    }

    fn write(value: &units::CapacityFactor, _: Context) -> String {
        quoted(&level_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of("%")
    }

    fn limit(bound: i128) -> String {
        format!("{bound} %")
    }
}

impl StandIn for Level {
    fn stand_in() -> units::CapacityFactor {
        units::CapacityFactor::NOMINAL
    }
}
