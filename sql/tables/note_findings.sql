-- One row per thing that a free note seems to say about feedback: an ask, an employer's words, or both.
--
-- Nothing here counts until it is accepted; then it is a row of feedback as well. What the log already says is not here.
--
-- note_id: Stable name of the finding: the same in a newer upload with the same company, role and quote.
-- application_id: The application in whose row the note stands.
-- header: The header of the note's column.
-- note: The whole note, as written.
-- what: ask, feedback or both.
-- quote: The exact words: what was said, or the ask where nothing was said.
-- quote_start: Where the quote starts in note, in characters from 0.
-- quote_end: Where it ends; the character there is no longer part of it.
-- asked_date: The day of asking; null where it is not written, or more than one day fits.
-- ask_channel: phone, video, in_person, email, message, letter, portal or other; null where it is not written.
-- asked_of: recruiter, hiring_manager, interviewer, agency or other; null where it is not written.
-- has_response: Whether an answer came; null where the note does not say.
-- confidence: How sure the finding is, 0 to 1.
-- reason: Why, in words.
-- verdict: accepted or dismissed by the user; null while it is undecided.
-- import_id: The import the note comes from.
-- sheet: The sheet it comes from; null for a text file.
-- row_number: The row that the spreadsheet program shows.
create table note_findings (
    note_id varchar primary key,
    application_id varchar not null,
    header varchar not null,
    note varchar not null,
    what varchar not null,
    quote varchar not null,
    quote_start bigint not null,
    quote_end bigint not null,
    asked_date date,
    ask_channel varchar,
    asked_of varchar,
    has_response boolean,
    confidence double not null,
    reason varchar not null,
    verdict varchar,
    import_id integer not null,
    sheet varchar,
    row_number bigint not null
)
