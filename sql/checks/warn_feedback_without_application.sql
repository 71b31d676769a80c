-- Feedback whose application was not found, or could be several.
-- remedy: Write company and role in the log as they stand in the tracker of applications; where one company
-- has several roles, the role is needed. Feedback without an application counts all the same.
select feedback_id, company, role, asked_date, import_id, sheet, row_number
from feedback
where application_id is null
