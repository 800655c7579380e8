//! Sensitivity: share of the variance of each main metric that each uncertain input explains.

use crate::experiment::Sensitivity;
use crate::experiment::sensitivity::{Explanation, VarianceShare};
use crate::registers::metrics::{Dim, Key};
use crate::report::text_table::{NONE, Style, TextTable};
use crate::report::wording::{Wording, counted};

/// Cell of a metric that is the same in all runs, or has values in too few.
const NOT_ESTIMATED: &str = "n/a";

/// A row for each uncertain input and one for the residual, a column for each metric; empty if no
/// input is uncertain.
pub fn sensitivity(explanation: &Explanation, wording: &Wording, style: Style) -> String {
    let shares = match explanation {
        Explanation::NothingUncertain => return String::new(),
        Explanation::TooFew { inputs, replications, needed } => {
            let note = format!(
                "Sensitivity: not estimated for {} from {}; it needs {needed} or more.",
                counted(*inputs as u32, "uncertain input"),
                counted(*replications as u32, "replication"),
            );
            return style.wrap(&note, 2) + "\n";
        }
        Explanation::Shares(shares) => shares,
    };
    let head = |metric: Key| wording.title(metric).and_then(|_| wording.sensitivity_head(metric));
    let columns: Vec<(String, &[VarianceShare])> = shares
        .chunk_by(|one, next| one.metric == next.metric)
        .filter_map(|column| Some((head(column[0].metric)?, column)))
        .collect();
    let Some((_, first)) = columns.first() else { return String::new() };
    let heads = columns.iter().map(|(head, column)| {
        let star = if column[0].of_ranks { " *" } else { "" };
        format!("{head}{star}")
    });
    let heads: Vec<String> = std::iter::once("uncertain input".to_owned()).chain(heads).collect();
    let mut table = TextTable::new(&heads.iter().map(String::as_str).collect::<Vec<_>>(), &[0], style);
    for (row, share) in first.iter().enumerate() {
        let name = share.input.and_then(|label| wording.names().all(Dim::Variant).get(label));
        let input = name.cloned().unwrap_or_else(|| "residual".to_owned());
        let cells = columns.iter().map(|(_, column)| cell(column[row].explained));
        table.row(std::iter::once(input).chain(cells).collect());
    }
    let title = format!("Sensitivity: share of variance explained ({NONE} : not significant)\n\n");
    let n = first[0].n as u32;
    let mut notes = vec![
        format!(
            "Squared correlation over {}, ± standard error; significant if over twice its error. {} would halve the \
             errors.",
            counted(n, "run"),
            counted(4 * n, "run"),
        ),
        "Residual: chance within the runs, non-linear effects and interactions.".to_owned(),
    ];
    if columns.iter().any(|(_, column)| column.iter().all(|share| share.explained.is_none())) {
        notes.push(format!("{NOT_ESTIMATED}: the same in all runs, or known of too few."));
    }
    if shares.iter().any(|share| share.of_ranks) {
        notes.push("* Rank correlation, because the backlog was not cleared in some runs.".to_owned());
    }
    notes.iter().fold(title + &table.into_text(), |text, note| text + &style.wrap(note, 2) + "\n")
}

/// "41 % ± 9"; a dash where it is not significant.
fn cell(explained: Option<Sensitivity>) -> String {
    match explained {
        None => NOT_ESTIMATED.to_owned(),
        Some(explained) if !explained.is_significant() => NONE.to_owned(),
        // An estimate may exceed the whole by chance.
        Some(Sensitivity { share, standard_error }) => {
            format!("{:.0} % ± {:.0}", share.min(1.0) * 100.0, standard_error * 100.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::build;
    use crate::experiment::headline::Headline;
    use crate::experiment::metric_kinds::is_clearance;
    use crate::metrics::names::LabelNames;
    use crate::model::test_scenario;
    use crate::registers::metrics::{Cell, cell as metric_cell, ids};
    use std::sync::Arc;

    #[test]
    fn thirteen_uncertain_inputs_and_five_metrics_fit_in_a_hundred_columns() {
        let compiled = build(&test_scenario::scenario()).unwrap();
        let values = (0..13).map(|number| (format!("uncertain_input_{number}"), "lines"));
        let names = LabelNames::of(&compiled.model, &compiled.labels).with_values(values);
        let headline = Headline::of(&compiled.model, &compiled.labels).unwrap();
        let wording = Wording::of(&headline.with_names(Arc::new(names)));
        let site = metric_cell(&[(Dim::Site, 0)]);
        let metrics = [
            ids::OPEN_DEMAND_PEAK.at(Cell::TOTAL),
            ids::BACKLOG_PEAK.at(site),
            ids::CLEARANCE_DAY.at(site),
            ids::CARS_WAITING_PEAK.at(Cell::TOTAL),
            ids::CARS_OFF_ROAD_PEAK.at(Cell::TOTAL),
        ];
        let estimate = |share: f64, standard_error: f64| Some(Sensitivity { share, standard_error });
        let share = |metric: Key, input, explained| VarianceShare {
            metric,
            input,
            explained,
            of_ranks: is_clearance(metric),
            n: 40,
        };
        let column = |metric| {
            let inputs = (0..13).map(move |number| {
                let explained = if number == 0 { estimate(0.412, 0.093) } else { estimate(0.05, 0.03) };
                share(metric, Some(number), explained)
            });
            inputs.chain([share(metric, None, estimate(0.3, 0.11))]).collect::<Vec<_>>()
        };
        let shares = Explanation::Shares(metrics.into_iter().flat_map(column).collect());
        let text = sensitivity(&shares, &wording, Style::default());
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[..19].iter().all(|line| line.chars().count() <= 100), "{text}");
        let cells = |line: &str| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).count();
        assert_eq!((cells(lines[5]), cells(lines[18])), (6, 6), "{text}");
        assert!(lines[5].contains("uncertain_input_0") && lines[5].contains("41 % ± 9"), "{text}");
        assert!(lines[6].ends_with(" –"), "not significant: {text}");
        assert!(lines[18].contains("residual") && lines[18].contains("30 % ± 11"), "{text}");
        assert!(lines[4].contains("backlog *") && text.contains("160 runs would halve"), "{text}");
    }
}
