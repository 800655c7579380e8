//! Events: the row of each event that a simulation reports.

use super::Trace;
use super::row::TraceRow;
use crate::scenario::customers::outage_response::OutageResponse;
use crate::simulation::customers::repair_job::Job;
use crate::simulation::observer::{LossReason, Observer, PhaseEvent};
use crate::simulation::orders::line::Line;
use crate::simulation::orders::stage::Stage;
use crate::simulation::stations::station::StationState;
use crate::simulation::view::View;
use crate::units::{Instant, PhaseId, SiteId, StationId, Work};

impl Observer for Trace<'_> {
    fn phase(&mut self, now: Instant, phase: PhaseId, happens: PhaseEvent) {
        let event = match happens {
            PhaseEvent::Starts => "phase_started",
            PhaseEvent::CheckFails => "phase_check_failed",
            PhaseEvent::BringsBack => "phase_restored",
            PhaseEvent::Ends => "phase_ended",
            PhaseEvent::IsRolledBack => "phase_rolled_back",
        };
        let name = &self.names.labels.phases[usize::from(phase)];
        self.record_for_all_sites(now, TraceRow { event, name, ..TraceRow::default() });
    }

    fn ordered(&mut self, now: Instant, line: &Line) {
        self.of_line(now, "ordered", line);
    }

    fn line_moves(&mut self, now: Instant, line: &Line, from: Stage, to: Stage) {
        // The pieces of an unsplit line move together: their event is enough.
        if line.is_split() {
            let (from, to) = (self.names.stage(line, from), self.names.stage(line, to));
            self.record(now, TraceRow { from, to, ..self.row("line_moved", line) });
        }
    }

    fn pieces_move(&mut self, now: Instant, line: &Line, pieces: u32, from: Stage, to: Stage) {
        let (from, to) = (self.names.stage(line, from), self.names.stage(line, to));
        self.record(now, TraceRow { pieces: Some(pieces), from, to, ..self.row("moved", line) });
    }

    fn first_pick(&mut self, now: Instant, line: &Line, given: u32) {
        self.record(now, TraceRow { count: Some(given), ..self.row("first_pick", line) });
    }

    fn shipped(&mut self, now: Instant, line: &Line) {
        self.of_line(now, "shipped", line);
    }

    fn filled(&mut self, now: Instant, line: &Line) {
        self.of_line(now, "filled", line);
    }

    fn duplicate_ordered(&mut self, now: Instant, line: &Line) {
        self.of_line(now, "duplicate_ordered", line);
    }

    fn duplicate_ended(&mut self, now: Instant, line: &Line) {
        self.of_line(now, "duplicate_ended", line);
    }

    fn redundant_pick(&mut self, now: Instant, line: &Line) {
        self.of_line(now, "redundant_pick", line);
    }

    fn written_off(&mut self, now: Instant, part: u32, pieces: u32) {
        self.of_part(now, "written_off", None, part, pieces);
    }

    fn cancelled(&mut self, now: Instant, line: &Line) {
        self.of_line(now, "cancelled", line);
    }

    fn lost(&mut self, now: Instant, line: &Line, pieces: u32, _: LossReason) {
        self.record(now, TraceRow { pieces: Some(pieces), ..self.row("lost", line) });
    }

    fn reclassed(&mut self, now: Instant, line: &Line, from_class: u8) {
        let labels = self.names.labels;
        let (from, to) = (&labels.classes[usize::from(from_class)], &labels.classes[usize::from(line.class)]);
        self.record(now, TraceRow { from, to, ..self.row("reclassified", line) });
    }

    fn supplied(&mut self, now: Instant, part: u32, pieces: u32) {
        self.of_part(now, "supplied", None, part, pieces);
    }

    fn consumed(&mut self, now: Instant, part: u32, pieces: u32) {
        self.of_part(now, "consumed", None, part, pieces);
    }

    fn off_the_shelf_fill(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        self.of_part(now, "retail_shelf_fill", Some(site), part, pieces);
    }

    fn retail_shelf_short(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        self.of_part(now, "retail_shelf_shortage", Some(site), part, pieces);
    }

    fn job_waits(&mut self, now: Instant, job: &Job) {
        self.of_job(now, "job_waiting", job);
    }

    fn courtesy_car(&mut self, now: Instant, job: &Job) {
        self.of_job(now, "courtesy_car", job);
    }

    fn job_ends(&mut self, now: Instant, job: &Job) {
        self.of_job(now, "job_ended", job);
    }

    fn stocked(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        self.of_part(now, "stocked", Some(site), part, pieces);
    }

    fn picked(&mut self, now: Instant, site: SiteId, part: u32, pieces: u32) {
        self.of_part(now, "picked", Some(site), part, pieces);
    }

    fn worked(&mut self, now: Instant, station: StationId, units: u32, _: Work) {
        self.of_process(now, "worked", station, units);
    }

    fn station_state(&mut self, now: Instant, station: StationId, was: StationState, is: StationState) {
        let (from, to) = (state_name(was), state_name(is));
        if from != to {
            let (site, name) = self.names.stations[station];
            self.record(
                now,
                TraceRow { event: "station_state", site: Some(site), name, from, to, ..TraceRow::default() },
            );
        }
    }

    fn deferred(&mut self, now: Instant, line: &Line) {
        self.record(now, TraceRow { event: "deferred", class: Some(line.class), ..TraceRow::default() });
    }

    fn deferral_ended(&mut self, now: Instant, line: &Line) {
        self.record(now, TraceRow { event: "returned", class: Some(line.class), ..TraceRow::default() });
    }

    fn demand_lost(&mut self, now: Instant, line: &Line, response: OutageResponse) {
        let name = match response {
            OutageResponse::OnPaper => "on_paper",
            OutageResponse::Deferred => "deferred",
            OutageResponse::Elsewhere => "elsewhere",
            OutageResponse::Lost => "lost",
        };
        self.record(
            now,
            TraceRow { event: "demand_lost", name, class: Some(line.class), ..TraceRow::default() },
        );
    }

    fn manual_work(&mut self, now: Instant, station: StationId, units: u32) {
        self.of_process(now, "manual_work", station, units);
    }

    fn manual_error(&mut self, now: Instant, station: StationId, units: u32) {
        self.of_process(now, "manual_error", station, units);
    }

    fn deliveries_wait(&mut self, now: Instant, station: StationId, waiting: u32) {
        self.of_process(now, "deliveries_waiting", station, waiting);
    }

    fn midnight(&mut self, now: Instant, _: &View<'_>) {
        self.record_for_all_sites(now, TraceRow { event: "midnight", ..TraceRow::default() });
    }
}

