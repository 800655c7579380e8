//! Lookup: sites, process lists, supply paths and unread items, as the rules need them.

use crate::scenario::Scenario;
use crate::scenario::network::site::Site;
use crate::scenario::syntax::reader::Reader;
use crate::scenario::syntax::tree::{Node, Value};

/// Processes of a site, each with the key of the list that it stands in.
pub(super) fn listed_processes(site: &Site) -> impl Iterator<Item = (&'static str, &String)> {
    let inbound = site.inbound.iter().map(|name| ("inbound", name));
    let outbound = site.before_stock.iter().chain(&site.after_stock).map(|name| ("outbound", name));
    inbound.chain(outbound).chain(site.order_desk.iter().map(|name| ("order_desk", name)))
}

pub(super) fn site_of<'s>(scenario: &'s Scenario, name: &str) -> Option<&'s Site> {
    scenario.sites.iter().find(|site| site.name == name)
}

/// True if site `from` supplies site `to`, directly or through other sites.
pub(super) fn supplies(scenario: &Scenario, from: &str, to: &str) -> bool {
    let mut open = vec![to];
    let mut seen = Vec::new();
    while let Some(name) = open.pop() {
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let sources = site_of(scenario, name).map_or(&[][..], |site| &site.supplied_by);
        if sources.iter().any(|source| source == from) {
            return true;
        }
        open.extend(sources.iter().map(String::as_str));
    }
    false
}

/// True if the list at `path` has exactly the `read` items that the reader accepted.
///
/// A rule about a list with a rejected item would only repeat the error of that item.
pub(super) fn all_read(reader: &Reader<'_>, path: [&str; 3], read: usize) -> bool {
    match reader.node(&path).map(|node| &node.value) {
        None => read == 0,
        Some(Value::List(list)) => list.len() == read,
        Some(_) => false,
    }
}

/// True if a key is present with anything but an empty list.
pub(super) fn is_not_empty(node: Option<&Node>) -> bool {
    match node.map(|node| &node.value) {
        Some(Value::List(list)) => !list.is_empty(),
        Some(_) => true,
        None => false,
    }
}
