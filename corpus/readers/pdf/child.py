"""A PDF on standard input -> its RawDocument, or the reason why not, as JSON on standard output."""

from __future__ import annotations

import json
import sys

from corpus.errors import ReadError
from corpus.readers.pdf.document import read

MEMORY = 1 << 30  # a document of 3,000 pages takes 200 MB
SECONDS = 300  # of computing; ends a child whose parent was killed


def main() -> None:
    _limit()
    try:
        document = read(sys.stdin.buffer.read())
    except ReadError as error:
        answer: dict[str, object] = {"error": str(error)}
    else:
        answer = {
            "text": document.text,
            "encoding": document.encoding,
            "stated": document.stated,
            "cleaning": [[done.what, done.count] for done in document.cleaning],
            "warnings": document.warnings,
        }
    json.dump(answer, sys.stdout)


def _limit() -> None:
    """Bounds on memory and time, where the system has them."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # a stricter limit is set already
            continue


if __name__ == "__main__":
    main()
