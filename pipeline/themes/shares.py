"""What the words of many clauses add to the model's scores, summed for all of them at once.

What a word adds by itself is remembered, so that only its first meeting costs time; pairs of words are looked up by
the numbers of their words. One clause at a time, most of the time would go to calls of NumPy.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, chain
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.themes.features import pieces_of

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_START, _END = "^", "$"
"""What stands for the ends of a clause in pairs; no word of a text is one of them."""
NOTHING = -1
"""The row of :attr:`WordShares.table` that adds nothing."""
_KNOWN_WORDS = 100_000
"""Words that are remembered: more than a language has in use, small enough for any memory."""


class Places(NamedTuple):
    """The words of clauses with their ends, one after the other, by what each adds.

    Attributes:
        alone: What each word adds by itself.
        beside: The row of it and the next one as a pair.
        apart: The row of it and the one after the next.
        starts: Where each clause starts.
        ends: Where each ends.
    """

    alone: Floats
    beside: Ints
    apart: Ints
    starts: Ints
    ends: Ints


class WordShares:
    """The weights of a model, by words instead of names of features.

    Attributes:
        table: The weights, and below them a row of nothing.
    """

    def __init__(self, rows: Mapping[str, int], weights: Floats, bias: Floats) -> None:
        self.table = np.concatenate([weights, np.zeros_like(bias)[None]])
        self._whole = _without_kind(rows, "w:")
        self._pieces = _without_kind(rows, "p:")
        self._bias = bias
        beside, apart = _without_kind(rows, "b:"), _without_kind(rows, "s:")
        in_pairs = dict.fromkeys(word for pair in chain(beside, apart) for word in pair.split(" "))
        self._pair_numbers = {word: number for number, word in enumerate(in_pairs, start=1)}
        self._beside = _Pairs(beside, self._pair_numbers)
        self._apart = _Pairs(apart, self._pair_numbers)
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self._numbers = _Numbers({_START: 0, _END: 1}, self._adds)
        self._in_pairs = np.array([self._pair_numbers.get(end, 0) for end in (_START, _END)])
        self._shares = np.stack([self._bias, np.zeros_like(self._bias)])

    def place(self, clauses: Iterable[Sequence[str]]) -> Places:
        """Look up the words of clauses, and learn those that are new."""
        with self._lock:  # pages are drawn by several threads, and a word's number is its place
            if len(self._numbers) > _KNOWN_WORDS:
                self._forget()
            ended = chain.from_iterable((_START, *words, _END) for words in clauses)
            numbers = list(map(self._numbers.__getitem__, ended))
            self._learn()
            words = np.array(numbers)
            alone, named = self._shares[words], self._in_pairs[words]
        beside = self._beside.rows_of(named[:-1], named[1:])
        apart = self._apart.rows_of(named[:-2], named[2:])
        return Places(alone, beside, apart, np.flatnonzero(words == 0), np.flatnonzero(words == 1))

    def sums(self, places: Places) -> Floats:
        """The sum of what the words and pairs of each clause add, and the bias."""
        each = places.alone.copy()
        each[:-1] += self.table[places.beside]
        each[:-2] += self.table[places.apart]
        return np.add.reduceat(each, places.starts, axis=0)

    def shares_of(self, places: Places, clause: int, column: int) -> Floats:
        """What each word of a clause adds in a column; a pair's part goes to its two words by halves.

        Args:
            places: Where the words of some clauses stand.
            clause: Which of these clauses; one with words.
            column: The column.
        """
        first, end = int(places.starts[clause]) + 1, int(places.ends[clause])
        shares = places.alone[first:end, column].copy()
        beside = self.table[places.beside[first - 1 : end], column] / 2
        shares += beside[:-1] + beside[1:]
        shares[0] += beside[0]  # the end of a clause is no word that could take its half
        shares[-1] += beside[-1]
        if len(shares) > 2:
            apart = self.table[places.apart[first : end - 2], column] / 2
            shares[:-2] += apart
            shares[2:] += apart
        return shares

    def _learn(self) -> None:
        new = self._numbers.new
        if not new:
            return
        shares = sums_of_rows(self.table, [each.rows for each in new])
        self._shares = np.concatenate([self._shares, shares])
        self._in_pairs = np.concatenate([self._in_pairs, [each.in_pairs for each in new]])
        new.clear()

    def _adds(self, word: str) -> "_Adds":
        pieces = self._pieces
        rows = [pieces[piece] for piece in pieces_of(word) if piece in pieces]
        return _Adds((self._whole.get(word, NOTHING), *rows), self._pair_numbers.get(word, 0))


class _Adds(NamedTuple):
    """What a word adds: the rows of itself and its pieces, and its number in pairs."""

    rows: tuple[int, ...]
    in_pairs: int


class _Numbers(dict[str, int]):
    """The number of each word that was asked for, the same for words that add the same, as most numbers and names do.

    Attributes:
        new: What the numbers stand for that were given since this was last cleared.
    """

    def __init__(self, known: Mapping[str, int], adds: Callable[[str], _Adds]) -> None:
        super().__init__(known)
        self.new: list[_Adds] = []
        self._adds = adds
        self._known: dict[_Adds, int] = {}
        self._first = len(known)

    def __missing__(self, word: str) -> int:
        adds = self._adds(word)
        number = self._known.get(adds)
        if number is None:
            number = self._known[adds] = self._first + len(self._known)
            self.new.append(adds)
        self[word] = number
        return number


class _Pairs:
    """The rows of features that name two words, by the numbers of these; 0 is the number of all other words."""

    def __init__(self, rows: Mapping[str, int], numbers: Mapping[str, int]) -> None:
        self.size = len(numbers) + 1
        pairs = (name.split(" ") for name in rows)
        keys = np.array([numbers[one] * self.size + numbers[two] for one, two in pairs], dtype=np.int64)
        order = np.argsort(keys)
        self.keys = keys[order]
        self.rows = np.array(list(rows.values()), dtype=np.int64)[order]

    def rows_of(self, ones: Ints, twos: Ints) -> Ints:
        if not len(self.keys):
            return np.full(len(ones), NOTHING)
        keys = ones * self.size + twos
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.rows[at], NOTHING)


def _without_kind(rows: Mapping[str, int], kind: str) -> dict[str, int]:
    """The rows of the features of a kind, by their names without it."""
    return {name.removeprefix(kind): row for name, row in rows.items() if name.startswith(kind)}


def sums_of_rows(table: Floats, rows: Sequence[Sequence[int]]) -> Floats:
    """The sum of each of these sets of rows; none is empty."""
    starts = list(accumulate(map(len, rows[:-1]), initial=0))
    return np.add.reduceat(table[list(chain.from_iterable(rows))], starts, axis=0)
