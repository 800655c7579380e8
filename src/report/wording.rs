//! Words: what measures are called, and how numbers, shares and days are written for people.
//!
//! A number has as many digits as say something: lines whole, days to a tenth, shares to a tenth of a per cent.
//! A day that is told by its distance from the onset is written as its date.

use crate::analysis::fluid::{HOLD, TOLERANCE};
use crate::experiment::clearance_day::OLD;
use crate::experiment::headline::{DAYS_FROM_ONSET, Headline};
use crate::metrics::Key;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// Says what is known of a scenario's headline in words.
#[derive(Debug, Clone)]
pub struct Words {
    site: String,
    onset: Option<Date>,
    open_phases: Vec<String>,
    /// The most urgent order class.
    urgent: Option<String>,
}

impl Words {
    /// For a headline.
    pub fn of(headline: &Headline) -> Self {
        let windows = &headline.windows;
        let onset = windows.onset.and_then(|day| windows.dates.get(day).copied());
        Words {
            site: headline.site.clone(),
            onset,
            open_phases: headline.open_phases.clone(),
            urgent: headline.classes.first().cloned(),
        }
    }

    /// The date of a value, if its key says that it is a day.
    pub fn date(&self, key: &Key, value: f64) -> Option<Date> {
        let onset = self.onset.filter(|_| key.unit == DAYS_FROM_ONSET)?;
        onset.checked_add((value.round() as i64).days()).ok()
    }

