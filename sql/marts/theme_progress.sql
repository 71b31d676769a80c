-- One row per theme that a lesson or next step was written down for: how often it was a concern before and since.
--
-- The turning point of a seeker and theme is the day its first next step was done, else the day of the first entry
-- that names the theme as a concern beside a lesson or next step. That entry is before. With several seekers, each is
-- split at their own day and the counts are added. The interval is that of Newcombe 1998, method 10. A change is no
-- proof that the lesson worked: later interviews are other interviews, and what was bad enough to write a lesson
-- about tends to look better next time by chance alone (regression to the mean).
--
-- theme_id: The theme.
-- label: The theme in words.
-- control: mine, I can work on it; partly; not_mine.
-- turning_date: The first turning point among the seekers.
-- before_text_count: Dated texts up to the turning point.
-- before_count: Of those, with a concern about the theme.
-- after_text_count: Dated texts since.
-- after_count: Of those, with a concern about the theme.
-- before_share: before_count / before_text_count, 0 to 1.
-- before_share_low: Lower end of its 95% Wilson interval.
-- before_share_high: Upper end of its 95% Wilson interval.
-- after_share: after_count / after_text_count, 0 to 1; null while nothing was heard since.
-- after_share_low: Lower end of its 95% Wilson interval.
-- after_share_high: Upper end of its 95% Wilson interval.
-- share_difference: after_share - before_share; below zero is for the better. Null while nothing was heard since.
-- share_difference_low: Lower end of its 95% interval.
-- share_difference_high: Upper end of its 95% interval.
with

texts as (
    select feedback_id, seeker, feedback_date, lesson, next_step, next_step_done_date
    from stg_feedback
    where feedback_text is not null and feedback_date is not null
),

concerns as (
    select distinct theme_mentions.theme_id, texts.feedback_id, texts.seeker, texts.feedback_date
    from theme_mentions
    inner join texts on theme_mentions.feedback_id = texts.feedback_id
    where theme_mentions.polarity = 'concern'
),

turning_points as (
    select
        concerns.seeker,
        concerns.theme_id,
        coalesce(min(texts.next_step_done_date), min(texts.feedback_date)) as turning_date
    from concerns
    inner join texts on concerns.feedback_id = texts.feedback_id
    where texts.lesson is not null or texts.next_step is not null
    group by concerns.seeker, concerns.theme_id
),

placed as (
    select
        turning_points.theme_id,
        turning_points.turning_date,
        texts.feedback_date > turning_points.turning_date as is_after,
        concerns.feedback_id is not null as is_concern
    from turning_points
    inner join texts on turning_points.seeker = texts.seeker
    left join concerns
        on texts.feedback_id = concerns.feedback_id and turning_points.theme_id = concerns.theme_id
),

counted as (
    select
        theme_id,
        min(turning_date) as turning_date,
        count(case when not is_after then 1 end) as before_text_count,
        count(case when not is_after and is_concern then 1 end) as before_count,
        count(case when is_after then 1 end) as after_text_count,
        count(case when is_after and is_concern then 1 end) as after_count
    from placed
    group by theme_id
),

sides as (
    select
        theme_id,
        cast(nullif(before_text_count, 0) as double) as before_n,
        cast(before_count as double) / nullif(before_text_count, 0) as before_p,
        cast(nullif(after_text_count, 0) as double) as after_n,
        cast(after_count as double) / nullif(after_text_count, 0) as after_p
    from counted
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        theme_id,
        before_n,
        before_p,
        after_n,
        after_p,
        (2 * before_n * before_p + 3.841458820694124) / (2 * (before_n + 3.841458820694124)) as before_center,
        1.959963984540054 * sqrt(3.841458820694124 + 4 * before_n * before_p * (1 - before_p))
        / (2 * (before_n + 3.841458820694124)) as before_margin,
        (2 * after_n * after_p + 3.841458820694124) / (2 * (after_n + 3.841458820694124)) as after_center,
        1.959963984540054 * sqrt(3.841458820694124 + 4 * after_n * after_p * (1 - after_p))
        / (2 * (after_n + 3.841458820694124)) as after_margin
    from sides
),

ends as (
    select
        theme_id,
        before_p,
        after_p,
        case when before_n > 0 then greatest(0e0, before_center - before_margin) end as before_low,
        case when before_n > 0 then least(1e0, before_center + before_margin) end as before_high,
        case when after_n > 0 then greatest(0e0, after_center - after_margin) end as after_low,
        case when after_n > 0 then least(1e0, after_center + after_margin) end as after_high
    from bounded
)

select
    counted.theme_id,
    themes.label,
    themes.control,
    counted.turning_date,
    counted.before_text_count,
    counted.before_count,
    counted.after_text_count,
    counted.after_count,
    ends.before_p as before_share,
    ends.before_low as before_share_low,
    ends.before_high as before_share_high,
    ends.after_p as after_share,
    ends.after_low as after_share_low,
    ends.after_high as after_share_high,
    ends.after_p - ends.before_p as share_difference,
    ends.after_p - ends.before_p - sqrt(
        (ends.after_p - ends.after_low) * (ends.after_p - ends.after_low)
        + (ends.before_high - ends.before_p) * (ends.before_high - ends.before_p)
    ) as share_difference_low,
    ends.after_p - ends.before_p + sqrt(
        (ends.after_high - ends.after_p) * (ends.after_high - ends.after_p)
        + (ends.before_p - ends.before_low) * (ends.before_p - ends.before_low)
    ) as share_difference_high
from counted
inner join ends on counted.theme_id = ends.theme_id
inner join themes on counted.theme_id = themes.theme_id
