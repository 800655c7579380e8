//! Service metrics of given order lines, by `gplc::stats::service`.

use super::case::{Case, Expected, Tried};
use gplc::stats::service::{ServedLine, Service};

/// The value of a case of this family; nothing if the case is of another.
pub fn compute(case: &Case, expected: &Expected) -> Option<Tried<f64>> {
    (case.model == "service metrics of given lines").then(|| value(case, expected))
}

/// The lines of a class, or of all.
fn lines(case: &Case, class: Option<&str>) -> Tried<Vec<ServedLine>> {
    let [order, ordered, pieces, immediate, done, promised] =
        ["order", "ordered_day", "pieces", "pieces_at_once", "completed_day", "promised_day"]
            .map(|name| case.numbers(name));
    let (order, ordered, pieces) = (order?, ordered?, pieces?);
    let (immediate, done, promised) = (immediate?, done?, promised?);
    let classes = case.words("class")?;
    let of_class = (0..order.len()).filter(|&line| class.is_none_or(|class| classes[line] == class));
    Ok(of_class
        .map(|line| ServedLine {
            order: order[line] as u64,
            ordered: ordered[line],
            pieces: pieces[line] as u64,
            immediate: immediate[line] as u64,
            // -1: still open at the end.
            done: (done[line] >= 0.0).then_some(done[line]),
            promised: promised[line],
        })
        .collect())
}

fn value(case: &Case, expected: &Expected) -> Tried<f64> {
    let end = case.parameters.number("end")?;
    // "vor", or "vor, p = 0.5" with the name in `args`.
    let named = expected.of_what();
    let class = match expected.metric.as_str() {
        "vor_days" => Some("vor"),
        "open_lines" | "open_lines_aged" | "open_pieces" | "open_line_days" | "open_lines_time_average" => {
            None
        }
        _ if named == "all classes" => None,
        _ => Some(named),
    };
    let service = Service::new(lines(case, class)?, end)?;
    let none = || "there are no such lines".to_owned();
    let whole_run = || -> Tried<f64> {
        let whole = expected.arg("from")?.abs() < 1e-9 && (expected.arg("to")? - end).abs() < 1e-9;
        if !whole {
            return Err("lines are counted over the whole run alone".into());
        }
        Ok(service.time_of_open_lines())
    };
    Ok(match expected.metric.as_str() {
        "first_pick_availability" => service.first_pick_availability().ok_or_else(none)?,
        "line_fill_rate_within" => service.lines_within(expected.arg("window")?).ok_or_else(none)?,
        "piece_fill_rate_within" => service.pieces_within(expected.arg("window")?).ok_or_else(none)?,
        "order_fill_rate_within" => service.orders_within(expected.arg("window")?).ok_or_else(none)?,
        "on_time_in_full" => service.on_time_in_full().ok_or_else(none)?,
        "cycle_time_mean" => service.mean_cycle_time()?,
        "cycle_time_quantile" => service.cycle_time_quantile(expected.arg("p")?)?,
        "vor_days" => service.time_of_open_orders(),
        "open_lines" => service.open_lines(expected.arg("at")?, (0.0, f64::INFINITY)) as f64,
        "open_lines_aged" => {
            let to = expected.args.get("age_to").map_or(Ok(f64::INFINITY), super::case::number)?;
            service.open_lines(expected.arg("at")?, (expected.arg("age_from")?, to)) as f64
        }
        "open_pieces" => service.open_pieces(expected.arg("at")?) as f64,
        "open_line_days" => whole_run()?,
        "open_lines_time_average" => whole_run()? / end,
        _ => return expected.unknown(),
    })
}
