"""One open index, asked in one way: its answers and their receipts are of the same generation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from indexer.index import Index
from service.answer import ask
from service.receipt import Receipt, make_receipt
from service.rerankers import Reranker
from service.results import Answer, Filters
from service.switches import ALL_ON, Switches


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Asker:
    """Made when a question comes in: its time is that of the receipt."""

    index: Index
    k: int
    mode: str
    reranker: Reranker | None = None
    switches: Switches = ALL_ON
    asked_at: datetime = field(default_factory=_now)

    def ask(self, question: str, filters: Filters) -> Answer:
        return ask(
            self.index, question, self.k, self.mode, filters,
            switches=self.switches, reranker=self.reranker,
        )  # fmt: skip

    def receipt(self, answer: Answer, filters: Filters) -> Receipt:
        return make_receipt(self.index, answer, self.asked_at, self.mode, filters)
