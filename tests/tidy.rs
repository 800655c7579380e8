//! Tidy: rules of words, comments and structure that no compiler checks.
//!
//! Each rule counts what breaks it, file by file. `tests/tidy/allowed.txt` lists the counts that
//! are still allowed: more than allowed fails, and so does less, so the list only shrinks.
//! `GPLC_BLESS=1 cargo test --test tidy` lowers the allowances to what is left; the total of a rule
//! never rises.
//!
//! Reads text alone: it parses no Rust, and takes well under a second.

#[path = "tidy/lexer.rs"]
mod lexer;
#[path = "tidy/words.rs"]
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use lexer::{Source, without_tests};
use words::Vocabulary;

/// Longest comment line [characters], the indentation included.
const WIDEST_COMMENT: usize = 100;

/// Folders of src/, each of which imports only those before it.
const FOLDERS: [&str; 14] = [
    "units",
    "registers",
    "distributions",
    "stats",
    "engine",
    "scenario",
    "model",
    "analysis",
    "compile",
    "simulation",
    "metrics",
    "experiment",
    "report",
    "cli",
];

/// Sub-systems of the simulation, in its folders: they know `orders`, and not each other.
const SUB_SYSTEMS: [&str; 6] = ["orders", "customers", "stock", "stations", "transport", "disruption"];

/// What an engine of discrete-event simulation has no use for.
const DOMAIN: [&str; 14] = [
    "part",
    "parts",
    "site",
    "sites",
    "shelf",
    "shelves",
    "stock",
    "lane",
    "lanes",
    "customer",
    "customers",
    "supplier",
    "warehouse",
    "retailer",
];

/// Modules of the metrics that hold results, not recorders.
const RESULTS: [&str; 2] = ["names", "result"];

/// Number of violations by rule and path.
type Counts = BTreeMap<(String, String), usize>;

/// Violations found, with the place and reason of each.
#[derive(Default)]
struct Findings {
    counts: Counts,
    notes: BTreeMap<(String, String), Vec<String>>,
}

impl Findings {
    fn add(&mut self, rule: &str, path: &str, line: usize, note: &str) {
        let key = (rule.to_owned(), path.to_owned());
        *self.counts.entry(key.clone()).or_default() += 1;
        self.notes.entry(key).or_default().push(format!("{path}:{line}: {note}"));
    }
}

#[test]
fn violations_are_at_most_those_still_allowed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let findings = check(root);
    let file = root.join("tests/tidy/allowed.txt");
    let mut allowed = read_allowed(&fs::read_to_string(&file).expect("the allow-list is beside this test"));
    if std::env::var_os("GPLC_BLESS").is_some() {
        allowed = lowered(&allowed, &findings.counts);
        fs::write(&file, write_allowed(&allowed)).expect("the allow-list can be written");
    }
    let mut complaints = Vec::new();
    for (key, notes) in &findings.notes {
        let (count, allowance) = (notes.len(), allowed.get(key).copied().unwrap_or(0));
        if count > allowance {
            complaints.push(format!("{}: {} has {count}, allowed {allowance}:", key.0, key.1));
            complaints.extend(notes.iter().map(|note| format!("    {note}")));
        }
    }
    for (key, &allowance) in &allowed {
        let count = findings.counts.get(key).copied().unwrap_or(0);
        if count < allowance {
            complaints
                .push(format!("{}: {} has {count}, allowed {allowance}: lower the allowance", key.0, key.1));
        }
    }
    assert!(
        complaints.is_empty(),
        "{}\n(`GPLC_BLESS=1 cargo test --test tidy` lowers allowances)",
        complaints.join("\n")
    );
}

#[test]
fn the_lint_for_undocumented_items_is_on() {
    let manifest =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("a manifest");
    for lint in ["missing_docs = \"warn\"", "unreachable_pub = \"warn\"", "print_stdout = \"warn\""] {
        assert!(manifest.lines().any(|line| line.starts_with(lint)), "Cargo.toml does not set `{lint}`");
    }
    for (path, text) in rust_files(Path::new(env!("CARGO_MANIFEST_DIR")), &["src"]) {
        assert!(!text.contains("allow(missing_docs"), "{path} switches the lint off");
    }
}

#[test]
fn every_forbidden_word_has_a_replacement() {
    let vocabulary = Vocabulary::read(&words_file(Path::new(env!("CARGO_MANIFEST_DIR"))));
    assert!(vocabulary.len() > 100, "{} entries", vocabulary.len());
    let found = vocabulary.in_text("", "/// What is Told\n/// of so\n/// many (tellers).\n");
    let words: Vec<_> = found.iter().map(|found| (found.line, found.word.as_str())).collect();
    assert_eq!(words, [(1, "told"), (2, "so many")]);
}

