//! Network: a scenario of any size, written as by a user.

/// A centre and its distribution centres, which hold all parts, and retailers at each, who hold the
/// fast ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Network {
    /// Parts, of which a tenth are fast.
    pub(crate) parts: u32,
    /// Distribution centres, each a table of its own with a lane, retailers and a demand of its
    /// own.
    pub(crate) pdcs: u32,
    /// Retailers at each.
    pub(crate) retailers: u32,
    pub(crate) weeks: u32,
    /// Whether it starts in the steady state, and not full.
    pub(crate) steady: bool,
}

impl Network {
    /// The scenario.
    pub(crate) fn text(self) -> String {
        let (fast, slow) = (self.parts / 10, self.parts - self.parts / 10);
        let start = if self.steady { "" } else { "start_from = \"full\"\n" };
        let above = format!(
            r#"
title = "Start-up"
start = 2025-01-06
horizon = "{weeks} weeks"
replications = 1
{start}
[parts.fast]
count = {fast}
share = "50%"
spread = {{ zipf = 0.6 }}
pieces = {{ geometric = "3 pieces" }}
[parts.slow]
count = {slow}
share = "50%"
spread = {{ lognormal = 0.9 }}

[classes.daily]
priority = 1
promise = "1 working day"
[classes.stock]
priority = 2

[processes.pick]
rate = "1000000 lines/day"

[sites.supplier]
kind = "supplier"
lead_time = {{ gamma = {{ mean = "14 days", cv = 0.3 }} }}

[sites.centre]
kind = "centre"
supplied_by = ["supplier"]
outbound = ["pick"]
stock = {{ fill_rate = "95%", review = {{ every = "1 day", at = "00:30" }} }}
"#,
            weeks = self.weeks,
        );
        let below = (0..self.pdcs).map(|pdc| self.below(pdc));
        std::iter::once(above).chain(below).collect()
    }

    /// A distribution centre, and its retailers.
    fn below(self, pdc: u32) -> String {
        let lines = 20.0 / f64::from(self.retailers);
        format!(
            r#"
[sites.pdc_{pdc}]
kind = "pdc"
supplied_by = ["centre"]
outbound = ["pick"]
stock = {{ fill_rate = "95%", review = {{ every = "1 day" }} }}
[sites.retailers_{pdc}]
kind = "retailer"
count = {retailers}
supplied_by = ["pdc_{pdc}", "centre"]
stock = {{ fill_rate = "95%", segments = ["fast"], review = {{ every = "1 day", at = "15:00" }} }}
[lanes.to_pdc_{pdc}]
from = "centre"
to = "pdc_{pdc}"
departs = "mon-fri 18:00"
transit = "1 day"
[demand.workshops_{pdc}]
site = "retailers_{pdc}"
lines = "{lines} lines/day each"
backorder_class = {{ daily = "100%" }}
"#,
            retailers = self.retailers
        )
    }
}
