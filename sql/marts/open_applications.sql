-- One row per application that is still going: sent, and neither ended nor fallen silent.
--
-- What the other views that begin with brief_ lead up to: the page to read before an interview.
--
-- application_id: The application.
-- seeker: Whose search it is.
-- company: The company, as written.
-- company_key: The company folded for matching; never shown.
-- role: The role, as written.
-- stage: The furthest stage reached.
-- stage_rank: The stage's place, 1 applied to 6 offer.
-- outcome: open, or offer.
-- source: Where the opening was found.
-- contact: Who to talk to, as written.
-- applied_date: The day of applying.
-- days_open: Days from applying to the as-of date.
-- next_action: What is planned next, as written.
-- next_action_date: When that is due.
-- notes: Free notes, as written.
select
    application_id,
    seeker,
    company,
    company_key,
    role,
    stage,
    stage_rank,
    outcome,
    source,
    contact,
    applied_date,
    days_open,
    next_action,
    next_action_date,
    notes
from stg_applications
where is_sent and not is_closed
