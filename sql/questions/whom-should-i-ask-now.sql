-- Whom should I ask, or nudge, now?
-- Most recent first. The chance comes from your own answers so far; chance_n says from how many asks.
select
    action,
    company,
    role,
    stage,
    days_since,
    suggested_channel as how,
    round(chance, 2) as chance,
    chance_n
from open_asks
order by days_since, company
