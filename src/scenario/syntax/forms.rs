//! Forms: the forms of values that several tables share, from texts to distributions.
//!
//! Knows nothing of what a key is for.

use super::distribution;
use super::moment::moment_text;
use super::quantity::{self, duration_text, level_text, share_text, span_text};
use super::reader::{Fields, Item, Reader, kind, nearest_of, shown};
use super::value::{Context, Part, StandIn, Thing, Value, texts};
use super::writer::quoted;
use crate::distributions::Distribution;
use crate::registers::key::{Key, Presence, Range, Schema, Table, top};
use crate::scenario::network::calendar::clock_text;
use crate::scenario::syntax::diagnostic::ScenarioError;
use crate::units::{self, CapacityFactor, Micros, WEEK};
use jiff::civil::DateTime;
use serde_json::{Map, Value as Json, json};
use std::marker::PhantomData;

/// A number with decimals, in patterns.
const NUMBER: &str = r"\s*\+?[0-9]+(\.[0-9]+)?\s*";
/// Units of time, in patterns.
pub(crate) const TIMES: &str = "(us|ms|s|min|h|days?|weeks?)";

/// Largest count that a key without bounds of its own takes.
const MOST: i128 = 1_000_000_000;

/// Schema of a text of this pattern.
pub(crate) fn text_of(pattern: &str) -> Json {
    json!({ "type": "string", "pattern": format!("^{pattern}$") })
}

/// Schema of a quantity in one of these units.
pub(crate) fn quantity_of(units: &str) -> Json {
    text_of(&format!("{NUMBER}{units}\\s*"))
}

impl Reader<'_> {
    /// Reports a number that is outside the range of its key.
    pub(crate) fn in_range(&mut self, item: Item<'_>, key: &Key, number: f64) -> bool {
        let Some(range) = key.range else { return true };
        let (least, most) = (range.least as f64, range.most as f64);
        let error = if number < least || (range.above && number <= least) {
            let bound = if range.least == 0 { "0".to_owned() } else { (key.limit)(range.least) };
            let bound = if range.above { format!("over {bound}") } else { format!("at least {bound}") };
            ScenarioError::at(item.place(), format!("`{}` must be {bound}", item.key), "too small")
        } else if number > most || (range.below && number >= most) {
            let bound = (key.limit)(range.most);
            let bound = if range.below { format!("below {bound}") } else { format!("at most {bound}") };
            ScenarioError::at(item.place(), format!("`{}` must be {bound}", item.key), "too large")
        } else {
            return true;
        };
        self.report(error.help(format!("for instance `{} = {}`", item.key, key.example)));
        false
    }
}

/// A text of any kind.
pub(crate) struct Text;

impl Value for Text {
    type Of = String;

    fn form() -> String {
        "text".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<String> {
        reader.text(item, key.example).map(str::to_owned)
    }

    fn write(value: &String, _: Context) -> String {
        quoted(value)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "type": "string" })
    }
}

impl StandIn for Text {
    fn stand_in() -> String {
        String::new()
    }
}

/// An integer: people, servers, a priority.
pub(crate) struct Count<N>(PhantomData<N>);

impl<N: TryFrom<i128> + Copy + Default + std::fmt::Display> Value for Count<N> {
    type Of = N;
    const RANGE: Option<Range> = Some(Range { least: 0, above: false, most: MOST, below: false });

    fn form() -> String {
        "count".to_owned()
    }

    fn samples(key: &Key) -> Vec<String> {
        let range = key.range.unwrap_or(Range { least: 0, above: false, most: MOST, below: false });
        [1, 3, 5]
            .iter()
            .filter(|count| (range.least..=range.most).contains(count))
            .map(i128::to_string)
            .collect()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<N> {
        let range = key.range?;
        reader.count(item, range.least, range.most)
    }

    fn write(value: &N, _: Context) -> String {
        value.to_string()
    }

    fn schema(key: &Key, _: Schema) -> Json {
        let range = key.range.unwrap_or(Range { least: 0, above: false, most: MOST, below: false });
        let mut schema = json!({ "type": "integer", "minimum": range.least as i64 });
        if let Ok(most) = u64::try_from(range.most) {
            schema["maximum"] = json!(most);
        }
        schema
    }
}

impl<N: TryFrom<i128> + Copy + Default + std::fmt::Display> StandIn for Count<N> {
    fn stand_in() -> N {
        N::default()
    }
}

/// A length of time in microseconds.
pub(crate) struct Duration;

impl Value for Duration {
    type Of = Micros;
    const RANGE: Option<Range> =
        Some(Range { least: 0, above: false, most: quantity::LONGEST as i128, below: false });

