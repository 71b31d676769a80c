"""The command report: one page that holds everything, says only what it may, and replaces no file of others."""

import re
import shutil
import stat
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.cli import run
from pipeline.dashboard.report import printing
from pipeline.dashboard.report.rendering import render
from pipeline.dashboard.report.saving import require_writable, save
from pipeline.errors import InputRefusedError
from pipeline.insight.leaks import told_by

HOSTILE = "<script>alert(1)</script> $x$ **b** [a](javascript:alert(1)) <img src=x onerror=alert(1)>"
TRACKER = (
    "Company,Role,Source,Date Applied,Status,Contact,Asked On,Asked How,Answered On,Feedback,Lesson\n"
    f'"Kestlewick {HOSTILE}",Cook,"{HOSTILE}",2026-05-01,Rejected after first interview,"Amina Okoro, a@k.example",'
    '2026-05-02,phone,2026-05-03,"Amina: you lacked confidence at Kestlewick. Ring +44 20 7946 0958. '
    f'{HOSTILE}",Go on\n'
)


class _Shape(HTMLParser):
    """Collects the tags, the ids, the headings and the attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.names: set[str] = set()
        self.links: list[str] = []
        self.undescribed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.names |= given.keys()
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "xlink:href", "action", "data")
        ]
        self.undescribed += tag == "svg" and not (given.get("role") == "img" and given.get("aria-label"))


def shape_of(page: str) -> _Shape:
    shape = _Shape()
    shape.feed(page)
    return shape


@pytest.fixture(scope="module")
def sample_home(sample_home: Path) -> str:
    """As the command line takes it."""
    return str(sample_home)


@pytest.fixture(scope="module")
def page(sample_home: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("out") / "report.html"
    assert run(["--home", sample_home, "report", "-o", str(file)]) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file.read_text(encoding="utf-8")


@pytest.fixture
def hostile_home(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    file = tmp_path / "jobs.csv"
    file.write_text(TRACKER, encoding="utf-8")
    assert run(["--home", str(tmp_path / "home"), "import", str(file), "--seeker", "Ana Ilves"]) == 0
    capfd.readouterr()
    return str(tmp_path / "home")


def test_a_report_says_findings_charts_quotes_and_definitions(page: str) -> None:
    told = "\n".join(told_by(page))
    for text in (
        "15 of 23 requests for feedback were answered (65%, 95% interval 45% to 81%)",
        "Asks by phone were answered 8 times in 10",
        "You brought lots of energy from the first minute",
        "Wait window: an ask or an application is too young to count as silence for 21 days",
        "As of 13 November 2026. Debrief 0.",
        "An ask that was answered, or that is older than the wait window",
    ):
        assert text in told


def test_a_report_asks_nothing_of_anybody_and_runs_nothing(page: str) -> None:
    shape = shape_of(page)
    assert not {"script", "iframe", "link", "img", "object", "embed", "form", "base", "foreignobject"} & set(
        shape.tags
    )
    assert not [name for name in shape.names if name.startswith("on")]
    assert shape.links == []
    assert "@import" not in page
    assert "url(http" not in page
    assert "default-src 'none'" in page


def test_every_chart_is_described_and_has_its_table(page: str) -> None:
    shape = shape_of(page)
    charts = shape.tags.count("svg")
    assert charts == 12
    assert shape.undescribed == 0
    assert shape.tags.count("table") == charts
    assert shape.tags.count("h1") == 1
    assert '<html lang="en">' in page
    assert len(shape.ids) == len(set(shape.ids))
    headings = [int(tag[1]) for tag in shape.tags if re.fullmatch(r"h\d", tag)]
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_what_comes_from_outside_is_shown_and_never_run(hostile_home: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    assert run(["--home", hostile_home, "report", "-o", str(file)]) == 0
    page = file.read_text(encoding="utf-8")
    shape = shape_of(page)
    assert not {"script", "img", "a", "strong", "em"} & (set(shape.tags) - {"strong"})
    assert shape.tags.count("strong") == 4
    assert not [name for name in shape.names if name.startswith("on")]
    assert "<script>alert(1)</script> $x$ **b** [a](javascript:alert(1))" in "\n".join(told_by(page))


def test_names_and_addresses_are_replaced_everywhere(
    hostile_home: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.html"
    assert run(["--home", hostile_home, "report", "-o", str(file), "--anonymise", "--seeker", "Ana Ilves"]) == 0
    assert "read the quotes before you send it" in capfd.readouterr().err
    told = "\n".join(told_by(file.read_text(encoding="utf-8")))
    assert "Whose search: Seeker A" in told
    assert "Person A: you lacked confidence at Company A." in told
    for name in ("Kestlewick", "Amina", "Okoro", "Ilves", "k.example", "7946"):
        assert name not in told


def test_the_samples_are_anonymised_without_a_leak(sample_home: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    assert run(["--home", sample_home, "report", "-o", str(file), "--anonymise"]) == 0
    told = "\n".join(told_by(file.read_text(encoding="utf-8")))
    assert "Arkenby" not in told
    assert re.search(r"Strength · Company [A-Z]+ · CRM Manager", told)


def test_a_leak_is_refused_with_where_and_nothing_is_written(
    hostile_home: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.insight.aliases.Aliases.hide", lambda _, text: text)
    file = tmp_path / "report.html"
    assert run(["--home", hostile_home, "report", "-o", str(file), "--anonymise"]) == 1
    said = capfd.readouterr().err
    assert "would still name somebody" in said
    assert "Amina" in said
    assert not file.exists()


def test_only_what_is_ours_may_be_replaced_unless_told(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    for content in (b"<p>mine</p>", b"%PDF-1.4 /Title (Mine)", b""):
        file.write_bytes(content)
        with pytest.raises(InputRefusedError, match="left as it is"):
            require_writable(file, force=False)
        require_writable(file, force=True)
    save(file, render("page.html", title="x").encode())
    require_writable(file, force=False)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["-o", "report.docx"], 2, "-o report.html"),
        (["-o", "report.html", "--seeker", "Nobody"], 1, "Kept here: Ana Ilves"),
        (["-o", "report.pdf"], 1, "A PDF needs Chromium, Chrome or Edge"),
        (["-o", "report.html", "--pdf"], 1, "print it to a PDF from any browser"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_written(
    hostile_home: str,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.setattr(printing, "browser_path", lambda: None)
    monkeypatch.chdir(tmp_path)
    assert run(["--home", hostile_home, "report", *arguments]) == code
    assert says in capfd.readouterr().err
    assert not list(tmp_path.glob("report*"))


def test_an_empty_workspace_gives_a_page_that_says_so(tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    assert run(["--home", str(tmp_path / "home"), "report", "-o", str(file)]) == 0
    assert "there is nothing to report yet" in file.read_text(encoding="utf-8")


def test_applications_without_feedback_say_what_is_missing(tmp_path: Path) -> None:
    tracker, file = tmp_path / "jobs.csv", tmp_path / "report.html"
    tracker.write_text("Company,Role,Date Applied,Status\nFern,Cook,2026-05-01,Applied\n", encoding="utf-8")
    home = str(tmp_path / "home")
    assert run(["--home", home, "import", str(tracker)]) == 0
    assert run(["--home", home, "report", "-o", str(file)]) == 0
    told = "\n".join(told_by(file.read_text(encoding="utf-8")))
    assert "No request for feedback is on record yet." in told
    assert "No feedback in words is on record yet." in told


def test_gentle_mode_puts_what_was_said_behind_a_click(sample_home: str, tmp_path: Path) -> None:
    home = shutil.copytree(sample_home, tmp_path / "home")
    (home / "settings.toml").write_text("gentle = true\n", encoding="utf-8")
    file = tmp_path / "report.html"
    assert run(["--home", str(home), "report", "-o", str(file)]) == 0
    text = file.read_text(encoding="utf-8")
    assert "Open what was said about Company research" in text
    opened = re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)
    assert "sounded a bit flat" in text
    assert "sounded a bit flat" not in opened


def test_gentle_mode_names_strengths_first_and_concerns_as_something_to_try(sample_home: str, tmp_path: Path) -> None:
    home, file = shutil.copytree(sample_home, tmp_path / "home"), tmp_path / "report.html"
    (home / "settings.toml").write_text("gentle = true\n", encoding="utf-8")
    assert run(["--home", str(home), "report", "-o", str(file)]) == 0
    gentle = file.read_text(encoding="utf-8")
    file.unlink()
    assert run(["--home", sample_home, "report", "-o", str(file)]) == 0
    plain = file.read_text(encoding="utf-8")
    valued, named, softer = "is what they valued most", "Concern, employers", "Something to try, employers"
    assert [words in gentle for words in (valued, named, softer)] == [True, False, True]
    assert [words in plain for words in (valued, named, softer)] == [False, True, False]


@pytest.mark.browser
def test_a_pdf_is_printed_without_a_network(sample_home: str, tmp_path: Path) -> None:
    if printing.browser_path() is None:
        pytest.skip("no Chromium is installed; on Debian: apt-get install chromium")
    file = tmp_path / "report.pdf"
    write = ["--home", sample_home, "report", "-o", str(file)]
    assert run(write) == 0
    content = file.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page/") > 3
    assert run(write) == 0, "a PDF of ours may be replaced"
    assert not list(Path(tmp_path).glob("*.part"))


def test_a_browser_that_hangs_or_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fails = tmp_path / "fails"
    fails.write_text("#!/bin/sh\necho it broke >&2\nexit 3\n", encoding="utf-8")
    hangs = tmp_path / "hangs"
    hangs.write_text("#!/bin/sh\nexec sleep 30\n", encoding="utf-8")
    for script in (fails, hangs):
        script.chmod(0o700)
    with pytest.raises(InputRefusedError, match="it broke"):
        printing.to_pdf("<p>x</p>", str(fails))
    monkeypatch.setattr(printing, "_SECONDS", 0.2)
    with pytest.raises(InputRefusedError, match=r"within 0\.2 seconds"):
        printing.to_pdf("<p>x</p>", str(hangs))


def test_the_command_line_draws_a_report_without_streamlit(sample_home: str, tmp_path: Path) -> None:
    probe = (
        "import sys; from pipeline.cli import run;"
        f"code = run(['--home', {sample_home!r}, 'report', '-o', {str(tmp_path / 'r.html')!r}]);"
        "print(code, 'streamlit' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "0 False", done.stderr
