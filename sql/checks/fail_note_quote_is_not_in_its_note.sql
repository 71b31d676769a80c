-- A finding's quote is exactly what stands at its offsets in its note.
-- remedy: This is a defect: please report it; `debrief rebuild` may mend it meanwhile.
select note_id, quote
from note_findings
where quote <> substr(note, cast(quote_start as integer) + 1, cast(quote_end - quote_start as integer))
