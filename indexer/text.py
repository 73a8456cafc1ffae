"""Text in, the forms used for matching out: normal text, words, bigrams, sentences, passages."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable

from corpus.simplify import simplifier

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# Blanks of no width and lone surrogates: they split a word for the machine, not for the eye.
_INVISIBLE = re.compile("[\x00\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff\ud800-\udfff]+")
# jieba knows words of U+4E00-9FD5 only; rjieba a few more blocks. Both get just these.
_PIECE = re.compile(f"([\u4e00-\u9fd5]+)|([{HAN}])|([^\\W_{HAN}]+)")
_RUN = re.compile(f"([{HAN}]+)|([^\\W_{HAN}]+)")
_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")
_SENTENCE_END = re.compile(
    r"(?:[。！？；\n\r\u2028]|[;!?](?=[\s\u4e00-\u9fff]|$)|(?<=[a-z])\.(?=\s))+"
    r"[”’」』）》〉】)\]\"']*\s*"
)


def normalise(text: str) -> str:
    """The shadow for matching: NFKC, simplified characters, lower case.

    Idempotent; offsets are not kept. 誰負責 and 谁负责, ＧＢ／Ｔ and gb/t become the same.
    """
    text = _plain(text)
    # One pass is enough for nearly every text, but a converted phrase may make up a new one.
    for _ in range(4):
        simple = simplifier()(text)
        if simple == text:
            break
        text = _plain(simple)
    return text


def simplified(text: str) -> str:
    """Simplified characters, nothing else changed: what encoders are given of question and text."""
    return text if text.isascii() else simplifier()(_INVISIBLE.sub(" ", text))


def shadow(text: str) -> str:
    """As long as `text`, each character in its form for matching: for finding highlights."""
    same = text.translate(_SHADOW)
    simple = simplifier()(same)
    if len(simple) == len(same):
        return simple
    return "".join(_simplified_character(character) for character in same)


def segment(text: str) -> list[str]:
    """Words: jieba's for Chinese, Latin words and numbers whole; lower case, in order."""
    return words_of(normalise(text))


def bigrams(text: str) -> list[str]:
    """Every two neighbouring Han characters (a single one as it is), Latin words and numbers."""
    return bigrams_of(normalise(text))


def words_of(normal: str) -> list[str]:
    """`segment` of text that is normalised already."""
    cut = _cutter()
    words: list[str] = []
    for common, rare, latin in _PIECE.findall(normal):
        if common:
            words += cut(common)
        elif rare:
            words.append(rare)
        else:
            words += _latin(latin)
    return words


def bigrams_of(normal: str) -> list[str]:
    """`bigrams` of text that is normalised already."""
    grams: list[str] = []
    for run, latin in _RUN.findall(normal):
        if latin:
            grams += _latin(latin)
        elif len(run) == 1:
            grams.append(run)
        else:
            grams += map("".join, itertools.pairwise(run))
    return grams


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans that cover `text` in order, cut after 。！？； and line ends (with closing quotes)."""
    spans = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        spans.append((start, end.end()))
        start = end.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def passages(text: str, limit: int = 240) -> list[tuple[int, int]]:
    """Spans that cover `text`: whole sentences, at most `limit` characters each.

    Only a sentence that is longer than `limit` makes a longer passage. Of all ways with the
    fewest passages the most even one is taken, so that no scrap is left at the end.
    """
    if not text:
        return []
    if len(text) <= limit:
        return [(0, len(text))]
    cuts = [0, *(end for _, end in sentences(text))]
    # best[i]: (passages, sum of squared lengths, where the last one starts) for sentences[:i]
    best: list[tuple[int, int, int]] = [(0, 0, 0)]
    for i in range(1, len(cuts)):
        options = []
        for j in range(i - 1, -1, -1):
            length = cuts[i] - cuts[j]
            if length > limit and j < i - 1:
                break
            options.append((best[j][0] + 1, best[j][1] + length * length, j))
        best.append(min(options))
    spans = []
    i = len(cuts) - 1
    while i > 0:
        j = best[i][2]
        spans.append((cuts[j], cuts[i]))
        i = j
    return spans[::-1]


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    # Lower case may decompose (İ); and NFKC may bring an invisible one to light.
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _latin(word: str) -> list[str]:
    """The word, and where it joins letters and digits also its longer parts: iso9001, iso, 9001.

    So that "ISO 9001" finds ISO9001; parts of one character (the 5 and g of 5g) say nothing.
    """
    if word.isalpha() or word.isdigit():
        return [word]
    parts = [part for part in _LETTERS_OR_DIGITS.findall(word) if 1 < len(part) < len(word)]
    return [word, *parts]


class _Shadow(dict[int, str]):
    """Character code -> the one character it matches as; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character).lower()
        # OpenCC takes UTF-8: no lone surrogate, and a NUL would end its text.
        if len(plain) != 1 or code == 0 or 0xD800 <= code < 0xE000:
            plain = " " if code == 0 or 0xD800 <= code < 0xE000 else character
        self[code] = plain
        return plain


_SHADOW = _Shadow()


@functools.cache
def _simplified_character(character: str) -> str:
    simple = simplifier()(character)
    return simple if len(simple) == 1 else character


@functools.lru_cache(maxsize=4096)
def in_word_list(word: str) -> bool:
    """Whether the word list has it; `segment` also makes words out of what it does not know."""
    try:
        import rjieba
    except ImportError:
        import jieba

        return bool([word] == jieba.lcut(word, HMM=False))
    return bool([word] == rjieba.cut(word, False))


@functools.cache
def _cutter() -> Callable[[str], list[str]]:
    """jieba's cut; rjieba gives the same words 17 times faster and loads in 0.1 s, not 0.5 s."""
    try:
        import rjieba
    except ImportError:
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        jieba.initialize()
        lcut: Callable[[str], list[str]] = jieba.lcut
        return lcut
    cut: Callable[[str], list[str]] = rjieba.cut
    return cut
