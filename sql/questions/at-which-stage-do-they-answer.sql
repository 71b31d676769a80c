-- At which stage do they answer?
-- Rates by the stage reached, useful answers beside polite ones.
select
    segment as stage,
    settled_count as settled,
    responded_count as answered,
    useful_count as useful,
    round(response_rate, 2) as rate,
    round(response_rate_low, 2) as low,
    round(response_rate_high, 2) as high,
    round(useful_rate, 2) as useful_rate
from feedback_response_rates
where dimension = 'stage'
order by segment_order nulls last
