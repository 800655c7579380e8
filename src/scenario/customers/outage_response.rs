//! Outage response: the behaviour of customers while a system that takes their orders is down.
//!
//! ```toml
//! [demand.uk_workshops.when_down]
//! of = "order_entry"            # by default the `needs` of the demand
//! on_paper = "40%"              # written on paper, entered when the system is back
//! deferred = "30%"              # ordered later
//! elsewhere = "10%"             # bought elsewhere
//! lost = "rest"                 # not bought; `rest`: the remainder to 100 %
//! deferred_over = "1 week"      # deferred orders arrive uniformly over this time after the return
//! entered_by = "key_in"         # process that enters orders on paper; by default immediately
//! classes = { vor = { on_paper = "80%", elsewhere = "20%" } }
//! ```

use crate::registers::key::{Key, Schema, Table};
use crate::registers::table::table;
use crate::scenario::disruption::by_name::ByName;
use crate::scenario::network::order_class::OrderClass;
use crate::scenario::network::process::Process;
use crate::scenario::network::system::System;
use crate::scenario::syntax::forms::{Name, Share, inner_fields, schema_of};
use crate::scenario::syntax::quantity::{adds_up, share_text, wrong_sum};
use crate::scenario::syntax::reader::{Item, Reader};
use crate::scenario::syntax::value::{Context, Keys, Value, Written};
use crate::scenario::syntax::writer::quoted;
use crate::units::{Duration, WEEK};
use serde_json::{Value as Json, json};

/// Behaviour of the customers of one demand while a system is down.
#[derive(Debug, Clone, PartialEq)]
pub struct OutageBehaviour {
    /// System that takes the orders, besides the `needs` of the demand.
    pub of: Option<String>,
    /// Shares of the responses.
    pub responses: ResponseShares,
    /// Deferred orders arrive uniformly over this time after the return of the system.
    pub deferred_over: Duration,
    /// Process that enters orders on paper; `None`: they are entered immediately.
    pub entered_by: Option<String>,
    /// Shares of order classes whose customers respond differently.
    pub classes: Vec<(String, ResponseShares)>,
}

/// Response of a customer who finds the system down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutageResponse {
    /// The line is ordered on paper, and entered when the system is back.
    OnPaper,
    /// The customer orders later.
    Deferred,
    /// The customer buys elsewhere.
    Elsewhere,
    /// The customer does not buy.
    Lost,
}

impl OutageResponse {
    /// All responses, in the order of [`ResponseShares::shares`].
    pub const ALL: [OutageResponse; 4] =
        [OutageResponse::OnPaper, OutageResponse::Deferred, OutageResponse::Elsewhere, OutageResponse::Lost];
}

/// Keys of the shares, in the order of [`OutageResponse::ALL`].
pub(crate) const KEYS: [&str; 4] = ["on_paper", "deferred", "elsewhere", "lost"];
/// Value of the share that is the remainder to 100 %.
pub(crate) const REST: &str = "rest";

/// Shares of lines by outage response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResponseShares {
    /// In the order of [`OutageResponse::ALL`]; they add up to 1.
    pub shares: [f64; 4],
    /// Index of the share written as `rest`.
    pub rest: Option<usize>,
}

table! {
    /// Behaviour of customers while a system that takes their orders is down.
    pub(crate) struct OutageKeys<'t> in "demand.NAME.when_down" {
        /// System that takes the orders, besides the `needs` of the demand.
        of: String as Name<System> = optional, eg "order_entry", absent "the `needs` of the demand";
        /// Share of lines written on paper, and entered when the system is back.
        on_paper: ShareOrRest as Part = optional, eg "40%", absent "0 %";
        /// Share of lines ordered later.
        deferred: ShareOrRest as Part = optional, eg "30%", absent "0 %";
        /// Share of lines bought elsewhere.
        elsewhere: ShareOrRest as Part = optional, eg "10%", absent "0 %";
        /// Share of lines not bought.
        lost: ShareOrRest as Part = optional, eg "rest", absent "0 %";
        /// Time after the return of the system over which deferred orders arrive uniformly.
        deferred_over: Duration as Duration = "1 week", eg "2 weeks";
        /// Process that enters orders on paper, in the order desk of a site that they pass.
        entered_by: String as Name<Process> = optional, eg "key_in", absent "they are entered immediately";
        /// Shares of order classes whose customers respond differently.
        classes: Vec<(String, ResponseShares)> as ByName<OrderClass, Responses> = {},
            eg { vor = { on_paper = "80%", elsewhere = "20%" } }, quiet true;
    }
}

table! {
    /// Shares of the responses of one order class.
    pub(crate) struct ResponseKeys<'t> in "demand.NAME.when_down.classes.NAME" {
        /// Share of lines written on paper, and entered when the system is back.
        on_paper: ShareOrRest as Part = optional, eg "80%", absent "0 %";
        /// Share of lines ordered later.
        deferred: ShareOrRest as Part = optional, eg "30%", absent "0 %";
        /// Share of lines bought elsewhere.
        elsewhere: ShareOrRest as Part = optional, eg "20%", absent "0 %";
        /// Share of lines not bought.
        lost: ShareOrRest as Part = optional, eg "rest", absent "0 %";
    }
}

/// A share, or the remainder to 100 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum ShareOrRest {
    Share(f64),
    Rest,
}

