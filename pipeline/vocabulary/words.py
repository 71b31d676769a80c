"""What the vocabulary holds: fields, meanings of headers and statuses, and lists of words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.errors import DebriefError
from pipeline.vocabulary.text import fold

Belongs = Literal["applications", "feedback", "both"]
DateOrder = Literal["auto", "dmy", "mdy", "ymd"]
OTHER = "other"
"""What a header is called that is known and belongs to no field."""


@dataclass(frozen=True)
class Field:
    """One field that a column can be read as.

    Attributes:
        name: The field's name, such as ``company`` or ``event:offer``.
        belongs: Whether applications, feedback or both have it.
        type: What its cells should look like: text, date, flag, number, url, status, event, channel, person or
            work_mode.
        label: Its name for people.
        spellings: Headers that mean it, the surest first within each language.
    """

    name: str
    belongs: Belongs
    type: str
    label: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One word of a closed list (a stage, an outcome, a channel), its order and its name for people."""

    name: str
    label: str
    rank: int


@dataclass(frozen=True)
class StatusMeaning:
    """What a status phrase says; None where it does not say it.

    ``is_posting_gone`` marks the end of a posting that one may never have applied to.
    """

    stage: str | None
    outcome: str | None
    is_posting_gone: bool = False


@dataclass(frozen=True)
class HeaderMeaning:
    """The fields a header spelling may mean, the likeliest first, and its place in its list (0 is first)."""

    fields: tuple[str, ...]
    rank: int


@dataclass(frozen=True)
class HeaderRule:
    """What notions mean together: all of ``required``, any of ``optional``, no other unless ``allows_any``."""

    required: frozenset[str]
    optional: frozenset[str]
    allows_any: bool
    meaning: HeaderMeaning


@dataclass(frozen=True)
class Export:
    """A file that a program writes.

    Attributes:
        name: The program's, and which of its files.
        looks_like: The same in a sentence, with its article.
        headers: Compact headers that tell it.
        is_exact: Whether it has no others.
        columns: Compact header to field, None for a column of no field, where the header alone does not tell.
        date_order: The order of day, month and year where the values leave it open.
        missing: Stage and outcome of a row without a status.
    """

    name: str
    looks_like: str
    headers: frozenset[str]
    is_exact: bool
    columns: Mapping[str, str | None]
    date_order: DateOrder
    missing: StatusMeaning | None


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Everything ingest knows about words. All keys are folded; header keys are compact as well.

    One vocabulary equals only itself, so that what is derived from it can be cached by it.

    Attributes:
        fields: Field by name.
        headers: What a header means, by compact spelling.
        spellings: What a header means, by spelling as listed, for those of two words and more.
        notions: What a word or phrase of a header speaks of.
        header_rules: What notions mean together.
        ticks: The status phrase that a yes under a notion says.
        day_first_headers: Compact headers of languages that write the day before the month.
        secret_headers: Compact spellings of headers whose cells are never stored.
        secret_words: Folded words that make any header secret.
        stages: Stages by name, in order.
        outcomes: Outcomes by name; the higher rank counts where columns disagree.
        statuses: Status phrase to meaning.
        lone_statuses: Status phrases that count only where they are the whole text or a part of its own in it.
        open_headers: Compact headers whose yes says that an application is still open.
        failures: Words that say that the stage beside them was not passed.
        exports: Files that programs write, by name.
        user_statuses: What the user says of a whole text; it wins over every phrase.
        channels: Spelling to channel.
        asked_of: Spelling to who was asked.
        sources: Spelling to source.
        source_hosts: Part of a web address to source.
        months: Month name to number.
        weekdays: Name of a weekday to its number, Monday is 1.
        days_back: Word for a day to how many days before today it is.
        time_units: Unit of time to its days, 0 where that is not exact.
        words: The other word lists (yes, no, nothing, no_answer, ditto, totals …) by name.
        labels: Names for people of channels and of who was asked.
    """

    fields: Mapping[str, Field]
    headers: Mapping[str, HeaderMeaning]
    spellings: Mapping[str, HeaderMeaning]
    notions: Mapping[str, tuple[str, ...]]
    header_rules: tuple[HeaderRule, ...]
    ticks: Mapping[str, str]
    day_first_headers: frozenset[str]
    secret_headers: frozenset[str]
    secret_words: frozenset[str]
    stages: Mapping[str, Term]
    outcomes: Mapping[str, Term]
    statuses: Mapping[str, StatusMeaning]
    lone_statuses: frozenset[str]
    open_headers: frozenset[str]
    failures: frozenset[str]
    channels: Mapping[str, str]
    asked_of: Mapping[str, str]
    sources: Mapping[str, str]
    source_hosts: Mapping[str, str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days_back: Mapping[str, int]
    time_units: Mapping[str, int]
    words: Mapping[str, frozenset[str]]
    labels: Mapping[str, str]
    exports: Mapping[str, Export]
    user_statuses: Mapping[str, StatusMeaning] = field(default_factory=dict)

    def with_status_words(self, words: Mapping[str, tuple[str | None, str | None]]) -> "Vocabulary":
        """This vocabulary with the user's own meaning of whole status texts, which wins over the shipped ones.

        Args:
            words: Status text to stage and outcome, None for what it does not say; case, accents and punctuation of
                the text do not matter.

        Raises:
            DebriefError: A stage or outcome is none of ours.
        """
        for stage, outcome in words.values():
            for name, known in ((stage, self.stages), (outcome, self.outcomes)):
                if name is not None and name not in known:
                    raise DebriefError(
                        f'There is no stage or outcome "{name}".',
                        found=f"Known: {', '.join(known)}.",
                        remedy="Use one of them, or leave it out.",
                    )
        meanings = {fold(text) or text.strip(): StatusMeaning(*said) for text, said in words.items()}
        return replace(self, user_statuses={**self.user_statuses, **meanings})

    def is_secret(self, header: str) -> bool:
        """Whether a header names a column that is never stored."""
        folded = fold(header)
        return folded.replace(" ", "") in self.secret_headers or not self.secret_words.isdisjoint(folded.split())
