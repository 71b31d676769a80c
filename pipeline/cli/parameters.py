"""Days and words as people type them, turned into what is kept."""

import datetime as dt
from collections.abc import Mapping

import click

from pipeline.vocabulary import Vocabulary, fold, load_vocabulary


class Day(click.ParamType[dt.date]):
    """A day: 2026-05-04, today or yesterday."""

    name = "day"

    def convert(self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The day that was meant."""
        if isinstance(value, dt.date):
            return value
        today = dt.datetime.now().astimezone().date()
        named = {"today": today, "yesterday": today - dt.timedelta(days=1)}.get(value.strip().lower())
        try:
            return named or dt.date.fromisoformat(value.strip())
        except ValueError:
            self.fail(f"{value!r} is not a day. Write it as 2026-05-04, or today, or yesterday.", param, ctx)


class Word(click.ParamType[str]):
    """A word of a closed list in any spelling that the vocabulary knows: zoom is a video call, HR a recruiter."""

    def __init__(self, name: str) -> None:
        self.name = name

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name that is kept for it."""
        vocabulary = load_vocabulary()
        names = self.choices(vocabulary)
        if value in names:
            return value
        labelled = {fold(label): name for name, label in names.items()}
        found = labelled.get(fold(value)) or self._spelt(fold(value), vocabulary)
        if found is None:
            self.fail(f"{value!r} is not one we know. Say one of: {', '.join(names.values())}.", param, ctx)
        return found

    def choices(self, vocabulary: Vocabulary) -> Mapping[str, str]:
        """Every word of the list by its name, with its label."""
        if self.name == "stage":
            return {name: term.label for name, term in vocabulary.stages.items()}
        spellings = vocabulary.channels if self.name == "channel" else vocabulary.asked_of
        return {name: vocabulary.labels[name] for name in spellings.values()}

    def _spelt(self, folded: str, vocabulary: Vocabulary) -> str | None:
        if self.name == "stage":
            meaning = vocabulary.statuses.get(folded)
            return meaning.stage if meaning else None
        return (vocabulary.channels if self.name == "channel" else vocabulary.asked_of).get(folded)


DAY = Day()
STAGE = Word("stage")
CHANNEL = Word("channel")
PERSON = Word("person")
