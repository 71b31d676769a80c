-- One row per source of openings: how applications found there have fared up to now.
--
-- Over sent applications; saved ones are not in it. Those still open and unanswered count in the denominator and may
-- yet be answered, so open_count stands beside. Intervals are 95% Wilson score intervals (Wilson 1927).
--
-- source: Where the opening was found; unknown where it was not written down.
-- application_count: Applications sent; the denominator of every rate.
-- open_count: Of those, still open.
-- responded_count: Of those, with a known reaction of the company: a response date, a later stage or a decision.
-- interviewed_count: Of those, with at least a first interview.
-- offered_count: Of those, with an offer.
-- response_rate: responded_count / application_count, 0 to 1.
-- response_rate_low: Lower end of its 95% interval.
-- response_rate_high: Upper end of its 95% interval.
-- interview_rate: interviewed_count / application_count, 0 to 1.
-- interview_rate_low: Lower end of its 95% interval.
-- interview_rate_high: Upper end of its 95% interval.
-- offer_rate: offered_count / application_count, 0 to 1.
-- offer_rate_low: Lower end of its 95% interval.
-- offer_rate_high: Upper end of its 95% interval.
with

applications as (
    select
        coalesce(source, 'unknown') as source,
        outcome,
        stage_rank,
        is_answered,
        is_interviewed
    from stg_applications
    where is_sent
),

counted as (
    select
        source,
        count(*) as application_count,
        count(case when outcome = 'open' then 1 end) as open_count,
        count(case when is_answered then 1 end) as responded_count,
        count(case when is_interviewed then 1 end) as interviewed_count,
        count(case when stage_rank >= 6 then 1 end) as offered_count
    from applications
    group by source
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        source,
        cast(responded_count as double) / application_count as response_rate,
        (2e0 * responded_count + 3.841458820694124) / (2 * (application_count + 3.841458820694124))
            as response_center,
        1.959963984540054 * sqrt(
            3.841458820694124 + 4e0 * responded_count * (1 - cast(responded_count as double) / application_count)
        ) / (2 * (application_count + 3.841458820694124)) as response_margin,
        cast(interviewed_count as double) / application_count as interview_rate,
        (2e0 * interviewed_count + 3.841458820694124) / (2 * (application_count + 3.841458820694124))
            as interview_center,
        1.959963984540054 * sqrt(
            3.841458820694124 + 4e0 * interviewed_count * (1 - cast(interviewed_count as double) / application_count)
        ) / (2 * (application_count + 3.841458820694124)) as interview_margin,
        cast(offered_count as double) / application_count as offer_rate,
        (2e0 * offered_count + 3.841458820694124) / (2 * (application_count + 3.841458820694124))
            as offer_center,
        1.959963984540054 * sqrt(
            3.841458820694124 + 4e0 * offered_count * (1 - cast(offered_count as double) / application_count)
        ) / (2 * (application_count + 3.841458820694124)) as offer_margin
    from counted
)

select
    counted.source,
    counted.application_count,
    counted.open_count,
    counted.responded_count,
    counted.interviewed_count,
    counted.offered_count,
    bounded.response_rate,
    greatest(0e0, bounded.response_center - bounded.response_margin) as response_rate_low,
    least(1e0, bounded.response_center + bounded.response_margin) as response_rate_high,
    bounded.interview_rate,
    greatest(0e0, bounded.interview_center - bounded.interview_margin) as interview_rate_low,
    least(1e0, bounded.interview_center + bounded.interview_margin) as interview_rate_high,
    bounded.offer_rate,
    greatest(0e0, bounded.offer_center - bounded.offer_margin) as offer_rate_low,
    least(1e0, bounded.offer_center + bounded.offer_margin) as offer_rate_high
from counted
inner join bounded on counted.source = bounded.source
