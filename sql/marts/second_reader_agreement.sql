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

-- each cell of the table of answers beside the others: how often the reader gives the first's answer and the other way
cells as (
    select
        cell.reader,
        cell.measure,
        cell.theme_key,
        cell.first_answer,
        cell.second_answer,
        cell.n,
        cell.n / sum(other.n) as share,
        sum(other.n) as decision_count,
        sum(case when other.second_answer = cell.first_answer then other.n else 0e0 end)
        / sum(other.n) as second_share,
        sum(case when other.first_answer = cell.second_answer then other.n else 0e0 end)
        / sum(other.n) as first_share
    from counted as cell
    inner join counted as other
        on cell.reader = other.reader
        and cell.measure = other.measure
        and cell.theme_key = other.theme_key
    group by cell.reader, cell.measure, cell.theme_key, cell.first_answer, cell.second_answer, cell.n
),

-- the sums of Fleiss, Cohen and Everitt 1969, formula 13, with the powers of 1 - kappa taken out of them
sums as (
    select
        reader,
        measure,
        theme_key,
        max(decision_count) as decision_count,
        sum(case when first_answer = second_answer then n else 0e0 end) as agreed_count,
        sum(case when first_answer = second_answer then n else 0e0 end) / max(decision_count) as agreement,
        sum(case when first_answer <> 'no' then n else 0e0 end) as first_count,
        sum(case when second_answer <> 'no' then n else 0e0 end) as second_count,
        sum(case when first_answer <> 'no' and second_answer <> 'no' then n else 0e0 end) as both_count,
        sum(share * second_share) as chance_agreement,
        sum(case when first_answer = second_answer then share * (second_share + first_share) else 0e0 end)
            as agreeing,
        sum(
            case when first_answer = second_answer then share else 0e0 end
            * (second_share + first_share) * (second_share + first_share)
        ) as agreeing_squared,
        sum(
            case when first_answer <> second_answer then share else 0e0 end
            * (second_share + first_share) * (second_share + first_share)
        ) as differing_squared
    from cells
    group by reader, measure, theme_key
),

kappas as (
    select
        sums.*,
        case
            when chance_agreement < 1 - 1e-12 then (agreement - chance_agreement) / (1 - chance_agreement)
        end as kappa
    from sums
),

errors as (
    select
        kappas.*,
        sqrt(
            greatest(
                0e0,
                agreement
                - 2 * (1 - kappa) * agreeing
                + (1 - kappa) * (1 - kappa) * (agreeing_squared + differing_squared)
                - (kappa - chance_agreement * (1 - kappa)) * (kappa - chance_agreement * (1 - kappa))
            )
            / decision_count
        )
        / case when kappa is not null then 1 - chance_agreement end as standard_error
    from kappas
)

select
    errors.reader,
    errors.measure,
    nullif(errors.theme_key, '') as theme_id,
    themes.label,
    sizes.text_count,
    cast(errors.decision_count as bigint) as decision_count,
    cast(errors.agreed_count as bigint) as agreed_count,
    cast(errors.first_count as bigint) as first_count,
    cast(errors.second_count as bigint) as second_count,
    cast(errors.both_count as bigint) as both_count,
    errors.agreement,
    errors.chance_agreement,
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
        when sizes.text_count < 20 or errors.decision_count < 20 then 'too few texts to say'
        when
            errors.theme_key <> ''
            and errors.first_count + errors.second_count - errors.both_count < 5
            then 'too few texts to say'
        when errors.kappa is null then 'undefined'
        when errors.kappa < 0 then 'poor'
        when errors.kappa <= 0.2 then 'slight'
        when errors.kappa <= 0.4 then 'fair'
        when errors.kappa <= 0.6 then 'moderate'
        when errors.kappa <= 0.8 then 'substantial'
        else 'almost perfect'
    end as verdict
from errors
inner join sizes on errors.reader = sizes.reader
left join themes on errors.theme_key = themes.theme_id
where errors.theme_key = '' or errors.first_count + errors.second_count > 0
