-- Is it in my hands, as they say and as I believe?
-- Reasons by stage: to work on, partly, not mine; stated and believed apart.
select
    stage,
    stated_count as stated,
    mine_count as mine,
    partly_count as partly,
    not_mine_count as not_mine,
    mixed_count as mixed,
    unclear_count as unclear,
    believed_count as believed,
    compared_count as both,
    agreed_count as agree
from reason_split
order by stage_rank nulls last
