//! Common variation: what moves the demand of all sites together, from week to week and from day to day.
//!
//! ```toml
//! variation = { week_cv = "6%", day_cv = "8%", persistence = 0.5 }
//! ```

use crate::scenario::syntax::diagnostic::Fault;
use crate::scenario::syntax::quantity::share_text;
use crate::scenario::syntax::reader::{Fields, Item, Reader};
use crate::scenario::syntax::writer::{Writer, braces, quoted};

/// How the demand of all sites, and of all demands of one stream, moves together.
#[derive(Debug, Clone, PartialEq)]
pub struct Variation {
    /// Coefficient of variation of a week's factor.
    pub week_cv: f64,
    /// The same of a day's, within its week.
    pub day_cv: f64,
    /// Correlation of the logarithms of the factors of one week and the next, below 1.
    pub persistence: f64,
    /// Name of the stream of random numbers: demands that name the same move together.
    pub stream: String,
}

const STREAM: &str = "demand";

impl<'t> Reader<'t> {
    /// The `variation` of a demand.
    pub(crate) fn variation(&mut self, written: Item<'t>) -> Option<Variation> {
        let table = self.table(written, "{ week_cv = \"6%\" }")?;
        let mut fields = Fields::new(table, written.at, "`variation`");
        let week = fields.take("week_cv");
        let day = fields.take("day_cv");
        if week.is_none() && day.is_none() {
            self.fault(
                Fault::at(written.at, "`variation` says nothing of how much", "needs `week_cv` or `day_cv`")
                    .help("for instance `variation = { week_cv = \"6%\" }`"),
            );
        }
        let [week_cv, day_cv] = [week, day].map(|item| item.and_then(|item| self.share(item, "\"6%\"")));
        let persistence = fields.take("persistence").and_then(|item| {
            let persistence = self.weight(item)?;
            if persistence >= 1.0 {
                self.fault(
                    Fault::at(
                        item.place(),
                        "`persistence` must be below 1",
                        "would never come back to normal",
                    )
                    .help("0: each week by itself; 0.5: half of what is unusual is left a week later"),
                );
                return None;
            }
            Some(persistence)
        });
        let stream = fields.take("stream").and_then(|item| self.text(item, "\"demand\"")).unwrap_or(STREAM);
        fields.finish(self);
        Some(Variation {
            week_cv: week_cv.unwrap_or(0.0),
            day_cv: day_cv.unwrap_or(0.0),
            persistence: persistence.unwrap_or(0.0),
            stream: stream.to_owned(),
        })
    }
}

impl Variation {
    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.bare(
            "variation",
            braces([
                ("week_cv", quoted(&share_text(self.week_cv))),
                ("day_cv", quoted(&share_text(self.day_cv))),
                ("persistence", format!("{:?}", self.persistence)),
                ("stream", quoted(&self.stream)),
            ]),
        );
    }
}
