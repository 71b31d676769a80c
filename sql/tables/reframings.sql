-- One row per feedback entry and person who wrote what it could mean for next time.
--
-- It stands beside the words that were said and is used for no theme and no rate. Kept in readings.toml in the home folder.
--
-- feedback_id: The feedback entry; one that is no longer in its tracker is kept here all the same.
-- written_by: Who wrote it: me, or the second reader's name.
-- reframing: The words.
-- is_same_text: Whether the entry's text is still the one that it was written about.
-- written_date: The day it was written or read in.
create table reframings (
    feedback_id varchar not null,
    written_by varchar not null,
    reframing varchar not null,
    is_same_text boolean not null,
    written_date date not null
)
