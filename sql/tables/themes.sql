-- One row per theme of the codebook.
--
-- theme_id: Short name of the theme.
-- label: The theme in words.
-- definition: What belongs to it.
-- control: mine, I can work on it; partly; not_mine.
-- parent_id: The wider theme it belongs to, if any.
create table themes (
    theme_id varchar primary key,
    label varchar not null,
    definition varchar not null,
    control varchar not null,
    parent_id varchar
)
