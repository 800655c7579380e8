//! Impatience: the reaction of customers to late lines: escalation, a duplicate order or
//! cancellation.
//!
//! ```toml
//! [impatience.becomes_vor]
//! demand = ["uk_workshops"]         # by default all demands
//! class = "daily"
//! late_by = "2 working days"        # after the promised instant of the line
//! share = "30%"                     # of such lines; by default 100 %
//! escalates_to = "vor"              # or cancels = true, or orders_again = true
//! returns_after = "1 week"          # with orders_again: redundant deliveries are returned
//! ```

use super::demand::Demand;
use crate::registers::key::Table;
use crate::registers::table::table;
use crate::scenario::network::order_class::OrderClass;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{Flag, Name, Names, Share, StreamName};
use crate::scenario::syntax::reader::{Fields, Reader};
use crate::scenario::syntax::value::{Context, Entries, Keys, Thing, Written};
use crate::units::{DAY, Duration, Span, WEEK};

/// Reaction of customers to late lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Impatience {
    /// Name.
    pub name: String,
    /// Demands whose customers react; empty: all.
    pub demand: Vec<String>,
    /// Order class in which the line was ordered.
    pub class: String,
    /// Time from the promised instant to the reaction.
    pub late_by: Span,
    /// Share of late lines whose customers react.
    pub share: f64,
    /// Reaction.
    pub act: ImpatienceAction,
    /// Name of its random stream; its own name by default.
    pub stream: String,
}

/// Reaction of an impatient customer.
#[derive(Debug, Clone, PartialEq)]
pub enum ImpatienceAction {
    /// The line gets this more urgent class.
    EscalatesTo(String),
    /// A duplicate order; the later delivery is returned.
    OrdersAgain {
        /// Time from its delivery to its return to the supplying site.
        returns_after: Duration,
    },
    /// The line is cancelled, if nothing of it has been picked.
    Cancels,
}

table! {
    /// Reaction of customers to late lines.
    pub(crate) struct ImpatienceKeys<'t> in "impatience.NAME" ("impatience rule", "impatience rules") {
        /// Demands whose customers react.
        demand: Vec<String> as Names<Demand> = optional, eg ["uk_workshops"], absent "all demands";
        /// Order class in which the line was ordered; one with a `promise`.
        class: String as Name<OrderClass> = required, eg "daily";
        /// Time from the promised instant to the reaction.
        late_by: Span as Span = required, eg "2 working days";
        /// Share of late lines whose customers react.
        share: f64 as Share = "100%", eg "30%";
        /// More urgent class that the line gets.
        escalates_to: String as Name<OrderClass> = optional, eg "vor", alternative "escalation";
        /// The customer orders the line again.
        orders_again: bool as Flag = optional, eg true, alternative "duplicate";
        /// Time from a redundant delivery to its return.
        returns_after: Duration as Duration = optional, eg "1 week", alternative "duplicate",
            needs ["orders_again"];
        /// The customer cancels the line, if nothing of it has been picked.
        cancels: bool as Flag = optional, eg true, alternative "cancellation";
        /// Name of its random numbers.
        stream: String as StreamName = own_name, eg "old_name";
    }
}

impl Thing for Impatience {
    const TABLE: &'static Table = <ImpatienceKeys<'static> as Keys>::TABLE;

    fn read<'t>(reader: &mut Reader<'t>, fields: Fields<'t>) -> Self {
        let (name, at, what) = (fields.name.to_owned(), fields.at, fields.what.clone());
        let keys = ImpatienceKeys::read(reader, fields);
        if keys.escalates_to.item.or(keys.orders_again.item).or(keys.cancels.item).is_none() {
            let label = "needs `escalates_to`, `orders_again` or `cancels`";
            reader.report(
                ScenarioError::at(at, format!("{what} has no effect"), label)
                    .help("for instance `escalates_to = \"vor\"`"),
            );
        }
        if keys.orders_again.item.is_some() && keys.returns_after.item.is_none() {
            reader.report(
                ScenarioError::at(at, format!("{what} has no `returns_after`"), "needs `returns_after`")
                    .help("for instance `returns_after = \"1 week\"`"),
            );
        }
        let act = if let Some(class) = keys.escalates_to.value {
            ImpatienceAction::EscalatesTo(class)
        } else if keys.orders_again.item.is_some() {
            ImpatienceAction::OrdersAgain { returns_after: keys.returns_after.value.unwrap_or(WEEK) }
        } else {
            ImpatienceAction::Cancels
        };
        Impatience {
            demand: keys.demand.value.unwrap_or_default(),
            class: keys.class.value.unwrap_or_default(),
            late_by: keys.late_by.value.unwrap_or(Span::Elapsed(DAY)),
            share: keys.share.value.unwrap_or(1.0),
            act,
            stream: keys.stream.value.unwrap_or_else(|| name.clone()),
            name,
        }
    }

    fn entries(&self, context: Context) -> Entries {
        let mut keys = ImpatienceKeys {
            demand: (!self.demand.is_empty()).then(|| self.demand.clone()).into(),
            class: Written::of(self.class.clone()),
            late_by: Written::of(self.late_by),
            share: Written::of(self.share),
            stream: Written::of(self.stream.clone()),
            ..ImpatienceKeys::default()
        };
        match &self.act {
            ImpatienceAction::EscalatesTo(class) => keys.escalates_to = Written::of(class.clone()),
            ImpatienceAction::OrdersAgain { returns_after } => {
                keys.orders_again = Written::of(true);
                keys.returns_after = Written::of(*returns_after);
            }
            ImpatienceAction::Cancels => keys.cancels = Written::of(true),
        }
        keys.entries(&self.name, context)
    }
}
