//! The JSON Schema and the reference page: both are what the register of keys says, and hold.

use gplc::registers::key::Schema;
use gplc::scenario::reference::reference;
use gplc::scenario::schema::{schema_json, schema_text};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

const SMALL: &str = include_str!("../scenario/small.toml");

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A TOML value as JSON; moments are strings, as editors hand them on.
fn json(value: &toml::Value) -> Json {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(truth) => (*truth).into(),
        toml::Value::Datetime(moment) => moment.to_string().into(),
        toml::Value::Array(list) => list.iter().map(json).collect(),
        toml::Value::Table(table) => {
            Json::Object(table.iter().map(|(key, value)| (key.clone(), json(value))).collect())
        }
    }
}

/// The errors of a scenario text by the schema that is meant for it.
fn errors(text: &str) -> Vec<String> {
    let scenario = json(&toml::Value::Table(text.parse().expect("TOML")));
    let schema = if scenario.get("based_on").is_some() { Schema::Overlay } else { Schema::Whole };
    let validator = jsonschema::draft202012::new(&schema_json(schema)).expect("a schema");
    validator.iter_errors(&scenario).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn scenario_files() -> Vec<PathBuf> {
    let folders = ["scenarios", "scenarios/bench", "tests/golden", "tests/scenario"];
    let entries =
        folders.iter().flat_map(|name| std::fs::read_dir(folder(name)).expect("the folder is there"));
    let files = entries.map(|entry| entry.expect("it can be read").path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).collect()
}

#[test]
fn shipped_scenarios_are_valid_against_the_schema() {
    let files = scenario_files();
    assert!(files.len() > 10, "{files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).expect("it can be read");
        assert_eq!(errors(&text), [""; 0], "{}", file.display());
    }
}

#[test]
fn shipped_scenarios_name_the_schema_for_editors() {
    for file in scenario_files().iter().filter(|file| file.starts_with(folder("scenarios"))) {
        let text = std::fs::read_to_string(file).expect("it can be read");
        let name = if text.contains("\nbased_on = ") { "overlay" } else { "scenario" };
        let path = text.lines().next().and_then(|line| line.strip_prefix("#:schema ")).unwrap_or_default();
        let schema = file.parent().expect("a folder").join(path).canonicalize();
        let expected = folder(&format!("docs/{name}.schema.json")).canonicalize().expect("it is there");
        assert_eq!(schema.ok(), Some(expected), "{}", file.display());
    }
}

#[test]
fn wrong_forms_are_not_valid() {
    assert_eq!(errors(SMALL), [""; 0]);
    for (name, written, instead) in [
        ("unknown key at the top", "horizon =", "horizn ="),
        ("missing key", "title = \"A small network\"\n", ""),
        ("unknown table", "[systems.identity]", "[system.identity]"),
        ("unknown key of a table", "people = 240", "people = 240\npersons = 3"),
        ("former key", "per = \"delivery\"", "per = \"delivery\"\nrule = \"fcfs\""),
        ("wrong type", "people = 240", "people = \"240\""),
        ("fraction for a count", "people = 240", "people = 2.5"),
        ("negative count", "people = 240", "people = -1"),
        ("string for a list", "needs = [\"identity\"]", "needs = \"identity\""),
        ("bare number for a quantity", "horizon = \"26 weeks\"", "horizon = 26"),
        ("wrong unit", "horizon = \"26 weeks\"", "horizon = \"26 wks\""),
        ("negative duration", "horizon = \"26 weeks\"", "horizon = \"-26 weeks\""),
        ("unknown word", "kind = \"centre\"", "kind = \"center\""),
        ("former word", "per = \"delivery\"", "per = \"delivery\"\ndiscipline = \"first_come\""),
        ("unknown distribution", "lognormal = {", "lognorm = {"),
        ("moment with a time zone", "start = 2025-06-02", "start = 2025-06-02T00:00:00Z"),
        ("name with capitals", "[systems.identity]", "[systems.Identity]"),
        ("money without a currency", "value = \"£9\"", "value = \"9\""),
    ] {
        assert!(SMALL.contains(written), "{name}: `{written}` is not in the small scenario");
        let text = SMALL.replacen(written, instead, 1);
        assert!(!errors(&text).is_empty(), "{name}");
        assert!(gplc::scenario::read_text("small.toml", &text, &[]).is_err(), "{name}");
    }
}

#[test]
fn a_scenario_that_is_based_on_another_needs_no_key_and_may_remove_some() {
    let overlay =
        "based_on = \"normal.toml\"\n[lanes]\nto_europe = false\n[processes.pick]\ncalendar = false\n";
    assert_eq!(errors(overlay), [""; 0]);
    assert!(!errors("based_on = \"normal.toml\"\n[processes.pick]\npeopel = 3\n").is_empty());
}

/// Compares a page with the file that is committed; `GPLC_BLESS=1` writes the file.
fn is_current(path: &str, text: &str) {
    if std::env::var_os("GPLC_BLESS").is_some() {
        std::fs::write(folder(path), text).expect("it can be written");
    }
    let committed = std::fs::read_to_string(folder(path)).unwrap_or_default();
    assert!(committed == text, "{path} is not current: GPLC_BLESS=1 cargo test --test program schema");
}

#[test]
fn the_schema_files_are_the_output_of_the_program() {
    for (path, arguments, schema) in [
        ("docs/scenario.schema.json", &["schema"][..], Schema::Whole),
        ("docs/overlay.schema.json", &["schema", "--overlay"], Schema::Overlay),
    ] {
        let output = assert_cmd::Command::cargo_bin("gplc").expect("it is built").args(arguments).output();
        let printed = String::from_utf8(output.expect("it runs").stdout).expect("UTF-8");
        assert!(printed == schema_text(schema), "gplc {}", arguments.join(" "));
        is_current(path, &printed);
    }
}

#[test]
fn the_reference_page_is_current() {
    is_current("docs/reference.md", &reference());
}
