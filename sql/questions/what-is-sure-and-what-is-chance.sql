-- Which differences are sure, and which may be chance?
-- Every comparison that is made, judged together so that many looks do not make a find.
select
    kind,
    subject,
    comparison,
    n,
    comparison_n,
    round(effect, 2) as difference,
    round(effect_low, 2) as low,
    round(effect_high, 2) as high,
    round(p_value, 3) as p_value,
    is_discovery
from comparisons
order by p_rank
