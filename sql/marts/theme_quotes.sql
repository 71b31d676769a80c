-- One row per mention of a theme: the exact words, and where they come from.
--
-- theme_id: The theme.
-- label: The theme in words.
-- control: mine, I can work on it; partly; not_mine.
-- polarity: strength, concern, circumstance or unclear.
-- quote: The exact words.
-- company: Who said it.
-- role: The role it was about.
-- stage: The stage it was about.
-- feedback_date: The day of the answer, else of the ask.
-- is_asked: Whether it was asked for.
-- feedback_id: The feedback entry.
-- feedback_text: The whole text that the quote is from.
-- quote_start: Where the quote starts in feedback_text, in characters from 0.
-- quote_end: Where it ends; the character there is no longer part of it.
-- method: codebook, found by its rules; model, read by the small trained model; confirmed, taught by the user.
select
    theme_mentions.theme_id,
    themes.label,
    themes.control,
    theme_mentions.polarity,
    theme_mentions.quote,
    stg_feedback.company,
    stg_feedback.role,
    stg_feedback.stage,
    stg_feedback.feedback_date,
    stg_feedback.is_asked,
    stg_feedback.feedback_id,
    stg_feedback.feedback_text,
    theme_mentions.quote_start,
    theme_mentions.quote_end,
    theme_mentions.method
from theme_mentions
inner join stg_feedback on theme_mentions.feedback_id = stg_feedback.feedback_id
inner join themes on theme_mentions.theme_id = themes.theme_id
