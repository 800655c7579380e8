//! Work by hand: how a process goes on without the systems that it needs.
//!
//! ```toml
//! [processes.pick]
//! needs = ["wms"]
//! manual = { rate = "10%", errors = "5%", reentry = "90 s/line" }
//! ```

use crate::scenario::network::process::WorkUnit;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::{duration_text, in_micros, level_text, share_text, split};
use crate::scenario::syntax::reader::{Fields, Item, Reader, shown};
use crate::scenario::syntax::writer::{braces, quoted};
use crate::units::{CapacityFactor, Micros};

/// How a process works by hand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ManualMode {
    /// Speed by hand, of nominal speed.
    pub rate: CapacityFactor,
    /// Share of what is worked by hand that is wrong and is done again; below 1.
    pub errors: f64,
    /// Time to key in one unit when the systems are back, in microseconds; `None`: nothing is keyed in.
    pub reentry: Option<Micros>,
}

const EXAMPLE: &str = "{ rate = \"10%\", reentry = \"90 s/line\" }";

impl<'t> Reader<'t> {
    /// How a process that works on these units works by hand.
    pub(crate) fn by_hand(&mut self, item: Item<'t>, unit: WorkUnit) -> Option<ManualMode> {
        let table = self.table(item, EXAMPLE)?;
        let mut fields = Fields::new(table, item.at, "`manual`");
        let rate = fields.need(self, "rate", "its speed of the nominal one, for instance `rate = \"10%\"`");
        let level = rate.and_then(|item| {
            let level = self.level(item, 100, "by hand a process is no faster than on its systems")?;
            if level == CapacityFactor::STOPPED {
                self.fault(
                    Fault::at(item.place(), "`rate` must be over 0 %", "no work at all")
                        .help("leave `manual` out of a process that stands still without its systems"),
                );
                return None;
            }
            Some(level)
        });
        let errors = fields.take("errors").and_then(|item| {
            let errors = self.share(item, "\"5%\"")?;
            if errors >= 1.0 {
                self.fault(
                    Fault::at(item.place(), "`errors` must be below 100 %", "nothing would ever be right")
                        .help("for instance `errors = \"5%\"`"),
                );
                return None;
            }
            Some(errors)
        });
        let reentry = fields.take("reentry").and_then(|item| self.time_of_one(item, unit));
        fields.finish(self);
        Some(ManualMode { rate: level?, errors: errors.unwrap_or(0.0), reentry })
    }

    /// A time over 0 for one unit of work: `"90 s/line"`.
    fn time_of_one(&mut self, item: Item<'t>, unit: WorkUnit) -> Option<Micros> {
        let example = format!("\"90 s/{}\"", unit.thing());
        let text = self.text(item, &example)?;
        let time = text.split_once('/').and_then(|(time, thing)| {
            let (number, word) = split(time)?;
            (thing.trim() == unit.thing()).then_some(in_micros(number, word)?)
        });
        let Some(micros) = time else {
            let message = format!("`{}` is no time for one {}", shown(text), unit.thing());
            self.fault(
                Fault::at(item.place(), message, format!("the process works per {}", unit.thing()))
                    .help(format!("for instance `{} = {example}`", item.key)),
            );
            return None;
        };
        let most = (crate::units::WEEK * 52) as f64;
        if !(0.5..=most).contains(&micros) {
            let label = if micros > most { "over a year" } else { "no time at all" };
            self.fault(
                Fault::at(item.place(), format!("`{}` must be over 0, and a year at most", item.key), label)
                    .help(format!("for instance `{} = {example}`", item.key)),
            );
            return None;
        }
        Some(micros.round() as Micros)
    }
}

impl ManualMode {
    /// As it is written, for a process that works on these units.
    pub(crate) fn text(&self, unit: WorkUnit) -> String {
        let mut keys =
            vec![("rate", quoted(&level_text(self.rate))), ("errors", quoted(&share_text(self.errors)))];
        if let Some(reentry) = self.reentry {
            keys.push(("reentry", quoted(&format!("{}/{}", duration_text(reentry), unit.thing()))));
        }
        braces(keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read_text;

    #[test]
    fn work_by_hand_is_written_as_it_is_read() {
        const SMALL: &str = include_str!("../../../tests/scenario/small.toml");
        for (written, errors, reentry) in [
            ("rate = \"12.5%\"", 0.0, None),
            ("rate = \"12.5%\", errors = \"5%\", reentry = \"1.5 min/line\"", 0.05, Some(90_000_000)),
        ] {
            let set = format!("processes.pick.manual={{ {written} }}");
            let read = read_text("small.toml", SMALL, &[set]).expect("no mistake");
            let expected = ManualMode { rate: CapacityFactor::from_ppm(125_000), errors, reentry };
            assert_eq!(read.scenario.processes[1].manual, Some(expected));
            let again = read_text("small.toml", &read.resolved, &[]).expect("no mistake");
            assert_eq!((again.scenario, again.resolved), (read.scenario, read.resolved));
        }
    }
}
