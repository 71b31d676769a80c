-- One row per finding, at most ten: what the data says, how sure it can be, and what is not known yet.
--
-- A share is clear when its 95% interval is at most 0.3 wide, leaning when at most 0.6, else too few to say. That a
-- theme keeps coming up is clear when the interval of its share begins at 0.2 or more, leaning at 0.1 or more. A
-- difference is clear when it is a discovery among all comparisons (see comparisons), its 95% interval leaves out zero,
-- and it points the same way within stages where that can be said; leaning when it is at least 0.1 and chance alone
-- would give as much at most one time in five. What is not known is whether the two channels used most differ, with what
-- would settle it. Nothing is claimed about causes.
--
-- rank: 1 for the strongest evidence; ties in the order of kind.
-- finding_id: Stable name of the finding.
-- kind: response_rate, channel_difference, asked_of_difference, delay_difference, stage_difference, source_difference,
--     habit_difference, theme_concern, theme_strength, not_mine, funnel_step or not_known.
-- subject: What it is about, as named in its view.
-- comparison: What it is compared with, for a difference; else null.
-- n: How many the value is out of.
-- k: How many of them.
-- comparison_n: How many the comparison is out of; null without one.
-- comparison_k: How many of them; null without one.
-- value: k / n, 0 to 1.
-- effect: k / n; for a difference, k / n - comparison_k / comparison_n; for a habit, that difference within steps.
-- effect_low: Lower end of the effect's 95% interval.
-- effect_high: Upper end of the effect's 95% interval.
-- strength: clear, leaning or too few to say.
-- view_name: The view behind it.
-- needed_n: For a difference of channels that is not clear, how many asks each needs to show one as large as it looks
--     now; null when the rates are equal, and for every other finding.
with

-- what several findings rest on is read once
rates as (
    select dimension, segment, settled_count, responded_count, response_rate, response_rate_low, response_rate_high
    from feedback_response_rates
    where dimension in ('overall', 'ask_channel')
),

channel_pairs as (
    select
        channel_a,
        channel_b,
        settled_a_count,
        responded_a_count,
        settled_b_count,
        responded_b_count,
        rate_difference,
        rate_difference_low,
        rate_difference_high,
        adjusted_difference,
        asks_needed
    from feedback_channel_comparison
),

entries as (
    select feedback_id, company_key, feedback_text
    from stg_feedback
),

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
    from rates
    where dimension = 'overall' and settled_count > 0
),

judged_pairs as (
    select
        comparisons.*,
        case
            when
                comparisons.is_discovery
                and comparisons.effect_low > 0
                and coalesce(
                    case
                        when comparisons.subject = across.channel_a then across.adjusted_difference
                        else -across.adjusted_difference
                    end,
                    1e0
                ) > 0
                then 'clear'
            when comparisons.effect >= 0.1 and comparisons.p_value <= 0.2 then 'leaning'
        end as strength,
        across.asks_needed
    from comparisons
    left join channel_pairs as across
        on comparisons.kind = 'channel_difference'
        and (
            (comparisons.subject = across.channel_a and comparisons.comparison = across.channel_b)
            or (comparisons.subject = across.channel_b and comparisons.comparison = across.channel_a)
        )
),

-- one pair of each kind, so that six sources do not fill the list with one story
strongest_pairs as (
    select
        judged_pairs.*,
        row_number() over (
            partition by kind, case when kind = 'habit_difference' then subject else '' end
            order by case strength when 'clear' then 1 else 2 end, p_rank
        ) as place
    from judged_pairs
    where strength is not null
),

differences as (
    select
        kind,
        case kind
            when 'channel_difference' then 2
            when 'habit_difference' then 3
            when 'asked_of_difference' then 4
            when 'delay_difference' then 5
            when 'stage_difference' then 6
            else 7
        end as kind_order,
        subject,
        comparison,
        n,
        k,
        comparison_n,
        comparison_k,
        cast(k as double) / n as value,
        effect,
        effect_low,
        effect_high,
        view_name,
        strength as pair_strength,
        case when strength = 'leaning' then asks_needed end as needed_n
    from strongest_pairs
    where place = 1
),