/// A share, or `"rest"`.
pub(crate) struct Part;

impl Value for Part {
    type Of = ShareOrRest;

    fn form() -> String {
        "share, or `\"rest\"`".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<ShareOrRest> {
        if item.text() == Some(REST) {
            return Some(ShareOrRest::Rest);
        }
        reader.share(item, key.example).map(ShareOrRest::Share)
    }

    fn write(value: &ShareOrRest, _: Context) -> String {
        quoted(&match value {
            ShareOrRest::Share(share) => share_text(*share),
            ShareOrRest::Rest => REST.to_owned(),
        })
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        json!({ "anyOf": [Share::schema(key, schema), { "const": REST }] })
    }
}

impl ResponseShares {
    /// The shares under the four keys of a table, in the order of [`OutageResponse::ALL`].
    fn read<'t>(
        reader: &mut Reader<'t>,
        written: [Written<'t, ShareOrRest>; 4],
        table: Item<'t>,
        had_errors: bool,
    ) -> Self {
        let mut responses = ResponseShares { shares: [0.0; 4], rest: None };
        let mut rest: Option<Item<'t>> = None;
        for (number, Written { item, value }) in written.into_iter().enumerate() {
            match (item, value) {
                (_, Some(ShareOrRest::Share(share))) => responses.shares[number] = share,
                (Some(item), Some(ShareOrRest::Rest)) => {
                    if let Some(first) = rest.replace(item) {
                        reader.both_specified(item, first, "only one share can be `rest`");
                        return responses;
                    }
                    responses.rest = Some(number);
                }
                _ => {}
            }
        }
        let (sum, is_one) = adds_up(responses.shares.iter().copied());
        match responses.rest {
            Some(rest) if is_one || sum < 1.0 => responses.shares[rest] = (1.0 - sum).max(0.0),
            _ if !is_one && !had_errors => {
                reader.report(wrong_sum(table.place(), &format!("the shares of `{}`", table.key), sum));
            }
            _ => {}
        }
        responses
    }

    fn written(&self) -> [ShareOrRest; 4] {
        std::array::from_fn(|number| {
            if self.rest == Some(number) {
                ShareOrRest::Rest
            } else {
                ShareOrRest::Share(self.shares[number])
            }
        })
    }
}

/// The shares of one order class.
pub(crate) struct Responses;

impl Value for Responses {
    type Of = ResponseShares;
    const TABLE: Option<&'static Table> = Some(<ResponseKeys<'static> as Keys>::TABLE);

    fn form() -> String {
        "table of shares".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<ResponseShares> {
        let before = reader.errors();
        let fields = inner_fields(reader, item, key, <ResponseKeys<'static> as Keys>::TABLE)?;
        let keys = ResponseKeys::read(reader, fields);
        let had_errors = reader.errors() > before;
        let written = [keys.on_paper, keys.deferred, keys.elsewhere, keys.lost];
        Some(ResponseShares::read(reader, written, item, had_errors))
    }

    fn write(value: &ResponseShares, context: Context) -> String {
        let [on_paper, deferred, elsewhere, lost] = value.written().map(Written::of);
        ResponseKeys { on_paper, deferred, elsewhere, lost }.entries("", context).braces()
    }

    fn schema(_: &Key, schema: Schema) -> Json {
        schema_of(<ResponseKeys<'static> as Keys>::TABLE, schema)
    }
}

/// The `when_down` of a demand.
pub(crate) struct WhenDown;

impl Value for WhenDown {
    type Of = OutageBehaviour;
    const TABLE: Option<&'static Table> = Some(<OutageKeys<'static> as Keys>::TABLE);

    fn form() -> String {
        "table".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<OutageBehaviour> {
        let before = reader.errors();
        let fields = inner_fields(reader, item, key, <OutageKeys<'static> as Keys>::TABLE)?;
        let keys = OutageKeys::read(reader, fields);
        let had_errors = reader.errors() > before;
        let written = [keys.on_paper, keys.deferred, keys.elsewhere, keys.lost];
        let responses = ResponseShares::read(reader, written, item, had_errors);
        Some(OutageBehaviour {
            of: keys.of.value,
            responses,
            deferred_over: keys.deferred_over.value.unwrap_or(WEEK),
            entered_by: keys.entered_by.value,
            classes: keys.classes.value.unwrap_or_default(),
        })
    }

    fn write(value: &OutageBehaviour, context: Context) -> String {
        let [on_paper, deferred, elsewhere, lost] = value.responses.written().map(Written::of);
        let keys = OutageKeys {
            of: value.of.clone().into(),
            on_paper,
            deferred,
            elsewhere,
            lost,
            deferred_over: Written::of(value.deferred_over),
            entered_by: value.entered_by.clone().into(),
            classes: Written::of(value.classes.clone()),
        };
        keys.entries("", context).braces()
    }

    fn schema(_: &Key, schema: Schema) -> Json {
        schema_of(<OutageKeys<'static> as Keys>::TABLE, schema)
    }
}

impl OutageBehaviour {
    /// Shares of the responses in an order class.
    pub fn of_class(&self, class: &str) -> &ResponseShares {
        self.classes.iter().find(|(name, _)| name == class).map_or(&self.responses, |(_, shares)| shares)
    }
}
