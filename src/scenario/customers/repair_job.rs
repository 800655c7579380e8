//! Jobs: orders that are repairs of cars, each of which waits for the last part that it needs.
//!
//! ```toml
//! [demand.uk_workshops.jobs]
//! off_road = "30%"                       # jobs whose car cannot be driven while it waits
//! courtesy = { share = "60%", cars = "12 each", cost = "£45/day" }   # of those, who ask for a courtesy car
//! ```

use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::{share_text, split};
use crate::scenario::syntax::reader::{Fields, Item, Reader, shown};
use crate::scenario::syntax::writer::{Writer, braces, quoted};

/// What is known of the cars behind a demand.
#[derive(Debug, Clone, PartialEq)]
pub struct RepairJobs {
    /// Share of jobs whose car cannot be driven while it waits.
    pub off_road: f64,
    /// Courtesy cars, if there are any.
    pub courtesy: Option<CourtesyCars>,
}

/// Courtesy cars of each site.
#[derive(Debug, Clone, PartialEq)]
pub struct CourtesyCars {
    /// Share of waiting jobs with a car off the road that ask for one.
    pub share: f64,
    /// Cars at each site.
    pub cars: u32,
    /// Cost of a car in use for a day, in the scenario's currency.
    pub cost_per_day: f64,
}

/// The most courtesy cars that a site can have.
const MOST_CARS: f64 = 1e6;

impl<'t> Reader<'t> {
    /// The `jobs` of a demand.
    pub(crate) fn jobs(&mut self, written: Item<'t>) -> Option<RepairJobs> {
        let table = self.table(written, "{ off_road = \"30%\" }")?;
        let mut fields = Fields::new(table, written.at, "`jobs`");
        let off_road = fields.need(self, "off_road", "for instance `off_road = \"30%\"`");
        let off_road = off_road.and_then(|item| self.share(item, "\"30%\"")).unwrap_or(0.0);
        let courtesy = fields.take("courtesy").and_then(|item| self.courtesy(item));
        fields.finish(self);
        Some(RepairJobs { off_road, courtesy })
    }

    fn courtesy(&mut self, written: Item<'t>) -> Option<CourtesyCars> {
        let table = self.table(written, "{ share = \"60%\", cars = \"12 each\", cost = \"£45/day\" }")?;
        let mut fields = Fields::new(table, written.at, "`courtesy`");
        let share = fields.take("share").and_then(|item| self.share(item, "\"60%\"")).unwrap_or(1.0);
        let cars = fields.need(self, "cars", "for instance `cars = \"12 each\"`");
        let cars = cars.and_then(|item| self.cars_each(item)).unwrap_or(0);
        let cost = fields.take("cost").and_then(|item| self.money_a_day(item)).unwrap_or(0.0);
        fields.finish(self);
        Some(CourtesyCars { share, cars, cost_per_day: cost })
    }

    /// Whole cars at each site: `12 each`.
    fn cars_each(&mut self, item: Item<'t>) -> Option<u32> {
        let text = self.text(item, "\"12 each\"")?;
        let cars = split(text).filter(|(_, unit)| matches!(*unit, "each" | "cars each" | "car each"));
        let cars = cars.map(|(number, _)| number.times(1, 0));
        let whole = cars.filter(|cars| cars.fract() == 0.0 && (0.0..=MOST_CARS).contains(cars));
        if whole.is_none() {
            self.fault(
                Fault::at(
                    item.place(),
                    format!("`{}` is not a number of cars at each site", shown(text)),
                    "whole cars, from 0 to a million",
                )
                .help(format!("for instance `{} = \"12 each\"`", item.key)),
            );
        }
        whole.map(|cars| cars as u32)
    }
}

impl RepairJobs {
    /// Written as one table in braces.
    pub(crate) fn write(&self, writer: &mut Writer, currency: char) {
        let mut entries = vec![("off_road", quoted(&share_text(self.off_road)))];
        if let Some(courtesy) = &self.courtesy {
            let courtesy = [
                ("share", quoted(&share_text(courtesy.share))),
                ("cars", quoted(&format!("{} each", courtesy.cars))),
                ("cost", quoted(&format!("{currency}{}/day", courtesy.cost_per_day))),
            ];
            entries.push(("courtesy", braces(courtesy)));
        }
        writer.bare("jobs", braces(entries));
    }
}
