-- Which answers were useful, and which only polite?
-- Every answer to an ask; useful means that it names at least one theme.
select
    responded_date,
    company,
    stage,
    ask_channel,
    is_useful,
    feedback_text
from stg_feedback
where is_asked and has_response
order by is_useful desc, responded_date desc nulls last, company
