"""CC-CEDICT and the hand-written glossary -> English senses of Chinese words, and back to text."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import rjieba

from indexer.train.text import read_rows, sentence_pairs

GLOSSARY = Path(__file__).with_name("glossary.tsv")

# Senses after the fourth are rare or figurative: they bring more noise than words.
SENSES = 4
USUAL = 0.5  # share of the draws of the first sense, which is the usual one
# Words that English says by its own little words or not at all: translated one by one (了 as
# "clear-sighted", 的 as "aim") they would only be noise.
EMPTY = frozenset(
    "的 了 着 过 在 是 和 与 及 等 其 之 于 以 为 对 将 把 被 就 也 都 而 或 "
    "第 个 所 从 向 并 但 则 该 各 此 这 那 有 又 还 得 地 中 上 下 里 到 给 让 使 由 按 自 至 者 "
    "吗 呢 吧 啊 们 届 一个 以及 并且".split()
)
CLEAR = 0.08  # by which a sense of a single character must be likelier in its sentences than in any
UNSEEN = 0.05  # worth of a sense that no sentence shows, where a sure one has some .5
EXPLANATION = 14  # words of the longest explanation that makes a pair
LONGEST = 10  # characters of the longest phrase looked up
_NOT_A_SENSE = re.compile(
    r"^(see |variant of|old variant|also written|CL:|surname |abbr\.|also pr\.|used in |erhua"
    r"|Taiwan pr)"
)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\u3400-\u9fff|]+")
# "Zhanjiang prefecture level city in Guangdong province" is the name alone.
_PLACE = re.compile(
    r"^([A-Z]\w+(?: [A-Z]\w+)?),? (?:prefecture|county|autonomous|district|township|municipality|"
    r"subprovincial|city|province|former)\b.*"
)
_DATE = re.compile(r"(?<!\d)(1[0-2]|[1-9])月(?:(\d{1,2})日)?")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_LEADING = re.compile(r"^(to be |to |a |an |the )", re.IGNORECASE)
_FILLER = re.compile(r"\b(sb|sth|etc|fig|lit|esp|i\.e|e\.g)\b\.?(’s|'s)?")
_WORD = re.compile(r"[A-Za-z0-9]+")
_SYLLABLE = re.compile(r"([a-z]+)[1-5]")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`senses[word]` are English phrases, the usual one first; `glossary` are the hand-written."""

    senses: dict[str, tuple[str, ...]]
    glossary: dict[str, tuple[str, ...]]
    glosses: dict[str, tuple[str, ...]]  # all that the entry says, long explanations too
    spelt: dict[str, str]  # word -> pinyin without tones, "zhan jiang"
    shares: dict[str, tuple[float, ...]] = field(default_factory=dict)  # of the senses in use

    def phrases(self, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Terms of the glossary and words of the text with their senses; () for the unknown."""
        plain = at = 0
        while at < len(text):
            end = _longest(text, at, self.glossary, least=2)
            if end:
                yield from self._words(text[plain:at])
                yield text[at:end], self.glossary[text[at:end]]
                plain = end
            at = end or at + 1
        yield from self._words(text[plain:])

    def _words(self, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Words as they are cut in running text: 三分钟 is no 三分 and 钟."""
        for word in rjieba.cut(text, False) if text else ():
            at = 0
            while at < len(word):
                end = _longest(word, at, self.senses) or (len(word) if word.isascii() else at + 1)
                yield word[at:end], self.senses.get(word[at:end], ())
                at = end

    def translate(self, text: str, rng: random.Random) -> str:
        """English words in Chinese order: what a static encoder needs of a translation."""
        out: list[str] = []
        dated = _DATE.sub(lambda m: f" {_MONTHS[int(m[1]) - 1]} {m[2] or ''} ", text)
        for phrase, senses in self.phrases(dated):
            if phrase.isascii():
                out += _WORD.findall(phrase)
            elif senses and (shares := self.shares_of(phrase)):
                out += rng.choices(senses, shares)
        return " ".join(out)

    def shares_of(self, word: str) -> tuple[float, ...]:
        """How often each sense of the word is meant; () for a word better left out.

        Where no sentence tells, the first sense counts as much as all, and a character nothing:
        it is most often part of a word that the dictionary lacks.
        """
        many = len(self.senses.get(word, ()))
        if word in EMPTY or (len(word) == 1 and not (word in self.shares or word in self.glossary)):
            return ()
        known = self.shares.get(word)
        return known or tuple(USUAL * (n == 0) + (1 - USUAL) / many for n in range(many))


def _longest(text: str, at: int, known: Container[str], least: int = 1) -> int:
    """Where the longest known phrase that begins at `at` ends; 0 if there is none."""
    for end in range(min(len(text), at + LONGEST), at + least - 1, -1):
        if text[at:end] in known:
            return end
    return 0


def read_glossary(path: Path = GLOSSARY) -> dict[str, tuple[str, ...]]:
    """`Chinese<TAB>english; alternatives` lines; the first alternative is the usual one."""
    terms: dict[str, tuple[str, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            chinese, english = line.split("\t")
            for word in chinese.split("/"):
                terms[word] = tuple(part.strip() for part in english.split(";"))
    return terms


def clean_senses(english: str, words_in_one: int = 5, many: int = SENSES) -> tuple[str, ...]:
    """The usable senses of one CC-CEDICT entry, each of at most so many words."""
    senses: list[str] = []
    for sense in re.split(r"[/;]", english):
        if _NOT_A_SENSE.match(sense.strip()):
            continue
        phrase = _FILLER.sub(" ", _BRACKETS.sub(" ", sense))
        words = _WORD.findall(_LEADING.sub("", _PLACE.sub(r"\1", phrase.strip())))
        if 0 < len(words) <= words_in_one and " ".join(words) not in senses:
            senses.append(" ".join(words))
    return tuple(senses[:many])


def read_dictionary(data: Path, glossary: Path = GLOSSARY) -> Dictionary:
    """CC-CEDICT with the glossary on top: a glossary term replaces the entry of the same word."""
    senses: dict[str, tuple[str, ...]] = {}
    glosses: dict[str, tuple[str, ...]] = {}
    spelt: dict[str, str] = {}
    for row in read_rows(data / "cedict.jsonl.gz"):
        word = row["simplified"]
        syllables = _SYLLABLE.findall(row["pinyin"].lower().replace("u:", "v"))
        if len(syllables) == len(word):
            spelt.setdefault(word, " ".join(syllables))
        found = clean_senses(row["english"])
        long = clean_senses(row["english"], EXPLANATION, 2 * SENSES)
        glosses[word] = tuple(dict.fromkeys([*glosses.get(word, ()), *long]))
        # Several entries of one spelling are several readings; proper names come last.
        proper = row["pinyin"][:1].isupper()
        known = senses.get(word, ())
        merged = (*known, *found) if proper else (*found, *known)
        if merged:
            senses[word] = tuple(dict.fromkeys(merged))[:SENSES]
    terms = read_glossary(glossary)
    read = Dictionary(senses | terms, terms, glosses | terms, spelt)
    return replace(read, shares=measured_shares(read, sentence_pairs(data)))


def measured_shares(
    dictionary: Dictionary, sentences: Iterable[tuple[str, str]]
) -> dict[str, tuple[float, ...]]:
    """How often each sense of a word is meant, by the English sentences that translate the word.

    A sense counts as far as its words are there more often than in any sentence; what no sentence
    shows is weighed by its place in the entry and by how usual its rarest word is in glosses.
    """
    stems = {word: [_stems(s) for s in senses] for word, senses in dictionary.senses.items()}
    usual = Counter(stem for found in stems.values() for keys in found for stem in keys)
    often, seen = Counter[str](), Counter[str]()
    there: dict[str, list[float]] = defaultdict(lambda: [0.0] * 20)
    total = 0
    for english, chinese in sentences:
        keys = set(_stems(english))
        often.update(keys)
        total += 1
        spans = {chinese[i:j] for i in range(len(chinese)) for j in range(i + 1, i + 7)}
        for word in spans & stems.keys():
            seen[word] += 1
            for n, wanted in enumerate(stems[word]):
                there[word][n] += sum(key in keys for key in wanted) / max(1, len(wanted))
    shares: dict[str, tuple[float, ...]] = {}
    for word, found in stems.items():
        if word in dictionary.glossary:
            continue
        weights, clearest = list[float](), 0.0
        for n, wanted in enumerate(found):
            chance = sum(often[key] for key in wanted) / max(1, total * len(wanted))
            lift = max(0.0, there[word][n] / seen[word] - chance) if seen[word] else 0.0
            clearest = max(clearest, lift)
            rarest = min((usual[key] + often[key] for key in wanted), default=0)
            weights.append(
                (UNSEEN + lift * seen[word] / (seen[word] + 3)) / (n + 1) * rarest / (rarest + 10)
            )
        whole = sum(weights)
        if whole and (len(word) > 1 or clearest >= CLEAR):
            shares[word] = tuple(weight / whole for weight in weights)
    return shares


def _stems(english: str) -> list[str]:
    """The first five letters of each word: promote, promotes and promoting are one."""
    return [word[:5] for word in english_words([english])]


def english_words(phrases: Sequence[str]) -> list[str]:
    return [word.lower() for phrase in phrases for word in _WORD.findall(phrase)]
