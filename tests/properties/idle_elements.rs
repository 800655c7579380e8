//! Idle elements: an additional element without effect changes no draw, no line and no metric of
//! others.

use crate::common_random_numbers::values;
use crate::config;
use crate::scenario::{Case, scenarios};
use crate::support::{HistoryRecorder, LineHistory, compiled, observed};
use gplc::compile::CompiledModel;
use gplc::units::SiteId;
use proptest::prelude::*;

/// Things that do nothing, with names before and behind all others. What one of them refers to is
/// in it.
const IDLE: [&str; 10] = [
    // A system that no one needs, its outage, its failures, and its return.
    "[systems.aa_portal]\nneeds = [\"identity\"]\n\
     [disruptions.aa_outage]\nfrom = 2025-01-09T03:00:00\ntakes_down = [\"aa_portal\"]\n\
     [failures.aa_portal]\nstrikes = [\"aa_portal\"]\nup = { exponential = \"9 h\" }\ndown = { exponential = \"3 h\" }\n\
     [restart.aa_portal]\nfrom = 2025-01-11\ntakes = { exponential = \"9 h\" }\nbrings_back = [\"aa_portal\"]\n",
    // A site that no one requests, with processes of its own that fail, a lane to it, and a boost.
    "[processes.aa_stow]\nservers = 2\ntime = { exponential = \"1 h\" }\nrouting_share = \"40%\"\n\
     [processes.zz_pick]\nrate = \"9 lines/h\"\n\
     [sites.aa_depot]\nkind = \"pdc\"\nsupplied_by = [\"hub\"]\ninbound = [\"aa_stow\"]\noutbound = [\"zz_pick\"]\n\
     stock = { cover = \"2 days\", review = { every = \"1 day\" }, class = \"daily\" }\n\
     [lanes.aa_lane]\nfrom = \"hub\"\nto = \"aa_depot\"\ndeparts = \"mon-fri 10:00\"\ntransit = { exponential = \"1 day\" }\n\
     [failures.aa_stow]\nstrikes = [\"aa_stow\"]\nup = \"9 h\"\ndown = { exponential = \"3 h\" }\nwhile_working = true\n\
     [restart.aa_boost]\nfrom = 2025-01-09\nboost = { aa_stow = \"150%\" }\ndiscipline = { zz_pick = \"earliest_due_date\" }\nfor = \"2 days\"\n\
     [observe.aa_closely]\nprocess = \"aa_stow\"\neach = \"5 h\"\n",
    // Retailers without customers.
    "[sites.aa_shops]\nkind = \"retailer\"\ncount = 4\nsupplied_by = [\"north\", \"hub\"]\nstock = { cover = \"1 day\", class = \"daily\" }\n\
     [lanes.zz_lane]\nfrom = \"north\"\nto = \"aa_shops\"\ntransit = { exponential = \"1 day\" }\n",
    // Under a site that supplies others already: else it would stand before them in the order of
    // events.
    "[sites.zz_shops]\nkind = \"retailer\"\nsupplied_by = [\"north\"]\n",
    // Order classes in which no one orders: less urgent than all, and between. One more urgent than
    // all would be that of `vor_share`.
    "[classes.zz_last]\npriority = 99\n[classes.aa_between]\npriority = 15\npromise = \"1 h\"\n",
    // A supplier that no one requests, and that is late.
    "[sites.aa_makers]\nkind = \"supplier\"\nlead_time = { exponential = \"1 day\" }\ndeliveries = { at = \"mon-fri 06:00\", lines = 3 }\n\
     [disruptions.aa_late]\nfrom = 2025-01-09\ndelay = { aa_makers = \"200%\" }\n",
    // Rules by which no one acts.
    "[impatience.aa_calm]\nclass = \"daily\"\nlate_by = \"1 min\"\nshare = \"0%\"\ncancels = true\n\
     [impatience.zz_calm]\nclass = \"daily\"\nlate_by = \"1 h\"\nshare = \"0%\"\norders_again = true\nreturns_after = \"1 day\"\n",
    // What takes nothing away.
    "[disruptions.aa_scare]\nfrom = 2025-01-10\ntakes_down = [\"wms\", \"unload\"]\nto = \"100%\"\nuntil = 2025-01-11\n\
     [failures.zz_scare]\nstrikes = [\"pick\"]\nup = { exponential = \"5 h\" }\ndown = \"1 h\"\nto = \"100%\"\n\
     [restart.zz_nothing]\nafter_start_of = []\nfrom = 2025-01-10\nboost = { release = \"100%\" }\n",
    // A close look.
    "[observe.aa_look]\nprocess = \"pick\"\nabove = [\"1 line\"]\nat = [2025-01-09]\n",
    // A calendar that no one works by, and a doubt about what makes no difference.
    "[calendars.aa_nights]\nshifts = [\"mon-sun 22:00-04:00\"]\n\
     [uncertain.aa_doubt]\nset = \"parts.a.spread.zipf\"\nuniform = [0.1, 0.9]\n",
];

/// A line with the names of where it goes and of its class.
fn named(compiled: &CompiledModel, history: LineHistory) -> (LineHistory, [String; 3]) {
    let site = |id: SiteId| match compiled.model.group_of.get(id) {
        Some(&table) => {
            let within = id.get() - compiled.model.site_groups[table].first.get();
            format!("{}[{within}]", compiled.labels.site_groups[usize::from(table)])
        }
        None => String::new(),
    };
    let names = [
        site(history.source),
        site(history.destination),
        compiled.labels.classes[usize::from(history.class)].clone(),
    ];
    (LineHistory { source: SiteId::new(0), destination: SiteId::new(0), class: 0, ..history }, names)
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn idle_elements_change_nothing(Case(scenario) in scenarios(), added in 0_usize..1 << IDLE.len()) {
        let mut more = scenario.clone();
        for (_, idle) in IDLE.iter().enumerate().filter(|(number, _)| added >> number & 1 == 1) {
            // A doubt needs a value that is written.
            let written = scenario.contains("[parts.a]\ncount = 4\nshare = \"60%\"\nspread = { zipf");
            let idle = idle.split_once("[uncertain").filter(|_| !written).map_or(*idle, |(without, _)| without);
            more.push_str(idle);
        }
        let (one, other) = (compiled(&scenario), compiled(&more));
        let histories = |compiled: &CompiledModel| -> Vec<_> {
            HistoryRecorder::of(&compiled.model, 0).into_iter().map(|history| named(compiled, history)).collect()
        };
        let (expected, found) = (histories(&one), histories(&other));
        for (expected, found) in expected.iter().zip(&found) {
            prop_assert_eq!(expected, found, "{:b}", added);
        }
        prop_assert_eq!(expected.len(), found.len(), "{:b}", added);
        let found = values(&observed(&other));
        for (key, expected) in values(&observed(&one)) {
            prop_assert_eq!(found.get(&key), Some(&expected), "{:?} {:b}", key, added);
        }
    }
}
