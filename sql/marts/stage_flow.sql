-- One row per step that applications took: from a stage to the next, or from the stage reached to how it ended.
--
-- Over sent applications. A skipped stage counts as passed and a rejection never lowers a stage, as in the funnel.
-- The flow is conserved: what enters a stage leaves it to the next stage or to an outcome.
--
-- from_node: The stage that is left.
-- to_node: The next stage, or the outcome that the application ended in at from_node, such as rejected.
-- application_count: Applications that took this step; never 0.
-- is_outcome: Whether to_node is an outcome; offer is both a stage and an outcome.
-- from_rank: Where from_node stands, 1 applied to 7 hired.
-- to_rank: Where the next stage stands; for an outcome, from_rank + 1.
with

reached as (
    select stage, stage_rank, outcome, count(*) as application_count
    from stg_applications
    where is_sent
    group by stage, stage_rank, outcome
),

passed as (
    select
        stages.stage as from_node,
        next_stages.stage as to_node,
        stages.stage_rank as from_rank,
        next_stages.stage_rank as to_rank,
        cast(sum(reached.application_count) as bigint) as application_count
    from stages
    inner join stages as next_stages on stages.stage_rank + 1 = next_stages.stage_rank
    inner join reached on next_stages.stage_rank <= reached.stage_rank
    where stages.stage_rank >= 1
    group by stages.stage, next_stages.stage, stages.stage_rank, next_stages.stage_rank
)

select from_node, to_node, application_count, false as is_outcome, from_rank, to_rank
from passed
union all
select stage, outcome, application_count, true, stage_rank, stage_rank + 1
from reached
