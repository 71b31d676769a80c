-- Who answers when asked: the recruiter, the manager, an interviewer?
-- Rates over settled asks, by who was asked.
select
    segment as asked_of,
    settled_count as settled,
    responded_count as answered,
    useful_count as useful,
    round(response_rate, 2) as rate,
    round(response_rate_low, 2) as low,
    round(response_rate_high, 2) as high
from feedback_response_rates
where dimension = 'asked_of'
order by settled_count desc, segment
