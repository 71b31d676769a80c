-- Did what I learned help?
-- Each theme with a lesson or next step, before and since. A change may be chance, or other interviews: what was bad
-- enough to write down tends to look better next time anyway.
select
    label as theme,
    turning_date as since,
    before_count as concerns_before,
    before_text_count as texts_before,
    after_count as concerns_since,
    after_text_count as texts_since,
    round(share_difference, 2) as difference,
    round(share_difference_low, 2) as low,
    round(share_difference_high, 2) as high
from theme_progress
order by turning_date, label
