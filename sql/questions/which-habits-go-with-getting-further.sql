-- Which habits go with getting further?
-- All steps together, crude and within each step. Association only: whoever does one thing well may do others well too.
select
    habit,
    with_count,
    round(with_rate, 2) as with_rate,
    without_count,
    round(without_rate, 2) as without_rate,
    round(adjusted_difference, 2) as within_steps,
    round(adjusted_difference_low, 2) as low,
    round(adjusted_difference_high, 2) as high
from habit_effects
where step = 'all'
order by with_count + without_count desc, habit
