//! Shipped scenarios: each compiles, and names the source of its numbers.

use gplc::analysis::clearance::Clearance;
use gplc::analysis::fluid::fluid;
use gplc::model::Stock;
use gplc::scenario::network::site::SiteKind;
use gplc::{compile, scenario};
use std::path::{Path, PathBuf};

fn shipped() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files
}

fn compiled(path: &Path) -> compile::CompiledModel {
    let read = scenario::read(path, &[]).unwrap_or_else(|errors| panic!("{}", errors.render(100, false)));
    compile::build(&read.scenario).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn named(name: &str) -> compile::CompiledModel {
    compiled(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name))
}

#[test]
fn every_shipped_scenario_compiles() {
    let files = shipped();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        assert!(compiled(&file).model.parts() > 0);
    }
}

#[test]
fn the_models_of_the_comparison_with_other_tools_compile() {
    for name in ["bench/queue.toml", "bench/two-echelon.toml", "bench/network.toml"] {
        assert!(named(name).model.parts() > 0);
    }
}

#[test]
fn the_centre_and_twelve_distribution_centres_stock_the_full_assortment() {
    let compile::CompiledModel { model, .. } = named("bench/full.toml");
    assert_eq!(model.parts(), 120_000);
    let shelves = |kind: SiteKind| -> Vec<(u32, usize)> {
        let tables = model.site_groups.iter().filter(|table| table.kind == kind);
        let held = tables.map(|table| match &table.stock {
            Stock::BaseStock(stock) => (table.count, stock.level.len()),
            Stock::None | Stock::Unlimited => (table.count, 0),
        });
        held.collect()
    };
    assert_eq!(shelves(SiteKind::Centre), [(1, 120_000)]);
    assert_eq!(shelves(SiteKind::Pdc), [(1, 120_000); 12]);
    assert_eq!(shelves(SiteKind::Retailer), [(140, 3_000)]);
    let centre = model.centre().expect("it has a centre");
    for (work, capacity) in model.flows.work_units[centre].iter().zip(&model.flows.capacity[centre]) {
        assert!(*work <= 0.9 * capacity, "{work} of {capacity}");
    }
}

#[test]
fn resolved_shipped_scenarios_read_back_unchanged_with_their_assumptions() {
    for file in shipped() {
        let first =
            scenario::read(&file, &[]).unwrap_or_else(|errors| panic!("{}", errors.render(100, false)));
        let second = scenario::read_text("scenario.toml", &first.resolved, &[])
            .unwrap_or_else(|errors| panic!("{}", errors.render(100, false)));
        assert_eq!(first.resolved, second.resolved);
        let paths = |read: &scenario::read::ReadScenario| -> Vec<String> {
            read.assumed.iter().map(|one| one.path.clone()).collect()
        };
        assert_eq!(paths(&first), paths(&second), "{}", file.display());
    }
}

#[test]
fn every_number_names_its_source() {
    let silent: Vec<String> = shipped()
        .iter()
        .flat_map(|path| {
            let text = std::fs::read_to_string(path).expect("it can be read");
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            text.lines()
                .zip(1..)
                .filter(|(line, _)| {
                    let value = line.split_once('=').map(|(_, value)| value);
                    let number = value.is_some_and(|value| value.contains(|c: char| c.is_ascii_digit()));
                    number
                        && !line.contains('#')
                        && !line.starts_with("title")
                        && !line.starts_with("based_on")
                })
                .map(|(line, number)| format!("{name}:{number}: {line}"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(silent.is_empty(), "without a comment:\n{}", silent.join("\n"));
}

#[test]
fn the_normal_quarter_has_the_size_of_the_public_figures() {
    // About 1.5 million pieces a week, and no stage of the centre over 90 % load.
    let compile::CompiledModel { model, .. } = named("normal.toml");
    let centre = model.centre().expect("it has a centre");
    let pieces = model.flows.pieces_served[centre] * model.flows.working_days_per_week;
    assert!((1.45e6..1.55e6).contains(&pieces), "{pieces} pieces a week");
    assert_eq!(model.parts(), 20_000);
    for (work, capacity) in model.flows.work_units[centre].iter().zip(&model.flows.capacity[centre]) {
        assert!(*work <= 0.9 * capacity, "{work} of {capacity}");
    }
}

#[test]
fn the_fluid_answer_also_ranks_the_late_warehouse_last() {
    let (as_it_was, later) =
        (fluid(&named("jlr-2025.toml").model), fluid(&named("jlr-2025-order-entry-first.toml").model));
    assert!(later.peak > as_it_was.peak, "{} and {}", later.peak, as_it_was.peak);
    let (Clearance::Cleared(as_it_was), Clearance::Cleared(later)) = (as_it_was.clearance, later.clearance)
    else {
        panic!("both clear: {:?}, {:?}", as_it_was.clearance, later.clearance);
    };
    assert!(later > as_it_was, "{later} and {as_it_was}");
}

#[test]
fn every_assumed_number_of_a_case_has_its_range() {
    // What the normal quarter assumes is listed with the headline; what a case itself assumes has a
    // range.
    for name in
        shipped().iter().filter_map(|path| path.file_name()?.to_str()).filter(|name| name.contains("jlr-20"))
    {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
        let own: toml::Table =
            std::fs::read_to_string(&path).expect("it can be read").parse().expect("it is TOML");
        let read =
            scenario::read(&path, &[]).unwrap_or_else(|errors| panic!("{}", errors.render(100, false)));
        let stands_here = |path: &str| {
            let mut keys = path.split('.');
            let first = keys.next().and_then(|key| own.get(key));
            keys.try_fold(first?, |value, key| value.get(key)).map(|_| path.to_owned())
        };
        let silent: Vec<String> = read.assumed.iter().filter_map(|one| stands_here(&one.path)).collect();
        assert!(silent.is_empty(), "{name}: {silent:?}");
    }
}
