//! Cycles: systems that need each other, sites that supply each other, phases that wait for each
//! other.
//!
//! Each group of cyclic references is reported once, by its shortest cycle through the first name
//! (in order of name) that lies on one; the diagnostic points at every reference of that cycle.

use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::{Place, ScenarioError};
use crate::scenario::syntax::reader::Reader;

/// Index of the referenced name, and the place of the reference.
type Edge = (usize, Option<Place>);

/// Directed graph of the references between the entries of one table.
struct Graph {
    /// Sorted.
    names: Vec<String>,
    edges: Vec<Vec<Edge>>,
}

impl Graph {
    fn new(names: Vec<String>) -> Self {
        let edges = vec![Vec::new(); names.len()];
        Self { names, edges }
    }

    /// Adds the references listed at `path` of the entry with index `from`.
    fn add_references(&mut self, reader: &Reader<'_>, from: usize, to: &[String], path: [&str; 3]) {
        for name in to {
            if let Ok(to) = self.names.binary_search(name) {
                self.edges[from].push((to, reader.place_in_list(&path, name)));
            }
        }
    }

    /// One cycle for each group of names that lie on cycles.
    fn cycles(&self) -> Vec<Vec<Edge>> {
        let mut found = vec![false; self.names.len()];
        let mut cycles = Vec::new();
        for first in 0..self.names.len() {
            if found[first] {
                continue;
            }
            if let Some(cycle) = self.shortest_cycle(first) {
                for (name, _) in &cycle {
                    found[*name] = true;
                }
                cycles.push(cycle);
            }
        }
        cycles
    }

    /// Shortest cycle through `first`, by breadth-first search: each name on it with the place of
    /// its reference to the next.
    fn shortest_cycle(&self, first: usize) -> Option<Vec<Edge>> {
        let mut came_from: Vec<Option<Edge>> = vec![None; self.names.len()];
        let mut queue = std::collections::VecDeque::from([first]);
        while let Some(at) = queue.pop_front() {
            for (to, place) in &self.edges[at] {
                if *to == first {
                    let mut cycle = vec![(at, *place)];
                    let mut at = at;
                    while at != first {
                        let (before, place) = came_from[at]?;
                        cycle.push((before, place));
                        at = before;
                    }
                    cycle.reverse();
                    return Some(cycle);
                }
                if came_from[*to].is_none() {
                    came_from[*to] = Some((at, *place));
                    queue.push_back(*to);
                }
            }
        }
        None
    }

    fn report_cycles(&self, reader: &mut Reader<'_>, key: &str, help: &str) {
        for cycle in self.cycles() {
            let mut names: Vec<&str> = cycle.iter().map(|(name, _)| self.names[*name].as_str()).collect();
            names.push(names[0]);
            let references: Vec<(Place, String)> = cycle
                .iter()
                .zip(&names[1..])
                .filter_map(|((_, place), next)| Some(((*place)?, format!("refers to `{next}`"))))
                .collect();
            let Some(((first, label), others)) = references.split_first() else { continue };
            let error = ScenarioError::at(*first, format!("cyclic {key}: {}", names.join(" → ")), label);
            let error = others.iter().fold(error, |error, (place, label)| error.and(*place, label));
            reader.report(error.help(help));
        }
    }
}

/// Reports the cycles of `needs` between systems, `supplied_by` between sites and `after` between
/// phases.
pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let mut needs = Graph::new(scenario.systems.iter().map(|system| system.name.clone()).collect());
    for (k, system) in scenario.systems.iter().enumerate() {
        needs.add_references(reader, k, &system.needs, ["systems", &system.name, "needs"]);
    }
    needs.report_cycles(reader, "`needs`", "one of these systems must work without the next");
    let mut supply = Graph::new(scenario.sites.iter().map(|site| site.name.clone()).collect());
    for (k, site) in scenario.sites.iter().enumerate() {
        supply.add_references(reader, k, &site.supplied_by, ["sites", &site.name, "supplied_by"]);
    }
    supply.report_cycles(
        reader,
        "`supplied_by`",
        "every chain of `supplied_by` must end at a site without sources",
    );
    let mut phases = Graph::new(scenario.restart.iter().map(|phase| phase.name.clone()).collect());
    for (k, phase) in scenario.restart.iter().enumerate() {
        phases.add_references(reader, k, &phase.after, ["restart", &phase.name, "after"]);
        phases.add_references(reader, k, &phase.after_start_of, ["restart", &phase.name, "after_start_of"]);
    }
    phases.report_cycles(reader, "`after`", "none of these phases could ever start");
}
