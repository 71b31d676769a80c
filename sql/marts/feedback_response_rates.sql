-- One row per dimension and segment: how often asking for feedback was answered.
--
-- Rates are over settled asks: answered, or older than the wait window. Asks still waiting stand apart.
-- Intervals are 95% Wilson score intervals (Wilson 1927). Unprompted feedback is in no row.
--
-- dimension: What the asks are split by: overall, ask_channel, asked_of, stage, ask_delay, source, month or seeker.
-- segment: The value of the dimension; unknown where it was not written down.
-- segment_order: Where the segment stands when the dimension has an order of its own, else null.
-- asked_count: Asks.
-- waiting_count: Of those, without an answer and younger than the wait window.
-- settled_count: Of those, answered or older than the wait window; the denominator of both rates.
-- responded_count: Of the settled, answered.
-- useful_count: Of the settled, answered in a way that names at least one theme.
-- response_rate: responded_count / settled_count, 0 to 1; null when nothing is settled.
-- response_rate_low: Lower end of its 95% interval.
-- response_rate_high: Upper end of its 95% interval.
-- useful_rate: useful_count / settled_count, 0 to 1; null when nothing is settled.
-- useful_rate_low: Lower end of its 95% interval.
-- useful_rate_high: Upper end of its 95% interval.
-- median_response_days: Median days from ask to answer among the answered; silence is not in it.
with

asks as (
    select
        seeker,
        ask_channel,
        asked_of,
        stg_feedback.stage,
        stages.stage_rank,
        source,
        substr(cast(asked_date as string), 1, 7) as asked_month,
        ask_delay_days,
        is_waiting,
        is_settled,
        has_response,
        is_useful,
        response_days
    from stg_feedback
    left join stages on stg_feedback.stage = stages.stage
    where is_asked
),

segmented as (
    select
        'overall' as dimension,
        'all asks' as segment,
        cast(null as integer) as segment_order,
        is_waiting, is_settled, has_response, is_useful, response_days
    from asks
    union all
    select
        'ask_channel', coalesce(ask_channel, 'unknown'), cast(null as integer),
        is_waiting, is_settled, has_response, is_useful, response_days
    from asks
    union all
    select
        'asked_of', coalesce(asked_of, 'unknown'), cast(null as integer),
        is_waiting, is_settled, has_response, is_useful, response_days
    from asks
    union all
    select
        'stage', coalesce(stage, 'unknown'), stage_rank,
        is_waiting, is_settled, has_response, is_useful, response_days
    from asks
    union all
    select
        'ask_delay',
        case
            when ask_delay_days is null then 'unknown'
            when ask_delay_days < 0 then 'before the decision'
            when ask_delay_days <= 1 then 'same or next day'
            when ask_delay_days = 2 then '2 days'
            when ask_delay_days <= 7 then '3-7 days'
            when ask_delay_days <= 14 then '8-14 days'
            else 'over 14 days'
        end,
        case
            when ask_delay_days is null then 6
            when ask_delay_days < 0 then 0
            when ask_delay_days <= 1 then 1
            when ask_delay_days = 2 then 2
            when ask_delay_days <= 7 then 3
            when ask_delay_days <= 14 then 4
            else 5
        end,
        is_waiting, is_settled, has_response, is_useful, response_days
    from asks
    union all
    select
        'source', coalesce(source, 'unknown'), cast(null as integer),
        is_waiting, is_settled, has_response, is_useful, response_days
    from asks
    union all
    select
        'month', coalesce(asked_month, 'unknown'), cast(null as integer),
        is_waiting, is_settled, has_response, is_useful, response_days
    from asks
    union all
    select
        'seeker', seeker, cast(null as integer),
        is_waiting, is_settled, has_response, is_useful, response_days
    from asks
),

counted as (
    select
        dimension,
        segment,
        segment_order,
        count(*) as asked_count,
        count(case when is_waiting then 1 end) as waiting_count,
        count(case when is_settled then 1 end) as settled_count,
        count(case when is_settled and has_response then 1 end) as responded_count,
        count(case when is_settled and is_useful then 1 end) as useful_count,
        median(response_days) as median_response_days
    from segmented
    group by dimension, segment, segment_order
),

rated as (
    select
        dimension,
        segment,
        segment_order,
        asked_count,
        waiting_count,
        settled_count,
        responded_count,
        useful_count,
        median_response_days,
        cast(nullif(settled_count, 0) as double) as n,
        cast(responded_count as double) / nullif(settled_count, 0) as response_rate,
        cast(useful_count as double) / nullif(settled_count, 0) as useful_rate
    from counted
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        dimension,
        segment,
        (2 * n * response_rate + 3.841458820694124) / (2 * (n + 3.841458820694124)) as response_center,
        1.959963984540054 * sqrt(3.841458820694124 + 4 * n * response_rate * (1 - response_rate))
        / (2 * (n + 3.841458820694124)) as response_margin,
        (2 * n * useful_rate + 3.841458820694124) / (2 * (n + 3.841458820694124)) as useful_center,
        1.959963984540054 * sqrt(3.841458820694124 + 4 * n * useful_rate * (1 - useful_rate))
        / (2 * (n + 3.841458820694124)) as useful_margin
    from rated
)

select
    rated.dimension,
    rated.segment,
    rated.segment_order,
    rated.asked_count,
    rated.waiting_count,
    rated.settled_count,
    rated.responded_count,
    rated.useful_count,
    rated.response_rate,
    case when rated.n > 0 then greatest(0e0, bounded.response_center - bounded.response_margin) end
        as response_rate_low,
    case when rated.n > 0 then least(1e0, bounded.response_center + bounded.response_margin) end
        as response_rate_high,
    rated.useful_rate,
    case when rated.n > 0 then greatest(0e0, bounded.useful_center - bounded.useful_margin) end
        as useful_rate_low,
    case when rated.n > 0 then least(1e0, bounded.useful_center + bounded.useful_margin) end
        as useful_rate_high,
    rated.median_response_days
from rated
inner join bounded
    on rated.dimension = bounded.dimension
    and rated.segment = bounded.segment
