-- One row per application worth asking about today, or waiting ask worth a nudge.
--
-- Worth asking: rejected or silent after at least a screening, seen within the last 60 days, never asked about.
-- Worth a nudge: a waiting ask at least 7 days old.
--
-- application_id: The application; null for a waiting ask that no application matches.
-- feedback_id: The waiting ask; null where none was made yet.
-- seeker: Whose search it is.
-- company: The company.
-- role: The role.
-- contact: Who to talk to, where the tracker says.
-- stage: The stage reached.
-- closed_date: The day the application ended; null when not known.
-- days_since: For an ask, days since the application was last heard of; for a nudge, days since the ask.
-- action: ask or nudge.
-- suggested_channel: For an ask, the channel whose answer rate has the highest lower bound, phone until one was
--     settled; for a nudge, the channel already used.
-- chance: For an ask, the chance of an answer through that channel at the end of its curve; for a nudge, the chance
--     that an answer still comes after this many days, over all channels. Null while no answer has come at all.
-- chance_n: Asks behind the chance.
with

asked_about as (
    select distinct application_id
    from stg_feedback
    where is_asked and application_id is not null
),

ranked_channels as (
    select
        segment as ask_channel,
        row_number() over (order by response_rate_low desc, settled_count desc, segment) as place
    from feedback_response_rates
    where dimension = 'ask_channel' and settled_count > 0 and segment not in ('unknown', 'other')
),

best_channel as (
    select coalesce(max(ask_channel), 'phone') as ask_channel
    from ranked_channels
    where place = 1
),

curve_ends as (
    select
        ask_channel,
        max(response_probability) as final_probability,
        max(at_risk_count) as watched_count
    from feedback_response_curves
    group by ask_channel
),

asks as (
    select
        stg_applications.application_id,
        cast(null as string) as feedback_id,
        stg_applications.seeker,
        stg_applications.company,
        stg_applications.role,
        stg_applications.contact,
        stg_applications.stage,
        stg_applications.closed_date,
        stg_applications.as_of_day - stg_applications.last_seen_day as days_since,
        'ask' as action,
        best_channel.ask_channel as suggested_channel,
        curve_ends.final_probability as chance,
        curve_ends.watched_count as chance_n
    from stg_applications
    cross join best_channel
    left join asked_about on stg_applications.application_id = asked_about.application_id
    left join curve_ends on best_channel.ask_channel = curve_ends.ask_channel
    where
        stg_applications.outcome in ('rejected', 'no_response')
        and stg_applications.stage_rank >= 2
        and asked_about.application_id is null
        and stg_applications.as_of_day - stg_applications.last_seen_day between 0 and 60
),

waiting as (
    select
        feedback_id,
        application_id,
        seeker,
        company,
        role,
        stage,
        ask_channel,
        ask_age_days
    from stg_feedback
    where is_waiting and ask_age_days >= 7
),

answered_by_now as (
    select
        waiting.feedback_id,
        max(feedback_response_curves.response_probability) as probability_by_now
    from waiting
    left join feedback_response_curves
        on feedback_response_curves.ask_channel = 'all'
        and feedback_response_curves.day <= waiting.ask_age_days
    group by waiting.feedback_id
),

nudges as (
    select
        waiting.application_id,
        waiting.feedback_id,
        waiting.seeker,
        waiting.company,
        waiting.role,
        stg_applications.contact,
        waiting.stage,
        stg_applications.closed_date,
        waiting.ask_age_days as days_since,
        'nudge' as action,
        coalesce(waiting.ask_channel, 'phone') as suggested_channel,
        case
            when coalesce(answered_by_now.probability_by_now, 0e0) < 1
                then
                    (curve_ends.final_probability - coalesce(answered_by_now.probability_by_now, 0e0))
                    / (1 - coalesce(answered_by_now.probability_by_now, 0e0))
        end as chance,
        curve_ends.watched_count as chance_n
    from waiting
    inner join answered_by_now on waiting.feedback_id = answered_by_now.feedback_id
    left join stg_applications on waiting.application_id = stg_applications.application_id
    left join curve_ends on curve_ends.ask_channel = 'all'
)

select
    application_id,
    feedback_id,
    seeker,
    company,
    role,
    contact,
    stage,
    closed_date,
    days_since,
    action,
    suggested_channel,
    chance,
    chance_n
from asks
union all
select
    application_id,
    feedback_id,
    seeker,
    company,
    role,
    contact,
    stage,
    closed_date,
    days_since,
    action,
    suggested_channel,
    chance,
    chance_n
from nudges
