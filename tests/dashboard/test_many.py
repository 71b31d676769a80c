"""Of very many rows a page draws and sends a part, says how many there are, and makes each thing once."""

import shutil
from pathlib import Path

import pytest

from pipeline.dashboard import choosing, rows_behind, this_week
from pipeline.dashboard.as_html import bullets
from pipeline.dashboard.charts.funnel import funnel
from pipeline.dashboard.choosing import offered
from pipeline.dashboard.palette import LIGHT
from pipeline.dashboard.queries import STAGES
from pipeline.dashboard.rows_behind import applications, texts_about
from pipeline.dashboard.session import Snapshot, forget_rows
from pipeline.errors import WorkspaceError
from pipeline.insight import brief
from pipeline.insight.brief import Brief, Row, Rows
from pipeline.warehouse.connect import Scope
from tests.dashboard.conftest import OpenPage, open_parts, said
from tests.dashboard.test_log_page import add_company


def test_a_list_that_is_short_enough_is_offered_whole_and_as_it_is() -> None:
    assert offered(["b", "a"], "a") == ["b", "a"]


def test_of_very_many_options_those_with_the_letters_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "MOST_OFFERED", 3)
    names = ["Ada", "Bert", "Cleo", "Dora", "Theodora"]
    assert offered(names, None) == ["Ada", "Bert", "Cleo"]
    assert offered(names, "DOR") == ["Dora", "Theodora", "Ada"]
    assert offered(names, "x") == ["Ada", "Bert", "Cleo"]


def test_every_known_company_can_be_found_on_the_log_page_however_many_there_are(
    open_page: OpenPage, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "MOST_OFFERED", 3)
    at = open_page(shutil.copytree(sample_home, tmp_path / "home"), "log")
    assert len(at.selectbox(key="log_company").options) == 3
    assert "3 are in the list" in said(at)
    assert "Lanternby Energy" not in at.selectbox(key="log_company").options
    add_company(at, "lantern")
    assert "Lanternby Energy" in at.selectbox(key="log_company").options


def test_every_text_can_be_found_to_write_about_however_many_there_are(
    open_page: OpenPage, sample_home: Path, tmp_path: Path, sample: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.dashboard.reading.reframing.MOST_OFFERED", 2)
    at = open_parts(open_page(shutil.copytree(sample_home, tmp_path / "home"), "lessons"), "reframe")
    assert len(at.selectbox(key="reframe_text").options) == 2
    texts = sample.rows("select company, feedback_text from stg_feedback where feedback_text is not null")
    assert f"Of {texts.height} texts, the newest 2 are in the list." in said(at)
    for company, text in texts.sample(3, seed=1).iter_rows():
        at.text_input(key="reframe_find").set_value(text[:60].upper()).run()
        assert any(option.startswith(company) for option in at.selectbox(key="reframe_text").options)
    at.text_input(key="reframe_find").set_value("no such words").run()
    assert at.selectbox(key="reframe_text").options == []
    assert "has “no such words”" in said(at)


def test_the_rows_behind_a_mark_are_counted_whole_and_drawn_in_part(
    sample: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = applications(sample, "stage_rank >= $rank", rank=1)
    assert whole.count == whole.first.height > 2
    monkeypatch.setattr(rows_behind, "MOST_BEHIND", 2)
    part = applications(sample, "stage_rank >= $rank", rank=1)
    assert part.count == whole.count
    assert part.first.equals(whole.first.head(2))
    (theme,) = sample.rows("select label from recurring_themes order by company_count desc limit 1")["label"]
    assert texts_about(sample, theme).count > texts_about(sample, theme).first.height == 2


def test_what_is_not_listed_of_this_week_is_counted_and_its_view_named(
    open_page: OpenPage, sample_home: Path, sample: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(this_week, "_MOST_TOLD", 6)
    asks, *_ = this_week.this_week(sample)
    assert (len(asks.things), asks.count) == (6, sample.rows("select * from open_asks").height)
    drawn = "\n".join(html.proto.body for html in open_page(sample_home).get("html"))
    assert f"<summary>{asks.count - 5} more</summary>" in drawn
    assert f"And {asks.count - 6} more: the SQL page has them all, in open_asks." in drawn


def test_a_list_that_is_listed_whole_points_nowhere_else() -> None:
    assert "SQL" not in bullets(["a", "b", "c"], 2, left=0, where="the SQL page")


def test_a_brief_is_put_together_once_for_each_application(
    open_page: OpenPage, sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    original = brief.read_brief

    def counted(rows: Rows, application: Row, *, gentle: bool) -> Brief:
        read.append(application["application_id"])
        return original(rows, application, gentle=gentle)

    monkeypatch.setattr(brief, "read_brief", counted)
    forget_rows()
    at = open_page(sample_home, "brief")
    at.run()
    assert len(read) == 1
    other = at.selectbox(key="application").options[1]
    at.selectbox(key="application").set_value(other).run()
    assert at.header[0].value.replace("\\", "") == other
    at.run()
    assert len(read) == len(set(read)) == 2


def test_what_is_made_of_the_rows_is_made_once_for_each_version_and_scope(sample: Snapshot) -> None:
    made: list[int] = []

    def count(snapshot: Snapshot, name: str) -> str:
        made.append(snapshot.rows("select count(*) as n from stg_applications")["n"][0])
        return f"{name}: {made[-1]}"

    ben = Snapshot(sample.version, Scope(seeker="Ben"))
    assert sample.made(count, "all") is sample.made(count, "all")
    assert ben.made(count, "all") != sample.made(count, "all")
    assert sample.made(count, "other").startswith("other")
    assert len(made) == 3


def test_nothing_of_an_erased_tracker_is_kept_in_memory(
    open_page: OpenPage, sample_home: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(sample_home, tmp_path / "home")
    at = open_page(home, "log")
    (version,) = (home / "warehouse").glob(f"{(home / 'warehouse' / 'CURRENT').read_text().strip()}.duckdb")
    query = "select distinct company from applications"
    assert not Snapshot(version).rows(query).is_empty()
    stages = Snapshot(version).rows(STAGES)
    figure = funnel(stages, LIGHT)
    assert funnel(stages, LIGHT) is figure
    at.switch_page("pipeline/dashboard/pages/settings.py").run()
    at.selectbox(key="erase_what").select("Everything").run()
    at.text_input(key="erase_typed").set_value("erase everything").run()
    at.button(key="erase").click().run()
    assert "Everything is erased" in said(at)
    with pytest.raises(WorkspaceError):
        Snapshot(version).rows(query)
    assert funnel(stages, LIGHT) is not figure
