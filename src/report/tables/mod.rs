//! Tables for the terminal: the headline of a result, and what plans change against the first.
//!
//! Plain columns: a terminal gets a bold head and lines that fit, a pipe whole lines.

pub mod observations;
pub mod overview;

use super::wording::{Words, counted, what_cleared_means};
use crate::experiment::compare::Difference;
use crate::experiment::headline::{is_bottleneck, is_clearance, is_day_of_phase};
use crate::experiment::measure::{Measure, Measured, Outcome};
use crate::experiment::order_to_fill::Pooled;
use crate::experiment::sensitivity::{Explanation, Share};
use crate::experiment::summary::Row;
use crate::experiment::uncertainty::UNCERTAIN;
use crate::metrics::Key;
use crate::stats::sensitivity::Sensitivity;
use crate::stats::survival::Reached;
use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, presets};
use std::fmt::Write as _;

/// Smallest width to which a table is fitted [columns].
const NARROWEST: u16 = 60;

/// Fills the line that follows the header of a table with bold headings; it is never printed.
const HEADER_END: char = '\u{1}';

/// Properties of the terminal that a table is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Width to which tables are fitted [columns]; `None`: lines are never wrapped, as in a pipe.
    pub width: Option<u16>,
    /// True if headings are bold.
    pub bold: bool,
}

impl Style {
    pub(super) fn table(self, head: &[&str]) -> Table {
        let mut table = Table::new();
        let header_end = LineStyle::none().fill(HEADER_END);
        table.load_style(if self.bold {
            presets::NOTHING.header_separator(header_end)
        } else {
            presets::NOTHING
        });
        // On a narrower terminal unwrapped lines are easier to read than one letter a line.
        if let Some(width) = self.width.filter(|&width| width >= NARROWEST) {
            table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
        }
        let cells = head.iter().enumerate().map(|(column, &head)| aligned(column, head.to_owned()));
        table.set_header(cells.collect::<Vec<_>>());
        table
    }
}

/// Words to the left, numbers to the right.
fn aligned(column: usize, text: String) -> Cell {
    let side = if column == 0 { CellAlignment::Left } else { CellAlignment::Right };
    Cell::new(text).set_alignment(side)
}

pub(super) fn add(table: &mut Table, cells: Vec<String>) {
    let cells = cells.into_iter().enumerate().map(|(column, text)| aligned(column, text));
    table.add_row(cells.collect::<Vec<_>>());
}

pub(super) fn text(table: &Table) -> String {
    let mut lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    if let Some(end) = lines.iter().position(|line| line.contains(HEADER_END)) {
        lines.remove(end);
        for line in &mut lines[..end] {
            *line = format!("\x1b[1m{line}\x1b[0m");
        }
    }
    lines.join("\n") + "\n"
}

pub(super) const NONE: &str = "–";

/// The headline: metric, mean, interval, n. A clearance says in how many of the runs; its day is of those.
pub fn headline(rows: &[Row], words: &Words, style: Style) -> String {
    let heads =
        ["", "mean", "error of the mean\n(95 % interval)", "forecast: what may\nhappen (10–90 %)", "n"];
    let mut table = style.table(&heads);
    let bottleneck = bottleneck(rows);
    for row in rows.iter().filter(|row| !is_bottleneck(&row.key) || Some(&row.key) == bottleneck) {
        let Some(title) = words.title(&row.key) else { continue };
        let mean = row.mean.map_or(NONE.to_owned(), |mean| words.value(&row.key, mean));
        let interval = row
            .interval()
            .map_or(NONE.to_owned(), |interval| words.interval(&row.key, interval.lower(), interval.upper()));
        let (title, n) = if is_clearance(&row.key) {
            (format!("{title} ({})", cleared(row)), row.values.to_string())
        } else if is_day_of_phase(&row.key) && row.censored > 0 {
            let runs = counted(row.replications(), "run");
            (format!("{title} (came in {} of {runs})", row.values), row.values.to_string())
        } else {
            (title, row.values.to_string())
        };
        add(&mut table, vec![title, mean, interval, forecast(row, words), n]);
    }
    let notes = rows.iter().filter_map(|row| note(row, words)).collect::<Vec<_>>();
    let cleared = rows.iter().any(|row| is_clearance(&row.key)).then(what_cleared_means);
    let mut text = text(&table);
    let sure = how_sure(rows);
    for note in notes.iter().map(String::as_str).chain(cleared.as_deref()).chain([sure.as_str()]) {
        text.push_str(note);
        text.push('\n');
    }
    text
}

