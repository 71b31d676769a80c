-- One row per habit and step: how often applications with it, and without it, took the step.
--
-- A step is passed by an application that got past the stage before it; one that stands there and has ended was
-- stopped; one that stands there and is open is waiting and in no count. The step all adds up every step. What is
-- done at an interview (thank_you, company_research, mock_interview) is compared over the steps after the first
-- interview only: who was never interviewed had no one to thank. The crude difference has the interval of Newcombe
-- 1998, method 10. The adjusted one compares like with like: for a single step within each source, for all within
-- each step (Mantel-Haenszel risk difference, variance of Greenland and Robins 1985). Only applications that say
-- whether they had the habit are counted. This is association: whoever writes thank-you notes may do other things
-- better as well.
--
-- habit: thank_you, cover_letter, referral, tailored_resume, company_research or mock_interview.
-- step: The stage to get to, such as first_interview, or all.
-- step_rank: The place of that stage; 0 for all.
-- with_count: Steps passed or stopped at by applications with the habit; an application can be in several of all.
-- with_passed_count: Of those, passed.
-- without_count: Steps passed or stopped at by applications without it.
-- without_passed_count: Of those, passed.
-- with_rate: with_passed_count / with_count, 0 to 1; null when there are none.
-- with_rate_low: Lower end of its 95% Wilson interval.
-- with_rate_high: Upper end of its 95% Wilson interval.
-- without_rate: without_passed_count / without_count, 0 to 1; null when there are none.
-- without_rate_low: Lower end of its 95% Wilson interval.
-- without_rate_high: Upper end of its 95% Wilson interval.
-- rate_difference: with_rate - without_rate, -1 to 1; null when either is null.
-- rate_difference_low: Lower end of its 95% interval.
-- rate_difference_high: Upper end of its 95% interval.
-- adjusted_for: source for a single step, stage for all.
-- adjusted_difference: The difference within those groups; null when no group has both kinds.
-- adjusted_difference_low: Lower end of its 95% interval; null where either kind has fewer than 5 in those groups,
--     or all of them ended alike: the method would claim to know more than it does.
-- adjusted_difference_high: Upper end of its 95% interval; null likewise.
with

-- read once, since each habit is counted among those applications alone that say whether it was kept
applications as (
    select
        has_thank_you,
        has_cover_letter,
        has_referral,
        has_tailored_resume,
        has_company_research,
        has_mock_interview,
        stage_rank,
        is_closed,
        source
    from stg_applications
    where
        has_thank_you is not null
        or has_cover_letter is not null
        or has_referral is not null
        or has_tailored_resume is not null
        or has_company_research is not null
        or has_mock_interview is not null
),

habits as (
    select 'thank_you' as habit, 4 as first_rank, has_thank_you as has_habit, stage_rank, is_closed, source
    from applications
    where has_thank_you is not null
    union all
    select 'cover_letter', 2, has_cover_letter, stage_rank, is_closed, source
    from applications
    where has_cover_letter is not null
    union all
    select 'referral', 2, has_referral, stage_rank, is_closed, source
    from applications
    where has_referral is not null
    union all
    select 'tailored_resume', 2, has_tailored_resume, stage_rank, is_closed, source
    from applications
    where has_tailored_resume is not null
    union all
    select 'company_research', 4, has_company_research, stage_rank, is_closed, source
    from applications
    where has_company_research is not null
    union all
    select 'mock_interview', 4, has_mock_interview, stage_rank, is_closed, source
    from applications
    where has_mock_interview is not null
),

steps_taken as (
    select
        habits.habit,
        stages.stage as step,
        stages.stage_rank as step_rank,
        habits.has_habit,
        coalesce(habits.source, 'unknown') as source,
        habits.stage_rank >= stages.stage_rank as is_passed
    from habits
    inner join stages on stages.stage_rank between habits.first_rank and 6
    where
        habits.stage_rank >= stages.stage_rank
        or (habits.stage_rank = stages.stage_rank - 1 and habits.is_closed)
),

grouped as (
    select
        habit,
        step,
        step_rank,
        source as stratum,
        count(case when has_habit then 1 end) as with_count,
        count(case when has_habit and is_passed then 1 end) as with_passed_count,
        count(case when not has_habit then 1 end) as without_count,
        count(case when not has_habit and is_passed then 1 end) as without_passed_count
    from steps_taken
    group by habit, step, step_rank, source
    union all
    select
        habit,
        'all',
        0,
        step,
        count(case when has_habit then 1 end),
        count(case when has_habit and is_passed then 1 end),
        count(case when not has_habit then 1 end),
        count(case when not has_habit and is_passed then 1 end)
    from steps_taken
    group by habit, step
),

