-- One row per seeker: how a coach's clients are doing, with each rate beside what the caseload makes of it.
--
-- A rate from few asks is mostly chance, so a shrunk rate pulls it toward the caseload's: the mean of a
-- beta-binomial posterior. The prior's mean is the caseload's rate; its weight in asks (or applications) comes
-- from how much the seekers differ beyond chance (analysis-of-variance estimator of the intra-class correlation,
-- Ridout, Demetrio and Firth 1999), is at least 1, and is 10,000 where they do not. The weight is shown: 8 means
-- that 8 asks of one's own count as much as the caseload. The caseload's rate and weight are figures of a group: with
-- fewer than five seekers who have a rate there is none, since one could be told from the others.
--
-- seeker: Whose search it is.
-- application_count: Applications sent; the denominator of interview_rate.
-- open_count: Of those, still open.
-- interviewed_count: Of those, with at least a first interview.
-- offered_count: Of those, with an offer.
-- interview_rate: interviewed_count / application_count, 0 to 1; null when nothing was sent.
-- interview_rate_low: Lower end of its 95% Wilson interval.
-- interview_rate_high: Upper end of its 95% Wilson interval.
-- interview_shrunk: interview_rate pulled toward the caseload's, 0 to 1; null where fewer than five seekers have one.
-- interview_prior_weight: How many applications the caseload counts for; null likewise.
-- asked_count: Asks for feedback.
-- waiting_count: Of those, waiting.
-- settled_count: Of those, settled; the denominator of response_rate.
-- responded_count: Of the settled, answered.
-- response_rate: responded_count / settled_count, 0 to 1; null when nothing is settled.
-- response_rate_low: Lower end of its 95% Wilson interval.
-- response_rate_high: Upper end of its 95% Wilson interval.
-- response_shrunk: response_rate pulled toward the caseload's, 0 to 1; null where fewer than five seekers have one.
-- response_prior_weight: How many asks the caseload counts for; null likewise.
-- unasked_late_count: Rejections after a second interview or later that were never asked about.
-- last_activity_date: The last day something happened: applied, ended, asked or answered.
-- quiet_days: Days from then to the as-of date; null when nothing has a date.
with

applications as (
    select
        seeker,
        count(case when is_sent then 1 end) as application_count,
        count(case when is_sent and outcome = 'open' then 1 end) as open_count,
        count(case when is_interviewed then 1 end) as interviewed_count,
        count(case when stage_rank >= 6 then 1 end) as offered_count,
        max(applied_date) as applied_date,
        max(closed_date) as closed_date,
        max(applied_day) as applied_day,
        max(closed_day) as closed_day,
        max(as_of_day) as as_of_day
    from stg_applications
    group by seeker
),

asks as (
    select
        seeker,
        count(case when is_asked then 1 end) as asked_count,
        count(case when is_waiting then 1 end) as waiting_count,
        count(case when is_settled then 1 end) as settled_count,
        count(case when is_settled and has_response then 1 end) as responded_count,
        max(asked_date) as asked_date,
        max(responded_date) as responded_date,
        max(asked_day) as asked_day,
        max(responded_day) as responded_day,
        max(asked_day + ask_age_days) as as_of_day
    from stg_feedback
    group by seeker
),

asked_about as (
    select distinct application_id
    from stg_feedback
    where is_asked and application_id is not null
),

unasked as (
    select stg_applications.seeker, count(*) as unasked_late_count
    from stg_applications
    left join asked_about on stg_applications.application_id = asked_about.application_id
    where
        stg_applications.outcome = 'rejected'
        and stg_applications.stage_rank >= 4
        and asked_about.application_id is null
    group by stg_applications.seeker
),

seekers as (
    select seeker from applications
    union
    select seeker from asks
),

