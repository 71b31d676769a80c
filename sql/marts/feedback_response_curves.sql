-- One row per ask channel (and all) and day with an answer: the chance of an answer by that day.
--
-- Kaplan-Meier estimate (Kaplan and Meier 1958): an unanswered ask, settled or waiting, is censored at its age on
-- the as-of date. The interval is the 95% log-log Greenwood interval. An ask without a date, and an answer without a
-- date or before its ask, cannot be placed on the curve and is left out.
--
-- ask_channel: The channel asked through; all for every channel together, unknown where it was not written down.
-- day: Days since the ask.
-- at_risk_count: Asks still without an answer, and still watched, just before that day.
-- responded_count: Answers on that day.
-- response_probability: Chance of an answer by that day, 0 to 1: one minus the product of 1 - responded_count /
--     at_risk_count over the days with an answer so far.
-- response_probability_low: Lower end of its 95% interval; null once every ask still watched has been answered.
-- response_probability_high: Upper end of its 95% interval; null likewise.
select
    ask_channel,
    day,
    at_risk_count,
    responded_count,
    response_probability,
    response_probability_low,
    response_probability_high
from seeker_response_curves
where is_everyone
