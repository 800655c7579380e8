//! Lorry yard: lorries that wait for a door.
//!
//! Counts the deliveries that wait at the first inbound process of a site group that works per
//! delivery, all sites together; lorries at a door are not in the yard. The peak of a day is the
//! most that waited at one time of it.

use super::{Days, Recorder, ReplicationResult};
use crate::model::Model;
use crate::registers::metrics::{Dim, cell, ids};
use crate::scenario::network::process::WorkUnit;
use crate::simulation::observer::Observer;
use crate::simulation::stations::station::{Step, steps};
use crate::simulation::view::View;
use crate::units::{Duration, IndexVec, Instant, ProcessId, SiteGroupId, StationId};

/// Recorder of deliveries that wait to be unloaded.
#[derive(Debug)]
pub(crate) struct LorryYard {
    days: Days,
    /// By station: its yard and the number waiting there; `None` for stations without a yard.
    waiting: IndexVec<StationId, Option<(u32, u32)>>,
    yards: Vec<YardOfGroup>,
}

/// Yards of all sites of a group.
#[derive(Debug)]
struct YardOfGroup {
    group: SiteGroupId,
    process: ProcessId,
    lorries: u64,
    most: u64,
    levels: Vec<f64>,
    peaks: Vec<f64>,
}

impl LorryYard {
    /// A recorder of empty yards.
    pub(crate) fn new(model: &Model) -> Self {
        let (mut waiting, mut yards) = (Vec::new(), Vec::new());
        for (number, table) in model.site_groups.iter_ids() {
            let door = steps(table).position(|(process, step)| {
                let per = model.processes[process].per;
                matches!(step, Step::Inbound(_)) && per == WorkUnit::Delivery
            });
            for _ in 0..table.count {
                waiting.extend(
                    (0..steps(table).count())
                        .map(|step| (Some(step) == door).then_some((yards.len() as u32, 0))),
                );
            }
            if let Some((process, _)) = door.and_then(|door| steps(table).nth(door)) {
                let (levels, peaks) = (Vec::new(), Vec::new());
                yards.push(YardOfGroup { group: number, process, lorries: 0, most: 0, levels, peaks });
            }
        }
        LorryYard { days: Days::of(model), waiting: waiting.into(), yards }
    }
}

impl Observer for LorryYard {
    #[inline]
    fn deliveries_wait(&mut self, _: Instant, station: StationId, waiting: u32) {
        let Some((yard, before)) = &mut self.waiting[station] else { return };
        let yard = &mut self.yards[*yard as usize];
        yard.lorries = yard.lorries + u64::from(waiting) - u64::from(*before);
        yard.most = yard.most.max(yard.lorries);
        *before = waiting;
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        let counted = self.days.counted_day(now - Duration::MICROSECOND).is_some();
        for yard in &mut self.yards {
            if counted {
                yard.levels.push(yard.lorries as f64);
                yard.peaks.push(yard.most as f64);
            }
            yard.most = yard.lorries;
        }
    }
}

impl Recorder for LorryYard {
    fn emit(self, out: &mut ReplicationResult) {
        for yard in self.yards {
            let cell = cell(&[(Dim::Site, yard.group.into()), (Dim::Process, usize::from(yard.process))]);
            let peak = yard.peaks.iter().copied().reduce(f64::max);
            out.scalar(ids::LORRIES_IN_YARD_PEAK, cell, peak);
            out.daily(ids::LORRIES_IN_YARD, cell, yard.levels);
            out.daily(ids::LORRIES_IN_YARD_PEAK_DAILY, cell, yard.peaks);
        }
    }
}
