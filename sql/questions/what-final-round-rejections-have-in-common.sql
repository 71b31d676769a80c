-- What did the companies that rejected me after a final interview have in common?
-- Every theme named by companies that rejected after at least a given stage, with how many named it.
-- param stage_rank = 5: The lowest stage: 3 first, 4 second, 5 final interview.
select
    themes.label as theme,
    theme_mentions.polarity,
    count(distinct applications.company_key) as companies,
    min(theme_mentions.quote) as a_quote
from stg_applications as applications
inner join stg_feedback as feedback on applications.application_id = feedback.application_id
inner join theme_mentions on feedback.feedback_id = theme_mentions.feedback_id
inner join themes on theme_mentions.theme_id = themes.theme_id
where applications.outcome = 'rejected' and applications.stage_rank >= $stage_rank
group by themes.label, theme_mentions.polarity
order by companies desc, theme, theme_mentions.polarity
