-- One row per application, whatever the scope: the rows of several trackers that are the same application as one.
--
-- Which rows are one, and which of them stays, is decided when the database is built; merged_applications shows it.
-- The row that stays keeps what it says; what it lacks comes from the merged row, of several from the tracker first
-- in the alphabet. Pay, and the next action with its date, come from one row each. The stage is the furthest of all.
-- The outcome is that of the newest import among those that are not open, with the day it ended.
--
-- application_id: Stable name of the application, the same after every rebuild and newer upload.
-- seeker: Whose job search it is; me unless named.
-- tracker: The kept spreadsheet it comes from.
-- company: The company, as written.
-- company_key: The company folded for matching and counting; never shown.
-- role: The role, as written.
-- location: Where the job is, as written.
-- work_mode: Remote, hybrid or on site, as written.
-- source: Where the opening was found, spellings folded (LinkedIn Easy Apply is LinkedIn).
-- contact: Who to talk to, as written.
-- url: The link of the posting.
-- salary_text: The pay, as written.
-- salary_min: The lower end of the pay where it is certain.
-- salary_max: The upper end of the pay where it is certain.
-- salary_currency: ISO 4217 code of the pay where it is certain.
-- resume_version: Which CV was sent, as written.
-- applied_date: The day of applying.
-- applied_day: applied_date as a day number.
-- applied_week: The Monday of the week of applying.
-- stage: The furthest stage reached; a rejection never lowers it.
-- outcome: open, rejected, no_response, withdrawn, declined, offer or accepted.
-- closed_date: The day the application ended.
-- closed_day: closed_date as a day number.
-- closed_week: The Monday of the week in which it ended.
-- closed_origin: column, the sheet had a date for it; snapshot, seen to have ended between two uploads and dated by
--     the later, so it may have been earlier; null without a date.
-- first_response_date: The day of the first answer to the application.
-- first_response_day: first_response_date as a day number.
-- next_action: What is planned next, as written.
-- next_action_date: When the next action is due.
-- has_thank_you: Whether a thank-you note was sent; null when not said.
-- has_cover_letter: Whether a cover letter was sent; null when not said.
-- has_referral: Whether somebody referred the seeker; null when not said.
-- has_tailored_resume: Whether the CV was tailored; null when not said.
-- has_company_research: Whether the company was researched; null when not said.
-- has_mock_interview: Whether an interview was rehearsed; null when not said.
-- notes: Free notes, as written.
-- status_text: The status, as written.
-- extras: Every other cell of the row by its header, and texts that lost something in cleaning, as JSON.
-- import_id: The import the row comes from.
-- sheet: The sheet the row comes from; null for a text file.
-- row_number: The row that the spreadsheet program shows.
-- stage_rank: The stage's place, 0 saved to 7 hired.
-- merged_from_count: How many rows of other trackers are merged into it; 0 for an application of one tracker.
with

merged as (
    select applications.*, stages.stage_rank
    from applications
    inner join stages on applications.stage = stages.stage
    where applications.merged_into is not null
),

others as (
    select
        merged_into,
        count(*) as merged_from_count,
        min_by(location, case when location is not null then tracker end) as location,
        min_by(work_mode, case when work_mode is not null then tracker end) as work_mode,
        min_by(source, case when source is not null then tracker end) as source,
        min_by(contact, case when contact is not null then tracker end) as contact,
        min_by(url, case when url is not null then tracker end) as url,
        min_by(resume_version, case when resume_version is not null then tracker end) as resume_version,
        min_by(applied_date, case when applied_date is not null then tracker end) as applied_date,
        min_by(applied_day, case when applied_day is not null then tracker end) as applied_day,
        min_by(applied_week, case when applied_week is not null then tracker end) as applied_week,
        min_by(closed_date, case when closed_date is not null then tracker end) as closed_date,
        min_by(closed_day, case when closed_day is not null then tracker end) as closed_day,
        min_by(closed_week, case when closed_week is not null then tracker end) as closed_week,
        min_by(closed_origin, case when closed_origin is not null then tracker end) as closed_origin,
        min_by(first_response_date, case when first_response_date is not null then tracker end) as first_response_date,
        min_by(first_response_day, case when first_response_day is not null then tracker end) as first_response_day,
        min_by(has_thank_you, case when has_thank_you is not null then tracker end) as has_thank_you,
        min_by(has_cover_letter, case when has_cover_letter is not null then tracker end) as has_cover_letter,
        min_by(has_referral, case when has_referral is not null then tracker end) as has_referral,
        min_by(has_tailored_resume, case when has_tailored_resume is not null then tracker end) as has_tailored_resume,
        min_by(has_company_research, case when has_company_research is not null then tracker end)
            as has_company_research,
        min_by(has_mock_interview, case when has_mock_interview is not null then tracker end) as has_mock_interview,
        min_by(notes, case when notes is not null then tracker end) as notes,
        min_by(status_text, case when status_text is not null then tracker end) as status_text,
        min_by(extras, case when extras is not null then tracker end) as extras,
        min(case when salary_text is not null or salary_min is not null or salary_max is not null then tracker end)
            as pay_tracker,
        min(case when next_action is not null or next_action_date is not null then tracker end) as next_tracker,
        max(stage_rank) as stage_rank,
        max_by(stage, stage_rank) as stage,
        max(case when outcome <> 'open' then import_id end) as decided_import_id
    from merged
    group by merged_into
),

