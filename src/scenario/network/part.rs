//! Parts by segment: parts that are alike, how many, and how the order lines spread over them.
//!
//! ```toml
//! [parts.fast]
//! count = 800
//! share = "55%"                         # of customers' order lines
//! spread = { zipf = 0.7 }               # the k-th part is ordered in proportion to 1/k^0.7
//! pieces = { geometric = "6 pieces" }   # of a customer's line
//! value = "£9"                          # of a piece
//! ```

use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::distribution::{Distribution, Of};
use crate::scenario::syntax::quantity::share_text;
use crate::scenario::syntax::reader::{Fields, Item, Reader, item, nearest_of};
use crate::scenario::syntax::tree::Value;
use crate::scenario::syntax::writer::Writer;

/// A segment: a table of parts that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Name.
    pub name: String,
    /// Number of parts.
    pub count: u32,
    /// Share of customers' lines that ask for a part of this segment; over all segments 1.
    pub share: f64,
    /// How these lines spread over its parts.
    pub spread: Spread,
    /// Pieces of a customer's line: whole numbers from 1.
    pub pieces: Distribution,
    /// Value of a piece, in the currency unit.
    pub value: f64,
    /// Name by which customers choose it: its own unless said. Segments stand in this order.
    pub stream: String,
}

/// How the lines of a segment spread over its parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Every part as often.
    Even,
    /// The k-th part in proportion to 1/k^exponent.
    Zipf(f64),
    /// Weights are the quantiles (k − ½)/n of a lognormal with this standard deviation of the logarithm.
    Lognormal(f64),
}

/// Most parts of one segment.
const MOST_PARTS: i128 = 10_000_000;

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Segment {
    let count = fields.need(reader, "count", "how many parts, for instance `count = 800`");
    let count = count.and_then(|item| reader.count(item, 1, MOST_PARTS)).unwrap_or(1);
    let share = fields.need(reader, "share", "share of customers' lines, for instance `share = \"55%\"`");
    let share = share.and_then(|item| reader.share(item, "\"55%\"")).unwrap_or(0.0);
    let spread = fields.take("spread").and_then(|item| reader.spread(item)).unwrap_or(Spread::Even);
    let pieces = fields.take("pieces").and_then(|item| reader.distribution(item, Of::Pieces));
    let value = fields.take("value").and_then(|item| reader.money(item)).unwrap_or(0.0);
    let stream = reader.stream(&mut fields, name);
    fields.finish(reader);
    let pieces = pieces.unwrap_or(Distribution::Constant(1.0));
    Segment { name: name.to_owned(), count, share, spread, pieces, value, stream }
}

/// Segments in the order of their streams: in it customers choose among them.
pub(crate) fn by_stream(mut parts: Vec<Segment>) -> Vec<Segment> {
    parts.sort_by(|one, other| one.stream.cmp(&other.stream));
    parts
}

impl Reader<'_> {
    fn no_spread(&mut self, item: Item<'_>) {
        self.wrong_form(item, "`\"even\"` or a table with `zipf` or `lognormal`", "{ zipf = 0.7 }");
    }
}

impl<'t> Reader<'t> {
    fn spread(&mut self, written: Item<'t>) -> Option<Spread> {
        match &written.node.value {
            Value::Text(_) => self.choice(written, &[("even", Spread::Even)]),
            Value::Table(table) if table.entries.len() == 1 => {
                let entry = &table.entries[0];
                match entry.key.as_str() {
                    "zipf" => self.weight(item(entry)).map(Spread::Zipf),
                    "lognormal" => self.positive(item(entry)).map(Spread::Lognormal),
                    other => {
                        self.fault(
                            Fault::at(
                                entry.at,
                                format!("unknown spread `{}`", crate::scenario::syntax::reader::shown(other)),
                                "here",
                            )
                            .help(nearest_of(
                                other,
                                &["zipf", "lognormal"],
                                "spreads",
                            )),
                        );
                        None
                    }
                }
            }
            _ => {
                self.no_spread(written);
                None
            }
        }
    }
}

impl Segment {
    /// `currency` is the sign that sums of money are written with.
    pub(crate) fn write(&self, writer: &mut Writer, currency: char) {
        writer.bare("count", self.count);
        writer.text("share", &share_text(self.share));
        match self.spread {
            Spread::Even => writer.text("spread", "even"),
            Spread::Zipf(exponent) => writer.bare("spread", format!("{{ zipf = {exponent:?} }}")),
            Spread::Lognormal(sigma) => writer.bare("spread", format!("{{ lognormal = {sigma:?} }}")),
        }
        writer.bare("pieces", self.pieces.text(Of::Pieces));
        writer.text("value", &format!("{currency}{}", self.value));
        writer.stream(&self.stream, &self.name);
    }
}
