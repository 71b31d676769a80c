-- One row per source of openings: how applications found there have fared up to now.
--
-- Over sent applications; saved ones are not in it. Rates are over settled ones: ended, with an offer, or sent at least
-- wait_days ago. A younger open one may yet be answered, so it is waiting and in no rate. Among the youngest those that
-- were rejected fast count and those still silent do not, so a search of few weeks looks better answered than it will.
-- Intervals are 95% Wilson score intervals (Wilson 1927).
--
-- source: Where the opening was found; unknown where it was not written down.
-- application_count: Applications sent.
-- open_count: Of those, still open.
-- waiting_count: Of those, open and younger than the wait window.
-- settled_count: application_count - waiting_count; the denominator of every rate.
-- responded_count: Of the settled, with a known reaction of the company: a response date, a later stage or a decision.
-- interviewed_count: Of the settled, with at least a first interview.
-- offered_count: Of the settled, with an offer.
-- response_rate: responded_count / settled_count, 0 to 1; null when nothing is settled.
-- response_rate_low: Lower end of its 95% interval.
-- response_rate_high: Upper end of its 95% interval.
-- interview_rate: interviewed_count / settled_count, 0 to 1; null when nothing is settled.
-- interview_rate_low: Lower end of its 95% interval.
-- interview_rate_high: Upper end of its 95% interval.
-- offer_rate: offered_count / settled_count, 0 to 1; null when nothing is settled.
-- offer_rate_low: Lower end of its 95% interval.
-- offer_rate_high: Upper end of its 95% interval.
with

applications as (
    select
        coalesce(source, 'unknown') as source,
        outcome,
        stage_rank,
        is_answered,
        is_interviewed,
        is_settled
    from stg_applications
    where is_sent
),

counted as (
    select
        source,
        count(*) as application_count,
        count(case when outcome = 'open' then 1 end) as open_count,
        count(case when not is_settled then 1 end) as waiting_count,
        count(case when is_settled then 1 end) as settled_count,
        count(case when is_settled and is_answered then 1 end) as responded_count,
        count(case when is_settled and is_interviewed then 1 end) as interviewed_count,
        count(case when is_settled and stage_rank >= 6 then 1 end) as offered_count
    from applications
    group by source
),

sized as (
    select counted.*, cast(nullif(settled_count, 0) as double) as n
    from counted
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        source,
        n,
        cast(responded_count as double) / n as response_rate,
        (2e0 * responded_count + 3.841458820694124) / (2 * (n + 3.841458820694124)) as response_center,
        1.959963984540054 * sqrt(3.841458820694124 + 4e0 * responded_count * (1 - responded_count / n))
        / (2 * (n + 3.841458820694124)) as response_margin,
        cast(interviewed_count as double) / n as interview_rate,
        (2e0 * interviewed_count + 3.841458820694124) / (2 * (n + 3.841458820694124)) as interview_center,
        1.959963984540054 * sqrt(3.841458820694124 + 4e0 * interviewed_count * (1 - interviewed_count / n))
        / (2 * (n + 3.841458820694124)) as interview_margin,
        cast(offered_count as double) / n as offer_rate,
        (2e0 * offered_count + 3.841458820694124) / (2 * (n + 3.841458820694124)) as offer_center,
        1.959963984540054 * sqrt(3.841458820694124 + 4e0 * offered_count * (1 - offered_count / n))
        / (2 * (n + 3.841458820694124)) as offer_margin
    from sized
)

select
    counted.source,
    counted.application_count,
    counted.open_count,
    counted.waiting_count,
    counted.settled_count,
    counted.responded_count,
    counted.interviewed_count,
    counted.offered_count,
    bounded.response_rate,
    case when bounded.n > 0 then greatest(0e0, bounded.response_center - bounded.response_margin) end as response_rate_low,
    case when bounded.n > 0 then least(1e0, bounded.response_center + bounded.response_margin) end as response_rate_high,
    bounded.interview_rate,
    case when bounded.n > 0 then greatest(0e0, bounded.interview_center - bounded.interview_margin) end as interview_rate_low,
    case when bounded.n > 0 then least(1e0, bounded.interview_center + bounded.interview_margin) end as interview_rate_high,
    bounded.offer_rate,
    case when bounded.n > 0 then greatest(0e0, bounded.offer_center - bounded.offer_margin) end as offer_rate_low,
    case when bounded.n > 0 then least(1e0, bounded.offer_center + bounded.offer_margin) end as offer_rate_high
from counted
inner join bounded on counted.source = bounded.source
