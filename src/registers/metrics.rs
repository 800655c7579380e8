//! Metric register: one definition per metric and per daily series, and the types that recorders,
//! charts and files share.
//!
//! A definition has an id, a title, a unit, dimensions, the better direction, whether it belongs to
//! the headline, a sentence that defines it and the source of its formula. [`ids`] lists them all.
//! Recorders emit values through the constants of that list, and tables, charts and files look
//! values up by them, so a misspelt metric does not compile.
//!
//! ```text
//! ids::PAST_DUE + cell(&[(Dim::Site, 2), (Dim::Class, 0)]) = Key ─► a series, or the value of a replication
//! ```
//!
//! A cell has one label number per dimension; a dimension without a label is the sum over it. Names
//! of labels belong to a scenario, and this folder knows none of them.

pub mod ids;

pub use ids::MetricId;

use std::marker::PhantomData;

/// A dimension of metrics: a column of every result file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dim {
    /// Site group.
    Site,
    /// Customers of a line, reported together.
    Market,
    /// Order class.
    Class,
    /// Process.
    Process,
    /// Phase of the restart plan.
    Phase,
    /// IT system.
    System,
    /// Lane.
    Lane,
    /// Stage at which an open line stands: a process, or `not_entered`, `stock`, `loading`.
    Stage,
    /// Age of an open line in days: from, and up to but without.
    Age,
    /// Segment of parts.
    Segment,
    /// Part.
    Part,
    /// Name of an observation of the scenario (`[observe.NAME]`).
    Observation,
    /// What a metric of an observation is evaluated at: a moment, a time of day, an interval, a
    /// limit or a wait.
    At,
    /// Window of order dates, or of days.
    Window,
    /// Calendar week.
    Week,
    /// Scenario of a comparison.
    Plan,
    /// Name of an uncertain value, or a failure and its state.
    Variant,
    /// Kind of document.
    Document,
    /// Legal entity whose books are meant.
    Entity,
    /// Account.
    Account,
    /// Step of a document.
    Step,
    /// The other party of a journal entry.
    Counterparty,
}

impl Dim {
    /// Number of dimensions.
    pub const COUNT: usize = Self::ALL.len();

    /// All dimensions, in the order of the columns of result files.
    pub const ALL: [Dim; 22] = [
        Dim::Site,
        Dim::Market,
        Dim::Class,
        Dim::Process,
        Dim::Phase,
        Dim::System,
        Dim::Lane,
        Dim::Stage,
        Dim::Age,
        Dim::Segment,
        Dim::Part,
        Dim::Observation,
        Dim::At,
        Dim::Window,
        Dim::Week,
        Dim::Plan,
        Dim::Variant,
        Dim::Document,
        Dim::Entity,
        Dim::Account,
        Dim::Step,
        Dim::Counterparty,
    ];

    /// Name of the column.
    pub const fn name(self) -> &'static str {
        match self {
            Dim::Site => "site",
            Dim::Market => "market",
            Dim::Class => "class",
            Dim::Process => "process",
            Dim::Phase => "phase",
            Dim::System => "system",
            Dim::Lane => "lane",
            Dim::Stage => "stage",
            Dim::Age => "age",
            Dim::Segment => "segment",
            Dim::Part => "part",
            Dim::Observation => "observation",
            Dim::At => "at",
            Dim::Window => "window",
            Dim::Week => "week",
            Dim::Plan => "plan",
            Dim::Variant => "variant",
            Dim::Document => "document",
            Dim::Entity => "entity",
            Dim::Account => "account",
            Dim::Step => "step",
            Dim::Counterparty => "counterparty",
        }
    }

    /// Meaning of the column, in one sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Dim::Site => "Site group.",
            Dim::Market => "Customers of a line, reported together.",
            Dim::Class => "Order class.",
            Dim::Process => "Process.",
            Dim::Phase => "Phase of the restart plan.",
            Dim::System => "IT system.",
            Dim::Lane => "Lane.",
            Dim::Stage => {
                "Stage at which an open line stands: a process, or `not_entered`, `stock` (waits for stock), \
                 `loading` (waits for a departure), `in_transit`, `deferred` (its customer will return to order it)."
            }
            Dim::Age => "Age of an open line since its order [days]: from, and up to but without.",
            Dim::Segment => "Segment of parts.",
            Dim::Part => "Part.",
            Dim::Observation => "Name of an observation of the scenario (`[observe.NAME]`).",
            Dim::At => {
                "What a metric of an observation is evaluated at: a moment, a time of day, an interval, a limit or a \
                 wait, as the scenario writes it."
            }
            Dim::Window => {
                "Window of order dates, or of days: `before`, `outage`, `recovery`, `from_onset`, `whole_run`, or one \
                 of the scenario (`[windows.NAME]`)."
            }
            Dim::Week => "Calendar week.",
            Dim::Plan => "Scenario of a comparison.",
            Dim::Variant => "Name of an uncertain value, or a failure and its state.",
            Dim::Document => "Kind of document.",
            Dim::Entity => "Legal entity whose books are meant.",
            Dim::Account => "Account.",
            Dim::Step => "Step of a document.",
            Dim::Counterparty => "The other party of a journal entry.",
        }
    }
}

