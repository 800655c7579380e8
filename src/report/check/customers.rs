//! What customers do: how their orders vary together, and what a desk has to enter.

use super::Told;
use super::wording::{percent, table, text, whole};
use crate::analysis::order_entry::paper;
use crate::scenario::customers::variation::Variation;

impl Told<'_> {
    /// The common variation of demands: those that move alike together.
    pub(super) fn variation(&self) -> String {
        let mut alike: Vec<(&Variation, Vec<&str>)> = Vec::new();
        for demand in &self.scenario.demand {
            let Some(variation) = &demand.variation else { continue };
            match alike.iter_mut().find(|(other, _)| *other == variation) {
                Some((_, names)) => names.push(&demand.name),
                None => alike.push((variation, vec![&demand.name])),
            }
        }
        let line = |(variation, names): &(&Variation, Vec<&str>)| {
            let week = (variation.week_cv > 0.0).then(|| format!("weeks by {}", percent(variation.week_cv)));
            let day = (variation.day_cv > 0.0)
                .then(|| format!("days within their week by {}", percent(variation.day_cv)));
            let parts: Vec<String> = week.into_iter().chain(day).collect();
            let persistence = match variation.persistence {
                none if none <= 0.0 => "each week for itself".to_owned(),
                some => format!("a week takes after the one before (correlation {})", percent(some)),
            };
            format!(
                "{}: {} around what is stated (coefficient of variation), at all sites alike; {persistence}\n",
                names.join(", "),
                parts.join(", ")
            )
        };
        alike.iter().map(line).collect()
    }

    /// What desks have to enter after stops. They have nothing to do in normal running.
    pub(super) fn paper(&self) -> String {
        let head = ["desk", "site", "lines on paper", "enters a working day", "from", "done"];
        let mut table = table(&head, &[2, 3]);
        let all = paper(self.model, &self.plan);
        for one in &all {
            let site = usize::from(one.desk.table);
            let process = usize::from(self.model.site_groups[site].desk[usize::from(one.desk.place)]);
            let a_day = one.a_week / self.model.flows.working_days_per_week;
            table.add_row([
                self.labels.processes[process].clone(),
                self.labels.site_groups[site].clone(),
                whole(one.lines),
                if a_day.is_finite() { whole(a_day) } else { "no limit".into() },
                self.moment(one.from),
                one.done.map_or("not within the run".into(), |done| self.moment(done)),
            ]);
        }
        if all.is_empty() { String::new() } else { text(&table) }
    }
}
