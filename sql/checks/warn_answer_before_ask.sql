-- An answer comes after its ask; these dates are the wrong way round, so they are left out of the delays.
select feedback_id, company, asked_date, responded_date, import_id, sheet, row_number
from feedback
where is_asked and responded_day < asked_day
