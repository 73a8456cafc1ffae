"""jieba's dictionary -> whether a verb, an adverb or a preposition stands at a place in a text."""

from __future__ import annotations

import functools

# Verbs, adverbs, prepositions, set phrases; not vn, which is as often a noun (管理, 发展).
TAGS = frozenset(("v", "vd", "vi", "d", "ad", "p", "i"))
LONGEST = 4


def verb_at(text: str, at: int) -> bool:
    """Whether the longest word of the dictionary that begins there is one that a doer may have."""
    verbs, others = _words()
    for size in range(LONGEST, 1, -1):
        word = text[at : at + size]
        if word in verbs:
            return True
        if word in others:
            return False
    return False


def word_at(text: str, at: int) -> bool:
    """Whether a word of two characters begins there: 人才, where 人 alone was looked for."""
    verbs, others = _words()
    word = text[at : at + 2]
    return word in verbs or word in others


@functools.lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Verbs and the like of two to four characters, and all other words of these lengths."""
    import jieba

    verbs: set[str] = set()
    others: set[str] = set()
    with jieba.get_dict_file() as file:
        for line in file.read().decode("utf-8").splitlines():
            word, _, tag = line.split(" ")
            if 2 <= len(word) <= LONGEST:
                (verbs if tag in TAGS else others).add(word)
    return frozenset(verbs), frozenset(others)
