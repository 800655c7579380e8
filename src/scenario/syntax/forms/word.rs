//! Words: one of a few values, each with a name.

use crate::registers::key::{Key, Schema};
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::scenario::syntax::reader::{Item, Reader, nearest_of, shown};
use crate::scenario::syntax::value::{Context, StandIn, Value};
use crate::scenario::syntax::writer::quoted;
use serde_json::{Value as Json, json};
use std::marker::PhantomData;

/// One of some words.
pub(crate) trait Word: Copy + PartialEq + 'static {
    /// Each word with its meaning for the program; the first stands in for an error.
    const WORDS: &'static [(&'static str, Self)];
    /// Former words with those that took their place.
    const FORMER: &'static [(&'static str, &'static str)] = &[];

    /// As it is written.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word)
    }
}

/// The form of a value that is one of some words.
pub(crate) struct OneOf<T>(PhantomData<T>);

impl<T: Word> Value for OneOf<T> {
    type Of = T;

    fn form() -> String {
        let words: Vec<String> = T::WORDS.iter().map(|(word, _)| format!("`\"{word}\"`")).collect();
        match words.split_last() {
            Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
            _ => words.concat(),
        }
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<T> {
        reader.word(item)
    }

    fn write(value: &T, _: Context) -> String {
        quoted(value.word())
    }

    fn schema(_: &Key, _: Schema) -> Json {
        let words: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
        json!({ "enum": words })
    }

    fn samples(_: &Key) -> Vec<String> {
        T::WORDS.iter().map(|(word, _)| quoted(word)).collect()
    }
}

impl<T: Word> StandIn for OneOf<T> {
    fn stand_in() -> T {
        T::WORDS[0].1
    }
}

impl<'t> Reader<'t> {
    /// One of some words; reports a former word with the one that took its place.
    pub(crate) fn word<T: Word>(&mut self, item: Item<'t>) -> Option<T> {
        let example = format!("{:?}", T::WORDS[0].0);
        let text = self.text(item, &example)?;
        let found = T::WORDS.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() && !self.former_word(item, text, T::FORMER) {
            let known: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
            self.report(
                ScenarioError::at(
                    item.place(),
                    format!("unknown {} `{}`", item.key, shown(text)),
                    "not one of the words allowed here",
                )
                .help(nearest_of(text, &known, "allowed")),
            );
        }
        found
    }

    /// Reports a word that has another name now.
    pub(crate) fn former_word(&mut self, item: Item<'t>, text: &str, former: &[(&str, &str)]) -> bool {
        let now = former.iter().find(|(word, _)| *word == text);
        if let Some((_, now)) = now {
            let message = format!("`{text}` is now called `{now}`");
            self.report(
                ScenarioError::at(item.place(), message, "former name").help(format!("write `\"{now}\"`")),
            );
        }
        now.is_some()
    }
}
