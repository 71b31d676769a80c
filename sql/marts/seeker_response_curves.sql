-- One row per seeker (and all of them), ask channel (and all) and day with an answer: the chance of an answer by then.
--
-- The Kaplan-Meier estimate (Kaplan and Meier 1958) that feedback_response_curves gives for everyone in view, and the same
-- for each seeker alone. An unanswered ask, settled or waiting, is censored at its age on the as-of date. The interval
-- is the 95% log-log Greenwood interval. An ask without a date, and an answer without a date or before its ask, cannot be
-- placed on the curve and is left out.
--
-- is_everyone: Whether the row is about the asks of everyone in view.
-- seeker: Whose asks they are; null for everyone's.
-- ask_channel: The channel asked through; all for every channel together, unknown where it was not written down.
-- day: Days since the ask.
-- at_risk_count: Asks still without an answer, and still watched, just before that day.
-- responded_count: Answers on that day.
-- response_probability: Chance of an answer by that day, 0 to 1: one minus the product of 1 - responded_count /
--     at_risk_count over the days with an answer so far.
-- response_probability_low: Lower end of its 95% interval; null once every ask still watched has been answered.
-- response_probability_high: Upper end of its 95% interval; null likewise.
with

asks as (
    select
        seeker,
        coalesce(ask_channel, 'unknown') as ask_channel,
        has_response,
        case when has_response then response_days else ask_age_days end as watched_days
    from stg_feedback
    where is_asked
),

placed as (
    select seeker, ask_channel, has_response, watched_days
    from asks
    where watched_days >= 0
),

watched as (
    select false as is_everyone, seeker, ask_channel, has_response, watched_days
    from placed
    union all
    select false, seeker, 'all', has_response, watched_days
    from placed
    union all
    select true, cast(null as string), ask_channel, has_response, watched_days
    from placed
    union all
    select true, cast(null as string), 'all', has_response, watched_days
    from placed
),

by_day as (
    select
        is_everyone,
        seeker,
        ask_channel,
        watched_days as day,
        count(*) as watched_count,
        count(case when has_response then 1 end) as responded_count
    from watched
    group by is_everyone, seeker, ask_channel, watched_days
),

at_risk as (
    select
        is_everyone,
        seeker,
        ask_channel,
        day,
        responded_count,
        sum(watched_count) over (
            partition by is_everyone, seeker, ask_channel
            order by day desc
            rows between unbounded preceding and current row
        ) as at_risk_count
    from by_day
),

steps as (
    select
        is_everyone,
        seeker,
        ask_channel,
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
        is_everyone,
        seeker,
        ask_channel,
        day,
        at_risk_count,
        responded_count,
        sum(case when d < n then ln(1 - d / n) else 0e0 end) over (
            partition by is_everyone, seeker, ask_channel order by day
            rows between unbounded preceding and current row
        ) as log_silence,
        sum(case when d < n then d / (n * (n - d)) else 0e0 end) over (
            partition by is_everyone, seeker, ask_channel order by day
            rows between unbounded preceding and current row
        ) as greenwood,
        max(case when d < n then 0 else 1 end) over (
            partition by is_everyone, seeker, ask_channel order by day
            rows between unbounded preceding and current row
        ) as is_exhausted
    from steps
),

-- the interval is symmetric for log(-log(silence)); theta is its half width
spread as (
    select
        is_everyone,
        seeker,
        ask_channel,
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
    is_everyone,
    seeker,
    ask_channel,
    day,
    at_risk_count,
    responded_count,
    case when is_exhausted = 1 then 1e0 else 1 - exp(log_silence) end as response_probability,
    1 - exp(log_silence * exp(-theta)) as response_probability_low,
    1 - exp(log_silence * exp(theta)) as response_probability_high
from spread