    /// What a measure of the headline is called; `None` for others.
    pub fn title(&self, key: &Key) -> Option<String> {
        let site = &self.site;
        let class = key.class.as_str();
        let lines = if class == "all" { "all lines".to_owned() } else { format!("{class} lines") };
        let (name, window) = key.name.split_once('.').unwrap_or((&key.name, ""));
        let window = if window == "whole_run" { "whole run" } else { window };
        Some(match name {
            "backlog_peak" => format!("peak backlog of {site}, lines"),
            "backlog_peak_days" => "peak backlog, days of normal flow".to_owned(),
            "backlog_peak_day" => "day of the peak".to_owned(),
            "past_due_peak" => "past due at its worst, lines".to_owned(),
            "clearance_day" => format!("backlog cleared, {lines}"),
            "clearance_day_of_old_lines" => format!("backlog cleared, lines of {OLD} days and older"),
            "clearance_day_of_cars" => "cars cleared".to_owned(),
            "cars_waiting_peak" if key.site == "all" => "cars waiting for parts at their worst".to_owned(),
            "cars_off_road_peak" if key.site == "all" => "cars off the road at their worst".to_owned(),
            "vor_days" if key.site == "all" => "VOR days (cars off the road × days)".to_owned(),
            "courtesy_cost" if key.site == "all" => "cost of courtesy cars".to_owned(),
            "shipped_within_promise" if !window.is_empty() => {
                format!("shipped within promise {window}, {lines}")
            }
            "time_to_fill_p90" if class == "all" || self.urgent.as_deref() == Some(class) => {
                format!("nine in ten filled within, ordered {window}, {lines}, days")
            }
            "stock_availability" if !window.is_empty() && key.site == "all" => {
                format!("stock availability {window}, customer lines at all sites")
            }
            "stock_availability" if !window.is_empty() => {
                format!("stock availability {window}, customer lines at {}", key.site)
            }
            "stock_availability_replenishment" if !window.is_empty() && key.site == *site => {
                format!("stock availability {window}, replenishment lines at {}", key.site)
            }
            "bottleneck_catching_up" => {
                format!("bottleneck while catching up: {class}, of working days")
            }
            "off_the_shelf" if !window.is_empty() => format!("off the retailer's shelf {window}"),
            "backlog_normal" => "backlog in normal running, lines".to_owned(),
            "backlog_normal_days" => "backlog in normal running, days of normal flow".to_owned(),
            "customer_lines" => "customer lines ordered".to_owned(),
            "replenishment_lines" => "replenishment lines ordered".to_owned(),
            "escalated_lines" => "lines escalated by customers".to_owned(),
            "cancelled_lines" => "lines cancelled by customers".to_owned(),
            "lines_ordered_again" => "lines ordered again by customers".to_owned(),
            "useless_picks_in_all" => "useless picks, lines".to_owned(),
            "events" => "events simulated".to_owned(),
            _ if self.open_phases.contains(&key.class) => match name {
                "phase_brought_back" => format!("phase {class} in effect"),
                "phase_ended" => format!("phase {class} over"),
                "phase_checks_failed" => format!("failed checks of phase {class}"),
                "phase_rolled_back" => format!("roll-backs of phase {class}"),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// The head of a measure's column in the overview of a comparison, in lines; `None` for those not in it.
    pub fn head(&self, key: &Key) -> Option<String> {
        let class = key.class.as_str();
        let all = class == "all";
        Some(match key.name.as_str() {
            "backlog_peak" => "peak,\nlines".to_owned(),
            "backlog_peak_days" => "peak, days\nof flow".to_owned(),
            "clearance_day" if all => "all lines\ncleared".to_owned(),
            "clearance_day_of_cars" => "cars\ncleared".to_owned(),
            "clearance_day" => format!("{class} lines\ncleared"),
            "cars_off_road_peak" if all && key.site == "all" => "most cars\noff the road".to_owned(),
            "vor_days" if all && key.site == "all" => "VOR\ndays".to_owned(),
            "shipped_within_promise.after" if all => "in promise\nafter".to_owned(),
            "shipped_within_promise.whole_run" if all => "in promise\nwhole run".to_owned(),
            _ => return None,
        })
    }

    /// The head of a measure's column in the table of what explains the spread, in lines; `None` for those not in it.
    pub fn head_of_spread(&self, key: &Key) -> Option<String> {
        Some(match key.name.as_str() {
            "past_due_peak" => "worst\npast due".to_owned(),
            "cars_waiting_peak" => "most cars\nwaiting".to_owned(),
            "shipped_within_promise.whole_run" if key.class != "all" => {
                format!("{} lines\nin promise", key.class)
            }
            _ => return self.head(key),
        })
    }

    /// A value as people read it.
    pub fn value(&self, key: &Key, value: f64) -> String {
        match self.date(key, value) {
            Some(date) => day(date),
            None => number(key, value),
        }
    }

    /// The two ends of an interval as people read them. Where no value can lie, under nothing or over the whole,
    /// no end is told.
    pub fn interval(&self, key: &Key, lower: f64, upper: f64) -> String {
        match (self.date(key, lower), self.date(key, upper)) {
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

    /// A difference of two values as people read it, with its sign: that of days is in days, that of shares in
    /// percentage points.
    pub fn difference(key: &Key, difference: f64) -> String {
        let text = match key.unit {
            "share" => format!("{:+.2} pp", difference * 100.0),
            DAYS_FROM_ONSET => format!("{difference:+.1} days"),
            "lines" | "events" | "cars" | "car-days" | "£" | "€" | "$" => {
                with_separators(&format!("{difference:+.0}"))
            }
            _ => format!("{difference:+.2}"),
        };
        // What rounds to nothing has no sign.
        if text.chars().any(|c| ('1'..='9').contains(&c)) { text } else { text.replacen(['+', '-'], "", 1) }
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

/// Titles without what they all begin with, up to a colon or comma: that, and a name for each, all different. Where
/// two are the same, a number follows.
pub fn told_apart(titles: &[&str]) -> (String, Vec<String>) {
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

/// What "cleared" means, in one sentence for the foot of a table.
pub fn what_cleared_means() -> String {
    format!(
        "Cleared: the first of {HOLD} working days in a row within {:.0} % of the same weekday's normal, or within two \
         standard deviations of normal running where those are more.",
        TOLERANCE * 100.0
    )
}

/// Which values are assumed and have no range, in lines of at most `width` columns; nothing where none is.
pub fn assumed(paths: &[&str], width: usize) -> String {
    if paths.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    let mut line = format!("Assumed, without a range ({}):", paths.len());
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
pub fn counted(n: u32, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// `412000` as `412,000`; a sign and decimals stay.
pub fn with_separators(number: &str) -> String {
    let (whole, decimals) =
        number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let digits = whole.trim_start_matches(['+', '-']);
    let mut text = whole[..whole.len() - digits.len()].to_owned();
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

    pub(crate) fn words() -> Words {
        Words {
            site: "gplc".into(),
            onset: Some(date(2025, 8, 31)),
            open_phases: vec!["warehouse".into()],
            urgent: Some("vor".into()),
        }
    }

    #[test]
    fn a_day_from_the_onset_is_written_as_its_date() {
        let key = Key::new("clearance_day", "gplc", "all", DAYS_FROM_ONSET);
        assert_eq!(words().value(&key, 29.4), "29 Sep 2025");
        assert_eq!(words().interval(&key, 100.0, 104.0), "9 Dec – 13 Dec 2025");
        assert_eq!(words().interval(&key, 100.0, 130.0), "9 Dec 2025 – 8 Jan 2026");
        assert_eq!(Words::difference(&key, 14.0), "+14.0 days");
    }

    #[test]
    fn plans_are_told_apart_without_what_all_titles_begin_with() {
        let names = |titles: &[&str]| told_apart(titles);
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
    fn numbers_have_as_many_digits_as_say_something() {
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
            assert_eq!(words().value(&key(unit), value), written);
        }
    }

    #[test]
    fn what_is_assumed_is_listed_in_lines_that_fit() {
        assert_eq!(assumed(&[], 40), "");
        assert_eq!(
            assumed(&["classes.vor.promise", "seed", "processes.pick.people"], 50),
            "Assumed, without a range (3): classes.vor.promise,\n  seed, processes.pick.people\n"
        );
    }

    #[test]
    fn an_interval_ends_where_no_value_can_lie() {
        let key = |unit| Key::new("x", "gplc", "all", unit);
        assert_eq!(words().interval(&key("share"), 0.961, 1.031), "96.1 % – 100.0 %");
        assert_eq!(words().interval(&key("lines"), -6.4, 17.1), "0 – 17.1");
    }

    #[test]
    fn a_difference_has_its_sign_unless_it_is_nothing() {
        let key = |unit| Key::new("x", "gplc", "all", unit);
        assert_eq!(Words::difference(&key("lines"), 12_345.0), "+12,345");
        assert_eq!(Words::difference(&key("lines"), -0.2), "0");
        assert_eq!(Words::difference(&key("share"), -0.021), "-2.10 pp");
        assert_eq!(Words::difference(&key("lines"), -1_000.0), "-1,000");
    }
}
