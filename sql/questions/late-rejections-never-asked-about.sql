-- Which late rejections did I never ask about?
-- Rejected after at least a given stage, with no request for feedback on record.
-- param stage_rank = 3: The lowest stage: 2 screening, 3 first, 4 second, 5 final interview.
select
    applications.closed_date,
    applications.company,
    applications.role,
    applications.stage
from stg_applications as applications
left join stg_feedback as feedback
    on applications.application_id = feedback.application_id
    and feedback.is_asked
where
    applications.outcome = 'rejected'
    and applications.stage_rank >= $stage_rank
    and feedback.feedback_id is null
order by applications.closed_date desc nulls last, applications.company
