-- How long should I wait for an answer?
-- The estimated chance that an ask has been answered by a day, waiting asks taken into account.
-- param channel = all: The ask channel, or all.
select
    day,
    at_risk_count as still_waiting,
    responded_count as answered_that_day,
    round(response_probability, 2) as answered_by_then,
    round(response_probability_low, 2) as low,
    round(response_probability_high, 2) as high
from feedback_response_curves
where ask_channel = $channel
order by day
