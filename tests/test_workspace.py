"""What a home folder promises: one writer at a time, whole files or none, and a version that never changes."""

import re
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError, WorkspaceError
from pipeline.workspace import (
    ImportRecord,
    Workspace,
    active_records,
    current_version,
    is_private,
    keep_record,
    keep_upload,
    mark_undone,
    new_record,
    open_workspace,
    publish,
    records,
    require_tracker,
    tracker_name,
    version_path,
    versions,
)
from pipeline.writing import writing


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def _kept(workspace: Workspace, tracker: str = "mine", content: bytes = b"a,b") -> ImportRecord:
    record = new_record(
        workspace, content, tracker=tracker, seeker="me", file_name="mine.csv", reading={"sheets": []}
    )
    keep_upload(workspace, record, content)
    keep_record(workspace, record)
    return record


def test_a_home_is_made_with_a_codebook_to_edit(workspace: Workspace) -> None:
    assert workspace.uploads.is_dir()
    assert workspace.codebook.read_text(encoding="utf-8")
    assert current_version(workspace) is None


def test_a_home_that_is_a_file_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="cannot be used as the home"):
        open_workspace(tmp_path / "taken")


def test_a_users_codebook_is_never_overwritten(workspace: Workspace) -> None:
    workspace.codebook.write_text("# mine", encoding="utf-8")
    assert open_workspace(workspace.home).codebook.read_text(encoding="utf-8") == "# mine"


def test_a_record_comes_back_as_it_was_kept(workspace: Workspace) -> None:
    record = _kept(workspace)
    assert records(workspace) == (record,)
    assert workspace.upload_path(record).read_bytes() == b"a,b"


def test_imports_are_numbered_across_trackers_and_undone_ones_keep_their_number(workspace: Workspace) -> None:
    first, second = _kept(workspace, "one"), _kept(workspace, "two")
    mark_undone(workspace, second)
    third = _kept(workspace, "one")
    assert [first.import_id, second.import_id, third.import_id] == [1, 2, 3]
    assert [record.import_id for record in active_records(workspace)] == [1, 3]


def test_an_upload_without_its_record_does_not_count(workspace: Workspace) -> None:
    record = new_record(workspace, b"a", tracker="t", seeker="me", file_name="t.csv", reading={})
    keep_upload(workspace, record, b"a")
    assert records(workspace) == ()


def test_a_damaged_record_is_named(workspace: Workspace) -> None:
    _kept(workspace)
    path = workspace.uploads / "mine" / "1.toml"
    path.write_text("import_id = ", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"1\.toml: this record of an import cannot be read"):
        records(workspace)


def test_an_unknown_tracker_is_answered_with_the_nearest(workspace: Workspace) -> None:
    _kept(workspace, "job search")
    with pytest.raises(UsageError, match="Did you mean 'job search'"):
        require_tracker(workspace, "jobsearch")


@given(st.text(max_size=200))
def test_a_tracker_name_is_a_safe_folder_name_and_stays_as_it_is(wanted: str) -> None:
    name = tracker_name(wanted)
    assert name == tracker_name(name)
    assert name
    assert len(name) <= 80
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert not name.startswith(".")


def test_publishing_keeps_the_newest_versions_only(workspace: Workspace) -> None:
    for number in range(1, 6):
        name = f"{number:06d}-x"
        version_path(workspace, name).write_bytes(b"")
        publish(workspace, name)
    assert versions(workspace) == ("000003-x", "000004-x", "000005-x")
    assert current_version(workspace) == "000005-x"


def test_an_older_version_can_be_published_again(workspace: Workspace) -> None:
    for number in (1, 2):
        version_path(workspace, f"{number:06d}-x").write_bytes(b"")
    publish(workspace, "000002-x")
    publish(workspace, "000001-x")
    assert current_version(workspace) == "000001-x"
    assert versions(workspace) == ("000001-x", "000002-x")


