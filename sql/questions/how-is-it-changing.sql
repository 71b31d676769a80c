-- Is what they say changing over time?
-- Concerns and strengths by month.
select
    month,
    label as theme,
    feedback_count as texts,
    text_count as of_texts,
    concern_count as concerns,
    strength_count as strengths
from theme_by_month
order by month, label