    fn form() -> String {
        "duration".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""90 min""#, r#""7 h""#, r#""1 day""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Micros> {
        let time = reader.duration(item, key.example)?;
        reader.in_range(item, key, time as f64).then_some(time)
    }

    fn write(value: &Micros, _: Context) -> String {
        quoted(&duration_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of(TIMES)
    }

    fn limit(bound: i128) -> String {
        limit_of_time(bound)
    }
}

impl StandIn for Duration {
    fn stand_in() -> Micros {
        WEEK
    }
}

/// A bound in microseconds in words: in years where it is long.
pub(crate) fn limit_of_time(bound: i128) -> String {
    let micros = Micros::try_from(bound).unwrap_or(0);
    let years = micros / units::YEAR;
    if years > 1 && micros % units::YEAR == 0 { format!("{years} years") } else { duration_text(micros) }
}

/// Elapsed time or working days, over 0.
pub(crate) struct Span;

impl Value for Span {
    type Of = units::Span;

    fn form() -> String {
        "duration or working days".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""1 min""#, r#""9 h""#, r#""1 working day""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<units::Span> {
        reader.span(item, key.example)
    }

    fn write(value: &units::Span, _: Context) -> String {
        quoted(&span_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of("(us|ms|s|min|h|days?|weeks?|working days?)")
    }
}

impl StandIn for Span {
    fn stand_in() -> units::Span {
        units::Span::Elapsed(WEEK)
    }
}

/// A share from 0 % to 100 %, as a number from 0 to 1; the range of the key is in percent.
pub(crate) struct Share;

impl Value for Share {
    type Of = f64;
    const RANGE: Option<Range> = Some(Range { least: 0, above: false, most: 100, below: false });

    fn form() -> String {
        "share".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""20%""#, r#""60%""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<f64> {
        let share = reader.share(item, key.example)?;
        reader.in_range(item, key, share * 100.0).then_some(share)
    }

    fn write(value: &f64, _: Context) -> String {
        quoted(&share_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of("%")
    }

    fn limit(bound: i128) -> String {
        format!("{bound} %")
    }
}

impl StandIn for Share {
    fn stand_in() -> f64 {
        0.0
    }
}

/// A share from 0 % to 100 % in millionths.
pub(crate) struct ShareInMillionths;

impl Value for ShareInMillionths {
    type Of = units::Share;
    const RANGE: Option<Range> = Share::RANGE;

    fn form() -> String {
        Share::form()
    }

    fn samples(key: &Key) -> Vec<String> {
        Share::samples(key)
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<units::Share> {
        let help = format!("for instance `{} = {}`", item.key, key.example);
        let share = reader.whole_share(item, &help)?;
        reader.in_range(item, key, f64::from(share.ppm()) / 10_000.0).then_some(share)
    }

    fn write(value: &units::Share, _: Context) -> String {
        quoted(&level_text(CapacityFactor::from_ppm(value.ppm())))
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        Share::schema(key, schema)
    }

    fn limit(bound: i128) -> String {
        Share::limit(bound)
    }
}

impl StandIn for ShareInMillionths {
    fn stand_in() -> units::Share {
        units::Share::ALL
    }
}

/// A share of nominal speed, over 100 % too; the range of the key is in percent.
pub(crate) struct Level;

impl Value for Level {
    type Of = units::CapacityFactor;
    const RANGE: Option<Range> = Some(Range { least: 0, above: false, most: 100, below: false });

    fn form() -> String {
        "level".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""30%""#, r#""70%""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<units::CapacityFactor> {
        let most = key.range.map_or(100, |range| range.most);
        let help = format!("for instance `{} = {}`", item.key, key.example);
        let level = reader.level(item, u32::try_from(most).unwrap_or(100), &help)?;
        reader.in_range(item, key, f64::from(level.ppm()) / 10_000.0).then_some(level)
    }

