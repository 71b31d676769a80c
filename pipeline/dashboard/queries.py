"""Queries that more than one page asks."""

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
