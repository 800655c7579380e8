//! What customers do while a system that takes their orders is down.
//!
//! ```toml
//! [demand.uk_workshops.when_down]
//! of = "order_entry"            # left out: the demand's `needs`
//! on_paper = "40%"              # written on paper, entered when the system is back
//! deferred = "30%"              # come back by themselves
//! elsewhere = "10%"             # bought elsewhere
//! lost = "rest"                 # not wanted any more; `rest`: what the others leave of 100 %
//! deferred_over = "1 week"      # after the return of the system, evenly spread over so long
//! entered_by = "key_in"         # the process that enters what is on paper; left out: at once
//! classes = { vor = { on_paper = "80%", elsewhere = "20%" } }
//! ```

use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::{adds_up, duration_text, share_text, wrong_sum};
use crate::scenario::syntax::reader::{Fields, Item, Reader, item, kind};
use crate::scenario::syntax::tree::{Table, Value};
use crate::scenario::syntax::writer::{Writer, braces, quoted};
use crate::units::{Micros, WEEK};

/// What customers of one demand do while a system is down.
#[derive(Debug, Clone, PartialEq)]
pub struct OutageBehaviour {
    /// The system; it is needed as well as those of the demand's `needs`.
    pub of: Option<String>,
    /// What a line's customer does.
    pub responses: ResponseShares,
    /// After the return of the system, those who put their lines off come back within so long, evenly.
    pub deferred_over: Micros,
    /// The process that enters what was written on paper; `None`: all is entered at once.
    pub entered_by: Option<String>,
    /// Order classes whose customers do otherwise.
    pub classes: Vec<(String, ResponseShares)>,
}

/// What becomes of a line whose customer finds the system down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutageResponse {
    /// Written on paper: it is ordered, and entered when the system is back.
    OnPaper,
    /// The customer comes back by himself.
    Deferred,
    /// Bought elsewhere.
    Elsewhere,
    /// Not wanted any more.
    Lost,
}

impl OutageResponse {
    /// All, in the order of [`ResponseShares::shares`].
    pub const ALL: [OutageResponse; 4] =
        [OutageResponse::OnPaper, OutageResponse::Deferred, OutageResponse::Elsewhere, OutageResponse::Lost];
}

/// Keys of the shares, in the order of [`OutageResponse::ALL`].
pub(crate) const KEYS: [&str; 4] = ["on_paper", "deferred", "elsewhere", "lost"];
/// What stands for the share that the others leave.
pub(crate) const REST: &str = "rest";

/// Shares of lines by what becomes of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ResponseShares {
    /// In the order of [`OutageResponse::ALL`]; they add up to 1.
    pub shares: [f64; 4],
    /// The share that was written as what the others leave.
    pub rest: Option<usize>,
}

impl<'t> Reader<'t> {
    /// The `when_down` of a demand; `needs` is what was written for the demand's own.
    pub(crate) fn when_down(
        &mut self,
        written: Item<'t>,
        needs: Option<Item<'t>>,
    ) -> Option<OutageBehaviour> {
        let table = self.table(written, "{ on_paper = \"80%\", lost = \"20%\" }")?;
        let mut fields = Fields::new(table, written.at, "`when_down`");
        let of = fields.take("of");
        let none_needed =
            needs.is_none_or(|item| matches!(&item.node.value, Value::List(list) if list.is_empty()));
        if of.is_none() && none_needed {
            let known = self.names(kind("systems")).join(", ");
            self.fault(
                Fault::at(written.at, "`when_down` names no system that could be down", "of which system")
                    .help(format!(
                        "say so in `of`, or in the demand's `needs`; systems of this scenario: {known}"
                    )),
            );
        }
        let of = of.and_then(|item| self.reference(item, kind("systems")));
        let responses = self.responses(&mut fields, written, "the shares of `when_down`");
        let deferred_over = fields.take("deferred_over").and_then(|item| self.duration(item, "\"1 week\""));
        let entered_by = fields.take("entered_by").and_then(|item| self.reference(item, kind("processes")));
        let classes =
            fields.take("classes").and_then(|item| self.table(item, "{ vor = { on_paper = \"100%\" } }"));
        let classes = classes.map_or_else(Vec::new, |table| self.fates_by_class(table));
        fields.finish(self);
        Some(OutageBehaviour {
            of,
            responses,
            deferred_over: deferred_over.unwrap_or(WEEK),
            entered_by,
            classes,
        })
    }

    fn fates_by_class(&mut self, table: &'t Table) -> Vec<(String, ResponseShares)> {
        let mut classes = Vec::new();
        for entry in &table.entries {
            if self.name_place(kind("classes"), &entry.key).is_none() {
                self.unknown(entry.at, &entry.key, &[kind("classes")]);
            }
            let Some(shares) = self.table(item(entry), "{ on_paper = \"80%\", lost = \"20%\" }") else {
                continue;
            };
            let mut fields = Fields::new(shares, entry.at, format!("`when_down` for `{}`", entry.key));
            let responses =
                self.responses(&mut fields, item(entry), &format!("the shares of `{}`", entry.key));
            fields.finish(self);
            classes.push((entry.key.clone(), responses));
        }
        classes.sort_by(|a, b| a.0.cmp(&b.0));
        classes
    }

    fn responses(&mut self, fields: &mut Fields<'t>, table: Item<'t>, what: &str) -> ResponseShares {
        let before = self.faults();
        let mut responses = ResponseShares { shares: [0.0; 4], rest: None };
        let mut rest: Option<Item<'t>> = None;
        for (number, key) in KEYS.into_iter().enumerate() {
            let Some(written) = fields.take(key) else { continue };
            if written.text() != Some(REST) {
                responses.shares[number] = self.share(written, "\"40%\"").unwrap_or(0.0);
            } else if let Some(first) = rest.replace(written) {
                self.both_said(written, first, "only one share can be the rest");
            } else {
                responses.rest = Some(number);
            }
        }
        let (sum, whole) = adds_up(responses.shares.iter().copied());
        match responses.rest {
            Some(rest) if whole || sum < 1.0 => responses.shares[rest] = (1.0 - sum).max(0.0),
            _ if !whole && self.faults() == before => self.fault(wrong_sum(table.place(), what, sum)),
            _ => {}
        }
        responses
    }
}

impl ResponseShares {
    fn entries(&self) -> Vec<(&'static str, String)> {
        let shares = KEYS.into_iter().zip(self.shares).enumerate();
        let text = |number| {
            if self.rest == Some(number) { quoted(REST) } else { quoted(&share_text(self.shares[number])) }
        };
        shares.map(|(number, (key, _))| (key, text(number))).collect()
    }
}

impl OutageBehaviour {
    /// What customers of an order class do.
    pub fn of_class(&self, class: &str) -> &ResponseShares {
        self.classes
            .iter()
            .find(|(name, _)| name == class)
            .map_or(&self.responses, |(_, responses)| responses)
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        let mut entries: Vec<(&str, String)> = self.of.iter().map(|of| ("of", quoted(of))).collect();
        entries.extend(self.responses.entries());
        entries.push(("deferred_over", quoted(&duration_text(self.deferred_over))));
        entries.extend(self.entered_by.iter().map(|process| ("entered_by", quoted(process))));
        if !self.classes.is_empty() {
            let classes =
                self.classes.iter().map(|(class, responses)| (class.as_str(), braces(responses.entries())));
            entries.push(("classes", braces(classes)));
        }
        writer.bare("when_down", braces(entries));
    }
}
