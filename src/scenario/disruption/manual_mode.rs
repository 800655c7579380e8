//! Manual mode: work of a process without the systems that it needs, and the re-entry afterwards.
//!
//! ```toml
//! [processes.pick]
//! needs = ["wms"]
//! manual = { rate = "10%", errors = "5%", reentry = "90 s/line" }
//! ```

use crate::registers::key::{Key, Schema};
use crate::registers::table::table;
use crate::scenario::network::process::WorkUnit;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{self, Share, TIMES, quantity_of};
use crate::scenario::syntax::quantity::{duration_text, in_micros, split};
use crate::scenario::syntax::reader::{Item, Reader, shown};
use crate::scenario::syntax::value::{Context, Value};
use crate::scenario::syntax::writer::quoted;
use crate::units::{CapacityFactor, Duration, YEAR};
use serde_json::Value as Json;

table! {
    /// Work of a process without the systems that it needs.
    pub struct ManualMode in "processes.NAME.manual" {
        /// Speed without the systems, as a share of nominal speed.
        rate: CapacityFactor as forms::Level = required, eg "10%", above (0, 100);
        /// Share of the work done manually that is wrong and is done again.
        errors: f64 as Share = "0%", eg "5%", below (0, 100);
        /// Time to enter one line, piece or delivery when the systems are back.
        reentry: Option<UnitTime> as TimePerUnit = optional, eg "90 s/line", formerly ["rekey"],
            absent "nothing is entered";
    }
}

/// Time for one unit of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitTime {
    /// Time.
    pub time: Duration,
    /// Unit of work.
    pub unit: WorkUnit,
}

/// A time for one unit of work: `"90 s/line"`; above 0, at most a year.
pub(crate) struct TimePerUnit;

impl Value for TimePerUnit {
    type Of = UnitTime;

    fn form() -> String {
        "duration per line, piece or delivery".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<UnitTime> {
        let text = reader.text(item, key.example)?;
        let read = text.split_once('/').and_then(|(time, thing)| {
            let (number, word) = split(time)?;
            let units = [WorkUnit::Line, WorkUnit::Piece, WorkUnit::Delivery];
            let unit = units.into_iter().find(|unit| unit.thing() == thing.trim())?;
            Some((in_micros(number, word)?, unit))
        });
        let help = format!("for instance `{}`", key.example_line());
        let Some((micros, unit)) = read else {
            let message = format!("`{}` is not a time per unit of work", shown(text));
            reader.report(ScenarioError::at(item.place(), message, "a duration, `/` and a unit").help(help));
            return None;
        };
        if !(0.5..=YEAR.as_micros_f64()).contains(&micros) {
            let label = if micros < 0.5 { "no time" } else { "over a year" };
            let message = format!("`{}` must be above 0 and at most a year", item.key);
            reader.report(ScenarioError::at(item.place(), message, label).help(help));
            return None;
        }
        Some(UnitTime { time: Duration::from_micros(micros.round() as u64), unit })
    }

    fn write(value: &UnitTime, _: Context) -> String {
        quoted(&format!("{}/{}", duration_text(value.time), value.unit.thing()))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of(&format!("{TIMES}\\s*/\\s*(line|piece|delivery)"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read_text;

    #[test]
    fn manual_mode_reads_back_from_the_resolved_scenario() {
        const SMALL: &str = include_str!("../../../tests/scenario/small.toml");
        let reentry = UnitTime { time: Duration::from_micros(90_000_000), unit: WorkUnit::Line };
        for (keys, errors, reentry) in [
            ("rate = \"12.5%\"", 0.0, None),
            ("rate = \"12.5%\", errors = \"5%\", reentry = \"1.5 min/line\"", 0.05, Some(reentry)),
            ("rate = \"12.5%\", errors = \"99.5%\"", 0.995, None),
        ] {
            let set = format!("processes.pick.manual={{ {keys} }}");
            let read = read_text("small.toml", SMALL, &[set]).expect("a valid scenario");
            let expected = ManualMode { rate: CapacityFactor::from_ppm(125_000), errors, reentry };
            assert_eq!(read.scenario.processes[1].manual, Some(expected));
            let again = read_text("small.toml", &read.resolved, &[]).expect("a valid scenario");
            assert_eq!((again.scenario, again.resolved), (read.scenario, read.resolved));
        }
    }
}
