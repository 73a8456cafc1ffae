"""`gongwen verify`: a receipt's file -> a line for each quote; exit status 1 when any is gone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import PathError
from service.shell import IndexOption, JsonOption, folder_of, print_json

if TYPE_CHECKING:
    from service.receipt import Quoted, Receipt
    from service.verdicts import Hint, Place, Verdict

SAID = {
    "stands": "原文未变 stands",
    "changed": "条款已改、引文仍在 clause changed, quote stands",
    "moved": "引文已移 moved",
    "gone": "引文不在 gone",
    "notice_gone": "通知不在 notice gone",
}
SHORT = 60


def verify(
    receipt: Annotated[
        str, typer.Argument(metavar="RECEIPT", help="File, or - for stdin.", show_default=False)
    ],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """What has become of the quotes of a receipt that ask --receipt wrote."""
    from indexer.index import Index
    from service.check import check_receipt
    from service.receipt import read_receipt
    from service.verdicts import verdicts_json

    read = read_receipt(_bytes_of(receipt))
    # an index that is not there must not be made now: nothing would stand in it
    with Index.open(folder_of(index)) as opened:
        verdicts = check_receipt(opened, read)
    if as_json:
        print_json(verdicts_json(read, verdicts))
    else:
        print("\n".join(verdict_lines(read, verdicts)))
    if not all(verdict.holds for verdict in verdicts):
        raise typer.Exit(1)


def verdict_lines(receipt: Receipt, verdicts: Sequence[Verdict]) -> list[str]:
    """A line for each quote, then how many hold."""
    if not verdicts:
        return ["当时未作回答，没有引文 there was no answer, so nothing is quoted"]
    held = sum(verdict.holds for verdict in verdicts)
    return [
        *map(_line, verdicts),
        f"{held} / {len(verdicts)} 条引文仍逐字可查 quotes are still there, word for word "
        f"({receipt.asked_at})",
    ]


def _line(verdict: Verdict) -> str:
    quoted = verdict.quoted
    line = f"{SAID[verdict.verdict]}: 「{_short(quoted.quote)}」 {_address(quoted)}"
    if verdict.verdict == "moved" and not verdict.notice_there:
        line += " (通知已不在 notice gone)"
    if verdict.place and verdict.verdict != "stands":
        line += f" → {_address(verdict.place)} {verdict.place.start}-{verdict.place.end}"
    if verdict.hint:
        same = verdict.hint.same_words
        nearest = "只差空格或字形 other blanks or forms" if same else "最接近 nearest"
        line += f"; {nearest}: 「{_short(verdict.hint.text)}」 {_address(verdict.hint)}"
    return line


def _address(at: Place | Hint | Quoted) -> str:
    return f"《{at.title}》 {at.path}" if at.title else f"{at.notice} {at.path}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def _bytes_of(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise PathError(
            f"cannot read {name} ({error.strerror}); give a receipt's file, or - for stdin"
        ) from None
