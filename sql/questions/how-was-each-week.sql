-- What did I do each week?
-- Applications, interviews, rejections, asks and answers by week.
select
    week_start,
    applied_count as applied,
    interviewed_count as interviews,
    rejected_count as rejections,
    asked_count as asked,
    responded_count as answers
from weekly_activity
order by week_start desc
