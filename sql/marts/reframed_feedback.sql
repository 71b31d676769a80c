-- One row per feedback entry and person who wrote what it could mean for next time, beside the words that were said.
--
-- feedback_id: The feedback entry.
-- company: Who said it.
-- role: The role it was about.
-- stage: The stage it was about.
-- feedback_date: The day of the answer, else of the ask.
-- feedback_text: What was said, verbatim.
-- lesson: What the seeker takes from it.
-- reframing: What it could mean for next time.
-- written_by: Who wrote that: me, or the second reader's name.
-- written_date: The day it was written or read in.
-- is_same_text: Whether the text is still the one that it was written about.
select
    reframings.feedback_id,
    stg_feedback.company,
    stg_feedback.role,
    stg_feedback.stage,
    stg_feedback.feedback_date,
    stg_feedback.feedback_text,
    stg_feedback.lesson,
    reframings.reframing,
    reframings.written_by,
    reframings.written_date,
    reframings.is_same_text
from reframings
inner join stg_feedback on reframings.feedback_id = stg_feedback.feedback_id
