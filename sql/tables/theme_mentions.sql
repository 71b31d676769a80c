-- One row per place in a feedback text where a theme is named.
--
-- feedback_id: The feedback entry.
-- theme_id: The theme.
-- polarity: strength, concern, circumstance or unclear.
-- quote: The exact words.
-- quote_start: Where the quote starts in feedback_text, in characters from 0.
-- quote_end: Where it ends; the character there is no longer part of it.
-- method: codebook, found by its rules; model, proposed by the shipped model; confirmed, said by the user.
create table theme_mentions (
    feedback_id varchar not null,
    theme_id varchar not null,
    polarity varchar not null,
    quote varchar not null,
    quote_start bigint not null,
    quote_end bigint not null,
    method varchar not null
)
