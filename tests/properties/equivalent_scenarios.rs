//! Equivalent scenarios: rewrites a scenario with other units, another order and other names.

use std::collections::BTreeMap;
use toml::value::{Datetime, Time};
use toml::{Table, Value};

/// A scenario's text as a tree.
pub(crate) fn tree(text: &str) -> Table {
    text.parse().unwrap()
}

/// A tree as a text: tables in braces become tables of their own.
pub(crate) fn text(tree: &Table) -> String {
    toml::to_string(tree).unwrap()
}

/// Integers that look like chance, from a seed (a linear congruential generator: Knuth 1997, The
/// Art of Computer Programming 2, section 3.3.4, line 26).
#[derive(Debug)]
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }
}

/// All tables, and the keys in each, in another order.
pub(crate) fn in_another_order(tree: &Table, dice: &mut Dice) -> Table {
    let mut left: Vec<(String, Value)> = tree.clone().into_iter().collect();
    let mut shuffled = Table::new();
    while !left.is_empty() {
        let (key, value) = left.swap_remove(dice.below(left.len()));
        let value = match value {
            Value::Table(table) => Value::Table(in_another_order(&table, dice)),
            other => other,
        };
        shuffled.insert(key, value);
    }
    shuffled
}

/// All quantities in other units, as far as they can be specified exactly.
///
/// Not those of uncertain values and what they stand for: their unit is that of the results. Nor
/// caps, which are of a day.
pub(crate) fn in_other_units(tree: &Table, dice: &mut Dice) -> Table {
    let set: Vec<String> = tree.get("uncertain").and_then(Value::as_table).map_or(Vec::new(), |all| {
        let paths = all.values().filter_map(|one| one.get("set"));
        paths
            .flat_map(|set| match set {
                Value::Array(several) => {
                    several.iter().filter_map(Value::as_str).map(str::to_owned).collect()
                }
                one => one.as_str().map(str::to_owned).into_iter().collect::<Vec<_>>(),
            })
            .collect()
    });
    let keeps = |path: &str| {
        let key = path.rsplit('.').next();
        matches!(key, Some("uncertain" | "cap" | "holidays")) || set.iter().any(|set| set == path)
    };
    let tables =
        tree.iter().map(|(key, value)| (key.clone(), value_in_other_units(key, value, &keeps, dice)));
    tables.collect()
}

fn value_in_other_units(path: &str, value: &Value, keeps: &impl Fn(&str) -> bool, dice: &mut Dice) -> Value {
    if keeps(path) {
        return value.clone();
    }
    match value {
        Value::Table(table) => Value::Table(
            table
                .iter()
                .map(|(key, value)| {
                    (key.clone(), value_in_other_units(&format!("{path}.{key}"), value, keeps, dice))
                })
                .collect(),
        ),
        Value::Array(list) => {
            Value::Array(list.iter().map(|value| value_in_other_units(path, value, keeps, dice)).collect())
        }
        Value::String(text) => Value::String(quantity_in_other_units(text, dice)),
        Value::Datetime(moment) if moment.time.is_none() => Value::Datetime(Datetime {
            time: Some(Time { hour: 0, minute: 0, second: Some(0), nanosecond: None }),
            ..*moment
        }),
        other => other.clone(),
    }
}

/// Units of time in microseconds.
const TIMES: [(&str, u128); 9] = [
    ("us", 1),
    ("ms", 1_000),
    ("s", 1_000_000),
    ("min", 60_000_000),
    ("h", 3_600_000_000),
    ("day", 86_400_000_000),
    ("days", 86_400_000_000),
    ("week", 604_800_000_000),
    ("weeks", 604_800_000_000),
];
/// Decimals of what is written.
const DECIMALS: u32 = 9;

fn micros(unit: &str) -> Option<u128> {
    TIMES.iter().find(|(name, _)| *name == unit).map(|(_, micros)| *micros)
}

/// A number of at most nine decimals, in thousand-millionths.
fn exact(number: &str) -> Option<u128> {
    let (whole, broken) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{broken:0<width$}", width = DECIMALS as usize);
    (broken.len() <= DECIMALS as usize).then(|| digits.parse().ok()).flatten()
}

/// The same number as a text.
fn written(exact: u128) -> String {
    let one = 10_u128.pow(DECIMALS);
    let broken = format!("{:09}", exact % one);
    let broken = broken.trim_end_matches('0');
    if broken.is_empty() { format!("{}", exact / one) } else { format!("{}.{broken}", exact / one) }
}

fn quantity_in_other_units(text: &str, dice: &mut Dice) -> String {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = (&text[..end], text[end..].trim());
    let Some(exact) = exact(number).filter(|_| !number.is_empty()) else { return text.to_owned() };
    // A length of time, alone or for one of something: "20 min/line".
    let (time, per) = unit.split_once('/').map_or((unit, ""), |(time, _)| (time, &unit[time.len()..]));
    if let Some(micros) = micros(time) {
        let others = TIMES.iter().filter(|(_, other)| (exact * micros).is_multiple_of(*other));
        let others: Vec<String> =
            others.map(|(name, other)| format!("{} {name}{per}", written(exact * micros / other))).collect();
        return others[dice.below(others.len())].clone();
    }
    // A number of things per time, with words behind.
    let counted = ["lines", "line", "pieces", "piece", "deliveries", ""].iter().find_map(|thing| {
        let rest = unit.strip_prefix(thing)?.trim_start();
        let rest = rest.strip_prefix('/').or_else(|| rest.strip_prefix("per "))?;
        let end = rest.find(' ').unwrap_or(rest.len());
        Some((*thing, micros(&rest[..end])?, &rest[end..]))
    });
    if let Some((thing, micros, behind)) = counted {
        let others = TIMES.iter().filter(|(name, other)| {
            !name.ends_with("days")
                && !name.ends_with("weeks")
                && *other >= 1_000_000
                && (exact * other).is_multiple_of(micros)
        });
        let others: Vec<String> = others
            .map(|(name, other)| format!("{} {thing} per {name}{behind}", written(exact * other / micros)))
            .collect();
        return others[dice.below(others.len())].clone();
    }
    if matches!(unit, "%" | "pieces" | "lines") && !number.contains('.') {
        return format!(
            "{number}.{}{}{unit}",
            ["0", "00"][dice.below(2)],
            if unit == "%" { "" } else { " " }
        );
    }
    text.to_owned()
}

/// Other names: keys, texts and parts of dotted paths.
pub(crate) fn renamed(tree: &Table, names: &BTreeMap<String, String>) -> Table {
    let of = |text: &str| -> String {
        let parts = text.split('.').map(|part| names.get(part).map_or(part, String::as_str));
        parts.collect::<Vec<_>>().join(".")
    };
    tree.iter().map(|(key, value)| (of(key), renamed_value(value, names, &of))).collect()
}

fn renamed_value(value: &Value, names: &BTreeMap<String, String>, of: &impl Fn(&str) -> String) -> Value {
    match value {
        Value::Table(table) => Value::Table(renamed(table, names)),
        Value::Array(list) => {
            Value::Array(list.iter().map(|value| renamed_value(value, names, of)).collect())
        }
        Value::String(text) => Value::String(of(text)),
        other => other.clone(),
    }
}
