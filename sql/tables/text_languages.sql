-- One row per feedback entry with a text: the language its themes were read in.
--
-- feedback_id: The feedback entry.
-- language: en, de or es; other for a language that Debrief cannot read yet, in which only what the user taught is heard.
create table text_languages (
    feedback_id varchar primary key,
    language varchar not null
)
