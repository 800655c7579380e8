//! Wording: titles of metrics, and their values, intervals and dates as people read them.
//!
//! A number has the digits that matter: integer lines, days to a hundredth, shares to a tenth of a
//! per cent. A metric in days from the onset is written as a date. A title ends with the unit in
//! brackets, unless the value shows it.

use crate::analysis::clearance::{HOLD, TOLERANCE};
use crate::experiment::clearance_day::{NEGLIGIBLE, OLD};
use crate::experiment::headline::Headline;
use crate::metrics::names::{DAYS_FROM_ONSET, LabelNames};
use crate::registers::metrics::{Dim, Key, MetricId, ids};
use crate::units::SiteGroupId;
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::sync::Arc;

/// Titles and formats of the headline metrics of one scenario.
#[derive(Debug, Clone)]
pub struct Wording {
    site: String,
    /// Number of the site group.
    group: SiteGroupId,
    onset: Option<Date>,
    /// Label number and name of each window, with its first and last order date.
    windows: Vec<(usize, String, String)>,
    open_phases: Vec<usize>,
    names: Arc<LabelNames>,
}

impl Wording {
    /// Wording of a headline.
    pub fn of(headline: &Headline) -> Self {
        let windows = &headline.windows;
        let onset = windows.onset.and_then(|day| windows.dates.get(day).copied());
        let span = |days: std::ops::Range<usize>| {
            let dates = windows.dates.get(days)?;
            Some(dates_between(*dates.first()?, *dates.last()?))
        };
        Wording {
            site: headline.site.clone(),
            group: headline.group,
            onset,
            windows: windows
                .all
                .iter()
                .filter_map(|window| {
                    let name = headline.names.all(Dim::Window).get(window.label)?;
                    Some((window.label, name.clone(), span(window.days.clone())?))
                })
                .collect(),
            open_phases: headline.open_phases.clone(),
            names: Arc::clone(&headline.names),
        }
    }

    /// Names of the labels of metrics.
    pub fn names(&self) -> &LabelNames {
        &self.names
    }

    /// Date of a value in days from the onset; `None` for metrics in any other unit.
    pub fn date(&self, key: Key, value: f64) -> Option<Date> {
        let onset = self.onset.filter(|_| self.names.unit(key) == DAYS_FROM_ONSET)?;
        onset.checked_add((value.round() as i64).days()).ok()
    }

