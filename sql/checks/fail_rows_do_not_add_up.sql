-- Every row read is loaded, blank or rejected.
-- remedy: This is a defect: please report it; `debrief rebuild` may mend it meanwhile.
select import_id, tracker, rows_read, rows_loaded, rows_blank, rows_rejected
from imports
where rows_read <> rows_loaded + rows_blank + rows_rejected
