-- Which themes come up together?
-- Pairs named in the same text; a lift over 1 is more often than chance, and shaky where the count is small.
-- param least = 1: The fewest texts that name both.
select
    label_a as theme,
    label_b as with_theme,
    feedback_count as texts,
    round(expected_count, 2) as expected,
    round(lift, 1) as lift
from theme_pairs
where feedback_count >= $least
order by feedback_count desc, lift desc, label_a, label_b
