//! Words: finds forbidden phrases and identifiers, each with the word to use instead.

use std::collections::BTreeMap;

use super::lexer::Source;

/// A use of a forbidden word.
pub(crate) struct Found {
    /// Line, from 1.
    pub(crate) line: usize,
    /// The forbidden phrase or identifier.
    pub(crate) word: String,
    instead: String,
}

impl Found {
    /// The replacement, for the one who reads the failure.
    pub(crate) fn message(&self) -> String {
        format!("`{}`: write {}", self.word, self.instead)
    }
}

/// A forbidden phrase or identifier.
#[derive(Clone)]
struct Entry {
    words: Vec<String>,
    instead: String,
    /// Paths that may use it.
    except: Vec<String>,
}

impl Entry {
    fn found(&self, line: usize) -> Found {
        Found { line, word: self.words.join(" "), instead: self.instead.clone() }
    }

    fn binds(&self, path: &str) -> bool {
        !self.except.iter().any(|except| path.starts_with(except.as_str()))
    }
}

/// The list of `tests/tidy/words.txt`.
#[derive(Default)]
pub(crate) struct Vocabulary {
    /// Phrases by their first word, the longest first.
    phrases: BTreeMap<String, Vec<Entry>>,
    identifiers: BTreeMap<String, Entry>,
    parts: BTreeMap<String, Entry>,
    /// Honest phrases by their first word.
    honest: BTreeMap<String, Vec<Vec<String>>>,
    salts: Vec<String>,
}

/// A word of a text, and whether it continues the phrase of the word before it.
struct Word {
    text: String,
    line: usize,
    continues: bool,
}

impl Vocabulary {
    /// Reads the list.
    pub(crate) fn read(text: &str) -> Self {
        let mut vocabulary = Self::default();
        let mut section = String::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
                name.clone_into(&mut section);
                continue;
            }
            let (found, replacement) = line.split_once(" => ").unwrap_or((line, ""));
            let mut fields = replacement.split(" !");
            let instead = fields.next().unwrap_or_default().to_owned();
            let except = fields.map(|path| path.trim().to_owned()).collect();
            let words: Vec<String> = found.split(' ').map(str::to_owned).collect();
            let first = words[0].clone();
            assert!(
                replacement.is_empty() == matches!(section.as_str(), "except" | "salts"),
                "no replacement: {line}"
            );
            let entry = Entry { words, instead, except };
            match section.as_str() {
                "phrases" => vocabulary.phrases.entry(first).or_default().push(entry),
                "identifiers" => drop(vocabulary.identifiers.insert(first, entry)),
                "parts" => drop(vocabulary.parts.insert(first, entry)),
                "except" => vocabulary.honest.entry(first).or_default().push(entry.words),
                "salts" => vocabulary.salts.push(format!("\"{found}\"")),
                other => panic!("unknown section `{other}`"),
            }
        }
        for entries in vocabulary.phrases.values_mut() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
        }
        vocabulary
    }

    /// Number of forbidden phrases and identifiers.
    pub(crate) fn len(&self) -> usize {
        self.phrases.values().map(Vec::len).sum::<usize>() + self.identifiers.len() + self.parts.len()
    }

    /// Forbidden phrases of a text that is no code.
    pub(crate) fn in_text(&self, path: &str, text: &str) -> Vec<Found> {
        let lines: Vec<&str> = text.lines().collect();
        self.in_lines(path, &lines)
    }

    /// Forbidden phrases and identifiers of a Rust file.
    pub(crate) fn in_rust(&self, path: &str, source: &Source) -> Vec<Found> {
        let salted = |line: &&str| self.salts.iter().any(|salt| line.contains(salt.as_str()));
        let former = |line: &&str| line.contains("formerly") || line.contains("former word");
        let prose = source.prose.iter().zip(&source.lines);
        let prose: Vec<&str> = prose
            .map(|(prose, line)| if salted(line) || former(line) { "" } else { prose.as_str() })
            .collect();
        let mut found = self.in_lines(path, &prose);
        for (index, line) in source.code.iter().enumerate() {
            self.in_code(path, index + 1, line, &mut found);
        }
        self.in_code(path, 0, path, &mut found);
        found.sort_by_key(|found| found.line);
        found
    }

    fn in_code(&self, path: &str, line: usize, code: &str, found: &mut Vec<Found>) {
        for token in code.split(|letter: char| !letter.is_alphanumeric() && letter != '_') {
            if token.is_empty() {
                continue;
            }
            let exact = self.identifiers.get(token).or_else(|| {
                let entries = self.phrases.get(token)?;
                entries.iter().find(|entry| entry.words.len() == 1)
            });
            let part = || pieces(token).iter().find_map(|piece| self.parts.get(piece));
            if let Some(entry) = exact.or_else(part).filter(|entry| entry.binds(path)) {
                found.push(entry.found(line));
            }
        }
    }

    fn in_lines(&self, path: &str, lines: &[&str]) -> Vec<Found> {
        let words = words(lines);
        let matches = |at: usize, phrase: &[String]| {
            phrase.iter().enumerate().all(|(offset, wanted)| {
                words
                    .get(at + offset)
                    .is_some_and(|word| word.text == *wanted && (offset == 0 || word.continues))
            })
        };
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            if let Some(phrase) =
                self.honest.get(&word.text).and_then(|all| all.iter().find(|phrase| matches(at, phrase)))
            {
                at += phrase.len();
                continue;
            }
            let phrases = self.phrases.get(&word.text);
            if let Some(entry) = phrases.and_then(|all| all.iter().find(|entry| matches(at, &entry.words)))
                && entry.binds(path)
            {
                found.push(entry.found(word.line));
                at += entry.words.len();
                continue;
            }
            at += 1;
        }
        found
    }
}

/// Words of a text in lower case: letters, digits, `_`, and `-` or `'` between them.
fn words(lines: &[&str]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut continues = false;
    for (index, line) in lines.iter().enumerate() {
        let line = line.trim_start().trim_start_matches(['/', '!', '#', '>']).trim_end_matches('\\');
        if line.trim().is_empty() {
            continues = false;
            continue;
        }
        let mut rest = line;
        loop {
            let start =
                rest.find(|letter: char| letter.is_alphanumeric() || letter == '_').unwrap_or(rest.len());
            continues = continues && rest[..start].chars().all(char::is_whitespace);
            rest = &rest[start..];
            if rest.is_empty() {
                break;
            }
            let inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '\'');
            let end = rest.find(|letter: char| !inside(letter)).unwrap_or(rest.len());
            let text = rest[..end].trim_end_matches(['-', '\'']);
            words.push(Word { text: text.to_lowercase(), line: index + 1, continues });
            rest = &rest[text.len()..];
            continues = true;
        }
    }
    words
}

/// Parts of an identifier, in lower case: `told_lines` and `LinesTold` have `told`.
pub(crate) fn pieces(identifier: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut before = '_';
    for letter in identifier.chars() {
        if letter == '_' || (letter.is_uppercase() && before.is_lowercase()) {
            pieces.push(String::new());
        }
        if letter != '_'
            && let Some(last) = pieces.last_mut()
        {
            last.extend(letter.to_lowercase());
        }
        before = letter;
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}
