-- What do they like about me?
-- Themes that were praised, by how many companies, with the latest words.
select
    label as theme,
    strength_company_count as companies,
    concern_company_count as companies_with_a_concern,
    latest_quote
from recurring_themes
where strength_company_count > 0
order by strength_company_count desc, label
