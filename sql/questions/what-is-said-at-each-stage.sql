-- What is said at each stage?
-- The themes by stage, with their share of the texts there.
select
    stage,
    label as theme,
    feedback_count as texts,
    text_count as of_texts,
    concern_count as concerns,
    strength_count as strengths,
    round(share, 2) as share,
    round(share_low, 2) as low,
    round(share_high, 2) as high
from theme_by_stage
order by stage_rank nulls last, feedback_count desc, label
