-- One row per application worth asking about today, or waiting ask worth a nudge.
--
-- Worth asking: rejected or silent after at least a screening, heard of within the last 60 days, never asked
-- about. Worth a nudge: a waiting ask at least 7 days old.
--
-- The chance leans on what is known, and is pulled toward less the more there is: the channel's own curve counts
-- with its asks, all channels together count as 5 more, and before anything is known an answer is taken to come 1
-- time in 3, which counts as 3 asks. With every seeker in view, all channels together are the caseload's.
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
-- reason: Why it is here: rejected_late, after a second interview or later; rejected, after a screening or first
--     interview; silent, no answer after at least a screening; waiting, asked and not answered yet.
-- suggested_channel: For an ask, the channel whose answer rate has the highest lower bound, phone until one was
--     settled; for a nudge, the channel already used.
-- chance: For an ask, the chance of an answer through that channel; for a nudge, the chance that one still comes
--     after so many days. 0 to 1.
-- chance_n: Asks behind the chance; with 0 it is the prior alone.
-- nudge_date: The day to ask again: 7 days after the ask for a nudge; 7 days from today for an ask made today.
-- place: 1 for what is worth most today: late rejections first, then the likeliest answer.
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

-- asks that were never answered through any channel have no curve, but they are known as well
watched as (
    select
        coalesce(ask_channel, 'unknown') as ask_channel,
        count(*) as ask_count
    from stg_feedback
    where is_settled
    group by coalesce(ask_channel, 'unknown')
),

overall as (
    select
        coalesce(cast(sum(watched.ask_count) as bigint), 0) as ask_count,
        coalesce(max(curve_ends.final_probability), 0e0) as final_probability
    from watched
    left join curve_ends on curve_ends.ask_channel = 'all'
),

-- 1 in 3, counting as 3 asks, before anything is known
overall_chance as (
    select
        ask_count,
        (ask_count * final_probability + 1e0) / (ask_count + 3e0) as chance
    from overall
),

channel_chance as (
    select
        best_channel.ask_channel,
        coalesce(watched.ask_count, 0) as ask_count,
        overall_chance.ask_count as overall_count,
        (coalesce(watched.ask_count, 0) * coalesce(curve_ends.final_probability, 0e0) + 5e0 * overall_chance.chance)
        / (coalesce(watched.ask_count, 0) + 5e0) as chance
    from best_channel
    cross join overall_chance
    left join watched on best_channel.ask_channel = watched.ask_channel
    left join curve_ends on best_channel.ask_channel = curve_ends.ask_channel
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
        case
            when stg_applications.outcome = 'no_response' then 'silent'
            when stg_applications.stage_rank >= 4 then 'rejected_late'
            else 'rejected'
        end as reason,
        channel_chance.ask_channel as suggested_channel,
        channel_chance.chance,
        channel_chance.overall_count as chance_n,
        date '1970-01-01' + cast(stg_applications.as_of_day + 7 as integer) as nudge_date
    from stg_applications
    cross join channel_chance
    left join asked_about on stg_applications.application_id = asked_about.application_id
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
        asked_date,
        ask_age_days
    from stg_feedback
    where is_waiting and ask_age_days >= 7
),

answered_by_now as (
    select
        waiting.feedback_id,
        coalesce(max(feedback_response_curves.response_probability), 0e0) as probability_by_now
    from waiting
    left join feedback_response_curves
        on feedback_response_curves.ask_channel = 'all'
        and feedback_response_curves.day <= waiting.ask_age_days
    group by waiting.feedback_id
),

-- asks that were watched without an answer for as long as this one
as_silent as (
    select waiting.feedback_id, count(*) as silent_count
    from waiting
    inner join stg_feedback
        on stg_feedback.is_asked
        and case
            when stg_feedback.has_response then stg_feedback.response_days
            else stg_feedback.ask_age_days
        end >= waiting.ask_age_days
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
        'waiting' as reason,
        coalesce(waiting.ask_channel, 'phone') as suggested_channel,
        -- 1 in 3, counting as 3 asks, stands in for what so few silences leave open
        (
            as_silent.silent_count
            * coalesce(
                (overall.final_probability - answered_by_now.probability_by_now)
                / nullif(1 - answered_by_now.probability_by_now, 0e0),
                0e0
            )
            + 1e0
        ) / (as_silent.silent_count + 3e0) as chance,
        as_silent.silent_count as chance_n,
        waiting.asked_date + 7 as nudge_date
    from waiting
    inner join answered_by_now on waiting.feedback_id = answered_by_now.feedback_id
    inner join as_silent on waiting.feedback_id = as_silent.feedback_id
    cross join overall
    left join stg_applications on waiting.application_id = stg_applications.application_id
),

everything as (
    select * from asks
    union all
    select * from nudges
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
    reason,
    suggested_channel,
    chance,
    chance_n,
    nudge_date,
    row_number() over (
        order by
            case reason when 'rejected_late' then 1 when 'waiting' then 2 when 'rejected' then 3 else 4 end,
            days_since,
            application_id,
            feedback_id
    ) as place
from everything
