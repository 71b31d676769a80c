-- One row per clause of a feedback text that no theme explains, courtesy left out.
--
-- feedback_id: The feedback entry.
-- clause: The exact words.
-- clause_start: Where the clause starts in feedback_text, in characters from 0.
-- clause_end: Where it ends; the character there is no longer part of it.
create table unexplained_clauses (
    feedback_id varchar not null,
    clause varchar not null,
    clause_start bigint not null,
    clause_end bigint not null
)
