-- Feedback whose application was not found, or could be several.
select feedback_id, company, role, asked_date, import_id, sheet, row_number
from feedback
where application_id is null
