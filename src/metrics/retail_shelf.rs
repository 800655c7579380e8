//! Off the shelf: the share of what workshops want that stands on the shelf of their own retailer.
//!
//! Counted in lines, at the instant of the demand, whatever becomes of what must be ordered.

use super::{Days, Key, Metric, Recorded, ReplicationResult, Series};
use crate::engine::Time;
use crate::model::{Labels, Model};
use crate::simulation::observer::Observer;

/// Listens for what workshops take and what they do not find.
#[derive(Debug)]
pub struct RetailShelf<'m> {
    model: &'m Model,
    days: Days,
    /// Lines wanted by table and counted day, and those taken.
    wanted: Vec<u32>,
    taken: Vec<u32>,
}

impl<'m> RetailShelf<'m> {
    /// Nothing is wanted yet.
    pub fn new(model: &'m Model) -> Self {
        let days = Days::of(model);
        let cells = vec![0; model.site_groups.len() * days.counted()];
        RetailShelf { model, days, wanted: cells.clone(), taken: cells }
    }

    #[inline]
    fn wants(&mut self, now: Time, site: u32, taken: bool) {
        let Some(day) = self.days.counted_day(now).filter(|&day| day < self.days.counted()) else { return };
        let cell = usize::from(self.model.group_of[site as usize]) * self.days.counted() + day;
        self.wanted[cell] += 1;
        self.taken[cell] += u32::from(taken);
    }
}

impl Observer for RetailShelf<'_> {
    #[inline]
    fn off_the_shelf(&mut self, now: Time, site: u32, _: u32, _: u32) {
        self.wants(now, site, true);
    }

    #[inline]
    fn lacking(&mut self, now: Time, site: u32, _: u32, _: u32) {
        self.wants(now, site, false);
    }
}

impl Recorded for RetailShelf<'_> {
    fn tell(self, labels: &Labels, observations: &mut ReplicationResult) {
        let days = self.days.counted();
        for (table, site) in labels.site_groups.iter().enumerate() {
            let (wanted, taken) = (
                &self.wanted[table * days..(table + 1) * days],
                &self.taken[table * days..(table + 1) * days],
            );
            let sum = |lines: &[u32]| lines.iter().map(|&lines| f64::from(lines)).sum::<f64>();
            let all = sum(wanted);
            if all == 0.0 {
                continue;
            }
            let share = |(&taken, &wanted): (&u32, &u32)| match wanted {
                0 => f64::NAN,
                wanted => f64::from(taken) / f64::from(wanted),
            };
            let key = Key::new("off_the_shelf", site, "all", "share");
            let values = taken.iter().zip(wanted).map(share).collect();
            observations.series.push(Series { key: key.clone(), values });
            let values = wanted.iter().map(|&lines| f64::from(lines)).collect();
            let wanted = Key::new("wanted_off_the_shelf", site, "all", "lines");
            observations.series.push(Series { key: wanted, values });
            observations.metrics.push(Metric { key, value: Some(sum(taken) / all) });
        }
    }
}
