//! Impatience: what customers do about lines that are late.
//!
//! ```toml
//! [impatience.becomes_vor]
//! demand = ["uk_workshops"]         # left out: all
//! class = "daily"
//! late_by = "2 working days"        # after the promised instant of the line
//! share = "30%"                     # of such lines; 100 % unless said
//! escalates_to = "vor"              # or cancels = true, or orders_again = true
//! returns_after = "1 week"          # with orders_again: what is not needed comes back
//! ```

use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::{duration_text, share_text, span_text};
use crate::scenario::syntax::reader::{Fields, Item, Reader, kind};
use crate::scenario::syntax::tree::Value;
use crate::scenario::syntax::writer::Writer;
use crate::units::{DAY, Micros, Span, WEEK};

/// A rule by which customers act on late lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Impatience {
    /// Name.
    pub name: String,
    /// Demands whose customers act by it; none: all.
    pub demand: Vec<String>,
    /// Order class in which the line was ordered.
    pub class: String,
    /// How long after the promised instant they act.
    pub late_by: Span,
    /// Share of lines whose customers will act.
    pub share: f64,
    /// What they do.
    pub act: ImpatienceAction,
    /// Name by which it draws: its own unless said.
    pub stream: String,
}

/// What an impatient customer does.
#[derive(Debug, Clone, PartialEq)]
pub enum ImpatienceAction {
    /// The line gets this more urgent class.
    EscalatesTo(String),
    /// Another line is ordered; what comes second is sent back.
    OrdersAgain {
        /// Time from its arrival to its return to the site that gave it.
        returns_after: Micros,
    },
    /// The line is withdrawn, if nothing of it has been picked.
    Cancels,
}

const ACTS: &str = "one of `escalates_to`, `orders_again` and `cancels`";

pub(crate) fn read<'t>(reader: &mut Reader<'t>, name: &str, mut fields: Fields<'t>) -> Impatience {
    let demand = fields.take("demand");
    let demand = reader.references(demand, kind("demand"));
    let class = fields.need(reader, "class", "the order class of the lines that are late");
    let class = class.and_then(|item| reader.reference(item, kind("classes"))).unwrap_or_default();
    let late_by = fields.need(reader, "late_by", "for instance `late_by = \"2 working days\"`");
    let late_by = late_by.and_then(|item| reader.span(item, "\"2 working days\""));
    let share = fields.take("share").and_then(|item| reader.share(item, "\"30%\""));
    let act = reader.act(&mut fields);
    let stream = reader.stream(&mut fields, name);
    fields.finish(reader);
    Impatience {
        name: name.to_owned(),
        demand,
        class,
        late_by: late_by.unwrap_or(Span::Elapsed(DAY)),
        share: share.unwrap_or(1.0),
        act: act.unwrap_or(ImpatienceAction::Cancels),
        stream,
    }
}

impl<'t> Reader<'t> {
    fn act(&mut self, fields: &mut Fields<'t>) -> Option<ImpatienceAction> {
        let [escalates, again, cancels] =
            ["escalates_to", "orders_again", "cancels"].map(|key| fields.take(key));
        let returns = fields.take("returns_after");
        if let (Some(item), None) = (returns, again) {
            let message = "`returns_after` means nothing without `orders_again`";
            self.fault(Fault::at(item.at, message, "alone").help("leave it out"));
        }
        let said: Vec<Item<'t>> = [escalates, again, cancels].into_iter().flatten().collect();
        match said[..] {
            [] => {
                self.fault(
                    Fault::at(fields.at, format!("{} does nothing", fields.what), format!("needs {ACTS}"))
                        .help("for instance `escalates_to = \"vor\"`"),
                );
                None
            }
            [_] => {
                for item in again.into_iter().chain(cancels) {
                    self.must_be_true(item);
                }
                match (escalates, again) {
                    (Some(item), _) => {
                        self.reference(item, kind("classes")).map(ImpatienceAction::EscalatesTo)
                    }
                    (None, Some(_)) => {
                        let help = "for instance `returns_after = \"1 week\"`";
                        let returns = fields.need(self, "returns_after", help);
                        let returns = returns.and_then(|item| self.duration(item, "\"1 week\""));
                        Some(ImpatienceAction::OrdersAgain { returns_after: returns.unwrap_or(WEEK) })
                    }
                    (None, None) => Some(ImpatienceAction::Cancels),
                }
            }
            [first, second, ..] => {
                self.both_said(second, first, "a rule says one thing: write a rule for each");
                None
            }
        }
    }

    /// A key that is written only to say yes.
    fn must_be_true(&mut self, item: Item<'t>) {
        if !matches!(item.node.value, Value::Truth(true)) {
            self.wrong_form(item, "`true`, or left out", "true");
        }
    }
}

impl Impatience {
    pub(crate) fn write(&self, writer: &mut Writer) {
        if !self.demand.is_empty() {
            writer.names("demand", &self.demand);
        }
        writer.text("class", &self.class);
        writer.text("late_by", &span_text(self.late_by));
        writer.text("share", &share_text(self.share));
        match &self.act {
            ImpatienceAction::EscalatesTo(class) => writer.text("escalates_to", class),
            ImpatienceAction::OrdersAgain { returns_after } => {
                writer.bare("orders_again", true);
                writer.text("returns_after", &duration_text(*returns_after));
            }
            ImpatienceAction::Cancels => writer.bare("cancels", true),
        }
        writer.stream(&self.stream, &self.name);
    }
}