/// Every rule over every file.
fn check(root: &Path) -> Findings {
    let mut findings = Findings::default();
    let vocabulary = Vocabulary::read(&words_file(root));
    for (path, text) in rust_files(root, &["src", "tests", "benches", "examples", "fuzz"]) {
        let source = Source::new(&text);
        opening(&mut findings, &path, &text);
        widths(&mut findings, &path, &source);
        if !path.starts_with("tests/tidy") {
            for found in vocabulary.in_rust(&path, &source) {
                findings.add("words", &path, found.line, &found.message());
            }
        }
        // A file of unit tests binds nobody either.
        let unit_tests = path.ends_with("/tests.rs") || path.ends_with("/test_scenario.rs");
        if path.starts_with("src/") && !unit_tests {
            let code = without_tests(&source.code);
            imports(&mut findings, &path, &code);
            boundaries(&mut findings, &path, &code);
        }
    }
    for (path, text) in texts(root) {
        for found in vocabulary.in_text(&path, &honest(&path, &text)) {
            findings.add("words", &path, found.line, &found.message());
        }
    }
    findings
}

/// A file opens with a sentence that defines it.
fn opening(findings: &mut Findings, path: &str, text: &str) {
    let first = text.lines().next().unwrap_or_default();
    if !first
        .strip_prefix("//! ")
        .is_some_and(|sentence| sentence.starts_with(|letter: char| !letter.is_lowercase()))
    {
        findings.add("opening", path, 1, "the first line is no `//!` sentence");
    }
}

fn widths(findings: &mut Findings, path: &str, source: &Source) {
    for (index, line) in source.lines.iter().enumerate() {
        // A table or a diagram may be as wide as it must; a link cannot be broken.
        let free = line.contains("http") || line.contains(['|', '│', '─', '►', '┤']);
        if line.trim_start().starts_with("//") && !free && line.chars().count() > WIDEST_COMMENT {
            findings.add("width", path, index + 1, &format!("a comment of over {WIDEST_COMMENT} characters"));
        }
    }
}

/// Imports between folders of src/, and between sub-systems of the simulation, point one way.
fn imports(findings: &mut Findings, path: &str, code: &[String]) {
    let folder = path.split('/').nth(1).filter(|_| path.matches('/').count() >= 2).unwrap_or("");
    let rank = |name: &str| FOLDERS.iter().position(|&folder| folder == name);
    // lib.rs and main.rs join all of them.
    let Some(own) = rank(folder).filter(|_| !folder.is_empty()) else { return };
    for (index, line) in code.iter().enumerate() {
        for target in imported(line, "crate::") {
            if rank(&target).is_some_and(|other| other > own) {
                findings.add(
                    "imports",
                    path,
                    index + 1,
                    &format!("`{folder}` imports `{target}`, which comes later"),
                );
            }
        }
    }
}

/// Facts about what a folder does not know.
fn boundaries(findings: &mut Findings, path: &str, code: &[String]) {
    let mut parts = path.split('/').skip(1);
    let (folder, sub) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let mut add = |line: usize, note: &str| findings.add("boundary", path, line, note);
    for (index, line) in code.iter().enumerate() {
        let number = index + 1;
        let tokens: Vec<&str> =
            line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
        let names = |name: &str| tokens.contains(&name);
        match folder {
            "engine" => {
                for token in &tokens {
                    for piece in words::pieces(token) {
                        if DOMAIN.contains(&piece.as_str()) {
                            add(number, &format!("the engine names `{token}`: it knows no part or site"));
                        }
                    }
                }
            }
            // Labels are the names kept beside the model.
            "model" if sub != "labels.rs" && (names("String") || names("str")) => {
                add(number, "the model holds a string");
            }
            "report" => {
                for target in imported(line, "crate::") {
                    if ["stats", "simulation"].contains(&target.as_str()) {
                        add(number, &format!("report imports `{target}`"));
                    }
                }
                for target in imported(line, "crate::metrics::") {
                    // Results and the names of their labels are data; recorders are not.
                    let data = RESULTS.contains(&target.as_str());
                    if !data && target.starts_with(|letter: char| letter.is_ascii_lowercase()) {
                        add(number, &format!("report imports the recorder `{target}`"));
                    }
                }
            }
            "simulation" if SUB_SYSTEMS.contains(&sub) => {
                if names("Simulation") {
                    add(number, "a sub-system names `Simulation`; only flow/ and mod.rs may");
                }
                let others =
                    imported(line, "crate::simulation::").into_iter().chain(imported(line, "super::super::"));
                for target in others {
                    if target != sub && target != "orders" && SUB_SYSTEMS.contains(&target.as_str()) {
                        add(number, &format!("the sub-system `{sub}` imports `{target}`"));
                    }
                }
            }
            _ => {}
        }
        let prints =
            ["println", "eprintln", "print", "eprint"].iter().any(|name| line.contains(&format!("{name}!(")));
        if folder != "cli" && (prints || line.contains("stdout()") || line.contains("stderr()")) {
            add(number, "only cli prints");
        }
    }
}

