-- One row per clause of a feedback text that no theme explains: the exact words, and where they come from.
--
-- clause: The exact words.
-- company: Who said it.
-- role: The role it was about.
-- stage: The stage it was about.
-- feedback_date: The day of the answer, else of the ask.
-- feedback_id: The feedback entry.
-- feedback_text: The whole text that the clause is from.
-- clause_start: Where the clause starts in feedback_text, in characters from 0.
-- clause_end: Where it ends; the character there is no longer part of it.
select
    unexplained_clauses.clause,
    stg_feedback.company,
    stg_feedback.role,
    stg_feedback.stage,
    stg_feedback.feedback_date,
    stg_feedback.feedback_id,
    stg_feedback.feedback_text,
    unexplained_clauses.clause_start,
    unexplained_clauses.clause_end
from unexplained_clauses
inner join stg_feedback on unexplained_clauses.feedback_id = stg_feedback.feedback_id
