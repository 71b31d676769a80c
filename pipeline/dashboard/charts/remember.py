"""Charts that were drawn before: the same rows, colours and choices give the same figure, which is slow to build."""

import hashlib
import threading
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec

import polars as pl

from pipeline.dashboard.charts.figure import Figure
from pipeline.dashboard.palette import Palette

_MOST_FIGURES = 64
"""For each kind of chart: a few sessions' scopes, in light and dark."""

Choices = ParamSpec("Choices")

_memories: list[dict[Hashable, Figure]] = []
_lock = threading.Lock()


def remembered(
    draw: Callable[Concatenate[pl.DataFrame, Palette, Choices], Figure],
) -> Callable[Concatenate[pl.DataFrame, Palette, Choices], Figure]:
    """The chart function with a memory; what it returns is shared and never changed."""
    known: dict[Hashable, Figure] = {}
    _memories.append(known)

    @wraps(draw)
    def drawn(rows: pl.DataFrame, palette: Palette, /, *args: Choices.args, **choices: Choices.kwargs) -> Figure:
        key = (_fingerprint(rows), palette.background, args, tuple(sorted(choices.items())))
        if (figure := known.get(key)) is None:
            figure = draw(rows, palette, *args, **choices)
            with _lock:
                if len(known) >= _MOST_FIGURES:
                    known.pop(next(iter(known)))
                known[key] = figure
        return figure

    return drawn


def forget_figures() -> None:
    """Let go of every figure that was drawn."""
    with _lock:
        for known in _memories:
            known.clear()


def _fingerprint(rows: pl.DataFrame) -> bytes:
    return hashlib.sha256(rows.write_ipc(None).getbuffer()).digest()
