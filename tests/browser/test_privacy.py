"""Nothing leaves the machine."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import chromium

PAGES = {
    "": "What your search is telling you",
    "search": "Where applications go",
    "lessons": "Did it help?",
    "caseload": "Who needs you today",
    "brief": "Before the interview",
    "report": "A page to keep or to send",
    "settings": "Where your data is",
    "help": "What does it mean?",
    "feedback": "Who gives feedback",
    "themes": "What keeps coming up",
    "log": "Write down what you asked and heard",
    "import": "Bring in your tracker",
    "sql": "Ask the data yourself",
}


def _can_have_a_network_of_its_own() -> bool:
    unshare = shutil.which("unshare")
    return unshare is not None and subprocess.run([unshare, "-rn", "true"], check=False).returncode == 0


@pytest.mark.browser
@pytest.mark.skipif(
    not _can_have_a_network_of_its_own(), reason="this system lets no process have a network of its own (unshare -rn)"
)
def test_nothing_wants_out_of_a_network_without_a_way_out(tmp_path: Path) -> None:
    script = Path(__file__).with_name("no_route.py")
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, str(script), str(tmp_path / "home"), chromium(), json.dumps(PAGES)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    counted = json.loads(done.stdout)
    assert counted["used"] == 0
    assert counted["tried"] > 0, "the count sees nothing, so it proves nothing"
