-- One row per finding: what the data says, and how sure it can be.
--
-- A share is clear when its 95% interval is at most 0.3 wide, leaning when at most 0.6, else too few to say. That a
-- theme keeps coming up is clear when the interval of its share begins at 0.2 or more, leaning at 0.1 or more. A
-- difference is clear when its 95% interval (Newcombe 1998, method 10) leaves out zero, leaning when it is at least
-- 0.1 with five or more on both sides, else too few to say. Nothing is claimed about causes.
--
-- rank: 1 for the strongest evidence; ties in the order of kind.
-- finding_id: Stable name of the finding.
-- kind: response_rate, channel_difference, theme_concern, theme_strength, not_mine, funnel_step or source_difference.
-- subject: What it is about, as named in its view.
-- comparison: What it is compared with, for a difference; else null.
-- n: How many the value is out of.
-- k: How many of them.
-- comparison_n: How many the comparison is out of; null without one.
-- comparison_k: How many of them; null without one.
-- value: The share.
-- effect: The share itself, or the difference of the two shares.
-- effect_low: Lower end of the effect's 95% interval.
-- effect_high: Upper end of the effect's 95% interval.
-- strength: clear, leaning or too few to say.
-- view_name: The view behind it.
with

response_rate as (
    select
        'response_rate' as kind,
        1 as kind_order,
        'all asks' as subject,
        cast(null as string) as comparison,
        settled_count as n,
        responded_count as k,
        cast(null as bigint) as comparison_n,
        cast(null as bigint) as comparison_k,
        response_rate as value,
        response_rate as effect,
        response_rate_low as effect_low,
        response_rate_high as effect_high,
        'feedback_response_rates' as view_name
    from feedback_response_rates
    where dimension = 'overall' and settled_count > 0
),

channels as (
    select
        segment,
        settled_count as n,
        responded_count as k,
        response_rate as p,
        response_rate_low as low,
        response_rate_high as high,
        row_number() over (order by settled_count desc, segment) as place
    from feedback_response_rates
    where dimension = 'ask_channel' and settled_count > 0 and segment <> 'unknown'
),

sources as (
    select
        source as segment,
        application_count as n,
        responded_count as k,
        response_rate as p,
        response_rate_low as low,
        response_rate_high as high,
        row_number() over (order by application_count desc, source) as place
    from source_outcomes
    where source <> 'unknown'
),

pairs as (
    select 'channel_difference' as kind, 2 as kind_order, 'feedback_response_rates' as view_name, channels.*
    from channels
    where place <= 2
    union all
    select 'source_difference', 7, 'source_outcomes', sources.*
    from sources
    where place <= 2
),

differences as (
    select
        higher.kind,
        higher.kind_order,
        higher.segment as subject,
        lower.segment as comparison,
        higher.n,
        higher.k,
        lower.n as comparison_n,
        lower.k as comparison_k,
        higher.p as value,
        higher.p - lower.p as effect,
        higher.p - lower.p
        - sqrt((higher.p - higher.low) * (higher.p - higher.low) + (lower.high - lower.p) * (lower.high - lower.p))
            as effect_low,
        higher.p - lower.p
        + sqrt((higher.high - higher.p) * (higher.high - higher.p) + (lower.p - lower.low) * (lower.p - lower.low))
            as effect_high,
        higher.view_name
    from pairs as higher
    inner join pairs as lower
        on higher.kind = lower.kind
        and (higher.p > lower.p or (higher.p = lower.p and higher.place < lower.place))
),

texts as (
    select count(*) as n
    from stg_feedback
    where feedback_text is not null
),

polarised as (
    select
        theme_mentions.theme_id,
        theme_mentions.polarity,
        count(distinct theme_mentions.feedback_id) as feedback_count,
        count(distinct stg_feedback.company_key) as company_count
    from theme_mentions
    inner join stg_feedback on theme_mentions.feedback_id = stg_feedback.feedback_id
    where theme_mentions.polarity in ('concern', 'strength')
    group by theme_mentions.theme_id, theme_mentions.polarity
),

ranked_themes as (
    select
        themes.label,
        polarised.polarity,
        polarised.feedback_count,
        row_number() over (
            partition by polarised.polarity
            order by polarised.company_count desc, polarised.feedback_count desc, polarised.theme_id
        ) as place
    from polarised
    inner join themes on polarised.theme_id = themes.theme_id
    where polarised.company_count >= 2 and themes.control <> 'not_mine'
),

