-- One row per stage: whether the reasons named were in the seeker's hands, as stated by them and as believed.
--
-- A text counts by the control of the themes it names as a concern, as a circumstance or without a verdict; praise
-- is no reason. What they said is the feedback text and the stated reason; what the seeker believes is a column of
-- its own, and the two are never merged.
--
-- stage: The stage the entry is about; unknown where neither log nor application says.
-- stage_rank: Its place, 0 saved to 7 hired; null for unknown.
-- stated_count: Entries with a feedback text or a stated reason; mine to unclear add up to it.
-- mine_count: Of those, every reason named is one to work on.
-- partly_count: Of those, every reason is partly in the seeker's hands.
-- not_mine_count: Of those, every reason was out of the seeker's hands.
-- mixed_count: Of those, with reasons of several kinds.
-- unclear_count: Of those, naming no reason that a theme explains.
-- not_mine_share: not_mine_count / stated_count, 0 to 1; null when nothing was stated.
-- not_mine_share_low: Lower end of its 95% Wilson interval.
-- not_mine_share_high: Upper end of its 95% Wilson interval.
-- believed_count: Entries with a believed reason.
-- believed_mine_count: Of those, every believed reason is one to work on.
-- believed_not_mine_count: Of those, every believed reason was out of the seeker's hands.
-- compared_count: Entries in which both what was stated and what is believed name a reason.
-- agreed_count: Of those, both are of the same kind (mine, partly, not_mine or mixed).
with

entries as (
    select
        feedback_id,
        coalesce(stage, 'unknown') as stage,
        feedback_text is not null or stated_reason is not null as is_stated,
        believed_reason is not null as is_believed
    from stg_feedback
),

named as (
    select theme_mentions.feedback_id, 'stated' as side, themes.control
    from theme_mentions
    inner join themes on theme_mentions.theme_id = themes.theme_id
    where theme_mentions.polarity <> 'strength'
    union all
    select reason_mentions.feedback_id, reason_mentions.side, themes.control
    from reason_mentions
    inner join themes on reason_mentions.theme_id = themes.theme_id
    where reason_mentions.polarity <> 'strength'
),

kinds as (
    select
        feedback_id,
        side,
        case when count(distinct control) > 1 then 'mixed' else max(control) end as kind
    from named
    group by feedback_id, side
),

judged as (
    select
        entries.stage,
        entries.is_stated,
        entries.is_believed,
        stated.kind as stated_kind,
        believed.kind as believed_kind
    from entries
    left join kinds as stated on entries.feedback_id = stated.feedback_id and stated.side = 'stated'
    left join kinds as believed on entries.feedback_id = believed.feedback_id and believed.side = 'believed'
    where entries.is_stated or entries.is_believed
),

counted as (
    select
        stage,
        count(case when is_stated then 1 end) as stated_count,
        count(case when is_stated and stated_kind = 'mine' then 1 end) as mine_count,
        count(case when is_stated and stated_kind = 'partly' then 1 end) as partly_count,
        count(case when is_stated and stated_kind = 'not_mine' then 1 end) as not_mine_count,
        count(case when is_stated and stated_kind = 'mixed' then 1 end) as mixed_count,
        count(case when is_stated and stated_kind is null then 1 end) as unclear_count,
        count(case when is_believed then 1 end) as believed_count,
        count(case when is_believed and believed_kind = 'mine' then 1 end) as believed_mine_count,
        count(case when is_believed and believed_kind = 'not_mine' then 1 end) as believed_not_mine_count,
        count(case when stated_kind is not null and believed_kind is not null then 1 end) as compared_count,
        count(case when stated_kind = believed_kind then 1 end) as agreed_count
    from judged
    group by stage
),

-- Wilson 1927 with z = 1.959963984540054 and z * z = 3.841458820694124
bounded as (
    select
        stage,
        cast(nullif(stated_count, 0) as double) as n,
        cast(not_mine_count as double) / nullif(stated_count, 0) as share,
        (2e0 * not_mine_count + 3.841458820694124) / (2 * (stated_count + 3.841458820694124)) as center,
        1.959963984540054 * sqrt(
            3.841458820694124
            + 4e0 * not_mine_count * (1 - cast(not_mine_count as double) / nullif(stated_count, 0))
        ) / (2 * (stated_count + 3.841458820694124)) as margin
    from counted
)

select
    counted.stage,
    stages.stage_rank,
    counted.stated_count,
    counted.mine_count,
    counted.partly_count,
    counted.not_mine_count,
    counted.mixed_count,
    counted.unclear_count,
    bounded.share as not_mine_share,
    case when bounded.n > 0 then greatest(0e0, bounded.center - bounded.margin) end as not_mine_share_low,
    case when bounded.n > 0 then least(1e0, bounded.center + bounded.margin) end as not_mine_share_high,
    counted.believed_count,
    counted.believed_mine_count,
    counted.believed_not_mine_count,
    counted.compared_count,
    counted.agreed_count
from counted
inner join bounded on counted.stage = bounded.stage
left join stages on counted.stage = stages.stage
