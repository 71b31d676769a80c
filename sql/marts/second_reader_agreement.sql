-- One row per second reader and measure: how far two people who read the same texts agree, beyond chance.
--
-- Only texts that are within the scope and still say what was read count. Measure presence asks of every text and theme
-- whether it is named there; themes without a row were named by neither in any text. Measure polarity asks, where both
-- named a theme, how it is meant. The first coding is the one from before the reader's sheet came in. Kappa is Cohen's
-- (1960); its interval has the large-sample standard error of Fleiss, Cohen and Everitt (1969), cut at -1 and 1. In the
-- overall rows the decisions about one text are counted as if each stood alone, which makes the interval too narrow.
--
-- reader: Who read the texts a second time.
-- measure: presence or polarity.
-- theme_id: The theme; null for all themes together.
-- label: The theme in words; null for all themes together.
-- text_count: Texts that both have read.
-- decision_count: What is compared: texts for one theme, texts times themes for all of them, shared mentions for polarity.
-- agreed_count: Of those, with the same answer.
-- first_count: Decisions in which the first coding names the theme; for polarity every decision.
-- second_count: Decisions in which the reader names the theme; for polarity every decision.
-- both_count: Decisions in which both do.
-- agreement: agreed_count / decision_count, 0 to 1; null when nothing is compared.
-- chance_agreement: The share that would agree by chance, from how often each gives each answer.
-- kappa: Agreement beyond chance: 1 always the same, 0 no more than chance. Null when both give one and the same answer
--     throughout, since chance then explains everything.
-- kappa_low: Lower end of its 95% interval; null where every decision agrees or one side gives one answer throughout, since
--     the formula then has no width.
-- kappa_high: Upper end of its 95% interval; null likewise.
-- verdict: too few texts to say, under 20 texts or shared mentions, or for a theme that is named in under 5 texts; undefined,
--     where kappa is null; else poor below 0, slight to 0.2, fair to 0.4, moderate to 0.6, substantial to 0.8, almost
--     perfect above (Landis and Koch 1977).
with

readings as (
    select
        second_readings.reader,
        second_readings.feedback_id,
        themes.theme_id,
        second_readings.first_polarity,
        second_readings.second_polarity
    from second_readings
    inner join stg_feedback on second_readings.feedback_id = stg_feedback.feedback_id
    left join themes on second_readings.theme_id = themes.theme_id
    where second_readings.is_same_text
),

texts as (
    select distinct reader, feedback_id
    from readings
),

sizes as (
    select reader, count(*) as text_count
    from texts
    group by reader
),

-- a theme that neither names in a text is a decision as well: both say no
presence as (
    select
        texts.reader,
        themes.theme_id,
        case when readings.first_polarity is null then 'no' else 'yes' end as first_answer,
        case when readings.second_polarity is null then 'no' else 'yes' end as second_answer
    from texts
    cross join themes
    left join readings
        on texts.reader = readings.reader
        and texts.feedback_id = readings.feedback_id
        and themes.theme_id = readings.theme_id
),

-- an empty theme_key is every theme together
decisions as (
    select reader, 'presence' as measure, theme_id as theme_key, first_answer, second_answer
    from presence
    union all
    select reader, 'presence' as measure, '' as theme_key, first_answer, second_answer
    from presence
    union all
    select
        reader,
        'polarity' as measure,
        '' as theme_key,
        first_polarity as first_answer,
        second_polarity as second_answer
    from readings
    where
        theme_id is not null
        and first_polarity is not null
        and second_polarity is not null
        and second_polarity <> 'unstated'
),

counted as (
    select
        reader,
        measure,
        theme_key,
        first_answer,
        second_answer,
        cast(count(*) as double) as n
    from decisions
    group by reader, measure, theme_key, first_answer, second_answer
),

sums as (
    select
        reader,
        measure,
        theme_key,
        sum(n) as decision_count,
        sum(case when first_answer = second_answer then n else 0e0 end) as agreed_count,
        sum(case when first_answer <> 'no' then n else 0e0 end) as first_count,
        sum(case when second_answer <> 'no' then n else 0e0 end) as second_count,
        sum(case when first_answer <> 'no' and second_answer <> 'no' then n else 0e0 end) as both_count
    from counted
    group by reader, measure, theme_key
),

-- how often each gives each answer; an answer that only one of them gives is 0 for the other
answers as (
    select reader, measure, theme_key, first_answer as answer, n as first_n, 0e0 as second_n
    from counted
    union all
    select reader, measure, theme_key, second_answer as answer, 0e0 as first_n, n as second_n
    from counted
),

