-- How long does an application take to be answered?
-- The estimated chance that an application was answered by a day; silence is censored, not counted as a no.
-- param source = all: The source, or all.
select
    day,
    at_risk_count as still_waiting,
    responded_count as answered_that_day,
    round(response_probability, 2) as answered_by_then,
    round(response_probability_low, 2) as low,
    round(response_probability_high, 2) as high
from response_times
where source = $source
order by day
