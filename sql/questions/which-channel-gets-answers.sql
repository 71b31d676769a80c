-- Which way of asking gets answers?
-- Settled asks only; the interval says how little a handful of asks can tell.
select
    segment as channel,
    settled_count as settled,
    responded_count as answered,
    waiting_count as waiting,
    round(response_rate, 2) as rate,
    round(response_rate_low, 2) as low,
    round(response_rate_high, 2) as high,
    median_response_days as median_days
from feedback_response_rates
where dimension = 'ask_channel'
order by settled_count desc, segment
