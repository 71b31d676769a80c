-- One row per application of one tracker that is merged into the same application of another.
--
-- The rule: seeker, company and role are the same, spellings folded, and the applied dates are at most 3 days apart;
-- without a date on one side or both, neither row could be any other's. One to one, the nearest dates first. The row
-- of the tracker that says more stays. `debrief apart` tells two apart again.
--
-- application_id: The row that stays.
-- merged_application_id: The row that is merged into it.
-- seeker: Whose job search it is.
-- tracker: The kept spreadsheet of the row that stays.
-- merged_tracker: The kept spreadsheet of the merged row.
-- company: The company as the row that stays has it.
-- merged_company: The company as the merged row has it.
-- role: The role as the row that stays has it.
-- merged_role: The role as the merged row has it.
-- applied_date: The day of applying as the row that stays has it.
-- merged_applied_date: The day of applying as the merged row has it.
-- days_apart: Days between the two; null when one is not known.
-- rule: same day, days apart, one date missing or no date.
select
    kept.application_id,
    merged.application_id as merged_application_id,
    kept.seeker,
    kept.tracker,
    merged.tracker as merged_tracker,
    kept.company,
    merged.company as merged_company,
    kept.role,
    merged.role as merged_role,
    kept.applied_date,
    merged.applied_date as merged_applied_date,
    abs(kept.applied_day - merged.applied_day) as days_apart,
    case
        when kept.applied_day = merged.applied_day then 'same day'
        when kept.applied_day is not null and merged.applied_day is not null then 'days apart'
        when kept.applied_day is null and merged.applied_day is null then 'no date'
        else 'one date missing'
    end as rule
from applications as merged
inner join applications as kept on merged.merged_into = kept.application_id
inner join stg_applications on kept.application_id = stg_applications.application_id