counted as (
    select
        seekers.seeker,
        coalesce(applications.application_count, 0) as application_count,
        coalesce(applications.open_count, 0) as open_count,
        coalesce(applications.interviewed_count, 0) as interviewed_count,
        coalesce(applications.offered_count, 0) as offered_count,
        coalesce(asks.asked_count, 0) as asked_count,
        coalesce(asks.waiting_count, 0) as waiting_count,
        coalesce(asks.settled_count, 0) as settled_count,
        coalesce(asks.responded_count, 0) as responded_count,
        coalesce(unasked.unasked_late_count, 0) as unasked_late_count,
        greatest(
            coalesce(applications.applied_date, date '0001-01-01'),
            coalesce(applications.closed_date, date '0001-01-01'),
            coalesce(asks.asked_date, date '0001-01-01'),
            coalesce(asks.responded_date, date '0001-01-01')
        ) as last_date,
        greatest(
            coalesce(applications.applied_day, -999999),
            coalesce(applications.closed_day, -999999),
            coalesce(asks.asked_day, -999999),
            coalesce(asks.responded_day, -999999)
        ) as last_day,
        coalesce(applications.as_of_day, asks.as_of_day) as as_of_day
    from seekers
    left join applications on seekers.seeker = applications.seeker
    left join asks on seekers.seeker = asks.seeker
    left join unasked on seekers.seeker = unasked.seeker
),

-- both rates in one shape, so that what follows is written once
measured as (
    select
        seeker,
        'interview' as measure,
        cast(application_count as double) as n,
        cast(interviewed_count as double) as k
    from counted
    where application_count > 0
    union all
    select seeker, 'response', cast(settled_count as double), cast(responded_count as double)
    from counted
    where settled_count > 0
),

totals as (
    select
        measure,
        count(*) as seeker_count,
        sum(n) as total_n,
        sum(k) as total_k,
        sum(n * n) as total_n_squared,
        sum(k * k / n) as total_k_squared
    from measured
    group by measure
),

-- analysis of variance of the zeros and ones: between seekers, and within them
variances as (
    select
        measure,
        total_k / total_n as prior_mean,
        (total_k_squared - total_k * total_k / total_n) / (seeker_count - 1) as between_square,
        (total_k - total_k_squared) / nullif(total_n - seeker_count, 0e0) as within_square,
        (total_n - total_n_squared / total_n) / (seeker_count - 1) as average_n
    from totals
    where seeker_count >= 5
),

priors as (
    select
        measure,
        prior_mean,
        case
            when within_square is null then 1e4
            when between_square <= within_square then 1e4
            else greatest(1e0, least(1e4, within_square * average_n / (between_square - within_square)))
        end as prior_weight
    from variances
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
rated as (
    select
        measured.seeker,
        measured.measure,
        measured.k / measured.n as rate,
        greatest(
            0e0,
            (2 * measured.k + 3.841458820694124) / (2 * (measured.n + 3.841458820694124))
            - 1.959963984540054
            * sqrt(3.841458820694124 + 4 * measured.k * (1 - measured.k / measured.n))
            / (2 * (measured.n + 3.841458820694124))
        ) as low,
        least(
            1e0,
            (2 * measured.k + 3.841458820694124) / (2 * (measured.n + 3.841458820694124))
            + 1.959963984540054
            * sqrt(3.841458820694124 + 4 * measured.k * (1 - measured.k / measured.n))
            / (2 * (measured.n + 3.841458820694124))
        ) as high,
        (measured.k + priors.prior_mean * priors.prior_weight) / (measured.n + priors.prior_weight) as shrunk,
        priors.prior_weight
    from measured
    left join priors on measured.measure = priors.measure
)

select
    counted.seeker,
    counted.application_count,
    counted.open_count,
    counted.interviewed_count,
    counted.offered_count,
    interview.rate as interview_rate,
    interview.low as interview_rate_low,
    interview.high as interview_rate_high,
    interview.shrunk as interview_shrunk,
    interview.prior_weight as interview_prior_weight,
    counted.asked_count,
    counted.waiting_count,
    counted.settled_count,
    counted.responded_count,
    response.rate as response_rate,
    response.low as response_rate_low,
    response.high as response_rate_high,
    response.shrunk as response_shrunk,
    response.prior_weight as response_prior_weight,
    counted.unasked_late_count,
    case when counted.last_day > -999999 then counted.last_date end as last_activity_date,
    case when counted.last_day > -999999 then counted.as_of_day - counted.last_day end as quiet_days
from counted
left join rated as interview on counted.seeker = interview.seeker and interview.measure = 'interview'
left join rated as response on counted.seeker = response.seeker and response.measure = 'response'
