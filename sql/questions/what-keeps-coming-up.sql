-- What keeps coming up in what they say?
-- Themes named by several companies, most companies first, with the latest words.
-- param companies = 2: The fewest companies.
select
    label as theme,
    control,
    company_count as companies,
    feedback_count as texts,
    concern_count as concerns,
    strength_count as strengths,
    latest_quote
from recurring_themes
where company_count >= $companies
order by company_count desc, feedback_count desc, theme
