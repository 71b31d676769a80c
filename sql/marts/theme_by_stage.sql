-- One row per theme and stage: how often it was named in feedback on that stage.
--
-- A text belongs to the stage its log names, else the one its application reached. The interval is the 95% Wilson
-- score interval (Wilson 1927).
--
-- theme_id: The theme.
-- label: The theme in words.
-- control: mine, I can work on it; partly; not_mine.
-- stage: The stage; unknown where neither says.
-- stage_rank: Its place, 0 saved to 7 hired; null for unknown.
-- mention_count: Places in the texts where it is named.
-- feedback_count: Texts that name it.
-- company_count: Companies that named it.
-- concern_count: Mentions that say it needs work.
-- strength_count: Mentions that praise it.
-- text_count: Texts of that stage; the denominator of share.
-- share: feedback_count / text_count, 0 to 1.
-- share_low: Lower end of its 95% interval.
-- share_high: Upper end of its 95% interval.
with

texts as (
    select
        feedback_id,
        company_key,
        coalesce(stg_feedback.stage, 'unknown') as stage
    from stg_feedback
    where feedback_text is not null
),

totals as (
    select stage, count(*) as text_count
    from texts
    group by stage
),

counted as (
    select
        theme_mentions.theme_id,
        texts.stage,
        count(*) as mention_count,
        count(distinct texts.feedback_id) as feedback_count,
        count(distinct texts.company_key) as company_count,
        count(case when theme_mentions.polarity = 'concern' then 1 end) as concern_count,
        count(case when theme_mentions.polarity = 'strength' then 1 end) as strength_count
    from theme_mentions
    inner join texts on theme_mentions.feedback_id = texts.feedback_id
    group by theme_mentions.theme_id, texts.stage
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        counted.theme_id,
        counted.stage,
        totals.text_count,
        cast(counted.feedback_count as double) / totals.text_count as share,
        (2e0 * counted.feedback_count + 3.841458820694124) / (2 * (totals.text_count + 3.841458820694124)) as center,
        1.959963984540054 * sqrt(
            3.841458820694124
            + 4e0 * counted.feedback_count * (1 - cast(counted.feedback_count as double) / totals.text_count)
        ) / (2 * (totals.text_count + 3.841458820694124)) as margin
    from counted
    inner join totals on counted.stage = totals.stage
)

select
    counted.theme_id,
    themes.label,
    themes.control,
    counted.stage,
    stages.stage_rank,    counted.mention_count,
    counted.feedback_count,
    counted.company_count,
    counted.concern_count,
    counted.strength_count,
    bounded.text_count,
    bounded.share,
    greatest(0e0, bounded.center - bounded.margin) as share_low,
    least(1e0, bounded.center + bounded.margin) as share_high
from counted
inner join bounded on counted.theme_id = bounded.theme_id and counted.stage = bounded.stage
inner join themes on counted.theme_id = themes.theme_id
left join stages on counted.stage = stages.stage
