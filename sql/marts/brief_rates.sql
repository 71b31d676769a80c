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

-- Every settled or waiting thing that says something of a source, a contact or a stage.
heard as (
    select
        seeker,
        'source_applications' as about,
        source as subject_key,
        is_settled,
        is_settled and is_answered as is_responded
    from stg_applications
    where is_sent
    union all
    select
        seeker,
        'contact_applications' as about,
        lower(trim(contact)) as subject_key,
        is_settled,
        is_settled and is_answered as is_responded
    from stg_applications
    where is_sent
    union all
    select
        seeker,
        'source_asks' as about,
        source as subject_key,
        is_settled,
        is_settled and has_response as is_responded
    from stg_feedback
    where is_asked
    union all
    select
        stg_feedback.seeker,
        'contact_asks' as about,
        lower(trim(stg_applications.contact)) as subject_key,
        stg_feedback.is_settled,
        stg_feedback.is_settled and stg_feedback.has_response as is_responded
    from stg_feedback
    inner join stg_applications on stg_feedback.application_id = stg_applications.application_id
    where stg_feedback.is_asked
    union all
    select
        seeker,
        'stage_asks' as about,
        stage as subject_key,
        is_settled,
        is_settled and has_response as is_responded
    from stg_feedback
    where is_asked
),

totals as (
    select
        seeker,
        about,
        subject_key,
        count(*) as heard_count,
        count(case when is_settled then 1 end) as settled_count,
        count(case when is_responded then 1 end) as responded_count
    from heard
    group by seeker, about, subject_key
),

-- What each open application is asked of, and what of the total is its own.
subjects as (
    select
        application_id,
        seeker,
        'source_applications' as about,
        1 as about_order,
        source as subject,
        source as subject_key,
        1 as own_count
    from open_applications
    union all
    select
        application_id,
        seeker,
        'contact_applications' as about,
        2 as about_order,
        contact as subject,
        lower(trim(contact)) as subject_key,
        1 as own_count
    from open_applications
    union all
    select
        application_id,
        seeker,
        'source_asks' as about,
        3 as about_order,
        source as subject,
        source as subject_key,
        0 as own_count
    from open_applications
    union all
    select
        application_id,
        seeker,
        'contact_asks' as about,
        4 as about_order,
        contact as subject,
        lower(trim(contact)) as subject_key,
        0 as own_count
    from open_applications
    union all
    select
        application_id,
        seeker,
        'stage_asks' as about,
        5 as about_order,
        stage as subject,
        stage as subject_key,
        0 as own_count
    from open_applications
),

counted as (
    select
        subjects.application_id,
        subjects.about,
        subjects.about_order,
        subjects.subject,
        totals.settled_count
        - case when stg_applications.is_settled then subjects.own_count else 0 end as settled_count,
        totals.responded_count
        - case when stg_applications.is_settled and stg_applications.is_answered then subjects.own_count else 0 end
            as responded_count
    from subjects
    inner join totals
        on subjects.seeker = totals.seeker
        and subjects.about = totals.about
        and subjects.subject_key = totals.subject_key
    inner join stg_applications on subjects.application_id = stg_applications.application_id
    where totals.heard_count > subjects.own_count
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
