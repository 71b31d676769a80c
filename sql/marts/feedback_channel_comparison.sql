-- One row per pair of ask channels: whether one is answered more often than the other.
--
-- Over settled asks with a known channel. The crude difference has the interval of Newcombe 1998, method 10. Asks by
-- phone may follow later interviews, where answers are likelier anyway, so the adjusted difference compares within
-- each stage: the Mantel-Haenszel risk difference over stages, with the variance of Greenland and Robins 1985. What
-- is left is an association, no proof that the channel is the cause.
--
-- channel_a: The first channel, in alphabetical order.
-- channel_b: The second channel.
-- settled_a_count: Settled asks through the first channel.
-- responded_a_count: Of those, answered.
-- settled_b_count: Settled asks through the second channel.
-- responded_b_count: Of those, answered.
-- rate_difference: responded_a_count / settled_a_count - responded_b_count / settled_b_count, -1 to 1.
-- rate_difference_low: Lower end of its 95% interval.
-- rate_difference_high: Upper end of its 95% interval.
-- stage_count: Stages in which both channels were used; only those are in the adjusted difference.
-- adjusted_difference: The difference within stages, -1 to 1; null when no stage has asks through both channels.
-- adjusted_difference_low: Lower end of its 95% interval; null where either channel has fewer than 5 asks in those
--     stages, or all of them ended alike: the method would claim to know more than it does.
-- adjusted_difference_high: Upper end of its 95% interval; null likewise.
-- asks_needed: Asks that each channel would need to tell rates as different as these apart with 80% power at the 5%
--     level, two-sided, normal approximation with pooled variance (Fleiss 1981); null when the rates are equal.
with

asks as (
    select ask_channel, coalesce(stage, 'unknown') as stage, has_response
    from stg_feedback
    where is_settled and ask_channel is not null
),

by_stage as (
    select
        ask_channel,
        stage,
        count(*) as settled_count,
        count(case when has_response then 1 end) as responded_count
    from asks
    group by ask_channel, stage
),

by_channel as (
    select
        ask_channel,
        cast(sum(settled_count) as bigint) as settled_count,
        cast(sum(responded_count) as bigint) as responded_count,
        cast(sum(settled_count) as double) as n,
        cast(sum(responded_count) as double) / sum(settled_count) as rate
    from by_stage
    group by ask_channel
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        ask_channel,
        settled_count,
        responded_count,
        n,
        rate,
        (2 * n * rate + 3.841458820694124) / (2 * (n + 3.841458820694124))
        - 1.959963984540054 * sqrt(3.841458820694124 + 4 * n * rate * (1 - rate)) / (2 * (n + 3.841458820694124))
            as low,
        (2 * n * rate + 3.841458820694124) / (2 * (n + 3.841458820694124))
        + 1.959963984540054 * sqrt(3.841458820694124 + 4 * n * rate * (1 - rate)) / (2 * (n + 3.841458820694124))
            as high
    from by_channel
),

crude as (
    select
        a.ask_channel as channel_a,
        b.ask_channel as channel_b,
        a.settled_count as settled_a_count,
        a.responded_count as responded_a_count,
        b.settled_count as settled_b_count,
        b.responded_count as responded_b_count,
        a.rate as rate_a,
        b.rate as rate_b,
        a.rate - b.rate as rate_difference,
        a.rate - b.rate - sqrt((a.rate - a.low) * (a.rate - a.low) + (b.high - b.rate) * (b.high - b.rate))
            as rate_difference_low,
        a.rate - b.rate + sqrt((a.high - a.rate) * (a.high - a.rate) + (b.rate - b.low) * (b.rate - b.low))
            as rate_difference_high
    from bounded as a
    inner join bounded as b on a.ask_channel < b.ask_channel
),

strata as (
    select
        a.ask_channel as channel_a,
        b.ask_channel as channel_b,
        cast(a.settled_count as double) * b.settled_count / (a.settled_count + b.settled_count) as weight,
        cast(a.responded_count as double) / a.settled_count as rate_a,
        cast(b.responded_count as double) / b.settled_count as rate_b,
        cast(a.settled_count as double) as n_a,
        cast(b.settled_count as double) as n_b
    from by_stage as a
    inner join by_stage as b on a.stage = b.stage and a.ask_channel < b.ask_channel
),

adjusted as (
    select
        channel_a,
        channel_b,
        count(*) as stage_count,
        least(sum(n_a), sum(n_b)) as fewer_n,
        sum(weight * (rate_a - rate_b)) / sum(weight) as difference,
        sqrt(sum(weight * weight * (rate_a * (1 - rate_a) / n_a + rate_b * (1 - rate_b) / n_b))) / sum(weight)
            as standard_error
    from strata
    group by channel_a, channel_b
)

select
    crude.channel_a,
    crude.channel_b,
    crude.settled_a_count,
    crude.responded_a_count,
    crude.settled_b_count,
    crude.responded_b_count,
    crude.rate_difference,
    crude.rate_difference_low,
    crude.rate_difference_high,
    coalesce(adjusted.stage_count, 0) as stage_count,
    adjusted.difference as adjusted_difference,
    case
        when adjusted.standard_error > 0 and adjusted.fewer_n >= 5
            then greatest(-1e0, adjusted.difference - 1.959963984540054 * adjusted.standard_error)
    end as adjusted_difference_low,
    case
        when adjusted.standard_error > 0 and adjusted.fewer_n >= 5
            then least(1e0, adjusted.difference + 1.959963984540054 * adjusted.standard_error)
    end as adjusted_difference_high,
    -- the quantiles of the normal distribution at 0.975 and 0.8
    case
        when crude.rate_a <> crude.rate_b
            then cast(
                ceil(
                    power(
                        1.959963984540054
                        * sqrt((crude.rate_a + crude.rate_b) * (1 - (crude.rate_a + crude.rate_b) / 2))
                        + 0.8416212335729143
                        * sqrt(crude.rate_a * (1 - crude.rate_a) + crude.rate_b * (1 - crude.rate_b)),
                        2
                    ) / power(nullif(crude.rate_a - crude.rate_b, 0e0), 2)
                ) as bigint
            )
    end as asks_needed
from crude
left join adjusted on crude.channel_a = adjusted.channel_a and crude.channel_b = adjusted.channel_b
