-- Does phone really get more answers than email?
-- Each pair of channels, crude and within stages; association, not cause. asks_needed is how many each channel would need
-- to tell rates as different as these apart; from rates of fewer than five asks nobody can say.
select
    channel_a,
    channel_b,
    settled_a_count as asks_a,
    responded_a_count as answers_a,
    settled_b_count as asks_b,
    responded_b_count as answers_b,
    round(rate_difference, 2) as difference,
    round(rate_difference_low, 2) as low,
    round(rate_difference_high, 2) as high,
    round(adjusted_difference, 2) as within_stages,
    round(adjusted_difference_low, 2) as within_low,
    round(adjusted_difference_high, 2) as within_high,
    case when least(settled_a_count, settled_b_count) >= 5 then asks_needed end as asks_needed
from feedback_channel_comparison
order by settled_a_count + settled_b_count desc, channel_a, channel_b
