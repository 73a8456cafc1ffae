"""Company, encoder and dictionary -> indexer/model/synonyms.tsv.gz: words of the same meaning.

`python -m indexer.train.synonyms --data ../shared/data/train` (five minutes) writes for each
Chinese word at most three that may stand for it, with their worth; indexer/synonyms.py reads it.
Run it again when the model has changed.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from indexer.encoders import load_encoder
from indexer.train.company import company
from indexer.train.senses import senses, shares
from indexer.train.text import cmrc, documents, paraphrases, sentence_pairs
from indexer.train.translations import MODEL, chinese_counts, write_table

TABLE = "synonyms.tsv.gz"

# A pair's score: cosine of company, half the cosine of meaning, half the root of four times the
# chance to get from one word to the other by way of English, and something for a common character.
MEANING, ENGLISH, COMMON = 0.5, 0.5, 0.15
# Chosen on NCP, CMRC dev, DRCD and the tuning half: from .75 to 1.05 all but the same; the tuning
# half's paraphrased questions rise from R@1 .529 to .559, its Traditional ones from .6 to .7, the
# others stay. Pairs of .35 < company alone are words of one field (老人, 女孩).
LEAST, LEAST_COMPANY = 0.9, 0.35
# Besides, something other than company must speak for a pair: English, meaning, or a common
# character with close company (复查, 复核).
SOME_ENGLISH, SOME_MEANING, CLOSE = 0.03, 0.2, 0.55
MOST = 3
USED = 50  # times in laws, news and reports: a rare word is none that a notice would use
# Worth in tenths of a pair that scores SURE or more.
WORTH, SURE = 5, 1.3
_WORD = re.compile(r"[\u4e00-\u9fff]{2,5}")
_NUMERAL = re.compile("[一二三四五六七八九十百千万亿零第]")

Bridges = Mapping[str, Mapping[str, float]]


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(prog="python -m indexer.train.synonyms")
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--model", type=Path, default=MODEL)
    given = parser.parse_args()
    lines = table(given.data, given.model)
    out = given.model / TABLE
    write_table(out, lines)
    print(f"{len(lines)} words, {out.stat().st_size // 1024} KiB")


def table(data: Path, model: Path, least_used: int = 20) -> list[str]:
    """`补贴<TAB>补助5津贴5资助4`, sorted: worth in tenths behind each word, the best one first."""
    count = chinese_counts(data)
    bridge = bridges(data, count)
    kept = company(list(texts(data)), least_used)
    places = [i for i, w in enumerate(kept.words) if _WORD.fullmatch(w) and not _NUMERAL.search(w)]
    words = [kept.words[i] for i in places]
    known = kept.rows[places]
    meaning = load_encoder(str(model)).encode_passages(words)
    number = {word: i for i, word in enumerate(words)}
    usual = np.array([count[word] >= USED for word in words])
    lines = []
    for first in range(0, len(words), 512):
        block = slice(first, first + 512)
        near = np.where(usual, known[block] @ known.T, -1.0)
        like = np.maximum(meaning[block] @ meaning.T, 0.0)
        for word, of_company, of_meaning in zip(words[block], near, like, strict=True):
            over = bridge.get(word, {})
            best = np.argpartition(-(of_company + MEANING * of_meaning), min(20, len(words) - 1))
            found = []
            for at in {*best[:20].tolist(), *(number[other] for other in over if other in number)}:
                other, near_it, like_it = words[at], float(of_company[at]), float(of_meaning[at])
                value = score(word, other, near_it, like_it, over.get(other, 0.0))
                if value >= LEAST:
                    found.append((-value, other))
            if found:
                lines.append(_line(word, sorted(found)[:MOST]))
    return sorted(lines)


def _line(word: str, found: Sequence[tuple[float, str]]) -> str:
    forms = (f"{other}{round(WORTH * min(1.0, -value / SURE))}" for value, other in found)
    return f"{word}\t{''.join(forms)}"


def score(word: str, other: str, near: float, like: float, english: float) -> float:
    """How surely one word says what the other says; 0 for a part of it (岗位补贴, 补贴)."""
    if word in other or other in word or near < LEAST_COMPANY:
        return 0.0
    common = bool(set(word) & set(other))
    if not (english >= SOME_ENGLISH or like >= SOME_MEANING or (common and near >= CLOSE)):
        return 0.0
    return near + MEANING * like + ENGLISH * math.sqrt(min(1.0, 4 * english)) + COMMON * common


def bridges(data: Path, count: Mapping[str, int]) -> Bridges:
    """The chance to come from one Chinese word to another by way of its English senses."""
    found = [sense for sense in senses(data) if sense.whole]
    back = shares(iter(found), count)
    over: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    places: dict[str, dict[str, float]] = defaultdict(dict)
    for sense in found:
        before = places[sense.chinese].get(sense.english, 0.0)
        places[sense.chinese][sense.english] = max(before, 1 / (1 + sense.place))
    for word, english in places.items():
        total = sum(english.values())
        for phrase, weight in english.items():
            for other, share in back[phrase].items():
                if other != word:
                    over[word][other] += weight / total * share
    return over


def texts(data: Path) -> Iterator[str]:
    """All Chinese texts that may be trained on, official and everyday."""
    for document in documents(data):
        for piece in document.pieces:
            yield piece.text
    for question in cmrc(data, "train"):
        yield question.text
        yield from question.passages[:1]
    for _, chinese in sentence_pairs(data):
        yield chinese
    for one, other in paraphrases(data):
        yield one
        yield other


if __name__ == "__main__":
    main()
