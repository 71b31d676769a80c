-- One row per week from the first dated event to the last: what happened in it.
--
-- Counts only what has a date. With a source or a time window set, weeks outside it show zeros.
--
-- week_start: The week's Monday.
-- applied_count: Applications sent.
-- interviewed_count: First, second and final interviews with a known date.
-- rejected_count: Applications that ended in a rejection.
-- asked_count: Requests for feedback.
-- responded_count: Answers to such requests.
with

applied as (
    select applied_week as week_start, count(*) as applied_count
    from stg_applications
    where is_sent
    group by applied_week
),

interviewed as (
    select event_week as week_start, count(*) as interviewed_count
    from stg_stage_events
    where stage in ('first_interview', 'second_interview', 'final_interview')
    group by event_week
),

rejected as (
    select closed_week as week_start, count(*) as rejected_count
    from stg_applications
    where outcome = 'rejected'
    group by closed_week
),

asked as (
    select asked_week as week_start, count(*) as asked_count
    from stg_feedback
    where is_asked
    group by asked_week
),

responded as (
    select responded_week as week_start, count(*) as responded_count
    from stg_feedback
    where is_asked and has_response
    group by responded_week
)

select
    weeks.week_start,
    coalesce(applied.applied_count, 0) as applied_count,
    coalesce(interviewed.interviewed_count, 0) as interviewed_count,
    coalesce(rejected.rejected_count, 0) as rejected_count,
    coalesce(asked.asked_count, 0) as asked_count,
    coalesce(responded.responded_count, 0) as responded_count
from weeks
left join applied on weeks.week_start = applied.week_start
left join interviewed on weeks.week_start = interviewed.week_start
left join rejected on weeks.week_start = rejected.week_start
left join asked on weeks.week_start = asked.week_start
left join responded on weeks.week_start = responded.week_start
