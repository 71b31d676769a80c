-- One row per theme named in a stated or believed reason, which stand in columns of their own beside the feedback
-- text.
--
-- feedback_id: The feedback entry.
-- side: stated, what they gave as the reason; believed, what the seeker thinks it really was.
-- theme_id: The theme.
-- polarity: strength, concern, circumstance or unclear.
-- quote: The exact words.
-- quote_start: Where the quote starts in that column, in characters from 0.
-- quote_end: Where it ends; the character there is no longer part of it.
create table reason_mentions (
    feedback_id varchar not null,
    side varchar not null,
    theme_id varchar not null,
    polarity varchar not null,
    quote varchar not null,
    quote_start bigint not null,
    quote_end bigint not null
)
