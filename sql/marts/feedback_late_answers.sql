-- One row per ask channel (and all) and number of days without an answer: the chance that one still comes.
--
-- The curve of feedback_response_curves, begun anew with the asks that were still without an answer after so many days
-- (Kaplan and Meier 1958); the interval is the 95% log-log Greenwood interval. It says nothing of what comes after the
-- last day on which anything was ever heard. Rows at 0, 1, 2, 3, 5, 7, 10, 14, 21, 28, 42 and 60 days.
--
-- ask_channel: The channel asked through; all for every channel together, unknown where it was not written down.
-- silent_days: Days since the ask without an answer.
-- still_waiting_count: Asks that were watched for longer than that without an answer: the n.
-- later_count: Answers that came after so many days.
-- late_probability: The chance that an answer still comes, 0 to 1, from the curve over still_waiting_count asks; null
--     when no ask was watched for so long.
-- late_probability_low: Lower end of its 95% interval; null when no answer came so late, or every ask had one.
-- late_probability_high: Upper end of its 95% interval; null likewise.
-- last_day: The last day on which an answer came; the chance is that of an answer until then.
with

silences as (
    select 0 as silent_days
    union all
    select 1
    union all
    select 2
    union all
    select 3
    union all
    select 5
    union all
    select 7
    union all
    select 10
    union all
    select 14
    union all
    select 21
    union all
    select 28
    union all
    select 42
    union all
    select 60
),

asks as (
    select
        coalesce(ask_channel, 'unknown') as ask_channel,
        case when has_response then response_days else ask_age_days end as watched_days
    from stg_feedback
    where is_asked
),

watched as (
    select ask_channel, watched_days
    from asks
    where watched_days >= 0
    union all
    select 'all', watched_days
    from asks
    where watched_days >= 0
),

steps as (
    select
        ask_channel,
        day,
        responded_count,
        cast(at_risk_count as double) as n,
        cast(responded_count as double) as d
    from feedback_response_curves
),

channels as (
    select ask_channel, max(day) as last_day
    from steps
    group by ask_channel
),

grid as (
    select channels.ask_channel, channels.last_day, silences.silent_days
    from channels
    cross join silences
),

still_waiting as (
    select grid.ask_channel, grid.silent_days, count(watched.watched_days) as still_waiting_count
    from grid
    left join watched on grid.ask_channel = watched.ask_channel and watched.watched_days > grid.silent_days
    group by grid.ask_channel, grid.silent_days
),

later as (
    select
        grid.ask_channel,
        grid.silent_days,
        coalesce(cast(sum(steps.responded_count) as bigint), 0) as later_count,
        coalesce(sum(case when steps.d < steps.n then ln(1 - steps.d / nullif(steps.n, 0e0)) end), 0e0)
            as log_silence,
        sum(case when steps.d < steps.n then steps.d / nullif(steps.n * (steps.n - steps.d), 0e0) end) as greenwood,
        coalesce(max(case when steps.d < steps.n then 0 else 1 end), 0) as has_last_answer,
        count(steps.day) as step_count
    from grid
    left join steps on grid.ask_channel = steps.ask_channel and steps.day > grid.silent_days
    group by grid.ask_channel, grid.silent_days
),

-- the interval is symmetric for log(-log(silence)); theta is its half width
spread as (
    select
        ask_channel,
        silent_days,
        later_count,
        log_silence,
        step_count > 0 and has_last_answer = 1 as is_exhausted,
        case
            when step_count > 0 and has_last_answer = 0 then 1.959963984540054 * sqrt(greenwood) / (-log_silence)
        end as theta
    from later
)

select
    grid.ask_channel,
    grid.silent_days,
    still_waiting.still_waiting_count,
    spread.later_count,
    case
        when still_waiting.still_waiting_count = 0 then null
        when spread.is_exhausted then 1e0
        else 1 - exp(spread.log_silence)
    end as late_probability,
    1 - exp(spread.log_silence * exp(-spread.theta)) as late_probability_low,
    1 - exp(spread.log_silence * exp(spread.theta)) as late_probability_high,
    grid.last_day
from grid
inner join still_waiting
    on grid.ask_channel = still_waiting.ask_channel and grid.silent_days = still_waiting.silent_days
inner join spread on grid.ask_channel = spread.ask_channel and grid.silent_days = spread.silent_days
