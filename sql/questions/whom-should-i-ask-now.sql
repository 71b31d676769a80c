-- Whom should I ask, or nudge, now?
-- What is worth most first: late rejections, asks that wait, then the rest, the latest first. The chance comes from your own
-- answers so far; chance_n says from how many asks. nudge_by is the day to ask again.
select
    action,
    reason as why,
    company,
    role,
    stage,
    days_since,
    suggested_channel as how,
    round(chance, 2) as chance,
    chance_n,
    nudge_date as nudge_by
from open_asks
order by place
