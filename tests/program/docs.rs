//! Documentation: every TOML block of docs/ and README is read, every command in it is run, every
//! link leads somewhere.
//!
//! A block opens with what completes it, after its language:
//!
//! - ```` ```toml NAME.toml ```` is a file of that name, complete by itself or by `based_on`;
//! - ```` ```toml + NAME.toml ```` is laid on top of that file, as a reader would add it;
//! - ```` ```toml on NAME.toml ```` is laid on top of the file for this block alone;
//! - ```` ```toml ```` is a file in the folder of the shipped scenarios.
//!
//! A `console` block holds commands after `$` and their complete output; `| head -N`, `| tail -N`
//! and `| grep TEXT` select from it. `UPDATE_DOCS=1 cargo test --test program docs` writes the
//! outputs anew. An indented line that begins with `gplc` is a command too.
//!
//! Commands on the shipped scenarios, which take minutes, are not simulated: their options are
//! parsed and each of their scenarios goes through `gplc check`. All others run as they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use tempfile::TempDir;

/// Shipped scenarios that were checked already.
static CHECKED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// A document of the project.
struct Page {
    path: PathBuf,
    text: String,
}

/// A fenced block: its info string, its first line in the page (from 0), its lines.
struct Block<'t> {
    info: &'t str,
    line: usize,
    lines: Vec<&'t str>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<Page> {
    let mut paths =
        vec![root().join("README.md"), root().join("ARCHITECTURE.md"), root().join("CHANGELOG.md")];
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    paths.extend(docs.filter(|path| path.extension().is_some_and(|extension| extension == "md")));
    paths.sort();
    paths.into_iter().map(|path| Page { text: fs::read_to_string(&path).unwrap(), path }).collect()
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for (line, content) in text.lines().enumerate() {
        match (content.strip_prefix("```"), open.take()) {
            (Some(info), None) => open = Some(Block { info, line: line + 1, lines: Vec::new() }),
            (Some(_), Some(block)) => blocks.push(block),
            (None, Some(mut block)) => {
                block.lines.push(content);
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// Scenario files of a page in a folder of their own, beside the shipped ones.
struct Files {
    folder: TempDir,
    /// Number of layers of each file.
    layers: BTreeMap<String, usize>,
}

impl Files {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shipped = folder.path().join("scenarios");
        fs::create_dir(&shipped).unwrap();
        for entry in fs::read_dir(root().join("scenarios")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, shipped.join(path.file_name().unwrap())).unwrap();
            }
        }
        Files { folder, layers: BTreeMap::new() }
    }

    /// Takes a TOML block; returns the file that has it, from the folder.
    fn add(&mut self, block: &Block<'_>) -> String {
        let text = format!("{}\n", block.lines.join("\n"));
        let mut words = block.info.split_whitespace().skip(1);
        let (name, text) = match (words.next(), words.next()) {
            (None, _) => ("scenarios/block.toml".to_owned(), text),
            (Some("+"), Some(name)) => {
                let layer = self.layers.entry(name.to_owned()).or_default();
                *layer += 1;
                let below = format!("{}-{layer}.toml", name.trim_end_matches(".toml"));
                fs::rename(self.folder.path().join(name), self.folder.path().join(&below)).unwrap();
                (name.to_owned(), format!("based_on = \"{below}\"\n{text}"))
            }
            (Some("on"), Some(name)) => {
                let name = name.trim_start_matches("scenarios/");
                ("scenarios/block.toml".to_owned(), format!("based_on = \"{name}\"\n{text}"))
            }
            (Some(name), _) => (name.to_owned(), text),
        };
        fs::write(self.folder.path().join(&name), text).unwrap();
        name
    }

    fn gplc(&self, arguments: &[&str]) -> Output {
        let mut program = Command::new(env!("CARGO_BIN_EXE_gplc"));
        program.current_dir(self.folder.path()).args(arguments).env("COLUMNS", "120").output().unwrap()
    }

    /// Standard output of a command of a `console` block.
    fn run(&self, command: &str, place: &str) -> String {
        let mut stages = command.split(" | ");
        let words = words(stages.next().unwrap().strip_prefix("gplc ").expect("a gplc command"));
        let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        let output = self.gplc(&arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{place}: `{command}`: {errors}");
        let text = String::from_utf8(output.stdout).unwrap();
        let mut lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        for stage in stages {
            let number = || -> usize { stage.rsplit_once('-').unwrap().1.parse().unwrap() };
            match stage.split_once(' ') {
                Some(("head", _)) => lines.truncate(number()),
                Some(("tail", _)) => drop(lines.drain(..lines.len().saturating_sub(number()))),
                Some(("grep", text)) => lines.retain(|line| line.contains(text)),
                _ => panic!("{place}: `{stage}` is not supported"),
            }
        }
        lines.join("\n")
    }

    /// A command outside of a `console` block: run if it is small, else parsed, its scenarios
    /// checked.
    fn try_out(&self, command: &str, place: &str) {
        let words = words(command);
        let mut arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        let shipped: Vec<String> = arguments
            .iter()
            .filter(|word| word.starts_with("scenarios/"))
            .flat_map(|word| self.expand(word))
            .collect();
        if shipped.is_empty() {
            let output = self.gplc(&arguments);
            assert_eq!(
                output.status.code(),
                Some(0),
                "{place}: `gplc {command}`: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            return;
        }
        for scenario in &shipped {
            if !CHECKED.lock().unwrap().insert(scenario.clone()) {
                continue;
            }
            let output = self.gplc(&["check", scenario]);
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{place}: {scenario}: {errors}");
        }
        arguments.push("--help");
        let output = self.gplc(&arguments);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{place}: `gplc {command}`: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Files that a word with `*` stands for.
    fn expand(&self, word: &str) -> Vec<String> {
        let Some((start, end)) = word.split_once('*') else { return vec![word.to_owned()] };
        let folder = fs::read_dir(self.folder.path().join("scenarios")).unwrap();
        let names = folder.map(|entry| format!("scenarios/{}", entry.unwrap().file_name().to_str().unwrap()));
        let mut found: Vec<_> = names.filter(|name| name.starts_with(start) && name.ends_with(end)).collect();
        found.sort();
        assert!(!found.is_empty(), "no file matches {word}");
        found
    }
}

/// Words of a command line; double quotes hold spaces.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in command.chars() {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A page with the outputs of its `console` blocks as they are now.
fn run_page(page: &Page) -> String {
    let name = page.path.strip_prefix(root()).unwrap().display().to_string();
    let mut lines: Vec<String> = page.text.lines().map(str::to_owned).collect();
    let mut files = Files::new();
    // From the last block to the first, lines can be replaced in place; but files are made from the
    // first.
    let mut outputs: Vec<(usize, usize, Vec<String>)> = Vec::new();
    for block in blocks(&page.text) {
        let place = format!("{name}:{}", block.line);
        match block.info.split_whitespace().next() {
            Some("toml") => {
                let file = files.add(&block);
                let output = files.gplc(&["check", &file]);
                assert_eq!(
                    output.status.code(),
                    Some(0),
                    "{place}: {}",
                    String::from_utf8_lossy(&output.stderr)
                );
            }
            Some("console") => {
                let mut now = Vec::new();
                for command in block.lines.iter().filter_map(|line| line.strip_prefix("$ ")) {
                    now.push(format!("$ {command}"));
                    now.extend(files.run(command, &place).lines().map(str::to_owned));
                }
                outputs.push((block.line, block.lines.len(), now));
            }
            _ => {}
        }
    }
    for command in page.text.lines().filter_map(|line| line.strip_prefix("    gplc ")) {
        // A usage line names what to put there in capitals.
        let usage = command
            .split(' ')
            .any(|word| word.len() > 1 && word.trim_matches('.').chars().all(char::is_uppercase));
        if !usage {
            files.try_out(command, &name);
        }
    }
    for (line, length, now) in outputs.into_iter().rev() {
        lines.splice(line..line + length, now);
    }
    lines.join("\n") + "\n"
}

#[test]
fn toml_blocks_are_valid_and_commands_print_what_is_shown() {
    let (mut scenarios, mut commands) = (0, 0);
    for page in pages() {
        let all = blocks(&page.text);
        scenarios += all.iter().filter(|block| block.info.starts_with("toml")).count();
        commands += all.iter().filter(|block| block.info == "console").count();
        let now = run_page(&page);
        if now != page.text {
            if std::env::var_os("UPDATE_DOCS").is_some() {
                fs::write(&page.path, &now).unwrap();
                continue;
            }
            let (was, is) =
                page.text.lines().zip(now.lines()).find(|(was, is)| was != is).unwrap_or_default();
            panic!(
                "{}: shows\n{was}\nand gplc prints\n{is}\n(`UPDATE_DOCS=1` writes it)",
                page.path.display()
            );
        }
    }
    assert!(scenarios > 8 && commands > 4, "{scenarios} scenarios and {commands} blocks of commands");
}

#[test]
fn commands_of_cargo_name_targets_that_exist() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for page in pages() {
        let words: Vec<&str> =
            page.text.split(|letter: char| letter.is_whitespace() || "`(),.;:".contains(letter)).collect();
        for pair in
            words.windows(2).filter(|pair| pair[0] == "--bench" && pair[1] != "NAME" && !pair[1].is_empty())
        {
            assert!(
                manifest.contains(&format!("name = \"{}\"", pair[1])),
                "{}: no bench {}",
                page.path.display(),
                pair[1]
            );
        }
        for command in page.text.lines().filter_map(|line| line.strip_prefix("    cargo run --release -- ")) {
            Files::new().try_out(command, &page.path.display().to_string());
        }
    }
}

#[test]
fn links_lead_to_files_and_headings() {
    for page in pages() {
        let folder = page.path.parent().unwrap();
        for (start, _) in page.text.match_indices("](") {
            let target = page.text[start + 2..].split(')').next().unwrap().replace("\\*", "*");
            if target.contains("://") || target.contains('*') {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((&target, ""));
            let path = if file.is_empty() { page.path.clone() } else { folder.join(file) };
            assert!(path.exists(), "{}: no file {target}", page.path.display());
            if !heading.is_empty() {
                let text = fs::read_to_string(&path).unwrap();
                let anchors = text.lines().filter(|line| line.starts_with('#')).map(anchor);
                assert!(
                    anchors.into_iter().any(|anchor| anchor == heading),
                    "{}: no heading {target}",
                    page.path.display()
                );
            }
        }
    }
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}
