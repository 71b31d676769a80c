"""The sample trackers, loaded into a home of their own; their clock stands still at the day they were made for."""

from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.ingest.model import ReadingOptions
from pipeline.resources import resource
from pipeline.warehouse.imports import Imported, Incoming, import_file
from pipeline.warehouse.published import Progress, ignore_progress
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class SampleTracker:
    """A sample file and whose invented search it is."""

    file_name: str
    tracker: str
    seeker: str


SAMPLES = (
    SampleTracker("ana_job_search.xlsx", "Ana", "Ana"),
    SampleTracker("ben_job_search.csv", "Ben", "Ben"),
)

SAMPLE_DAY = datetime(2026, 11, 13, 18, 0, tzinfo=UTC)
"""The day the samples were exported on; asks near the end still wait on it, and would not on a later one."""


def load_samples(workspace: Workspace, *, progress: Progress = ignore_progress) -> list[Imported]:
    """Import every sample tracker, dated on the day the samples were made for."""
    return [
        import_file(
            Incoming(
                content=resource("data", "samples", sample.file_name).read_bytes(),
                file_name=sample.file_name,
                options=ReadingOptions(seeker=sample.seeker),
                tracker=sample.tracker,
                imported_at=SAMPLE_DAY,
            ),
            workspace,
            progress=progress,
        )
        for sample in SAMPLES
    ]
