-- One row per open application and what there is from before: applications and feedback at its company, and what was
-- said elsewhere about the same role.
--
-- application_id: The open application.
-- nearness: company, or role where another company spoke about a role of the same name.
-- kind: application, or feedback.
-- entry_id: The name of that application or feedback entry.
-- company: The company it is about.
-- role: The role it is about.
-- stage: The stage that was reached, or that it is about.
-- outcome: How that application stands or ended; null for feedback.
-- entry_date: The day of applying, or of the feedback.
-- stated_reason: The reason they gave; null for an application.
-- feedback_text: What was said, verbatim; null for an application.
select
    open_applications.application_id,
    'company' as nearness,
    'application' as kind,
    earlier.application_id as entry_id,
    earlier.company,
    earlier.role,
    earlier.stage,
    earlier.outcome,
    earlier.applied_date as entry_date,
    cast(null as string) as stated_reason,
    cast(null as string) as feedback_text
from open_applications
inner join stg_applications as earlier
    on open_applications.seeker = earlier.seeker
    and open_applications.company_key = earlier.company_key
    and open_applications.application_id <> earlier.application_id

union all

select
    open_applications.application_id,
    case when open_applications.company_key = said.company_key then 'company' else 'role' end as nearness,
    'feedback' as kind,
    said.feedback_id as entry_id,
    said.company,
    said.role,
    said.stage,
    cast(null as string) as outcome,
    said.feedback_date as entry_date,
    said.stated_reason,
    said.feedback_text
from open_applications
inner join stg_feedback as said
    on open_applications.seeker = said.seeker
    and (
        open_applications.company_key = said.company_key
        or lower(trim(open_applications.role)) = lower(trim(said.role))
    )
where said.feedback_text is not null or said.stated_reason is not null