/// The headline of one replication: metric and value.
pub fn measures(measured: &Measured, words: &Words, style: Style) -> String {
    let mut table = style.table(&["", "value"]);
    let places = measured.measures.iter().filter(|measure| is_bottleneck(&measure.key));
    let places = places.filter_map(|one| Some((&one.key, one.outcome.value().filter(|&days| days > 0.0)?)));
    let bottleneck = places.reduce(|most, place| if place.1 > most.1 { place } else { most });
    for Measure { key, outcome } in &measured.measures {
        let bottleneck = bottleneck.is_some_and(|(most, _)| most == key);
        let Some(title) = words.title(key).filter(|_| !is_bottleneck(key) || bottleneck) else { continue };
        let value = match *outcome {
            Outcome::Value(value) => words.value(key, value),
            Outcome::LaterThan(than) => format!("later than {}", words.value(key, than)),
            Outcome::Nothing => NONE.to_owned(),
        };
        add(&mut table, vec![title, value]);
    }
    text(&table)
}

/// What the forecast and the error of the mean each say.
fn how_sure(rows: &[Row]) -> String {
    let uncertain: Vec<&str> =
        rows.iter().filter(|row| row.key.name == UNCERTAIN).map(|row| row.key.class.as_str()).collect();
    let drawn = match uncertain.len() {
        0 => "chance alone makes them differ: no value is said to be uncertain".to_owned(),
        n => {
            let values = counted(n as u32, "uncertain value");
            format!("they differ by chance and by {values}, drawn anew in each ({})", uncertain.join(", "))
        }
    };
    format!(
        "Forecast: four of five runs lie in it; {drawn}. More runs do not make it narrower.\n\
         Error of the mean: only what the simulation does not know of its own mean for want of runs; four times the runs \
         halve it. It is no forecast."
    )
}

/// The place that was the bottleneck on most days; `None` where none ever was.
fn bottleneck(rows: &[Row]) -> Option<&Key> {
    let places = rows.iter().filter(|row| is_bottleneck(&row.key));
    let places = places.filter_map(|row| Some((&row.key, row.mean.filter(|&mean| mean > 0.0)?)));
    places.reduce(|most, place| if place.1 > most.1 { place } else { most }).map(|(key, _)| key)
}

/// The forecast band of a measure, as far as the runs reach.
fn forecast(row: &Row, words: &Words) -> String {
    let key = &row.key;
    match (row.p10, row.p90) {
        // One run is no band.
        _ if row.replications() - row.nothing < 2 => NONE.to_owned(),
        (Some(Reached::At(low)), Some(Reached::At(high))) => words.interval(key, low, high),
        (Some(Reached::At(low)), Some(Reached::Not { .. })) => {
            format!("{} – not reached", words.value(key, low))
        }
        (Some(Reached::Not { .. }), _) => "not reached".to_owned(),
        _ => NONE.to_owned(),
    }
}

/// What explains the spread of the main measures: a row for each uncertain value, a column for each measure.
pub fn explained(explanation: &Explanation, words: &Words, style: Style) -> String {
    let shares = match explanation {
        Explanation::NothingUncertain => return String::new(),
        Explanation::TooFew { inputs, replications, needed } => {
            return format!(
                "What explains the spread: {} can tell too little of {}; {needed} or more would.\n",
                counted(*replications as u32, "replication"),
                counted(*inputs as u32, "uncertain value"),
            );
        }
        Explanation::Shares(shares) => shares,
    };
    let told = |measure: &Key| words.title(measure).and_then(|_| words.head_of_spread(measure));
    let columns: Vec<(String, &[Share])> = shares
        .chunk_by(|one, next| one.measure == next.measure)
        .filter_map(|column| Some((told(&column[0].measure)?, column)))
        .collect();
    let Some((_, first)) = columns.first() else { return String::new() };
    let heads = columns.iter().map(|(head, column)| {
        let star = if column[0].of_ranks { " *" } else { "" };
        format!("{head}{star}")
    });
    let heads: Vec<String> =
        std::iter::once("What explains\nthe spread of".to_owned()).chain(heads).collect();
    let mut table = style.table(&heads.iter().map(String::as_str).collect::<Vec<_>>());
    for (row, share) in first.iter().enumerate() {
        let input = share.input.clone().unwrap_or_else(|| "the rest".to_owned());
        let cells = columns.iter().map(|(_, column)| column[row].explained.map_or(NONE.to_owned(), share_of));
        add(&mut table, std::iter::once(input).chain(cells).collect());
    }
    let n = first[0].n as u32;
    let mut text = text(&table);
    write!(
        text,
        "Share of the variance over {}, ± its standard error, by the square of a correlation; ~0: not told apart from \
         nothing (within 2 errors).\nThe rest: chance within the runs, bends, and what matters only together. {} would \
         halve the errors.\n",
        counted(n, "run"),
        counted(4 * n, "run"),
    )
    .expect("a string takes every text");
    if columns.iter().any(|(_, column)| column.iter().all(|share| share.explained.is_none())) {
        text.push_str("–: the same in all runs, or told by too few.\n");
    }
    if shares.iter().any(|share| share.of_ranks) {
        text.push_str("* of ranks, because some runs were not cleared.\n");
    }
    text
}

