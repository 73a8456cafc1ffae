"""Training text -> tokens with scores and rows, and the tokenizer.json that segments by them."""

from __future__ import annotations

import itertools
import math
import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import rjieba
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from indexer.encoders.tokens import LONGEST, RUNS, SCORE_STEP

UNKNOWN = "[UNK]"
_HAN_WORD = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff]{1,4}")
_LATIN = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"[0-9]+")

# A Latin word always beats a split into two, a split into words always beats one into letters.
LATIN_WORD, LATIN_PIECE = -8.0, -40.0

_IRREGULAR = """ran run|running run|held hold|made make|making make|took take|taken take|given give|
gave give|got get|went go|gone go|came come|began begin|begun begin|written write|
wrote write|paid pay|sent send|spent spend|built build|bought buy|brought bring|
taught teach|caught catch|thought think|found find|known know|knew know|grew grow|
grown grow|drew draw|drawn draw|chosen choose|chose choose|led lead|met meet|kept keep|
left leave|lost lose|sold sell|said say|saw see|seen see|set set|shown show|
spoken speak|spoke speak|stood stand|told tell|understood understand|won win|wore wear|
worn wear|children child|men man|women woman|people people|feet foot|lives life|
wives wife|criteria criterion|died die|dying die|born born|fought fight|sought seek|
rose rise|risen rise|fell fall|fallen fall|rebuilt rebuild|lent lend|dealt deal|
meant mean|felt feel|heard hear|lay lie|laid lay|struck strike|swore swear|
sworn swear|sang sing|sung sing|broke break|broken break|threw throw|thrown throw|
shot shoot|stolen steal|fed feed|hid hide|hidden hide|overcame overcome|arose arise|
arisen arise|became become|withdrew withdraw|withdrawn withdraw|undertook undertake|
undertaken undertake|mice mouse|teeth tooth|phenomena phenomenon"""
# Plurals with a meaning of their own; and uses from which on training is more than to train.
APART = frozenset("news goods customs means arms glasses clothes feed seed speed".split())
OWN = 6
IRREGULAR = dict(pair.split() for pair in _IRREGULAR.replace("\n", "").split("|"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Tokens in id order with scores; `row[id]` is the embedding row, shared by inflected forms."""

    tokens: tuple[str, ...]
    scores: tuple[float, ...]
    row: tuple[int, ...]

    @property
    def rows(self) -> int:
        return max(self.row) + 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many rows each kind of token gets: 41,500 rows of 512 int8 are 21.2 MB."""

    words: int = 21_000
    characters: int = 4_500
    digits: int = 350
    english: int = 14_000
    affixes: int = 400


def count_words(texts: Iterable[str]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Counts of Han words of up to four characters, of Latin words, of digit strings."""
    words: Counter[str] = Counter()
    latin: Counter[str] = Counter()
    digits: Counter[str] = Counter()
    for text in texts:
        words.update(rjieba.cut(text, False))
        latin.update(_LATIN.findall(text.lower()))
        digits.update(_DIGITS.findall(text))
    han = Counter({word: n for word, n in words.items() if _HAN_WORD.fullmatch(word)})
    for word in [w for w in words if len(w) > LONGEST and not w.isascii()]:
        han.update({part: words[word] for part in word if _HAN_WORD.fullmatch(part)})
    return han, latin, digits


def lemma(word: str, known: Counter[str]) -> str:
    """The base form whose row an inflected English word shares; itself when none is known."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in APART or (word.endswith(("ing", "ed")) and known[word] >= OWN):
        return word
    for ending, bases in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            doubled = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
            candidates = [stem + base for base in bases] + [doubled]
            best = max(candidates, key=lambda base: known[base])
            if known[best] >= 2:
                return best
    return word


_ENDINGS = (
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
)


def build_vocabulary(
    han: Counter[str],
    digits: Counter[str],
    english: Counter[str],
    forced: Sequence[str],
    syllables: Iterable[str],
    sizes: Sizes,
) -> Vocabulary:
    """`forced` words are kept whatever their count: question words and the glossary's terms.

    `syllables` are those of pinyin: a place that the vocabulary lacks is spelt with them.
    """
    wanted = {word for word in forced if 2 <= len(word) <= LONGEST and _HAN_WORD.fullmatch(word)}
    ranked = sorted((w for w in han if len(w) > 1), key=lambda w: (w not in wanted, -han[w], w))
    words = list(dict.fromkeys([*sorted(wanted - set(ranked)), *ranked]))[: sizes.words]
    single: Counter[str] = Counter()
    for word, count in han.items():
        single.update(dict.fromkeys(word, count))
    in_words = set("".join(words))
    order = sorted(single | Counter(in_words), key=lambda c: (c not in in_words, -single[c], c))
    characters = order[: max(sizes.characters, len(in_words))]
    entries = _han_entries(words, characters, han, single)
    entries += _digit_entries(digits, sizes.digits)
    rows: dict[str, int] = {token: number for number, (token, _) in enumerate(entries)}
    parts = {*syllables, *affixes(english, sizes.affixes)}
    latin, bases = _latin_entries(english, sizes.english, sorted(parts))
    for token, _ in latin:
        rows.setdefault(bases.get(token, token), len(rows))
    entries += latin
    row = [rows[bases.get(token, token)] for token, _ in entries]
    return Vocabulary(
        tuple(t for t, _ in entries), tuple(_round(s) for _, s in entries), tuple(row)
    )


def _han_entries(
    words: Sequence[str], characters: Sequence[str], han: Counter[str], single: Counter[str]
) -> list[tuple[str, float]]:
    total = sum(han.values()) + 1
    # A character alone is scored by its use as a word, with a floor from its use inside words.
    alone = {c: max(han[c], single[c] * 0.02, 0.5) for c in characters}
    entries = [(UNKNOWN, 0.0)]
    entries += [(word, math.log(max(han[word], 1) / total)) for word in words]
    return entries + [(c, math.log(alone[c] / total)) for c in characters]


def _digit_entries(digits: Counter[str], many: int) -> list[tuple[str, float]]:
    """All strings of one and two digits, years, and the commonest of three and four digits."""
    short = list(string.digits) + [a + b for a, b in itertools.product(string.digits, repeat=2)]
    years = [str(year) for year in range(1949, 2036)]
    common = sorted((d for d in digits if 3 <= len(d) <= LONGEST), key=lambda d: (-digits[d], d))
    chosen = list(dict.fromkeys(short + years + common))[: max(many, len(short) + len(years))]
    return [(digit, -8.0) for digit in chosen]


def _latin_entries(
    english: Counter[str], many: int, parts: Sequence[str]
) -> tuple[list[tuple[str, float]], dict[str, str]]:
    """Words and parts of words with scores; and the base form of each inflected word."""
    letters = string.ascii_lowercase
    pairs = [a + b for a, b in itertools.product(letters, repeat=2)]
    pieces = list(dict.fromkeys([*letters, *pairs, *parts]))
    base = {word: lemma(word, english) for word in english if len(word) > 1}
    weight: Counter[str] = Counter()
    for word, of in base.items():
        weight[of] += english[word]
    ranked = sorted(weight, key=lambda word: (-weight[word], word))
    kept = {word for word in ranked[:many] if weight[word] > 1}
    forms = {form: word for word in sorted(kept) for form in inflections(word, english[word])}
    forms |= {
        form: of for form, of in base.items() if of in kept and form != of and english[form] > 1
    }
    forms = {form: of for form, of in forms.items() if form not in kept}  # feed is not a fee
    words = [*sorted(kept), *forms]
    entries = [(word, LATIN_WORD) for word in words]
    entries += [(piece, LATIN_PIECE) for piece in pieces if piece not in set(words)]
    return entries, forms


def affixes(english: Counter[str], many: int) -> list[str]:
    """The commonest beginnings and endings of three to five letters, by the words they are in."""
    seen: Counter[str] = Counter()
    for word in english:
        for size in range(3, min(5, len(word) - 2) + 1):
            seen.update({word[:size]: size - 1, word[-size:]: size - 1})
    return sorted(seen, key=lambda part: (-seen[part], part))[:many]


def inflections(word: str, count: int) -> list[str]:
    """Regular forms of a usual base form: pilots, piloted, piloting; 20 bytes each in the file."""
    if len(word) < 3 or count < 6:
        return []
    if word.endswith("y") and word[-2] not in "aeiou":
        return [word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return [word + "es", word + "ed", word + "ing"]
    if word.endswith("e"):
        return [word + "s", word + "d", word[:-1] + "ing"]
    return [word + "s", word + "ed", word + "ing"]


def _round(score: float) -> float:
    return round(score * SCORE_STEP) / SCORE_STEP


def tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """The Hugging Face form of the vocabulary, complete with normalisation."""
    pairs = list(zip(vocabulary.tokens, vocabulary.scores, strict=True))
    made = Tokenizer(models.Unigram(pairs, unk_id=0, byte_fallback=False))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    made.pre_tokenizer = pre_tokenizers.Split(Regex(RUNS), behavior="removed", invert=True)
    return made
