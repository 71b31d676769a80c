"""The scripts draw when Streamlit runs them, and do nothing when another process only loads them."""

import json
import subprocess
import sys
from pathlib import Path

import pipeline.dashboard.pages
from pipeline.resources import resource

SCRIPTS = [resource("app.py"), *sorted(Path(pipeline.dashboard.pages.__path__[0]).glob("[a-z]*.py"))]
LOAD = """
import json, runpy, sys
for script in json.loads(sys.argv[1]):
    runpy.run_path(script, run_name="__mp_main__")
"""


def test_a_process_that_only_loads_the_scripts_draws_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD, json.dumps([str(script) for script in SCRIPTS])],
        capture_output=True,
        text=True,
        check=True,
        env={"DEBRIEF_HOME": str(tmp_path / "home")},
    )
    assert len(SCRIPTS) > 10
    assert "ScriptRunContext" not in done.stderr, "Streamlit says so of every element that is drawn for nobody"
    assert not (tmp_path / "home").exists()