/// "41 % ± 9"; "~0 ± 6" where it may as well be nothing.
fn share_of(explained: Sensitivity) -> String {
    let error = explained.standard_error * 100.0;
    if explained.is_told_apart() {
        // More than all is chance too.
        format!("{:.0} % ± {error:.0}", explained.share.min(1.0) * 100.0)
    } else {
        format!("~0 ± {error:.0}")
    }
}

/// "cleared in 8 of 10 runs", "…, never above normal in 2".
fn cleared(row: &Row) -> String {
    let never = match row.nothing {
        0 => String::new(),
        n => format!(", never above normal in {n}"),
    };
    format!("cleared in {} of {}{never}", row.values, counted(row.replications(), "run"))
}

/// What must be said of a measure that some runs did not reach.
fn note(row: &Row, words: &Words) -> Option<String> {
    let title = words.title(&row.key).filter(|_| row.censored > 0)?;
    let phase = is_day_of_phase(&row.key);
    if !is_clearance(&row.key) && !phase {
        let of = match row.values {
            0 => String::new(),
            n => format!("; mean and interval are of the other {}", counted(n, "run")),
        };
        let late = counted(row.censored, "run");
        return Some(format!("{title}: not reached by the end of {late}{of}."));
    }
    let (was, cleared) = if phase { ("came", "had come") } else { ("was", "were cleared") };
    let of = match row.values {
        0 => String::new(),
        n => format!("the day and its interval are of the {} in which it {was}; ", counted(n, "run")),
    };
    let half = match row.median? {
        Reached::At(value) => format!("half of all runs {cleared} by {}", words.value(&row.key, value)),
        Reached::Not { by } => {
            format!("less than half of all runs {cleared} by {}", words.value(&row.key, by))
        }
    };
    Some(format!("{title}: {of}{half} (Kaplan–Meier)."))
}

/// How long customers wait: a row for each window of orders and class, of the lines of all replications together.
pub fn times_to_fill(pooled: &[Pooled], style: Style) -> String {
    if pooled.is_empty() {
        return String::new();
    }
    let head = [
        "Days from order to filled,\nlines ordered",
        "half",
        "nine in ten",
        "99 in 100",
        "mean",
        "not filled",
    ];
    let mut table = style.table(&head);
    for row in pooled {
        let window = if row.window == "whole_run" { "whole run" } else { row.window };
        let class = if row.class == "all" { "all lines".to_owned() } else { format!("{} lines", row.class) };
        let days = row.quantiles.iter().zip(row.bands).map(|(&quantile, band)| match band {
            Some((Reached::Not { .. }, _)) | None => days(quantile),
            Some((low, high)) => format!("{} ({}–{})", days(quantile), days(low), days(high)),
        });
        let open = format!("{:.1} %", row.open as f64 / row.lines as f64 * 100.0);
        let cells = std::iter::once(format!("{window}, {class}")).chain(days);
        add(&mut table, cells.chain([format!("{:.2}", row.restricted_mean), open]).collect());
    }
    let bands = match pooled.iter().flat_map(|row| row.bands).flatten().next() {
        Some(_) => "In brackets: where that of a run lies in four of five runs.\n",
        None => "",
    };
    let note = "Kaplan–Meier over the lines of all runs; those cancelled or still open at the end count as longer \
                than they were followed, and the mean follows none further than that.\n";
    text(&table) + note + bands
}

/// "0.32", "17.7"; "over 35" where it was not reached.
fn days(quantile: Reached) -> String {
    match quantile {
        Reached::At(days) if days < 9.995 => format!("{days:.2}"),
        Reached::At(days) => format!("{days:.1}"),
        Reached::Not { by } => format!("over {by:.0}"),
    }
}

