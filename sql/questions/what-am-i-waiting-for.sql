-- Which asks are still waiting?
-- Asks without an answer that are younger than the wait window.
select
    asked_date,
    ask_age_days as days,
    company,
    role,
    ask_channel,
    asked_of
from stg_feedback
where is_waiting
order by asked_date, company
