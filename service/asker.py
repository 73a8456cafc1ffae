"""One open index, asked in one way: answers, summaries, receipts of one generation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from indexer.index import Index
from service.answer import ask
from service.receipt import Receipt, make_receipt
from service.rerankers import Reranker
from service.results import Answer, Filters
from service.switches import ALL_ON, Switches

if TYPE_CHECKING:
    from service.answer.generated import Endpoint


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

    def summarised(self, answer: Answer, endpoint: Endpoint) -> Answer:
        """The answer in a model's words where they can be checked, else as it was."""
        from service.answer.generated import generated

        return generated(self.index, answer, endpoint)

    def receipt(self, answer: Answer, filters: Filters) -> Receipt:
        return make_receipt(self.index, answer, self.asked_at, self.mode, filters)
