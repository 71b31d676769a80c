"""Documents cannot go stale: what they show is what the code says now; `make check` compares the generated ones."""

import ast
import datetime as dt
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pipeline
from pipeline.cli.group import MODULES
from pipeline.ingest.dates import Problem
from pipeline.ingest.set_aside import WHY_NOT_LOADED
from tests.ingest.reading import read_rows

ROOT = Path(pipeline.__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
IMPORTING = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")


def test_every_command_in_the_readme_exists() -> None:
    shown = set(re.findall(r"debrief ([a-z]+)\b", README))
    assert shown <= set(MODULES)


def test_the_readmes_make_targets_exist() -> None:
    targets = re.findall(r"^make ([a-z]+)$", README, re.MULTILINE)
    assert targets == ["run", "test"]
    for target in targets:
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)


def test_a_bare_make_lists_every_target() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE):
        assert f"make {target} " in listed


def test_links_in_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_no_lock_file_names_an_address() -> None:
    for lock in ROOT.glob("*.lock"):
        assert "://" not in lock.read_text(encoding="utf-8")


def test_every_note_about_a_file_is_explained_and_no_other() -> None:
    table = IMPORTING.partition("## What the notes say")[2]
    explained = [code for row in re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE) for code in row.split(", ")]
    assert sorted(code.strip("`") for code in explained) == sorted({*_codes()})


def _codes() -> Iterator[str]:
    yield from get_args(Problem)
    yield from WHY_NOT_LOADED
    for module in (ROOT / "pipeline" / "ingest").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Caution"), args=[ast.Constant(value=str(code)), *_]):
                    yield code


def test_days_are_read_as_the_document_says() -> None:
    row = next(line for line in IMPORTING.splitlines() if line.endswith("| 5 March 2026 |"))
    texts = re.findall(r"`(.+?)`", row)
    assert len(texts) == 5
    sheet = read_rows([["Company", "Date applied"], *(["Acme", text] for text in texts), ["Acme", "46086"]])
    assert sheet.applications["applied_date"].to_list() == [dt.date(2026, 3, 5)] * 6
