-- One row per application within the scope: the table's columns, and what follows from them.
--
-- An application that several trackers have is one row here, filled from all of them.
-- With a first or last day set, an application without an applied date is left out.
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
-- closed_date: The day the application ended, or was first seen to have ended.
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
-- days_to_first_response: Days from applying to the first answer; null when either date is not known.
-- days_open: Days from applying to the end, or to the as-of date while it has not ended.
-- is_sent: Whether it was sent at all; saved openings are not.
-- is_answered: Whether the company is known to have reacted: a response date, a stage past applied, or a decision.
-- is_interviewed: Whether a first interview was reached.
-- is_closed: Whether it has ended, silence included.
-- is_settled: Whether it was sent and is no longer too young for a rate: it has ended or led to an offer, or is open for
--     at least wait_days. Without an applied date it counts as old.
-- last_seen_day: The last day something is known to have happened: closed, first answered, else applied.
-- merged_from_count: How many rows of other trackers are merged into it; 0 for an application of one tracker.
-- as_of_day: The day that counts as today, as a day number.
select
    applications.application_id,
    applications.seeker,
    applications.tracker,
    applications.company,
    applications.company_key,
    applications.role,
    applications.location,
    applications.work_mode,
    applications.source,
    applications.contact,
    applications.url,
    applications.salary_text,
    applications.salary_min,
    applications.salary_max,
    applications.salary_currency,
    applications.resume_version,
    applications.applied_date,
    applications.applied_day,
    applications.applied_week,
    applications.stage,
    applications.outcome,
    applications.closed_date,
    applications.closed_day,
    applications.closed_week,
    applications.closed_origin,
    applications.first_response_date,
    applications.first_response_day,
    applications.next_action,
    applications.next_action_date,
    applications.has_thank_you,
    applications.has_cover_letter,
    applications.has_referral,
    applications.has_tailored_resume,
    applications.has_company_research,
    applications.has_mock_interview,
    applications.notes,
    applications.status_text,
    applications.extras,
    applications.import_id,
    applications.sheet,
    applications.row_number,
    applications.stage_rank,
    case
        when applications.first_response_day >= applications.applied_day
            then applications.first_response_day - applications.applied_day
    end as days_to_first_response,
    case
        when applications.outcome in ('open', 'offer') then scope.as_of_day - applications.applied_day
        else applications.closed_day - applications.applied_day
    end as days_open,
    applications.stage_rank >= 1 as is_sent,
    applications.first_response_day is not null
    or applications.stage_rank >= 2
    or applications.outcome in ('rejected', 'offer', 'accepted', 'declined') as is_answered,
    applications.stage_rank >= 3 as is_interviewed,
    applications.outcome in ('rejected', 'no_response', 'withdrawn', 'declined', 'accepted') as is_closed,
    applications.stage_rank >= 1
    and (
        applications.outcome <> 'open'
        or not coalesce(scope.as_of_day - applications.applied_day < scope.wait_days, false)
    ) as is_settled,
    coalesce(applications.closed_day, applications.first_response_day, applications.applied_day) as last_seen_day,
    applications.merged_from_count,
    scope.as_of_day
from whole_applications as applications
cross join scope
where
    (scope.seeker is null or applications.seeker = scope.seeker)
    and (scope.from_date is null or applications.applied_date >= scope.from_date)
    and (scope.to_date is null or applications.applied_date <= scope.to_date)
    and (scope.source is null or applications.source = scope.source)
