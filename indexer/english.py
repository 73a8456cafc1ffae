"""An English text -> its words and phrases in lower case; an inflected word -> its base forms."""

from __future__ import annotations

import re

WORD = re.compile(r"[A-Za-z][A-Za-z']*|\d[\d.]*")

_IRREGULAR = """ate eat|arose arise|awoke awake|beaten beat|became become|been be|began begin|begun
begin|bent bend|bitten bite|blew blow|blown blow|bore bear|born bear|borne bear|bought buy|bound
bind|bred breed|broke break|broken break|brought bring|built build|burnt burn|came come|caught
catch|children child|chose choose|chosen choose|criteria criterion|dealt deal|died die|drank drink|
drawn draw|drew draw|driven drive|drove drive|drunk drink|dug dig|dying die|eaten eat|fallen fall|
fed feed|feet foot|fell fall|felt feel|fled flee|flew fly|flown fly|forbade forbid|forbidden
forbid|forgot forget|forgotten forget|fought fight|found find|froze freeze|frozen freeze|gave give|
geese goose|given give|gone go|got get|gotten get|grew grow|grown grow|heard hear|held hold|hidden
hide|hung hang|indices index|kept keep|knew know|known know|laid lay|lain lie|led lead|left leave|
lent lend|lit light|lives life|lost lose|lying lie|made make|meant mean|men man|met meet|mice mouse|
oxen ox|paid pay|people people|proven prove|ran run|rang ring|ridden ride|risen rise|rode ride|rose
rise|sang sing|sank sink|sat sit|saw see|seen see|sent send|shaken shake|shone shine|shook shake|
shot shoot|shown show|shrank shrink|slept sleep|slid slide|sold sell|sought seek|spent spend|spoke
speak|spoken speak|sprang spring|spun spin|stole steal|stolen steal|stood stand|struck strike|stuck
stick|sung sing|sunk sink|swam swim|swept sweep|swore swear|sworn swear|swum swim|swung swing|taken
take|taught teach|teeth tooth|thought think|threw throw|thrown throw|told tell|took take|tore tear|
torn tear|tying tie|understood understand|was be|went go|were be|wives wife|woken wake|woke wake|
women woman|won win|wore wear|worn wear|wound wind|woven weave|written write|wrote write"""
IRREGULAR = dict(pair.split() for pair in _IRREGULAR.replace("\n", " ").split("|"))
# What is taken off a word and what may stand there instead, longest ending first.
_ENDINGS = (
    ("ies", ("y", "ie")), ("ied", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")),
    ("ing", ("", "e")), ("er", ("",)), ("est", ("", "e")),
)  # fmt: skip
_PLURALS = {"ies", "es", "s"}


def words_of(text: str) -> list[str]:
    """Words as typed, without possessive 's; supply-chain is two."""
    found = WORD.findall(text.replace("\u2019", "'"))
    return [word.removesuffix("'s").strip("'.") for word in found if word.strip("'.")]


def phrase(text: str) -> str:
    """A text as the key of a table: its words in lower case with single blanks."""
    return " ".join(words_of(text)).lower()


def bases(word: str) -> list[str]:
    """What a word in lower case may be an inflected form of, likeliest first; not itself."""
    if word in IRREGULAR:
        return [IRREGULAR[word]]
    found: list[str] = []
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < (2 if ending in _PLURALS else 3):
            continue
        doubled = len(stem) > 3 and stem[-1] == stem[-2] and ending not in _PLURALS
        found += [stem[:-1]] if doubled else []
        found += [stem + letters for letters in instead]
    return list(dict.fromkeys(found))
