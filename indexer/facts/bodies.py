"""The notices of an index -> the names of bodies that they know, beyond what patterns tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.notice import Notice

# A name is learned from lists where only bodies stand, when this many notices have it there.
RECURS = 2
LISTED = re.compile(
    r"[（(]([^（）()。\n]{2,200}?)(?:按(?:照)?(?:职责|职能|部门)?分工)?(?:分别)?(?:负责|牵头)[）)，；]|"
    r"(?:责任|牵头|配合|主办|承办)(?:单位|部门)[：:]([^（）()。；;：:\n]{2,200})"
)
PARTED = re.compile(r"[、，,；;]|以及|(?:牵头|配合|负责)")
# （以下简称协调委）: the name that a notice gives a body, where what it stands for is one.
SHORT = re.compile(
    r"(?:[会委组厅局办院署]|部|中心|公司|集团|小组|指挥部|办公室|联席会议)[（(](?:以下)?简称[：:“\"]{0,2}"
    r"([\u4e00-\u9fff]{2,12})[”\"]?[）)]"
)
NAME = re.compile(r"[\u4e00-\u9fff]{2,30}")
# 运动会 is no body though it ends like one; nor are persons whom a letter is sent to.
NO_NAME = re.compile(
    r"(?:运动|大|博览|交易|年|研讨|座谈|展览|论坛)会$|(?:委员|代表|同志)$|(?:组织|单位|企业|部门)和|"
    r"^[各本我请由对按]|[的等将]|加强|推[进动]|负责|开展|按照|有关|相关|"
    r"^(?:企业|单位|部门|机构|个人|市|县|区|各|领导小组)$"
)


@dataclass(frozen=True, slots=True)
class Bodies:
    """Names learned: issuers, addressees, signers, and those that recur where bodies are listed."""

    names: frozenset[str] = frozenset()
    _lengths: dict[str, tuple[int, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        lengths: dict[str, set[int]] = {}
        for name in self.names:
            lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths.update({two: tuple(sorted(n, reverse=True)) for two, n in lengths.items()})

    def ends_at(self, text: str, start: int, limit: int) -> Iterator[int]:
        """Where known names that begin at `start` end, the longest first."""
        for length in self._lengths.get(text[start : start + 2], ()):
            if start + length <= limit and text[start : start + length] in self.names:
                yield start + length


def learn(notices: Iterable[Notice]) -> Bodies:
    """What issuers, addressees and texts of these notices tell; their order does not matter."""
    stated: set[str] = set()
    listed: Counter[str] = Counter()
    for notice in notices:
        stated.update(_stated(notice))
        listed.update(_listed(notice.cleaned))
    recurring = {name for name, notices_with_it in listed.items() if notices_with_it >= RECURS}
    return Bodies(frozenset(stated | recurring))


def _stated(notice: Notice) -> Iterator[str]:
    """Issuers, addressees, and the short names that the text gives to bodies."""
    names = [*notice.issuers, *notice.addressees, *([notice.issuer] if notice.issuer else [])]
    names += SHORT.findall(notice.cleaned)
    for name in names:
        name = "".join(name.split())
        if NAME.fullmatch(name) and not NO_NAME.search(name):
            yield name


def _listed(text: str) -> set[str]:
    """The names in the lists of responsible bodies of one notice."""
    names: set[str] = set()
    for groups in LISTED.findall(text):
        for name in PARTED.split("".join(groups)):
            name = name.strip().removesuffix("等")
            if NAME.fullmatch(name) and len(name) <= 20 and not NO_NAME.search(name):
                names.add(name)
    return names
