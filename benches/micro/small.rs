//! Small scenario: 100,000 lines in 100 days at a centre, without observers.

use divan::Bencher;
use divan::counter::ItemsCount;
use gplc::compile::build;
use gplc::scenario::read_text;
use gplc::simulation::Simulation;

const LINES: u64 = 100_000;

/// Lines per second of the small scenario with these processes and sites, one of them `centre`.
pub(crate) fn time_lines(bencher: Bencher<'_, '_>, processes_and_sites: &str) {
    let text = format!(
        "title = \"Small\"\nstart = 2025-01-06\nhorizon = \"100 days\"\nstart_from = \"full\"\n\
         [parts.a]\ncount = 100\nshare = \"100%\"\n\
         [classes.urgent]\npriority = 1\npromise = \"1 day\"\n[classes.daily]\npriority = 2\npromise = \"3 days\"\n[classes.stock]\npriority = 3\n\
         {processes_and_sites}\
         [demand.all]\nsite = \"centre\"\nlines = \"1000 lines/day\"\nlines_per_order = {{ geometric = \"2 lines\" }}\n\
         classes = {{ urgent = \"10%\", daily = \"90%\" }}\n"
    );
    let read = read_text("small.toml", &text, &[]).expect("the scenario is right");
    let compiled = build(&read.scenario).expect("it can be built");
    bencher.counter(ItemsCount::new(LINES)).bench_local(|| {
        Simulation::new(&compiled.model, 0, ())
            .and_then(|simulation| simulation.run(|| false))
            .expect("it runs")
            .1
    });
}
