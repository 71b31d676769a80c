"""How well the built-in codebook reads, as it was measured; ``data/themes/measured.toml`` holds the numbers."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from pipeline.resources import resource


@dataclass(frozen=True)
class Measured:
    """A measurement on texts that the codebook was not made from.

    Attributes:
        precision: Of the themes it names, the share that a reader agrees with, 0 to 1.
        recall: Of the themes a reader finds, the share that it names, 0 to 1.
        f1: Their harmonic mean.
        texts: How many texts it was measured on.
        voices: How many writers they are by.
    """

    precision: float
    recall: float
    f1: float
    texts: int
    voices: int

    def sentence(self) -> str:
        """The measurement in plain words.

        >>> Measured(0.84, 0.69, 0.76, 61, 1).sentence()
        'Of ten themes that a careful reader finds, it names about 7; of ten that it names, about 8 are right.'
        """
        found, right = round(10 * self.recall), round(10 * self.precision)
        return (
            f"Of ten themes that a careful reader finds, it names about {found}; "
            f"of ten that it names, about {right} are right."
        )


@lru_cache
def load_measured(language: str = "en") -> Measured:
    """The measurement of this release in a language."""
    content = tomllib.loads(resource("data", "themes", "measured.toml").read_text(encoding="utf-8"))
    content = content if language == "en" else content[language]
    return Measured(**{name: content[name] for name in Measured.__dataclass_fields__})