channel_places as (
    select
        segment,
        settled_count,
        row_number() over (order by settled_count desc, segment) as place
    from rates
    where dimension = 'ask_channel' and settled_count > 0 and segment not in ('unknown', 'other')
),

not_known as (
    select
        'not_known' as kind,
        12 as kind_order,
        case when pairs.rate_difference >= 0 then pairs.channel_a else pairs.channel_b end as subject,
        case when pairs.rate_difference >= 0 then pairs.channel_b else pairs.channel_a end as comparison,
        case when pairs.rate_difference >= 0 then pairs.settled_a_count else pairs.settled_b_count end as n,
        case when pairs.rate_difference >= 0 then pairs.responded_a_count else pairs.responded_b_count end as k,
        case when pairs.rate_difference >= 0 then pairs.settled_b_count else pairs.settled_a_count end
            as comparison_n,
        case when pairs.rate_difference >= 0 then pairs.responded_b_count else pairs.responded_a_count end
            as comparison_k,
        abs(pairs.rate_difference) as effect,
        case when pairs.rate_difference >= 0 then pairs.rate_difference_low else -pairs.rate_difference_high end
            as effect_low,
        case when pairs.rate_difference >= 0 then pairs.rate_difference_high else -pairs.rate_difference_low end
            as effect_high,
        pairs.asks_needed as needed_n
    from channel_pairs as pairs
    inner join channel_places as first_places on first_places.place <= 2 and pairs.channel_a = first_places.segment
    inner join channel_places as second_places
        on second_places.place <= 2 and pairs.channel_b = second_places.segment
    left join differences on differences.kind = 'channel_difference'
    where differences.kind is null
),

texts as (
    select count(*) as n
    from entries
    where feedback_text is not null
),

polarised as (
    select
        theme_mentions.theme_id,
        theme_mentions.polarity,
        count(distinct theme_mentions.feedback_id) as feedback_count,
        count(distinct entries.company_key) as company_count
    from theme_mentions
    inner join entries on theme_mentions.feedback_id = entries.feedback_id
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
        case when polarity = 'concern' then 8 else 9 end as kind_order,
        label as subject,
        feedback_count as k
    from ranked_themes
    where (polarity = 'concern' and place <= 2) or (polarity = 'strength' and place <= 1)
    union all
    select 'not_mine', 10, 'reasons out of your hands', count(distinct feedback_id)
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
        11 as kind_order,
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
        effect_high, view_name, cast(null as string) as pair_strength, cast(null as bigint) as needed_n
    from response_rate
    union all
    select kind, kind_order, subject, comparison, n, k, comparison_n, comparison_k, value, effect, effect_low,
        effect_high, view_name, pair_strength, needed_n
    from differences
    union all
    select kind, kind_order, subject, comparison, n, k, comparison_n, comparison_k, value, effect, effect_low,
        effect_high, view_name, cast(null as string), cast(null as bigint)
    from text_shares
    union all
    select kind, kind_order, subject, comparison, n, k, comparison_n, comparison_k, value, effect, effect_low,
        effect_high, view_name, cast(null as string), cast(null as bigint)
    from funnel_step
    union all
    select kind, kind_order, subject, comparison, n, k, comparison_n, comparison_k, cast(k as double) / n, effect,
        effect_low, effect_high, 'feedback_channel_comparison', 'too few to say', needed_n
    from not_known
),

judged as (
    select
        candidates.*,
        case
            when pair_strength is not null then pair_strength
            when kind in ('theme_concern', 'theme_strength') and effect_low >= 0.2 then 'clear'
            when kind in ('theme_concern', 'theme_strength') and effect_low >= 0.1 then 'leaning'
            when kind in ('theme_concern', 'theme_strength') then 'too few to say'
            when effect_high - effect_low <= 0.3 then 'clear'
            when effect_high - effect_low <= 0.6 then 'leaning'
            else 'too few to say'
        end as strength
    from candidates
),

ranked as (
    select
        judged.*,
        row_number() over (
            order by
                case strength when 'clear' then 1 when 'leaning' then 2 else 3 end,
                kind_order,
                k desc,
                subject
        ) as rank
    from judged
)

select
    rank,
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
    view_name,
    needed_n
from ranked
where rank <= 10
