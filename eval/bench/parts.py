"""One thing to measure each -> figures; those that need a process of their own run in child.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from corpus.errors import PathError, StateError
from eval.bench.corpus import DESCRIPTION
from eval.provenance import ROOT, git

COMMAND = Path(sys.executable).with_name("gongwen")
QUESTION = "谁负责品牌培训"
# One thread wherever a library would start more; the pinning in child.py holds for the rest.
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "RAYON_NUM_THREADS",
    ),
    "1",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; `at_most` or `at_least` is its target, neither: it is only told."""

    name: str
    value: float
    unit: str
    method: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def target(self) -> str:
        if self.at_most is not None:
            return f"< {self.at_most:,g}"
        return f">= {self.at_least:,g}" if self.at_least is not None else ""

    @property
    def met(self) -> bool | None:
        """None when there is no target."""
        if self.at_most is not None:
            return self.value < self.at_most
        return self.value >= self.at_least if self.at_least is not None else None

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "target": self.target, "met": self.met}


def measure_help(runs: int) -> list[Figure]:
    seconds = walls([str(COMMAND), "--help"], runs)
    method = f"median wall of {runs} runs in new processes after one to fill the page cache"
    return [Figure("gongwen --help", median(seconds), "s", method, at_most=0.3)]


def measure_cold_ask(folder: Path, runs: int) -> list[Figure]:
    """`gongwen ask` in a new process on an index of the bundled notices; torch must stay out."""
    child("bundled", folder)
    ask = [str(COMMAND), "ask", QUESTION, "--index", str(folder)]
    seconds = walls(ask, runs)
    method = (
        f"median wall of {runs} runs in new processes after one to fill the page cache, index of "
        "the bundled notices"
    )
    return [
        Figure("gongwen ask, cold", median(seconds), "s", method, at_most=1.0),
        Figure(
            "torch modules imported by gongwen ask",
            float(len(imported(ask, "torch"))),
            "modules",
            "python -X importtime",
            at_most=1,
        ),
    ]


def measure_indexing(folder: Path, clauses: int) -> list[Figure]:
    """Leaves the index in `folder`/index for measure_warm."""
    notices = child("notices", folder, clauses, ONE_THREAD)
    files = child("files", folder, clauses, ONE_THREAD)
    held = (
        f"{describe(notices)}; one core ({notices['pinned']}), one thread, encoder and segmenter "
        "loaded before, from the call to the published index"
    )
    read = f"the same notices as {files['notices']:,} text files, reading and parsing included"
    return [
        Figure("indexing", notices["rate"], "clauses/s", held, at_least=2000),
        Figure("indexing from files", files["rate"], "clauses/s", read, at_least=2000),
        Figure("indexing, peak memory", notices["peak_mb"], "MB", "VmHWM of that process"),
        Figure("index on disk", notices["disk_mb"], "MB", "all files of the published index"),
    ]


def measure_warm(folder: Path, clauses: int) -> list[Figure]:
    found = child("warm", folder / "index", clauses, ONE_THREAD)
    method = (
        f"{describe(found)}; {found['questions']:,} generated questions, none twice, hybrid, "
        "k=10, in one process after 200 others"
    )
    asks = "the same index and questions through ask()"
    return [
        Figure("search(), warm, p50", found["search_p50"], "ms", method, at_most=3),
        Figure("search(), warm, p95", found["search_p95"], "ms", method),
        Figure("ask(), warm, p50", found["ask_p50"], "ms", asks),
        Figure("ask(), warm, p95", found["ask_p95"], "ms", asks),
        Figure(
            "ask() over search(), p50",
            found["ask_p50"] - found["search_p50"],
            "ms",
            "the difference of the two medians",
            at_most=5,
        ),
        Figure("search and ask, peak memory", found["peak_mb"], "MB", "VmHWM of that process"),
    ]


def measure_clone() -> list[Figure]:
    """Bytes of what a clone has, or will have once committed; nothing outside of git."""
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if not listed:
        return []
    paths = [ROOT / name for name in listed.split("\0") if name]
    size = sum(path.lstat().st_size for path in paths if path.is_symlink() or path.exists())
    method = f"bytes of the {len(paths):,} files that git ls-files names, new ones included"
    return [Figure("clone without history", size / 1e6, "MB", method, at_most=60)]


def describe(found: dict[str, Any]) -> str:
    return DESCRIPTION.format(clauses=found["clauses"], notices=found["notices"])


def walls(command: Sequence[str], runs: int) -> list[float]:
    """Wall seconds of each run, the first one (cold page cache) left out."""
    return [wall(command) for _ in range(runs + 1)][1:]


def wall(command: Sequence[str]) -> float:
    if not COMMAND.exists():
        raise PathError("the gongwen command is not installed beside this python; run make setup")
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise StateError(f"{Path(command[0]).name} {command[1]} failed: {last_line(done.stderr)}")
    return seconds


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no message"])[-1]


def imported(command: Sequence[str], package: str) -> list[str]:
    """Modules of one package that a Python command imports."""
    python = [sys.executable, "-X", "importtime", *command]
    done = subprocess.run(python, capture_output=True, text=True, check=True)
    return modules_of(done.stderr, package)


def modules_of(importtime: str, package: str) -> list[str]:
    """The package's modules in what -X importtime prints (`import time: self | all | module`)."""
    lines = [line for line in importtime.splitlines() if line.startswith("import time:")]
    names = [line.rsplit("|", 1)[-1].strip() for line in lines]
    return [name for name in names if name.split(".")[0] == package]


def child(
    part: str, folder: Path, clauses: int = 0, environment: dict[str, str] | None = None
) -> dict[str, Any]:
    """What one part of child.py prints, run in a process of its own."""
    command = [sys.executable, "-m", "eval.bench.child", part, str(folder), str(clauses)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StateError(f"bench part {part} failed: {last_line(done.stderr)}; run it by hand")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
