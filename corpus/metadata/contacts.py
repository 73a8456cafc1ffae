"""Text -> who to ask (联系人): each line or block of contact details, with its span."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.metadata.contact_parts import (
    address_in,
    emails_in,
    names_before_phones,
    names_in,
    phones_in,
)
from corpus.metadata.lines import Lines, Span
from corpus.notice import Contact

WORDS = ("联系", "联 系", "电话", "电 话", "热线", "传真", "邮", "地址")
OPENS = re.compile(
    r"联\s?系\s?人|联\s?系\s?电\s?话|联\s?系\s?方\s?式|(?:咨询|服务|监督|举报|业务)(?:电话|热线|方式)|电\s?话\s?[:：]|"
    r"(?:电子)?邮\s?[箱件]\s?[:：]|地\s?址\s?[:：]|传\s?真\s?[:：]"
)
LISTS = re.compile(r"(?:联系人|联系方式|联系电话|咨询方式|咨询电话)[^，。；：:]{0,12}[:：]\s?$")
# A line that lists contacts announces this many lines at most.
BLOCK = 8
LINE_LIMIT = 1000
# 邮编：… or the name of an office may stand between the lines of one contact.
SHORT_LINE = 24


@dataclass(frozen=True, slots=True)
class _Details:
    """What one line says, before lines of one contact are put together."""

    names: tuple[str, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    address: str
    line: int

    @property
    def empty(self) -> bool:
        return not (self.names or self.phones or self.emails or self.address)


def contacts(lines: Lines) -> list[tuple[Contact, Span]]:
    """Contacts in order, each once. Neighbouring lines that add what is missing are one contact."""
    found: dict[Contact, Span] = {}
    group: list[_Details] = []
    for details in [*_details(lines), None]:
        if group and (details is None or not _belongs(lines, group, details)):
            contact = _join(group)
            if contact.names or contact.phones or contact.emails:
                span = lines.span(group[0].line)[0], lines.span(group[-1].line)[1]
                found.setdefault(contact, span)
            group = []
        if details is not None:
            group.append(details)
    return list(found.items())


def _details(lines: Lines) -> list[_Details]:
    found: dict[int, _Details] = {}
    for number in lines.with_any(WORDS):
        line = lines.lines[number]
        opens = OPENS.search(line)
        if opens is None or line.lstrip().startswith("|"):
            continue
        if len(line) > LINE_LIMIT:  # lost line ends: only what stands near the word
            line = line[max(0, opens.start() - 100) : opens.start() + 600]
        found.setdefault(number, _of_line(line, number, listed=False))
        if LISTS.search(line[-40:]):
            for following in range(number + 1, min(number + 1 + BLOCK, len(lines.lines))):
                details = _of_line(lines.lines[following], following, listed=True)
                if details.empty and len(lines.lines[following]) > 30:
                    break
                found[following] = details
    return [found[number] for number in sorted(found) if not found[number].empty]


def _of_line(line: str, number: int, listed: bool) -> _Details:
    names = names_in(line)
    if listed and not names:
        names = names_before_phones(line)
    return _Details(names, phones_in(line), emails_in(line), address_in(line), number)


def _belongs(lines: Lines, group: list[_Details], details: _Details) -> bool:
    """Whether a line goes on with the contact: it is near and says nothing a second time."""
    between = lines.lines[group[-1].line + 1 : details.line]
    if any(len(line) > SHORT_LINE for line in between) or len(between) > 2:
        return False
    return not any(
        (one.names and details.names)
        or (one.phones and details.phones)
        or (one.emails and details.emails)
        or (one.address and details.address)
        for one in group
    )


def _join(group: list[_Details]) -> Contact:
    return Contact(
        names=tuple(name for one in group for name in one.names),
        phones=tuple(phone for one in group for phone in one.phones),
        emails=tuple(mail for one in group for mail in one.emails),
        address=next((one.address for one in group if one.address), ""),
    )
