//! Rules of impatience: names become indices, spans instants.

use super::calendar::{Timeline, WorkingDays};
use super::names::Names;
use super::random_stream::stream;
use crate::model::{Impatience, ImpatienceAction, Promise};
use crate::scenario::Scenario;
use crate::scenario::customers::impatience::{Impatience as ImpatienceSpec, ImpatienceAction as ActionSpec};
use crate::units::Span;

pub(crate) fn impatience(
    scenario: &Scenario,
    names: &Names<'_>,
    days: &WorkingDays,
    timeline: &Timeline,
) -> Vec<Impatience> {
    let rule = |spec: &ImpatienceSpec| Impatience {
        demands: scenario
            .demand
            .iter()
            .map(|demand| spec.demand.is_empty() || spec.demand.contains(&demand.name))
            .collect(),
        class: names.class(&spec.class),
        late_by: match spec.late_by {
            Span::Elapsed(time) => Promise::Elapsed(time),
            Span::WorkingDays(count) => Promise::ByDay(days.promises(timeline, count)),
        },
        share: spec.share,
        purpose: stream("impatience", &spec.stream, 0),
        act: match &spec.act {
            ActionSpec::EscalatesTo(class) => ImpatienceAction::Escalates(names.class(class)),
            ActionSpec::OrdersAgain { returns_after } => {
                ImpatienceAction::OrdersAgain { returns_after: *returns_after }
            }
            ActionSpec::Cancels => ImpatienceAction::Cancels,
        },
    };
    scenario.impatience.iter().map(rule).collect()
}
