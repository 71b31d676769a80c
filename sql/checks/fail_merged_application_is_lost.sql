-- A merged application is one of another tracker and the same seeker and company, which stays itself.
-- remedy: This is a defect: please report it; `debrief rebuild` may mend it meanwhile.
select merged.application_id, merged.merged_into
from applications as merged
left join applications as kept
    on merged.merged_into = kept.application_id
    and merged.seeker = kept.seeker
    and merged.company_key = kept.company_key
    and merged.tracker <> kept.tracker
    and kept.merged_into is null
where merged.merged_into is not null and kept.application_id is null
