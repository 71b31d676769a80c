"""How far two readers agree, in a sentence: no number without how many texts it rests on and what it leaves open."""

from collections.abc import Mapping
from typing import Any

from pipeline.insight.findings import percent
from pipeline.vocabulary import counted

TOO_FEW, UNDEFINED = "too few texts to say", "undefined"


def agreement_in_words(row: Mapping[str, Any]) -> str:
    """A row of the view ``second_reader_agreement`` as a sentence."""
    return f"{_subject(row)}: {_agreed(row)}; {_beyond_chance(row)}."


def _subject(row: Mapping[str, Any]) -> str:
    about = row["label"] or ("every theme together" if row["measure"] == "presence" else "how a theme is meant")
    return f"{row['reader']}, {about}"


def _agreed(row: Mapping[str, Any]) -> str:
    what = counted(row["decision_count"], "text" if row["theme_id"] else "decision")
    if row["measure"] == "polarity":
        what = counted(row["decision_count"], "theme that both named", "themes that both named")
    return f"the same in {row['agreed_count']:,} of {what} ({percent(row['agreement'])})"


def _beyond_chance(row: Mapping[str, Any]) -> str:
    if row["kappa"] is None:
        return "beyond chance nothing can be said, since both give one and the same answer throughout"
    bounds = _bounds(row)
    if row["verdict"] == TOO_FEW:
        return f"too few texts to say more (kappa {row['kappa']:.2f}{bounds})"
    return f"{row['verdict']} agreement beyond chance (kappa {row['kappa']:.2f}{bounds})"


def _bounds(row: Mapping[str, Any]) -> str:
    if row["kappa_low"] is None:
        return ", without an interval"
    return f", 95% interval {row['kappa_low']:.2f} to {row['kappa_high']:.2f}"
