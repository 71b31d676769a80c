-- One row per application and tracker that has it: one seeker, one company, one role, one try.
--
-- An application that two trackers have is two rows here, and one in stg_applications; merged_applications says why.
-- Built from the newest upload of every tracker. Columns that end in _day count the days since 1970-01-01, so
-- that a difference of two is a number of days on every engine.
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
-- table_number: Which table of the file it is, counting those that were read from 1; tables side by side share rows.
-- row_number: The row that the spreadsheet program shows.
-- merged_into: The row of another tracker that is the same application and stays; null for a row that stays.
create table applications (
    application_id varchar primary key,
    seeker varchar not null,
    tracker varchar not null,
    company varchar,
    company_key varchar,
    role varchar,
    location varchar,
    work_mode varchar,
    source varchar,
    contact varchar,
    url varchar,
    salary_text varchar,
    salary_min double,
    salary_max double,
    salary_currency varchar,
    resume_version varchar,
    applied_date date,
    applied_day integer,
    applied_week date,
    stage varchar not null,
    outcome varchar not null,
    closed_date date,
    closed_day integer,
    closed_week date,
    closed_origin varchar,
    first_response_date date,
    first_response_day integer,
    next_action varchar,
    next_action_date date,
    has_thank_you boolean,
    has_cover_letter boolean,
    has_referral boolean,
    has_tailored_resume boolean,
    has_company_research boolean,
    has_mock_interview boolean,
    notes varchar,
    status_text varchar,
    extras varchar,
    import_id integer not null,
    sheet varchar,
    table_number integer,
    row_number bigint not null,
    merged_into varchar
)
