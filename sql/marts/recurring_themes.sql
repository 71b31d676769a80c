-- One row per theme named in feedback: how often, by how many companies, and how it was meant.
--
-- Counts employers, not repetitions: a theme recurs when two or more companies named it. Every text counts, asked
-- for or not. The interval is the 95% Wilson score interval (Wilson 1927).
--
-- theme_id: The theme.
-- label: The theme in words.
-- control: mine, I can work on it; partly; not_mine.
-- mention_count: Places in the texts where it is named.
-- feedback_count: Texts that name it.
-- text_count: Feedback entries with a text; the denominator of share.
-- company_count: Companies that named it.
-- concern_count: Mentions that say it needs work.
-- strength_count: Mentions that praise it.
-- circumstance_count: Mentions as a reason that praises and blames nobody.
-- unclear_count: Mentions without a verdict.
-- concern_company_count: Companies with a concern about it.
-- strength_company_count: Companies that praised it; one that did both is in both counts.
-- circumstance_company_count: Companies that named it as a reason that praises and blames nobody.
-- unclear_company_count: Companies that named it without a verdict.
-- share: feedback_count / text_count, 0 to 1.
-- share_low: Lower end of its 95% interval.
-- share_high: Upper end of its 95% interval.
-- first_date: The first day it was heard; null when no text that names it has a date.
-- last_date: The last day it was heard.
-- is_recurring: Whether two or more companies named it.
-- latest_quote: The exact words, from the latest text that names it.
with

texts as (
    select
        feedback_id,
        company_key,
        feedback_date
    from stg_feedback
    where feedback_text is not null
),

text_total as (
    select count(*) as text_count
    from texts
),

mentions as (
    select
        theme_mentions.theme_id,
        theme_mentions.feedback_id,
        theme_mentions.polarity,
        theme_mentions.quote,
        texts.company_key,
        texts.feedback_date,
        row_number() over (
            partition by theme_mentions.theme_id
            order by texts.feedback_date desc nulls last, theme_mentions.feedback_id, theme_mentions.quote_start
        ) as recency
    from theme_mentions
    inner join texts on theme_mentions.feedback_id = texts.feedback_id
),

counted as (
    select
        theme_id,
        count(*) as mention_count,
        count(distinct feedback_id) as feedback_count,
        count(distinct company_key) as company_count,
        count(case when polarity = 'concern' then 1 end) as concern_count,
        count(case when polarity = 'strength' then 1 end) as strength_count,
        count(case when polarity = 'circumstance' then 1 end) as circumstance_count,
        count(case when polarity = 'unclear' then 1 end) as unclear_count,
        count(distinct case when polarity = 'concern' then company_key end) as concern_company_count,
        count(distinct case when polarity = 'strength' then company_key end) as strength_company_count,
        count(distinct case when polarity = 'circumstance' then company_key end) as circumstance_company_count,
        count(distinct case when polarity = 'unclear' then company_key end) as unclear_company_count,
        min(feedback_date) as first_date,
        max(feedback_date) as last_date,
        max(case when recency = 1 then quote end) as latest_quote
    from mentions
    group by theme_id
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        counted.theme_id,
        text_total.text_count,
        cast(counted.feedback_count as double) / text_total.text_count as share,
        (2e0 * counted.feedback_count + 3.841458820694124)
        / (2 * (text_total.text_count + 3.841458820694124)) as center,
        1.959963984540054 * sqrt(
            3.841458820694124
            + 4e0 * counted.feedback_count
            * (1 - cast(counted.feedback_count as double) / text_total.text_count)
        ) / (2 * (text_total.text_count + 3.841458820694124)) as margin
    from counted
    cross join text_total
)

select
    counted.theme_id,
    themes.label,
    themes.control,
    counted.mention_count,
    counted.feedback_count,
    bounded.text_count,
    counted.company_count,
    counted.concern_count,
    counted.strength_count,
    counted.circumstance_count,
    counted.unclear_count,
    counted.concern_company_count,
    counted.strength_company_count,
    counted.circumstance_company_count,
    counted.unclear_company_count,
    bounded.share,
    greatest(0e0, bounded.center - bounded.margin) as share_low,
    least(1e0, bounded.center + bounded.margin) as share_high,
    counted.first_date,
    counted.last_date,
    counted.company_count >= 2 as is_recurring,
    counted.latest_quote
from counted
inner join bounded on counted.theme_id = bounded.theme_id
inner join themes on counted.theme_id = themes.theme_id
