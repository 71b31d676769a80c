-- Where do I not believe the reason they gave?
-- Both are kept side by side and never merged.
select
    coalesce(responded_date, asked_date) as day,
    company,
    stage,
    coalesce(stated_reason, feedback_text) as they_said,
    believed_reason as i_think
from stg_feedback
where believed_reason is not null
order by day desc nulls last, company
