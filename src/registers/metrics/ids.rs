//! Metric definitions: the one list of all metrics and daily series.
//!
//! An entry reads: constant, kind, id, title, unit, dimensions, better direction, headline or
//! detail, definition, and the source of its formula (empty for plain counts and levels). A new
//! metric is one entry here and one recorder.
//!
//! Lines counted by *class* keep the class in which they were ordered, except in levels of open
//! lines, which count under their present class. *Customer lines* are ordered by customers;
//! *replenishment lines* by sites for their stock.

use super::{Better, Censored, Daily, Definition, Dim, Kind, Metric, Ratio, Scalar, Unit, metrics};

metrics! {
    // Open demand.
    OPEN_DEMAND: Daily = "open_demand", "Open demand", "lines", [Market, Class, Age], Lower, headline,
        "Customer lines that are wanted and not delivered, at midnight: on the books or not entered. A line counts \
         once, from the instant at which its customer first wants it until its last piece is delivered, or it is \
         cancelled, lost or bought elsewhere; ages count from that instant. Duplicate orders and replenishment lines \
         are no demand.", "";
    OPEN_DEMAND_ON_BOOKS: Daily = "open_demand_on_books", "Open demand on the books", "lines",
        [Site, Market, Class, Stage], Lower, headline,
        "Open demand that is entered, at midnight, by the site and stage at which a line stands, or `in_transit`.", "";
    OPEN_DEMAND_NOT_ENTERED: Daily = "open_demand_not_entered", "Open demand not entered", "lines",
        [Market, Class, Stage], Lower, headline,
        "Open demand that is on paper (stage `not_entered`) or deferred, at midnight. Deferred lines are an estimate \
         of the model: no book knows them.", "";

    // Backlog.
    BACKLOG: Daily = "backlog", "Outbound backlog", "lines", [Site, Class, Stage, Age], Lower, headline,
        "Lines ordered from a site that have not left it, at midnight: waiting for release, stock, a process or a \
         departure.", "";
    BACKLOG_PIECES: Daily = "backlog_pieces", "Outbound backlog in pieces", "pieces", [Site, Class, Stage], Lower,
        detail, "Pieces ordered from a site that have not left it, at midnight.", "";
    BACKLOG_DAYS: Daily = "backlog_days", "Outbound backlog in days", "days of normal flow", [Site], Lower, headline,
        "Outbound backlog of a site at midnight divided by the mean number of lines that it serves a day without \
         disruptions.", "";
    IN_TRANSIT: Daily = "in_transit", "Lines in transit", "lines", [Site, Class], Neither, detail,
        "Lines that have left their source and not arrived, at midnight, by the site that they left.", "";
    IN_TRANSIT_PIECES: Daily = "in_transit_pieces", "Pieces in transit", "pieces", [Site, Class], Neither, detail,
        "Pieces that have left their source and not arrived, at midnight, by the site that they left.", "";
    NOT_ENTERED: Daily = "not_entered", "Lines not yet entered", "lines", [Class], Lower, detail,
        "Lines ordered and not yet entered in the system, of the whole network, at midnight.", "";
    PAST_DUE: Daily = "past_due", "Past due", "lines", [Site, Class], Lower, headline,
        "Lines of the outbound backlog that are open after their promised ship time, at midnight.", "";

    // Bottleneck.
    BOTTLENECK: Daily = "bottleneck", "Bottleneck", "share", [Site, Stage], Neither, headline,
        "1 on a day on which this stage of the centre had the most lines waiting on average over the time in which it \
         works, at least one line; else 0.",
        "S. R. Lawrence, A. H. Buss, Shifting production bottlenecks, Production and Operations Management 3 (1994) 21";
    BOTTLENECK_DAYS: Scalar = "bottleneck_days", "Days as the bottleneck", "days", [Site, Stage], Neither, detail,
        "Days from the onset on, or of the whole run, on which the stage was the bottleneck of the centre.",
        "S. R. Lawrence, A. H. Buss, Shifting production bottlenecks, Production and Operations Management 3 (1994) 21";

    // Availability at first pick.
    FIRST_PICK_AVAILABILITY_DAILY: Daily = "first_pick_availability", "First-pick availability", "share",
        [Site, Class], Higher, headline,
        "Customer lines of which the requested site has all pieces on its shelf at the first attempt, as a share of \
         the lines attempted on the day.", "";
    FIRST_PICK_AVAILABILITY: Ratio = "first_pick_availability", "First-pick availability", "share",
        [Site, Class, Window], Higher, headline,
        "Customer lines of which the requested site has all pieces on its shelf at the first attempt, as a share of \
         the lines attempted.", "";
    FIRST_PICKS: Daily = "first_picks", "First picks", "lines", [Site, Class], Neither, detail,
        "Customer lines attempted at the requested site for the first time on the day.", "";
    FIRST_PICK_AVAILABILITY_REPLENISHMENT_DAILY: Daily = "first_pick_availability_replenishment",
        "First-pick availability of replenishment lines", "share", [Site, Class], Higher, headline,
        "The same of replenishment lines.", "";
    FIRST_PICK_AVAILABILITY_REPLENISHMENT: Ratio = "first_pick_availability_replenishment",
        "First-pick availability of replenishment lines", "share", [Site, Class, Window], Higher, headline,
        "The same of replenishment lines.", "";
    FIRST_PICKS_REPLENISHMENT: Daily = "first_picks_replenishment", "First picks of replenishment lines", "lines",
        [Site, Class], Neither, detail, "The same of replenishment lines.", "";
    OPEN_AT_END: Scalar = "open_at_end", "Lines open at the end", "lines", [Class], Lower, detail,
        "Customer lines ordered in the counted days that are neither filled nor cancelled nor lost by the end.", "";
    OPEN_AT_END_REPLENISHMENT: Scalar = "open_at_end_replenishment", "Replenishment lines open at the end", "lines",
        [Class], Lower, detail, "Replenishment lines ordered in the counted days that are not filled by the end.", "";

    // Service levels of customer lines.
    WANTED_LINES: Daily = "wanted_lines", "Customer lines wanted", "lines", [Market, Class], Neither, headline,
        "Customer lines first wanted on the day, whatever became of them; duplicate orders are none.", "";
    LINES_DUE: Daily = "lines_due", "Customer lines due", "lines", [Market, Class], Neither, detail,
        "Customer lines first wanted on the day, less those lost or cancelled before their promise; none for a day of \
         which not all lines are due by the end.", "";
    LINES_SHIPPED_ON_TIME: Daily = "lines_shipped_on_time", "Customer lines shipped on time", "lines",
        [Market, Class], Higher, detail,
        "Customer lines first wanted on the day whose last pieces left the source within the promise, which counts from \
         the first want.", "";
    LINES_DELIVERED_ON_TIME: Daily = "lines_delivered_on_time", "Customer lines delivered on time", "lines",
        [Market, Class], Higher, detail,
        "Customer lines first wanted on the day whose last pieces were delivered within the promise.", "";
    LINES_FILLED_BY_FACING_SITE: Daily = "lines_filled_by_facing_site", "Customer lines filled by the facing site",
        "lines", [Market, Class], Higher, detail,
        "Customer lines first wanted on the day and shipped by the first source of the customer by the end of the next \
         working day.", "";
    LINES_FILLED_BY_SYSTEM: Daily = "lines_filled_by_system", "Customer lines filled by the system", "lines",
        [Market, Class], Higher, detail,
        "Customer lines first wanted on the day and shipped by any site by the end of the second working day after it.",
        "";
    LOST_LINES: Daily = "lost_lines", "Customer lines lost", "lines", [Market, Class], Lower, headline,
        "Customer lines first wanted on the day and lost, bought elsewhere or cancelled.", "";
    LATE_LINE_DAYS_DAILY: Daily = "late_line_days", "Late line-days", "line-days", [Market, Class], Lower, detail,
        "Time from the promise to the delivery, to the loss, or to the end of the run, over the customer lines first \
         wanted on the day.", "";
    SHIPPED_ON_TIME_DAILY: Daily = "shipped_on_time", "On-time shipment", "share", [Market, Class], Higher, headline,
        "Customer lines shipped on time as a share of those due, by the day of the first want; open lines count as \
         late.", "";
    SHIPPED_ON_TIME: Ratio = "shipped_on_time", "On-time shipment", "share", [Market, Class, Window, Week], Higher,
        headline,
        "Customer lines of which the last piece is shipped within the promise, which counts from the first want, as a \
         share of the lines wanted in the window whose promise has passed: also lines held, refused or open, and those \
         cancelled after it.", "";
    DELIVERED_ON_TIME: Ratio = "delivered_on_time", "On-time delivery", "share", [Market, Class, Window, Week], Higher,
        headline, "The same of lines of which the last piece is delivered within the promise.", "";
    FACING_FILL_RATE: Ratio = "facing_fill_rate", "Facing fill rate", "share", [Market, Class, Window, Week], Higher,
        headline,
        "Customer lines shipped by the first source of the customer by the end of the next working day, as a share of \
         all lines wanted in the window. Lines that could not be ordered count as not filled.", "";
    SYSTEM_FILL_RATE: Ratio = "system_fill_rate", "System fill rate", "share", [Market, Class, Window, Week], Higher,
        headline, "The same of lines shipped by any site by the end of the second working day.", "";
    LOST_SHARE: Ratio = "lost_share", "Lost share", "share", [Market, Class, Window, Week], Lower, headline,
        "Customer lines lost, bought elsewhere or cancelled by the end, as a share of all lines wanted in the window.",
        "";
    LATE_LINE_DAYS: Scalar = "late_line_days", "Late line-days", "line-days", [Market, Class, Window, Week], Lower,
        headline,
        "Time from the promise to the delivery, to the loss, or to the end of the run, over the customer lines wanted in \
         the window; lines open at the end would add more.", "";

    // Lines ordered.
    ORDERED_LINES_DAILY: Daily = "ordered_lines", "Customer lines ordered", "lines", [Class], Neither, headline,
        "Customer lines ordered on the day.", "";
    ORDERED_LINES: Scalar = "ordered_lines", "Customer lines ordered", "lines", [Class], Neither, headline,
        "Customer lines ordered in the counted days.", "";
    ORDERED_LINES_REPLENISHMENT_DAILY: Daily = "ordered_lines_replenishment", "Replenishment lines ordered", "lines",
        [Class], Neither, headline, "Replenishment lines ordered on the day, of sites that not only suppliers serve.", "";
    ORDERED_LINES_REPLENISHMENT: Scalar = "ordered_lines_replenishment", "Replenishment lines ordered", "lines",
        [Class], Neither, headline,
        "Replenishment lines ordered in the counted days, of sites that not only suppliers serve.", "";
    LINES_SHIPPED_ON_TIME_REPLENISHMENT: Daily = "lines_shipped_on_time_replenishment",
        "Replenishment lines shipped on time", "lines", [Class], Higher, detail,
        "Replenishment lines ordered on the day and shipped on time.", "";
    SHIPPED_ON_TIME_REPLENISHMENT_DAILY: Daily = "shipped_on_time_replenishment",
        "On-time shipment of replenishment lines", "share", [Class], Higher, detail,
        "Replenishment lines shipped on time as a share of those ordered on the day.", "";
    SHIPPED_ON_TIME_REPLENISHMENT: Ratio = "shipped_on_time_replenishment",
        "On-time shipment of replenishment lines", "share", [Class], Higher, detail,
        "Replenishment lines shipped on time as a share of those ordered.", "";

    // Order-to-fill time.
    ORDER_TO_FILL_P50: Censored = "order_to_fill_p50", "Order-to-fill time, P50", "days", [Class, Window], Lower,
        detail,
        "Time from the first want by which half of the customer lines wanted in the window are filled to the last \
         piece; lost and cancelled lines are never filled, lines open at the end are censored at their age.",
        "O. O. Aalen, S. Johansen, Scandinavian Journal of Statistics 5 (1978) 141";
    ORDER_TO_FILL_P90: Censored = "order_to_fill_p90", "Order-to-fill time, P90", "days", [Class, Window], Lower,
        headline, "The P90 over the lines.",
        "O. O. Aalen, S. Johansen, Scandinavian Journal of Statistics 5 (1978) 141";
    ORDER_TO_FILL_P99: Censored = "order_to_fill_p99", "Order-to-fill time, P99", "days", [Class, Window], Lower,
        detail, "The same for 99 in 100 of the lines.",
        "O. O. Aalen, S. Johansen, Scandinavian Journal of Statistics 5 (1978) 141";
    ORDER_TO_FILL_MEAN: Scalar = "order_to_fill_mean", "Time open, restricted mean", "days",
        [Class, Window], Lower, detail,
        "Mean time for which a customer line wanted in the window is open, followed to the end of the run at most.",
        "O. O. Aalen, S. Johansen, Scandinavian Journal of Statistics 5 (1978) 141";

    // Customers during an outage.
    ON_PAPER: Daily = "on_paper", "Lines on paper", "lines", [Class], Lower, detail,
        "Lines written on paper while ordering is down and not yet entered, at midnight.", "";
    DEFERRED: Daily = "deferred", "Deferred lines", "lines", [Class], Lower, detail,
        "Lines whose customers will return to order them, at midnight.", "";
    LINES_ON_PAPER: Scalar = "lines_on_paper", "Lines written on paper", "lines", [Class], Lower, detail,
        "Lines written on paper in the counted days.", "";
    DEFERRALS: Scalar = "deferrals", "Deferrals", "lines", [Class], Lower, detail,
        "Times that a line was deferred in the counted days.", "";
    ELSEWHERE_DAILY: Daily = "elsewhere", "Lines bought elsewhere", "lines", [Class], Lower, detail,
        "Lines bought elsewhere because ordering was down, on the day.", "";
    ELSEWHERE: Scalar = "elsewhere", "Lines bought elsewhere", "lines", [Class], Lower, detail,
        "Lines bought elsewhere because ordering was down, in the counted days.", "";
    LOST_DAILY: Daily = "lost", "Lines lost", "lines", [Class], Lower, detail,
        "Lines given up because ordering was down, on the day.", "";
    LOST: Scalar = "lost", "Lines lost", "lines", [Class], Lower, detail,
        "Lines given up because ordering was down, in the counted days.", "";

    // Impatient customers.
    ESCALATED_LINES_DAILY: Daily = "escalated_lines", "Escalated lines", "lines", [Class], Lower, headline,
        "Late lines that customers moved to a more urgent class, on the day.", "";
    ESCALATED_LINES: Scalar = "escalated_lines", "Escalated lines", "lines", [Class], Lower, headline,
        "Late lines that customers moved to a more urgent class, in the counted days.", "";
    CANCELLED_LINES_DAILY: Daily = "cancelled_lines", "Cancelled lines", "lines", [Class], Lower, headline,
        "Late lines that customers cancelled, on the day.", "";
    CANCELLED_LINES: Scalar = "cancelled_lines", "Cancelled lines", "lines", [Class], Lower, headline,
        "Late lines that customers cancelled, in the counted days.", "";
    DUPLICATE_ORDERS_DAILY: Daily = "duplicate_orders", "Duplicate orders", "lines", [Class], Lower, headline,
        "Late lines ordered in duplicate, on the day.", "";
    DUPLICATE_ORDERS: Scalar = "duplicate_orders", "Duplicate orders", "lines", [Class], Lower, headline,
        "Late lines ordered in duplicate, in the counted days.", "";
    REDUNDANT_PICKS_DAILY: Daily = "redundant_picks", "Redundant picks", "lines", [Class], Lower, headline,
        "Lines picked that were no longer needed, on the day.", "";
    REDUNDANT_PICKS: Scalar = "redundant_picks", "Redundant picks", "lines", [Class], Lower, headline,
        "Lines picked that were no longer needed, in the counted days.", "";
    BACKLOG_SHARE: Daily = "backlog_share", "Share of the backlog", "share", [Site, Class], Neither, detail,
        "Customer lines of the most urgent class as a share of all customer lines in the outbound backlog of the \
         centre, at midnight; none without an open line.", "";
    BACKLOG_SHARE_MEAN: Scalar = "backlog_share_mean", "Mean share of the backlog", "share", [Site, Class], Neither,
        detail, "Mean of `backlog_share` over the days that have one.", "";
    BACKLOG_SHARE_PEAK: Scalar = "backlog_share_peak", "Largest share of the backlog", "share", [Site, Class],
        Neither, detail, "Largest `backlog_share` of the run.", "";

    // Losses.
    LOST_SALES_DAILY: Daily = "lost_sales", "Lost sales", "lines", [Site, Class], Lower, detail,
        "Customer lines that lost pieces because the shelf was short, on the day; duplicate orders apart.", "";
    LOST_SALES: Scalar = "lost_sales", "Lost sales", "lines", [Site, Class], Lower, detail,
        "Customer lines that lost pieces because the shelf was short, in the counted days; duplicate orders apart.", "";
    LOST_PIECES_DAILY: Daily = "lost_pieces", "Lost pieces", "pieces", [Site, Class], Lower, detail,
        "Pieces of customer lines lost because the shelf was short, on the day; duplicate orders apart.", "";
    LOST_PIECES: Scalar = "lost_pieces", "Lost pieces", "pieces", [Site, Class], Lower, detail,
        "Pieces of customer lines lost because the shelf was short, in the counted days; duplicate orders apart.", "";
    REJECTED_LINES_DAILY: Daily = "rejected_lines", "Rejected lines", "lines", [Site, Class], Lower, detail,
        "Customer lines that found a queue at its capacity, on the day; duplicate orders apart.", "";
    REJECTED_LINES: Scalar = "rejected_lines", "Rejected lines", "lines", [Site, Class], Lower, detail,
        "Customer lines that found a queue at its capacity, in the counted days; duplicate orders apart.", "";

    // Processes.
    THROUGHPUT: Daily = "throughput", "Throughput", WorkUnits, [Site, Process], Higher, detail,
        "Work units completed by the process on the day.", "";
    UTILISATION_DAILY: Daily = "utilisation", "Utilisation", "share", [Site, Process], Neither, detail,
        "Work done on the day divided by the work that its servers could do at the capacity factors that they had.", "";
    UTILISATION: Ratio = "utilisation", "Utilisation", "share", [Site, Process], Neither, detail,
        "Work done in the counted days divided by the work that its servers could do at the capacity factors that they \
         had.", "";
    BUSY_DAILY: Daily = "busy", "Servers busy", "share", [Site, Process], Neither, detail,
        "Share of the open server-time of the day in which servers work; busy, starved, blocked and down add up to 1.", "";
    BUSY: Ratio = "busy", "Servers busy", "share", [Site, Process], Neither, detail,
        "Share of the open server-time of the counted days in which servers work.", "";
    STARVED_DAILY: Daily = "starved", "Servers starved", "share", [Site, Process], Neither, detail,
        "Share of the open server-time of the day in which servers are free and nothing waits.", "";
    STARVED: Ratio = "starved", "Servers starved", "share", [Site, Process], Neither, detail,
        "Share of the open server-time of the counted days in which servers are free and nothing waits.", "";
    BLOCKED_DAILY: Daily = "blocked", "Servers blocked", "share", [Site, Process], Lower, detail,
        "Share of the open server-time of the day in which servers are free while a policy holds back what waits.", "";
    BLOCKED: Ratio = "blocked", "Servers blocked", "share", [Site, Process], Lower, detail,
        "Share of the open server-time of the counted days in which servers are free while a policy holds back what \
         waits.", "";
    DOWN_DAILY: Daily = "down", "Process down", "share", [Site, Process], Lower, detail,
        "Share of the open server-time of the day in which a system, a disruption or its site stops the process.", "";
    DOWN: Ratio = "down", "Process down", "share", [Site, Process], Lower, detail,
        "Share of the open server-time of the counted days in which a system, a disruption or its site stops the \
         process.", "";
    INBOUND_QUEUE: Daily = "inbound_queue", "Inbound queue", "consignments", [Site, Process], Lower, detail,
        "Consignments that wait for an inbound process, at midnight.", "";
    ORDER_DESK_QUEUE: Daily = "order_desk_queue", "Order desk queue", "lines", [Site, Process], Lower, detail,
        "Lines that wait at the order desk, at midnight.", "";
    MANUAL_WORK: Daily = "manual_work", "Manual work", WorkUnits, [Site, Process], Neither, detail,
        "Work units done in manual mode on the day, those with errors included.", "";
    MANUAL_ERRORS: Daily = "manual_errors", "Manual errors", WorkUnits, [Site, Process], Lower, detail,
        "Work units done in manual mode whose error was found on the day.", "";
    REENTRY_QUEUE: Daily = "reentry_queue", "Re-entry queue", WorkUnits, [Site, Process], Lower, detail,
        "Work units done in manual mode and not yet entered in the system, at midnight.", "";
    LORRIES_IN_YARD: Daily = "lorries_in_yard", "Lorries in the yard", "lorries", [Site, Process], Lower, detail,
        "Deliveries that wait for a door, at midnight.", "";
    LORRIES_IN_YARD_PEAK_DAILY: Daily = "lorries_in_yard_peak", "Most lorries in the yard", "lorries",
        [Site, Process], Lower, detail, "Most deliveries that waited for a door at one time of the day.", "";
    LORRIES_IN_YARD_PEAK: Scalar = "lorries_in_yard_peak", "Most lorries in the yard", "lorries", [Site, Process],
        Lower, detail, "Most deliveries that waited for a door at one time of the counted days.", "";

    // Stock.
    ON_HAND: Daily = "on_hand", "On hand", "pieces", [Site], Neither, detail,
        "Pieces on the shelves of a site, at midnight.", "";
    STOCK_VALUE: Daily = "stock_value", "Stock value", Currency, [Site], Lower, detail,
        "Pieces on the shelves of a site times the value of a piece of their segment, at midnight.", "";
    OFF_THE_SHELF_FILL_RATE_DAILY: Daily = "off_the_shelf_fill_rate", "Off-the-shelf fill rate", "share", [Site],
        Higher, headline,
        "Workshop lines filled from the shelf of their own retailer as a share of those wanted there on the day.", "";
    OFF_THE_SHELF_FILL_RATE: Ratio = "off_the_shelf_fill_rate", "Off-the-shelf fill rate", "share", [Site, Window],
        Higher, headline,
        "Workshop lines filled from the shelf of their own retailer as a share of those wanted there.", "";
    WORKSHOP_LINES: Daily = "workshop_lines", "Workshop lines", "lines", [Site], Neither, detail,
        "Lines that workshops want of the shelf of their own retailer on the day.", "";

    // Repair jobs.
    CARS_WAITING: Daily = "cars_waiting", "Cars waiting for parts", "cars", [Site], Lower, headline,
        "Cars whose repair waits for parts, at midnight.", "";
    CARS_OFF_ROAD: Daily = "cars_off_road", "Cars off the road", "cars", [Site], Lower, headline,
        "Cars that wait for parts and cannot be driven, at midnight.", "";
    COURTESY_CARS: Daily = "courtesy_cars", "Courtesy cars lent", "cars", [Site], Lower, headline,
        "Courtesy cars in use, at midnight.", "";
    WITHOUT_COURTESY_CAR: Daily = "without_courtesy_car", "Customers without a courtesy car", "cars", [Site], Lower,
        detail, "Cars whose customers requested a courtesy car and have none, at midnight.", "";
    CARS_WAITING_PEAK: Scalar = "cars_waiting_peak", "Most cars waiting for parts", "cars", [Site], Lower, headline,
        "Most cars that waited for parts at one time of the counted days.", "";
    CARS_OFF_ROAD_PEAK: Scalar = "cars_off_road_peak", "Most cars off the road", "cars", [Site], Lower, headline,
        "Most cars off the road at one time of the counted days.", "";
    VOR_DAYS: Scalar = "vor_days", "VOR days", "car-days", [Site], Lower, headline,
        "Cars off the road times the days for which they are, in the counted days.", "";
    COURTESY_CAR_COST: Scalar = "courtesy_car_cost", "Cost of courtesy cars", Currency, [Site], Lower, headline,
        "Days of use of courtesy cars in the counted days times their cost per day.", "";
    JOBS_DELAYED: Scalar = "jobs_delayed", "Jobs delayed", "jobs", [Site], Lower, detail,
        "Repair jobs that began to wait for parts in the counted days.", "";
    JOB_WAIT_P50: Scalar = "job_wait_p50", "Wait of jobs, P50", "days", [Site], Lower, detail,
        "Time within which half of the jobs that began to wait in the counted days had all parts; jobs open at the end \
         count as longer than all others.", "";
    JOB_WAIT_P90: Scalar = "job_wait_p90", "Wait of jobs, P90", "days", [Site], Lower, detail,
        "The P90 over the jobs.", "";
    JOB_WAIT_P99: Scalar = "job_wait_p99", "Wait of jobs, P99", "days", [Site], Lower, detail,
        "The same for 99 in 100 of the jobs.", "";

    // Restart plan.
    PHASE_STARTED: Censored = "phase_started", "Phase started", DaysFromOnset, [Phase], Lower, headline,
        "Day on which the phase first started.", "";
    PHASE_IN_EFFECT: Censored = "phase_in_effect", "Phase in effect", DaysFromOnset, [Phase], Lower, headline,
        "Day on which the phase brought its targets back and its boosts began, for good: after a roll-back the day of \
         its return.", "";
    PHASE_ENDED: Censored = "phase_ended", "Phase ended", DaysFromOnset, [Phase], Lower, headline,
        "Day on which the phase ended for good.", "";
    PHASE_IN_EFFECT_AT: Censored = "phase_in_effect_at", "Time of the phase in effect", "hours from the start",
        [Phase], Lower, detail, "The instant of `phase_in_effect`.", "";
    PHASE_ENDED_AT: Censored = "phase_ended_at", "Time of the end of the phase", "hours from the start", [Phase],
        Lower, detail, "The instant of `phase_ended`.", "";
    PHASE_CHECKS_FAILED: Scalar = "phase_checks_failed", "Failed acceptance checks", "checks", [Phase], Lower,
        headline, "Acceptance checks of the phase that failed.", "";
    PHASE_ROLLBACKS: Scalar = "phase_rollbacks", "Roll-backs", "times", [Phase], Lower, headline,
        "Times that the phase was rolled back.", "";

    // Headline of a disruption.
    OPEN_DEMAND_PEAK: Scalar = "open_demand_peak", "Peak open demand", "lines", [Market, Class], Lower, headline,
        "Most open demand at a midnight from the onset on.", "";
    OPEN_DEMAND_PEAK_ON_BOOKS: Scalar = "open_demand_peak_on_books", "Peak open demand, on the books", "lines",
        [Market, Class], Lower, headline, "Open demand on the books on the day of the peak.", "";
    OPEN_DEMAND_PEAK_NOT_ENTERED: Scalar = "open_demand_peak_not_entered", "Peak open demand, not entered", "lines",
        [Market, Class], Lower, headline, "Open demand on paper or deferred on the day of the peak.", "";
    OPEN_DEMAND_PEAK_DAY: Scalar = "open_demand_peak_day", "Day of the peak of open demand", DaysFromOnset,
        [Market, Class], Lower, headline, "First day of the most open demand from the onset on.", "";
    OPEN_DEMAND_CLEARANCE_DAY: Censored = "open_demand_clearance_day", "Open demand cleared", DaysFromOnset, [Class],
        Lower, headline,
        "After the worst day, the first of 5 working days in a row on which open demand is within its limit: the mean m \
         of its weekday before the onset, plus the largest of 0.1 m, 2 s m and 2 √m, with s the scatter of the days \
         before the onset as shares of their weekday. None where the worst day stays within 20 lines or the highest day \
         before the onset.",
        "scatter by the median absolute deviation: P. J. Rousseeuw, C. Croux, JASA 88 (1993) 1273";
    RESTRICTED_OPEN_DEMAND_CLEARANCE_DAY: Scalar = "restricted_open_demand_clearance_day",
        "Open demand cleared, restricted mean", DaysFromOnset, [Class], Lower, detail,
        "The clearance day, or the last day by which it could be known: its mean is the restricted mean, from which no \
         run is left out.", "";
    BACKLOG_PEAK: Scalar = "backlog_peak", "Peak backlog", "lines", [Site], Lower, headline,
        "Largest outbound backlog at a midnight from the onset on.", "";
    BACKLOG_PEAK_DAYS: Scalar = "backlog_peak_days", "Peak backlog in days", "days of normal flow", [Site], Lower,
        headline, "Largest outbound backlog from the onset on, in days of normal flow.", "";
    BACKLOG_PEAK_DAY: Scalar = "backlog_peak_day", "Day of the peak", DaysFromOnset, [Site], Lower, headline,
        "First day of the largest outbound backlog from the onset on.", "";
    PAST_DUE_PEAK: Scalar = "past_due_peak", "Peak past due", "lines", [Site], Lower, headline,
        "Most lines past due at a midnight from the onset on.", "";
    CLEARANCE_DAY: Censored = "clearance_day", "Backlog cleared", DaysFromOnset, [Site, Class, Age], Lower, headline,
        "The clearance day of the outbound backlog, as that of open demand.",
        "scatter by the median absolute deviation: P. J. Rousseeuw, C. Croux, JASA 88 (1993) 1273";
    RESTRICTED_CLEARANCE_DAY: Scalar = "restricted_clearance_day", "Backlog cleared, restricted mean", DaysFromOnset,
        [Site, Class, Age], Lower, detail,
        "The clearance day, or the last day by which it could be known: its mean is the restricted mean, from which no \
         run is left out.", "";
    CARS_CLEARANCE_DAY: Censored = "cars_clearance_day", "Cars cleared", DaysFromOnset, [], Lower, headline,
        "The clearance day of the cars that wait for parts, as that of open demand.",
        "scatter by the median absolute deviation: P. J. Rousseeuw, C. Croux, JASA 88 (1993) 1273";
    RESTRICTED_CARS_CLEARANCE_DAY: Scalar = "restricted_cars_clearance_day", "Cars cleared, restricted mean",
        DaysFromOnset, [], Lower, detail,
        "The clearance day, or the last day by which it could be known: its mean is the restricted mean, from which no \
         run is left out.", "";
    BOTTLENECK_SHARE: Scalar = "bottleneck_share", "Bottleneck while catching up", "share", [Site, Stage], Neither,
        headline,
        "Working days on which the stage was the bottleneck of the centre as a share of those from the day of the peak \
         to the clearance, or to the end of the run.",
        "S. R. Lawrence, A. H. Buss, Shifting production bottlenecks, Production and Operations Management 3 (1994) 21";
    BACKLOG_NORMAL: Scalar = "backlog_normal", "Normal backlog", "lines", [Site], Lower, headline,
        "Mean outbound backlog at midnight in normal running: before the onset, or in the whole run.", "";
    BACKLOG_NORMAL_DAYS: Scalar = "backlog_normal_days", "Normal backlog in days", "days of normal flow", [Site],
        Lower, headline, "Mean outbound backlog in normal running, in days of normal flow.", "";
    EVENTS: Scalar = "events", "Events simulated", "events", [], Neither, headline,
        "Events of the simulation, initialisation and warm-up included.", "";
    UNCERTAIN_VALUE: Scalar = "uncertain_value", "Uncertain value", OfValue, [Variant], Neither, detail,
        "Value sampled for the replication.", "";

    // Observations of a process.
    LINES_IN_SYSTEM: Scalar = "lines_in_system", "Lines in system", "lines", [Observation, Site, Class, At, Variant],
        Lower, detail,
        "Lines waiting or in service at one site (L): time average; with `at` the number at that moment, or its mean at \
         that time of day or interval; with `variant` the time average over that state of a failure.",
        "J. D. C. Little, A proof for the queuing formula L = λW, Operations Research 9 (1961) 383";
    LINES_IN_SYSTEM_UNTIL: Scalar = "lines_in_system_until", "Lines in system until then", "lines",
        [Observation, Site, Class, At], Lower, detail, "Time average of the lines in system up to a moment.", "";
    LINES_IN_SYSTEM_SD: Scalar = "lines_in_system_sd", "Lines in system, standard deviation", "lines",
        [Observation, Site, Class], Lower, detail, "Standard deviation of the lines in system over time.", "";
    LINES_IN_SYSTEM_PEAK: Scalar = "lines_in_system_peak", "Lines in system, peak", "lines",
        [Observation, Site, Class], Lower, detail, "Most lines in system, mean over the sites.", "";
    LINES_IN_SYSTEM_PEAK_TIME: Scalar = "lines_in_system_peak_time", "Lines in system, time of the peak", "h",
        [Observation, Site, Class], Neither, detail, "Time of the peak from the end of the warm-up.", "";
    LINES_IN_SYSTEM_AREA: Scalar = "lines_in_system_area", "Lines in system, area", "line hours",
        [Observation, Site, Class], Lower, detail, "Integral of the lines in system over the counted time.", "";
    LINES_IN_SYSTEM_TIME_ABOVE: Scalar = "lines_in_system_time_above", "Lines in system, share of time above a limit",
        "share", [Observation, Site, Class, At], Lower, detail,
        "Share of the counted time with more lines in system than the limit.", "";
    LINES_IN_QUEUE: Scalar = "lines_in_queue", "Lines in queue", "lines", [Observation, Site, Class], Lower, detail,
        "Lines waiting for service at one site (Lq), time average.",
        "J. D. C. Little, A proof for the queuing formula L = λW, Operations Research 9 (1961) 383";
    TIME_IN_SYSTEM: Scalar = "time_in_system", "Time in system", "h", [Observation, Site, Class], Lower, detail,
        "Mean time from arrival at the process to the end of service (W).", "";
    TIME_IN_SYSTEM_P50: Scalar = "time_in_system_p50", "Time in system, P50", "h", [Observation, Site, Class], Lower,
        detail, "Time in system that half of the lines do not exceed.", "";
    TIME_IN_SYSTEM_P90: Scalar = "time_in_system_p90", "Time in system, P90", "h", [Observation, Site, Class], Lower,
        detail, "P90 of the time in system of lines.", "";
    TIME_IN_SYSTEM_P99: Scalar = "time_in_system_p99", "Time in system, P99", "h", [Observation, Site, Class], Lower,
        detail, "Time in system that 99 in 100 lines do not exceed.", "";
    TIME_IN_SYSTEM_MAX: Scalar = "time_in_system_max", "Time in system, maximum", "h", [Observation, Site, Class],
        Lower, detail, "Longest time in system.", "";
    TIME_IN_QUEUE: Scalar = "time_in_queue", "Time in queue", "h", [Observation, Site, Class], Lower, detail,
        "Mean time from arrival at the process to the start of service (Wq).", "";
    TIME_IN_QUEUE_P90: Scalar = "time_in_queue_p90", "Time in queue, P90", "h", [Observation, Site, Class], Lower,
        detail, "P90 of the time in queue of lines.", "";
    TIME_IN_QUEUE_P95: Scalar = "time_in_queue_p95", "Time in queue, P95", "h", [Observation, Site, Class], Lower,
        detail, "Time in queue that 95 in 100 lines do not exceed.", "";
    TIME_IN_QUEUE_P99: Scalar = "time_in_queue_p99", "Time in queue, P99", "h", [Observation, Site, Class], Lower,
        detail, "Time in queue that 99 in 100 lines do not exceed.", "";
    TIME_IN_QUEUE_SD: Scalar = "time_in_queue_sd", "Time in queue, standard deviation", "h",
        [Observation, Site, Class], Lower, detail, "Standard deviation of the time in queue.", "";
    TIME_IN_QUEUE_FIRST_LINE: Scalar = "time_in_queue_first_line", "Time in queue of first lines", "h",
        [Observation, Site, Class], Lower, detail, "Mean time in queue of the first line of each order.", "";
    DELAY_PROBABILITY: Ratio = "delay_probability", "Probability of delay", "share", [Observation, Site, Class],
        Lower, detail, "Lines that waited for service longer than 0 as a share of those that started service.", "";
    COMPLETION_TIME: Scalar = "completion_time", "Completion time", "h", [Observation, Site, Class], Lower, detail,
        "Mean time from the start of service to its end, with the time for which it was stopped or preempted.", "";
    REJECTION_PROBABILITY: Ratio = "rejection_probability", "Probability of rejection", "share",
        [Observation, Site, Class], Lower, detail,
        "Lines that found the queue at its capacity as a share of those that arrived.", "";
    ARRIVAL_RATE: Scalar = "arrival_rate", "Arrival rate", "lines/day", [Observation, Site, Class], Neither, detail,
        "Lines that joined the process per day.", "";
    TIME_TO_CLEAR: Censored = "time_to_clear", "Time to clear", "h", [Observation, Site, Class], Lower, detail,
        "First time at which at most the number of lines in the observation's `cleared` was in system, from the end of \
         the warm-up; mean over the sites.", "";
    AVAILABILITY: Ratio = "availability", "Availability", "share", [Observation, Site], Higher, detail,
        "Share of the open time of the process in which it was not down.", "";
    SERVER_UTILISATION: Ratio = "server_utilisation", "Server utilisation", "share", [Observation, Site], Neither,
        detail, "Mean number of busy servers divided by the number of servers, over all of the counted time (ρ).", "";
    WORKLOAD: Ratio = "workload", "Workload", "share", [Observation, Site], Neither, detail,
        "Work started, at nominal speed, divided by the server-time in which the process was open and not down.", "";
    STATE_TIME_SHARE: Scalar = "state_time_share", "Share of time in a state", "share", [Observation, Site, Variant],
        Neither, detail, "Share of the counted time in a state of a failure.", "";

    // Observations of a lane.
    LINES_IN_TRANSIT: Scalar = "lines_in_transit", "Lines in transit on the lane", "lines", [Observation, Site, At],
        Neither, detail, "Lines in transit from one site: time average; with `at` the number at that moment.", "";
    LINES_IN_TRANSIT_SD: Scalar = "lines_in_transit_sd", "Lines in transit on the lane, standard deviation", "lines",
        [Observation, Site], Neither, detail, "Standard deviation of the lines in transit over time.", "";
    LINES_IN_TRANSIT_TIME_ABOVE: Scalar = "lines_in_transit_time_above",
        "Lines in transit on the lane, share of time above a limit", "share", [Observation, Site, At], Neither, detail,
        "Share of the counted time with more lines in transit than the limit.", "";
    LINES_AWAITING_DEPARTURE: Scalar = "lines_awaiting_departure", "Lines awaiting departure", "lines",
        [Observation, Site], Lower, detail, "Lines that wait for a departure, time average of one site.", "";
    DEPARTURE_WAIT: Scalar = "departure_wait", "Wait for departure", "h", [Observation, Site], Lower, detail,
        "Mean time from ready to departed.", "";
    DEPARTURE_WAIT_P90: Scalar = "departure_wait_p90", "Wait for departure, P90", "h", [Observation, Site], Lower,
        detail, "P90 of the time from ready to departed.", "";
    LINES_PER_DEPARTURE: Ratio = "lines_per_departure", "Lines per departure", "lines", [Observation, Site], Neither,
        detail, "Mean number of lines that a departure takes.", "";
    LINES_BEFORE_DEPARTURE: Ratio = "lines_before_departure", "Lines just before a departure", "lines",
        [Observation, Site], Lower, detail, "Mean number of lines that wait just before a departure.", "";
    LINES_LEFT_BEHIND: Ratio = "lines_left_behind", "Lines left behind", "lines", [Observation, Site], Lower, detail,
        "Mean number of lines that a departure leaves behind because it is full.", "";
    LEFT_BEHIND_PROBABILITY: Ratio = "left_behind_probability", "Probability of lines left behind", "share",
        [Observation, Site], Lower, detail, "Departures that leave lines behind as a share of all.", "";

    // Observations of a stock.
    PIECES_ON_HAND: Scalar = "pieces_on_hand", "Pieces on hand", "pieces", [Observation, Site, At], Neither, detail,
        "Pieces on the shelves of one site: time average; with `at` the number at that moment.",
        "S. Axsäter, Inventory Control, 3rd ed. (2015), ch. 5";
    BACKORDERS: Scalar = "backorders", "Backorders", "pieces", [Observation, Site, At], Lower, detail,
        "Pieces that wait for the stock of one site: time average; with `at` the number at that moment.",
        "S. Axsäter, Inventory Control, 3rd ed. (2015), ch. 5";
    READY_RATE: Scalar = "ready_rate", "Ready rate", "share", [Observation, Site], Higher, detail,
        "Share of time for which a shelf has at least one piece, mean over the shelves.",
        "S. Axsäter, Inventory Control, 3rd ed. (2015), ch. 5";
    ON_ORDER: Scalar = "on_order", "On order", "pieces", [Observation, Site], Neither, detail,
        "Pieces ordered by one site and not received, time average.", "";
    ON_ORDER_VARIANCE: Scalar = "on_order_variance", "On order, variance", "pieces²", [Observation, Site], Neither,
        detail, "Variance over time of the pieces on order of one site.", "";
    PIECES_IN_TRANSIT: Scalar = "pieces_in_transit", "Pieces in transit", "pieces", [Observation, Site], Neither,
        detail, "Pieces ordered by one site that have left their source and not arrived, time average.", "";
    ORDER_FREQUENCY: Scalar = "order_frequency", "Order frequency", "lines/day", [Observation, Site], Neither, detail,
        "Lines that the sites order for their stock, per day.", "";
    LOST_SALES_RATE: Scalar = "lost_sales_rate", "Lost sales rate", "lines/day", [Observation, Site], Lower, detail,
        "Lines that lost pieces at the stock, per day; duplicate orders apart.", "";
    ON_HAND_BEFORE_DELIVERY: Ratio = "on_hand_before_delivery", "On hand before a delivery", "pieces",
        [Observation, Site], Neither, detail, "Mean number of pieces on the shelf just before a delivery.", "";
    ON_HAND_AFTER_DELIVERY: Ratio = "on_hand_after_delivery", "On hand after a delivery", "pieces",
        [Observation, Site], Neither, detail, "Mean number of pieces on the shelf just after a delivery.", "";
    NO_BACKORDERS: Scalar = "no_backorders", "Probability of no backorders", "share", [Observation, Site, At], Higher,
        detail, "Share of the sites without backorders at the moment.", "";
    UNIT_FILL_RATE: Ratio = "unit_fill_rate", "Unit fill rate", "share", [Observation, Site, Class], Higher, detail,
        "Pieces filled from the shelf immediately as a share of those requested.",
        "S. Axsäter, Inventory Control, 3rd ed. (2015), ch. 5";
    LINE_FILL_RATE: Ratio = "line_fill_rate", "Line fill rate", "share", [Observation, Site, Class], Higher, detail,
        "Lines filled whole from the shelf immediately as a share of those requested.",
        "S. Axsäter, Inventory Control, 3rd ed. (2015), ch. 5";
    LINE_FILL_RATE_WITHIN: Ratio = "line_fill_rate_within", "Line fill rate within a time", "share",
        [Observation, Site, Class, At], Higher, detail,
        "Lines filled whole within the time as a share of those requested at least so long before the end.", "";
    PIECE_WAIT: Scalar = "piece_wait", "Wait per piece", "h", [Observation, Site, Class], Lower, detail,
        "Mean time from request to fill of the pieces filled from the shelf.", "";
    LINE_WAIT: Scalar = "line_wait", "Wait per line", "h", [Observation, Site, Class], Lower, detail,
        "Mean time from request to the last piece of the lines filled whole from the shelf.", "";

    // Observations of the orders of a demand.
    ORDER_FILL_TIME: Scalar = "order_fill_time", "Fill time of orders", "h", [Observation, Site], Lower, detail,
        "Mean time from an order to the fill of its last line.", "";
    ORDER_FILL_TIME_P90: Scalar = "order_fill_time_p90", "Fill time of orders, P90", "h", [Observation, Site], Lower,
        detail, "P90 of the fill time of orders.", "";
    LINE_FILL_TIME: Scalar = "line_fill_time", "Fill time of lines", "h", [Observation, Site], Lower, detail,
        "Mean time from the order of a line to its last piece.", "";
    LINE_FILL_TIME_P50: Scalar = "line_fill_time_p50", "Fill time of lines, P50", "h", [Observation, Site], Lower,
        detail, "Fill time that half of the lines do not exceed.", "";
    LINE_FILL_TIME_P90: Scalar = "line_fill_time_p90", "Fill time of lines, P90", "h", [Observation, Site], Lower,
        detail, "P90 of the fill time of lines.", "";
    LINE_FILL_TIME_P99: Scalar = "line_fill_time_p99", "Fill time of lines, P99", "h", [Observation, Site], Lower,
        detail, "Fill time that 99 in 100 lines do not exceed.", "";
    ORDER_RATE: Scalar = "order_rate", "Order rate", "orders/day", [Observation, Site], Neither, detail,
        "Orders placed per day.", "";
}
