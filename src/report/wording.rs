//! Wording: titles of metrics, and their values, intervals and dates as people read them.
//!
//! A number has the digits that matter: integer lines, days to a hundredth, shares to a tenth of a
//! per cent. A metric in days from the onset is written as a date. A title ends with the unit in
//! brackets, unless the value shows it.

use crate::analysis::fluid::{HOLD, TOLERANCE};
use crate::experiment::clearance_day::OLD;
use crate::experiment::headline::{DAYS_FROM_ONSET, Headline};
use crate::metrics::Key;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Titles and formats of the headline metrics of one scenario.
#[derive(Debug, Clone)]
pub struct Wording {
    site: String,
    onset: Option<Date>,
    /// Name of each window, with its first and last order date.
    windows: Vec<(&'static str, String)>,
    open_phases: Vec<String>,
    /// The most urgent order class.
    urgent: Option<String>,
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
            onset,
            windows: windows
                .all()
                .into_iter()
                .filter_map(|window| Some((window.name, span(window.days)?)))
                .collect(),
            open_phases: headline.open_phases.clone(),
            urgent: headline.classes.first().cloned(),
        }
    }

    /// Date of a value in days from the onset; `None` for metrics in any other unit.
    pub fn date(&self, key: &Key, value: f64) -> Option<Date> {
        let onset = self.onset.filter(|_| key.unit == DAYS_FROM_ONSET)?;
        onset.checked_add((value.round() as i64).days()).ok()
    }

    /// Title of a headline metric; `None` for metrics that are not in the headline.
    pub fn title(&self, key: &Key) -> Option<String> {
        let site = &self.site;
        let class = key.class.as_str();
        let classes = class_name(class);
        let (name, window) = key.name.split_once('.').unwrap_or((&key.name, ""));
        let ordered = format!("ordered {}", self.window(window));
        Some(match name {
            "backlog_peak" => format!("peak backlog of {site} [lines]"),
            "backlog_peak_days" => "peak backlog [days of normal flow]".to_owned(),
            "backlog_peak_day" => "date of the peak backlog".to_owned(),
            "past_due_peak" => "peak past due [lines]".to_owned(),
            "clearance_day" => format!("backlog clearance, {classes}"),
            "clearance_day_of_old_lines" => format!("backlog clearance, lines open {OLD} days or longer"),
            "clearance_day_of_cars" => "clearance of cars waiting for parts".to_owned(),
            "cars_waiting_peak" if key.site == "all" => "peak cars waiting for parts [cars]".to_owned(),
            "cars_off_road_peak" if key.site == "all" => "peak cars off the road [cars]".to_owned(),
            "vor_days" if key.site == "all" => "VOR days (cars off the road × days) [car-days]".to_owned(),
            "courtesy_cost" if key.site == "all" => "cost of courtesy cars".to_owned(),
            "shipped_within_promise" if !window.is_empty() => {
                format!("on-time shipment, {classes}, {ordered}")
            }
            "time_to_fill_p90" if class == "all" || self.urgent.as_deref() == Some(class) => {
                format!("order-to-fill time P90, {classes}, {ordered} [days]")
            }
            "stock_availability" if !window.is_empty() && key.site == "all" => {
                format!("first-pick availability, customer lines, all sites, {ordered}")
            }
            "stock_availability" if !window.is_empty() => {
                format!("first-pick availability, customer lines, {}, {ordered}", key.site)
            }
            "stock_availability_replenishment" if !window.is_empty() && key.site == *site => {
                format!("first-pick availability, replenishment lines, {}, {ordered}", key.site)
            }
            "bottleneck_catching_up" => {
                format!("bottleneck during recovery: {class}, share of working days")
            }
            "off_the_shelf" if !window.is_empty() => format!("off-the-shelf fill rate, {ordered}"),
            "backlog_normal" => "mean backlog in normal operation [lines]".to_owned(),
            "backlog_normal_days" => "mean backlog in normal operation [days of normal flow]".to_owned(),
            "customer_lines" => "customer lines ordered [lines]".to_owned(),
            "replenishment_lines" => "replenishment lines ordered [lines]".to_owned(),
            "escalated_lines" => "lines escalated by customers [lines]".to_owned(),
            "cancelled_lines" => "lines cancelled by customers [lines]".to_owned(),
            "lines_ordered_again" => "duplicate orders by customers [lines]".to_owned(),
            "useless_picks_in_all" => "redundant picks [lines]".to_owned(),
            "events" => "events simulated".to_owned(),
            _ if self.open_phases.contains(&key.class) => match name {
                "phase_brought_back" => format!("phase {class} in effect"),
                "phase_ended" => format!("phase {class} ended"),
                "phase_checks_failed" => format!("phase {class}: failed checks"),
                "phase_rolled_back" => format!("phase {class}: roll-backs"),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// Order dates of a window, such as "1–24 September"; its name if no day is in it.
    pub fn window<'w>(&'w self, name: &'w str) -> &'w str {
        self.windows.iter().find(|(window, _)| *window == name).map_or(name, |(_, dates)| dates)
    }

    /// Names of the windows with their order dates, for the foot of a table; `None` where the
    /// whole run is one window.
    pub fn windows(&self) -> Option<String> {
        if self.windows.len() < 2 {
            return None;
        }
        let named: Vec<String> = self.windows.iter().map(|(name, dates)| format!("{name} {dates}")).collect();
        Some(format!("Windows by order date: {}.", named.join("; ")))
    }

    /// Head of a metric's column in the overview of a comparison; `None` for metrics without one.
    pub fn column_head(&self, key: &Key) -> Option<String> {
        let class = key.class.as_str();
        let all = class == "all";
        Some(match key.name.as_str() {
            "backlog_peak" => "peak backlog\n[lines]".to_owned(),
            "backlog_peak_days" => "peak backlog\n[days of flow]".to_owned(),
            "clearance_day" => format!("clearance,\n{}", class_name(class)),
            "clearance_day_of_cars" => "clearance,\ncars".to_owned(),
            "cars_off_road_peak" if all && key.site == "all" => "peak cars\noff the road".to_owned(),
            "vor_days" if all && key.site == "all" => "VOR days\n[car-days]".to_owned(),
            "shipped_within_promise.after" if all => "on-time\nshipment\nafter".to_owned(),
            "shipped_within_promise.whole_run" if all => "on-time\nshipment".to_owned(),
            _ => return None,
        })
    }

    /// Head of a metric's column in the table of sensitivities; `None` for metrics without one.
    pub fn sensitivity_head(&self, key: &Key) -> Option<String> {
        Some(match key.name.as_str() {
            "past_due_peak" => "peak\npast due".to_owned(),
            "cars_waiting_peak" => "peak cars\nwaiting".to_owned(),
            "shipped_within_promise.whole_run" if key.class != "all" => {
                format!("on-time\nshipment,\n{}", key.class)
            }
            _ => return self.column_head(key),
        })
    }

    /// A value of a metric.
    pub fn value(&self, key: &Key, value: f64) -> String {
        match self.date(key, value) {
            Some(date) => day(date),
            None => number(key, value),
        }
    }

    /// Both ends of an interval, cut to the values that the metric can take (0 or more; a share
    /// at most 1).
    pub fn interval(&self, key: &Key, lower: f64, upper: f64) -> String {
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
                let most = if key.unit == "share" { 1.0 } else { f64::INFINITY };
                format!("{} – {}", number(key, lower.max(0.0)), number(key, upper.min(most)))
            }
        }
    }

    /// A difference of two values of a metric, with its sign: dates differ in days, shares in
    /// percentage points.
    pub fn difference(key: &Key, difference: f64) -> String {
        let text = match key.unit {
            "share" => format!("{:+.2} pp", difference * 100.0),
            DAYS_FROM_ONSET => format!("{difference:+.1} days"),
            "lines" | "events" | "cars" | "car-days" => with_separators(&format!("{difference:+.0}")),
            currency @ ("£" | "€" | "$") => {
                let amount = with_separators(&format!("{difference:+.0}"));
                amount.replacen('+', &format!("+{currency}"), 1).replacen('-', &format!("-{currency}"), 1)
            }
            _ => format!("{difference:+.2}"),
        };
        // A difference that rounds to zero has no sign.
        if text.chars().any(|c| ('1'..='9').contains(&c)) { text } else { text.replacen(['+', '-'], "", 1) }
    }
}

/// "vor", or "all classes" for the sum over them.
pub fn class_name(class: &str) -> &str {
    if class == "all" { "all classes" } else { class }
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

fn number(key: &Key, value: f64) -> String {
    match key.unit {
        "share" => format!("{:.1} %", value * 100.0),
        "lines" if value.abs() < 100.0 && value.fract() != 0.0 => format!("{value:.1}"),
        "lines" | "events" | "cars" | "car-days" => with_separators(&format!("{value:.0}")),
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
        "Clearance: the first of {HOLD} consecutive working days on which the backlog is within {:.0} % of its normal \
         level for that weekday, or within two standard deviations if that is more.",
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
    use jiff::civil::date;

    pub(crate) fn wording() -> Wording {
        Wording {
            site: "gplc".into(),
            onset: Some(date(2025, 8, 31)),
            windows: vec![
                ("before", "1 Jul – 30 Aug".into()),
                ("during", "31 Aug – 24 Sep".into()),
                ("after", "25 Sep 2025 – 1 Mar 2026".into()),
            ],
            open_phases: vec!["warehouse".into()],
            urgent: Some("vor".into()),
        }
    }

    #[test]
    fn days_from_the_onset_are_written_as_dates() {
        let key = Key::new("clearance_day", "gplc", "all", DAYS_FROM_ONSET);
        assert_eq!(wording().value(&key, 29.4), "29 Sep 2025");
        assert_eq!(wording().interval(&key, 100.0, 104.0), "9–13 Dec 2025");
        assert_eq!(wording().interval(&key, 100.0, 130.0), "9 Dec 2025 – 8 Jan 2026");
        assert_eq!(Wording::difference(&key, 14.0), "+14.0 days");
    }

    #[test]
    fn titles_name_the_order_dates_of_their_window() {
        let title = |name: &str, class: &str| wording().title(&Key::new(name, "all", class, "days")).unwrap();
        assert_eq!(
            title("time_to_fill_p90.during", "all"),
            "order-to-fill time P90, all classes, ordered 31 Aug – 24 Sep [days]"
        );
        assert_eq!(
            title("shipped_within_promise.before", "vor"),
            "on-time shipment, vor, ordered 1 Jul – 30 Aug"
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
        let key = |unit| Key::new("x", "gplc", "all", unit);
        for (unit, value, written) in [
            ("lines", 412_345.6, "412,346"),
            ("lines", 7.25, "7.2"),
            ("share", 0.9483, "94.8 %"),
            ("days of normal flow", 6.913, "6.91"),
            ("events", 12_345_678.0, "12,345,678"),
            ("cars", 1_234.4, "1,234"),
            ("£", 1_234_567.8, "£1,234,568"),
        ] {
            assert_eq!(wording().value(&key(unit), value), written);
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
        let key = |unit| Key::new("x", "gplc", "all", unit);
        assert_eq!(wording().interval(&key("share"), 0.961, 1.031), "96.1 % – 100.0 %");
        assert_eq!(wording().interval(&key("lines"), -6.4, 17.1), "0 – 17.1");
    }

    #[test]
    fn a_difference_has_a_sign_unless_it_rounds_to_zero() {
        let key = |unit| Key::new("x", "gplc", "all", unit);
        assert_eq!(Wording::difference(&key("lines"), 12_345.0), "+12,345");
        assert_eq!(Wording::difference(&key("lines"), -0.2), "0");
        assert_eq!(Wording::difference(&key("share"), -0.021), "-2.10 pp");
        assert_eq!(Wording::difference(&key("lines"), -1_000.0), "-1,000");
        assert_eq!(Wording::difference(&key("£"), -1_234.6), "-£1,235");
        assert_eq!(Wording::difference(&key("£"), 0.2), "£0");
    }
}
