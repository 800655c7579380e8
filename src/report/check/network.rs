//! The network, what flows through it on a working day, and how much of its capacity that takes.

use super::wording::{counted, percent, table, text, time, whole};
use super::{TIGHT, Told};
use crate::model::{Model, SiteGroup, Stock};
use crate::scenario::network::process::WorkUnit;
use crate::scenario::network::site::SiteKind;
use crate::scenario::stock::{BaseStock, Review, ReviewInterval, Stock as Stated, StockLevel};
use crate::scenario::syntax::quantity::{Micros, WEEK};

impl Told<'_> {
    pub(super) fn network(&self) -> String {
        let mut table = table(&["site", "kind", "sites", "supplied by", "stock", "looks", "lead time"], &[2]);
        for (index, stated) in self.model.site_groups.iter().enumerate() {
            let name = &self.labels.site_groups[index];
            let sources: Vec<&str> = stated
                .sources
                .iter()
                .map(|&source| self.labels.site_groups[usize::from(source)].as_str())
                .collect();
            let held = self.stated_stock(name);
            let kept = held.map_or_else(|| kept(stated).into(), |held| self.holds(rule(held), &stated.stock));
            let lead_time = match (&stated.stock, &stated.lead_time) {
                (Stock::BaseStock(held), _) => time(held.lead_time),
                (_, Some(lead_time)) => time(lead_time.mean() as Micros),
                _ => "–".into(),
            };
            table.add_row([
                name.clone(),
                kind(stated.kind).into(),
                whole(f64::from(stated.count)),
                if sources.is_empty() { "–".into() } else { sources.join(", then ") },
                kept,
                held.map_or_else(|| self.lorries(name), |held| looks(held.review)),
                lead_time,
            ]);
        }
        text(&table)
    }

    /// A rule of stock, and how many parts are held by it if that is not all.
    pub(super) fn holds(&self, rule: String, stock: &Stock) -> String {
        match stock {
            Stock::BaseStock(held) if held.assortment.len() < self.model.parts() => format!(
                "{rule}, {} of {}",
                whole(held.assortment.len() as f64),
                counted(self.model.parts(), "part")
            ),
            Stock::BaseStock(_) | Stock::None | Stock::Unlimited => rule,
        }
    }

    /// When lorries of a supplier come.
    pub(super) fn lorries(&self, site: &str) -> String {
        let stated = self.scenario.sites.iter().find(|stated| stated.name == site);
        stated.and_then(|stated| stated.loads.as_ref()).map_or_else(
            || "–".into(),
            |loads| {
                let lines = counted(loads.lines as usize, "line");
                format!("lorries of {lines}, {} a week", counted(loads.at.len(), "time"))
            },
        )
    }

    pub(super) fn stated_stock(&self, site: &str) -> Option<&BaseStock> {
        let stated = self.scenario.sites.iter().find(|stated| stated.name == site)?;
        match &stated.stock {
            Some(Stated::BaseStock(held)) => Some(held),
            Some(Stated::Unlimited) | None => None,
        }
    }

    pub(super) fn lanes(&self) -> String {
        let mut table = table(&["lane", "from", "to", "departures a week", "on the way"], &[3, 4]);
        for (lane, stated) in self.model.lanes.iter().zip(&self.scenario.lanes) {
            let departures = match &stated.departs {
                None => "when ready".to_owned(),
                Some(by_time) => whole(by_time.per_week()),
            };
            let departs = match stated.capacity {
                Some(capacity) => format!("{departures} of {capacity} at most"),
                None => departures,
            };
            table.add_row([
                stated.name.clone(),
                stated.from.clone(),
                stated.to.clone(),
                departs,
                time(lane.transit.mean() as Micros),
            ]);
        }
        if self.model.lanes.is_empty() { String::new() } else { text(&table) }
    }

    pub(super) fn flows(&self) -> String {
        let flows = &self.model.flows;
        let head = ["site", "customers ask, lines", "serves, lines", "serves, pieces", "orders, lines"];
        let mut table = table(&head, &[1, 2, 3, 4]);
        for (index, name) in self.labels.site_groups.iter().enumerate() {
            table.add_row([
                name.clone(),
                whole(flows.customer_lines[index]),
                whole(flows.lines_served[index]),
                whole(flows.pieces_served[index]),
                whole(flows.lines_ordered[index]),
            ]);
        }
        text(&table)
    }

    pub(super) fn load(&self) -> String {
        let head = ["process", "site", "unit", "asked a working day", "can do", "load", ""];
        let mut table = table(&head, &[3, 4, 5]);
        let mut listed = false;
        each_load(self.model, |process, site, asked, capacity| {
            listed = true;
            let load = if asked > 0.0 { asked / capacity } else { 0.0 };
            let mark = if load > 1.0 {
                "!! more than it can do"
            } else if load > TIGHT {
                "! tight"
            } else {
                ""
            };
            table.add_row([
                self.labels.processes[process].clone(),
                self.labels.site_groups[site].clone(),
                unit(self.model.processes[process].per).into(),
                whole(asked),
                if capacity.is_finite() { whole(capacity) } else { "no limit".into() },
                percent(load),
                mark.into(),
            ]);
        });
        if listed { text(&table) } else { String::new() }
    }
}

