-- One row per source (and all) and day with an answer: the chance that an application was answered by that day.
--
-- Kaplan-Meier estimate (Kaplan and Meier 1958) over sent applications with an applied date. The answer is the
-- first response date, else the first dated stage past applied, else the day of the rejection. An application
-- without an answer is censored: on the day it was withdrawn or declared dead where that has a date, else at its
-- age on the as-of date. One that was answered on a day nobody wrote down cannot be placed on the curve and is
-- left out. The interval is the 95% log-log Greenwood interval.
--
-- source: Where the opening was found; all for every source together, unknown where it was not written down.
-- day: Days since applying.
-- at_risk_count: Applications still without an answer, and still watched, just before that day.
-- responded_count: Answers on that day.
-- response_probability: Chance of an answer by that day, 0 to 1: one minus the product of 1 - responded_count /
--     at_risk_count over the days with an answer so far.
-- response_probability_low: Lower end of its 95% interval; null once every application still watched was answered.
-- response_probability_high: Upper end of its 95% interval; null likewise.
with

first_stages as (
    select stg_stage_events.application_id, min(stg_stage_events.event_day) as first_stage_day
    from stg_stage_events
    inner join stages on stg_stage_events.stage = stages.stage
    where stages.stage_rank >= 2
    group by stg_stage_events.application_id
),

applications as (
    select
        coalesce(stg_applications.source, 'unknown') as source,
        stg_applications.applied_day,
        stg_applications.as_of_day,
        stg_applications.is_answered,
        case when stg_applications.outcome in ('withdrawn', 'no_response') then stg_applications.closed_day end
            as given_up_day,
        coalesce(
            stg_applications.first_response_day,
            first_stages.first_stage_day,
            case when stg_applications.outcome = 'rejected' then stg_applications.closed_day end
        ) as answered_day
    from stg_applications
    left join first_stages on stg_applications.application_id = first_stages.application_id
    where stg_applications.is_sent and stg_applications.applied_day is not null
),

placed as (
    select
        source,
        is_answered as has_response,
        case when is_answered then answered_day else coalesce(given_up_day, as_of_day) end - applied_day
            as watched_days
    from applications
),

watched as (
    select source, has_response, watched_days
    from placed
    where watched_days >= 0
    union all
    select 'all', has_response, watched_days
    from placed
    where watched_days >= 0
),

by_day as (
    select
        source,
        watched_days as day,
        count(*) as watched_count,
        count(case when has_response then 1 end) as responded_count
    from watched
    group by source, watched_days
),

at_risk as (
    select
        source,
        day,
        responded_count,
        sum(watched_count) over (
            partition by source
            order by day desc
            rows between unbounded preceding and current row
        ) as at_risk_count
    from by_day
),

steps as (
    select
        source,
        day,
        cast(at_risk_count as bigint) as at_risk_count,
        cast(responded_count as bigint) as responded_count,
        cast(at_risk_count as double) as n,
        cast(responded_count as double) as d
    from at_risk
    where responded_count > 0
),

accumulated as (
    select
        source,
        day,
        at_risk_count,
        responded_count,
        sum(case when d < n then ln(1 - d / n) else 0e0 end) over (
            partition by source order by day
            rows between unbounded preceding and current row
        ) as log_silence,
        sum(case when d < n then d / (n * (n - d)) else 0e0 end) over (
            partition by source order by day
            rows between unbounded preceding and current row
        ) as greenwood,
        max(case when d < n then 0 else 1 end) over (
            partition by source order by day
            rows between unbounded preceding and current row
        ) as is_exhausted
    from steps
),

-- the interval is symmetric for log(-log(silence)); theta is its half width
spread as (
    select
        source,
        day,
        at_risk_count,
        responded_count,
        log_silence,
        is_exhausted,
        case
            when is_exhausted = 0 then 1.959963984540054 * sqrt(greenwood) / (-log_silence)
        end as theta
    from accumulated
)

select
    source,
    day,
    at_risk_count,
    responded_count,
    case when is_exhausted = 1 then 1e0 else 1 - exp(log_silence) end as response_probability,
    1 - exp(log_silence * exp(-theta)) as response_probability_low,
    1 - exp(log_silence * exp(theta)) as response_probability_high
from spread
