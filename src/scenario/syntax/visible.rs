//! Visible text: text from outside as a terminal, a file or a chart may show it.
//!
//! Names, titles, paths and file contents come from outside. A control character in them could move
//! the cursor, colour the terminal or set its title; some characters must not stand in XML. None of
//! them has a place in a scenario, so the reader refuses them, and messages that quote them show a
//! replacement character.

/// True for a character that no output may contain: control characters, marks that change the
/// direction of writing, and those that XML forbids.
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
        || matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff)
}

/// A text with a replacement character for each forbidden one.
pub fn visible(text: &str) -> String {
    text.chars().map(shown).collect()
}

/// A character that no terminal acts on.
pub(super) fn shown(c: char) -> char {
    if is_forbidden(c) { char::REPLACEMENT_CHARACTER } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_of_a_terminal_are_broken() {
        for text in
            ["\u{1b}]0;owned\u{7}", "\u{9b}31m", "a\rb", "a\nb", "\u{202e}abc", "\u{fffe}", "\u{1ffff}"]
        {
            let shown = visible(text);
            assert!(
                !shown.chars().any(is_forbidden) && shown.contains(char::REPLACEMENT_CHARACTER),
                "{text:?}"
            );
        }
        assert_eq!(visible("Größe – 50 % 日本 👍"), "Größe – 50 % 日本 👍");
    }
}