/// Label numbers of a value, one per dimension; without any it is the sum over all dimensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell([u32; Dim::COUNT]);

impl Cell {
    /// The sum over all dimensions.
    pub const TOTAL: Cell = Cell([0; Dim::COUNT]);

    /// The same cell at one label of a dimension, by its number from 0.
    #[must_use]
    pub const fn with(mut self, dim: Dim, label: usize) -> Self {
        self.0[dim as usize] = label as u32 + 1;
        self
    }

    /// The same cell summed over a dimension.
    #[must_use]
    pub const fn without(mut self, dim: Dim) -> Self {
        self.0[dim as usize] = 0;
        self
    }

    /// Number of the label in a dimension, from 0; `None` for the sum over it.
    pub const fn label(self, dim: Dim) -> Option<usize> {
        match self.0[dim as usize] {
            0 => None,
            number => Some(number as usize - 1),
        }
    }

    /// Dimensions in which the cell has a label.
    pub fn dims(self) -> impl Iterator<Item = Dim> {
        Dim::ALL.into_iter().filter(move |&dim| self.0[dim as usize] > 0)
    }
}

/// A cell with these labels, by their numbers from 0.
pub const fn cell(labels: &[(Dim, usize)]) -> Cell {
    let mut cell = Cell::TOTAL;
    let mut at = 0;
    while at < labels.len() {
        cell = cell.with(labels[at].0, labels[at].1);
        at += 1;
    }
    cell
}

/// A value a day: a level at midnight, or a total or share of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Daily {}

/// One number of a replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar {}

/// A quotient of two sums of a replication, which are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ratio {}

/// A time that may not be reached within the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Censored {}

/// Kind of a metric, as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Daily`].
    Daily,
    /// [`Scalar`].
    Scalar,
    /// [`Ratio`].
    Ratio,
    /// [`Censored`].
    Censored,
}

impl Kind {
    /// The kind in words.
    pub const fn in_words(self) -> &'static str {
        match self {
            Kind::Daily => "daily series",
            Kind::Scalar => "one value per replication",
            Kind::Ratio => "ratio per replication, with numerator and denominator",
            Kind::Censored => "time per replication, censored if not reached by the end",
        }
    }
}

/// A metric of a known kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric<K> {
    id: MetricId,
    kind: PhantomData<K>,
}

impl<K> Metric<K> {
    const fn of(id: MetricId) -> Self {
        Metric { id, kind: PhantomData }
    }

    /// The metric without its kind.
    pub const fn id(self) -> MetricId {
        self.id
    }

    /// Its key in a cell.
    pub const fn at(self, cell: Cell) -> Key {
        Key { metric: self.id, cell }
    }
}

impl<K> From<Metric<K>> for MetricId {
    fn from(metric: Metric<K>) -> Self {
        metric.id
    }
}

impl MetricId {
    /// Its definition.
    pub fn definition(self) -> &'static Definition {
        &ids::DEFINITIONS[self as usize]
    }
}

/// A metric in a cell: the identity of a series, or of a value of a replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The metric.
    pub metric: MetricId,
    /// Its labels.
    pub cell: Cell,
}

impl Key {
    /// True if it is a key of this metric.
    #[expect(clippy::needless_pass_by_value, reason = "a metric is a number")]
    pub fn is<K>(self, metric: Metric<K>) -> bool {
        self.metric == metric.id
    }

    /// Number of the label in a dimension, from 0; `None` for the sum over it.
    pub fn label(self, dim: Dim) -> Option<usize> {
        self.cell.label(dim)
    }

    /// Definition of the metric.
    pub fn definition(self) -> &'static Definition {
        self.metric.definition()
    }
}

/// Unit of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// The same in every scenario.
    Fixed(&'static str),
    /// Work units of the process: lines, orders, pieces, consignments or deliveries.
    WorkUnits,
    /// Currency of the scenario.
    Currency,
    /// Days from the onset, or from the start of a run without a disruption.
    DaysFromOnset,
    /// Unit of the uncertain value.
    OfValue,
}

impl Unit {
    /// The unit in words.
    pub const fn in_words(self) -> &'static str {
        match self {
            Unit::Fixed(unit) => unit,
            Unit::WorkUnits => "work units of the process",
            Unit::Currency => "currency of the scenario",
            Unit::DaysFromOnset => "days from the onset",
            Unit::OfValue => "unit of the value",
        }
    }
}

/// Direction in which a metric is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// Less of it is better.
    Lower,
    /// More of it is better.
    Higher,
    /// It describes the run, and no direction is better.
    Neither,
}

impl Better {
    /// The direction in words.
    pub const fn in_words(self) -> &'static str {
        match self {
            Better::Lower => "lower",
            Better::Higher => "higher",
            Better::Neither => "neither",
        }
    }
}