/// Calls with process, table, units asked for and units possible of each process of each table.
pub(super) fn each_load(model: &Model, mut tell: impl FnMut(usize, usize, f64, f64)) {
    for (index, table) in model.site_groups.iter().enumerate() {
        let mut processes: Vec<u16> = Vec::new();
        for &process in table.inbound.iter().chain(&table.before_stock).chain(&table.after_stock) {
            if !processes.contains(&process) {
                processes.push(process);
            }
        }
        for process in processes.into_iter().map(usize::from) {
            tell(
                process,
                index,
                model.flows.work_units[index][process],
                model.flows.capacity[index][process],
            );
        }
    }
}

fn kind(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Centre => "centre",
        SiteKind::Pdc => "PDC",
        SiteKind::Retailer => "retailer",
        SiteKind::Supplier => "supplier",
    }
}

fn kept(table: &SiteGroup) -> &'static str {
    match (&table.stock, table.kind) {
        (Stock::Unlimited, _) | (Stock::None, SiteKind::Supplier) => "unlimited",
        (Stock::None | Stock::BaseStock(_), _) => "none",
    }
}

fn rule(held: &BaseStock) -> String {
    match &held.level {
        StockLevel::Pieces(_) => "levels given".into(),
        StockLevel::MinMax { .. } => "between levels given".into(),
        StockLevel::Lots { .. } => "in lots given".into(),
        StockLevel::Cover(cover) => format!("{} of demand", time(*cover)),
        StockLevel::FillRate(target) => format!("for {} at once", percent(*target)),
        StockLevel::ReadyRate(target) => format!("for {} ready", percent(*target)),
        StockLevel::CycleServiceLevel(target) => format!("for {} of cycles", percent(*target)),
        StockLevel::LotsFillRate { target, .. } => format!("in lots, {} at once", percent(*target)),
    }
}

fn looks(review: Review) -> String {
    match review {
        Review::Continuous => "at every demand".into(),
        Review::Periodic { every: ReviewInterval::WorkingDay, .. } => "every working day".into(),
        Review::Periodic { every: ReviewInterval::Elapsed(WEEK), .. } => "every week".into(),
        Review::Periodic { every: ReviewInterval::Elapsed(every), .. } => format!("every {}", time(every)),
    }
}

fn unit(unit: WorkUnit) -> &'static str {
    match unit {
        WorkUnit::Line => "lines",
        WorkUnit::Piece => "pieces",
        WorkUnit::Delivery => "deliveries",
    }
}
