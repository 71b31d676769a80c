-- One row per feedback entry within the scope: the table's columns, and what follows from them.
--
-- An entry that two trackers have in the same words is one row here; feedback.merged_into names the one that stays.
-- A first or last day limits by the entry's own day: asked, else answered. A source limits by the application's.
-- An ask without a date and without an answer counts as settled: nothing shows that it is still young.
--
-- feedback_id: Stable name of the entry, the same after every rebuild and newer upload.
-- application_id: The application it is about; null when none matches, or several do.
-- seeker: Whose job search it is.
-- tracker: The kept spreadsheet it comes from.
-- company: The company the log names, else its application's.
-- company_key: The company folded for matching and counting; never shown.
-- role: The role the log names, else its application's.
-- stage: The stage the log names, else the one its application reached.
-- is_asked: Whether feedback was asked for: an asked date, an ask channel or a plain yes.
-- asked_date: The day of asking.
-- asked_day: asked_date as a day number.
-- asked_week: The Monday of the week of asking.
-- ask_channel: phone, video, in_person, email, message, letter, portal or other.
-- asked_of: recruiter, hiring_manager, interviewer, agency or other.
-- has_response: Whether an answer came; a refusal to give feedback is an answer.
-- responded_date: The day of the answer.
-- responded_day: responded_date as a day number.
-- responded_week: The Monday of the week of the answer.
-- response_channel: How the answer came.
-- feedback_text: What was said, verbatim.
-- stated_reason: The reason they gave.
-- believed_reason: What the seeker thinks it really was; never merged with what was stated.
-- lesson: What the seeker takes from it.
-- next_step: What the seeker will do about it.
-- next_step_done_date: When that was done.
-- extras: Every other cell of the row by its header, and texts that lost something in cleaning, as JSON.
-- origin: log, a row that the sheet says is feedback; note, found in a free note and accepted by the user.
-- import_id: The import the row comes from.
-- sheet: The sheet the row comes from; null for a text file.
-- row_number: The row that the spreadsheet program shows.
-- source: Where the application's opening was found; null when no application matches.
-- feedback_date: The day of the answer, else of the ask.
-- is_waiting: An ask without an answer, younger than the wait window: not a failure yet.
-- is_settled: An ask that was answered, or is older than the wait window.
-- is_useful: An ask whose answer names at least one theme.
-- ask_delay_days: Days from the end of the application to the ask; negative when asked before the decision.
-- ask_age_days: Days from the ask to the as-of date.
-- response_days: Days from the ask to its answer; null when a date is missing or they are in the wrong order.
with

themed as (
    select distinct feedback_id
    from theme_mentions
),

entries as (
    select
        feedback.*,
        owners.application_id as owner_application_id,
        owners.source,
        owners.closed_day,
        coalesce(feedback.responded_date, feedback.asked_date) as feedback_date,
        coalesce(feedback.asked_date, feedback.responded_date) as scope_date,
        themed.feedback_id is not null as names_a_theme
    from feedback
    -- an entry belongs to the row that stays, whichever tracker's row it was written at
    left join applications on feedback.application_id = applications.application_id
    left join whole_applications as owners
        on coalesce(applications.merged_into, applications.application_id) = owners.application_id
    left join themed on feedback.feedback_id = themed.feedback_id
    where feedback.merged_into is null
)

select
    entries.feedback_id,
    entries.owner_application_id as application_id,
    entries.seeker,
    entries.tracker,
    entries.company,
    entries.company_key,
    entries.role,
    entries.stage,
    entries.is_asked,
    entries.asked_date,
    entries.asked_day,
    entries.asked_week,
    entries.ask_channel,
    entries.asked_of,
    entries.has_response,
    entries.responded_date,
    entries.responded_day,
    entries.responded_week,
    entries.response_channel,
    entries.feedback_text,
    entries.stated_reason,
    entries.believed_reason,
    entries.lesson,
    entries.next_step,
    entries.next_step_done_date,
    entries.extras,
    entries.origin,
    entries.import_id,
    entries.sheet,
    entries.row_number,
    entries.source,
    entries.feedback_date,
    entries.is_asked
    and not entries.has_response
    and coalesce(scope.as_of_day - entries.asked_day < scope.wait_days, false) as is_waiting,
    entries.is_asked
    and (
        entries.has_response
        or not coalesce(scope.as_of_day - entries.asked_day < scope.wait_days, false)
    ) as is_settled,
    entries.is_asked and entries.has_response and entries.names_a_theme as is_useful,
    entries.asked_day - entries.closed_day as ask_delay_days,
    scope.as_of_day - entries.asked_day as ask_age_days,
    case
        when entries.is_asked and entries.has_response and entries.responded_day >= entries.asked_day
            then entries.responded_day - entries.asked_day
    end as response_days
from entries
cross join scope
where
    (scope.seeker is null or entries.seeker = scope.seeker)
    and (scope.from_date is null or entries.scope_date >= scope.from_date)
    and (scope.to_date is null or entries.scope_date <= scope.to_date)
    and (scope.source is null or entries.source = scope.source)
