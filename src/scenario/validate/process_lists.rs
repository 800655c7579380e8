//! Lists of processes at sites.

use super::lookup::listed_at;
use crate::scenario::Scenario;
use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::reader::{Reader, kind};

pub(super) fn check(reader: &mut Reader<'_>, scenario: &Scenario) {
    for site in &scenario.sites {
        for (k, (key, name)) in listed_at(site).enumerate() {
            let before = listed_at(site).take(k).find(|(other, listed)| *other != key && *listed == name);
            if let Some((first, _)) = before {
                let place = reader.place_in_list(&["sites", &site.name, key], name);
                let first = reader.place_in_list(&["sites", &site.name, first], name);
                let (Some(place), Some(first)) = (place, first) else { continue };
                reader.fault(
                    Fault::at(
                        place,
                        format!("process `{name}` is listed twice at site `{}`", site.name),
                        "here again",
                    )
                    .and(first, "listed here")
                    .help("two steps are two processes, with a name each"),
                );
            }
        }
    }
    for process in &scenario.processes {
        let used = scenario.sites.iter().any(|site| listed_at(site).any(|(_, name)| *name == process.name));
        let Some(place) = reader.name_place(kind("processes"), &process.name) else { continue };
        if !used {
            reader.fault(
                Fault::at(place, format!("no site uses process `{}`", process.name), "would never work")
                    .help("list it in the `inbound`, `outbound` or `desk` of a site, or leave it out"),
            );
        }
    }
}
