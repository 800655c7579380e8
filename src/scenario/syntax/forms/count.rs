//! Counts: integers without a unit.

use super::MOST;
use crate::registers::key::{Key, Range, Schema};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value};
use serde_json::{Value as Json, json};
use std::marker::PhantomData;

/// An integer: people, servers, a priority.
pub(crate) struct Count<N>(PhantomData<N>);

impl<N: TryFrom<i128> + Copy + Default + std::fmt::Display> Value for Count<N> {
    type Of = N;
    const RANGE: Option<Range> = Some(Range { least: 0, above: false, most: MOST, below: false });

    fn form() -> String {
        "count".to_owned()
    }

    fn samples(key: &Key) -> Vec<String> {
        let range = key.range.unwrap_or(Range { least: 0, above: false, most: MOST, below: false });
        [1, 3, 5]
            .iter()
            .filter(|count| (range.least..=range.most).contains(count))
            .map(i128::to_string)
            .collect()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<N> {
        let range = key.range?;
        reader.count(item, range.least, range.most)
    }

    fn write(value: &N, _: Context) -> String {
        value.to_string()
    }

    fn schema(key: &Key, _: Schema) -> Json {
        let range = key.range.unwrap_or(Range { least: 0, above: false, most: MOST, below: false });
        let mut schema = json!({ "type": "integer", "minimum": range.least as i64 });
        if let Ok(most) = u64::try_from(range.most) {
            schema["maximum"] = json!(most);
        }
        schema
    }
}

impl<N: TryFrom<i128> + Copy + Default + std::fmt::Display> StandIn for Count<N> {
    fn stand_in() -> N {
        N::default()
    }
}
