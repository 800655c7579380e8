//! Plan: a plan of a comparison given on the command line, as changes to the first scenario.
//!
//! ```text
//! --plan "More people: processes.pick.people=300, restart.overtime.for=8 weeks"
//! ```

use super::failure::CommandFailure;

/// A plan of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StatedPlan {
    /// Its name.
    pub(super) name: String,
    /// Settings of keys, as those of `--set`.
    pub(super) sets: Vec<String>,
}

impl StatedPlan {
    /// Reads "NAME: KEY=VALUE, KEY=VALUE".
    ///
    /// # Errors
    /// [`CommandFailure::Input`] without a name or a setting.
    pub(super) fn parse(text: &str) -> Result<Self, CommandFailure> {
        let wrong = |why: &str| {
            CommandFailure::Input(format!(
                "--plan `{text}` {why}; write --plan \"More people: processes.pick.people=300\""
            ))
        };
        let (name, rest) = text.split_once(':').ok_or_else(|| wrong("has no name"))?;
        let name = name.trim();
        if name.is_empty() || name.contains('=') {
            return Err(wrong("has no name"));
        }
        let sets: Vec<String> = settings(rest).into_iter().filter(|one| !one.is_empty()).collect();
        if sets.is_empty() {
            return Err(wrong("changes nothing"));
        }
        match sets.iter().find(|one| !one.contains('=')) {
            Some(one) => Err(wrong(&format!("sets `{one}` to nothing"))),
            None => Ok(StatedPlan { name: name.to_owned(), sets }),
        }
    }
}

/// The settings, separated by commas outside quotes, brackets and braces.
fn settings(text: &str) -> Vec<String> {
    let mut settings = vec![String::new()];
    let (mut depth, mut quote) = (0_i32, None);
    for letter in text.chars() {
        match (quote, letter) {
            (Some(open), close) if open == close => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            _ => {}
        }
        if letter == ',' && quote.is_none() && depth == 0 {
            settings.push(String::new());
        } else if let Some(last) = settings.last_mut() {
            last.push(letter);
        }
    }
    settings.iter().map(|one| one.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_has_a_name_and_settings_separated_by_commas_outside_brackets() {
        let plan = StatedPlan::parse(
            "More people: processes.pick.people=300, sites.pdc.inbound=[\"a\", \"b\"], x.y={ a = 1, b = \"2, 3\" }",
        );
        let plan = plan.expect("a plan");
        assert_eq!(plan.name, "More people");
        assert_eq!(
            plan.sets,
            ["processes.pick.people=300", "sites.pdc.inbound=[\"a\", \"b\"]", "x.y={ a = 1, b = \"2, 3\" }"]
        );
    }

    #[test]
    fn a_plan_without_a_name_or_a_value_is_refused() {
        for (text, why) in [
            ("processes.pick.people=300", "has no name"),
            ("a=b: c=d", "has no name"),
            ("More: ", "changes nothing"),
            ("More: people", "sets `people` to nothing"),
        ] {
            let Err(CommandFailure::Input(message)) = StatedPlan::parse(text) else {
                panic!("{text} passes")
            };
            assert!(message.contains(why), "{message}");
        }
    }
}
