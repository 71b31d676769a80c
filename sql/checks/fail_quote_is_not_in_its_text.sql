-- A quote is exactly what stands at its offsets.
-- remedy: This is a defect: please report it; `debrief rebuild` may mend it meanwhile.
select theme_mentions.feedback_id, theme_mentions.theme_id, theme_mentions.quote
from theme_mentions
left join feedback on theme_mentions.feedback_id = feedback.feedback_id
where
    feedback.feedback_id is null
    or theme_mentions.quote <> substr(
        feedback.feedback_text,
        cast(theme_mentions.quote_start as integer) + 1,
        cast(theme_mentions.quote_end - theme_mentions.quote_start as integer)
    )
