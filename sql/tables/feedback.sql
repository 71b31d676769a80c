-- One row per entry of a feedback log: an ask, an answer, or feedback that came unprompted.
--
-- Columns that end in _day count the days since 1970-01-01.
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
-- table_number: Which table of the file it is, counting those that were read from 1; tables side by side share rows.
-- row_number: The row that the spreadsheet program shows.
-- merged_into: The entry of another tracker that says the same and counts in its place; null for one that counts.
create table feedback (
    feedback_id varchar primary key,
    application_id varchar,
    seeker varchar not null,
    tracker varchar not null,
    company varchar,
    company_key varchar,
    role varchar,
    stage varchar,
    is_asked boolean not null,
    asked_date date,
    asked_day integer,
    asked_week date,
    ask_channel varchar,
    asked_of varchar,
    has_response boolean not null,
    responded_date date,
    responded_day integer,
    responded_week date,
    response_channel varchar,
    feedback_text varchar,
    stated_reason varchar,
    believed_reason varchar,
    lesson varchar,
    next_step varchar,
    next_step_done_date date,
    extras varchar,
    origin varchar not null default 'log',
    import_id integer not null,
    sheet varchar,
    table_number integer,
    row_number bigint not null,
    merged_into varchar
)
