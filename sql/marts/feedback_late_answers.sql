-- One row per ask channel (and all) and number of days without an answer: the chance that one still comes.
--
-- From the curve of feedback_response_curves: with F(d) the chance of an answer by day d and F the curve's end, the
-- chance of one after d silent days is (F - F(d)) / (1 - F(d)). It says nothing of what comes after the last day on
-- which anything was ever heard. Rows at 0, 1, 2, 3, 5, 7, 10, 14, 21, 28, 42 and 60 days.
--
-- ask_channel: The channel asked through; all for every channel together, unknown where it was not written down.
-- silent_days: Days since the ask without an answer.
-- still_waiting_count: Asks that were still without an answer, and still watched, after so many days: the n.
-- later_count: Answers that came after so many days.
-- late_probability: The chance that an answer still comes, 0 to 1; null once every ask still watched was answered.
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

ends as (
    select
        ask_channel,
        max(response_probability) as final_probability,
        max(day) as last_day
    from feedback_response_curves
    group by ask_channel
),

grid as (
    select ends.ask_channel, ends.final_probability, ends.last_day, silences.silent_days
    from ends
    cross join silences
),

still_waiting as (
    select grid.ask_channel, grid.silent_days, count(watched.watched_days) as still_waiting_count
    from grid
    left join watched on grid.ask_channel = watched.ask_channel and watched.watched_days > grid.silent_days
    group by grid.ask_channel, grid.silent_days
),

by_then as (
    select
        grid.ask_channel,
        grid.silent_days,
        max(case when curves.day <= grid.silent_days then curves.response_probability else 0e0 end) as probability,
        sum(case when curves.day > grid.silent_days then curves.responded_count else 0 end) as later_count
    from grid
    inner join feedback_response_curves as curves on grid.ask_channel = curves.ask_channel
    group by grid.ask_channel, grid.silent_days
)

select
    grid.ask_channel,
    grid.silent_days,
    still_waiting.still_waiting_count,
    cast(by_then.later_count as bigint) as later_count,
    (grid.final_probability - by_then.probability) / nullif(1 - by_then.probability, 0e0) as late_probability,
    grid.last_day
from grid
inner join still_waiting
    on grid.ask_channel = still_waiting.ask_channel and grid.silent_days = still_waiting.silent_days
inner join by_then on grid.ask_channel = by_then.ask_channel and grid.silent_days = by_then.silent_days
