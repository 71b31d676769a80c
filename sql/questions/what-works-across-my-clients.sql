-- What works across my clients?
-- For a coach: figures to tell to others. None is of fewer than five people; small groups are put together or left empty.
-- param measure = response: response, asks that were answered; interview, applications that came to an interview.
select
    dimension,
    segment,
    seeker_count as clients,
    n as out_of,
    k as came,
    round(rate, 2) as rate,
    round(rate_low, 2) as low,
    round(rate_high, 2) as high
from caseload_rates
where measure = $measure
order by dimension = 'overall' desc, dimension, n desc nulls last, segment
