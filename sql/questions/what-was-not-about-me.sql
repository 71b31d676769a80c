-- Which rejections had nothing to do with me?
-- Reasons that were out of your hands, in their own words. A stated reason need not be the real one.
select
    feedback_date,
    company,
    role,
    label as reason,
    quote
from theme_quotes
where control = 'not_mine'
order by feedback_date desc nulls last, company
