"""What a workspace holds now."""

from typing import Any

from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import Workspace, current_version

_TRACKERS = """
with

application_counts as (
    select import_id, count(*) as applications
    from applications
    group by import_id
),

feedback_counts as (
    select import_id, count(*) as feedback
    from feedback
    group by import_id
)

select
    imports.tracker,
    imports.seeker,
    imports.import_id,
    imports.file_name,
    strftime(imports.imported_at, '%Y-%m-%d') as imported_at,
    imports.rows_read,
    imports.rows_loaded,
    imports.rows_blank,
    imports.rows_rejected,
    coalesce(application_counts.applications, 0) as applications,
    coalesce(feedback_counts.feedback, 0) as feedback
from imports
left join application_counts on imports.import_id = application_counts.import_id
left join feedback_counts on imports.import_id = feedback_counts.import_id
where imports.is_current
order by imports.tracker
"""


_COLUMNS = """
select import_id, coalesce(header, 'column ' || column_number) as header, state, filled_count, unparsed_count
from import_quality
where state in ('in part', 'unmapped', 'not stored')
order by import_id, table_number, column_number
"""


_MERGED = "select count(distinct merged_into) from applications"


def workspace_status(workspace: Workspace) -> dict[str, Any]:
    """Where the data is kept, the published version, what several trackers have, and each tracker.

    A tracker has its counts, and under ``columns`` those that were not understood, in part or at all.
    """
    path = ensure_built(workspace)
    with open_version(path) as connection:
        trackers = fetch(connection, _TRACKERS).to_dicts()
        columns = fetch(connection, _COLUMNS).to_dicts()
        merged = fetch(connection, _MERGED).item()
    for tracker in trackers:
        theirs = [column for column in columns if column["import_id"] == tracker["import_id"]]
        tracker["columns"] = [{name: column[name] for name in column if name != "import_id"} for column in theirs]
    return {
        "home": str(workspace.home),
        "version": current_version(workspace),
        "trackers": trackers,
        "merged_applications": merged,
    }