/// First names after `prefix` in a line of code, those of a list in braces included.
fn imported(line: &str, prefix: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.chars().take_while(|&letter| letter.is_alphanumeric() || letter == '_').collect()
    };
    let mut names = Vec::new();
    for (start, _) in line.match_indices(prefix) {
        // A macro's path is an import of those who use the macro.
        if line[..start].ends_with('$') {
            continue;
        }
        let rest = &line[start + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0_usize;
                let mut item = String::new();
                for letter in list.chars() {
                    match letter {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => names.push(word(std::mem::take(&mut item).trim_start())),
                        _ if depth == 0 => item.push(letter),
                        _ => {}
                    }
                }
                names.push(word(item.trim_start()));
            }
            None => names.push(word(rest)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Texts that users read, beside the program's own.
fn texts(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for name in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        found.push(root.join(name));
    }
    for (folder, extension) in [("docs", "md"), ("scenarios", "toml"), ("src", "snap"), ("tests", "snap")] {
        collect(&root.join(folder), extension, &mut found);
    }
    read_all(root, found)
}

/// The text without what may hold a former name: the changelog's table of renames, and the errors
/// that name the new key of an old one.
fn honest(path: &str, text: &str) -> String {
    if path.contains("/snapshots/") && text.contains("is now called") {
        return String::new();
    }
    // The reference names the former name of each renamed key in its table.
    let kept = |line: &str| !(["CHANGELOG.md", "docs/reference.md"].contains(&path) && line.starts_with('|'));
    text.lines().map(|line| if kept(line) { line } else { "" }).collect::<Vec<_>>().join("\n")
}

fn rust_files(root: &Path, folders: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&root.join(folder), "rs", &mut found);
    }
    read_all(root, found)
}

fn read_all(root: &Path, mut paths: Vec<PathBuf>) -> Vec<(String, String)> {
    paths.sort();
    let named = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let relative = path.strip_prefix(root).expect("found below the root");
        (relative.to_string_lossy().replace('\\', "/"), text)
    };
    paths.into_iter().map(named).collect()
}

fn collect(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                collect(&path, extension, found);
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
}

fn words_file(root: &Path) -> String {
    fs::read_to_string(root.join("tests/tidy/words.txt")).expect("the words are beside this test")
}

fn read_allowed(text: &str) -> Counts {
    let mut counts = Counts::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let mut fields = line.split_whitespace();
        let (Some(rule), Some(path), Some(count)) = (fields.next(), fields.next(), fields.next()) else {
            panic!("`{line}` is not `rule path count`");
        };
        let count = count.parse().unwrap_or_else(|_| panic!("`{line}` does not end with a count"));
        counts.insert((rule.to_owned(), path.to_owned()), count);
    }
    counts
}

/// Allowances after a change: what is left of them, and where files were renamed what was found, as
/// long as the total of a rule does not rise.
fn lowered(allowed: &Counts, found: &Counts) -> Counts {
    let total = |counts: &Counts, rule: &str| -> usize {
        counts.iter().filter(|((of, _), _)| of == rule).map(|(_, count)| count).sum()
    };
    let mut left = Counts::new();
    for (key, &count) in found {
        let risen = total(found, &key.0) > total(allowed, &key.0);
        let count = if risen { count.min(allowed.get(key).copied().unwrap_or(0)) } else { count };
        if count > 0 {
            left.insert(key.clone(), count);
        }
    }
    left
}

fn write_allowed(counts: &Counts) -> String {
    let mut text = String::from("# Violations that are still allowed: rule, path, count. It only shrinks.\n");
    text.extend(counts.iter().flat_map(|((rule, path), count)| {
        [rule, " ", path, " ", &count.to_string(), "\n"].map(str::to_owned)
    }));
    text
}
