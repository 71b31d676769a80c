-- One row per stage, in order: how many applications got at least that far.
--
-- A rejection never lowers the stage reached, and a skipped stage counts as passed. Open applications may still go
-- further, so the rates say how far applications have come up to now. Intervals are 95% Wilson score intervals
-- (Wilson 1927).
--
-- stage: The stage.
-- stage_label: The stage in words.
-- stage_rank: Its place, 0 saved to 7 hired.
-- reached_count: Applications that reached this stage or a later one.
-- previous_count: Applications that reached the stage before; the denominator of step_rate. Null for saved.
-- sent_count: Applications that were sent; the denominator of overall_rate.
-- step_rate: reached_count / previous_count, 0 to 1; null for saved and when the stage before is empty.
-- step_rate_low: Lower end of its 95% interval.
-- step_rate_high: Upper end of its 95% interval.
-- overall_rate: reached_count / sent_count, 0 to 1; null for saved and when nothing was sent.
-- overall_rate_low: Lower end of its 95% interval.
-- overall_rate_high: Upper end of its 95% interval.
with

stopped as (
    select stage_rank, count(*) as application_count
    from stg_applications
    group by stage_rank
),

reached as (
    select
        stages.stage,
        stages.stage_label,
        stages.stage_rank,
        coalesce(cast(sum(stopped.application_count) as bigint), 0) as reached_count
    from stages
    left join stopped on stages.stage_rank <= stopped.stage_rank
    group by stages.stage, stages.stage_label, stages.stage_rank
),

compared as (
    select
        reached.stage,
        reached.stage_label,
        reached.stage_rank,
        reached.reached_count,
        previous.reached_count as previous_count,
        sent.reached_count as sent_count,
        cast(nullif(previous.reached_count, 0) as double) as step_n,
        case when reached.stage_rank > 0 then cast(nullif(sent.reached_count, 0) as double) end as overall_n,
        cast(reached.reached_count as double) as k
    from reached
    left join reached as previous on reached.stage_rank = previous.stage_rank + 1
    inner join reached as sent on sent.stage_rank = 1
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        stage,
        k / step_n as step_rate,
        (2 * k + 3.841458820694124) / (2 * (step_n + 3.841458820694124)) as step_center,
        1.959963984540054 * sqrt(3.841458820694124 + 4 * k * (1 - k / step_n))
        / (2 * (step_n + 3.841458820694124)) as step_margin,
        k / overall_n as overall_rate,
        (2 * k + 3.841458820694124) / (2 * (overall_n + 3.841458820694124)) as overall_center,
        1.959963984540054 * sqrt(3.841458820694124 + 4 * k * (1 - k / overall_n))
        / (2 * (overall_n + 3.841458820694124)) as overall_margin
    from compared
)

select
    compared.stage,
    compared.stage_label,
    compared.stage_rank,
    compared.reached_count,
    compared.previous_count,
    compared.sent_count,
    bounded.step_rate,
    case when compared.step_n > 0 then greatest(0e0, bounded.step_center - bounded.step_margin) end
        as step_rate_low,
    case when compared.step_n > 0 then least(1e0, bounded.step_center + bounded.step_margin) end
        as step_rate_high,
    bounded.overall_rate,
    case when compared.overall_n > 0 then greatest(0e0, bounded.overall_center - bounded.overall_margin) end
        as overall_rate_low,
    case when compared.overall_n > 0 then least(1e0, bounded.overall_center + bounded.overall_margin) end
        as overall_rate_high
from compared
inner join bounded on compared.stage = bounded.stage
