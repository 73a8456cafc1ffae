"""A model and measuring sets -> dense retrieval figures, as a table and JSON.

`python -m indexer.train.measure --data ../shared/data [--encoder indexer/model] [--out FILE]`
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.encoders import Encoder, load_encoder
from indexer.train.text import cmrc, cut, simplify, tidy

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Task:
    """Queries over passages; `relevant[q]` are the passages that hold the answer."""

    name: str
    passages: tuple[str, ...]
    queries: tuple[str, ...]
    relevant: tuple[frozenset[int], ...]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _holds(passage: str, answer: str) -> bool:
    """The answer, or half of what of it fits a passage, in one stretch."""
    passage, answer = "".join(passage.split()), "".join(answer.split())
    if answer in passage:
        return True
    shared = _longest_shared(passage, answer)
    return shared >= 0.5 * min(len(answer), 200)


def _longest_shared(a: str, b: str) -> int:
    """Length of the longest common substring, by doubling windows of the shorter text."""
    best = 0
    for start in range(len(b)):
        while start + best < len(b) and b[start : start + best + 1] in a:
            best += 1
    return best


def ncp(data: Path, titled: bool = False) -> Task:
    """Policy documents cut to passages, bare or with the title; real questions, exact answers."""
    passages: list[str] = []
    texts: list[str] = []
    by_document: dict[str, range] = {}
    for row in _rows(data / "ncp" / "docs.jsonl"):
        pieces = cut(row["text"])
        title = tidy(row["text"])[:40].split(" ")[0]
        texts += [f"{title} {piece}" for piece in pieces] if titled else pieces
        by_document[row["docid"]] = range(len(passages), len(passages) + len(pieces))
        passages += pieces
    queries, relevant = [], []
    for row in _rows(data / "ncp" / "questions.jsonl"):
        within = by_document.get(row["docid"], range(0))
        right = frozenset(i for i in within if _holds(passages[i], row["answer"]))
        if right:
            queries.append(row["question"])
            relevant.append(right)
    name = "ncp titled" if titled else "ncp"
    return Task(name, tuple(texts), tuple(queries), tuple(relevant))


def xquad(data: Path, language: str = "en") -> Task:
    rows = _rows(data / "xquad" / "passages.jsonl")
    number = {row["id"]: i for i, row in enumerate(rows)}
    asked = _rows(data / "xquad" / "questions.jsonl")
    return Task(
        f"xquad {language}-zh",
        tuple(row["text"] for row in rows),
        tuple(row[language] for row in asked),
        tuple(frozenset([number[row["passage"]]]) for row in asked),
    )


def drcd(data: Path) -> Task:
    rows = _rows(data / "drcd" / "passages.jsonl")
    number = {row["id"]: i for i, row in enumerate(rows)}
    asked = _rows(data / "drcd" / "questions.jsonl")
    return Task(
        "drcd",
        tuple(simplify(row["text"]) for row in rows),
        tuple(simplify(row["question"]) for row in asked),
        tuple(frozenset([number[row["passage"]]]) for row in asked),
    )


def cmrc_dev(data: Path) -> Task:
    number: dict[str, int] = {}
    queries, relevant = [], []
    for question in cmrc(data / "train", "dev"):
        for passage in question.passages:
            number.setdefault(passage, len(number))
        right = frozenset(number[p] for p in question.passages if question.answer in p)
        if right:
            queries.append(question.text)
            relevant.append(right)
    return Task("cmrc dev", tuple(number), tuple(queries), tuple(relevant))


def notices(data: Path) -> Task:
    """The seed notice among all others; three questions in two languages, each with its clause."""
    passages: list[str] = []
    for path in sorted((data / "notices").rglob("*")):
        if path.suffix == ".txt":
            text = _repair(path.read_text(encoding="utf-8"))
            passages += [piece for line in text.splitlines() for piece in cut(line)]
    meant = {
        "谁负责品牌培训": "组织开展质量品牌人才培训",
        "who runs brand training": "组织开展质量品牌人才培训",
        "哪些城市开展产业链协同创新试点": "开展产业链协同创新试点。",
        "which cities run pilots of supply-chain collaborative innovation": (
            "开展产业链协同创新试点。"
        ),
        "什么时候报送年度总结": "日前将年度工作总结报送",
        "when must the annual summary be submitted": "日前将年度工作总结报送",
    }
    right = (frozenset(i for i, p in enumerate(passages) if part in p) for part in meant.values())
    return Task("notices", tuple(map(tidy, passages)), tuple(meant), tuple(right))


def _repair(text: str) -> str:
    """Pinyin in brackets after Traditional characters, as in the scraped seed notice, taken out."""
    return simplify(re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", "", text))


TASKS: dict[str, Callable[[Path], Task]] = {
    "ncp": ncp,
    "ncp titled": partial(ncp, titled=True),
    "xquad": xquad,
    "cmrc": cmrc_dev,
    "drcd": drcd,
    "notices": notices,
}


def ranks(task: Task, encoder: Encoder, block: int = 512) -> Ints:
    """(queries,) rank from 1 of the best relevant passage."""
    passages = encoder.encode_passages(task.passages)
    queries = encoder.encode_queries(task.queries)
    out = np.zeros(len(queries), np.int64)
    for first in range(0, len(queries), block):
        scores = queries[first : first + block] @ passages.T
        for offset, row in enumerate(scores):
            best = max(row[i] for i in task.relevant[first + offset])
            out[first + offset] = 1 + int((row > best).sum())
    return out


def figures(found: Ints) -> dict[str, float]:
    reached = {f"R@{k}": float((found <= k).mean()) for k in (1, 5, 10)}
    return {**reached, "MRR": float((1 / found).mean())}


def measure(encoder: Encoder, data: Path, names: Sequence[str]) -> dict[str, dict[str, float]]:
    results: dict[str, dict[str, float]] = {}
    for name in names:
        task = TASKS[name](data)
        found = ranks(task, encoder)
        if name == "notices":
            results[task.name] = {q: float(r) for q, r in zip(task.queries, found, strict=True)}
        else:
            results[task.name] = {
                "passages": len(task.passages),
                "queries": len(task.queries),
                **figures(found),
            }
    return results


def table(results: dict[str, dict[str, float]]) -> str:
    lines = []
    for name, row in results.items():
        cells = [
            f"{key} {value:.3f}" if 0 < value < 1 else f"{key} {value:.0f}"
            for key, value in row.items()
        ]
        lines.append(f"{name:12} " + "  ".join(cells))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m indexer.train.measure", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", default="embedded")
    parser.add_argument("--tasks", nargs="*", default=list(TASKS), choices=list(TASKS))
    parser.add_argument("--out", type=Path, help="write the figures as JSON here")
    given = parser.parse_args()
    results = measure(load_encoder(given.encoder), given.data, given.tasks)
    print(table(results))
    if given.out:
        given.out.write_text(
            json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
