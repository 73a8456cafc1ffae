"""One measurement in a process of its own (`bundled|notices|files|warm`) -> one line of JSON.

A process of its own so that its peak memory is its own, threads can be limited before a library
reads the limit, and one core can be pinned.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eval.bench.corpus import as_file, bundled_phrases, generated, questions

WARM_UP = 200
QUESTIONS = 1000
Found = dict[str, Any]


def bundled(folder: Path, clauses: int) -> Found:
    """An index of the bundled notices."""
    from corpus.load import BUNDLED
    from indexer.build import index_paths
    from indexer.encoders import load_encoder

    return {"clauses": index_paths(folder, [BUNDLED], load_encoder()).clauses}


def notices(folder: Path, clauses: int) -> Found:
    """Clauses a second of index_notices on generated notices."""
    from indexer.build import index_notices

    made = generated(bundled_phrases(), clauses)
    return timed(folder / "index", lambda at, encoder: index_notices(at, made, encoder))


def files(folder: Path, clauses: int) -> Found:
    """Clauses a second of index_paths on the same notices written as text files."""
    from indexer.build import index_paths

    texts = folder / "texts"
    texts.mkdir()
    for at, notice in enumerate(generated(bundled_phrases(), clauses)):
        (texts / f"{at:05d}.txt").write_text(as_file(notice), encoding="utf-8")
    return timed(folder / "from-files", lambda at, encoder: index_paths(at, [texts], encoder))


def timed(folder: Path, build: Callable[[Path, Any], Any]) -> Found:
    from indexer.encoders import load_encoder
    from indexer.text import segment

    # Pinned before anything is loaded: only threads that start later are held to the core.
    with one_core() as pinned:
        encoder = load_encoder()
        encoder.encode_passages(["先装载词典和模型"])
        segment("先装载词典和模型")
        started = time.perf_counter()
        report = build(folder, encoder)
        seconds = time.perf_counter() - started
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "clauses": report.clauses,
        "notices": report.notices,
        "rate": report.clauses / seconds,
        "pinned": pinned,
        "peak_mb": peak_mb(),
        "disk_mb": size / 1e6,
    }


def warm(folder: Path, clauses: int) -> Found:
    """Milliseconds of search() and ask() in a process warmed as `gongwen serve` warms itself."""
    from indexer.index import Index
    from service.answer import ask
    from service.search import search
    from service.search import warm as warm_up

    asked = questions(bundled_phrases(), WARM_UP + min(clauses, QUESTIONS))
    index = Index.open(folder)
    warm_up(index)
    search_ms = times(lambda text: search(index, text, k=10), asked, WARM_UP)
    ask_ms = times(lambda text: ask(index, text), asked, WARM_UP)
    return {
        "clauses": index.total_clauses,
        "notices": len(index.notice_refs),
        "questions": len(search_ms),
        "search_p50": percentile(search_ms, 50),
        "search_p95": percentile(search_ms, 95),
        "ask_p50": percentile(ask_ms, 50),
        "ask_p95": percentile(ask_ms, 95),
        "peak_mb": peak_mb(),
    }


def times(act: Callable[[str], object], texts: Sequence[str], warm_up: int) -> list[float]:
    """Milliseconds of each call but the first `warm_up`."""
    for text in texts[:warm_up]:
        act(text)
    found = []
    for text in texts[warm_up:]:
        started = time.perf_counter()
        act(text)
        found.append((time.perf_counter() - started) * 1000)
    return found


def percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that `percent` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


@contextmanager
def one_core() -> Iterator[str]:
    """This process and the threads it starts on one core; yields how it was done."""
    if not hasattr(os, "sched_setaffinity"):
        yield "not pinned: this system cannot"
        return
    allowed = os.sched_getaffinity(0)
    # The last one: the first takes most interrupts.
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield "pinned by sched_setaffinity"
    finally:
        os.sched_setaffinity(0, allowed)


def peak_mb() -> float:
    """Peak resident memory of this process, in MB.

    VmHWM and not ru_maxrss, which a child inherits from the process that started it.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


PARTS: dict[str, Callable[[Path, int], Found]] = {
    "bundled": bundled,
    "notices": notices,
    "files": files,
    "warm": warm,
}

if __name__ == "__main__":
    name, where, count = sys.argv[1:4]
    print(json.dumps(PARTS[name](Path(where), int(count))))
