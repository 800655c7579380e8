//! Circles: things that need, supply or follow each other in the end.
//!
//! Each circle is told once, through the place of every reference that makes it.

use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::{Fault, Place};
use crate::scenario::syntax::reader::Reader;

/// Things of one table with what each refers to, and where it says so.
struct Graph {
    names: Vec<String>,
    edges: Vec<Vec<(usize, Option<Place>)>>,
}

impl Graph {
    fn new(names: Vec<String>) -> Self {
        let edges = vec![Vec::new(); names.len()];
        Self { names, edges }
    }

    fn join(&mut self, reader: &Reader<'_>, from: usize, to: &[String], path: [&str; 3]) {
        for name in to {
            if let Ok(to) = self.names.binary_search(name) {
                self.edges[from].push((to, reader.place_in_list(&path, name)));
            }
        }
    }

    /// A circle through its first name that has one, for each group of names that run in circles.
    fn circles(&self) -> Vec<Vec<(usize, Option<Place>)>> {
        let mut told = vec![false; self.names.len()];
        let mut circles = Vec::new();
        for first in 0..self.names.len() {
            if told[first] {
                continue;
            }
            if let Some(circle) = self.circle(first) {
                for (name, _) in &circle {
                    told[*name] = true;
                }
                circles.push(circle);
            }
        }
        circles
    }

    /// The shortest way from a name back to itself: the names passed, each with the place that leads on.
    fn circle(&self, first: usize) -> Option<Vec<(usize, Option<Place>)>> {
        let mut came_from: Vec<Option<(usize, Option<Place>)>> = vec![None; self.names.len()];
        let mut queue = std::collections::VecDeque::from([first]);
        while let Some(at) = queue.pop_front() {
            for (to, place) in &self.edges[at] {
                if *to == first {
                    let mut circle = vec![(at, *place)];
                    let mut at = at;
                    while at != first {
                        let (before, place) = came_from[at]?;
                        circle.push((before, place));
                        at = before;
                    }
                    circle.reverse();
                    return Some(circle);
                }
                if came_from[*to].is_none() {
                    came_from[*to] = Some((at, *place));
                    queue.push_back(*to);
                }
            }
        }
        None
    }

    fn tell(&self, reader: &mut Reader<'_>, key: &str, help: &str) {
        for circle in self.circles() {
            let mut names: Vec<&str> = circle.iter().map(|(name, _)| self.names[*name].as_str()).collect();
            names.push(names[0]);
            let mut places = circle.iter().filter_map(|(_, place)| *place);
            let Some(first) = places.next() else { continue };
            let fault =
                Fault::at(first, format!("{key} runs in a circle: {}", names.join(" → ")), "from here");
            reader.fault(places.fold(fault, |fault, place| fault.and(place, "and on")).help(help));
        }
    }
}

/// Tells the circles of systems that need each other, of sites that supply each other, and of phases.
pub(crate) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    let mut needs = Graph::new(scenario.systems.iter().map(|system| system.name.clone()).collect());
    for (k, system) in scenario.systems.iter().enumerate() {
        needs.join(reader, k, &system.needs, ["systems", &system.name, "needs"]);
    }
    needs.tell(reader, "`needs`", "one of these systems must run without the next");
    let mut supply = Graph::new(scenario.sites.iter().map(|site| site.name.clone()).collect());
    for (k, site) in scenario.sites.iter().enumerate() {
        supply.join(reader, k, &site.supplied_by, ["sites", &site.name, "supplied_by"]);
    }
    supply.tell(reader, "`supplied_by`", "goods must come from a supplier in the end");
    let mut phases = Graph::new(scenario.restart.iter().map(|phase| phase.name.clone()).collect());
    for (k, phase) in scenario.restart.iter().enumerate() {
        phases.join(reader, k, &phase.after, ["restart", &phase.name, "after"]);
        phases.join(reader, k, &phase.after_start_of, ["restart", &phase.name, "after_start_of"]);
    }
    phases.tell(reader, "`after`", "none of these phases could ever begin");
}
