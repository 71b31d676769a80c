-- Where do my applications stop?
-- Each stage with how many got there, of all sent and of those at the stage before.
select
    stage_label as stage,
    reached_count as reached,
    round(step_rate, 2) as of_stage_before,
    round(overall_rate, 2) as of_all_sent,
    round(overall_rate_low, 2) as low,
    round(overall_rate_high, 2) as high
from funnel
where stage_rank >= 1
order by stage_rank
