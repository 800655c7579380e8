//! Rules of impatience: names become indices, spans instants.

use super::calendar::{Timeline, WorkingDays};
use super::names::Names;
use super::random_stream::stream;
use crate::model::{Impatience, ImpatientAct, Promise};
use crate::scenario::Scenario;
use crate::scenario::customers::impatience::{Act, Impatience as Stated};
use crate::scenario::syntax::quantity::Span;

pub(crate) fn impatience(
    scenario: &Scenario,
    names: &Names<'_>,
    days: &WorkingDays,
    timeline: &Timeline,
) -> Vec<Impatience> {
    let rule = |stated: &Stated| Impatience {
        demands: scenario
            .demand
            .iter()
            .map(|demand| stated.demand.is_empty() || stated.demand.contains(&demand.name))
            .collect(),
        class: names.class(&stated.class),
        late_by: match stated.late_by {
            Span::Elapsed(time) => Promise::Elapsed(time),
            Span::WorkingDays(count) => Promise::ByDay(days.promises(timeline, count)),
        },
        share: stated.share,
        purpose: stream("impatience", &stated.stream, 0),
        act: match &stated.act {
            Act::EscalatesTo(class) => ImpatientAct::Escalates(names.class(class)),
            Act::OrdersAgain { returns_after } => ImpatientAct::OrdersAgain { returns_after: *returns_after },
            Act::Cancels => ImpatientAct::Cancels,
        },
    };
    scenario.impatience.iter().map(rule).collect()
}
