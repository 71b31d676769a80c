-- What did they say about one theme, word for word?
-- Every quote, newest first.
-- param theme = enthusiasm: The theme's short name, as in `themes`.
select
    feedback_date,
    company,
    stage,
    polarity,
    quote
from theme_quotes
where theme_id = $theme
order by feedback_date desc nulls last, company
