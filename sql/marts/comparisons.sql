-- One row per comparison that is made when looking for findings: two groups, and how sure a difference between them is.
--
-- Every pair of ask channels, of people asked, of delays and of stages, over settled asks; every pair of sources over
-- settled applications; every habit, over all steps and within each. Only groups of five or more are compared, which is
-- decided before looking at their rates. With so many comparisons some would look different by chance, so the false
-- discovery rate is controlled (Benjamini and Hochberg 1995): a comparison is a discovery when its p-value is at most
-- 5% * p_rank / comparison_count, or a later one's is. The p-value of two rates is that of the N - 1 chi-squared test
-- (Campbell 2007), that of a habit comes from the adjusted difference and its standard error; normal tails are those of
-- Abramowitz and Stegun 7.1.26, right to 1.5e-7.
--
-- kind: channel_difference, asked_of_difference, delay_difference, stage_difference, source_difference or
--     habit_difference.
-- subject: The group with the higher rate; the habit.
-- comparison: The group with the lower rate; without for a habit.
-- n: How many the subject's rate is out of.
-- k: How many of them.
-- comparison_n: How many the comparison's rate is out of.
-- comparison_k: How many of them.
-- effect: k / n - comparison_k / comparison_n, -1 to 1; for a habit that difference within steps.
-- effect_low: Lower end of its 95% interval.
-- effect_high: Upper end of its 95% interval.
-- p_value: The chance of a difference at least as large if there were none, two-sided.
-- p_rank: 1 for the smallest p-value.
-- comparison_count: How many comparisons are made.
-- is_discovery: Whether it stands when all comparisons are looked at together.
-- view_name: The view that the rates come from.
with

segments as (
    select
        case dimension
            when 'ask_channel' then 'channel_difference'
            when 'asked_of' then 'asked_of_difference'
            when 'ask_delay' then 'delay_difference'
            else 'stage_difference'
        end as kind,
        segment,
        settled_count as n,
        responded_count as k,
        response_rate as p,
        response_rate_low as low,
        response_rate_high as high,
        'feedback_response_rates' as view_name
    from feedback_response_rates
    where
        dimension in ('ask_channel', 'asked_of', 'ask_delay', 'stage')
        and segment not in ('unknown', 'other')
        and settled_count >= 5
    union all
    select
        'source_difference',
        source,
        settled_count,
        responded_count,
        response_rate,
        response_rate_low,
        response_rate_high,
        'source_outcomes'
    from source_outcomes
    where source <> 'unknown' and settled_count >= 5
),

pairs as (
    select
        higher.kind,
        higher.segment as subject,
        lower.segment as comparison,
        higher.n,
        higher.k,
        lower.n as comparison_n,
        lower.k as comparison_k,
        higher.p - lower.p as effect,
        higher.p - lower.p
        - sqrt((higher.p - higher.low) * (higher.p - higher.low) + (lower.high - lower.p) * (lower.high - lower.p))
            as effect_low,
        higher.p - lower.p
        + sqrt((higher.high - higher.p) * (higher.high - higher.p) + (lower.p - lower.low) * (lower.p - lower.low))
            as effect_high,
        cast(higher.k + lower.k as double) / (higher.n + lower.n) as pooled,
        cast(higher.n + lower.n as double) as total_n,
        cast(1 as double) / higher.n + cast(1 as double) / lower.n as spread,
        higher.view_name
    from segments as higher
    inner join segments as lower
        on higher.kind = lower.kind
        and (higher.p > lower.p or (higher.p = lower.p and higher.segment < lower.segment))
),

tested as (
    select
        kind, subject, comparison, n, k, comparison_n, comparison_k, effect, effect_low, effect_high, view_name,
        case
            when pooled > 0 and pooled < 1
                then effect / sqrt(pooled * (1 - pooled) * spread) * sqrt((total_n - 1) / total_n)
            else 0e0
        end as z
    from pairs
    union all
    select
        'habit_difference',
        habit,
        'without',
        with_count,
        with_passed_count,
        without_count,
        without_passed_count,
        adjusted_difference,
        adjusted_difference_low,
        adjusted_difference_high,
        'habit_effects',
        adjusted_difference * 1.959963984540054
        / nullif(
            case
                when adjusted_difference_high < 1 then adjusted_difference_high - adjusted_difference
                else adjusted_difference - adjusted_difference_low
            end,
            0e0
        )
    from habit_effects
    where step = 'all' and adjusted_difference_low is not null
),

scaled as (
    select tested.*, abs(z) / sqrt(2e0) as x, 1 / (1 + 0.3275911 * abs(z) / sqrt(2e0)) as t
    from tested
),

valued as (
    select
        kind, subject, comparison, n, k, comparison_n, comparison_k, effect, effect_low, effect_high, view_name,
        least(
            1e0,
            t * (
                0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
            ) * exp(-x * x)
        ) as p_value
    from scaled
),

ranked as (
    select
        valued.*,
        row_number() over (order by p_value, kind, subject, comparison) as p_rank,
        count(*) over () as comparison_count
    from valued
),

-- the largest rank whose p-value is small enough; it and every smaller one are discoveries
last_discovery as (
    select coalesce(max(p_rank), 0) as p_rank
    from ranked
    where p_value <= 0.05 * p_rank / comparison_count
)

select
    ranked.kind,
    ranked.subject,
    ranked.comparison,
    ranked.n,
    ranked.k,
    ranked.comparison_n,
    ranked.comparison_k,
    ranked.effect,
    ranked.effect_low,
    ranked.effect_high,
    ranked.p_value,
    ranked.p_rank,
    ranked.comparison_count,
    ranked.p_rank <= last_discovery.p_rank as is_discovery,
    ranked.view_name
from ranked
cross join last_discovery
