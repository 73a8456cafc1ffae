"""PDF with a text layer -> RawDocument, read in a process of its own.

pdfium is a large library in C++ fed with files from anywhere: a file of 3 KB whose forms call each
other ten times over fills any memory, and then pdfium ends its process. So it gets one of its own,
with a limit on memory and time; what happens there is a ReadError here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from corpus.errors import ReadError
from corpus.notice import Cleaning
from corpus.readers import RawDocument

SECONDS = 240  # 3,000 full pages take 60
ROOT = Path(__file__).parents[3]


def read(data: bytes) -> RawDocument:
    """The text, one line a paragraph; ReadError for scans, passwords, broken files and fonts."""
    paths = [str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    try:
        child = subprocess.run(
            [sys.executable, "-m", "corpus.readers.pdf.child"],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ReadError(f"not read within {SECONDS} seconds; split it or print it anew") from None
    if child.returncode:
        raise ReadError("damaged or made to fill the memory; print it to a new PDF and give that")
    answer = json.loads(child.stdout)
    if "error" in answer:
        raise ReadError(answer["error"])
    return RawDocument(
        answer["text"],
        answer["encoding"],
        answer["stated"],
        tuple(Cleaning(what, count) for what, count in answer["cleaning"]),
        tuple(answer["warnings"]),
    )
