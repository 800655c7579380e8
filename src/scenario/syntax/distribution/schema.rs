//! Schema: the JSON Schema of a distribution.

use super::{MOST_VALUES, Support, names};
use crate::scenario::syntax::forms::{TIMES, quantity_of};
use serde_json::{Map, Value as Json, json};

/// JSON Schema of a distribution: one value, or a table with the key that names it.
pub(crate) fn schema(support: Support) -> Json {
    let value = match support {
        Support::Time => quantity_of(TIMES),
        Support::Pieces | Support::PiecesOrNone => quantity_of("pieces?"),
        Support::Lines => quantity_of("lines?"),
    };
    let number = json!({ "type": "number", "minimum": 0 });
    let list = |least: usize, most: usize| json!({ "type": "array", "items": value, "minItems": least, "maxItems": most });
    let object = |keys: &[(&str, &Json)], required: &[&str]| {
        let properties: Map<String, Json> =
            keys.iter().map(|(key, schema)| ((*key).to_owned(), (*schema).clone())).collect();
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    };
    let row = json!({ "type": "array", "prefixItems": [value, number], "minItems": 2, "maxItems": 2 });
    let of_kind = |kind: &str| match kind {
        "geometric" if support == Support::Time => {
            object(&[("mean", &value), ("step", &value)], &["mean", "step"])
        }
        "exponential" | "poisson" | "logarithmic" | "geometric" => value.clone(),
        "gamma" => object(&[("mean", &value), ("cv", &number)], &["mean", "cv"]),
        "weibull" => object(&[("mean", &value), ("shape", &number)], &["mean", "shape"]),
        "negative_binomial" => {
            object(&[("mean", &value), ("variance_to_mean", &number)], &["mean", "variance_to_mean"])
        }
        "lognormal" => json!({ "oneOf": [
            object(&[("median", &value), ("p90", &value)], &["median", "p90"]),
            object(&[("mean", &value), ("cv", &number)], &["mean", "cv"]),
            object(&[("median", &value), ("sigma", &number)], &["median", "sigma"]),
        ] }),
        "triangular" => list(3, 3),
        "uniform" => list(2, 2),
        "table" => json!({ "type": "array", "items": row, "minItems": 1 }),
        _ => json!({ "anyOf": [{ "type": "string" }, list(1, MOST_VALUES)] }),
    };
    let unit = json!({ "type": "string" });
    let mut forms = vec![value.clone()];
    for kind in names(support) {
        let schema = of_kind(kind);
        let mut keys = vec![(kind, &schema)];
        if kind == "empirical" {
            keys.push(("unit", &unit));
        }
        forms.push(object(&keys, &[kind]));
    }
    json!({ "anyOf": forms })
}
