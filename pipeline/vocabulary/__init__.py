"""The words that trackers are written in, loaded from ``data/vocabulary/``: headers, statuses, channels, yes and no.

Vocabulary is data so that a spelling can be added without touching code. A spelling that two places claim is refused
when loading, because whichever was read last would win silently.
"""

from pipeline.vocabulary.load import load_vocabulary
from pipeline.vocabulary.text import compact, counted, fold
from pipeline.vocabulary.words import (
    OTHER,
    Export,
    Field,
    HeaderMeaning,
    HeaderRule,
    StatusMeaning,
    Term,
    Vocabulary,
)

__all__ = [
    "OTHER",
    "Export",
    "Field",
    "HeaderMeaning",
    "HeaderRule",
    "StatusMeaning",
    "Term",
    "Vocabulary",
    "compact",
    "counted",
    "fold",
    "load_vocabulary",
]
