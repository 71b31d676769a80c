"""A page that is open during an import keeps what it shows, and shows the new data at its next interaction."""

from pathlib import Path

import pytest

from pipeline.warehouse import publishing
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.workspace import Workspace, open_workspace, publish
from tests.dashboard.conftest import OpenPage, said

HEADER = b"Company,Role,Date applied,Status\n"
ONE = HEADER + b"Acme,Analyst,2026-05-04,Rejected\n"
TWO = ONE + b"Beta,Analyst,2026-05-06,Applied\n"


def test_a_new_version_is_seen_at_the_next_interaction_and_not_before_it_is_published(
    open_page: OpenPage, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(empty_home)
    import_file(Incoming(ONE, "jobs.csv"), workspace)
    at = open_page(empty_home)

    def look_and_publish(workspace: Workspace, version: str, *, keep: int) -> None:
        at.run()
        assert "0 of 1 application led" in said(at).replace("\\", "")
        publish(workspace, version, keep=keep)

    monkeypatch.setattr(publishing, "publish", look_and_publish)
    import_file(Incoming(TWO, "jobs.csv"), workspace)
    at.run()
    assert "0 of 2 applications led" in said(at).replace("\\", "")
