"""A labelled answer and what was read -> which pieces belong to it, and is a quote right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from eval.match import says
from service.answer.reading import Read

Flags = npt.NDArray[np.bool_]
# A short answer such as 15 may stand in a text many times; where nothing says which is meant the
# first few count.
OCCURRENCES = 3
# A piece belongs to the answer when this much of it does, or this much of the answer is in it.
ENOUGH = 0.5


def labels(
    read: Read, right: Sequence[bool], answers: Sequence[str], evidence: Sequence[str]
) -> npt.NDArray[np.float32]:
    """(n,) for each piece how far it belongs to one of the answers, in [0, 1]; only pieces of the
    stretches that are `right` can."""
    found = np.zeros(len(read.sizes), np.float32)
    for number, stretch in enumerate(read.stretches):
        if not right[number]:
            continue
        text = stretch.hit.clause.text
        signs = np.array([sign.isalnum() for sign in text], bool)
        first = int(np.searchsorted(read.stretch, number))
        for answer in answers:
            there = where(text, answer, evidence) & signs
            size = max(1, sum(map(str.isalnum, answer)))
            for place, (start, end) in enumerate(stretch.pieces):
                covered = int(there[start:end].sum())
                share = covered / max(1, int(signs[start:end].sum()))
                if covered and (share >= ENOUGH or covered >= ENOUGH * size):
                    share = 1.0
                found[first + place] = max(found[first + place], share)
    return found


def where(text: str, answer: str, evidence: Sequence[str] = ()) -> Flags:
    """(len(text),) where the answer stands, punctuation and blanks aside; within the evidence if
    that stands there. Of an answer that is not there as a whole, a half or more that is."""
    flags = np.zeros(len(text), bool)
    inside, places = _signs(text)
    wanted, _ = _signs(answer)
    if not wanted:
        return flags
    low, high = _zone(inside, evidence)
    at = inside.find(wanted, low, high)
    for _ in range(OCCURRENCES):
        while at >= 0 and _within_number(inside, at, at + len(wanted)):
            at = inside.find(wanted, at + 1, high)
        if at < 0:
            break
        flags[places[at] : places[at + len(wanted) - 1] + 1] = True
        at = inside.find(wanted, at + len(wanted), high)
    if flags.any() or len(wanted) <= 12:
        return flags
    for length in (len(wanted) * 3 // 4, len(wanted) // 2):
        for part in (wanted[:length], wanted[-length:]):
            at = inside.find(part)
            if at >= 0:
                flags[places[at] : places[at + length - 1] + 1] = True
                return flags
    return flags


def says_most(text: str, answer: str) -> bool:
    """Whether the text says the answer, as the reports count it, or has three fifths of a long one
    by stretches of 8 signs."""
    inside, wanted = _signs(text)[0], _signs(answer)[0]
    if says(text, [answer]) or len(wanted) <= 20:
        return says(text, [answer])
    stretches = [wanted[i : i + 8] for i in range(0, len(wanted) - 8, 4)]
    return sum(stretch in inside for stretch in stretches) > 0.6 * len(stretches)


def f1(quote: str, answer: str) -> float:
    """F1 of the letters and digits of two texts as bags: as in SQuAD (Rajpurkar et al. 2016), by
    characters."""
    ours, theirs = (Counter(_signs(text)[0]) for text in (quote, answer))
    common = sum((ours & theirs).values())
    return 2 * common / (sum(ours.values()) + sum(theirs.values())) if common else 0.0


def _within_number(text: str, start: int, end: int) -> bool:
    """Whether digits go on at either end: 15 is not in 2015."""
    before, after = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return (len(before) == 2 and before.isdigit()) or (len(after) == 2 and after.isdigit())


def _signs(text: str) -> tuple[str, list[int]]:
    """Letters and digits of a text in lower case, and where each stands."""
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    return "".join(text[place].lower()[:1] for place in places), places


def _zone(inside: str, evidence: Sequence[str]) -> tuple[int, int]:
    for said in evidence:
        wanted, _ = _signs(said)
        at = inside.find(wanted)
        if wanted and at >= 0:
            return at, at + len(wanted)
    return 0, len(inside)
