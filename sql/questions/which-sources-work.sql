-- Which sources lead to interviews?
-- Open applications count in the denominator and may yet be answered.
select
    source,
    application_count as sent,
    open_count as still_open,
    interviewed_count as interviews,
    round(interview_rate, 2) as rate,
    round(interview_rate_low, 2) as low,
    round(interview_rate_high, 2) as high
from source_outcomes
order by application_count desc, source