/// What a plan changes against the first: metric, difference, interval, pairs, variance saved.
pub fn comparison(differences: &[Difference], words: &Words, style: Style) -> String {
    let mut table = style.table(&[
        "",
        "difference",
        "95 % interval of mean",
        "10–90 % of pairs",
        "pairs",
        "variance saved",
    ]);
    let mut censored = Vec::new();
    // Where the bottleneck is, each plan says itself: a difference of shares of days would say little.
    for difference in differences.iter().filter(|difference| !is_bottleneck(&difference.key)) {
        let key = &difference.key;
        let Some(title) = words.title(key) else { continue };
        let mean = difference.mean.map_or(NONE.to_owned(), |mean| Words::difference(key, mean));
        let from_to = |(lower, upper): (f64, f64)| {
            format!("{} to {}", Words::difference(key, lower), Words::difference(key, upper))
        };
        let interval = difference
            .interval
            .map_or(NONE.to_owned(), |interval| from_to((interval.lower(), interval.upper())));
        let spread = difference.spread.filter(|_| difference.pairs > 1).map_or(NONE.to_owned(), from_to);
        let saved =
            difference.variance_saved.map_or(NONE.to_owned(), |saved| format!("{:.0} %", saved * 100.0));
        if difference.censored > 0 {
            let pairs = counted(difference.censored, "pair");
            let why = if is_day_of_phase(key) {
                "it did not come in a run"
            } else if is_clearance(key) {
                "a run was not cleared by its end"
            } else {
                "it was not reached by the end of a run"
            };
            censored.push(format!("{title}: {pairs} not counted, because {why}."));
        }
        add(&mut table, vec![title, mean, interval, spread, difference.pairs.to_string(), saved]);
    }
    let mut text = text(&table);
    for note in censored {
        text.push_str(&note);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::build;
    use crate::experiment::headline::Headline;
    use crate::model::test_scenario;

    #[test]
    fn thirteen_uncertain_values_and_five_measures_fit_in_a_hundred_columns() {
        let compiled = build(&test_scenario::scenario()).unwrap();
        let words = Words::of(&Headline::of(&compiled.model, &compiled.labels).unwrap());
        let measures = [
            ("backlog_peak", "centre"),
            ("past_due_peak", "centre"),
            ("clearance_day", "centre"),
            ("cars_waiting_peak", "all"),
            ("cars_off_road_peak", "all"),
        ];
        let told = |share: f64, standard_error: f64| Some(Sensitivity { share, standard_error });
        let share = |(name, site): (&str, &str), input: Option<String>, explained| Share {
            measure: Key::new(name, site, "all", "lines"),
            input,
            explained,
            of_ranks: name == "clearance_day",
            n: 40,
        };
        let column = |measure| {
            let inputs = (0..13).map(move |number| {
                let explained = if number == 0 { told(0.412, 0.093) } else { told(0.05, 0.03) };
                share(measure, Some(format!("uncertain_value_{number}")), explained)
            });
            inputs.chain([share(measure, None, told(0.3, 0.11))]).collect::<Vec<_>>()
        };
        let shares = Explanation::Shares(measures.into_iter().flat_map(column).collect());
        let text = explained(&shares, &words, Style::default());
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[..16].iter().all(|line| line.chars().count() <= 100), "{text}");
        let cells = |line: &str| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).count();
        assert_eq!((cells(lines[2]), cells(lines[15])), (6, 6), "{text}");
        assert!(lines[2].contains("uncertain_value_0") && lines[2].contains("41 % ± 9"), "{text}");
        assert!(
            lines[3].contains("~0 ± 3") && lines[15].contains("the rest") && lines[15].contains("30 % ± 11")
        );
        assert!(lines[1].contains("cleared *") && text.contains("160 runs would halve the errors"), "{text}");
    }

    #[test]
    fn forecast_and_error_are_told_apart_and_what_is_uncertain_is_named() {
        let row = |name: &str, class: &str| Row {
            key: Key::new(name, "all", class, "lines"),
            mean: Some(1.0),
            half_width: Some(0.5),
            values: 20,
            censored: 0,
            nothing: 0,
            p10: None,
            p90: None,
            median: None,
        };
        let sure =
            how_sure(&[row("customer_lines", "all"), row(UNCERTAIN, "orders"), row(UNCERTAIN, "picking")]);
        assert!(sure.contains("by 2 uncertain values, drawn anew in each (orders, picking)"), "{sure}");
        assert!(how_sure(&[row("customer_lines", "all")]).contains("no value is said to be uncertain"));
    }

    #[test]
    fn of_the_places_only_the_one_that_was_the_bottleneck_most_often_is_told() {
        let row = |place: &str, mean: Option<f64>| Row {
            key: Key::new("bottleneck_catching_up", "gplc", place, "share"),
            mean,
            half_width: None,
            values: 3,
            censored: 0,
            nothing: 0,
            p10: None,
            p90: None,
            median: None,
        };
        let rows =
            [row("release", Some(0.3)), row("stock", None), row("pick", Some(0.61)), row("pack", Some(0.09))];
        assert_eq!(bottleneck(&rows), Some(&rows[2].key));
        assert_eq!(bottleneck(&[row("pick", Some(0.0))]), None);
    }
}
