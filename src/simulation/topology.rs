//! Sites at hand: what every step of every line needs to know of the site that it is at, looked up once.
//!
//! Knows nothing that changes while a replication runs.

use super::orders::line::LineKind;
use super::orders::sourcing::Sources;
use super::orders::stage::Stages;
use super::stock::inventory::Shelves;
use crate::engine::slab::NONE;
use crate::model::{BaseStock, Model, Stock};
use crate::scenario::network::site::SiteKind;
use crate::scenario::syntax::quantity::Level;

/// A site.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Site<'m> {
    /// What it holds, if it holds stock of its own.
    pub(crate) stock: Option<&'m BaseStock>,
    /// Its first shelf.
    pub(crate) first_shelf: u32,
    /// Its table.
    pub(crate) table: u16,
    /// The stages of its table.
    pub(crate) stages: Stages,
    /// Processes before stock is taken, after it, and of what comes in, in the order in which they are numbered.
    pub(crate) before: u8,
    pub(crate) after: u8,
    pub(crate) inbound: u8,
    /// Whether all that comes by goes through all of them.
    pub(crate) routes_all: bool,
    /// Whether it holds nothing, and passes on all goods.
    pub(crate) passes_all: bool,
    /// Its first process.
    pub(crate) first_process: u32,
    /// Whom its customers ask first, and whom it asks first for its stock.
    asks: [Asked; 2],
}

/// Whom a line asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// The site, or [`NONE`].
    pub(crate) site: u32,
    /// Its table.
    pub(crate) table: u16,
    /// Whether it is a supplier.
    pub(crate) supplier: bool,
    /// Whether others may be asked after it.
    pub(crate) more: bool,
}

/// All sites, from the first process of each and whom the sites of each table ask.
pub(crate) fn sites<'m>(
    model: &'m Model,
    shelves: &Shelves,
    first_process: &[u32],
    customers: &[Sources],
    own: &[Sources],
) -> Vec<Site<'m>> {
    let of_site = |(site, (&table, &first_process)): (u32, (&u16, &u32))| {
        let listed = &model.site_groups[usize::from(table)];
        let visited = |&process: &u16| model.processes[usize::from(process)].routing_share == Level::NORMAL;
        let mut all = listed.before_stock.iter().chain(&listed.after_stock).chain(&listed.inbound);
        let asks = |sources: &Sources, kind| {
            let more = sources.at(1).is_some();
            let asked = sources.at(0).map(|asked| Asked { more, ..Asked::of(model, site, asked, kind) });
            asked.unwrap_or(Asked { site: NONE, table, supplier: false, more: false })
        };
        let stock = match &listed.stock {
            Stock::BaseStock(stock) => Some(&**stock),
            Stock::None | Stock::Unlimited => None,
        };
        Site {
            stock,
            first_shelf: shelves.first[site as usize],
            table,
            stages: Stages::of(model, usize::from(table)),
            before: listed.before_stock.len() as u8,
            after: listed.after_stock.len() as u8,
            inbound: listed.inbound.len() as u8,
            routes_all: all.all(visited),
            passes_all: matches!(listed.stock, Stock::None),
            first_process,
            asks: [
                asks(&customers[usize::from(table)], LineKind::Customer),
                asks(&own[usize::from(table)], LineKind::Replenishment),
            ],
        }
    };
    (0..).zip(model.group_of.iter().zip(first_process)).map(of_site).collect()
}

impl Site<'_> {
    /// Whom a line of this kind for the site asks first.
    #[inline]
    pub(crate) fn asks(&self, kind: LineKind) -> Asked {
        self.asks[kind as usize]
    }
}

impl Asked {
    /// The site of a table that lines of a kind for a site ask.
    pub(crate) fn of(model: &Model, destination: u32, table: u16, kind: LineKind) -> Self {
        let own = table == model.group_of[destination as usize] && kind == LineKind::Customer;
        let site = if own { destination } else { model.source_site(destination, table) };
        let supplier = model.site_groups[usize::from(table)].kind == SiteKind::Supplier;
        Asked { site, table, supplier, more: true }
    }
}
