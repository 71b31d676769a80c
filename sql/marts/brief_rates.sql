-- One row per open application and who may answer: how often its channel and its people answered the seeker before.
--
-- The open application itself is left out. Rates are over what is settled: answered, or older than the wait window.
-- Intervals are 95% Wilson score intervals (Wilson 1927).
--
-- application_id: The open application.
-- about: source_applications, other applications found at the same source; contact_applications, those with the same
--     contact; source_asks, requests for feedback about openings from that source; contact_asks, about applications
--     with that contact; stage_asks, after the stage that the application stands at.
-- about_order: Its place, 1 to 5.
-- subject: The source, contact or stage.
-- settled_count: Settled applications or asks; the denominator of the rate.
-- responded_count: Of those, answered.
-- response_rate: responded_count / settled_count, 0 to 1; null when nothing is settled.
-- response_rate_low: Lower end of its 95% interval.
-- response_rate_high: Upper end of its 95% interval.
with

others as (
    select
        application_id,
        seeker,
        source,
        lower(trim(contact)) as contact_name,
        is_settled,
        is_settled and is_answered as is_responded
    from stg_applications
    where is_sent
),

asks as (
    select
        stg_feedback.seeker,
        stg_feedback.source,
        stg_feedback.stage,
        lower(trim(stg_applications.contact)) as contact_name,
        stg_feedback.is_settled,
        stg_feedback.is_settled and stg_feedback.has_response as is_responded
    from stg_feedback
    left join stg_applications on stg_feedback.application_id = stg_applications.application_id
    where stg_feedback.is_asked
),

found as (
    select
        open_applications.application_id,
        'source_applications' as about,
        1 as about_order,
        open_applications.source as subject,
        others.is_settled,
        others.is_responded
    from open_applications
    inner join others
        on open_applications.seeker = others.seeker
        and open_applications.source = others.source
        and open_applications.application_id <> others.application_id
    union all
    select
        open_applications.application_id,
        'contact_applications' as about,
        2 as about_order,
        open_applications.contact as subject,
        others.is_settled,
        others.is_responded
    from open_applications
    inner join others
        on open_applications.seeker = others.seeker
        and lower(trim(open_applications.contact)) = others.contact_name
        and open_applications.application_id <> others.application_id
    union all
    select
        open_applications.application_id,
        'source_asks' as about,
        3 as about_order,
        open_applications.source as subject,
        asks.is_settled,
        asks.is_responded
    from open_applications
    inner join asks on open_applications.seeker = asks.seeker and open_applications.source = asks.source
    union all
    select
        open_applications.application_id,
        'contact_asks' as about,
        4 as about_order,
        open_applications.contact as subject,
        asks.is_settled,
        asks.is_responded
    from open_applications
    inner join asks
        on open_applications.seeker = asks.seeker and lower(trim(open_applications.contact)) = asks.contact_name
    union all
    select
        open_applications.application_id,
        'stage_asks' as about,
        5 as about_order,
        open_applications.stage as subject,
        asks.is_settled,
        asks.is_responded
    from open_applications
    inner join asks on open_applications.seeker = asks.seeker and open_applications.stage = asks.stage
),

counted as (
    select
        application_id,
        about,
        about_order,
        subject,
        count(case when is_settled then 1 end) as settled_count,
        count(case when is_responded then 1 end) as responded_count
    from found
    group by application_id, about, about_order, subject
),

sized as (
    select counted.*, cast(nullif(settled_count, 0) as double) as n
    from counted
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        sized.*,
        cast(responded_count as double) / n as response_rate,
        (2e0 * responded_count + 3.841458820694124) / (2 * (n + 3.841458820694124)) as center,
        1.959963984540054 * sqrt(3.841458820694124 + 4e0 * responded_count * (1 - responded_count / n))
        / (2 * (n + 3.841458820694124)) as margin
    from sized
)

select
    application_id,
    about,
    about_order,
    subject,
    settled_count,
    responded_count,
    response_rate,
    case when n > 0 then greatest(0e0, center - margin) end as response_rate_low,
    case when n > 0 then least(1e0, center + margin) end as response_rate_high
from bounded
