"""Reading speed: real documents on one thread, and one document of 5 MB in a process of its own."""

from __future__ import annotations

import multiprocessing
import time
import tracemalloc
from collections.abc import Iterable
from typing import Any

from corpus.load import parse
from corpus.notice import Notice
from corpus.readers import RawDocument

LARGE = 5 * 10**6


def speed(notices: Iterable[Notice]) -> dict[str, float]:
    """MB of UTF-8 text a second over all documents, and seconds and memory for one of 5 MB.

    Memory is what Python had allocated at the peak of reading it, divided by its bytes.
    """
    texts = [notice.cleaned for notice in notices]
    best = min(_seconds(texts) for _ in range(3))
    size = sum(len(text.encode()) for text in texts)
    large = "\n".join(texts)
    large = large * (LARGE // len(large.encode()) + 1)
    large = large.encode()[:LARGE].decode(errors="ignore")
    one_line = large.replace("\n", "")
    found = {"mb_per_second": size / 1e6 / best}
    for name, text in (("large", large), ("one_line", one_line)):
        seconds, grown = _apart(text)
        found[f"{name}_seconds"] = seconds
        found[f"{name}_memory"] = grown / len(text.encode())
    return found


def _seconds(texts: list[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        parse(RawDocument(text, "utf-8"), "speed.txt")
    return time.perf_counter() - started


def _apart(text: str) -> tuple[float, float]:
    """Seconds, and bytes allocated at the peak, of reading a text in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_measure, args=(theirs, text))
    child.start()
    measured: tuple[float, float] = ours.recv()
    child.join()
    return measured


def _measure(pipe: Any, text: str) -> None:
    parse(RawDocument("一、先装载词典。\n二、再测量。", "utf-8"), "warm.txt")
    seconds = _seconds([text])
    tracemalloc.start()
    parse(RawDocument(text, "utf-8"), "large.txt")
    pipe.send((seconds, float(tracemalloc.get_traced_memory()[1])))
