-- One row per open application and mention of a theme in what its seeker was told before: what to have in mind there.
--
-- application_id: The open application.
-- nearness: company, the same company said it; this stage, it was said about the stage that the application stands at;
--     next stage, about the one after it; elsewhere.
-- nearness_order: Its place, 1 to 4.
-- theme_id: The theme.
-- label: The theme in words.
-- control: mine, I can work on it; partly; not_mine.
-- polarity: strength, concern, circumstance or unclear.
-- quote: The exact words.
-- company: Who said it.
-- company_key: The company folded for counting; never shown.
-- role: The role it was about.
-- stage: The stage it was about.
-- feedback_date: The day of the answer, else of the ask.
-- feedback_id: The feedback entry.
-- feedback_text: The whole text that the quote is from.
-- quote_start: Where the quote starts in feedback_text, in characters from 0.
-- quote_end: Where it ends; the character there is no longer part of it.
with

stage_of_feedback as (
    select stg_feedback.*, stages.stage_rank
    from stg_feedback
    left join stages on stg_feedback.stage = stages.stage
)

select
    open_applications.application_id,
    case
        when heard.company_key = open_applications.company_key then 'company'
        when heard.stage_rank = open_applications.stage_rank then 'this stage'
        when heard.stage_rank = open_applications.stage_rank + 1 then 'next stage'
        else 'elsewhere'
    end as nearness,
    case
        when heard.company_key = open_applications.company_key then 1
        when heard.stage_rank = open_applications.stage_rank then 2
        when heard.stage_rank = open_applications.stage_rank + 1 then 3
        else 4
    end as nearness_order,
    theme_mentions.theme_id,
    themes.label,
    themes.control,
    theme_mentions.polarity,
    theme_mentions.quote,
    heard.company,
    heard.company_key,
    heard.role,
    heard.stage,
    heard.feedback_date,
    heard.feedback_id,
    heard.feedback_text,
    theme_mentions.quote_start,
    theme_mentions.quote_end
from open_applications
inner join stage_of_feedback as heard on open_applications.seeker = heard.seeker
inner join theme_mentions on heard.feedback_id = theme_mentions.feedback_id
inner join themes on theme_mentions.theme_id = themes.theme_id
