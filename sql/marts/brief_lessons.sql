-- One row per open application and entry in which its seeker wrote down a lesson or a next step.
--
-- application_id: The open application.
-- nearness: company, it was written about the same company; this stage, about the stage that the application stands
--     at; next stage, about the one after it; elsewhere.
-- nearness_order: Its place, 1 to 4.
-- feedback_id: The feedback entry.
-- lesson: What the seeker takes from it, as written.
-- next_step: What the seeker wanted to do about it, as written.
-- next_step_done_date: When that was done.
-- is_to_do: Whether there is a next step that is not known to be done.
-- company: The company it was written about.
-- role: The role it was about.
-- stage: The stage it was about.
-- feedback_date: The day of the answer, else of the ask.
with

stage_of_feedback as (
    select stg_feedback.*, stages.stage_rank
    from stg_feedback
    left join stages on stg_feedback.stage = stages.stage
)

select
    open_applications.application_id,
    case
        when written.company_key = open_applications.company_key then 'company'
        when written.stage_rank = open_applications.stage_rank then 'this stage'
        when written.stage_rank = open_applications.stage_rank + 1 then 'next stage'
        else 'elsewhere'
    end as nearness,
    case
        when written.company_key = open_applications.company_key then 1
        when written.stage_rank = open_applications.stage_rank then 2
        when written.stage_rank = open_applications.stage_rank + 1 then 3
        else 4
    end as nearness_order,
    written.feedback_id,
    written.lesson,
    written.next_step,
    written.next_step_done_date,
    written.next_step is not null and written.next_step_done_date is null as is_to_do,
    written.company,
    written.role,
    written.stage,
    written.feedback_date
from open_applications
inner join stage_of_feedback as written on open_applications.seeker = written.seeker
where written.lesson is not null or written.next_step is not null
