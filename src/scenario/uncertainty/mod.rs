//! Uncertain values: what nobody knows, drawn once a replication from a stated distribution.
//!
//! ```toml
//! [uncertain.orders]
//! set = "demand.uk_workshops.lines"      # any key of this scenario that holds a quantity, a number or a moment
//! triangular = ["60 per working day each", "70 per working day each", "90 per working day each"]
//! # or uniform = ["60 …", "90 …"], lognormal = { median = "6 weeks", p90 = "16 weeks" },
//! # one_of = ["1 week", "3 weeks"], table = [["1 week", 0.8], ["3 weeks", 0.2]]
//! ```
//!
//! The values are written as the key itself would be, all with the same unit. What is drawn is put in the place of
//! the stated value before the scenario is read, so every key can be uncertain and nothing else knows of it. When
//! a scenario is read, the ends and the middle of each distribution are tried in the same way: a value that its
//! key refuses is a mistake before anything runs.
//!
//! Knows nothing of random numbers, or of how a value is put in its place (`in_place.rs`).

pub mod assumed;
pub(crate) mod corners;
pub(crate) mod sampled;
pub(crate) mod substitution;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod value_path;

use super::syntax::diagnostic::Fault;
use super::syntax::reader::{Fields, Item, Reader, shown};
pub(crate) use corners::try_all;
pub(crate) use value_path::{find, is_value};

/// The 99.9 % quantile of the standard normal distribution.
const Z_999: f64 = 3.090_232_306_167_813_5;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Keys that all replications must share.
const COMMON: [&str; 5] = ["horizon", "replications", "seed", "start", "warm_up"];

/// Keys of a distribution, of which one stands.
const KINDS: [&str; 5] = ["lognormal", "one_of", "table", "triangular", "uniform"];

/// Units that a measure can tell; others are told as they are written.
const UNITS: [&str; 20] = [
    "%",
    "us",
    "ms",
    "s",
    "min",
    "h",
    "days",
    "weeks",
    "working days",
    "pieces",
    "lines",
    "lines/h",
    "lines/day",
    "lines/working day",
    "lines/h per head",
    "pieces/h",
    "£",
    "€",
    "$",
    "cars",
];

/// A value that is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertain {
    /// Name.
    pub name: String,
    /// Keys from the top to each value that it stands for, joined by dots; all of them get the same value.
    pub set: Vec<String>,
    /// How its values are written.
    pub form: Form,
    /// Whether only whole numbers may stand at its key.
    pub whole: bool,
    /// What it may be, in the unit of [`Self::form`].
    pub range: Range,
    /// Name by which it draws: its own unless said.
    pub stream: String,
}

/// What an uncertain value may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Range {
    /// Smallest, most likely, largest.
    Triangular([f64; 3]),
    /// Smallest and largest, all between them alike.
    Uniform([f64; 2]),
    /// Half are under the median, nine in ten under `p90`.
    Lognormal {
        /// Median.
        median: f64,
        /// The 90 % quantile.
        p90: f64,
    },
    /// Values and weights of any positive scale.
    Table(Vec<(f64, f64)>),
    /// Values, each as likely.
    OneOf(Vec<f64>),
}

/// How a value is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A bare number.
    Number,
    /// A number with the words before and after it.
    Quantity {
        /// Before: a currency sign, or nothing.
        before: String,
        /// After: a unit, or nothing.
        after: String,
    },
    /// A moment; its number is that of seconds since the year 0.
    Moment {
        /// Whether it is a date alone.
        date: bool,
    },
}

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Uncertain {
    let help = "the key of a value, for instance `set = \"processes.pick.people\"`";
    let set = fields.need(reader, "set", help);
    let set = set.map(|item| reader.paths_of_values(item)).unwrap_or_default();
    let said: Vec<Item<'t>> = KINDS.into_iter().filter_map(|kind| fields.take(kind)).collect();
    let read = match said[..] {
        [item] => reader.uncertain_distribution(item),
        [one, other, ..] => {
            reader.both_said(other, one, "leave one of them out");
            None
        }
        [] => {
            reader.fault(
                Fault::at(fields.at, format!("{} has no distribution", fields.what), "needs what it may be")
                    .help(format!(
                        "one of {}, for instance `uniform = [\"20%\", \"60%\"]`",
                        KINDS.join(", ")
                    )),
            );
            None
        }
    };
    let stream = reader.stream(&mut fields, name);
    fields.finish(reader);
    let (form, range) = read.unwrap_or((Form::Number, Range::OneOf(Vec::new())));
    Uncertain { name: name.to_owned(), set, form, whole: false, range, stream }
}

/// Says where two uncertain values stand for one.
pub(crate) fn check(reader: &mut Reader<'_>, all: &[Uncertain]) {
    for (k, one) in all.iter().enumerate() {
        let place = |name: &str, set: &str| reader.place_in_list(&["uncertain", name, "set"], set);
        let twice = one.set.iter().find_map(|set| {
            all[..k].iter().find(|earlier| earlier.set.contains(set)).map(|first| (set.clone(), first))
        });
        let Some((set, first)) = twice else { continue };
        if let (Some(here), Some(there)) = (place(&one.name, &set), place(&first.name, &set)) {
            reader.fault(
                Fault::at(here, format!("two uncertain values set `{}`", shown(&set)), "this one too")
                    .and(there, "set here")
                    .help("leave one of them out"),
            );
        }
    }
}
