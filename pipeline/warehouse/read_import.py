"""An import with everything that was read from its file."""

from dataclasses import dataclass

from pipeline.ingest.model import TrackerReading
from pipeline.workspace import ImportRecord


@dataclass(frozen=True)
class ReadImport:
    """An import with everything that was read from its file."""

    record: ImportRecord
    reading: TrackerReading
