"""Names of parts of the search -> which of them are off: for measuring what each one brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.errors import FilterError

COMPONENTS = {
    "numbers": "a document number in the question limits the search to its notice",
    "articles": "第三条 or 'article 3' in the question names a clause",
    "translate": "English questions are looked up in Chinese words",
    "synonyms": "words of the same meaning, learned in training, are looked for too",
    "typos": "misspelt words are mended by the words of the index",
    "rerank": "the best candidates are put in order by their features; off: the fusion's order",
    "late": "each word of the question against its nearest word in the passage (feature)",
    "proximity": "the question's words close together (feature)",
    "notice": "how well the whole notice fits (feature)",
    "headings": "title and headings (feature)",
    "figures": "years and batch numbers that the question names (feature)",
    "kind": "what the kind of question asks for: organ, date, amount, contact (feature)",
    "window": "the passage shown is the best stretch of sentences, not the indexed piece",
}


@dataclass(frozen=True, slots=True)
class Switches:
    """Everything is on but what is named in `off`."""

    off: frozenset[str] = frozenset()

    def on(self, name: str) -> bool:
        return name not in self.off


ALL_ON = Switches()


def make_switches(off: Iterable[str]) -> Switches:
    """Switches with these components off; FilterError for a name that is no component."""
    names = frozenset(name.strip() for name in off if name.strip())
    unknown = sorted(names - COMPONENTS.keys())
    if unknown:
        raise FilterError(f"no component {unknown[0]}; use one of {', '.join(COMPONENTS)}")
    return Switches(names)
