"""What a training run may vary: the share of each set of pairs, and the numbers of the loop."""

from __future__ import annotations

from dataclasses import dataclass

# Share of the batches that each set of pairs gets.
SHARES = {
    "laws": 0.24,
    "news": 0.18,
    "titles": 0.08,
    "questions": 0.14,
    "paraphrases": 0.03,
    "sentences": 0.10,
    "dictionary": 0.12,
    "pinyin": 0.01,
    "senses": 0.02,
    "asked": 0.08,
}


@dataclass(frozen=True, slots=True)
class Settings:
    steps: int = 4500
    batch: int = 2048  # passages in a batch
    scale: float = 20.0  # inverse temperature of the cosines
    rate: float = 0.03  # Adam, falling linearly to nothing; .01 to .1 differ little
    forward: float = 0.7  # weight of query -> passage; the rest passage -> query
    query_drop: float = 0.2  # of the words of a query are forgotten
    passage_drop: float = 0.1  # and of a passage
    windows: float = 0.3  # of the queries are a fresh stretch of their own passage
    translated: float = 0.15  # of the queries turn English, word by word
    reworded: float = 0.2  # of the queries have some words changed for others of their meaning
    changed: float = 0.3  # of the words of these
    taken_apart: float = 0.04  # of the words of a query fall into their parts
    longest: int = 128  # tokens of a passage
    group: int = 4  # neighbouring passages taken together
    near: float = 0.5  # of the batches are of one subject: NCP MRR .590 -> .602, one run each
    twins: float = 0.85  # passages nearer than this say the same: not each other's negatives
