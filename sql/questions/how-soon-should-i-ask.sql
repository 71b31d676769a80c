-- How soon after the decision should I ask?
-- Rates by the days from the end of the application to the ask; the advice found in print contradicts itself.
select
    segment as delay,
    settled_count as settled,
    responded_count as answered,
    useful_count as useful,
    round(response_rate, 2) as rate,
    round(response_rate_low, 2) as low,
    round(response_rate_high, 2) as high
from feedback_response_rates
where dimension = 'ask_delay'
order by segment_order
