//! Network: site groups, their sources, stock policies and lead times.

use super::CheckInput;
use super::format::{counted_with_separators as counted, integer, percent, time};
use crate::model::{SiteGroup, Stock};
use crate::report::text_table::{NONE, TextTable};
use crate::scenario::network::site::SiteKind;
use crate::scenario::stock::{BaseStock, Review, ReviewInterval, Stock as StockSpec, StockLevel};
use crate::units::{Duration, WEEK};

/// A row for each site group.
pub(super) fn section(input: &CheckInput<'_>) -> String {
    let heads = ["site", "kind", "sites", "supplied by", "stock", "review", "lead time"];
    let mut table = TextTable::new(&heads, &[0, 1, 3, 4, 5], input.style);
    for (index, group) in input.model.site_groups.iter().enumerate() {
        let name = &input.labels.site_groups[index];
        let sources: Vec<&str> = group
            .sources
            .iter()
            .map(|&source| input.labels.site_groups[usize::from(source)].as_str())
            .collect();
        let spec = stock_spec(input, name);
        let lead_time = match (&group.stock, &group.lead_time) {
            (Stock::BaseStock(held), _) => time(held.lead_time),
            (_, Some(lead_time)) => time(Duration::from_micros(lead_time.mean() as u64)),
            _ => NONE.into(),
        };
        table.row(vec![
            name.clone(),
            kind(group.kind).into(),
            integer(f64::from(group.count)),
            if sources.is_empty() { NONE.into() } else { sources.join(", then ") },
            spec.map_or_else(
                || without_policy(group).into(),
                |spec| assortment(input, policy(spec), &group.stock),
            ),
            spec.map_or_else(|| deliveries(input, name), |spec| review(spec.review)),
            lead_time,
        ]);
    }
    table.into_text()
}

/// The stock policy of a site group; `None` if it has none.
fn stock_spec<'s>(input: &CheckInput<'s>, site: &str) -> Option<&'s BaseStock> {
    let spec = input.scenario.sites.iter().find(|spec| spec.name == site)?;
    match &spec.stock {
        Some(StockSpec::BaseStock(held)) => Some(held),
        Some(StockSpec::Unlimited) | None => None,
    }
}

/// A stock policy, with the number of parts it holds if that is not all.
fn assortment(input: &CheckInput<'_>, policy: String, stock: &Stock) -> String {
    match stock {
        Stock::BaseStock(held) if held.assortment.len() < input.model.parts() => format!(
            "{policy}, {} of {}",
            integer(held.assortment.len() as f64),
            counted(input.model.parts(), "part")
        ),
        Stock::BaseStock(_) | Stock::None | Stock::Unlimited => policy,
    }
}

/// The timetable of a supplier's deliveries.
fn deliveries(input: &CheckInput<'_>, site: &str) -> String {
    let spec = input.scenario.sites.iter().find(|spec| spec.name == site);
    spec.and_then(|spec| spec.deliveries.as_ref()).map_or_else(
        || NONE.into(),
        |loads| {
            let lines = counted(loads.lines as usize, "line");
            format!("delivers {} × {lines} / week", loads.at.len())
        },
    )
}

fn kind(kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Centre => "centre",
        SiteKind::Pdc => "PDC",
        SiteKind::Retailer => "retailer",
        SiteKind::Supplier => "supplier",
    }
}

fn without_policy(group: &SiteGroup) -> &'static str {
    match (&group.stock, group.kind) {
        (Stock::Unlimited, _) | (Stock::None, SiteKind::Supplier) => "unlimited",
        (Stock::None | Stock::BaseStock(_), _) => "none",
    }
}

fn policy(held: &BaseStock) -> String {
    match &held.level {
        StockLevel::Pieces(_) => "order-up-to levels".into(),
        StockLevel::MinMax { .. } => "min–max levels".into(),
        StockLevel::Lots { .. } => "reorder points, lots".into(),
        StockLevel::Cover(cover) => format!("cover {}", time(*cover)),
        StockLevel::FillRate(target) => format!("fill rate {}", percent(*target)),
        StockLevel::ReadyRate(target) => format!("ready rate {}", percent(*target)),
        StockLevel::CycleServiceLevel(target) => format!("cycle service level {}", percent(*target)),
        StockLevel::LotsFillRate { target, .. } => format!("fill rate {}, lots", percent(*target)),
    }
}

fn review(review: Review) -> String {
    match review {
        Review::Continuous => "continuous".into(),
        Review::Periodic { every: ReviewInterval::WorkingDay, .. } => "every working day".into(),
        Review::Periodic { every: ReviewInterval::Elapsed(WEEK), .. } => "every week".into(),
        Review::Periodic { every: ReviewInterval::Elapsed(every), .. } => format!("every {}", time(every)),
    }
}