shares as (
    select
        answers.reader,
        answers.measure,
        answers.theme_key,
        answers.answer,
        sum(answers.first_n) / max(sums.decision_count) as first_share,
        sum(answers.second_n) / max(sums.decision_count) as second_share
    from answers
    inner join sums
        on answers.reader = sums.reader
        and answers.measure = sums.measure
        and answers.theme_key = sums.theme_key
    group by answers.reader, answers.measure, answers.theme_key, answers.answer
),

by_chance as (
    select reader, measure, theme_key, sum(first_share * second_share) as chance_agreement
    from shares
    group by reader, measure, theme_key
),

kappas as (
    select
        sums.reader,
        sums.measure,
        sums.theme_key,
        sums.decision_count as n,
        by_chance.chance_agreement,
        case
            when by_chance.chance_agreement < 1 - 1e-12
                then
                    (sums.agreed_count / sums.decision_count - by_chance.chance_agreement)
                    / (1 - by_chance.chance_agreement)
        end as kappa
    from sums
    inner join by_chance
        on sums.reader = by_chance.reader
        and sums.measure = by_chance.measure
        and sums.theme_key = by_chance.theme_key
),

-- the two sums of Fleiss, Cohen and Everitt 1969, formula 13: over the agreeing cells, and over the others
cells as (
    select
        counted.reader,
        counted.measure,
        counted.theme_key,
        sum(
            case
                when counted.first_answer = counted.second_answer
                    then
                        counted.n / kappas.n
                        * power(1 - (own.first_share + own.second_share) * (1 - kappas.kappa), 2)
                else 0e0
            end
        ) as agreeing,
        sum(
            case
                when counted.first_answer <> counted.second_answer
                    then counted.n / kappas.n * power(own.second_share + other.first_share, 2)
                else 0e0
            end
        ) as differing
    from counted
    inner join kappas
        on counted.reader = kappas.reader
        and counted.measure = kappas.measure
        and counted.theme_key = kappas.theme_key
    inner join shares as own
        on counted.reader = own.reader
        and counted.measure = own.measure
        and counted.theme_key = own.theme_key
        and counted.first_answer = own.answer
    inner join shares as other
        on counted.reader = other.reader
        and counted.measure = other.measure
        and counted.theme_key = other.theme_key
        and counted.second_answer = other.answer
    group by counted.reader, counted.measure, counted.theme_key
),

errors as (
    select
        kappas.reader,
        kappas.measure,
        kappas.theme_key,
        kappas.chance_agreement,
        kappas.kappa,
        sqrt(
            greatest(
                0e0,
                cells.agreeing
                + cells.differing * power(1 - kappas.kappa, 2)
                - power(kappas.kappa - kappas.chance_agreement * (1 - kappas.kappa), 2)
            )
            / kappas.n
        )
        / (1 - kappas.chance_agreement) as standard_error
    from kappas
    inner join cells
        on kappas.reader = cells.reader
        and kappas.measure = cells.measure
        and kappas.theme_key = cells.theme_key
    where kappas.kappa is not null
)

select
    sums.reader,
    sums.measure,
    nullif(sums.theme_key, '') as theme_id,
    themes.label,
    sizes.text_count,
    cast(sums.decision_count as bigint) as decision_count,
    cast(sums.agreed_count as bigint) as agreed_count,
    cast(sums.first_count as bigint) as first_count,
    cast(sums.second_count as bigint) as second_count,
    cast(sums.both_count as bigint) as both_count,
    sums.agreed_count / sums.decision_count as agreement,
    by_chance.chance_agreement,
    errors.kappa,
    case
        when errors.standard_error > 1e-7
            then greatest(-1e0, errors.kappa - 1.959963984540054 * errors.standard_error)
    end as kappa_low,
    case
        when errors.standard_error > 1e-7
            then least(1e0, errors.kappa + 1.959963984540054 * errors.standard_error)
    end as kappa_high,
    case
        when sizes.text_count < 20 or sums.decision_count < 20 then 'too few texts to say'
        when sums.theme_key <> '' and sums.first_count + sums.second_count - sums.both_count < 5
            then 'too few texts to say'
        when errors.kappa is null then 'undefined'
        when errors.kappa < 0 then 'poor'
        when errors.kappa <= 0.2 then 'slight'
        when errors.kappa <= 0.4 then 'fair'
        when errors.kappa <= 0.6 then 'moderate'
        when errors.kappa <= 0.8 then 'substantial'
        else 'almost perfect'
    end as verdict
from sums
inner join sizes on sums.reader = sizes.reader
inner join by_chance
    on sums.reader = by_chance.reader
    and sums.measure = by_chance.measure
    and sums.theme_key = by_chance.theme_key
left join errors
    on sums.reader = errors.reader
    and sums.measure = errors.measure
    and sums.theme_key = errors.theme_key
left join themes on sums.theme_key = themes.theme_id
where sums.theme_key = '' or sums.first_count + sums.second_count > 0