/// Definition of a metric.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// The metric.
    pub metric: MetricId,
    /// Name in files and on the command line. A daily series and a value of a replication have the
    /// same id where they are the same quantity by day and over the run.
    pub id: &'static str,
    /// Title, for tables and charts.
    pub title: &'static str,
    /// Unit.
    pub unit: Unit,
    /// Dimensions in which its cells may have labels.
    pub dims: &'static [Dim],
    /// Kind.
    pub kind: Kind,
    /// Better direction.
    pub better: Better,
    /// True if it belongs to the headline.
    pub headline: bool,
    /// What it measures, with the formula in words.
    pub definition: &'static str,
    /// Source of the formula or of the term; empty for plain counts and levels.
    pub source: &'static str,
}

impl Definition {
    /// True if a cell has labels only in dimensions of this metric.
    pub fn allows(&self, cell: Cell) -> bool {
        cell.dims().all(|dim| self.dims.contains(&dim))
    }
}

/// The daily series with this id.
pub fn daily_by_id(id: &str) -> Option<Metric<Daily>> {
    find(|one| one.id == id && one.kind == Kind::Daily).map(Metric::of)
}

/// The metric of replications with this id.
pub fn value_by_id(id: &str) -> Option<MetricId> {
    find(|one| one.id == id && one.kind != Kind::Daily)
}

fn find(is_it: impl Fn(&Definition) -> bool) -> Option<MetricId> {
    ids::DEFINITIONS.iter().find(|&one| is_it(one)).map(|one| one.metric)
}

/// Defines all metrics: a constant each, and their definitions in one list.
macro_rules! metrics {
    ($(
        $constant:ident: $kind:ident = $id:literal, $title:literal, $unit:tt, [$($dim:ident),*], $better:ident,
        $place:ident, $definition:literal, $source:literal;
    )*) => {
        /// A metric, whatever its kind.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(non_camel_case_types, reason = "each variant has the name of its constant")]
        pub enum MetricId {
            $(#[doc = $definition] $constant,)*
        }

        $(
            #[doc = $definition]
            pub const $constant: Metric<$kind> = Metric::of(MetricId::$constant);
        )*

        /// All definitions, in the order of the metrics.
        pub static DEFINITIONS: &[Definition] = &[$(
            Definition {
                metric: MetricId::$constant,
                id: $id,
                title: $title,
                unit: metrics!(@unit $unit),
                dims: &[$(Dim::$dim),*],
                kind: Kind::$kind,
                better: Better::$better,
                headline: metrics!(@place $place),
                definition: $definition,
                source: $source,
            },
        )*];
    };
    (@unit $unit:literal) => { Unit::Fixed($unit) };
    (@unit $unit:ident) => { Unit::$unit };
    (@place headline) => { true };
    (@place detail) => { false };
}
pub(crate) use metrics;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_a_label_or_is_the_sum() {
        let one = cell(&[(Dim::Site, 2), (Dim::Class, 0)]);
        assert_eq!(
            (one.label(Dim::Site), one.label(Dim::Class), one.label(Dim::Age)),
            (Some(2), Some(0), None)
        );
        assert_eq!(one.dims().collect::<Vec<_>>(), [Dim::Site, Dim::Class]);
        assert_eq!(one.without(Dim::Site).without(Dim::Class), Cell::TOTAL);
    }

    #[test]
    fn every_definition_is_complete_and_its_id_is_its_own() {
        for (number, one) in ids::DEFINITIONS.iter().enumerate() {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(!one.id.is_empty() && one.id.chars().all(plain), "{}", one.id);
            assert!(one.title.starts_with(char::is_uppercase) && !one.title.ends_with('.'), "{}", one.title);
            assert!(one.definition.ends_with('.'), "{}: {}", one.id, one.definition);
            for other in &ids::DEFINITIONS[..number] {
                let daily = |one: &Definition| one.kind == Kind::Daily;
                assert!(one.id != other.id || daily(one) != daily(other), "{} is defined twice", one.id);
                if one.id == other.id {
                    assert_eq!((one.title, one.unit), (other.title, other.unit), "{} is two things", one.id);
                }
            }
        }
    }

    #[test]
    fn a_metric_is_found_by_its_id() {
        assert_eq!(daily_by_id("backlog"), Some(ids::BACKLOG));
        assert_eq!(value_by_id("backlog_peak"), Some(MetricId::BACKLOG_PEAK));
        assert_eq!((daily_by_id("backlog_peak"), value_by_id("no_such_metric")), (None, None));
    }

    #[test]
    fn a_definition_allows_its_own_dimensions_only() {
        let past_due = ids::PAST_DUE.id().definition();
        assert!(past_due.allows(Cell::TOTAL) && past_due.allows(cell(&[(Dim::Class, 1)])));
        assert!(!past_due.allows(cell(&[(Dim::Lane, 0)])));
    }
}