def test_a_version_that_is_gone_is_not_current(workspace: Workspace) -> None:
    version_path(workspace, "000001-x").write_bytes(b"")
    publish(workspace, "000001-x")
    version_path(workspace, "000001-x").unlink()
    assert current_version(workspace) is None


def test_a_second_writer_waits_and_then_works(workspace: Workspace) -> None:
    entered = threading.Event()
    order: list[str] = []
    told: list[str] = []

    def first() -> None:
        with writing(workspace, "importing one.csv"):
            entered.set()
            threading.Event().wait(0.3)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait()
    with writing(workspace, "importing two.csv", on_wait=told.append):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]
    assert "importing one.csv" in told[0]


def test_a_writer_that_does_not_end_is_named(workspace: Workspace) -> None:
    entered, leave = threading.Event(), threading.Event()

    def first() -> None:
        with writing(workspace, "importing slow.csv"):
            entered.set()
            leave.wait()

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait()
    try:
        with (
            pytest.raises(WorkspaceError, match=r"held by process \d+, importing slow.csv"),
            writing(workspace, "importing two.csv", seconds=0.2),
        ):
            pass
    finally:
        leave.set()
        thread.join()


def test_the_lock_is_free_again_after_a_failure(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="broken"), writing(workspace, "failing"):
        raise ValueError("broken")
    with writing(workspace, "trying again", seconds=0.1):
        assert (workspace.home / "writer.txt").exists()


def test_times_are_kept_in_utc(workspace: Workspace) -> None:
    moment = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    record = new_record(workspace, b"", tracker="t", seeker="me", file_name="t.csv", reading={}, imported_at=moment)
    keep_upload(workspace, record, b"")
    keep_record(workspace, record)
    assert records(workspace)[0].imported_at == moment


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folders private by other means")
@pytest.mark.parametrize("mask", ["000", pytest.param("077", marks=pytest.mark.thorough)])
def test_everything_in_the_home_is_the_users_alone_however_the_shell_is_set(tmp_path: Path, mask: str) -> None:
    home = tmp_path / "home"
    (tmp_path / "jobs.csv").write_text("Company,Status\nFern,Applied\nMoss,Gone fishing\n", encoding="utf-8")
    commands = (
        ["import", f"{tmp_path}/jobs.csv", "--status", "Gone fishing=rejected"],
        ["log", "--company", "Fern", "--text", "Too little experience", "--yes"],
        ["sql", "select 1"],
        ["undo"],
        ["rebuild"],
    )
    program = (
        "import os; from pipeline.cli import run\n"
        f"for command in {commands!r}:\n"
        f"    os.umask(0o{mask}); assert run(['--home', {str(home)!r}, *command]) == 0, command"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, stdin=subprocess.DEVNULL)
    assert _open_to_others(home) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folders private by other means")
def test_a_home_that_others_could_look_into_is_closed_and_only_our_own_files_are_touched(
    workspace: Workspace,
) -> None:
    _kept(workspace)
    theirs = workspace.home / "theirs.txt"
    theirs.touch(mode=0o644)
    for path in [workspace.home, *workspace.home.rglob("*")]:
        path.chmod(0o777 if path.is_dir() else 0o644)
    assert not is_private(workspace)
    open_workspace(workspace.home)
    assert is_private(workspace)
    assert _open_to_others(workspace.home) == [theirs]


def _open_to_others(home: Path) -> list[Path]:
    return [path for path in [home, *home.rglob("*")] if stat.S_IMODE(path.stat().st_mode) & 0o077]


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_name_that_a_user_chooses_is_a_path(file_name: str, tracker: str) -> None:
    record = ImportRecord(7, tracker_name(tracker), "me", file_name, "ab" * 32, datetime(2026, 1, 1, tzinfo=UTC), {})
    path = Workspace(Path("/home")).upload_path(record)
    assert path.parent.parent == Path("/home/uploads")
    assert re.fullmatch(r"7-abababababab(\.[a-z0-9]{1,8})?", path.name)
    assert path.parent.name.strip(".") != ""
