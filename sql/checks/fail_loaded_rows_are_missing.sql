-- Every loaded row of a current import is an application, a feedback entry, or both.
-- remedy: This is a defect: please report it; `debrief rebuild` may mend it meanwhile.
with

loaded as (
    select import_id, table_number, row_number
    from applications
    union
    select import_id, table_number, row_number
    from feedback
),

counted as (
    select import_id, count(*) as row_count
    from loaded
    group by import_id
)

select imports.import_id, imports.tracker, imports.rows_loaded, counted.row_count
from imports
left join counted on imports.import_id = counted.import_id
where imports.is_current and imports.rows_loaded <> coalesce(counted.row_count, 0)
