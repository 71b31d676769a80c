-- One row: how much of what was said the themes explain.
--
-- text_count: Feedback entries with a text.
-- themed_count: Of those, with at least one theme.
-- unexplained_count: Of those, with at least one clause that no theme explains; a text can be in both counts.
-- clause_count: Clauses that no theme explains.
-- unread_count: Entries whose text is in a language that Debrief cannot read yet.
with

texts as (
    select feedback_id
    from stg_feedback
    where feedback_text is not null
),

themed as (
    select distinct feedback_id
    from theme_mentions
),

unexplained as (
    select feedback_id, count(*) as clause_count
    from unexplained_clauses
    group by feedback_id
)

select
    count(*) as text_count,
    count(themed.feedback_id) as themed_count,
    count(unexplained.feedback_id) as unexplained_count,
    cast(coalesce(sum(unexplained.clause_count), 0) as bigint) as clause_count,
    count(case when text_languages.language = 'other' then 1 end) as unread_count
from texts
left join themed on texts.feedback_id = themed.feedback_id
left join unexplained on texts.feedback_id = unexplained.feedback_id
left join text_languages on texts.feedback_id = text_languages.feedback_id
