//! Segment: parts that share parameters, and the distribution of order lines over them.
//!
//! ```toml
//! [parts.fast]
//! count = 800
//! share = "55%"                         # of customers' order lines
//! spread = { zipf = 0.7 }               # the k-th part is ordered in proportion to 1/k^0.7
//! pieces = { geometric = "6 pieces" }   # of a customer's line
//! value = "£9"                          # of a piece
//! ```

use crate::distributions::Distribution;
use crate::registers::key::{Key, Schema};
use crate::registers::table::table;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{Count, Money, PieceDistribution, Share, StreamName};
use crate::scenario::syntax::reader::{Item, Reader, item, nearest_of, shown};
use crate::scenario::syntax::tree;
use crate::scenario::syntax::value::{Context, StandIn, Value, texts};
use serde_json::{Value as Json, json};

table! {
    /// Segment: parts that share parameters.
    pub struct Segment in "parts.NAME" ("segment", "segments") {
        /// Number of parts.
        count: u32 as Count<u32> = required, eg 800, range (1, 10_000_000);
        /// Share of customers' lines; those of all segments add up to 100 %.
        share: f64 as Share = required, eg "55%";
        /// Distribution of these lines over the parts.
        spread: Spread as SpreadForm = "even", eg { zipf = 0.7 };
        /// Pieces of a customer's line.
        pieces: Distribution as PieceDistribution = "1 piece", eg { geometric = "6 pieces" };
        /// Value of a piece.
        value: f64 as Money = "£0", eg "£9";
        /// Name of its random numbers; customers choose among segments in the order of these names.
        stream: String as StreamName = own_name, eg "old_name";
    }
}

/// Distribution of the lines of a segment over its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Every part as often.
    Even,
    /// The k-th part in proportion to 1/k^exponent.
    Zipf(f64),
    /// Weights are the quantiles (k − ½)/n of a lognormal with this standard deviation of the
    /// logarithm.
    Lognormal(f64),
}

/// Segments in the order of their streams: in it customers choose among them.
pub(crate) fn by_stream(mut parts: Vec<Segment>) -> Vec<Segment> {
    parts.sort_by(|one, other| one.stream.cmp(&other.stream));
    parts
}

/// `"even"`, `{ zipf = .. }` or `{ lognormal = .. }`.
pub(crate) struct SpreadForm;

/// Keys of a spread that is not even.
const SPREADS: [&str; 2] = ["zipf", "lognormal"];

impl Value for SpreadForm {
    type Of = Spread;
    const WHOLE: bool = true;

    fn form() -> String {
        "`\"even\"`, `{ zipf = .. }` or `{ lognormal = .. }`".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""even""#, "{ zipf = 0.8 }", "{ lognormal = 1.0 }"])
    }

    fn read<'t>(reader: &mut Reader<'t>, written: Item<'t>, key: &Key) -> Option<Spread> {
        match &written.node.value {
            tree::Value::Text(_) => reader.choice(written, &[("even", Spread::Even)]),
            tree::Value::Table(table) if table.entries.len() == 1 => {
                let entry = &table.entries[0];
                match entry.key.as_str() {
                    "zipf" => reader.weight(item(entry)).map(Spread::Zipf),
                    "lognormal" => reader.positive(item(entry)).map(Spread::Lognormal),
                    other => {
                        reader.report(
                            ScenarioError::at(entry.at, format!("unknown spread `{}`", shown(other)), "here")
                                .help(nearest_of(other, &SPREADS, "spreads")),
                        );
                        None
                    }
                }
            }
            _ => {
                reader.wrong_form(written, "`\"even\"`, or a table with `zipf` or `lognormal`", key.example);
                None
            }
        }
    }

    fn write(value: &Spread, _: Context) -> String {
        match value {
            Spread::Even => "\"even\"".to_owned(),
            Spread::Zipf(exponent) => format!("{{ zipf = {exponent:?} }}"),
            Spread::Lognormal(sigma) => format!("{{ lognormal = {sigma:?} }}"),
        }
    }

    fn schema(_: &Key, _: Schema) -> Json {
        let number = json!({ "type": "number", "minimum": 0 });
        let spread = json!({
            "type": "object",
            "properties": { "zipf": number, "lognormal": number },
            "additionalProperties": false,
            "minProperties": 1,
            "maxProperties": 1,
        });
        json!({ "anyOf": [{ "const": "even" }, spread] })
    }
}

impl StandIn for SpreadForm {
    fn stand_in() -> Spread {
        Spread::Even
    }
}
