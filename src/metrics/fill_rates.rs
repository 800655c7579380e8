//! Fill: what the shelf gives at once, and what is still open at the end.
//!
//! Stock availability is the share of lines for which the site that is asked first gives all pieces from its own
//! stock at the instant it looks; first pick alone looks well in a full stop, so the time to fill of all lines stands
//! beside it ([`super::order_cohort`]). Lines count under the class that they were ordered in.

use super::{Days, Key, Metric, Recorded, ReplicationResult, Series, class_and_kind};
use crate::engine::Time;
use crate::model::{Labels, Model};
use crate::simulation::observer::{LossReason, Observer};
use crate::simulation::orders::line::{Line, LineKind};
use crate::simulation::view::View;

/// Listens for picks and fills.
#[derive(Debug)]
pub struct Fill<'m> {
    model: &'m Model,
    days: Days,
    classes: usize,
    /// Lines looked for by table, class, kind and counted day, and those of them given whole; today's are added at
    /// midnight.
    picks: Vec<Picks>,
    /// The same of today, by table, class and kind.
    today: Vec<Picks>,
    /// First of them of the table of each site.
    row_of: Vec<u32>,
    /// By class and kind.
    ordered: Vec<u64>,
    cancelled: Vec<u64>,
    filled: Vec<u64>,
}

impl<'m> Fill<'m> {
    /// Nothing is ordered yet.
    pub fn new(model: &'m Model) -> Self {
        let (days, classes) = (Days::of(model), model.classes.len());
        let cells = model.site_groups.len() * classes * 2 * days.counted();
        Fill {
            model,
            days,
            classes,
            picks: vec![Picks::default(); cells],
            today: vec![Picks::default(); model.site_groups.len() * classes * 2],
            row_of: model.group_of.iter().map(|&table| u32::from(table) * classes as u32 * 2).collect(),
            ordered: vec![0; classes * 2],
            cancelled: vec![0; classes * 2],
            filled: vec![0; classes * 2],
        }
    }
}

/// First picks of a day.
#[derive(Debug, Clone, Copy, Default)]
struct Picks {
    looked: u32,
    whole: u32,
}

impl Observer for Fill<'_> {
    #[inline(always)]
    fn ordered(&mut self, now: Time, line: &Line) {
        if now >= self.model.times.counted_from {
            self.ordered[class_and_kind(line)] += 1;
        }
    }

    fn cancelled(&mut self, _: Time, line: &Line) {
        if line.ordered >= self.model.times.counted_from {
            self.cancelled[class_and_kind(line)] += 1;
        }
    }

    fn lost(&mut self, now: Time, line: &Line, pieces: u32, _: LossReason) {
        if pieces == line.pieces && !line.is_again() {
            self.cancelled(now, line);
        }
    }

    #[inline(always)]
    fn first_pick(&mut self, _: Time, line: &Line, given: u32) {
        let picks = &mut self.today[self.row_of[line.source() as usize] as usize + class_and_kind(line)];
        picks.looked += 1;
        picks.whole += u32::from(given == line.pieces);
    }

    #[inline(always)]
    fn handed_over(&mut self, now: Time, asked: &Line) {
        self.first_pick(now, asked, asked.pieces);
        if now >= self.model.times.counted_from {
            let kind = class_and_kind(asked);
            self.ordered[kind] += 1;
            self.filled[kind] += 1;
        }
    }

    #[inline(always)]
    fn filled(&mut self, _: Time, line: &Line) {
        if line.ordered >= self.model.times.counted_from {
            self.filled[class_and_kind(line)] += 1;
        }
    }

    fn midnight(&mut self, now: Time, _: &View<'_>) {
        let (days, ended) = (self.days.counted(), self.days.counted_day(now - 1));
        for (row, today) in self.today.iter_mut().enumerate() {
            let today = std::mem::take(today);
            if let Some(day) = ended.filter(|&day| day < days) {
                self.picks[row * days + day] = today;
            }
        }
    }
}

impl Recorded for Fill<'_> {
    fn tell(self, labels: &Labels, observations: &mut ReplicationResult) {
        let days = self.days.counted();
        for (table, site) in labels.site_groups.iter().enumerate() {
            for (class, name) in labels.classes.iter().enumerate() {
                for (kind, suffix) in [(LineKind::Customer, ""), (LineKind::Replenishment, "_replenishment")]
                {
                    let begin = ((table * self.classes + class) * 2 + kind as usize) * days;
                    let picks = &self.picks[begin..begin + days];
                    let total: u64 = picks.iter().map(|picks| u64::from(picks.looked)).sum();
                    if total == 0 {
                        continue;
                    }
                    let given: u64 = picks.iter().map(|picks| u64::from(picks.whole)).sum();
                    let key = Key::new(format!("stock_availability{suffix}"), site, name, "share");
                    let share = |picks: &Picks| match picks.looked {
                        0 => f64::NAN,
                        looked => f64::from(picks.whole) / f64::from(looked),
                    };
                    let values = picks.iter().map(share).collect();
                    observations.series.push(Series { key: key.clone(), values });
                    let first_picks = Key::new(format!("first_picks{suffix}"), site, name, "lines");
                    let values = picks.iter().map(|picks| f64::from(picks.looked)).collect();
                    observations.series.push(Series { key: first_picks, values });
                    observations.metrics.push(Metric { key, value: Some(given as f64 / total as f64) });
                }
            }
        }
        for (class, name) in labels.classes.iter().enumerate() {
            for (kind, suffix) in [(LineKind::Customer, ""), (LineKind::Replenishment, "_replenishment")] {
                let cell = class * 2 + kind as usize;
                if self.ordered[cell] == 0 {
                    continue;
                }
                let unfilled = self.ordered[cell].saturating_sub(self.filled[cell]);
                observations.metrics.push(Metric {
                    key: Key::new(format!("open_at_end{suffix}"), "all", name, "lines"),
                    value: Some(unfilled.saturating_sub(self.cancelled[cell]) as f64),
                });
            }
        }
    }
}
