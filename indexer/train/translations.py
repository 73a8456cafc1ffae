"""Dictionary, sentence pairs and the encoder -> indexer/model/translations.tsv.gz.

`python -m indexer.train.translations --data ../shared/data/train` writes for each English word or
phrase the Chinese words to look for, with their worth; indexer/translate.py reads it. Run it again
when the model has changed.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import rjieba

from indexer.english import bases, phrase, words_of
from indexer.train.align import Pair, align
from indexer.train.near import near_words
from indexer.train.senses import senses, shares
from indexer.train.text import documents, sentence_pairs

MODEL = Path(__file__).resolve().parents[1] / "model"
TABLE = "translations.tsv.gz"

# Settings tried on held-out sentence pairs (800 of ntrex cut to 8 words, against passages of four
# sentences; 3,000 of tatoeba): the old table reached R@1 .357 and .448, this one .540 and .577.
# Weights of a dictionary word, of a phrase of several words, of the encoder's neighbours.
WORD, PHRASE, NEAR = 6.0, 0.3, 3.0
# A word is worth the square root, nearly, of its chance against the best one's.
POWER = 0.4
LEAST = 0.05  # chance against the best one's
MOST = 6
# What comes up with any English word (了, 是) must be this much likelier here than anywhere.
ABOVE_USUAL = 30.0
# Uses of a Chinese word that make it worth its place in the table, for a word and for a phrase;
# names have their place in any case.
SEEN, SEEN_PHRASE = 1, 60
SHORT = 4
# A phrase that begins or ends with one of so many most usual words (call at, good for) is rather
# two words that happen to meet.
SMALL = 60
_DIGIT = re.compile(r"\d")
_HAN = re.compile(r"[\u4e00-\u9fff]{1,8}")

Table = Mapping[str, Mapping[str, float]]


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(prog="python -m indexer.train.translations")
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--model", type=Path, default=MODEL)
    given = parser.parse_args()
    lines = table(given.data, given.model)
    out = given.model / TABLE
    write_table(out, lines)
    print(f"{len(lines)} words and phrases, {out.stat().st_size // 1024} KiB")


def write_table(path: Path, lines: list[str]) -> None:
    """The same lines make the same bytes."""
    text = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(text, 9, mtime=0))


def table(data: Path, model: Path) -> list[str]:
    """`train<TAB>火车9列车4训练3`, sorted: worth in ninths behind each form, the best one first."""
    count = chinese_counts(data)
    found = shares(senses(data), count)
    known = english_counts(data, found)
    near = near_words(model, [word for word in known if not _base(word, known)])
    pairs = [*_sentences(data, known), *_dictionary(found, known), *_neighbours(near)]
    total = sum(count.values())
    usual = {word: (n + 1) / total for word, n in count.items()}
    single = align(pairs)
    sure = {_key(word) for english in found for word in words_of(english)} | set(known)
    names = _short_names(data, found)
    merged = {
        word: _kept(chances, usual)
        for word, chances in single.items()
        if word.isalpha() and word not in names
    }
    lines = {
        word: _line(word, chances, best=9 if word in sure else 6)
        for word, chances in merged.items()
        if any(count[form] >= SEEN for form in chances)
    }
    small = {word for word, _ in spoken(data).most_common(SMALL)}
    phrases = _phrases(found, count)
    lines |= {
        key: _line(key, chances)
        for key, chances in phrases.items()
        if key.split()[0] not in small and key.split()[-1] not in small
    }
    lines |= {key: _line(key, chances) for key, chances in _names(found, merged).items()}
    return [lines[key] for key in sorted(lines)]


def chinese_counts(data: Path) -> Counter[str]:
    """Uses of each Chinese word in laws, news and work reports."""
    count: Counter[str] = Counter()
    for document in documents(data):
        for piece in document.pieces:
            count.update(rjieba.cut(piece.text))
    return count


def english_counts(data: Path, found: Table) -> Counter[str]:
    """Uses of each English word, in lower case, in dictionary and sentence pairs."""
    count: Counter[str] = Counter()
    for english in found:
        count.update(_key(word) for word in words_of(english))
    return count + spoken(data)


def _short_names(data: Path, found: Table) -> set[str]:
    """Words of up to four letters that are only ever written with a capital (Tran): as the base of
    an inflected word they would make a word of any misspelt one (traning)."""
    texts = [*found, *(english for english, _ in sentence_pairs(data))]
    typed = {word for text in texts for word in words_of(text) if len(word) <= SHORT}
    return {word.lower() for word in typed} - {word for word in typed if word.islower()}


def spoken(data: Path) -> Counter[str]:
    """Uses of each English word in the sentence pairs."""
    count: Counter[str] = Counter()
    for english, _ in sentence_pairs(data):
        count.update(_key(word) for word in words_of(english))
    return count


def _sentences(data: Path, known: Counter[str]) -> Iterator[Pair]:
    for english, chinese in sentence_pairs(data):
        words = [_lemma(_key(word), known) for word in words_of(english)]
        yield Pair(words, [word for word in rjieba.cut(chinese) if _HAN.fullmatch(word)])


def _dictionary(found: Table, known: Counter[str]) -> Iterator[Pair]:
    for english, chinese in found.items():
        words = [_key(word) for word in words_of(english)]
        lemmas = [_lemma(word, known) for word in words]
        for word, share in chinese.items():
            if _HAN.fullmatch(word):
                yield Pair(lemmas, [word], share * (WORD if len(words) == 1 else PHRASE))
                if len(words) == 1 and lemmas != words:
                    yield Pair(words, [word], share * WORD)  # a building is not to build


def _neighbours(near: Table) -> Iterator[Pair]:
    for english, chinese in near.items():
        for word, cosine in chinese.items():
            yield Pair([english], [word], NEAR * cosine * cosine)


def _kept(chances: Mapping[str, float], usual: Mapping[str, float]) -> dict[str, float]:
    return {
        word: chance
        for word, chance in chances.items()
        if chance > max(0.005, ABOVE_USUAL * usual.get(word, 0.0))
    }


def _phrases(found: Table, count: Mapping[str, int]) -> dict[str, dict[str, float]]:
    """Entries of several words, in lower case: names, and what Chinese texts really say."""
    merged: dict[str, dict[str, float]] = {}
    for english, chinese in found.items():
        key = phrase(english)
        if " " in key and not _DIGIT.search(key):
            words = merged.setdefault(key, {})
            for word, share in chinese.items():
                usual = count.get(word, 0) >= SEEN_PHRASE or english[0].isupper()
                if usual and _HAN.fullmatch(word):
                    words[word] = max(words.get(word, 0.0), share)
    return {key: words for key, words in merged.items() if words}


def _names(found: Table, merged: Table) -> dict[str, Mapping[str, float]]:
    """Polish beside polish: a name whose spelling in lower case means something else too."""
    return {
        english: chinese
        for english, chinese in found.items()
        if english.isalpha() and english[0].isupper() and english.lower() in found
        and english.lower() in merged
    }  # fmt: skip


def _line(key: str, chances: Mapping[str, float], best: int = 9) -> str:
    ranked = sorted(chances.items(), key=lambda entry: (-entry[1], entry[0]))
    first = ranked[0][1]
    forms = []
    for word, chance in ranked[:MOST]:
        worth = round(best * (chance / first) ** POWER)
        if chance >= LEAST * first and worth:
            forms.append(f"{word}{worth}")
    return f"{key}\t{''.join(forms)}"


def _key(word: str) -> str:
    return word.lower()


def _base(word: str, known: Mapping[str, int]) -> str | None:
    """The base form that is used in the data, of several the one used most."""
    found = [base for base in bases(word) if known.get(base, 0) >= 2]
    return max(found, key=lambda base: known[base]) if found else None


def _lemma(word: str, known: Mapping[str, int]) -> str:
    return _base(word, known) or word


if __name__ == "__main__":
    main()