    fn write(value: &units::CapacityFactor, _: Context) -> String {
        quoted(&level_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of("%")
    }

    fn limit(bound: i128) -> String {
        format!("{bound} %")
    }
}

impl StandIn for Level {
    fn stand_in() -> units::CapacityFactor {
        units::CapacityFactor::NOMINAL
    }
}

/// A number of order lines.
pub(crate) struct Lines;

impl Value for Lines {
    type Of = u32;
    const RANGE: Option<Range> = Some(Range { least: 0, above: false, most: 10_000_000, below: false });

    fn form() -> String {
        "lines".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""2 lines""#, r#""9 lines""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<u32> {
        let least = key.range.map_or(0, |range| range.least);
        reader.whole_lines(item, u32::try_from(least).unwrap_or(0), key.example)
    }

    fn write(value: &u32, _: Context) -> String {
        quoted(&quantity::lines_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        quantity_of("lines?")
    }

    fn limit(bound: i128) -> String {
        format!("{bound} lines")
    }
}

impl StandIn for Lines {
    fn stand_in() -> u32 {
        1
    }
}

/// A rate of order lines: `"200 lines/working day"`.
pub(crate) struct LineRate;

impl Value for LineRate {
    type Of = units::Rate;
    const RANGE: Option<Range> =
        Some(Range { least: 0, above: true, most: 1_000_000_000_000_000, below: false });

    fn form() -> String {
        "rate of lines".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""20 lines/working day""#, r#""3 lines/day""#, r#""400 lines/year""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<units::Rate> {
        reader.rate(item, &[["line", "lines"]], &[], key.example).map(|(rate, _, _)| rate)
    }

    fn write(value: &units::Rate, _: Context) -> String {
        quoted(&quantity::rate_text(*value, "lines"))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        text_of(&line_rate(""))
    }
}

/// Pattern of a rate of lines, with words behind it.
pub(crate) fn line_rate(end: &str) -> String {
    format!(r"{NUMBER}(lines?)?\s*(/|per )\s*(ms|us|s|min|h|days?|weeks?|working days?|year)\s*{end}")
}

/// A sum of money.
pub(crate) struct Money;

impl Value for Money {
    type Of = f64;

    fn form() -> String {
        "money".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""£3.50""#, r#""£9""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<f64> {
        reader.money(item)
    }

    fn write(value: &f64, context: Context) -> String {
        quoted(&format!("{}{value}", context.currency))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        text_of(&format!("\\s*[£€$]{NUMBER}"))
    }

    /// No sum at all, so that it chooses no currency.
    fn implied(_: &mut Reader<'_>, _: &Key, _: &'static str) -> Option<f64> {
        Some(0.0)
    }
}

impl StandIn for Money {
    fn stand_in() -> f64 {
        0.0
    }
}

/// A date, or a date with a time, as it stands.
pub(crate) struct Moment;

impl Value for Moment {
    type Of = DateTime;

