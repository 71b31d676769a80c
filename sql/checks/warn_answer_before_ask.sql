-- An answer comes after its ask; these dates are the wrong way round, so they are left out of the delays.
-- remedy: Look at both dates in these rows of your log, mend the wrong one, and import it again.
select feedback_id, company, asked_date, responded_date, import_id, sheet, row_number
from feedback
where is_asked and responded_day < asked_day
