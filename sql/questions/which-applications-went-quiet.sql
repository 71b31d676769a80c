-- Which open applications went quiet?
-- Open, and nothing heard for a number of days.
-- param days = 30: Days since the last sign of life.
select
    company,
    role,
    stage,
    applied_date,
    as_of_day - last_seen_day as quiet_days
from stg_applications
where outcome = 'open' and is_sent and as_of_day - last_seen_day >= $days
order by quiet_days desc, company
