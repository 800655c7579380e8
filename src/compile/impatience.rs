//! Rules of impatience: names become indices, spans instants.

use super::calendar::{Timeline, WorkingDays};
use super::names::Names;
use super::random_stream::stream;
use crate::model::{Impatience, ImpatienceAction, Promise};
use crate::scenario::Scenario;
use crate::scenario::customers::impatience::{Impatience as Stated, ImpatienceAction as StatedAction};
use crate::units::Span;

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
            StatedAction::EscalatesTo(class) => ImpatienceAction::Escalates(names.class(class)),
            StatedAction::OrdersAgain { returns_after } => {
                ImpatienceAction::OrdersAgain { returns_after: *returns_after }
            }
            StatedAction::Cancels => ImpatienceAction::Cancels,
        },
    };
    scenario.impatience.iter().map(rule).collect()
}
