"""Queries that are asked in more than one place."""

CHANNEL_PAIRS = """
select pairs.*, coalesce(comparisons.is_discovery, false) as is_discovery
from feedback_channel_comparison as pairs
left join comparisons
    on comparisons.kind = 'channel_difference'
    and least(comparisons.subject, comparisons.comparison) = pairs.channel_a
    and greatest(comparisons.subject, comparisons.comparison) = pairs.channel_b
where pairs.channel_a <> 'other' and pairs.channel_b <> 'other'
"""
"""Each two ways of asking, and whether their difference stands among all comparisons that are made."""

ROW_COUNT = "select (select count(*) from stg_applications) + (select count(*) from stg_feedback) as n"
"""How much there is within the scope."""

STAGES = "select * from funnel order by stage_rank"
OVERALL_ASKS = "select * from feedback_response_rates where dimension = 'overall'"
FINDINGS = "select * from findings"
WEEKS = "select * from weekly_activity order by week_start"
OPEN_ASKS = "select * from open_asks order by place"
INTERVIEWS_AHEAD = "select count(*) as n from open_applications where stage_rank >= 2"

DUE_ACTIONS = """
select company, next_action, next_action_date, next_action_date < scope.as_of_date as is_overdue
from stg_applications
cross join scope
where
    next_action is not null
    and not is_closed
    and (next_action_date is null or next_action_date <= scope.as_of_date + 7)
order by next_action_date nulls last, company
"""
"""The next actions of this week. One without a day may be due at any time: it is there until its application ends."""

PROMISED_STEPS = """
select company, next_step, feedback_date
from stg_feedback
where next_step is not null and next_step_done_date is null
order by feedback_date nulls last, company
"""
"""The next steps that are not done."""

HOME = (
    *(FINDINGS, WEEKS, OPEN_ASKS, STAGES, OVERALL_ASKS),
    *(ROW_COUNT, DUE_ACTIONS, PROMISED_STEPS, INTERVIEWS_AHEAD),
)
"""All that Home asks within the scope, what takes longest first."""