within as (
    select
        habit,
        step,
        cast(with_count as double) * without_count / (with_count + without_count) as weight,
        cast(with_passed_count as double) / nullif(with_count, 0) as with_p,
        cast(without_passed_count as double) / nullif(without_count, 0) as without_p,
        cast(nullif(with_count, 0) as double) as with_n,
        cast(nullif(without_count, 0) as double) as without_n
    from grouped
),

adjusted as (
    select
        habit,
        step,
        least(sum(with_n), sum(without_n)) as fewer_n,
        sum(weight * (with_p - without_p)) / sum(weight) as difference,
        sqrt(sum(weight * weight * (with_p * (1 - with_p) / with_n + without_p * (1 - without_p) / without_n)))
        / sum(weight) as standard_error
    from within
    where weight > 0
    group by habit, step
),

counted as (
    select
        habit,
        step,
        step_rank,
        cast(sum(with_count) as bigint) as with_count,
        cast(sum(with_passed_count) as bigint) as with_passed_count,
        cast(sum(without_count) as bigint) as without_count,
        cast(sum(without_passed_count) as bigint) as without_passed_count
    from grouped
    group by habit, step, step_rank
),

sides as (
    select
        habit,
        step,
        cast(nullif(with_count, 0) as double) as with_n,
        cast(with_passed_count as double) / nullif(with_count, 0) as with_p,
        cast(nullif(without_count, 0) as double) as without_n,
        cast(without_passed_count as double) / nullif(without_count, 0) as without_p
    from counted
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        habit,
        step,
        with_n,
        with_p,
        without_n,
        without_p,
        (2 * with_n * with_p + 3.841458820694124) / (2 * (with_n + 3.841458820694124)) as with_center,
        1.959963984540054 * sqrt(3.841458820694124 + 4 * with_n * with_p * (1 - with_p))
        / (2 * (with_n + 3.841458820694124)) as with_margin,
        (2 * without_n * without_p + 3.841458820694124) / (2 * (without_n + 3.841458820694124)) as without_center,
        1.959963984540054 * sqrt(3.841458820694124 + 4 * without_n * without_p * (1 - without_p))
        / (2 * (without_n + 3.841458820694124)) as without_margin
    from sides
),

ends as (
    select
        habit,
        step,
        with_p,
        without_p,
        case when with_n > 0 then greatest(0e0, with_center - with_margin) end as with_low,
        case when with_n > 0 then least(1e0, with_center + with_margin) end as with_high,
        case when without_n > 0 then greatest(0e0, without_center - without_margin) end as without_low,
        case when without_n > 0 then least(1e0, without_center + without_margin) end as without_high
    from bounded
)

select
    counted.habit,
    counted.step,
    counted.step_rank,
    counted.with_count,
    counted.with_passed_count,
    counted.without_count,
    counted.without_passed_count,
    ends.with_p as with_rate,
    ends.with_low as with_rate_low,
    ends.with_high as with_rate_high,
    ends.without_p as without_rate,
    ends.without_low as without_rate_low,
    ends.without_high as without_rate_high,
    ends.with_p - ends.without_p as rate_difference,
    ends.with_p - ends.without_p - sqrt(
        (ends.with_p - ends.with_low) * (ends.with_p - ends.with_low)
        + (ends.without_high - ends.without_p) * (ends.without_high - ends.without_p)
    ) as rate_difference_low,
    ends.with_p - ends.without_p + sqrt(
        (ends.with_high - ends.with_p) * (ends.with_high - ends.with_p)
        + (ends.without_p - ends.without_low) * (ends.without_p - ends.without_low)
    ) as rate_difference_high,
    case when counted.step = 'all' then 'stage' else 'source' end as adjusted_for,
    adjusted.difference as adjusted_difference,
    case
        when adjusted.standard_error > 0 and adjusted.fewer_n >= 5
            then greatest(-1e0, adjusted.difference - 1.959963984540054 * adjusted.standard_error)
    end as adjusted_difference_low,
    case
        when adjusted.standard_error > 0 and adjusted.fewer_n >= 5
            then least(1e0, adjusted.difference + 1.959963984540054 * adjusted.standard_error)
    end as adjusted_difference_high
from counted
inner join ends on counted.habit = ends.habit and counted.step = ends.step
left join adjusted on counted.habit = adjusted.habit and counted.step = adjusted.step
