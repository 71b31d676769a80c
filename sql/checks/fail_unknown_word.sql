-- Stages, outcomes and channels are words of the contract.
-- remedy: This is a defect: please report it; `debrief rebuild` may mend it meanwhile.
select application_id as id, stage as word
from applications
where
    stage not in (select stage from stages)
    or outcome not in ('open', 'rejected', 'no_response', 'withdrawn', 'declined', 'offer', 'accepted')
union all
select feedback_id, coalesce(ask_channel, asked_of, stage)
from feedback
where
    ask_channel not in ('phone', 'video', 'in_person', 'email', 'message', 'letter', 'portal', 'other')
    or response_channel not in ('phone', 'video', 'in_person', 'email', 'message', 'letter', 'portal', 'other')
    or asked_of not in ('recruiter', 'hiring_manager', 'interviewer', 'agency', 'other')
    or stage not in (select stage from stages)