impl Trace<'_> {
    fn of_line(&mut self, now: Instant, event: &str, line: &Line) {
        self.record(now, self.row(event, line));
    }

    fn row<'e>(&self, event: &'e str, line: &Line) -> TraceRow<'e> {
        TraceRow {
            event,
            site: (line.source() != Line::NO_SITE).then_some(line.source()),
            class: Some(line.class),
            part: Some(line.part()),
            pieces: Some(line.pieces),
            stream: Some(line.stream()),
            ordinal: Some(line.ordinal),
            destination: Some(line.destination(self.names.model)),
            ..TraceRow::default()
        }
    }

    fn of_part(&mut self, now: Instant, event: &str, site: Option<SiteId>, part: u32, pieces: u32) {
        self.record(
            now,
            TraceRow { event, site, part: Some(part), pieces: Some(pieces), ..TraceRow::default() },
        );
    }

    fn of_process(&mut self, now: Instant, event: &str, station: StationId, count: u32) {
        let (site, name) = self.names.stations[station];
        self.record(
            now,
            TraceRow { event, site: Some(site), name, count: Some(count), ..TraceRow::default() },
        );
    }

    fn of_job(&mut self, now: Instant, event: &str, job: &Job) {
        let name = if job.off_road { "vor" } else { "driveable" };
        let (site, stream) = (Some(job.site), Some(job.stream));
        self.record(
            now,
            TraceRow { event, site, name, count: Some(job.lines), stream, ..TraceRow::default() },
        );
    }
}

fn state_name(state: StationState) -> &'static str {
    match state {
        StationState { open: false, .. } => "closed",
        StationState { down: true, .. } => "down",
        _ => "open",
    }
}
