"""An English question in its normal form -> its kind: by its question word and the noun there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.kinds import english_forms as forms
from service.kinds import english_words as known
from service.kinds.english_nouns import head_of, is_party, phrase_of, plural

_WORD = re.compile(r"[a-z0-9&]+(?:['’-][a-z0-9]+)*|[,.;:?!]")


def english_kind(normal: str) -> str:
    """The kind of a question in its normal form; `what` where nothing tells it."""
    polite = forms.POLITE.match(normal)
    text = normal[polite.end() :] if polite else normal
    words = _WORD.findall(text)
    at = _question_word(words)
    word, rest = (words[at], words[at + 1 :]) if at is not None else ("", [])
    asked = " ".join(words[at:])
    if word == "how" and rest and known.APART.isdisjoint(words) and (kind := _of_size(rest)):
        return kind
    if not known.DIFFER.isdisjoint(words) and forms.COMPARED.search(asked):
        return "compare"
    if not known.CONTACT.isdisjoint(words) and (word == "who" or not forms.BY_MAIL.search(text)):
        return "contact"
    if not known.REACH.isdisjoint(words) and forms.TO_REACH.search(asked):
        return "contact"
    if not known.CITED.isdisjoint(words) and forms.NAMES_BASIS.search(text):
        return "document"
    if word in known.AUXILIARY or word == "whether":
        return "yes_no"
    if word in ("list", "name", "enumerate"):
        return "list"
    if word in ("who", "whom", "whose"):
        return "scope" if forms.TAKES_PART.match(asked) else "who"
    if word in ("which", "what", "what's"):
        return _of_noun(word, rest, asked)
    if word in ("when", "where", "how"):
        return word
    if words and words[0] in known.BARE_YES_NO:
        return "yes_no"
    return "what" if word else _of_keywords(words)


def _question_word(words: Sequence[str]) -> int | None:
    """The place of the word that asks: the first that opens a clause, also after a preposition;
    else the first of who, what, when anywhere."""
    opens = True
    for place, word in enumerate(words):
        if opens and (word in known.ASKING or word in known.AUXILIARY):
            return place
        opens = word in ",.;:?!" or (opens and (word in known.BEFORE or word in known.JOINING))
    anywhere = known.ASKING - {"list", "name", "enumerate"}
    return next((place for place, word in enumerate(words) if word in anywhere), None)


def _of_size(rest: Sequence[str]) -> str | None:
    """After how: how long is a time, how many a number, how many months a time, how come a reason;
    how many hours of training is a number, how much more compares."""
    first = rest[0]
    if first in known.DURATIONS or list(rest[:3]) == ["far", "in", "advance"]:
        return "when"
    if first in known.SIZES and not known.MORE.intersection(rest[1:2]):
        time = first == "many" and not known.TIMES.isdisjoint(rest[1:4]) and "of" not in rest[1:5]
        return "when" if time else "how_much"
    return "what" if first == "come" else None


def _of_noun(word: str, rest: Sequence[str], asked: str) -> str:
    """After which and what: the kind of the noun there."""
    if forms.DEFINED.match(asked):
        return "what"
    linked = bool(rest) and rest[0] in known.LINKING
    phrase, after = phrase_of(rest[linked:])
    noun, kind = head_of(phrase)
    if forms.LEADS.match(asked):
        return "who"
    if is_party(noun):
        chosen = forms.CHOSEN.search(asked) and not forms.QUALIFY.search(asked)
        return "list" if chosen else "scope"
    if noun == "documents" and (word == "what" or forms.HANDED_IN.search(asked)):
        return "list"
    if kind == "who" and "apply" in asked and forms.QUALIFY.search(asked):
        return "scope"
    if kind is not None:
        return kind
    if forms.APPLIES.search(asked):
        return "scope"
    if forms.TO_DO.match(asked):
        return "how"
    if not phrase and forms.HANDED_IN.search(asked):
        return "list"
    several = any(map(plural, phrase)) and not known.AUXILIARY.isdisjoint(after[:1])
    all_of_them = rest[:1] in (["are"], ["were"]) or "kinds" in rest[:1]
    return "list" if word == "which" or all_of_them or several else "what"


def _of_keywords(words: Sequence[str]) -> str:
    """Without a question word: the first phrase whose noun is known (subsidy application deadline,
    from which it is known)."""
    if not known.ABOUT.isdisjoint(words) and forms.APPLIES.search(" ".join(words)):
        return "scope"
    after: Sequence[str] = words
    while after:
        phrase, after = phrase_of(after)
        _, kind = head_of(word for word in phrase if not is_party(word))
        if kind is not None:
            return kind
        after = after if phrase else after[1:]
    return "what"
