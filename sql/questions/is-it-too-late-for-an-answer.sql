-- If nothing has come after some days, will it still?
-- The chance that an answer comes after so many silent days, from your own asks.
-- param channel = all: The ask channel, or all.
select
    silent_days,
    still_waiting_count as asks,
    later_count as came_later,
    round(late_probability, 2) as chance,
    round(late_probability_low, 2) as low,
    round(late_probability_high, 2) as high
from feedback_late_answers
where ask_channel = $channel
order by silent_days
