"""The assignment with the largest total: every row its own column, by shortest augmenting paths (Crouse 2016)."""

import math
from collections.abc import Sequence

Matrix = Sequence[Sequence[float]]


def best_assignment(scores: Matrix) -> list[int]:
    """The column of each row, such that no column is taken twice and the sum of the scores is largest.

    Of several assignments with the largest sum it is the one that ``scipy.optimize.linear_sum_assignment`` gives,
    which takes longer to load than most trackers take to be read.

    Args:
        scores: As many columns as rows or more; finite numbers.
    """
    paths = _Paths([[-score for score in row] for row in scores])
    for row in range(len(scores)):
        paths.assign(row)
    return paths.column_of


class _Paths:
    """What is assigned so far, and the prices of rows and columns that prove it cheapest."""

    def __init__(self, costs: Matrix) -> None:
        self.costs = costs
        self.width = len(costs[0]) if costs else 0
        self.column_of = [-1] * len(costs)
        self.row_of = [-1] * self.width
        self.row_price = [0.0] * len(costs)
        self.column_price = [0.0] * self.width

    def assign(self, row: int) -> None:
        """Give one more row a column; rows before it may move to others."""
        distance = [math.inf] * self.width
        before = [-1] * self.width
        seen = [row]
        reached: list[int] = []
        end, longest = self._search(row, distance, before, seen, reached)
        self.row_price[row] += longest
        for other in seen[1:]:
            self.row_price[other] += longest - distance[self.column_of[other]]
        for column in reached:
            self.column_price[column] -= longest - distance[column]
        while True:
            moved = before[end]
            self.row_of[end] = moved
            self.column_of[moved], end = end, self.column_of[moved]
            if moved == row:
                return

    def _search(
        self, row: int, distance: list[float], before: list[int], seen: list[int], reached: list[int]
    ) -> tuple[int, float]:
        """The nearest column that is free, and how far it is; fills what it is handed."""
        left = list(reversed(range(self.width)))
        shortest = 0.0
        while True:
            costs, price = self.costs[row], self.row_price[row]
            nearest, place = math.inf, -1
            for index, column in enumerate(left):
                new = shortest + costs[column] - price - self.column_price[column]
                if new < distance[column]:
                    distance[column], before[column] = new, row
                far = distance[column]
                if far < nearest or (far == nearest and self.row_of[column] == -1):
                    nearest, place = far, index
            shortest, column = nearest, left[place]
            reached.append(column)
            left[place] = left[-1]
            left.pop()
            if self.row_of[column] == -1:
                return column, shortest
            row = self.row_of[column]
            seen.append(row)
