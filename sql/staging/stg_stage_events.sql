-- One row per application within the scope and stage with a known date.
--
-- Where several rows say when a stage was reached, a date of a sheet goes before one seen between two uploads, then
-- the row that stays before a merged one, then the earliest.
--
-- application_id: The application.
-- stage: The stage that was reached.
-- event_date: The day it was reached, or was first seen to have been.
-- event_day: event_date as days since 1970-01-01.
-- event_week: The Monday of that week.
-- origin: column, the sheet had a date for it; snapshot, seen to change between two uploads and dated by the later.
with

named as (
    select
        coalesce(applications.merged_into, applications.application_id) as application_id,
        stage_events.stage,
        stage_events.event_date,
        stage_events.event_day,
        stage_events.event_week,
        stage_events.origin,
        case when stage_events.origin = 'column' then 0 else 1 end as origin_place,
        case when applications.merged_into is null then 0 else 1 end as row_place
    from stage_events
    inner join applications on stage_events.application_id = applications.application_id
),

ranked as (
    select
        application_id,
        stage,
        event_date,
        event_day,
        event_week,
        origin,
        row_number() over (
            partition by application_id, stage
            order by origin_place, row_place, event_day
        ) as place
    from named
)

select
    ranked.application_id,
    ranked.stage,
    ranked.event_date,
    ranked.event_day,
    ranked.event_week,
    ranked.origin
from ranked
inner join stg_applications on ranked.application_id = stg_applications.application_id
where ranked.place = 1
