"""What a damaged file promises: a clear refusal, or rows that add up; never another error."""

import random
from pathlib import Path

import pytest

from pipeline.errors import DebriefError
from pipeline.ingest.model import ReadingOptions, TrackerReading
from pipeline.ingest.tracker import read_tracker
from tests.ingest.reading import UPLOADED_ON
from tests.ingest.test_properties import assert_adds_up

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
FILES = sorted(path for path in SAMPLES.iterdir() if path.suffix in {".csv", ".xlsx"})


def truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(1, len(content))]


def flipped(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice([1, 3, 30])):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def holed(content: bytes, chance: random.Random) -> bytes:
    """A block of zeros, as a crash leaves it."""
    start = chance.randrange(len(content))
    return content[:start] + bytes(min(512, len(content) - start)) + content[start + 512 :]


def swapped(content: bytes, chance: random.Random) -> bytes:
    """A piece that stands in another place."""
    first, second = sorted(chance.sample(range(len(content)), 2))
    return content[second:] + content[first:second] + content[:first]


def read_or_refusal(content: bytes, name: str) -> TrackerReading | DebriefError:
    """What reading gives: rows, or the refusal."""
    try:
        return read_tracker(content, name, options=ReadingOptions(), uploaded_on=UPLOADED_ON)
    except DebriefError as refused:
        return refused


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("damage", [truncated, flipped, holed, swapped], ids=lambda damage: damage.__name__)
@pytest.mark.parametrize(
    "seeds", [range(2), pytest.param(range(2, 12), marks=pytest.mark.thorough)], ids=["twice", "ten times more"]
)
def test_a_damaged_sample_is_refused_clearly_or_read_with_rows_that_add_up(
    path: Path, damage: object, seeds: range
) -> None:
    assert callable(damage)
    content = path.read_bytes()
    for seed in seeds:
        damaged = damage(content, random.Random(seed))  # noqa: S311  # a seeded choice makes a failure repeatable
        reading = read_or_refusal(damaged, path.name)
        if isinstance(reading, DebriefError):
            assert reading.problem.startswith(path.name)
            assert "\n" not in reading.problem
            assert reading.found
            assert reading.remedy
            continue
        for sheet in reading.sheets:
            assert_adds_up(sheet)
