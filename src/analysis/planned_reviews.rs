//! Planned reviews: the instants at which a site makes its stock reviews, outages included.

use crate::model::CumulativeRate;
use crate::units::Instant;

/// Instants at which reviews are made, each with the most lines that a site can then order; `None`:
/// no limit.
///
/// Reviews that fall due while a system is down are made together when it is back, and manually
/// when they fall due.
pub(super) fn reviews_made(
    reviews: &[Instant],
    up: &[(Instant, f64)],
    manual: Option<&CumulativeRate>,
) -> Vec<(Instant, Option<f64>)> {
    let mut made = Vec::new();
    let mut before = Instant::ORIGIN;
    for &due in reviews {
        let step = up.partition_point(|step| step.0 <= due);
        if up[step - 1].1 > 0.0 {
            made.push((due, None));
        } else {
            if let Some(orders) = manual {
                made.push((due, Some(orders.up_to(due) - orders.up_to(before))));
            }
            made.extend(up.get(step).map(|back| (back.0, None)));
        }
        before = due;
    }
    made.sort_by_key(|review| review.0);
    made.dedup();
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reviews_of_an_outage_are_made_together_at_its_end() {
        let at = Instant::from_micros;
        let up = [(at(0), 1.0), (at(15), 0.0), (at(35), 1.0)];
        assert_eq!(
            reviews_made(&[10, 20, 30, 40].map(at), &up, None),
            [(at(10), None), (at(35), None), (at(40), None)]
        );
        // Not back within the run: none is made.
        assert_eq!(reviews_made(&[10, 20].map(at), &up[..2], None), [(at(10), None)]);
    }

    #[test]
    fn manual_reviews_are_made_when_due_up_to_the_lines_written_since_the_last() {
        let at = Instant::from_micros;
        let up = [(at(0), 1.0), (at(15), 0.0), (at(35), 1.0)];
        let orders = CumulativeRate::new(vec![(Instant::ORIGIN, 0.5)]);
        let made = reviews_made(&[10, 20, 30].map(at), &up, Some(&orders));
        assert_eq!(made, [(at(10), None), (at(20), Some(5.0)), (at(30), Some(5.0)), (at(35), None)]);
    }
}
