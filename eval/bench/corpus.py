"""Phrases of the bundled notices and a seed -> any number of notices, for speed only.

The words and sentence lengths are those of real notices; the sense is not, so these notices say
nothing about quality.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from corpus.notice import CLOSING, PREAMBLE, Clause, Notice

SEED = 20240501
CLAUSES = 20  # a notice: preamble, six clauses with two under each, closing
NUMERALS = "一二三四五六"
SHORTEST, LONGEST = 60, 160
DESCRIPTION = (
    "{clauses:,} clauses in {notices:,} notices of 20 (preamble, six clauses with two under each, "
    "closing), each of 60-160 characters, recombined by a seeded generator from the phrases of "
    "the bundled notices"
)

NUMERAL = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|第.{1,4}[条章])\s*")


def phrases_of(texts: Sequence[str]) -> list[str]:
    """Distinct phrases between punctuation marks, 4 to 30 characters, numerals taken off."""
    cut = (NUMERAL.sub("", phrase) for text in texts for phrase in re.split(r"[，。；：\n]", text))
    return sorted({phrase for phrase in cut if 4 <= len(phrase) <= 30})


def bundled_phrases() -> list[str]:
    from corpus.load import BUNDLED, load

    return phrases_of([found.cleaned for found in load([BUNDLED]) if isinstance(found, Notice)])


def generated(phrases: Sequence[str], clauses: int, seed: int = SEED) -> list[Notice]:
    """Notices of 20 clauses each, `clauses` in all (rounded up); the same for the same seed."""
    chance = random.Random(seed)
    return [notice(phrases, at, chance) for at in range(-(-clauses // CLAUSES))]


def notice(phrases: Sequence[str], at: int, chance: random.Random) -> Notice:
    title, number = f"关于{chance.choice(phrases)}的通知", f"测试函〔{2000 + at % 25}〕{at + 1}号"
    drafts = [(PREAMBLE, "", "", ()), *numbered(phrases, chance), (CLOSING, "", "", ())]
    pieces, start = [], 0
    for path, printed, heading, headings in drafts:
        text = printed + body(phrases, chance, f"{heading}。" if heading else "") + "\n"
        pieces.append(Clause(path, heading, start, start + len(text), text, headings))
        start += len(text)
    return Notice(
        id=number,
        title=title,
        issuer="测试厅",
        number=number,
        date=f"{2000 + at % 25}-{1 + at % 12:02d}-15",
        addressees=(),
        contacts=(),
        edition="official",
        official_url=None,
        source=f"bench://{at}",
        cleaned="".join(piece.text for piece in pieces),
        clauses=tuple(pieces),
    )


Draft = tuple[str, str, str, tuple[str, ...]]


def numbered(phrases: Sequence[str], chance: random.Random) -> list[Draft]:
    """(path, numeral as printed, heading, ancestors' headings) of 一 to 六, two under each."""
    drafts: list[Draft] = []
    for top in NUMERALS:
        heading = chance.choice(phrases)
        drafts.append((top, f"{top}、", heading, ()))
        for under in NUMERALS[:2]:
            path, above = f"{top}/({under})", (f"{top}、{heading}",)
            drafts.append((path, f"（{under}）", chance.choice(phrases), above))
    return drafts


def body(phrases: Sequence[str], chance: random.Random, start: str) -> str:
    """Phrases joined by ， and 。 to at least 60 and at most 160 characters, heading included."""
    text, wanted = start, chance.randint(SHORTEST, LONGEST - 40)
    while len(text) < wanted:
        text += chance.choice(phrases) + chance.choice("，，。")
    return text[:-1] + "。"


def questions(phrases: Sequence[str], count: int, seed: int = SEED) -> list[str]:
    """Distinct questions: a phrase and a question word, about as long as people's are."""
    asked = ("由谁负责", "有什么要求", "什么时候完成", "有多少", "怎么申请", "是什么")
    every = [phrase + word for phrase in phrases for word in asked]
    return random.Random(seed + 1).sample(every, count)


def as_file(value: Notice) -> str:
    """The notice as a text file with front matter, as the bundled ones are."""
    fields = {"title": value.title, "issuer": value.issuer, "number": value.number}
    fields |= {"date": value.date, "edition": value.edition}
    front = "".join(f"{key}: {field}\n" for key, field in fields.items())
    return f"---\n{front}---\n{value.cleaned}"
