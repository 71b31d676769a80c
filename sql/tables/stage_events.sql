-- One row per application and stage with a known date.
--
-- application_id: The application.
-- stage: The stage that was reached.
-- event_date: The day it was reached, or was first seen to have been.
-- event_day: event_date as days since 1970-01-01.
-- event_week: The Monday of that week.
-- origin: column, the sheet had a date for it; snapshot, seen to change between two uploads and dated by the later.
create table stage_events (
    application_id varchar not null,
    stage varchar not null,
    event_date date not null,
    event_day integer not null,
    event_week date not null,
    origin varchar not null
)
