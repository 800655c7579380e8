//! Distributions of times, pieces and lines.

use crate::distributions::Distribution;
use crate::registers::key::{Key, Schema};
use crate::scenario::syntax::distribution;
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, StandIn, Value};
use serde_json::Value as Json;

/// Defines a form of distributions.
macro_rules! distribution_form {
    ($(#[$doc:meta])+ $Form:ident, $of:ident, $name:literal, $stand_in:literal) => {
        $(#[$doc])+
        pub(crate) struct $Form;

        impl Value for $Form {
            type Of = Distribution;
            const WHOLE: bool = true;

            fn form() -> String {
                $name.to_owned()
            }

            fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<Distribution> {
                reader.distribution(item, distribution::Support::$of)
            }

            fn write(value: &Distribution, _: Context) -> String {
                value.text(distribution::Support::$of)
            }

            fn schema(_: &Key, _: Schema) -> Json {
                distribution::schema(distribution::Support::$of)
            }

            fn samples(_: &Key) -> Vec<String> {
                distribution::samples(distribution::Support::$of)
            }
        }

        impl StandIn for $Form {
            fn stand_in() -> Distribution {
                Distribution::Constant($stand_in)
            }
        }
    };
}

distribution_form! {
    /// A distribution of times.
    TimeDistribution, Time, "distribution of time", 0.0
}
distribution_form! {
    /// A distribution of the pieces of a line, from 1.
    PieceDistribution, Pieces, "distribution of pieces", 1.0
}
distribution_form! {
    /// A distribution of the lines of an order, from 1.
    LineDistribution, Lines, "distribution of lines", 1.0
}