text_counts as (
    select
        case when polarity = 'concern' then 'theme_concern' else 'theme_strength' end as kind,
        case when polarity = 'concern' then 3 else 4 end as kind_order,
        label as subject,
        feedback_count as k
    from ranked_themes
    where (polarity = 'concern' and place <= 3) or (polarity = 'strength' and place <= 2)
    union all
    select 'not_mine', 5, 'reasons out of your hands', count(distinct feedback_id)
    from theme_quotes
    where control = 'not_mine'
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
text_shares as (
    select
        text_counts.kind,
        text_counts.kind_order,
        text_counts.subject,
        cast(null as string) as comparison,
        texts.n,
        text_counts.k,
        cast(null as bigint) as comparison_n,
        cast(null as bigint) as comparison_k,
        cast(text_counts.k as double) / texts.n as value,
        cast(text_counts.k as double) / texts.n as effect,
        greatest(
            0e0,
            (2e0 * text_counts.k + 3.841458820694124) / (2 * (texts.n + 3.841458820694124))
            - 1.959963984540054 * sqrt(
                3.841458820694124 + 4e0 * text_counts.k * (1 - cast(text_counts.k as double) / texts.n)
            ) / (2 * (texts.n + 3.841458820694124))
        ) as effect_low,
        least(
            1e0,
            (2e0 * text_counts.k + 3.841458820694124) / (2 * (texts.n + 3.841458820694124))
            + 1.959963984540054 * sqrt(
                3.841458820694124 + 4e0 * text_counts.k * (1 - cast(text_counts.k as double) / texts.n)
            ) / (2 * (texts.n + 3.841458820694124))
        ) as effect_high,
        'theme_quotes' as view_name
    from text_counts
    cross join texts
    where texts.n > 0
),

funnel_steps as (
    select
        stage,
        previous_count,
        reached_count,
        step_rate,
        step_rate_low,
        step_rate_high,
        row_number() over (order by step_rate, stage_rank) as place
    from funnel
    where stage_rank between 3 and 6 and previous_count > 0
),

funnel_step as (
    select
        'funnel_step' as kind,
        6 as kind_order,
        stage as subject,
        cast(null as string) as comparison,
        previous_count as n,
        reached_count as k,
        cast(null as bigint) as comparison_n,
        cast(null as bigint) as comparison_k,
        step_rate as value,
        step_rate as effect,
        step_rate_low as effect_low,
        step_rate_high as effect_high,
        'funnel' as view_name
    from funnel_steps
    where place = 1
),

candidates as (
    select kind, kind_order, subject, comparison, n, k, comparison_n, comparison_k, value, effect, effect_low,
        effect_high, view_name
    from response_rate
    union all
    select kind, kind_order, subject, comparison, n, k, comparison_n, comparison_k, value, effect, effect_low,
        effect_high, view_name
    from differences
    union all
    select kind, kind_order, subject, comparison, n, k, comparison_n, comparison_k, value, effect, effect_low,
        effect_high, view_name
    from text_shares
    union all
    select kind, kind_order, subject, comparison, n, k, comparison_n, comparison_k, value, effect, effect_low,
        effect_high, view_name
    from funnel_step
),

judged as (
    select
        candidates.*,
        case
            when kind in ('theme_concern', 'theme_strength') and effect_low >= 0.2 then 'clear'
            when kind in ('theme_concern', 'theme_strength') and effect_low >= 0.1 then 'leaning'
            when kind in ('theme_concern', 'theme_strength') then 'too few to say'
            when comparison is null and effect_high - effect_low <= 0.3 then 'clear'
            when comparison is null and effect_high - effect_low <= 0.6 then 'leaning'
            when comparison is not null and effect_low > 0 then 'clear'
            when comparison is not null and effect >= 0.1 and n >= 5 and comparison_n >= 5 then 'leaning'
            else 'too few to say'
        end as strength
    from candidates
)

select
    row_number() over (
        order by
            case strength when 'clear' then 1 when 'leaning' then 2 else 3 end,
            kind_order,
            k desc,
            subject
    ) as rank,
    concat(kind, ':', subject) as finding_id,
    kind,
    subject,
    comparison,
    n,
    k,
    comparison_n,
    comparison_k,
    value,
    effect,
    effect_low,
    effect_high,
    strength,
    view_name
from judged
