//! Value axis: scale, marks and formats of numbers.
//!
//! Marks stand at round numbers (1, 2, 2.5 or 5 times a power of ten), at most as many as
//! requested, from zero: an area that does not begin at zero misrepresents its size. Differences
//! have zero in the middle.
//!
//! Knows nothing of the unit.

/// A scale from zero, or from below it, to a little above the largest value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ValueAxis {
    /// Value at the lower edge: zero, or under it for differences.
    pub(crate) bottom: f64,
    /// Value at the upper edge.
    pub(crate) top: f64,
    /// Marks, upwards.
    pub(crate) marks: Vec<f64>,
}

impl ValueAxis {
    /// A scale for values up to `largest`, with at most `steps` steps (at least one).
    ///
    /// If `largest` is zero, the scale goes to one and only zero is marked.
    pub(crate) fn up_to(largest: f64, steps: u32) -> Self {
        if largest <= 0.0 {
            return Self { bottom: 0.0, top: 1.0, marks: vec![0.0] };
        }
        let step = round_step(largest / f64::from(steps.max(1)));
        // A little above the largest value, for the width of a line and for labels.
        let top = largest * 1.06;
        let count = (top / step).floor() as u32;
        Self { bottom: 0.0, top, marks: (0..=count).map(|i| f64::from(i) * step).collect() }
    }

    /// A scale for differences of up to this size in either direction, with a mark at each side of
    /// zero.
    pub(crate) fn of_differences(largest: f64) -> Self {
        let mark = round_step(largest.max(0.001) / 2.0);
        let top = largest.max(mark) * 1.1;
        Self { bottom: -top, top, marks: vec![-mark, 0.0, mark] }
    }

    /// A scale for shares from 0 to 1, with about `steps` steps.
    pub(crate) fn of_shares(steps: u32) -> Self {
        let steps = if steps < 4 { 2 } else { 4 };
        Self { bottom: 0.0, top: 1.06, marks: (0..=steps).map(|i| f64::from(i) / f64::from(steps)).collect() }
    }
}

/// A share in per cent: `50 %`.
pub(crate) fn per_cent(share: f64) -> String {
    format!("{} %", trimmed(share * 100.0, 1))
}

/// A difference of shares in percentage points: `+2.5 pp`.
pub(crate) fn points(difference: f64) -> String {
    let sign = if difference > 0.0 { "+" } else { "" };
    format!("{sign}{} pp", trimmed(difference * 100.0, 1))
}

/// The smallest round number that is not below a positive value.
fn round_step(least: f64) -> f64 {
    let mut ten = 1.0;
    while ten * 10.0 <= least {
        ten *= 10.0;
    }
    while ten > least {
        ten /= 10.0;
    }
    // A rounding error above 5 counts as 5.
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|m| m * ten)
        .find(|step| *step >= least * 0.999_999)
        .unwrap_or(ten)
}

/// A number in full, with separators: `400,000`, `2.5`.
pub(crate) fn full_number(value: f64) -> String {
    let text = trimmed(value, 6);
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = sign.to_owned();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A short number: `400k`, `2.5M`, `900`.
pub(crate) fn short_number(value: f64) -> String {
    if value >= 1e6 {
        format!("{}M", full_number(value / 1e6))
    } else if value >= 1e4 {
        format!("{}k", full_number(value / 1e3))
    } else {
        full_number(value)
    }
}

/// A number with at most `decimals` decimals.
fn trimmed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_zero_in_the_middle() {
        let axis = ValueAxis::of_differences(0.12);
        assert_eq!(axis.marks, [-0.1, 0.0, 0.1]);
        assert!((axis.top - 0.132).abs() < 1e-12 && (axis.top + axis.bottom).abs() < 1e-12);
        let written: Vec<String> = axis.marks.iter().map(|&mark| points(mark)).collect();
        assert_eq!(written, ["-10 pp", "0 pp", "+10 pp"]);
    }

    #[test]
    fn marks_are_round_and_never_more_than_requested() {
        assert_eq!(
            ValueAxis::up_to(612_000.0, 5).marks,
            [0.0, 200_000.0, 400_000.0, 600_000.0],
            "a fifth of 612,000 is 122,400; the next round step is 200,000"
        );
        assert_eq!(ValueAxis::up_to(100.0, 4).marks, [0.0, 25.0, 50.0, 75.0, 100.0]);
        assert_eq!(ValueAxis::up_to(0.3, 3).marks.len(), 4);
        assert_eq!(ValueAxis::up_to(1.0, 1).marks, [0.0, 1.0]);
    }

    #[test]
    fn an_empty_series_has_only_zero_marked() {
        assert_eq!(ValueAxis::up_to(0.0, 5), ValueAxis { bottom: 0.0, top: 1.0, marks: vec![0.0] });
    }

    #[test]
    fn numbers_have_separators_or_a_k() {
        for (value, full, short) in [
            (0.0, "0", "0"),
            (900.0, "900", "900"),
            (2_500.0, "2,500", "2,500"),
            (20_000.0, "20,000", "20k"),
            (412_000.0, "412,000", "412k"),
            (2_500_000.0, "2,500,000", "2.5M"),
            (0.25, "0.25", "0.25"),
            (-1_000.0, "-1,000", "-1,000"),
        ] {
            assert_eq!((full_number(value).as_str(), short_number(value).as_str()), (full, short));
        }
    }
}
