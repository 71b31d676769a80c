-- One row per two themes named in the same text: whether they go together more than chance would have it.
--
-- The lift is feedback_count / expected_count: 1 is chance, 2 is twice as often. With few texts a lift is shaky, so
-- look at the counts first; the chance of so many or more together by accident is not computed here.
--
-- theme_a_id: The first theme, in alphabetical order.
-- theme_b_id: The second theme.
-- label_a: The first theme in words.
-- label_b: The second theme in words.
-- feedback_count: Texts that name both.
-- company_count: Companies with such a text.
-- a_count: Texts that name the first.
-- b_count: Texts that name the second.
-- text_count: Feedback entries with a text.
-- expected_count: Texts that would name both if the themes had nothing to do with each other: a_count * b_count /
--     text_count.
-- lift: feedback_count / expected_count.
with

texts as (
    select feedback_id, company_key
    from stg_feedback
    where feedback_text is not null
),

named as (
    select distinct theme_mentions.theme_id, texts.feedback_id, texts.company_key
    from theme_mentions
    inner join texts on theme_mentions.feedback_id = texts.feedback_id
),

alone as (
    select theme_id, count(*) as feedback_count
    from named
    group by theme_id
),

together as (
    select
        a.theme_id as theme_a_id,
        b.theme_id as theme_b_id,
        count(*) as feedback_count,
        count(distinct a.company_key) as company_count
    from named as a
    inner join named as b on a.feedback_id = b.feedback_id and a.theme_id < b.theme_id
    group by a.theme_id, b.theme_id
),

text_total as (
    select count(*) as text_count
    from texts
)

select
    together.theme_a_id,
    together.theme_b_id,
    themes_a.label as label_a,
    themes_b.label as label_b,
    together.feedback_count,
    together.company_count,
    alone_a.feedback_count as a_count,
    alone_b.feedback_count as b_count,
    text_total.text_count,
    cast(alone_a.feedback_count as double) * alone_b.feedback_count / text_total.text_count as expected_count,
    cast(together.feedback_count as double) * text_total.text_count
    / (cast(alone_a.feedback_count as double) * alone_b.feedback_count) as lift
from together
inner join alone as alone_a on together.theme_a_id = alone_a.theme_id
inner join alone as alone_b on together.theme_b_id = alone_b.theme_id
inner join themes as themes_a on together.theme_a_id = themes_a.theme_id
inner join themes as themes_b on together.theme_b_id = themes_b.theme_id
cross join text_total
