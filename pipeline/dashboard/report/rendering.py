"""Content into text: the templates, in which everything from outside is escaped."""

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jinja2

from pipeline.dashboard.words import CONTROL, GENTLE_POLARITY, POLARITY, counted, day_in_words, label
from pipeline.insight.findings import percent
from pipeline.plain_text import visible

TEMPLATES = Path(__file__).parent / "templates"

GENERATOR = "Debrief"
"""What each page says that it was made by; a file that says so may be replaced by a newer one."""


def render(template: str, **content: Any) -> str:
    """A page, or a plain text where the template's name ends in ``.txt``.

    Args:
        template: The file's name.
        content: What the template names.
    """
    return _environment().get_template(template).render(content)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=jinja2.select_autoescape(["html"], default=False),
        undefined=jinja2.StrictUndefined,
        finalize=_spelt_out,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "label": label,
        "day": day_in_words,
        "percent": percent,
        "counted": counted,
        "polarity": POLARITY.__getitem__,
        "gentle_polarity": GENTLE_POLARITY.__getitem__,
        "control": CONTROL.__getitem__,
    }
    environment.globals |= {"generator": GENERATOR, "version": version("job-debrief")}
    return environment


def _spelt_out(value: Any) -> Any:
    """Text from outside without characters that steer a terminal or turn the words around them."""
    return visible(value) if type(value) is str else value
