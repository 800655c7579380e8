//! Lexer: separates code, comments and strings of a Rust file, line by line.

/// A Rust file in three layers of equal shape; what belongs to another layer is blank.
pub(crate) struct Source<'t> {
    /// Lines as they stand.
    pub(crate) lines: Vec<&'t str>,
    /// Code alone, without comments and without the contents of strings.
    pub(crate) code: Vec<String>,
    /// Comments and the contents of strings.
    pub(crate) prose: Vec<String>,
}

/// Layer of a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layer {
    Code,
    Prose,
}

impl<'t> Source<'t> {
    /// Splits a file.
    pub(crate) fn new(text: &'t str) -> Self {
        let (mut code, mut prose) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
        let mut put = |piece: &str, layer: Layer| {
            let (to, other) = match layer {
                Layer::Code => (&mut code, &mut prose),
                Layer::Prose => (&mut prose, &mut code),
            };
            to.push_str(piece);
            other.extend(piece.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
        };
        let mut rest = text;
        let mut before = ' ';
        while let Some(next) = rest.chars().next() {
            let joined = before.is_alphanumeric() || before == '_';
            let (length, opening, closing) = if rest.starts_with("//") {
                (rest.find('\n').unwrap_or(rest.len()), 0, 0)
            } else if rest.starts_with("/*") {
                (rest.find("*/").map_or(rest.len(), |end| end + 2), 0, 0)
            } else if next == '"' {
                (string_end(rest), 1, 1)
            } else if next == 'r' && !joined && raw_hashes(rest).is_some() {
                let hashes = raw_hashes(rest).expect("just seen");
                let close = format!("\"{}", "#".repeat(hashes));
                let open = hashes + 2;
                (
                    rest[open..].find(&close).map_or(rest.len(), |end| open + end + close.len()),
                    open,
                    close.len(),
                )
            } else if next == '\'' {
                let length = char_literal(rest);
                put(if length > 1 { "''" } else { "'" }, Layer::Code);
                put(&" ".repeat(length.saturating_sub(2)), Layer::Code);
                rest = &rest[length..];
                before = '\'';
                continue;
            } else {
                put(&rest[..next.len_utf8()], Layer::Code);
                rest = &rest[next.len_utf8()..];
                before = next;
                continue;
            };
            let end = length.saturating_sub(closing).max(opening);
            put(&rest[..opening], Layer::Code);
            put(&rest[opening..end], Layer::Prose);
            put(&rest[end..length], Layer::Code);
            rest = &rest[length..];
            before = ' ';
        }
        let split = |text: String| text.lines().map(str::to_owned).collect();
        Self { lines: text.lines().collect(), code: split(code), prose: split(prose) }
    }
}

/// Bytes of the string literal that `text` opens with.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Number of `#` of a raw string that `text` opens with.
fn raw_hashes(text: &str) -> Option<usize> {
    let after = text[1..].trim_start_matches('#');
    after.starts_with('"').then(|| text.len() - 1 - after.len())
}

/// Bytes of the character literal that `text` opens with; 1 for a lifetime.
fn char_literal(text: &str) -> usize {
    let mut letters = text.char_indices().skip(1);
    match letters.next() {
        Some((_, '\\')) => text[3..].find('\'').map_or(1, |end| 3 + end + 1),
        Some((at, letter)) if text[at + letter.len_utf8()..].starts_with('\'') => at + letter.len_utf8() + 1,
        _ => 1,
    }
}

/// Code up to its unit tests: what only tests import binds nobody.
pub(crate) fn without_tests(code: &[String]) -> Vec<String> {
    let of_tests = |line: &str| line.starts_with("#[cfg(test)]") || line.starts_with("#[cfg(all(test,");
    let end = code.windows(2).position(|lines| of_tests(&lines[0]) && lines[1].contains("mod "));
    code[..end.unwrap_or(code.len())].to_vec()
}