    fn form() -> String {
        "moment".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<DateTime> {
        reader.moment(item)
    }

    fn write(value: &DateTime, _: Context) -> String {
        value.to_string()
    }

    fn schema(_: &Key, _: Schema) -> Json {
        moments()
    }
}

impl StandIn for Moment {
    fn stand_in() -> DateTime {
        DateTime::ZERO
    }
}

/// Schema of a moment: TOML has a type of its own for it, which editors hand on as a text.
pub(crate) fn moments() -> Json {
    text_of(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?")
}

/// A moment as an instant after `start`, in microseconds.
pub(crate) struct Instant;

impl Value for Instant {
    type Of = Micros;

    fn form() -> String {
        "moment".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<Micros> {
        reader.instant(item)
    }

    fn write(value: &Micros, context: Context) -> String {
        moment_text(context.start, *value)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        moments()
    }
}

impl StandIn for Instant {
    fn stand_in() -> Micros {
        0
    }
}

/// A time of day from `00:00` to `24:00`, in microseconds after midnight.
pub(crate) struct TimeOfDay;

impl Value for TimeOfDay {
    type Of = Micros;
    const RANGE: Option<Range> =
        Some(Range { least: 0, above: false, most: units::DAY as i128, below: false });

    fn limit(bound: i128) -> String {
        clock_text(Micros::try_from(bound).unwrap_or(0))
    }

    fn form() -> String {
        "time of day".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&[r#""05:00""#, r#""12:30""#, r#""16:00""#])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Micros> {
        let text = reader.text(item, key.example)?;
        let time = reader.clock(item, text.trim())?;
        reader.in_range(item, key, time as f64).then_some(time)
    }

    fn write(value: &Micros, _: Context) -> String {
        quoted(&clock_text(*value))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        text_of(&format!("\\s*{CLOCK}\\s*"))
    }
}

impl StandIn for TimeOfDay {
    fn stand_in() -> Micros {
        0
    }
}

/// A time of day, in patterns.
pub(crate) const CLOCK: &str = r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?";

/// What has a name, by the table that it stands in.
pub(crate) trait Named {
    /// Name of the table.
    const IN: &'static str;
}

impl<T: Thing> Named for T {
    const IN: &'static str = top(T::TABLE.path);
}

/// The name of an entry of another table.
pub(crate) struct Name<T>(PhantomData<T>);

impl<T: Named> Value for Name<T> {
    type Of = String;

    fn form() -> String {
        kind(T::IN).one.to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<String> {
        reader.reference(item, kind(T::IN))
    }

    fn write(value: &String, _: Context) -> String {
        quoted(value)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        names()
    }
}

impl<T: Named> StandIn for Name<T> {
    fn stand_in() -> String {
        String::new()
    }
}

/// Schema of a name.
pub(crate) fn names() -> Json {
    text_of("[a-z0-9_]{1,40}")
}

/// Names of entries of another table, each once.
pub(crate) struct Names<T>(PhantomData<T>);

impl<T: Named> Value for Names<T> {
    type Of = Vec<String>;

    fn form() -> String {
        format!("list of {}", kind(T::IN).many)
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<Vec<String>> {
        Some(reader.references(Some(item), kind(T::IN)))
    }

    fn write(value: &Vec<String>, _: Context) -> String {
        list_of(value.iter().map(|name| quoted(name)))
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "type": "array", "items": names(), "uniqueItems": true })
    }
}

impl<T: Named> StandIn for Names<T> {
    fn stand_in() -> Vec<String> {
        Vec::new()
    }
}

/// A list of values, each once, in ascending order.
pub(crate) struct SortedList<V>(PhantomData<V>);

impl<V: Value<Of: Copy + Ord>> Value for SortedList<V> {
    type Of = Vec<V::Of>;
    const RANGE: Option<Range> = V::RANGE;

    fn form() -> String {
        format!("list: {}", V::form())
    }

    fn samples(key: &Key) -> Vec<String> {
        let samples = V::samples(key);
        if samples.is_empty() { Vec::new() } else { vec![list_of(samples.into_iter())] }
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<Vec<V::Of>> {
        let context = Context { start: reader.start.unwrap_or_default(), currency: '£' };
        let mut read: Vec<(V::Of, Item<'t>)> = Vec::new();
        for item in reader.list(item, key.example) {
            let Some(value) = V::read(reader, item, key) else { continue };
            if let Some((_, first)) = read.iter().find(|(earlier, _)| *earlier == value) {
                let text = V::write(&value, context);
                let message = format!("`{}` is listed twice", text.trim_matches('"'));
                reader.report(
                    ScenarioError::at(item.place(), message, "here again").and(first.place(), "listed here"),
                );
            }
            read.push((value, item));
        }
        let mut values: Vec<V::Of> = read.into_iter().map(|(value, _)| value).collect();
        values.sort_unstable();
        Some(values)
    }

    fn write(value: &Vec<V::Of>, context: Context) -> String {
        list_of(value.iter().map(|value| V::write(value, context)))
    }

    fn schema(key: &Key, schema: Schema) -> Json {
        json!({ "type": "array", "items": V::schema(key, schema), "uniqueItems": true })
    }

    fn limit(bound: i128) -> String {
        V::limit(bound)
    }
}

/// Values as a list in TOML.
pub(crate) fn list_of(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

/// The name by which an entry draws its random numbers.
pub(crate) struct StreamName;

impl Value for StreamName {
    type Of = String;

    fn form() -> String {
        "text".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<String> {
        Text::read(reader, item, key)
    }

    fn write(value: &String, _: Context) -> String {
        quoted(value)
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "type": "string" })
    }
}

impl StandIn for StreamName {
    fn stand_in() -> String {
        String::new()
    }
}

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

/// `true`, or left out.
pub(crate) struct Flag;

impl Value for Flag {
    type Of = bool;

    fn form() -> String {
        "`true`".to_owned()
    }

    fn samples(_: &Key) -> Vec<String> {
        texts(&["true"])
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<bool> {
        if let super::tree::Value::Truth(truth) = item.node.value {
            Some(truth)
        } else {
            reader.wrong_form(item, "`true`", "true");
            None
        }
    }

    fn write(value: &bool, _: Context) -> String {
        value.to_string()
    }

    fn schema(_: &Key, _: Schema) -> Json {
        json!({ "const": true })
    }
}

impl StandIn for Flag {
    fn stand_in() -> bool {
        false
    }
}

/// A table of keys inside a value.
pub(crate) struct Inline<T>(PhantomData<T>);

impl<T: Part> Value for Inline<T> {
    type Of = T;
    const TABLE: Option<&'static Table> = Some(T::TABLE);

    fn form() -> String {
        "table".to_owned()
    }

    fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, key: &Key) -> Option<T> {
        let fields = inner_fields(reader, item, key, T::TABLE)?;
        T::read(reader, fields)
    }

    fn write(value: &T, context: Context) -> String {
        value.entries(context).braces()
    }

    fn schema(_: &Key, schema: Schema) -> Json {
        schema_of(T::TABLE, schema)
    }
}

/// The fields of a table inside a value.
pub(crate) fn inner_fields<'t>(
    reader: &mut Reader<'t>,
    item: Item<'t>,
    key: &Key,
    keys: &'static Table,
) -> Option<Fields<'t>> {
    let table = reader.table(item, key.example)?;
    Some(Fields::of(keys, table, item.at, format!("`{}`", item.key), ""))
}

/// Schema of a table: its keys and no others.
pub(crate) fn schema_of(table: &Table, schema: Schema) -> Json {
    let mut properties = Map::new();
    for key in table.keys {
        properties.insert(key.name.to_owned(), schema_of_key(key, schema));
    }
    let required: Vec<&str> = table
        .keys
        .iter()
        .filter(|key| key.presence == Presence::Required && schema == Schema::Whole)
        .map(|key| key.name)
        .collect();
    let mut object = json!({
        "type": "object",
        "description": table.meaning.trim(),
        "properties": properties,
        "additionalProperties": false,
    });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

/// Schema of the value of a key, with its description; `false` removes what is inherited.
pub(crate) fn schema_of_key(key: &Key, schema: Schema) -> Json {
    let mut value = (key.schema)(key, schema);
    if schema == Schema::Overlay {
        value = json!({ "anyOf": [value, { "const": false }] });
    }
    value["description"] = json!(key.meaning.trim());
    if let Presence::Default(text) = key.presence {
        value["default"] = super::value::json_of(text);
    }
    value
}

/// Defines a form of distributions.
macro_rules! distribution_form {
    ($(#[$doc:meta])+ $Form:ident, $of:ident, $name:literal, $stand_in:literal) => {
        $(#[$doc])+
        pub(crate) struct $Form;

        impl Value for $Form {
            type Of = Distribution;
            const WHOLE: bool = true;

            fn form() -> String {
                $name.to_owned()
            }

            fn read<'t>(reader: &mut Reader<'t>, item: Item<'t>, _: &Key) -> Option<Distribution> {
                reader.distribution(item, distribution::Support::$of)
            }

            fn write(value: &Distribution, _: Context) -> String {
                value.text(distribution::Support::$of)
            }

            fn schema(_: &Key, _: Schema) -> Json {
                distribution::schema(distribution::Support::$of)
            }

            fn samples(_: &Key) -> Vec<String> {
                distribution::samples(distribution::Support::$of)
            }
        }

        impl StandIn for $Form {
            fn stand_in() -> Distribution {
                Distribution::Constant($stand_in)
            }
        }
    };
}

distribution_form! {
    /// A distribution of times.
    TimeDistribution, Time, "distribution of time", 0.0
}
distribution_form! {
    /// A distribution of the pieces of a line, from 1.
    PieceDistribution, Pieces, "distribution of pieces", 1.0
}
distribution_form! {
    /// A distribution of the lines of an order, from 1.
    LineDistribution, Lines, "distribution of lines", 1.0
}
