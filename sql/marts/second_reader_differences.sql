-- One row per theme in a text that a second reader and the first coding read differently.
--
-- reader: Who read the text a second time.
-- theme_id: The theme.
-- label: The theme in words.
-- first_polarity: strength, concern, circumstance, unclear, or mixed for several; null where the first did not find it.
-- second_polarity: The same of the reader; unstated where the reader named the theme alone; null where not found.
-- company: Who said it.
-- role: The role it was about.
-- feedback_date: The day of the answer, else of the ask.
-- feedback_id: The feedback entry.
-- feedback_text: The whole text.
-- notes: What the reader wrote beside the text.
-- state: open; kept, the user has kept their own reading; taken, the themes now read it as the reader does.
with

-- what the themes find now: one polarity for each theme and text, mixed for several
now as (
    select
        feedback_id,
        theme_id,
        case when min(polarity) = max(polarity) then min(polarity) else 'mixed' end as polarity
    from theme_mentions
    group by feedback_id, theme_id
)

select
    second_readings.reader,
    second_readings.theme_id,
    themes.label,
    second_readings.first_polarity,
    second_readings.second_polarity,
    stg_feedback.company,
    stg_feedback.role,
    stg_feedback.feedback_date,
    second_readings.feedback_id,
    stg_feedback.feedback_text,
    second_readings.notes,
    case
        when coalesce(now.polarity, '') = coalesce(second_readings.second_polarity, '') then 'taken'
        when second_readings.second_polarity = 'unstated' and now.polarity is not null then 'taken'
        when second_readings.is_kept then 'kept'
        else 'open'
    end as state
from second_readings
inner join stg_feedback on second_readings.feedback_id = stg_feedback.feedback_id
inner join themes on second_readings.theme_id = themes.theme_id
left join now
    on second_readings.feedback_id = now.feedback_id and second_readings.theme_id = now.theme_id
where
    second_readings.is_same_text
    and coalesce(second_readings.first_polarity, '') <> coalesce(second_readings.second_polarity, '')
    and not (coalesce(second_readings.second_polarity, '') = 'unstated' and second_readings.first_polarity is not null)