-- all that a row that stays may take from others, so that a million rows are joined once and not four times
filled as (
    select
        others.*,
        pay.salary_text as pay_text,
        pay.salary_min as pay_min,
        pay.salary_max as pay_max,
        pay.salary_currency as pay_currency,
        next_step.next_action,
        next_step.next_action_date,
        deciding.outcome as decided_outcome,
        deciding.closed_date as decided_date,
        deciding.closed_day as decided_day,
        deciding.closed_week as decided_week,
        deciding.closed_origin as decided_origin
    from others
    left join merged as pay on others.merged_into = pay.merged_into and others.pay_tracker = pay.tracker
    left join merged as next_step
        on others.merged_into = next_step.merged_into and others.next_tracker = next_step.tracker
    left join merged as deciding
        on others.merged_into = deciding.merged_into and others.decided_import_id = deciding.import_id
),

-- an open application leaves its outcome to any import that decides it, another to newer imports alone
staying as (
    select
        applications.*,
        stages.stage_rank,
        applications.salary_text is null and applications.salary_min is null and applications.salary_max is null
            as lacks_pay,
        applications.next_action is null and applications.next_action_date is null as lacks_next_action,
        case when applications.outcome = 'open' then -1 else applications.import_id end as undecided_before
    from applications
    inner join stages on applications.stage = stages.stage
    where applications.merged_into is null
)

select
    applications.application_id,
    applications.seeker,
    applications.tracker,
    applications.company,
    applications.company_key,
    applications.role,
    coalesce(applications.location, filled.location) as location,
    coalesce(applications.work_mode, filled.work_mode) as work_mode,
    coalesce(applications.source, filled.source) as source,
    coalesce(applications.contact, filled.contact) as contact,
    coalesce(applications.url, filled.url) as url,
    coalesce(applications.salary_text, case when applications.lacks_pay then filled.pay_text end) as salary_text,
    coalesce(applications.salary_min, case when applications.lacks_pay then filled.pay_min end) as salary_min,
    coalesce(applications.salary_max, case when applications.lacks_pay then filled.pay_max end) as salary_max,
    coalesce(applications.salary_currency, case when applications.lacks_pay then filled.pay_currency end)
        as salary_currency,
    coalesce(applications.resume_version, filled.resume_version) as resume_version,
    coalesce(applications.applied_date, filled.applied_date) as applied_date,
    coalesce(applications.applied_day, filled.applied_day) as applied_day,
    coalesce(applications.applied_week, filled.applied_week) as applied_week,
    case when filled.stage_rank > applications.stage_rank then filled.stage else applications.stage end as stage,
    coalesce(
        case when filled.decided_import_id > applications.undecided_before then filled.decided_outcome end,
        applications.outcome
    ) as outcome,
    coalesce(
        case when filled.decided_import_id > applications.undecided_before then filled.decided_date end,
        applications.closed_date,
        filled.closed_date
    ) as closed_date,
    coalesce(
        case when filled.decided_import_id > applications.undecided_before then filled.decided_day end,
        applications.closed_day,
        filled.closed_day
    ) as closed_day,
    coalesce(
        case when filled.decided_import_id > applications.undecided_before then filled.decided_week end,
        applications.closed_week,
        filled.closed_week
    ) as closed_week,
    coalesce(
        case when filled.decided_import_id > applications.undecided_before then filled.decided_origin end,
        applications.closed_origin,
        filled.closed_origin
    ) as closed_origin,
    coalesce(applications.first_response_date, filled.first_response_date) as first_response_date,
    coalesce(applications.first_response_day, filled.first_response_day) as first_response_day,
    coalesce(applications.next_action, case when applications.lacks_next_action then filled.next_action end)
        as next_action,
    coalesce(applications.next_action_date, case when applications.lacks_next_action then filled.next_action_date end)
        as next_action_date,
    coalesce(applications.has_thank_you, filled.has_thank_you) as has_thank_you,
    coalesce(applications.has_cover_letter, filled.has_cover_letter) as has_cover_letter,
    coalesce(applications.has_referral, filled.has_referral) as has_referral,
    coalesce(applications.has_tailored_resume, filled.has_tailored_resume) as has_tailored_resume,
    coalesce(applications.has_company_research, filled.has_company_research) as has_company_research,
    coalesce(applications.has_mock_interview, filled.has_mock_interview) as has_mock_interview,
    coalesce(applications.notes, filled.notes) as notes,
    coalesce(applications.status_text, filled.status_text) as status_text,
    coalesce(applications.extras, filled.extras) as extras,
    applications.import_id,
    applications.sheet,
    applications.row_number,
    case when filled.stage_rank > applications.stage_rank then filled.stage_rank else applications.stage_rank end
        as stage_rank,
    coalesce(filled.merged_from_count, 0) as merged_from_count
from staying as applications
left join filled on applications.application_id = filled.merged_into