    /// Title of a headline metric; `None` for metrics that are not in the headline.
    pub fn title(&self, key: Key) -> Option<String> {
        let site = &self.site;
        let name = |dim| self.names.name(key.cell, dim);
        let classes = class_name(name(Dim::Class));
        let of_all = key.cell.dims().next().is_none();
        let in_window = key.label(Dim::Window).is_some();
        let wanted = match name(Dim::Window) {
            "whole_run" => self.window("whole_run").to_owned(),
            window => format!("{} ({})", window.replace('_', " "), self.window(window)),
        };
        if key.label(Dim::Market).is_some() || key.label(Dim::Week).is_some() {
            return None;
        }
        let stage = stage_name(name(Dim::Stage));
        Some(match key.metric {
            MetricId::OPEN_DEMAND_PEAK => format!("peak open demand, {classes} [lines]"),
            MetricId::OPEN_DEMAND_PEAK_ON_BOOKS if of_all => "  of these on the books [lines]".to_owned(),
            MetricId::OPEN_DEMAND_PEAK_NOT_ENTERED if of_all => {
                "  of these on paper or deferred [lines]".to_owned()
            }
            MetricId::OPEN_DEMAND_PEAK_DAY if of_all => "date of the peak open demand".to_owned(),
            MetricId::OPEN_DEMAND_CLEARANCE_DAY => format!("clearance of open demand, {classes}"),
            MetricId::BACKLOG_PEAK => format!("peak outbound backlog of {site} [lines]"),
            MetricId::BACKLOG_PEAK_DAYS => {
                format!("peak outbound backlog of {site} [days of normal flow]")
            }
            MetricId::BACKLOG_PEAK_DAY => format!("date of the peak outbound backlog of {site}"),
            MetricId::PAST_DUE_PEAK => format!("peak past due at {site} [lines]"),
            MetricId::CLEARANCE_DAY if key.label(Dim::Age).is_some() => {
                format!("clearance of the outbound backlog, open {OLD} days or longer")
            }
            MetricId::CLEARANCE_DAY => format!("clearance of the outbound backlog, {classes}"),
            MetricId::CARS_CLEARANCE_DAY => "clearance of cars waiting for parts".to_owned(),
            MetricId::CARS_WAITING_PEAK if of_all => "peak cars waiting for parts [cars]".to_owned(),
            MetricId::CARS_OFF_ROAD_PEAK if of_all => "peak cars off the road [cars]".to_owned(),
            MetricId::VOR_DAYS if of_all => "VOR days (cars off the road × days) [car-days]".to_owned(),
            MetricId::COURTESY_CAR_COST if of_all => "cost of courtesy cars".to_owned(),
            MetricId::SHIPPED_ON_TIME | MetricId::DELIVERED_ON_TIME | MetricId::LOST_SHARE if in_window => {
                format!("{}, {classes}, {wanted}", self.metric_title(key))
            }
            MetricId::FACING_FILL_RATE | MetricId::SYSTEM_FILL_RATE | MetricId::LATE_LINE_DAYS
                if in_window && key.label(Dim::Class).is_none() =>
            {
                format!("{}, {wanted}", self.metric_title(key))
            }
            MetricId::ORDER_TO_FILL_P90 if in_window => {
                format!("order-to-fill time P90, {classes}, {wanted} [days]")
            }
            MetricId::FIRST_PICK_AVAILABILITY if in_window => {
                let at = key.label(Dim::Site).map_or("all sites", |_| name(Dim::Site));
                format!("first-pick availability, {at}, {wanted}")
            }
            MetricId::FIRST_PICK_AVAILABILITY_REPLENISHMENT
                if in_window && key.label(Dim::Site) == Some(self.group.index()) =>
            {
                format!("first-pick availability, replenishment lines, {site}, {wanted}")
            }
            MetricId::BOTTLENECK_SHARE => {
                format!("bottleneck during recovery: {stage}, share of working days")
            }
            MetricId::OFF_THE_SHELF_FILL_RATE if in_window => format!("off-the-shelf fill rate, {wanted}"),
            MetricId::BACKLOG_NORMAL => "mean outbound backlog in normal operation [lines]".to_owned(),
            MetricId::BACKLOG_NORMAL_DAYS => {
                "mean outbound backlog in normal operation [days of normal flow]".to_owned()
            }
            MetricId::ORDERED_LINES if of_all => "customer lines ordered [lines]".to_owned(),
            MetricId::ORDERED_LINES_REPLENISHMENT if of_all => {
                "replenishment lines ordered [lines]".to_owned()
            }
            MetricId::ESCALATED_LINES if of_all => "lines escalated by customers [lines]".to_owned(),
            MetricId::CANCELLED_LINES if of_all => "lines cancelled by customers [lines]".to_owned(),
            MetricId::DUPLICATE_ORDERS if of_all => "duplicate orders by customers [lines]".to_owned(),
            MetricId::REDUNDANT_PICKS if of_all => "redundant picks [lines]".to_owned(),
            MetricId::EVENTS => "events simulated".to_owned(),
            _ if key.label(Dim::Phase).is_some_and(|phase| self.open_phases.contains(&phase)) => {
                let phase = name(Dim::Phase);
                match key.metric {
                    MetricId::PHASE_IN_EFFECT => format!("phase {phase} in effect"),
                    MetricId::PHASE_ENDED => format!("phase {phase} ended"),
                    MetricId::PHASE_CHECKS_FAILED => format!("phase {phase}: failed checks"),
                    MetricId::PHASE_ROLLBACKS => format!("phase {phase}: roll-backs"),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }

    /// Title of a metric, without its labels: "on-time shipment".
    pub fn metric_title(&self, key: Key) -> String {
        let title = key.definition().title;
        let mut letters = title.chars();
        let first = letters.next().into_iter().flat_map(char::to_lowercase);
        let title: String = first.chain(letters).collect();
        let unit = self.names.unit(key);
        if unit == "share" { title } else { format!("{title} [{unit}]") }
    }

    /// Label number of each window, with its name and order dates: heads of columns.
    pub fn window_heads(&self) -> Vec<(usize, String, String)> {
        let heads =
            self.windows.iter().map(|(label, name, dates)| (*label, name.replace('_', " "), dates.clone()));
        heads.collect()
    }

    /// Half-width of a confidence interval, such as "± 0.3".
    pub fn plus_minus(&self, key: Key, half_width: f64) -> String {
        let unit = self.names.unit(key);
        let text = match unit {
            "share" => format!("{:.1}", half_width * 100.0),
            DAYS_FROM_ONSET => format!("{half_width:.1}"),
            _ => number(unit, half_width),
        };
        format!("± {text}")
    }

    /// Order dates of a window, such as "1–24 September"; its name if no day is in it.
    pub fn window<'w>(&'w self, name: &'w str) -> &'w str {
        self.windows.iter().find(|(_, window, _)| window == name).map_or(name, |(_, _, dates)| dates)
    }

    /// Names of the windows with their order dates, for the foot of a table; `None` where the
    /// whole run is one window.
    pub fn windows(&self) -> Option<String> {
        if self.windows.len() < 2 {
            return None;
        }
        let named: Vec<String> = self
            .windows
            .iter()
            .map(|(_, name, dates)| format!("{} {dates}", name.replace('_', " ")))
            .collect();
        Some(format!("Windows, by the day on which a line was first wanted: {}.", named.join("; ")))
    }

    /// Head of a metric's column in the overview of a comparison; `None` for metrics without one.
    pub fn column_head(&self, key: Key) -> Option<String> {
        let class = class_name(self.names.name(key.cell, Dim::Class));
        Some(match key.metric {
            MetricId::OPEN_DEMAND_PEAK => "peak open\ndemand\n[lines]".to_owned(),
            MetricId::RESTRICTED_OPEN_DEMAND_CLEARANCE_DAY => format!("clearance,\n{class}"),
            MetricId::SHIPPED_ON_TIME => format!("on-time\nshipment,\n{class}"),
            MetricId::LOST_SHARE => "lost\nshare".to_owned(),
            MetricId::LATE_LINE_DAYS => "late\nline-days".to_owned(),
            MetricId::CARS_OFF_ROAD_PEAK => "peak cars\noff the road".to_owned(),
            MetricId::VOR_DAYS => "VOR days\n[car-days]".to_owned(),
            MetricId::COURTESY_CAR_COST => "courtesy\ncars".to_owned(),
            _ => return None,
        })
    }

    /// Head of a metric's column in the table of sensitivities; `None` for metrics without one.
    pub fn sensitivity_head(&self, key: Key) -> Option<String> {
        let name = |dim| self.names.name(key.cell, dim);
        if !name(Dim::Class).is_empty() && !key.is(ids::SHIPPED_ON_TIME) {
            return None;
        }
        Some(match key.metric {
            MetricId::OPEN_DEMAND_PEAK => "peak open\ndemand".to_owned(),
            MetricId::OPEN_DEMAND_CLEARANCE_DAY => "clearance,\nopen\ndemand".to_owned(),
            MetricId::SHIPPED_ON_TIME => format!("on-time\nshipment,\n{}", class_name(name(Dim::Class))),
            MetricId::CARS_WAITING_PEAK => "peak cars\nwaiting".to_owned(),
            MetricId::CARS_OFF_ROAD_PEAK => "peak cars\noff the road".to_owned(),
            MetricId::CARS_CLEARANCE_DAY => "clearance,\ncars".to_owned(),
            MetricId::BACKLOG_PEAK => "peak\noutbound\nbacklog".to_owned(),
            MetricId::CLEARANCE_DAY => "clearance,\noutbound\nbacklog".to_owned(),
            _ => return None,
        })
    }

    /// A value of a metric.
    pub fn value(&self, key: Key, value: f64) -> String {
        match self.date(key, value) {
            Some(date) => day(date),
            None => number(self.names.unit(key), value),
        }
    }

    /// Both ends of an interval, cut to the values that the metric can take (0 or more; a share
    /// at most 1).
    pub fn interval(&self, key: Key, lower: f64, upper: f64) -> String {
        match (self.date(key, lower), self.date(key, upper)) {
            (Some(lower), Some(upper)) if lower == upper => day(upper),
            (Some(lower), Some(upper)) if lower.first_of_month() == upper.first_of_month() => {
                format!("{}–{}", lower.strftime("%-d"), day(upper))
            }
            (Some(lower), Some(upper)) if lower.year() == upper.year() => {
                format!("{} – {}", lower.strftime("%-d %b"), day(upper))
            }
            (Some(lower), Some(upper)) => format!("{} – {}", day(lower), day(upper)),
            _ => {
                let unit = self.names.unit(key);
                let most = if unit == "share" { 1.0 } else { f64::INFINITY };
                format!("{} – {}", number(unit, lower.max(0.0)), number(unit, upper.min(most)))
            }
        }
    }

    /// A difference of two values of a metric, with its sign: dates differ in days, shares in
    /// percentage points.
    pub fn difference(&self, key: Key, difference: f64) -> String {
        difference_in(self.names.unit(key), difference)
    }
}

/// A difference in a unit, with its sign.
fn difference_in(unit: &str, difference: f64) -> String {
    let text = match unit {
        "share" => format!("{:+.2} pp", difference * 100.0),
        DAYS_FROM_ONSET => format!("{difference:+.1} days"),
        "lines" | "events" | "cars" | "car-days" | "line-days" => {
            with_separators(&format!("{difference:+.0}"))
        }
        currency @ ("£" | "€" | "$") => {
            let amount = with_separators(&format!("{difference:+.0}"));
            amount.replacen('+', &format!("+{currency}"), 1).replacen('-', &format!("-{currency}"), 1)
        }
        _ => format!("{difference:+.2}"),
    };
    // A difference that rounds to zero has no sign.
    if text.chars().any(|c| ('1'..='9').contains(&c)) { text } else { text.replacen(['+', '-'], "", 1) }
}

/// Name of a stage: that of its process, or one of the fixed stages in words.
pub fn stage_name(stage: &str) -> &str {
    if stage == "not_entered" { "not yet entered" } else { stage }
}

/// "vor", or "all classes" for the empty name of the sum over them.
pub fn class_name(class: &str) -> &str {
    if class.is_empty() { "all classes" } else { class }
}

/// "1–24 September", "1 Jul – 31 Aug", "25 Sep 2025 – 1 Mar 2026".
fn dates_between(first: Date, last: Date) -> String {
    if first == last {
        first.strftime("%-d %B").to_string()
    } else if first.year() != last.year() {
        format!("{} – {}", day(first), day(last))
    } else if first.month() != last.month() {
        format!("{} – {}", first.strftime("%-d %b"), last.strftime("%-d %b"))
    } else {
        format!("{}–{}", first.strftime("%-d"), last.strftime("%-d %B"))
    }
}

fn number(unit: &str, value: f64) -> String {
    match unit {
        "share" => format!("{:.1} %", value * 100.0),
        "lines" if value.abs() < 100.0 && value.fract() != 0.0 => format!("{value:.1}"),
        "lines" | "events" | "cars" | "car-days" | "line-days" => with_separators(&format!("{value:.0}")),
        sign @ ("£" | "€" | "$") => format!("{sign}{}", with_separators(&format!("{value:.0}"))),
        _ => with_separators(&format!("{value:.2}")),
    }
}

/// Splits titles into their common beginning, up to a colon or comma, and a short name for each.
///
/// All names differ: equal ones get a number.
pub fn short_names(titles: &[&str]) -> (String, Vec<String>) {
    let mut common = titles.first().copied().unwrap_or_default();
    for title in titles {
        let same = common.char_indices().zip(title.chars()).find(|((_, a), b)| a != b);
        let end = same.map_or(common.len().min(title.len()), |((at, _), _)| at);
        common = &common[..end];
    }
    let end = [": ", ", "]
        .iter()
        .filter_map(|mark| common.rfind(mark).map(|at| at + mark.len()))
        .max()
        .unwrap_or(0);
    let common = if titles.iter().all(|title| title.len() > end) { &common[..end] } else { "" };
    let mut names: Vec<String> = Vec::new();
    for title in titles {
        let name = title[common.len()..].to_owned();
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !names.contains(name));
        names.extend(free);
    }
    (common.to_owned(), names)
}

/// Definition of clearance, in one sentence for the foot of a table or chart.
pub fn clearance_definition() -> String {
    format!(
        "Clearance: after the worst day, the first of {HOLD} consecutive working days within the limit: normal of the \
         weekday before the onset, and the largest of {:.0} % of it, twice its scatter and twice its square root; none \
         where the worst day stays within {NEGLIGIBLE:.0} or the highest day before.",
        TOLERANCE * 100.0
    )
}

/// Paths of the values assumed without a range, wrapped at `width` columns; empty if there are
/// none.
pub fn assumed_values(paths: &[&str], width: usize) -> String {
    if paths.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    let mut line = format!("Assumed values without a range ({}):", paths.len());
    for (k, path) in paths.iter().enumerate() {
        let comma = if k + 1 < paths.len() { "," } else { "" };
        if line.len() + 1 + path.len() + comma.len() > width {
            text.push_str(&line);
            text.push('\n');
            line = String::from(" ");
        }
        line = format!("{line} {path}{comma}");
    }
    text + &line + "\n"
}

/// `29 Sep 2025`.
pub fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// "1 replication", "2 replications".
pub fn counted(n: u32, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// `412000` as `412,000`; keeps sign and decimals.
pub fn with_separators(number: &str) -> String {
    let (integer, decimals) =
        number.split_once('.').map_or((number, None), |(integer, rest)| (integer, Some(rest)));
    let digits = integer.trim_start_matches(['+', '-']);
    let mut text = integer[..integer.len() - digits.len()].to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(decimals) = decimals {
        text.push('.');
        text.push_str(decimals);
    }
    text
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::compile::build;
    use crate::model::test_scenario;
    use crate::registers::metrics::{Cell, cell};
    use crate::scenario::disruption::{CapacityTarget, Disruption};
    use crate::units::{CapacityFactor, Instant, WEEK};
    use jiff::civil::date;

    pub(crate) fn wording() -> Wording {
        Wording {
            site: "gplc".into(),
            onset: Some(date(2025, 8, 31)),
            windows: vec![
                (0, "before".into(), "1 Jul – 30 Aug".into()),
                (1, "outage".into(), "31 Aug – 24 Sep".into()),
                (2, "recovery".into(), "25 Sep 2025 – 1 Mar 2026".into()),
            ],
            group: SiteGroupId::new(0),
            open_phases: vec![],
            names: Arc::new(names()),
        }
    }

    /// Names of a scenario with a disruption and the classes daily and stock.
    fn names() -> LabelNames {
        let mut scenario = test_scenario::scenario();
        scenario.disruptions = vec![Disruption {
            name: "attack".into(),
            from: Instant::at(WEEK),
            takes_down: vec![CapacityTarget::System("wms".into())],
            to: CapacityFactor::STOPPED,
            delay: vec![],
            until: None,
        }];
        scenario.systems = vec![test_scenario::system("wms", &[])];
        let compiled = build(&scenario).unwrap();
        LabelNames::of(&compiled.model, &compiled.labels)
    }

    #[test]
    fn days_from_the_onset_are_written_as_dates() {
        let key = ids::CLEARANCE_DAY.at(Cell::TOTAL);
        assert_eq!(wording().value(key, 29.4), "29 Sep 2025");
        assert_eq!(wording().interval(key, 100.0, 104.0), "9–13 Dec 2025");
        assert_eq!(wording().interval(key, 100.0, 130.0), "9 Dec 2025 – 8 Jan 2026");
        assert_eq!(wording().difference(key, 14.0), "+14.0 days");
    }

    #[test]
    fn titles_name_the_order_dates_of_their_window() {
        let during = cell(&[(Dim::Window, 1)]);
        assert_eq!(
            wording().title(ids::ORDER_TO_FILL_P90.at(during)).unwrap(),
            "order-to-fill time P90, all classes, outage (31 Aug – 24 Sep) [days]"
        );
        assert_eq!(
            wording().title(ids::SHIPPED_ON_TIME.at(cell(&[(Dim::Window, 0), (Dim::Class, 0)]))).unwrap(),
            "on-time shipment, daily, before (1 Jul – 30 Aug)"
        );
    }

    #[test]
    fn a_span_of_dates_repeats_neither_month_nor_year() {
        let (first, last) = (date(2025, 9, 1), date(2025, 9, 24));
        assert_eq!(dates_between(first, last), "1–24 September");
        assert_eq!(dates_between(date(2025, 7, 1), last), "1 Jul – 24 Sep");
        assert_eq!(dates_between(last, date(2026, 3, 1)), "24 Sep 2025 – 1 Mar 2026");
        assert_eq!(dates_between(first, first), "1 September");
    }

    #[test]
    fn short_names_leave_out_the_common_beginning_of_titles() {
        let names = |titles: &[&str]| short_names(titles);
        assert_eq!(
            names(&["JLR 2025: as it was", "JLR 2025: as it should be"]),
            ("JLR 2025: ".to_owned(), vec!["as it was".to_owned(), "as it should be".to_owned()])
        );
        assert_eq!(names(&["A", "A", "A"]).1, ["A", "A (2)", "A (3)"]);
        assert_eq!(names(&["Café", "Cafè"]).1, ["Café", "Cafè"]);
        assert_eq!(names(&["X: ", "X: y"]).1, ["X: ", "X: y"], "no name is empty");
        assert_eq!(names(&[]), (String::new(), Vec::new()));
    }

    #[test]
    fn digits_depend_on_the_unit() {
        for (unit, value, written) in [
            ("lines", 412_345.6, "412,346"),
            ("lines", 7.25, "7.2"),
            ("share", 0.9483, "94.8 %"),
            ("days of normal flow", 6.913, "6.91"),
            ("events", 12_345_678.0, "12,345,678"),
            ("cars", 1_234.4, "1,234"),
            ("£", 1_234_567.8, "£1,234,568"),
        ] {
            assert_eq!(number(unit, value), written);
        }
    }

    #[test]
    fn assumed_values_are_wrapped_at_the_width() {
        assert_eq!(assumed_values(&[], 40), "");
        assert_eq!(
            assumed_values(&["classes.vor.promise", "seed", "processes.pick.people"], 56),
            "Assumed values without a range (3): classes.vor.promise,\n  seed, processes.pick.people\n"
        );
    }

    #[test]
    fn intervals_are_cut_to_possible_values() {
        let [share, lines] = [ids::BUSY.at(Cell::TOTAL), ids::BACKLOG_PEAK.at(Cell::TOTAL)];
        assert_eq!(wording().interval(share, 0.961, 1.031), "96.1 % – 100.0 %");
        assert_eq!(wording().interval(lines, -6.4, 17.1), "0 – 17.1");
    }

    #[test]
    fn a_difference_has_a_sign_unless_it_rounds_to_zero() {
        assert_eq!(difference_in("lines", 12_345.0), "+12,345");
        assert_eq!(difference_in("lines", -0.2), "0");
        assert_eq!(difference_in("share", -0.021), "-2.10 pp");
        assert_eq!(difference_in("lines", -1_000.0), "-1,000");
        assert_eq!(difference_in("£", -1_234.6), "-£1,235");
        assert_eq!(difference_in("£", 0.2), "£0");
    }
}
