-- Which sources lead to interviews?
-- Over settled applications: ended, or at least three weeks old. Younger ones wait and are in no rate.
select
    source,
    application_count as sent,
    waiting_count as too_young,
    settled_count as settled,
    interviewed_count as interviews,
    round(interview_rate, 2) as rate,
    round(interview_rate_low, 2) as low,
    round(interview_rate_high, 2) as high
from source_outcomes
order by application_count desc, source
