//! Repair job: an order that is the repair of a car, which waits for the last part that it needs.
//!
//! ```toml
//! [demand.uk_workshops.jobs]
//! off_road = "30%"                       # jobs whose car cannot be driven while it waits
//! courtesy = { share = "60%", cars = "12 each", cost = "£45/day" }   # share that requests a car
//! ```

use crate::registers::key::{Key, Schema};
use crate::registers::table::table;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::forms::{Inline, Share, quantity_of, text_of};
use crate::scenario::syntax::quantity::split;
use crate::scenario::syntax::reader::{Item, Reader, shown};
use crate::scenario::syntax::value::{Context, StandIn, Value};
use crate::scenario::syntax::writer::quoted;
use serde_json::Value as Json;

table! {
    /// Cars behind the orders of a demand, where each order is a repair.
    pub struct RepairJobs in "demand.NAME.jobs" {
        /// Share of jobs whose car cannot be driven while it waits.
        off_road: f64 as Share = required, eg "30%";
        /// Courtesy cars of each site.
        courtesy: Option<CourtesyCars> as Inline<CourtesyCars> = optional,
            eg { share = "60%", cars = "12 each", cost = "£45/day" }, absent "no courtesy cars";
    }
}

table! {
    /// Courtesy cars of each site.
    pub struct CourtesyCars in "demand.NAME.jobs.courtesy" {
        /// Share of waiting jobs with a car off the road that request a courtesy car.
        share: f64 as Share = "100%", eg "60%";
        /// Number of cars at each site.
        cars: u32 as CarsEach = required, eg "12 each";
        /// Cost of a car in use, per day.
        cost: f64 as MoneyPerDay = "£0/day", eg "£45/day";
    }
}

/// Largest number of courtesy cars of a site.
const MAX_CARS: f64 = 1e6;

/// An integer number of cars at each site: `"12 each"`.
pub(crate) struct CarsEach;

impl Value for CarsEach {
    type Of = u32;

    fn form() -> String {
        "cars at each site".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<u32> {
        let text = reader.text(item, key.example)?;
        let cars = split(text).filter(|(_, unit)| matches!(*unit, "each" | "cars each" | "car each"));
        let cars = cars.map(|(number, _)| number.times(1, 0));
        let cars = cars.filter(|cars| cars.fract() == 0.0 && (0.0..=MAX_CARS).contains(cars));
        if cars.is_none() {
            reader.report(
                ScenarioError::at(
                    item.place(),
                    format!("`{}` is not a number of cars at each site", shown(text)),
                    "an integer from 0 to 1 million",
                )
                .help(format!("for instance `{}`", key.example_line())),
            );
        }
        cars.map(|cars| cars as u32)
    }

    fn write(value: &u32, _: Context) -> String {
        quoted(&format!("{value} each"))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of("(cars? )?each")
    }
}

/// A sum of money per day: `"£45/day"`.
pub(crate) struct MoneyPerDay;

impl Value for MoneyPerDay {
    type Of = f64;

    fn form() -> String {
        "money per day".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<f64> {
        reader.money_a_day(item)
    }

    fn write(value: &f64, context: Context) -> String {
        quoted(&format!("{}{value}/day", context.currency))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        text_of(r"\s*[£€$]\s*[0-9]+(\.[0-9]+)?\s*(/ ?| per )day\s*")
    }

    /// No sum at all, so that it chooses no currency.
    fn implied(_: &mut Reader<'_>, _: &Key, _: &'static str) -> Option<f64> {
        Some(0.0)
    }
}

impl StandIn for CarsEach {
    fn stand_in() -> u32 {
        0
    }
}
