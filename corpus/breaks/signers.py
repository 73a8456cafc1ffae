"""A line of running text -> the signatures in it: where organs and date begin, where it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.outline.signature import ORGAN

DATE = re.compile(
    r"(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日(?![前止内至到起之）)，。、]|以前)"
)
SIGNER = re.compile(rf"(?<=[。）”！ ])[\u4e00-\u9fff]{{2,24}}{ORGAN}\s?\Z")
PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西"
    "|甘肃|青海"
)
GOVERNMENT = re.compile(
    rf"(?:(?:{PROVINCES})?省(?:人民政府|政府)(?:办公厅)?|(?:中华人民共和国)?国务院(?:办公厅)?)\s?\Z"
)
ISSUER = re.compile(r"\A(?P<issuer>[\u4e00-\u9fff]{4,30}?)(?:关于|印发|转发|批转)")
AFTER_DATE = ("", "附件", "（此")
LOOK = 45
# Joint signers, or one of a long name over two lines: only blanks since the last sentence's end.
SEVERAL = re.compile(r"(?<=[。！）)] )[\u4e00-\u9fff]{2,30}(?: [\u4e00-\u9fff]{2,30}){1,12} ?\Z")
SEVERAL_LIMIT = 160
WHOLE = re.compile(rf"[\u4e00-\u9fff]*{ORGAN}\Z")


@dataclass(frozen=True, slots=True)
class Signature:
    """`starts` are where the organs begin, each on a line of its own, and the date."""

    starts: tuple[int, ...]
    end: int

    @property
    def start(self) -> int:
        return self.starts[0]


def signatures_in(line: str) -> list[Signature]:
    """A date right after the issuer that the title names, a government, or organs that stand
    after a sentence's end."""
    issuer = ISSUER.match(line)
    found: list[Signature] = []
    for date in DATE.finditer(line):
        who = _signer(line, date.start(), date.end(), issuer["issuer"] if issuer else "")
        if who is not None:
            starts = _several(line, date.start()) or (who,)
            found.append(Signature((*starts, date.start()), date.end()))
    return found


def _signer(line: str, date: int, end: int, issuer: str) -> int | None:
    low = max(0, date - LOOK)
    before = line[low:date]
    if issuer and before.rstrip().endswith(issuer):
        return low + before.rindex(issuer)
    organ = None
    if line[end : end + 3].strip()[:2] in AFTER_DATE:
        organ = GOVERNMENT.search(before)
    organ = organ or SIGNER.search(before)
    return low + organ.start() if organ else None


def _several(line: str, date: int) -> tuple[int, ...]:
    """Starts of joint signers that blanks part; the first alone where they are one long name."""
    low = max(0, date - SEVERAL_LIMIT)
    names = SEVERAL.search(line[low:date])
    if names is None:
        return ()
    start = low + names.start()
    starts = [start + match.start() for match in re.finditer(r"\S+", names[0])]
    return tuple(starts) if all(map(WHOLE.match, names[0].split())) else (start,)
