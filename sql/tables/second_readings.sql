-- One row per reader, text and theme that the reader or the first coding found there; one without a theme for neither.
--
-- The first coding is what the themes of a text were before its reader's sheet came in: what was taken over from a reader
-- since would agree with itself. Kept in readings.toml in the home folder.
--
-- reader: Who read the text a second time.
-- feedback_id: The feedback entry; one that is no longer in its tracker is kept here all the same.
-- theme_id: The theme, merged ones under the name they have now; null where neither found any.
-- first_polarity: strength, concern, circumstance, unclear, or mixed for several; null where the first did not find it.
-- second_polarity: The same of the reader; unstated where the reader named the theme alone; null where not found.
-- is_same_text: Whether the entry's text is still the one that was read; only then it counts.
-- is_kept: Whether the user looked at the difference and kept their own reading.
-- notes: What the reader wrote beside the text.
-- read_date: The day the reader's sheet was read in.
create table second_readings (
    reader varchar not null,
    feedback_id varchar not null,
    theme_id varchar,
    first_polarity varchar,
    second_polarity varchar,
    is_same_text boolean not null,
    is_kept boolean not null,
    notes varchar,
    read_date date not null
)
