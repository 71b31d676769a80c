-- One row per application worth asking about today, or waiting ask worth a nudge.
--
-- Worth asking: rejected or silent after at least a screening, heard of within the last 60 days, never asked
-- about. Worth a nudge: a waiting ask at least 7 days old.
--
-- The chance is made of the seeker's own asks, and is pulled toward less the more there are: the channel's own curve
-- counts with its asks, all channels together count as 5 more, and those are pulled toward a prior that counts as 3. The
-- prior is the caseload's share of answers where at least five seekers in view have a settled ask, so that it tells
-- nobody's own, and else a stated guess, 1 in 3. That an ask which waits is still answered starts from the guess.
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
--     after so many days. 0 to 1, over chance_n asks and the prior.
-- chance_n: The seeker's own asks behind the chance; with 0 it is the prior alone.
-- prior: What the chance is pulled toward: caseload, everyone's share of answers; or stated, 1 in 3.
-- nudge_date: The day to ask again: 7 days after the ask for a nudge; 7 days from today for an ask made today.
-- place: 1 for what is worth most today: late rejections first, then the likeliest answer.
with

-- what several steps rest on is read once
entries as (
    select
        feedback_id,
        application_id,
        seeker,
        company,
        role,
        stage,
        is_asked,
        ask_channel,
        asked_date,
        has_response,
        response_days,
        ask_age_days,
        is_waiting,
        is_settled
    from stg_feedback
),

curves as (
    select is_everyone, seeker, ask_channel, day, response_probability
    from seeker_response_curves
),

asked_about as (
    select distinct application_id
    from entries
    where is_asked and application_id is not null
),

settled as (
    select
        seeker,
        coalesce(ask_channel, 'unknown') as ask_channel,
        cast(count(*) as double) as n,
        cast(count(case when has_response then 1 end) as double) as k
    from entries
    where is_settled
    group by seeker, coalesce(ask_channel, 'unknown')
),

-- the lower end of Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        seeker,
        ask_channel,
        n,
        (2 * k + 3.841458820694124 - 1.959963984540054 * sqrt(3.841458820694124 + 4 * k * (1 - k / n)))
        / (2 * (n + 3.841458820694124)) as rate_low
    from settled
    where ask_channel not in ('unknown', 'other')
),

ranked_channels as (
    select
        seeker,
        ask_channel,
        row_number() over (partition by seeker order by rate_low desc, n desc, ask_channel) as place
    from bounded
),

curve_ends as (
    select
        is_everyone,
        seeker,
        ask_channel,
        max(response_probability) as final_probability
    from curves
    group by is_everyone, seeker, ask_channel
),

-- fewer than five people are no caseload: what it says of one could be told from the others
priors as (
    select
        case when count(distinct settled.seeker) >= 5 then 'caseload' else 'stated' end as prior,
        case
            when count(distinct settled.seeker) >= 5 then coalesce(max(curve_ends.final_probability), 0e0)
            else 1e0 / 3
        end as prior_chance
    from settled
    left join curve_ends on curve_ends.is_everyone and curve_ends.ask_channel = 'all'
),

seekers as (
    select seeker from stg_applications
    union
    select seeker from entries
),

own_counts as (
    select seeker, sum(n) as ask_count
    from settled
    group by seeker
),

-- asks that were never answered through any channel have no curve, but they are known as well
own_chance as (
    select
        seekers.seeker,
        coalesce(own_counts.ask_count, 0e0) as ask_count,
        coalesce(curve_ends.final_probability, 0e0) as final_probability,
        priors.prior,
        (coalesce(own_counts.ask_count * curve_ends.final_probability, 0e0) + 3 * priors.prior_chance)
        / (coalesce(own_counts.ask_count, 0e0) + 3) as chance
    from seekers
    cross join priors
    left join own_counts on seekers.seeker = own_counts.seeker
    left join curve_ends
        on seekers.seeker = curve_ends.seeker
        and curve_ends.ask_channel = 'all'
        and not curve_ends.is_everyone
),

channel_chance as (
    select
        own_chance.seeker,
        coalesce(ranked_channels.ask_channel, 'phone') as ask_channel,
        cast(own_chance.ask_count as bigint) as own_count,
        own_chance.prior,
        (coalesce(settled.n * curve_ends.final_probability, 0e0) + 5 * own_chance.chance)
        / (coalesce(settled.n, 0e0) + 5) as chance
    from own_chance
    left join ranked_channels on own_chance.seeker = ranked_channels.seeker and ranked_channels.place = 1
    left join settled
        on ranked_channels.seeker = settled.seeker and ranked_channels.ask_channel = settled.ask_channel
    left join curve_ends
        on ranked_channels.seeker = curve_ends.seeker
        and ranked_channels.ask_channel = curve_ends.ask_channel
        and not curve_ends.is_everyone
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
        channel_chance.own_count as chance_n,
        channel_chance.prior,
        date '1970-01-01' + cast(stg_applications.as_of_day + 7 as integer) as nudge_date
    from stg_applications
    inner join channel_chance on stg_applications.seeker = channel_chance.seeker
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
    from entries
    where is_waiting and ask_age_days >= 7
),

answered_by_now as (
    select
        waiting.feedback_id,
        coalesce(max(curves.response_probability), 0e0) as probability_by_now
    from waiting
    left join curves
        on waiting.seeker = curves.seeker
        and curves.ask_channel = 'all'
        and curves.day <= waiting.ask_age_days
        and not curves.is_everyone
    group by waiting.feedback_id
),

-- asks that were watched without an answer for as long as this one
as_silent as (
    select waiting.feedback_id, count(*) as silent_count
    from waiting
    inner join entries
        on waiting.seeker = entries.seeker
        and entries.is_asked
        and case
            when entries.has_response then entries.response_days
            else entries.ask_age_days
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
                (own_chance.final_probability - answered_by_now.probability_by_now)
                / nullif(1 - answered_by_now.probability_by_now, 0e0),
                0e0
            )
            + 1e0
        ) / (as_silent.silent_count + 3e0) as chance,
        as_silent.silent_count as chance_n,
        'stated' as prior,
        waiting.asked_date + 7 as nudge_date
    from waiting
    inner join answered_by_now on waiting.feedback_id = answered_by_now.feedback_id
    inner join as_silent on waiting.feedback_id = as_silent.feedback_id
    inner join own_chance on waiting.seeker = own_chance.seeker
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
    prior,
    nudge_date,
    row_number() over (
        order by
            case reason when 'rejected_late' then 1 when 'waiting' then 2 when 'rejected' then 3 else 4 end,
            days_since,
            concat(coalesce(application_id, ''), coalesce(feedback_id, ''))
    ) as place
from everything
