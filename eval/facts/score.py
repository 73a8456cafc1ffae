"""Sets found and sets labelled, clause by clause -> precision, recall and F1 over all of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Set
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Score:
    """How many are right, found and labelled; scores of clauses add up (micro average).

    Nothing found and nothing labelled is a perfect score: there was nothing to get wrong.
    """

    right: int = 0
    found: int = 0
    labelled: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right, self.found + other.found, self.labelled + other.labelled
        )

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else float(not self.labelled)

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else float(not self.found)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.labelled) if self.found + self.labelled else 1.0

    def figures(self) -> dict[str, Any]:
        """For a report: counts, and shares to four digits."""
        return {
            "right": self.right,
            "found": self.found,
            "labelled": self.labelled,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }


def score_sets(found: Set[Hashable], labelled: Set[Hashable]) -> Score:
    """One clause: what is in both sets is right."""
    return Score(len(found & labelled), len(found), len(labelled))


def total(scores: Iterable[Score]) -> Score:
    """The micro average: clauses with many facts weigh more."""
    return sum(scores, Score())
