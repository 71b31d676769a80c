-- One row per measure, dimension and segment: what holds for a coach's clients together, and could tell of none of them.
--
-- These are figures to tell to clients or to show around. No number is of fewer than five people: segments with fewer are
-- put together as others together, and where those are still under five people the smallest other segment joins them, so
-- that no segment can be had by subtracting the rest from the total. Where a measure has fewer than five people in all, its
-- numbers are null. Intervals are 95% Wilson score intervals (Wilson 1927); they take asks and applications to be
-- independent, though those of one person are alike.
--
-- measure: response, settled asks that were answered; interview, sent applications that came to a first interview.
-- dimension: What they are split by: overall, ask_channel, asked_of, stage or source.
-- segment: The value of the dimension; unknown where it was not written down; others together for the small ones.
-- is_hidden: Whether the numbers are hidden: fewer than five people.
-- seeker_count: Seekers behind the cell; null where hidden.
-- n: Settled asks, or sent applications; the denominator of rate. Null where hidden.
-- k: Of those, answered, or with a first interview; null where hidden.
-- rate: k / n, 0 to 1; null where hidden.
-- rate_low: Lower end of its 95% interval.
-- rate_high: Upper end of its 95% interval.
with

asks as (
    select
        seeker,
        coalesce(ask_channel, 'unknown') as ask_channel,
        coalesce(asked_of, 'unknown') as asked_of,
        coalesce(stage, 'unknown') as stage,
        coalesce(source, 'unknown') as source,
        case when has_response then 1 else 0 end as is_success
    from stg_feedback
    where is_settled
),

applications as (
    select
        seeker,
        coalesce(source, 'unknown') as source,
        case when is_interviewed then 1 else 0 end as is_success
    from stg_applications
    where is_sent
),

segmented as (
    select 'response' as measure, 'overall' as dimension, 'all asks' as segment, seeker, is_success from asks
    union all
    select 'response', 'ask_channel', ask_channel, seeker, is_success from asks
    union all
    select 'response', 'asked_of', asked_of, seeker, is_success from asks
    union all
    select 'response', 'stage', stage, seeker, is_success from asks
    union all
    select 'response', 'source', source, seeker, is_success from asks
    union all
    select 'interview', 'overall', 'all applications', seeker, is_success from applications
    union all
    select 'interview', 'source', source, seeker, is_success from applications
),

counted as (
    select
        measure,
        dimension,
        segment,
        count(*) as n,
        count(distinct seeker) as seeker_count
    from segmented
    group by measure, dimension, segment
),

small_ones as (
    select segmented.measure, segmented.dimension, count(distinct segmented.seeker) as seeker_count
    from segmented
    inner join counted
        on segmented.measure = counted.measure
        and segmented.dimension = counted.dimension
        and segmented.segment = counted.segment
    where counted.seeker_count < 5
    group by segmented.measure, segmented.dimension
),

-- the smallest of those with five people or more comes first
ranked as (
    select
        counted.measure,
        counted.dimension,
        counted.segment,
        counted.seeker_count,
        coalesce(small_ones.seeker_count, 5) as small_seeker_count,
        row_number() over (
            partition by counted.measure, counted.dimension
            order by
                case when counted.seeker_count >= 5 then 0 else 1 end,
                counted.seeker_count,
                counted.n,
                counted.segment
        ) as place
    from counted
    left join small_ones on counted.measure = small_ones.measure and counted.dimension = small_ones.dimension
),

named as (
    select
        measure,
        dimension,
        segment,
        case
            when dimension = 'overall' then segment
            when seeker_count < 5 or (small_seeker_count < 5 and place = 1) then 'others together'
            else segment
        end as shown_segment
    from ranked
),

summed as (
    select
        segmented.measure,
        segmented.dimension,
        named.shown_segment as segment,
        count(distinct segmented.seeker) as seeker_count,
        cast(count(*) as double) as n,
        cast(sum(segmented.is_success) as double) as k
    from segmented
    inner join named
        on segmented.measure = named.measure
        and segmented.dimension = named.dimension
        and segmented.segment = named.segment
    group by segmented.measure, segmented.dimension, named.shown_segment
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        summed.*,
        (2 * k + 3.841458820694124) / (2 * (n + 3.841458820694124)) as center,
        1.959963984540054 * sqrt(3.841458820694124 + 4 * k * (1 - k / n)) / (2 * (n + 3.841458820694124)) as margin
    from summed
)

select
    measure,
    dimension,
    segment,
    seeker_count < 5 as is_hidden,
    case when seeker_count >= 5 then seeker_count end as seeker_count,
    case when seeker_count >= 5 then cast(n as bigint) end as n,
    case when seeker_count >= 5 then cast(k as bigint) end as k,
    case when seeker_count >= 5 then k / n end as rate,
    case when seeker_count >= 5 then greatest(0e0, center - margin) end as rate_low,
    case when seeker_count >= 5 then least(1e0, center + margin) end as rate_high
from bounded
