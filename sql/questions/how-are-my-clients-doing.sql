-- How are my clients doing?
-- One row a client. With five clients or more, one rate leans on the whole caseload where a client's own asks are few;
-- with fewer it is empty, since it would tell of the others.
select
    seeker,
    application_count as sent,
    interviewed_count as interviews,
    round(interview_rate, 2) as interview_rate,
    settled_count as settled_asks,
    responded_count as answered,
    round(response_rate, 2) as response_rate,
    round(response_shrunk, 2) as leaning_on_the_caseload,
    unasked_late_count as late_rejections_unasked,
    quiet_days
from seeker_overview
order by quiet_days desc nulls last, seeker
