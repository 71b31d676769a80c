"""Documents cannot go stale: what they show is what the code says now."""

import re
import subprocess
from pathlib import Path

import pipeline
from pipeline.cli.group import MODULES
from scripts.write_docs import documents

ROOT = Path(pipeline.__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_generated_documents_are_up_to_date() -> None:
    stale = [path.name for path, text in documents().items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "run: make docs"


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
