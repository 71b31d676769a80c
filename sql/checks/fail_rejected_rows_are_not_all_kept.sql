-- Every rejected row of a current import is in rejected_rows.
-- remedy: This is a defect: please report it; `debrief rebuild` may mend it meanwhile.
with

kept as (
    select import_id, count(*) as kept_count
    from rejected_rows
    group by import_id
)

select imports.import_id, imports.tracker, imports.rows_rejected, kept.kept_count
from imports
left join kept on imports.import_id = kept.import_id
where imports.is_current and imports.rows_rejected <> coalesce(kept.kept_count, 0)
