//! Element names: the names of streams, stations and stages as a trace writes them.

use crate::model::{Labels, Model};
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::{Stage, Stages};
use crate::simulation::stations::station::steps;
use crate::units::{IndexVec, ProcessId, SiteGroupId, SiteId, StationId, StreamId};

/// Names of the elements of a model.
#[derive(Debug)]
pub(super) struct ElementNames<'a> {
    pub(super) model: &'a Model,
    pub(super) labels: &'a Labels,
    /// By site group and stage.
    stages: IndexVec<SiteGroupId, [&'a str; Stage::COUNT]>,
    /// By stream.
    pub(super) streams: IndexVec<StreamId, String>,
    /// Site and process of each station.
    pub(super) stations: IndexVec<StationId, (SiteId, &'a str)>,
}

impl<'a> ElementNames<'a> {
    pub(super) fn new(model: &'a Model, labels: &'a Labels) -> Self {
        let numbered = |kind: &str, name: &str, within: usize, of: usize| {
            if of == 1 { format!("{kind}.{name}") } else { format!("{kind}.{name}[{within}]") }
        };
        let all = |kind: &'static str, name: &str, streams: usize| {
            (0..streams).map(|within| numbered(kind, name, within, streams)).collect::<Vec<_>>()
        };
        let demands = model.demands.iter().zip(&labels.demands);
        let demands = demands.flat_map(|(demand, name)| all("demand", name, demand.streams.len()));
        let site_groups = model.site_groups.iter().zip(&labels.site_groups);
        let site_groups = site_groups.flat_map(|(group, name)| all("sites", name, group.streams.len()));
        let stations = model.group_of.iter_ids().flat_map(|(site, &group)| {
            let listed = steps(&model.site_groups[group]);
            listed.map(move |(process, _)| (site, labels.processes[usize::from(process)].as_str()))
        });
        ElementNames {
            model,
            labels,
            stages: model.site_groups.ids().map(|group| stages(model, labels, group)).collect(),
            streams: demands.chain(site_groups).collect(),
            stations: stations.collect(),
        }
    }

    /// Name of the stage of a line at its source.
    pub(super) fn stage(&self, line: &Line, stage: Stage) -> &'a str {
        match stage {
            Stage::NONE => "",
            Stage::NOT_ENTERED => NOT_ENTERED,
            stage if line.source() == Line::NO_SITE => {
                debug_assert!(false, "a line without a source is at {stage:?}");
                ""
            }
            stage => {
                let group = self.model.group_of[line.source()];
                self.stages[group][usize::from(stage.0)]
            }
        }
    }
}

const NOT_ENTERED: &str = "not_entered";

fn stages<'a>(model: &Model, labels: &'a Labels, group: SiteGroupId) -> [&'a str; Stage::COUNT] {
    let stages = Stages::of(model, group);
    let listed = &model.site_groups[group];
    let name = |process: ProcessId| labels.processes[usize::from(process)].as_str();
    let mut all = [""; Stage::COUNT];
    let mut set = |stage: Stage, name| all[usize::from(stage.0)] = name;
    set(Stage::NOT_ENTERED, NOT_ENTERED);
    for (step, &process) in listed.before_stock.iter().enumerate() {
        set(stages.before(step), name(process));
    }
    set(stages.stock(), "stock");
    for (step, &process) in listed.after_stock.iter().enumerate() {
        set(stages.after(step), name(process));
    }
    set(stages.departure(), "loading");
    set(Stage::IN_TRANSIT, "transit");
    all
}
